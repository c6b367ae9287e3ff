"""A response that somebody gives at the command line, and what is said of how far it is."""

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.dates import said
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.cases.case_round import CaseRound
    from audit.responses.interview import Interview
    from audit.responses.response import Response
    from audit.rounds import Round

_PLAIN = re.compile(r"[\w@%+=:,./~#-]+", re.ASCII)  # what every shell takes as it is
NAMED = 12  # ids that are named in one sentence


@dataclass(frozen=True, slots=True)
class Task:
    """A response that somebody gives: its round, the interview so far, who answers about what.

    `agency` is None where no agency answers; `case_round` is None where the round is about agencies. The
    subject of a new observation or interview is empty until the first thing is said about it.
    """

    round: "Round"
    response: "Response"
    interview: "Interview"
    respondent: str
    subject: str
    agency: "Agency | None" = None
    case_round: "CaseRound | None" = None

    @property
    def what(self) -> str:
        """A subject that has no reference yet."""
        return f"a new {self.round.template.subject}"

    @property
    def options(self) -> str:
        """The options that lead back to this response."""
        agency = f" --agency {quoted(self.respondent)}" if self.agency else ""
        named = self.subject not in {"", self.respondent}
        about = f" --about {quoted(self.subject)}" if named else ""
        return f"{agency}{about}{' --reading 2' if self.response.reading == 2 else ''}"


def may_answer(task: Task) -> None:
    """StateError where nothing can be answered: the round is closed, or the response signed."""
    found, response = task.round, task.response
    if found.closed:
        raise StateError(
            f"The round {found.name!r} was closed on {said(found.closed[:10])}; nothing can be answered."
        )
    if response.signed:
        signed = f"{response.signed.name} ({response.signed.role})"
        who = (
            f"{task.respondent} has signed" if task.agency else f"What is said about {task.subject} is signed"
        )
        raise StateError(f"{who}: by {signed}; 'audit reopen' makes a new version.")


def owed(interview: "Interview") -> str:
    """A sentence on what is still owed."""
    left = lacking(interview, 12)
    return f"Still owed: {left}." if left else "Nothing is owed any more."


def idle(interview: "Interview", names: Iterable[str]) -> str:
    """A sentence on answers that are kept and count for nothing, since other answers rule them out."""
    found = interview.idle(names)
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    shown = ", ".join(found[:NAMED]) + more
    return f"Kept, but not asked after what else is answered, so counted nowhere: {shown}." if found else ""


def lacking(interview: "Interview", most: int) -> str:
    """The questions that are still owed, at most so many by name, and which parts of their answers."""
    left = interview.still_owed()
    parts = {question.id: interview.missing(question) for question in left[:most]}
    shown = [f"{name} ({', '.join(missing)})" if missing else name for name, missing in parts.items()]
    return ", ".join(shown) + (f" and {len(left) - most} more" if len(left) > most else "")


def quoted(word: str) -> str:
    """A word as it is typed at a command line."""
    if _PLAIN.fullmatch(word):
        return word
    return shlex.quote(word) if any(sign in word for sign in '"$`\\!') else f'"{word}"'
