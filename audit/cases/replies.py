"""Replies to a survey as form tools export them: a row a reply, a column a question."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from audit.cases.survey_headings import FACTS, Headings, Mark, find_headings, plain
from audit.cases.survey_values import chosen, reply_value
from audit.definitions import digest
from audit.errors import FileError, Problem
from audit.registers.folding import fold
from audit.responses.given import Given
from audit.responses.long_table import shown
from audit.responses.response import Answer
from audit.standards.question import Question
from audit.tables import Table, Value, place, text
from audit.templates import Template

LIKE = 0.6  # from here on a heading may be a question's, written in other words


@dataclass(frozen=True, slots=True)
class Replies:
    """The replies of a table, the ids of the questions that have columns, and the headings left out.

    `blank` counts the rows in which no question is answered.
    """

    given: tuple[Given, ...]
    asked: tuple[str, ...]
    dropped: tuple[str, ...]
    blank: int
    by_respondent: bool


def fitting(table: Table, template: Template) -> bool:
    """Whether a table is one of replies to a template: it has columns for half of its questions or more."""
    seen = find_headings(table, template.questions)
    named = len(seen.questions) if seen else 0
    return named > 0 and named * 2 >= sum(not question.optional for question in template.questions)


def read_replies(table: Table, template: Template, *, whole: bool) -> Replies:
    """The replies of a table, row by row; FileError where a heading is not clear, or no question has one.

    Where `whole`, a question without a column is refused if a column left out may be it: its answers
    would be lost unseen, and with it later each reply would count a second time.
    """
    seen = find_headings(table, template.questions)
    if seen is None:
        sentence = "no row has the ids or the texts of the round's questions as headings."
        raise FileError(table.file, [Problem(table.sheet and f"sheet {table.sheet}", sentence)])
    rows = range(seen.last + 1, len(table.rows))
    given = [_given(table, seen, template, index) for index in rows if any(map(text, table.rows[index]))]
    filled = [one for one in given if one.replies or one.concerns]
    missing = _missing(table, seen, template) if whole else ()
    if problems := [*seen.problems, *missing, *_twice(filled)]:
        raise FileError(table.file, problems)
    return Replies(
        tuple(filled),
        tuple(seen.questions),
        seen.dropped,
        len(given) - len(filled),
        "respondent" in seen.facts,
    )


def _missing(table: Table, seen: Headings, template: Template) -> Iterator[Problem]:
    """The questions without a column that a column left out may be; others were not asked, which is fine."""
    left = {plain(heading): heading for heading in seen.dropped}
    for question in template.questions:
        if question.id in seen.questions:
            continue
        words = (plain(question.id), plain(question.text))
        if near := next((one for word in words for one in get_close_matches(word, left, 1, LIKE)), None):
            yield Problem(
                place(table, seen.row),
                f"no column is headed {question.id} or {question.text!r}, but {left[near]!r} may be it; "
                f"write the id over that column, or {question.id} over an empty one if it was not asked.",
            )


def _given(table: Table, seen: Headings, template: Template, index: int) -> Given:
    row = table.rows[index]
    cells = {name: " ".join(text(row[at]).split()) for name, at in seen.facts.items() if text(row[at])}
    places = {name: place(table, index, at) for name, at in seen.facts.items()}
    given = Given(place(table, index), {key: cells[key] for key in FACTS if key in cells}, places)
    if "concern" in cells:
        given.concerns.append(("", shown(cells["concern"])))
    for name, marks in seen.questions.items():
        value = _value(template, template.by_id[name], row, marks)
        if value:
            given.put(name, "value", value, place(table, index, marks[0].column))
    return given


def _value(
    template: Template, question: Question, row: tuple[Value, ...], marks: tuple[Mark, ...]
) -> str | list[str]:
    if not marks[0].choice:
        cell = text(row[marks[0].column])
        return reply_value(template, question, cell) if cell else ""
    return [mark.choice for mark in marks if chosen(text(row[mark.column]))]


def _twice(given: list[Given]) -> Iterator[Problem]:
    """Respondents with two rows: both cannot be the one reply, and a column may only look like theirs."""
    first: dict[str, Given] = {}
    for one in given:
        respondent = fold_respondent(one.cells.get("respondent", ""))
        if respondent and respondent in first:
            before = first[respondent].places["respondent"]
            yield one.wrong(
                "respondent",
                f"this respondent stands in {before} already; keep one row of each, or give the column "
                "another heading if it does not tell respondents apart.",
            )
        elif respondent:
            first[respondent] = one


def fold_respondent(word: str) -> str:
    """A respondent without case and white space, which people vary in the same address or number."""
    return " ".join(word.split()).casefold()


def key_of(
    round_: str, respondent: str, agency: str, answers: Mapping[str, Answer], seen: Counter[str]
) -> str:
    """What a reply is known by when it comes again, without saying who gave it.

    The digest of the round and the respondent; where none is named, that of the answers, and how often
    the same ones came before in the file (`seen` counts them).
    """
    if respondent:
        who = f"{fold(round_)}\n{fold_respondent(respondent)}"
        return f"respondent {hashlib.sha256(who.encode()).hexdigest()}"
    said = {name: _plain(answer) for name, answer in answers.items() if answer.value is not None}
    row = digest({"agency": agency, "answers": said})
    seen[row] += 1
    return f"row {row} #{seen[row]}"


def _plain(answer: Answer) -> str | list[str]:
    if isinstance(answer.value, tuple):
        return list(answer.value)
    return " ".join((answer.value or "").split())
