"""Rounds compared: two samples, the same cases again, or several rounds in a row."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from audit.cases.alike import NotCompared, alike, name_of, why_untested
from audit.cases.compared import INDEPENDENT, PAIRED, TREND, Asking, Compared
from audit.cases.history import Known
from audit.cases.pairing import Pairing, never_apart, pairing, same_again
from audit.cases.pooling import check_different
from audit.cases.results import Results
from audit.errors import StateError
from audit.statistics.exact import Number

HEADINGS = ("", "Question", "What it says")
SAMPLES = (
    "The tests take each round as a sample of practice as such; that a register holds only so many cases, "
    "and that strata make a sample surer, they leave out of account, which makes them a little too cautious."
)


@dataclass(frozen=True)
class Comparison:
    """Rounds compared, in the order in which they were named; `kind` is paired, independent or trend.

    `notes` say what the reader must know of all questions; `cautions` what those who look at tests must.
    """

    rounds: tuple[Results, ...]
    kind: str
    questions: tuple[Compared, ...]
    not_compared: tuple[NotCompared, ...]
    pairing: Pairing = field(default_factory=Pairing)
    notes: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The rounds' names."""
        return tuple(map(name_of, self.rounds))


def compare(
    rounds: Sequence[Results],
    *,
    way: str = "",
    reported: Sequence[Known] = (),
    with_reported: bool = False,
    confidence: Number = 0.95,
) -> Comparison:
    """Two rounds or more compared, question by question; `way` is paired or independent where one insists.

    Reported results stand beside each question, and take part in a trend `with_reported` only. StateError
    for one round, a round named twice, or a way that does not fit.
    """
    check_different(rounds)
    if len(rounds) < 2:
        raise StateError("One round cannot be compared; name two or more.")
    kind, found = _kind(rounds, way, with_reported=with_reported)
    shared, others = alike(rounds)
    why = why_untested(rounds) or (_read_again(rounds, way) if kind == TREND else "")
    asking = Asking(rounds, kind, found, why, confidence)
    known = [one for one in reported if not one.withdrawn]
    compared, left_out = [], list(others)
    for question in shared:
        own = sorted((one for one in known if one.question == question.id), key=lambda one: one.on)
        if reason := asking.not_comparable(question):
            left_out.append(NotCompared(question.id, reason))
        else:
            joining = own if with_reported else []
            compared.append(replace(asking.compared(question, joining), reported=tuple(own)))
    done = Comparison(tuple(rounds), kind, tuple(compared), tuple(left_out), found)
    tested = sum(not one.why for one in compared)
    return replace(done, notes=_notes(done, tested, with_reported=with_reported), cautions=_cautions(tested))


def _kind(rounds: Sequence[Results], way: str, *, with_reported: bool) -> tuple[str, Pairing]:
    """How rounds are compared, and the cases that two of them share."""
    if len(rounds) > 2 or with_reported:
        if way == PAIRED:
            raise StateError("The same cases again are compared in two rounds at a time; name two.")
        return TREND, Pairing()
    first, second = (one.case_round for one in rounds)
    found = pairing(first, second)
    again = same_again(first, second)
    if way == PAIRED and not found.pairs:
        raise StateError("No case stands in both rounds by the same columns, so there are no pairs.")
    if way == INDEPENDENT and never_apart(first, second):
        raise StateError(
            "Both rounds read the same cases, so they are not two samples; leave the option out."
        )
    return (way or (PAIRED if again and found.pairs else INDEPENDENT)), found


def _read_again(rounds: Sequence[Results], way: str) -> str:
    """Why several rounds are no samples of their own; empty where they are."""
    again = never_apart if way == INDEPENDENT else same_again
    for place, one in enumerate(rounds):
        for other in rounds[:place]:
            if again(other.case_round, one.case_round):
                return (
                    f"{name_of(one)} reads cases of {name_of(other)} again, so the counts stand side by side "
                    "without a test for a trend; compare those two by themselves."
                )
    return ""


def _notes(done: Comparison, tested: int, *, with_reported: bool) -> tuple[str, ...]:
    found = []
    alone = done.pairing.only_first, done.pairing.only_second
    if done.kind == PAIRED:
        for name, refs in zip(done.names, alone, strict=True):
            if refs:
                found.append(f"Only in {name}, so not used: {', '.join(refs)}.")
    elif done.pairing.pairs:
        many = len(done.pairing.pairs)
        stand = f"{many:,} cases stand" if many > 1 else "One case stands"
        found.append(f"{stand} in both rounds, which this leaves out of account.")
    if done.kind == TREND and tested and _overlap(done.rounds):
        found.append("Some cases stand in several of the rounds, which this leaves out of account.")
    if with_reported:
        found.append(
            "Reported results count as random samples of their own, because --with-reported says so."
        )
    if tested > 1:
        found.append(
            f"{tested:,} questions were tested, each by itself: where nothing changed at all, now and then "
            "one would still look as if it had."
        )
    return tuple(found)


def _overlap(rounds: Sequence[Results]) -> bool:
    """Whether a case stands in two of the rounds."""
    cases = [one.case_round for one in rounds]
    return any(pairing(other, one).pairs for place, one in enumerate(cases) for other in cases[:place])


def _cautions(tested: int) -> tuple[str, ...]:
    return (SAMPLES,) if tested else ()


def rows(found: Comparison) -> tuple[tuple[str, str, str], ...]:
    """A row for each question under HEADINGS: its id, its text and what the comparison says, as text."""
    return tuple((one.question.id, one.question.text, one.sentence) for one in found.questions)
