"""Which sheets a form has, and what stands in which row: settled before anything is written."""

import textwrap
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from audit.responses.interview import Interview
from audit.responses.response import Answer
from audit.standards.catalogue import Standard
from audit.standards.question import Question
from audit.tables import letters
from audit.templates import Template
from audit.workbook.form_words import BROUGHT, GRADES, HEADINGS, MEMBERS_SHEET, SIGN_OFF, START, Heading

LONGEST_NAME = 31  # characters in the name of a sheet
SPARE = 4  # rows at the end of a sheet for further evidence
ACROSS = 150  # characters that the first screen shows in a line over the columns
CONFIRMING = (
    "Last time shows what {} Where all of it is {} true, choose Yes under Still true?; left blank it "
    "confirms nothing. What you fill in beside a Yes is taken instead of what was said then; evidence is "
    "added to it."
)
_LINKING = {"of", "and", "the", "to", "for", "in", "on", "by", "a", "an", "with", "or", "from", "&", "-", "–"}
_FORBIDDEN = str.maketrans("[]:*?/\\", "       ")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a question sheet: a question, or the standard itself where `question` is None.

    `slot` counts its pieces of evidence; from 1 on the row takes nothing but that piece.
    """

    id: str
    question: Question | None
    slot: int = 0


@dataclass(frozen=True)
class Sheet:
    """A question sheet: its name, what stands above the headings, its columns and rows, counted from zero."""

    name: str
    section: Standard
    intro: tuple[str, ...]
    lines: tuple[Line, ...]
    headings: tuple[Heading, ...]

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The column of each field."""
        return {heading.field: column for column, heading in enumerate(self.headings)}

    def letters(self, field: str) -> str:
        """The letters of a field's column."""
        return letters(self.place[field])

    @property
    def head(self) -> int:
        """The row of the headings, below the title and what is said there."""
        return 1 + len(self.intro)

    @property
    def first(self) -> int:
        """The first row below the headings."""
        return self.head + 1

    @cached_property
    def rows(self) -> Mapping[tuple[str, int], int]:
        """The row of each id and slot."""
        return {(line.id, line.slot): row for row, line in enumerate(self.lines, self.first)}

    @property
    def asked_from(self) -> int:
        """The first row of a question, below those of the standard itself."""
        return self.first + sum(line.question is None for line in self.lines)

    @property
    def last(self) -> int:
        """The last row that is no spare one."""
        return self.head + len(self.lines)


def plan(asked: Interview) -> tuple[Sheet, ...]:
    """A sheet for each standard that has questions for an agency, and one for those of no standard."""
    arising = can_arise(asked)
    every = (asked.template.by_id[name] for name in arising)
    steps: tuple[Question | Standard, ...] = (*every, *asked.template.standards)
    bare = not any(map(asked.to_confirm, steps))
    headings = tuple(heading for heading in HEADINGS if not (bare and heading.field in BROUGHT))
    taken = [START, GRADES, SIGN_OFF, MEMBERS_SHEET]
    sheets = []
    for section in asked.template.sections:
        questions = [question for question in section.questions if question.id in arising]
        if questions:
            name = sheet_name(f"{section.id} {section.title}", taken)
            taken.append(name)
            intro, lines = _intro(asked, section, bare=bare), _lines(asked, section, questions)
            sheets.append(Sheet(name, section, intro, lines, headings))
    return tuple(sheets)


def can_arise(asked: Interview) -> Collection[str]:
    """The ids of the questions that are meant for an agency and case, and whose conditions may hold."""
    # A condition on a question that is not meant for this agency can never hold.
    found: set[str] = set()
    for question in asked.template.questions:
        if asked.meant(question) and all(name in found for name, _ in question.when):
            found.add(question.id)
    return found


def _lines(asked: Interview, section: Standard, questions: Sequence[Question]) -> tuple[Line, ...]:
    standard = [(section.id, None)] if section.id else []
    return tuple(
        Line(name, question, slot)
        for name, question in [*standard, *((question.id, question) for question in questions)]
        for slot in range(max(1, len(asked.answers.get(name, Answer()).evidence)))
    )


def _intro(asked: Interview, section: Standard, *, bare: bool) -> tuple[str, ...]:
    own = f"{section.id}: evidence for the whole standard" if section.id else ""
    refused = asked.template.not_applicable == "refused"
    whole = f"{own}, or Not applicable with one reason for all of it" if own and not refused else own
    lines = [
        section.text,
        (
            "Fill in the white and yellow cells; the grey ones are locked. Still to do says what a row "
            "needs; nothing there means that it is done."
        ),
        f"The first row is for {whole}." if whole else "",
        "" if bare else confirming(asked.template),
    ]
    return tuple(part for line in lines for part in textwrap.wrap(line, ACROSS))


def confirming(template: Template) -> str:
    """How what was said before is confirmed: by who said it, or by whoever answers in its place."""
    if template.running.respondent:
        return CONFIRMING.format("the agency said of itself.", "found to be")
    return CONFIRMING.format("you said before.", "still")


def sheet_name(wanted: str, taken: Collection[str]) -> str:
    """A name that Excel allows for a sheet, unlike those taken in any case."""
    bare = "".join(letter if letter.isprintable() else " " for letter in wanted.translate(_FORBIDDEN))
    name = " ".join(bare.split()).strip("' ") or "Questions"
    if name.casefold() == "history":  # Excel keeps this name for itself
        name = f"{name} of it"
    used = {other.casefold() for other in taken}
    number, found = 1, _cut(name, LONGEST_NAME)
    while found.casefold() in used:
        number += 1
        found = f"{_cut(name, LONGEST_NAME - len(f' {number}'))} {number}"
    return found


def _cut(name: str, longest: int) -> str:
    """A name cut at a word where that leaves most of it."""
    if _units(name) <= longest:
        return name
    fitting = next(end for end in range(longest, -1, -1) if _units(name[:end]) <= longest)
    short = name[:fitting].rstrip("' ")
    word = short.rpartition(" ")[0] if name[len(short)] != " " else short
    found = (word if len(word) > longest // 2 else short).rstrip("' ,")
    while found.rpartition(" ")[2].casefold() in _LINKING:
        found = found.rpartition(" ")[0].rstrip("' ,")
    return found


def _units(name: str) -> int:
    """How long Excel finds a name: a letter beyond U+FFFF, such as an emoji, counts as two."""
    return len(name.encode("utf-16-le", "surrogatepass")) // 2
