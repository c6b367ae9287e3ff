"""How each edition is dressed: a working file, a paper for a board, a published spreadsheet."""

from collections.abc import Mapping
from dataclasses import dataclass

from audit.workbook.book import SIZE


@dataclass(frozen=True, slots=True)
class Dress:
    """What an edition's sheets have beside their content.

    `fills` are colours behind words, `tools` filter buttons and headings that stay in sight, `footer` the
    marking and page numbers in print. `whole` keeps a paragraph in one cell, as screen readers want it,
    where else it stands in lines. `size` of its letters is in points.
    """

    fills: bool = True
    tools: bool = True
    footer: bool = True
    whole: bool = False
    size: int = SIZE

    @property
    def grow(self) -> float:
        """How much taller its lines are than those of the usual size."""
        return self.size / SIZE


WORKING = Dress()
# Footers are among what no accessible spreadsheet may have; the cover and the properties bear the marking.
BOARD = Dress(tools=False, footer=False)
PUBLIC = Dress(fills=False, tools=False, footer=False, whole=True, size=12)
DRESSES: Mapping[str, Dress] = {"subgroup": WORKING, "board": BOARD, "public": PUBLIC}
