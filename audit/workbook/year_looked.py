"""The sheets What was looked at, Returns, Over time and Programme of a year."""

from collections import Counter
from collections.abc import Iterator

from audit.cases.results import Results as CaseResults
from audit.dates import in_words
from audit.programme.item import Standing
from audit.programme.listing import goes_to
from audit.rounds import Progress, Round
from audit.scoring.messages import OUTSTANDING
from audit.scoring.partnership import Results
from audit.statistics.words import nearest
from audit.wording import plural
from audit.workbook.page import NOTHING, QUIET, Block, Cell, Chart, Filled, Link, Number, Page, Table, Text
from audit.workbook.palette import GREY, NAVY, ORANGE, PLUM, TEAL
from audit.workbook.year_edition import Looked, Series, YearEdition

LOOKED = "What was looked at"
RATES = "Who returned, by round"
KINDS = "Returns by kind of agency"
DONE = "What the programme says"
COUNTED = "The programme in counts"
TREND_FROM = 3  # rounds from which a line is drawn
MOST_LINES = 5  # in one chart, so that they can be told apart
LINES = (NAVY, PLUM, TEAL, ORANGE, GREY)
STANDINGS = {"late": "D4351C", "due": "F4A300", "done": "00703C"}


def looked_at(edition: YearEdition) -> Page:
    """The sheet Looked at: every round of the year, how many, how chosen, what is weakest, how it stands."""
    heads = ("Round", "What it is", "Period", "How it stands", "How chosen", "How many", "What is weakest")
    rows = tuple(_looked(edition, one) for one in edition.rounds)
    empty = f"No round was opened since {in_words(edition.since)}."
    blocks: list[Block] = [
        Table(LOOKED, heads, rows, filtered=not edition.board, empty=empty),
        *map(Text, _others(edition)),
    ]
    widths = (22.0, 26.0, 20.0, 18.0, 18.0, 18.0, 64.0)
    frozen = None if edition.board else 1
    return Page("Looked at", LOOKED, tuple(blocks), frozen=frozen, widths=widths)


def _looked(edition: YearEdition, one: Looked) -> tuple[Cell, ...]:
    return (
        Link(one.round.name, edition.round_sheets[one.round.name]),
        f"{one.round.template.title}, {one.kind}",
        one.round.period or NOTHING,
        stands(one.round),
        one.how,
        one.many,
        one.headline,
    )


def stands(round_: Round) -> str:
    """Whether a round is open or closed, and since when."""
    if round_.closed:
        return f"closed {_day(round_.closed)}"
    return f"open since {_day(round_.opened)}" if round_.opened else "open"


def _day(stamp: str) -> str:
    from datetime import date

    return in_words(date.fromisoformat(stamp[:10]))


def _others(edition: YearEdition) -> Iterator[str]:
    """What else there is beside rounds, and what is left out."""
    others = Counter(str(one.kind) for one in edition.grid.sources if one.kind in {"review", "plan"})
    for kind, count in others.items():
        yield f"Beside rounds {plural(count, kind)} told of themes; the sheet Themes has them."
    if edition.earlier:
        yield f"Opened before {in_words(edition.since)}, so left out: {', '.join(edition.earlier)}."


# --- returns ----------------------------------------------------------------------------------------


def returns(edition: YearEdition) -> Page | None:
    """The sheet Returns: who returned of each round about agencies; None where there was none."""
    rounds = [one.found for one in edition.rounds if isinstance(one.found, Results)]
    if not rounds:
        return None
    heads = ("Round", "Due", "Expected", "Returned", "Not returned", "Per cent", "Who has not")
    table = Table(RATES, heads, tuple(map(_rate, rounds)))
    told = "Bars count the agencies that have returned and have not, by round; the table has the numbers."
    last = rounds[-1]
    title = f"{last.round.name}: {last.returned} of {last.expected} returned"
    series = (("Returned", NAVY), ("Not returned", ORANGE))
    blocks: list[Block] = [table, Chart(title, RATES, "Round", series, told)]
    kinds = tuple(
        (rate.label, one.round.name, rate.expected, rate.returned, rate.expected - rate.returned)
        for one in rounds
        for rate in one.rates
    )
    blocks.append(Table(KINDS, ("Kind of agency", "Round", "Expected", "Returned", "Not returned"), kinds))
    widths = (26.0, 30.0, 12.0, 12.0, 14.0, 12.0, 70.0)
    return Page("Returns", "Who returned", tuple(blocks), widths=widths)


def _rate(found: Results) -> tuple[Cell, ...]:
    silent = {*OUTSTANDING, Progress.DECLINED}
    names = ", ".join(line.agency.name for line in found.lines if line.progress in silent)
    per_cent = f"{100 * found.returned // found.expected} %" if found.expected else NOTHING
    left = found.expected - found.returned
    return (
        found.round.name,
        in_words(found.round.due),
        found.expected,
        found.returned,
        left,
        per_cent,
        names or "nobody",
    )


# --- over time --------------------------------------------------------------------------------------


def over_time(edition: YearEdition) -> Page | None:
    """The sheet Over time: what changed from round to round; None where no template was repeated."""
    blocks = [block for one in edition.series for block in _series(edition, one)]
    if not blocks:
        return None
    first = (
        "Rounds of one template in a row, also those of before this year. Where there are "
        f"{TREND_FROM} or more, shares are drawn as lines; whether a change is more than chance is said in "
        "words."
    )
    widths = (20.0, 46.0, 70.0, 16.0, 16.0, 16.0)
    return Page("Over time", "Over time", (Text(first), *blocks), widths=widths)


def _series(edition: YearEdition, one: Series) -> Iterator[Block]:
    typed = edition.actions.typed
    yield Text(f"{one.title}: {', '.join(round_.name for round_ in one.rounds)}", "heading")
    yield from (Text(typed(sentence)) for sentence in one.told.sentences)
    if one.told.rows:
        rows = tuple(tuple(map(typed, row)) for row in one.told.rows)
        yield Table(f"What changed: {one.title}", one.told.headings, rows)
    if len(one.rounds) < TREND_FROM or not one.lines:
        return
    lowest = dict(sorted(one.lines.items(), key=_last)[:MOST_LINES])
    title = f"{one.what} over {len(one.rounds)} rounds: {one.title}"
    shares: tuple[tuple[Cell, ...], ...] = tuple(
        (round_.name, *(_share(line[place]) for line in lowest.values()))
        for place, round_ in enumerate(one.rounds)
    )
    yield Table(title, ("Round", *lowest), shares)
    yield Chart(
        _finding(one, lowest),
        title,
        "Round",
        tuple(zip(lowest, LINES, strict=False)),
        f"A line each for the {len(lowest)} lowest in the last round; the table has the numbers.",
        kind="lines",
        ends=(0.0, 1.0),
    )


def _last(item: tuple[str, tuple[float | None, ...]]) -> float:
    last = item[1][-1]
    return 2.0 if last is None else last


def _share(value: float | None) -> Cell:
    return NOTHING if value is None else Number(round(value, 4), "0%")


def _finding(one: Series, lines: dict[str, tuple[float | None, ...]]) -> str:
    """What the chart shows: the lowest line, then and now."""
    name, shares = next(iter(lines.items()))
    first, last = shares[0], shares[-1]
    if first is None or last is None:
        return f"{one.what}, round by round"
    then, now = (f"{nearest(str(end))} in {one.rounds[at].name}" for end, at in ((first, 0), (last, -1)))
    return f"Lowest is {name}: {then}, {now}"


# --- the programme ----------------------------------------------------------------------------------


def programme(edition: YearEdition) -> Page:
    """The sheet Programme: what is late, due, under way, coming and done; published as counts alone."""
    items = edition.programme or ()
    counts = Counter((str(one.kind), one.standing) for one in items)
    kinds = dict.fromkeys(kind for kind, _ in counts)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (kind.capitalize(), *(counts[kind, standing] for standing in Standing)) for kind in kinds
    )
    heads: tuple[str, ...] = ("Type", *(str(one).capitalize() for one in Standing))
    empty = "No programme is written for this year, and no action sets a later audit."
    blocks: list[Block] = [Table(COUNTED, heads, rows, empty=empty)]
    if items and not edition.public:
        listed: tuple[tuple[Cell, ...], ...] = tuple(
            (
                Filled(str(one.standing).capitalize(), STANDINGS.get(one.standing, QUIET)),
                in_words(one.due) if one.due else "no day yet",
                str(one.kind).capitalize(),
                edition.actions.text(one.what),
                edition.actions.text(one.who),
                goes_to(one, in_words) or NOTHING,
                ", ".join(one.rounds) or NOTHING,
            )
            for one in items
        )
        heads = ("How it stands", "Due", "Type", "What", "Who", "Goes to", "Rounds")
        blocks.insert(0, Table(DONE, heads, listed))
    widths = (18.0, 20.0, 16.0, 46.0, 24.0, 34.0, 26.0)
    return Page("Programme", "The year's programme", tuple(blocks), widths=widths)


def cases_of(edition: YearEdition) -> list[CaseResults]:
    """The rounds about cases, replies and the like."""
    return [one.found for one in edition.rounds if isinstance(one.found, CaseResults)]
