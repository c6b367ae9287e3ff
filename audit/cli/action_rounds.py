"""The rounds that actions came from, or that are their evidence: what they say today."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.errors import UnknownError

if TYPE_CHECKING:
    from audit.actions.action import Action
    from audit.actions.answers import Results


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

    def of_answer(self, action: "Action") -> "Results | None":
        """The results of the round that an action's answer stands in; None where there is none here.

        An action that came from another workspace names a round of that.
        """
        try:
            return self.results(action.link.round) if action.link else None
        except UnknownError:
            return None

    def today(self, action: "Action") -> str:
        """The code of the grade that the answer of an action has today, of a finding `16/25`; else empty."""
        from audit.actions.answers import graded_today

        found = self.of_answer(action)
        return graded_today(found, action.link) if found and action.link else ""

    def answer(self, action: "Action") -> str:
        """Which answer an action came from, how it was graded then, and today; empty where from none."""
        from audit.actions.answers import in_words, place_of, template_of

        if action.link is None:
            return ""
        found = self.of_answer(action)
        if found is None:
            return f"{action.link.question} in {action.link.round}, which is no round of this workspace"
        then = in_words(template_of(found), action.link.said)
        now = in_words(template_of(found), self.today(action))
        return f"{place_of(found, action.link)} in {action.link.round}: {then} then, {now} today"

    def moved(self, action: "Action") -> str:
        """How the answer of an action is graded today, where that is otherwise than it was; else empty."""
        from audit.actions.answers import in_words, template_of

        found, now = self.of_answer(action), self.today(action)
        if found is None or action.link is None or now == action.link.said:
            return ""
        return in_words(template_of(found), now)


def evidence_result(desk: Desk, action: "Action", rounds: Rounds | None = None) -> str:
    """What came of the round that is an action's evidence, in a sentence; empty where none is named.

    Where the round asks the question that the action came from, it is of that question.
    """
    from audit.actions.evidence import result_of

    if not action.evidence_round:
        return ""
    try:
        found = (rounds or Rounds(desk)).results(action.evidence_round, drafts=False)
    except UnknownError:
        return f"{action.evidence_round}: no such round is open yet."
    return result_of(found, action.link.question if action.link else "")
