"""What the sheet Returns says of time: how many agencies had returned by the end of each week."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from audit.dates import MONTHS, day_of, in_words
from audit.rounds import Progress
from audit.scoring.messages import agencies
from audit.scoring.partnership import Results
from audit.workbook.page import Block, Cell, Chart, NewPage, Table, Text
from audit.workbook.palette import NAVY, ORANGE

EXPECTED = "Expected"
MOST = 27  # days that an axis can name
WEEK = 7
ON_ONE_PAGE = 8  # weeks whose table and chart one page holds


def over_time(results: Results) -> Iterator[Block]:
    """The table and the chart; nothing where no return says a day on which it was signed."""
    signed = signing_days(results)
    if not signed:
        return
    # Returns that were collected from files may be older than the round's opening here.
    first, opened = signed[0] - timedelta(days=1), day_of(results.round.opened)
    found = returned_by(min(first, opened or first), max(results.today, signed[-1]), signed)
    rows: list[tuple[Cell, ...]] = [(_short(day), count, results.expected) for day, count in found]
    if undated := results.returned - len(signed):
        verb = "has" if undated == 1 else "have"
        yield Text(f"{agencies(undated)} that returned {verb} no day of signing, and is in no week below.")
    so_far = f"{results.template.running.done.capitalize()} so far"
    title = f"{so_far}, week by week"
    yield Table(title, ("Day", so_far, EXPECTED), tuple(rows))
    if len(rows) > ON_ONE_PAGE:
        yield NewPage()
    series = ((so_far, NAVY), (EXPECTED, ORANGE))
    yield Chart(_finding(results, signed), title, "Day", series, _told(found), kind="lines", shown="0")


def signing_days(results: Results) -> list[date]:
    """The days on which the returns that count were signed, those that say one, earliest first."""
    returned = (line.signature for line in results.lines if line.progress is Progress.SIGNED)
    days = (day_of(signature.on) for signature in returned if signature)
    return sorted(day for day in days if day)


def returned_by(start: date, end: date, signed: Sequence[date]) -> list[tuple[date, int]]:
    """How many had signed by the first day, by the end of each week after it, and by the last day.

    Over many weeks every second, third or so stands for all, so that an axis can name its days.
    """
    weeks = (end - start).days // WEEK
    step = max(1, -(-weeks // (MOST - 2))) * WEEK
    days = [start + timedelta(days=count) for count in range(0, (end - start).days, step)]
    return [(day, sum(one <= day for one in signed)) for day in (*days, end)]


def _short(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def _finding(results: Results, signed: Sequence[date]) -> str:
    due, running = results.round.due, results.template.running
    had = running.done if running.states else "had returned"
    if due >= results.today:
        return f"{len(signed)} of {agencies(results.expected)} {had} by {in_words(results.today)}"
    by_due = sum(day <= due for day in signed)
    late = len(signed) - by_due
    text = f"{by_due} of {agencies(results.expected)} {had} by {in_words(due)}, the day they were due"
    return f"{text}, and {late} after it" if late else text


def _told(found: Sequence[tuple[date, int]]) -> str:
    (first, start), (last, end) = found[0], found[-1]
    gains = [(later[1] - earlier[1], later[0]) for earlier, later in pairwise(found)]
    most, when = max(gains, key=lambda gain: gain[0])
    text = f"One line rises from {start} on {in_words(first)} to {end} on {in_words(last)}"
    text += f", most steeply up to {in_words(when)} (by {most})" if most else ""
    return f"{text}; another, level, is how many were expected."
