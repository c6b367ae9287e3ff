"""An adviser answers about each school: days of their own, and own grades beside verified ones."""

import csv
import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from accessible import wrong
from hypothesis import given
from hypothesis import strategies as st
from test_cli_setup import as_json, call, refused, write
from workspaces import begin

from audit.definitions import library
from audit.moderation import moved
from audit.responses.interview import Interview
from audit.responses.response import Answer
from audit.scoring.verified import Pair, Verified, Way, messages
from audit.standards.scale import load_scale
from audit.templates import load

SCHOOLS = ("Elm School", "Oak School", "Ash School", "Yew School")
SELF, VISIT = load(library(), "section-175/schools"), load(library(), "visit/school")
WORDS = frozenset({"school", "section-175"})
SCALE = load_scale(library(), "met-partly-not")
TODAY = "2027-03-20"
ON_THE_DAY = {
    "visited-on": "2027-02-03",
    "met": ["head", "teachers"],
    "pupils": "more than ten",
    "seen": "A sentence that an adviser typed",
    "follow-up": "nothing",
}
ACTION = {"what": "A rota that somebody typed", "who": "Head", "when": "2027-04-30"}


def own_answers(**other):
    """Answers to the whole self-assessment: met throughout but for some."""
    found, answers = {}, {}
    for question in SELF.questions:
        if question.optional or not Interview(SELF, WORDS, answers, date(2026, 10, 1)).arises(question):
            continue
        value = {"share": "40/40", "date": "2026-09-09", "yes-no": "no"}.get(question.kind, "met")
        value = other.get(question.id, value)
        found[question.id] = {"value": value, "evidence": [{"what": "Seen"}]}
        if value == "partly":
            found[question.id] |= {"action": {"what": "Put right", "who": "Head", "when": "2027-01-31"}}
        answers[question.id] = Answer(value)
    return found


def seen(*, told=True, **other):
    """What an adviser says of a school: confirmed but for some, or met throughout where it told nothing."""
    rest = {"confirm": "yes"} if told else "met"
    grades = {q.id: rest for q in VISIT.questions if q.graded} | ({} if told else {"E2": "38/40"})
    return {**grades, **ON_THE_DAY, **other}


def build():
    call("init", ".", "--name", "Kingsbridge SCP")
    for school in SCHOOLS:
        call("agency", "add", school, "--kind", "school", "--duty", "section 175")
    call("round", "open", "section-175/schools", "--name", "own", "--due", "2026-10-31")
    for code, answers in (("elm-school", own_answers()), ("oak-school", own_answers(A1="partly"))):
        write("a.json", json.dumps(answers))
        call("ask", "own", "--agency", code, "--answers", "a.json", "--today", "2026-10-01")
    sign = ("--name", "J. Bell", "--role", "Head", "--today", "2026-10-02")
    call("sign", "own", "--agency", "elm-school", *sign)
    write("days.csv", "School,Due\nElm School,1/2/2027\noak-school,2027-05-01\nAsh School,1 March 2027\n")
    opened = ("--name", "visits", "--due", "2027-07-16", "--bring-forward", "own", "--dates", "days.csv")
    said = call("round", "open", "visit/school", *opened, "--today", "2026-11-02").stderr
    write("said.txt", said)
    low = {"value": "not-met", "action": ACTION, "comment": "A remark that was typed"}
    visits = (("elm-school", seen(A1="partly", B2=low)), ("oak-school", seen(A1="met")))
    for code, answers in (*visits, ("ash-school", seen(told=False))):
        write("a.json", json.dumps(answers))
        call("ask", "visits", "--about", code, "--answers", "a.json", "--by", "P. Lee", "--today", TODAY)
    for code in ("elm-school", "oak-school", "ash-school"):
        signing = ("--name", "P. Lee", "--role", "Adviser", "--today", "2027-03-10")
        call("sign", "visits", "--about", code, *signing)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    begin(tmp_path, build)
    return tmp_path


def lines():
    return {one["code"]: one for one in as_json("round", "status", "visits", "--today", TODAY)["returns"]}


def dues():
    return {code: one["due"] for code, one in lines().items()}


# --- days of their own ------------------------------------------------------------------------------


def test_each_agency_has_the_day_that_the_file_gives_and_the_others_the_rounds():
    assert dues() == {
        "elm-school": "2027-02-01",
        "oak-school": "2027-05-01",
        "ash-school": "2027-03-01",
        "yew-school": "2027-07-16",
    }
    said = Path("said.txt").read_text(encoding="utf-8")
    assert "3 agencies have their own day: 1 February 2027 to 1 May 2027. The day of 1 other is 16" in said
    assert "Without answers in 'own' to what is asked here: Ash School and Yew School." in said


def test_days_are_changed_from_a_workbook_and_who_is_not_named_keeps_its_own():
    book = openpyxl.Workbook()
    for row in (("Agency", "Due date"), ("Yew School", date(2027, 6, 7)), ("Elm School", date(2027, 2, 1))):
        book.active.append(row)
    book.save("days.xlsx")
    said = call("round", "change", "visits", "--dates", "days.xlsx").stderr
    assert said == (
        "The days are those under 'Due date' (sheet Sheet, cell B1).\n"
        "Yew School: due 7 June 2027, before 16 July 2027.\n1 other of the file had that day already.\n"
    )
    assert dues()["yew-school"] == "2027-06-07"
    assert dues()["oak-school"] == "2027-05-01"


def test_every_mistake_in_a_file_of_days_is_told_at_once_with_its_cell_and_nothing_changes():
    call("agency", "add", "Fir School", "--kind", "school")
    rows = ("Elm School,31/2/2027", "Elm Schol,1/3/2027", "Fir School,1/3/2027", "elm-school,1/3/2027", ",x")
    write("days.csv", "\n".join(("agency,due", *rows, "Oak School,")))
    said = refused("round", "change", "visits", "--dates", "days.csv")
    assert said.replace("days.csv, ", "").splitlines() == [
        "cell B2: '31/2/2027' is no day; write it as 2026-03-31 or 31/3/2026.",
        "cell A3: There is no agency 'Elm Schol'; did you mean 'Elm School'?",
        "cell A4: nothing is expected of 'Fir School' in this round.",
        "cell A5: 'elm-school' stands in cell A2 already.",
        "cell A6: no agency is named for this day; name it or clear the row.",
        "cell B6: 'x' is no day; write it as 2026-03-31 or 31/3/2026.",
        "cell B7: the due date is blank; give it or clear the row.",
    ]
    assert dues()["elm-school"] == "2027-02-01"
    asked = ("--name", "again", "--due", "2027-07-16", "--kind", "school")
    assert "cell A3" in refused("round", "open", "visit/school", *asked, "--dates", "days.csv")
    assert [one["name"] for one in as_json("round", "list")] == ["own", "visits"]
    assert "due dates alone" in refused(
        "round", "change", "visits", "--dates", "x.csv", "--due", "2027-01-01", code=2
    )


# --- who is visited ---------------------------------------------------------------------------------


def test_the_register_says_in_the_templates_words_who_was_visited_when_and_by_whom():
    found = lines()
    elm, yew = found["elm-school"], found["yew-school"]
    assert (elm["progress"], elm["state"], elm["by"], elm["signed_on"]) == (
        *("signed", "visited", ["P. Lee"], "2027-03-10"),
    )
    assert (yew["progress"], yew["state"], yew["by"], yew["signed_on"]) == (
        *("not started", "not visited", [], None),
    )
    said = call("round", "status", "visits", "--today", TODAY)
    assert "P. Lee, Adviser; 10 March 2027" in said.stdout
    assert said.stderr == "3 of 4 visited; 0 late on 20 March 2027.\n"


def test_nobody_is_chased_but_those_still_to_see_are_listed_the_first_due_at_the_top():
    call("reopen", "visits", "--about", "oak-school", "--reason", "Wrong day")
    found = as_json("chase", "visits", "--today", "2027-05-04")["owing"]
    assert [(one["code"], one["state"], one["days_late"]) for one in found] == [
        ("oak-school", "visited, not signed", 3),
        ("yew-school", "not visited", 0),
    ]
    said = call("chase", "visits", "--today", "2027-05-04")
    assert "2 still to come, 1 late on 4 May 2027; 2 of 4 done or out." in said.stderr
    assert "still to come from the adviser and late" in call("today", "--today", "2027-05-04").stdout
    for given_ in (("--letters", "out"), ("--log", "--agency", "yew-school")):
        assert "the adviser answers, so no agency is chased" in refused("chase", "visits", *given_)
    assert "so nobody else is invited" in refused("invite", "visits", "-o", "out")
    sending = ("send", "visits", "--agency", "elm-school", "-o", "r.json")
    assert "no agency has a return to send" in refused(*sending)
    assert not Path("out").exists()


def test_an_export_comes_back_as_before_and_a_table_says_about_whom():
    call("export", "visits", "-o", "out.csv", "--today", TODAY)
    with Path("out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {(one["agency"], one["name"]) for one in csv.DictReader(file)} == {("", "")}
    assert "0 answers taken" in call("collect", "out.csv", "--round", "visits").stderr
    write("t.csv", "round,about,question,value\nvisits,Yew School,A1,met\nvisits,yew-school,A2,partly\n")
    assert "2 answers taken into 'visits' in 1 response" in call("collect", "t.csv").stderr
    assert lines()["yew-school"]["state"] == "visit begun"
    write(
        "t.csv",
        "round,agency,about,question,value\nvisits,Yew School,,A1,met\nvisits,elm-school,elm-school,A1,met\n",
    )
    said = call("collect", "t.csv", code=1).stderr
    assert "row 2: the adviser answers in this round; say about whom in a column 'about'." in said
    assert "cell B3: Elm School does not answer about itself here; leave this cell blank." in said


# --- told and seen ----------------------------------------------------------------------------------


def test_own_grades_stand_beside_the_verified_ones():
    found = as_json("results", "visits", "--verified", "--today", TODAY)
    counts = {"up": 1, "down": 2, "same": 45, "not_applicable": 0, "answers": 48}
    assert found["whole"] == {**counts, "mean": pytest.approx(float(Fraction(-1, 48)))}
    assert found["standards"]["A"]["mean"] == 0
    assert found["standards"]["B"]["mean"] == pytest.approx(float(Fraction(-1, 6)))
    assert list(found["questions"])[:3] == ["A1", "B2", "A2"]
    assert found["agencies"]["elm-school"]["grades"]["B2"] == {"self": "met", "verified": "not-met"}
    assert found["agencies"]["oak-school"]["grades"]["A1"] == {"self": "partly", "verified": "met"}
    assert found["without_own_answers"] == ["ash-school"]
    assert found["own_answers_unsigned"] == ["oak-school"]
    assert found["from"] == ["own"]
    said = call("results", "visits", "--verified", "--today", TODAY).stderr
    assert "Elm School, B2: told Met, verified Not met." in said
    assert "nothing stands beside" in refused("results", "own", "--verified")


def test_a_question_that_was_worded_otherwise_then_is_not_compared(here):
    text = VISIT.by_id["A1"].text
    shipped = library().find("standards", "section-175/schools").read_text(encoding="utf-8")
    assert text in shipped
    write(here / "standards/section-175/schools.yaml", shipped.replace(text, "A governor leads."))
    opened = ("--name", "later", "--due", "2027-07-16", "--bring-forward", "own")
    call("round", "open", "visit/school", *opened)
    answers = {**seen(), "A1": "partly"}
    write("a.json", json.dumps(answers))
    call("ask", "later", "--about", "elm-school", "--answers", "a.json")
    found = as_json("results", "later", "--verified", "--drafts")
    assert found["reworded"] == ["A1"]
    assert (found["whole"]["answers"], found["whole"]["same"]) == (23, 23)


@given(st.lists(st.tuples(st.sampled_from(SCALE.grades), st.sampled_from(SCALE.grades)), max_size=30))
def test_every_pair_is_lower_higher_as_told_or_to_or_from_not_applicable(pairs):
    ways = [Pair(None, None, told, verified).way for told, verified in pairs]
    whole = moved(SCALE, ((told.code, verified.code) for told, verified in pairs))
    assert (ways.count(Way.LOWER), ways.count(Way.HIGHER), ways.count(Way.OTHER)) == (
        *(whole.down, whole.up, whole.other),
    )
    both = sum(told.points is None and verified.points is None for told, verified in pairs)
    assert (ways.count(Way.SAME), ways.count(Way.NEITHER)) == (whole.same, both)


def test_what_is_not_applicable_both_times_is_told_apart_from_what_is_compared():
    asked = [question for question in VISIT.questions if question.graded][:3]
    codes = (("met", "not-met"), ("n/a", "n/a"), ("n/a", "met"))
    grades = VISIT.scale
    pairs = tuple(
        Pair(None, question, grades[told], grades[found])
        for question, (told, found) in zip(asked, codes, strict=True)
    )
    found = Verified(SimpleNamespace(template=VISIT), pairs, ("own",), (), (), ())
    assert (found.compared, found.neither, pairs[1].way) == (2, 1, Way.NEITHER)
    assert [one.text.partition(": ")[2] for one in messages(found)] == [
        "of 2 grades compared 1 lower than told, 0 higher, 0 as told, 1 to or from not applicable.",
        "1 of 1.",
    ]


def test_the_summary_says_how_many_were_verified_lower_and_which_question_most_often():
    for audience in ("board", "public"):
        said = call("report", "visits", "--for", audience, "--text", "--today", TODAY).stdout
        assert "themselves 2 were verified lower, 1 higher and 45 as told." in said
        assert said.count("48 grades") == 1, "it is said once"
        assert (
            f"Most often verified lower than told is A1 {VISIT.by_id['A1'].text.rstrip('.')}: 1 of 2" in said
        )


# --- the annual report ------------------------------------------------------------------------------


def report(audience):
    call("report", "visits", "--for", audience, "-o", f"{audience}.xlsx", "--today", TODAY)
    return openpyxl.load_workbook(f"{audience}.xlsx")


def texts(sheet):
    return [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


TYPED = re.compile("typed|P. Lee|J. Bell")


def test_the_subgroup_reads_every_grade_beside_the_schools_own_and_what_was_written():
    book = report("subgroup")
    place = book.sheetnames.index("Verified")
    assert book.sheetnames[place : place + 3] == ["Verified", "Verified detail", "Visits"]
    detail = texts(book["Verified detail"])
    assert detail.count("lower") == 2
    assert "A remark that was typed" in detail
    assert "A sentence that an adviser typed" in texts(book["Visits"])
    assert "Annual assurance report on visits to schools" in texts(book["Cover"])
    assert "Agencies were graded by the adviser." in " ".join(texts(book["Cover"]))
    assert "3 of 4 agencies are visited." in " ".join(texts(book["Summary"]))
    assert "not visited" in texts(book["Heat map"])


def test_the_board_reads_who_was_seen_lower_but_nothing_typed_beyond_actions():
    book = report("board")
    assert "Verified detail" not in book.sheetnames
    assert "Ash School (said nothing of itself)" in texts(book["Verified"])
    assert not [text for name in ("Verified", "Visits") for text in texts(book[name]) if TYPED.search(text)]
    told = texts(book["Visits"])
    assert {"3 February 2027", "more than ten"} <= {*told}
    assert "Who was met, each in how many of 3 answers: head 3, teachers 3." in told
    assert wrong(Path("board.xlsx").absolute(), "board") == []


def test_the_public_reads_counts_by_question_alone():
    book = report("public")
    assert not [text for sheet in book for text in texts(sheet) if TYPED.search(text)]
    told = [text for sheet in book if sheet.title.startswith(("Verified", "Visits")) for text in texts(sheet)]
    assert any(text.startswith("A1 A named governor leads") for text in told)
    assert not [text for text in told if "School" in text]
    assert wrong(Path("public.xlsx").absolute(), "public") == []


def test_before_anything_is_signed_the_verified_grades_are_a_sentence_and_a_pack_names_its_round():
    for code in ("elm-school", "oak-school", "ash-school"):
        call("reopen", "visits", "--about", code, "--reason", "Seen again")
    told = call("results", "visits", "--verified")
    assert not told.stdout
    assert "Nothing compares yet" in told.stderr
    said = call("pack", "visits", "--agency", "elm-school", "-o", "elm.xlsx").stderr
    assert "The answers are those of 'own': Elm School." in said
