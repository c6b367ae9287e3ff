"""A question's history: what rounds found, and what is known only as so many out of so many."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from audit.cases.figure import counted
from audit.cases.results import Results
from audit.errors import StateError
from audit.statistics.compare import Count
from audit.templates import question_digest

REPORTED = "as reported"


@dataclass(frozen=True, slots=True)
class Known:
    """A result that somebody reported: so many of so many, or words that hold no such counts.

    `on` is its day (ISO), `how` says how the cases were chosen, `found_by` who read them; `by` and `at`
    say who wrote it down. `withdrawn` says why it was taken back.
    """

    question: str
    on: str
    how: str
    met: int | None = None
    of: int | None = None
    said: str = ""
    found_by: str = ""
    number: int = 0
    by: str = ""
    at: str = ""
    withdrawn: str = ""

    @property
    def count(self) -> Count | None:
        """The counts; None where only words are known, which are never compared."""
        return None if self.met is None or self.of is None else Count(self.met, self.of)

    @property
    def figure(self) -> str:
        """What was reported: `14 of 25`, or the words."""
        return self.said if self.count is None else f"{self.met:,} of {self.of:,}"


def check(known: Known, today: date) -> None:
    """StateError or AuditError where a result cannot be: counts that do not fit, a day to come."""
    if (known.count is None) == (not known.said):
        raise StateError("A result is --met K --of N, or --said TEXT where the number of cases is not known.")
    if date.fromisoformat(known.on) > today:
        raise StateError(f"{known.on} is still to come; give the day on which it was found with --on.")
    if not known.how:
        raise StateError("--how says how the cases were chosen, as 'drawn at random' or 'chosen by hand'.")


@dataclass(frozen=True, slots=True)
class Point:
    """One point in a question's history; `source` is a round's name or `as reported`.

    `wording` is a letter, the same for rounds in which the question means the same; empty where it is
    not known. `count` is None where only words are known, or no case counts; `note` says what else matters.
    """

    on: str
    source: str
    figure: str
    count: Count | None
    how: str
    by: str = ""
    wording: str = ""
    note: str = ""
    number: int = 0


def history(
    question: str, rounds: Sequence[Results], known: Sequence[Known], how: Callable[[Results], str]
) -> tuple[Point, ...]:
    """The points of a question in order of time: rounds by the day of opening, reported ones by theirs."""
    letters: dict[str, str] = {}
    points = [
        _point(one, question, how(one), letters)
        for one in sorted(rounds, key=lambda one: one.case_round.round.opened)
        if any(asked.id == question for asked in one.graded)
    ]
    points += [_reported(one) for one in known if one.question == question and not one.withdrawn]
    return tuple(sorted(points, key=lambda point: point.on))


def _point(one: Results, name: str, how: str, letters: dict[str, str]) -> Point:
    template = one.case_round.round.template
    question = template.by_id[name]
    meaning = question_digest(question, template.scale)
    letter = letters.setdefault(meaning, _letter(len(letters)))
    members = one.members(question)
    found = counted(members, template.scale)
    notes = []
    if any(member.value.several for member in members):
        notes.append("answers of several agencies")
    if found.unanswered:
        notes.append(f"{found.unanswered:,} not answered yet")
    count = Count(found.compliant, found.n) if found.n else None
    figure = f"{found.compliant:,} of {found.n:,}" if found.n else "no case counts"
    day = one.case_round.round.opened[:10]
    return Point(day, one.case_round.round.name, figure, count, how, "", letter, "; ".join(notes))


def _letter(place: int) -> str:
    return chr(ord("A") + place) if place < 26 else f"Z{place - 25}"


def _reported(one: Known) -> Point:
    note = "" if one.count else "never compared"
    return Point(one.on, REPORTED, one.figure, one.count, one.how, one.found_by, "", note, one.number)
