"""Taking in tables: answers as a long table, and the replies of a survey."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from audit import tables
from audit.cli.arriving import Arriving
from audit.cli.desk import Desk
from audit.errors import AuditError, FileError, Problem, StateError
from audit.registers.folding import fold
from audit.responses.given import Given
from audit.responses.long_table import LongTable, gather, long_table
from audit.tables import Table, text

if TYPE_CHECKING:
    from audit.rounds import Round
    from audit.templates import Template


@dataclass
class Collecting:
    """Tables being taken in, into the round of a name or the one that each fits."""

    desk: Desk
    name: str | None
    arriving: Arriving
    _about_cases: dict[str, bool] = field(default_factory=dict)

    @cached_property
    def open(self) -> "tuple[Round, ...]":
        """The rounds that are open."""
        return tuple(self.desk.store.round(line.name) for line in self.desk.store.rounds() if not line.closed)

    def is_grid(self, sheets: Sequence[Table]) -> bool:
        """Whether a workbook is the form of a round about cases."""
        from audit.cli.case_collecting import is_about_cases
        from audit.workbook.case_form_read import round_of

        name = round_of(sheets)
        if name and name not in self._about_cases:
            self._about_cases[name] = is_about_cases(self.desk, name)
        return bool(name) and self._about_cases[name]

    def holds_table(self, sheets: Sequence[Table]) -> bool:
        """Whether a workbook is no form, and holds answers or replies."""
        from audit.workbook.form_words import EDITION

        edition = fold(EDITION)
        cells = (cell for sheet in sheets for row in sheet.rows for cell in row if isinstance(cell, str))
        if any(fold(cell) == edition for cell in cells if len(cell) < 100):
            return False
        if any(found for sheet in sheets if (found := long_table(sheet)) and _names_subjects(found)):
            return True
        templates = [self.desk.store.round(self.name)] if self.name else self.open
        return any(_fits(sheets, one.template) for one in templates)

    def take(self, path: Path) -> str:
        """Take a table in; a sentence on what came of it."""
        from audit.cli.taking import RefusedError, tell_unrecorded

        sheets = tables.read(path)
        try:
            return self._take(path, sheets)
        except RefusedError:
            raise
        except AuditError:
            if any(map(_tells_concerns, sheets)):
                tell_unrecorded(str(path))
            raise

    def _take(self, path: Path, sheets: Sequence[Table]) -> str:
        answers = [found for sheet in sheets if (found := long_table(sheet))]
        if len(answers) > 1:
            raise FileError(str(path), [Problem("", "several of its sheets hold answers; keep one.")])
        return self._take_long(path, answers[0]) if answers else self._take_replies(path, sheets)

    def _take_long(self, path: Path, answers: LongTable) -> str:
        from audit.cli.taking import take_answers

        names = answers.words("round")
        if len({name.casefold() for name in (*names, self.name or next(iter(names), ""))}) > 1:
            raise FileError(str(path), [_several(names, self.name)])
        if not answers.rows:
            raise FileError(str(path), [Problem("", "it holds headings and no answers.")])
        asked = {word.casefold() for word in answers.words("question")}
        name = self.name or next(iter(names), "")
        found = self._chosen(path, name, lambda template: asked <= {one.casefold() for one in _ids(template)})
        given, problems = gather(answers, answers.rows[0].file, _ids(found.template))
        versioned = "version" in answers.rows[0].columns
        said = take_answers(self.arriving, path, found, given, problems, versioned=versioned)
        return said + _left_out([heading for _, heading in answers.dropped])

    def _take_replies(self, path: Path, sheets: Sequence[Table]) -> str:
        from audit.cases.replies import read_replies
        from audit.cases.survey_headings import find_headings
        from audit.cli.readings import book_of
        from audit.cli.surveying import take_replies
        from audit.cli.taking import take_answers

        found = self._chosen(path, self.name or "", lambda template: _fits(sheets, template))
        questions = found.template.questions
        holding = [sheet for sheet in sheets if find_headings(sheet, questions)] or list(sheets[:1])
        if len(holding) > 1:
            raise FileError(str(path), [Problem("", "several of its sheets hold replies; keep one.")])
        seen = None if found.template.subject == "agency" else book_of(self.desk).mark(found.name)
        cases = None if found.template.subject == "agency" else book_of(self.desk).round(found.name)
        made = cases if cases and not cases.plan.sample else None
        replies = read_replies(holding[0], found.template, whole=made is not None)
        if others := [one for one in replies.given if not _of_round(one, found.name)]:
            sentence = f"this row is of another round, and the table goes into {found.name!r}; part the two."
            raise FileError(str(path), [one.wrong("round", sentence) for one in others])
        if made is None:
            said = take_answers(self.arriving, path, found, replies.given)
            return said + _left_out(replies.dropped)
        useless = [one for one in ("case", "reading", "by") if any(one in row.cells for row in replies.given)]
        said = take_replies(self.desk, path, made, replies, seen) + _left_out([*replies.dropped, *useless])
        bare = [question.id for question in questions if question.id not in replies.asked]
        return said + (
            f" It has no column for {', '.join(bare)}, so nothing was asked there." if bare else ""
        )

    def _chosen(self, path: Path, name: str, fits: "Callable[[Template], bool]") -> "Round":
        """The open round of a name, else the only one that a table fits; StateError where none is meant."""
        if name:
            found = self.desk.store.round(name)
            if found.closed:
                raise StateError(f"{path}: the round {found.name!r} is closed.")
            return found
        fitting = [one for one in self.open if fits(one.template)]
        if len(fitting) == 1:
            return fitting[0]
        if not fitting:
            raise StateError(f"{path}: its headings fit no open round; say which it is for: --round NAME.")
        names = ", ".join(repr(one.name) for one in fitting)
        raise StateError(f"{path}: it fits the rounds {names}; say which it is for: --round NAME.")


def _several(names: Collection[str], name: str | None) -> Problem:
    found = ", ".join(map(repr, names))
    if name:
        return Problem("", f"its column 'round' says {found}, and --round {name!r}; put one of them right.")
    return Problem("", f"its column 'round' names {found}; make a file for each.")


def _tells_concerns(sheet: Table) -> bool:
    """Whether anything stands below a heading for concerns."""
    from audit.cases.survey_headings import FACTS, NEAR, plain

    for index, row in enumerate(sheet.rows[:NEAR]):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and plain(cell) in FACTS["concern"]:
                return any(text(below[column]) for below in sheet.rows[index + 1 :])
    return False


def _of_round(given: Given, name: str) -> bool:
    return given.cells.get("round", name).casefold() == name.casefold()


def _ids(template: "Template") -> list[str]:
    """The ids that may be answered: questions, standards as wholes, those whom one answers for."""
    from audit.responses.membership import KEY

    own = [KEY] if template.subject == "agency" else []
    return [*template.by_id, *(standard.id for standard in template.standards), *own]


def _fits(sheets: Sequence[Table], template: "Template") -> bool:
    from audit.cases.replies import fitting

    return any(fitting(sheet, template) for sheet in sheets)


def _names_subjects(answers: LongTable) -> bool:
    """Whether a long table says whose its answers are, as the question sheet of a form does not."""
    return bool({name for row in answers.rows for name in row.columns} & {"agency", "case", "round"})


def _left_out(headings: Sequence[str]) -> str:
    """A sentence on the columns that mean nothing here, which are never kept."""
    named = [text(heading)[:60] for heading in headings]
    return f" Columns left out: {', '.join(map(repr, named))}." if named else ""
