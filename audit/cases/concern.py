"""An immediate concern: something in a case that cannot wait for the audit to end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from audit.dates import in_words
from audit.errors import StateError, UnknownError

ADVICE = (
    "This audit is not a referral route. If a child may be at risk now, follow your own agency's "
    "safeguarding procedure at once: tell the line manager or safeguarding lead who answers for the case, "
    "make a referral where one is needed, and call 999 in an emergency. Then record whom you told, and what "
    "came of it."
)


@dataclass(frozen=True, slots=True)
class Concern:
    """A concern raised about a subject of a round, and what came of it; `number` is its own in the store.

    `subject` is a case's reference, or an agency's code; `agency` is the code of whoever's answers it was
    raised in; `since` is when it was last said whom one told, or what came of it.
    """

    number: int
    round: str
    subject: str
    question: str
    text: str
    by: str
    at: str
    told: str = ""
    outcome: str = ""
    since: str = ""
    agency: str = ""

    @property
    def open(self) -> bool:
        """Whether its outcome is still to be recorded."""
        return not self.outcome

    @property
    def day(self) -> date:
        """The day on which it was raised."""
        return date.fromisoformat(self.at[:10])


def lines(
    concerns: Sequence[Concern], names: Mapping[str, str] | None = None, *, whose: bool = False
) -> list[str]:
    """A sentence on each subject about which a concern is open, by reference only, for the top of an output.

    `names` say what a subject is called, where that is not its reference (an agency's name). Where the
    concerns are of several rounds, or `whose` says that several are looked at, each sentence names its own.
    """
    several = whose or len({one.round for one in concerns}) > 1
    found: dict[tuple[str, str], list[Concern]] = {}
    for one in concerns:
        if one.open:
            found.setdefault((one.round, one.subject), []).append(one)
    sentences = []
    for (round_, subject), those in found.items():
        name = (names or {}).get(subject, subject) + (f" in {round_}" if several else "")
        days = " and ".join(dict.fromkeys(in_words(one.day) for one in those))
        what = "Immediate concern" if len(those) == 1 else f"{len(those)} immediate concerns"
        end = "outcome" if len(those) == 1 else "outcomes"
        sentences.append(f"{what} about {name} (raised {days}): {end} not recorded yet.")
    return sentences


def find(concerns: Sequence[Concern], subject: str, round_: str = "", number: int = 0) -> Concern:
    """The concern about a subject that is meant: the one with a number, else the only one, open ones first.

    UnknownError where there is none, StateError where several could be meant.
    """
    about = [one for one in concerns if one.subject.casefold() == subject.strip().casefold()]
    about = [one for one in about if not round_ or one.round.casefold() == round_.strip().casefold()]
    if number:
        about = [one for one in about if one.number == number]
    if not about:
        which = f"No concern {number} was" if number else "No concern was"
        raise UnknownError(
            f"{which} raised about {subject}; 'audit concern list --all' shows those there are."
        )
    found = [one for one in about if one.open] or about
    if len(found) > 1:
        shown = "; ".join(f"{one.number}: {_described(one)}" for one in found)
        raise StateError(f"Several concerns about {subject} could be meant ({shown}); say which: --number N.")
    return found[0]


def _described(one: Concern) -> str:
    at = f" at {one.question}" if one.question else ""
    return f"{one.round}{at}, raised {in_words(one.day)}"
