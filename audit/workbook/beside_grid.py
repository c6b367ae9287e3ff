"""The sheets Grid and Compared of rounds side by side: themes by sources, and where two sources part."""

from collections.abc import Iterator, Sequence

from audit.recurring.apart import Verdict
from audit.recurring.practice import Practice
from audit.statistics.words import nearest
from audit.wording import plural
from audit.workbook.action_themes import FILLS
from audit.workbook.beside_edition import Beside, BesideEdition, Sides, Together
from audit.workbook.page import QUIET, Block, Cell, Filled, Page, Table, Text
from audit.workbook.year_theme import apart_cells

GRID, COMPARED = "Grid", "Compared"
ACROSS = 5  # sources of one table; further ones stand in the next
THEMES = "Themes by source"
WORDS = {"most": "most not good", "many": "many not good", "some": "some not good", "none": "all good"}
COLOURS = {Together.DISAGREE: FILLS["many"], Together.WEAK: FILLS["most"], Together.SOUND: FILLS["none"]}
DIFFER = (
    "Each cell says how many answers on the theme were good or met the standard, of those that count. The "
    "sources count different things in different ways, as their headings say, so nothing is added up across."
)
HEADS = ("Theme", "More is good in", "What that says", "Less is good in", "Apart by", "Chance")
NEAR = "No two sources lie a third apart on any theme."
NO_PAIR = "No theme is asked by two of these sources, so nothing can be compared."


def grid(edition: BesideEdition) -> Page:
    """The sheet Grid: each theme as every source saw it, and what they say together."""
    parts = [edition.sources[at : at + ACROSS] for at in range(0, len(edition.sources), ACROSS)]
    blocks: list[Block] = [Text(DIFFER)]
    for number, part in enumerate(parts):
        blocks.append(_part(edition, part, number, last=number == len(parts) - 1))
    widths = (34.0, *[19.0] * min(ACROSS, len(edition.sources)), 26.0)
    return Page(GRID, "Themes by source", tuple(blocks), frozen=None if edition.board else 1, widths=widths)


def _part(edition: BesideEdition, part: Sequence[Beside], number: int, *, last: bool) -> Table:
    """Some sources across; the last table says what all of them say together."""
    first = number * ACROSS
    rows = tuple(
        (
            one.title,
            *(seen(each) for each in one.practice[first : first + len(part)]),
            *([_together(one)] if last else []),
        )
        for one in edition.themes
    )
    heads = ("Theme", *(one.heading for one in part), *(["What they say together"] if last else []))
    title = THEMES if not number else f"{THEMES}, part {number + 1}"
    return Table(title, heads, rows, empty="None of these sources asks of any theme.")


def seen(one: Practice | None) -> Cell:
    """What a source saw of a theme: `5 of 12 (42 %), many not good` on the colour of its word."""
    if one is None:
        return Filled("Not asked", QUIET)
    if not one.n:
        return Filled("No answer counts", QUIET)
    word = one.cell.word
    return Filled(f"{one.good:,} of {one.n:,} ({nearest(one.share, one.n)}), {WORDS[word]}", FILLS[word])


def _together(one: Sides) -> Cell:
    return Filled(str(one.together).capitalize(), COLOURS.get(one.together, QUIET))


def compared(edition: BesideEdition) -> Page:
    """The sheet Compared: every two sources of each theme, those that disagree first."""
    rows = list(_rows(edition))
    pairs = sum(len(one.pairs) for one in edition.themes)
    table = Table("Sources a third apart or more", HEADS, tuple(rows), empty=NO_PAIR if not pairs else NEAR)
    frozen = None if edition.board else 1
    first = Text(
        "Two sources disagree by the rule that the sheet Method prints, the same for every theme. Of "
        f"{plural(pairs, 'pair')} {len(rows):,} lie a third apart or more and stand here."
    )
    return Page(
        COMPARED,
        "Where sources part",
        (first, table),
        frozen=frozen,
        widths=(34.0, 24.0, 40.0, 24.0, 14.0, 14.0),
    )


def _rows(edition: BesideEdition) -> Iterator[tuple[Cell, ...]]:
    pairs = [(one, pair) for one in edition.themes for pair in one.pairs]
    found = [(one, pair) for one, pair in pairs if pair.verdict is not Verdict.NEAR]
    found.sort(key=lambda each: (each[1] not in each[0].disagreeing, -each[1].apart))
    for one, pair in found:
        yield one.title, *apart_cells(pair)
