"""audit stats: a pocket calculator for case audits."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from audit.cli import stats_compare, stats_verdict
from audit.cli.desk import Desk, everywhere, json_option
from audit.cli.groups import InOrder
from audit.cli.stats_options import SHARE, Shares, confidence_option, population_option, show


@click.group(cls=InOrder)
def stats() -> None:
    """How many files to read, how sure a finding is, whether it got better, and whether readers agree.

    \b
    Examples:
      audit stats size --sample 20 --population 120
      audit stats interval --compliant 18 --sample 20 --population 120
      audit stats compare --first 12/20 --second 17/20
    """


@stats.command()
@click.option("--compliant", type=int, metavar="K", help="How many of the files read met the standard.")
@click.option("--sample", type=int, metavar="n", help="How many files were read, drawn at random.")
@population_option
@click.option(
    "--strata", type=click.Path(path_type=Path), metavar="FILE", help="All these by stratum, in a table."
)
@click.option(
    "--method",
    metavar="M",
    help="wilson (usual without --population), wilson-cc, exact (Clopper–Pearson), agresti-coull, jeffreys.",
)
@confidence_option
@json_option
@everywhere
def interval(
    desk: Desk,  # noqa: ARG001 - every command has one
    compliant: int | None,
    sample: int | None,
    population: int | None,
    strata: Path | None,
    method: str | None,
    confidence: Fraction,
    as_json: bool,
) -> None:
    """Say how sure a finding is: of how many files in all it holds.

    With --population the interval is exact for files drawn at random from so many; without it, it is about a
    process without end. A FILE of strata (CSV, Excel or ODS) has the columns stratum, population, sample,
    compliant.

    \b
    Examples:
      audit stats interval --compliant 18 --sample 20 --population 120
      audit stats interval --compliant 18 --sample 20 --method exact
      audit stats interval --strata teams.csv
    """
    from audit.statistics import findings

    if strata is not None:
        from audit.statistics.estimate import stratified
        from audit.statistics.strata import read_list

        if {compliant, sample, population, method} != {None}:
            raise click.UsageError("--strata FILE holds all figures; only --confidence goes with it.")
        show(findings.of_strata(stratified(read_list(strata), confidence=confidence)), as_json)
    elif compliant is None or sample is None:
        raise click.UsageError("Give --compliant K and --sample n, or --strata FILE.")
    else:
        found = findings.of_counts(
            compliant, sample, population=population, confidence=confidence, method=method
        )
        show(found, as_json)


@stats.command()
@click.option("--sample", type=int, metavar="n", help="What will so many files tell?")
@click.option(
    "--detect",
    type=SHARE,
    metavar="RATE",
    help="How many show that fewer than RATE fail? With --sample: how likely do those show a failure?",
)
@click.option("--allowed", type=int, metavar="A", help="With --detect: how many read may fail.  [default: 0]")
@click.option("--margin", type=SHARE, metavar="M", help="How many, to know the share to within M either way?")
@click.option(
    "--expected",
    type=SHARE,
    metavar="P",
    help="With --margin: the share expected.  [default: 0.5, the worst]",
)
@click.option("--change", type=Shares(), metavar="P,Q", help="How many in each of two audits, to notice it?")
@click.option("--power", type=SHARE, metavar="W", help="With --change: how surely.  [default: 0.8]")
@population_option
@confidence_option
@json_option
@everywhere
def size(
    desk: Desk,  # noqa: ARG001 - every command has one
    sample: int | None,
    detect: Fraction | None,
    allowed: int | None,
    margin: Fraction | None,
    expected: Fraction | None,
    change: tuple[Fraction, Fraction] | None,
    power: Fraction | None,
    population: int | None,
    confidence: Fraction,
    as_json: bool,
) -> None:
    """Say how many files to read, or what so many can show.

    Ask one thing at a time. With --population all is about that register, without it about a process without
    end. Shares and rates are written as 0.1 or 10%.

    \b
    Examples:
      audit stats size --sample 20 --population 120
      audit stats size --detect 10% --population 120
      audit stats size --detect 10% --allowed 1 --population 120
      audit stats size --detect 10% --sample 20 --population 120
      audit stats size --margin 10% --expected 80% --population 120
      audit stats size --change 60%,90% --power 80%
    """
    from audit.statistics import detection, plans

    check_question(sample=sample, detect=detect, margin=margin, change=change)
    check_details(
        detect is not None and sample is None, "--allowed", "--detect RATE, without --sample", allowed
    )
    check_details(margin is not None, "--expected", "--margin M", expected)
    check_details(change is not None, "--power", "--change P,Q", power)
    details = {"allowed": allowed, "expected": expected, "power": power}
    given: dict[str, Any] = {name: value for name, value in details.items() if value is not None}
    given |= {"population": population, "confidence": confidence}
    if margin is not None:
        found = plans.of_margin(margin, **given)
    elif change is not None:
        found = plans.of_change(*change, **given)
    elif detect is None:
        found = plans.of_sample(sample or 0, **given)
    elif sample is not None:
        found = detection.of_chance(detect, sample, population=population)
    else:
        found = detection.of_discovery(detect, **given)
    show(found, as_json)


def check_question(**asked: object) -> None:
    """Wrong usage, unless just one thing is asked; --detect and --sample together are one."""
    names = [f"--{name}" for name, value in asked.items() if value is not None]
    if not names:
        raise click.UsageError("Ask one thing: --sample n, --detect RATE, --margin M or --change P,Q.")
    if len(names) > 1 and names != ["--sample", "--detect"]:
        raise click.UsageError(f"Ask one thing at a time, not {' and '.join(names)}.")


def check_details(fits: bool, name: str, where: str, value: object) -> None:
    """Wrong usage where an option is given that does not belong to the question."""
    if value is not None and not fits:
        raise click.UsageError(f"{name} goes with {where}.")


for _command in (stats_compare.compare, stats_compare.trend, stats_compare.agreement, stats_verdict.verdict):
    stats.add_command(_command)
