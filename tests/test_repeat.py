"""audit round repeat, and the series that rounds form."""

from datetime import date

import pytest
from test_cli_setup import MADE_UP, as_json, call, refused, write
from workspaces import begin

from audit.definitions import library
from audit.errors import StateError
from audit.recurring.repeating import repeat as make_repeat
from audit.rounds import Round
from audit.store.series import series
from audit.store.store import Store
from audit.templates import load

TEMPLATE = "title: Figures\nagainst: local/ours\nneeds: {action: [], evidence: []}\nevery: quarter\n"
Q1 = ("--name", "figures-q1", "--period", "Q1 2026-27", "--due", "31/7/2026")
OPENED = "2026-07-01"


def _made():
    call("init", ".", "--name", "Kingsbridge SCP")
    write("standards/local/ours.yaml", MADE_UP)
    write("templates/local/figures.yaml", TEMPLATE)
    for name in ("Abbey", "Beacon", "Castle", "Dale"):
        call("agency", "add", name, "--kind", "health", "--today", "2026-06-01")
    call("round", "open", "local/figures", *Q1, "--today", OPENED)
    write("a.yaml", "A1: met\nA2: partly\nB1: 9/10\n")
    call("ask", "figures-q1", "--agency", "Abbey", "--answers", "a.yaml", "--today", "2026-07-20")


@pytest.fixture(autouse=True)
def _ws(tmp_path, monkeypatch):
    begin(tmp_path, _made)
    monkeypatch.chdir(tmp_path)


def repeat(*args, of="figures-q1", day="2026-10-01", **more):
    return call("round", "repeat", of, *args, "--today", day, **more)


def kept(*names):
    store = Store("sqlite:///audit.db")
    found = [store.round(name) for name in names]
    store.close()
    return found


def in_series(name):
    store = Store("sqlite:///audit.db")
    found = series(store, name)
    store.close()
    return found


def test_a_round_is_repeated_with_its_own_questions_name_and_day():
    said = repeat("--period", "Q2 2026-27").stderr
    assert "The round 'figures-q2' is open: it repeats 'figures-q1' over Q2 2026-27, 4 agencies" in said
    assert "due 31 October 2026, 3 months after 31 July 2026." in said
    then, now = kept("figures-q1", "figures-q2")
    assert then.template.digest == now.template.digest
    assert (now.period, now.due.isoformat()) == ("Q2 2026-27", "2026-10-31")
    assert [one.agency.code for one in now.expected] == [one.agency.code for one in then.expected]
    assert not now.brought


def test_who_declined_or_left_is_not_asked_again_and_who_came_since_is_named():
    for agency, word in (("Beacon", "declined"), ("Castle", "left")):
        call("round", "change", "figures-q1", "--drop", agency, "--as", word, "--reason", "x")
    call("round", "change", "figures-q1", "--due", "15/8/2026", "--agency", "Abbey")
    call("agency", "add", "Elm", "--kind", "health", "--today", "2026-09-01")
    said = repeat("--period", "Q2 2026-27").stderr
    assert "Not asked again: Beacon (declined) and Castle (left)." in said
    assert "Due on a day of their own in 'figures-q1', and now with all others: Abbey." in said
    assert (
        "New since 'figures-q1' and not in 'figures-q2': Elm; 'audit round change figures-q2 --add'" in said
    )
    (now,) = kept("figures-q2")
    assert {(one.agency.name, one.due.isoformat()) for one in now.expected} == {
        ("Abbey", "2026-10-31"),
        ("Dale", "2026-10-31"),
    }


def test_it_asks_what_the_round_asked_although_the_template_has_changed_since():
    ours = MADE_UP.replace("Someone senior leads.", "Someone senior leads it.")
    write("standards/local/ours.yaml", ours.replace("id: A2", "id: A3"))
    said = repeat("--period", "Q2 2026-27").stderr
    assert (
        "local/figures has changed since 'figures-q1' was opened (asked otherwise: A1; new: A3; gone: A2)"
        in said
    )
    assert "audit round open local/figures --name N --due DATE --bring-forward figures-q1" in said
    then, now = kept("figures-q1", "figures-q2")
    assert then.template.digest == now.template.digest
    assert "A2" in now.template.by_id


def test_a_template_that_is_gone_or_only_differs_in_guidance_is_told():
    write("standards/local/ours.yaml", MADE_UP.replace("critical: yes", "guidance: Ask two."))
    assert "(not in what its questions mean)" in repeat("--period", "Q2 2026-27").stderr
    write("templates/local/figures.yaml", "title: broken\n")
    assert "No whole local/figures is among the templates" in repeat("--period", "Q3 2026-27").stderr


def test_earlier_answers_are_brought_where_that_is_asked():
    said = repeat("--period", "Q2 2026-27", "--bring-forward").stderr
    assert "Brought forward from 'figures-q1': 3 answers to confirm for 1 agency." in said
    (now,) = kept("figures-q2")
    assert set(now.brought) == {"abbey"}
    assert set(now.brought["abbey"]) == {"A1", "A2", "B1"}


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("--period", "Q1 2026-27"), "'Q1 2026-27' is not after 'Q1 2026-27'"),
        (("--period", "Q4 2025-26"), "so when it is due cannot be told; give --due."),
        (("--period", "H2 2026-27"), "cannot be told from 'Q1 2026-27' and 'H2 2026-27'; give --due."),
        (("--period", "Lent"), "cannot be told from 'Q1 2026-27' and 'Lent'; give --due."),
        (("--period", "Q2 2027"), "cannot be told from 'Q1 2026-27' and 'Q2 2027'; give --due."),
        (("--period", "Q2 2026-27", "--name", "figures-q1"), "There is a round 'figures-q1' already"),
        (("--period", "Q2 2026-27", "--name", " x"), "1 to 80 printable characters"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(args, why):
    assert why in refused("round", "repeat", "figures-q1", *args)
    assert len(as_json("round", "list")) == 1


def test_without_a_period_that_can_be_read_the_template_says_when_or_the_day_is_asked_for():
    opened = ("--name", "begun", "--due", "31/7/2026")
    call("round", "open", "local/figures", *opened, "--today", OPENED)
    said = repeat("--period", "the second", of="begun").stderr
    assert "3 months after 31 July 2026" in said
    assert "'the second' is no period that can be read, so the day is as far on as the template" in said
    assert kept("begun-the-second")[0].due.isoformat() == "2026-10-31"
    repeat("--period", "Q2", of="begun")
    assert kept("begun-q2")[0].due.isoformat() == "2026-10-31"
    call("round", "open", "local/ours", "--name", "once", "--due", "31/7/2026")
    assert "cannot be told from 'Q2' alone; give --due." in refused(
        "round", "repeat", "once", "--period", "Q2"
    )
    repeat("--period", "Q2", "--due", "5/11/2026", of="once")
    assert kept("once-q2")[0].due.isoformat() == "2026-11-05"


def test_a_day_before_the_period_begins_is_not_taken_for_its_due_date():
    early = ("--name", "early", "--period", "Q1 2026-27", "--due", "15/3/2026")
    call("round", "open", "local/figures", *early, "--today", "2026-01-10")
    said = refused("round", "repeat", "early", "--period", "Q2 2026-27")
    assert "it would be due 15 June 2026, before 'Q2 2026-27' begins; give --due." in said
    repeat("--period", "Q2 2026-27", "--due", "15/6/2026", of="early")


def test_nobody_left_and_a_blank_period_are_refused():
    for agency in ("Abbey", "Beacon", "Castle", "Dale"):
        call("round", "change", "figures-q1", "--drop", agency, "--as", "left", "--reason", "x")
    assert "Nothing is expected of anybody" in refused(
        "round", "repeat", "figures-q1", "--period", "Q2 2026-27"
    )
    assert "must not be blank" in refused("round", "repeat", "figures-q1", "--period", " ", code=2)


def test_a_round_about_cases_says_how_its_next_is_drawn():
    found = Round("dip", load(library(), "dip/supervision"), date(2026, 7, 31), (), "Q1")
    with pytest.raises(
        StateError, match=r"'dip' is about cases.*'audit sample draw', then 'audit round open dip"
    ):
        make_repeat(found, "Q2")


def test_a_survey_is_repeated_without_a_sample_from_the_template_that_it_kept():
    opened = ("--name", "survey-q1", "--period", "Q1", "--due", "31/7/2026", "--agency", "Abbey")
    call("round", "open", "survey/staff-knowledge", *opened, "--today", OPENED)
    said = repeat("--period", "Q2", of="survey-q1").stderr
    assert "The round 'survey-q2' is open: " in said
    assert "no replies yet, due 31 October 2026." in said
    assert "It repeats 'survey-q1' over Q2, due 31 October 2026, 3 months after 31 July 2026." in said
    assert "audit sample draw" not in said
    then, now = kept("survey-q1", "survey-q2")
    assert then.template.digest == now.template.digest
    assert [one.agency.name for one in now.expected] == ["Abbey"]
    assert in_series("survey-q1") == ("survey-q1", "survey-q2")
    text = now.template.questions[0].id
    write("replies.csv", f"agency,{text}\nAbbey,Yes\n")
    call("collect", "replies.csv", "--round", "survey-q2", "--today", "2026-10-02")
    assert [one["usable"] for one in as_json("round", "list") if "usable" in one] == [0, 1]
    brought = ("round", "repeat", "survey-q1", "--period", "Q3", "--bring-forward")
    assert "goes with rounds about agencies" in refused(*brought, code=2)


def test_a_series_is_a_chain_of_any_length_in_the_order_of_due_dates():
    assert in_series("figures-q1") == ("figures-q1",)
    repeat("--period", "Q2 2026-27")
    repeat("--period", "Q3 2026-27", of="figures-q2")
    repeat("--period", "Q1 2027-28", "--name", "later", of="figures-q3")
    repeat("--period", "Q4 2026-27")  # from the first again
    call("round", "open", "local/figures", "--name", "apart", "--due", "1/1/2027")
    whole = ("figures-q1", "figures-q2", "figures-q3", "figures-q4", "later")
    assert {in_series(name) for name in whole} == {whole}
    assert in_series("apart") == ("apart",)
    acts = [(one["round"], one["after"]) for one in as_json("log") if one["act"] == "repeat"]
    assert ("figures-q4", "figures-q1") in acts
    assert ("figures-q3", "figures-q2") in acts
