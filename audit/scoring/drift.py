"""Drift: how a panel's grades lie to the agencies' own, by agency and by standard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.moderation import Moved, moved
from audit.responses.interview import Interview
from audit.scoring.partnership import Row


@dataclass(frozen=True, slots=True)
class Drift:
    """How the panel's grades that count lie to the agencies' own, in all and in parts.

    `agencies` (by code) and `standards` (by id) hold only those of which a panel's grade counts.
    """

    whole: Moved
    agencies: Mapping[str, Moved]
    standards: Mapping[str, Moved]


def drift(rows: Sequence[Row]) -> Drift | None:
    """The drift over some rows; None where no panel's grade counts in any of them."""
    given = {row.agency.code: pairs for row in rows if (pairs := _pairs(row.interview))}
    if not given:
        return None
    template = rows[0].interview.template
    of_all = [pair for pairs in given.values() for pair in pairs.items()]
    by_standard = {
        one.id: [pair for name, pair in of_all if template.section_of[name] == one]
        for one in template.standards
    }
    return Drift(
        moved(template.scale, (pair for _, pair in of_all)),
        {code: moved(template.scale, pairs.values()) for code, pairs in given.items()},
        {name: moved(template.scale, pairs) for name, pairs in by_standard.items() if pairs},
    )


def _pairs(asked: Interview) -> dict[str, tuple[str, str]]:
    """The agency's own grade and the panel's, by each question of which the panel's counts."""
    return {
        question.id: (grade.code, asked.moderated[question.id])
        for question in asked.template.questions
        if question.id in asked.moderated and asked.arises(question) and (grade := asked.grade(question))
    }
