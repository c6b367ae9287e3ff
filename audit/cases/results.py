"""What came of a round about cases: by question, theme, agency and stratum."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from audit.cases.basis import Basis, basis
from audit.cases.case_round import CaseRound
from audit.cases.concern import Concern
from audit.cases.figure import Figure, Member, figure, of_one_agency, together
from audit.cases.plan import EACH
from audit.cases.subject import Subject
from audit.cases.values import Came, Value, Values
from audit.cases.verdicts import stopped
from audit.standards.question import Question
from audit.statistics.exact import Number


@dataclass(frozen=True, slots=True)
class Told:
    """Something said in words about a subject: good practice, or an answer to a question for words."""

    ref: str
    agency: str
    question: str
    text: str


@dataclass(frozen=True)
class Results:
    """A round about cases as of a day. Figures are made when they are asked for, and once.

    `merged` is for who may not learn how a team or place came out: no figure is weighed by strata.
    """

    case_round: CaseRound
    today: date
    confidence: Number = 0.95
    merged: bool = False

    @cached_property
    def values(self) -> Values:
        """The readings, looked at as of the day."""
        return Values(self.case_round, self.today)

    @cached_property
    def basis(self) -> Basis:
        """What the figures rest on."""
        return replace(basis(self.case_round), merged=self.merged)

    @property
    def graded(self) -> tuple[Question, ...]:
        """The questions that come out as a grade, in order."""
        return tuple(question for question in self.case_round.round.template.questions if question.graded)

    @property
    def usable(self) -> tuple[Subject, ...]:
        """The subjects that are to be read."""
        return self.case_round.usable

    @cached_property
    def unusable(self) -> int:
        """How many are out without another in their place."""
        return sum(bool(one.unusable) for one in self.case_round.subjects)

    @cached_property
    def replaced(self) -> int:
        """How many were struck out and replaced."""
        return sum(bool(one.struck) for one in self.case_round.subjects)

    @cached_property
    def read(self) -> int:
        """Of how many usable subjects every first reading that is expected is complete."""
        return sum(self.values.read(one.ref) for one in self.usable)

    @property
    def open_concerns(self) -> tuple[Concern, ...]:
        """The immediate concerns whose outcome is not recorded yet."""
        return tuple(one for one in self.case_round.concerns if one.open)

    # --- by question --------------------------------------------------------------------------------

    @cached_property
    def by_case(self) -> Mapping[str, Mapping[str, Value]]:
        """What each usable case comes to, by question and reference, as far as a question is asked of it."""
        return {
            question.id: {one.ref: self.values.value(one.ref, question) for one in self.asked_of(question)}
            for question in self.graded
        }

    def asked_of(self, question: Question) -> tuple[Subject, ...]:
        """The usable subjects of a question: all, or those of its sub-sample."""
        return tuple(one for one in self.usable if not question.asked_of or question.asked_of in one.subs)

    def members(self, question: Question, stratum: str | None = None) -> list[Member]:
        """The cases that count or do not count for a question; of one stratum, or of all."""
        values = self.by_case[question.id]
        asked = self.asked_of(question)
        return [
            Member(values[one.ref], one.stratum) for one in asked if stratum is None or one.stratum == stratum
        ]

    @property
    def stopped(self) -> bool:
        """Whether its size hung on what was seen, so that only a verdict's own limits hold.

        Not where the draw was thrown away since, which leaves counts alone.
        """
        return self.case_round.stop is not None and self.basis.design == "simple" and self.basis.random

    @cached_property
    def questions(self) -> Mapping[str, Figure]:
        """The figure of each graded question, by id; of a round stopped on a verdict, with its limits."""
        if self.case_round.stop and self.stopped:
            return stopped(self, self.case_round.stop)
        return {question.id: self._figure(question) for question in self.graded}

    def _figure(self, question: Question) -> Figure:
        lost, sub = len(self._lost(question)), bool(question.asked_of)
        scale, members = self.case_round.round.template.scale, self.members(question)
        return figure(members, scale, self.basis, self.confidence, lost=lost, sub=sub)

    def _lost(self, question: Question) -> list[Subject]:
        """The cases that are out without another in their place, as far as a question was asked of them."""
        out = (one for one in self.case_round.subjects if one.unusable)
        return [one for one in out if not question.asked_of or question.asked_of in one.subs]

    @cached_property
    def strata(self) -> Mapping[str, Mapping[str, Figure]]:
        """The figures of each stratum by name and question; exact where all its cases count."""
        names = list(self.basis.strata) if self.basis.design == "stratified" else []
        return {
            name: {question.id: self._stratum(question, name) for question in self.graded} for name in names
        }

    def _stratum(self, question: Question, name: str) -> Figure:
        own = replace(self.basis, design="simple", population=self.basis.strata[name], proportional=True)
        members = self.members(question, name)
        scale = self.case_round.round.template.scale
        lost = sum(one.stratum == name for one in self._lost(question))
        return figure(members, scale, own, self.confidence, lost=lost)

    # --- by agency and theme ----------------------------------------------------------------------

    @cached_property
    def agencies(self) -> Mapping[str, Mapping[str, Figure]]:
        """The figures of each agency's own answers, by code and question."""
        return {code: self._agency(code) for code in self.codes}

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The agencies that are expected or have answered, by code."""
        answered = (one.agency for one in self.case_round.responses if one.agency)
        return tuple(dict.fromkeys([*self.case_round.agencies, *answered]))

    @property
    def of_agencies(self) -> bool:
        """Whether an agency's answers are about its own work: not where its staff read others' cases."""
        return self.case_round.plan.readers == EACH or not self.case_round.plan.sample

    def agency_members(self, code: str, question: Question) -> list[Member]:
        """What an agency's first readings come to on a question, as far as it is asked."""
        found = (
            Member(self.values.agency_value(one.ref, code, question), one.stratum)
            for one in self.asked_of(question)
        )
        return [member for member in found if member.value.came is not Came.NOT_ASKED]

    def _agency(self, code: str) -> dict[str, Figure]:
        scale = self.case_round.round.template.scale
        members = {question.id: self.agency_members(code, question) for question in self.graded}
        return {
            name: of_one_agency(cases, scale, self.basis, self.confidence, stopped=self.stopped)
            for name, cases in members.items()
            if cases
        }

    def agency(self, code: str) -> Figure:
        """All answers of an agency counted together."""
        return together(list(self.agencies[code].values()))

    @cached_property
    def themes(self) -> Mapping[str, Figure]:
        """The answers to the questions on each theme, counted together; themes in order of asking."""
        return {theme: together([self.questions[q.id] for q in self.on(theme)]) for theme in self.theme_ids}

    @cached_property
    def theme_ids(self) -> tuple[str, ...]:
        """The themes that graded questions bear on, in the order of asking."""
        return tuple(dict.fromkeys(theme for question in self.graded for theme in question.themes))

    def on(self, theme: str) -> tuple[Question, ...]:
        """The graded questions that bear on a theme."""
        return tuple(question for question in self.graded if theme in question.themes)

    def theme_of_agency(self, theme: str, code: str) -> Figure:
        """One agency's answers on a theme, counted together."""
        own = self.agencies[code]
        return together([own[question.id] for question in self.on(theme) if question.id in own])

    # --- what is no grade -------------------------------------------------------------------------

    @cached_property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """How often each choice was taken in first readings, by question; yes and no likewise."""
        kinds = {"choice", "choices", "yes-no"}
        asked = (q for q in self.case_round.round.template.questions if q.kind in kinds and not q.graded)
        return {question.id: self._choices(question) for question in asked}

    def _choices(self, question: Question) -> dict[str, int]:
        words = question.choices or ("yes", "no")
        taken = Counter[str]()
        for (ref, _agency, reading), begun in self.values.interviews.items():
            value = begun.answer(question).value
            counts = reading == 1 and begun.arises(question) and ref in self._usable_refs
            if counts and value is not None and not begun.says_not_applicable(question):
                taken.update([value] if isinstance(value, str) else value)
        return {word: taken[word] for word in words}

    @cached_property
    def _usable_refs(self) -> frozenset[str]:
        return frozenset(one.ref for one in self.usable)

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """What was said in words, in first readings of usable subjects."""
        asked = [q for q in self.case_round.round.template.questions if q.kind == "text"]
        return tuple(
            Told(ref, agency, question.id, str(value))
            for (ref, agency, reading), begun in sorted(self.values.interviews.items())
            for question in asked
            if reading == 1 and ref in self._usable_refs and begun.arises(question)
            if (value := begun.answer(question).value) and not begun.says_not_applicable(question)
        )

    @property
    def good_practice(self) -> tuple[Told, ...]:
        """What was told as good practice."""
        by_id = self.case_round.round.template.by_id
        return tuple(one for one in self.told if by_id[one.question].good_practice)


def how_many(results: Results) -> str:
    """How many were drawn or made, and what became of them: `Drawn 60, unusable 3, usable 57, read 50.`."""
    word = "Drawn" if results.case_round.plan.sample else "Made"
    parts = [f"{word} {results.basis.drawn:,}"]
    parts += [f"replaced {results.replaced:,}"] if results.replaced else []
    parts += [f"unusable {results.unusable:,}"] if results.unusable else []
    parts += [f"usable {len(results.usable):,}", f"read {results.read:,}"]
    return ", ".join(parts) + "."
