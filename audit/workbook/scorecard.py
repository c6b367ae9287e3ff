"""The sheet Scorecard: what agencies reported, round beside round, with target, trend and who was silent."""

from collections.abc import Iterator, Sequence
from functools import partial
from math import ceil, floor

from audit.dates import in_words
from audit.recurring.measures import THROUGH, Entry, Measure
from audit.recurring.scorecard import ALL, Line, Period, Scorecard, Trend
from audit.recurring.scorecard_words import (
    MET,
    SHEET,
    figure,
    lead,
    moved,
    notes,
    share,
    short,
    silences,
    silent_word,
    since,
    trend,
)
from audit.statistics.words import percent
from audit.wording import listed, plural
from audit.workbook import fit
from audit.workbook.cover import loud
from audit.workbook.edition import Edition, Making
from audit.workbook.page import NOTHING, QUIET, Block, Cell, Chart, Filled, NewPage, Number, Page, Table, Text
from audit.workbook.paging import paged
from audit.workbook.palette import CATEGORICAL

TOTALS = "All that reported, round by round"
WHO = "Who returned and who stayed silent"
SHARES = "Shares of the same agencies, round by round"
SCORES = "Mean scores of the same agencies, round by round"
SAME = "These are the agencies that reported every time, so their lines show how they moved."
HIGH = 0.6  # what lies above it all is drawn on a part of the axis
MOST = 6  # rounds beside one another; of more the last ones
ROOM = 76.0  # characters for all rounds together
IN_PLACE = "answered by its parent body"
LINES = 4  # of a chart, beside that of the target; more could not be told apart


def scorecard_sheet(card: Scorecard) -> Making:
    """What makes the sheet of a scorecard."""
    return partial(_page, card)


def _page(card: Scorecard, edition: Edition) -> Page:
    blocks: list[Block] = [*loud(edition), *map(Text, _intro(card))]
    shown = len(_shown(card))
    widths = (33.0, *[max(13.0, min(24.0, ROOM / shown))] * shown, 25.0, 17.0, 21.0)
    used = fit.TEXT_POINTS["title"] + fit.POINTS * len(blocks) * 1.5
    blocks += [*paged((_who(card), _totals(card, edition)), widths, used), *_charts(card)]
    measures = (_measure(card, edition, measure) for measure in card.measures)
    blocks += [NewPage(), *paged(measures, widths, 0)]
    first, last = card.periods[0].label, card.periods[-1].label
    title = f"Scorecard from {first} to {last}" if first != last else f"Scorecard of {first}"
    return Page(SHEET, title, tuple(blocks), frozen=None if edition.board else 1, widths=widths)


def _intro(card: Scorecard) -> Iterator[str]:
    yield from filter(None, (lead(card),))
    yield from silences(card)
    yield from notes(card)
    if hidden := len(card.periods) - len(_shown(card)):
        yield f"Tables of agencies show the last {MOST} rounds; {plural(hidden, 'round')} before are charted."


def _shown(card: Scorecard) -> range:
    """The places of the rounds that tables show: the last ones."""
    return range(max(0, len(card.periods) - MOST), len(card.periods))


def _labels(card: Scorecard) -> tuple[str, ...]:
    return tuple(card.periods[place].label for place in _shown(card))


# --- all together -----------------------------------------------------------------------------------


def _totals(card: Scorecard, edition: Edition) -> Table:
    heads = ("Measure", *_labels(card), "Target", "Since the last", "Trend")
    rows = [
        (f"{measure.id}: {line.name}" if place else _asked(measure), *_ends(card, edition, line))
        for measure in card.measures
        for place, line in enumerate(card.totals(measure) or card.of(measure))
    ]
    return Table(TOTALS, heads, tuple(rows))


def _asked(measure: Measure) -> str:
    return f"{measure.id} {measure.text}"


def _ends(card: Scorecard, edition: Edition, line: Line) -> tuple[Cell, ...]:
    """What a line says: each round, then the target, the way since the last time, and the trend."""
    said = (_cell(card, edition, line, place) for place in _shown(card))
    # Of other agencies all together say nothing of a change; those that reported both times do.
    others = line.name == ALL
    before = moved(card, line.measure, edition.template.bands) if others else since(line, card)
    return (*said, _target(edition, line), before or NOTHING, _trend(line, card))


def _cell(card: Scorecard, edition: Edition, line: Line, place: int) -> Cell:
    entry, why = line.entries[place], line.lacking[place]
    if entry is None:
        why = IN_PLACE if why.startswith(THROUGH) else why  # the sheet Returns names it
        return Filled(silent_word(why, card.periods[place], line.name), QUIET)
    bands = edition.template.bands
    said = figure(entry, line.measure, bands)
    if line.measure.question:
        return said
    colours = edition.band_colours
    provisional = ", provisional" if "provisional" in entry.word else ""
    return Filled(said + provisional, colours.get(said.split(" ")[0], QUIET))


def _target(edition: Edition, line: Line) -> Cell:
    """Whether the last round meets the target, or how many are short; a dash where either is lacking."""
    entry, target = line.entries[-1], line.measure.target
    if entry is None or target is None:
        return NOTHING
    said, bands = short(entry, target), edition.template.bands
    return Filled(said, bands[0].colour if said == MET else bands[-1].colour)


def _trend(line: Line, card: Scorecard) -> str:
    return NOTHING if line.trend is Trend.NONE else trend(line, card)


def _who(card: Scorecard) -> Table:
    through = any(one.through for one in card.periods)
    rows = tuple(
        (
            *(one.label, in_words(one.due), one.came),
            _silent(one),
            *([listed(one.through) or NOTHING] if through else []),
            "; ".join(f"{name} ({word})" for name, word in one.apart) or NOTHING,
        )
        for one in card.periods
    )
    more = (IN_PLACE.capitalize(),) if through else ()
    return Table(WHO, ("Round", "Due", "Returned", card.owing, *more, "Not expected"), rows)


def _silent(one: Period) -> str:
    """Who has not returned; how far each is, where the template has words of its own for it."""
    if one.states:
        return "; ".join(f"{name} ({state})" for name, state in one.states.items())
    names = listed(one.silent)
    return (f"so far {names}" if one.ahead else names) if names else "none"


# --- one measure ------------------------------------------------------------------------------------


def _measure(card: Scorecard, edition: Edition, measure: Measure) -> Table:
    lines = card.of(measure)
    aim = "" if measure.target is None else f" (target {percent(measure.target)})"
    totals = card.totals(measure)
    own = [line for line in lines if line.agency]
    foot = totals[0] if totals else None
    return Table(
        f"{_asked(measure)}{aim}",
        ("Agency", *_labels(card), "Target", "Since the last", "Trend"),
        tuple((line.name, *_ends(card, edition, line)) for line in (*totals[1:], *own)),
        foot=(foot.name, *_ends(card, edition, foot)) if foot and own else (),
        filtered=not edition.board,
        empty=f"Nobody reported {measure.id}.",
    )


# --- charts -----------------------------------------------------------------------------------------


def _charts(card: Scorecard) -> Iterator[Block]:
    """Tables and charts of shares and of scores, over the rounds in which anything was reported."""
    for title, shares in ((SHARES, True), (SCORES, False)):
        kept = [
            one
            for one in card.measures
            if bool(one.question) == shares and sum(map(bool, card.steady[one.id].entries)) > 1
        ]
        size = ceil(len(kept) / max(1, ceil(len(kept) / LINES)))
        parts = [kept[start : start + size] for start in range(0, len(kept), size)] if kept else []
        for number, part in enumerate(parts, 1):
            named = f"{title}, {number} of {len(parts)}" if len(parts) > 1 else title
            yield NewPage()
            yield from _drawn(card, part, named)


def _drawn(card: Scorecard, measures: Sequence[Measure], title: str) -> Iterator[Block]:
    shown = "0 %" if measures[0].question else "0.00"
    heads = [f"{one.id}, {_many(card, one)}" for one in measures]
    (target, *others) = {one.target for one in measures}
    aim = () if others or target is None else (Number(float(target), shown),)
    rows = tuple(
        (period.label, *(_number(card.steady[one.id].entries[place], shown) for one in measures), *aim)
        for place, period in enumerate(card.periods)
    )
    drawn = (*heads, *("Target" for _ in aim))
    low = _low(rows)
    begins = f"{low * 100:.0f} %" if measures[0].question else f"{low:.2f}"
    yield Text(SAME + (f" The axis begins at {begins}, not at 0." if low else ""))
    yield Table(title, ("Round", *drawn), rows)
    series = tuple(zip(drawn, CATEGORICAL, strict=False))
    yield Chart(
        *(_finding(card, measures), title, "Round", series, _told(card, measures)),
        kind="lines",
        ends=(low, 1.0),
        shown=shown,
    )


def _low(rows: Sequence[tuple[Cell, ...]]) -> float:
    """Where the axis begins: at 0, or where all lines lie high a tenth below them."""
    least = min(cell.value for row in rows for cell in row if isinstance(cell, Number))
    return max(0.0, floor(least * 10) / 10 - 0.1) if least >= HIGH else 0.0


def _many(card: Scorecard, measure: Measure) -> str:
    told = next(one for one in card.steady[measure.id].entries if one)
    return plural(len(told.by), "agency", "agencies")


def _number(one: Entry | None, shown: str) -> Cell:
    return NOTHING if one is None else Number(float(one.value), shown)


def _finding(card: Scorecard, measures: Sequence[Measure]) -> str:
    """Which measures went up, down or nowhere from the first time to the last, by the same agencies."""
    ways: dict[str, list[str]] = {}
    spans = set()
    for measure in measures:
        (first, then), (last, now) = _ends_of(card, measure)
        word = "up" if now.value > then.value else "down" if now.value < then.value else "the same"
        ways.setdefault(word, []).append(measure.id)
        spans.add((card.periods[first].label, card.periods[last].label))
    said = ", ".join(f"{listed(ids)} {word}" for word, ids in ways.items())
    span = "From {} to {}".format(*spans.pop()) if len(spans) == 1 else "From the first time to the last"
    return f"{span}, by the agencies that reported every time: {said}"


Placed = tuple[int, Entry]  # the place of a round, and what was reported in it


def _ends_of(card: Scorecard, measure: Measure) -> tuple[Placed, Placed]:
    """The first and the last time that a measure was reported by those that did every time."""
    told = [(place, one) for place, one in enumerate(card.steady[measure.id].entries) if one]
    return told[0], told[-1]


def _told(card: Scorecard, measures: Sequence[Measure]) -> str:
    """What the lines show, for those who cannot see them."""
    parts = []
    for measure in measures:
        (first, then), (last, now) = _ends_of(card, measure)
        words = [share(one) if one.n else f"{float(one.value):.2f}" for one in (then, now)]
        ends = (card.periods[first].label, card.periods[last].label)
        parts.append(f"{measure.id} from {words[0]} in {ends[0]} to {words[1]} in {ends[1]}")
    return f"A line for each of {plural(len(measures), 'measure')}: {'; '.join(parts)}."
