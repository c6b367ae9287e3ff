"""The cases of a round that were read more than once: who said what, and how they were chosen for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from audit.cases.case_round import CaseRound, together
from audit.cases.plan import EACH
from audit.cases.results import Results
from audit.cases.values import Key, Values
from audit.errors import StateError
from audit.responses.interview import State
from audit.standards.question import Question
from audit.statistics.agreement import MOST_GRADES

READINGS, AGENCIES = "readings", "agencies"
HAND = "no interval (these cases were not all drawn at random to be read twice)"
STILL = "no interval (not every case drawn to be read twice has been)"
ALIKE = "no interval (answers about one case are often alike)"
ALONE = "no interval (these cases were not drawn at random, each like the others)"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader says of a case to a question: a grade's code or a choice; '' for not applicable."""

    unit: str
    reader: str
    says: str


@dataclass(frozen=True)
class Doubles:
    """The readings to hold against each other, by unit (a case, or a case and the agency that reads it).

    `no_interval` says why no interval may be given, empty where one may; `notes` say how cases came to be
    read twice.
    """

    values: Values
    questions: tuple[Question, ...]
    keys: Mapping[str, tuple[tuple[str, Key], ...]]
    notes: tuple[str, ...] = ()
    no_interval: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)

    def read(self, question: Question) -> tuple[Reading, ...]:
        """The readings of the units in which at least two say something."""
        found = []
        for unit, keys in self.keys.items():
            said = [
                Reading(unit, who, says)
                for who, key in keys
                if (says := self._says(key, question)) is not None
            ]
            found += said if len(said) > 1 else []
        return tuple(found)

    def waiting(self, question: Question) -> int:
        """In how many units a reading that was begun still owes an answer to a question."""
        return sum(
            any(self.values.state(key, question) is State.UNANSWERED for _, key in keys)
            for keys in self.keys.values()
        )

    def _says(self, key: Key, question: Question) -> str | None:
        """What a reading says; None where it says nothing, or the question does not arise in it."""
        begun = self.values.interviews[key]
        if not begun.arises(question):
            return None
        if begun.says_not_applicable(question):
            return ""
        if question.graded:
            return self.values.grade(key, question) or None
        value = begun.answer(question).value
        return value if isinstance(value, str) and value else None


def _questions(case_round: CaseRound) -> tuple[Question, ...]:
    """The questions that can be agreed on: graded ones, one choice of a few, yes or no."""
    return tuple(
        question
        for question in case_round.round.template.questions
        if question.graded or question.kind == "yes-no" or _few(question)
    )


def _few(question: Question) -> bool:
    return question.kind == "choice" and 2 <= len(question.choices) < MOST_GRADES


def _refuse_replies(case_round: CaseRound) -> None:
    if case_round.round.template.subject == "reply":
        raise StateError(
            f"The replies of {case_round.round.name} are each given by one person, so no readers' agreement "
            "can be seen."
        )


def _refuse_together(case_round: CaseRound) -> None:
    if case_round.plan.together:
        raise StateError(f"{together(case_round)}, so there is nothing that could agree or differ.")


def reading_pairs(results: Results) -> Doubles:
    """First and second readings of the same cases; StateError where no case has both."""
    case_round = results.case_round
    _refuse_replies(case_round)
    _refuse_together(case_round)
    refs = {one.ref for one in case_round.usable}
    keys: dict[str, tuple[tuple[str, Key], ...]] = {}
    twice = set[str]()
    for ref, agency, reading in sorted(case_round.readings):
        first = case_round.first(ref, agency) if reading == 2 and ref in refs else None
        if first is not None:
            second: Key = (ref, agency, 2)
            unit = f"{ref}|{agency}" if case_round.plan.readers == EACH else ref
            readers = _different(_name(case_round, (ref, first.agency, 1)), _name(case_round, second))
            keys[unit] = tuple(zip(readers, ((ref, first.agency, 1), second), strict=True))
            twice.add(ref)
    if not keys:
        chosen = (one.ref for one in case_round.usable if one.twice)
        first_chosen = next(chosen, f"{case_round.prefix}-01")
        raise StateError(
            f"No case of {case_round.round.name} has a second reading yet; 'audit ask "
            f"{case_round.round.name} --about {first_chosen} --reading 2' gives one, and "
            "--between agencies holds agencies against each other."
        )
    return _described(results, keys, twice)


def _described(results: Results, keys: Mapping[str, tuple[tuple[str, Key], ...]], twice: set[str]) -> Doubles:
    """The pairs with how their cases came to be read twice, and whether that allows an interval."""
    case_round = results.case_round
    drawn = [one.ref for one in case_round.usable if one.twice]
    chosen = sorted(twice - set(drawn))
    still = [ref for ref in drawn if ref not in twice]
    notes = []
    if drawn:
        notes.append(
            f"Drawn to be read twice: {len(drawn):,}, of which {len(drawn) - len(still):,} have been."
        )
    if still:
        notes.append(f"Still to be read a second time: {', '.join(still)}.")
    if chosen:
        notes.append(
            f"Read twice by choice, not drawn for it: {', '.join(chosen)}; how readers agree on these says "
            "nothing of other cases."
        )
    why = HAND if chosen else STILL if still else "" if results.basis.random else ALONE
    why = why or (ALIKE if len(keys) > len(twice) else "")
    counts = {
        "drawn_twice": len(drawn),
        "read_twice": len(twice),
        "by_choice": len(chosen),
        "still": len(still),
    }
    values = results.values
    return Doubles(values, _questions(case_round), keys, tuple(notes), why, counts)


def agency_pairs(results: Results) -> Doubles:
    """The first readings of the same cases by several agencies; StateError where no case has two."""
    case_round = results.case_round
    _refuse_replies(case_round)
    _refuse_together(case_round)
    keys: dict[str, tuple[tuple[str, Key], ...]] = {}
    for one in case_round.usable:
        own = [key for key in sorted(case_round.readings) if key[0] == one.ref and key[2] == 1]
        if len({agency for _, agency, _ in own}) > 1:
            keys[one.ref] = tuple((_agency(case_round, key[1]), key) for key in own)
    if not keys:
        raise StateError(f"No case of {case_round.round.name} was answered by two agencies yet.")
    why = "" if results.basis.random else ALONE
    notes = (
        "Agencies see their own files, so a difference may lie in what each knows, not in how each judges.",
    )
    return Doubles(results.values, _questions(case_round), keys, notes, why, {"read_twice": len(keys)})


def _agency(case_round: CaseRound, code: str) -> str:
    agency = case_round.agencies.get(code)
    return agency.name if agency else code or "nobody named"


def _name(case_round: CaseRound, key: Key) -> str:
    return ", ".join(case_round.readings[key].readers) or _agency(case_round, key[1])


def _different(first: str, second: str) -> Sequence[str]:
    """Two readers' names; a second one of the same name is told apart."""
    return (first, second) if first != second else (first, f"{second} (second reading)")
