"""Folders that pass: what is half-written lies in one, and what a killed program left there goes with it.

Such a folder is its owner's alone, and locked for as long as its program lives, so that nobody takes away
what another still works in. What has become whole is moved out of it to its place, in one step.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX, SCRATCH = ".passing-", ".scratch-"
LOCK = "lock"
ELSEWHERE = "elsewhere"  # a list of folders, a line each, in which there may be others
TIMES = 20  # that another folder is tried where somebody took the new one for an old one

if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def passing(home: Path, prefix: str = PREFIX) -> Iterator[Path]:
    """A new folder in another, gone at the end; what killed programs left there goes now.

    OSError where none can be made.
    """
    sweep(home)
    folder, lock = _made(home, prefix)
    try:
        yield folder
    finally:
        with suppress(OSError):
            _emptied(folder, lock)


def _made(home: Path, prefix: str) -> tuple[Path, int]:
    """A new folder and its lock; where it was taken for an old one and taken away, another."""
    for _ in range(TIMES):
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=home))
        with suppress(FileNotFoundError):
            lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
            if _is_ours(lock) and (folder / LOCK).exists():
                return folder, lock
            os.close(lock)
    raise FileNotFoundError(0, "what is made there is taken away at once", str(home))


def _is_ours(lock: int) -> bool:
    """Whether nobody else holds a lock; where a file system knows no locks, nobody does."""
    try:
        _lock(lock)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True


def sweep(home: Path) -> None:
    """Take away what programs that live no more left in a folder, and where they said that more lies."""
    with suppress(OSError):
        names = [entry.name for entry in os.scandir(home) if entry.name.startswith((PREFIX, SCRATCH))]
        for name in names:
            with suppress(OSError):
                _take_away(home / name)


def _take_away(folder: Path) -> None:
    if folder.is_symlink():
        return
    try:
        lock = os.open(folder / LOCK, os.O_RDWR)
    except FileNotFoundError:  # of somebody who is about to lock it, and will make another
        folder.rmdir()
        return
    try:
        _lock(lock)
    except OSError:  # somebody works in it, or nobody can tell
        os.close(lock)
        return
    for line in _lines(folder / ELSEWHERE):
        sweep(Path(line))
    _emptied(folder, lock)


def _emptied(folder: Path, lock: int) -> None:
    """Take away a folder whose lock is ours; the lock goes last, or nobody else would take away the rest."""
    try:
        empty(folder, LOCK)
        if sys.platform != "win32":  # on which nothing goes that is open
            (folder / LOCK).unlink()
    finally:
        os.close(lock)
    if sys.platform == "win32":
        (folder / LOCK).unlink()
    folder.rmdir()


def empty(folder: Path, but: str) -> None:
    """Take away all that lies in a folder but what has a name."""
    for path in folder.iterdir():
        if path.name != but:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []


# --- files that become whole ------------------------------------------------------------------------------


@contextmanager
def half(path: Path, content: bytes, mode: int = 0o600) -> Iterator[Path]:
    """A content on the disk beside its place, to be moved there; gone at the end unless it was.

    It is for its owner alone, or for whom `mode` says as far as the system lets others in at all.
    """
    with passing(path.parent) as folder:
        written = folder / "half"
        number = os.open(written, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), mode)
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield written


def write(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or as it was before; OSError where it cannot be written."""
    with half(path, content, 0o666) as written:
        written.replace(path)


def name_new(written: Path, path: Path) -> None:
    """Give a file that is whole its name; FileExistsError where another has it by now."""
    try:
        path.hardlink_to(written)  # unlike a renaming this never takes the place of another file
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError(17, "File exists", str(path)) from None
        written.replace(path)
