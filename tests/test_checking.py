"""A look over a register: each defect that real files have is reported where it stands, or read right."""

import csv
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import definitions
from audit.errors import AuditError
from audit.registers import text_files
from audit.registers.opening import open_register
from audit.registers.register import rows
from audit.sampling import checking
from audit.sampling.building import build
from audit.sampling.checking import checked_columns, findings, look
from audit.sampling.engines.duck import Duck
from audit.sampling.engines.parquet import write_out
from audit.sampling.frame import Asked
from audit.schemas.registers import check_values

LIBRARY = definitions.library()
NEED, TEAM = "N1 - Abuse or neglect", "Allocated Team"
LIST_6 = [
    *("Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)"),
    *("Does the Child have a Disability", "CIN Start Date", "Primary Need Code", "Date Child Was Last Seen"),
    *("CIN Closure Date", "Reason for Closure", "Case status", TEAM, "Allocated Worker"),
]
EPISODES = [
    *("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC"),
    *("REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN"),
]
A, D, E, G, H, K, M, N = 0, 3, 4, 6, 7, 10, 12, 13


def child(number, **cells):
    """A tidy row of list 6; cells by letter."""
    row = [
        *(1000 + number, "a) Male", "a) WBRI", date(2012, 1, 1) + timedelta(number), 12, "b) No"),
        *(date(2025, 7, 1) + timedelta(number), NEED, date(2026, 1, 1), None, None),
        *("c) Child in need plan", ["North", "South"][number % 2], f"Worker {number % 3}"),
    ]
    for letter, value in cells.items():
        row[ord(letter) - ord("A")] = value
    return row


@pytest.fixture
def looked(tmp_path):
    """Looks over a file, or a workbook made of rows of list 6 under their headings in row 1."""

    def looked(given, *, headings=LIST_6, unit=(), personal=None):
        scratch = tmp_path / "scratch"
        scratch.mkdir(exist_ok=True, mode=0o700)
        path = given
        if isinstance(given, list):
            path = tmp_path / "cases.xlsx"
            book = openpyxl.Workbook()
            book.active.title = "List 6"
            for row in [headings, *given]:
                book.active.append(row)
            book.save(path)
        register = open_register(str(path), LIBRARY, scratch, write_out)
        with closing(Duck(register, scratch)) as engine:
            return look(engine, unit, personal or {})

    return looked


@pytest.fixture
def written(tmp_path):
    """Writes a CSV."""

    def written(rows, name="cases.csv", encoding="utf-8"):
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows)
        return path

    return written


def told(report):
    """The findings of a report, briefly: severity, column, value, cells, rows as Excel counts them."""
    return [
        (each.severity, each.column, each.value, each.count, [row + 1 for row in each.rows])
        for each in report.findings
    ]


def by(report):
    return {each.by: each for each in report.groupings}


def test_a_tidy_list_has_no_findings_and_can_be_drawn_from(looked):
    report = looked([child(number) for number in range(6)])
    assert report.register.profile.ref == "annex-a/list-6"
    assert (report.unit, report.guessed, report.rows, report.total) == ((A,), False, 6, "")
    assert (report.ids.different, report.ids.repeated, report.ids.blank) == (6, 0, 0)
    assert (report.findings, report.blocked, report.warnings, report.doubles) == ((), "", (), 0)
    assert [held.filled for held in report.columns] == [6] * 9 + [0, 0] + [6] * 3


def test_values_that_do_not_fit_are_found_where_they_stand_wrong_before_untidy(looked):
    rows = [child(number) for number in range(8)]
    rows[0][E], rows[1][E], rows[2][E] = 6.138, -1, 99
    rows[3][D] = "May be 8 Jan 2000"
    rows[4][D] = "2010-01-01"  # an ISO date as text is a date
    rows[5][H] = rows[6][H] = "nope"
    rows[7][G] = None
    report = looked(rows)
    assert told(report) == [
        ("wrong", E, "99", 1, [4]),
        ("wrong", D, "May be 8 Jan 2000", 1, [5]),
        ("untidy", E, "6.138", 1, [2]),
        ("untidy", H, "nope", 2, [7, 8]),
        ("untidy", G, "", 1, [9]),
    ]
    assert report.findings[1].sentence == "'May be 8 Jan 2000' is not a date; write it as 31/03/2026."
    assert report.findings[4].sentence == "the cell is blank; fill it in."
    assert (report.cells("wrong"), report.cells("untidy")) == (2, 4)
    assert not report.blocked  # none of it changes who can be drawn


def test_a_placement_postcode_that_is_none_is_untidy(looked, written):
    row = ["1", "01/01/2026", "S", "L1", "N1", "A3", "PR1", "", "", "", "AB1 2CD", "nope", "1"]
    report = looked(written([EPISODES, row]))
    assert told(report) == [("untidy", 11, "nope", 1, [2])]
    assert "postcode" in report.findings[0].text


def test_what_says_that_nothing_is_there_counts_as_blank(looked):
    said = [None, "#N/A", "''", "#n/a", " ", "\xa0"]
    report = looked([child(number, M=text, N="#N/A") for number, text in enumerate(said)])
    assert [report.columns[column].filled for column in (M, N)] == [0, 0]
    assert TEAM not in by(report)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1009.5, "a fraction"),
        (date(2026, 1, 1), "a date"),
        (True, "true or false"),
        (10**15, "too long for a spreadsheet"),
    ],
)
def test_ids_that_a_workbook_types_as_something_else_cannot_be_drawn(looked, value, said):
    report = looked([child(1), child(2, A=value), child(3)])
    assert told(report) == [("wrong", A, "", 1, [3])]
    assert said in report.findings[0].sentence
    assert report.blocked.startswith("1 row has no id that can be drawn")


def test_a_whole_number_kept_as_a_float_is_an_id_as_it_was_typed(looked):
    report = looked([child(number, A=1000.0 + number) for number in range(3)])
    assert (report.blocked, report.warnings, report.ids.pointed) == ("", (), 0)


def test_rows_without_an_id_and_ids_that_cannot_stand_block_a_draw(looked, written):
    report = looked(
        written([["id", "team"], ["1", "A"], ["", "A"], ["3\u200b", "B"], ["#N/A", "B"]]), unit=["id"]
    )
    assert report.blocked.startswith("3 rows have no id")
    assert told(report) == [("wrong", 0, "", 2, [3, 5]), ("wrong", 0, "3\u200b", 1, [4])]
    assert report.ids.blank == 2


def test_ids_in_text_that_all_end_in_point_nought_are_warned_of(looked, written):
    every = looked(written([["id"], ["1001.0"], ["1002.0"]]))
    assert len(every.warnings) == 1
    assert every.warnings[0].startswith("Every id ends in .0")
    some = looked(written([["id"], ["1001.0"], ["1002"]]))
    assert some.warnings[0].startswith("1 of the 2 ids end in .0")
    assert not every.blocked
    assert not looked(written([["id"], ["1001"], ["1002"]])).warnings


def test_rows_that_are_the_same_are_counted_and_named(looked):
    rows = [child(number) for number in range(4)]
    report = looked([*rows, rows[1], rows[1], rows[3], child(2, M="Elsewhere")])
    assert report.doubles == 3
    assert [[row + 1 for row in group] for group in report.same] == [[3, 6, 7], [5, 8]]
    assert (report.ids.different, report.ids.repeated, report.ids.most) == (4, 3, 3)
    assert ("untidy", A, "1002", 2, [4, 9]) in told(report)  # repeated, but not the same


def test_where_rows_are_events_repeated_ids_are_no_fault(looked, written):
    rows = [[str(number % 2), "01/01/2026", "S", "L1", "N1", "A3", "PR1", *[""] * 6] for number in range(6)]
    report = looked(written([EPISODES, *rows]))
    assert (report.ids.different, report.ids.repeated, report.ids.repeats) == (2, 2, 6)
    assert not report.blocked
    assert told(report) == []
    assert report.doubles == 4


def test_a_last_row_of_totals_is_in_no_count(looked):
    total = ["Total", *[None] * 3, 24, *[None] * 9]
    report = looked([child(0), child(1), total])
    assert (report.total, report.rows, report.ids.different) == ("Total", 2, 2)
    assert [report.columns[column].filled for column in (A, E, M)] == [2, 2, 2]
    assert told(report) == []


def test_a_row_of_totals_is_not_named_among_the_rows_of_a_finding(looked):
    total = ["Total", *[None] * 3, 99, *[None] * 9]
    report = looked([child(0), child(1, E=99), child(2), child(2), total])  # the same rows: all is read
    assert ("wrong", E, "99", 1, [3]) in told(report)


def test_blank_rows_are_in_no_count(looked, written):
    report = looked(written([["id", "team"], ["1", "A"], ["", " "], ["2", "A"], []]), unit=["id"])
    assert (report.rows, report.ids.blank, report.blocked) == (2, 0, "")


# --- what it can be drawn by ------------------------------------------------------------------------


def test_strata_are_the_profiles_with_dates_by_quarter_and_ages_in_bands(looked):
    rows = [child(number * 20, M=["North", "South"][number % 2], E=number) for number in range(8)]
    rows[7][M], rows[6][E] = "#N/A", -1
    found = by(looked(rows))
    assert list(found)[:1] == [TEAM]
    assert (dict(found[TEAM].rows), found[TEAM].blank) == ({"North": 4, "South": 3}, 1)
    assert dict(found["CIN Start Date by quarter"].rows) == {"2025-Q3": 5, "2025-Q4": 3}
    ages = found["Age of Child (Years) by -1,0-1,2-4,5-9,10-15,16+"]
    assert list(ages.rows.items()) == [("-1", 1), ("0-1", 2), ("2-4", 3), ("5-9", 2)]


def test_values_that_differ_only_in_case_or_spacing_are_named(looked):
    teams = ["North", "north ", "East\xa0Team", "East Team", "West"]
    found = by(looked([child(number, M=team) for number, team in enumerate(teams * 2)]))[TEAM]
    assert set(found.alike) == {("North", "north"), ("East Team", "East\xa0Team")}


def test_a_plain_list_is_grouped_by_columns_whose_few_values_come_back(looked, written):
    head = ["ref", "Team", "Surname", "Opened", "Note", "Ward"]
    rows = [
        [f"R{n}", "AB"[n % 2], "xyz"[n % 3], f"{n % 28 + 1:02}/0{n % 9 + 1}/2025", f"note {n % 36}", "one"]
        for n in range(60)
    ]
    report = looked(written([head, *rows]), personal={2: "a name"})
    assert report.register.profile is None
    assert (report.unit, report.guessed, report.blocked) == ((0,), True, "")
    assert list(by(report)) == ["Team", "Opened by quarter"]
    assert [held.kind for held in report.columns] == ["id", "text", "text", "date", "text", "text"]
    assert report.columns[2].personal == "a name"


def test_ids_are_guessed_by_their_heading_else_by_being_different(looked, written):
    ordered = [["Worker", "Case"], ["W1", "7"], ["W1", "8"], ["W2", "9"]]
    assert looked(written(ordered)).unit == (1,)
    headed = [["Letter", "Child ID"], ["a", "1"], ["b", "1"], ["b", "2"]]
    report = looked(written(headed))
    assert (report.unit, report.ids.repeated) == ((1,), 1)


def test_a_list_in_which_nothing_can_be_an_id_says_what_to_do(looked, written):
    report = looked(written([["team", "ward"], ["A", "x"], ["A", "x"], ["B", "x"]]))
    assert (report.unit, report.ids) == ((), None)
    assert "--unit COLUMN" in report.blocked
    assert "no column 'ID'" in looked(written([["team"], ["A"]]), unit=["ID"]).blocked


# --- the same checks for a draw ---------------------------------------------------------------------


def test_the_checks_of_a_draw_are_the_same(looked):
    rows = [child(number) for number in range(4)]
    rows[1][D], rows[2][H] = "soon", "nope"
    report = looked(rows)
    columns = checked_columns(report.register)
    assert A not in columns  # ids are checked where units are made
    assert {D, E, G, H} <= {*columns}
    assert {M, N}.isdisjoint(columns)  # plain text, and not required
    values = {D: {"soon": 1, "": 2, "2012-01-01": 1}, H: {" nope": 2, "nope": 1, NEED: 1}}
    found = findings(report.register, values)
    assert [(each.severity, each.column, each.value, each.count) for each in found] == [
        ("wrong", D, "soon", 1),
        ("untidy", H, "nope", 3),
    ]


CELLS = st.sampled_from(
    ["", " ", "''", "#N/A", "31/03/2026", "2026-03-31", "soon", " soon", "soon ", "31/02/2026", "1/1/1066"]
)
CODES = st.sampled_from(["", "L1", "l1", "L9", " L9", "nope", "Nope", "#N/A"])


@cache
def alone(column, value):
    """What is wrong with a value by itself; kept, since starting the checks takes longer than they do."""
    return check_values(column, [value])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.tuples(CELLS, CODES), min_size=1, max_size=30))
def test_every_cell_that_does_not_fit_is_counted_and_found_once(looked, written, cells):
    table = [
        [f"C{number}", day, "S", code, "N1", "A3", "PR1", *[""] * 6]
        for number, (day, code) in enumerate(cells)
    ]
    report = looked(written([EPISODES, *table]))
    expected = {}
    for number, (_, row) in enumerate(rows_of(report)):
        for index, heading in enumerate(report.register.headings):
            column = report.register.profile.by_name[heading.column]
            for each in alone(column, row[index].strip()) if index else ():
                blank = row[index].strip() in {"", "''", "#N/A"}
                value = "" if blank else each.value
                expected.setdefault((index, value, each.severity), []).append(number + 2)
    found = {(each.column, each.value, each.severity): each for each in report.findings}
    assert {key: [row + 1 for row in each.rows] for key, each in found.items()} == expected
    assert all(each.count == len(each.rows) for each in found.values())


IDS = st.sampled_from(["1", "2", "3", " 3", "", "#N/A", "4\u200b", "Total", "Grand total 9", "5.0"])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ids=st.lists(IDS, min_size=1, max_size=6))
def test_what_can_be_drawn_from_is_what_a_frame_can_be_made_of(written, tmp_path, ids):
    scratch = tmp_path / "scratch"
    scratch.mkdir(exist_ok=True)
    path = written([["id", "team"], *([text, f"T{number}"] for number, text in enumerate(["9", *ids]))])
    register = open_register(str(path), LIBRARY, scratch)
    with closing(Duck(register, scratch)) as engine:
        report = look(engine, ["id"])
    asked = Asked(unit=("id",), distinct=report.ids.repeated > 0)
    with closing(Duck(register, scratch)) as engine:
        try:
            frame = build(engine, asked, {})
        except AuditError:
            frame = None
    assert bool(report.blocked) == (frame is None or frame.population == 0)
    if frame and frame.population:
        assert (frame.population, frame.excluded.get("total row", 0)) == (
            report.ids.different,
            bool(report.total),
        )


def rows_of(report):
    """The rows of a register; its copy lies there as long as the test runs."""
    return list(rows(report.register))


def test_a_column_of_very_many_texts_is_checked_the_same(looked, monkeypatch):
    given = [child(number, D=f"{number}/13/2026", M="x") for number in range(30)]
    given[4][D] = f" {given[3][D]}"  # the same once trimmed, though it comes in another batch
    whole = looked(given)
    monkeypatch.setattr(checking, "WIDE", 3)
    monkeypatch.setattr(checking, "BATCH", 4)
    monkeypatch.setattr("audit.sampling.engines.overview.BATCH", 1)
    assert told(looked(given)) == told(whole)
    assert len(told(whole)) == 29


def test_only_so_many_findings_are_kept_and_the_rest_counted(looked, monkeypatch):
    given = [child(number, D=f"{number}/13/2026") for number in range(9)]
    monkeypatch.setattr(checking, "KEPT", 5)
    report = looked(given)
    assert (len(report.findings), report.more) == (5, 4)


def test_a_file_of_any_size_is_looked_at_as_a_small_one_is(looked, written, monkeypatch):
    table = [
        [f"C{number % 7}", "soon" if number == 4 else "1/1/2026", "S", "L1", "N1", "A3", "PR1", *[""] * 6]
        for number in range(20)
    ]
    path = written([EPISODES, *table])
    small = looked(path)
    monkeypatch.setattr(text_files, "SMALL", 0)
    large = looked(path)
    assert not large.register.written
    assert replace(large, register=small.register) == small


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_encoding_and_separator_gives_the_same(looked, tmp_path, encoding, separator):
    path = tmp_path / "cases.csv"
    lines = [
        ["Child ID", "Team"],
        ["1", "Zoë"],
        ["2", "Zoë"],
        ["3", "Łukasz" if "utf" in encoding else "Zoé"],
    ]
    text = "\r\n".join(separator.join(line) for line in lines)
    path.write_bytes(text.encode(encoding))
    report = looked(path)
    assert (report.rows, report.ids.different, report.unit) == (3, 3, (0,))
    assert report.columns[0].heading == "Child ID"
    assert any("Windows-1252" in note for note in report.register.notes) == (encoding == "cp1252")
