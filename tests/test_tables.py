"""Files as rows of cells: what is read, where it stands, and how what cannot be read is told."""

import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from office import converted
from openpyxl.utils import get_column_letter

from audit import tables
from audit.errors import FileError
from audit.tables import address, place, read, text
from audit.tables.archives import OLD
from audit.tables.refusals import LARGEST, UNPACKED


def workbook(path, sheets):
    """A workbook of {sheet: {cell: value}}."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"})
    book.set_properties({"created": datetime(2026, 3, 31)})  # the same cells give the same bytes
    for name, cells in sheets.items():
        sheet = book.add_worksheet(name)
        for cell, value in cells.items():
            sheet.write(cell, value)
    book.close()
    return path


def sentence(path):
    """What is said of a file that cannot be read, without its name."""
    with pytest.raises(FileError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}, ")
    assert len(caught.value.problems) == 1
    return str(caught.value).removeprefix(f"{path}, ")


def whole_or_refused(path):
    """Whether a file is read to tables of even rows, or refused in one sentence."""
    try:
        return all(len({len(row) for row in table.rows}) <= 1 for table in read(path))
    except FileError as error:
        return len(error.problems) == 1 and str(error).endswith(".")


def texts(table):
    return [[text(value) for value in row] for row in table.rows]


def test_blank_rows_and_columns_before_the_table_stay(tmp_path):
    [table] = read(workbook(tmp_path / "a.xlsx", {"Agencies": {"C14": "Police"}}))
    assert len(table.rows) == 14
    assert table.rows[13] == (None, None, "Police")
    assert place(table, 13, 2) == "sheet Agencies, cell C14"
    assert place(table, 13) == "sheet Agencies, row 14"


def test_all_sheets_are_read_in_their_order_and_hidden_ones_are_marked(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    for name in ("B", "A", "C"):
        book.add_worksheet(name).write("A1", name.lower())
    book.get_worksheet_by_name("A").hide()
    book.add_chartsheet("Chart")
    book.close()
    found = read(tmp_path / "a.xlsx")
    assert [(table.sheet, table.hidden, texts(table)) for table in found] == [
        ("B", False, [["b"]]),
        ("A", True, [["a"]]),
        ("C", False, [["c"]]),
    ]


def test_typed_cells_read_as_a_person_would_have_typed_them(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    day, clock, long = (book.add_format({"num_format": code}) for code in ("dd/mm/yyyy", "hh:mm", "[h]:mm"))
    sheet.write_row("A1", [12.0, 0.1 + 0.2, 1e15, -0.5, True, False, "  00123 "])
    sheet.write_datetime("H1", datetime(2026, 3, 31), day)
    sheet.write_datetime("I1", datetime(2026, 3, 31, 14, 5), day)
    sheet.write_datetime("J1", time(9, 30), clock)
    sheet.write_datetime("K1", timedelta(hours=30, minutes=5), long)
    sheet.write_formula("L1", "=1/0", None, "#DIV/0!")
    sheet.write_formula("M1", "=1+1", None, 2)
    book.close()
    [[row]] = (texts(table) for table in read(tmp_path / "a.xlsx"))
    assert row == [
        "12", "0.3", "1000000000000000", "-0.5", "yes", "no", "00123",
        "2026-03-31", "2026-03-31 14:05", "09:30", "30:05", "", "2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (7, "7"),
        (1e-7, "0.0000001"),
        (1e20, "100000000000000000000"),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 3, 4, 5), "2026-01-02 03:04:05"),
        (timedelta(seconds=61), "0:01:01"),
        ("\u00a0 x\n", "x"),
    ],
)
def test_text_of(value, expected):
    assert text(value) == expected


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_a_whole_number_reads_the_same_however_it_is_stored(number):
    assert text(float(number)) == text(number) == str(number)


@given(st.decimals(-(10**6), 10**6, places=4))
def test_a_decimal_that_was_typed_comes_back_with_its_value(number):
    assert float(text(float(number))) == float(number)
    assert "e" not in text(float(number)).lower()


@given(st.integers(0, 1_048_575), st.integers(0, 16_383))
def test_addresses_are_those_of_excel(row, column):
    assert address(row, column) == f"{get_column_letter(column + 1)}{row + 1}"


def test_merged_cells_are_told_with_their_corners(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    book.add_worksheet().merge_range("B2:B4", "Health")
    book.close()
    [table] = read(tmp_path / "a.xlsx")
    assert table.merged == ((1, 1, 3, 1),)


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_other_workbooks_read_like_their_excel_original(tmp_path, kind):
    cells = {"C3": "Name", "C4": "Café ‘A’\nB", "D4": 12, "D5": date(2026, 3, 31), "B9": 0.25}
    path = workbook(tmp_path / "a.xlsx", {"One": cells, "Two": {"A1": "x"}})
    [other] = converted(kind, tmp_path, path)
    originals, others = read(path), read(other)
    assert [(table.sheet, texts(table)) for table in others] == [
        (table.sheet, texts(table)) for table in originals
    ]


# --- text files -------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_is_read_in_every_encoding_and_with_every_separator(tmp_path, encoding, separator):
    rows = [
        ["List of agencies, 2026", ""],
        ["Name", "Contact"],
        ["Café", "O’Neill; A, B\nsecond line"],
        ["", ""],
    ]
    lines = (separator.join(f'"{cell}"' for cell in row) for row in rows)
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    [table] = read(path)
    assert table.sheet == ""
    assert texts(table) == rows
    assert place(table, 2) == "row 3"
    assert place(table, 2, 1) == "cell B3"


def test_short_rows_are_filled_and_blank_lines_keep_their_place(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b,c\n\nd\n", encoding="utf-8")
    [table] = read(path)
    assert table.rows == (("a", "b", "c"), (None, None, None), ("d", None, None))


def test_text_in_a_csv_stays_as_it_stands(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("code,grade\n00123,N/A\n1001.0,None\n", encoding="utf-8")
    assert texts(read(path)[0])[1:] == [["00123", "N/A"], ["1001.0", "None"]]


def test_a_semicolon_between_two_contacts_does_not_make_a_separator(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Name,Contact\nBarts,A; B\nMet,C; D\n", encoding="utf-8")
    assert texts(read(path)[0])[1] == ["Barts", "A; B"]


def test_tabs_alone_part_a_tsv(tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text("a,b\tc;d\n", encoding="utf-8")
    assert texts(read(path)[0]) == [["a,b", "c;d"]]


_cells = st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)


@settings(deadline=None)
@given(st.lists(st.lists(_cells, min_size=3, max_size=3), min_size=2, max_size=5))
def test_quoted_cells_come_back_as_they_were_written(tmp_path_factory, rows):
    rows = [["a", "b", "c"], *rows]
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    lines = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    path.write_bytes("\r\n".join(lines).encode("utf-8"))
    assert texts(read(path)[0]) == [[cell.strip() for cell in row] for row in rows]


# --- what cannot be read ----------------------------------------------------------------------------


def test_a_quotation_mark_never_closed_does_not_swallow_the_rest(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('a,b\nc,d\n"e,f\ng,h\n', encoding="utf-8")
    assert sentence(path) == (
        "row 3: a quotation mark is opened or closed in the wrong place here or below; save the file again."
    )


def test_a_missing_file_is_a_sentence(tmp_path):
    assert sentence(tmp_path / "a.xlsx") == "there is no such file; check its name and folder."


def test_a_folder_is_a_sentence(tmp_path):
    (tmp_path / "a.xlsx").mkdir()
    assert sentence(tmp_path / "a.xlsx") == "this is not a file; name a file in it."


def test_a_name_that_no_file_can_have_is_a_sentence(tmp_path):
    # Python 3.11 raises here, later ones say that it does not exist.
    said = sentence(f"{tmp_path}/{'x' * 300}.csv")
    assert said.startswith(("there is no such file;", "it cannot be read (File name too long);"))


def test_another_kind_of_file_is_told_what_would_do(tmp_path):
    (tmp_path / "a.docx").write_bytes(b"PK")
    assert sentence(tmp_path / "a.docx").endswith("save it as one of .csv, .tsv, .xlsx, .xlsm, .ods, .xls.")


@pytest.mark.parametrize("kind", tables.KINDS)
@pytest.mark.parametrize("content", [b"", b" \r\n"])
def test_an_empty_file_is_a_sentence(tmp_path, kind, content):
    (tmp_path / f"a{kind}").write_bytes(content)
    assert sentence(tmp_path / f"a{kind}") == "it is empty; send the file that holds the table."


def test_a_workbook_without_a_cell_is_a_sentence(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"One": {}, "Two": {}})
    assert sentence(path) == "its sheets are all empty; send the workbook that holds the table."


@pytest.mark.parametrize("kind", [".xlsx", ".xlsm", ".ods", ".xls"])
def test_a_web_page_under_a_workbooks_name_is_a_sentence(tmp_path, kind):
    (tmp_path / f"a{kind}").write_text("<html><table><tr><td>x</td></tr></table></html>", encoding="utf-8")
    assert sentence(tmp_path / f"a{kind}") == (
        f"it is named {kind} but is no such workbook; open it and save it as .xlsx."
    )


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (".csv", "it is named as text but holds a workbook; name it .xlsx, .xls or .ods as it is."),
        (".xls", "it is named .xls but holds a newer workbook; name it .xlsx or .ods as it is."),
        (".ods", "it is named .ods but is no such workbook; open it and save it as .ods."),
    ],
)
def test_a_workbook_under_another_name_is_told_so(tmp_path, kind, said):
    path = workbook(tmp_path / "a.xlsx", {"One": {"A1": "x"}})
    path.rename(tmp_path / f"a{kind}")
    assert sentence(tmp_path / f"a{kind}") == said


@pytest.mark.parametrize("kind", [".xlsx", ".xls", ".ods"])
def test_a_workbook_with_a_password_is_told_so(tmp_path, kind):
    content = OLD + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    (tmp_path / f"a{kind}").write_bytes(content)
    assert sentence(tmp_path / f"a{kind}") == (
        "it is protected by a password; save a copy without one and send that."
    )


def test_an_older_workbook_under_a_newer_name_is_told_so(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(OLD + bytes(600))
    assert sentence(tmp_path / "a.xlsx") == (
        "it is named .xlsx but holds an older Excel workbook; save it as .xlsx."
    )


@settings(deadline=None)
@given(st.data())
def test_a_truncated_or_garbled_workbook_is_read_or_refused_but_breaks_nothing(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("garbled")
    whole = workbook(folder / "a.xlsx", {"One": {"A1": "x", "B2": 1.5}}).read_bytes()
    cut = data.draw(st.integers(0, len(whole)))
    flipped = data.draw(st.integers(0, len(whole) - 1))
    garbled = bytearray(whole)
    garbled[flipped] ^= data.draw(st.integers(1, 255))
    for content in (whole[:cut], bytes(garbled)):
        (folder / "a.xlsx").write_bytes(content)
        assert whole_or_refused(folder / "a.xlsx")


@pytest.mark.parametrize("kind", [".xlsx", ".ods", ".xls", ".csv"])
@settings(deadline=None)
@given(content=st.binary(min_size=1, max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path_factory, kind, content):
    path = tmp_path_factory.mktemp("any") / f"a{kind}"
    starts = {".xlsx": b"PK\x03\x04", ".ods": b"PK\x05\x06", ".xls": OLD, ".csv": b""}
    path.write_bytes(starts[kind] + content)
    assert whole_or_refused(path)


def test_a_cell_in_the_last_row_and_column_is_refused_before_room_is_taken(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"One": {"A1": "x", "XFD1048576": "far"}})
    assert sentence(path) == (
        "a sheet of it spreads over 1,048,576 rows and 16,384 columns, to XFD1048576; "
        "delete what stands far away from the table."
    )


def test_formats_without_content_far_away_are_no_reason_to_refuse(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    sheet.write("A1", "x")
    sheet.write_blank("XFD1048576", None, book.add_format({"bold": True}))
    book.close()
    assert texts(read(tmp_path / "a.xlsx")[0]) == [["x"]]


def rewritten(path, name, content):
    """The same archive with another content of one member."""
    with zipfile.ZipFile(path) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, old in members.items():
            archive.writestr(member, content if member == name else old)
    return path


def test_cells_that_do_not_say_where_they_stand_are_counted(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"One": {"A1": "x"}})
    rows = '<row r="1"><c><v>1</v></c></row><row r="1048576">' + "<c><v>1</v></c>" * 16 + "</row>"
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}'
    rewritten(path, "xl/worksheets/sheet1.xml", f"{sheet}</sheetData></worksheet>")
    assert "spreads over 1,048,576 rows and 16 columns" in sentence(path)


def test_repeated_cells_of_an_ods_are_counted(tmp_path):
    row = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value="1"'
        ' office:value-type="float" table:number-columns-repeated="16384"/></table:table-row>'
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<table:table>{row}</table:table>")
    assert "spreads over 1,048,576 rows and 16,384 columns" in sentence(tmp_path / "a.ods")


def test_a_zip_bomb_is_refused_by_what_it_says_it_unpacks_to(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"One": {"A1": "x"}})
    content = bytearray(path.read_bytes())
    start = content.rindex(b"PK\x01\x02")
    content[start + 24 : start + 28] = (UNPACKED + 1).to_bytes(4, "little")
    path.write_bytes(content)
    assert sentence(path) == "it unpacks to more than 600 MB; split it."


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(10_000_000))
    content = bytearray(buffer.getvalue())
    start = content.rindex(b"PK\x01\x02")
    content[start + 24 : start + 28] = (1000).to_bytes(4, "little")
    (tmp_path / "a.xlsx").write_bytes(content)
    assert sentence(tmp_path / "a.xlsx").startswith("it is damaged, or only part of it came;")


def test_a_file_past_the_limit_is_refused_unread(tmp_path):
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(LARGEST + 1)
    assert sentence(tmp_path / "a.csv") == "it is larger than 100 MB; keep what is needed."


def test_text_in_no_known_encoding_is_a_sentence(tmp_path):
    (tmp_path / "a.csv").write_bytes("a,b\n".encode("utf-16-le"))
    assert sentence(tmp_path / "a.csv") == "it is not text that can be read; save it as CSV in UTF-8."
