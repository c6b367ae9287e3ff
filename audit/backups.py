"""A backup: one zip with every file of a workspace and a list of their digests, checked before it is used."""

import hashlib
import json
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from audit.definitions import digest
from audit.errors import FileError, Problem

VERSION = 1
# What reading a zip that somebody damaged raises.
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError),
    *(ValueError, LookupError, OverflowError, RuntimeError),
)
LIST = "backup.json"
LARGEST_LIST = 50_000_000  # bytes of the list of files; a hundred for each of half a million
BLOCK = 1 << 20
KINDS = {"backup": int, "program": str, "made": str, "by": str, "files": list, "store": dict}
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE | re.ASCII)
_ODD = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of a backup: its path in the workspace with slashes, its size in bytes, its sha256."""

    name: str
    size: int
    sha256: str


def write_backup(target: IO[bytes], files: Iterable[tuple[str, Path]], facts: Mapping[str, Any]) -> str:
    """Write files under their names, and the list of them with `facts`; gives the digest of that list.

    OSError where one cannot be read, or the target not be written.
    """
    kept = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in files:
            with path.open("rb") as source, archive.open(_entry(name), "w", force_zip64=True) as inner:
                kept.append(_copied(name, source, inner))
        whole = {"backup": VERSION, **facts, "files": [asdict(one) for one in kept]}
        archive.writestr(_entry(LIST), json.dumps(whole, ensure_ascii=False, indent=1))
    return digest(whole)


def _entry(name: str) -> zipfile.ZipInfo:
    """The head of a file in a zip, which tells no time, so that the same files are the same bytes."""
    found = zipfile.ZipInfo(name)
    found.compress_type, found.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    return found


def _copied(name: str, source: IO[bytes], target: IO[bytes], most: int | None = None) -> Kept:
    """Copy a file and say what was copied; no more than one byte over `most`."""
    sha, size = hashlib.sha256(), 0
    while block := source.read(BLOCK):
        size += len(block)
        sha.update(block)
        target.write(block)
        if most is not None and size > most:
            break
    return Kept(name, size, sha.hexdigest())


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup says that it holds: its files, when and by whom it was made, the digest of all that."""

    facts: Mapping[str, Any]
    files: tuple[Kept, ...]
    digest: str


def read_backup(path: Path, named: str) -> Backup:
    """What a backup says that it holds; FileError where it is none. `named` is the file as people know it."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _listed(archive, named)
    except DAMAGED:
        raise _wrong(named, NONE) from None


NONE = "it is no backup of this program, or it is damaged; take another."


def _listed(archive: zipfile.ZipFile, named: str) -> Backup:
    if LIST not in archive.namelist() or archive.getinfo(LIST).file_size > LARGEST_LIST:
        raise _wrong(named, NONE)
    try:
        found = json.loads(archive.read(LIST))
        if not all(type(found[name]) is kind for name, kind in KINDS.items()):
            raise _wrong(named, NONE)
        if found["backup"] > VERSION:
            raise _wrong(named, "it was made by a newer version of this program; upgrade it to go on.")
        kept = tuple(Kept(**one) for one in found["files"])
        whole = digest(found)
    except (TypeError, *DAMAGED):
        raise _wrong(named, NONE) from None
    _check_names(archive, kept, named)
    return Backup(found, kept, whole)


def _check_names(archive: zipfile.ZipFile, kept: tuple[Kept, ...], named: str) -> None:
    """FileError where a name leads elsewhere, stands twice, or is in the zip or the list alone."""
    names = [one.name for one in kept]
    if odd := [name for name in names if not is_plain(name)]:
        raise _wrong(named, f"the name {odd[0]!r} in it leads elsewhere, so nothing was restored.")
    inside = [one for one in archive.namelist() if one != LIST]
    if len({name.casefold() for name in names}) != len(names) or sorted(inside) != sorted(names):
        raise _wrong(named, "its files are not those of its list: it was changed, so nothing was restored.")
    right = all(type(one.size) is int and type(one.sha256) is str and one.size >= 0 for one in kept)
    if not right or any(archive.getinfo(one.name).file_size != one.size for one in kept):
        raise _wrong(named, "a file in it is not as large as its list says, so nothing was restored.")


def is_plain(name: Any) -> bool:
    """Whether a name is of a file in a folder or below it, on any system."""
    if not isinstance(name, str) or not name or _ODD.search(name) or name.startswith("/"):
        return False
    parts = PurePosixPath(name).parts
    plain = all(part not in {".", ".."} and part == part.rstrip(". ") for part in parts)
    return plain and "/".join(parts) == name and not any(_DEVICE.fullmatch(part) for part in parts)


def unpack(path: Path, backup: Backup, folder: Path, named: str) -> None:
    """Write the files of a backup into a folder, for its owner alone.

    FileError where one is another; OSError where they cannot be written.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            for one in backup.files:
                place = folder / one.name
                _made(place.parent, folder)
                place.touch(mode=0o600)
                with archive.open(one.name) as source, place.open("wb") as target:
                    if _copied(one.name, source, target, one.size) != one:
                        raise _wrong(named, f"{one.name} in it is not what its list says; take another.")
    except DAMAGED:
        raise _wrong(named, "it is damaged, so nothing was restored; take another.") from None


def _made(place: Path, folder: Path) -> None:
    """A folder below another, with those between, each for its owner alone."""
    if place != folder:
        _made(place.parent, folder)
        place.mkdir(mode=0o700, exist_ok=True)


def enough(folder: Path, backup: Backup) -> bool:
    """Whether a disk has room for what a backup holds."""
    return shutil.disk_usage(folder).free > sum(one.size for one in backup.files)


def _wrong(named: str, sentence: str) -> FileError:
    return FileError(named, [Problem("", sentence)])
