"""The result of a round that is the evidence of an action, in words."""

from audit.actions.answers import Results, name_of
from audit.cases.results import Results as CaseResults
from audit.cases.results import how_many
from audit.scoring.messages import messages
from audit.scoring.partnership import Results as AgencyResults
from audit.wording import plural

MOST = 4  # figures in a sentence before "and n more"


def result_of(results: Results, question: str = "") -> str:
    """What came of a round, of a question (by id) where the round grades it: counts first.

    Of cases how many met it, with what that says of the whole register; of agencies how many gave each grade.
    """
    if isinstance(results, AgencyResults):
        return f"{name_of(results)}: {_of_agencies(results, question)}"
    return f"{name_of(results)}: {how_many(results)} {_of_cases(results, question)}"


def _of_cases(found: CaseResults, name: str) -> str:
    one = found.questions.get(name)
    if one is not None and one.n:
        return f"{name}: {one.sentence or f'{one.compliant:,} of {one.n:,} met it.'}"
    asked = found.questions if one is None else {}
    parts = [f"{each} {figure.compliant:,} of {figure.n:,}" for each, figure in asked.items() if figure.n]
    if not parts:
        return "Nothing counts yet."
    more = f" and {len(parts) - MOST} more" if len(parts) > MOST else ""
    return f"Met: {', '.join(parts[:MOST])}{more}."


def _of_agencies(found: AgencyResults, name: str) -> str:
    returned = f"{found.returned} of {plural(found.expected, 'agency', 'agencies')} returned."
    figures = next((one for one in found.questions if one.question.id == name), None)
    if figures is None:
        return " ".join((returned, *(one.text for one in messages(found) if one.sheet == "Standards")))
    steps = found.template.scale.grades
    counts = [f"{figures.given[step.code]} {step.label}" for step in steps if figures.given.get(step.code)]
    return f"{returned} {name}: {', '.join(counts) or 'no grade yet'}."
