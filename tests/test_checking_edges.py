"""A look over a register at its edges: what is checked at all, in which order it is told, where it ends."""

import csv
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from tables_elsewhere import to_sqlite

from audit import definitions
from audit.registers.opening import open_register
from audit.registers.profile import Column, Profile
from audit.registers.register import Heading, Register
from audit.sampling import checking
from audit.sampling.checking import ColumnFinding, checked_columns, findings, look
from audit.sampling.engines import duck
from audit.sampling.engines.choosing import engine_for
from audit.sampling.engines.duck import Duck
from audit.sampling.engines.elsewhere import open_table
from audit.sampling.engines.engine import Filled, Ids, Survey

LIBRARY = definitions.library()
COLUMNS = (
    Column("id", ("id",), required=True, kind="id"),
    Column("episode", ("episode",), required=True),
    Column("name", ("name",), required=True),
    Column("note", ("note",)),
    Column("day", ("day",), kind="date"),
    Column("age", ("age",), kind="whole"),
)
HEADINGS = [column.name for column in COLUMNS]
PROFILE = Profile("p", "P", COLUMNS, unit=("id", "episode"))
NO_ID = "the row has no id; give it one, or take the row out."
BLOCKED = " no id that can be drawn; mend what is wrong with ids first"


@pytest.fixture
def opened(tmp_path):
    """Opens a CSV of rows, the headings first, with a profile or none, and what it types in its cells."""

    def opened(rows, *, profile=None, typed=None):
        path = tmp_path / "r.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        register = open_register(str(path), LIBRARY, tmp_path)
        known = profile.by_name if profile else {}
        headings = tuple(Heading(name, name if name in known else "") for name in rows[0])
        return replace(register, profile=profile, headings=headings, typed=typed or {})

    return opened


@pytest.fixture
def looked(opened, tmp_path):
    """Looks over such a register."""

    def looked(rows, *unit, personal=None, **more):
        with closing(Duck(opened(rows, **more), tmp_path)) as engine:
            return look(engine, unit, personal)

    return looked


class Counted:
    """An engine that answers what it is told to: rows, ids, texts, and whether ids cannot stand."""

    def __init__(self, register, count, ids, repeated=(), unfit=()):
        self.register, self.overview = register, self
        self.count, self.counted = count, ids
        self.repeats, self.unfits = repeated, unfit
        self.columns = None

    def mark(self, columns, **_):
        self.columns = columns

    def survey(self):
        bad = tuple(self.unfits) if self.columns.unit == (1,) else ()
        return Survey(self.count, bad, (), 0), {}

    def filled(self, *_):
        return self.count, (Filled(self.count, 2 * self.count),) * len(self.register.headings)

    def ids(self):
        return self.counted

    def repeated(self):
        return dict(self.repeats)

    def unfit(self):
        return dict(self.unfits)

    def same_rows(self, *_):
        return 0, ()

    def standing(self, *_):
        return 0


@pytest.fixture
def counted(tmp_path):
    """Looks over a register of two columns, `n` and `id`, of which an engine tells what is given here."""

    def counted(count, *given, profile=None):
        path = tmp_path / "r.csv"
        path.write_text("n,id\n1,2\n", encoding="utf-8")
        headings = (Heading("n"), Heading("id"))
        register = Register(str(path), path, "", "", headings, 0, path, 1, profile=profile)
        return look(Counted(register, count, *given), ("id",))

    return counted


def told(report):
    """The findings of a report: how bad, in which column, how many cells, in which rows as Excel counts."""
    return [
        (each.severity, each.column, each.sentence, each.count, [row + 1 for row in each.rows])
        for each in report.findings
    ]


def test_the_columns_that_are_checked_are_those_with_a_kind_or_that_must_be_filled_but_no_ids(opened):
    row = ["1", "1", "x", "y", "soon", "x"]
    assert checked_columns(opened([HEADINGS, row], profile=PROFILE)) == (2, 4, 5)
    more = opened([[*HEADINGS[::-1], "other"], [*row, "z"]], profile=replace(PROFILE, unit=("id",)))
    assert checked_columns(more) == (0, 1, 3, 4)
    assert checked_columns(opened([HEADINGS, row])) == ()


def test_the_findings_of_a_draw_stand_wrong_before_untidy_and_then_by_column(monkeypatch):
    severity = {1: "untidy", 2: "wrong", 4: "wrong", 5: "untidy"}
    monkeypatch.setattr(
        checking, "judge", lambda column, _: [("x", "is.", severity[HEADINGS.index(column.name)], 1)]
    )
    register = Register(
        *("r.csv", Path("r.csv"), "", "", tuple(Heading(name, name) for name in HEADINGS), 0, Path(), 1),
        profile=replace(PROFILE, unit=("id",)),
    )
    found = findings(register, {5: {}, 4: {}, 2: {}, 1: {}, 0: {}})
    assert [(each.severity, each.column) for each in found] == [
        *(("wrong", 2), ("wrong", 4)),
        *(("untidy", 1), ("untidy", 5)),
    ]


def test_what_is_told_stands_by_its_first_row_and_then_by_column(looked):
    rows = [
        HEADINGS,
        ["1", "1", "x", "", "soon", "old"],
        ["2", "1", "", "", "", "old"],
        ["3", "1", "x", "", "soon", "ten"],
        ["", "1", "x", "", "", ""],
        ["4", "", "x", "", "late", ""],
    ]
    report = looked(rows, profile=PROFILE)
    assert (report.unit, report.guessed, report.total, report.rows) == ((0, 1), False, "", 5)
    assert report.blocked == f"2 rows have{BLOCKED}"
    assert told(report) == [
        ("wrong", 4, "'soon' is not a date; write it as 31/03/2026.", 2, [2, 4]),
        ("wrong", 5, "'old' is not a whole number.", 2, [2, 3]),
        ("wrong", 5, "'ten' is not a whole number.", 1, [4]),
        ("wrong", 0, NO_ID, 2, [5, 6]),
        ("wrong", 4, "'late' is not a date; write it as 31/03/2026.", 1, [6]),
        ("untidy", 2, "the cell is blank; fill it in.", 1, [3]),
    ]


def test_ten_thousand_findings_are_kept_the_wrong_ones_first_and_the_cells_of_the_rest_counted(
    counted, monkeypatch
):
    untidy = [ColumnFinding(1, f"v{number}", 2, "is untidy.", "untidy") for number in range(10_001)]
    wrong = ColumnFinding(0, "soon", 1, "is wrong.", "wrong")
    monkeypatch.setattr(checking, "findings", lambda *_: (*untidy, wrong))
    report = counted(2, Ids(2, 0, 0, 1, 0, 0))
    assert (len(report.findings), report.more) == (10_000, 4)
    assert (report.findings[0], report.findings[-1]) == (wrong, untidy[9_998])


def test_a_column_is_judged_by_its_first_two_hundred_rows(looked):
    days = [*["soon"] * 20, *["1/1/2026"] * 180, "soon", "soon"]
    report = looked([["id", "day"], *([f"C{number}", day] for number, day in enumerate(days))])
    assert [held.kind for held in report.columns] == ["id", "date"]


def test_where_nothing_can_be_an_id_nothing_is_said_of_ids(looked):
    report = looked([["team", "ward"], ["A", "x"], ["A", "x"], ["B", ""]])
    assert (report.unit, report.guessed, report.ids, report.doubles, report.same) == ((), False, None, 0, ())
    assert report.blocked == "Say which column holds the ids: --unit COLUMN. r.csv has team, ward."
    assert not looked([["team"], ["A"]], "ID").guessed


def test_a_row_of_totals_is_known_by_the_first_column_of_the_ids(looked):
    rows = [["id", "n", "x"], ["1", "5", "a"], ["2", "4", "a"], ["2", "4", "a"], ["Total", "9", "b"]]
    report = looked(rows, "id", "n")
    assert (report.total, report.rows, report.blocked, report.doubles) == ("Total", 3, "", 1)
    assert (report.ids.different, report.ids.repeated) == (2, 1)
    assert [held.filled for held in report.columns] == [3, 3, 3]
    assert report.same == ((2, 3),)


def test_ids_that_cannot_stand_are_told_in_whole_sentences_under_the_first_of_their_columns(looked):
    rows = [["x", "ep", "id"], ["a", "1", ""], ["b", "2", "3\u200b"], ["c", "3", "3"], ["c", "3", "3"]]
    unseen = "the row has a character in its id that cannot be seen; type the id again."
    assert told(looked(rows, "id", "ep")) == [
        ("wrong", 2, NO_ID, 1, [2]),
        ("wrong", 2, unseen, 1, [3]),
        ("untidy", 2, "the id '3|3' stands on 2 rows.", 2, [4, 5]),
    ]
    typed = {2: {"date": (1, 3)}, 0: {"date": (2,)}}
    clean = [["x", "ep", "id"], ["a", "1", "1"], ["b", "2", "2"], ["c", "3", "3"]]
    report = looked(clean, "id", "ep", typed=typed)
    sentence = "the id is typed as a date; format the column as text, and type it again."
    assert told(report) == [("wrong", 2, sentence, 2, [2, 4])]
    assert report.blocked == f"2 rows have{BLOCKED}"
    assert looked(clean, "x", typed=typed).blocked == f"1 row has{BLOCKED}"
    assert looked([["id", "n"], ["", "1"], ["#N/A", "2"]], "id").blocked == "no row has an id"


def test_rows_without_an_id_are_not_compared_where_no_id_is_repeated(looked):
    report = looked([["id", "n"], ["", "5"], ["", "5"], ["1", "5"]], "id")
    assert (report.ids.repeated, report.doubles, report.same) == (0, 0, ())


@pytest.mark.parametrize(
    ("count", "repeats", "told_of"), [(4, 2, True), (5, 2, True), (6, 3, True), (5, 3, False), (3, 2, False)]
)
def test_repeated_ids_are_told_where_at_most_half_of_the_rows_repeat_one(counted, count, repeats, told_of):
    report = counted(count, Ids(count, 1, repeats, repeats, 0, 0), {"a": repeats})
    said = [each.sentence for each in report.findings]
    assert said == ([f"the id 'a' stands on {repeats} rows."] if told_of else [])


def test_repeated_ids_are_told_where_the_profile_says_that_a_child_stands_once(counted):
    ids = Ids(2, 1, 2, 2, 0, 0)
    once = Profile("p", "P", COLUMNS, unit=("id",))
    assert len(counted(2, ids, {"a": 2}, profile=once).findings) == 1
    assert counted(9, ids, {"a": 2}, profile=replace(once, repeats=True)).findings == ()


def test_ids_that_cannot_stand_are_looked_for_in_the_column_of_the_ids(counted):
    report = counted(3, Ids(2, 0, 0, 1, 1, 0), {}, {"": 1})
    assert [(each.column, each.sentence) for each in report.findings] == [(1, NO_ID)]
    assert report.blocked == f"1 row has{BLOCKED}"


def test_ids_that_end_as_decimals_do_are_told_with_how_many(looked):
    assert looked([["id", "n"], ["1", "1"], ["2", "1"]], "id").warnings == ()
    assert looked([["id", "n"], ["1.0", "1"], ["2", "1"]], "id").warnings == (
        "1 of the 2 ids end in .0; without it each is another id.",
    )


def test_the_first_column_of_ages_is_offered_however_far_the_next_stands(looked):
    headings = ["id", "age", *("note of " + letter for letter in "abcdef"), "age then"]
    rows = [[f"C{n}", str(n % 18), *[f"note {n}"] * 6, str(n % 18 + 1)] for n in range(200)]
    assert [each.by for each in looked([headings, *rows]).groupings] == ["age by 0-1,2-4,5-9,10-15,16+"]


def test_a_column_of_more_texts_than_are_held_is_read_to_its_end(looked, monkeypatch):
    rows = [[f"C{number}", "1", "x", "y", f"{number}/13/2026", "3"] for number in range(30)]
    whole = looked([HEADINGS, *rows], "id", profile=PROFILE)
    assert len(whole.findings) == 30
    monkeypatch.setattr(checking, "WIDE", 10)
    monkeypatch.setattr(duck, "MANY", 10)
    assert told(looked([HEADINGS, *rows], "id", profile=PROFILE)) == told(whole)


def test_the_findings_of_a_table_have_no_rows_and_stand_by_column(tmp_path):
    rows = [["id", "CIN Start Date", "n"], ["", "soon", "1"], ["1.0", "late", "2"], ["2", "soon", "3"]]
    address = to_sqlite(tmp_path / "r.db", rows)
    register = open_table(address, LIBRARY, tmp_path)
    columns = (Column("id", ("id",), kind="id"), Column("CIN Start Date", ("cin start date",), kind="date"))
    profile = Profile("p", "P", columns, unit=("id",))
    headings = tuple(Heading(name, name if name != "n" else "") for name in rows[0])
    register = replace(register, profile=profile, headings=headings)
    with closing(engine_for(register, tmp_path)) as engine:
        report = look(engine)
    assert told(report) == [
        ("wrong", 0, NO_ID, 1, []),
        ("wrong", 1, "'late' is not a date; write it as 31/03/2026.", 1, []),
        ("wrong", 1, "'soon' is not a date; write it as 31/03/2026.", 2, []),
    ]
    assert (report.blocked, report.same) == (f"1 row has{BLOCKED}", ())
