"""audit collect: what changed here and in a file, what was signed, what came before, all of it or nothing."""

import csv
import shutil
import sys

import openpyxl
import pytest
from sqlalchemy import event
from test_cli_forms import FILLED, answers, fill
from test_cli_setup import as_json, call, open_round, write

from audit.cli.desk import Desk
from audit.cli.intake import told
from audit.errors import FileError, Problem, StateError
from audit.responses.merging import Incoming, version
from audit.responses.response import Answer
from audit.store.inbox import received
from audit.store.store import Store

SIGNED = ("Ada Moss", "Chief officer", "1/10/2026")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("workspace")
    open_round(folder, ("Oak Trust", "charity"), ("Elm School", "school"))
    return folder


@pytest.fixture(autouse=True)
def here(workspace, tmp_path, monkeypatch):
    shutil.copytree(workspace, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def table(path, *rows):
    """A table of answers: agency, question, value, comment, version."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("agency", "question", "value", "comment", "version"), *rows])
    return path


def at_the_prompt(here, text, agency="oak", by="Bea"):
    call("ask", "r1", "--agency", agency, "--answers", write(here / "typed.yaml", text), "--by", by)


def form(here, replies=FILLED, signature=(), name="oak.xlsx"):
    (here / name).unlink(missing_ok=True)
    call("form", "r1", "--agency", "oak", "-o", name)
    fill(here / name, replies, signature)
    return here / name


def rows_received(here):
    store = Store(f"sqlite:///{here / 'audit.db'}")
    try:
        return received(store)
    finally:
        store.close()


def receipt(here):
    sheet = openpyxl.load_workbook(here / "receipts/r1-oak.xlsx").worksheets[0]
    return " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)


def values(agency="oak"):
    return {name: block.get("value") for name, block in answers(agency).items()}


def test_a_change_here_that_a_form_did_not_know_is_shown_and_the_rest_is_taken(here):
    path = form(here)
    at_the_prompt(here, "A1: {value: partly, comment: Since Monday}\n")
    said = call("collect", path, code=1).stderr
    assert (
        "Oak Trust, 2 answers taken into 'r1', 0 as before, 1 in conflict. Still owed: A1 (action)." in said
    )
    assert "\n  A1 is in conflict. Here (Bea, " in said
    assert "Since Monday" not in said  # a comment that the form does not touch
    assert "): answer 'Partly met', no evidence. In the file: answer 'Met', evidence 'Structure" in said
    assert said.endswith("Error: 0 of 1 forms taken, 1 with conflicts left open.\n")
    assert values() == {"A1": "partly", "A2": "partly", "B1": "24/26"}


@pytest.mark.parametrize(("side", "wanted"), [("file", "met"), ("store", "partly")])
def test_what_was_preferred_is_kept_with_who_preferred_it(here, side, wanted):
    path = form(here)
    at_the_prompt(here, "A1: partly\n")
    call("collect", path, code=1)
    call("collect", path, "--prefer", side, "--by", "Chair")
    assert values()["A1"] == wanted
    last = rows_received(here)[-1]
    assert (last.by, last.block["settled"]) == ("Chair", {"A1": side})
    assert last.whole
    assert "taken before, into 'r1' on " in call("collect", path, "--prefer", "file").stderr
    assert values()["A1"] == wanted


def test_a_file_is_known_again_by_its_content_whatever_it_is_called(here):
    path = form(here)
    (here / "copy.xlsx").write_bytes(path.read_bytes())
    both = call("collect", path, "copy.xlsx", "--by", "Bea").stderr
    assert "copy.xlsx: Oak Trust, taken before, into 'r1' on " in both
    at_the_prompt(here, "A1: partly\n")
    path.rename(here / "final.xlsx")
    said = call("collect", "final.xlsx").stderr
    assert said.startswith("final.xlsx: taken before, into 'r1' on ")
    assert f" by Bea, as {path}; nothing was changed.\n0 of 1 forms taken, 1 as before.\n" in said
    assert values()["A1"] == "partly"
    assert len(rows_received(here)) == 1


def test_conflicts_that_stay_open_leave_no_further_trace(here):
    path = form(here)
    at_the_prompt(here, "A1: partly\n")
    for _ in range(3):
        call("collect", path, code=1)
    assert len(rows_received(here)) == 1


def test_an_old_form_that_comes_late_changes_nothing(here):
    at_the_prompt(here, "A1: met\n")
    path = form(here, {"A2": {"Answer": "Met"}})
    at_the_prompt(here, "A1: partly\n")
    said = call("collect", path).stderr
    assert "1 answer taken into 'r1', 0 as before, 1 moved on here since (A1)." in said
    assert values() == {"A1": "partly", "A2": "met"}


def test_colleagues_who_filled_in_a_copy_each_end_as_one(here):
    copies = {"one.xlsx": {"A1": FILLED["A1"]}, "two.xlsx": {"A2": FILLED["A2"], "B1": FILLED["B1"]}}
    for name, replies in copies.items():
        form(here, replies, name=name)
    said = call("collect", "two.xlsx", "one.xlsx").stderr
    assert "2 of 2 forms taken." in said
    assert values() == {"A1": "met", "A2": "partly", "B1": "24/26"}


def test_what_was_signed_here_is_shown_beside_a_file_that_says_otherwise(here):
    path = form(here, signature=SIGNED)
    call("collect", path)
    assert as_json("show", "r1", "--agency", "oak")["signed"]["name"] == "Ada Moss"
    assert "taken before" in call("collect", path).stderr
    book = openpyxl.load_workbook(path)
    book.save(here / "again.xlsx")  # the same answers in another file
    said = call("collect", "again.xlsx").stderr
    assert "0 answers taken into 'r1', 3 as before." in said
    assert "sign-off" not in said
    fill(here / "again.xlsx", {}, ("Bo Lund", "Chief officer", "1/10/2026"))
    said = call("collect", "again.xlsx").stderr
    assert "which was not taken: it was signed here by Ada Moss, Chief officer, on 1 October 2026." in said
    assert as_json("show", "r1", "--agency", "oak")["signed"]["name"] == "Ada Moss"
    fill(path, {"B1": {"Answer": "20/26", "Action: what": "Train six"}})
    for prefer in ((), ("--prefer", "file")):
        said = call("collect", path, *prefer, code=1).stderr
        assert "was signed by Ada Moss on 1 October 2026, and the form says otherwise" in said
        assert "\n  B1: here answer '24 of 26 (Met)', no action; in the file answer '20 of 26" in said
    assert values()["B1"] == "24/26"


def test_a_sign_off_is_not_taken_for_answers_that_are_not_those_it_signs(here):
    at_the_prompt(here, "A1: met\nA2: met\nB1: 26/26\n")
    path = form(here, {}, SIGNED)
    at_the_prompt(here, "A1: {value: met, comment: Changed since}\n")
    said = call("collect", path).stderr
    assert "was not taken, since what stands here is not what it signs (A1);" in said
    assert as_json("show", "r1", "--agency", "oak")["signed"] is None


def test_a_sign_off_is_not_taken_for_an_answer_that_whoever_signed_took_out(here):
    at_the_prompt(here, "A1: met\nA2: met\nB1: 26/26\n")
    said = call("collect", form(here, {"A2": {"Answer": ""}}, SIGNED)).stderr
    assert "Emptied in the form, so it stays as it was: A2 answer." in said
    assert "was not taken, since what it leaves blank stands here all the same (A2 answer)." in said
    assert as_json("show", "r1", "--agency", "oak")["signed"] is None


def test_a_sign_off_is_not_taken_for_an_answer_that_its_form_does_not_have(here):
    path = form(here, {name: FILLED[name] for name in ("A1", "A2")}, SIGNED)
    assert "since answers are owed." in call("collect", path).stderr
    at_the_prompt(here, "B1: 26/26\n")
    said = call("collect", path).stderr
    assert "not taken, since what stands here is not what it signs (B1); 'audit sign'" in said
    assert as_json("show", "r1", "--agency", "oak")["signed"] is None
    whole = form(here, FILLED, SIGNED)
    assert "Signed by Ada Moss, Chief officer, on 1 October 2026." in call("collect", whole).stderr


def test_what_cannot_be_signed_leaves_the_answers_taken(here):
    path = form(here, signature=("Ada Moss", "Chief officer", "1/10/2036"))
    assert "1 October 2036 lies ahead" in call("collect", path).stderr
    assert len(values()) == 3


def test_a_table_says_what_it_started_from_in_a_column(here):
    at_the_prompt(here, "A1: met\nA2: met\n")
    started = version(Answer("met"))
    path = table(here / "t.csv", ("oak", "A1", "partly", "", started), ("oak", "A2", "partly", "", ""))
    said = call("collect", path, code=1).stderr
    assert "1 answer taken into 'r1' in 1 response, 0 as before, 1 in conflict.\n" in said
    assert "\n  Oak Trust, A2 is in conflict. Here (Bea, " in said
    assert values() == {"A1": "partly", "A2": "met"}
    at_the_prompt(
        here, "A1: met\n"
    )  # back to what the table started from, which is no reason to take it again
    assert "1 answer taken into 'r1' in 1 response, 0 as before, 1 moved on here since." in (
        call("collect", path, "--prefer", "file").stderr
    )
    assert values() == {"A1": "met", "A2": "partly"}
    assert "taken before" in call("collect", path).stderr


def test_what_several_people_say_in_one_table_is_settled_for_each(here):
    at_the_prompt(here, "A1: met\n")
    rows = [("agency", "question", "value", "by"), ("oak", "A1", "partly", "Bea"), ("oak", "A2", "met", "Cy")]
    with (here / "t.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    call("collect", "t.csv", code=1)
    assert values() == {"A1": "met", "A2": "met"}
    assert [(one.by, one.whole) for one in rows_received(here)] == [("Bea", False), ("Cy", True)]
    call("collect", "t.csv", "--prefer", "file")
    assert values() == {"A1": "partly", "A2": "met"}


def test_a_conflict_in_what_one_agency_says_of_another_waits_in_the_others_return(here):
    for number, value in enumerate(("met", "partly")):
        rows = [("agency", "case", "question", "value"), ("elm-school", "oak", "A1", value)]
        with (here / f"{number}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        call("collect", f"{number}.csv", code=number)
    owing = {one["code"]: one["conflicts"] for one in as_json("chase", "r1")["owing"]}
    assert owing == {"oak": ["A1"], "elm-school": []}
    at_the_prompt(here, "A1: not-met\n")  # its own answers count from here on, and nothing waits in them
    assert not any(one["conflicts"] for one in as_json("chase", "r1")["owing"])


def test_a_table_that_names_one_agency_in_two_ways_loses_no_row(here):
    path = table(here / "t.csv", ("oak", "A1", "met", "", ""), ("Oak Trust", "A1", "", "Both", ""))
    call("collect", path)
    assert answers()["A1"] == {"value": "met", "comment": "Both"}


def test_a_table_is_taken_for_all_agencies_or_for_none(here):
    for code in ("oak", "elm-school"):
        at_the_prompt(here, "A1: met\nA2: met\nB1: 26/26\nB2: met\n", code)
        call("sign", "r1", "--agency", code, "--name", "Ada", "--role", "Lead")
    call("agency", "add", "Ash Police")
    call("round", "change", "r1", "--add", "Ash Police")
    rows = [(name, "A1", "partly", "", "") for name in ("oak", "elm-school", "Ash Police")]
    said = call("collect", table(here / "t.csv", *rows), code=1).stderr
    for name in ("Oak Trust", "Elm School"):
        assert f"the response of {name} was signed by Ada on " in said
    assert said.count("\n  A1: here answer 'Met'; in the file answer 'Partly met'.\n") == 2
    assert values("ash-police") == {}
    assert not rows_received(here)


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text elsewhere")
def test_a_file_whose_name_is_no_text_is_taken(here):
    path = table(here / "t.csv", ("oak", "A1", "met", "", ""))
    path.rename(here / "t\udcff.csv")
    call("collect", here)
    assert values() == {"A1": "met"}


def test_answers_the_record_of_the_file_and_the_signature_are_written_together(here):
    from audit.cli.arriving import Arriving
    from audit.cli.intake import Intake

    path = form(here, signature=SIGNED)
    desk = Desk(here, "", None, "Bea")

    def _fail(_connection, _cursor, statement, *_more):
        if statement.startswith("INSERT INTO received"):
            raise ZeroDivisionError

    event.listen(desk.store.engine, "before_cursor_execute", _fail)
    with pytest.raises(ZeroDivisionError):
        Intake(Arriving(desk)).take([path])
    desk.close()
    assert values() == {}
    assert as_json("show", "r1", "--agency", "oak")["signed"] is None
    call("collect", path)
    assert as_json("show", "r1", "--agency", "oak")["signed"]["name"] == "Ada Moss"


def test_what_somebody_else_wrote_while_a_file_was_read_is_a_conflict(here):
    """An answer that is written between reading a file and taking it."""
    from audit.cli.arrival import Arrival
    from audit.cli.arriving import Arriving

    desk = Desk(here, "", None, "Bea")
    found = desk.store.round("r1")
    oak = found.expected[0].agency
    arriving = Arriving(desk, "file")
    response = arriving.response(found, oak)
    desk.store.save(response, {"A1": Answer("partly")}, desk.stamp())
    incoming = {"A1": Incoming(Answer("met"), Answer("met"), frozenset({"", version(Answer("partly"))}))}
    said = arriving.take(Arrival(here / "f.json", "ab" * 32, "return", found, oak, incoming))
    assert "0 answers taken into 'r1', 0 as before, 1 in conflict." in said
    desk.close()
    assert values() == {"A1": "partly"}


def test_a_folder_stands_for_the_files_in_it(here):
    (here / "inbox/police").mkdir(parents=True)
    form(here).rename(here / "inbox/police/oak.xlsx")
    write(here / "inbox/notes.docx", "text")
    write(here / "inbox/~$oak.xlsx", "lock")
    said = call("collect", "inbox").stderr
    assert "Of a kind that is not collected, so passed over: inbox/notes.docx." in said.replace("\\", "/")
    assert said.endswith("1 of 1 forms taken.\n")
    assert "taken before" in call("collect", ".").stderr  # and not the receipts
    (here / "empty").mkdir()
    assert "this folder holds no file that can be collected." in call("collect", "empty", code=1).stderr


def test_what_is_wrong_in_many_cells_is_told_once_with_all_of_them(here):
    rows = [(name, "A1", "met", "", "") for name in ("nobody", "noone", "nobody ")]
    said = call("collect", table(here / "t.csv", *rows), code=1).stderr
    assert said.count("There is no agency") == 2
    problems = [Problem(f"cell A{row}", "it is blank.") for row in range(5)]
    error = FileError("f.csv", [*problems, problems[0], Problem("cell B1", "it is not.")])
    assert told(error) == (
        "f.csv, cell A0; cell A1; cell A2; cell A3; cell A4: it is blank.\nf.csv, cell B1: it is not."
    )
    assert told(StateError("The round is closed.")) == "The round is closed."


def test_receipts_go_back_one_for_each_agency(here):
    path = form(here, {"A1": FILLED["A1"]})
    said = call("collect", path).stderr
    assert "A receipt is written to receipts; send each agency its own." in said
    assert "1 answer taken: A1." in receipt(here)
    table(here / "t.csv", ("oak", "A2", "met", "", ""))
    call("collect", "t.csv", "--no-receipts")
    call("collect", table(here / "u.csv", ("elm-school", "A2", "met", "", "")), "--receipts", "out")
    assert [one.name for one in (here / "receipts").iterdir()] == ["r1-oak.xlsx"]
    assert [one.name for one in (here / "out").iterdir()] == ["r1-elm-school.xlsx"]


def test_a_receipt_that_was_never_written_is_written_when_the_file_comes_again(here):
    path = form(here, {"A1": FILLED["A1"]})
    assert "receipt is written" not in call("collect", path, "--no-receipts").stderr
    assert "A receipt is written to receipts" in call("collect", path).stderr
    assert "1 answer taken: A1." in receipt(here)
    assert "receipt is written" not in call("collect", path).stderr  # it is there


def test_receipts_that_cannot_be_written_keep_no_answer_back(here):
    write(here / "taken", "a file")
    path = table(here / "t.csv", ("oak", "A1", "met", "", ""))
    said = call("collect", path, "--receipts", "taken", code=1).stderr
    assert "What came is taken, but not every receipt is written: the folder taken cannot be made" in said
    assert values() == {"A1": "met"}


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is not to be had on Windows")
def test_at_a_terminal_each_conflict_is_asked_and_ctrl_c_keeps_what_was_chosen(here):
    from screens import CTRL_C, Terminal

    at_the_prompt(here, "A1: met\nA2: met\nB1: 26/26\n")
    table(
        here / "t.csv",
        *(("oak", name, "partly", "", "") for name in ("A1", "A2")),
        ("oak", "B1", "25/26", "", ""),
    )
    terminal = Terminal([sys.executable, "-m", "audit", "collect", "t.csv", "--by", "Chair"])
    terminal.wait("A1: which answer stands?")
    terminal.send("2")
    terminal.wait("A2: which answer stands?")
    terminal.send("1")
    terminal.wait("B1: which answer stands?")
    terminal.send(CTRL_C)
    terminal.wait("0 of 1 files taken, 1 with conflicts left open.")
    assert values() == {"A1": "partly", "A2": "met", "B1": "26/26"}
    last = rows_received(here)[-1]
    assert (last.by, last.block["settled"]) == ("Chair", {"A1": "file", "A2": "store"})
    assert [*last.block["open"]] == ["B1"]
    assert (
        "1 answer taken: A1. 1 answer left out, since another one stands here: A2. 1 answer not"
        in receipt(here)
    )
