"""A register in a Parquet file, whose rows an engine writes out, since no other reads them."""

import csv
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from audit.registers.copies import copying, new_file
from audit.registers.headings import Recognised
from audit.registers.profile import Profile
from audit.registers.recognition import Seen, heading_notes, headings_of, refusal, see
from audit.registers.register import Register
from audit.tables import Table
from audit.tables.refusals import wrong
from audit.tables.survey import sha256_of

PARQUET = ".parquet"
# Writes the rows of a Parquet file to the second path, laid out as our own copies are with the
# headings first, and gives what Register.typed holds.
Parquet = Callable[[Path, Path], Mapping[int, Mapping[str, tuple[int, ...]]]]


def open_columns(
    given: str, path: Path, profiles: Sequence[Profile], scratch: Path, parquet: Parquet | None
) -> Register:
    """The register in a Parquet file; FileError where it cannot be read here or has no rows."""
    if parquet is None:
        raise wrong(path, "a Parquet file cannot be read here; save it as CSV.")
    sha256 = sha256_of(path)
    with copying(path):
        data = new_file(scratch)
        typed = parquet(path, data)
    with data.open(encoding="utf-8", newline="") as file:
        head = list(islice(csv.reader(file), 2))
    if len(head) < 2 or not head[0]:
        raise wrong(path, "the list is empty: it has no rows; send the list with its rows.")
    table = Table(str(path), "", (tuple(head[0]),))
    seen = see(table, profiles) or Seen(None, Recognised(0, {}))
    if refusal(seen):
        raise wrong(path, refusal(seen))
    headings = headings_of(table, seen, len(head[0]))
    notes = (*seen.notes, *heading_notes(headings, seen))
    return Register(
        given, path, "", sha256, headings, 0, data, 1, profile=seen.profile, typed=typed, notes=notes
    )
