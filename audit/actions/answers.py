"""The answer that an action came from: how it is graded today, beside how it was when the action was made."""

from collections.abc import Mapping

from audit.actions.action import Link
from audit.cases.results import Results as CaseResults
from audit.scoring.partnership import Results as AgencyResults
from audit.standards.question import Question
from audit.standards.scale import Grade
from audit.templates import Template

Results = AgencyResults | CaseResults


def graded_today(results: Results, link: Link) -> str:
    """The code of the grade that an answer has today, of a finding `16/25`; empty where it has none.

    Of an agency's answer the grade counts that was revised on assurance, else the panel's, else its own; of a
    case the panel's, else the reader's. A finding is how many cases met the standard of those that count.
    """
    question = template_of(results).by_id.get(link.question)
    if question is None or not question.graded:
        return ""
    if isinstance(results, AgencyResults):
        return _of_agency(results, link, question)
    return _of_case(results, link, question) if link.subject else _finding(results, link)


def template_of(results: Results) -> Template:
    """The template of a round."""
    return results.template if isinstance(results, AgencyResults) else results.case_round.round.template


def name_of(results: Results) -> str:
    """The name of a round."""
    return results.round.name if isinstance(results, AgencyResults) else results.case_round.round.name


def agency_names(results: Results) -> Mapping[str, str]:
    """The names of the agencies of a round by their codes."""
    round_ = results.round if isinstance(results, AgencyResults) else results.case_round.round
    return {expected.agency.code: expected.agency.name for expected in round_.expected}


def in_words(template: Template, graded: str) -> str:
    """A kept grade as people say it: `Not met`, or of a finding `16 of 25 met it`; `no grade` for none.

    A code that the template does not have stands as it is.
    """
    met, slash, of = graded.partition("/")
    if slash:
        return f"{met} of {of} met it"
    grade = template.scale.find(graded)
    return grade.label if grade else graded or "no grade"


def place_of(results: Results, link: Link) -> str:
    """Which answer it is: `A1 of Oak Trust`, `V1 of C-03 (Health)`, or of a finding `V1`."""
    name = agency_names(results).get(link.agency, link.agency)
    if link.subject:
        return f"{link.question} of {link.subject}" + (f" ({name})" if name else "")
    return f"{link.question} of {name}" if name else link.question


def _of_agency(results: AgencyResults, link: Link, question: Question) -> str:
    row = next((one for one in results.rows if one.agency.code == link.agency and not one.second), None)
    asked = (row.revised or row.interview) if row else None
    grade = asked.counts(question) if asked and asked.arises(question) else None
    return grade.code if grade else ""


def _of_case(results: CaseResults, link: Link, question: Question) -> str:
    if agreed := results.values.panel(link.subject, question):
        return agreed.grade
    return results.values.grade((link.subject, link.agency, 1), question)


def _finding(results: CaseResults, link: Link) -> str:
    question = results.case_round.round.template.by_id[link.question]
    met, of = of_finding(results, question, link.agency)
    return f"{met}/{of}" if of else ""


def of_finding(results: CaseResults, question: Question, agency: str) -> tuple[int, int]:
    """How many cases met a question, of how many that count; of an agency (code) those that it answered for.

    The panel's grade of a case counts for each agency that answered about it, as it does where an action is
    made of a low grade.
    """
    if not agency:
        figure = results.questions.get(question.id)
        return (figure.compliant, figure.n) if figure else (0, 0)
    keys = (key for key in first_readings(results) if key[1] == agency)
    found = [grade.good for key in keys if (grade := grade_that_counts(results, key, question))]
    return sum(found), len(found)


def first_readings(results: CaseResults) -> list[tuple[str, str, int]]:
    """The first readings of usable cases: reference, agency and 1."""
    usable = {one.ref for one in results.usable}
    return [key for key in sorted(results.values.interviews) if key[2] == 1 and key[0] in usable]


def grade_that_counts(results: CaseResults, key: tuple[str, str, int], question: Question) -> Grade | None:
    """The grade that counts of a reading, with points: the panel's, else the reader's.

    None where it has none, or where the question does not arise in it.
    """
    if not results.values.interviews[key].arises(question):
        return None
    agreed = results.values.panel(key[0], question)
    code = agreed.grade if agreed else results.values.grade(key, question)
    grade = results.case_round.round.template.scale[code] if code else None
    return grade if grade and grade.points is not None else None
