"""Letters as files: one text for each agency, and one table for a mail merge."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import WORDS
from audit.errors import FileError, Problem

if TYPE_CHECKING:
    from audit.chasing.letters import Letter

TABLE = "letters.csv"

letters_option = click.option(
    "--letters",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write letters there; logged.",
)
note_option = click.option("--note", type=WORDS, default="", help="With --log: what came of it.")


def write_letters(
    folder: Path, letters: "Sequence[Letter]", today: date, log: Callable[[], None]
) -> list[Path]:
    """Write letters and their table into a folder, logged once all are written; gives the files, table last.

    No file is written over: a name that is taken gets a number. FileError where they cannot be written.
    """
    from audit.chasing.letters import merge_table
    from audit.cli.file_names import safe

    halves: dict[Path, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        contents = [(f"{safe(one.code)}-{today.isoformat()}.txt", one.text.encode()) for one in letters]
        for name, content in [*contents, (TABLE, merge_table(letters))]:
            path = _free(folder / name, halves)
            halves[path] = path.with_name(f".{path.name}.part")
            halves[path].write_bytes(content)
        log()  # rather a letter that was logged and has to be written again than one that nobody knows of
        for path, half in halves.items():
            half.replace(path)
    except OSError as error:
        sentence = f"the letters cannot be written ({error.strerror})."
        raise FileError(str(folder), [Problem("", sentence)]) from None
    finally:
        for half in halves.values():
            half.unlink(missing_ok=True)
    return list(halves)


def _free(path: Path, taken: dict[Path, Path]) -> Path:
    """A path that no file has, numbered where need be."""
    names = {one.name.casefold() for one in taken}
    found, number = path, 1
    while found.exists() or found.name.casefold() in names:
        number += 1
        found = path.with_stem(f"{path.stem}-{number}")
    return found


def letter_blocks(letters: "Sequence[Letter]", files: Sequence[Path]) -> list[dict[str, Any]]:
    """Letters as plain values, each with its file."""
    return [
        {
            "agency": one.agency,
            "code": one.code,
            "to": one.to,
            "addresses": list(one.addresses),
            "subject": one.subject,
            "file": str(path),
        }
        for one, path in zip(letters, files, strict=False)
    ]
