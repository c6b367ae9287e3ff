"""audit sample: seal, draw; the rest of the group stands in samples.py and verify.py."""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from audit.cli import sample_list, samples, verify
from audit.cli.desk import Desk, everywhere, json_option, who_option
from audit.cli.drawing import DesignOptions, draw_sample, seal_frame
from audit.cli.frames import FILE, FrameOptions, frame_options, said_of_checks
from audit.cli.groups import InOrder
from audit.cli.keeping import CERTIFICATE_FILE, FRAME_FILE, Made
from audit.cli.screen import as_json as print_json
from audit.cli.screen import item, line, table, tell
from audit.errors import FileError, Problem, StateError

if TYPE_CHECKING:
    from audit.sampling.ledger import Act

F = TypeVar("F", bound=Callable[..., Any])

_FIRST = (
    click.option("--size", default="", metavar="N", help="How many cases: a number, or all."),
    click.option("--seed", metavar="S", help="The digits of dice rolled now.  [default: made]"),
    click.option("--sub", "subs", multiple=True, metavar="NAME=N",
                 help="A question that only some of the cases are asked, such as consent=10%."),
    click.option("--reserves", type=click.IntRange(0), metavar="K",
                 help="Next in line.  [default: as many as drawn]"),
    click.option("--carry", multiple=True, metavar="COLUMN", help="Show a column in the case list."),
    click.option("--extends", default="", metavar="ID", help="Make a sample bigger; references stay."),
    click.option("--judgement", type=FILE, metavar="FILE", help="Cases chosen by hand, recorded as such."),
    click.option("-o", "--output", type=FILE, metavar="FILE",
                 help="The case list.  [default: beside the certificate]"),
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
    click.option("--systematic", multiple=True, metavar="COLUMN",
                 help="Draw at even steps in the order of a column."),
    click.option("--weight", default="", metavar="COLUMN", help="Risk as a whole number from 0 to 100."),
    click.option("--frame", "frame_file", type=FILE, metavar="FILE",
                 help="Write the list of all who could be drawn here too."),
)  # fmt: skip
# The options by what they are for, the most used first; those of every command come before the last.
OPTIONS = {
    "Most used": ("size", "by", "seed"),
    "Who can be drawn": (
        *("unit", "where", "open_on", "distinct", "one_per"),
        *("only", "exclude", "not_since"),
    ),
    "The sample": ("reserves", "subs", "carry", "extends", "judgement", "output"),
    "The round": ("name", "due", "period", "agency", "double", "form"),
    "As everywhere": (),
    "Advanced": (
        *("allocate", "minimum", "strata", "cluster", "clusters", "per_cluster"),
        *("systematic", "weight", "frame_file"),
    ),
}
READ = ("only", "exclude", "strata", "judgement")  # files that a draw reads beside the register
_BOUNDS = re.compile(r"  \[x>=\d]$")


class DrawCommand(click.Command):
    """A command whose help shows size, by and seed first, and rare designs last."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options in groups."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        known = {param.name: record for param in options if (record := param.get_help_record(ctx))}
        for title, names in OPTIONS.items():
            records = [known.pop(name) for name in names if name in known]
            if title == "As everywhere":
                last = OPTIONS["Advanced"]
                records = [known.pop(name) for name in [*known] if name not in last]
            if records:
                with formatter.section(title):
                    formatter.write_dl([(flags, _BOUNDS.sub("", said)) for flags, said in records])


def _with(options: tuple[Any, ...], command: F) -> F:
    found: Callable[..., Any] = command
    for option in reversed(options):
        found = option(found)
    return cast("F", found)


def design_options(command: F) -> F:
    """Give a command the options of a design."""
    return _with((*_FIRST, *_ADVANCED), command)


def dip_options(command: F) -> F:
    """Give a command the options of a design that has no sample before it and no list of its own."""
    without = {"output", "extends", "frame_file"}
    return _with(tuple(option for option in (*_FIRST, *_ADVANCED) if _name(option) not in without), command)


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


@click.group(cls=InOrder)
def sample() -> None:
    """Draw samples from registers that anyone can draw again.

    \b
    Example:
      audit sample draw "annex-a.xlsx#List 7" --size 20 --by "Allocated Team"
    """


@sample.command("seal", cls=DrawCommand, short_help="Seal a register before there is a seed.")
@frame_options
@column_options
@json_option
@who_option
@everywhere
def seal(desk: Desk, as_json: bool, **given: Any) -> None:
    """Seal a register, and who in it can be drawn, before there is a seed.

    REGISTER is a file (CSV, Excel, ODS, Parquet, XML of the CIN census), FILE.xlsx#SHEET, or a table where
    it lies (URL#TABLE, spark:local#PATH). The draw is then asked for with the same options. Name --cluster,
    --systematic or --weight here if it will use them.

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
        tell(f"- {warning}", "  ")
    _say_seal(act, content, known=known)


def _say_seal(act: "Act", content: Mapping[str, Any], *, known: bool) -> None:
    from audit.sampling.sentences import excluded_sentence, when

    source, frame = content["source"], content["frame"]
    name = source["register"] + (f"#{source['sheet']}" if source["sheet"] else "")
    sealed = "was sealed already, on" if known else "sealed on"
    counts = f"{frame['population']:,} can be drawn, of {source['rows']:,} rows"
    line(f"{name}: {sealed} {when(act.at)}; {counts}.")
    if frame["excluded"]:
        line(excluded_sentence(content))
    line(f"Fingerprint of those who can be drawn: {frame['fingerprint']}")
    click.echo(f"Digest of the seal:\n{act.digest}")
    if frame["by"]:
        rows = [[name, f"{units:,}"] for name, units in frame["strata"].items()]
        table([samples.heading(content), "Can be drawn"], rows)
    tell("Minute the digest, roll the dice, then draw with the same options, --size and --seed.")


@sample.command("draw", cls=DrawCommand, short_help="Draw cases, with a certificate.")
@frame_options
@design_options
@json_option
@who_option
@everywhere
def draw(desk: Desk, as_json: bool, **given: Any) -> None:
    """Draw cases from a register, with a certificate and all that is needed to draw again.

    REGISTER is a file (CSV, Excel, ODS, Parquet, XML of the CIN census), FILE.xlsx#SHEET, or a table where
    it lies: URL#SCHEMA.TABLE of a database, spark:local#PATH or spark://HOST:PORT#TABLE of a lake. Options
    with COLUMN or CONDITION may be given more than once.

    \b
    Examples:
      audit sample draw "annex-a.xlsx#List 7" --size 20 --by "Allocated Team"
      audit sample draw episodes.csv --distinct --where "DEC is blank" --size 40
      audit sample draw "postgresql://ann@db.kingsbridge.gov.uk/care#csc.cases" --by Team --size 24
    """
    check_outputs(given)
    made = draw_sample(desk, split(FrameOptions, given), split(DesignOptions, given), given["frame_file"])
    cases = given["output"] or made.folder / "cases.xlsx"
    try:
        samples.write_list(desk, made.standing, cases, carried=made.carried, headings=made.headings)
    except FileError as error:
        name = made.standing.id
        raise StateError(
            f"{name} is drawn and kept, and only its case list is missing: {error} Then write it with "
            f"'audit sample show {name} -o FILE.xlsx'."
        ) from None
    if as_json:
        print_json(figures(made))
        return
    _say(made, cases)


def check_outputs(given: Mapping[str, Any]) -> None:
    """Nothing; an error where a file to be written cannot be, or is one that the draw reads.

    Looked at before anything is drawn, so that no draw stands in the ledger without its case list.
    """
    from audit.registers.opening import split as named

    if given["output"]:
        samples.check_place(given["output"])
    frame = given["frame_file"]
    if frame and frame.suffix.casefold() != ".csv":
        raise FileError(str(frame), [Problem("", "its name must end in .csv.")])
    if frame and frame.with_name(CERTIFICATE_FILE).exists():
        sentence = "a certificate lies beside it, whose own list this could be; write it to another folder."
        raise FileError(str(frame), [Problem("", sentence)])
    read = [named(given["register"])[0], *(given[name] for name in READ if given[name])]
    for path in filter(None, (given["output"], given["frame_file"])):
        if not path.parent.is_dir():
            raise FileError(str(path), [Problem("", f"there is no folder {path.parent}; make it first.")])
        if path.exists() and any(each.exists() and path.samefile(each) for each in read):
            sentence = "the draw reads this file; give what it writes another name."
            raise FileError(str(path), [Problem("", sentence)])


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
        tell(f"- {warning}", "  ")
    samples.say(made.standing)
    for sentence in samples.can_show(made.standing.certificate):
        item(sentence)
    tell(f"Case list: {cases}")
    files = "Certificate, frame" if (made.folder / FRAME_FILE).exists() else "Certificate"
    tell(f"{files} and verifiers: {made.folder}")


for _command in (sample_list.list_samples, samples.show, samples.replace, samples.discard, verify.verify):
    sample.add_command(_command)
