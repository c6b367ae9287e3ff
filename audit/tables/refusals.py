"""How much of a file is taken in, and the words for what is not."""

from pathlib import Path

from audit.errors import FileError, Problem
from audit.tables.cells import address

LARGEST = 100_000_000  # bytes of a file that is read whole
UNPACKED = 600_000_000  # bytes of everything inside a workbook
CELLS = 16_000_000  # cells of a sheet from A1 to its last one: a million rows of fifteen columns


def wrong(path: Path, sentence: str, where: str = "") -> FileError:
    """The error of a file with one thing wrong in it."""
    return FileError(str(path), [Problem(where, sentence)])


def damaged(path: Path) -> FileError:
    """The error of a file that holds less than it should."""
    return wrong(path, "it is damaged, or only part of it came; open it, save it again and send that.")


def locked(path: Path) -> FileError:
    """The error of a file that asks for a password."""
    return wrong(path, "it is protected by a password; save a copy without one and send that.")


def misnamed(path: Path) -> FileError:
    """The error of a workbook that is named as text."""
    return wrong(path, "it is named as text but holds a workbook; name it .xlsx, .xls or .ods as it is.")


def unreadable(path: Path, error: Exception) -> FileError:
    """The error of a file that the operating system does not give."""
    reason = getattr(error, "strerror", None) or error
    return wrong(path, f"it cannot be read ({reason}); close it elsewhere or copy it here.")


def too_wide(what: str, rows: int, columns: int) -> str:
    """The sentence on a table that spreads too far; `what` says which part of the file does."""
    corner = address(rows - 1, columns - 1)
    return (
        f"{what}it spreads over {rows:,} rows and {columns:,} columns, to {corner}; "
        "delete what stands far away from the table."
    )
