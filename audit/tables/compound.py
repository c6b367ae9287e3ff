"""The chains of sectors in an old Excel file (.xls, a compound file): whether one goes round in a circle.

The library that reads workbooks would follow such a chain until all memory is gone.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence

WIDEST = 4096  # bytes of the widest sector
HEADER, ENTRY = 512, 128  # bytes of the header, and of an entry of the directory
IN_HEADER = 109  # sectors of the table of chains that the header itself names
LAST = 0xFFFFFFFA  # from here on a number is no sector, but an end or a mark
SMALL = 4096  # bytes under which a stream lies in small sectors
STREAM, ROOT = 2, 5  # kinds of an entry that have sectors
FEWEST = 16  # sectors that at least stand in a sector of the table of chains, which holds 128 or more


def goes_round(data: bytes) -> bool:
    """Whether a chain of a compound file leads back into itself; not where it is no such file at all."""
    # The library takes what a last sector lacks for zeros, which are the number of the first sector.
    return _is_round(data) or _is_round(data + bytes(-len(data) % WIDEST))


def _is_round(data: bytes) -> bool:
    try:
        return _goes_round(data)
    except struct.error:
        return False


def _goes_round(data: bytes) -> bool:
    shift, directory, small, more = struct.unpack_from("<H16xI8xI4xI", data, 30)
    if shift not in {9, 12}:
        return False
    size = 1 << shift
    named, seen = list(struct.unpack_from(f"<{IN_HEADER}I", data, 76)), set[int]()
    while more < LAST:  # further sectors that name sectors of the table, each with the next one at its end
        if more in seen:
            return True
        seen.add(more)
        part = _numbers(data, more, size)
        named += part[:-1]
        more = part[-1] if part else LAST
    there = [sector for sector in named if sector < LAST]
    if len(there) > IN_HEADER + len(data) // size // FEWEST:  # a table that names its sectors over and over
        return True
    table = [number for sector in there for number in _numbers(data, sector, size)]
    if _leads_back(table, (directory, small)):
        return True
    entries = b"".join(_sector(data, one, size) for one in _chain(table, directory))
    narrow = [number for one in _chain(table, small) for number in _numbers(data, one, size)]
    streams = list(_streams(entries))
    return _leads_back(table, [start for start, wide in streams if wide]) or _leads_back(
        narrow, [start for start, wide in streams if not wide]
    )


def _streams(entries: bytes) -> Iterator[tuple[int, bool]]:
    """Where each stream begins, and whether it lies in whole sectors."""
    for at in range(0, len(entries) - ENTRY + 1, ENTRY):
        kind = entries[at + 66]
        if kind in {STREAM, ROOT}:
            start, length = struct.unpack_from("<2I", entries, at + 116)
            yield start, length >= SMALL or kind == ROOT


def _sector(data: bytes, number: int, size: int) -> bytes:
    begin = (number + 1) * size if size > HEADER else HEADER + number * size
    return data[begin : begin + size]


def _numbers(data: bytes, sector: int, size: int) -> Sequence[int]:
    found = _sector(data, sector, size)
    return struct.unpack(f"<{len(found) // 4}I", found[: len(found) // 4 * 4])


def _leads_back(table: Sequence[int], starts: Iterable[int]) -> bool:
    """Whether a chain from one of some sectors leads back into itself; each sector is looked at once."""
    safe = set[int]()
    for start in starts:
        chain, at = set[int](), start
        while at < len(table) and at not in safe:
            if at in chain:
                return True
            chain.add(at)
            at = table[at]
        safe |= chain
    return False


def _chain(table: Sequence[int], start: int) -> Iterator[int]:
    """The sectors of a chain that has an end, in their order, as far as the table goes."""
    while start < len(table):
        yield start
        start = table[start]
