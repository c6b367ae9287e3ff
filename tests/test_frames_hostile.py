"""Tables as databases have them: kinds of cells, orders of letters, encodings, settings, views, width."""

import csv
import tracemalloc
from contextlib import closing

import pytest
from sqlalchemy import create_engine, text
from tables_elsewhere import run, to_postgres, to_sqlite
from test_frames_database import LIBRARY, answers, opened

from audit.sampling.building import build
from audit.sampling.checking import look
from audit.sampling.design import Design
from audit.sampling.draw import draw
from audit.sampling.engines.choosing import engine_for
from audit.sampling.engines.elsewhere import open_table
from audit.sampling.frame import Asked, Listed

ID = ("id",)


def as_csv(folder, rows):
    path = folder / "register.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return str(path)


def strata(address, scratch, by):
    found = answers(address, scratch, Asked(unit=ID, by=(by,)), Design("stratified", 8))
    return found if isinstance(found, str) else set(found["state"]["strata"])


CELLS = {
    "real": ("real", "16777216, 0.1", {"16777216", "0.1"}),
    "double": ("double precision", "123456789012345.6, 1e300, 'NaN'", {"123456789012345.6", "1e+300", "nan"}),
    "numeric": ("numeric", "1.00, 2.50, 'NaN'", {"1", "2.50", "nan"}),
    "endless": ("timestamp", "'infinity', '2025-07-01 10:30'", {"infinity", "2025-07-01 10:30"}),
    "here": (
        "timestamptz",
        "'2025-07-01 23:00+00', '2025-01-01 23:30+00'",
        {"2025-07-02", "2025-01-01 23:30"},
    ),
    "day": ("date", "'2025-07-01', '-infinity'", {"2025-07-01", "-infinity"}),
    "list": ("text[]", "ARRAY['a,b', NULL], ARRAY['c']", {'{"a,b",NULL}', "{c}"}),
    "json": ("jsonb", """'{"a": [1, 2]}', '[]'""", {'{"a": [1, 2]}', "[]"}),
    "bytes": ("bytea", r"'\x00ff', '\x'", {r"\x00ff", r"\x"}),
    "xml": ("xml", "'<a/>', '<b/>'", {"<a/>", "<b/>"}),
    "padded": ("char(5)", "'ab', 'c'", {"ab", "c"}),
    "between": ("daterange", "'[2025-01-01,2025-02-01)', 'empty'", {"[2025-01-01,2025-02-01)", "empty"}),
    "amount": ("amounts", "1.00, 2.50", {"1", "2.50"}),
}
SETTINGS = {
    "TimeZone": "Asia/Tokyo",
    "DateStyle": "German",
    "extra_float_digits": "-5",
    "bytea_output": "escape",
}


def test_cells_are_the_same_text_whatever_a_database_is_set_to(pg_url, tmp_path):
    name = pg_url.partition("?")[0].rpartition("/")[2]
    run(pg_url, *(f"ALTER DATABASE {name} SET {key} = '{value}'" for key, value in SETTINGS.items()))
    run(pg_url, "CREATE DOMAIN amounts AS numeric(8,2)")
    columns = ", ".join(f'"{name}" {kind}' for name, (kind, _, _) in CELLS.items())
    run(pg_url, f"CREATE TABLE register (id text, {columns})")
    for name, (kind, values, _) in CELLS.items():
        filled = f"INSERT INTO register (id, {name}) SELECT '{name}' || n, v FROM "
        array = f"unnest(CAST(ARRAY[{values}] AS {kind}[])) WITH ORDINALITY AS each(v, n)"
        if name == "list":
            array = "(VALUES (ARRAY['a,b', NULL], 1), (ARRAY['c'], 2)) AS each(v, n)"
        run(pg_url, (filled + array).replace(":", "\\:"))
    for name, (_, _, wanted) in CELLS.items():
        assert strata(f"{pg_url}#register", tmp_path, name) == {"(blank)", *wanted}, name


def test_orders_of_letters_that_take_texts_for_the_same_tell_them_apart(pg_url, tmp_path):
    rows = [["id", "team"], *([f"{'cC'[n % 2]}{n // 2}", ["A", "a", "á", "B"][n % 4]] for n in range(60))]
    address = to_postgres(pg_url, rows)
    same = "provider = icu, locale = 'und-u-ks-level1', deterministic = false"
    run(pg_url, f"CREATE COLLATION alike ({same})")
    run(pg_url, *(f"ALTER TABLE care.register ALTER {one} TYPE text COLLATE alike" for one in ("id", "team")))
    loose = to_sqlite(tmp_path / "loose.db", rows, kinds=dict.fromkeys(rows[0], "text COLLATE NOCASE"))
    for asked, design in (
        (Asked(unit=ID, by=("team",), where=("team in A,a,B",)), Design("stratified", 9)),
        (Asked(unit=ID, order=("team",)), Design("systematic", 7)),
        (Asked(unit=ID, cluster="team"), Design("cluster", clusters=2, per_cluster=2)),
        (Asked(unit=("team",), by=("team",), distinct=True), Design("stratified", 4)),
    ):
        here = answers(as_csv(tmp_path, rows), tmp_path, asked, design)
        assert not isinstance(here, str)
        assert here == answers(address, tmp_path, asked, design) == answers(loose, tmp_path, asked, design)


def made_in(url, encoding):
    """The URL of a new database in an encoding, beside that of another URL."""
    place, _, query = url.partition("?")
    name = f"{place.rpartition('/')[2]}_{encoding.lower()}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        said = f"ENCODING '{encoding}' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0"
        connection.execute(text(f"CREATE DATABASE {name} {said}"))
    engine.dispose()
    return f"{place.rpartition('/')[0]}/{name}?{query}&client_encoding=utf8"


def test_texts_of_another_encoding_are_hashed_as_in_a_file(pg_url, tmp_path):
    rows = [["id", "team"], ["Zoë", "É"], ["ß", "\xa0é"], ["C-1", "z"], ["\xa0a|b", "ÿ"], ["C-2", "z"]]
    address = to_postgres(made_in(pg_url, "LATIN1"), rows)
    lists = {"exclude": Listed("a list", ("C-2", "Łódź", "a\0"))}
    asked = Asked(unit=ID, order=("team",), where=("team is not blank",))
    there, here = (
        answers(one, tmp_path, asked, Design("systematic", 2), lists)
        for one in (address, as_csv(tmp_path, rows))
    )
    assert there == here
    assert here["state"]["population"] == 4


def test_an_encoding_that_has_another_order_is_refused(pg_url, tmp_path):
    address = to_postgres(made_in(pg_url, "WIN1252"), [["id"], ["€"]])
    assert "keeps its texts in WIN1252, which cannot be read here" in answers_or_error(address, tmp_path)
    file = tmp_path / "wide.db"
    to_sqlite(file, [["id"], ["a"]], before="PRAGMA encoding = 'UTF-16'")
    assert "keeps its texts in UTF-16le" in answers_or_error(f"sqlite:///{file}#register", tmp_path)


def answers_or_error(address, scratch):
    from audit.errors import AuditError

    try:
        return str(answers(address, scratch, Asked(unit=ID), Design("simple", 1)))
    except AuditError as error:
        return str(error)


def test_views_and_parted_tables_are_tables(pg_url, tmp_path):
    run(
        pg_url,
        "CREATE TABLE parted (id text, n int) PARTITION BY RANGE (n)",
        "CREATE TABLE low PARTITION OF parted FOR VALUES FROM (0) TO (10)",
        "CREATE TABLE high PARTITION OF parted DEFAULT",
        "INSERT INTO parted SELECT 'P' || n, n FROM generate_series(1, 30) AS n",
        "CREATE VIEW seen AS SELECT id FROM parted WHERE n > 20",
        "CREATE MATERIALIZED VIEW kept AS SELECT * FROM seen",
    )
    found = {
        name: answers(f"{pg_url}#{name}", tmp_path, Asked(unit=ID), Design("simple", 5))
        for name in ("parted", "low", "seen", "kept")
    }
    numbers = {name: each["state"]["population"] for name, each in found.items()}
    assert numbers == {"parted": 30, "low": 9, "seen": 10, "kept": 10}
    assert found["seen"]["drawn"] == found["kept"]["drawn"]


@pytest.mark.parametrize("kind", ["postgres", "sqlite"])
def test_tables_may_be_as_wide_as_a_database_has_them(request, tmp_path, kind):
    names = ["id", *(f"c{number}" for number in range(1_100))]
    rows = [names, *([f"K{row}", *([str(row % 2)] * 1_100)] for row in (1, 2, 2))]
    if kind == "sqlite":
        address = to_sqlite(tmp_path / "wide.db", rows)
    else:
        address = to_postgres(request.getfixturevalue("pg_url"), rows)
    register = open_table(address, LIBRARY, tmp_path)
    with closing(engine_for(register, tmp_path)) as engine:
        count, filled = engine.overview.filled(0)
        assert (count, len(filled), filled[1_100].about) == (3, 1_101, 2)
        assert engine.overview.same_rows((0,)) == (1, ("K2",))
        assert build(engine, Asked(unit=ID, by=("c1099",), distinct=True), {}).totals.units == {
            "0": 1,
            "1": 1,
        }


def test_a_large_table_is_drawn_in_little_memory(pg_url, tmp_path):
    numbers = "SELECT 'C-' || n AS id, 'T' || n % 3 AS team FROM generate_series(1, 300000) AS n"
    run(pg_url, f"CREATE TABLE register AS {numbers}")
    answers(
        f"{pg_url}#register", tmp_path, Asked(unit=ID, by=("nobody",)), Design("simple", 1)
    )  # all imported
    tracemalloc.start()
    try:
        register = open_table(f"{pg_url}#register", LIBRARY, tmp_path)
        with closing(engine_for(register, tmp_path)) as engine:
            frame = build(engine, Asked(unit=ID, by=("team",)), {}, seed="s", keep=60)
            drawn = draw(engine, Design("stratified", 60), "s", frame.totals.units, frame.totals.smallest)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
    assert frame.population == 300_000
    assert len(drawn.cases) == 60


def test_a_look_at_a_view_of_which_a_database_knows_little(pg_url, tmp_path):
    rows = [["id", "opened"], *([f"C{n}", f"{n % 28 + 1:02}/{n % 12 + 1:02}/2025"] for n in range(300))]
    to_postgres(pg_url, rows)
    run(pg_url, "CREATE VIEW few AS SELECT * FROM care.register WHERE length(id) > 0 AND upper(id) <> 'x'")
    with closing(engine_for(opened(f"{pg_url}#few", tmp_path), tmp_path)) as engine:
        report = look(engine, ID)
    assert [grouping.by for grouping in report.groupings] == ["opened by quarter"]
