"""Several rounds together: a year of monthly dips as one figure, or methods side by side."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from audit.cases.figure import (
    CENSUS,
    LOGIT,
    NONE_COUNT,
    ONLY_THOSE,
    POOLED,
    Figure,
    estimated,
    exact,
    plain,
    together,
    wilson,
)
from audit.cases.pairing import same_draw
from audit.cases.results import Results
from audit.errors import StateError
from audit.standards.question import Question
from audit.statistics.estimate import Stratum, stratified
from audit.statistics.exact import Number
from audit.templates import question_digest

ALONE = "A round's cases were not drawn at random, so the rounds are counted together without an interval."
WAITING = "Not every case is answered yet; an interval is given once all are."
TOGETHER = "In a round several agencies' answers stand side by side, so they are counted without an interval."
STOPPED = "A round was stopped on a verdict, so the rounds are counted together without an interval."
MISSED = "In a round a stratum gave no case, so the rounds are counted together without an interval."
DRAWS = ("simple", "stratified", "systematic", CENSUS)


@dataclass(frozen=True)
class Pool:
    """Rounds taken together, each a stratum: the figures of the questions that they share.

    `left_out` are those whose meaning is not the same in all of them.
    """

    rounds: tuple[Results, ...]
    questions: Mapping[str, Figure]
    left_out: tuple[str, ...]


def pool(rounds: Sequence[Results], confidence: Number) -> Pool:
    """The rounds pooled; StateError where they share no question or their cases, or one is named twice."""
    check_different(rounds)
    _check_own_cases(rounds)
    shared, left_out = same_questions(rounds)
    if not shared:
        raise StateError(
            "These rounds have no graded question of the same meaning, so nothing can be pooled."
        )
    figures = {question.id: _pooled(rounds, question, confidence) for question in shared}
    return Pool(tuple(rounds), figures, left_out)


def check_different(rounds: Sequence[Results]) -> None:
    """StateError where a round is named twice."""
    names = [one.case_round.round.name for one in rounds]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise StateError(f"The round {twice!r} is named twice; name each once.")


def _check_own_cases(rounds: Sequence[Results]) -> None:
    """StateError where two rounds are about the same cases, which would then count twice."""
    cases = [one.case_round for one in rounds]
    for first, second in combinations(cases, 2):
        if same_draw(first, second):
            names = f"{first.round.name!r} and {second.round.name!r}"
            which = dict.fromkeys((first.plan.sample, second.plan.sample))
            raise StateError(
                f"{names} are about the same cases ({' and '.join(which)}), "
                "which would count twice; pool rounds with samples of their own, or see them --side-by-side."
            )


def same_questions(rounds: Sequence[Results]) -> tuple[tuple[Question, ...], tuple[str, ...]]:
    """The graded questions of the first round that mean the same in all, and the ids of all the others."""
    digests = [
        {
            question.id: question_digest(question, one.case_round.round.template.scale)
            for question in one.graded
        }
        for one in rounds
    ]
    ids = dict.fromkeys(name for one in digests for name in one)
    same = [name for name in ids if len({one.get(name) for one in digests}) == 1]
    by_id = rounds[0].case_round.round.template.by_id
    return tuple(by_id[name] for name in same), tuple(name for name in ids if name not in same)


def _pooled(rounds: Sequence[Results], question: Question, confidence: Number) -> Figure:
    own = [one.questions[question.id] for one in rounds]
    found = replace(together(own), why="")
    if why := _why_not(rounds, own, question) if found.n else NONE_COUNT:
        return plain(found, why)
    # In a census a case that does not count leaves the figure as it is; in a pool it cannot be weighed.
    apart = any(not member.value.grades for one in rounds for member in one.members(question))
    if apart or any(one.method == "wilson" or not one.n for one in own):
        return wilson(found, confidence, ONLY_THOSE)
    strata = [stratum for one in rounds for stratum in _strata(one, question)]
    return _estimated(found, strata, confidence)


def _why_not(rounds: Sequence[Results], own: Sequence[Figure], question: Question) -> str:
    if any(one.basis.design not in DRAWS or not one.basis.random for one in rounds):
        return ALONE
    if any(one.stopped for one in rounds):
        return STOPPED
    if any(one.unanswered for one in own):
        return WAITING
    if any(one.basis.missed and not one.basis.proportional for one in rounds):
        return MISSED
    several = any(value.several for one in rounds for value in one.by_case[question.id].values())
    return TOGETHER if several else ""


def _strata(one: Results, question: Question) -> list[Stratum]:
    """The strata that a round is: its own where it was drawn by strata, else itself."""
    name, good = one.case_round.round.name, one.case_round.round.template.scale
    parts: dict[str, list[bool]] = {}
    by_strata = one.basis.design == "stratified" and not question.asked_of and not one.basis.missed
    for member in one.members(question):
        parts.setdefault(member.stratum if by_strata else "", []).append(good[member.value.grades[0]].good)
    sizes = one.basis.strata if by_strata else {"": one.basis.population or 0}
    return [
        Stratum(f"{name} | {part}" if part else name, sizes[part], len(met), sum(met))
        for part, met in parts.items()
    ]


def _estimated(found: Figure, strata: Sequence[Stratum], confidence: Number) -> Figure:
    estimate = stratified(strata, confidence=confidence)
    if estimate.method in {LOGIT, CENSUS}:
        return estimated(found, estimate)
    size, read = estimate.population, found.n
    if all(abs(one.sample * size - read * one.population) < size for one in strata):
        return exact(found, size, confidence, POOLED, "Rounds gave cases in proportion.")
    why = "The rounds gave uneven parts of their registers, and no round shows how much cases differ."
    return replace(found, share=estimate.share, why=why, sentence=why)


@dataclass(frozen=True, slots=True)
class Seen:
    """A theme as one round saw it: the counts, and how its subjects were chosen."""

    round: str
    compliant: int
    n: int
    how: str


def side_by_side(rounds: Sequence[Results], how: Callable[[Results], str]) -> dict[str, list[Seen]]:
    """Each theme as every round saw it, in the order of the rounds; a round that did not ask has n 0."""
    check_different(rounds)
    themes = dict.fromkeys(theme for one in rounds for theme in one.theme_ids)
    return {
        theme: [
            Seen(one.case_round.round.name, figure.compliant, figure.n, how(one))
            for one in rounds
            for figure in [one.themes.get(theme) or Figure(0, 0)]
        ]
        for theme in themes
    }
