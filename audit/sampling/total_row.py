"""The row of totals that many exports end with: no case, and never drawn."""

import csv
from io import StringIO
from itertools import islice

from audit.registers.register import Register
from audit.sampling.engines.engine import Engine
from audit.sampling.ticket import trimmed

TAIL = 65_536  # bytes at the end of a file in which its last row stands
LOOKED_AT = 5  # rows at the end among which notes are looked for
WORDS = ("total", "grand total")


def find(register: Register, unit: int, engine: Engine) -> str:
    """The id of a last row that begins with Total or Grand total; '' where the last row is a case.

    An id that stands in other rows too is no row of totals: it is left to the checks of ids. A table that
    is read where it lies has no last row.
    """
    if register.table:
        return ""
    last = _last(register)
    text = trimmed(last[unit]) if unit < len(last) else ""
    if not text.casefold().startswith(WORDS):
        return ""
    return text if engine.standing(unit, text) == 1 else ""


def doubtful(register: Register, unit: int) -> tuple[str, ...]:
    """Ids in the last rows that look like no case: totals, and notes with nothing beside."""
    if register.table:
        return ()
    rows = [row for row in _tail(register)[-LOOKED_AT:] if unit < len(row)]
    found = [trimmed(row[unit]) for row in rows if _is_doubtful(row, unit)]
    return tuple(dict.fromkeys(found))


def _is_doubtful(row: list[str], unit: int) -> bool:
    text = trimmed(row[unit])
    alone = len(row) > 1 and not any(trimmed(cell) for at, cell in enumerate(row) if at != unit)
    return text.casefold().startswith(WORDS) or (alone and " " in text)


def _whole_rows(tail: str, whole: bool) -> str:
    """A tail from the first row that begins in it: behind a row's end the quotation marks come in pairs."""
    quotes, end = tail.count('"'), -1
    if whole:
        return tail
    while (start := end + 1) <= len(tail) and (end := tail.find("\n", start)) >= 0:
        quotes -= tail.count('"', start, end)
        if quotes % 2 == 0:
            return tail[end + 1 :]
    return ""


def _last(register: Register) -> list[str]:
    """The cells of the last row in which something stands; none where the end cannot be told."""
    rows = _tail(register)
    return rows[-1] if rows and len(rows[-1]) == len(register.headings) else []


def _tail(register: Register) -> list[list[str]]:
    """The last rows in which something stands."""
    with register.data.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - TAIL))
        tail = file.read().decode("utf-8", errors="replace")
    reader = csv.reader(StringIO(_whole_rows(tail, size <= TAIL), newline=""), delimiter=register.separator)
    below = islice(reader, register.skip if size <= TAIL else 0, None)  # no title, and no headings
    return [row for row in below if any(map(trimmed, row))]
