"""Whether two public editions of a table, side by side, tell of a few children who came or went."""

from collections.abc import Iterator, Mapping

from audit.disclosure.counts import SMALLEST_SHOWN, Printed, small

Numbers = Mapping[tuple[str, str], int | None]
_ALL = "\n"  # stands for the total where a name of a row or column would; no name holds it


def contradicts(before: Printed, now: Printed) -> bool:
    """Whether a number, or the sum of those hidden, may have moved by 1 to 5 from one edition to the other.

    Only what is printed is looked at: so whether an edition is printed tells nothing of what it hides. A
    number that one edition hides and the other prints may have moved so where it is printed below 11.
    """
    lists = list(zip(_lists(before), _lists(now), strict=True))
    return any(_moved(then, there) or _rest(then, there) for then, there in lists)


def _lists(printed: Printed) -> Iterator[Numbers]:
    """Each list of numbers with its total, by name: the totals of rows, those of columns, the cells."""
    top = {(_ALL, _ALL): printed.total}
    yield top | {(row, _ALL): one for row, one in zip(printed.rows, printed.row_totals, strict=False)}
    yield top | {
        (_ALL, one): found for one, found in zip(printed.columns, printed.column_totals, strict=False)
    }
    yield top | {
        (row, column): one
        for row, line in zip(printed.rows, printed.cells, strict=True)
        for column, one in zip(printed.columns, line, strict=True)
    }


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
    if then.keys() != now.keys():
        return False
    told = [name for name in then if then[name] is not None and now[name] is not None]
    if (_ALL, _ALL) not in told:
        return False
    change = sum(
        ((now[name] or 0) - (then[name] or 0)) * (1 if name == (_ALL, _ALL) else -1) for name in told
    )
    return small(abs(change))
