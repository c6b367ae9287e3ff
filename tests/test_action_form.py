"""audit action form, and what collect makes of it when it comes back: proposed, never more."""

import shutil
from datetime import date

import openpyxl
import pytest
from actions_kept import KEPT, actions, begin, filled, headings
from hypothesis import given
from hypothesis import strategies as st
from test_cli_setup import call, refused
from workspaces import begin as once

from audit.actions.action import Action
from audit.actions.followed import Followed
from audit.actions.proposing import FIELDS, Reported, Sender, as_far, mark, propose
from audit.actions.whose import agency_of, find_owner, owners
from audit.agencies import Agency
from audit.errors import UnknownError

MADE, CAME = "2026-05-01", "2026-05-04"
WHOLE = {
    "Status": "delayed",
    "Progress": "=1+1 is not a sum",
    "Evidence": "Draft protocol",
    "Where it is held": "Legal",
    "Signed off by": "Dana Reed",
    "Date": "3/5/2026",
}


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    once(tmp_path, _begin)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _begin():
    begin(".")
    call("action", "form", "--owner", "police", "-o", "p.xlsx", "--today", MADE)


def collect(*files, day=CAME):
    return call("collect", *files, "--today", day, "--by", "Lee")


def proposals(name):
    return actions()[name].proposals


def test_a_form_has_the_open_actions_of_its_owner_and_nothing_hidden_or_worked_out():
    book = openpyxl.load_workbook("p.xlsx")
    assert book.sheetnames == ["Start here", "Statuses", "Actions"]
    assert all(sheet.sheet_state == "visible" for sheet in book)
    head, columns = headings(book["Actions"])
    rows = {row[0]: row for row in book["Actions"].iter_rows(min_row=head + 1, values_only=True)}
    assert set(rows) == {"A-001", "A-003"}  # the third of the police is assured
    first = rows["A-001"]
    assert first[1] == "Agree a protocol\nRecommendation: Agencies share what they know\n(child-r 1.1)"
    assert first[2] == "31 March 2026"
    assert first[columns["Last update"] - 1] == "10 January 2026: on track: Draft sent round (Ann)"
    assert rows["A-003"][2] == "December Board"
    [rule] = book["Actions"].data_validations.dataValidation
    assert rule.formula1 == "Statuses!$A$4:$A$8"
    assert [row[0] for row in book["Statuses"].iter_rows(4, 8, max_col=1, values_only=True)] == [
        *("not started", "on track", "delayed", "not on track", "reported complete")
    ]


def test_there_is_one_form_for_each_owner_and_who_has_none_is_told(kept):
    said = call("action", "form", "--all", "-o", "F", "--today", MADE)
    names = sorted(path.name for path in (kept / "F").iterdir())
    assert names == [f"actions-{who}.xlsx" for who in ("Health-Trust", "Named-GP", "csc", "police")]
    assert "4 forms are written to F." in said.stderr
    assert "Without an owner, so in no form: A-005.\n" in said.stderr
    cells = [cell for row in openpyxl.load_workbook("F/actions-Named-GP.xlsx")["Actions"] for cell in row]
    typed = next(cell for cell in cells if "HYPERLINK" in str(cell.value))
    assert (typed.data_type, typed.hyperlink) == ("s", None)
    assert (kept / "F/actions-police.xlsx").read_bytes() == (kept / "p.xlsx").read_bytes()


def test_what_comes_back_is_proposed_and_how_the_action_stands_does_not_change():
    filled("p.xlsx", {"A-001": WHOLE})
    said = collect("p.xlsx")
    assert "Actions of Kingsbridge Police: 1 proposed (A-001), 1 left blank." in said.stderr
    assert '--owner "Kingsbridge Police"\n1 of 1 forms taken.\n' in said.stderr
    one = actions()["A-001"]
    [found] = one.proposals
    assert (found.state, found.note, found.on) == ("delayed", "=1+1 is not a sum", "2026-05-03")
    assert (found.evidence, found.where, found.signed_off) == ("Draft protocol", "Legal", "Dana Reed")
    assert (found.by, found.number, one.state) == ("Kingsbridge Police", 1, "on track")
    assert len(one.updates) == 1


def test_the_same_again_changes_nothing_and_other_words_are_proposed_beside_the_first():
    filled("p.xlsx", {"A-001": WHOLE})
    collect("p.xlsx")
    assert "taken before, on 4 May 2026" in collect("p.xlsx", day="2026-05-09").stderr
    shutil.copy("p.xlsx", "renamed.xlsx")
    filled("renamed.xlsx", {}, "saved.xlsx")  # the same words in another file
    said = collect("renamed.xlsx", "saved.xlsx", day="2026-05-09")
    assert "0 of 2 forms taken, 2 as before.\n" in said.stderr
    assert len(proposals("A-001")) == 1
    filled("saved.xlsx", {"A-001": {"Progress": "Signed by two of three"}})
    assert "Another proposal waits for A-001 already." in collect("saved.xlsx").stderr
    assert [one.number for one in proposals("A-001")] == [1, 2]


def test_every_mistake_is_said_with_its_cell_and_then_nothing_is_taken():
    wrong = {"A-001": WHOLE | {"Status": "assured", "Date": "soon", "Evidence": None}}
    filled("p.xlsx", wrong | {"A-003": {"Date": "4/6/2026"}})
    said = refused("collect", "p.xlsx", "--today", CAME)
    row = "p.xlsx, sheet Actions, cell {}: "
    assert row.format("G5") + "'assured' is for the partnership to say; an owner reports one of" in said
    assert row.format("I5") + "it is said where something is held, and not what; say what it is." in said
    assert row.format("L5") + "'soon' is no date that can be read; write it as 31/3/2026." in said
    assert row.format("L4") + "'4/6/2026' is after today, 4 May 2026; write when it was signed." in said
    assert row.format("G4") + "it is signed or dated, and nothing is reported; say how it stands." in said
    assert [proposals(name) for name in ("A-001", "A-003")] == [(), ()]


def test_rows_are_read_by_id_however_they_stand():
    book = openpyxl.load_workbook("p.xlsx")
    sheet = book["Actions"]
    head, columns = headings(sheet)
    both = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=head + 1)]
    sheet.insert_rows(head, 2)
    for row, values in zip((head + 3, head + 6), reversed(both), strict=True):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column).value = value
        sheet.cell(row, columns["Status"]).value = "Not  on track"
        sheet.cell(row, columns["Date"]).value = date(2026, 5, 2)
    book.save("p.xlsx")
    collect("p.xlsx")
    assert [proposals(name)[0].state for name in ("A-001", "A-003")] == ["not on track", "not on track"]
    assert proposals("A-001")[0].on == "2026-05-02"


def test_what_stands_beside_the_form_is_told_and_not_passed_over():
    book = openpyxl.load_workbook("p.xlsx")
    head, columns = headings(book["Actions"])
    book["Actions"].cell(head + 1, columns["Status"]).value = "on track"
    book["Actions"].cell(head + 2, 20).value = "We did more than that"
    book.save("p.xlsx")
    place = f"sheet Actions, cell T{head + 2}"
    said = " ".join(collect("p.xlsx").stderr.split())
    assert f"In {place}, beside the form, stands 'We did more than that'; it was not taken." in said
    assert len(proposals("A-001")) + len(proposals("A-003")) == 1


def test_a_row_whose_words_belong_to_another_action_is_refused():
    book = openpyxl.load_workbook("p.xlsx")
    sheet = book["Actions"]
    head, columns = headings(sheet)
    ids = [sheet.cell(head + 1, 1).value, sheet.cell(head + 2, 1).value]
    sheet.cell(head + 1, 1).value, sheet.cell(head + 2, 1).value = reversed(ids)  # one column sorted alone
    sheet.cell(head + 1, columns["Status"]).value = "on track"
    book.save("p.xlsx")
    said = refused("collect", "p.xlsx", "--today", CAME)
    assert f"cell M{head + 1}: this row was not made for A-001 as it is known here" in said
    sheet.cell(head + 1, columns["Version"]).value = None
    book.save("p.xlsx")
    assert f"cell B{head + 1}: these are not the words that A-001 was asked in" in refused(
        "collect", "p.xlsx", "--today", CAME
    )


def test_an_unknown_id_or_none_is_refused():
    filled(
        "p.xlsx", {"A-001": {"Action id": "A-091", "Status": "delayed"}, "A-003": WHOLE | {"Action id": None}}
    )
    said = refused("collect", "p.xlsx", "--today", CAME)
    assert "there is no action 'A-091' here; did you mean 'A-001'?" in said
    assert "something is filled in here, and no action id stands beside it; put it back." in said


# --- values -----------------------------------------------------------------------------------------

ONE = Followed(KEPT[0][0], "2026-01-15T09:00:00")
AGENCIES = (
    Agency("police", "Kingsbridge Police"),
    Agency("health", "Health"),
    Agency("ph", "Public Health"),
    Agency("t", "One Trust"),
)


def reported(**values):
    blank = dict.fromkeys(("state", "note", "evidence", "where", "signed_off", "on"), "")
    return Reported("", "", mark(ONE), blank | values, {})


def test_a_row_twice_counts_once_where_it_says_the_same_and_is_refused_where_it_does_not():
    sender, found = Sender("Police", "p.xlsx", date(2026, 5, 4)), {"": ONE}
    same = propose(found, [reported(state="delayed"), reported(state="Delayed")], sender)
    assert (len(same.new), same.problems) == (1, [])
    other = propose(found, [reported(state="delayed"), reported(state="on track")], sender)
    assert "is filled in twice" in other.problems[0].text
    (held,) = propose(found, [reported(where="Drive")], sender).problems
    assert held.text.startswith("it is said where something is held, and not what")


WORDS = st.sampled_from(["", "on track", "assured", "=1+1", "3/5/2026", "soon", "Minutes"])


@given(st.fixed_dictionaries(dict.fromkeys(FIELDS, WORDS)))
def test_every_word_of_a_row_is_proposed_or_the_row_is_refused(typed):
    result = propose({"": ONE}, [reported(**typed)], Sender("Police", "p.xlsx", date(2026, 5, 4)))
    assert bool(result.new) != bool(result.problems)
    for _, one in result.new:
        words = {one.state, one.note, one.evidence, one.where, one.signed_off}
        days = {"3/5/2026": "2026-05-03", "": "2026-05-04"}
        assert {word for name, word in typed.items() if name != "on"} - words == set()
        assert one.on == days[typed["on"]]


@pytest.mark.parametrize(
    ("typed", "kept_as"),
    [
        ("3/5/2026", "2026-05-03"),
        ("2026-05-03 00:00", "2026-05-03"),
        ("May 2026", "2026-05"),
        ("2026", "2026"),
        ("5/2026", "2026-05"),
        ("soon", ""),
        ("31/2/2026", ""),
    ],
)
def test_a_date_is_kept_as_far_as_it_was_said(typed, kept_as):
    assert as_far(typed) == kept_as


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("KINGSBRIDGE POLICE", "police"),
        ("Kingsbridge Police (DCI Jones)", "police"),
        ("Kingsbridge Police - Jo Smith", "police"),
        ("Health, named nurse", "health"),
        ("Public Health", "ph"),
        ("Police and Health", ""),
        ("Kingsbridge", "police"),  # by a part of one name alone
        ("Trust", ""),  # too many bodies are one
        ("ealth", ""),
    ],
)
def test_an_owner_is_an_agency_where_its_words_name_one(words, code):
    found = agency_of(words, AGENCIES)
    assert (found.code if found else "") == code


def test_owners_who_are_one_agency_are_one_owner():
    of = [Followed(one, "2026-01-15T09:00:00") for one, _ in KEPT]
    every = owners(of, AGENCIES)
    assert [one.name for one in every] == [
        *("Kingsbridge Police", "Children's Social Care (Jo Lane)", "Health Trust", "Named GP")
    ]
    assert find_owner(every, "police").code == "police"
    assert find_owner(every, "gp").name == "Named GP"
    assert every[0].guessed == ()
    [short] = owners([Followed(Action("", action="x", owners=("Kingsbridge",)), "2026-01-15")], AGENCIES)
    assert (short.name, short.guessed) == ("Kingsbridge Police", ("Kingsbridge",))
    with pytest.raises(UnknownError, match="Several owners have 'e'"):
        find_owner(every, "e")
    with pytest.raises(UnknownError, match="No open action has an owner 'fire'"):
        find_owner(every, "fire")
