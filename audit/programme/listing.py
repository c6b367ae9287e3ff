"""A programme as lists: the items of a year in order, as plain values and rows, and a sentence a month."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from audit.dates import MONTHS, days, in_words
from audit.programme.entry import Meeting
from audit.programme.item import Item, Kind, Standing
from audit.programme.spans import Interval, Span
from audit.wording import listed, plural

HEADINGS = (
    *("Standing", "Due", "Kind", "Id", "What", "When", "Sample", "Who", "Goes to", "Template", "Rounds"),
    *("Done", "Notes", "Next command"),
)
NO_MEETING = "no date is known"


def chosen(found: Iterable[Item], year: Span, today: date, *, whole: bool) -> list[Item]:
    """The items of a year in order; `whole` adds what is late from before it or due soon after it.

    What has no day yet belongs to every year that has not ended.
    """
    kept = [
        one
        for one in found
        if (year.last >= today if one.due is None else year.holds(one.due))
        or (whole and (one.standing is Standing.LATE or one.soon(today)))
    ]
    return sorted(kept, key=lambda one: one.order)


def as_json(one: Item) -> dict[str, Any]:
    """An item as plain values; days as YYYY-MM-DD, null where none is known."""
    return {
        "id": one.id,
        "kind": str(one.kind),
        "what": one.what,
        "when": one.period,
        "due": _iso(one.due) or None,
        "standing": str(one.standing),
        "done": _iso(one.done) or None,
        "to": [{"meeting": title, "on": _iso(day) or None} for title, day in one.to],
        "who": one.who,
        "template": one.template,
        "sample": one.sample,
        "rounds": list(one.rounds),
        "notes": list(one.notes),
        "command": one.command,
    }


def row(one: Item) -> list[str]:
    """An item as a row under HEADINGS."""
    return [
        *(str(one.standing), _iso(one.due), str(one.kind), one.id, one.what, one.period, one.sample, one.who),
        *(goes_to(one, _iso), one.template, ", ".join(one.rounds), _iso(one.done), " ".join(one.notes)),
        one.command,
    ]


def screen_row(one: Item, today: date) -> list[str]:
    """An item as a row for the screen: standing and day, what, and where it goes with what is to be said."""
    parts = [one.period, f"sample: {one.sample}" if one.sample else "", one.who]
    set_by = f"{one.kind}: " if one.kind in (Kind.RE_AUDIT, Kind.EVIDENCE) else ""
    what = "\n".join(
        part for part in (f"{one.id}: {set_by}{one.what}", ", ".join(filter(None, parts))) if part
    )
    said = [f"to {goes_to(one, in_words)}" if one.to else "", *one.notes, one.command]
    return [standing_words(one, today), what, "\n".join(part for part in said if part)]


def standing_words(one: Item, today: date) -> str:
    """How an item stands, with its day: `late` with for how long, `done` with when."""
    if one.standing is Standing.DONE:
        return f"done\n{in_words(one.done)}" if one.done else "done"
    if one.due is None:
        return f"{one.standing}\nno day yet"
    left = (one.due - today).days
    said = {
        Standing.LATE: f"late by {days(-left)}",
        Standing.DUE: f"due in {days(left)}" if left else "due today",
    }
    return f"{said.get(one.standing, one.standing)}\n{in_words(one.due)}"


def goes_to(one: Item, words: Any) -> str:
    """The meetings that an item goes to, with their days."""
    own = one.kind in OF_PROGRAMME
    return "; ".join(
        f"{title}, {words(day)}" if day else f"{title} ({NO_MEETING})" if own else title
        for title, day in one.to
    )


OF_PROGRAMME = frozenset({"audit", "report", "follow-up"})  # the others have no meetings with days


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


# --- sentences ----------------------------------------------------------------------------------------


def counted(found: Sequence[Item]) -> str:
    """How many items stand how: `2 late, 1 due within 28 days and 3 coming`, or `all done`."""
    counts = Counter(one.standing for one in found)
    words = {one: str(one) for one in Standing} | {Standing.DUE: "due within 28 days"}
    if len(counts) == 1 and len(found) > 1:
        return f"{'both' if len(found) == 2 else 'all'} {words[found[0].standing]}"
    parts = [f"{counts[one]} {words[one]}" for one in Standing if counts[one]]
    return words[found[0].standing] if len(found) == 1 else listed(parts) or "nothing"


def by_month(found: Sequence[Item], meetings: Sequence[Meeting], year: Span) -> list[str]:
    """A sentence for each month of a year in which something is due or somebody meets."""
    sentences = [_month(span, found, meetings) for span in Interval(1).spans(year.first, year.last)]
    return [sentence for sentence in sentences if sentence]


def _month(span: Span, found: Sequence[Item], meetings: Sequence[Meeting]) -> str:
    own = [one for one in found if one.due and span.holds(one.due)]
    days = sorted((day, one.title) for one in meetings for day in one.dates if span.holds(day))
    kinds = Counter(str(one.kind) for one in own)
    parts = [plural(count, kind) for kind, count in kinds.items()]
    said = [f"{listed(parts)}, {counted(own)}"] if own else []
    said += [listed([f"{title} on {day.day} {MONTHS[day.month - 1]}" for day, title in days])] if days else []
    return f"{span.words}: {'; '.join(said)}." if said else ""
