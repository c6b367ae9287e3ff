"""What a panel made of an agency's own grades, and grades revised since an action was assured."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from audit.standards.scale import Scale

ACCEPTED, ASKED_FOR = "accepted", "asked for"  # what a panel says of the evidence


@dataclass(frozen=True, slots=True)
class Moderated:
    """A grade that a panel gave in place of an agency's own, or that it gave when an action was assured.

    `subject` and `respondent` are codes of agencies: whom it is about, and who answered. `grade` is a grade's
    code (or of not applicable); an empty one takes an earlier one back. `on` is the code that it was given
    on: the self grade, or for a revised grade the one that counted at return. `day` is when the panel sat
    (YYYY-MM-DD); `assured` the day on which the action was assured, empty for a grade at return. `evidence`
    is ACCEPTED, ASKED_FOR or empty, and `wanted` says what is asked for. `giver` is who gave the grade, where
    somebody else (`by`) spoke of its evidence since.
    """

    subject: str
    respondent: str
    question: str
    grade: str
    reason: str
    on: str
    day: str = ""
    evidence: str = ""
    wanted: str = ""
    assured: str = ""
    giver: str = ""
    by: str = ""
    at: str = ""

    @property
    def moderator(self) -> str:
        """Who gave the grade."""
        return self.giver or self.by

    def stands(self, respondent: str, now: str) -> bool:
        """Whether it counts: a grade, given on the grade of this respondent that stands there now."""
        return bool(self.grade) and (self.respondent, self.on) == (respondent, now)

    def block(self) -> dict[str, Any]:
        """What is kept of it beside its keys and its stamp."""
        parts = ("respondent", "grade", "reason", "on", "day", "evidence", "wanted", "assured", "giver")
        return {part: getattr(self, part) for part in parts}


@dataclass(frozen=True, slots=True)
class Moderation:
    """The latest that a panel said of an agency's grades: at return, and on assurance, by question."""

    panel: Mapping[str, Moderated] = field(default_factory=dict)
    assured: Mapping[str, Moderated] = field(default_factory=dict)

    def at_return(self, respondent: str, own: Mapping[str, str]) -> dict[str, str]:
        """The panel's grades that count, by question: those given on the grade that stands there now.

        `own` are the codes of the respondent's own grades.
        """
        return _standing(self.panel, respondent, own)

    def today(self, respondent: str, own: Mapping[str, str]) -> dict[str, str]:
        """The same as they stand today: a revised grade counts where what it was given on still stands."""
        returned = self.at_return(respondent, own)
        return returned | _standing(self.assured, respondent, {**own, **returned})


def _standing(given: Mapping[str, Moderated], respondent: str, on: Mapping[str, str]) -> dict[str, str]:
    return {name: one.grade for name, one in given.items() if name in on and one.stands(respondent, on[name])}


def moderation_of(grades: list[Moderated]) -> dict[str, Moderation]:
    """The moderation of each agency by its code, from all that was said, oldest first; the latest counts."""
    found: dict[str, Moderation] = {}
    for one in grades:
        own = found.setdefault(one.subject, Moderation({}, {}))
        found[one.subject] = (
            Moderation(own.panel, {**own.assured, one.question: one})
            if one.assured
            else Moderation({**own.panel, one.question: one}, own.assured)
        )
    return found


@dataclass(frozen=True, slots=True)
class Moved:
    """How later grades lie to earlier ones of the same questions.

    `answers` counts the pairs of which both grades have points; `mean` is the mean of later minus earlier
    between -1 and 1, where 1 is the whole length of the scale (None without answers). `other` counts those
    that became not applicable, or no longer are.
    """

    answers: int
    mean: Fraction | None
    up: int
    down: int
    same: int
    other: int = 0

    @property
    def changed(self) -> int:
        """How many are another grade than before."""
        return self.up + self.down + self.other


def moved(scale: Scale, pairs: Iterable[tuple[str, str]]) -> Moved:
    """How the later grade lies to the earlier one in each of some pairs of codes, the earlier one first."""
    steps, other = [], 0
    for earlier, later in pairs:
        before, after = scale.share(earlier), scale.share(later)
        if before is not None and after is not None:
            steps.append(after - before)
        else:
            other += (before is None) != (after is None)
    mean = sum(steps, Fraction(0)) / len(steps) if steps else None
    up, down = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    return Moved(len(steps), mean, up, down, steps.count(Fraction(0)), other)
