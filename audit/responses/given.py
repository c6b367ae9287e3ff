"""What a table says of one response: whose it is, its replies, and the cell that each stands in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from audit.errors import FileError, Problem
from audit.responses.files import take
from audit.responses.interview import Interview
from audit.responses.response import Answer


@dataclass(slots=True)
class Given:
    """What a table says of one response.

    `row` is the place of its first row; `cells` say as typed whose response it is (agency, case …), and
    `places` where. `replies` holds the parts of an answer by question, `spots` the cell of each part;
    `concerns` are an id of a question (or '') and a text; `versions` those that answers started from, by id.
    """

    row: str
    cells: Mapping[str, str]
    places: Mapping[str, str]
    replies: dict[str, dict[str, Any]] = field(default_factory=dict)
    spots: dict[str, dict[str, str]] = field(default_factory=dict)
    concerns: list[tuple[str, str]] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)

    def wrong(self, column: str, sentence: str) -> Problem:
        """A problem with one of the cells that say whose response it is."""
        return Problem(self.places.get(column, self.row), sentence)

    def put(self, name: str, part: str, value: Any, spot: str) -> None:
        """Add a part of an answer, and the cell in which it stands."""
        self.replies.setdefault(name, {})[part] = value
        self.spots.setdefault(name, {})[part] = spot


@dataclass(frozen=True, slots=True)
class Found:
    """The answers that a table gives to a response, the ids not asked there, and what is wrong."""

    answers: Mapping[str, Answer]
    left_out: tuple[str, ...]
    problems: tuple[Problem, ...]


def take_given(interview: Interview, given: Given) -> Found:
    """The answers that a table gives, by the same rules as an answers file, each problem with its cell."""
    answers: dict[str, Answer] = {}
    left_out: list[str] = []
    problems: list[Problem] = []
    for name, reply in given.replies.items():
        try:
            taken = take(interview, {name: reply}, "")
        except FileError as error:
            problems += _located(interview, given, name, error)
        else:
            answers |= taken.answers
            left_out += taken.left_out
    return Found(answers, tuple(left_out), tuple(problems))


def _located(interview: Interview, given: Given, name: str, error: FileError) -> list[Problem]:
    """The problems of an answer, each with the cell of the part that is wrong."""
    found = []
    for part, value in given.replies[name].items():
        try:
            take(interview, {name: {part: value}}, "")
        except FileError as own:
            found += [Problem(given.spots[name][part], one.text) for one in own.problems]
    return found or [Problem(given.row, one.text) for one in error.problems]
