"""audit find: what is kept here about one child, as somebody asks who may know."""

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.desk import WORDS, Desk, everywhere, json_option, of_one_moment
from audit.cli.keeping import HOME
from audit.cli.screen import as_json as print_json
from audit.cli.screen import item, line, table, tell
from audit.errors import StateError
from audit.wording import plural

if TYPE_CHECKING:
    from audit.store.finding import Place


@click.command()
@click.option("--case", required=True, type=WORDS, metavar="ID", help="The id of the case in its register.")
@json_option
@everywhere
@of_one_moment
def find(desk: Desk, case: str, as_json: bool) -> None:
    """Say where a case stands: what is kept here about one child, by its ID.

    In which samples it was drawn or is a reserve, under which reference, who wrote about it in which round,
    in which texts somebody typed the id, and which files beside the store hold it. What was written about
    it is shown by 'audit show R --about C-01'. Ids that were purged are not found.

    \b
    Example:
      audit find --case 4711
    """
    from audit.store.finding import find as places_of

    if not case:
        raise StateError("Name the case: --case ID.")
    places = places_of(desk.store, case)
    files = list(_files(desk, case))
    if as_json:
        print_json({"case": case, "places": [asdict(one) for one in places], "files": list(map(str, files))})
        return
    if not places and not files:
        line(f"Nothing is kept here about {case!r}.")
    else:
        _say(case, places, files)
    tell("Files that were written elsewhere, such as case lists, look-ups and backups, were not searched.")


def _say(case: str, places: "tuple[Place, ...]", files: list[Path]) -> None:
    from audit.dates import moment

    line(f"{case} stands in {plural(len(places), 'place')}:")
    table(
        ["What", "Where", "Ref", "Rows", "By", "Last"],
        [[one.what, one.where, one.reference, str(one.count), one.by, moment(one.at)] for one in places],
    )
    for one in places:
        if one.text:
            item(f"{one.where} {one.reference}: {one.text}")
    for place in files:
        item(f"{place} holds it.")


def _files(desk: Desk, case: str) -> Iterator[Path]:
    """The files beside the store in which an id stands: frames, lists of ids, certificates, case lists."""
    from audit.store.finding import is_case

    for place in sorted((desk.folder / HOME).glob("*/*")):
        if place.suffix in {".csv", ".xlsx", ".json"} and any(is_case(text, case) for text in _texts(place)):
            yield place


def _texts(place: Path) -> Iterator[str]:
    """The cells of a table, or the ids in a certificate; nothing of what cannot be read."""
    from audit.errors import AuditError
    from audit.tables.cells import text
    from audit.tables.reading import read

    if place.suffix == ".xlsx":
        with suppress(AuditError):
            yield from (text(cell) for sheet in read(place) for row in sheet.rows for cell in row)
    elif place.suffix == ".csv":
        with place.open(encoding="utf-8", errors="replace", newline="") as file, suppress(csv.Error):
            yield from (cell for row in csv.reader(file) for cell in row)
    else:
        yield from re.findall(r'"unit": "(.*)"', place.read_text("utf-8", "replace"))
