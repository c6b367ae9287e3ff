"""A register in a CIN census return: one of its modules, from our own copy."""

import csv
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from audit.definitions import nearest
from audit.errors import FileError
from audit.registers.census import MODULES, Census, read_census
from audit.registers.copies import copying, new_file
from audit.registers.folding import fold
from audit.registers.headings import Recognised
from audit.registers.profile import Profile
from audit.registers.recognition import Seen, headings_of, see
from audit.registers.register import Register
from audit.tables import Table
from audit.tables.markup import DeclaredError, MarkupError
from audit.tables.refusals import wrong
from audit.tables.survey import sha256_of

XML = ".xml"


def open_one(given: str, path: Path, name: str, profiles: Sequence[Profile], scratch: Path) -> Register:
    """The module of a name, or the only one; FileError where it is not there or the file is no census."""
    module = _module(path, name) if name else ""
    found = open_each(given, path, profiles, scratch, module)
    if len(found) == 1:
        return found[0]
    names = [register.sheet for register in found]
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    raise wrong(path, f"it holds several modules: {listed}; name one of them as {path.name}#{names[0]}.")


def open_each(
    given: str, path: Path, profiles: Sequence[Profile], scratch: Path, only: str = ""
) -> tuple[Register, ...]:
    """Every module that has rows, or `only` the one of that name; FileError where there is none."""
    sha256, census = sha256_of(path), Census()
    copies, seen = _written(path, scratch, census, only)
    if only and seen and only not in copies:
        raise wrong(path, f"it holds no {only}{nearest(only, list(seen))}")
    if not seen:
        raise wrong(path, "it is XML, but no CIN census: no child in it has any of the census's modules.")
    notes = _unknown_note(census.unknown)
    return tuple(
        _register(given, path, sha256, module, copies[module], profiles, notes)
        for module in MODULES
        if module in copies
    )


def _module(path: Path, name: str) -> str:
    known = {_bare(module): module for module in MODULES}
    if _bare(name) not in known:
        raise wrong(path, f"a CIN census has no module '{name}'{nearest(name, list(MODULES))}")
    return known[_bare(name)]


def _bare(name: str) -> str:
    return fold(name).replace(" ", "")


def _written(path: Path, scratch: Path, census: Census, only: str) -> tuple[dict[str, Path], Counter[str]]:
    """Our copies of the modules that have rows, and how many rows each module of the file has."""
    copies: dict[str, Path] = {}
    writers: dict[str, Any] = {}
    seen: Counter[str] = Counter()
    try:
        with ExitStack() as files, copying(path), path.open("rb") as file:
            for rows in read_census(file, census):
                for module, row in rows:
                    seen[module] += 1
                    if only not in {"", module}:
                        continue
                    if module not in writers:
                        copies[module] = new_file(scratch)
                        writers[module] = _writer(files, copies[module], module)
                    writers[module].writerow(row)
    except MarkupError as error:
        raise _broken(path, error) from None
    except DeclaredError:
        sentence = (
            "it declares a document type (DOCTYPE), as no census does; send the file as it was returned."
        )
        raise wrong(path, sentence) from None
    return copies, seen


def _writer(files: ExitStack, path: Path, module: str) -> Any:
    file = files.enter_context(path.open("w", encoding="utf-8", newline=""))
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(MODULES[module])
    return writer


def _broken(path: Path, error: MarkupError) -> FileError:
    sentence = f"the XML breaks off or is wrong here ({error.reason}); make the return again."
    return wrong(path, sentence, f"line {error.line}")


def _register(
    given: str,
    path: Path,
    sha256: str,
    module: str,
    copy: Path,
    profiles: Sequence[Profile],
    notes: tuple[str, ...],
) -> Register:
    table = Table(str(path), module, (MODULES[module],))
    seen = see(table, profiles) or Seen(None, Recognised(0, {}))
    headings = headings_of(table, seen, len(MODULES[module]))
    return Register(given, path, module, sha256, headings, 0, copy, 1, profile=seen.profile, notes=notes)


def _unknown_note(unknown: Counter[str]) -> tuple[str, ...]:
    if not unknown:
        return ()
    named = ", ".join(f"{name} ({count:,})" for name, count in unknown.most_common(5))
    more = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
    return (f"elements that are not known here are left out: {named}{more}",)
