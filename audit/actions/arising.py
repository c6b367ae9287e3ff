"""The actions that arise from the answers of a round: those planned there, and low grades without one."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from audit.actions.action import INTERVAL, Action, Link
from audit.actions.answers import agency_names, first_readings, grade_that_counts, of_finding
from audit.actions.changing import due_of
from audit.cases.results import Results as CaseResults
from audit.responses.interview import Interview
from audit.responses.response import PlannedAction
from audit.scoring.partnership import Results as AgencyResults
from audit.standards.question import Question
from audit.standards.scale import Grade

Typed = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Request:
    """Of which answers actions are wanted: agencies (codes) and questions (ids), empty for all.

    `plan` and `interval` are those of the plan that they come to stand in.
    """

    agencies: Collection[str] = ()
    questions: Collection[str] = ()
    plan: str = ""
    interval: int = INTERVAL

    def holds(self, agency: str, question: Question) -> bool:
        """Whether an answer of an agency is wanted."""
        return (not self.agencies or agency in self.agencies) and (
            not self.questions or question.id in self.questions
        )


EVERYTHING = Request()


@dataclass(frozen=True, slots=True)
class _Found:
    """An answer with an action, or that demands one."""

    link: Link
    question: Question
    says: str
    planned: PlannedAction | None = None
    owners: tuple[str, ...] = field(default=())
    role: str = ""


# --- of agencies --------------------------------------------------------------------------------------


def of_agencies(results: AgencyResults, asked: Request = EVERYTHING) -> Iterator[Action]:
    """The actions of the returns that count, by agency and in the order of asking."""
    for row in results.counted:
        for question in results.template.questions:
            if row.interview.arises(question) and asked.holds(row.agency.code, question):
                said = _of_answer(row.interview, question, asked, row.interview.counts(question))
                if said is None:
                    continue
                grade, planned = said
                link = Link(
                    results.round.name, question.id, row.agency.code, said=grade.code if grade else ""
                )
                who = planned.who if planned else ""
                yield _action(_Found(link, question, _says(grade), planned, (row.agency.name,), who), asked)


def _of_answer(
    begun: Interview, question: Question, asked: Request, grade: Grade | None
) -> tuple[Grade | None, PlannedAction | None] | None:
    """The grade that counts and the action planned; None where there is no action and none is demanded."""
    planned = begun.answer(question).action
    if planned and any((planned.what, planned.who, planned.when)):
        return grade, planned
    return (grade, None) if grade and _low(begun, question, asked, grade) else None


def _low(begun: Interview, question: Question, asked: Request, grade: Grade) -> bool:
    """Whether a grade calls for an action; of a question asked for by name every grade that is not good."""
    named = bool(asked.questions) and grade.points is not None and not grade.good
    return named or begun.demands_action(question, grade)


def _says(grade: Grade | None) -> str:
    return f"Graded: {grade.label}." if grade else ""


# --- of cases -----------------------------------------------------------------------------------------


def of_cases(results: CaseResults, typed: Typed, asked: Request = EVERYTHING) -> Iterator[Action]:
    """The actions that readers planned, each with its case; then each low question as one finding.

    A finding holds all low grades of a question without an action, of one agency where agencies answer about
    their own work. `typed` takes ids and references of cases out of what people typed.
    """
    bare: dict[tuple[str, str], None] = {}
    for question in results.graded:
        for key in first_readings(results):
            if not asked.holds(key[1], question):
                continue
            grade = grade_that_counts(results, key, question)
            begun = results.values.interviews[key]
            said = _of_answer(begun, question, asked, grade) if grade else None
            if said and said[1] and said[1].what:
                yield _action(_planned(results, key, question, said, typed), asked)
            elif said:
                bare[question.id, key[1] if results.of_agencies else ""] = None
    for name, code in bare:
        yield _action(_finding(results, results.case_round.round.template.by_id[name], code), asked)


def _planned(
    results: CaseResults,
    key: tuple[str, str, int],
    question: Question,
    said: tuple[Grade | None, PlannedAction | None],
    typed: Typed,
) -> _Found:
    grade, planned = said
    what, who, when = (planned.what, planned.who, planned.when) if planned else ("", "", "")
    clean = PlannedAction(typed(what), typed(who), when)
    name = agency_names(results).get(key[1], "") if results.of_agencies else ""
    link = Link(results.case_round.round.name, question.id, key[1], key[0], grade.code if grade else "")
    owners = tuple(filter(None, (name or clean.who,)))
    return _Found(link, question, _says(grade), clean, owners, clean.who if name else "")


def _finding(results: CaseResults, question: Question, code: str) -> _Found:
    met, of = of_finding(results, question, code)
    link = Link(results.case_round.round.name, question.id, code, said=f"{met}/{of}")
    owner = agency_names(results).get(code, "")
    return _Found(link, question, f"{met:,} of {of:,} met it.", owners=(owner,) if owner else ())


def _action(found: _Found, asked: Request) -> Action:
    planned = found.planned or PlannedAction("")
    due, due_text = due_of(planned.when)
    return Action(
        "",
        plan=asked.plan,
        recommendation=" ".join(filter(None, (f"{found.question.id} {found.question.text}", found.says))),
        action=planned.what,
        themes=found.question.themes,
        owners=found.owners,
        role=found.role,
        due=due,
        due_text=due_text,
        interval=asked.interval,
        source=found.link.round,
        link=found.link,
    )
