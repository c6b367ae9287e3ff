"""audit form and collect: a form goes out, comes back filled, and is taken whole or not at all."""

import openpyxl
import pytest
from test_cli_setup import as_json, call, open_round, refused, write

FILLED = {
    "A1": {"Answer": "Met", "Evidence: what": "Structure chart", "Evidence: where held": "intranet"},
    "A2": {
        "Answer": "Partly met",
        "Action: what": "Ask the board",
        "Action: who": "Ada",
        "Action: when": "31/3/2027",
    },
    "B1": {"Answer": "24/26", "Comment": "=SUM(A1) is how we count"},
}


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    open_round(tmp_path, ("Oak Trust", "charity"), ("Elm School", "school"), ("Ash Police", "police"))
    return tmp_path


def asked(path):
    """Question id → (sheet, row, {heading: column}) of a form, found by its headings."""
    book = openpyxl.load_workbook(path)
    found = {}
    for sheet in book:
        headings = {}
        for row in sheet.iter_rows():
            words = [str(cell.value or "") for cell in row]
            if "Question" in words and "Answer" in words:
                headings = {word: column for column, word in enumerate(words, 1) if word}
            elif headings and (name := words[headings["Question"] - 1]):
                found.setdefault(name, (sheet.title, row[0].row, headings))
    book.close()
    return found


def fill(path, replies, signature=()):
    where = asked(path)
    book = openpyxl.load_workbook(path)
    for name, parts in replies.items():
        sheet, row, headings = where[name]
        for heading, value in parts.items():
            cell = book[sheet].cell(row, headings[heading], value)
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
    if signature:
        sheet = book["Sign-off"]
        row = next(cell.row for cell in sheet["A"] if cell.value == "Signed by")
        for column, value in enumerate(signature, 2):
            sheet.cell(row, column, value)
    book.save(path)
    book.close()


def answers(agency="oak"):
    return as_json("show", "r1", "--agency", agency)["answers"]


def test_a_form_asks_an_agency_what_is_meant_for_it_and_no_more(here):
    said = call("form", "r1", "--agency", "Oak Trust", "-o", "oak.xlsx")
    assert said.stderr.startswith("oak.xlsx is written for Oak Trust.")
    assert set(asked(here / "oak.xlsx")) == {"A", "A1", "A2", "B", "B1"}
    call("form", "r1", "--agency", "elm-school", "-o", "elm.xlsx")
    assert "B2" in asked(here / "elm.xlsx")


def test_forms_for_all_go_to_those_who_have_not_signed_or_declined(here):
    call("ask", "r1", "--agency", "oak", "--answers", write(here / "a.yaml", "A1: met\nA2: met\nB1: 1/1\n"))
    call("sign", "r1", "--agency", "oak", "--name", "Ada", "--role", "Lead")
    call("round", "change", "r1", "--drop", "ash-police", "--as", "declined", "--reason", "No staff")
    assert call("form", "r1", "--all", "-o", "forms").stderr.startswith("1 form is written to forms.")
    assert [path.name for path in (here / "forms").glob("*.xlsx")] == ["r1-elm-school.xlsx"]


def test_codes_that_look_alike_in_a_files_name_get_a_form_each(here):
    for code in ("P/1", "P-1", "p 1"):
        call("agency", "add", f"Practice {code}", "--code", code)
        call("round", "change", "r1", "--add", code)
    call("form", "r1", "--all", "-o", "forms")
    names = sorted(path.name for path in (here / "forms").glob("*.xlsx"))
    assert names[:3] == ["r1-P-1-2.xlsx", "r1-P-1.xlsx", "r1-ash-police.xlsx"]
    assert len(names) == 6
    call("collect", *(here / "forms").iterdir())


@pytest.mark.parametrize("options", [[], ["--agency", "oak", "--all"]])
def test_a_form_is_for_one_agency_or_for_all(options):
    assert "Give --agency NAME, or --all." in refused("form", "r1", *options, "-o", "x.xlsx", code=2)


@pytest.mark.parametrize("place", ["nowhere/x.xlsx", ".", "x.csv"])
def test_a_form_that_cannot_be_written_is_a_sentence(place):
    assert refused("form", "r1", "--agency", "oak", "-o", place).startswith(f"{place}, ")


def test_a_filled_form_is_taken_like_a_file_of_answers(here):
    call("form", "r1", "--agency", "oak", "-o", "oak.xlsx")
    fill(here / "oak.xlsx", FILLED)
    said = call("collect", "oak.xlsx").stderr
    assert "oak.xlsx: Oak Trust, 3 answers taken into 'r1', 0 as before. Nothing is owed any more." in said
    assert said.endswith("1 of 1 forms taken.\n")
    assert answers() == {
        "A1": {"value": "met", "evidence": [{"what": "Structure chart", "where": "intranet"}]},
        "A2": {"value": "partly", "action": {"what": "Ask the board", "who": "Ada", "when": "2027-03-31"}},
        "B1": {"value": "24/26", "comment": "=SUM(A1) is how we count"},
    }
    assert call("collect", "oak.xlsx").stderr.endswith("0 of 1 forms taken, 1 as before.\n")


def test_a_form_goes_out_filled_with_what_is_known_and_comes_back_the_same(here):
    call("form", "r1", "--agency", "oak", "-o", "oak.xlsx")
    fill(here / "oak.xlsx", FILLED)
    call("collect", "oak.xlsx")
    before = answers()
    call("form", "r1", "--agency", "oak", "-o", "again.xlsx")
    assert "0 answers taken into 'r1', 3 as before" in call("collect", "again.xlsx").stderr
    assert answers() == before


def test_a_form_with_mistakes_is_not_taken_at_all_and_the_others_are(here):
    call("form", "r1", "--all", "-o", "forms")
    oak, elm = here / "forms/r1-oak.xlsx", here / "forms/r1-elm-school.xlsx"
    fill(oak, FILLED | {"A1": {"Answer": "Good"}, "B1": {"Answer": "27/26"}})
    fill(elm, FILLED)
    said = call("collect", oak, elm, code=1).stderr
    places = {name: asked(oak)[name] for name in ("A1", "B1")}
    for sheet, row, headings in places.values():
        letter = openpyxl.utils.get_column_letter(headings["Answer"])
        assert f"sheet {sheet}, cell {letter}{row}: " in said
    assert "Error: 1 of 2 forms taken, 1 refused as said above." in said
    assert answers() == {}
    assert set(answers("elm-school")) == {"A1", "A2", "B1"}


def test_a_signed_form_signs_the_response_once_nothing_is_owed(here):
    call("form", "r1", "--agency", "oak", "-o", "oak.xlsx")
    fill(here / "oak.xlsx", {"A1": FILLED["A1"]}, ("Ada Moss", "Chief officer", "1/10/2026"))
    assert (
        "The sign-off in the form was not taken, since answers are owed."
        in call("collect", "oak.xlsx").stderr
    )
    fill(here / "oak.xlsx", FILLED)
    assert "Signed by Ada Moss, Chief officer, on 1 October 2026." in call("collect", "oak.xlsx").stderr
    assert as_json("show", "r1", "--agency", "oak")["signed"]["on"] == "2026-10-01"
    assert "oak.xlsx: taken before, into 'r1' on " in call("collect", "oak.xlsx").stderr
    assert "has signed, so there is nothing to fill in" in refused(
        "form", "r1", "--agency", "oak", "-o", "x.xlsx"
    )


def test_nothing_is_collected_for_a_closed_round(here):
    call("form", "r1", "--agency", "oak", "-o", "oak.xlsx")
    fill(here / "oak.xlsx", FILLED)
    call("round", "close", "r1")
    assert "the round 'r1' is closed" in call("collect", "oak.xlsx", code=1).stderr
    call("round", "close", "r1", "--reopen")
    assert answers() == {}


@pytest.fixture
def many_mistakes(here):
    """A form with a mistake of each sort: an id, an error in a cell, a grade, a share, a wording."""
    call("form", "r1", "--agency", "oak", "-o", "oak.xlsx")
    wrong = {"A1": {"Answer": "Splendid"}, "B1": {"Answer": "30/26", "What is asked": "Some staff."}}
    fill(here / "oak.xlsx", wrong)
    book = openpyxl.load_workbook(here / "oak.xlsx")
    sheet, row, headings = asked(here / "oak.xlsx")["A2"]
    book[sheet].cell(row, headings["Question"], "A99")
    book[sheet].cell(row, headings["Answer"], "Met")
    book[sheet].cell(row, headings["Comment"], "#REF!").data_type = "e"
    book.save(here / "oak.xlsx")
    return here / "oak.xlsx"


def test_every_mistake_of_a_form_is_said_at_once_each_once(many_mistakes):
    said = call("collect", many_mistakes, code=1).stderr
    for sentence in (
        *("'Splendid' is not a grade", "30 cannot be out of 26", "the wording of B1 was changed"),
        *("'A99' is not a question that was asked here", "an error stands here, such as #N/A"),
    ):
        assert said.count(sentence) == 1, said
    assert answers() == {}


@pytest.mark.parametrize("place", ["nowhere.xlsx", "list.xlsx", "text.xlsx"])
def test_what_is_no_form_is_refused_in_a_sentence(here, place):
    book = openpyxl.Workbook()
    book.active.append(["Agency", "Kind"])
    book.save(here / "list.xlsx")
    write(here / "text.xlsx", "text")
    said = call("collect", place, code=1).stderr
    assert said.startswith(f"{place}, ")
    assert "0 of 1 forms taken, 1 refused as said above." in said


def test_a_sign_off_of_a_day_that_lies_ahead_is_not_taken(here):
    call("form", "r1", "--agency", "oak", "-o", "oak.xlsx")
    fill(here / "oak.xlsx", FILLED, ("Ada Moss", "Chief officer", "1/10/2036"))
    assert "was not taken, since 1 October 2036 lies ahead; " in call("collect", "oak.xlsx").stderr
    assert as_json("show", "r1", "--agency", "oak")["signed"] is None


def test_a_sign_off_without_a_name_is_said_not_to_be_taken(here):
    call("form", "r1", "--agency", "oak", "-o", "oak.xlsx")
    fill(here / "oak.xlsx", FILLED, ("", "Chief officer"))
    assert "was not taken, since it gives no name." in call("collect", "oak.xlsx").stderr


def test_a_form_named_twice_is_one_form(here):
    call("form", "r1", "--agency", "oak", "-o", "oak.xlsx")
    fill(here / "oak.xlsx", FILLED)
    assert call("collect", "oak.xlsx", "oak.xlsx").stderr.endswith("1 of 1 forms taken.\n")
