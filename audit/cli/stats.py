"""audit stats size and interval: a pocket calculator for case audits."""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import Desk, everywhere, json_option
from audit.cli.screen import as_json as print_json
from audit.cli.screen import line, table, tell

if TYPE_CHECKING:
    from audit.statistics.answer import Answer


class Share(click.ParamType[Fraction]):
    """A share or rate typed as 0.9 or 90%."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """The exact share, or wrong usage."""
        from audit.definitions import decimal

        exact = value if isinstance(value, Fraction) else decimal(str(value))
        if exact is None:
            self.fail(f"{value!r} is not a share; write 0.9 or 90%.", param, ctx)
        return exact


class Shares(click.ParamType[tuple[Fraction, Fraction]]):
    """Two shares typed as 60%,90%."""

    name = "shares"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Fraction, Fraction]:
        """Both shares, or wrong usage."""
        parts = value if isinstance(value, tuple) else str(value).split(",")
        if len(parts) != 2:
            self.fail(f"{value!r} is not two shares; write 60%,90% or 0.6,0.9.", param, ctx)
        before, after = (SHARE.convert(part, param, ctx) for part in parts)
        return before, after


SHARE = Share()
population_option = click.option(
    "--population", type=int, metavar="N", help="How many files there are in all."
)
confidence_option = click.option(
    "--confidence",
    type=SHARE,
    default="0.95",
    metavar="C",
    help="How sure to be, as 0.95 or 95%.  [default: 0.95]",
)


@click.group()
def stats() -> None:
    """How many files to read, and how sure a finding is.

    \b
    Examples:
      audit stats size --sample 20 --population 120
      audit stats interval --compliant 18 --sample 20 --population 120
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


def show(answer: "Answer", as_json: bool) -> None:
    """Print an answer: its sentences and tables, or its figures."""
    if as_json:
        print_json(dict(answer.figures))
        return
    for sentence in answer.sentences:
        line(sentence)
    for grid in answer.grids:
        click.echo(f"\n{grid.title}")
        table(grid.headings, grid.rows)
    tell(answer.note)
