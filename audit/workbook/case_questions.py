"""The sheets Questions, Intervals and Grades of a report on cases: counts, how sure they are, grades."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from audit.cases.figure import CENSUS, EXACT, LOGIT, NONE, POOLED, WILSON, Figure, together
from audit.cases.verdicts import SEQUENTIAL
from audit.standards.question import Question
from audit.statistics.words import nearest, shares
from audit.workbook.case_edition import CaseEdition, in_order, says, whys
from audit.workbook.case_summary import ranked
from audit.workbook.page import NOTHING, Block, Cell, Chart, NewPage, Number, Page, Table, Text
from audit.workbook.palette import NAVY
from audit.workbook.palette import grades as blues

COUNTS = "How many met each question"
DRAWN = "What each figure says, and how sure it is"
GRADES = "How many came to each grade"
BARE = "Questions without a grade"
METHODS = {
    NONE: "no interval",
    CENSUS: "all were read",
    WILSON: "Wilson",
    EXACT: "exact, of this register",
    POOLED: "exact, strata together",
    LOGIT: "by strata, logit-t",
    SEQUENTIAL: "at any look",
}
SUM = "answers together"
BELOW, ABOVE = "Below the share", "Above the share"
SHOWN, WHOLE = "0.0%", "0%"
ON_ONE_PAGE, ON_TWO_PAGES = 14, 32  # questions whose table and chart one page, and two, hold
APART = ("Not applicable", "Not answered", "Not asked")


def questions(edition: CaseEdition) -> Page:
    """The sheet Questions: how many met each, of how many, and the interval."""
    heads = ("Question", "What is asked", "Met", "Of", "Share", "In the whole register", "Interval")
    lines = list(_lines(edition))
    table = Table(COUNTS, (*heads, *APART, "How it is made"), tuple(row for _, row, _ in lines))
    if not edition.board:
        levels = tuple(level for _, _, level in lines)
        named = tuple(name for name, _, _ in lines)
        table = replace(table, filtered=True, anchors=named, levels=levels if any(levels) else ())
    widths: tuple[float, ...] = (11.0, 62.0, 8.0, 8.0, 9.0, 15.0, 15.0, 10.5, 10.5, 8.0, 19.0)
    table, widths = in_order(edition, table, widths)
    blocks: list[Block] = [*map(Text, _intro(edition)), table]
    title = f"{edition.round.name}: each question"
    return Page("Questions", title, tuple(blocks), frozen=None if edition.board else 1, widths=widths)


def _lines(edition: CaseEdition) -> Iterator[tuple[str, tuple[Cell, ...], int]]:
    """An anchor, a row and its depth for each question; for a subgroup under the part that it is of."""
    figures = edition.results.questions
    sections = [
        (section.title, [one.id for one in section.questions if one.graded])
        for section in edition.template.sections
    ]
    parts = [(title, names) for title, names in sections if names]
    grouped = len(parts) > 1 and not edition.board
    for title, names in parts:
        if grouped:
            yield f"part {title}", _part_row(title, together([figures[name] for name in names])), 0
        yield from ((name, _row(edition, name, figures[name]), int(grouped)) for name in names)


def _part_row(title: str, figure: Figure) -> tuple[Cell, ...]:
    """A part's answers counted together, over its questions."""
    share = nearest(str(figure.share), figure.n) if figure.share is not None else NOTHING
    apart = (figure.not_applicable, figure.unanswered, figure.not_asked)
    return "Part", f"{title}: all answers", figure.compliant, figure.n, share, NOTHING, NOTHING, *apart, SUM


def _intro(edition: CaseEdition) -> Iterator[str]:
    several = "; where several agencies' answers stand side by side, of answers"
    yield f"Counts of {edition.plural}{several if edition.several else ''}."
    yield from _why(edition)


def _why(edition: CaseEdition) -> Iterator[str]:
    """What an interval means where there may be one, and where there is none, why."""
    if edition.results.basis.random:
        sure = f"{float(edition.results.confidence) * 100:g} %"
        yield (
            f"Intervals are made so that {sure} of such intervals hold the true figure, each question "
            "taken by itself: among many questions one or another lies outside."
        )
    yield from whys(edition)


def _row(edition: CaseEdition, name: str, figure: Figure) -> tuple[Cell, ...]:
    return (
        name,
        edition.template.by_id[name].text,
        figure.compliant,
        figure.n,
        nearest(str(figure.share), figure.n) if figure.share is not None else NOTHING,
        _in_register(figure),
        _interval(figure),
        figure.not_applicable,
        figure.unanswered,
        figure.not_asked,
        METHODS[figure.method] if figure.n else NOTHING,
    )


def _in_register(figure: Figure) -> str:
    if figure.low_count is None or figure.high_count is None:
        return NOTHING
    if figure.low_count == figure.high_count:
        return f"{figure.low_count:,}"
    return f"{figure.low_count:,} to {figure.high_count:,}"


def _interval(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return NOTHING
    return shares(str(figure.low), str(figure.high), figure.n)


# --- intervals --------------------------------------------------------------------------------------


def intervals(edition: CaseEdition) -> Page:
    """The sheet Intervals: each figure as a sentence, and a chart of dots with their intervals as lines."""
    counted = {name: one for name, one in edition.results.questions.items() if one.share is not None}
    heads = ("Question", "In a sentence", "Share", "From", "To", BELOW, ABOVE)
    rows = tuple((name, _sentence(edition, name, one), *_ends(edition, one)) for name, one in counted.items())
    table, widths = in_order(
        edition,
        Table(DRAWN, heads, rows, empty="Nothing has been graded yet, so there are no figures."),
        (11.0, 98.0, 9.0, 9.0, 9.0, 9.0, 9.0),
    )
    lines = any(one.low is not None for one in counted.values())
    line = "The line is the interval." if lines else "There are no intervals, so there are no lines."
    told = f"A dot for each question is the share that met it. {line} The table has the numbers."
    series = (("Share", NAVY),)
    blocks: list[Block] = [*map(Text, _why(edition)), table, *_apart(len(rows))]
    if rows:
        blocks.append(Chart(_finding(edition), DRAWN, "Question", series, told, low=BELOW, high=ABOVE))
    title = f"{edition.round.name}: how sure the figures are"
    return Page("Intervals", title, tuple(blocks), widths=widths, tall=_tall(len(rows)))


def _sentence(edition: CaseEdition, name: str, figure: Figure) -> str:
    """A figure in a sentence; what is published says of what, since it stands on a sheet of its own."""
    asked = f"{edition.template.by_id[name].text} " if edition.public else ""
    return asked + says(edition, figure)


def _apart(rows: int) -> tuple[Block, ...]:
    """A new page for a chart over many rows."""
    return () if rows <= ON_ONE_PAGE else (NewPage(),)


def _tall(rows: int) -> int:
    """On how many pages a table and its chart are kept; 0 for a table that runs on."""
    return 1 if rows <= ON_ONE_PAGE else 2 if rows <= ON_TWO_PAGES else 0


def _ends(edition: CaseEdition, figure: Figure) -> tuple[Cell, ...]:
    """The share, the ends of its interval and how far it is to each, in tenths of a per cent.

    For a board and the public in whole ones: where strata weigh, a share told more closely would let who
    tries all numbers find out how many met it in each stratum.
    """
    parts = 100 if edition.board else 1000
    share = figure.share or 0.0
    dot = _share(round(share * parts), share, parts)
    if figure.low is None or figure.high is None:
        return dot, NOTHING, NOTHING, NOTHING, NOTHING
    low = _share(math.floor(figure.low * parts), figure.low, parts)
    high = _share(math.ceil(figure.high * parts), figure.high, parts)
    reach = (max(0.0, dot.value - low.value), max(0.0, high.value - dot.value))
    return dot, low, high, *(Number(round(one, 3), dot.shown) for one in reach)


def _share(shown: int, exact: float, parts: int) -> Number:
    """A share in so many parts, but neither none nor all of them for what is more or less than that."""
    held = min(shown, parts - 1) if exact < 1 else parts
    return Number((max(held, 1) if exact > 0 else 0) / parts, SHOWN if parts > 100 else WHOLE)


def _finding(edition: CaseEdition) -> str:
    name, one = ranked(edition)[0]
    if one.compliant == one.n:
        return "Every question was met wherever it counts"
    return f"Lowest: {name}, met in {one.compliant:,} of {one.n:,}"


# --- grades -----------------------------------------------------------------------------------------


def grades(edition: CaseEdition) -> Page:
    """The sheet Grades: how many came to each, and stacked bars in the colours of the scale."""
    steps = edition.template.scale.steps
    figures = edition.results.questions
    graded = [question for question in edition.results.graded if figures[question.id].n]
    bare = [question for question in edition.results.graded if not figures[question.id].n]
    heads = ("Question", "What is asked", *(step.label for step in steps), *APART)
    widths: tuple[float, ...] = (11.0, 66.0, *[13.5] * (len(heads) - 2))
    blocks: list[Block] = [Text(_how_counted(edition))]
    if bare:
        blocks.append(in_order(edition, Table(BARE, heads, _grade_rows(edition, bare)), widths)[0])
    if graded:
        # Blues, not red and green, so that each part is told from the next without seeing colours.
        bars = tuple(zip((step.label for step in steps), blues(len(steps)), strict=True))
        told = "Bars count the grades of each question; the table has the numbers."
        rows = _grade_rows(edition, graded)
        counts = tuple(range(2, 2 + len(steps)))
        top = max(figures[question.id].n for question in graded)
        table = Table(GRADES, heads, rows, bars=counts, bar_top=top)
        blocks.append(in_order(edition, table, widths)[0])
        blocks += [*_apart(len(graded)), Chart(_finding(edition), GRADES, "Question", bars, told)]
    title = f"{edition.round.name}: grades"
    widths = in_order(edition, Table("", heads, ()), widths)[1]
    return Page("Grades", title, tuple(blocks), widths=widths, tall=_tall(len(graded) + len(bare)))


def _grade_rows(edition: CaseEdition, asked: Sequence[Question]) -> tuple[tuple[Cell, ...], ...]:
    figures = ((question, edition.results.questions[question.id]) for question in asked)
    return tuple(
        (
            *(question.id, question.text),
            *(figure.grades.get(step.code, 0) for step in edition.template.scale.steps),
            *(figure.not_applicable, figure.unanswered, figure.not_asked),
        )
        for question, figure in figures
    )


def _how_counted(edition: CaseEdition) -> str:
    if edition.by_people:
        return f"What people said for themselves: {edition.plural}."
    if edition.several:
        return (
            "The panel's grade of a case where there is one; else each agency's own grade, so that a case "
            "may stand in a row several times."
        )
    return "The panel's grade where there is one, else the reader's."
