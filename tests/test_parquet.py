"""Parquet files written out as text: typed cells as people would type them, whatever machine it is."""

import csv
import os
import subprocess
import sys

import duckdb
import pytest

from audit.errors import FileError
from audit.sampling.engines.parquet import KEPT, write_out


def written(path, query):
    """A Parquet file with what a query gives; written under a plain name, since an engine reads patterns."""
    plain = path.with_name("plain.parquet")
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"COPY ({query}) TO '{plain}' (FORMAT parquet)")
    return plain.rename(path)


@pytest.fixture
def out(tmp_path):
    """The rows that a query's Parquet file is written out as, and what is said of its typed cells."""

    def out(query, name="a.parquet"):
        typed = write_out(written(tmp_path / name, query), tmp_path / "data.csv")
        with (tmp_path / "data.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file)), typed

    return out


CELLS = {
    "1001::BIGINT": ("1001", None),
    "1001.0::DOUBLE": ("1001", None),
    "1001.0::FLOAT": ("1001", None),
    "2.00::DECIMAL(10,2)": ("2", None),
    "'-0.0'::DOUBLE": ("0", None),
    "0.5::DOUBLE": ("0.5", "fraction"),
    "1.50::DECIMAL(10,2)": ("1.50", "fraction"),
    "999999999999999::BIGINT": ("999999999999999", None),
    "1000000000000000::BIGINT": ("1000000000000000", "too large"),
    "1e15::DOUBLE": ("1000000000000000.0", "too large"),
    "'nan'::DOUBLE": ("nan", "too large"),
    "'-inf'::DOUBLE": ("-inf", "too large"),
    "true": ("yes", "yes or no"),
    "false": ("no", "yes or no"),
    "DATE '2026-03-31'": ("2026-03-31", "date"),
    "TIMESTAMP '2026-03-31 00:00:00'": ("2026-03-31", "date"),
    "TIMESTAMP '2026-03-31 14:05:59'": ("2026-03-31 14:05", "date"),
    "TIMESTAMPTZ '2026-06-30 23:30:00+00'": ("2026-07-01 00:30", "date"),  # by the clock here
    "TIMESTAMPTZ '2026-01-31 23:30:00+00'": ("2026-01-31 23:30", "date"),
    "TIME '10:00:00'": ("10:00:00", "date"),
    "NULL::DOUBLE": ("", None),
    "NULL::BOOLEAN": ("", None),
    "NULL::DATE": ("", None),
    "'00123'": ("00123", None),
    "'1001.0'": ("1001.0", None),
    "' a, \"b\" ' || chr(10) || 'c'": (' a, "b" \nc', None),
    "'é𝒜'": ("é𝒜", None),
    "[1.5::DECIMAL(3,1)]": ("[1.5]", None),
    "{'a': 1}": ("{'a': 1}", None),
}


@pytest.mark.parametrize(("cell", "wanted"), CELLS.items(), ids=CELLS)
def test_a_typed_cell_is_the_text_that_an_id_is_made_of(out, cell, wanted):
    rows, typed = out(f'SELECT \'x\' AS first, {cell} AS "The ""id"", 1"')
    text, kind = wanted
    assert rows == [["first", 'The "id", 1'], ["x", text]]
    assert typed == ({1: {kind: (1,)}} if kind else {})


def test_rows_come_in_their_order_and_the_first_typed_ones_are_named(out):
    rows, typed = out(
        "SELECT i AS id, CASE WHEN i % 2 = 1 THEN i + 0.5 ELSE i END AS half FROM range(300000) t(i)"
    )
    assert [row[0] for row in rows[1:]] == [str(n) for n in range(300_000)]
    assert typed == {1: {"fraction": tuple(range(2, 2 * KEPT + 1, 2))}}


def test_a_file_without_rows_has_its_headings(out):
    assert out("SELECT 1 AS id, 'x' AS team WHERE false") == ([["id", "team"]], {})


@pytest.mark.parametrize(
    "name", ["list[1].parquet", "list?.parquet", "li*.parquet", "it's.parquet", "a (1).parquet"]
)
def test_a_files_name_is_no_pattern_for_others(out, tmp_path, name):
    for other in ("list1.parquet", "listx.parquet"):
        written(tmp_path / other, "SELECT 'another' AS id")
    assert out("SELECT 'this' AS id", name)[0] == [["id"], ["this"]]


def test_a_folders_name_is_no_pattern_either(tmp_path):
    for folder in ("Audit [2026]", "Audit 2"):
        (tmp_path / folder).mkdir()
        written(tmp_path / folder / "a.parquet", f"SELECT '{folder}' AS id")
    write_out(tmp_path / "Audit [2026]" / "a.parquet", tmp_path / "data.csv")
    assert (tmp_path / "data.csv").read_text().split("\n")[1] == '"Audit [2026]"'


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + bytes(50) + b"PAR1", b"id\n1\n"])
def test_what_is_no_parquet_file_is_refused_in_one_sentence(tmp_path, content):
    (tmp_path / "a.parquet").write_bytes(content)
    with pytest.raises(FileError, match="it is damaged, or no Parquet file") as caught:
        write_out(tmp_path / "a.parquet", tmp_path / "data.csv")
    assert "\n" not in str(caught.value)


def test_a_truncated_file_is_refused(tmp_path):
    path = written(tmp_path / "a.parquet", "SELECT i AS id FROM range(5000) t(i)")
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(FileError, match="damaged"):
        write_out(path, tmp_path / "data.csv")


def test_a_moment_has_the_same_day_on_machines_with_other_clocks(tmp_path):
    path = written(tmp_path / "a.parquet", "SELECT TIMESTAMPTZ '2026-06-30 23:30:00+00' AS at")
    code = "import sys; from pathlib import Path; from audit.sampling.engines.parquet import write_out; "
    code += "write_out(Path(sys.argv[1]), Path(sys.argv[2]))"
    for zone in ("Australia/Sydney", "America/New_York"):
        data = tmp_path / "data.csv"
        env = {**os.environ, "TZ": zone}
        subprocess.run([sys.executable, "-c", code, path, data], check=True, env=env)
        assert data.read_text() == '"at"\n"2026-07-01 00:30"\n'
