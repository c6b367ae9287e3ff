"""A sheet for each theme: what every source says of it side by side, and where two of them disagree."""

import math
from collections.abc import Iterator

from audit.dates import said
from audit.recurring.apart import Pair, Verdict
from audit.recurring.grid import Cell as Counted
from audit.recurring.grid import Source
from audit.recurring.practice import Asked, Practice
from audit.statistics.words import nearest, shares
from audit.workbook.action_themes import FILLS
from audit.workbook.page import NOTHING, QUIET, Block, Cell, Chart, Filled, Link, Number, Page, Table, Text
from audit.workbook.palette import NAVY
from audit.workbook.year_edition import Theme, YearEdition

SIDES = "What each source says"
QUESTIONS = "Question by question"
APART = "How they compare"
ACTIONS = "Actions on it"
FOUND = "What reviews found"
BELOW, ABOVE = "Below the share", "Above the share"
SHOWN = "0.0%"
ONE_PAGE = 12  # questions that one page holds under what else stands there
SIDE_HEADS = ("Source", "What it is", "Day or period", "Good or met", "Of", "Share", "Not good", "How chosen")
WIDTHS = (30.0, 40.0, 26.0, 12.0, 10.0, 12.0, 22.0, 24.0)


def theme(edition: YearEdition, one: Theme) -> Page:
    """The sheet of a theme."""
    blocks: list[Block] = [
        *_verdicts(edition, one),
        Table(SIDES, SIDE_HEADS, tuple(_sides(edition, one)), empty="No source says anything of it yet."),
    ]
    if not edition.public:  # a published sheet holds one table; Themes has the actions on each theme
        blocks += [*_apart(one), *_done(edition, one), *_questions(edition, one)]
    long = sum(len(each.questions) for each in one.practice) > ONE_PAGE
    name = edition.theme_sheets[one.row.id]
    return Page(name, f"Theme: {one.row.title}", tuple(blocks), widths=WIDTHS, tall=2 if long else 1)


def _verdicts(edition: YearEdition, one: Theme) -> Iterator[Text]:
    """Where sources disagree, before anything else; and whose theme it is."""
    for pair in one.disagreeing:
        yield Text(disagreement(pair), "warning")
    if one.pairs and not one.disagreeing:
        yield Text("No two sources disagree by the rule on the sheet Method.")
    if not one.pairs:
        yield Text("Only one source asks of practice, so nothing can be compared; others tell of findings.")
    if one.row.sub_group and not edition.public:
        yield Text(f"Owned by: {one.row.sub_group}.")
    for sentence in one.row.came_back:
        yield Text(f"Came back: {edition.actions.typed(sentence)}", "warning")


def disagreement(pair: Pair) -> str:
    """Two sources that disagree, in a sentence with their figures."""
    text = f"Sources disagree: {_told(pair.higher)}, but {_told(pair.lower)}. That is more than chance"
    few = [f"{one.source.name} ({one.how})" for one in (pair.higher, pair.lower) if not one.whole]
    if not few:
        return f"{text}."
    tells = "tells" if len(few) == 1 else "tell"
    return f"{text}, though {' and '.join(few)} {tells} of none but those who were looked at."


def _told(one: Practice) -> str:
    return (
        f"{one.source.name} ({one.source.kind}) has {one.good:,} of {one.n:,} answers good "
        f"({nearest(one.share, one.n)})"
    )


def _sides(edition: YearEdition, one: Theme) -> Iterator[tuple[Cell, ...]]:
    practice = {each.source.name: each for each in one.practice}
    for source, cell in edition.saying(one):
        found = practice.get(source.name)
        title = edition.actions.typed(source.title)
        name = edition.round_sheets.get(source.name)
        what = f"{title}, {source.kind}" if title != source.name else str(source.kind)
        yield (
            Link(source.name, name) if name else edition.actions.typed(source.name),
            what,
            source.period or (said(source.on) if source.on else "no day known"),
            *(_share(found) if found else (NOTHING, NOTHING, NOTHING)),
            _word(cell),
            found.how if found else _tells(source),
        )


def _share(one: Practice) -> tuple[Cell, Cell, Cell]:
    return one.good, one.n, nearest(one.share, one.n)


def _word(cell: Counted) -> Cell:
    return Filled(f"{cell.word.capitalize()}: {cell.count}", FILLS.get(cell.word, QUIET))


def _tells(source: Source) -> str:
    return f"tells what it found: a {source.kind}, no count of practice"


def _apart(one: Theme) -> Iterator[Table]:
    """Every two sources, those furthest apart first."""
    rows = tuple(map(apart_cells, one.pairs))
    if rows:
        heads = ("More is good in", "What that says", "Less is good in", "Apart by", "Chance")
        yield Table(APART, heads, rows)


def apart_cells(pair: Pair) -> tuple[Cell, ...]:
    """Two sources with what can be said of them: names, verdict, how far apart, the chance of that."""
    return (
        pair.higher.source.name,
        _judged(pair),
        pair.lower.source.name,
        f"{math.floor(pair.apart * 100)} points",
        _chance(pair),
    )


def _chance(pair: Pair) -> str:
    """The chance of a difference so large, as it is printed; a dash where none was worked out."""
    if pair.chance is None:
        return NOTHING
    return "under 0.001" if pair.chance < 0.001 else f"{pair.chance:.3f}"


def _judged(pair: Pair) -> Cell:
    text = str(pair.verdict).capitalize()
    return Filled(text, FILLS["many"]) if pair.verdict is Verdict.DISAGREE else text


def _questions(edition: YearEdition, one: Theme) -> Iterator[Block]:
    """Each question with its interval where there is one, and a chart of them."""
    asked = [
        (each, question) for each in one.practice for question in each.questions if question.share is not None
    ]
    if not asked:
        return
    heads = ("Source and question", "What is asked", "Interval", "Good or met", "Of", "Share", BELOW, ABOVE)
    rows = tuple(_question(each, question) for each, question in asked)
    if edition.board:  # a page a theme; the subgroup sees the questions drawn
        yield Table(QUESTIONS, heads[:-2], tuple(row[:-2] for row in rows))
        return
    yield Table(QUESTIONS, heads, rows)
    source, lowest = min(asked, key=lambda pair: pair[1].share or 0.0)
    title = f"Lowest: {source.source.name} {lowest.question}, {lowest.good:,} of {lowest.n:,} good"
    told = "A dot for each question is the share of answers that are good; the line is the interval, if any."
    yield Chart(*(title, QUESTIONS, heads[0], (("Share", NAVY),), told), low=BELOW, high=ABOVE, kind="dots")


def _question(source: Practice, one: Asked) -> tuple[Cell, ...]:
    share = one.share or 0.0
    return (
        f"{source.source.name} {one.question}",
        one.text,
        shares(str(one.low), str(one.high), one.n)
        if one.low is not None and one.high is not None
        else NOTHING,
        one.good,
        one.n,
        _printed(share),
        *_ends(one, share),
    )


def _printed(share: float) -> Number:
    """A share to a tenth of a per cent, never 0 or 100 of what is more or less than that."""
    inside = min(0.999, max(0.001, share)) if 0 < share < 1 else share
    return Number(round(inside, 3), SHOWN)


def _ends(one: Asked, share: float) -> tuple[Cell, Cell]:
    if one.low is None or one.high is None:
        return NOTHING, NOTHING
    below, above = max(0.0, share - one.low), max(0.0, one.high - share)
    return Number(round(below, 4), SHOWN), Number(round(above, 4), SHOWN)


def _done(edition: YearEdition, one: Theme) -> Iterator[Table]:
    """What is done about it: actions by how they stand, for the subgroup each; and what reviews found."""
    standing = one.row.actions
    counts = (("Open", standing.open), ("Assured", standing.assured), ("Closed without", standing.closed))
    yield Table(ACTIONS, ("How they stand", "Actions"), tuple(one for one in counts))
    if not edition.board and one.actions:
        made = edition.actions
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (made.colour(a), made.what(a), made.owner(a), made.called(a), made.due(a)) for a in one.actions
        )
        yield Table(
            "Each action on it", ("How it stands", "What is to be done", "Owner", "Action", "Due"), rows
        )
    if one.findings:
        typed = edition.actions.text
        found = tuple(
            (
                typed(f.source),
                typed(f.text),
                said(f.on) if f.on else "no day known",
                "strength" if f.strength else "worry",
            )
            for f in one.findings
        )
        yield Table(FOUND, ("Source", "What was found", "Day", "Worry or strength"), found)
