"""For whom a report is written, and the words in which all its sheets speak of agencies and scores."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from audit.cases.concern import Concern
from audit.scoring.challenge import Matter
from audit.scoring.membership import beside
from audit.scoring.movement import Movement
from audit.scoring.partnership import Results, Row
from audit.scoring.score import Score, band_of, printed
from audit.standards.catalogue import Standard
from audit.standards.scale import Grade
from audit.summaries.audience import ForAudience
from audit.summaries.message import Message
from audit.templates import Band, Template
from audit.wording import plural
from audit.workbook.page import NOTHING, QUIET, Cell, Filled, Number, Page

Making = Callable[["Edition"], Page | None]  # makes a sheet of an edition, where it has one


@dataclass(frozen=True)
class Edition(ForAudience):
    """A round's results as one audience gets them, with the movement since earlier rounds, if any.

    `escalated` are the agencies, by code, whose chief officer was chased for the return; `concerns` are those
    that were raised about children while agencies answered; `further` make the sheets that a template or
    other rounds add, which stand behind Movement, and `said` are the key messages of those.
    """

    results: Results
    audience: str
    partnership: str = ""
    asks: tuple[str, ...] = ()
    marking: str = ""
    movements: tuple[Movement, ...] = ()
    escalated: tuple[str, ...] = ()
    concerns: tuple[Concern, ...] = ()
    further: tuple["Making", ...] = ()
    said: tuple[Message, ...] = ()

    @property
    def template(self) -> Template:
        """The template of the round."""
        return self.results.template

    @property
    def title(self) -> str:
        """What the report is called: by its template's own word for it, else as the template is."""
        return self.template.running.report or self.template.title

    @property
    def who(self) -> str:
        """Who graded, as a sentence begins: `Agencies graded themselves`."""
        word = self.template.running.respondent
        return f"Agencies were graded by the {word}" if word else "Agencies graded themselves"

    @property
    def rows(self) -> tuple[Row, ...]:
        """The responses that count."""
        return self.results.counted

    @property
    def counted(self) -> str:
        """`21 signed responses`, or with drafts where those count too."""
        signed = sum(row.signed for row in self.rows)
        text = plural(signed, "signed response")
        return f"{text} and {plural(len(self.rows) - signed, 'draft')}" if self.results.drafts else text

    @cached_property
    def by_code(self) -> dict[str, str]:
        """What each agency is called, by its code."""
        names = [line.agency.name for line in self.results.lines]
        return {
            line.agency.code: f"{line.agency.name} ({line.agency.code})"
            if names.count(line.agency.name) > 1
            else line.agency.name
            for line in self.results.lines
        }

    @cached_property
    def idle(self) -> frozenset[str]:
        """The questions with a condition that arose for nobody who has begun to answer."""
        begun = [row.interview for row in self.results.rows if row.response]
        asked = (question for question in self.template.questions if question.when and begun)
        return frozenset(one.id for one in asked if not any(each.arises(one) for each in begun))

    @cached_property
    def standards(self) -> tuple[Standard, ...]:
        """The standards of the template of which a graded question arose for anybody, or may yet."""
        graded = (
            (one, {each.id for each in one.questions if each.graded}) for one in self.template.standards
        )
        return tuple(one for one, ids in graded if not ids or not ids <= self.idle)

    @cached_property
    def moderated(self) -> bool:
        """Whether a panel has said anything of a grade or its evidence."""
        return any(said_of(row) for row in self.results.rows)

    def name(self, row: Row) -> str:
        """An agency's name, with its code where two bear the same."""
        return self.by_code[row.agency.code]

    def label(self, row: Row) -> str:
        """An agency's name, with who answered in its place (never told to the public) or beside it."""
        by = f", answered by {row.by}" if row.stood_in and not self.public else ""
        return self.name(row) + beside(row) + by + (", a second view" if row.second else "")

    @cached_property
    def in_order(self) -> tuple[Row, ...]:
        """The rows in the order of the list, further views of an agency under its own."""
        second: dict[str, list[Row]] = {}
        for row in self.results.rows:
            if row.second:
                second.setdefault(row.agency.code, []).append(row)
        own = (row for row in self.results.rows if not row.second)
        return tuple(one for row in own for one in (row, *second.get(row.agency.code, ())))

    @cached_property
    def stale(self) -> bool:
        """Whether any piece of evidence is older than the template's limit."""
        return any(row.interview.all_stale for row in self.rows)

    @cached_property
    def _counting(self) -> frozenset[int]:
        return frozenset(map(id, self.rows))

    def counts(self, row: Row) -> bool:
        """Whether a row of the results stands in the partnership's figures."""
        return id(row) in self._counting

    def names(self, rows: Sequence[Row]) -> str:
        """Agencies in a list, all of them; a dash for none."""
        return ", ".join(map(self.name, rows)) or NOTHING

    def score(self, value: Fraction | None) -> Cell:
        """A score with two decimals that never seems to reach a band it is not in."""
        if value is None:
            return "no score"
        return Number(float(printed(value, self.template.bands)), "0.00")

    def band(self, band: Band | None) -> Cell:
        """The word of a band on its colour."""
        return Filled(band.name, band.colour) if band else Filled("no score", QUIET)

    def mean(self, value: Fraction | None) -> Cell:
        """The word and the number of a partnership's mean."""
        band = band_of(self.template.bands, value)
        return (
            Filled(f"{band.name} {printed(value, self.template.bands)}", band.colour) if band else "no score"
        )

    def grade(self, grade: Grade | None) -> Cell:
        """The label of a grade on its colour; a dash where there is none."""
        return Filled(grade.label, grade.colour or QUIET) if grade else NOTHING

    @property
    def band_colours(self) -> dict[str, str]:
        """The colours of the bands by their words."""
        return {band.name: band.colour for band in self.template.bands}


def said_of(row: Row) -> tuple[Matter, ...]:
    """The questions of an agency of which a panel has said something that was not taken back."""
    return tuple(one for one in row.spoken if _said(one))


def _said(one: Matter) -> bool:
    panel, assured = one.panel, one.assured
    return bool((panel and (panel.grade or panel.evidence)) or (assured and assured.grade))


def overall_mean(results: Results) -> Fraction | None:
    """The plain mean of the overall scores of the responses that count; None where none has one, or none is.

    Where standards are not averaged over agencies, neither is the overall.
    """
    if not results.template.averaged:
        return None
    values = [row.scored.overall.value for row in results.counted if row.scored]
    given = [value for value in values if value is not None]
    return sum(given, Fraction(0)) / len(given) if given else None


def titled(standard: Standard) -> str:
    """A standard's id and title."""
    return f"{standard.id} {standard.title}" if standard.id else standard.title


def score_of(row: Row, standard: Standard | None) -> Score | None:
    """An agency's score of a standard, or overall; None where it is silent."""
    if row.scored is None:
        return None
    return row.scored.standards[standard.id] if standard else row.scored.overall
