"""The sheet Scorecard: what agencies reported, round beside round, with target, trend and who was silent."""

from collections.abc import Iterator, Sequence
from functools import partial

from audit.dates import in_words
from audit.recurring.measures import Entry, Measure
from audit.recurring.scorecard import Line, Scorecard, Trend
from audit.recurring.scorecard_words import (
    MET,
    SHEET,
    figure,
    notes,
    sentences,
    short,
    silent_word,
    since,
    trend,
)
from audit.statistics.words import percent
from audit.wording import listed, plural, some
from audit.workbook.cover import loud
from audit.workbook.edition import Edition, Making
from audit.workbook.page import NOTHING, QUIET, Block, Cell, Chart, Filled, NewPage, Number, Page, Table, Text
from audit.workbook.palette import CATEGORICAL

TOTALS = "All that reported, round by round"
WHO = "Who returned and who stayed silent"
SHARES = "Shares of the same agencies, round by round"
SCORES = "Mean scores of the same agencies, round by round"
MOST = 6  # rounds beside one another; of more the last ones
LINES = 6  # of a chart, which has as many marks


def scorecard_sheet(card: Scorecard) -> Making:
    """What makes the sheet of a scorecard."""
    return partial(_page, card)


def _page(card: Scorecard, edition: Edition) -> Page:
    blocks: list[Block] = [*loud(edition), *map(Text, _intro(card, edition))]
    blocks += [_totals(card, edition), _who(card), *_charts(card)]
    for measure in card.measures:
        blocks += [NewPage(), _measure(card, edition, measure)]
    shown = len(_shown(card))
    widths = (34.0, *[16.0 if shown < 5 else 13.5] * shown, 16.0, 14.0, 15.0)
    first, last = card.periods[0].label, card.periods[-1].label
    title = f"Scorecard from {first} to {last}" if first != last else f"Scorecard of {first}"
    return Page(SHEET, title, tuple(blocks), frozen=None if edition.board else 1, widths=widths)


def _intro(card: Scorecard, edition: Edition) -> Iterator[str]:
    yield from sentences(card, edition.template.bands)
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
    return (*said, _target(edition, line), since(line, card) or NOTHING, _trend(line, card))


def _cell(card: Scorecard, edition: Edition, line: Line, place: int) -> Cell:
    entry, why = line.entries[place], line.lacking[place]
    if entry is None:
        return Filled(silent_word(why, ahead=card.periods[place].ahead), QUIET)
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
    rows = tuple(
        (
            *(one.label, in_words(one.due), f"{one.returned} of {one.expected}"),
            _silent(listed(one.silent), ahead=one.ahead),
            "; ".join((*(f"{name} ({word})" for name, word in one.apart), *_through(one.through))) or NOTHING,
        )
        for one in card.periods
    )
    return Table(WHO, ("Round", "Due", "Returned", "Silent", "Not expected"), rows)


def _silent(names: str, *, ahead: bool) -> str:
    return (f"so far {names}" if ahead else names) if names else "none"


def _through(names: Sequence[str]) -> Iterator[str]:
    return (f"{name} (answered by its parent body)" for name in names)


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
        parts = [kept[start : start + LINES] for start in range(0, len(kept), LINES)]
        for number, part in enumerate(parts, 1):
            named = f"{title}, {number} of {len(parts)}" if len(parts) > 1 else title
            yield NewPage()
            yield from _drawn(card, part, named)


def _drawn(card: Scorecard, measures: Sequence[Measure], title: str) -> Iterator[Block]:
    shown = "0 %" if measures[0].question else "0.00"
    heads = [f"{one.id}, {_many(card, one)}" for one in measures]
    targets = {one.target for one in measures}
    (target,) = targets if len(targets) == 1 else (None,)
    aim: tuple[Cell, ...] = () if target is None else (Number(float(target), shown),)
    rows = tuple(
        (period.label, *(_number(card.steady[one.id].entries[place], shown) for one in measures), *aim)
        for place, period in enumerate(card.periods)
    )
    extra = ("Target",) if aim else ()
    yield Text("These are the agencies that reported every time, so their lines show how they moved.")
    yield Table(title, ("Round", *heads, *extra), rows)
    drawn = (*heads, *extra)[:LINES]
    series = tuple(zip(drawn, CATEGORICAL, strict=False))
    yield Chart(
        *(_finding(card, measures), title, "Round", series, _told(card, measures)),
        kind="lines",
        ends=(0.0, 1.0),
        shown=shown,
    )


def _many(card: Scorecard, measure: Measure) -> str:
    told = next(one for one in card.steady[measure.id].entries if one)
    return plural(len(told.by), "agency", "agencies")


def _number(one: Entry | None, shown: str) -> Cell:
    return NOTHING if one is None else Number(float(one.value), shown)


def _finding(card: Scorecard, measures: Sequence[Measure]) -> str:
    """Which measures went up, down or nowhere from the first time to the last, by the same agencies."""
    ways: dict[str, list[str]] = {}
    for measure in measures:
        first, *_, last = (one.value for one in card.steady[measure.id].entries if one)
        word = "is higher" if last > first else "is lower" if last < first else "is where it was"
        ways.setdefault(word, []).append(measure.id)
    parts = (f"{some(ids)} {_verb(word, len(ids))}" for word, ids in ways.items())
    return f"Reported every time: {', '.join(parts)}"


def _verb(word: str, count: int) -> str:
    if count == 1:
        return word
    return {"is higher": "are higher", "is lower": "are lower"}.get(word, "are where they were")


def _told(card: Scorecard, measures: Sequence[Measure]) -> str:
    """What the lines show, for those who cannot see them."""
    parts = []
    for measure in measures:
        told = [(place, one) for place, one in enumerate(card.steady[measure.id].entries) if one]
        (first, then), (last, now) = told[0], told[-1]
        words = [f"{float(one.value):.0%}" if one.n else f"{float(one.value):.2f}" for one in (then, now)]
        ends = (card.periods[first].label, card.periods[last].label)
        parts.append(f"{measure.id} from {words[0]} in {ends[0]} to {words[1]} in {ends[1]}")
    return f"A line for each of {plural(len(measures), 'measure')}: {'; '.join(parts)}."
