"""Every workbook of the demo, and the three editions of every kind made from it, opened and checked."""

import re
import zipfile

import openpyxl
import pytest
from accessible import wrong
from office import AS_SHOWN, converted
from shared import once
from test_cli_setup import call

from audit import tables

DAY, BEFORE = "2026-11-16", "2026-11-15"
AUDIENCES = ("subgroup", "board", "public")
KINDS = {  # what is asked for, by the name that its files get
    "agencies": ("report", "section-11-2026"),
    "cases": ("report", "supervision-2026-05", "supervision-2026-11"),
    "actions": ("action", "report"),
    "year": ("report", "--all"),
}


def report(folder, path, which, audience, day=DAY):
    call(*KINDS[which], "--for", audience, "-o", path, "-w", folder, "--today", day)
    return path


@pytest.fixture(scope="module")
def demo(demo_made):
    return demo_made[0]


@pytest.fixture(scope="module")
def books(demo, tmp_path_factory):
    """The three editions of every kind, by kind and audience."""
    every = [(which, of) for which in KINDS for of in AUDIENCES]

    def make(folder):
        for which, of in every:
            report(demo, folder / f"{which}-{of}.xlsx", which, of)

    made = once(tmp_path_factory, "books", make)
    return {(which, of): made / f"{which}-{of}.xlsx" for which, of in every}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_edition_is_as_its_readers_need_it(books, audience):
    faults = {
        which: found
        for (which, of), path in books.items()
        if of == audience and (found := wrong(path, audience))
    }
    assert not faults


def test_the_workbooks_that_the_demo_leaves_are_as_their_readers_need_them(demo):
    paths = [path for path in demo.glob("*.xlsx") if path.stem.endswith(AUDIENCES)]
    assert len(paths) >= 6
    assert not {path.name: found for path in paths if (found := wrong(path, path.stem.rpartition("-")[2]))}


@pytest.mark.parametrize("edition", [*zip(KINDS, AUDIENCES, strict=False), ("year", "board")], ids="-".join)
def test_the_same_day_gives_the_same_bytes(demo, books, tmp_path, edition):
    again = report(demo, tmp_path / "again.xlsx", *edition)
    assert again.read_bytes() == books[edition].read_bytes()


def test_another_day_changes_nothing_but_days(demo, books, tmp_path):
    # The day before, since later ones say what has moved since the report of this day.
    other = report(demo, tmp_path / "before.xlsx", "agencies", "public", BEFORE)
    with zipfile.ZipFile(books["agencies", "public"]) as one, zipfile.ZipFile(other) as other:
        assert one.namelist() == other.namelist()
        days = re.compile(rb"(?<![.\d])1[4-7](?![.\d])")
        changed = [
            name
            for name in one.namelist()
            if days.sub(b"N", one.read(name)) != days.sub(b"N", other.read(name))
        ]
    assert not changed


def test_libreoffice_reads_every_sheet_and_shows_no_hashes(books, tmp_path):
    # Text that it shows is what stands in the file; a number without room would be ###.
    # A board's are printed below; of the year's public one, with most sheets, each stands in the others.
    left = {("year", "public"), *((which, "board") for which in KINDS)}
    paths = [path for edition, path in books.items() if edition not in left]
    converted(AS_SHOWN, tmp_path, *paths)
    for path in paths:
        names = openpyxl.load_workbook(path, read_only=True).sheetnames
        shown = {name: (tmp_path / f"{path.stem}-{name}.csv").read_text(encoding="utf-8") for name in names}
        assert not [name for name, text in shown.items() if "###" in text or not text.strip()], path.name


def test_what_libreoffice_saves_again_says_the_same(books, tmp_path):
    path = books["cases", "public"]
    [saved] = converted("xlsx:Calc MS Excel 2007 XML", tmp_path, path)
    assert _said(saved) == _said(path)


def test_libreoffice_prints_what_the_board_gets(books, tmp_path):
    paths = [path for (_, audience), path in books.items() if audience == "board"]
    for pdf in converted("pdf", tmp_path, *paths):
        sheets = len(openpyxl.load_workbook(books[tuple(pdf.stem.rsplit("-", 1))], read_only=True).sheetnames)
        assert pdf.read_bytes().count(b"/Type/Page") > sheets, pdf.name


def _said(path):
    return [(table.sheet, [list(map(str, row)) for row in table.rows]) for table in tables.read(path)]
