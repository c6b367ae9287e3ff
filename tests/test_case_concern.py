"""Immediate concerns: in answers files, kept whatever else is wrong, listed, updated, shown first."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_cli_setup import as_json, call, open_round, refused, write
from test_draws import people, written
from workspaces import begin

from audit.cases.concern import ADVICE, Concern, find, lines
from audit.cli.answering import Pen
from audit.cli.desk import Desk
from audit.cli.readings import find as find_task
from audit.errors import StateError, StoreError, UnknownError
from audit.responses.concerns import Raised, mentioned, nearly, said, split, typed, words
from audit.responses.response import Answer
from audit.store.cases import CaseBook
from audit.store.rows import Stamp
from audit.store.store import Store

STANDARDS = """\
title: Case standards
edition: "2026"
scale: met-partly-not
standards:
  - id: V
    title: The child's voice
    questions:
      - {id: V1, text: The child was seen alone.}
      - {id: V2, text: What did the child say?, kind: text}
  - id: P
    title: Plan
    questions:
      - {id: P1, text: Who was there?, kind: choices, choices: [school, health, police]}
"""
TEMPLATE = "title: Case audit\nagainst: local/cases\nsubject: case\nneeds: {action: [], evidence: []}\n"
OBSERVED = TEMPLATE.replace("Case audit", "Observation").replace("subject: case", "subject: observation")
AUDITORS = "name,agency,team,worker\nAda,,A,\nBen,,Elsewhere,\nCy,,,\n"
HOW = "To record what came of it: audit concern update {} --told ROLE --outcome TEXT"
RAISED = "Immediate concern about {} (raised 22 November 2026): outcome not recorded yet."
DAYS = ("22 November 2026", "24 November 2026")
TODAY = ("--today", "2026-11-22")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("AUDIT_STORE", "AUDIT_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def open_cases(here, *options, size=4):
    """A workspace with a drawn sample, a round on it, and one of observations."""
    begin(here, _drawn, size)
    call("round", "open", "cases", "--name", "r1", "--due", "2026-12-01", "--sample", "S-001", *options)


def _drawn(size):
    call("init", ".")
    write("standards/local/cases.yaml", STANDARDS)
    write("templates/cases.yaml", TEMPLATE)
    write("templates/observed.yaml", OBSERVED)
    register = written(Path("register.csv"), people(40))
    design = ("--unit", "id", "--by", "team", "--size", size, "--seed", "7")
    call("sample", "draw", register, *design)
    call("agency", "add", "Kingsbridge Police", "--code", "police", "--kind", "police")
    call("agency", "add", "Oak Trust", "--code", "oak", "--kind", "health")


@pytest.fixture
def cases(here):
    open_cases(here)
    return here


def ask(path, content, *more, about="C-03", agency="police", code=0, round_="r1"):
    """Answers given in a file; what was said."""
    write(path / "a.yaml", content)
    named = ("--about", about) if about else ()
    whose = ("--agency", agency) if agency else ()
    return call("ask", round_, *named, *whose, "--answers", "a.yaml", *TODAY, *more, code=code)


def listed(*more):
    return as_json("concern", "list", *more)


def answers(about="C-03", agency="police"):
    return as_json("show", "r1", "--about", about, "--agency", agency)["answers"]


# --- as people write them ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("!concern", ""),
        (" !Concern  a bruise ", "a bruise"),
        ("!concern: a bruise", "a bruise"),
        ("! CONCERNS - a\tbruise\nnot seen", "a bruise not seen"),
        ("!concerned about him", None),
        ("concern", None),
        ("my !concern", None),
    ],
)
def test_a_line_raises_a_concern_only_where_it_begins_so(text, found):
    assert typed(text) == found


def test_a_misspelt_line_is_seen_and_no_other():
    assert [nearly(text) for text in ("!concren x", "!conern", "!concern x", "! see file", "concern")] == [
        *(True, True, False, False, False)
    ]


@pytest.mark.parametrize("value", [None, False, "", " ", "no", "None", "n/a", "NIL.", "-", "No concerns", []])
def test_saying_that_there_is_none_raises_none(value):
    assert said(value) == []


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (True, [""]),
        ("Yes", [""]),
        ("!concern", [""]),
        ("a bruise", ["a bruise"]),
        (["a bruise", "none", "not seen"], ["a bruise", "not seen"]),
        ({"what": "a bruise"}, ['{"what": "a bruise"}']),
        (7, ["7"]),
        ("none of the adults saw him", ["none of the adults saw him"]),
    ],
)
def test_whatever_else_is_written_is_a_concern(value, found):
    assert said(value) == found


@given(st.text())
def test_words_can_be_shown_and_stored_and_are_kept_as_they_are(text):
    kept = words(text)
    kept.encode()
    assert kept == words(kept)
    assert not set(kept) & set("\n\r\t\x07\x00")
    assert words(f"seen {text} alone").startswith("seen")


def test_a_file_is_parted_into_concerns_and_the_rest(make):
    template = make(STANDARDS)
    given_ = {
        "Concern": "a bruise",
        "v1": {"grade": "met", "concern": "not seen"},
        "V2": "!concern he is gone",
        "P1": {"immediate-concern": ["one", "two"]},
        "V": {"evidence": "Log", "concern": "none"},
        "Z9": {"concern": "whose?"},
    }
    before = json.dumps(given_)
    rest, raised = split(template, given_)
    assert rest == {"v1": {"grade": "met"}, "V": {"evidence": "Log"}}
    assert raised == (
        Raised("", "a bruise"),
        Raised("V1", "not seen"),
        Raised("V2", "he is gone"),
        Raised("P1", "one"),
        Raised("P1", "two"),
        Raised("", "whose?"),
    )
    assert json.dumps(given_) == before


def test_a_question_that_is_called_concern_is_a_question(make):
    template = make(STANDARDS.replace("id: V2", "id: concern"))
    assert split(template, {"concern": "He spoke."}) == ({"concern": "He spoke."}, ())


@pytest.mark.parametrize(
    "text", ["concern: x", "A1: {concern: x}", '{"A1":{"concern":"x"}}', "A1: !concern x"]
)
def test_a_concern_is_seen_in_a_file_that_cannot_be_read(text):
    assert mentioned(text)
    assert not mentioned("A1: {comment: Some concerns about attendance.}")


# --- as sentences -----------------------------------------------------------------------------------


def made(number, subject="C-03", round_="r1", *, outcome="", day="2026-11-22"):
    return Concern(number, round_, subject, "V1", "secret", "Ada", f"{day}T10:00:00+00:00", "", outcome)


def test_sentences_name_references_and_nothing_that_somebody_wrote():
    assert lines([]) == []
    assert lines([made(1, outcome="done")]) == []
    assert lines([made(1), made(2, "C-04", outcome="done")]) == [RAISED.format("C-03")]
    assert lines([made(1), made(2, day="2026-11-24"), made(3, "police")], {"police": "The Police"}) == [
        f"2 immediate concerns about C-03 (raised {' and '.join(DAYS)}): outcomes not recorded yet.",
        RAISED.format("The Police"),
    ]
    assert lines([made(1), made(2, round_="r2")]) == [
        RAISED.format("C-03 in r1"),
        RAISED.format("C-03 in r2"),
    ]


def test_the_only_open_concern_is_meant_and_of_several_none_is_guessed():
    closed, one, two, elsewhere = made(1, outcome="done"), made(2), made(3), made(4, round_="r2")
    assert find([closed, one], "c-03") is one
    assert find([closed], "C-03") is closed
    assert find([one, elsewhere], "C-03", "R2") is elsewhere
    assert find([one, two], "C-03", number=3) is two
    for several in ([one, two], [one, elsewhere]):
        with pytest.raises(StateError, match="say which: --number N"):
            find(several, "C-03")
    for concerns, number in (([], 0), ([one], 9), ([made(5, "C-04")], 5)):
        with pytest.raises(UnknownError, match="raised about C-03"):
            find(concerns, "C-03", number=number)


# --- in the store -----------------------------------------------------------------------------------


def test_each_alarm_is_a_concern_of_its_own_and_a_file_taken_twice_is_not(cases):
    stamp = Stamp("2026-11-22T10:00:00+00:00", "Ada")
    with closing(Store(f"sqlite:///{cases / 'audit.db'}")) as store:
        book = CaseBook(store)
        first = book.begin_concern("r1", "C-01", "V1", "", stamp, agency="oak")
        book.update_concern(book.concerns()[0], "", "Seen today", stamp)
        second = book.begin_concern("r1", "C-01", "V1", "", stamp, agency="oak")
        assert first != second
        book.add_words(second, "a bruise", Stamp("2026-11-23T10:00:00+00:00", "Ben"))
        raised = [book.raise_concern("r1", "C-02", "", "a bruise", stamp, agency=one) for one in ("oak",) * 2]
        assert raised == [True, False]
        assert book.raise_concern("r1", "C-02", "", "a bruise", stamp, agency="police")
        found = book.concerns()
    assert [(one.subject, one.text, one.open, one.agency) for one in found] == [
        ("C-01", "", False, "oak"),
        ("C-01", "a bruise", True, "oak"),
        ("C-02", "a bruise", True, "oak"),
        ("C-02", "a bruise", True, "police"),
    ]
    assert [(one.by, one.at[:10], one.since[:10]) for one in found[:2]] == [
        ("Ada", "2026-11-22", "2026-11-22"),
        ("Ada", "2026-11-22", ""),
    ]


# --- in a file --------------------------------------------------------------------------------------


def test_concerns_in_a_file_are_kept_with_its_answers_and_told(cases):
    said_ = ask(
        cases, "concern: a bruise\nV1: {grade: met, concern: not seen since}\nV2: He smiled.\n"
    ).stderr
    assert said_.splitlines() == [
        "Immediate concern about C-03: raised, and saved.",
        "Immediate concern about C-03 at V1: raised, and saved.",
        ADVICE,
        "2 immediate concerns about C-03 (raised 22 November 2026): outcomes not recorded yet.",
        HOW.format("C-03"),
        "2 answers saved. Still owed: P1.",
    ]
    assert answers() == {"V1": {"value": "met"}, "V2": {"value": "He smiled."}}
    assert [(one["subject"], one["question"], one["concern"], one["agency"]) for one in listed()] == [
        ("C-03", None, "a bruise", "police"),
        ("C-03", "V1", "not seen since", "police"),
    ]
    again = ask(cases, "concern: a bruise\nV1: met\n").stderr
    assert "Immediate concern about C-03: as before." in again
    assert len(listed()) == 2


def test_a_concern_is_kept_where_the_answers_beside_it_are_wrong(cases):
    said_ = ask(cases, "V1: brilliant\nconcern: a bruise\n", code=1).stderr
    assert "Immediate concern about C-03: raised, and saved." in said_
    assert "a.yaml, line 1" in said_
    assert answers() == {}
    assert [one["concern"] for one in listed()] == ["a bruise"]


def test_a_concern_is_kept_where_the_answers_are_refused(cases):
    ask(cases, "V1: met\n", "--by", "Ada")
    same = ask(cases, "V1: met\nconcern: one\n", "--reading", "2", "--by", "Ada", code=1).stderr
    assert "the second must be somebody else's" in same
    call("sample", "replace", "S-001", "C-01", "--reason", "Wrong team")
    assert "is struck out" in ask(cases, "concern: two\n", about="c-01", code=1).stderr
    call("round", "close", "r1")
    assert "was closed" in ask(cases, "concern: three\n", about="C-02", code=1).stderr
    assert [(one["subject"], one["concern"]) for one in listed()] == [
        *(("C-03", "one"), ("C-01", "two"), ("C-02", "three"))
    ]


@pytest.mark.parametrize(
    ("content", "more"),
    [
        ("concern: a bruise\nconcern: another\n", {}),
        ("V1: [\nconcern: a bruise\n", {}),
        ("concern: a bruise\n", {"about": "C-99"}),
        ("concern: a bruise\n", {"agency": "polcie"}),
        ("concern: a bruise\n", {"round_": "r9"}),
        ("!concern he is gone\nV1: met\n", {}),
    ],
)
def test_where_a_concern_cannot_be_kept_that_is_said_loudly(content, more, cases):
    said_ = ask(cases, content, code=1, **more).stderr.splitlines()
    assert said_[0].startswith("The immediate concern in a.yaml is NOT recorded: ")
    assert said_[1] == ADVICE
    assert said_[2].startswith("Error: ")
    assert listed() == []


def test_without_a_case_named_the_concern_is_not_lost_in_silence(cases):
    said_ = ask(cases, "concern: a bruise\n", about="", code=2).stderr
    assert "is NOT recorded" in said_
    assert "Say what it is about: --about C-01." in said_


def test_yamls_own_sign_for_a_type_does_not_swallow_a_concern(cases):
    ask(cases, "V2: !concern he is gone\nV1: met\n")
    assert [(one["question"], one["concern"]) for one in listed()] == [("V2", "he is gone")]
    assert answers() == {"V1": {"value": "met"}}


def test_a_concern_in_json_and_in_a_round_about_agencies(here):
    open_round(here, ("Oak Trust", "charity"))
    write(here / "a.json", json.dumps({"A1": {"grade": "met", "concern": "a bruise"}, "concern": True}))
    said_ = call("ask", "r1", "--agency", "oak", "--answers", "a.json", *TODAY).stderr
    assert "2 immediate concerns about Oak Trust (raised 22 November 2026): outcomes not" in said_
    assert [(one["subject"], one["concern"]) for one in listed()] == [
        ("oak", "a bruise"),
        ("oak", None),
    ]
    call("concern", "update", "Oak  trust", "--number", "1", "--outcome", "Strategy meeting")
    shown = call("show", "r1", "--agency", "oak").stdout
    assert shown.splitlines()[0] == RAISED.format("Oak Trust")


def test_a_concern_in_a_file_of_another_encoding_is_not_lost_in_silence(cases):
    for content in (
        "concern: a bruise, très grave\n".encode("latin-1"),
        "concern: a bruise\n".encode("utf-16-le"),
    ):
        (cases / "b.yaml").write_bytes(content)
        said_ = call(
            "ask", "r1", "--about", "C-03", "--agency", "police", "--answers", "b.yaml", code=1
        ).stderr
        assert "is NOT recorded" in said_
    (cases / "b.yaml").write_bytes("concern: a bruise\n".encode("utf-16"))
    call("ask", "r1", "--about", "C-03", "--agency", "police", "--answers", "b.yaml")
    assert [one["concern"] for one in listed()] == ["a bruise"]
    ordinary = ask(cases, "V1: brilliant\n", code=1).stderr
    assert ADVICE not in ordinary


def pen_for(desk, about="C-03"):
    return Pen(desk, find_task(desk, "r1", "police", about))


def test_an_alarm_that_cannot_be_kept_is_loud(cases):
    with closing(Desk(cases)) as desk:
        pen = pen_for(desk)
        with closing(sqlite3.connect(cases / "audit.db")) as connection, connection:
            connection.execute("drop table concern")
        with pytest.raises(StoreError, match=r"A concern was raised, but it is NOT recorded: .*call 999"):
            pen.keep_concern("V1", "a bruise")


def test_an_alarm_is_kept_though_the_round_was_closed_meanwhile(cases):
    with closing(Desk(cases)) as desk:
        pen = pen_for(desk)
        call("round", "close", "r1")
        with pytest.raises(StateError, match="is closed"):
            pen.save({"V1": Answer("met")})
        pen.add_words(pen.keep_concern("V1", ""), "a bruise")
    assert [(one["subject"], one["question"], one["concern"]) for one in listed()] == [
        ("C-03", "V1", "a bruise")
    ]


# --- listed, updated, shown first -------------------------------------------------------------------


def test_a_concern_stands_first_until_its_outcome_is_recorded(cases):
    ask(cases, "concern: a bruise on Sam\n")
    for agency in ("police", "oak"):
        shown = call("show", "r1", "--about", "c-03", "--agency", agency).stdout
        assert shown.splitlines()[0] == RAISED.format("C-03")
        assert "Sam" not in shown
    assert as_json("show", "r1", "--about", "C-03", "--agency", "oak")["open_concerns"] == [1]
    assert RAISED.format("C-03") in ask(cases, "V1: met\n", agency="oak").stderr.splitlines()[0]
    assert "Immediate" not in ask(cases, "V1: met\n", about="C-02", agency="oak").stderr
    told = call("concern", "update", "c-03", "--told", "Head of service", "--by", "Ada", *TODAY).stderr
    assert told == ("Immediate concern about C-03 in r1: told: Head of service; its outcome is still open.\n")
    assert RAISED.format("C-03") in ask(cases, "V1: met\n").stderr
    done = call("concern", "update", "C-03", "--outcome", "Plan changed", "--today", "2026-11-24").stderr
    assert done.endswith("told: Head of service; outcome: Plan changed.\n")
    assert "Immediate" not in ask(cases, "V1: met\n").stderr
    assert "Immediate" not in call("show", "r1", "--about", "c-03", "--agency", "oak").stdout


def test_signing_says_first_that_a_concern_is_open(cases):
    ask(cases, "V1: met\nconcern: yes\n")
    signed = call("sign", "r1", "--about", "C-03", "--agency", "oak", "--name", "A", "--role", "B", code=1)
    assert signed.stderr.startswith(RAISED.format("C-03"))


def test_the_list_has_those_that_are_open_first(cases):
    assert call("concern", "list").stdout == "No immediate concern was raised.\n"
    ask(cases, "concern: a bruise\n", "--by", "Ada", about="C-01")
    ask(cases, "V1: {concern: yes}\n", "--by", "Ben", about="C-02", agency="oak")
    call("concern", "update", "C-01", "--told", "Head", "--outcome", "Seen")
    shown = call("concern", "list")
    assert shown.stdout.splitlines() == [
        "2  C-02 in r1, question V1: raised 22 November 2026 by Ben (Oak Trust)",
        "   Concern: (no words given)",
        "   Told: nobody is recorded yet",
        "   Outcome: not recorded yet",
    ]
    assert shown.stderr.splitlines() == [
        HOW.format("C-02"),
        "1 with an outcome is left out; --all shows them.",
    ]
    assert [one["subject"] for one in listed("--all")] == ["C-02", "C-01"]
    (closed,) = [one for one in listed("R1", "--all") if not one["open"]]
    assert (closed["told"], closed["outcome"], closed["by"]) == ("Head", "Seen", "Ada")
    assert refused("concern", "list", "r7").startswith("There is no round 'r7'")


def test_of_several_concerns_the_number_says_which(cases):
    ask(cases, "concern: [one, two]\n")
    said_ = refused("concern", "update", "C-03", "--outcome", "Seen")
    assert said_ == (
        f"Several concerns about C-03 could be meant (1: r1, raised {DAYS[0]}; 2: r1, raised {DAYS[0]}); say "
        "which: --number N."
    )
    call("concern", "update", "C-03", "--number", "2", "--outcome", "Seen")
    call("concern", "update", "C-03", "--outcome", "Seen too")
    assert [one["outcome"] for one in listed("--all")] == ["Seen too", "Seen"]


def test_an_update_that_says_nothing_is_wrong_usage(cases):
    ask(cases, "concern: one\n")
    for more in ((), ("--told", " "), ("--outcome", "")):
        call("concern", "update", "C-03", *more, code=2)
    assert refused("concern", "update", "C-09", "--told", "X").startswith("No concern was raised about C-09;")
    assert listed()[0]["told"] is None


def test_the_first_reader_may_look_at_the_second_reading_though_not_give_it(cases):
    ask(cases, "V1: met\n")
    ask(cases, "V1: partly\n", "--reading", "2", "--by", "Ben")
    second = as_json("show", "r1", "--about", "C-03", "--agency", "police", "--reading", "2")
    assert second["answers"] == {"V1": {"value": "partly"}}
    ask(cases, "V1: met\n", "--reading", "2", code=1)


# --- new observations, and who may read -------------------------------------------------------------


@pytest.fixture
def observed(cases):
    call("round", "open", "observed", "--name", "obs", "--due", "2026-12-01", "--agency", "oak")
    return cases


def test_no_reference_is_used_up_by_a_file_that_is_not_taken(observed):
    new = {"about": "", "agency": "", "round_": "obs"}
    assert "line 1" in ask(observed, "V1: brilliant\n", "--new", code=1, **new).stderr
    assert "0 answers saved." in ask(observed, "{}\n", "--new", **new).stderr
    said_ = ask(observed, "V1: met\n", "--new", **new).stderr
    assert said_.startswith("New observation: O-01.\n1 answer saved.")
    assert "New observation: O-02." in ask(observed, "V1: met\n", "--new", **new).stderr
    assert refused("ask", "obs", "--new") == (
        "There is no terminal to ask at; give the answers in a file with --answers FILE."
    )
    assert "New observation: O-03." in ask(observed, "V1: met\n", "--new", **new).stderr


def test_a_concern_makes_the_new_subject_that_it_is_about(observed):
    new = {"about": "", "agency": "", "round_": "obs"}
    said_ = ask(observed, "V1: brilliant\nconcern: a bruise\n", "--new", code=1, **new).stderr
    assert said_.startswith("New observation: O-01.\nImmediate concern about O-01: raised, and saved.\n")
    assert [one["subject"] for one in listed()] == ["O-01"]
    assert ask(observed, "V1: met\n", about="O-01", agency="", round_="obs").stderr.startswith(
        RAISED.format("O-01")
    )


def test_a_new_subject_is_refused_where_cases_were_drawn_and_where_it_is_named(observed):
    drawn = ask(observed, "V1: met\nconcern: x\n", "--new", about="", code=1).stderr
    assert "The cases of 'r1' were drawn; name one with --about C-01." in drawn
    assert "is NOT recorded" in drawn
    ask(observed, "V1: met\n", "--new", about="O-01", round_="obs", code=2)
    assert listed() == []


def test_where_cases_are_allotted_the_reader_is_told_and_kept_from_their_own(here):
    write(here / "who.csv", AUDITORS)
    open_cases(here, "--auditors", "who.csv", size=6)
    with closing(Store(f"sqlite:///{here / 'audit.db'}")) as store:
        drawn = CaseBook(store).round("r1").subjects
    own = next(one.ref for one in drawn if one.stratum == "A")
    refusal = ask(here, "V1: met\nconcern: x\n", "--by", "ada", about=own, agency="", code=1).stderr
    assert f"{own} is of the team or the work of Ada, so somebody else reads it: --by NAME." in refusal
    assert [one["subject"] for one in listed()] == [own]
    told = ask(here, "V1: met\n", "--by", "Dee", about=own, agency="").stderr
    assert f"{own} was allotted to " in told
    assert "; you read it as Dee, and that is what is kept." in told
    (allotted,) = {*told.partition("allotted to ")[2].partition(";")[0].split()}
    assert allotted in {"Ben", "Cy"}
    assert as_json("show", "r1", "--about", own)["answers"] == {"V1": {"value": "met"}}


def test_the_one_to_whom_a_case_was_allotted_is_told_nothing(here):
    write(here / "who.csv", "name\nCy\n")
    open_cases(here, "--auditors", "who.csv")
    said_ = ask(here, "V1: met\n", "--by", "cy", agency="").stderr
    assert said_ == "1 answer saved. Still owed: V2, P1.\n"
