"""Which files of a workspace hold an id: looked into where they are texts or tables, and else said so."""

import email
import email.policy
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audit.cli.desk import DATABASE, Desk
from audit.cli.keeping import HOME
from audit.cli.key import KEY_FILE

if TYPE_CHECKING:
    from audit.mentions import Ids

TABLES = frozenset({".xlsx", ".xlsm", ".ods", ".xls"})
MAIL = ".eml"
TEXTS = frozenset({
    *(".csv", ".tsv", ".txt", ".json", ".yaml", ".yml", ".toml", ".xml", ".html", ".htm", ".md"),
    *(".py", ".r", ".js", ".log", ".svg", ".ics"),
})  # fmt: skip
LARGEST = 200_000_000  # bytes of a file that is looked into
PIECE = 200_000  # characters that are looked through at once


@dataclass(frozen=True, slots=True)
class Searched:
    """The files of a workspace that hold an id, and those that nobody can look into here."""

    holding: tuple[Path, ...] = ()
    unread: tuple[Path, ...] = ()


def search(desk: Desk, ids: "Ids", but: Iterable[Path] = ()) -> Searched:
    """Look for ids in the names and contents of all files beside the store, but of some that are known."""
    known, holding, unread = frozenset(but), [], []
    for place in _beside(desk) if ids else ():
        if place in known:
            continue
        found = ids.first(place.name) is not None or _holds(place, ids)
        if found:
            holding.append(place)
        elif found is None:
            unread.append(place)
    return Searched(tuple(holding), tuple(unread))


def _beside(desk: Desk) -> Iterator[Path]:
    """The files of a workspace that are no part of its database, and no half file of a running command.

    Where commands work in a store elsewhere this may be anybody's folder: then only what was drawn here.
    """
    folder = desk.folder
    home = folder if desk.is_workspace else folder / HOME
    for place in sorted(home.rglob("*")) if home.is_dir() else ():
        parts = place.relative_to(folder).parts
        own = {DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal", KEY_FILE}
        if place.is_file() and parts[0] not in own and not any(part.startswith(".") for part in parts):
            yield place


def _holds(place: Path, ids: "Ids") -> bool | None:
    """Whether an id stands in a file; None where nobody can tell."""
    kind = place.suffix.casefold()
    with suppress(
        OSError, LookupError, ValueError, RecursionError
    ):  # of a mail that names letters that nobody knows
        if place.stat().st_size > LARGEST:
            return None
        if kind in TEXTS:
            return any(ids.first(text) is not None for text in _pieces(place))
        if kind in TABLES:
            return _in_table(place, ids)
        if kind == MAIL:
            return _in_mail(place, ids)
    return None


def _pieces(place: Path) -> Iterator[str]:
    """The text of a file, in pieces that lie over one another by the longest id there may be."""
    data = place.read_bytes()
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8")
    except ValueError:
        text = data.decode("cp1252", "replace")
    for start in range(0, len(text) or 1, PIECE):
        yield text[max(start - 1000, 0) : start + PIECE]


def _in_mail(place: Path, ids: "Ids") -> bool | None:
    """Whether an id stands in the head or texts of a mail; None where it may stand in what is attached."""
    found = email.message_from_bytes(place.read_bytes(), policy=email.policy.default)
    texts, attached = [str(value) for value in found.values()], False
    for part in found.walk():
        if part.get_content_maintype() == "text":
            texts.append(str(part.get_content()))
        elif not part.is_multipart():
            attached = True
            texts.append(part.get_filename() or "")
    if any(ids.first(text) is not None for text in texts):
        return True
    return None if attached else False


def _in_table(place: Path, ids: "Ids") -> bool | None:
    """Whether an id stands in a cell of a table; None where it cannot be read."""
    from audit.errors import AuditError
    from audit.tables.cells import text
    from audit.tables.reading import read

    try:
        sheets = read(place)
    except AuditError:
        return None
    cells = (text(cell) for sheet in sheets for row in sheet.rows for cell in row)
    return any(cell and ids.first(cell) is not None for cell in cells)
