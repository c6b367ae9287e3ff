"""A past cycle or a round as it is compared: what it says of each agency and standard or question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from audit.past.cycle import Body, Measure, Past, Said, graded, titles
from audit.responses.interview import State
from audit.rounds import Return
from audit.scoring.partnership import Results, Row, met
from audit.scoring.score import counting_state
from audit.standards.catalogue import Standard
from audit.standards.question import Question
from audit.templates import Template

NOT_ASKED = "not asked"


@dataclass(frozen=True)
class Snapshot:
    """What is known of agencies at one time.

    `cells` give all ways in which a cell can be said, by the code of an agency and the id of a standard or
    question; `why` says of agencies that do not count why not; `past` whether figures are all there
    is; `on` is a day (ISO) or empty.
    """

    name: str
    template: Template
    bodies: tuple[Body, ...]
    items: tuple[str, ...]
    cells: Mapping[tuple[str, str], tuple[Said, ...]]
    past: bool = False
    why: Mapping[str, str] = field(default_factory=dict)
    absent: tuple[Body, ...] = ()
    on: str = ""

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of each standard, and the text of each question, by id."""
        return titles(self.template)

    def said(self, code: str, item: str) -> tuple[Said, ...]:
        """The ways in which a cell can be said; no answer where nothing is."""
        return self.cells.get((code, item), (Said(Measure.NO_ANSWER),))


def of_past(past: Past) -> Snapshot:
    """A past cycle as it is compared."""
    cells = {place: (said,) for place, said in past.cells.items()}
    return Snapshot(past.name, past.template, past.bodies, past.items, cells, past=True, on=past.on)


def of_round(results: Results) -> Snapshot:
    """A round about agencies as it is compared: only what counts, at return, a panel's grades with it."""
    template = results.template
    questions = graded(template)
    cells: dict[tuple[str, str], tuple[Said, ...]] = {}
    for row in results.counted:
        for standard in template.standards:
            cells[row.agency.code, standard.id] = _of_standard(row, standard)
        for question in questions:
            cells[row.agency.code, question.id] = (_of_question(row, question),)
    counted = {row.agency.code for row in results.counted}
    gone = {line.agency.code: _absence(results, line) for line in results.lines}
    bodies = tuple(Body(row.agency.code, row.agency.name) for row in results.counted)
    others = tuple(
        Body(line.agency.code, line.agency.name) for line in results.lines if line.agency.code not in counted
    )
    opened = results.round.opened[:10]
    items = (*(one.id for one in template.standards), *(one.id for one in questions))
    return Snapshot(results.round.name, template, bodies, items, cells, why=gone, absent=others, on=opened)


def _absence(results: Results, line: Return) -> str:
    """Why an agency of a round does not count in it."""
    if line.through is not None:
        return f"answered for by another in {results.round.name}"
    return f"{line.progress} in {results.round.name}"


def _of_standard(row: Row, standard: Standard) -> tuple[Said, ...]:
    """A standard's band, how far it is met, and its score; else why it has none."""
    score = row.scored.standards[standard.id] if row.scored else None
    if score is None or not score.owed:
        return (Said(Measure.NOT_APPLICABLE, NOT_ASKED),)
    if score.value is None or score.band is None:
        nothing = Measure.NO_ANSWER if score.unanswered else Measure.NOT_APPLICABLE
        return (Said(nothing),)
    return (
        Said(Measure.BAND, score.band.name),
        Said(Measure.MET, str(met(row, standard))),
        Said(Measure.SHARE, str(score.value)),
    )


def _of_question(row: Row, question: Question) -> Said:
    asked = row.interview
    if not asked.meant(question) or not asked.arises(question):
        return Said(Measure.NOT_APPLICABLE, NOT_ASKED)
    grade = asked.counts(question)
    if counting_state(asked, question) is State.NOT_APPLICABLE or (grade and grade.points is None):
        return Said(Measure.NOT_APPLICABLE)
    return Said(Measure.GRADE, grade.code) if grade else Said(Measure.NO_ANSWER)
