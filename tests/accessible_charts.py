"""What is wrong with the charts of a workbook: titles, words for who cannot see them, figures, colours."""

import re
from xml.etree import ElementTree as ET

from openpyxl.utils import range_boundaries

from audit.workbook.palette import contrast

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
X = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
AREA = re.compile(r"(?:'((?:[^']|'')+)'|(\w+))!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?")


def charts(opened):
    for part, content in opened.parts.items():
        if part.startswith("xl/drawings/drawing"):
            for frame in ET.fromstring(content).iter(f"{X}cNvPr"):  # noqa: S314 - ours
                if len(frame.get("descr", "")) < 20:
                    yield f"{part}: a chart is told to nobody who cannot see it"
        elif part.startswith("xl/charts/chart"):
            yield from (f"{part}: {fault}" for fault in chart(opened, ET.fromstring(content)))  # noqa: S314
    if opened.audience == "public":
        yield from _apart(opened)


def chart(opened, found):
    """The faults of one chart."""
    title = "".join(one.text or "" for one in found.findall(f"{C}chart/{C}title//{A}t"))
    if not re.search(r"\w \w", title):
        yield f"its title is no finding: {title!r}"
    sizes = [
        int(one.get("sz")) for tag in ("rPr", "defRPr") for one in found.iter(f"{A}{tag}") if one.get("sz")
    ]
    if not sizes or min(sizes) < 900:
        yield f"its letters are too small: {sizes}"
    series = list(found.iter(f"{C}ser"))
    if not series:
        yield "nothing is drawn"
    for one in series:
        for ref in (one.find(f"{C}cat//{C}f"), one.find(f"{C}val//{C}f")):
            yield from _in_table(opened, "" if ref is None else ref.text)
        if (seen := _seen(one)) < 3:
            yield f"a part has a contrast of {seen:.1f} with white"
    if len(series) > 1 and found.find(f"{C}chart/{C}legend") is None:
        yield "several series have no legend"


def areas(ref):
    """The areas of a reference: the sheet's name, column and row of the first and the last cell."""
    for quoted, bare, *cells in AREA.findall(ref):
        first, last = "".join(cells[:2]), "".join(cells[2:]) or "".join(cells[:2])
        yield quoted.replace("''", "'") or bare, range_boundaries(f"{first}:{last}")


def _in_table(opened, ref):
    found = list(areas(ref))
    if not found:
        yield f"it is drawn from no cells: {ref!r}"
    for name, (left, top, right, bottom) in found:
        if name not in opened.book.sheetnames:
            yield f"it is drawn from a sheet that there is not: {name}"
            continue
        sheet = opened.book[name]
        spans = [range_boundaries(one.ref) for one in sheet.tables.values()]
        inside = any(a <= left and b <= top and right <= c and bottom <= d for a, b, c, d in spans)
        gap = all(sheet.cell(row, left).value is None for row in range(top, bottom + 1))
        if not inside and not gap:
            yield f"its figures stand in no table: {ref}"


def _seen(series):
    """The best contrast with white of what a series is drawn with."""
    paths = (
        f"{C}spPr/{A}solidFill/{A}srgbClr",
        f"{C}spPr/{A}ln/{A}solidFill/{A}srgbClr",
        f"{C}marker/{C}spPr/{A}solidFill/{A}srgbClr",
    )
    colours = [one.get("val") for path in paths for one in series.findall(path)]
    return max((contrast(colour, "FFFFFF") for colour in colours), default=0.0)


def _apart(opened):
    """A published chart stands on a sheet without a table, which names the sheet of its figures."""
    for sheet in opened.book:
        for one in sheet._charts:
            if sheet.tables:
                yield f"{sheet.title}: a chart stands beside a table"
            refs = {name for series in one.series for name, _ in areas(series.val.numRef.f)}
            said = " ".join(str(cell.value) for cell in opened.cells[sheet.title])
            if not all(f"on the sheet {name}" in said for name in refs):
                yield f"{sheet.title}: it is not said that its figures are on {refs}"
