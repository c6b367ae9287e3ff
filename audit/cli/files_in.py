"""The files to be collected: found in folders, and known by what is in them."""

import hashlib
import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from audit import tables
from audit.cli.mailing import goes_out
from audit.errors import FileError, Problem

RETURNS = (".json", ".age")
KINDS = (*tables.KINDS, *RETURNS)


def files_among(paths: Sequence[Path], aside: Collection[Path]) -> tuple[list[Path], list[Path]]:
    """The files named and those in folders named, each once; and those in the folders that are none of ours.

    `aside` are folders that are passed over. Files that begin with `.` or `~$` belong to other programs;
    drafts of e-mails and letters that were written to go out are passed over too. A folder without anything
    to collect stands for itself, unless it holds such drafts and something else is collected.
    """
    found: dict[Path, None] = {}
    strange: dict[Path, None] = {}
    outgoing: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        inside = [one for one in _inside(path, aside) if not one.name.startswith((".", "~$"))]
        come = [one for one in inside if not goes_out(one)]
        ours = [one for one in come if one.suffix.casefold() in KINDS]
        if inside and not come:
            outgoing.append(path)
        else:
            found |= dict.fromkeys(ours or [path])
        strange |= dict.fromkeys(one for one in come if one.suffix.casefold() not in KINDS)
    return list(found) or outgoing, list(strange)


def _inside(folder: Path, aside: Collection[Path]) -> Iterator[Path]:
    """The files in a folder and all below it, in the order of their names."""
    passed = {one.resolve() for one in aside}
    for place, folders, names in os.walk(folder):
        here = Path(place)
        kept = (one for one in folders if not one.startswith("."))  # of other programs, or left by one killed
        folders[:] = sorted(one for one in kept if (here / one).resolve() not in passed)
        yield from (here / name for name in sorted(names))


def digest_of(file: Path) -> str:
    """The sha256 of a file in hex letters; FileError where it cannot be read."""
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise FileError(
            str(file), [Problem("", f"it cannot be read ({error.strerror}); close it elsewhere.")]
        ) from None
