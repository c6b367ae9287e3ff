"""What is wrong with a workbook of an edition, by the accessible-spreadsheets checklist and our own rules.

`wrong(path, audience)` lists every fault as a sentence that begins with the sheet; none is the aim.
"""

import re
import zipfile
from functools import cached_property

import openpyxl
from accessible_charts import charts
from accessible_file import file
from openpyxl.utils import range_boundaries

from audit.workbook import fit
from audit.workbook.palette import contrast

SIZE = {"subgroup": 9, "board": 9, "public": 12}  # the least points of a letter
CROWD = 120  # rows that nobody could read on two pages
SHORTHAND = re.compile(r"\[[a-z]\]")
NOTED = re.compile(r"\[[^\]]*\bnote\b[^\]]*\]", re.IGNORECASE)
MARKS = re.compile("[†‡§¹²³⁴*]")


class Opened:
    """A workbook as openpyxl reads it, and its parts as bytes."""

    def __init__(self, path, audience):
        self.path, self.audience = path, audience
        self.book = openpyxl.load_workbook(path, data_only=True)
        with zipfile.ZipFile(path) as parts:
            self.parts = {name: parts.read(name) for name in parts.namelist()}

    @cached_property
    def cells(self):
        """The cells of each sheet that hold something, by its name."""
        return {
            sheet.title: [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
            for sheet in self.book
        }


def wrong(path, audience):
    opened = Opened(path, audience)
    rules = [structure, tables, readable, linked, file, charts]
    rules += {"subgroup": [worked, paged, numbered], "board": [plain, paged], "public": [plain, published]}[
        audience
    ]
    return [fault for rule in rules for fault in rule(opened)]


def structure(opened):
    """Sheets that are named, seen, filled and opened at their beginning."""
    names = [name.casefold() for name in opened.book.sheetnames]
    if len(set(names)) < len(names) or max(map(len, names)) > 31:
        yield f"Sheets: names are used twice or are too long: {names}"
    if opened.book.active.title != opened.book.sheetnames[0]:
        yield "Sheets: it does not open at the first"
    for sheet in opened.book:
        if sheet.sheet_state != "visible":
            yield f"{sheet.title}: is hidden"
        if not isinstance(sheet["A1"].value, str) or not sheet["A1"].font.b:
            yield f"{sheet.title}: has no title in A1"
        if {one.activeCell for one in sheet.sheet_view.selection if not one.pane} - {"A1"}:
            yield f"{sheet.title}: the cursor is not at A1"
        if sheet.merged_cells.ranges:
            yield f"{sheet.title}: has merged cells"
        hidden = [*sheet.row_dimensions.values(), *sheet.column_dimensions.values()]
        if any(one.hidden for one in hidden):
            yield f"{sheet.title}: has hidden rows or columns"


def tables(opened):
    """Tables that are marked up, from column A, under headings of which none is blank or like another."""
    names = [one.displayName for sheet in opened.book for one in sheet.tables.values()]
    if len(set(names)) < len(names) or any(re.fullmatch(r"Table_?\d*", name) for name in names):
        yield f"Tables: names say nothing or are used twice: {names}"
    for sheet in opened.book:
        for one in sheet.tables.values():
            head, *rows = [[cell.value for cell in row] for row in sheet[one.ref]]
            if not one.ref.startswith("A"):
                yield f"{sheet.title}: the table {one.ref} does not begin in column A"
            if None in head or len({str(name).casefold() for name in head}) < len(head):
                yield f"{sheet.title}: headings are blank or alike: {head}"
            blank = [row for row in rows if any(value is None or str(value).strip() == "" for value in row)]
            if blank or not rows:
                yield f"{sheet.title}: the table {one.ref} has blank cells: {blank[:1]}"


def readable(opened):
    """Text that can be read: large enough, in contrast with what is behind it, whole in its row."""
    grow = 1.2 if opened.audience == "public" else 1
    for sheet in opened.book:
        wide = {n: one.width for one in sheet.column_dimensions.values() for n in range(one.min, one.max + 1)}
        for cell in opened.cells[sheet.title]:
            font, at = cell.font, f"{sheet.title}: {cell.coordinate}"
            if font.sz < SIZE[opened.audience]:
                yield f"{at} is of {font.sz} points"
            back = cell.fill.fgColor.rgb[2:] if cell.fill.fill_type == "solid" else "FFFFFF"
            ink = font.color.rgb[2:] if font.color and isinstance(font.color.rgb, str) else "000000"
            if contrast(ink, back) < 4.5:
                yield f"{at} is {ink} on {back}"
            height = sheet.row_dimensions[cell.row].height
            if isinstance(cell.value, str) and cell.alignment.wrap_text:
                lines = fit.lines(cell.value, wide.get(cell.column, 8))
                if lines * 13 * grow > (height or 15):
                    yield f"{at} is cut: {lines} lines in {height} points: {cell.value[:40]!r}"
        for rules in sheet.conditional_formatting:
            for rule in rules.rules:
                fill, font = (rule.dxf.fill, rule.dxf.font) if rule.dxf else (None, None)
                if fill and font and contrast(font.color.rgb[2:], fill.bgColor.rgb[2:]) < 4.5:
                    yield f"{sheet.title}: a rule makes {font.color.rgb} on {fill.bgColor.rgb}"


def linked(opened):
    """Links that say where they lead, and lead to a sheet and a cell that there are."""
    for name, cells in opened.cells.items():
        for cell in cells:
            if cell.hyperlink is None:
                continue
            found = re.fullmatch(r"'((?:[^']|'')+)'!A(\d+)", cell.hyperlink.location or "")
            sheet = found[1].replace("''", "'") if found else ""
            if sheet not in opened.book.sheetnames:
                yield f"{name}: {cell.coordinate} leads to {cell.hyperlink.location or 'outside'}"
            elif opened.book[sheet][f"A{found[2]}"].value is None:
                yield f"{name}: {cell.coordinate} leads to a blank cell"
            if not re.search(r"\w\w", str(cell.value)):
                yield f"{name}: {cell.coordinate} does not say where it leads"


def plain(opened):
    """Nothing that a screen reader stumbles over: filters, headings that stay, headers, footers."""
    for sheet in opened.book:
        if sheet.freeze_panes:
            yield f"{sheet.title}: headings stay in sight"
        if sheet.auto_filter.ref or any(one.autoFilter for one in sheet.tables.values()):
            yield f"{sheet.title}: has a filter"
        ends = (sheet.oddHeader, sheet.oddFooter, sheet.evenHeader, sheet.evenFooter)
        if any(part.text for end in ends for part in (end.left, end.center, end.right)):
            yield f"{sheet.title}: has a header or footer"
        if any(cell.comment for cell in opened.cells[sheet.title]):
            yield f"{sheet.title}: has notes at cells"


def published(opened):
    """One table a sheet, with nothing below it, no colour, no symbol alone, notes and shorthand explained."""
    told = {str(cell.value)[:3] for cell in opened.cells.get("Notes", ())}
    for sheet in opened.book:
        cells, name = opened.cells[sheet.title], sheet.title
        tops = [range_boundaries(one.ref) for one in sheet.tables.values()]
        if len(tops) > 1:
            yield f"{name}: has {len(tops)} tables"
        bottom = tops[0][3] if tops else 0
        if tops and any(cell.row > bottom for cell in cells):
            yield f"{name}: something stands below the table"
        if tops and any(cell.column > 1 and cell.row < tops[0][1] for cell in cells):
            yield f"{name}: something stands beside the words above the table"
        filled = {cell.row for cell in cells if cell.column == 1}
        if missing := set(range(1, max(cell.row for cell in cells) + 1)) - filled:
            yield f"{name}: rows {sorted(missing)} are blank"
        if any(cell.fill.fill_type for cell in cells) or len(sheet.conditional_formatting):
            yield f"{name}: has fills"
        yield from _words(name, cells, [cell for cell in cells if tops and cell.row >= tops[0][1]], told)


def _words(name, cells, tabled, told):
    for cell in tabled:
        if isinstance(cell.value, str) and not re.search(r"\w", cell.value):
            yield f"{name}: {cell.coordinate} holds a symbol alone: {cell.value!r}"
    for cell in cells:
        value = str(cell.value)
        if [note for note in NOTED.findall(value) if not re.fullmatch(r"\[note \d+\]", note)]:
            yield f"{name}: {cell.coordinate} names a note in another way than [note n]: {value!r}"
        if MARKS.search(value):
            yield f"{name}: {cell.coordinate} has a mark: {value!r}"
    used = {code for cell in tabled for code in SHORTHAND.findall(str(cell.value))}
    above = " ".join(str(cell.value) for cell in cells if cell not in tabled)
    for code in used if name != "Notes" else ():
        if f"{code} is " not in above or code not in told:
            yield f"{name}: {code} is not explained"


def worked(opened):
    """A working file: words on every colour, filters, headings that stay in sight."""
    for sheet in opened.book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.fill.fill_type and cell.value in {None, ""}:
                    yield f"{sheet.title}: {cell.coordinate} has a colour and no word"
    if not any(one.autoFilter for sheet in opened.book for one in sheet.tables.values()):
        yield "Sheets: none has a filter"
    if not any(sheet.freeze_panes for sheet in opened.book):
        yield "Sheets: none keeps its headings in sight"


def paged(opened):
    """Landscape, with an area of print; Summary and Heat map take two pages at most."""
    for sheet in opened.book:
        setup = sheet.page_setup
        if setup.orientation != "landscape" or str(setup.paperSize) != "9":
            yield f"{sheet.title}: is not for A4 landscape"
        if not sheet.print_area:
            yield f"{sheet.title}: has no area of print"
        fits = sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage
        tall = 1 if setup.fitToHeight is None else int(setup.fitToHeight)
        pages = tall if fits else len(sheet.row_breaks.brk) + 1
        many = sum(len(sheet[one.ref]) for one in sheet.tables.values()) > CROWD
        if sheet.title in {"Summary", "Heat map"} and not many and not 1 <= pages <= 2:
            yield f"{sheet.title}: is not kept to two pages ({pages or 'any number'})"


def numbered(opened):
    """A number on every page, and the headings of a table that runs on."""
    for sheet in opened.book:
        if "&P" not in (sheet.oddFooter.right.text or ""):
            yield f"{sheet.title}: its pages are not numbered"
        tall = sheet.page_setup.fitToHeight
        if tall == 0 and sheet.tables and not sheet.print_title_rows:
            yield f"{sheet.title}: its headings are not on every page"
