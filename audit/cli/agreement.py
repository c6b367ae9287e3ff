"""audit agreement: whether those who read the same cases saw the same."""

from typing import TYPE_CHECKING, Any

import click

from audit.cli.case_results import confidence_of, results_of
from audit.cli.desk import Desk, everywhere, json_option, of_one_moment
from audit.cli.screen import as_json as print_json
from audit.cli.screen import item, line, table, tell
from audit.cli.stats_options import detail_option
from audit.wording import harmless

if TYPE_CHECKING:
    from audit.cases.agreeing import Agreed, Agreeing


@click.command(short_help="Say whether readers of the same cases agree.")
@click.argument("name", metavar="R")
@click.option(
    "--between",
    type=click.Choice(["readings", "agencies"]),
    default="readings",
    help="First and second readings, or agencies that answered about the same case.  [default: readings]",
)
@detail_option
@json_option
@everywhere
@of_one_moment
def agreement(desk: Desk, name: str, between: str, detail: bool, as_json: bool) -> None:
    """Say how far those who read the same cases agreed, the questions with most disagreement first.

    Second readings count for this alone: no other figure takes them in.

    \b
    Examples:
      audit agreement neglect-2026
      audit agreement neglect-2026 --between agencies --detail
    """
    from audit.cases.agreeing import HEADINGS, agreeing, rows
    from audit.cases.concern import lines

    found = agreeing(results_of(desk, name), between, confidence=confidence_of(desk))
    if as_json:
        print_json(_block(found))
        return
    for sentence in lines(found.results.case_round.concerns):
        line(sentence)
    if found.together:
        line(found.together.sentence)
    table(HEADINGS, rows(found))
    for one in found.questions:
        if one.waiting and one.question:
            item(f"{one.question.id}: in {one.waiting:,} a reading does not answer it yet.")
    if found.not_compared:
        line(f"Not answered in two readings of any case: {', '.join(found.not_compared)}.")
    if detail:
        _details(found)
    for sentence in found.notes:
        line(sentence)
    if not detail:
        tell("--detail shows the figures behind this.")


def _details(found: "Agreeing") -> None:
    """The coefficients of each question, those of all together, and how to read them."""
    from audit.cases.agreeing import COEFFICIENTS, coefficients

    click.echo("\nBy question, with intervals where there is one:")
    table(["", *COEFFICIENTS], coefficients(found))
    if found.together:
        for grid in found.together.answer.details:
            click.echo(harmless(f"\nAll graded questions together. {grid.title}"))
            table(grid.headings, grid.rows)
    if not found.doubles.no_interval:
        for sentence in dict.fromkeys(one.answer.note for one in found.questions):
            line(sentence)


def _block(found: "Agreeing") -> dict[str, Any]:
    from audit.cases.result_json import concerns_of

    names = ("drawn_twice", "read_twice", "by_choice", "still")
    return {
        "round": found.results.case_round.round.name,
        "between": found.between,
        **{name: found.doubles.counts.get(name) for name in names},
        "all": found.together.figures if found.together else None,
        "questions": {one.question.id: _question(one) for one in found.questions if one.question},
        "not_compared": list(found.not_compared),
        "notes": list(found.notes),
        "immediate_concerns": concerns_of([found.results]),
    }


def _question(one: "Agreed") -> dict[str, Any]:
    return {
        **one.figures,
        "text": one.question.text if one.question else "",
        "disagreed": one.found.units - one.found.agreed,
        "differed": dict(one.differed),
        "waiting": one.waiting,
    }
