"""A register by the name that a person gives it: FILE, or FILE#SHEET."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audit.definitions import Library
from audit.registers import workbooks, xml_files
from audit.registers.columns import PARQUET, Parquet, open_columns
from audit.registers.profile import all_profiles
from audit.registers.register import Register
from audit.registers.text_files import SEPARATORS, open_text
from audit.registers.workbooks import Refused
from audit.registers.xml_files import XML
from audit.tables import KINDS
from audit.tables.refusals import wrong

KNOWN = (*SEPARATORS, *(kind for kind in KINDS if kind not in SEPARATORS), PARQUET, XML)


def open_register(spec: str, library: Library, scratch: Path, parquet: Parquet | None = None) -> Register:
    """The one register that FILE or FILE#SHEET names; FileError with everything wrong with it.

    `scratch` is a private folder for our own copies, which whoever gives it takes away.
    """
    path, sheet = split(spec)
    profiles = all_profiles(library)
    with steady(path):
        if _kind(path) in SEPARATORS:
            _refuse_sheet(path, sheet)
            return open_text(spec, path, profiles, scratch)
        if _kind(path) == PARQUET:
            _refuse_sheet(path, sheet)
            return open_columns(spec, path, profiles, scratch, parquet)
        if _kind(path) == XML:
            return xml_files.open_one(spec, path, sheet, profiles, scratch)
        return workbooks.open_one(spec, path, sheet, profiles, scratch)


def open_all(
    spec: str, library: Library, scratch: Path, parquet: Parquet | None = None
) -> tuple[Register | Refused, ...]:
    """Every list in a file in its order, and why others are none; of FILE#SHEET that one."""
    path, sheet = split(spec)
    if sheet or _kind(path) in {*SEPARATORS, PARQUET}:
        return (open_register(spec, library, scratch, parquet),)
    with steady(path):
        if _kind(path) == XML:
            return xml_files.open_each(spec, path, all_profiles(library), scratch)
        return workbooks.open_each(spec, path, all_profiles(library), scratch)


def split(spec: str) -> tuple[Path, str]:
    """The file and the sheet that FILE or FILE#SHEET names; a file's own name may hold a #."""
    cuts = [len(spec), *(index for index in reversed(range(len(spec))) if spec[index] == "#")]
    for cut in cuts:
        if _is_file(Path(spec[:cut])):
            return Path(spec[:cut]), spec[cut + 1 :]
    name, _, sheet = spec.rpartition("#") if "#" in spec else (spec, "", "")
    return Path(name), sheet


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _kind(path: Path) -> str:
    kind = path.suffix.lower()
    if kind not in KNOWN:
        raise wrong(path, f"it is no register that is read here; save it as one of {', '.join(KNOWN)}.")
    return kind


def _refuse_sheet(path: Path, sheet: str) -> None:
    if sheet:
        raise wrong(path, f"this kind of file has no sheets; name it without #{sheet}.")


@contextmanager
def steady(path: Path) -> Iterator[None]:
    """A block in which a file stays as it is: its digest and its rows are read one after the other."""
    before = _stamp(path)
    yield
    if _stamp(path) != before:
        raise wrong(path, "it changed while it was read; close it where it is open, and try again.")


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_mtime_ns
