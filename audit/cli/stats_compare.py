"""audit stats compare, trend and agreement: whether it got better, and whether readers see the same."""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import WORDS, Desk, everywhere, json_option
from audit.cli.stats_options import Counted, Listed, confidence_option, detail_option, show_in_short

if TYPE_CHECKING:
    from audit.statistics.compare import Count


class Score(click.ParamType[Fraction]):
    """A number typed as 2, 0.5 or -1."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """The exact number, or wrong usage."""
        from audit.definitions import decimal

        text = str(value)
        exact = value if isinstance(value, Fraction) else decimal(text.removeprefix("-"))
        if exact is None:
            self.fail(f"{value!r} is not a number; write scores like 1,2,3.", param, ctx)
        return -exact if text.startswith("-") else exact


COUNTED, FOUR = Counted(), 4


@click.command(short_help="Say whether a second audit found more or fewer.")
@click.option("--first", type=COUNTED, metavar="K/n", help="How many of how many met it the first time.")
@click.option("--second", type=COUNTED, metavar="K/n", help="The same of another sample, the second time.")
@click.option(
    "--paired",
    type=Listed(click.IntRange(min=0)),
    metavar="BOTH,FIRST-ONLY,SECOND-ONLY,NEITHER",
    help="The same files read twice: how many met it when.",
)
@confidence_option
@detail_option
@json_option
@everywhere
def compare(
    desk: Desk,  # noqa: ARG001 - every command has one
    first: "Count | None",
    second: "Count | None",
    paired: tuple[int, ...] | None,
    confidence: Fraction,
    detail: bool,
    as_json: bool,
) -> None:
    """Say whether a second audit found more or fewer than the first, and whether that could be chance.

    Both samples are drawn at random. Where the same files were read twice, only those that moved count:
    --paired 11,1,6,2 means that 11 met it both times, 1 the first time only, 6 the second time only, 2 never.

    \b
    Examples:
      audit stats compare --first 12/20 --second 17/20
      audit stats compare --first 12/20 --second 17/20 --detail
      audit stats compare --paired 11,1,6,2
    """
    from audit.statistics import compare as comparing
    from audit.statistics import findings_change

    if paired is not None:
        if first or second:
            raise click.UsageError("--paired holds all counts; --first and --second do not go with it.")
        if len(paired) != FOUR:
            raise click.UsageError("--paired needs four counts: BOTH,FIRST-ONLY,SECOND-ONLY,NEITHER.")
        answer = findings_change.of_pairs(comparing.paired(*paired, confidence=confidence))
    elif first is None or second is None:
        raise click.UsageError("Give --first K/n and --second K/n, or --paired with four counts.")
    else:
        answer = findings_change.of_samples(comparing.independent(first, second, confidence=confidence))
    show_in_short(answer, as_json, detail)


@click.command(short_help="Say whether several rounds rise or fall.")
@click.option(
    "--rounds", type=Listed(COUNTED), required=True, metavar="K/n,K/n,…", help="The counts, oldest first."
)
@click.option(
    "--scores",
    type=Listed(Score()),
    metavar="S,S,…",
    help="Where each round stands, as months from the first.  [default: 1,2,3,…]",
)
@confidence_option
@detail_option
@json_option
@everywhere
def trend(
    desk: Desk,  # noqa: ARG001 - every command has one
    rounds: "tuple[Count, ...]",
    scores: tuple[Fraction, ...] | None,
    confidence: Fraction,
    detail: bool,
    as_json: bool,
) -> None:
    """Say whether the share of several rounds rises or falls, and which round stands apart.

    Each round is a random sample of its own; sizes may differ.

    \b
    Examples:
      audit stats trend --rounds 12/20,13/20,17/20
      audit stats trend --rounds 12/20,13/20,17/20 --scores 0,6,18 --detail
    """
    from audit.statistics import findings_change

    show_in_short(findings_change.of_rounds(rounds, scores, confidence=confidence), as_json, detail)


@click.command(short_help="Say how far readers of the same files agree.")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--order",
    type=Listed(WORDS),
    metavar="WORST,…,BEST",
    help="The grades in order, so that near ones count in part.",
)
@confidence_option
@detail_option
@json_option
@everywhere
def agreement(
    desk: Desk,  # noqa: ARG001 - every command has one
    file: Path,
    order: tuple[str, ...] | None,
    confidence: Fraction,
    detail: bool,
    as_json: bool,
) -> None:
    """Say how far readers of the same files agree: percent first.

    FILE (CSV, Excel or ODS) has the columns unit, rater, grade: a row for each reading. A file that was not
    read by somebody has no row for it.

    \b
    Examples:
      audit stats agreement readings.csv
      audit stats agreement readings.csv --order not-met,partly,met --detail
    """
    from audit.statistics import agreement as agreeing
    from audit.statistics.findings_agreement import of_agreement
    from audit.statistics.ratings import check_order, read_ratings

    if order is not None:
        check_order(order)
    found = agreeing.agreement(read_ratings(file, order), order, confidence=confidence)
    show_in_short(of_agreement(found), as_json, detail)
