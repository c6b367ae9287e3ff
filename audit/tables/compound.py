"""The chains of sectors in an old Excel file (.xls, a compound file): whether one goes round in a circle.

The library that reads workbooks would follow such a chain until all memory is gone.
"""

import struct
from collections.abc import Iterator, Sequence

HEADER, ENTRY = 512, 128  # bytes of the header, and of an entry of the directory
IN_HEADER = 109  # sectors of the table of chains that the header itself names
LAST = 0xFFFFFFFA  # from here on a number is no sector, but an end or a mark
SMALL = 4096  # bytes under which a stream lies in small sectors


def goes_round(data: bytes) -> bool:
    """Whether a chain of a compound file leads back into itself; ValueError where it is no such file."""
    try:
        return _goes_round(data)
    except struct.error as error:
        raise ValueError(str(error)) from None


def _goes_round(data: bytes) -> bool:
    shift, directory, small, more = (
        *struct.unpack_from("<H", data, 30),
        *struct.unpack_from("<I", data, 48),
        *struct.unpack_from("<I", data, 60),
        *struct.unpack_from("<I", data, 68),
    )
    if shift not in {9, 12}:
        raise ValueError(shift)
    size = 1 << shift
    named = list(struct.unpack_from(f"<{IN_HEADER}I", data, 76))
    seen = set[int]()
    while more < LAST:  # further sectors that name sectors of the table, each with the next one at its end
        if more in seen:
            return True
        seen.add(more)
        part = _numbers(data, more, size)
        named += part[:-1]
        more = part[-1] if part else LAST
    table = [number for sector in named if sector < LAST for number in _numbers(data, sector, size)]
    chain = _chain(table, directory)
    chains = [chain, _chain(table, small)]
    entries = b"".join(_sector(data, number, size) for number in chain or ())
    narrow = [number for one in chains[1] or () for number in _numbers(data, one, size)]
    for start, length, kind in _streams(entries):
        chains.append(_chain(narrow if length < SMALL and kind != ROOT else table, start))
    return any(one is None for one in chains)


STREAM, ROOT = 2, 5  # kinds of an entry that have sectors


def _streams(entries: bytes) -> Iterator[tuple[int, int, int]]:
    for at in range(0, len(entries) - ENTRY + 1, ENTRY):
        if entries[at + 66] in {STREAM, ROOT}:
            yield (*struct.unpack_from("<2I", entries, at + 116), entries[at + 66])


def _sector(data: bytes, number: int, size: int) -> bytes:
    begin = (number + 1) * size if size > HEADER else HEADER + number * size
    return data[begin : begin + size]


def _numbers(data: bytes, sector: int, size: int) -> Sequence[int]:
    found = _sector(data, sector, size)
    return struct.unpack(f"<{len(found) // 4}I", found[: len(found) // 4 * 4])


def _chain(table: Sequence[int], start: int) -> list[int] | None:
    """The sectors of a chain in their order, as far as the table goes; None where it leads back."""
    found, seen = [], set[int]()
    while start < len(table):
        if start in seen:
            return None
        seen.add(start)
        found.append(start)
        start = table[start]
    return found
