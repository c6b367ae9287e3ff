"""Rows and columns that a workbook hides, filters that are on, and how they are named."""

import zipfile
from datetime import datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from audit.tables import archives
from audit.tables.hidden import hidden
from audit.tables.spans import columns_named, rows_named


@pytest.mark.parametrize("block", [1 << 20, 7])
def test_hidden_rows_columns_and_filters_of_excel(tmp_path, monkeypatch, block):
    monkeypatch.setattr(archives, "BLOCK", block)
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    book.set_properties({"created": datetime(2026, 3, 31)})
    one, two, three = (book.add_worksheet(name) for name in ("One & only", "Two", "Three"))
    for sheet in (one, two, three):
        for row in range(6):
            sheet.write_row(row, 0, ["id", "team", "worker"])
    one.set_row(2, None, None, {"hidden": True})
    one.set_row(3, None, None, {"hidden": True})
    one.set_column(1, 2, None, None, {"hidden": True})
    two.autofilter(0, 0, 5, 2)
    two.filter_column(0, "x == a")
    three.autofilter(0, 0, 5, 2)
    book.close()
    found = hidden(tmp_path / "a.xlsx")
    assert [*found] == ["One & only", "Two", "Three"]
    first = found["One & only"]
    assert ([*map(list, first.rows)], [*map(list, first.columns)]) == ([[2], [3]], [[1, 2]])
    assert [one.filtered for one in found.values()] == [False, True, False]


def test_a_filter_on_a_table_of_excel_is_seen(tmp_path):
    from openpyxl import Workbook
    from openpyxl.worksheet.filters import FilterColumn, Filters
    from openpyxl.worksheet.table import Table

    book = Workbook()
    sheet = book.active
    sheet.append(["id", "team"])
    sheet.append(["1", "A"])
    table = Table(displayName="List", ref="A1:B2")
    table._initialise_columns()
    table.autoFilter.filterColumn.append(FilterColumn(colId=1, filters=Filters(filter=["A"])))
    sheet.add_table(table)
    book.save(tmp_path / "a.xlsx")
    assert hidden(tmp_path / "a.xlsx")["Sheet"].filtered


def test_hidden_rows_columns_and_filters_of_ods(tmp_path):
    rows = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        '<table:table-row table:visibility="collapse" table:number-rows-repeated="3"/>'
        '<table:table-row table:visibility="filter"/>'
    )
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr(
            "content.xml",
            f'<table:table table:name="Caf&amp;&#233;">{columns}{rows}</table:table>'
            '<table:table table:name="Two"><table:table-row/></table:table>',
        )
    found = hidden(tmp_path / "a.ods")
    sheet = found["Caf&é"]
    assert ([*map(list, sheet.rows)], [*map(list, sheet.columns)]) == ([[2, 3, 4], [5]], [[1]])
    assert sheet.filtered
    assert (found["Two"].rows, found["Two"].columns, found["Two"].filtered) == ([], [], False)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18)])
@pytest.mark.parametrize("kind", [".xlsx", ".ods", ".xls", ".xlsm"])
def test_nothing_is_said_of_what_cannot_be_told(tmp_path, kind, content):
    (tmp_path / f"a{kind}").write_bytes(content)
    assert hidden(tmp_path / f"a{kind}") == {}


def test_a_workbook_that_declares_a_document_type_is_not_followed(tmp_path):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><workbook>&b;</workbook>'
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", bomb)
    assert hidden(tmp_path / "a.xlsx") == {}


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([4], "row 5"),
        ([4, 5, 6], "rows 5-7"),
        ([11, 4, 5, 6, 4], "rows 5-7 and 12"),
        ([0, 2, 4], "rows 1, 3 and 5"),
        (range(0, 24, 2), "rows 1, 3, 5, 7, 9, 11, 13, 15, 17, 19 and others (12 in all)"),
    ],
)
def test_rows_are_named_as_excel_shows_them(rows, named):
    assert rows_named(rows) == named


def test_columns_are_named_by_their_letters():
    assert columns_named([7]) == "column H"
    assert columns_named([26, 1, 2, 3]) == "columns B-D and AA"


@given(st.sets(st.integers(0, 60), min_size=2, max_size=10))
def test_every_row_is_named_once(rows):
    named = rows_named(rows).removeprefix("rows ").replace(" and ", ", ").split(", ")
    spans = [[int(end) for end in part.split("-")] for part in named]
    assert [row - 1 for span in spans for row in range(span[0], span[-1] + 1)] == sorted(rows)
