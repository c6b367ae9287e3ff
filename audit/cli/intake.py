"""Files to be collected: found in folders, told apart by what they are, and taken a few at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from audit import tables
from audit.cli.arriving import Arriving
from audit.cli.files_in import RETURNS, digest_of
from audit.cli.progress import steps
from audit.cli.refusals import take_each
from audit.errors import AuditError, FileError, Problem

TEXTS = (".csv", ".tsv")
APART = 3  # places of one problem that are told a line each
AT_ONCE = 20  # files that are held in memory together


@dataclass
class Intake:
    """Files being taken in; `name` is the round and `agency` the agency that they are for, where given."""

    arriving: Arriving
    name: str | None = None
    agency: str | None = None
    refused: list[AuditError] = field(default_factory=list)
    others: bool = False  # whether anything but forms came

    def take(self, files: Sequence[Path]) -> None:
        """Take files in, and tell what came of each."""
        from audit.cli.collecting import Collecting
        from audit.cli.form_collecting import FormCollecting
        from audit.cli.return_collecting import Returns

        self._tables = Collecting(self.arriving.desk, self.name, self.arriving)
        self._forms = FormCollecting(self.arriving)
        self._returns = Returns(self.arriving.desk, self.arriving, self.name or "", self.agency or "")
        with steps("Collecting", len(files)) as shown:
            for start in range(0, len(files), AT_ONCE):
                some = files[start : start + AT_ONCE]
                self._take_some(some)
                shown.step(len(some))

    def _take_some(self, files: Sequence[Path]) -> None:
        from audit.cli.action_collecting import ActionCollecting
        from audit.cli.case_collecting import take_grid
        from audit.workbook.form_read import read_forms

        sent, listed, grids, forms, owners = self._apart(files)
        self.others = self.others or bool(listed) or any(_is_no_form(path) for path in files)
        self.refused += take_each(grids, lambda path: take_grid(self.arriving, path))
        self.refused += take_each(owners, ActionCollecting(self.arriving).take)
        read, errors = read_forms(
            forms, self._forms.known, self._forms.edition, self._forms.round_with, self._forms.more
        )
        self.refused += [*errors, *take_each(read, self._forms.take)]
        self.refused += take_each(listed, self._tables.take)
        if sent:
            self.refused += self._returns.take_all(sent)

    def _apart(self, files: Sequence[Path]) -> tuple[list[Path], ...]:
        """Returns, tables, grids of cases, forms of agencies, and forms of owners of actions.

        What was taken before or cannot be read is in none.
        """
        apart: tuple[list[Path], ...] = ([], [], [], [], [])
        for path in files:
            try:
                if self._before(path):
                    continue
                place = self._place(path)
            except AuditError as error:
                self.refused.append(error)
            else:
                apart[place].append(path)
        return apart

    def _before(self, path: Path) -> bool:
        return path.is_file() and self.arriving.taken_before(path, digest_of(path), self.name)

    def _place(self, path: Path) -> int:
        from audit.workbook.action_form_read import is_action_form
        from audit.workbook.form_read import CELLS

        if path.is_dir():
            raise FileError(str(path), [Problem("", "this folder holds no file that can be collected.")])
        if _is_no_form(path):
            return int(path.suffix.casefold() in TEXTS)
        sheets = tables.read(path, CELLS)
        if is_action_form(sheets):
            return 4
        if self._tables.holds_table(sheets):
            return 1
        return 2 if self._tables.is_grid(sheets) else 3


def _is_no_form(path: Path) -> bool:
    return path.suffix.casefold() in (*RETURNS, *TEXTS)


def told(error: AuditError) -> str:
    """What is wrong in a file, a line each; a sentence that goes for many places once, with all of them."""
    if not isinstance(error, FileError):
        return str(error)
    places: dict[str, dict[str, None]] = {}
    for one in error.problems:
        places.setdefault(one.text, {})[one.where] = None
    lines = []
    for text, found in places.items():
        whole = [[*found]] if len(found) > APART else [[where] for where in found]
        lines += [Problem("; ".join(filter(None, some)), text) for some in whole]
    return "\n".join(f"{error.file}, {line}" for line in lines)
