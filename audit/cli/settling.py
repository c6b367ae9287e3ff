"""Conflicts settled at a terminal: whoever sits there is asked which answer stands."""

import sys
from typing import TYPE_CHECKING

from audit.cli.arrived import sentence
from audit.cli.conflicts import label, line_of
from audit.cli.screen import tell

if TYPE_CHECKING:
    from audit.cli.arrival import Outcome
    from audit.cli.arriving import Arriving
    from audit.responses.merging import Side

OPEN = "open"
WAYS = (
    ("store", "Keep the answer that is here", ""),
    ("file", "Take the answer of the file", "What is blank in the file stays as it is here."),
    (OPEN, "Leave it open", "It stays as it is here; collect the file again to settle it."),
)


def can_ask() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask_each(arriving: "Arriving") -> None:
    """Ask for each conflict that is open; what was chosen is written, also where Ctrl-C ends the asking."""
    for outcome in arriving.open:
        sides, more = _chosen(outcome)
        if sides:
            tell(sentence(arriving.settle(outcome, sides)))
        if not more:
            return


def _chosen(outcome: "Outcome") -> "tuple[dict[str, Side], bool]":
    """What was chosen for the conflicts of an arrival, and whether to go on asking."""
    from audit.responses.merging import Side
    from audit.responses.prompts import EndOfInput, pick, say

    sides: dict[str, Side] = {}
    arrival = outcome.arrival
    for name in outcome.decision.merge.conflicts:
        question = arrival.round.template.by_id.get(name)
        say(f"\n{arrival.whose}, {arrival.file}\n{question.text if question else label(name)}")
        say(line_of(outcome, name))
        try:
            way = pick(f"{label(name)}: which answer stands?", WAYS)
        except (KeyboardInterrupt, EndOfInput):
            say("The rest is left open.")
            return sides, False
        if way != OPEN:
            sides[name] = Side(way)
    return sides, True
