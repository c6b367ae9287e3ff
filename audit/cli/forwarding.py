"""What an earlier round says, brought forward to a new one, and what is told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.screen import tell
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.responses.brought import Brought
    from audit.rounds import Round
    from audit.templates import Template


@dataclass(frozen=True, slots=True)
class Forward:
    """What an earlier round says, by agency and question; an empty one where nothing is brought forward.

    `same` and `reworded` are the questions of the new round that the earlier one has too, by their meaning.
    """

    source: "Round | None" = None
    brought: "Mapping[str, Mapping[str, Brought]]" = field(default_factory=dict)
    same: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the earlier round, empty where there is none."""
        return self.source.name if self.source else ""


def bring_forward(desk: Desk, name: str, template: "Template", agencies: "Sequence[Agency]") -> Forward:
    """What the round of this name says of some agencies; StateError where it is not about agencies."""
    from audit.bringing import bring_all, reworded

    if not name:
        return Forward()
    earlier = desk.store.round(name)
    if earlier.template.subject != "agency":
        raise StateError(f"The round {earlier.name!r} is about cases; answers come from one about agencies.")
    responses = desk.store.responses(earlier.name)
    brought = bring_all(earlier, responses, agencies, template, desk.today)
    changed = reworded(earlier.template, template)
    same = tuple(one for one in template.by_id if one in earlier.template.by_id and one not in changed)
    return Forward(earlier, brought, same, changed)


def bring_to_added(desk: Desk, found: "Round", added: "Sequence[Agency]") -> Forward:
    """What the earlier round behind a round says of agencies that are added to it."""
    new = [agency for agency in added if agency.code not in found.brought]
    source = desk.store.source_of(found.name) if new else ""
    return bring_forward(desk, source, found.template, new)


def waiting(round_: "Round", agency: "Agency", today: date) -> int:
    """How many answers an agency can confirm before it has answered anything."""
    from audit.rounds import interview

    return len(interview(round_, agency, None, today).waiting())


def tell_forward(forward: Forward, opened: "Round", agencies: "Sequence[Agency]", today: date) -> None:
    """Say how many answers wait to be confirmed, what was reworded since, and who has nothing to confirm."""
    from audit.scoring.messages import agencies as agencies_
    from audit.wording import plural, some

    if forward.source is None:
        return
    same = len(forward.same)
    if not same and not forward.reworded:
        tell(f"Nothing is brought forward from {forward.name!r}: no question of it is asked here.")
        return
    counts = [count for agency in agencies if (count := waiting(opened, agency, today))]
    to_confirm = f"{plural(sum(counts), 'answer')} to confirm for {agencies_(len(counts))}"
    tell(f"Brought forward from {forward.name!r}: {to_confirm}. Unconfirmed, they count for nothing.")
    told = f"{same:,} of {plural(len(opened.template.questions), 'question')}"
    tell(f"{told} {'means' if same == 1 else 'mean'} the same as in {forward.name!r}.")
    if forward.reworded:
        asked = plural(len(forward.reworded), "question")
        tell(f"Changed since, so to be answered anew: {asked} ({', '.join(forward.reworded)}).")
    silent = [agency.name for agency in agencies if agency.code not in forward.brought]
    if silent:
        tell(f"Without answers in {forward.name!r} to what is asked here: {some(silent)}.")
    if not forward.source.closed:
        tell(f"The round {forward.name!r} is still open; what changes in it from now on is not brought.")
