"""What can go wrong, in the user's words.

Each message is one sentence (or one a problem): what is wrong, where, and what would do.
Only the command line catches these; anything else that is raised is a bug.
"""

from collections.abc import Sequence
from dataclasses import dataclass

NAMED = 3  # places of one problem that are told where it stands in many


class AuditError(Exception):
    """Something that the user can put right."""


class AnswerError(AuditError):
    """An answer does not fit its question."""


class UnknownError(AuditError):
    """A name stands for nothing here: a round, an agency, a standard."""


class StateError(AuditError):
    """The act does not fit where things stand: a signed response, a closed round."""


class OvertakenError(StateError):
    """Somebody else wrote there after the writer looked: nothing was written, and it says what changed."""


class StoreError(AuditError):
    """The workspace or its database cannot be opened, or is of another version."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file, and where: a line, or a cell as Excel shows it."""

    where: str
    text: str

    def __str__(self) -> str:
        """The place, a colon, and the sentence."""
        return f"{self.where}: {self.text}" if self.where else self.text


def gathered(problems: Sequence[Problem]) -> list[Problem]:
    """The same problems, each told once: where it stands in many places, the first three of them."""
    places: dict[str, list[str]] = {}
    for one in problems:
        places.setdefault(one.text, []).append(one.where)
    return [Problem(_named(found), text) for text, found in places.items()]


def _named(places: Sequence[str]) -> str:
    if len(places) <= NAMED:
        return "; ".join(place for place in places if place)
    return f"{'; '.join(places[:NAMED])} and {len(places) - NAMED:,} more places"


class FileError(AuditError):
    """A file cannot be taken in: carries every problem of it, not only the first."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        """Name the file and keep its problems in the order they stand there."""
        self.file = file
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{file}, {problem}" for problem in problems))


class DefinitionError(FileError):
    """A catalogue, template or scale is wrong: every problem with its line."""
