"""Rows and columns named in a sentence."""

from collections.abc import Callable, Iterable, Iterator

from audit.tables.cells import letters

SHOWN = 10  # spans that a sentence names before it only counts


def rows_named(indexes: Iterable[int]) -> str:
    """Rows that count from zero as Excel shows them: `row 5`, or `rows 5-7 and 12`."""
    return _named("row", indexes, lambda index: str(index + 1))


def columns_named(indexes: Iterable[int]) -> str:
    """Columns that count from zero as Excel shows them: `column H`, or `columns B-D and H`."""
    return _named("column", indexes, letters)


def _named(what: str, indexes: Iterable[int], name: Callable[[int], str]) -> str:
    found = sorted(set(indexes))
    parts = [name(first) if first == last else f"{name(first)}-{name(last)}" for first, last in _spans(found)]
    shown, rest = parts[:SHOWN], parts[SHOWN:]
    if rest:
        shown.append(f"others ({len(found):,} in all)")
    words = " and ".join([part for part in (", ".join(shown[:-1]), *shown[-1:]) if part])
    return f"{what} {words}" if len(found) == 1 else f"{what}s {words}"


def _spans(indexes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and last of every run of neighbours in ascending numbers."""
    first = last = None
    for index in indexes:
        if first is None or last is None:
            first = index
        elif index > last + 1:
            yield first, last
            first = index
        last = index
    if first is not None and last is not None:
        yield first, last
