"""Private folders that are held while their command runs, so that what a killed one left behind is known."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

HELD = "held"

if sys.platform == "win32":

    @contextmanager
    def held(_folder: Path) -> Iterator[None]:
        """Nothing: such a lock is a thing of POSIX."""
        yield

    def is_left(_folder: Path) -> bool:
        """Whether a folder was left behind is not known here."""
        return False

else:
    import fcntl

    @contextmanager
    def held(folder: Path) -> Iterator[None]:
        """A folder that is this process's as long as it lives; the system lets go of it whatever happens."""
        # Locked before it has its name, so that nobody finds it unlocked.
        number = os.open(folder / f"{HELD}.new", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            with suppress(OSError):  # a disk without locks
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                (folder / f"{HELD}.new").replace(folder / HELD)
            yield
        finally:
            os.close(number)

    def is_left(folder: Path) -> bool:
        """Whether nobody holds a folder any more that somebody did hold."""
        try:
            number = os.open(folder / HELD, os.O_RDWR)
        except OSError:
            return False
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        finally:
            os.close(number)
        return True
