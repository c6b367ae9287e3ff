"""Codes in the place of agencies: no name in any spelling is left, and no order, kind or role tells one."""

import os
import re
import stat
import zipfile
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
import test_action_workbook as of_actions
import test_case_workbook as of_cases
from actions_made import mixed
from test_cli_results import answered
from test_cli_setup import call, refused
from test_workbook import MIXED, scored
from workspaces import begin

from audit import templates
from audit.agencies import Agency
from audit.definitions import library
from audit.tables import read
from audit.workbook.action_report import action_report_of
from audit.workbook.assembled import write
from audit.workbook.case_report import case_report_of
from audit.workbook.coding import coded, coded_page
from audit.workbook.coding_names import Names
from audit.workbook.edition import Edition
from audit.workbook.page import Chart, Filled, Page, Table, Text
from audit.workbook.report import report_of

TRUST = Agency(
    "north-shire-hospitals",
    "The North Shire Hospitals NHS Foundation Trust",
    ("health",),
    contact="DCI Helen Marsh, hmarsh@nsh.nhs.uk",
    chief_officer="Head of Housing",
)
FORCE = Agency("police", "Police", ("police",), substitute="Bo Field (acting)")
HOME = Agency("st-ann", "St Ann's & Elm Home (SAEH)")
NAMES = Names(
    (TRUST, FORCE, HOME),
    {TRUST.code: "Agency 31", FORCE.code: "Agency 07", HOME.code: "Agency 12"},
    ("Ada Moss",),
    "North Shire Hospitals Partnership",
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The North Shire Hospitals NHS Foundation Trust", "Agency 31"),
        ("north shire  hospitals nhs foundation trust's plan", "Agency 31's plan"),
        ("North Shire Hospitals wrote", "Agency 31 wrote"),
        ("section-11-north-shire-hospitals.xlsx", "section-11-Agency 31.xlsx"),
        ("ask NSHNFT, not nshnft", "ask Agency 31, not nshnft"),
        ("St Ann\u2019s and Elm Home", "Agency 12"),
        ("SAEH", "Agency 12"),
        ("Police told the police", "Agency 07 told the police"),
        ("police", "Agency 07"),
        ("Policewoman, police-led", "Policewoman, police-led"),
        ("Helen Marsh and dci helen marsh", "[name] and [name]"),
        ("seen by Ada Moss, for bo field", "seen by [name], for [name]"),
        ("the head of housing", "the head of housing"),
        ("x.y@nsh.nhs.uk, https://nsh.nhs.uk/a or www.gov.uk/b", "[address], [address] or www.gov.uk/b"),
        ("North Shire Hospitals Partnership", "North Shire Hospitals Partnership"),
        ("North Shire Hospitals (5 %), Police and SAEH.", "Agency 07, Agency 12 and Agency 31 (5 %)."),
        ("North Shire Hospitals 0.50; Police 0.60", "Agency 31 0.50; Agency 07 0.60"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_text_is_left_without_names(text, wanted):
    assert NAMES.coded(text) == wanted


def test_what_two_agencies_may_be_called_tells_neither():
    twins = (
        Agency("a-1", "Elm School"),
        Agency("a-2", "Elm School"),
        Agency("b-1", "East Lake School Trust"),
    )
    names = Names(twins, {"a-1": "Agency 01", "a-2": "Agency 02", "b-1": "Agency 03"})
    assert names.coded("Elm School (a-2) and Elm School") == "Agency 02 and [agency]"
    assert names.coded("East Lake School") == "Agency 03"


def test_rows_and_columns_stand_in_the_order_of_codes_without_kinds():
    heads = ("Agency", "Kind", "Score", "Role", TRUST.name, "Police")
    rows = (
        (
            Filled(TRUST.name, "FFFFFF", TRUST.name),
            "Health",
            1,
            "Nurse",
            3,
            4,
        ),
        ("Police (not counted)", "Police", 2, "Chief", 5, 6),
    )
    kinds = Table("By kind", ("Kind", "Returned"), (("Police", 1),))
    table = Table(
        "Of Police", heads, rows, foot=("All", "-", 3, "-", 8, 10), coloured=(2, 4), anchors=("t", "p")
    )
    charts = (
        Chart("Police first", "Of Police", "Agency", (("Police", "000000"),), "Police is at 2"),
        Chart("", "By kind", "", (), ""),
    )
    page = Page("Heat map", "About Police", (Text("Police: late"), kinds, table, *charts))
    done = coded_page(page, NAMES)
    text, found, chart = done.blocks
    assert (done.title, text.text, chart.title, chart.table) == (
        *("About Agency 07", "Agency 07: late", "Agency 07 first", "Of Agency 07"),
    )
    assert found.headings == ("Agency", "Score", "Agency 07", "Agency 31")
    assert found.rows == (
        ("Agency 07 (not counted)", 2, 6, 5),
        (Filled("Agency 31", "FFFFFF", "Agency 31"), 1, 4, 3),
    )
    assert (found.foot, found.coloured, found.anchors) == (("All", 3, 10, 8), (1, 3), ("p", "t"))


def test_rows_that_belong_together_stay_together():
    rows = ((TRUST.name, 1), ("A1", 2), ("A2", 3), ("Police", 4), ("A1", 5))
    page = Page(
        "Detail", "", (Table("", ("Agency", "n"), rows, levels=(0, 1, 1, 0, 1), anchors=tuple("abcde")),)
    )
    found = coded_page(page, NAMES).tables[0]
    assert found.rows == (("Agency 07", 4), ("A1", 5), ("Agency 31", 1), ("A1", 2), ("A2", 3))
    assert (found.levels, "".join(found.anchors)) == ((0, 1, 0, 1, 1), "deabc")


# --- whole reports ----------------------------------------------------------------------------------

PLACES = ("Ashby Rest House", "Brook Lane Clinic", "Carr End Hall", "Dale Vale Farm", "Elm Top Lodge")


def _of_agencies(audience):
    template = templates.load(library(), "section-11/london")
    found = scored(template, MIXED, name="Dunmore Care {} Rest House", said="Dunmore Care 3 Rest House will")
    return report_of(Edition(found, audience, "Kingsbridge SCP", ("ask dunmore care 2 rest house",)))


def _names_in(report):
    text = repr([report.title, report.asks, report.messages, report.parts.cover, list(report.parts.middle)])
    return len(re.findall(r"Dunmore", text, re.IGNORECASE))


@pytest.mark.parametrize("audience", ["subgroup", "board", "public"])
def test_no_name_is_left_in_a_workbook_about_agencies(audience, tmp_path):
    agencies = tuple(Agency(f"a{n}", f"Dunmore Care {n} Rest House") for n in range(len(MIXED)))
    labels = {one.code: f"Agency {97 - 7 * place:02}" for place, one in enumerate(agencies)}
    assert _names_in(_of_agencies(audience))
    report = coded(_of_agencies(audience), Names(agencies, labels, ("Ada",)))
    write(report, tmp_path / "a.xlsx")
    write(coded(_of_agencies(audience), Names(agencies, labels, ("Ada",))), tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        text = unescape(" ".join(book.read(name).decode() for name in book.namelist()))
    assert "Dunmore" not in text.title()
    assert set(re.findall(r"Agency \d\d", text)) <= set(labels.values())
    sheet = next(table for table in read(tmp_path / "a.xlsx") if table.sheet == "Heat map")
    first = [str(row[0]) for row in sheet.rows if re.match(r"Agency \d", str(row[0]))]
    assert first == sorted(first)
    assert len(first) == len(MIXED)


@pytest.mark.parametrize("audience", ["subgroup", "board", "public"])
@pytest.mark.parametrize("kind", ["actions", "cases"])
def test_no_name_is_left_in_other_reports(kind, audience, make, tmp_path):
    said = "Dunmore Rest House's own plan"
    if kind == "actions":
        found = [
            replace(one, action=replace(one.action, owners=("Dunmore Rest House",))) for one in mixed(said)
        ]
        report = action_report_of(of_actions.edition(found, audience, asks=("tell DUNMORE rest house",)))
    else:
        results = of_cases.audited(make(of_cases.CATALOGUE, of_cases.ASK), said)
        report = case_report_of(
            of_cases.CaseEdition(results, audience, "Kingsbridge SCP", ("tell DUNMORE rest house",))
        )
    names = Names((Agency("drh", "Dunmore Rest House"),), {"drh": "Agency 44"})
    write(coded(report, names), tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        text = unescape(" ".join(book.read(name).decode() for name in book.namelist()))
    assert "dunmore" not in text.casefold()
    assert "Agency 44" in text or audience == "public"


# --- the command ------------------------------------------------------------------------------------


@pytest.fixture
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    begin(tmp_path, answered)


REPORT = ("report", "r1", "--for", "board", "--agencies", "coded", "--today", "2026-12-02")


def key(path="key.csv"):
    return {
        line.split(",")[2]: line.split(",")[0] for line in Path(path).read_text("utf-8-sig").splitlines()[1:]
    }


@pytest.mark.usefixtures("_here")
def test_codes_are_given_once_and_stay_and_a_new_agency_gets_a_free_one():
    said = call(*REPORT, "-o", "a.xlsx", "--key", "key.csv")
    assert "keep it apart from the report; move it from the workbook's folder" in said.stderr
    assert os.name != "posix" or stat.S_IMODE(Path("key.csv").stat().st_mode) == 0o600
    first = key()
    assert len(set(first.values())) == len(first) == 4
    call("agency", "add", "New House", "--code", "new")
    call(*REPORT, "-o", "b.xlsx", "--key", "key.csv")
    assert first.items() < key().items()
    assert key()["new"] not in first.values()
    call(*REPORT, "-o", "c.xlsx", "--key", "key.csv")
    assert Path("b.xlsx").read_bytes() == Path("c.xlsx").read_bytes()


@pytest.mark.usefixtures("_here")
def test_the_summary_for_a_paper_is_coded_too():
    named = call("report", "r1", "--for", "board", "--text", "--today", "2026-12-02").stdout
    text = call(*REPORT, "--text", "--key", "key.csv").stdout
    assert "Silent Trust" in named
    assert "Silent Trust" not in text
    assert key()["silent"] in text


@pytest.mark.usefixtures("_here")
def test_the_key_overwrites_nothing_else():
    Path("key.csv").write_text("Code,Agency,Agency code\nAgency 01,Other,other\n", encoding="utf-8")
    assert "no key of this workspace" in refused(*REPORT, "-o", "a.xlsx", "--key", "key.csv")
    assert "cannot both be" in refused(*REPORT, "-o", "a.xlsx", "--key", "a.xlsx")
    assert "cannot both be" in refused(*REPORT, "-o", "a.xlsx", "--key", f"../{Path.cwd().name}/a.xlsx")
    assert "cannot be written" in refused(*REPORT, "-o", "a.xlsx", "--key", "none/key.csv")
    assert not Path("a.xlsx").exists()
    assert "Other" in Path("key.csv").read_text(encoding="utf-8")


@pytest.mark.usefixtures("_here")
def test_what_a_spreadsheet_would_work_out_is_harmless_in_the_key():
    call("agency", "add", "=HYPERLINK(1)", "--code", "evil")
    call(*REPORT, "-o", "a.xlsx", "--key", "key.csv")
    assert "'=HYPERLINK(1)" in Path("key.csv").read_text("utf-8-sig")


@pytest.mark.usefixtures("_here")
def test_an_agency_is_not_told_by_what_plans_call_it_as_an_owner():
    call("agency", "add", "North County Integrated Care Board", "--code", "icb")
    call("action", "add", "Agree the route", "--owner", "Integrated Care Board", "--due", "2026-11-01")
    call("action", "add", "Ask the schools", "--owner", "School leads", "--due", "2026-11-01")
    said = call("action", *REPORT[:1], *REPORT[2:], "--text", "-o", "a.xlsx", "--key", "key.csv")
    assert "may tell an agency in words of their own" in said.stderr
    with zipfile.ZipFile("a.xlsx") as book:
        text = said.stdout + " ".join(book.read(name).decode() for name in book.namelist())
    assert "Integrated Care" not in text
    assert key()["icb"] in text
    assert "School leads" in text
