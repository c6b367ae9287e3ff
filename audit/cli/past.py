"""audit round past: the matrix of a past cycle, taken in as a closed round of figures only."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import WORDS, Day, Desk, by_option, everywhere, json_option
from audit.cli.past_show import print_matrix
from audit.cli.screen import as_json as print_json
from audit.cli.screen import item, table, tell
from audit.dates import in_words

if TYPE_CHECKING:
    from audit.past.reading import Read, Wanted
    from audit.past.words import Span


@click.command("past")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--name", type=WORDS, help="What the past cycle is called from now on.")
@click.option("--against", metavar="TEMPLATE", help="The template or standards that it is held against.")
@click.option("--period", type=WORDS, default="", help="The period that it was about, in words.")
@click.option("--on", type=Day(), metavar="DATE", help="The day that its figures are of.")
@click.option("--sheet", default="", help="The sheet of the workbook.  [default: the one that holds it]")
@click.option("--agency", "agencies", multiple=True, metavar="WORD=CODE", help="Which agency a name is.")
@click.option("--column", "columns", multiple=True, metavar="WORD=ID", help="What a heading is.")
@click.option("--word", "words", multiple=True, metavar="WORD=GRADE", help="What a word in a cell is.")
@click.option("--numbers", metavar="0-3", help="Numbers are scores between the worst and the best.")
@click.option("--in-order", is_flag=True, help="Numbered headings are places in the list of standards.")
@click.option(
    "--keep-unknown", is_flag=True, help="Keep agencies that are not known here, in the past alone."
)
@click.option("--keep-words", is_flag=True, help="Keep words that are no grade, without a rank.")
@click.option("--dry-run", is_flag=True, help="Say what would be taken in, and keep nothing.")
@click.option("--withdraw", metavar="NAME", help="Take a past cycle back instead; needs --reason.")
@click.option("--reason", type=WORDS, default="", help="Why it is taken back.")
@json_option
@by_option
@everywhere
def past(
    desk: Desk,
    file: Path | None,
    name: str | None,
    against: str | None,
    period: str,
    on: date | None,
    withdraw: str | None,
    reason: str,
    dry_run: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Take in the matrix of a past cycle as a closed round of figures only, to compare with.

    FILE (.csv, .xlsx, .xls, .ods) has agencies and standards or questions, either way round, or a grade a
    row. Its cells hold words (Green, G, Met, Partly met, N/A), per cents, scores, or only colours. What each
    heading was taken for is printed. Names, headings and words that are not known are all listed, with what
    would settle each; WORD=- leaves a name or heading out. With one problem nothing is taken in.

    \b
    Examples:
      audit round past matrix-2024.xlsx --name s11-2024 --against section-11/london --on 2024-11-30
      audit round past matrix-2024.xlsx --name s11-2024 --against section-11/london --agency 'Met=police'
      audit round past scores-2022.csv --name s11-2022 --against section-11/london --numbers 1-4 --dry-run
      audit round past --withdraw s11-2024 --reason "The wrong year's file"
    """
    if withdraw is not None:
        _withdraw(desk, withdraw, reason, file)
        return
    if file is None or not name or not against:
        raise click.UsageError("Name the FILE, and give --name and --against; or --withdraw one.")
    if reason:
        raise click.UsageError("--reason goes with --withdraw.")
    found = _read(desk, file, (name, against), wanted_of(**given))
    found = _dated(found, period, on)
    if not dry_run:
        from audit.store.past import keep_past

        keep_past(desk.store, found.past, desk.stamp())
    if as_json:
        from audit.past.compare_table import past_block

        print_json(past_block(found.past))
    else:
        _print(found)
    _told(desk, found, dry_run=dry_run)


def _withdraw(desk: Desk, name: str, reason: str, file: Path | None) -> None:
    from audit.store.past import withdraw_past

    if file is not None or not reason:
        raise click.UsageError("--withdraw NAME needs a --reason, and no file.")
    tell(f"The past cycle {withdraw_past(desk.store, name, reason, desk.stamp())!r} is withdrawn: {reason}.")


def _read(desk: Desk, file: Path, given: tuple[str, str], wanted: "Wanted") -> "Read":
    from audit.errors import StateError
    from audit.past.reading import read_past
    from audit.past.spelling import load as load_spelling
    from audit.rounds import check_name
    from audit.templates import load

    name, against = given
    if wrong := check_name(name):
        raise click.UsageError(wrong)
    template = load(desk.library, against)
    if template.subject != "agency":
        raise StateError(f"{against!r} is about a {template.subject}, and a past cycle is about agencies.")
    return read_past(file, name, template, desk.store.agencies(), load_spelling(desk.library), wanted)


def _dated(found: "Read", period: str, on: date | None) -> "Read":
    from dataclasses import replace

    return replace(found, past=replace(found.past, period=period, on=on.isoformat() if on else ""))


def wanted_of(
    *,
    sheet: str,
    agencies: tuple[str, ...],
    columns: tuple[str, ...],
    words: tuple[str, ...],
    numbers: str | None,
    **flags: bool,
) -> "Wanted":
    """How a file is to be read; wrong usage where an option does not say what it should."""
    from audit.past.reading import Wanted

    return Wanted(
        sheet,
        _pairs("--agency", "CODE", agencies),
        _pairs("--column", "ID", columns),
        _pairs("--word", "GRADE", words),
        _span(numbers),
        **flags,
    )


def _pairs(option: str, what: str, given: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for one in given:
        word, _, meaning = one.rpartition("=")
        if not word.strip() or not meaning.strip():
            raise click.UsageError(f"{option} takes WORD={what}, not {one!r}.")
        found[word.strip()] = meaning.strip()
    return found


def _span(given: str | None) -> "Span | None":
    """Between which numbers scores lie: 0-3, 1-4, 0-100."""
    from audit.definitions import decimal
    from audit.past.words import Span

    if given is None:
        return None
    worst, _, best = given.partition("-")
    ends: list[Fraction | None] = [decimal(worst), decimal(best)]
    if ends[0] is None or ends[1] is None or ends[0] == ends[1]:
        raise click.UsageError(f"--numbers takes the worst and the best score, such as 0-3, not {given!r}.")
    return Span(ends[0], ends[1])


def _print(found: "Read") -> None:
    """What headings and names were taken for, then the matrix."""
    titles = found.past.titles
    table(["Heading", "Taken for", "Title"], [[said, one, titles[one]] for said, one in found.headings])
    if found.names:
        table(["Name there", "Agency"], [list(pair) for pair in found.names])
    print_matrix(found.past)
    for note in found.notes:
        item(note)


def _told(desk: Desk, found: "Read", *, dry_run: bool) -> None:
    from audit.scoring.messages import agencies

    one = found.past
    day = f", of {in_words(date.fromisoformat(one.on))}" if one.on else ""
    what = f"{one.name!r}: {agencies(len(one.bodies))}, {len(one.items)} standards or questions{day}"
    if dry_run:
        tell(f"Nothing is kept (--dry-run). {what} would be taken in.")
        return
    tell(f"The past cycle {what}, is taken in: figures only, wording not checked.")
    latest = next((line.name for line in reversed(desk.store.rounds()) if line.subject == "agency"), "R")
    tell(f"To compare with it: audit compare {one.name} {latest}")
