"""Sheets as the checklist for accessible spreadsheets wants a published workbook: one table a sheet.

Every table gets a sheet of its own, from column A, with nothing below it; every chart one too, under the
words that say what it shows and where its figures stand. No cell is blank or holds a symbol alone.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from audit.workbook.fit import fitted, widths
from audit.workbook.page import NOTHING, Block, Cell, Chart, Filled, Link, NewPage, Page, Table, Text, words

LONGEST = 31  # characters of a sheet's name
MOST_LINES = 22  # of a row of letters of 12 points
ALONE = 110.0  # characters of the only column of a sheet of words, and the least of any sheet
CONTROLLED, NOT_APPLICABLE, NOT_AVAILABLE = "[c]", "[z]", "[x]"
SHORTHAND: Mapping[str, str] = {
    CONTROLLED: "not shown lest a child be told: a count from 1 to 5, or one that would give it away",
    NOT_APPLICABLE: "not applicable: there is nothing that could stand there",
    NOT_AVAILABLE: "not available",
}
HEADINGS = ("Sheet", "What it says")
_SHORTHAND = re.compile("|".join(map(re.escape, SHORTHAND)))


@dataclass(frozen=True, slots=True)
class _Part:
    """A sheet to be: `of` is the sheet and the table that it comes from, `told` what Contents says of it."""

    page: Page
    of: tuple[str, str]
    told: str


def published(cover: Page, pages: Sequence[Page], said: Mapping[str, str]) -> list[Page]:
    """The sheets of a published workbook, fitted: Cover, Contents, Notes, then a sheet a table or chart.

    `said` tells what stands on a sheet by its name. Texts too long for their cell stand whole on Notes,
    which explains the shorthand too.
    """
    parts = _named(_told_apart([(page, part) for page in pages for part in _parts(page, said)]))
    known = {"Notes", *(part.page.name for part in parts)}
    places = {part.of: part.page.name for part in parts if part.page.tables}
    cut: list[tuple[str, str]] = []
    done = [fitted(_wide(_linked(part.page, part.of[0], known, places)), cut, MOST_LINES) for part in parts]
    notes = _notes(done, cut)
    lines = [("Notes", notes.title), *((part.page.name, part.told) for part in parts)]
    first = (_cover(cover), _contents(lines), notes)
    return [fitted(page, [], MOST_LINES) for page in first] + done


# --- sheets -----------------------------------------------------------------------------------------


def _parts(page: Page, said: Mapping[str, str]) -> Iterator[_Part]:
    """A sheet for each table and chart of a page; words go with the first table that follows them."""
    made: list[_Part] = []
    waiting: list[Block] = []
    told = said.get(page.name, page.title)
    for block in page.blocks:
        match block:
            case Table():
                made.append(_table_part(page, block, waiting, told))
                waiting = []
            case Chart():
                made.append(_chart_part(page, block))
            case NewPage():
                continue
            case _:
                waiting.append(block)
    last = [one for one in waiting if not (isinstance(one, Text) and one.style == "heading")]
    if last and made:
        first = made[0].page
        made[0] = replace(made[0], page=replace(first, blocks=(*last, *first.blocks)))
    yield from made or [_Part(_alone(page, waiting), (page.name, ""), told)]


def _table_part(page: Page, table: Table, before: Sequence[Block], told: str) -> _Part:
    made = _alone(page, before, plain(table)) if not table.rows else _under(page, before, plain(table))
    return _Part(made, (page.name, table.title), table.title or told)


def _chart_part(page: Page, chart: Chart) -> _Part:
    drawn = replace(chart, beside=False, by_table=False)
    made = Page(f"{page.name} chart", chart.title, (Text(chart.told), drawn), widths=(ALONE,))
    return _Part(made, (page.name, chart.table), f"Chart: {chart.title}")


def _alone(page: Page, *blocks: Block | Sequence[Block]) -> Page:
    flat = [one for part in blocks for one in (part if isinstance(part, Sequence) else (part,))]
    return Page(page.name, page.title, tuple(flat), widths=(ALONE,))


def _under(page: Page, before: Sequence[Block], table: Table) -> Page:
    """A sheet that bears its table's own title, so that no two have the same."""
    told = (Text(_counted(table)), replace(table, title=""))
    if not table.title:
        return Page(page.name, page.title, (*before, *told))
    return Page(page.name, table.title, (Text(f"From: {page.title}."), *before, *told))


def _counted(table: Table) -> str:
    """What a screen reader is told before a table."""
    rows, columns = len(table.rows), len(table.headings)
    told = f"This sheet holds one table of {rows:,} row{'s'[: rows != 1]} and {columns:,} columns."
    codes = [f"{code} is {SHORTHAND[code]}" for code in _used(table)]
    return " ".join([told, *(f"{code}." for code in codes)])


def plain(table: Table) -> Table:
    """A table as it may be published: words without colours, no cell blank, its foot a row like others."""
    rows = (*table.rows, table.foot) if table.foot and table.rows else table.rows
    said = tuple(tuple(map(_plain, row)) for row in rows)
    summed = len(rows) > len(table.rows)
    return Table(table.title, table.headings, said, split=table.split, empty=table.empty, summed=summed)


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, Filled):
        cell = cell.text
    return NOT_APPLICABLE if isinstance(cell, str) and cell.strip() in {"", NOTHING} else cell


def _used(table: Table) -> list[str]:
    texts = (cell for row in table.rows for cell in row if isinstance(cell, str))
    found = {code for text in texts for code in _SHORTHAND.findall(text)}
    return [code for code in SHORTHAND if code in found]


def _told_apart(found: Sequence[tuple[Page, _Part]]) -> list[_Part]:
    """The parts, each with a title of its own: where several have one, their page's stands before it."""
    many = Counter(part.page.title for _, part in found)
    return [
        part
        if many[part.page.title] == 1 or part.page.title == page.title
        else replace(
            part,
            page=replace(part.page, title=f"{page.title}: {part.page.title}"),
            told=f"{page.title}: {part.told}",
        )
        for page, part in found
    ]


# --- names and links --------------------------------------------------------------------------------


def _named(parts: Sequence[_Part]) -> list[_Part]:
    """The parts under names that no two share in any case, none longer than a sheet's name may be."""
    taken = {"cover", "contents", "notes"}
    found: list[_Part] = []
    for part in parts:
        base = name = part.page.name[:LONGEST]
        number = 2
        while name.casefold() in taken:
            name, number = f"{base[: LONGEST - 1 - len(str(number))]} {number}", number + 1
        taken.add(name.casefold())
        found.append(replace(part, page=replace(part.page, name=name)))
    return found


def _linked(page: Page, origin: str, known: set[str], places: Mapping[tuple[str, str], str]) -> Page:
    """A page whose links lead to sheets that there are, and whose charts know where their tables stand."""
    return replace(page, blocks=tuple(_settled(block, origin, known, places) for block in page.blocks))


def _settled(block: Block, origin: str, known: set[str], places: Mapping[tuple[str, str], str]) -> Block:
    match block:
        case Table():
            rows = tuple(tuple(_kept(cell, known) for cell in row) for row in block.rows)
            return replace(block, rows=rows)
        case Chart():
            return replace(block, sheet=places.get((origin, block.table), ""), table="")
    return block


def _kept(cell: Cell, known: set[str]) -> Cell:
    return cell.text if isinstance(cell, Link) and cell.sheet not in known else cell


def _wide(page: Page) -> Page:
    """A page that is wide enough for its sentences, and that says where a chart's table is."""
    charts = [block for block in page.blocks if isinstance(block, Chart)]
    links = [Link(f"The figures are on the sheet {one.sheet}", one.sheet) for one in charts if one.sheet]
    kept = [block for block in page.blocks if block not in charts]
    return replace(page, blocks=(*kept, *links, *charts), widths=_across(list(widths(page) or (ALONE,))))


def _across(found: list[float]) -> tuple[float, ...]:
    """Widths that are the least together, the widest column given what is lacking."""
    found[found.index(max(found))] += max(0.0, ALONE - sum(found))
    return tuple(found)


# --- the first sheets -------------------------------------------------------------------------------


def _cover(cover: Page) -> Page:
    """A cover without tables: each of their rows becomes a paragraph."""
    blocks: list[Block] = []
    for block in cover.blocks:
        if isinstance(block, Table):
            blocks += [Text(block.title, "heading")] if block.title else []
            blocks += [Text(": ".join(map(words, row))) for row in block.rows]
        elif isinstance(block, Text):
            blocks.append(block)
    return Page(cover.name, cover.title, tuple(blocks), widths=(ALONE,), tall=1)


def _contents(lines: Sequence[tuple[str, str]]) -> Page:
    rows = tuple((Link(name, name), told) for name, told in (("Cover", "What this is."), *lines))
    table = Table("", HEADINGS, rows)
    return Page("Contents", "Contents", (Text(_counted(table)), table), widths=(34.0, 100.0))


def _notes(pages: Sequence[Page], cut: Sequence[tuple[str, str]]) -> Page:
    used = {code for page in pages for table in page.tables for code in _used(table)}
    lines = [(f"Shorthand {code[1]}", f"{code}: {SHORTHAND[code]}.") for code in SHORTHAND if code in used]
    lines += [(f"Note {number}", whole) for number, (_, whole) in enumerate(cut, 1)]
    table = Table("", ("Note", "What it says"), tuple(lines), split=True, empty="There are no notes.")
    blocks = (Text(_counted(table)), table) if lines else (table,)
    return Page("Notes", "Notes: what shorthand means, and long texts", blocks, widths=(34.0, 100.0))
