"""A key message: a sentence that the figures bear, what it is about, and the sheet of its figures."""

from dataclasses import dataclass
from enum import IntEnum


class Matter(IntEnum):
    """What a message is about, in the order in which a reader needs to know it."""

    BASIS = 0  # what the figures stand on: how many returned, how many were read, how they were chosen
    CONCERN = 1  # a child may be at risk now
    CRITICAL = 2  # what may not fail, and does
    WEAKEST = 3
    MOVED = 4  # more than chance
    NON_RETURN = 5
    OVERDUE = 6
    UNASSURED = 7
    DISAGREE = 8  # self and panel, or one source and another
    OTHER = 9


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence (or two), the sheet that holds its figures, and what it is about.

    `key` names what it tells of, the same in each report, so that two reports can be compared.
    """

    text: str
    sheet: str
    matter: Matter = Matter.OTHER
    key: str = ""
