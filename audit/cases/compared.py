"""One question compared between rounds: the counts, what a test says of them, or why none was made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from audit.cases.alike import ACTUAL, name_of, waiting
from audit.cases.figure import Figure
from audit.cases.history import Known
from audit.cases.moves import Moves, moves_of
from audit.cases.pairing import Pairing
from audit.cases.results import Results
from audit.standards.question import Question
from audit.statistics import findings_change
from audit.statistics import sentences_change as said
from audit.statistics.answer import Answer, Grid
from audit.statistics.compare import Count, independent
from audit.statistics.compare import paired as paired_change
from audit.statistics.exact import Number, fraction
from audit.statistics.words import nearest

PAIRED, INDEPENDENT, TREND = "paired", "independent", "trend"
UNTESTED: Mapping[str, tuple[str, ...]] = {
    INDEPENDENT: ("difference", "lower", "upper", "p_two_sided", "could_be_chance"),
    PAIRED: ("difference", "lower", "upper", "p_exact", "could_be_chance"),
    TREND: ("z", "chi2", "p_two_sided"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One question compared; `places` name the rounds (and reported results) of its counts, in order.

    `why` says why nothing was tested, empty where it was. `figures` go by the names that the calculator
    gives them.
    """

    question: Question
    places: tuple[str, ...]
    counts: tuple[Count, ...]
    sentence: str
    figures: Mapping[str, Any]
    why: str = ""
    details: tuple[Grid, ...] = ()
    note: str = ""
    moves: Moves | None = None
    reported: tuple[Known, ...] = ()

    @property
    def surely(self) -> bool:
        """Whether a test says that the change would seldom be chance alone; not where none was made."""
        if self.why:
            return False
        if "could_be_chance" in self.figures:
            return not self.figures["could_be_chance"]
        p = self.figures.get("p_two_sided")
        return p is not None and fraction(p) <= 1 - fraction(self.figures["confidence"])


@dataclass(frozen=True)
class Asking:
    """Rounds about to be compared, one question after the other; `why` is why none may be tested."""

    rounds: Sequence[Results]
    kind: str
    pairing: Pairing
    why: str
    confidence: Number

    def not_comparable(self, question: Question) -> str:
        """Why the answers to a question cannot be compared; empty where they can."""
        for one in self.rounds:
            values = one.by_case[question.id].values()
            if any(value.several for value in values):
                return (
                    f"In {name_of(one)} several agencies' answers stand side by side without a panel's grade."
                )
            if not one.questions[question.id].n:
                return f"In {name_of(one)} no case counts."
        if self.kind == PAIRED and not self._moves(question).cases:
            return "No case counts in both rounds."
        return ""

    def _why(self, question: Question) -> str:
        """Why rounds allow no test of a question; that a register was read whole is not so of them all."""
        partly = question.asked_of or any(one.questions[question.id].unanswered for one in self.rounds)
        return "" if self.why == ACTUAL and partly else self.why

    def _moves(self, question: Question) -> Moves:
        return moves_of(self.rounds[0], self.rounds[1], self.pairing, question)

    def compared(self, question: Question, joining: Sequence[Known]) -> Compared:
        """A question compared, reported results joining in by their days."""
        if self.kind == PAIRED:
            return self._paired(question)
        lines = [(name_of(one), self._count(one, question)) for one in self.rounds]
        if self.kind == TREND:
            lines = self._with_reported(lines, joining)
        places, counts = zip(*lines, strict=True)
        if why := self._why(question) or self._waiting(question):
            return self._beside(question, places, counts, why)
        if self.kind == TREND:
            answer = findings_change.of_rounds(counts, confidence=self.confidence)
        else:
            answer = findings_change.of_samples(independent(*counts, confidence=self.confidence))
        return _tested(question, places, counts, answer)

    def _count(self, one: Results, question: Question) -> Count:
        found = one.questions[question.id]
        return Count(found.compliant, found.n)

    def _with_reported(
        self, lines: Sequence[tuple[str, Count]], joining: Sequence[Known]
    ) -> list[tuple[str, Count]]:
        """Each reported result before the first round that was opened later than its day."""
        found, rest = [], [(one, one.count) for one in joining]
        for line, one in zip(lines, self.rounds, strict=True):
            before = [pair for pair in rest if pair[0].on < one.case_round.round.opened[:10]]
            rest = [pair for pair in rest if pair not in before]
            found += [(f"reported {known.on}", count) for known, count in before if count]
            found.append(line)
        return found + [(f"reported {known.on}", count) for known, count in rest if count]

    def _waiting(self, question: Question) -> str:
        for one in self.rounds:
            figure = one.questions[question.id]
            if figure.unanswered:
                return waiting(name_of(one), figure.unanswered, len(one.asked_of(question)))
        return ""

    def _beside(
        self, question: Question, places: tuple[str, ...], counts: tuple[Count, ...], why: str
    ) -> Compared:
        """Counts side by side, without a test; where strata weigh, with the shares that they give."""
        figures = [one.questions[question.id] for one in self.rounds]
        told = ", then ".join(map(said.with_share, counts))
        sentence = f"{told}{_weighed(figures)}. {why}"
        blocks = list(map(block, counts))
        ends = {"first": blocks[0], "second": blocks[-1]} if self.kind == INDEPENDENT else {"rounds": blocks}
        return Compared(question, places, counts, sentence, ends | self._empty(sentence), why)

    def _empty(self, sentence: str) -> dict[str, Any]:
        level = {"confidence": float(fraction(self.confidence)), "sentence": sentence}
        return dict.fromkeys(UNTESTED[self.kind]) | level

    def _paired(self, question: Question) -> Compared:
        moves = self._moves(question)
        found = paired_change(*moves.cells, confidence=self.confidence)
        names, counts = tuple(map(name_of, self.rounds)), (found.first, found.second)
        why = self._why(question) or (
            waiting("one of the rounds", moves.unanswered, len(self.pairing.pairs))
            if moves.unanswered
            else ""
        )
        if not why:
            done = _tested(question, names, counts, findings_change.of_pairs(found))
        else:
            sentence = f"{moves.sentence} {why}"
            cells = ("both_compliant", "only_first", "only_second", "neither")
            figures = dict(zip(cells, moves.cells, strict=True)) | {
                "first": block(found.first),
                "second": block(found.second),
                "improved": len(moves.improved),
                "slipped": len(moves.slipped),
            }
            done = Compared(question, names, counts, sentence, figures | self._empty(sentence), why)
        own = {"improved_references": list(moves.improved), "slipped_references": list(moves.slipped)}
        return replace(done, moves=moves, figures={**done.figures, **own, "left_out": moves.left_out})


def _tested(
    question: Question, places: tuple[str, ...], counts: tuple[Count, ...], answer: Answer
) -> Compared:
    sentence = answer.sentences[0]
    return Compared(question, places, counts, sentence, answer.figures, "", answer.details, answer.note)


def _weighed(figures: Sequence[Figure]) -> str:
    """The shares by strata, where they are others than those of the cases; empty where they are not."""
    if all(one.share is None or one.share == one.compliant / one.n for one in figures):
        return ""
    told = ", then ".join(nearest(str(one.share), one.n) for one in figures)
    return f" (by the size of the strata {told})"


def block(one: Count) -> dict[str, Any]:
    """Counts as plain values."""
    return {"compliant": one.compliant, "sample": one.sample, "share": float(one.share)}
