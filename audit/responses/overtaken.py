"""Answers that somebody gave after another looked: what stands there, by whom, and when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

from audit.dates import moment
from audit.errors import OvertakenError
from audit.responses.changes import changes, flat
from audit.responses.membership import label
from audit.responses.response import Answer

LONGEST = 200  # letters of an answer that a sentence tells


@dataclass(frozen=True, slots=True)
class Stood:
    """An answer as it stands, by the id of its question or standard, and as somebody saw it before.

    `at` is when it was given (ISO 8601), `by` who gave it.
    """

    question: str
    answer: Answer
    seen: Answer
    by: str
    at: str

    @property
    def whose(self) -> str:
        """Who gave it, and when."""
        return f"by {self.by}, {moment(self.at)}"

    def __str__(self) -> str:
        """What stands there, what else changed in it, by whom and when."""
        moved = [one for one in changes(self.seen, self.answer) if one.part != "value"]
        parts = [flat(self.answer.value) or "no answer"]
        parts += [f"{one.part}: {one.after}" if one.after else f"{one.part}: taken away" for one in moved]
        said = shorten("; ".join(parts), LONGEST, placeholder=" …")
        return f"{label(self.question)} ({said}; {self.whose})"


class AnsweredError(OvertakenError):
    """Somebody else has answered since the writer looked; `given` is what was to be kept, by question."""

    def __init__(self, whose: str, stood: Sequence[Stood], given: Mapping[str, Answer]) -> None:
        """Name every question with what stands there now, in the response of `whose`."""
        self.stood, self.given = tuple(stood), given
        super().__init__(
            f"Nothing was written, for {whose} has other answers than when you looked: "
            f"{', '.join(map(str, self.stood))}. Look at them with 'audit show', then give yours again."
        )


def unseen(stood: Iterable[Stood], answers: Mapping[str, Answer]) -> list[Stood]:
    """Those that new answers would be put over; one that says the same is in nobody's way."""
    return [one for one in stood if one.question in answers and answers[one.question] != one.answer]
