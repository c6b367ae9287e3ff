"""Registers opened from workbooks: which sheet is meant, typed cells as text, what a sheet hides."""

import csv
import sys
import zipfile
from datetime import date, datetime, time

import pytest
import xlsxwriter
from fake_registers import REGISTERS, needs_registers
from office import converted

from audit import definitions
from audit.errors import FileError
from audit.registers.opening import open_all, open_register
from audit.registers.register import Register, rows

LIBRARY = definitions.library()
SECTION_47 = "Strategy discussion initiating Section 47 Enquiry Start Date"
LIST_1 = [
    "Child Unique ID",
    "Gender",
    "Ethnicity",
    "Date of Birth",
    "Age",
    "Date of Contact",
    "Contact Source",
]
LIST_5 = [
    *("Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)"),
    *("Does the Child have a Disability", SECTION_47),
    "Was an Initial Child Protection Conference deemed unnecessary?",
    "Date of Initial Child Protection Conference",
    "Did the Initial Child Protection Conference Result in a Child Protection Plan",
    *("Number of Section 47 Enquiries in the last 12 months", "Number of ICPCs in the last 12 months"),
    *("Allocated Team", "Allocated Worker"),
]
CASES = [["id", "team"], [1001, "North"], [1002, "South"]]


@pytest.fixture
def scratch(tmp_path):
    folder = tmp_path / "scratch"
    folder.mkdir(mode=0o700)
    return folder


def made(path, sheets, hide=()):
    """A workbook of {sheet: rows}; None leaves a cell empty."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy hh:mm"})
    book.set_properties({"created": datetime(2026, 3, 31)})
    for name, cells in sheets.items():
        sheet = book.add_worksheet(name)
        for row, values in enumerate(cells):
            for column, value in enumerate(values):
                if value is not None:
                    sheet.write(row, column, value)
        if name in hide:
            sheet.hide()
    book.close()
    return path


@pytest.fixture
def opened(tmp_path, scratch):
    """Opens a register in a workbook of these sheets."""

    def opened(sheets, name="", **options):
        path = made(tmp_path / "a.xlsx", sheets, **options)
        return open_register(f"{path}#{name}" if name else str(path), LIBRARY, scratch)

    return opened


@pytest.fixture
def refused(opened):
    """What is said of a workbook in which no register can be opened, without its name."""

    def refused(sheets, name="", **options):
        with pytest.raises(FileError) as caught:
            opened(sheets, name, **options)
        assert len(caught.value.problems) == 1
        return str(caught.value.problems[0])

    return refused


def texts(register):
    return [row for _, row in rows(register)]


# --- cells ------------------------------------------------------------------------------------------


def test_typed_cells_are_written_as_the_draw_reads_them(opened):
    cells = [
        ["id", "worker"],
        [1001.0, "00123"],
        [1001.5, date(2026, 3, 31)],
        [True, datetime(2026, 3, 31, 14, 5)],
        [1e15, -2],
        [999_999_999_999_999, "#N/A"],
        [" x\u00a0", " 1001.0\n"],
        [0, time(9, 30)],
    ]
    register = opened({"Cases": cells})
    assert texts(register) == [
        ["1001", "00123"],
        ["1001.5", "2026-03-31"],
        ["yes", "2026-03-31 14:05"],
        ["1000000000000000", "-2"],
        ["999999999999999", "#N/A"],
        [" x\u00a0", " 1001.0\n"],
        ["0", "09:30"],
    ]
    assert register.typed == {
        0: {"fraction": (2,), "yes or no": (3,), "too large": (4,)},
        1: {"date": (2, 3, 7)},
    }
    assert (register.sheet, register.name) == ("Cases", "a.xlsx#Cases")


def test_only_the_first_thousand_typed_cells_of_a_kind_are_named(opened):
    register = opened({"Cases": [["id", "day"], *([number, 0.5] for number in range(1_100))]})
    assert register.typed == {1: {"fraction": tuple(range(1, 1_001))}}
    assert len(texts(register)) == 1_100


def test_a_row_of_noughts_is_a_row(opened):
    assert texts(opened({"Cases": [["count"], [0]]})) == [["0"]]


def test_a_table_may_begin_in_column_b_below_titles_and_hold_blank_rows(opened):
    cells = [
        [None, "List of cases", None, None],
        [],
        [None, None, "as at 31 March", None],
        [None, "id", "team", "worker"],
        [None, 7, "North", "Ann"],
        [],
        [None, 8, "South", None, "seen"],
    ]
    register = opened({"Cases": cells})
    assert [heading.text for heading in register.headings] == ["", "id", "team", "worker", ""]
    assert (register.header_row, register.skip) == (3, 4)
    assert [*rows(register)] == [
        (4, ["", "7", "North", "Ann", ""]),
        (5, ["", "", "", "", ""]),
        (6, ["", "8", "South", "", "seen"]),
    ]
    assert register.notes == ("column E has no heading, although cells below are filled",)
    with register.data.open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == ["", "List of cases", "", "", ""]


def test_merged_cells_are_noted(tmp_path, scratch):
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("Cases")
    sheet.merge_range("A1:B1", "Cases of the year")
    sheet.write_row("A2", ["id", "team"])
    sheet.write_column("A3", [1, 2])
    sheet.merge_range("B3:B4", "North")
    book.close()
    register = open_register(str(tmp_path / "a.xlsx"), LIBRARY, scratch)
    assert register.notes == ("cells are merged from row 3 on; only the first of them holds the value",)
    assert texts(register) == [["1", "North"], ["2", ""]]


# --- sheets -----------------------------------------------------------------------------------------


def annex_a(front=True):
    before = {
        name: [["Heading", "Guidance"], ["x", "y"]] for name in ("Front_Sheet", "Guidance", "Codes_used")
    }
    before["FAQ_and_changes"] = [["Question", "Answer"], ["x", "y"]]
    title = [["List 5: Section 47 enquiries and Initial Child Protection Conferences"], LIST_5]
    return (before if front else {}) | {"List_5": [*title, [11, "a) Male"], [12]]}


def test_the_only_list_among_front_sheets_is_taken(opened):
    register = opened(annex_a())
    assert (register.sheet, register.profile.ref, register.header_row) == ("List_5", "annex-a/list-5", 1)
    assert [row[:2] for row in texts(register)] == [["11", "a) Male"], ["12", ""]]
    assert register.headings[6].column == SECTION_47
    assert register.notes == ()


@pytest.mark.parametrize("name", ["List_5", "List 5", "list 5", "LIST5", " list_5 "])
def test_a_sheet_is_found_however_it_is_spelt(opened, name):
    assert opened(annex_a() | {"List_1": [LIST_1, [1]]}, name).sheet == "List_5"


def test_a_sheet_that_is_not_there_is_told_with_the_nearest(refused):
    assert refused(annex_a(front=False), "List_4") == (
        "there is no sheet 'List_4' with anything in it; did you mean 'List_5'?"
    )


def test_several_lists_are_told_with_what_they_are(refused):
    said = refused(annex_a() | {"List 1": [LIST_1, [1]]})
    assert said == (
        "it holds several lists: 'List_5' (Annex A, list 5: section 47 enquiries and initial child "
        "protection conferences) and 'List 1' (Annex A, list 1: contacts); name one of them as a.xlsx#List_5."
    )


def test_the_only_list_with_rows_is_taken_and_what_is_left_aside_is_told(opened):
    register = opened({"List_1": [LIST_1], "Pivot": CASES, **annex_a()})
    assert register.sheet == "List_5"
    assert register.notes == ("the sheets 'List_1' (Annex A, list 1: contacts) and 'Pivot' are left aside",)


def test_shown_sheets_come_before_hidden_ones(opened):
    register = opened({"New": CASES, "Old": CASES}, hide=["Old"])
    assert (register.sheet, register.notes) == ("New", ("the sheet 'Old' is left aside",))
    register = opened({"Guidance": CASES, "Old": CASES}, hide=["Old"])
    assert (register.sheet, register.notes) == ("Old", ("the sheet is hidden",))


def test_several_plain_lists_are_told_by_name(refused):
    assert refused({"A": CASES, "B": CASES}) == (
        "it holds several lists: 'A' and 'B'; name one of them as a.xlsx#A."
    )


def test_an_empty_list_is_refused_with_its_sheet(refused):
    said = "the list is empty: nothing stands below its headings in row 1; send the list with its rows."
    assert refused({"List_1": [LIST_1]}) == f"sheet List_1: {said}"


def test_a_sheet_without_headings_is_refused_with_its_name(refused):
    said = "no row of headings with rows below it is found; give every column its name in the first row."
    assert refused({"A": CASES, "B": [[1, 2], [3, 4]]}, "B") == f"sheet B: {said}"
    assert refused({"B": [[1, 2], [3, 4]]}) == said


def test_the_send_annex_is_refused_in_its_profiles_words(refused):
    cells = [["Unique ID", "UPN", "ULN", "Date of birth"], ["1", None, None, None]]
    assert "SEND" in refused({"List_1": cells})
    assert "SEND" in refused({"List_1": cells, "List_2": cells}, "List_1")


def test_every_sheet_is_opened_or_refused_in_its_order(tmp_path, scratch):
    sheets = annex_a() | {"List_1": [LIST_1], "Team": CASES, "Blank": [], "Sums": [[1, 2], [3, 4]]}
    path = made(tmp_path / "a.xlsx", sheets)
    found = open_all(str(path), LIBRARY, scratch)
    assert [(one.sheet, isinstance(one, Register)) for one in found] == [
        *((name, False) for name in ("Front_Sheet", "Guidance", "Codes_used", "FAQ_and_changes")),
        ("List_5", True),
        ("List_1", False),
        ("Team", True),
        ("Sums", False),
    ]
    assert found[0].problem == "it explains the workbook and is no list of cases."
    assert found[5].problem.startswith("the list is empty: ")
    assert found[7].problem.startswith("no row of headings ")
    assert [one.sheet for one in open_all(f"{path}#team", LIBRARY, scratch)] == ["Team"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (b"PK\x03\x04 and no more", "it is damaged, or only part of it came"),
        (b"<html></html>", "it is named .xlsx but is no such workbook"),
        (b"", "it is empty"),
    ],
)
def test_a_workbook_that_cannot_be_read_is_a_sentence(tmp_path, scratch, content, said):
    (tmp_path / "a.xlsx").write_bytes(content)
    for open_ in (open_register, open_all):
        with pytest.raises(FileError, match=said):
            open_(str(tmp_path / "a.xlsx"), LIBRARY, scratch)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_can_open_our_copy(opened, scratch):
    register = opened({"Cases": CASES})
    assert register.data.parent == scratch
    assert register.data.stat().st_mode & 0o777 == 0o600


# --- what a sheet hides -----------------------------------------------------------------------------

UNSEEN = (
    "rows 3-4 and 6 are hidden in the sheet and stay in",
    "column B is hidden in the sheet and stays in",
    "a filter is on in the sheet; the rows that it hides stay in",
)


def hiding(path):
    """A workbook whose sheet hides rows and a column that hold cases, and others that hold nothing."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Cases")
    for row in range(6):
        sheet.write_row(row, 0, [row, "North", "x"] if row else ["id", "team", "worker"])
    for row in (0, 2, 3, 5, 40):
        sheet.set_row(row, None, None, {"hidden": True})
    sheet.set_column(1, 1, None, None, {"hidden": True})
    sheet.set_column(5, 16383, None, None, {"hidden": True})
    sheet.autofilter(0, 0, 5, 2)
    sheet.filter_column(0, "x < 2")
    book.close()
    return path


def test_hidden_rows_columns_and_a_filter_are_noted_and_stay_in(tmp_path, scratch):
    path = hiding(tmp_path / "a.xlsx")
    register = open_register(str(path), LIBRARY, scratch)
    assert register.notes == UNSEEN
    assert [row[0] for row in texts(register)] == ["1", "2", "3", "4", "5"]
    assert open_all(str(path), LIBRARY, scratch)[0].notes == UNSEEN


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_other_workbooks_open_like_their_excel_original(tmp_path, scratch, kind):
    path = hiding(tmp_path / "a.xlsx")
    [other] = converted(kind, tmp_path, path)
    register = open_register(str(other), LIBRARY, scratch)
    assert texts(register) == texts(open_register(str(path), LIBRARY, scratch))
    assert register.notes == (UNSEEN if kind == "ods" else ())


def test_an_ods_written_by_hand_is_read_with_what_it_hides(tmp_path, scratch):
    def row(*cells, attributes=""):
        text = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in cells
        )
        return f"<table:table-row{attributes}>{text}</table:table-row>"

    name = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{name}:office:1.0" xmlns:table="{name}:table:1.0" '
        f'xmlns:text="{name}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
        '<table:table table:name="Cases"><table:table-column table:number-columns-repeated="2"/>'
        + row("id", "team")
        + row("7", "A", attributes=' table:visibility="collapse"')
        + row("8", "B")
        + "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="x"/>')
    register = open_register(str(tmp_path / "a.ods"), LIBRARY, scratch)
    assert texts(register) == [["7", "A"], ["8", "B"]]
    assert register.notes == ("row 2 is hidden in the sheet and stays in",)


# --- registers that others have made up -------------------------------------------------------------


@needs_registers
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("annex_a/liia_Annex_A_2024_Jan.xlsx", [5, 5, 6, 5, 5, 5, 7, 5, 6, 5, 5]),
        ("annex_a/cscdp_annexa_example.xlsx", [13, 2, 11, 5, 4, 2, 3, 3, 0, 0, 0]),
    ],
)
def test_every_list_of_the_public_workbooks_is_opened(scratch, name, counts):
    found = open_all(str(REGISTERS / name), LIBRARY, scratch)
    assert [len(texts(one)) if isinstance(one, Register) else 0 for one in found] == counts
    for number, one in enumerate(found, start=1):
        if isinstance(one, Register):
            assert one.profile.ref == f"annex-a/list-{number}"
            assert all(row[0].isdecimal() for row in texts(one))
            assert 0 not in one.typed


@needs_registers
@pytest.mark.parametrize(("name", "count"), [("episodes", 5050), ("header", 2675), ("reviews", 12582)])
def test_the_public_903_files_are_opened(scratch, name, count):
    path = REGISTERS / "ssda903" / f"{name}.csv"
    register = open_register(str(path), LIBRARY, scratch)
    with path.open(encoding="utf-8", newline="") as file:
        assert texts(register) == [*csv.reader(file)][1:]
    assert (register.profile.ref, len(texts(register))) == (f"ssda903/{name}", count)
