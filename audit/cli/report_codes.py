"""Codes in the place of agencies' names in a report, and the file that says who is who."""

import csv
import io
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.screen import tell
from audit.errors import FileError, Problem, StateError
from audit.passing import half

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.workbook.assembled import Report

HEADINGS = ("Code", "Agency", "Agency code")


def with_codes(desk: Desk, report: "Report", key: Path, output: Path | None) -> "Report":
    """A report with codes for agencies, their key written; StateError where its file is another.

    `output` is where the workbook goes, if there is to be one.
    """
    from audit.store.agency_codes import all_names
    from audit.workbook.coding import coded
    from audit.workbook.coding_names import Names, label

    agencies, people = all_names(desk.store)
    numbers = _numbers(desk, agencies)
    labels = {code: label(number) for code, number in numbers.items()}
    _write_key(key, agencies, labels, output)
    return coded(report, Names(agencies, labels, people, desk.partnership, _called(desk, agencies)))


def _called(desk: Desk, agencies: "Sequence[Agency]") -> dict[str, str]:
    """What plans call agencies as owners of actions, by the code of each."""
    from audit.actions.whose import agency_of, named
    from audit.store.actions import ActionBook

    newest = tuple({one.code: one for one in reversed(agencies)}.values())
    words = {word for one in ActionBook(desk.store).actions() for word in named(one.action)}
    found = {word: agency_of(word, newest) for word in sorted(words)}
    return {word: one.code for word, one in found.items() if one}


def _numbers(desk: Desk, agencies: "Sequence[Agency]") -> dict[str, int]:
    """The number of each agency: as kept, else one at random that no other has, and kept from now on."""
    from audit.store.agency_codes import agency_codes, give_codes

    every = {one.code for one in agencies}

    def _choose(known: Mapping[str, int]) -> dict[str, int]:
        codes = sorted(every - known.keys())
        free = sorted(set(range(1, _room(len(codes) + len(known)) + 1)) - set(known.values()))
        return dict(zip(codes, random.SystemRandom().sample(free, len(codes)), strict=True))

    known = agency_codes(desk.store)
    return known if every <= known.keys() else give_codes(desk.store, _choose, desk.stamp())


def _room(agencies: int) -> int:
    """How many numbers there are to choose from: more than agencies, so that a new one does not show."""
    return 99 if agencies <= 50 else 10 ** len(str(2 * agencies)) - 1


def _write_key(
    path: Path, agencies: "Sequence[Agency]", labels: Mapping[str, str], output: Path | None
) -> None:
    """Write the key for its owner alone, and say to keep it apart from the workbook."""
    from audit.tables.formulas import as_csv

    if output is not None and path.resolve() == output.resolve():
        raise StateError(f"The key and the workbook cannot both be {path}; name another file with --key.")
    newest = {one.code: one for one in reversed(agencies)}
    lines = sorted((labels[code], one.name, code) for code, one in newest.items())
    _put(path, as_csv([HEADINGS, *lines]))
    beside = output is not None and path.resolve().parent == output.resolve().parent
    where = "; move it from the workbook's folder" if beside else ""
    tell(
        f"{path} says which agency each code is: keep it apart from the report{where}. Read the report "
        "before it goes further: what people typed, and owners of actions, may tell an agency in words of "
        "their own."
    )


def _put(path: Path, content: bytes) -> None:
    """A file for its owner alone, whole or not at all; only an older key is replaced."""
    try:
        if path.exists() and not _older(path.read_bytes(), content):
            raise StateError(
                f"{path} is there already and is no key of this workspace; nothing was written: name "
                "another file with --key."
            )
        with half(path, content) as written:
            written.replace(path)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no such name"
        raise FileError(str(path), [Problem("", f"it cannot be written ({why}).")]) from None


def _older(found: bytes, content: bytes) -> bool:
    """Whether a file is a key of the same workspace, whose every code means the same agency still."""
    before, now = _lines(found), _lines(content)
    return before[:1] == [list(HEADINGS)] and {(line[0], line[-1]) for line in before if line} <= {
        (line[0], line[-1]) for line in now
    }


def _lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline="")))
