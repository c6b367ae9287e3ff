"""What a workspace holds of a year: the results of its rounds, findings, actions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from audit.cli.case_results import results_of
from audit.cli.desk import Desk
from audit.cli.scored import score_round
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.actions.followed import Followed
    from audit.cases.results import Results as CaseResults
    from audit.recurring.finding import Finding
    from audit.recurring.practice import Practice
    from audit.rounds import Round
    from audit.scoring.partnership import Results

EMPTY = (
    "There is nothing to report yet: no round, no action, no finding of a review; "
    "'audit round open' opens a round, 'audit action import' takes in a plan."
)


@dataclass(frozen=True)
class Found:
    """What the workspace holds: results of all rounds in order, with which of them are of the year."""

    rounds: "Mapping[str, Results | CaseResults]"
    year: tuple[str, ...]
    earlier: tuple[str, ...]
    findings: "tuple[Finding, ...]" = ()
    actions: "tuple[Followed, ...]" = ()
    practice: "Mapping[str, Mapping[str, Practice]]" = field(default_factory=dict)

    def in_a_row(self, name: str) -> list[str]:
        """The rounds of one template up to a round, the earliest first."""
        ref = round_of(self.rounds[name]).template.ref
        names = [other for other, one in self.rounds.items() if round_of(one).template.ref == ref]
        return names[: names.index(name) + 1]


def found_in(desk: Desk, since: date, *, drafts: bool) -> Found:
    """What a workspace holds, and what of it is of the year since a day; StateError where it is empty."""
    from audit.store.actions import ActionBook
    from audit.store.findings import findings

    made = {one.name: _results(desk, one.name, drafts=drafts) for one in desk.store.rounds()}
    rounds = dict(sorted(made.items(), key=lambda one: (round_of(one[1]).opened, one[0])))
    year = tuple(name for name, one in rounds.items() if round_of(one).opened[:10] >= since.isoformat())
    kept = [one for one in findings(desk.store) if not one.withdrawn]
    recent = tuple(one for one in kept if not one.on or one.on >= since.isoformat())
    actions = ActionBook(desk.store).actions()
    if not (rounds or kept or actions):
        raise StateError(EMPTY)
    earlier = tuple(name for name in rounds if name not in year)
    practice = {name: _practice(rounds[name]) for name in year}
    return Found(rounds, year, earlier, recent, actions, practice)


def _results(desk: Desk, name: str, *, drafts: bool) -> "Results | CaseResults":
    if desk.store.round(name).template.subject == "agency":
        return score_round(desk, name, drafts)
    return results_of(desk, name)


def round_of(found: "Results | CaseResults") -> "Round":
    """The round that results are of."""
    from audit.cases.results import Results as CaseResults

    return found.case_round.round if isinstance(found, CaseResults) else found.round


def _practice(found: "Results | CaseResults") -> "Mapping[str, Practice]":
    from audit.cases.results import Results as CaseResults
    from audit.cli.several_rounds import how
    from audit.recurring.practice import by_agencies, by_cases

    return by_cases(found, how(found)) if isinstance(found, CaseResults) else by_agencies(found)
