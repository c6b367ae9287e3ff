"""What `audit results` prints beside the heat map: own grades and verified ones, and a template's lists."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from audit.cli.screen import as_json as print_json
from audit.cli.screen import fits, item, line, table, tell
from audit.errors import StateError
from audit.wording import some

if TYPE_CHECKING:
    from audit.moderation import Moved
    from audit.scoring.partnership import Results
    from audit.scoring.verified import Verified

COUNTS = ("Compared", "Lower", "As told", "Higher", "To or from n/a", "Mean drift")


def print_verified(found: "Results", *, as_json: bool) -> None:
    """Agencies' own grades beside the verified ones; StateError where the round has not both."""
    from audit.scoring.verified import as_json as block
    from audit.scoring.verified import verified

    beside = verified(found)
    if beside is None:
        raise StateError(
            f"In {found.round.name!r} nothing stands beside what agencies said of themselves: that needs "
            "a template that says who answers about them, and --bring-forward when the round is opened."
        )
    if as_json:
        print_json(block(beside))
        return
    if beside.pairs:
        _print_grades(found, beside)
    else:
        tell("Nothing compares yet: what is signed here has no grade beside one that was told.")
    tell(f"Own grades are those of {some(beside.source)}. Mean drift: verified less told, 1 the whole scale.")
    if beside.neither:
        tell(f"Not applicable both times, so not compared: {beside.neither}.")
    if beside.silent:
        tell(f"Said nothing of themselves: {some([row.agency.name for row in beside.silent], 12)}.")
    if beside.unsigned:
        tell(f"Never signed their own: {some([row.agency.name for row in beside.unsigned], 12)}.")
    if beside.reworded:
        tell(f"Worded otherwise since, so not compared: {', '.join(beside.reworded)}.")


def _print_grades(found: "Results", beside: "Verified") -> None:
    """Own and verified grades by standard, by question and by agency, then each that differs."""
    from audit.scoring.verified import messages

    standards = [(one.id, one.title, beside.standard(one)) for one in found.template.standards]
    rows = [[name, title, *_counts(one)] for name, title, one in standards]
    table(["Standard", "Title", *COUNTS], [*rows, ["All", "", *_counts(beside.whole)]])
    lower = [(question, one) for question, one in beside.questions if one.down]
    table(["Most often lower", "What is asked", *COUNTS], [[q.id, q.text, *_counts(one)] for q, one in lower])
    table(["Agency", *COUNTS], [[row.agency.name, *_counts(beside.row(row))] for row in found.counted])
    for message in messages(beside):
        item(message.text)
    for one in beside.pairs:
        if one.told != one.seen:
            tell(
                f"{one.row.agency.name}, {one.question.id}: told {one.told.label}, verified {one.seen.label}."
            )


def _counts(one: "Moved") -> list[str]:
    from audit.scoring.movement_words import signed_change

    compared = one.down + one.same + one.up + one.other
    counts = (compared, one.down, one.same, one.up, one.other)
    return [*map(str, counts), signed_change(one.mean)]


def print_lists(found: "Results") -> None:
    """The lists that the template makes of the answers, if any, with their counts."""
    from audit.scoring.listed import listed

    for one in listed(found):
        which = ["Which"] if one.several else []
        rows = [
            [
                each.row.agency.name,
                *([f"{each.section.id} {each.section.title}".strip() or "-"] if which else []),
                *(each.words(question) or "-" for question in each.questions),
            ]
            for each in one.lines
        ]
        line(f"\n{one.listing.title}")
        headings = ["Agency", *which, *one.listing.headings]
        if rows and fits([headings, *rows]):
            table(headings, rows)
        else:
            _print_under_one_another(headings, rows)
        for tally in one.tallies:
            line(tally.sentence)
        if one.waiting:
            line(f"Nothing that counts yet of: {some(one.waiting, 12)}.")


def _print_under_one_another(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows that are too wide for the screen: what each says in lines, under whose it is."""
    for row in rows:
        line(f"\n{row[0]}")
        for heading_, cell in zip(headings[1:], row[1:], strict=True):
            if cell != "-":
                line(f"  {heading_}: {' '.join(cell.split())}", "    ")


def lists_block(found: "Results") -> dict[str, Any]:
    """The lists as plain values; empty where the template makes none."""
    from audit.scoring.listed import as_json as block
    from audit.scoring.listed import listed

    lists = [block(one) for one in listed(found)]
    return {"lists": lists} if lists else {}
