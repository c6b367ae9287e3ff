"""The sheet Scorecard in each edition: its cells, its charts, and in which reports it stands."""

from datetime import date

import openpyxl
import pytest
from accessible import wrong
from test_cli_setup import MADE_UP, call, write
from test_scorecard import SET, round_of, shares
from workspaces import begin

from audit.recurring.scorecard import Period, Scorecard, scorecard
from audit.recurring.scorecard_words import messages
from audit.workbook.assembled import write as write_workbook
from audit.workbook.edition import Edition
from audit.workbook.page import NOTHING, Chart, NewPage, Text, words
from audit.workbook.report import report_of
from audit.workbook.scorecard import MOST, SCORES, SHARES, TOTALS, WHO, _who, scorecard_sheet

NAMES = ("Abbey", "Bridge", "Castle", "Dale", "Elm", "Forge", "Grange", "Harbour")
SURGERIES = [f"{name} Surgery" for name in NAMES]


@pytest.fixture(scope="session")
def template(make):
    return make(SET)


def quarter(template, number, silent=(), period=True):
    """A quarter in which every surgery but the silent ones reports a little more than in the one before."""
    given = {
        name: "silent"
        if name in silent
        else {"B1": f"{min(12, 7 + number + place % 3)}/12", "A1": "met", "A2": "partly"}
        for place, name in enumerate(SURGERIES)
    }
    return round_of(template, given, number, **({"period": f"Q{number} 2026-27"} if period else {}))


@pytest.fixture(scope="module")
def rounds(template):
    return [quarter(template, number, SURGERIES[:2] if number == 3 else ()) for number in range(1, 5)]


def edition(rounds, audience):
    card = scorecard(rounds)
    bands = rounds[-1].template.bands
    sheets = (scorecard_sheet(card),)
    return Edition(rounds[-1], audience, "Kingsbridge", further=sheets, said=messages(card, bands))


def page(rounds, audience="board"):
    made = edition(rounds, audience)
    return made.further[0](made)


def table(found, title):
    return next(one for one in found.tables if one.title.startswith(title))


def cells(found, title):
    one = table(found, title)
    return {words(row[0]): dict(zip(one.headings[1:], map(words, row[1:]), strict=True)) for row in one.rows}


@pytest.mark.parametrize("audience", ["subgroup", "board", "public"])
def test_nothing_is_wrong_with_any_edition(rounds, audience, tmp_path):
    write_workbook(report_of(edition(rounds, audience)), tmp_path / "r.xlsx")
    assert wrong(tmp_path / "r.xlsx", audience) == []
    names = openpyxl.load_workbook(tmp_path / "r.xlsx").sheetnames
    assert ("Scorecard" in names) or any(name.startswith("Scorecard") for name in names)


def test_totals_targets_and_the_same_agencies_stand_in_the_first_table(rounds):
    rows = cells(page(rounds), TOTALS)
    # 8 surgeries with 7 + n + (0, 1, 2, 0, 1, 2, 0, 1) of 12; the first two are silent in the third.
    first = rows["B1 How many are trained?"]
    assert first["Q1 2026-27"] == "71 of 96 (74 %)"
    assert first["Q3 2026-27"] == "66 of 72 (92 %)"
    assert first["Target"] == "met"
    assert first["Trend"] == "other agencies"
    assert first["Since the last"].endswith("by the same 6")
    same = rows["B1: The same 6 each time"]
    assert same["Trend"] == "rising"
    assert same["Q1 2026-27"].endswith("of 72 (75 %)")


def test_each_agency_has_its_target_and_who_was_silent_is_said(rounds):
    rows = cells(page(rounds), "B1 How many are trained?")
    assert rows["Abbey Surgery"] == {
        "Q1 2026-27": "8 of 12 (67 %)",
        "Q2 2026-27": "9 of 12 (75 %)",
        "Q3 2026-27": "silent",
        "Q4 2026-27": "11 of 12 (92 %)",
        "Target": "1 more of 12 to reach 95 %",
        "Since the last": "up since Q2 2026-27",
        "Trend": "rising",
    }
    assert rows["Castle Surgery"]["Target"] == "met"
    who = cells(page(rounds), WHO)
    assert who["Q3 2026-27"]["Silent"] == "Abbey Surgery and Bridge Surgery"
    assert who["Q3 2026-27"]["Returned"] == "6 of 8"
    assert who["Q4 2026-27"]["Silent"] == "none"
    texts = [one.text for one in page(rounds).blocks if isinstance(one, Text)]
    assert "Silent in Q3 2026-27 (2 of 8): Abbey Surgery and Bridge Surgery." in texts


def test_members_of_a_body_have_returned_by_its_response():
    one = Period("r", "Q1", date(2026, 6, 30), 20, ("Dene",), (), ("Abbey", "Beech"), ahead=False)
    found = _who(Scorecard((one,), (), (), {}, {}))
    assert dict(zip(found.headings, found.rows[0], strict=True)) == {
        "Round": "Q1",
        "Due": "30 June 2026",
        "Returned": "22 of 23, by 20 responses",
        "Silent": "Dene",
        "Answered by its parent body": "Abbey and Beech",
        "Not expected": "–",
    }


def test_headings_are_printed_again_only_where_a_table_runs_on(rounds, tmp_path):
    path = tmp_path / "r.xlsx"
    write_workbook(report_of(edition(rounds, "board")), path)
    assert openpyxl.load_workbook(path)["Scorecard"].print_title_rows is None
    assert not any(isinstance(one, NewPage) for one in page(rounds).blocks[-2:])  # small tables share a page


def test_lines_are_of_the_agencies_that_reported_every_time(rounds):
    found = page(rounds)
    charts = {one.table: one for one in found.blocks if isinstance(one, Chart)}
    assert set(charts) == {SHARES, SCORES}
    chart = charts[SHARES]
    assert (chart.kind, chart.category) == ("lines", "Round")
    assert [name for name, _ in chart.series] == ["B1, 6 agencies", "Target"]
    assert chart.title == "From Q1 2026-27 to Q4 2026-27, by the agencies that reported every time: B1 up"
    values = [row[1].value for row in table(found, SHARES).rows]
    assert values == sorted(values)
    assert values[0] == pytest.approx(54 / 72)
    assert "the same" in charts[SCORES].title


def test_a_period_in_which_nobody_reported_is_a_gap_and_not_0(template, rounds):
    nobody = quarter(template, 5, SURGERIES)
    found = page([*rounds, nobody])
    (_, *_, last) = table(found, SHARES).rows
    assert last[1] == NOTHING
    assert cells(found, TOTALS)["B1 How many are trained?"]["Q5 2026-27"] == "nobody"


def test_of_many_rounds_tables_show_the_last_and_charts_all(template):
    found = page([quarter(template, number) for number in range(1, 10)])
    headings = table(found, TOTALS).headings
    assert len(headings) == MOST + 4
    assert headings[1] == "Q4 2026-27"
    assert len(table(found, SHARES).rows) == 9
    assert any("3 rounds before are charted" in one.text for one in found.blocks if isinstance(one, Text))


def test_one_round_has_no_chart_and_few_agencies_no_total(template):
    alone = page([round_of(template, shares(Abbey="3/4"))])
    assert not [one for one in alone.blocks if isinstance(one, Chart)]
    assert not table(alone, "B1").foot


def test_key_messages_are_few_and_say_what_moved(rounds):
    told = [one.text for one in messages(scorecard(rounds), rounds[-1].template.bands)]
    assert told[0] == "All together, 1 of 1 measure is at the target in Q4 2026-27."
    assert told[1].startswith("Since Q3 2026-27 by those that reported both times: B1 up: 92 % to 97 %; A ")
    assert len(told) == 2


# --- in which reports -------------------------------------------------------------------------------


def _made():
    call("init", ".", "--name", "Kingsbridge SCP")
    write("standards/local/ours.yaml", MADE_UP)
    write("templates/local/ours.yaml", "title: O\nagainst: local/ours\nneeds: {action: [], evidence: []}\n")
    call("agency", "add", "Abbey", "--kind", "health")
    call("agency", "add", "Beacon", "--kind", "health")
    call("round", "open", "local/ours", "--name", "f-q1", "--due", "31/7/2026", "--period", "Q1 2026-27")
    call("round", "repeat", "f-q1", "--period", "Q2 2026-27")
    call("round", "repeat", "f-q2", "--period", "Q3 2026-27")
    call("round", "open", "local/ours", "--name", "apart", "--due", "31/12/2026")
    for name, share in (("f-q1", "8/10"), ("f-q2", "9/10"), ("apart", "9/10")):
        write("a.yaml", f"A1: met\nA2: met\nB1: {share}\n")
        call("ask", name, "--agency", "abbey", "--answers", "a.yaml")
        call("sign", name, "--agency", "abbey", "--name", "Ada", "--role", "Lead")


@pytest.mark.parametrize(
    ("names", "title"),
    [
        (("f-q1", "f-q2"), "Scorecard from Q1 2026-27 to Q2 2026-27"),
        (("f-q2",), "Scorecard from Q1 2026-27 to Q2 2026-27"),  # no later one
        (("f-q3",), "Scorecard from Q1 2026-27 to Q3 2026-27"),
        (("f-q1",), None),
        (("f-q2", "apart"), None),  # no series, and nothing says that it repeats
    ],
)
def test_it_stands_in_reports_of_a_series_up_to_the_round(tmp_path, monkeypatch, names, title):
    begin(tmp_path, _made)
    monkeypatch.chdir(tmp_path)
    call("report", *names, "--for", "board", "-o", "r.xlsx")
    book = openpyxl.load_workbook("r.xlsx")
    assert (book["Scorecard"]["A1"].value if "Scorecard" in book.sheetnames else None) == title
    assert ("Movement" in book.sheetnames) == (len(names) > 1)
