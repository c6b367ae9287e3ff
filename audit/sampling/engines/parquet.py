"""A Parquet file written out as CSV, its typed cells as the text that an id is made of."""

import re
from collections.abc import Mapping
from pathlib import Path

from audit.errors import FileError, Problem
from audit.sampling.engines.duck import SETTINGS
from audit.sampling.engines.sql import file, literal

KEPT = 1_000  # rows that are named for a kind of typed cell
TOO_LARGE = 10**15
CLOCK = "Europe/London"  # a moment's day is the day here, whatever clock the machine goes by
_WHOLE = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
)
_FRACTIONAL = ("DOUBLE", "FLOAT", "DECIMAL")
_PRECISION = re.compile(r"\(.*\)$", re.DOTALL)  # of a decimal; a list of decimals ends otherwise


def write_out(path: Path, data: Path) -> Mapping[int, Mapping[str, tuple[int, ...]]]:
    """Write a Parquet file's rows to `data`, headings first; gives the rows of typed cells that are no ids.

    Rows count from zero, the headings being row 0, as in a sheet. FileError where it cannot be read.
    """
    import duckdb

    source = f"read_parquet({file(str(path))}, file_row_number=true)"
    with duckdb.connect(":memory:", config=SETTINGS) as connection:
        try:
            connection.execute(f"SET TimeZone = {literal(CLOCK)}")
            names = connection.execute(
                f"DESCRIBE SELECT * EXCLUDE (file_row_number) FROM {source}"
            ).fetchall()
            columns = [(name, _PRECISION.sub("", kind)) for name, kind, *_ in names]
            cells = ", ".join(f"{_text(name, kind)} AS {_quoted(name)}" for name, kind in columns)
            connection.execute(
                f"COPY (SELECT {cells} FROM {source} ORDER BY file_row_number) TO {literal(str(data))} "
                "(FORMAT csv, HEADER, FORCE_QUOTE *)"
            )
            found = {
                number: _typed(connection, source, name, kind) for number, (name, kind) in enumerate(columns)
            }
        except duckdb.Error as error:
            said = str(error).split("\n", 1)[0].rstrip(".")
            sentence = f"it is damaged, or no Parquet file ({said}); save it again, or as CSV."
            raise FileError(str(path), [Problem("", sentence)]) from None
    return {number: kinds for number, kinds in found.items() if kinds}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(name: str, kind: str) -> str:
    """A cell as text: whole numbers without a point, days as 2026-03-31, yes and no."""
    cell = _quoted(name)
    if kind in _FRACTIONAL:
        whole = f"{cell} = trunc({cell}) AND abs({cell}) < {TOO_LARGE}"
        text = f"CASE WHEN {whole} THEN {cell}::BIGINT::VARCHAR ELSE {cell}::VARCHAR END"
    elif kind == "BOOLEAN":
        text = f"CASE WHEN {cell} THEN 'yes' WHEN NOT {cell} THEN 'no' END"
    elif kind.startswith("TIMESTAMP"):
        moment = f"{cell}::TIMESTAMP"
        day, minute = f"{moment}::DATE", f"strftime({moment}, '%Y-%m-%d %H:%M')"
        text = f"CASE WHEN {moment} = {day} THEN {day}::VARCHAR ELSE {minute} END"
    else:
        text = f"{cell}::VARCHAR"
    return f"coalesce({text}, '')"


def _typed(connection: object, source: str, name: str, kind: str) -> dict[str, tuple[int, ...]]:
    """The first rows in which a column holds what cannot be an id, by kind."""
    cell, tests = _quoted(name), dict[str, str]()
    if kind in _FRACTIONAL:
        tests = {"fraction": f"{cell} <> trunc({cell})", "too large": f"abs({cell}) >= {TOO_LARGE}"}
    elif kind in _WHOLE:
        tests = {"too large": f"abs({cell}::HUGEINT) >= {TOO_LARGE}"}
    elif kind == "BOOLEAN":
        tests = {"yes or no": f"{cell} IS NOT NULL"}
    elif kind == "DATE" or kind.startswith("TIME"):
        tests = {"date": f"{cell} IS NOT NULL"}
    found = {}
    for what, test in tests.items():
        query = f"SELECT file_row_number + 1 FROM {source} WHERE {test} ORDER BY 1 LIMIT {KEPT}"
        rows = connection.execute(query).fetchall()  # type: ignore[attr-defined]
        if rows:
            found[what] = tuple(int(row) for (row,) in rows)
    return found
