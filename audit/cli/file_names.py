"""Files that are written into a folder: names that every system takes and no two of which are alike."""

import re
from collections.abc import Iterable
from pathlib import Path

from audit.errors import StateError

LONGEST = 80  # characters of a name in a file's name; the owner of an action may be a whole sentence


def safe(name: str) -> str:
    """A name as part of a file's name, on every system; no longer than those take."""
    return re.sub(r"[^\w.-]+", "-", name).strip(".-")[:LONGEST].rstrip(".-") or "form"


def numbered(stem: str, taken: set[str]) -> str:
    """A name, with a number behind it where one that looks like it is taken; it joins those."""
    found, number = stem, 1
    while found.casefold() in taken:
        number += 1
        found = f"{stem}-{number}"
    taken.add(found.casefold())
    return found


def file_names(begin: str, codes: Iterable[str], suffix: str = ".xlsx") -> dict[str, str]:
    """A file's name by the code of each agency or owner; those that look alike in it are numbered apart."""
    taken: set[str] = set()
    return {code: numbered(f"{safe(begin)}-{safe(code)}", taken) + suffix for code in codes}


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where it is not there; StateError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StateError(f"The folder {folder} cannot be made ({error.strerror}).") from None
