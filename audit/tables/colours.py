"""What a colour of a workbook is called: by its value, its place in the theme, or its number."""

import re
from collections.abc import Mapping, Sequence
from colorsys import rgb_to_hls

_HEX = re.compile(r"[0-9A-Fa-f]{6}")
# The hues (in degrees) up to which a colour is called so.
_HUES = (
    *((15, "red"), (70, "amber"), (165, "green"), (260, "blue")),
    *((315, "purple"), (335, "pink"), (361, "red")),
)
# What fills may be called, for words that are about them.
NAMES = ("red", "amber", "green", "blue", "grey", "gray", "purple", "pink", "black", "white")
KNOWN = frozenset({"red", "amber", "green", "blue", "grey"})
UNTOLD = "of another colour"  # such as a place in a theme that the file lacks
# What an indexed colour of Excel is (ECMA-376 part 1, 18.8.27), from 0.
_BASIC = "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF"
INDEXED = (
    f"{_BASIC} {_BASIC} "
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF "
    "660066 FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF "
    "00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 "
    "FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333 "
    "000000 FFFFFF "  # the colours of the system: its text, its window
).split()


def colour_of(attributes: Mapping[str, str], theme: Sequence[str], numbered: Sequence[str]) -> str:
    """The name of a colour as a workbook gives it: by value, by its place in the theme, or by number."""
    value = attributes.get("rgb", "")[-6:]
    place = attributes.get("theme") or attributes.get("indexed") or ""
    palette = theme if "theme" in attributes else numbered
    if not value and place.isdecimal() and int(place) < len(palette):
        value = palette[int(place)]
    if not _HEX.fullmatch(value):
        return UNTOLD if place or "theme" in attributes else ""
    return _name(value, float(attributes.get("tint") or 0))


def colour_word(value: str, tint: float = 0) -> str:
    """The word for a colour in six hex digits, made lighter (up to 1) or darker (to -1); '' for others."""
    name = _name(value, tint) if _HEX.fullmatch(value) else ""
    return name if name in KNOWN else ""


def _name(value: str, tint: float) -> str:
    """What a colour is called; '' for white."""
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, strength = rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light + (1 - light) * tint
    if light > 0.97 or light < 0.06:
        return "" if light > 0.97 else "black"
    if strength < 0.12 or max(red, green, blue) - min(red, green, blue) < 0.04:
        return "grey" if light < 0.96 else ""
    return next(word for most, word in _HUES if hue * 360 < most)
