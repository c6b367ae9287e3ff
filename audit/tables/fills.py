"""What an Excel workbook shows beside its values: colours that fill cells, parts of dates, per cents.

Only .xlsx and .xlsm tell; colours that a rule gives (conditional formatting) are not computed.
"""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from audit.tables.archives import DAMAGED
from audit.tables.colours import INDEXED, KNOWN, colour_of
from audit.tables.hidden import related
from audit.tables.markup import DeclaredError, Handlers, MarkupError, beginnings, parse

COLOURED = (".xlsx", ".xlsm")
DEEPEST = 20_000  # rows that are looked at; no plan has so many
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_PATTERN, _GRADIENT = "patterned", "shaded"
# The numbers of the formats that Excel knows without being told: those that show less than a day, per cents.
_BUILT_IN = {17: "month"}
_PER_CENTS = frozenset({"9", "10"})
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


@dataclass(frozen=True, slots=True)
class Look:
    """By row and column from zero: the colours that fill cells, and dates that show a `month` or `year` only.

    A colour is `red`, `amber`, `green`, `blue` or `grey`. `others` are cells filled with what is none of
    these, such as `purple`, `black` or `patterned`; white is no colour. `per_cents` are cells that show per
    cents, `unworked` those with a formula whose value the file does not hold.
    """

    fills: Mapping[tuple[int, int], str] = field(default_factory=dict)
    shown: Mapping[tuple[int, int], str] = field(default_factory=dict)
    others: Mapping[tuple[int, int], str] = field(default_factory=dict)
    per_cents: frozenset[tuple[int, int]] = frozenset()
    unworked: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class _Style:
    """What a format shows: the colour of its fill, another fill, how much of a date, a per cent."""

    fill: str = ""
    other: str = ""
    shown: str = ""
    per_cent: bool = False


def looks(path: Path) -> Mapping[str, Look]:
    """How each sheet of a workbook looks, by its name; nothing where its kind does not tell, or damaged.

    The file is one that `read` has weighed and taken in.
    """
    if path.suffix.lower() not in COLOURED:
        return {}
    try:
        with zipfile.ZipFile(path) as archive:
            return _looks(archive)
    except (zipfile.BadZipFile, MarkupError, DeclaredError, *DAMAGED):
        return {}


def _looks(archive: zipfile.ZipFile) -> dict[str, Look]:
    parts = related(archive, "xl/workbook.xml")
    named = {kind: part for kind, part in parts.values() if kind in {"styles", "theme"}}
    theme = _theme(archive, named.get("theme", ""))
    styles = _styles(archive, named.get("styles", ""), theme)
    found = {}
    for element, attributes in beginnings(BytesIO(archive.read("xl/workbook.xml"))):
        part = parts.get(attributes.get("id", ""), ("", ""))[1]
        if element == "sheet" and part in archive.namelist():
            found[attributes.get("name", "")] = _look(archive, part, styles)
    return found


def _theme(archive: zipfile.ZipFile, part: str) -> list[str]:
    """The colours of the theme as cells number them: light and dark stand swapped, in two pairs."""
    if part not in archive.namelist():
        return []
    colours: list[str] = []
    for element, attributes in beginnings(BytesIO(archive.read(part))):
        if element == "fmtScheme":
            break
        if element in {"srgbClr", "sysClr"}:
            colours.append(attributes.get("lastClr") or attributes.get("val", ""))
    order = [1, 0, 3, 2, *range(4, len(colours))]
    return [colours[one] for one in order if one < len(colours)]


def _styles(archive: zipfile.ZipFile, part: str, theme: Sequence[str]) -> list[_Style]:
    """What each format shows that cells name by its place."""
    if part not in archive.namelist():
        return []
    fills: list[tuple[str, str]] = []
    codes: dict[str, str] = {}
    found: list[_Style] = []
    inside, pattern = "", ""
    elements = beginnings(BytesIO(archive.read(part)))
    own = [one.get("rgb", "")[-6:] for element, one in elements if element == "rgbColor"]
    for element, one in elements:
        if element in {"fills", "cellXfs", "borders", "cellStyleXfs", "cellStyles", "dxfs", "fonts"}:
            inside = element
        elif element == "numFmt":
            codes[one.get("numFmtId", "")] = one.get("formatCode", "")
        elif inside == "fills" and element == "fill":
            fills.append(("", ""))
        elif inside == "fills" and element in {"patternFill", "gradientFill"} and fills:
            pattern = one.get("patternType", "none") if element == "patternFill" else _GRADIENT
            fills[-1] = ("", _bare(pattern))
        elif inside == "fills" and element == "fgColor" and fills and pattern not in {"none", "gray125"}:
            fills[-1] = _filled(
                colour_of(one, theme, own or INDEXED), "" if pattern == "solid" else fills[-1][1]
            )
        elif inside == "cellXfs" and element == "xf":
            place = int(one.get("fillId", "0"))
            fill, other = fills[place] if place < len(fills) else ("", "")
            found.append(_Style(fill, other, *_format(one.get("numFmtId", ""), codes)))
    return found


def _bare(pattern: str) -> str:
    """What a fill is before its colour is known: one that is solid and has none is black."""
    return {"none": "", "solid": "black", _GRADIENT: _GRADIENT}.get(pattern, _PATTERN)


def _filled(name: str, pattern: str) -> tuple[str, str]:
    """The colour of a fill where it is one that is known here, and what else it is."""
    known = name if name in KNOWN else ""
    return known, pattern or ("" if known else name)


def _format(number: str, codes: Mapping[str, str]) -> tuple[str, bool]:
    """How much of a date a format shows, and whether it shows per cents."""
    if number not in codes:
        return _BUILT_IN.get(int(number) if number.isdecimal() else 0, ""), number in _PER_CENTS
    return date_shown(codes[number]), "%" in _QUOTED.sub("", codes[number])


def date_shown(code: str) -> str:
    """How much of a date a number format shows: `month` (with its year), `year`, '' for a day or no date."""
    plain = _QUOTED.sub("", code.split(";", maxsplit=1)[0]).casefold()
    if "y" not in plain or "d" in plain:
        return ""
    return "month" if "m" in plain else "year"


@dataclass
class _Cells:
    """The cells of a sheet on their way through its markup."""

    styles: Sequence[_Style]
    fills: dict[tuple[int, int], str] = field(default_factory=dict)
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    others: dict[tuple[int, int], str] = field(default_factory=dict)
    per_cents: set[tuple[int, int]] = field(default_factory=set)
    unworked: set[tuple[int, int]] = field(default_factory=set)
    at: tuple[int, int] = (-1, -1)  # where the last cell stood: cells that do not say follow one another
    element: str = ""
    worked: bool = False  # whether the cell has a value, or is a text that may be empty

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self.element = name
        if name == "row":
            self.at = int(attributes.get("r") or self.at[0] + 2) - 1, -1
        elif name == "c":
            place = _CELL.fullmatch(attributes.get("r", ""))
            self.at = (int(place[2]) - 1, _column(place[1])) if place else (self.at[0], self.at[1] + 1)
            self.worked = attributes.get("t") == "str"
            style = int(attributes.get("s") or 0)
            if style < len(self.styles) and self.at[0] < DEEPEST:
                self._styled(self.styles[style])
        elif name == "f" and self.at[0] < DEEPEST:
            self.unworked.add(self.at)

    def _styled(self, style: _Style) -> None:
        every = ((self.fills, style.fill), (self.shown, style.shown), (self.others, style.other))
        for kept, word in every:
            kept.update({self.at: word} if word else {})
        if style.per_cent:
            self.per_cents.add(self.at)

    def text(self, said: str) -> None:
        """An element says something."""
        self.worked = self.worked or (self.element == "v" and bool(said.strip()))

    def end(self, name: str) -> None:
        """An element ends."""
        self.element = ""
        if name == "c" and self.worked:
            self.unworked.discard(self.at)


def _look(archive: zipfile.ZipFile, part: str, styles: Sequence[_Style]) -> Look:
    """How the cells of a sheet look, down to the deepest row that is looked at."""
    cells = _Cells(styles)
    with archive.open(part) as file:
        for _ in parse(file, Handlers(cells.begin, cells.end, cells.text)):  # type: ignore[arg-type]
            if cells.at[0] >= DEEPEST:
                break
    parts = frozenset(cells.per_cents), frozenset(cells.unworked)
    return Look(cells.fills, cells.shown, cells.others, *parts)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
