"""Whatever a partnership is and people type, each audience gets a file that its readers can use."""

from functools import partial

import openpyxl
import pytest
from accessible import wrong
from actions_made import mixed
from hostile import ASK, CATALOGUE, LONG, MANNERS, TYPED, cases, manners, partnership, typed
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_action_workbook import edition
from test_case_workbook import ASK as CASE_ASK
from test_case_workbook import CATALOGUE as CASE_CATALOGUE

from audit.workbook.action_report import write_action_report
from audit.workbook.book import text
from audit.workbook.case_report import write_case_report
from audit.workbook.report import write_report

AUDIENCES = ("subgroup", "board", "public")
ALL = " ".join(TYPED[:11])
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning:openpyxl")
few = settings(
    max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(scope="session")
def asked(make):
    return make(CATALOGUE, ASK)


@pytest.fixture(scope="session")
def case_asked(make):
    return make(CASE_CATALOGUE, CASE_ASK)


def checked(folder, write):
    """Nothing is wrong with what is written for each audience."""
    for audience in AUDIENCES:
        path = folder / f"{audience}.xlsx"
        write(path, audience=audience)
        # A file of nobody's answers has nothing to filter, and no headings over it.
        faults = [fault for fault in wrong(path, audience) if not fault.startswith("Sheets: none")]
        assert not faults, (audience, faults[:5])


def written(results, path, audience):
    asks = (ALL,)
    write_report(results, path, audience=audience, partnership=f"Kingsbridge SCP {ALL}", asks=asks)


@few
@given(st.lists(manners, min_size=1, max_size=6), typed, st.sampled_from(["Agency {}", LONG + " {}"]))
@example(["mixed"], ALL, "Agency {}")  # one agency
@example([None] * 5, ALL, "Agency {}")  # none returned
@example(["n/a"] * 4, TYPED[11], LONG + " {}")
@example(["red"] * 8, TYPED[12], "=Agency {}")
@example(["mixed", "top"], TYPED[14], ALL + " {}")
def test_reports_on_agencies(asked, tmp_path, given, said, name):
    checked(tmp_path, partial(written, partnership(asked, given, said, name)))


def test_two_hundred_agencies(asked, tmp_path):
    every = [*MANNERS, None, "declined"]
    found = partnership(asked, [every[n % 6] for n in range(200)], ALL, LONG + " {}")
    checked(tmp_path, partial(written, found))
    names = {
        cell.value for row in openpyxl.load_workbook(tmp_path / "board.xlsx")["Heat map"] for cell in row
    }
    assert sum(str(name).startswith(LONG) for name in names) >= 130


@few
@given(st.lists(st.sampled_from(["yes", "partly", "no"]), max_size=12), typed)
@example([], ALL)
@example(["no"] * 12, TYPED[11])
@example(["yes"], ALL)
def test_reports_on_cases(case_asked, tmp_path, grades, said):
    found = cases(case_asked, grades, said)

    def write(path, audience):
        write_case_report(found, path, audience=audience, partnership=ALL, asks=(said or "agree",))

    checked(tmp_path, write)


@few
@given(typed)
@example(ALL)
def test_reports_on_actions(tmp_path, said):
    def write(path, audience):
        write_action_report(edition(mixed(said), audience), path)

    checked(tmp_path, write)


def test_there_may_be_no_action_at_all(tmp_path):
    checked(tmp_path, lambda path, audience: write_action_report(edition((), audience), path))


def test_what_is_typed_stands_in_the_file_as_it_was_typed(asked, tmp_path):
    found = partnership(asked, ["red"] * len(TYPED), TYPED)
    write_report(found, tmp_path / "r.xlsx", audience="subgroup", partnership="Kingsbridge SCP")
    values = [
        cell.value.replace("_x005F_", "_")
        for sheet in openpyxl.load_workbook(tmp_path / "r.xlsx")
        for row in sheet
        for cell in row
        if isinstance(cell.value, str)
    ]
    lost = [said[:50] for said in TYPED if not any(text(said)[:100].strip() in value for value in values)]
    assert not lost
    assert not [fault for fault in wrong(tmp_path / "r.xlsx", "subgroup") if "formula" in fault]
