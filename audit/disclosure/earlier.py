"""Whether two public editions of a table, side by side, tell of a few children who came or went.

Where they do, the new one is not printed and the old one stands again. That is decided by what would be
printed, never by what is hidden, so a new edition tells of its own numbers what it would tell alone. As
children come and go as they like, the old one adds nothing to that: what is hidden then, and now, may be
all that it might be before. Of the change in between, printed numbers tell no 1 to 5, nor does the sum of
those hidden; of a number that is hidden in either, that it changed by 1 to 5 is never certain, unless it
was 0 in the other: then the change may be any of these.
"""

from collections.abc import Mapping

from audit.disclosure.counts import SMALLEST_SHOWN, Printed, small

Numbers = Mapping[str, int | None]
TOTAL = "\n"  # stands where the name of a row or column would; no name holds it


def contradicts(before: Printed, now: Printed) -> bool:
    """Whether a number, or the sum of those hidden, may have moved by 1 to 5 from one edition to the other.

    Only what is printed is looked at: so whether an edition is printed tells nothing of what it hides. A
    number that one edition hides and the other prints may have moved so where it is printed below 11.
    """
    then, there = _lists(before), _lists(now)
    return any(_moved(then[one], there[one]) or _rest(then[one], there[one]) for one in then.keys() & there)


def _lists(printed: Printed) -> dict[str, Numbers]:
    """Each list of numbers with its total: the totals of rows, those of columns, the cells of each row."""
    cells = [dict(zip(printed.columns, line, strict=True)) for line in printed.cells]
    if not printed.row_totals:
        flat = {
            f"{row}{TOTAL}{name}": one
            for row, line in zip(printed.rows, cells, strict=True)
            for name, one in line.items()
        }
        return {"cells": {TOTAL: printed.total} | flat}
    found: dict[str, Numbers] = {
        f"row {row}": {TOTAL: total} | line
        for row, total, line in zip(printed.rows, printed.row_totals, cells, strict=True)
    }
    found["rows"] = {TOTAL: printed.total} | dict(zip(printed.rows, printed.row_totals, strict=True))
    if printed.column_totals:
        columns = dict(zip(printed.columns, printed.column_totals, strict=True))
        found["columns"] = {TOTAL: printed.total} | columns
    return found


def _moved(then: Numbers, now: Numbers) -> bool:
    """Whether a number that both know moved by a little, or may have."""
    for name in then.keys() & now.keys():
        old, new = then[name], now[name]
        if old is not None and new is not None:
            if small(abs(new - old)):
                return True
        elif SMALLEST_SHOWN <= (old or new or 0) < 2 * SMALLEST_SHOWN - 1:
            return True
    return False


def _rest(then: Numbers, now: Numbers) -> bool:
    """Whether the sum of what either edition hides moved by a little, where both tell it."""
    told = [name for name in then.keys() & now.keys() if None not in (then[name], now[name])]
    if then.keys() != now.keys() or TOTAL not in told:
        return False
    moved = {name: (now[name] or 0) - (then[name] or 0) for name in told}
    return small(abs(2 * moved[TOTAL] - sum(moved.values())))
