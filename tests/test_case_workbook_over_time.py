"""Shares over rounds: then and now, and points between limits over three rounds or more."""

from dataclasses import replace

import openpyxl
import pytest
from accessible import wrong
from hypothesis import given, settings
from hypothesis import strategies as st
from test_case_compare import asked, two
from test_case_compare_several import three
from test_workbook import table, texts

from audit.cases.alike import NotCompared
from audit.cases.compared import Compared
from audit.cases.comparing import compare
from audit.standards.question import Question
from audit.statistics.compare import Count
from audit.statistics.trend import chart as limits_of
from audit.workbook.case_edition import CaseEdition
from audit.workbook.case_over_time import finding, moved, over_time, then_and_now
from audit.workbook.case_questions import grades
from audit.workbook.case_ready import comparison
from audit.workbook.case_report import pages, write_case_report
from audit.workbook.case_summary import told
from audit.workbook.page import Chart, Table

__all__ = ["asked", "two"]  # what tests start from
EDITIONS = ("subgroup", "board", "public")


def edition(rounds, audience="board"):
    found = compare(rounds)
    ready = comparison(found, board=audience != "subgroup")
    return CaseEdition(rounds[-1], audience, "SCP", comparison=ready, compared=found)


def shown_in(audience, template):
    names = [page.name for page in pages(edition(three(template), audience))]
    return [name for name in names if name.startswith("Over time")]


@pytest.mark.parametrize("audience", EDITIONS)
def test_three_rounds_stand_between_the_limits_of_chance(asked, audience, tmp_path):
    own = edition(three(asked, (18, 19, 6)), audience)
    path = tmp_path / "r.xlsx"
    more = {"comparison": own.comparison, "compared": own.compared}
    write_case_report(own.results, path, audience=audience, partnership="SCP", **more)
    assert wrong(path, audience) == []
    sheets = [sheet for sheet in openpyxl.load_workbook(path) if sheet.title.startswith("Over time")]
    (chart,) = [chart for sheet in sheets for chart in sheet._charts]
    assert len(chart.ser) == 5
    assert len(shown_in(audience, asked)) == (3 if audience == "public" else 1)
    sheet = next(one for one in sheets if "V1 over the rounds" in texts(one))
    limits = limits_of([Count(18, 20), Count(19, 20), Count(6, 20)])
    line = table(sheet, "Round", "Upper limit")["c"]
    assert (line["Met"], line["Of"], line["Share"]) == (6, 20, 0.3)
    assert line["All rounds"] == pytest.approx(limits.centre, abs=0.0005)
    assert line["Lower limit"] == pytest.approx(limits.lower[2], abs=0.0005)
    assert line["Upper limit"] == pytest.approx(limits.upper[2], abs=0.0005)


def test_the_finding_names_the_round_that_lies_outside_or_says_that_none_does(asked):
    page = over_time(edition(three(asked, (18, 19, 6))))
    (chart,) = [block for block in page.blocks if isinstance(block, Chart)]
    assert chart.title == "V1: c (6 of 20) lies outside the limits of chance"
    page = over_time(edition(three(asked)))
    (chart,) = [block for block in page.blocks if isinstance(block, Chart)]
    assert chart.title == "V1: no round lies outside the limits of chance"
    assert (chart.kind, chart.ends) == ("control", (0.0, 1.0))
    own = edition(three(asked, (9, 13, 17)))
    (chart,) = [block for block in over_time(own).blocks if isinstance(block, Chart)]
    together = "no round alone lies outside the limits, but together they differ by more than chance"
    assert chart.title == f"V1: {together}"
    assert list(own.comparison.moved) == ["V1"]


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)), min_size=3, max_size=6))
def test_limits_stay_between_none_and_all_and_titles_name_what_is_outside(pairs):
    counts = [Count(min(met, size), size) for met, size in pairs]
    limits = limits_of(counts)
    assert all(0 <= end <= 1 for end in (*limits.lower, *limits.upper))

    names = tuple(f"r{place}" for place in range(1, len(counts) + 1))
    told = finding(Compared(Question("V1", "Seen."), names, tuple(counts), "", {}), limits)
    assert all((f"r{place} (" in told) == (place in limits.outside) for place in range(1, len(counts) + 1))


def test_small_rounds_say_that_their_limits_are_rough(asked):
    said = " ".join(str(block) for block in over_time(edition(three(asked, (19, 20, 20)))).blocks)
    assert "For small rounds the limits are rough" in said
    said = " ".join(str(block) for block in over_time(edition(three(asked))).blocks)
    assert "rough" not in said


def test_two_rounds_have_no_limits_but_stand_then_and_now(two):
    own = edition(two)
    names = [page.name for page in pages(own)]
    assert "Over time" not in names
    assert "Then and now" in names
    page = then_and_now(own)
    (shares,) = [block for block in page.blocks if isinstance(block, Table)]
    row = next(row for row in shares.rows if row[0] == "V1")
    assert [cell.value for cell in row[2:]] == [0.6, 0.85, 0.25]
    (chart,) = [block for block in page.blocks if isinstance(block, Chart)]
    assert chart.kind == "pairs"
    assert chart.title == "No question moved by more than chance would do"


def test_what_moved_by_more_than_chance_is_named(asked):
    found = compare(three(asked, (4, 18), "ab"))
    assert moved(found.questions) == "V1 moved by more than chance would do"


def test_rounds_that_cannot_be_tested_have_no_limits(asked):
    rounds = three(asked)
    found = compare([*rounds, replace(rounds[0], case_round=renamed(rounds[0]))])
    own = CaseEdition(rounds[-1], "board", comparison=comparison(found, board=True), compared=found)
    assert found.questions[0].why.startswith("d reads cases of a again")
    assert not [page for page in pages(own) if page.name == "Over time"]


def renamed(one):
    return replace(one.case_round, round=replace(one.case_round.round, name="d"))


def test_a_summary_names_what_changed_and_says_where_nothing_could_be_tested(asked):
    said = [one.text for one in told(edition(three(asked, (9, 13, 17))))]
    assert any("1 changed by more than could be chance (V1)" in text for text in said)
    rounds = three(asked)
    own = edition([*rounds, replace(rounds[0], case_round=renamed(rounds[0]))])
    assert not own.comparison.tested
    (text,) = [one.text for one in told(own) if one.key == "moved.untested"]
    assert text == "No question could be tested against a, b and c, so nothing is said of change."


def test_a_question_that_is_not_compared_stands_with_its_words_and_why(asked):
    left = NotCompared("V1", "It was not asked then.")
    found = replace(compare(three(asked)), questions=(), not_compared=(left,))
    (row,) = comparison(found, board=True).rows
    text = found.rounds[0].graded[0].text
    assert row == ("V1", text, "Not compared. It was not asked then.")


def test_counts_of_grades_have_bars_out_of_what_counts(asked):
    *_, counted = [block for block in grades(edition(three(asked))).blocks if isinstance(block, Table)]
    steps = asked.scale.steps
    assert counted.headings[2 : 2 + len(steps)] == tuple(step.label for step in steps)
    assert (counted.bars, counted.bar_top) == (tuple(range(2, 2 + len(steps))), 20)
    assert [sum(row[column] for column in counted.bars) for row in counted.rows] == [20]
