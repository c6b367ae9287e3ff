"""The sheets Questions and Grades of a report on cases: counts, intervals drawn, grades."""

import math
from collections.abc import Iterator

from audit.cases.figure import CENSUS, EXACT, LOGIT, NONE, POOLED, WILSON, Figure
from audit.statistics.words import nearest, shares
from audit.workbook.case_edition import CaseEdition, says, whys
from audit.workbook.case_summary import ranked
from audit.workbook.charts import NAVY
from audit.workbook.page import NOTHING, QUIET, Block, Cell, Chart, NewPage, Number, Page, Table, Text

COUNTS = "How many met each question"
DRAWN = "What each figure says, and how sure it is"
GRADES = "How many came to each grade"
METHODS = {
    NONE: "no interval",
    CENSUS: "all were read",
    WILSON: "Wilson",
    EXACT: "exact, of this register",
    POOLED: "exact, strata together",
    LOGIT: "by strata, logit-t",
}
APART = ("Not applicable", "Not answered", "Not asked")


def questions(edition: CaseEdition) -> Page:
    """The sheet Questions: a table of counts, then sentences, with a dot and a line for each."""
    heads = ("Question", "What is asked", "Met", "Of", "Share", "In the whole register", "Interval")
    rows = tuple(_row(edition, name, one) for name, one in edition.results.questions.items())
    blocks: list[Block] = [*map(Text, _intro(edition))]
    blocks.append(Table(COUNTS, (*heads, *APART, "How it is made"), rows))
    if edition.began:
        blocks += [NewPage(), *_drawn(edition)]
    # The columns of the second table are those of the first.
    widths = (11.0, 66.0, 9.0, 9.0, 9.0, 15.0, 15.0, 10.5, 10.5, 8.0, 15.0)
    title = f"{edition.round.name}: each question"
    return Page("Questions", title, tuple(blocks), frozen=None if edition.board else 1, widths=widths)


def _intro(edition: CaseEdition) -> Iterator[str]:
    sure = f"{float(edition.results.confidence) * 100:g} %"
    yield (
        f"Counts of {edition.plural}; where several agencies' answers stand side by side, of answers. "
        f"Intervals are made so that {sure} of such intervals hold the true figure, each question taken by "
        "itself: among many questions one or another lies outside."
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


# --- the chart --------------------------------------------------------------------------------------


def _drawn(edition: CaseEdition) -> Iterator[Block]:
    counted = {name: one for name, one in edition.results.questions.items() if one.share is not None}
    heads = ("Question", "In a sentence", "Share", "From", "To")
    yield Table(DRAWN, heads, tuple((name, says(one), *_ends(one)) for name, one in counted.items()))
    lines = any(one.low is not None for one in counted.values())
    line = "The line is the interval." if lines else "There are no intervals."
    yield Chart(
        _finding(edition),
        DRAWN,
        "Question",
        (("Share", NAVY),),
        f"A dot for each question is the share that met it. {line} The table has the numbers.",
        low="From",
        high="To",
    )


def _ends(figure: Figure) -> tuple[Cell, ...]:
    share = figure.share or 0.0
    if figure.low is None or figure.high is None:
        return _share(round(share, 3), share), NOTHING, NOTHING
    low, high = (math.floor(figure.low * 1000) / 1000, math.ceil(figure.high * 1000) / 1000)
    return _share(round(share, 3), share), _share(low, figure.low), _share(high, figure.high)


def _share(shown: float, exact: float) -> Number:
    """A share to a tenth of a per cent, but neither 0 nor 100 % of what is more or less than that."""
    held = min(shown, 0.999) if exact < 1 else 1.0
    return Number(max(held, 0.001) if exact > 0 else 0.0, "0.0%")


def _finding(edition: CaseEdition) -> str:
    name, one = ranked(edition)[0]
    if one.compliant == one.n:
        return "Every question was met wherever it counts"
    return f"Lowest: {name}, met in {one.compliant:,} of {one.n:,}"


# --- grades -----------------------------------------------------------------------------------------


def grades(edition: CaseEdition) -> Page:
    """The sheet Grades: how many came to each, and stacked bars in the colours of the scale."""
    steps = edition.template.scale.steps
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            *(question.id, question.text),
            *(figure.grades.get(step.code, 0) for step in steps),
            *(figure.not_applicable, figure.unanswered, figure.not_asked),
        )
        for question in edition.results.graded
        for figure in (edition.results.questions[question.id],)
    )
    heads = ("Question", "What is asked", *(step.label for step in steps), *APART)
    blocks: list[Block] = [Text(_how_counted(edition)), Table(GRADES, heads, rows)]
    if edition.began:
        bars = tuple((step.label, step.colour or QUIET) for step in steps)
        told = "Bars count the grades of each question; the table has the numbers."
        blocks += [NewPage(), Chart(_finding(edition), GRADES, "Question", bars, told)]
    widths = (11.0, 66.0, *[13.0] * (len(heads) - 2))
    return Page("Grades", f"{edition.round.name}: grades", tuple(blocks), widths=widths)


def _how_counted(edition: CaseEdition) -> str:
    if len(edition.codes) > 1:
        return (
            "The panel's grade of a case where there is one; else each agency's own grade, so that a case "
            "may stand in a row several times."
        )
    return "The panel's grade where there is one, else the reader's."
