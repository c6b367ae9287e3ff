"""Texts and lists as cells of a table that come back exactly, whatever stands in them.

What a CSV or a sheet cannot carry stands as its number in Unicode: `{U+000D}`. A list has an item a line.
"""

import re
from collections.abc import Sequence

# Control characters, what XML cannot hold, what a sheet takes for its own signs, and our own sign.
_UNCARRIED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)|\\{(?=U\\+)"
)
_CARRIED = re.compile(r"\{U\+([0-9A-F]{4})\}")
_ENDS = re.compile(r"^\n|\n$")


def carried(text: str) -> str:
    """A text for a cell."""
    return _UNCARRIED.sub(_number, text)


def brought(cell: str) -> str:
    """The text that was put into a cell."""
    return _CARRIED.sub(lambda found: chr(int(found[1], 16)), cell)


def _number(found: re.Match[str]) -> str:
    return f"{{U+{ord(found[0]):04X}}}"


def listed(items: Sequence[str]) -> str:
    """A list for a cell; no item of it is empty."""
    return "\n".join(carried(item).replace("\n", "{U+000A}") for item in items)


def items_of(cell: str) -> tuple[str, ...]:
    """The list that was put into a cell, without empty lines."""
    return tuple(brought(line) for line in cell.split("\n") if line)


def paired(pairs: Sequence[tuple[str, str]]) -> str:
    """Headings with their texts for a cell: `Heading: text`."""
    lines = ((carried(name).replace(":", "{U+003A}"), carried(text)) for name, text in pairs)
    return "\n".join(f"{name}: {text}".replace("\n", "{U+000A}") for name, text in lines)


def pairs_of(cell: str) -> tuple[tuple[str, str], ...]:
    """The headings and texts that were put into a cell."""
    lines = (line.partition(":") for line in cell.split("\n") if line)
    return tuple((brought(name), brought(text.removeprefix(" "))) for name, _, text in lines)
