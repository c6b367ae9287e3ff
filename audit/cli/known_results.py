"""audit result: what is known only as so many of so many, and a question's history."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from audit.cli.compare import known_block, told
from audit.cli.desk import WORDS, Day, Desk, by_option, everywhere, json_option
from audit.cli.groups import InOrder
from audit.cli.screen import as_json as print_json
from audit.cli.screen import line, table, tell

if TYPE_CHECKING:
    from audit.cases.history import Known, Point
    from audit.cases.results import Results


@click.group("result", cls=InOrder)
def result() -> None:
    """Results that are known only as so many of so many, from before there were rounds, or from elsewhere.

    \b
    Example:
      audit result add V1 --met 14 --of 25 --on 3/3/2024 --how "drawn at random"
    """


@result.command("add")
@click.argument("question")
@click.option("--met", type=click.IntRange(min=0), metavar="K", help="How many met it.")
@click.option("--of", type=click.IntRange(min=1), metavar="N", help="Of how many cases that count.")
@click.option("--said", type=WORDS, default="", help="A percentage without a number of cases, kept as text.")
@click.option("--on", type=Day(), required=True, metavar="DATE", help="On which day it was found.")
@click.option("--how", type=WORDS, required=True, help="How the cases were chosen.")
@click.option("--found-by", type=WORDS, default="", help="Who read the cases, or where it was reported.")
@by_option
@everywhere
def add(desk: Desk, question: str, on: date, **given: Any) -> None:
    """Add a result to a QUESTION's history.

    So many of so many stand beside what rounds found, marked as reported. A percentage of which the
    number of cases is not known is kept as it was said, and never compared.

    \b
    Examples:
      audit result add V1 --met 14 --of 25 --on 3/3/2024 --how "drawn at random" --found-by "Area team"
      audit result add V1 --said "80 %" --on 2023-03-31 --how "not known"
    """
    from audit.cases.history import Known, check
    from audit.store.known import add_known

    if (given["met"] is None) != (given["of"] is None):
        raise click.UsageError("--met K and --of N go together.")
    known = Known(WORDS.convert(question, None, None), on.isoformat(), **given)
    check(known, desk.today)
    kept = add_known(desk.store, known, desk.stamp())
    _warn(desk, kept)
    tell(f"Result {kept.number} of {kept.question} is kept: {told(kept)}")


def _warn(desk: Desk, known: "Known") -> None:
    """Say where no round asks such a question, since a slip in its id would hide the result."""
    from audit.definitions import nearest

    asked = {question.id for one in case_rounds(desk) for question in one.graded}
    if known.question not in asked:
        end = nearest(known.question, asked) or "."
        tell(f"No round about cases asks a graded question {known.question!r} yet{end}")


@result.command("list")
@click.argument("question", required=False)
@json_option
@everywhere
def list_(desk: Desk, question: str | None, as_json: bool) -> None:
    """List the reported results, or the history of a QUESTION: rounds and reported results in order of time.

    Rounds with the same letter asked the question in the same words, with the same grades.

    \b
    Examples:
      audit result list
      audit result list V1
    """
    from audit.store.known import known_results

    known = known_results(desk.store, question or "")
    if question is None:
        _print_known(known, as_json)
        return
    _print_history(desk, question, known, as_json)


def _print_known(known: "tuple[Known, ...]", as_json: bool) -> None:
    if as_json:
        print_json([known_block(one) for one in known])
    elif not known:
        tell("No result is reported yet; 'audit result add' keeps one.")
    else:
        heads = [
            "Number",
            "Question",
            "On",
            "Reported",
            "How chosen",
            "Found by",
            "Written down by",
            "Withdrawn",
        ]
        table(heads, [_cells(one) for one in known])


def _cells(one: "Known") -> list[str]:
    head = [str(one.number), one.question, one.on, one.figure]
    return [*head, one.how, one.found_by, one.by, one.withdrawn]


def _print_history(desk: Desk, question: str, known: "tuple[Known, ...]", as_json: bool) -> None:
    from audit.cases.history import history
    from audit.cli.several_rounds import how
    from audit.definitions import nearest
    from audit.errors import UnknownError

    rounds = case_rounds(desk)
    points = history(question, rounds, known, how)
    if not points:
        ids = {asked.id for one in rounds for asked in one.graded}
        end = nearest(question, ids) or "."
        raise UnknownError(f"Nothing is known of a question {question!r}{end}")
    if as_json:
        print_json({"question": question, "points": [_block(point) for point in points]})
        return
    heads = ["On", "Where", "Met it", "How chosen", "Found by", "Wording", ""]
    table(heads, [_point_cells(point) for point in points])
    if len({point.wording for point in points if point.wording}) > 1:
        tell(
            "Rounds with different letters asked it in other words or with other grades, and do not compare."
        )


def _point_cells(point: "Point") -> list[str]:
    from audit.statistics.sentences_change import with_share

    figure = with_share(point.count) if point.count else point.figure
    return [point.on, point.source, figure, point.how, point.by, point.wording or "not known", point.note]


def _block(point: "Point") -> dict[str, Any]:
    count = point.count
    return {
        "on": point.on,
        "source": point.source,
        "compliant": count.compliant if count else None,
        "sample": count.sample if count else None,
        "figure": point.figure,
        "how": point.how,
        "found_by": point.by or None,
        "wording": point.wording or None,
        "note": point.note or None,
        "number": point.number or None,
    }


@result.command("withdraw")
@click.argument("number", type=click.IntRange(min=1))
@click.option("--reason", type=WORDS, required=True, help="Why it is taken back.")
@by_option
@everywhere
def withdraw(desk: Desk, number: int, reason: str) -> None:
    """Take a reported result back that was wrong; it stays in the list with the reason.

    \b
    Example:
      audit result withdraw 3 --reason "It was 41 of 52, not 14 of 52"
    """
    from audit.errors import StateError
    from audit.store.known import withdraw_known

    if not reason:
        raise StateError("--reason says why the result is taken back.")
    known = withdraw_known(desk.store, number, reason, desk.stamp())
    line(f"Result {number} of {known.question} is withdrawn: {told(known)}")


def case_rounds(desk: Desk) -> "list[Results]":
    """What came of every round about cases."""
    from audit.cli.case_results import results_of

    names = [one.name for one in desk.store.rounds()]
    return [results_of(desk, name) for name in names if desk.store.round(name).template.subject != "agency"]
