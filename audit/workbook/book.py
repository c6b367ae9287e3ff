"""Open a workbook in which typed text stays text, and whose bytes depend on its content alone."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from audit.errors import FileError, Problem
from audit.passing import half
from audit.workbook.page import Table
from audit.workbook.palette import on_colour
from audit.workbook.standing import taken

LONGEST = 32_767  # characters in a cell; Excel repairs (and so loses) what is longer
# The last two are no letters, and XML may not hold them.
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
FONT, SIZE, LANGUAGE = "Arial", 10, "en-GB"
__all__ = [
    "FONT",
    "LANGUAGE",
    "LONGEST",
    "SIZE",
    "Book",
    "check_place",
    "in_language",
    "on_colour",
    "text",
    "unfit",
    "writing",
]


@dataclass
class Book:
    """A workbook being written, with each format made once."""

    workbook: Any
    size: int = SIZE
    formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)
    # The row of headings of each table, by sheet and title, and the row of each anchor, by sheet and name.
    tables: dict[tuple[str, str], tuple[int, Table]] = field(default_factory=dict)
    anchors: dict[tuple[str, str], int] = field(default_factory=dict)

    def format(self, **properties: Any) -> Any:
        """The format with these properties of XlsxWriter, in the book's font, text wrapped and at the top."""
        asked = tuple(properties.items())
        if asked not in self.formats:
            self.formats[asked] = self._made(properties)
        return self.formats[asked]

    def _made(self, given: Mapping[str, Any]) -> Any:
        """The same, whatever the order in which the properties were given."""
        properties = {
            "font_name": FONT,
            "font_size": self.size,
            "text_wrap": True,
            "valign": "top",
        } | dict(given)
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format(properties)
        return self.formats[key]


@contextmanager
def writing(
    path: Path,
    title: str,
    on: date,
    *,
    subject: str = "",
    marking: str = "",
    size: int = SIZE,
    over: bool = False,
    own: bool = False,
) -> Iterator[Book]:
    """A workbook that appears under its name only when it is whole; FileError where it cannot be written.

    What others have made or changed is written over only where that was seen to (`over`). One that is `own`
    is for its owner alone; others are handed on, and may be read by whom the system lets read new files.
    """
    check_place(path, over=over)
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        # Sheets would otherwise lie in the system's folder for passing files, where anybody may look.
        "in_memory": True,
        # Column widths count digits of this font, and every program has it or one as wide.
        "default_format_properties": {"font_name": FONT, "font_size": size},
    }
    # Made in memory, since a zip file that meets a full disk complains of it once more when it is let go.
    made = io.BytesIO()
    workbook = xlsxwriter.Workbook(made, options)
    created = datetime.combine(on, time(9), UTC).replace(tzinfo=None)
    properties = {
        "title": title,
        "subject": subject,
        "author": subject,  # the partnership; never who ran the command
        "category": marking,
        "created": created,
    }
    workbook.set_properties({key: value for key, value in properties.items() if value})
    try:
        yield Book(workbook, size)
        workbook.close()
        content = in_language(made.getvalue())
        with half(path, content, 0o600 if own else 0o666) as written:
            written.replace(path)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        cause = error.args[0] if error.args and isinstance(error.args[0], OSError) else error
        reason = getattr(cause, "strerror", None) or str(cause)
        problem = Problem("", f"it cannot be written ({reason}); is it open in another program?")
        raise FileError(str(path), [problem]) from None


def in_language(made: bytes) -> bytes:
    """A workbook whose properties name its language, which screen readers go by and XlsxWriter cannot set."""
    told = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(told, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "docProps/core.xml":
                end = b"</cp:coreProperties>"
                content = content.replace(end, f"<dc:language>{LANGUAGE}</dc:language>".encode() + end)
            new.writestr(part, content)
    return told.getvalue()


def check_place(path: Path, *, over: bool = False) -> None:
    """FileError where a workbook cannot be written under a name, or would take the place of others' work."""
    if wrong := unfit(path) or ("" if over else taken(path)):
        raise FileError(str(path), [Problem("", wrong)])


def unfit(path: Path) -> str:
    """Why a path cannot be the name of a workbook; empty where it can."""
    if path.is_dir():
        return "it is a folder; name a file in it, such as report.xlsx."
    if path.suffix.lower() != ".xlsx":
        return "it would be an Excel workbook, so its name must end in .xlsx."
    return "" if path.parent.is_dir() else f"there is no folder {path.parent}; make it first."


def text(value: str) -> str:
    """Text cut to what a cell holds, the cut said at its end; control characters left out."""
    kept = _UNSHOWN.sub("", value)
    if len(kept) <= LONGEST:
        return kept
    end = " … [cut: a cell holds no more]"
    return kept[: LONGEST - len(end)] + end
