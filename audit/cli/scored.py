"""A round about agencies with its scores."""

from typing import TYPE_CHECKING

from audit.cli.desk import Desk

if TYPE_CHECKING:
    from audit.scoring.partnership import Results


def score_round(desk: Desk, name: str, drafts: bool) -> "Results":
    """A round of the store, scored today."""
    from audit.scoring.partnership import results as score

    found = desk.store.round(name)
    names = {agency.code: agency.name for agency in desk.store.agencies()}
    return score(found, desk.store.responses(name), desk.today, names=names, drafts=drafts)
