"""What is put to SQL Server, without a server: every statement compiled for it, and read by a parser."""

import re

import pytest
import sqlglot
from sqlalchemy import text
from sqlalchemy.dialects import mssql

from audit.sampling.engines import statements
from audit.sampling.engines.columns import Columns
from audit.sampling.engines.database import kind_of
from audit.sampling.engines.tables import TableEngine
from audit.sampling.engines.tongue import SQLServer

CELLS = (
    ("[id]", "text"),
    ("[team]", "text"),
    ("[opened]", "date"),
    ("[weight]", "whole"),
    ("[family]", "text"),
    ("[seen]", "moment"),
    ("[flag]", "yes or no"),
    ("[score]", "fraction"),
    ("[row id]", "other"),
    ("[near]", "floating"),
)
EVERY = Columns((0, 1), (1, 2), 4, 3, (5, 6), 4, distinct=True, checked=(7, 8), carried=(5,))


class Compiled:
    """A lake that only writes down what it is asked, compiled."""

    tongue = SQLServer()
    lying = statements.Lying("[care].[children]", CELLS)

    def __init__(self):
        self.asked = []

    def ask(self, query, values):
        bound = text(query).bindparams(**values)
        compiled = str(bound.compile(dialect=mssql.dialect(paramstyle="named")))
        self.asked.append(re.sub(r"(?<![\w:]):(\w+)", r"@\1", compiled))
        yield []

    def fingerprint(self):
        list(self.ask(statements.fingerprint(self.tongue, self.lying), {}))
        return 0, ""

    def close(self):
        """Nothing is open."""


@pytest.fixture(scope="module")
def asked():
    """Every statement of a draw with all that it can ask for, and of a look."""
    lake = Compiled()
    engine = TableEngine(None, lake)
    fit = engine.map(1, [("it's", 2), ("b", 0)], "TINYINT")
    name = engine.map(2, [("2025-01-01", "2025")], "VARCHAR")
    list(engine.distinct(1))
    engine.parts = [*engine.filled((0,)), *statements.marked(engine.tongue, EVERY, [fit], {1: name})]
    engine.columns = EVERY
    for query in (statements.excluded(), statements.odd_ids(engine.tongue, EVERY)):
        list(engine.lines(query))
    engine.parts += statements.kept(engine.tongue, EVERY)
    for reason, query in engine._stages({"only": ["a"], "exclude": ["b;'--"], "not-since": ["c"]}):
        engine.parts.append((f"after_{reason.replace('-', '_').replace(' ', '_')}", query.format("kept")))
    engine.parts.append(("frame", "SELECT * FROM kept"))
    list(engine.lines(statements.totals(engine.tongue, EVERY)))
    engine._smallest("stratum", ["x"], "s", 3, "0f")
    engine._smallest("cluster", None, "s", 3, weighted=False)
    for ask in (engine.differing, engine.same_names, lake.fingerprint, lambda: engine.all_end(".0")):
        ask()
    list(engine.lines(statements.at_positions(engine.tongue, EVERY), positions="[1]"))
    list(engine.lines(f"SELECT unit FROM frame WHERE unit IN ({engine.tongue.items('units')})", units="[]"))
    return lake.asked


def test_every_statement_is_read_as_one_statement_of_sql_server(asked):
    assert len(asked) >= 12
    for query in asked:
        (read,) = sqlglot.parse(query, read="tsql")
        assert isinstance(read, sqlglot.exp.Select)


def test_nothing_typed_stands_in_a_statement(asked):
    assert not any("it's" in query or "--" in query for query in asked)
    assert any("OPENJSON(@listed1x)" in query for query in asked)


def test_texts_are_utf_8_by_code_point_before_they_are_cast():
    tongue = SQLServer()
    order = "Latin1_General_100_BIN2_UTF8"
    assert tongue.text("[id]", "text") == f"coalesce(CAST([id] COLLATE {order} AS varchar(max)), '')"
    assert tongue.text("[n]", "whole") == f"coalesce(CAST([n] AS varchar(40)) COLLATE {order}, '')"
    assert (
        tongue.sha("unit") == f"LOWER(CONVERT(varchar(64), HASHBYTES('SHA2_256', unit), 2)) COLLATE {order}"
    )
    assert "LOWER(FORMAT([x], 'R', 'en-US'))" in tongue.text("[x]", "floating")
    assert "CONVERT(varchar(40), [x], 2)" in tongue.text("[x]", kind_of(mssql.MONEY()))
    assert "[x] AT TIME ZONE 'GMT Standard Time'" in tongue.text("[x]", kind_of(mssql.DATETIMEOFFSET()))
    bytes_of = tongue.text("[x]", kind_of(mssql.VARBINARY()))
    assert bytes_of == (
        "coalesce(CAST(CONVERT(varchar(max), CAST([x] AS varbinary(max)), 1) AS varchar(max)) "
        f"COLLATE {order}, '')"
    )
    assert tongue.text("[x]", kind_of(mssql.XML())) == (
        f"coalesce(CAST([x] AS varchar(max)) COLLATE {order}, '')"
    )
    assert tongue.joined("a", "b", "c") == "(a + (b + c))"
    assert tongue.given("seed") == f"CAST(:seed COLLATE {order} AS varchar(max))"
    assert tongue.number("h", 1, 7).endswith(
        "varbinary(8), RIGHT('0000000000000000' + SUBSTRING(h, 1, 7), 16), 2))"
    )
