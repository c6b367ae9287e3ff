"""Another catalogue seen through the answers to this one: a view, never a second answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from audit.scoring.partnership import Results, Row
from audit.scoring.score import Worst, weighted_mean, worst_of
from audit.standards.catalogue import Catalogue
from audit.standards.question import Question


@dataclass(frozen=True, slots=True)
class Bearing:
    """A question of another catalogue, and the questions here whose answers bear on it."""

    question: Question
    by: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What one agency's answers say of a question elsewhere: weighted mean, and the worst beside it."""

    value: Fraction | None
    worst: Worst | None


def bearings(results: Results, other: Catalogue) -> tuple[Bearing, ...]:
    """Each question of another catalogue with those here that name it under `same_as`; some have none."""
    by: dict[str, list[Question]] = {}
    for question in results.template.questions:
        for word in question.same_as:
            ref, _, name = word.partition("#")
            if ref == other.ref:
                by.setdefault(name, []).append(question)
    return tuple(Bearing(question, tuple(by.get(question.id, ()))) for question in other.questions)


def seen(row: Row, bearing: Bearing) -> Seen:
    """What an agency's answers say of a question elsewhere; None where none of them has points."""
    return Seen(weighted_mean(row.interview, bearing.by), worst_of(row.interview, bearing.by))


def mean(results: Results, bearing: Bearing) -> Fraction | None:
    """The plain mean of a question elsewhere over the agencies that count and have a value."""
    values = [value for row in results.counted if (value := seen(row, bearing).value) is not None]
    return sum(values, Fraction(0)) / len(values) if values else None


def as_json(results: Results, other: Catalogue) -> Mapping[str, object]:
    """The view as plain values: each question elsewhere, those here that bear on it, the figures."""
    return {
        "round": results.round.name,
        "as": other.ref,
        "questions": {
            bearing.question.id: _question(results, bearing) for bearing in bearings(results, other)
        },
    }


def _question(results: Results, bearing: Bearing) -> dict[str, object]:
    value = mean(results, bearing)
    agencies = {}
    for row in results.counted:
        one = seen(row, bearing)
        worst = {"grade": one.worst.grade, "questions": list(one.worst.questions)} if one.worst else None
        agencies[row.agency.name] = {"score": None if one.value is None else float(one.value), "worst": worst}
    return {
        "text": bearing.question.text,
        "by": [question.id for question in bearing.by],
        "score": None if value is None else float(value),
        "agencies": agencies,
    }


def worst(results: Results, bearing: Bearing) -> str:
    """The lowest grade that any agency gave to a question here that bears on it, by its label; or empty."""
    given = {one.worst.grade for row in results.counted if (one := seen(row, bearing)).worst}
    return next((grade.label for grade in reversed(results.template.scale.steps) if grade.code in given), "")
