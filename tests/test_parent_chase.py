"""Chasing a parent body for the members that it has not named."""

import shutil
from pathlib import Path

import pytest
from parents import answer, made, sign
from test_cli_setup import as_json, call, write
from workspaces import begin

LATE, LATER = ("--today", "2026-12-03"), ("--today", "2026-12-05")
ICB = ("ask", "r", "--agency", "icb")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    begin(tmp_path, made)
    monkeypatch.chdir(tmp_path)


def named():
    answer("icb")
    call(*ICB, "--for", "gp-1", "--for", "gp-2")
    answer("police")
    sign("police")


def owing(*more):
    return as_json("chase", "r", *LATE, *more)


def test_a_body_that_has_named_nobody_leaves_its_members_to_be_chased_themselves():
    assert [one["code"] for one in owing()["owing"]] == ["icb", "police", "gp-1", "gp-2", "gp-3", "gp-4"]


def test_a_body_that_has_not_signed_is_asked_for_both_and_nobody_that_it_names():
    named()
    found = owing()
    [one] = found["owing"]
    assert (one["code"], one["progress"], one["members"]) == ("icb", "complete, not signed", ["gp-3", "gp-4"])
    assert {line["code"]: line["why"] for line in found["not_chased"]} == {
        "gp-1": "answered for by Kingsbridge ICB, which has not signed yet",
        "gp-2": "answered for by Kingsbridge ICB, which has not signed yet",
        "gp-3": "asked of Kingsbridge ICB",
        "gp-4": "asked of Kingsbridge ICB",
    }
    said = call("chase", "r", "--letters", "letters", *LATE).stderr
    assert "is asked for the returns of Cedar Surgery and Dene Surgery, which get no letter" in said
    [letter] = Path("letters").glob("*.txt")
    text = letter.read_text(encoding="utf-8")
    assert "To: Ida Clay <ida@icb.example>" in text
    assert "What is owed is the signature (every question is answered); and the returns of Cedar" in text
    assert "you have not said that you answer for them: Cedar Surgery and Dene Surgery." in text


def test_a_body_that_has_signed_gets_one_letter_about_its_members_and_it_stands_in_their_history():
    named()
    sign("icb")
    one = owing()["owing"][0]
    assert (one["code"], one["progress"], one["days_late"]) == ("icb", "signed", 2)
    call("chase", "r", "--letters", "letters", *LATE)
    [letter] = Path("letters").glob("*.txt")
    text = letter.read_text(encoding="utf-8")
    assert "Subject: Few questions: members of Kingsbridge ICB were to return by 1 December 2026" in text
    assert "Thank you for the return of Kingsbridge ICB" in text
    assert "2 days late today: Cedar Surgery and Dene Surgery." in text
    assert "The return of Kingsbridge ICB to" not in text
    chases = as_json("chase", "r", "--history", *LATE)["chases"]
    assert [(one["agency"], one["how"], one["to"]) for one in chases] == [
        ("icb", "letter", ["contact"]),
        ("gp-3", "letter to Kingsbridge ICB", []),
        ("gp-4", "letter to Kingsbridge ICB", []),
    ]
    assert len(as_json("chase", "r", "--history", "--agency", "gp-3", *LATE)["chases"]) == 1
    assert (
        "Cedar Surgery is not chased: asked of Kingsbridge ICB."
        in call("chase", "r", "--letters", "more", "--agency", "gp-3", *LATER).stderr
    )
    for agency in ("gp-3", "gp-4"):
        answer(agency)
        sign(agency)
    assert owing()["owing"] == []


def test_the_chases_of_a_body_bring_in_its_chief_officer_and_count_for_no_member():
    named()
    sign("icb")
    for day in ("2026-12-03", "2026-12-05"):
        call("chase", "r", "--log", "--agency", "icb", "--note", "rang", "--today", day)
    call("chase", "r", "--letters", "letters", "--today", "2026-12-08")
    [letter] = Path("letters").glob("*.txt")
    assert "This goes to the chief officer of Kingsbridge ICB, since we have asked twice" in letter.read_text(
        encoding="utf-8"
    )
    call("reopen", "r", "--agency", "icb", "--reason", "none")
    call(*ICB, "--for", "none")
    found = {one["code"]: one["chases"] for one in owing("--today", "2026-12-09")["owing"]}
    assert (len(found["icb"]), found["gp-3"]) == (3, [])


def test_letters_without_a_place_for_members_leave_them_to_be_chased_themselves():
    named()
    sign("icb")
    write(
        "templates/letters/chase.yaml",
        "title: Ours\nlevels: [{after: 0, to: contact}]\nsubject: [{text: Your return}]\n"
        'paragraphs: [{text: "Send it, {names}."}]\n',
    )
    assert [one["code"] for one in owing()["owing"]] == ["gp-3", "gp-4"]
    assert "The letters here have no {members}" in call("chase", "r", *LATE).stderr
    shutil.rmtree("templates/letters")
