"""Which question each column of a table of replies is, as form tools head them."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import islice

from audit.errors import Problem
from audit.registers.folding import fold
from audit.standards.question import Question
from audit.tables import Table, Value, place, text

NEAR = 100  # rows searched for headings
SHORTENED = 30  # letters of a text that stand for the whole, since some tools cut headings
FACTS = {
    "respondent": ("respondent", "respondent id", "respondentid", "response id", "responseid"),
    "agency": ("agency", "agency name", "agency code", "organisation"),
    "case": ("case", "case reference", "audit reference"),
    "reading": ("reading",),
    "by": ("by", "read by", "reader", "auditor"),
    "round": ("round",),
    "concern": ("concern", "immediate concern"),
}
OPEN_ENDED = frozenset({"response", "open ended response"})
_TAG = re.compile(r"<[^<>]{1,200}>")
_REQUIRED = re.compile(r"\s*(\*|\(required\))\s*$", re.IGNORECASE)
_NUMBERS = re.compile(r"(?:(?:q|question )?\d{1,3} )+")
_SHORT_ID = re.compile(r"(?=.*\d)(?=.*[^\W\d_])")  # a letter and a digit: no word of the language


@dataclass(frozen=True, slots=True)
class Mark:
    """A column about a question; `choice` where the column is about one of its choices only."""

    column: int
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Headings:
    """What the columns of a table are, below which row its replies stand; indexes count from zero.

    `facts` are the columns that say whose a reply is, `dropped` the headings that mean nothing here.
    """

    row: int
    last: int
    questions: Mapping[str, tuple[Mark, ...]]
    facts: Mapping[str, int] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def find_headings(table: Table, questions: Sequence[Question]) -> Headings | None:
    """Where the headings of a table are, and what they mean; None where no row names any question.

    The row that names most questions is taken; of equal rows the upper one.
    """
    names = _Names(questions)
    best, most = -1, 0
    for index, row in enumerate(islice(table.rows, NEAR)):
        found = len({name for cell in row for name in names.of(cell)})
        if found > most:
            best, most = index, found
    return _Headings(table, names, best).read() if most else None


def plain(heading: str) -> str:
    """A heading without what form tools put around it: tags, entities, marks of what is required."""
    bare = unicodedata.normalize("NFKC", _TAG.sub(" ", unescape(heading)))
    return fold(_REQUIRED.sub("", bare))


class _Names:
    """What questions may be called in a heading."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.by_id = {question.id: question for question in questions}
        self._exact = {question.id.casefold(): question.id for question in questions}
        self._texts: dict[str, list[str]] = {}
        self._short = {plain(one.id): one.id for one in questions if _SHORT_ID.search(one.id)}
        for one in questions:
            for name in dict.fromkeys((plain(one.id), plain(one.text), plain(f"{one.id} {one.text}"))):
                self._texts.setdefault(name, []).append(one.id)

    def of(self, value: Value) -> Sequence[str]:
        """The ids of the questions that a heading names: none, one, or several where it is not clear."""
        heading = text(value)
        if not heading:
            return ()
        if found := self._exact.get(heading.casefold()):
            return (found,)
        name = plain(heading)
        bare = _NUMBERS.sub("", f"{name} ", count=1).strip() if _NUMBERS.match(f"{name} ") else name
        for word in (name, bare):
            if word in self._texts:
                return self._texts[word]
        return self._begun(name) or self._cut(name) or self._cut(bare)

    def _begun(self, name: str) -> Sequence[str]:
        """The question whose id a heading begins with, such as `K1 The nurse`."""
        found = [short for short in self._short if name.startswith(f"{short} ")]
        return [self._short[max(found, key=len)]] if found else []

    def _cut(self, name: str) -> Sequence[str]:
        """The questions whose text begins as a long heading does, since it was cut short."""
        if len(name) < SHORTENED:
            return ()
        return [one for text_, ids in self._texts.items() if text_.startswith(name) for one in ids][:2]


class _Headings:
    """The headings of a table being read."""

    def __init__(self, table: Table, names: _Names, row: int) -> None:
        self.table, self.names, self.row = table, names, row
        self.below = table.rows[row + 1] if row + 1 < len(table.rows) else ()

    def read(self) -> Headings:
        questions: dict[str, tuple[Mark, ...]] = {}
        facts: dict[str, int] = {}
        dropped: list[str] = []
        problems: list[Problem] = []
        spread = self._spread()
        for column, value in enumerate(self.table.rows[self.row]):
            ids = self.names.of(value)
            fact = next((name for name, words in FACTS.items() if plain(text(value)) in words), "")
            if column in spread:
                name, choice = spread[column]
                questions[name] = (*questions.get(name, ()), Mark(column, choice))
            elif len(ids) == 1 and ids[0] not in questions:
                questions[ids[0]] = (Mark(column),)
            elif ids:
                problems.append(self._unclear(column, ids))
            elif fact and fact not in facts:
                facts[fact] = column
            elif text(value) or self._filled(column):
                dropped.append(text(value) or place(self.table, self.row, column))
        last = self.row + 1 if spread or self._answers_below() else self.row
        return Headings(self.row, last, questions, facts, tuple(dropped), tuple(problems))

    def _unclear(self, column: int, ids: Sequence[str]) -> Problem:
        where = place(self.table, self.row, column)
        if len(ids) == 1:
            sentence = f"this is the question {ids[0]} a second time; keep one of the two columns."
        else:
            sentence = f"this may be {' or '.join(ids)}; write the id of the question as its heading."
        return Problem(where, sentence)

    def _filled(self, column: int) -> bool:
        return any(text(row[column]) for row in self.table.rows[self.row + 1 :])

    def _spread(self) -> dict[int, tuple[str, str]]:
        """The columns that are each about one choice of a question, by a second row of headings.

        Only where a question's heading is followed by columns without any: a first reply must never be
        taken for headings.
        """
        found: dict[int, tuple[str, str]] = {}
        for name, columns in self._groups():
            choices = {plain(choice): choice for choice in self.names.by_id[name].choices}
            chosen = {at: choices.get(plain(text(self.below[at]))) for at in columns}
            if len(columns) > 1 and all(text(self.below[at]) for at in columns) and chosen[columns[0]]:
                found |= {at: (name, choice) for at, choice in chosen.items() if choice}
        return found

    def _groups(self) -> Iterator[tuple[str, list[int]]]:
        """Questions with choices, each with its own column and those without a heading behind it."""
        row = self.table.rows[self.row]
        for column, value in enumerate(row if self.below else ()):
            ids = self.names.of(value)
            if len(ids) == 1 and self.names.by_id[ids[0]].kind == "choices":
                end = next((at for at in range(column + 1, len(row)) if text(row[at])), len(row))
                yield ids[0], [at for at in range(column, end) if at == column or text(self.below[at])]

    def _answers_below(self) -> bool:
        """Whether the row below says `Response` under every heading where it says anything."""
        words = {plain(text(cell)) for cell in self.below if text(cell)}
        return bool(words) and words <= OPEN_ENDED
