"""One thing that is to be known of a day, and the headings under which such things stand."""

from dataclasses import asdict, dataclass
from datetime import timedelta

URGENT, LATE, WAITING, SOON, NEXT, NEW = "Cannot wait", "Late", "Waiting", "Due soon", "Next", "New"
HEADINGS = (URGENT, LATE, WAITING, SOON, NEXT, NEW)
AHEAD = timedelta(days=28)  # what is due within it is due soon
BACK = timedelta(days=7)  # what came in within it is new
MANY = 4  # names in a sentence before the rest are counted


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to know today: under which heading, in a sentence, and the command that goes on with it."""

    heading: str
    text: str
    command: str = ""

    def block(self) -> dict[str, str]:
        """The same as plain values."""
        return asdict(self)
