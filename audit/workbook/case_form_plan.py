"""What a grid form holds: whose it is, which cases stand across, which rows stand down."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from audit.cases.case_round import CaseRound, blank
from audit.cases.plan import ALLOTTED, ANYONE
from audit.responses.interview import Interview
from audit.responses.response import Response
from audit.standards.catalogue import Standard
from audit.standards.question import Question
from audit.workbook.case_form_words import FROM, TO
from audit.workbook.form_plan import can_arise


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the grid: a question, or the part `from` or `to` of one that asks for two days."""

    question: Question
    part: str = ""

    @property
    def label(self) -> str:
        """What stands in its first cell."""
        return f"{self.question.id} {self.part}".rstrip()


@dataclass(frozen=True)
class CaseForm:
    """A grid form: the cases across under their references, and the questions down by section.

    `agency` is the code of whoever reads, empty where nobody's agency does; `auditor` is the person to
    whom the cases are allotted, empty where they are not; `reading` is 1 or 2.
    """

    found: CaseRound
    refs: tuple[str, ...]
    today: date
    agency: str = ""
    auditor: str = ""
    reading: int = 1

    @property
    def whose(self) -> str:
        """Who fills it in: the auditor, else the agency; empty where neither is named."""
        agency = self.found.agencies.get(self.agency)
        return self.auditor or (agency.name if agency else "")

    @property
    def due(self) -> date:
        """When it is to be back: the agency's own day, else the round's."""
        round_, agency = self.found.round, self.found.agencies.get(self.agency)
        expected = round_.of(agency) if agency else None
        return expected.due if expected else round_.due

    @cached_property
    def responses(self) -> Mapping[str, Response]:
        """The responses as they stand, by reference."""
        return {ref: blank(self.found, ref, self.agency, self.reading) for ref in self.refs}

    @cached_property
    def interviews(self) -> Mapping[str, Interview]:
        """The interview about each case, by reference."""
        return {ref: self.found.interview(one, self.today) for ref, one in self.responses.items()}

    @cached_property
    def sections(self) -> Sequence[tuple[Standard, Sequence[Line]]]:
        """The sections with the rows of those of their questions that any of the cases is asked."""
        found = []
        for section in self.found.round.template.sections:
            lines = [
                line for question in section.questions if self._asked(question) for line in _lines(question)
            ]
            found += [(section, lines)] if lines else []
        return found

    @property
    def questions(self) -> Sequence[Question]:
        """Every question in it, in order."""
        lines = (line for _, lines in self.sections for line in lines)
        return list(dict.fromkeys(line.question for line in lines))

    def asks(self, ref: str, question: Question) -> bool:
        """Whether a question is asked about a case, as far as that is settled before any answer."""
        return question.id in self._arising[ref]

    @cached_property
    def _arising(self) -> Mapping[str, Collection[str]]:
        return {ref: can_arise(one) for ref, one in self.interviews.items()}

    def _asked(self, question: Question) -> bool:
        return any(self.asks(ref, question) for ref in self.refs)


def _lines(question: Question) -> tuple[Line, ...]:
    parts = (FROM, TO) if question.kind == "elapsed" else ("",)
    return tuple(Line(question, part) for part in parts)


def case_forms(found: CaseRound, today: date) -> Iterator[CaseForm]:
    """Every form of a round: one for each agency or auditor and reading, where any case is theirs."""
    allotted = found.plan.readers == ALLOTTED
    whose = [one.name for one in found.plan.auditors] if allotted else list(found.agencies) or [""]
    for name in whose:
        for reading in (1, 2):
            form = (
                auditors_form(found, name, reading, today)
                if allotted
                else agencys_form(found, name, reading, today)
            )
            if form.refs:
                yield form


def auditors_form(found: CaseRound, auditor: str, reading: int, today: date) -> CaseForm:
    """The form of an auditor: the cases allotted for a reading."""
    own = [one for one in found.assignments if one.auditor == auditor and one.reading == reading]
    agency = next((one.agency for one in found.plan.auditors if one.name == auditor), "")
    return CaseForm(found, tuple(one.ref for one in own), today, agency, auditor, reading)


def agencys_form(found: CaseRound, agency: str, reading: int, today: date) -> CaseForm:
    """The form of an agency (empty: nobody's): the cases that it is expected to read, or may read still."""
    if found.plan.readers == ANYONE:
        refs = [one.ref for one in found.usable if _free(found, one.ref, agency, reading)]
    else:
        refs = [one.ref for one in found.usable if _expected(found, one.ref, agency, reading)]
    return CaseForm(found, tuple(refs), today, agency, "", reading)


def _expected(found: CaseRound, ref: str, agency: str, reading: int) -> bool:
    return found.expected(ref, agency, reading) is not None


def _free(found: CaseRound, ref: str, agency: str, reading: int) -> bool:
    """Whether nobody else has read a case: where anyone may, one reading is enough."""
    if reading == 2:
        return found.by_ref[ref].twice
    readers = [one.agency for one in found.of(ref) if one.reading == 1]
    return not readers or agency in readers
