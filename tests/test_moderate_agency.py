"""audit moderate of a round about agencies: options, files, the overview, what stands in the results."""

import json
import shutil
import sys
from datetime import date

import openpyxl
import pytest
from test_cli_setup import as_json, call, open_round, refused, write

POLICE = ["moderate", "r1", "--agency", "police"]
TABLE = """\
Challenge panel of 3 November 2026,,,,,,,
Agency,Question,Self grade,Moderated grade,Reason,Evidence,Wanted,Moderator,Date
Police,A1,Met,partly,"No minutes
seen",asked,minutes of the board,Ann Poe,3/11/2026
police,b1,24/26,met,,accepted,,Ann Poe,2026-11-03
Fire,A1,not-met,Partly met,Lead named in May,,,Bob Lee,3 November 2026
Fire,A2,n/a,not met,It does apply,,,Bob Lee,
Fire,B1,,,,,,,
"""


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """Police has signed; the fire service's return is a draft; the school is silent."""
    folder = tmp_path_factory.mktemp("begun")
    open_round(folder, ("Police", "police"), ("Fire", "fire"), ("Elm School", "school"))
    action = "action: {what: Do it}"
    given = {
        "police": f"A1: met\nA2: {{value: partly, {action}}}\nB1: 24/26\nB: Register\n",
        "fire": f"A1: {{value: not-met, {action}}}\nA2: {{value: n/a, reason: None}}\nB1: 3/4\n",
    }
    for code, content in given.items():
        answers = write(folder / "a.yaml", content)
        call("ask", "r1", "--agency", code, "--answers", answers, "-w", folder)
    call("sign", "r1", "--agency", "police", "--name", "Ada", "--role", "Lead", "-w", folder)
    return folder


@pytest.fixture(autouse=True)
def here(begun, tmp_path, monkeypatch):
    """A workspace of each test's own."""
    monkeypatch.chdir(shutil.copytree(begun, tmp_path / "ours"))


def say(*options, agency="police"):
    return call("moderate", "r1", "--agency", agency, "--by", "Ann Poe", "--today", "2026-11-20", *options)


def matter(question, agency="police"):
    found = as_json("moderate", "r1", "--agency", agency)["questions"]
    return next(one for one in found if one["question"] == question)


def overall(agency="Police"):
    return next(one for one in as_json("results", "r1")["respondents"] if one["agency"] == agency)


def test_a_grade_is_kept_with_reason_moderator_day_and_what_is_asked_for():
    said = say(
        *("--question", "a1", "--grade", "Partly met", "--reason", "No minutes seen"),
        *("--evidence", "asked", "--wanted", "minutes of the board", "--on", "3/11/2026"),
    )
    words = "Police, A1: Partly met - No minutes seen; evidence asked for: minutes of the board.\n"
    assert said.stderr == words
    found = matter("A1")
    assert (found["self"], found["at_return"], found["state"]) == ("met", "partly", "evidence asked for")
    panel = {key: found["panel"][key] for key in ("grade", "reason", "by", "on", "counts")}
    assert panel == {
        "grade": "partly",
        "reason": "No minutes seen",
        "by": "Ann Poe",
        "on": "2026-11-03",
        "counts": True,
    }
    assert found["panel"]["at"].startswith("2026-11-20T")
    shown = call(*POLICE).stdout
    assert "none behind a top grade" in shown
    assert "Panel: Partly met, No minutes seen (Ann Poe, 3 November 2026)" in shown
    # A: (2 * 1/2 + 1/2) / 3, and B is 1
    assert (overall()["overall"], overall()["self"]["score"]) == (0.75, 11 / 12)


def test_a_grade_as_the_agencys_own_needs_no_reason_and_another_does():
    say("--question", "A1", "--grade", "met")
    assert matter("A1")["state"] == "moderated"
    assert overall()["drift"]["mean"] == 0.0
    said = refused(*POLICE, "--question", "A1", "--grade", "n/a")
    assert said.startswith("A1: the panel's grade is another than the agency's own (Met), so give the reason")


def test_a_grade_taken_back_leaves_the_own_one_and_it_shows_that_it_was():
    say("--question", "A1", "--grade", "partly", "--reason", "x", "--evidence", "asked")
    said = say("--question", "A1", "--take-back", "--reason", "Minutes came")
    assert said.stderr == "Police, A1: taken back - Minutes came.\n"
    found = matter("A1")
    assert (found["at_return"], found["panel"], found["evidence"], found["state"]) == ("met", None, None, "")
    assert overall()["overall"] == overall()["self"]["score"] == 11 / 12


def test_a_reopened_return_with_another_grade_is_put_before_the_panel_again():
    say("--question", "A1", "--grade", "partly", "--reason", "x")
    call("reopen", "r1", "--agency", "police", "--reason", "A slip")
    call(
        "ask", "r1", "--agency", "police", "--answers", write("b.yaml", "A1: {value: not-met, action: Do}\n")
    )
    call("sign", "r1", "--agency", "police", "--name", "Ada", "--role", "Lead")
    block = as_json("moderate", "r1")
    assert [(one["agency"], one["question"], one["state"]) for one in block["open"]] == [
        ("Police", "A1", "to be moderated again")
    ]
    assert (block["moderated"], block["graded"], block["drift"]) == (0, 6, None)
    assert overall()["standards"]["A"]["worst"] == {"grade": "not-met", "questions": ["A1"]}
    said = call("moderate", "r1")
    assert "to be moderated again" in said.stdout
    assert said.stderr.endswith("counts for 0 of 6 grades that agencies gave; 1 still open.\n")


def test_a_revised_grade_may_come_after_the_round_closed_and_counts_only_today():
    say("--question", "A1", "--grade", "not-met", "--reason", "Nobody named")
    call("round", "close", "r1")
    closed = refused(*POLICE, "--question", "A1", "--grade", "met", "--reason", "x")
    assert "only a grade revised when its action was assured can still be kept" in closed
    assured = ["--question", "A1", "--grade", "met", "--assured", "2027-03-04", "--reason", "Seen in post"]
    assert "4 March 2027, when its action was assured, is still ahead" in refused(
        *POLICE, *assured, "--today", "2027-03-03"
    )
    said = call(*POLICE, *assured, "--today", "2027-03-04")
    assert said.stderr == "Police, A1: Met - Seen in post; since its action was assured on 4 March 2027.\n"
    found = overall()
    assert (found["standards"]["A"]["score"], found["limited_by"]) == (1 / 6, ["A1"])
    assert found["today"] == {
        "score": 11 / 12,
        "band": "green",
        "revised": ["A1"],
        "standards": {"A": {"score": 5 / 6, "band": "amber"}, "B": {"score": 1.0, "band": "green"}},
    }
    shown = call("results", "r1")
    assert "Self    Today" in shown.stdout
    assert "Today: overall as grades stand since actions were assured." in shown.stderr
    take_back = ["--question", "A1", "--take-back", "--assured", "4/3/2027", "--reason", "In error"]
    call(*POLICE, *take_back, "--today", "2027-03-05")
    assert overall()["today"]["revised"] == []
    assert "Today" not in call("results", "r1").stdout


def test_the_heat_map_is_as_it_was_where_no_panel_changed_a_grade():
    before = call("results", "r1")
    say("--question", "A1", "--grade", "met")
    after = call("results", "r1")
    told = "- A panel moderated 1 grade, in 1 agency, and changed none.\n"
    assert after.stdout.replace(told, "") == before.stdout
    assert after.stderr == before.stderr


# --- files -----------------------------------------------------------------------------------------


def test_a_table_of_many_agencies_is_kept_with_its_moderators_and_days():
    said = call("moderate", "r1", "--answers", write("panel.csv", TABLE), "--on", "4/11/2026")
    assert said.stderr == (
        "panel.csv: 4 grades of 2 agencies kept, 3 other than the agency's own, evidence asked for on 1 "
        "question. 1 row without a panel's grade passed over.\n"
    )
    first, second = matter("A1"), matter("A2", "fire")
    assert (first["panel"]["reason"], first["panel"]["by"]) == ("No minutes seen", "Ann Poe")
    assert (first["panel"]["on"], second["panel"]["on"]) == ("2026-11-03", "2026-11-04")
    assert (second["panel"]["grade"], second["panel"]["by"], second["self"]) == ("not-met", "Bob Lee", "n/a")
    assert matter("B1")["evidence"] == {"said": "accepted", "wanted": ""}
    block = as_json("moderate", "r1")
    assert (block["moderated"], block["graded"]) == (4, 6)
    drift = block["drift"]
    figures = ("answers", "mean", "up", "down", "same", "not_applicable")
    assert [drift[key] for key in figures] == [3, 0.0, 1, 1, 1, 1]
    assert [drift["agencies"]["police"][key] for key in figures] == [2, -0.25, 0, 1, 1, 0]
    assert [drift["standards"]["A"][key] for key in figures] == [2, 0.0, 1, 1, 0, 1]
    shown = call("moderate", "r1").stdout
    assert [line.split()[-6:] for line in shown.splitlines() if line.strip().startswith("Police  ")][-1] == [
        *("2", "-0.25", "0", "1", "1", "0")
    ]
    assert "evidence asked for: minutes of the board" in shown


def test_a_workbook_is_read_as_a_csv_is_and_again_changes_nothing():
    book = openpyxl.Workbook()
    book.active.append(["Question", "Panel grade", "Reason", "Date"])
    book.active.append(["A1", "not met", "x", date(2026, 11, 3)])
    book.active.append(["A2", "take back"])
    book.save("panel.xlsx")
    said = refused(*POLICE, "--answers", "panel.xlsx")
    assert "cell B3: The panel has said nothing of A2, so there is nothing to take back." in said
    say("--question", "A2", "--grade", "met", "--reason", "x")
    for _ in range(2):
        say("--question", "A2", "--grade", "met", "--reason", "x")
        call(*POLICE, "--answers", "panel.xlsx")
        assert (matter("A1")["at_return"], matter("A2")["panel"]) == ("not-met", None)
        assert matter("A1")["panel"]["on"] == "2026-11-03"


def test_every_problem_of_a_table_is_told_with_its_cell_and_nothing_is_kept():
    lines = [
        "Agency,Question,Self grade,Moderated grade,Reason,Evidence,Wanted,Date,Assured",
        "Police,A1,Met,met,,,,3/11/2026,",
        "Polise,A1,,met,,,,,",
        "Police,A9,,met,,,,,",
        "Police,A2,,superb,x,,,,",
        "Police,B1,,partly,,,,,",
        "Elm School,A1,,met,,,,,",
        "Fire,A1,met,met,x,,,,",
        "Fire,A2,,,forgot,,,,",
        "Fire,B1,,partly,,perhaps,,,",
        "Police,A1,,partly,again,,,,",
        "Fire,B1,,partly,,,,31/2/2026,",
        ",A1,,met,,,,,",
        "Fire,B1,,met,x,,,,1/1/2999",
    ]
    said = refused("moderate", "r1", "--answers", write("panel.csv", "\n".join(lines)), "--by", "Ann")
    assert "cell E9: a reason stands there without a grade" in said
    assert "cell H12: '31/2/2026' is not a date" in said
    lines[8], lines[11] = "Fire,A2,,,,,,,", ""
    said = refused("moderate", "r1", "--answers", write("panel.csv", "\n".join(lines)), "--by", "Ann")
    for place, words in {
        "A3": "There is no agency 'Polise'; did you mean 'Police'?",
        "B4": "There is no question 'A9'",
        "D5": "A2: 'superb' is no grade that can be agreed; those are met, partly, not-met, n/a.",
        "D6": "B1: the panel's grade is another than the agency's own (Met), so give the reason for it.",
        "A7": "Elm School has given no answer in 'r1' yet, so there is nothing to moderate.",
        "D8": "A1: the panel had the agency's own grade before it as Met, and now it is Not met;",
        "D10": "B1: of the evidence it can be said 'accepted' or 'asked', not 'perhaps'.",
        "B11": "A1 is given twice of one agency; keep one.",
        "A13": "it names no agency; give a column 'agency', or --agency NAME.",
        "D14": "B1: 1 January 2999, when its action was assured, is still ahead.",
    }.items():
        assert f"panel.csv, cell {place}: {words}" in said
    assert len(said.splitlines()) == 10
    assert [one["panel"] for one in as_json(*POLICE)["questions"]] == [None, None, None]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Question,Grade\nA1,met\n", "no row of it has the headings question and moderated grade; one sheet"),
        ("Question,Moderated grade\n", "it names no question with a panel's grade."),
        (
            "Question,Moderated,Panel grade\nA1,met,met\n",
            "the column 'Panel grade' says the same as one befo",
        ),
        (
            "Agency,Question,Moderated grade\nFire,A1,met\n",
            "cell A2: this row is of Fire, and --agency says P",
        ),
    ],
)
def test_a_table_that_could_be_misread_is_refused(content, said):
    assert said in refused(*POLICE, "--answers", write("panel.csv", content))


def test_a_heading_that_means_nothing_is_named():
    path = write("panel.csv", "Question,Moderated grade,Remark,Evidnce\nA1,met,x,asked\n")
    assert call(*POLICE, "--answers", path).stderr.endswith(" Columns left out: 'Remark', 'Evidnce'.\n")


def test_a_mapping_takes_grades_of_one_agency_all_or_none():
    path = write(
        "panel.yaml",
        "A1: {grade: partly, reason: No minutes, evidence: asked, wanted: minutes, on: 3/11/2026}\n"
        "a2: {evidence: accepted}\nB1: met\n",
    )
    call(*POLICE, "--answers", path)
    assert (matter("A1")["at_return"], matter("A1")["panel"]["on"]) == ("partly", "2026-11-03")
    assert (matter("A2")["panel"], matter("A2")["state"]) == (None, "moderated")
    call(*POLICE, "--answers", write("panel.json", json.dumps({"A1": None, "B1": {"grade": ""}})))
    assert (matter("A1")["panel"], matter("B1")["panel"]) == (None, None)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("A9: met\n", "line 1: There is no question 'A9'"),
        ("A1: {grade: met, why: x}\n", "line 1: A1: 'why' is no part of what a panel says"),
        ("A1: {reason: x}\n", "line 1: A1: 'grade' is missing; an empty one takes the panel's grade back."),
        ("A1: [met]\n", "line 1: A1: 'grade' must be text."),
        ("A1: {grade: met, on: soon}\n", "line 1: A1: 'soon' is not a date"),
        ("A1: met\na1: met\n", "line 2: A1 is given twice of one agency; keep one."),
        ("{}\n", "it names no question with a panel's grade."),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_with_its_line(content, said):
    assert said in refused(*POLICE, "--answers", write("panel.yaml", content))
    assert matter("A1")["panel"] is None


# --- what cannot be ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        ["--question", "A1"],
        ["--question", "A1", "--grade", "met", "--take-back"],
        ["--question", "A1", "--grade", "met", "--answers", "p.csv"],
        ["--question", "", "--grade", "met"],
        ["--grade", "met"],
        ["--evidence", "asked"],
        ["--assured", "2026-01-02"],
        ["--reason", "x"],
        ["--on", "2026-01-02"],
        ["--question", "A1", "--grade", "met", "--assured", "2026-01-02", "--on", "2026-01-02"],
        ["--question", "A1", "--take-back", "--evidence", "asked"],
        ["--about", "C-01"],
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(options):
    refused(*POLICE, *options, code=2)
    assert matter("A1")["panel"] is None


def test_whose_return_it_is_must_be_said_and_it_must_be_in_the_round():
    refused("moderate", "r1", "--question", "A1", "--grade", "met", code=2)
    refused("moderate", "r1", "--all", code=2)
    assert refused("moderate", "r1", "--agency", "polise").startswith("There is no agency 'polise'; did you")
    said = refused("moderate", "r1", "--agency", "elm-school")
    assert said == "Elm School has given no answer in 'r1' yet, so there is nothing to moderate."


def test_a_draft_can_be_moderated_and_it_is_said_that_it_is_one():
    say("--question", "A1", "--grade", "partly", "--reason", "x", agency="fire")
    assert "Fire has not signed its return yet." in call("moderate", "r1", "--agency", "fire").stderr
    found = as_json("results", "r1")
    assert (found["drift"], as_json("moderate", "r1")["drift"]["answers"]) == (None, 1)


# --- in a terminal ---------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is not to be had on Windows")
def test_a_panel_goes_through_top_grades_without_evidence_by_keys_and_all_is_kept():
    from screens import Terminal

    audit = [sys.executable, "-m", "audit", *POLICE, "--by", "Ann Poe", "--all"]
    terminal = Terminal(audit, lines=60, columns=100)
    terminal.wait(lambda t: t.ready)
    assert "Police, question 1 of 3" in terminal.text
    assert "No evidence stands behind this top grade." in terminal.text
    terminal.send("6")  # ask for evidence: it is saved before what is wanted is written
    terminal.wait("The evidence that is wanted")
    terminal.send("minutes\r")
    terminal.wait("Evidence asked for")
    terminal.wait(lambda t: t.ready)
    terminal.send("2")
    terminal.wait("The reason")
    terminal.send("None seen\r")
    terminal.wait("question 2 of 3")
    terminal.wait(lambda t: t.ready)
    terminal.send("\x03")
    assert terminal.ended() == 130
    assert "go on with: audit moderate r1 --agency police" in " ".join(terminal.lines)
    found = matter("A1")
    assert (found["panel"]["grade"], found["panel"]["reason"]) == ("partly", "None seen")
    assert found["evidence"] == {"said": "asked for", "wanted": "minutes"}
