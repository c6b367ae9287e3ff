"""audit results and report: the figures as the contract has them, checked against sums done by hand."""

from fractions import Fraction
from pathlib import Path

import pytest
from test_cli_setup import MADE_UP, as_json, call, open_round, refused, write
from workspaces import begin

AGENCIES = (("Police", "police"), ("Elm School", "school"), ("Silent Trust", "charity"), ("Fire", "fire"))
CONTRACT = {"round", "respondents", "standards", "returned", "expected"}
RESPONDENT = {"agency", "signed", "overall", "band", "completeness", "limited_by", "standards"}
FIGURES = {"score", "band", "completeness", "worst", "not_applicable", "unanswered", "without_evidence"}


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Police and fire have signed; the school's is a draft in which its critical question is not met."""
    monkeypatch.chdir(tmp_path)
    begin(tmp_path, answered)
    return tmp_path


def answered():
    open_round(Path(), *AGENCIES)
    action = "action: {what: Do it}"
    given = {
        "police": f"A1: met\nA2: {{value: partly, {action}}}\nB1: 24/26\nB: Register\n",
        "elm-school": f"A1: {{value: not-met, {action}}}\nA2: met\nB2: n/a\n",
        "fire": f"A1: {{value: n/a, reason: No staff}}\nA2: {{value: n/a, reason: None}}\n"
        f"B1: {{value: 3/4, {action}}}\n",
    }
    for code, content in given.items():
        write("a.yaml", content)
        call("ask", "r1", "--agency", code, "--answers", "a.yaml")
    for code in ("police", "fire"):
        call("sign", "r1", "--agency", code, "--name", "Ada", "--role", "Lead")


def by_agency(*options):
    return {one["agency"]: one for one in as_json("results", "r1", *options)["respondents"]}


def test_the_contract_holds_for_every_respondent_the_silent_ones_too():
    found = as_json("results", "r1")
    assert set(found) >= CONTRACT
    assert [one["agency"] for one in found["respondents"]] == [name for name, _ in AGENCIES]
    for one in found["respondents"]:
        assert set(one) >= RESPONDENT
        assert isinstance(one["limited_by"], list)
        assert set(one["standards"]) == {"A", "B"}
        for figures in one["standards"].values():
            assert set(figures) >= FIGURES


def test_scores_are_the_exact_means_unrounded():
    police = by_agency()["Police"]
    a = (2 * Fraction(1) + Fraction(1, 2)) / 3  # A1 has the weight 2, partly is half of met
    b = Fraction(1)  # 24 of 26 is over 0.9, so met
    assert police["standards"]["A"]["score"] == float(a)
    assert police["standards"]["B"]["score"] == float(b)
    assert police["overall"] == float((a + b) / 2)
    assert (police["band"], police["signed"], police["completeness"]) == ("green", True, 1.0)
    assert police["standards"]["A"] == {
        "score": float(a),
        "band": "amber",
        "completeness": 1.0,
        "limited_by": [],
        "worst": {"grade": "partly", "questions": ["A2"]},
        "not_applicable": 0,
        "unanswered": 0,
        "incomplete": 0,
        "not_asked": 0,
        "without_evidence": 1,
    }
    assert police["standards"]["B"]["without_evidence"] == 0  # the standard's evidence covers B1


def test_a_critical_question_not_met_limits_and_what_is_owed_lowers_completeness():
    school = by_agency()["Elm School"]
    assert school["limited_by"] == ["A1"]
    assert school["signed"] is False
    a, b = school["standards"]["A"], school["standards"]["B"]
    assert (a["score"], a["worst"]) == (float(Fraction(1, 3)), {"grade": "not-met", "questions": ["A1"]})
    # B1 is not answered, and B2 is not applicable but without the reason that it owes.
    assert (b["score"], b["completeness"], b["unanswered"], b["not_applicable"]) == (None, 0.0, 2, 0)
    assert school["completeness"] == 0.5


def test_not_applicable_is_no_zero_and_silence_is_null():
    found = by_agency()
    fire, silent = found["Fire"], found["Silent Trust"]
    assert (fire["standards"]["A"]["score"], fire["standards"]["A"]["not_applicable"]) == (None, 2)
    assert fire["overall"] == 0.5  # 3 of 4 is over 0.7, so partly
    for name in ("overall", "band", "completeness", "worst"):
        assert silent[name] is None
    assert silent["limited_by"] == []
    assert {figures["score"] for figures in silent["standards"].values()} == {None}


def test_the_partnership_is_the_plain_mean_over_signed_responses_that_have_a_score():
    found = as_json("results", "r1")
    assert (found["returned"], found["expected"], found["round"]) == (2, 4, "r1")
    a, b = found["standards"]["A"], found["standards"]["B"]
    assert (a["score"], a["agencies"]) == (float(Fraction(5, 6)), 1)
    assert a["bands"] == {"green": 0, "amber": 1, "red": 0}
    assert (b["score"], b["band"], b["agencies"]) == (0.75, "amber", 2)
    assert b["bands"] == {"green": 1, "amber": 1, "red": 0}


def test_drafts_are_shown_but_count_only_where_asked_for():
    assert by_agency()["Elm School"]["overall"] == float(Fraction(1, 3))
    found = as_json("results", "r1", "--drafts")
    assert found["standards"]["A"]["score"] == float((Fraction(5, 6) + Fraction(1, 3)) / 2)
    assert (found["standards"]["A"]["agencies"], found["returned"]) == (2, 2)
    assert "Unsigned drafts count in these figures." in call("results", "r1", "--drafts").stdout
    assert "Unsigned drafts count" not in call("results", "r1").stdout


def test_the_heat_map_has_word_and_number_and_every_agency():
    shown = call("results", "r1")
    lines = {line.split("  ")[0].strip(): line.split() for line in shown.stdout.splitlines()}
    assert lines["Police"][1:] == ["signed", "green", "amber", "green"]
    assert "0.92 0.83 1.00" in " ".join(shown.stdout.split())
    assert lines["Silent Trust"][2:] == ["no", "return", "-", "-", "-"]
    assert "draft, provisional, 50 %" in shown.stdout
    assert "- 2 of 4 agencies have returned (signed)." in shown.stdout
    assert "A  Leadership" in shown.stderr


def test_a_crosswalk_shows_the_answers_as_another_catalogues(here):
    other = MADE_UP.replace("Our own", "Other")
    ours = MADE_UP.replace("{id: A1,", "{id: A1, same_as: [local/other#B1],").replace(
        "{id: A2,", "{id: A2, same_as: [local/other#B1],"
    )
    write(here / "standards/local/other.yaml", other)
    write(here / "standards/local/ours.yaml", ours)
    call("round", "open", "local/ours", "--name", "r2", "--due", "2026-11-30", "--agency", "police")
    write(here / "a.yaml", "A1: met\nA2: {value: not-met, action: x}\nB1: 1/1\n")
    call("ask", "r2", "--agency", "police", "--answers", "a.yaml")
    call("sign", "r2", "--agency", "police", "--name", "Ada", "--role", "Lead")
    found = as_json("results", "r2", "--as", "local/other")["questions"]
    assert (found["B1"]["by"], found["B1"]["score"]) == (["A1", "A2"], float(Fraction(2, 3)))
    assert found["B1"]["agencies"]["Police"]["worst"] == {"grade": "not-met", "questions": ["A2"]}
    assert (found["A1"]["by"], found["A1"]["score"]) == ([], None)
    shown = call("results", "r2", "--as", "local/other")
    assert "Without any answer: A1, A2, B2." in shown.stderr
    assert "amber 0.67" in shown.stdout


@pytest.mark.parametrize("name", ["local/othre", ""])
def test_a_crosswalk_to_something_unknown_is_refused(name):
    assert refused("results", "r1", "--as", name).startswith(f"There is no catalogue of standards {name!r}")


@pytest.mark.parametrize("audience", ["subgroup", "board"])
def test_a_report_is_written_with_the_same_bytes_each_time(here, audience):
    for name in ("one.xlsx", "two.xlsx"):
        said = call(
            "report", "r1", "--for", audience, "-o", name, "--ask", "note it", "--today", "2026-12-01"
        )
        assert said.stderr == f"{name} is written, as of 1 December 2026: 2 of 4 returns signed.\n"
    assert (here / "one.xlsx").read_bytes() == (here / "two.xlsx").read_bytes()


@pytest.mark.parametrize("place", ["nowhere/x.xlsx", ".", "x.csv", "folder.xlsx"])
def test_a_report_that_cannot_be_written_is_a_sentence_and_leaves_nothing_behind(here, place):
    (here / "folder.xlsx").mkdir()
    before = sorted(here.rglob("*"))
    said = refused("report", "r1", "--for", "board", "-o", place)
    assert said.startswith(f"{place}, ")
    assert "\n" not in said
    assert sorted(here.rglob("*")) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [('name = "x', "cannot be read: "), ("name = 5", "'name' must be text in quotes"), ("\udcff", "UTF-8")],
)
def test_damaged_settings_are_a_sentence(here, content, said):
    (here / "audit.toml").write_bytes(content.encode("utf-8", "surrogateescape"))
    assert said in refused("report", "r1", "--for", "board", "-o", "x.xlsx")
    assert not (here / "x.xlsx").exists()
