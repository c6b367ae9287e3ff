"""The bands that scores fall into."""

from dataclasses import dataclass
from fractions import Fraction

from audit.definitions import Block, Reading, unique
from audit.standards.scale import colour


@dataclass(frozen=True, slots=True)
class Band:
    """A named range of scores; it holds its lower edge."""

    name: str
    edge: Fraction
    colour: str


BANDS = (
    Band("green", Fraction("0.85"), "00703C"),
    Band("amber", Fraction("0.5"), "F4A300"),
    Band("red", Fraction(0), "D4351C"),
)


def bands_of(reading: Reading, block: Block) -> tuple[Band, ...]:
    """The bands of a template, highest first, or the usual ones; problems are noted."""
    bands = []
    for item in reading.blocks(block, "bands", "a band"):
        band = reading.block(item, ("name", "from", "colour"), "a band")
        reading.text(band, "from", "a band")
        edge = reading.number(band, "from", Fraction(0), Fraction(1))
        colour_ = colour(reading, band, "FFFFFF")
        bands.append(Band(reading.text(band, "name", "a band"), edge or Fraction(0), colour_))
    if not bands:
        return BANDS
    unique(reading, bands, "band", lambda band: (band.name,))
    if min(band.edge for band in bands) != 0 or len({band.edge for band in bands}) < len(bands):
        reading.wrong(
            block.lines.get("bands", 1), "the lowest of 'bands' must be from 0, and no two from the same."
        )
    return tuple(sorted(bands, key=lambda band: -band.edge))
