"""Feedback: which texts stand in a letter, what they say of the answers, and what the command keeps of it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from test_cli_setup import as_json, call, refused, write
from workspaces import begin

from audit.agencies import Agency
from audit.chasing.feedback import (
    Feedback,
    check_against,
    compared,
    feedback_letter,
    load_feedback,
    next_letter,
)
from audit.chasing.letters import Sender
from audit.chasing.rule import FEEDBACK, parse
from audit.definitions import library
from audit.definitions import parse as yaml
from audit.errors import DefinitionError
from audit.responses.brought import Brought
from audit.responses.response import Answer, Response, Signature
from audit.rounds import Expected, Round, returns
from audit.templates import load

TODAY, DUE = date(2026, 6, 5), date(2026, 6, 1)
OAK = Agency("oak", "Oak Police", ("police",), contact="Jo Smith, jo@police.uk")
CHIEF = replace(OAK, chief_officer="Dana Reed, dana@police.uk")
SENDER = Sender("Kingsbridge SCP", "qa@kingsbridge.gov.uk")
CATALOGUE = """\
title: Ours
scale: met-partly-not
standards:
  - id: A
    title: Leadership
    questions:
      - {id: A1, text: Someone leads.}
      - {id: A2, text: The board hears.}
      - {id: A3, text: Who leads?, kind: text}
      - {id: A4, text: "Who else?", kind: text, when: {A1: [met]}}
      - {id: A5, text: Seen on?, kind: date}
"""
RULE = """\
title: Ours
of: feedback
levels: [{after: 0, to: contact}, {after: 1, to: chief_officer}]
subject: [{text: "{agency}: {title}"}]
paragraphs:
  - text: Dear {names},
"""


@pytest.fixture(scope="session")
def ours(make):
    return make(CATALOGUE)


@pytest.fixture(scope="session")
def said(ours, put):
    """The paragraphs that texts come to for some answers, those brought forward, an agency and a level."""

    def said(texts, answers, brought=None, agency=OAK, made=()):
        rule = parse(yaml(RULE + texts, "ours.yaml"), "ours.yaml", FEEDBACK)
        check_against(rule, ours, "ours.yaml")
        round_, line = signed(ours, put(ours, answers).answers, brought, agency)
        found = next_letter(rule, line, made)
        return feedback_letter(rule, round_, line, found, TODAY, SENDER).paragraphs[1:]

    return said


def signed(template, answers, brought=None, agency=OAK):
    """A round with one signed response, and its line in the returns register."""
    expected = (Expected(agency, DUE),)
    round_ = Round("R", template, DUE, expected, brought={agency.code: brought or {}})
    signature = Signature("Ada", "Chair", "2026-06-02")
    who = "" if template.running.respondent else agency.code
    response = Response("R", who, agency.code, answers=answers, signed=signature)
    return round_, returns(round_, [response], TODAY)[0]


def text(words, **conditions):
    parts = "".join(f", {key}: {value}" for key, value in conditions.items())
    return f'  - {{text: "{words}"{parts}}}\n'


# --- conditions and placeholders --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("conditions", "stands"),
    [
        ({"when": "{A1: [met]}"}, True),
        ({"when": "{A1: [Met, partly]}"}, True),
        ({"when": "{A1: [not-met]}"}, False),
        ({"when": "{A1: [met], A2: [met]}"}, False),
        ({"given": "A3"}, True),
        ({"given": "[A3, A5]"}, False),
        ({"not-given": "A5"}, True),
        ({"not-given": "[A3, A5]"}, False),
        ({"compared": "none"}, True),
        ({"compared": "[lower, same]"}, False),
        ({"to": "contact"}, True),
        ({"to": "chief_officer"}, False),
        ({"level": "2"}, False),
    ],
)
def test_a_text_stands_where_all_its_conditions_hold(said, conditions, stands):
    answers = {"A1": "met", "A2": "partly", "A3": "Ada"}
    assert said(text("There.", **conditions), answers) == (("There.",) if stands else ())


def test_an_answer_to_a_question_that_does_not_arise_is_none(said):
    texts = text("{answer:A4}", given="A4") + text("None.", **{"not-given": "A4"})
    assert said(texts, {"A1": "met", "A4": "Ben"}) == ("Ben",)
    assert said(texts, {"A1": "partly", "A4": "Ben"}) == ("None.",)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("{answer:A5}", "3 May 2026"),
        ("{answer:A1}", "Met"),
        ("{grade:A1}", "Met"),
        ("{comment:A1}", "Seen."),
        ("{comment:A2}", "not said"),
        ("{answer:A2}", "not said"),
        ("{grade:A2}", "not said"),
        ("{question:A2}", "The board hears."),
        ("{ answer:A3 }", "=1+{agency}"),
        ("{agency} {round} {today} {due}", "Oak Police R 5 June 2026 1 June 2026"),
        ("{partnership} {questions_to}", "Kingsbridge SCP qa@kingsbridge.gov.uk"),
        ("{lower} {higher} {otherwise} {same}", "none none none none"),
    ],
)
def test_placeholders_hold_what_was_answered_in_words(said, place, words):
    answers = {"A1": {"value": "met", "comment": "Seen."}, "A3": "=1+{agency}", "A5": "2026-05-03"}
    assert said(text(place), answers) == (words,)


def test_texts_under_each_come_word_by_word_and_not_text_by_text(said):
    texts = """\
  - each: ["1", "2"]
    texts:
      - {given: "A{n}", text: "A{n} is {answer:A{n}}"}
      - {when: {"A{n}": [partly]}, text: "Why {n}?"}
"""
    assert said(texts, {"A1": "partly", "A2": "partly"}) == (
        *("A1 is Partly met", "Why 1?"),
        *("A2 is Partly met", "Why 2?"),
    )


def test_whom_a_letter_goes_to_depends_on_the_days_on_which_one_was_written_before(said):
    texts = text("To the chief.", to="chief_officer") + text("Again.", level="2")
    made = [Feedback("oak", day) for day in (TODAY, TODAY)]
    assert said(texts, {}, agency=CHIEF) == ()
    assert said(texts, {}, agency=CHIEF, made=[Feedback("elm", TODAY)]) == ()
    assert said(texts, {}, agency=CHIEF, made=made) == ("To the chief.", "Again.")
    assert said(texts, {}, made=made) == ("Again.",)  # nobody else is known than the contact


# --- what was said before, beside what was found ----------------------------------------------------


def before(value, same=True):
    return Brought("S", Answer(value), value, "", same)


def test_grades_are_told_beside_those_that_were_brought_forward(said):
    texts = text("{lower}", compared="lower") + text("{higher}", compared="higher")
    texts += text("As said: {same}", compared="same") + text("Nothing.", compared="none")
    answers = {"A1": {"value": "partly", "comment": "No minutes."}, "A2": "met"}
    assert said(texts, answers, {"A1": before("met"), "A2": before("not-met")}) == (
        "- A1 Someone leads: your own grade Met, found Partly met. No minutes.",
        "- A2 The board hears: your own grade Not met, found Met.",
    )
    assert said(texts, answers, {"A1": before("partly"), "A2": before("met")}) == ("As said: A1 and A2",)


@pytest.mark.parametrize(
    ("answers", "brought"),
    [
        ({"A1": "partly"}, {}),
        ({"A1": "partly"}, {"A1": before("met", same=False)}),
        ({}, {"A1": before("met")}),
    ],
)
def test_nothing_is_compared_that_has_not_two_grades_of_one_question(ours, put, answers, brought):
    asked = replace(put(ours, answers), brought=brought)
    assert not any(compared(asked).values())


@pytest.mark.parametrize(
    ("now", "then", "way"),
    [
        *(("partly", "met", "lower"), ("met", "not-met", "higher"), ("met", "met", "same")),
        *(("n/a", "met", "otherwise"), ("met", "n/a", "otherwise"), ("n/a", "n/a", "same")),
    ],
)
def test_each_question_that_was_graded_twice_is_in_one_list(ours, put, now, then, way):
    answer = {"value": now, "reason": "none"} if now == "n/a" else now
    asked = replace(put(ours, {"A1": answer}), brought={"A1": before(then)})
    found = {name: [one.question.id for one in lines] for name, lines in compared(asked).items() if lines}
    assert found == {way: ["A1"]}


# --- the file ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        (text("{answer:A9}"), "there is no question 'A9' in Ours; there are A1, A2"),
        (text("x", given="A9"), "there is no question 'A9'"),
        (text("x", **{"not-given": "A9"}), "there is no question 'A9'"),
        (text("x", when="{A9: [met]}"), "there is no question 'A9'"),
        (text("x", when="{A1: [gold]}"), "'when': A1 can never be 'gold'."),
        (text("{anser:A1}"), "there is no placeholder {anser:A1}"),
        (text("{answer:}"), "there is no placeholder {answer:}"),
        (text("{owed}"), "there is no placeholder {owed}"),
        (text("{n}"), "there is no placeholder {n}"),
        (text("x", compared="worse"), "'compared' cannot be 'worse'"),
        (text("x", state="started"), "'state' is not a key of a text"),
        (text("x", when="[A1]"), "'when' must be keys with values"),
        ('  - {each: ["1"]}\n', "'each' needs 'texts'"),
        ('  - {each: ["9"], texts: [{text: "{answer:A{n}}"}]}\n', "there is no question 'A9'"),
    ],
)
def test_what_does_not_fit_the_template_is_named_with_its_line(said, texts, wrong):
    with pytest.raises(DefinitionError) as raised:
        said(texts, {})
    assert wrong in str(raised.value)
    assert "line 7" in str(raised.value)


@pytest.mark.parametrize("ref", ["challenge/event", "visit/school"])
def test_the_shipped_letters_fit_their_templates(ref):
    template = load(library(), ref)
    assert load_feedback(library(), template).paragraphs


def test_check_reads_letters_and_sets_them_against_the_template_that_names_them(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write("standards/local/set.yaml", CATALOGUE)
    ask = write("templates/local/ask.yaml", "against: local/set\nfeedback: letters/ours\n")
    letters = write("templates/letters/ours.yaml", RULE + text("{answer:A3}"))
    assert "Nothing wrong" in call("check", ask, letters).stderr
    letters.write_text(RULE + text("{answer:B3}"), encoding="utf-8")
    assert "there is no question 'B3' in Ours" in call("check", ask, code=1).stdout
    letters.unlink()
    assert "letters/ours" in call("check", ask, code=1).stdout


# --- the command, with the shipped templates --------------------------------------------------------

CAME = {
    "attended": "attended",
    "number": '"3"',
    "put-1": "Why met?",
    "answer-1": "Minutes.",
    "outcome-1": "accepted",
    "put-2": "And training?",
    "answer-2": "Soon.",
    "outcome-2": "more-evidence",
    "due-2": "2026-07-01",
    "put-3": "And visits?",
    "answer-3": "None.",
    "outcome-3": "escalated",
    "whom-3": "the executive",
}


def answered(name, about, answers, day="2026-06-02"):
    held = write("held.yaml", "".join(f"{key}: {value}\n" for key, value in answers.items()))
    call("ask", name, "--about", about, "--answers", held, "--today", day)


def sign(name, about, day="2026-06-02"):
    call("sign", name, "--about", about, "--name", "P. Chair", "--role", "Chair", "--today", day)


@pytest.fixture
def event(tmp_path, monkeypatch):
    begin(tmp_path, _event)
    monkeypatch.chdir(tmp_path)


def _event():
    call("init", ".", "--name", "Kingsbridge SCP")
    call("agency", "add", "Oak Police", "--kind", "police", "--contact", "Jo Smith, jo@police.uk")
    call("agency", "add", "Elm Hospital", "--kind", "health", "--contact", "Al Brown, al@elm.nhs.uk")
    call("agency", "add", "Ash Homes", "--kind", "housing")
    call("round", "open", "challenge/event", "--name", "ch", "--due", "2026-06-30", "--today", "2026-05-01")
    answered("ch", "oak-police", CAME)
    answered("ch", "elm-hospital", {"attended": "no response", "absence": "The chair writes."})
    answered("ch", "ash-homes", {"attended": "wrote instead", "number": '"0"'})
    for name in ("oak-police", "ash-homes"):
        sign("ch", name)


def letter(name, folder="out"):
    (path,) = Path(folder).glob(f"{name}-*.txt")
    return path.read_text(encoding="utf-8")


@pytest.mark.usefixtures("event")
def test_each_agency_of_which_a_signed_response_is_there_gets_one_letter():
    said_ = call("feedback", "ch", "-o", "out", "--today", "2026-06-05", "--by", "Ann").stderr
    assert "Nothing is signed yet, so no letter: Elm Hospital." in said_
    assert "Nobody to write to is known, so no letter: Ash Homes;" in said_
    assert sorted(path.name for path in Path("out").iterdir()) == [
        *("letters.csv", "oak-police-2026-06-05.eml", "oak-police-2026-06-05.txt")
    ]
    thanks, *told, wrong, end = letter("oak-police").split("\n\n")[2:]
    assert thanks.startswith("Thank you for coming to the challenge event. This is")
    assert told == [
        *("Question 1: Why met?", "What we heard: Minutes.", "What came of it: the answer is accepted."),
        *("Question 2: And training?", "What we heard: Soon."),
        "What came of it: more evidence is needed. Please send it by 1 July 2026.",
        *("Question 3: And visits?", "What we heard: None."),
        "What came of it: it is escalated to the executive.",
    ]
    assert wrong.endswith("Questions go to Kingsbridge SCP.")
    assert end == "Kingsbridge SCP\n"


@pytest.mark.usefixtures("event")
def test_who_was_written_to_is_left_out_until_it_is_asked_for_again():
    call("feedback", "ch", "-o", "out", "--today", "2026-06-05", "--by", "Ann")
    sign("ch", "elm-hospital")
    call("round", "close", "ch", "--today", "2026-06-06")
    found = as_json("feedback", "ch", "-o", "out", "--today", "2026-06-07")  # also after the round
    assert [one["code"] for one in found["letters"]] == ["elm-hospital"]
    assert found["letters"][0]["addresses"] == ["al@elm.nhs.uk"]
    said = " ".join(letter("elm-hospital").split())
    assert "Nobody came for it" in said
    assert "Please tell us by 21 June 2026 why that was, who will speak for Elm Hospital" in said
    assert "(ch)" not in said
    assert "The chair writes." in letter("elm-hospital")
    assert "No letter is written now." in call("feedback", "ch", "-o", "out", "--today", "2026-06-08").stderr
    again = as_json("feedback", "ch", "--agency", "oak police", "--again", "--no-mail", "-o", "more")
    assert [one["code"] for one in again["letters"]] == ["oak-police"]
    assert not list(Path("more").glob("*.eml"))
    kept = [one for one in as_json("log", "ch") if one["act"] == "feedback"]
    assert [one["agency"] for one in kept] == ["oak-police", "elm-hospital", "oak-police"]


@pytest.mark.usefixtures("event")
def test_a_round_whose_template_names_no_letters_is_refused():
    call("round", "open", "section-11/short", "--name", "s", "--due", "2026-06-30")
    assert "The template of 's' names no letters" in refused("feedback", "s", "-o", "out")
    assert "no agency 'Oakk'" in refused("feedback", "ch", "--agency", "Oakk", "-o", "out")


def test_a_visit_is_told_beside_what_the_school_had_said(put):
    template = load(library(), "visit/school")
    rule = load_feedback(library(), template)
    answers = {"visited-on": "2026-05-20", "A1": {"value": "partly", "comment": "No deputy."}, "A2": "met"}
    answers |= {"follow-up": "papers to be sent", "wanted": "The rota", "again-on": "2026-07-01"}
    brought = {"A1": before("met"), "A2": before("met")}
    round_, line = signed(template, put(template, answers).answers, brought)
    found = next_letter(rule, line, ())
    made = feedback_letter(rule, round_, line, found, TODAY, SENDER)
    assert made.subject == "Visit to a school: Oak Police, and what follows by 1 July 2026"
    whole = "\n".join(made.paragraphs)
    assert "Thank you for the visit on 20 May 2026." in whole
    wording = template.question("A1").text.rstrip(".")
    assert f"- A1 {wording}: your own grade Met, found Partly met. No deputy." in whole
    assert "We found these as you had said: A2." in whole
    assert "better than you had said" not in whole
    assert "Please send us by 1 July 2026: The rota" in whole
