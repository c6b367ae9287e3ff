"""The sheets Verified and Verified detail: what agencies said of themselves beside what was seen."""

from collections.abc import Iterator
from fractions import Fraction

from audit.moderation import Moved
from audit.scoring.movement_words import signed_change
from audit.scoring.partnership import Row
from audit.scoring.verified import SHEET, Pair, Verified, Way, sentence
from audit.standards.question import Question
from audit.wording import plural, some
from audit.workbook.cover import loud
from audit.workbook.edition import Edition, titled
from audit.workbook.page import NOTHING, QUIET, Block, Cell, Chart, Filled, NewPage, Number, Page, Table, Text
from audit.workbook.palette import GREY, ORANGE, TEAL

STANDARDS = "Each standard: verified grades beside agencies' own"
QUESTIONS = "Each question, those most often verified lower first"
AGENCIES = "Each agency: verified grades beside its own"
DETAIL = "Every grade beside the agency's own"
COUNTS = ("Compared", "Lower", "As told", "Higher", "To or from n/a", "Mean drift")
COLOURS = {Way.LOWER: ORANGE, Way.SAME: QUIET, Way.HIGHER: TEAL, Way.OTHER: QUIET, Way.NEITHER: QUIET}
CHANGE = "+0.00;-0.00;0.00"


def verified_sheet(found: Verified, edition: Edition) -> Page:
    """The sheet Verified: by standard, by question, and, but for the public, by agency."""
    blocks: list[Block] = [*loud(edition), *map(Text, _intro(found, edition))]
    if found.pairs:
        blocks += [_standards(found), NewPage(), _chart(found), NewPage(), _questions(found, edition)]
        blocks += [] if edition.public else [NewPage(), _agencies(found, edition)]
    title = f"{found.results.round.name}: what agencies said of themselves, and what was seen"
    return Page(SHEET, title, tuple(blocks), widths=(60.0, *[13.0] * 6))


def verified_detail(found: Verified, edition: Edition) -> Page | None:
    """The sheet Verified detail, for the subgroup alone: each grade beside the agency's own."""
    if edition.board:
        return None
    heads = ("Agency", "Question", "What is asked", "Told", "Verified", "Verified is", "What was written")
    rows = tuple(_line(edition, one) for one in found.pairs)
    blocks = (Table(DETAIL, heads, rows, filtered=True, empty="There is nothing to compare yet."),)
    title = f"{found.results.round.name}: each grade beside the agency's own"
    widths = (28.0, 10.0, 56.0, 14.0, 14.0, 16.0, 46.0)
    return Page("Verified detail", title, blocks, frozen=2, widths=widths)


def _intro(found: Verified, edition: Edition) -> Iterator[str]:
    word = edition.template.running.respondent
    yield (
        f"Agencies' own grades are those of {some(found.source)}, brought forward as this round was opened; "
        f"beside them stand the grades of the {word} in {edition.counted}. Mean drift: the verified "
        "points less the agency's own; below 0 less was seen than was told, and 1 is the whole length of the "
        "scale."
    )
    if found.pairs:
        yield sentence(found) + "."
    if found.neither:
        yield f"Not applicable both times, and so not compared: {plural(found.neither, 'grade')}."
    if found.silent:
        count = plural(len(found.silent), "agency", "agencies")
        names = "" if edition.public else f": {edition.names(found.silent)}"
        yield f"Without answers of their own there, and so not compared: {count}{names}."
    if found.unsigned:
        count = plural(len(found.unsigned), "agency", "agencies")
        names = "" if edition.public else f" ({edition.names(found.unsigned)})"
        yield f"Of {count}{names} the own answers were never signed."
    if found.reworded:
        yield f"Worded otherwise since, and so not compared: {', '.join(found.reworded)}."


def _finding(found: Verified) -> str:
    """What the comparison shows, in few words."""
    whole = found.whole
    return f"{whole.down} of {found.compared} grades verified lower than told, {whole.up} higher"


def _standards(found: Verified) -> Table:
    graded = [(one, found.standard(one)) for one in found.results.template.standards]
    rows = tuple((titled(one), *_counts(counts)) for one, counts in graded)
    return Table(STANDARDS, ("Standard", *COUNTS), rows, foot=("All", *_counts(found.whole)))


def _chart(found: Verified) -> Chart:
    series = (("Lower", ORANGE), ("As told", GREY), ("Higher", TEAL))
    told = "A bar for each standard, parted by grades verified lower, as told and higher; the table has them."
    return Chart(_finding(found), STANDARDS, "Standard", series, told)


def _questions(found: Verified, edition: Edition) -> Table:
    rows = tuple((_asked(one), *_counts(counts)) for one, counts in found.questions)
    return Table(QUESTIONS, ("Question", *COUNTS), rows, filtered=not edition.board)


def _agencies(found: Verified, edition: Edition) -> Table:
    rows = tuple(_agency(found, edition, row) for row in edition.rows)
    heads = ("Agency", *COUNTS)
    return Table(AGENCIES, heads, rows, filtered=not edition.board, empty="Nothing is signed yet.")


def _agency(found: Verified, edition: Edition, row: Row) -> tuple[Cell, ...]:
    silent = " (said nothing of itself)" if row in found.silent else ""
    return (edition.name(row) + silent, *_counts(found.row(row)))


def _asked(question: Question) -> str:
    return f"{question.id} {question.text}"


def _counts(one: Moved) -> tuple[Cell, ...]:
    compared = one.down + one.same + one.up + one.other
    return (compared, one.down, one.same, one.up, one.other, _mean(one.mean))


def _mean(value: Fraction | None) -> Cell:
    return NOTHING if value is None else Number(float(signed_change(value)), CHANGE)


def _line(edition: Edition, one: Pair) -> tuple[Cell, ...]:
    return (
        edition.name(one.row),
        one.question.id,
        one.question.text,
        edition.grade(one.told),
        edition.grade(one.seen),
        Filled(str(one.way), COLOURS[one.way]),
        one.row.interview.answer(one.question).comment or NOTHING,
    )
