"""audit finding: what a review found on which theme."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import WORDS, Day, Desk, by_option, everywhere, json_option
from audit.cli.groups import InOrder
from audit.cli.screen import as_json as print_json
from audit.cli.screen import line, table, tell
from audit.dates import said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audit.recurring.finding import Finding
    from audit.recurring.listed import Listed


@click.group("finding", cls=InOrder)
def finding() -> None:
    """What reviews, inspections and events found, by theme; 'audit results --themes' shows all of it.

    \b
    Example:
      audit finding add --source "Child R review" --theme fathers --text "The father was never asked"
    """


@finding.command("add")
@click.option("--source", type=WORDS, required=True, help="What found it, as 'Child R review'.")
@click.option("--theme", "words", type=WORDS, multiple=True, required=True, help="A theme; may be repeated.")
@click.option("--text", type=WORDS, required=True, help="What was found, in a sentence.")
@click.option("--strength", is_flag=True, help="It is a strength, not a worry.")
@click.option("--on", type=Day(), metavar="DATE", help="On which day it was found.")
@click.option("--agency", type=WORDS, default="", help="The agency that it is about.")
@click.option("--reference", type=WORDS, default="", help="Where it stands, as 'paragraph 4.12'.")
@by_option
@everywhere
def add(
    desk: Desk, words: tuple[str, ...], on: date | None, agency: str, *, strength: bool, **given: Any
) -> None:
    """Add a finding of a review, or a strength that it told of, under one theme or several.

    A theme is named by its id, its title or another word for it. Themes stand in standards/themes, where
    a workspace may add a file of its own.

    \b
    Examples:
      audit finding add --source "Child R review" --theme supervision --theme escalation --on 3/3/2026
        --text "Nobody asked why the plan had drifted" --reference "paragraph 4.12"
      audit finding add --source "Inspection 2026" --theme "early help" --strength
        --text "Families are seen within a week"
    """
    from audit.recurring.finding import Finding, check
    from audit.store.findings import add_finding

    listed = listed_themes(desk)
    themes = tuple(dict.fromkeys(listed.ask(word) for word in words))
    code = _code(desk, agency) if agency else ""
    day = on.isoformat() if on else ""
    made = Finding(themes=themes, on=day, agency=code, strength=strength, **given)
    check(made, desk.today)
    kept = add_finding(desk.store, made, desk.stamp())
    what = "Strength" if kept.strength else "Finding"
    tell(f"{what} {kept.number} of {kept.source} is kept, on {listed.titles(kept.themes)}.")
    if not on and not strength:
        tell("Without --on DATE it cannot show that a theme came back after an action.")


def listed_themes(desk: Desk) -> "Listed":
    """The list of themes of the workspace and the shipped ones."""
    from audit.recurring.listed import Listed
    from audit.standards.themes import all_themes

    return Listed(all_themes(desk.library))


def _code(desk: Desk, word: str) -> str:
    from audit.rounds import find_agency

    return find_agency(desk.store.agencies(), word).code


@finding.command("list")
@click.option("--theme", "word", type=WORDS, default="", help="Only those on a theme.")
@click.option("--source", type=WORDS, default="", help="Only those of a source, or with this in its name.")
@json_option
@everywhere
def list_(desk: Desk, word: str, source: str, *, as_json: bool) -> None:
    """List the findings and strengths, those taken back too, with the actions that cite them.

    An action cites a finding where its reference says so: --reference "finding 3".

    \b
    Examples:
      audit finding list
      audit finding list --theme supervision
    """
    from audit.store.findings import findings

    listed = listed_themes(desk)
    theme = listed.ask(word) if word else ""
    found = [
        one
        for one in findings(desk.store)
        if (not theme or theme in one.themes) and source.casefold() in one.source.casefold()
    ]
    answered = _answered(desk)
    if as_json:
        print_json([_block(one, answered.get(one.number, ())) for one in found])
    elif not found:
        tell("No such finding is kept." if word or source else "No finding is kept yet; add one.")
    else:
        _print(found, listed, answered)


HEADS = ("", "Source", "On", "Themes", "What was found", "About", "Where", "Actions", "Withdrawn")


def _print(found: "Sequence[Finding]", listed: "Listed", answered: "Mapping[int, Sequence[str]]") -> None:
    """The findings as a table, without the columns in which nothing stands."""
    rows = [_cells(one, listed, answered.get(one.number, ())) for one in found]
    kept = [place for place in range(len(HEADS)) if any(row[place] for row in rows)]
    table([HEADS[place] for place in kept], [[row[place] for place in kept] for row in rows])


def _cells(one: "Finding", listed: "Listed", actions: "Sequence[str]") -> list[str]:
    text = f"Strength: {one.text}" if one.strength else one.text
    head = [str(one.number), one.source, said(one.on), listed.titles(one.themes), text]
    return [*head, one.agency, one.reference, ", ".join(actions), one.withdrawn]


def _answered(desk: Desk) -> "Mapping[int, Sequence[str]]":
    """The ids of the actions that cite a finding, by its number."""
    from audit.recurring.finding import cited
    from audit.store.actions import ActionBook

    found: dict[int, list[str]] = {}
    for one in ActionBook(desk.store).actions():
        for number in cited(one.action.reference):
            found.setdefault(number, []).append(one.id)
    return found


def _block(one: "Finding", actions: "Sequence[str]") -> dict[str, Any]:
    optional = ("on", "agency", "reference", "withdrawn")
    return {
        "number": one.number,
        "source": one.source,
        "themes": [*one.themes],
        "text": one.text,
        "strength": one.strength,
        **{name: getattr(one, name) or None for name in optional},
        "actions": [*actions],
        "by": one.by,
        "at": one.at,
    }


@finding.command("withdraw")
@click.argument("number", type=click.IntRange(min=1))
@click.option("--reason", type=WORDS, required=True, help="Why it is taken back.")
@by_option
@everywhere
def withdraw(desk: Desk, number: int, reason: str) -> None:
    """Take back a finding that was wrong; it stays in the list with the reason, and counts no more.

    \b
    Example:
      audit finding withdraw 3 --reason "It is about another review"
    """
    from audit.errors import StateError
    from audit.store.findings import withdraw_finding

    if not reason:
        raise StateError("--reason says why the finding is taken back.")
    found = withdraw_finding(desk.store, number, reason, desk.stamp())
    line(f"Finding {number} of {found.source} is withdrawn: {found.text}")
