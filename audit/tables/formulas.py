"""Cells that a spreadsheet would take for formulas: made harmless in a CSV, and read back as they were."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# What a spreadsheet would work out: a sign of a formula, unless a number or a telephone number follows.
_FORMULA = r"(?:[=@\t\r]|[+-](?![\d\s().-]*$))"
_RISKY, _MARKED = re.compile(f"'*{_FORMULA}"), re.compile(f"'+{_FORMULA}")


def harmless(cell: str) -> str:
    """A text for a cell of a CSV: an apostrophe stands before what a spreadsheet would take for a formula."""
    return f"'{cell}" if _RISKY.match(cell) else cell


def meant(cell: str) -> str:
    """What stood in a cell before it was made harmless."""
    return cell[1:] if _MARKED.match(cell) else cell


def as_csv(lines: Iterable[Sequence[object]]) -> bytes:
    """Lines as a CSV in UTF-8, marked so that Excel takes it for that, and without formulas."""
    content = io.StringIO(newline="")
    csv.writer(content).writerows([harmless(str(cell)) for cell in line] for line in lines)
    return content.getvalue().encode("utf-8-sig")
