"""Files that stand under their names only when they are whole, and the sentence where they cannot."""

from pathlib import Path

from audit.errors import FileError, Problem
from audit.passing import half


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or as it was before; FileError else.

    A new one is for its owner alone, one that was there is for whom it was before.
    """
    try:
        if path.is_dir():
            raise FileError(str(path), [Problem("", "it is a folder; name a file in it.")])
        with half(path, content) as written:
            if path.exists():
                written.chmod(path.stat().st_mode)
            written.replace(path)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no such name"
        raise FileError(str(path), [Problem("", f"it cannot be written ({why}).")]) from None
