"""Which questions may be compared between rounds, which rounds may be tested, and why others may not."""

from collections.abc import Sequence
from dataclasses import dataclass

from audit.cases.basis import DISCARDED, NOT_DRAWN
from audit.cases.figure import CENSUS
from audit.cases.results import Results
from audit.standards.question import Question
from audit.templates import Template, question_digest

CHOSEN = {
    "judgement": "were chosen by hand",
    "weighted": "were drawn by risk, the riskier the likelier",
    "cluster": "were drawn in whole clusters, and cases of one cluster are often alike",
    NOT_DRAWN: "were not drawn at random",
}
STOPPED = "were read until a verdict was reached, and their number hung on what they showed"
THROWN_AWAY = "come from a draw that was thrown away"
UNEVEN = "were drawn by strata that did not give them in proportion to their size"
SO = "so the counts stand side by side and no test says whether they differ."
ACTUAL = "Every case of each register was read, so this is the actual change and needs no test."


@dataclass(frozen=True, slots=True)
class NotCompared:
    """A question that is left out, and why, in a sentence."""

    question: str
    why: str


def alike(rounds: Sequence[Results]) -> tuple[tuple[Question, ...], tuple[NotCompared, ...]]:
    """The graded questions of the first round that mean the same in all of them, and all the others."""
    first, *rest = [(name_of(one), one.case_round.round.template, _graded(one)) for one in rounds]
    same, others = [], []
    for question in first[2].values():
        whys = (_differs(question, first[1], *other) for other in rest)
        why = next(filter(None, whys), "")
        if why:
            others.append(NotCompared(question.id, why))
        else:
            same.append(question)
    later = dict.fromkeys(name for _, _, asked in rest for name in asked if name not in first[2])
    others += [NotCompared(name, _not_asked(first[0])) for name in later]
    return tuple(same), tuple(others)


def _graded(one: Results) -> dict[str, Question]:
    return {question.id: question for question in one.graded}


def _not_asked(name: str) -> str:
    return f"It is not asked, or not graded, in {name}."


def _differs(
    question: Question, template: Template, name: str, other: Template, asked: dict[str, Question]
) -> str:
    """Why a question of one template does not mean the same in another round; empty where it does."""
    there = asked.get(question.id)
    if there is None:
        return _not_asked(name)
    if question_digest(question, template.scale) != question_digest(there, other.scale):
        return f"Its words or its grades are others in {name}."
    if _standard_of(question, template) != _standard_of(there, other):
        return f"What counts as having met it is something else in {name}."
    return ""


def _standard_of(question: Question, template: Template) -> tuple[object, ...]:
    """What decides beside its words whether an answer complies: a limit, edges, the grades that are good."""
    days = question.days if question.limit else ""
    good = {grade.code for grade in template.scale.grades if grade.good}
    return question.limit, days, question.edges, good


def name_of(one: Results) -> str:
    """A round's name."""
    return one.case_round.round.name


def why_untested(rounds: Sequence[Results]) -> str:
    """Why no test may be made between rounds; empty where one may."""
    if all(one.basis.design == CENSUS and one.basis.random for one in rounds):
        return ACTUAL
    for one in rounds:
        if why := _chosen(one):
            return f"The cases of {name_of(one)} {why}, {SO}"
    return ""


def _chosen(one: Results) -> str:
    if one.basis.why == DISCARDED:
        return THROWN_AWAY
    if one.case_round.stop:
        return STOPPED
    if one.basis.design == "stratified" and not one.basis.proportional:
        return UNEVEN
    return CHOSEN.get(one.basis.design, "")


def waiting(name: str, unanswered: int, cases: int) -> str:
    """Why a question is not tested as long as cases are not answered."""
    are = f"{unanswered:,} of {cases:,} cases are" if unanswered > 1 else "one case is"
    return f"In {name} {are} not answered yet; a test is made once all are."
