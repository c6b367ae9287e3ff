"""Whether a row goes on from the line above it, for certain or not."""

from audit.actions.action import LEVELS
from audit.plans.building import SHORT, Building, Upper
from audit.plans.joining import begins_low, is_closed, is_open, same_level
from audit.plans.rows import Row, number_in

DECIDING = frozenset({"start", "due", "achieved", "status", "rag", "owner", "milestone_owner"})
TEXTS = ("evidence_required", "progress", "outcome", "evidence")
OWNERS = frozenset({"owner", "milestone_owner", "role"})
LOW = "it begins as if it went on from row {}, yet has an owner, date or status; kept as a line of its own"
EITHER = "it has no owner, date or status, and may go on from row {}; kept as a line of its own"
SAME = "it has the number of row {} as well; kept as a line of its own"
UNNUMBERED = "it has no number as row {} has, and may go on from it; kept as a line of its own"


def goes_on(row: Row, build: Building, uppers: dict[str, Upper]) -> tuple[bool, str]:
    """Whether a row goes on from the line above, and why that is doubtful where it is."""
    wider = [name for name in LEVELS if name in row.fields and name != build.level]
    if any(not _repeats(row.text(name), uppers.get(name)) for name in wider):
        return False, ""
    deciding = row.fields & DECIDING
    if row.level != build.level:
        repeats = LEVELS.index(row.level) < LEVELS.index(build.level)
        return repeats and not deciding, ""
    text, above = row.text(build.level), build.text
    low = begins_low(text) and not begins_low(above)  # which in a plan that writes so tells nothing
    numbered = "number" in build.cells and not row.beside("number")[1]
    open_ones = any(is_open(build.cells.get(name, "") or ".") for name in row.fields & SHORT)
    told = bool(number_in(above)) and not number_in(text)  # numbered in its text, as the row is not
    signs = open_ones or any(_goes_low(row.text(name), build.cells.get(name, "")) for name in TEXTS)
    if low or is_open(above) or ((numbered or told) and signs):
        only_owner = low and not is_closed(above) and deciding <= OWNERS
        goes = not deciding or numbered or told or only_owner
        return goes, "" if goes else LOW.format(build.rows[-1] + 1)
    if numbered:
        return False, (SAME if row.text("number") else UNNUMBERED).format(build.rows[0] + 1)
    beside = any(row.beside(name)[1] for name in DECIDING)
    alone = not deciding and not beside and bool({*build.cells} & DECIDING)
    return False, EITHER.format(build.rows[-1] + 1) if alone and not is_closed(above) else ""


def _goes_low(text: str, above: str) -> bool:
    """Whether a text goes on in the middle of a sentence from the one above it."""
    return bool(text and above) and begins_low(text) and not is_closed(above)


def _repeats(text: str, upper: Upper | None) -> bool:
    """Whether a wider level in a row only goes on, or says again what the rows above stand under."""
    return upper is not None and (
        same_level(upper.text, text) or (begins_low(text) and not is_closed(upper.text))
    )
