"""What SQLite has no words for: its cells as text, and the digests of texts."""

from contextlib import suppress
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from audit.sampling.engines.tongue import DAY, LARGE, MOMENT, TRUTH

CLOCK = "Europe/London"  # a moment's day is the day here, as for a Parquet file


def lay_words(connection: Any) -> None:
    """Lay into a connection the words that SQLite has not, by which nothing can be written."""
    words = {
        "audit_text": (2, cell_text),
        "audit_sha": (1, lambda text: sha256(text.encode()).hexdigest()),
        "audit_number": (3, lambda text, start, length: int(text[start - 1 : start - 1 + length], 16)),
        "floor": (1, lambda number: None if number is None else number // 1),
    }
    connection.execute("PRAGMA query_only = ON")
    for name, (values, word) in words.items():
        connection.create_function(name, values, word, deterministic=True)


def cell_text(cell: Any, kind: str) -> str:
    """A cell of SQLite as the text that a file would have; bytes that are no text in hex digits."""
    if cell is None:
        return ""
    if kind == TRUTH and cell in {0, 1}:
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < LARGE else repr(cell)
    if isinstance(cell, bytes):
        return _decoded(cell)
    return _day(str(cell), kind)


def _decoded(cell: bytes) -> str:
    try:
        return cell.decode()
    except ValueError:
        return f"\\x{cell.hex()}"


def _day(found: str, kind: str) -> str:
    """A day or a moment as a file would have it; what is none stays as it is."""
    if kind == MOMENT:
        with suppress(ValueError):
            moment = datetime.fromisoformat(found)
            if moment.tzinfo:
                moment = moment.astimezone(ZoneInfo(CLOCK))
            midnight = moment.time() == datetime.min.time()
            return moment.date().isoformat() if midnight else moment.strftime("%Y-%m-%d %H:%M")
    if kind == DAY:
        with suppress(ValueError):
            return date.fromisoformat(found).isoformat()
    return found
