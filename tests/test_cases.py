"""The case list: who is to be read, who was struck out, who stands in line, and how it is printed."""

from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office import AS_SHOWN, converted
from openpyxl.utils import range_boundaries
from samples import DESIGNS, made, rows_of, sample
from test_workbook import texts
from test_workbook_pages import widths

from audit.errors import FileError
from audit.sampling.design import Design
from audit.workbook import fit
from audit.workbook.cases import TO_WRITE, write_cases

ON = date(2026, 11, 20)
EVIL = ("=1+1", "http://example.org/x", "@SUM(A1)", "+44", "-1", '=HYPERLINK("http://x","y")')


def read_back(found, path, **more):
    write_cases(path, found, on=ON, **more)
    return openpyxl.load_workbook(path)


def listed(sheet):
    """The rows of a sheet's only table, as {first cell: {heading: value}}; text that is empty reads None."""
    (table,) = sheet.tables.values()
    head, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
    return {row[0]: dict(zip(head, row, strict=True)) for row in rows}


# --- the cases ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DESIGNS)
def test_every_case_stands_in_a_row_of_its_own_and_reserves_stand_apart(name, tmp_path):
    found = made(name)
    book = read_back(found, tmp_path / "c.xlsx")
    shown = listed(book["Cases"])
    assert list(shown) == [entry.reference for entry in found.entries]
    for entry in found.entries:
        line = shown[entry.reference]
        assert (line["Child Unique ID"], line["Place"]) == (entry.unit, entry.place)
        assert line["Status"] == ("chosen by hand" if name == "judgement" else "drawn")
        heading = {"cluster": "Allocated Worker"}.get(name, "Stratum")
        assert line.get(heading, "") == entry.stratum
        assert [line[column] for column in TO_WRITE] == [None] * len(TO_WRITE)
    assert ("Reserves" in book.sheetnames) == bool(found.reserves)
    if found.reserves:
        rows = [[cell.value for cell in row] for row in book["Reserves"].iter_rows(min_row=2)]
        units = [case["unit"] for case in found.reserves]
        assert [value for row in rows for value in row if value in units] == units
        assert not {entry.unit for entry in found.entries} & set(units)


def test_the_sheet_says_first_what_was_drawn_when_and_how(tmp_path):
    said = " ".join(texts(read_back(made("equal"), tmp_path / "c.xlsx")["Cases"])[:6])
    assert said.startswith("S-001: 12 of 60 from annex_a.xlsx, sheet List 5")
    assert "Drawn on 16 November 2026; listed as it stood on 20 November 2026." in said
    assert "4 from each of 3 strata (Team), in equal parts, at least 2 from each: 12 of 60." in said


def test_a_struck_out_case_says_so_and_its_row_is_struck_by_those_words(tmp_path):
    design = Design("simple", 12, subs={"consent": "10%"})
    member = sample(design, rows_of(60)).certificate["sub_samples"]["consent"][0]
    out = sample(design, rows_of(60)).entry(member).reference
    found = sample(design, rows_of(60), replaced=[(out, "wrong cohort"), ("C-13", "closed before")])
    book = read_back(found, tmp_path / "c.xlsx")
    shown = listed(book["Cases"])
    assert shown[out]["Status"] == "struck out: wrong cohort"
    assert shown["C-13"]["Status"] == f"struck out: closed before (it took the place of {out})"
    assert shown["C-14"]["Status"] == "takes the place of C-13"
    assert [shown[name]["consent"] for name in (out, "C-13", "C-14")] == ["yes"] * 3
    assert sum(line["consent"] == "yes" for line in shown.values()) == 4
    assert "2 cases are struck out and not read; 12 cases are to be read." in texts(book["Cases"])
    spans = {str(span.sqref): span.rules[0] for span in book["Cases"].conditional_formatting}
    assert set(spans) == {"A1:D1048576", "F1:I1048576"}, "all but the status, which says why"
    rule = spans["A1:D1048576"]
    assert (rule.formula, rule.dxf.font.strike) == (['LEFT($E1,10)="struck out"'], True)


def test_the_rule_looks_at_our_status_where_the_register_has_columns_of_that_name(tmp_path):
    more = {"unit": ("Status",), "replaced": [("C-01", "wrong cohort")]}
    found = made("simple", **more)
    carried = {entry.unit: [("struck out",)] for entry in found.entries}
    book = read_back(found, tmp_path / "c.xlsx", carried=carried, headings=("Status",))
    head = [cell.value for row in book["Cases"].iter_rows() for cell in row if row[0].value == "Reference"]
    assert head[:5] == ["Reference", "Status", "Place", "Status (2)", "Status (3)"]
    rules = {str(span.sqref): span.rules[0].formula[0] for span in book["Cases"].conditional_formatting}
    out = 'LEFT($D1,10)="struck out"'
    assert rules == {"A1:C1048576": out, "E1:E1048576": out, "F1:I1048576": 'LEFT($A1,2)="C-"'}


def test_a_sample_thrown_away_says_so_before_its_cases(tmp_path):
    book = read_back(made("simple", discarded="drawn for a trial"), tmp_path / "c.xlsx")
    for name in ("Cases", "Certificate"):
        assert texts(book[name])[1].startswith("This sample was thrown away: drawn for a trial."), name
    assert "Sample thrown away: drawn for a trial" in texts(book["Certificate"])


def test_carried_columns_stand_only_where_asked_and_further_rows_on_their_own_sheet(tmp_path):
    found = made("simple")
    first, second, third = (entry.unit for entry in found.entries[:3])
    carried = {first: [("North", "1")], second: [("East", "2"), ("", "3"), ("West", "4")]}
    plain = read_back(found, tmp_path / "p.xlsx", carried=carried)
    assert "Rows" not in plain.sheetnames
    assert "North" not in texts(plain["Cases"])
    book = read_back(found, tmp_path / "c.xlsx", carried=carried, headings=("Team", "Episode"))
    shown = listed(book["Cases"])
    lines = [[shown[f"C-0{n}"][column] for column in ("Rows", "Team", "Episode")] for n in (1, 2, 3)]
    assert lines == [["1", "North", "1"], ["first of 3", "East", "2"], ["0", "–", "–"]], third
    (table,) = book["Rows"].tables.values()
    rows = [[cell.value for cell in row] for row in book["Rows"][table.ref]]
    assert rows == [
        ["Reference", "Row", "Team", "Episode"],
        ["C-02", "1 of 3", "East", "2"],
        ["C-02", "2 of 3", "", "3"],
        ["C-02", "3 of 3", "West", "4"],
    ]


def test_what_comes_from_the_register_never_becomes_a_formula_or_a_link(tmp_path):
    rows = [(f"{text} {n}", f"{text} team", "w", 1) for n, text in enumerate(EVIL * 3)]
    found = sample(Design("stratified", 9), rows, by=EVIL[:1], unit=EVIL[:1], replaced=[("C-01", EVIL[0])])
    carried = {entry.unit: [EVIL, EVIL] for entry in found.entries}
    more = {"carried": carried, "headings": EVIL, "partnership": EVIL[0], "marking": EVIL[0]}
    book = read_back(found, tmp_path / "c.xlsx", **more)
    assert [name for name in EVIL if name not in texts(book["Rows"])] == []
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                assert cell.hyperlink is None, (sheet.title, cell.coordinate)
    assert [line["=1+1"] for line in listed(book["Cases"]).values()] == [
        entry.unit for entry in found.entries
    ]


IDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=30)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(IDS, min_size=6, max_size=20, unique=True), st.lists(st.integers(1, 6), max_size=5))
def test_whatever_the_ids_and_replacements_no_case_is_lost_or_altered(tmp_path, ids, outs):
    rows = [(unit, "", "", 1) for unit in ids]
    found = sample(Design("simple", 3), rows)
    reasons = []
    for number in dict.fromkeys(outs):
        if found.reserves and number <= len(found.entries):
            reasons.append((f"C-{number:02}", "closed"))
            found = sample(Design("simple", 3), rows, replaced=reasons)
    shown = listed(read_back(found, tmp_path / "c.xlsx")["Cases"])
    wanted = [(entry.reference, entry.unit, bool(entry.struck)) for entry in found.entries]
    kept = [
        (name, line["Child Unique ID"], line["Status"].startswith("struck out"))
        for name, line in shown.items()
    ]
    assert kept == wanted


# --- reserves -------------------------------------------------------------------------------------


def test_reserves_say_what_they_are_for_and_stand_in_line_by_stratum(tmp_path):
    found = made("equal", replaced=[("C-01", "closed")])
    sheet = read_back(found, tmp_path / "c.xlsx")["Reserves"]
    said = " ".join(texts(sheet))
    assert "only for cases that turn out ineligible" in said
    assert "A missing file is a failure: it is recorded as such and not replaced." in said
    assert 'audit sample replace S-001 C-02 --reason "' in said
    (table,) = sheet.tables.values()
    rows = [[cell.value for cell in row] for row in sheet[table.ref]][1:]
    assert [(row[0], row[2], row[3]) for row in rows] == [
        (case["stratum"], case["unit"], case["place"]) for case in found.reserves
    ]
    lines = {name: [row[1] for row in rows if row[0] == name] for name in ("Team 1", "Team 2", "Team 3")}
    gone = found.entries[0].stratum
    assert lines == {name: list(range(1, 4 if name == gone else 5)) for name in lines}


def test_it_is_said_when_every_reserve_is_used(tmp_path):
    found = sample(Design("simple", 3, reserves=1), rows_of(9), replaced=[("C-01", "closed")])
    said = texts(read_back(found, tmp_path / "c.xlsx")["Reserves"])
    assert said[-1] == "No reserve is left; extend the sample: audit sample draw … --extends S-001."


# --- the file -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def long(tmp_path_factory):
    """A case list with long ids and strata, long carried text, several rows, one case struck out."""
    path = tmp_path_factory.mktemp("long") / "c.xlsx"
    where = {"name": "CHILD/2026/AN-ID-WITHOUT-ANY-SPACE-{:05}|again", "team": "A long name of a team, no {}"}
    found = sample(
        Design("stratified", 12), rows_of(90, teams=9, **where), replaced=[("C-02", "moved " * 20)]
    )
    many = " ".join(f"word{n}" for n in range(900))
    rows = [("22 September 2026", "A sentence that runs over lines. " * 8)]
    carried = {entry.unit: rows for entry in found.entries}
    carried[found.entries[3].unit] = [("22 September 2026", many), ("", "")]
    more = {"carried": carried, "headings": ("When", "What was said")}
    write_cases(path, found, on=ON, partnership="Kingsbridge SCP", marking="OFFICIAL-SENSITIVE", **more)
    return path


def test_every_text_fits_its_row_and_a_cut_one_stands_whole_in_notes(long):
    book = openpyxl.load_workbook(long)
    assert book.sheetnames == ["Cases", "Rows", "Reserves", "Certificate", "Notes"]
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    for sheet in book:
        wide = widths(sheet)
        for table in sheet.tables.values():
            for row in sheet[table.ref]:
                height = sheet.row_dimensions[row[0].row].height
                assert height <= 409
                for cell in row:
                    if isinstance(cell.value, str):
                        lines = fit.lines(cell.value, wide[cell.column])
                        assert lines * 13 <= height, (sheet.title, cell.coordinate)
    assert "(cut; the whole stands in Notes) [note 1]" in " ".join(texts(book["Cases"]))
    rows = [row for row in book["Notes"].iter_rows(values_only=True) if str(row[0]).startswith("Note 1")]
    assert "".join(row[2] for row in rows) == " ".join(f"word{n}" for n in range(900))


def test_it_prints_on_a4_across_with_running_headings_page_numbers_and_marking(long):
    book = openpyxl.load_workbook(long)
    for sheet in book:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert "OFFICIAL-SENSITIVE" in sheet.oddFooter.left.text
        assert "Kingsbridge SCP: S-001" in sheet.oddFooter.center.text
        assert "&P" in f"{sheet.oddFooter.right.text}"
    for name in ("Cases", "Rows", "Reserves"):
        sheet = book[name]
        (table,) = sheet.tables.values()
        top = range_boundaries(table.ref)[1]
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, name
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0), "1 where not said"
        assert sheet.print_title_rows == f"${top}:${top}"
        assert sheet.freeze_panes.endswith(str(top + 1))
        assert table.autoFilter is not None


def test_libreoffice_prints_it_and_no_cell_shows_hashes(long, tmp_path):
    converted(AS_SHOWN, tmp_path, long)
    shown = {file.stem: file.read_text(encoding="utf-8") for file in tmp_path.glob("*.csv")}
    assert sorted(shown) == [f"c-{name}" for name in ("Cases", "Certificate", "Notes", "Reserves", "Rows")]
    assert "###" not in "".join(shown.values())


def test_the_same_sample_and_day_give_the_same_bytes(tmp_path):
    pair = [tmp_path / f"{n}.xlsx" for n in range(2)]
    for path in pair:
        found = made("equal", replaced=[("C-01", "closed")])
        write_cases(path, found, on=ON, partnership="Kingsbridge SCP", marking="OFFICIAL")
    assert pair[0].read_bytes() == pair[1].read_bytes()


def test_a_path_that_cannot_be_a_workbook_is_refused_and_nothing_is_left(tmp_path):
    with pytest.raises(FileError, match=r"must end in \.xlsx"):
        write_cases(tmp_path / "cases.csv", made("simple"), on=ON)
    with pytest.raises(FileError, match="there is no folder"):
        write_cases(tmp_path / "none" / "c.xlsx", made("simple"), on=ON)
    assert list(tmp_path.iterdir()) == []
