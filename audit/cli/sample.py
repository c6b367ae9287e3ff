"""audit sample: seal, draw; the rest of the group stands in samples.py and verify.py."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from audit.cli import samples, verify
from audit.cli.desk import Desk, everywhere, json_option, who_option
from audit.cli.drawing import DesignOptions, draw_sample, seal_frame
from audit.cli.frames import FILE, FrameOptions, frame_options, said_of_checks
from audit.cli.keeping import CERTIFICATE_FILE, Made
from audit.cli.screen import as_json as print_json
from audit.cli.screen import item, table, tell
from audit.errors import FileError, Problem

F = TypeVar("F", bound=Callable[..., Any])

_FIRST = (
    click.option("--size", default="", metavar="N", help="How many cases: a number, or all."),
    click.option("--seed", metavar="S", help="The seed, from dice rolled now.  [default: made]"),
    click.option("--sub", "subs", multiple=True, metavar="NAME=N", help="A second question: consent=10%."),
    click.option("--reserves", type=click.IntRange(0), metavar="K", help="Next in line.  [default: as many]"),
    click.option("--carry", multiple=True, metavar="COLUMN", help="A column for the case list alone."),
    click.option("--extends", default="", metavar="ID", help="Go on from a smaller sample, references kept."),
    click.option("--judgement", type=FILE, metavar="FILE", help="Cases named by hand, recorded as such."),
    click.option("-o", "--output", type=FILE, metavar="FILE", help="The case list.  [default: cases.xlsx]"),
)  # fmt: skip
_ADVANCED = (
    click.option("--allocate", type=click.Choice(["proportional", "equal", "neyman", "fixed"]), default=None,
                 help="How strata share the cases.  [default: proportional]"),
    click.option("--min-per-stratum", "minimum", type=click.IntRange(0), default=0, metavar="K",
                 help="At least so many of each stratum, as far as they go."),
    click.option("--strata", type=FILE, metavar="FILE", help="Figures by stratum, for neyman and fixed."),
    click.option("--cluster", default="", metavar="COLUMN", help="Draw clusters first, such as workers."),
    click.option("--clusters", type=click.IntRange(1), metavar="M", help="How many clusters."),
    click.option("--per-cluster", type=click.IntRange(1), metavar="K", help="How many cases of each."),
    click.option("--systematic", multiple=True, metavar="COLUMN", help="Even steps through this order."),
    click.option("--weight", default="", metavar="COLUMN", help="Risk as a whole number from 0 to 100."),
    click.option("--frame", "frame_file", type=FILE, metavar="FILE", help="Write frame.csv here too."),
)  # fmt: skip
ADVANCED = {
    "allocate",
    "minimum",
    "strata",
    "cluster",
    "clusters",
    "per_cluster",
    "systematic",
    "weight",
    "frame_file",
}
FIRST = ("size", "by", "seed")
READ = ("only", "exclude", "strata", "judgement")  # files that a draw reads beside the register


class DrawCommand(click.Command):
    """A command whose help shows size, by and seed first, and rare designs last."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options in three groups."""
        found = [(param.name or "", param.get_help_record(ctx)) for param in self.get_params(ctx)]
        known = {name: record for name, record in found if record}
        groups = {
            "Options": [known[name] for name in FIRST if name in known],
            "Frame and sample": [r for name, r in known.items() if name not in {*FIRST, *ADVANCED}],
            "Advanced": [r for name, r in known.items() if name in ADVANCED],
        }
        for title, records in groups.items():
            with formatter.section(title):
                formatter.write_dl(records)


def _with(options: tuple[Any, ...], command: F) -> F:
    found: Callable[..., Any] = command
    for option in reversed(options):
        found = option(found)
    return cast("F", found)


def design_options(command: F) -> F:
    """Give a command the options of a design."""
    return _with((*_FIRST, *_ADVANCED), command)


def column_options(command: F) -> F:
    """Give a command the columns that a design needs in the frame."""
    wanted = {"cluster", "systematic", "weight"}
    return _with(tuple(option for option in _ADVANCED if _name(option) in wanted), command)


def _name(option: Any) -> str:
    command = click.Command("x")
    option(command)
    return command.params[0].name or ""


def split(kind: type[Any], given: dict[str, Any]) -> Any:
    """The options that a class of options holds, out of all that click gives."""
    known = {each.name for each in fields(kind)}
    return kind(**{name: value for name, value in given.items() if name in known and value is not None})


@click.group()
def sample() -> None:
    """Draw samples from registers that anyone can draw again.

    \b
    Example:
      audit sample draw annex-a.xlsx#"List 7" --size 20 --by "Allocated Team"
    """


@sample.command("seal", cls=DrawCommand)
@frame_options
@column_options
@json_option
@who_option
@everywhere
def seal(desk: Desk, as_json: bool, **given: Any) -> None:
    """Seal a register and frame before there is a seed; minute the digest that is printed.

    Name --cluster, --systematic or --weight here too, if the draw will use them.

    \b
    Example:
      audit sample seal episodes.csv --distinct --where "DEC is blank" --by LS
    """
    columns = {
        "cluster": given["cluster"],
        "weight": given["weight"],
        "order": tuple(given["systematic"]),
    }
    act, content, frame, known = seal_frame(desk, split(FrameOptions, given), columns)
    warnings = [*frame.register.notes, *said_of_checks(frame), *frame.warnings]
    if as_json:
        found = {"digest": act.digest, "at": act.at, **content["source"], "frame": content["frame"]}
        print_json({**found, "warnings": warnings})
        return
    for warning in warnings:
        tell(f"- {warning}")
    said = "was sealed before, on" if known else "sealed"
    click.echo(f"{frame.register.name}: {said} {act.at}, {frame.population:,} units of {frame.rows:,} rows.")
    click.echo(f"Digest of the seal, for the minutes: {act.digest}")
    click.echo(f"Fingerprint of the frame: {frame.totals.fingerprint}")
    if frame.excluded:
        click.echo("Left out: " + ", ".join(f"{reason} {n:,}" for reason, n in frame.excluded.items()) + ".")
    if frame.asked.by:
        table(["Stratum", "Units"], [[name, f"{units:,}"] for name, units in frame.totals.units.items()])


@sample.command("draw", cls=DrawCommand)
@frame_options
@design_options
@json_option
@who_option
@everywhere
def draw(desk: Desk, as_json: bool, **given: Any) -> None:
    """Draw cases from a register, with a certificate and all that is needed to draw again.

    \b
    Example:
      audit sample draw episodes.csv --distinct --where "DEC is blank" --by LS --size 40
    """
    check_outputs(given)
    made = draw_sample(desk, split(FrameOptions, given), split(DesignOptions, given), given["frame_file"])
    cases = given["output"] or made.folder / "cases.xlsx"
    samples.write_list(desk, made.standing, cases, carried=made.carried, headings=made.headings)
    if as_json:
        print_json(figures(made))
        return
    _say(made, cases)


def check_outputs(given: Mapping[str, Any]) -> None:
    """Nothing; FileError where a file to be written cannot be, or is one that the draw reads.

    Looked at before anything is drawn, so that no draw stands in the ledger without its case list.
    """
    from audit.registers.opening import split as named
    from audit.workbook.book import check_name

    if given["output"]:
        check_name(given["output"])
    read = [named(given["register"])[0], *(given[name] for name in READ if given[name])]
    for path in filter(None, (given["output"], given["frame_file"])):
        if not path.parent.is_dir():
            raise FileError(str(path), [Problem("", f"there is no folder {path.parent}; make it first.")])
        if path.exists() and any(each.exists() and path.samefile(each) for each in read):
            raise FileError(
                str(path), [Problem("", "the draw reads this file; give what it writes another name.")]
            )


def figures(made: Made) -> dict[str, Any]:
    """What `draw --json` prints."""
    found, certificate = made.standing, made.standing.certificate
    keys = ("unit", "stratum", "ticket", "place")
    return {
        "id": found.id,
        "certificate": str(made.folder / CERTIFICATE_FILE),
        "population": certificate["frame"]["population"],
        "strata": samples.by_stratum(certificate),
        "drawn": [{key: case[key] for key in keys} for case in certificate["drawn"]],
        "reserves": [{key: case[key] for key in keys} for case in certificate["reserves"]],
        "references": {entry.reference: entry.unit for entry in found.entries},
        "sub_samples": certificate["sub_samples"],
        "seed": certificate["seed"],
        "digest": certificate["digest"],
        "warnings": list(made.warnings),
    }


def _say(made: Made, cases: Path) -> None:
    for warning in made.warnings:
        tell(f"- {warning}")
    samples.say(made.standing)
    for sentence in samples.can_show(made.standing.certificate):
        item(sentence)
    tell(f"Case list: {cases}")
    tell(f"Certificate, frame and verifiers: {made.folder}")


for _command in (samples.list_samples, samples.show, samples.replace, samples.discard, verify.verify):
    sample.add_command(_command)
