"""The sheet How late: open actions by when they are due, and by when something was last heard of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from audit.actions.followed import Followed
from audit.wording import plural
from audit.workbook.action_edition import ActionEdition, are
from audit.workbook.action_lines import Rows
from audit.workbook.page import Block, Chart, Page, Table, Text
from audit.workbook.palette import NAVY, ORANGE, PLUM, TEAL

DUE, HEARD = "Open actions by due date", "Open actions by when they were last heard of"
LONG = 90  # days past the due date that a title tells of
LATE, COMPLETE, OTHERS = "Overdue", "Reported complete, not assured", "Others that are open"
ENDS = (30, LONG, 180)  # days: where one band ends
WIDTHS = (40.0, *[28.0] * 4)
UNDATED = "No date that can be read"


def how_late(edition: ActionEdition) -> Page:
    """The sheet How late."""
    text = (
        "Open actions are those that are neither assured nor closed. One without a due date that can be read "
        "counts by its review date. One past its due date that is reported complete is not overdue."
    )
    due = Table(DUE, ("When due", LATE, COMPLETE, OTHERS, "All"), _due(edition), empty="No action is open.")
    drawn = _drawn(edition) if edition.figures.open else ()
    blocks: tuple[Block, ...] = (Text(text), due, *drawn)
    return Page("How late", edition.title("how late"), blocks, widths=WIDTHS, tall=1)


def _drawn(edition: ActionEdition) -> tuple[Block, ...]:
    """The second table, and below both a chart of each, side by side."""
    series = ((LATE, PLUM), (COMPLETE, ORANGE), (OTHERS, TEAL))
    alt = (
        "A bar for each span of days counts the open actions due in it: overdue, then reported complete, "
        "then others; the table has the numbers."
    )
    told = "A bar for each span counts the actions last heard of in it; the table has the numbers."
    return (
        _heard(edition),
        Chart(_lateness(edition), DUE, "When due", series, alt, shown="0"),
        Chart(_silence(edition), HEARD, "Last heard of", (("Actions", NAVY),), told, beside=True, shown="0"),
    )


def _due(edition: ActionEdition) -> Rows:
    """Open actions by the days between their due date and today; none where none is open.

    It has no last line, which would be drawn where the chart takes every row of its table.
    """
    bands: dict[str, list[Followed]] = {name: [] for name in _bands()}
    for one in edition.figures.open:
        bands[band(one.action.due_or_review, edition.today)].append(one)
    return tuple((name, *_kinds(edition, ones)) for name, ones in bands.items() if edition.figures.open)


def _kinds(edition: ActionEdition, found: Sequence[Followed]) -> tuple[int, ...]:
    late = sum(one.id in edition.late for one in found)
    complete = sum(one.id in edition.complete for one in found)
    return late, complete, len(found) - late - complete, len(found)


def _bands() -> list[str]:
    past = [_ago(name) for name in reversed(_spans())]
    return [*past, *(f"In {name}" for name in _spans("0")), UNDATED]


def _ago(span: str) -> str:
    return f"{span[0].upper()}{span[1:]} ago"


def _spans(first: str = "1") -> list[str]:
    ends = (f"{low + 1} to {high} days" for low, high in pairwise(ENDS))
    return [f"{first} to {ENDS[0]} days", *ends, f"more than {ENDS[-1]} days"]


def band(due: str, today: date) -> str:
    """The span of days in which a day (ISO) lies, seen from today: `31 to 90 days ago`, `In 0 to 30 days`."""
    if not due:
        return UNDATED
    ahead = (date.fromisoformat(due) - today).days
    place = sum(abs(ahead) > end for end in ENDS)
    return f"In {_spans('0')[place]}" if ahead >= 0 else _ago(_spans()[place])


def _heard(edition: ActionEdition) -> Table:
    """Open actions by the days since something was last said of them."""
    names = [*map(_ago, _spans("0"))]
    counts = Counter(
        names[sum(days > end for end in ENDS)] for days in _unheard(edition.figures.open, edition)
    )
    rows: Rows = tuple((name, counts[name]) for name in names)
    return Table(HEARD, ("Last heard of", "Actions"), rows)


def _unheard(found: Iterable[Followed], edition: ActionEdition) -> list[int]:
    return [(edition.today - one.heard()).days for one in found]


def _lateness(edition: ActionEdition) -> str:
    """What the first chart shows, in one sentence."""
    late, open_ = edition.figures.overdue, plural(len(edition.figures.open), "open action")
    if not late:
        return f"Of {open_} none is overdue"
    long = sum((edition.today - date.fromisoformat(one.action.due)).days > LONG for one in late)
    return f"Of {open_} {are(len(late))} overdue, {long or 'none'} by more than {LONG} days"


def _silence(edition: ActionEdition) -> str:
    """What the second chart shows, in one sentence."""
    found = edition.figures.open
    quiet = sum(days > LONG for days in _unheard(found, edition))
    return f"Last heard of more than {LONG} days ago: {quiet:,} of {len(found):,} open"
