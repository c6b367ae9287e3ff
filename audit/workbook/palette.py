"""The colours of charts, told apart by colour-blind readers and in grey, and how well two can be told apart.

Six for kinds of things: the categorical palette of the Government Analysis Function. Blues from dark to
light for what has an order, such as grades. What stands apart from an order (not applicable) is grey.
"""

from collections.abc import Mapping
from functools import cache

NAVY, TEAL, PLUM, ORANGE, DARK, LILAC = "12436D", "28A197", "801650", "F46A25", "3D3D3D", "A285D1"
CATEGORICAL = (NAVY, TEAL, PLUM, ORANGE, DARK, LILAC)
GREY = "6F777B"
WHITE, BLACK = "FFFFFF", "000000"
TEXT, PART = 4.5, 3.0  # the least contrasts of WCAG 2.2 AA: of text, and of what a chart is read from
GRADES: Mapping[int, tuple[str, ...]] = {
    1: (NAVY,),
    2: (NAVY, "6BACE6"),
    3: (NAVY, "2073BC", "9CCBF0"),
    4: (NAVY, "2073BC", "6BACE6", "D3E7F7"),
    5: (NAVY, "1D5C95", "3B8BCB", "8FC2EC", "E3F0FA"),
    6: (NAVY, "1D5C95", "2E7EC2", "6BACE6", "ABD3F2", "E3F0FA"),
}


def grades(count: int) -> tuple[str, ...]:
    """As many blues as a scale has steps or bands, dark to light; of more than six the last are as light."""
    most = max(GRADES)
    return GRADES[count] if count in GRADES else GRADES[most] + GRADES[most][-1:] * (count - most)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2 between two colours of six hex digits: 1 (none) to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def edge(colour: str) -> str:
    """The border of a part of a chart: white, or navy round what is too light to be seen on white."""
    return WHITE if contrast(colour, WHITE) >= PART else NAVY


@cache
def on_colour(colour: str) -> str:
    """Black or white, whichever can be read better on a colour of six hex digits."""
    return BLACK if contrast(colour, BLACK) >= contrast(colour, WHITE) else WHITE


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
