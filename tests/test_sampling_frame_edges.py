"""What narrows a frame, where it stands in a register, and what a certificate says of it: at the edges."""

import csv
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from audit.definitions import digest
from audit.errors import StateError
from audit.registers.naming import Naming
from audit.registers.register import Heading, Register
from audit.sampling.engines.columns import Columns
from audit.sampling.engines.engine import Totals
from audit.sampling.frame import Asked, Frame, Listed
from audit.sampling.narrowing import Narrowing

DAY = date(2026, 3, 31)
PROFILE = SimpleNamespace(begins="start", ends="end", columns=(), unit=())


class Texts:
    """An engine that knows nothing but the texts of columns, in the order given, with their rows."""

    def __init__(self, register, texts):
        self.register, self.texts = register, texts

    def distinct(self, column):
        yield from self.texts[column].items()

    def map(self, _column, meanings, _kind):
        return dict(meanings)


class Table:
    """A table elsewhere of which only counts are known."""

    typed, head = "postgresql://h/d#t", ()

    def __init__(self, counts):
        self.counted = counts

    def counts(self, _columns, values, *, ids):
        assert not ids
        return {text: rows for text, rows in self.counted.items() if text in values}


@pytest.fixture
def narrowing(tmp_path):
    """A narrowing over texts by heading, which stand in a file in their order; or in a table elsewhere."""

    def narrowing(texts, *, personal=(), profile=None, table=False, rows=None):
        path = tmp_path / "cases.csv"
        lines = rows or [list(line) for line in zip(*texts.values(), strict=False)]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([texts, *lines])
        known = {"Start": "start", "End": "end"} if profile else {}
        headings = tuple(Heading(name, known.get(name, "")) for name in texts)
        columns = dict(enumerate(texts.values()))
        register = Register(
            str(path), path, "", "", headings, 0, path, 1, profile=profile,
            table=Table(columns[0]) if table else None,
        )  # fmt: skip
        own = {number: "a name" for number, name in enumerate(texts) if name in personal}
        return Narrowing(Texts(register, columns), Naming(register), [], own)

    return narrowing


def refused(narrowing, text):
    with pytest.raises(StateError) as caught:
        narrowing.conditions([text])
    return str(caught.value)


# --- conditions ---------------------------------------------------------------------------------------


def test_cells_that_fit_are_in_and_those_that_cannot_be_read_are_told_with_the_blank_ones(narrowing):
    found = narrowing({"Start": {"2026-01-01": 3, "2026-05-01": 2, "soon": 4, "": 1_000, "''": 5}})
    [fits] = found.conditions(["Start <= 31/3/2026"])
    assert fits == {"2026-01-01": 2, "2026-05-01": 0, "soon": 1, "": 0, "''": 0}
    assert found.warnings == [
        "'Start <= 31/3/2026' is read as 31 March 2026.",
        "Rows that cannot be read in 'Start' are left out: 4, namely row 4 ('soon').",
        "Rows that are blank in 'Start' are left out by 'Start <= 31/3/2026': 1,005.",
    ]


def test_a_condition_without_dates_is_not_read_back_and_blank_cells_are_told_of_bounds_alone(narrowing):
    found = narrowing({"Team": {"A": 2, " a ": 1, "": 3}})
    assert found.conditions(["Team = A", "Team is not blank"]) == [
        {"A": 2, " a ": 2, "": 0},
        {"A": 2, " a ": 2, "": 0},
    ]
    assert found.warnings == []


@pytest.mark.parametrize("text", ["Child = Ada", "Child in Ada, Ben"])
def test_a_condition_does_not_say_who_a_child_is(narrowing, text):
    found = narrowing({"Child": {"Ada": 1, "Ben": 1, "": 1}}, personal=("Child",))
    assert refused(found, text) == (
        f"{text!r} would stand in the certificate, and 'Child' holds a name; list the ids in a file and "
        "name it with --only."
    )
    assert found.conditions(["Child is blank"]) == [{"Ada": 0, "Ben": 0, "": 2}]
    assert narrowing({"Child": {"Ada": 1, "Ben": 1}}).conditions(["Child = Ada"])


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({"a": 2, "b": 2}, True),
        ({"a": 1, "b": 2}, False),
        ({"a": 3, "b": 1, "": 1}, True),
        ({"a": 2, "b": 1, "": 9}, False),
        ({"a": 1, "b": 1, "c": 1, "d": 4}, False),
        ({"a": 1, "b": 1, "c": 1, "d": 5}, True),
        ({"a": 2}, True),
        ({"a": 1}, False),
    ],
)
def test_cells_are_named_where_they_stand_in_two_rows_each_or_more(narrowing, texts, told):
    said = refused(narrowing({"Team": texts}), "Team = zz")
    filled = [text for text in texts if text]
    there = f"there {'is' if len(filled) == 1 else 'are'} {', '.join(filled)}."
    untold = "what its cells say is not told here, since it may tell who somebody is."
    assert said == f"No cell says 'zz', which 'Team = zz' asks for; {there if told else untold}"


def test_a_message_goes_by_the_first_thousand_texts_of_a_column(narrowing):
    said = refused(narrowing({"Team": {f"{n:04}": 2 for n in range(1_200)}}), "Team = zz")
    assert said.endswith("0010, 0011 and 988 more.")


# --- what cannot be read ------------------------------------------------------------------------------


def test_a_place_is_named_of_the_first_thousand_texts_that_cannot_be_read(narrowing):
    texts = {f"x{n}": 1 for n in range(1_001)}
    rows = [["x1000"], ["x999"], ["x0"]]
    found = narrowing({"Age": texts}, rows=rows)
    [fits] = found.conditions(["Age < 2"])
    assert set(fits.values()) == {1}
    assert found.warnings == [
        "Rows that cannot be read in 'Age' are left out: 1,001, namely row 3 ('x999'), row 4 ('x0')."
    ]


def test_texts_of_a_personal_column_are_not_repeated(narrowing):
    texts = {"Born": {"2026-01-01": 1, "n/k": 2}}
    for personal, namely in ((("Born",), "row 3"), ((), "row 3 ('n/k')")):
        found = narrowing(texts, personal=personal)
        found.conditions(["Born < 2026-02-01"])
        assert found.warnings[-1] == (f"Rows that cannot be read in 'Born' are left out: 2, namely {namely}.")
        elsewhere = narrowing(texts, personal=personal, table=True)
        elsewhere.conditions(["Born < 2026-02-01"])
        end = "." if personal else ", namely 2 rows ('n/k')."
        assert elsewhere.warnings[-1] == f"Rows that cannot be read in 'Born' are left out: 2{end}"


# --- open on a day ------------------------------------------------------------------------------------


def test_open_on_a_day_is_begun_by_then_and_not_ended(narrowing):
    texts = {
        "Start": {"2026-03-31": 1, "2026-04-01": 1, "": 1},
        "End": {"2026-03-31": 1, "2026-04-01": 1, "": 1},
        "ID": {"1": 1, "2": 1, "3": 1},
    }
    found = narrowing(texts, profile=PROFILE)
    assert found.open_on(DAY) == [
        {"2026-03-31": 2, "2026-04-01": 0, "": 1},
        {"2026-03-31": 0, "2026-04-01": 2, "": 2},
    ]
    assert found.warnings == [
        "Open on 31 March 2026: 'Start' by then, 'End' blank or later.",
        "Rows that cannot be read in 'Start' are left out: 1, namely row 4.",
    ]
    assert found.open_on(None) == []


@pytest.mark.parametrize(
    ("headings", "profile"),
    [(("Start", "End"), None), (("Start",), PROFILE), (("End",), PROFILE), (("Child",), PROFILE)],
)
def test_where_beginnings_or_ends_are_not_known_it_is_said_how_to_write_them(narrowing, headings, profile):
    found = narrowing({name: {"2026-03-31": 1} for name in headings}, profile=profile)
    with pytest.raises(StateError) as caught:
        found.open_on(DAY)
    assert str(caught.value) == (
        "It is not known which columns of cases.csv hold beginnings and ends; write it out: "
        "--where 'START <= DATE' --where 'END is blank'."
    )


# --- what a certificate says of a frame ---------------------------------------------------------------


def state(asked, columns, lists=()):
    """What a certificate says of a frame of five units in two strata."""
    headings = (Heading("Child ID"), Heading("Team"), Heading("Worker"))
    register = Register("c.csv", Path("c.csv"), "List 5", "ab", headings, 0, Path("c.csv"), 1)
    frame = Frame(
        register, asked, SimpleNamespace(clusters=lambda: {"W": 5}), columns, 9, {"where": 3}, {"Team": 1},
        dict(lists), Totals({"A": 2, "B": 3}, "0 1", {}), (), {},
    )  # fmt: skip
    assert frame.source() == {"register": "c.csv", "sheet": "List 5", "sha256": "ab", "rows": 9}
    return frame.state()


COMMON = {
    "distinct": False,
    "excluded": [{"reason": "where", "units": 3}],
    "differing": [{"column": "Team", "units": 1}],
    "population": 5,
    "strata": {"A": 2, "B": 3},
    "fingerprint": "0 1",
}


def test_a_frame_that_nothing_narrows_says_only_what_it_has():
    asked = Asked(unit=("child",), by=("Team",))
    assert state(asked, Columns((0,), (1,))) == COMMON | {"unit": ["Child ID"], "by": ["Team"], "where": []}


def test_a_frame_says_everything_it_was_asked_for():
    asked = Asked(
        ("child",), True, "Mother", ("Team",), ("Age < 2",), DAY, "Worker", "Risk", ("Team", "Start"), ("x",)
    )
    lists = {"not-since": Listed("2026-01-01", ("b", "a")), "only": Listed("a.csv", ())}
    assert state(asked, Columns((0, 1), (1,), cluster=2), lists) == COMMON | {
        "unit": ["Child ID", "Team"],
        "distinct": True,
        "by": ["Team"],
        "where": ["Age < 2"],
        "open_on": "2026-03-31",
        "one_per": "Mother",
        "cluster": "Worker",
        "weight": "Risk",
        "order": ["Team", "Start"],
        "not_since": {"source": "2026-01-01", "units": 2, "sha256": digest(["a", "b"])},
        "only": {"source": "a.csv", "units": 0, "sha256": digest([])},
        "clusters": {"W": 5},
    }
