"""The words of action plans: states, what an assurance rests on, and colours."""

from enum import StrEnum


class State(StrEnum):
    """How an action stands. Reported complete is what its owner says; assured is what somebody has seen."""

    NOT_STARTED = "not started"
    ON_TRACK = "on track"
    DELAYED = "delayed"
    NOT_ON_TRACK = "not on track"
    REPORTED_COMPLETE = "reported complete"
    ASSURED = "assured"
    NO_RESPONSE = "no response"
    NO_FURTHER_RECEIVED = "no further assurance received"
    NO_FURTHER_REQUIRED = "no further assurance required"
    CLOSED_WITHOUT = "closed without assurance"
    SUPERSEDED = "superseded"


# What nobody is asked about any more; the first is assured, the others are closed.
CLOSED = frozenset({State.NO_FURTHER_REQUIRED, State.CLOSED_WITHOUT, State.SUPERSEDED})
ENDED = CLOSED | {State.ASSURED}
# What says that its owner said nothing.
SILENT = frozenset({State.NO_RESPONSE, State.NO_FURTHER_RECEIVED})
# What an owner can report; to assure and to close is for the partnership.
REPORTABLE = (
    State.NOT_STARTED,
    State.ON_TRACK,
    State.DELAYED,
    State.NOT_ON_TRACK,
    State.REPORTED_COMPLETE,
)


class Basis(StrEnum):
    """What an assurance rests on, from the weakest."""

    TOLD = "told"
    DOCUMENT = "document held"
    DATA = "data"
    INSPECTION = "inspection"
    AUDIT = "audit or observation"


class Colour(StrEnum):
    """The colour of an action on a day, always printed as a word."""

    BLUE = "blue"
    GREY = "grey"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"


LOUDEST = (Colour.RED, Colour.AMBER, Colour.GREEN, Colour.BLUE, Colour.GREY)  # the order of listings
