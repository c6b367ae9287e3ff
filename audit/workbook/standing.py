"""A file that stands where one is to be written: what others have made or changed is not written over."""

import csv
import re
import zipfile
from pathlib import Path

TAKEN = (
    "it stands there already and was made or changed by somebody else, so something would be lost; name "
    "another file, or move that one first."
)
MARKED = "T09:00:00Z"  # the hour that every workbook of ours bears; whatever saves it again changes that
_TIMES = re.compile(rb"<dcterms:(created|modified)[^>]*>([^<]*)</dcterms:")
MUCH = 100_000  # bytes of properties, of which ours are a few hundred


def taken(path: Path) -> str:
    """Why a workbook cannot take a place; empty where nothing stands there, or one as we wrote it."""
    try:
        return TAKEN if path.stat().st_size and not _as_written(path) else ""
    except OSError:
        return ""  # there is none; or writing will say what is wrong


def _as_written(path: Path) -> bool:
    """Whether a workbook is one that this program wrote and that nobody has saved since."""
    try:
        with zipfile.ZipFile(path) as file, file.open("docProps/core.xml") as part:
            times = dict(_TIMES.findall(part.read(MUCH)))
    except (KeyError, ValueError, RuntimeError, NotImplementedError, OSError, zipfile.BadZipFile):
        return False
    made = times.get(b"created", b"")
    return bool(made.endswith(MARKED.encode()) and times.get(b"modified") == made)


def other_table(path: Path, content: bytes) -> str:
    """Why a CSV cannot take a place; empty where nothing stands there, or a table with the same headings."""
    try:
        with path.open("rb") as file:
            there = file.readline(MUCH)
    except OSError:
        return ""
    return TAKEN if there and _headings(there) != _headings(content.partition(b"\n")[0]) else ""


def _headings(line: bytes) -> list[str]:
    """The headings of a table, however a program has quoted and parted them."""
    text = line.decode("utf-8-sig", "replace").replace("\0", "").strip()
    part = max(",;\t", key=text.count)
    return next(csv.reader([text], delimiter=part), [])
