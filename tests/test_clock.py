"""A clock that was set back: what was done last counts, and the log tells it in that order."""

from datetime import datetime, timedelta

import pytest
from test_cli_setup import as_json, call, open_round, write

import audit.cli.desk

NOON = datetime(2026, 11, 23, 12, 0, 0).astimezone()
BACK = (timedelta(hours=1), timedelta(days=366))


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    open_round(tmp_path, ("Oak Trust", "charity"))
    return tmp_path


@pytest.fixture(params=BACK, ids=str)
def back(request, monkeypatch):
    """Sets the clock: to noon of a day after all that was done before, then back from it."""

    def back(by=request.param):
        class Clock(datetime):
            @classmethod
            def now(cls, tz=None):
                return (NOON - by).astimezone(tz) if tz else (NOON - by).replace(tzinfo=None)

        monkeypatch.setattr(audit.cli.desk, "datetime", Clock)

    back(timedelta(0))
    return back


def answer(text):
    call("ask", "r1", "--agency", "oak", "--answers", write("a.yaml", text), "--by", "Ann")


def logged(*words):
    """What the log tells of acts: before and after, in its order."""
    return [(one["act"], one["before"], one["after"]) for one in as_json("log", *words) if one["by"] == "Ann"]


def test_the_answer_that_was_given_last_counts_and_stands_last_in_the_log(back):
    answer("A1: met")
    back()
    answer("A1: partly")
    assert as_json("show", "r1", "--agency", "oak")["answers"]["A1"]["value"] == "partly"
    assert logged("r1") == [("answer", None, "met"), ("answer", "met", "partly")]


def test_the_signature_that_was_given_last_counts_and_every_digest_fits(back):
    answer("A1: met\nA2: met\nB1: 9/10")
    sign = ("sign", "r1", "--agency", "oak", "--role", "Head", "--by", "Ann", "--name")
    call(*sign, "J. Bell")
    back()
    call("reopen", "r1", "--agency", "oak", "--reason", "late evidence", "--by", "Ann")
    answer("A1: {value: met, comment: Minutes came}")
    call(*sign, "R. Osei")
    assert as_json("show", "r1", "--agency", "oak")["signed"]["name"] == "R. Osei"
    acts = [act for act, *_ in logged("r1") if act != "answer"]
    assert acts.index("opened again") > acts.index("signed")
    assert acts[-1] == "signed"
    assert "every digest fits" in call("log", "--check").stdout


def test_the_panel_s_last_grade_counts_and_a_round_that_was_opened_again_is_open(back):
    answer("A1: met\nA2: met\nB1: 9/10")
    call("sign", "r1", "--agency", "oak", "--name", "J. Bell", "--role", "Head")
    grade = ("moderate", "r1", "--agency", "oak", "--question", "A1", "--reason", "Seen", "--by", "Ann")
    call(*grade, "--grade", "partly")
    call("round", "close", "r1")
    back()
    call("round", "close", "r1", "--reopen")
    call(*grade, "--grade", "not met")
    assert as_json("results", "r1")["respondents"][0]["moderated"]["A1"]["panel"]["grade"] == "not-met"
    grades = [(before, after) for act, before, after in logged("r1") if after in {"partly", "not-met"}]
    assert grades == [(None, "partly"), ("partly", "not-met")]
    assert not as_json("round", "list")[0]["closed"]


def test_a_draw_after_a_later_one_is_kept_behind_it_and_the_chain_holds(back):
    write("register.csv", "id\n" + "".join(f"{number}\n" for number in range(40)))
    draw = ("sample", "draw", "register.csv", "--unit", "id", "--size", "3", "--who", "Ann")
    call(*draw)
    back()
    call(*draw)
    call("sample", "replace", "S-001", "C-01", "--reason", "no such file", "--who", "Ann")
    found = as_json("sample", "list")
    assert [one["id"] for one in found["samples"]] == ["S-001", "S-002"]
    assert found["wrong"] == []
    samples = [after for _, before, after in logged() if after in {"S-001", "S-002"}]
    assert samples == ["S-001"] * 2 + ["S-002"] * 2 + ["S-001"]
