"""Where pages of print end between tables, so that no title is left behind at the end of one."""

from collections.abc import Iterable, Iterator

from audit.workbook import fit
from audit.workbook.page import Block, NewPage, Table


def paged(tables: Iterable[Table], widths: tuple[float, ...], used: float) -> Iterator[Block]:
    """Tables, each on a new page where that holds it and what is left of one does not.

    `used` points stand above them. One that no page holds begins on a new one in the lower half of a page.
    """
    room = fit.room_on_page(widths)
    for table in tables:
        high = fit.HEADED + (fit.height(table, widths) if table.rows else fit.POINTS)
        if used + high > room and (high <= room or used > room / 2):
            yield NewPage()
            used = 0
        yield table
        used = (used + high) % room
