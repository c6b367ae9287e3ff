"""Registers in a real Spark: every answer is that of DuckDB on the same rows in a file."""

import csv
import os
import shutil
import socket
import sys
from contextlib import closing
from dataclasses import replace
from functools import partial

import duckdb
import pyarrow as pa
import pytest
from lakes import WORDS, listening
from pyarrow import parquet as files
from test_frames_database import HEADINGS, answers, asked, made

from audit import definitions
from audit.cli.desk import Desk
from audit.errors import AuditError
from audit.registers.opening import open_register
from audit.registers.profile import Column
from audit.sampling.checking import judge, look
from audit.sampling.design import Design
from audit.sampling.engines import spark_session
from audit.sampling.engines.choosing import engine_for
from audit.sampling.engines.elsewhere import is_table, open_table
from audit.sampling.engines.parquet import write_out
from audit.sampling.frame import Asked
from audit.sampling.ticket import BLANKS, WHITE_SPACE, trimmed

pytestmark = [pytest.mark.xdist_group("spark"), pytest.mark.usefixtures("as_people_have_it")]
LIBRARY = definitions.library()


@pytest.fixture
def as_people_have_it(spark, monkeypatch):
    """Statements are run here as they are run everywhere, and not in the way that is quickest for tests."""
    assert spark.version
    for name in WORDS:
        monkeypatch.setitem(
            spark_session.STATEMENTS, name, {"NO_CODEGEN": "FALLBACK"}.get(WORDS[name], "true")
        )


def in_spark(path):
    return f"spark:local#{path}"


def refusal(spec, scratch):
    with pytest.raises(AuditError) as told:
        opened(spec, scratch)
    return str(told.value)


def opened(spec, scratch):
    if is_table(spec):
        return open_table(spec, LIBRARY, scratch)
    return open_register(spec, LIBRARY, scratch, write_out)


def laid(folder, rows):
    """Rows, headings first, as a CSV and as Parquet of three files; gives both addresses."""
    path, lake = folder / "register.csv", folder / "lake [1]*#{a}"
    lake.mkdir()
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    for part in range(3):
        columns = zip(*rows[1 + part :: 3], strict=True)
        table = pa.table(
            {name: pa.array(cells, pa.string()) for name, cells in zip(rows[0], columns, strict=True)}
        )
        files.write_table(table, lake / f"part {part}.parquet")
    return str(path), in_spark(lake)


WHOLE = asked(distinct=True, by=("Team", "Opened by month"), where=("Age < 15",), one_per="Family")
CASES = {
    "strata": (asked(by=("Team", "Area", "Worker")), Design("stratified", 90)),
    "systematic": (asked(order=("Team", "Area")), Design("systematic", 37)),
    "weighted": (asked(distinct=True, weight="Weight", carry=("Worker",)), Design("weighted", 15)),
    "events": (WHOLE, Design("stratified", 30)),
}


@pytest.mark.parametrize("name", CASES)
def test_every_answer_is_that_of_a_file(tmp_path, name):
    file, lake = laid(tmp_path, [HEADINGS, *made(700, events=name == "events")])
    here, there = (answers(address, tmp_path, *CASES[name]) for address in (file, lake))
    assert there == here
    assert not isinstance(here, str), here


def test_a_look_finds_what_it_finds_in_a_file(tmp_path):
    found = []
    for address in laid(tmp_path, [HEADINGS, *made(300), *made(300)[:5]]):
        register = opened(address, tmp_path)
        with closing(engine_for(register, tmp_path)) as engine:
            report = look(engine, ("Child ID",))
        told = [(each.column, each.value, each.count, each.text, each.severity) for each in report.findings]
        columns = [(each.heading, each.kind, each.filled) for each in report.columns]
        found.append((report.rows, report.ids, report.doubles, report.groupings, columns, sorted(told)))
    assert found[0] == found[1]


def test_the_workers_judge_a_column_of_many_texts(tmp_path):
    _, lake = laid(tmp_path, [HEADINGS, *made(300)])
    age = partial(judge, Column("Age", (), kind="whole", least=3, most=20))
    with closing(engine_for(opened(lake, tmp_path), tmp_path)) as engine:
        engine.mark(replace(engine.columns, checked=(4,)))
        there = [line for batch in engine.overview.judged(4, age) for line in batch]
        here = age(list(engine.distinct(4)))
    assert sorted(there) == sorted(here)
    assert {line[0] for line in here} == {"", "0", "1", "2"} - {""}


VALUES = """
    SELECT i AS whole, i * 1.25 AS money, i::DOUBLE / 8 AS eighth, (10.0::DOUBLE ** (i - 9)) * 1.25 AS wide,
           (i / 3)::FLOAT AS third, DATE '2025-01-01' + i::INT AS day, i % 2 = 0 AS flag, i::UBIGINT AS u,
           TIMESTAMP '2025-03-30' + to_hours(i::INT * 12) AS seen, NULL::VARCHAR AS nothing,
           TIMESTAMPTZ '2025-03-30 00:00:00+00' + to_hours(i::INT * 6) AS moment, 'x' || i AS word
    FROM range(27) AS numbers(i)
    UNION ALL SELECT NULL, NULL, 'nan'::DOUBLE, 'inf'::DOUBLE, '-0.0'::FLOAT, NULL,
           NULL, NULL, NULL, '', NULL, NULL
"""


def test_typed_cells_are_the_text_that_they_are_in_a_parquet_file(tmp_path):
    path = tmp_path / "typed.parquet"
    duckdb.sql(f"SET TimeZone = 'UTC'; COPY ({VALUES}) TO '{path}'")
    file, lake = opened(str(path), tmp_path), opened(in_spark(path), tmp_path)
    with closing(lake.table.lake), file.data.open(encoding="utf-8", newline="") as copy:
        assert sorted(lake.table.head) == sorted(map(tuple, list(csv.reader(copy))[1:]))
    assert {number: set(kinds) for number, kinds in lake.typed.items()} == {
        number: set(kinds) for number, kinds in file.typed.items()
    }
    assert [each.text for each in lake.headings] == [each.text for each in file.headings]


def test_words_mean_what_they_mean_elsewhere(spark):
    from audit.sampling.engines.spark_tongue import Spark

    tongue = Spark()
    texts = [f"{a}x{b}" for a in WHITE_SPACE for b in WHITE_SPACE] + [
        *BLANKS,
        "\x1cé\x1f",
        "a'b\\n",
        "%|_",
        "😀",
        "\uffee",
    ]
    rows = spark.createDataFrame([(text,) for text in texts], "t string")
    rows.createOrReplaceTempView("words")
    found = [
        tuple(row)
        for row in spark.sql(
            f"SELECT t, {tongue.trim('t')}, {tongue.odd('t')}, "
            f"{tongue.number(tongue.sha('t'), 8, 8)}, {tongue.joined('t', tongue.sign(31))} FROM words"
        ).collect()
    ]
    from hashlib import sha256

    assert found == [
        (
            t,
            trimmed(t),
            not all(" " <= c <= "~" for c in t),
            int(sha256(t.encode()).hexdigest()[7:15], 16),
            f"{t}\x1f",
        )
        for t in texts
    ]
    assert [row[0] for row in spark.sql("SELECT t FROM words ORDER BY t").collect()] == sorted(texts)


def test_nothing_is_said_and_nobody_outside_is_listened_to(spark):
    assert spark.said == ""
    java = spark.sparkContext._gateway.proc.pid
    inside = {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}
    assert listening(java)
    assert listening(java) | listening(os.getpid()) <= inside


def parquet(path, query):
    path.parent.mkdir(parents=True, exist_ok=True)
    duckdb.sql(f"COPY ({query}) TO '{path}'")
    return path


def test_java_here_takes_little_unless_it_is_given_more(tmp_path, monkeypatch):
    def memory(master):
        conf = spark_session._configured(master, tmp_path, Desk().java_memory)
        return conf.get("spark.driver.memory"), "SerialGC" in conf.get("spark.driver.extraJavaOptions")

    monkeypatch.delenv("SPARK_DRIVER_MEMORY", raising=False)
    assert memory("local") == ("512m", True)
    assert memory("spark://lake:7077") == (None, False)  # whoever keeps the cluster has said it
    monkeypatch.setenv("SPARK_DRIVER_MEMORY", "4g")
    assert memory("local") == ("4g", True)


def test_parts_of_a_folder_are_read_whole_and_as_text(tmp_path):
    lake = tmp_path / "lake"
    parquet(lake / "code=007" / "a.parquet", "SELECT 'C-1' AS ID, 'x' AS id2")
    parquet(lake / "code=08" / "b.parquet", "SELECT 'C-2' AS ID, 'y' AS more")
    register = opened(in_spark(lake), tmp_path)
    with closing(register.table.lake):
        assert [each.text for each in register.headings] == ["ID", "id2", "more", "code"]
        assert sorted(register.table.head) == [("C-1", "x", "", "007"), ("C-2", "", "y", "08")]


def test_headings_that_differ_in_case_alone_stand_side_by_side(tmp_path):
    files.write_table(pa.table({"ID": ["C-1"], "id": ["c-1"]}), tmp_path / "both.parquet")
    register = opened(in_spark(tmp_path / "both.parquet"), tmp_path)
    with closing(register.table.lake):
        assert register.table.head == (("C-1", "c-1"),)


def test_a_table_of_the_catalogue_is_named_with_its_schema(spark, tmp_path):
    spark.sql("CREATE SCHEMA care")
    rows = "SELECT 'Ç' || id AS ID, 'a' COLLATE UNICODE_CI AS Team FROM range(40)"
    spark.sql(f"CREATE TABLE care.children USING parquet AS {rows}")
    found = answers(
        "spark:local#care.children", tmp_path, Asked(unit=("ID",), by=("Team",)), Design("stratified", 5)
    )
    assert found["state"]["strata"] == {"a": 40}
    assert refusal("spark:local#care.childern", tmp_path) == (
        "There is no table 'care.childern' in Spark; did you mean 'care.children'?"
    )
    assert "behind a #; tables there are: care.children." in refusal("spark:local", tmp_path)
    spark.sql("DROP SCHEMA care CASCADE")


def test_a_table_that_is_written_to_while_it_is_read_is_refused(tmp_path):
    path = parquet(tmp_path / "r.parquet", "SELECT 'C-' || i AS ID FROM range(9) AS numbers(i)")
    with closing(engine_for(opened(in_spark(path), tmp_path), tmp_path)) as engine:
        engine.unchanged()
        parquet(path, "SELECT 'D-' || i AS ID FROM range(10) AS numbers(i)")
        with pytest.raises(AuditError, match=r"changed while it was read|cannot be read"):
            engine.unchanged()


def test_what_cannot_be_read_is_told_in_a_sentence(tmp_path):
    text, cut, empty = tmp_path / "text.parquet", tmp_path / "cut.parquet", tmp_path / "empty"
    text.write_text("ID,Team\n1,A\n", encoding="utf-8")
    whole = parquet(tmp_path / "whole.parquet", "SELECT 'C-' || i AS ID FROM range(99999) AS numbers(i)")
    bits = bytearray(whole.read_bytes())
    bits[1000:90_000] = bytes(89_000)
    cut.write_bytes(bits)
    empty.mkdir()
    delta = tmp_path / "delta"
    parquet(delta / "a.parquet", "SELECT 'C-1' AS ID")
    (delta / "_delta_log").mkdir()
    none = parquet(tmp_path / "none.parquet", "SELECT 'C-1' AS ID LIMIT 0")
    told = {
        path.name: refusal(in_spark(path), tmp_path)
        for path in (text, cut, empty, delta, none, tmp_path / "not/there")
    }
    assert "damaged, or no Parquet;" in told["text.parquet"]
    assert "damaged" in told["cut.parquet"] or "cannot be read" in told["cut.parquet"]
    assert "there are no Parquet files in it" in told["empty"]
    assert "is a table of Delta" in told["delta"]
    assert "it has no rows" in told["none.parquet"]
    assert "There is nothing at" in told["there"]
    assert all("\n" not in sentence and "Exception" not in sentence for sentence in told.values()), told


def test_text_that_is_not_utf_8_is_refused(spark, tmp_path):
    spark.sql("SELECT CAST(x'43ff' AS string) AS ID").write.parquet(str(tmp_path / "odd"))
    assert "1 rows hold text that is not in UTF-8" in refusal(in_spark(tmp_path / "odd"), tmp_path)


def test_a_spark_elsewhere_that_is_not_there_is_told_at_once(tmp_path, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        master = f"spark://127.0.0.1:{free.getsockname()[1]}"
        assert "A Spark runs here already" in refusal(f"{master}#care.children", tmp_path)
        monkeypatch.setattr("pyspark.sql.SparkSession.getActiveSession", lambda: None)
        assert refusal(f"{master}#care.children", tmp_path) == (
            f"No Spark master answers at {master}; check the address, as in spark://host:7077."
        )


def test_without_pyspark_it_is_said_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    assert refusal("spark:local#x", tmp_path).endswith("pip install 'safeguarding-audit[spark]'.")


# PySpark leaves the pipe to a Java that did not start to be cleared up.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("java", "told"),
    [
        ("", "There is no Java here: registers in Spark need Java 17 or later"),
        ("echo UnsupportedClassVersionError >&2; exit 1", "The Java here is too old"),
        (
            "echo Error: could not reserve memory >&2; exit 1",
            "Java does not start (Error: could not reserve memory)",
        ),
    ],
)
def test_a_java_that_does_not_start_is_told_of(tmp_path, monkeypatch, java, told):
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("bash", "env", "dirname", "head", "ps", "grep", "sed", "cat", "uname"):
        (programs / name).symlink_to(shutil.which(name))
    if java:
        (programs / "java").write_text(f"#!/bin/bash\n{java}\n")
        (programs / "java").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr("pyspark.sql.SparkSession.getActiveSession", lambda: None)
    with pytest.raises(AuditError) as refused:
        spark_session.open_session("local", tmp_path)
    assert str(refused.value).startswith(told)
