"""What an Excel workbook shows beside its values: colours of cells, per cents, and how much of a date.

Only .xlsx and .xlsm tell; colours that a rule gives (conditional formatting) are not computed.
"""

import re
import zipfile
from collections.abc import Mapping, Sequence
from colorsys import rgb_to_hls
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from audit.tables.archives import DAMAGED
from audit.tables.hidden import related
from audit.tables.markup import DeclaredError, Handlers, MarkupError, beginnings, parse

COLOURED = (".xlsx", ".xlsm")
DEEPEST = 20_000  # rows that are looked at; no plan has so many
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
# The hues (in degrees) up to which a colour is called so; violet and pink say nothing.
_HUES = ((15, "red"), (70, "amber"), (165, "green"), (260, "blue"), (335, ""), (361, "red"))
# What an indexed colour of Excel is (ECMA-376 part 1, 18.8.27), from 0.
_BASIC = "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF"
_INDEXED = (
    f"{_BASIC} {_BASIC} "
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF "
    "660066 FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF "
    "00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 "
    "FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333 "
).split()
PERCENT = "percent"
# The numbers of the formats that Excel knows without being told, where they show less than a day, or a share.
_BUILT_IN = {9: PERCENT, 10: PERCENT, 17: "month"}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


@dataclass(frozen=True, slots=True)
class Look:
    """By row and column from zero: the colours that fill cells, and what is shown of values.

    `shown` says of dates that only the `month` or `year` is, and of numbers that they are, as a `percent`.

    A colour is `red`, `amber`, `green`, `blue` or `grey`; white, black and violet are no colour here.
    """

    fills: Mapping[tuple[int, int], str] = field(default_factory=dict)
    shown: Mapping[tuple[int, int], str] = field(default_factory=dict)


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


def _styles(archive: zipfile.ZipFile, part: str, theme: Sequence[str]) -> list[tuple[str, str]]:
    """The colour, and how much of a date is shown, of each format that cells name by its place."""
    if part not in archive.namelist():
        return []
    fills: list[str] = []
    formats: dict[str, str] = {str(number): shows for number, shows in _BUILT_IN.items()}
    found: list[tuple[str, str]] = []
    inside, solid = "", False
    for element, one in beginnings(BytesIO(archive.read(part))):
        if element in {"fills", "cellXfs", "borders", "cellStyleXfs", "cellStyles", "dxfs", "fonts"}:
            inside = element
        elif element == "numFmt":
            formats[one.get("numFmtId", "")] = date_shown(one.get("formatCode", ""))
        elif inside == "fills" and element == "fill":
            fills.append("")
        elif inside == "fills" and element == "patternFill":
            solid = one.get("patternType") not in {None, "none", "gray125"}
        elif inside == "fills" and element == "fgColor" and fills and solid:
            fills[-1] = _colour(one, theme)
        elif inside == "cellXfs" and element == "xf":
            place = int(one.get("fillId", "0"))
            colour = fills[place] if place < len(fills) else ""
            found.append((colour, formats.get(one.get("numFmtId", ""), "")))
    return found


def date_shown(code: str) -> str:
    """How much of a date a number format shows: `month` (with its year), `year`, '' for a day or no date.

    `percent` where it shows a number so.
    """
    plain = _QUOTED.sub("", code.split(";", maxsplit=1)[0]).casefold()
    if "%" in plain:
        return PERCENT
    if "y" not in plain or "d" in plain:
        return ""
    return "month" if "m" in plain else "year"


def _colour(attributes: Mapping[str, str], theme: Sequence[str]) -> str:
    """The word for a colour as a workbook gives it: by value, by its place in the theme, or by number."""
    value = attributes.get("rgb", "")[-6:]
    place, palette = attributes.get("theme") or attributes.get("indexed") or "", _INDEXED
    if "theme" in attributes:
        palette = [*theme]
    if not value and place.isdecimal() and int(place) < len(palette):
        value = palette[int(place)]
    return colour_word(value, float(attributes.get("tint") or 0))


def colour_word(value: str, tint: float = 0) -> str:
    """The word for a colour in six hex digits, made lighter (up to 1) or darker (to -1); '' for none."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", value):
        return ""
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, strength = rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light + (1 - light) * tint
    if light > 0.97 or light < 0.06:
        return ""
    if strength < 0.12 or max(red, green, blue) - min(red, green, blue) < 0.04:
        return "grey" if light < 0.96 else ""
    return next(word for most, word in _HUES if hue * 360 < most)


def _look(archive: zipfile.ZipFile, part: str, styles: Sequence[tuple[str, str]]) -> Look:
    """How the cells of a sheet look, down to the deepest row that is looked at."""
    fills: dict[tuple[int, int], str] = {}
    shown: dict[tuple[int, int], str] = {}
    at = [-1, -1]  # where the last cell stood: cells that do not say follow one another

    def begin(name: str, attributes: Mapping[str, str]) -> None:
        if name == "row":
            at[:] = [int(attributes.get("r") or at[0] + 2) - 1, -1]
        elif name == "c":
            place = _CELL.fullmatch(attributes.get("r", ""))
            at[:] = [int(place[2]) - 1, _column(place[1])] if place else [at[0], at[1] + 1]
            style = int(attributes.get("s") or 0)
            if style < len(styles) and at[0] < DEEPEST:
                for kept, word in zip((fills, shown), styles[style], strict=True):
                    kept.update({(at[0], at[1]): word} if word else {})

    with archive.open(part) as file:
        for _ in parse(file, Handlers(begin, lambda _: None, lambda _: None)):  # type: ignore[arg-type]
            if at[0] >= DEEPEST:
                break
    return Look(fills, shown)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
