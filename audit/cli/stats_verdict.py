"""audit stats verdict: stop when sure, for files that are read one after another."""

from fractions import Fraction

import click

from audit.cli.desk import Desk, everywhere, json_option
from audit.cli.stats_options import SHARE, confidence_option, show


@click.command(short_help="Say whether a target is met, missed, or more must be read.")
@click.option(
    "--outcomes",
    required=True,
    metavar="1110…",
    help="The files read so far in ticket order: 1 meets the standard, 0 does not.",
)
@click.option("--population", type=int, required=True, metavar="N", help="How many files there are in all.")
@click.option(
    "--target", type=SHARE, required=True, metavar="T", help="The share that should meet it: 0.9 or 90%."
)
@confidence_option
@json_option
@everywhere
def verdict(
    desk: Desk,  # noqa: ARG001 - every command has one
    outcomes: str,
    population: int,
    target: Fraction,
    confidence: Fraction,
    as_json: bool,
) -> None:
    """Say whether a target is met, missed, or more files must be read.

    The answer holds however often one looks, so ask after every file and stop as soon as it is sure. It is
    about one question, and files drawn at random from N and read in ticket order. Spaces between outcomes are
    passed over; none ("") is before the first file.

    \b
    Examples:
      audit stats verdict --outcomes "11101 11111 11011" --population 100 --target 90%
      audit stats verdict --outcomes 0001 --population 100 --target 80% --json
      audit stats verdict --outcomes 0100100 --population 60 --target 0.8 --confidence 99%
    """
    from audit.statistics.sequential_sentences import of_verdict

    found = of_verdict("".join(outcomes.split()), population=population, target=target, confidence=confidence)
    show(found, as_json)
