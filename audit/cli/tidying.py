"""What a killed command left half-written goes with the next one in the same workspace, wherever it lies."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from audit.passing import ELSEWHERE, passing, sweep

BELOW = (".", "mail")  # where commands write in a folder that they are told
# The options and arguments that say where something is written.
OUTPUTS = ("output", "folder", "form", "frame_file", "key", "receipts", "unread")


@contextmanager
def tidied(folder: Path, given: Mapping[str, Any]) -> Iterator[None]:
    """Tidy a workspace before a command, and keep as long as it runs where else it may write.

    `given` are the command's options, as they were given. A workspace that may only be read is left as it is.
    """
    # Where commands write unasked.
    homes = (folder, folder / "receipts", folder / "samples", *(folder / "samples").glob("*"))
    for home in homes:
        sweep(home)
    with ExitStack() as stack:
        if told := _elsewhere(given, {home.absolute() for home in homes}):
            with suppress(OSError):
                place = stack.enter_context(passing(folder))
                (place / ELSEWHERE).write_text("\n".join(told), encoding="utf-8")
        yield


def _elsewhere(given: Mapping[str, Any], homes: set[Path]) -> list[str]:
    """The folders, beside these, that files named among options lie in or are."""
    named = [path.absolute() for name in OUTPUTS if isinstance(path := given.get(name), Path)]
    found = {path.parent for path in named} | {path / name for path in named for name in BELOW}
    return sorted(str(path) for path in found - homes if "\n" not in str(path))
