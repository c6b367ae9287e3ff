"""What moved between rounds, drawn: shares then and now, and over three rounds or more with their limits."""

from collections.abc import Iterator, Sequence

from audit.cases.compared import TREND, Compared
from audit.statistics.compare import Count
from audit.statistics.trend import Chart as Limits
from audit.statistics.trend import chart as limits_of
from audit.wording import some
from audit.workbook.case_edition import CaseEdition, in_order, titled
from audit.workbook.page import NOTHING, Block, Cell, Chart, NewPage, Number, Page, Table, Text
from audit.workbook.palette import NAVY, ORANGE, PLUM, TEAL

SHARES = "Shares then and now"
PAIRS = (
    "Shares of what was compared, each counted the same: where strata weigh, the sheet Questions has other "
    "shares. The sheet Comparison says of each change whether it could be chance."
)
CHANGE = "Change"
ON_ONE_PAGE = 12  # questions whose table and chart one page holds
LEAST = 3  # rounds
MOST = 6  # charts; all questions stand in the table
EXPECTED = 5  # cases that met it, and that did not, below which limits of a round are rough
SHOWN = "0.0%"
ENDS = (0.0, 1.0)
HEADS = ("Round", "Met", "Of", "Share", "All rounds", "Upper limit", "Lower limit", "Outside")
HOW = (
    "Limits are those of a p-chart (Shewhart): three standard deviations about the share of all rounds "
    "together, by how many count in each round, cut at 0 and 100 %. They are wide: a round inside them does "
    "not show that nothing changed, one outside would seldom be there by chance."
)
ROUGH = (
    "For small rounds the limits are rough: where fewer than 5 would be expected to meet it, or not to, take "
    "a round outside as something to look into."
)


# --- two rounds -------------------------------------------------------------------------------------


def asks_for_pairs(edition: CaseEdition) -> bool:
    """Whether two rounds were compared, and a question compares."""
    found = edition.compared
    return found is not None and found.kind != TREND and bool(found.questions)


def then_and_now(edition: CaseEdition) -> Page:
    """The sheet Then and now: a table and a chart of the shares of two rounds."""
    questions = edition.compared.questions if edition.compared else ()
    first, second = (f"Share in {name}" for name in (edition.compared.names if edition.compared else "  "))
    rows = tuple(_pair(one) for one in questions)
    told = "Two points for each question, joined by a line: its share then, and its share now."
    series = ((first, ORANGE), (second, NAVY))
    heads = ("Question", "What is asked", first, second, CHANGE)
    table, widths = in_order(edition, Table(SHARES, heads, rows), (11.0, 84.0, 22.0, 22.0, 12.0))
    chart = Chart(moved(questions), SHARES, "Question", series, told, high=CHANGE, kind="pairs", ends=ENDS)
    apart = [NewPage()] if len(rows) > ON_ONE_PAGE else []
    title = f"{edition.round.name}: shares then and now"
    tall = 1 if len(rows) <= ON_ONE_PAGE else 0
    return Page("Then and now", title, (Text(PAIRS), table, *apart, chart), widths=widths, tall=tall)


def _pair(one: Compared) -> tuple[Cell, ...]:
    then, now = (float(count.share) for count in one.counts)
    change = Number(round(now - then, 3), "+0.0%;-0.0%;0.0%")
    return one.question.id, one.question.text, _share(then), _share(now), change


def _share(value: float) -> Number:
    """A share to a tenth of a per cent, neither 0 nor 100 % of what is more or less than that."""
    held = min(round(value, 3), 0.999) if value < 1 else 1.0
    return Number(max(held, 0.001) if value > 0 else 0.0, SHOWN)


def moved(questions: Sequence[Compared]) -> str:
    """Which questions moved by more than chance would do, for a title."""
    tested = [one for one in questions if not one.why]
    more = [one.question.id for one in tested if one.figures.get("could_be_chance") is False]
    if not tested:
        return "Shares then and now, side by side without a test"
    if not more:
        return "No question moved by more than chance would do"
    return f"{some(more)} moved by more than chance would do"


# --- three rounds or more ---------------------------------------------------------------------------


def asks_for_time(edition: CaseEdition) -> bool:
    """Whether enough rounds were compared, and some question could be tested; else Comparison says why."""
    return bool(_drawn(edition))


def _drawn(edition: CaseEdition) -> list[tuple[Compared, Limits]]:
    questions = edition.compared.questions if edition.compared else ()
    return [(one, limits_of(one.counts)) for one in questions if not one.why and len(one.counts) >= LEAST]


def over_time(edition: CaseEdition) -> Page:
    """The sheet Over time: each question's share in every round, between the limits of chance."""
    questions = edition.compared.questions if edition.compared else ()
    drawn = _drawn(edition)
    blocks: list[Block] = [*map(Text, _said(edition, questions, drawn))]
    # Those with a round outside come first, then in the order of asking.
    shown = sorted(drawn, key=lambda pair: not pair[1].outside)[:MOST]
    for place, (one, found) in enumerate(shown):
        blocks += [NewPage()] if place else []
        blocks += _control(one, found)
    blocks += [NewPage(), _whole(drawn)]
    title = f"{edition.round.name}: over the rounds"
    return Page("Over time", title, tuple(blocks), widths=(40.0, 30.0, *[13.0] * 7))


def _said(
    edition: CaseEdition, questions: Sequence[Compared], drawn: Sequence[tuple[Compared, Limits]]
) -> Iterator[str]:
    yield HOW
    if any(_is_rough(count, found) for one, found in drawn for count in one.counts):
        yield ROUGH
    if len(drawn) > 1:
        yield (
            f"{len(drawn):,} questions stand here, each by itself: of so many one or another may lie outside "
            "by chance."
        )
    whys: dict[str, list[str]] = {}
    for one in questions:
        if one.why:
            whys.setdefault(edition.typed(one.why), []).append(one.question.id)
    for why, names in whys.items():
        yield f"{some(names)}: no limits. {why}"


def _is_rough(count: Count, found: Limits) -> bool:
    met = count.sample * found.centre
    return min(met, count.sample - met) < EXPECTED


def _whole(drawn: Sequence[tuple[Compared, Limits]]) -> Table:
    """All questions round by round."""
    heads = ("Question", *HEADS[:-1], "Within the limits")
    rows = tuple((titled(one.question), *row) for one, found in drawn for row in _lines(one, found))
    return Table("Every question in every round", heads, rows)


def _lines(one: Compared, found: Limits) -> Iterator[tuple[Cell, ...]]:
    for place, (name, count) in enumerate(zip(one.places, one.counts, strict=True)):
        inside = "outside" if place + 1 in found.outside else "inside"
        yield name, *_row(count, found, place), inside


def _row(count: Count, found: Limits, place: int) -> tuple[Cell, ...]:
    share, ends = float(count.share), (found.centre, found.upper[place], found.lower[place])
    return count.compliant, count.sample, _share(share), *(Number(round(one, 3), SHOWN) for one in ends)


def _control(one: Compared, found: Limits) -> Iterator[Block]:
    """A table of one question's rounds, and its p-chart."""
    name = f"{one.question.id} over the rounds"
    rows = tuple(
        (
            label,
            *_row(count, found, place),
            _share(float(count.share)) if place + 1 in found.outside else NOTHING,
        )
        for place, (label, count) in enumerate(zip(one.places, one.counts, strict=True))
    )
    yield Table(name, HEADS, rows)
    told = (
        "The line is the share in each round, the broken lines the limits of chance, the plain line all "
        "rounds together; a round outside bears another mark."
    )
    series = tuple(zip(HEADS[3:], (NAVY, TEAL, PLUM, PLUM, ORANGE), strict=True))
    yield Chart(finding(one, found), name, "Round", series, told, kind="control", ends=ENDS)


def finding(one: Compared, found: Limits) -> str:
    """Which rounds lie outside the limits, or that none does, for a title that no test contradicts."""
    places = [(one.places[number - 1], one.counts[number - 1]) for number in found.outside]
    out = [f"{name} ({count.compliant:,} of {count.sample:,})" for name, count in places]
    if not out and one.surely:  # limits are for a round alone; a steady rise may stay within them
        within = "no round alone lies outside the limits, but together they differ by more than chance"
        return f"{one.question.id}: {within}"
    if not out:
        return f"{one.question.id}: no round lies outside the limits of chance"
    verb = "lies" if len(out) == 1 else "lie"
    return f"{one.question.id}: {some(out)} {verb} outside the limits of chance"
