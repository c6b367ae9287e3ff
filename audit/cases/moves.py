"""Which cases moved between two readings of the same ones, and which way."""

from dataclasses import dataclass

from audit.cases.alike import name_of
from audit.cases.pairing import Pairing, named
from audit.cases.results import Results
from audit.cases.values import Came, Value
from audit.standards.question import Question
from audit.statistics.words import files

NOT_ASKED = Value(Came.NOT_ASKED)


@dataclass(frozen=True, slots=True)
class Moves:
    """The same cases in two rounds: how many met a question when, and the references of those that moved.

    `left_out` counts the cases to which it did not apply, or of which it was not asked, in one of the two;
    `unanswered` those that it is still owed for in one of them.
    """

    both: int
    neither: int
    improved: tuple[str, ...]
    slipped: tuple[str, ...]
    left_out: int = 0
    unanswered: int = 0

    @property
    def cells(self) -> tuple[int, int, int, int]:
        """Those that met it both times, the first time only, the second time only, never."""
        return self.both, len(self.slipped), len(self.improved), self.neither

    @property
    def cases(self) -> int:
        """How many cases count in both rounds."""
        return sum(self.cells)

    @property
    def sentence(self) -> str:
        """The counts alone: `12, then 17 of the same 20 files met it: 6 improved, 1 slipped`."""
        first, second = self.both + len(self.slipped), self.both + len(self.improved)
        same = "the same file" if self.cases == 1 else f"the same {files(self.cases)}"
        moved = f"{len(self.improved):,} improved, {len(self.slipped):,} slipped"
        return f"{first:,}, then {second:,} of {same} met it: {moved}."


def moves_of(first: Results, second: Results, cases: Pairing, question: Question) -> Moves:
    """How the cases that stand in both rounds moved on a question."""
    both = neither = left_out = unanswered = 0
    improved, slipped = list[str](), list[str]()
    for pair in cases.pairs:
        ends = [
            one.by_case[question.id].get(subject.ref, NOT_ASKED)
            for one, subject in zip((first, second), pair, strict=True)
        ]
        if any(value.came is not Came.GRADED for value in ends):
            waits = all(value.owed or value.came is Came.GRADED for value in ends)
            unanswered += waits
            left_out += not waits
            continue
        met, then = (
            one.case_round.round.template.scale[value.grades[0]].good
            for one, value in zip((first, second), ends, strict=True)
        )
        both += met and then
        neither += not met and not then
        if met != then:
            (improved if then else slipped).append(named(pair, name_of(second)))
    return Moves(both, neither, tuple(improved), tuple(slipped), left_out, unanswered)
