"""The rounds that actions came from, or that are their evidence: what they say today."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.errors import UnknownError

if TYPE_CHECKING:
    from audit.actions.action import Action
    from audit.actions.answers import Results
    from audit.cases.results import Results as CaseResults
    from audit.scoring.partnership import Results as AgencyResults

MOST = 4  # figures in a sentence before "and n more"


@dataclass
class Rounds:
    """The results of rounds as of today, each worked out once."""

    desk: Desk
    _known: "dict[str, Results]" = field(default_factory=dict)

    def results(self, name: str, *, drafts: bool = True) -> "Results":
        """What came of a round; of one about agencies with drafts, unless they are not wanted."""
        from audit.cli.case_results import results_of
        from audit.cli.scored import score_round

        key = f"{drafts} {name}"
        if key not in self._known:
            own = self.desk.store.round(name).template.subject == "agency"
            self._known[key] = score_round(self.desk, name, drafts) if own else results_of(self.desk, name)
        return self._known[key]

    def today(self, action: "Action") -> str:
        """The code of the grade that the answer of an action has today, of a finding `16/25`; else empty."""
        from audit.actions.answers import graded_today

        return graded_today(self.results(action.link.round), action.link) if action.link else ""

    def answer(self, action: "Action") -> str:
        """Which answer an action came from, how it was graded then, and today; empty where from none."""
        from audit.actions.answers import in_words, place_of, template_of

        if action.link is None:
            return ""
        found = self.results(action.link.round)
        then = in_words(template_of(found), action.link.said)
        now = in_words(template_of(found), self.today(action))
        return f"{place_of(found, action.link)} in {action.link.round}: {then} then, {now} today"

    def moved(self, action: "Action") -> str:
        """How the answer of an action is graded today, where that is otherwise than it was; else empty."""
        from audit.actions.answers import in_words, template_of

        now = self.today(action)
        if action.link is None or now == action.link.said:
            return ""
        return in_words(template_of(self.results(action.link.round)), now)


def evidence_result(desk: Desk, action: "Action", rounds: Rounds | None = None) -> str:
    """What came of the round that is an action's evidence, in a sentence; empty where none is named.

    Where the round asks the question that the action came from, it is of that question.
    """
    from audit.scoring.partnership import Results as AgencyResults

    if not action.evidence_round:
        return ""
    try:
        found = (rounds or Rounds(desk)).results(action.evidence_round, drafts=False)
    except UnknownError:
        return f"{action.evidence_round}: no such round is open yet."
    name = action.link.question if action.link else ""
    if isinstance(found, AgencyResults):
        return f"{found.round.name}: {_of_agencies(found, name)}"
    return f"{found.case_round.round.name}: {_of_cases(found, name)}"


def _of_cases(found: "CaseResults", name: str) -> str:
    """How many were read, and how many met it: of a question, else of each."""
    from audit.cases.results import how_many

    asked = [name] if name in found.questions else [*found.questions]
    parts = [
        f"{each} {figure.compliant:,} of {figure.n:,}"
        for each, figure in found.questions.items()
        if each in asked
    ]
    if not any(found.questions[each].n for each in asked):
        return f"{how_many(found)} Nothing counts yet."
    more = f" and {len(parts) - MOST} more" if len(parts) > MOST else ""
    return f"{how_many(found)} Met: {', '.join(parts[:MOST])}{more}."


def _of_agencies(found: "AgencyResults", name: str) -> str:
    """How many have returned, and how many gave each grade: of a question, else by standard."""
    from audit.scoring.messages import messages, plural

    returned = f"{found.returned} of {plural(found.expected, 'agency', 'agencies')} returned."
    figures = next((one for one in found.questions if one.question.id == name), None)
    if figures is None:
        standards = [one.text for one in messages(found) if one.sheet == "Standards"]
        return " ".join((returned, *standards))
    steps = found.template.scale.grades
    counts = [f"{figures.given[step.code]} {step.label}" for step in steps if figures.given.get(step.code)]
    return f"{returned} {name}: {', '.join(counts) or 'no grade yet'}."
