"""Which sheet of a workbook is meant: the one named, else the only one that is a register."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from audit.definitions import nearest
from audit.errors import FileError
from audit.registers.folding import fold
from audit.registers.profile import Profile
from audit.registers.recognition import NO_HEADINGS, Seen, refusal, see
from audit.registers.register import Register
from audit.registers.sheets import open_sheet
from audit.tables import Table, read
from audit.tables.hidden import Hidden, hidden
from audit.tables.refusals import wrong
from audit.tables.survey import sha256_of

FRONT = {"front sheet", "faq", "faq and changes", "guidance", "codes used", "cover", "contents", "notes"}


@dataclass(frozen=True, slots=True)
class Refused:
    """A sheet that is no register to draw from, and the sentence that says why."""

    sheet: str
    problem: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet that holds anything, and what it is."""

    table: Table
    seen: Seen | None

    @property
    def profile(self) -> Profile | None:
        return self.seen.profile if self.seen else None

    @property
    def is_front(self) -> bool:
        """Whether it is one of the sheets that explain a workbook; they hold tables too."""
        return self.profile is None and fold(self.table.sheet) in FRONT

    @property
    def is_filled(self) -> bool:
        """Whether anything stands below its headings."""
        below = self.table.rows[self.seen.header_row + 1 :] if self.seen else ()
        return any(value is not None for row in below for value in row)

    @property
    def title(self) -> str:
        """Its name, and what its list is called."""
        name = f"'{self.table.sheet}'"
        return f"{name} ({self.profile.title})" if self.profile else name


def open_one(given: str, path: Path, name: str, profiles: Sequence[Profile], scratch: Path) -> Register:
    """The register in the sheet of a name, or in the only one that is; FileError where there is none."""
    sheets = _sheets(path, profiles)
    chosen = _named(path, sheets, name) if name else _only(path, sheets)
    seen = chosen.seen
    if seen is None or refusal(seen):
        raise wrong(path, refusal(seen), f"sheet {chosen.table.sheet}")
    unseen = hidden(path).get(chosen.table.sheet)
    register = open_sheet(given, chosen.table, sha256_of(path), seen, scratch, unseen)
    aside = [sheet.title for sheet in sheets if sheet is not chosen and not sheet.is_front]
    if name or not aside:
        return register
    what = f"sheet {aside[0]} is" if len(aside) == 1 else f"sheets {_listed(aside)} are"
    return replace(register, notes=(*register.notes, f"the {what} left aside"))


def open_each(
    given: str, path: Path, profiles: Sequence[Profile], scratch: Path
) -> tuple[Register | Refused, ...]:
    """Every sheet that holds anything, in order: its register, or why it is none."""
    sha256, unseen = sha256_of(path), hidden(path)
    return tuple(
        _opened(given, sheet, sha256, scratch, unseen.get(sheet.table.sheet))
        for sheet in _sheets(path, profiles)
    )


def _opened(
    given: str, sheet: _Sheet, sha256: str, scratch: Path, unseen: Hidden | None
) -> Register | Refused:
    seen, name = sheet.seen, sheet.table.sheet
    if sheet.is_front:
        return Refused(name, "it explains the workbook and is no list of cases.")
    if seen is None or refusal(seen):
        return Refused(name, refusal(seen))
    try:
        return open_sheet(given, sheet.table, sha256, seen, scratch, unseen)
    except FileError as error:
        return Refused(name, error.problems[0].text)


def _sheets(path: Path, profiles: Sequence[Profile]) -> list[_Sheet]:
    return [_Sheet(table, see(table, profiles)) for table in read(path) if table.rows]


def _named(path: Path, sheets: Sequence[_Sheet], name: str) -> _Sheet:
    for key in (str, _bare):
        found = [sheet for sheet in sheets if key(sheet.table.sheet) == key(name)]
        if len(found) == 1:
            return found[0]
    known = [sheet.table.sheet for sheet in sheets]
    raise wrong(path, f"there is no sheet '{name}' with anything in it{nearest(name, known)}")


def _bare(name: str) -> str:
    return fold(name).replace(" ", "")


def _only(path: Path, sheets: Sequence[_Sheet]) -> _Sheet:
    """The only register: of a known kind before any other, shown before hidden, filled before empty."""
    lists = [sheet for sheet in sheets if sheet.seen and not sheet.is_front]
    for wanted in (_is_known, _is_drawn_from, _is_shown, _is_filled):
        lists = [sheet for sheet in lists if wanted(sheet)] or lists
    if len(lists) == 1:
        return lists[0]
    if not lists:
        raise wrong(path, NO_HEADINGS)
    titles = _listed([sheet.title for sheet in lists])
    raise wrong(
        path, f"it holds several lists: {titles}; name one of them as {path.name}#{lists[0].table.sheet}."
    )


def _is_known(sheet: _Sheet) -> bool:
    return sheet.profile is not None


def _is_drawn_from(sheet: _Sheet) -> bool:
    return not refusal(sheet.seen)


def _is_shown(sheet: _Sheet) -> bool:
    return not sheet.table.hidden


def _is_filled(sheet: _Sheet) -> bool:
    return sheet.is_filled


def _listed(names: Sequence[str]) -> str:
    return " and ".join([part for part in (", ".join(names[:-1]), *names[-1:]) if part])
