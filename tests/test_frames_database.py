"""Registers in a real PostgreSQL and SQLite: every answer is that of DuckDB on the same rows in a file."""

import csv
import json
import random
from contextlib import closing

import duckdb
import pytest
from click.testing import CliRunner
from sqlalchemy import text
from tables_elsewhere import run, to_postgres, to_sqlite

from audit import definitions
from audit.cli import program
from audit.errors import AuditError
from audit.registers.opening import open_register
from audit.sampling.building import build
from audit.sampling.checking import look
from audit.sampling.design import Design
from audit.sampling.draw import draw, judged, most_kept
from audit.sampling.engines.choosing import engine_for
from audit.sampling.engines.database import Database
from audit.sampling.engines.elsewhere import is_table, open_table
from audit.sampling.engines.parquet import write_out
from audit.sampling.frame import Asked, Listed

LIBRARY = definitions.library()
HEADINGS = ["Child ID", "Team", "Area", "Opened", "Age", "Weight", "Family", "Worker"]
SHAPES = ["{:05}", "C-{}", "Zoë {}", "O'B {}", "a|{}", 'q"{}', "É{}", "{:08}", "ß{}", "ss{}", "😀{}", "%{}_"]
TEAMS = [
    "North",
    " North",
    "north",
    "south ",
    "\xa0Éast",
    "E\u0301ast",
    "",
    "''",
    "#n/a",
    "ß",
    "ss",
    "\u3000",
]


def made(number, *, events=False):
    """Rows of a register as people keep them: accents, blanks of every kind, spelling that differs."""
    chance = random.Random(7)
    units = [chance.choice(SHAPES).format(n) for n in range(number)]
    chance.shuffle(units)
    if events:
        units = chance.choices(units[: number // 3], k=number)
    return [
        [
            unit if n % 9 else f" {unit}\t",
            chance.choice(TEAMS),
            chance.choice("abc"),
            f"{chance.randrange(1, 29):02}/{chance.randrange(1, 13):02}/2025",
            str(chance.randrange(18)),
            str(chance.choice([0, 1, 2, 3, 100])),
            chance.choice(["", f"F{chance.randrange(number // 3 + 1)}"]),
            chance.choice(["w1", "W1", "w 1", "w|1"]),
        ]
        for n, unit in enumerate(units)
    ] + [["", " ", "\t", "", "", "0", "", "''"]][: 0 if number else 1]


@pytest.fixture
def laid(tmp_path, request):
    """Lays rows as a CSV and as a table of a kind; gives both addresses."""

    def laid(rows, kind):
        path = tmp_path / "register.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        if kind == "sqlite":
            return str(path), to_sqlite(tmp_path / "register.db", rows)
        return str(path), to_postgres(request.getfixturevalue("pg_url"), rows)

    return laid


def opened(address, scratch):
    return (
        open_table(address, LIBRARY, scratch)
        if is_table(address)
        else open_register(address, LIBRARY, scratch, write_out)
    )


def answers(address, scratch, asked, design, lists=None, *, units=None):
    """Everything that a draw makes of a register, and what is told of it on the way."""
    register = opened(address, scratch)
    with closing(engine_for(register, scratch)) as engine:
        try:
            keep = most_kept(design) if design else 0
            frame = build(
                engine,
                asked,
                lists or {},
                seed="s:1 %",
                keep=keep,
                checked=(4,)[: len(register.headings) // 5],
            )
        except AuditError as error:
            return str(error)
        engine.unchanged()
        found = {
            "state": frame.state(),
            "rows": frame.rows,
            "warnings": frame.warnings,
            "values": frame.values,
        }
        found["smallest"] = frame.totals.smallest
        found["members"] = engine.members()
        if frame.columns.carried:
            found["carried"] = engine.carried([unit for unit, _ in found["members"]][:50])
        if design or units:
            totals = frame.totals
            found["drawn"] = (
                draw(engine, design, "s:1 %", totals.units, totals.smallest)
                if design
                else judged(engine, units)
            )
        engine.write_frame(scratch / "frame.csv")
        found["file"] = (scratch / "frame.csv").read_bytes()
        return found


def asked(**more):
    return Asked(unit=more.pop("unit", ("Child ID",)), **more)


CASES = {
    "simple": (asked(), Design("simple", 20)),
    "three strata": (asked(by=("Team", "Area", "Worker")), Design("stratified", 90)),
    "equal": (asked(by=("Area",)), Design("stratified", 20, "equal", reserves=2)),
    "by quarter and bands": (asked(by=("Opened by quarter", "Age by 0-4,5-9")), Design("stratified", 40)),
    "systematic": (asked(order=("Team", "Area")), Design("systematic", 17)),
    "cluster": (asked(cluster="Team"), Design("cluster", clusters=3, per_cluster=4)),
    "weighted": (asked(weight="Weight"), Design("weighted", 15)),
    "one per family": (asked(one_per="Family"), Design("simple", 12)),
    "conditions": (
        asked(where=("Team in North,south", "Age < 9", "Opened between 2025-02-01 and 2025-11-30")),
        Design("simple", 5, reserves=1_000),
    ),
    "blank": (asked(where=("Family is blank",), carry=("Worker", "Team")), Design("simple", 5)),
    "census": (asked(where=("Age=3",), by=("Area",)), Design("census")),
    "named by hand": (asked(by=("Area",)), None),
}


@pytest.mark.parametrize("kind", ["postgres", "sqlite"])
def test_every_answer_is_that_of_a_file(laid, tmp_path, kind):
    file, table = laid([HEADINGS, *made(700)], kind)
    units = [row[0].strip() for row in made(700)[3:9]]
    lists = {
        "only": Listed("a list", tuple(row[0].strip() for row in made(700)[:650])),
        "exclude": Listed("another", (*units[:2], "not there", "O'B 1")),
    }
    for name, (wanted, design) in CASES.items():
        given = (wanted, design, lists if name in {"simple", "one per family"} else None)
        there, here = (
            answers(address, tmp_path, *given, units=None if design else units[2:])
            for address in (table, file)
        )
        assert there == here, name
        assert not isinstance(here, str), here


@pytest.mark.parametrize("kind", ["postgres", "sqlite"])
def test_rows_that_are_events_give_what_a_file_gives(laid, tmp_path, kind):
    file, table = laid([HEADINGS, *made(400, events=True)], kind)
    whole = asked(distinct=True, by=("Team", "Opened by month"), where=("Age < 15",), one_per="Family")
    for wanted, design in (
        (whole, Design("stratified", 30)),
        (asked(distinct=True, weight="Weight", carry=("Worker",)), Design("weighted", 9)),
        (asked(distinct=True, cluster="Worker", order=("Team",)), Design("systematic", 9)),
    ):
        there, here = (answers(address, tmp_path, wanted, design) for address in (table, file))
        assert there == here
        assert here["state"]["differing"]


@pytest.mark.parametrize("kind", ["postgres", "sqlite"])
def test_a_look_finds_what_it_finds_in_a_file(laid, tmp_path, kind):
    rows = [HEADINGS, *made(300), *made(300)[:5]]
    found = []
    for address in laid(rows, kind):
        register = opened(address, tmp_path)
        with closing(engine_for(register, tmp_path)) as engine:
            report = look(engine, ("Child ID",))
        found.append(
            (
                (report.rows, report.ids, report.doubles, report.groupings, report.blocked, report.warnings),
                [(each.heading, each.kind, each.filled) for each in report.columns],
                sorted(
                    (each.column, each.value, each.count, each.text, each.severity)
                    for each in report.findings
                ),
            )
        )
    assert found[0] == found[1]


@pytest.mark.parametrize("kind", ["postgres", "sqlite"])
@pytest.mark.parametrize(
    ("unit", "told"),
    [
        ("", "1 row: the row has no id"),
        ("a\u200bb", "1 row with the id 'a\\u200bb': the row has a character in its id that cannot be seen"),
        ("E\u0301", "not NFC"),
        ("C-1", "the id C-1 stands in 2 rows"),
    ],
)
def test_ids_that_cannot_stand_are_told_with_their_rows(laid, tmp_path, kind, unit, told):
    _, table = laid([["ID", "Team"], ["C-1", "A"], [unit, "B"], ["00123", "C"]], kind)
    assert told in answers(table, tmp_path, Asked(unit=("ID",)), Design("simple", 1))


KINDS = {
    "Child: ID%": "text",
    "n": "integer",
    "opened": "date",
    "seen": "timestamp",
    "flag": "boolean",
    "score": "double precision",
    "money": "numeric(10,2)",
    "t": "varchar(20)",
}


@pytest.fixture
def typed(tmp_path, pg_url):
    """A typed table as Parquet and in PostgreSQL, in a schema and with names that need quoting."""
    path = tmp_path / "typed.parquet"
    duckdb.sql(f"""COPY (
        SELECT 'C' || i AS "Child: ID%", i::INTEGER AS n, DATE '2025-01-01' + (i % 200)::INT AS opened,
               TIMESTAMP '2025-01-01' + to_hours((i % 50)::INT * 12) AS seen, i % 3 = 0 AS flag,
               (i % 4) / 2.0::DOUBLE AS score, CAST((i % 9) * 1.25 AS DECIMAL(10, 2)) AS money,
               CASE WHEN i % 6 > 0 THEN 'x' || (i % 3) END AS t
        FROM range(300) AS numbers(i)) TO '{path}'""")
    rows = [list(KINDS), *duckdb.sql(f"SELECT * FROM '{path}'").fetchall()]
    return str(path), to_postgres(pg_url, rows, "Kids's", schema="Care x", kinds=KINDS)


def test_typed_cells_are_the_text_that_they_are_in_a_parquet_file(typed, tmp_path):
    for by in ("opened", "seen", "flag", "score", "money", "t", "seen by month"):
        wanted = Asked(
            unit=("Child: ID%",), by=(by,), where=("flag=yes", "seen between 2025-01-02 and 2025-01-20")
        )
        file, table = (answers(one, tmp_path, wanted, Design("stratified", 10)) for one in typed)
        assert file["state"]["strata"] == table["state"]["strata"]
        assert file == {**table, "values": file["values"]}
    whole, same = (answers(one, tmp_path, Asked(unit=("n",)), Design("simple", 10)) for one in typed)
    assert whole == same


@pytest.mark.parametrize(
    ("unit", "what"),
    [("opened", "a date"), ("seen", "a date"), ("flag", "true or false"), ("score", "a fraction")],
)
def test_ids_that_could_be_written_in_two_ways_are_refused(typed, tmp_path, unit, what):
    told = answers(typed[1], tmp_path, Asked(unit=(unit,), distinct=True), Design("simple", 1))
    assert f"Care x.Kids's, the ids in '{unit}' are typed as {what}; draw from a view that" in told


def audit(*words):
    found = CliRunner().invoke(program, words)
    assert not found.exception or isinstance(found.exception, SystemExit), found.exception
    return found


def test_what_cannot_be_reached_is_said_in_a_sentence_without_the_password(pg_url, tmp_path):
    run(
        pg_url, "CREATE TABLE referrals (id text)", "CREATE SCHEMA care", "CREATE TABLE care.visits (id text)"
    )
    for address, told in {
        f"{pg_url}#referal": "did you mean 'referrals'?",
        f"{pg_url}#care.nothing_like_it": "there are care.visits, referrals",
        pg_url: "Say which table of postgresql:///",
        f"{pg_url}#referrals": "the table is empty",
        "postgresql://u:secret@127.0.0.1:1/x#t": "postgresql://127.0.0.1:1/x cannot be reached: ",
        "mysql://u:secret@h/x#t": "Tables of mysql cannot be read here, those of PostgreSQL, SQL Server",
        "mssql+nodriver://u:secret@h/x#t": "Tables of mssql need a driver: pip install pyodbc",
        f"sqlite:///{tmp_path}/none.db#t": "There is no database",
    }.items():
        found = audit("register", address, "-w", str(tmp_path))
        assert found.exit_code == 1
        assert told in found.output
        assert "secret" not in found.output
    assert not (tmp_path / "none.db").exists()


def test_a_certificate_names_the_table_and_is_verified_from_it(pg_url, tmp_path):
    address = to_postgres(pg_url, [HEADINGS, *made(90)])
    audit("init", str(tmp_path), "--name", "Kingsbridge")
    said = audit(
        "sample", "draw", address, "--unit", "Child ID", "--by", "Area", "--size", "6", "-w", str(tmp_path)
    )
    assert said.exit_code == 0, said.output
    folder = tmp_path / "samples" / "S-001"
    source = json.loads((folder / "certificate.json").read_text(encoding="utf-8"))["source"]
    assert source["register"].startswith("postgresql:///")
    assert source["register"].endswith("#care.register")
    assert "owner" not in source["register"]
    assert not (folder / "frame.csv").exists()
    verify = ("sample", "verify", "S-001", address, "-w", str(tmp_path))
    assert "S-001 is the same" in audit(*verify).output
    run(pg_url, """UPDATE care.register SET "Worker" = 'x' WHERE "Area" = 'a'""")
    assert "The table is not the one that was sealed" in audit(*verify).output


def test_one_moment_is_drawn_from_whatever_is_written_meanwhile(pg_url, tmp_path):
    address = to_postgres(pg_url, [["ID"], *([f"C-{n}"] for n in range(50))])
    register = open_table(address, LIBRARY, tmp_path)
    with closing(engine_for(register, tmp_path)) as engine:
        run(pg_url, "DELETE FROM care.register WHERE \"ID\" > 'C-2'")
        assert build(engine, Asked(), {}).population == 50


def test_what_texts_mean_is_looked_up_by_an_index_in_sqlite(laid, tmp_path, monkeypatch):
    _, address = laid([HEADINGS, *made(60)], "sqlite")
    plans, real = [], Database._asked

    def asked_too(table, query, values, size):
        if "json_each" in query:
            plain = text(f"EXPLAIN QUERY PLAN {query}")
            plans.extend(line[3] for line in table.connection.execute(plain, dict(values)))
        return real(table, query, values, size)

    monkeypatch.setattr(Database, "_asked", asked_too)
    given = asked(by=("Opened by quarter", "Age by 0-4,5-9"), where=("Team in North,south", "Age < 12"))
    answers(address, tmp_path, given, Design("stratified", 6))
    looked = [line for line in plans if "map" in line and not line.startswith("MATERIALIZE")]
    assert len(looked) > 8
    assert [line for line in looked if not line.startswith("SEARCH map")] == []


def test_numbers_that_float_are_written_as_in_a_parquet_file(pg_url, tmp_path):
    shorts = [1234567.5, 999999.5, -2500000.5, 0.1, 1e-7, 16777216.0, 3.5, -0.25]
    longs = [1e15, 1000000000000000.5, -1e15, 1e16, 123456789.125, 1e14 + 0.5, 1.5e300, 5e-324]
    numbers = enumerate(zip(shorts, longs, strict=True))
    rows = [["id", "short", "long"], *([f"C-{n}", *pair] for n, pair in numbers)]
    address = to_postgres(pg_url, rows, kinds={"short": "real", "long": "double precision"})
    values = ", ".join(f"('{unit}', {short!r}::FLOAT, {long!r}::DOUBLE)" for unit, short, long in rows[1:])
    path = tmp_path / "floats.parquet"
    duckdb.sql(f"COPY (SELECT * FROM (VALUES {values}) AS t(id, short, long)) TO '{path}'")
    for column in ("short", "long"):
        given = Asked(unit=("id",), by=(column,))
        file, table = (answers(one, tmp_path, given, Design("stratified", 8)) for one in (str(path), address))
        assert table["state"] == file["state"]


def test_whoever_may_only_read_can_draw(pg_url, tmp_path):
    address = to_postgres(pg_url, [HEADINGS, *made(60)])
    run(
        pg_url,
        "DROP ROLE IF EXISTS looker",
        "CREATE ROLE looker LOGIN",
        "GRANT USAGE ON SCHEMA care TO looker",
        "GRANT SELECT ON care.register TO looker",
    )
    mine = address.replace("owner@", "looker@")
    assert answers(mine, tmp_path, asked(where=("Age < 9",)), Design("simple", 3))["drawn"]
    run(pg_url, "REVOKE SELECT ON care.register FROM looker")
    found = audit("register", mine, "-w", str(tmp_path))
    assert found.exit_code == 1
    assert "permission denied for table register" in found.output
    run(pg_url, "DROP OWNED BY looker", "DROP ROLE looker")
