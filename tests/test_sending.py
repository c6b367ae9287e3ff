"""Forms, invitations and letters go out with drafts of e-mails: to whom, saying what, with whose file."""

import csv
import io
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from mails_read import read_back
from test_cli_forms import asked, fill
from test_cli_setup import call, open_round, refused, write

from audit import definitions
from audit.chasing.letters import Letter
from audit.chasing.rule import SENDING, SENT, WHEN, load
from audit.cli.files_in import files_among
from audit.cli.letters import write_letters
from audit.errors import StateError

BEFORE, LATE = "2026-11-20", "2026-12-02"
NAMES = {"oak": "Oak Trust", "elm-school": "Elm School", "ash-police": "Ash Police"}
OWN = """\
title: Ours
of: sending
levels: [{after: 0, to: chief_officer}]
subject: [{text: "{file} for {agency}"}]
paragraphs:
  - text: "By {due}, {names}: {questions}."
  - {sent: reminder, text: "With it: {file}."}
"""


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A workspace with a round, made once; each test has a copy of it."""
    folder = tmp_path_factory.mktemp("begun")
    open_round(folder, ("Oak Trust", "charity"), ("Elm School", "school"), ("Ash Police", "police"))
    settings = folder / "audit.toml"
    said = settings.read_text(encoding="utf-8") + 'contact = "Ruth Vane, ruth@kings.gov.uk"\n'
    settings.write_text(said.replace('marking = "OFFICIAL-SENSITIVE"', 'marking = "OFFICIAL"'), "utf-8")
    ash = [
        "--contact",
        'Zoë "Z" Müller, zoe@ash.police.uk',
        "--chief-officer",
        "Dana Reed, dana@ash.police.uk",
    ]
    call("agency", "add", "Ash Police", "--code", "ash-police", "--kind", "police", *ash, "-w", folder)
    elm = ["--contact", "Ben Ash", "-w", folder]
    call("agency", "add", "Elm School", "--code", "elm-school", "--kind", "school", *elm)
    return folder


@pytest.fixture(autouse=True)
def here(begun, tmp_path, monkeypatch):
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def drafts(folder):
    return {path.stem: read_back(path.read_bytes()) for path in sorted(Path(folder).glob("*.eml"))}


def table(path):
    return list(csv.DictReader(io.StringIO(Path(path).read_text(encoding="utf-8-sig"), newline="")))


def test_all_forms_go_out_with_a_draft_each_and_a_table(here):
    said = call("form", "r1", "--all", "-o", "F", "--today", BEFORE).stderr
    assert said == (
        "3 forms are written to F. When they come back: audit collect F/*.xlsx\n"
        "3 drafts of e-mails are in F/mail, each with its file attached, and mail-merge.csv for a mail "
        "merge.\n"
        "No e-mail address is known, so the draft has nobody under To: Oak Trust, Elm School.\n"
        "Nothing was sent: open each draft in your e-mail, look at it, and send it.\n"
    )
    found = drafts("F/mail")
    assert list(found) == ["r1-ash-police", "r1-elm-school", "r1-oak"]
    ash = found["r1-ash-police"]
    assert ash.to == [('Zoë "Z" Müller', "zoe@ash.police.uk")]
    assert ash.subject == "Our own standards: the form for Ash Police, due on 30 November 2026"
    assert ash.body.startswith('Dear Zoë "Z" Müller,\n\nKingsbridge SCP asks Ash Police to answer Our own')
    for words in (
        "is attached (r1-ash-police.xlsx). It asks 3 questions.",
        "by 30 November 2026 (in 10 days)",
        "sign on the sheet Sign-off",
        "Questions go to Ruth Vane, ruth@kings.gov.uk.",
    ):
        assert words in ash.body
    assert ash.body.endswith("\n\nOFFICIAL\n")
    assert ash.file.name == "r1-ash-police.xlsx"
    assert ash.file.content == (here / "F/r1-ash-police.xlsx").read_bytes()
    assert (found["r1-oak"].to, found["r1-oak"].body[:15]) == ([], "Dear colleague,")
    rows = table("F/mail/mail-merge.csv")
    assert list(rows[0]) == ["agency", "to", "e-mail", "subject", "body", "file"]
    last = rows[-1]
    assert (last["agency"], last["e-mail"], last["subject"]) == ("Ash Police", ash.to[0][1], ash.subject)
    assert last["file"] == str(here / "F/r1-ash-police.xlsx")
    assert last["body"] == ash.body.removesuffix("\n")
    assert [(row["to"], row["e-mail"]) for row in rows[:2]] == [
        ("(no e-mail address is known)", ""),
        ("Ben Ash (no e-mail address is known)", ""),
    ]


def test_two_who_write_letters_at_once_take_no_half_file_from_each_other(here):
    one = Letter("oak", "Oak Trust", (), "Due", ("Dear colleague,",))

    def other():
        write_letters(here / "L", [one], date(2026, 12, 2), lambda: None)

    files = write_letters(here / "L", [one], date(2026, 12, 2), other)
    assert sorted(here.joinpath("L").iterdir()) == sorted(files)


def test_letters_that_cannot_be_logged_go_again_and_what_stood_there_stays(here):
    one = Letter("oak", "Oak Trust", (), "Due", ("Dear colleague,",))
    old = Letter("elm", "Elm School", (), "Due", ("Dear colleague,",))
    there = write_letters(here / "L", [old], date(2026, 12, 2), lambda: None)

    def refuse():
        raise StateError("The round is closed.")

    with pytest.raises(StateError):
        write_letters(here / "L", [old, one], date(2026, 12, 2), refuse)
    assert sorted(here.joinpath("L").iterdir()) == sorted(there)


def test_letters_of_a_command_that_was_killed_before_they_were_logged_are_written_under_their_own_names(here):
    one = Letter("oak", "Oak Trust", (), "Due", ("Dear colleague,",))
    killed = write_letters(here / "L", [one], date(2026, 12, 2), lambda: None)
    assert write_letters(here / "L", [one], date(2026, 12, 2), lambda: None) == killed
    again = write_letters(here / "L", [one], date(2026, 12, 2), lambda: None, again=True)
    assert not {*again} & {*killed}


def test_forms_in_a_hidden_folder_are_not_collected(here):
    call("form", "r1", "--agency", "oak", "-o", "come.xlsx", "--today", BEFORE)
    (here / "L/.form-left").mkdir(parents=True)
    shutil.move("come.xlsx", "L/.form-left/come.xlsx")
    assert files_among([here / "L"], ()) == ([here / "L"], [])


@pytest.mark.parametrize("args", [("form", "r1", "--all"), ("invite", "r1")])
def test_no_draft_names_any_other_agency(args):
    call(*args, "-o", "F", "--today", BEFORE)
    call("chase", "r1", "--letters", "F/mail", "--today", LATE)
    found = drafts("F/mail")
    assert len(found) == 5
    for stem, one in found.items():
        others = [name for code, name in NAMES.items() if code not in stem]
        own = next(name for code, name in NAMES.items() if code in stem)
        said = one.subject + one.body + one.file.name + text_of(one.file)
        assert own in said
        assert not [name for name in others if name in said]


def text_of(file):
    """The text of a form or invitation."""
    if file.name.endswith(".json"):
        return file.content.decode()
    import zipfile

    with zipfile.ZipFile(io.BytesIO(file.content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def test_the_same_day_gives_the_same_bytes_and_no_draft_is_written_where_none_is_wanted(here):
    for folder in ("F", "G"):
        call("form", "r1", "--all", "-o", folder, "--today", BEFORE)
    for path in (here / "F/mail").glob("*.eml"):
        assert path.read_bytes() == (here / "G/mail" / path.name).read_bytes()
    call("form", "r1", "--all", "-o", "H", "--no-mail")
    call("invite", "r1", "-o", "I", "--no-mail")
    call("form", "r1", "--agency", "oak", "-o", "oak.xlsx")
    assert not [*(here / "H").glob("mail*"), *(here / "I").glob("mail*"), *here.glob("*.eml")]


def test_one_form_has_a_draft_beside_it_where_that_is_wanted(here):
    said = call("form", "r1", "--agency", "ash police", "-o", "ash.xlsx", "--mail").stderr
    assert "ash.eml is the draft of an e-mail with the form attached.\nNothing was sent" in said
    assert drafts(here)["ash"].file.content == (here / "ash.xlsx").read_bytes()
    assert not list(here.rglob("mail-merge.csv"))


def test_what_is_said_of_the_questions_goes_by_what_is_here():
    call("form", "r1", "--agency", "oak", "-o", "oak.xlsx")
    fill(Path("oak.xlsx"), {"A1": {"Answer": "Met", "Evidence: what": "Chart"}})
    call("collect", "oak.xlsx")
    call("form", "r1", "--agency", "oak", "-o", "again.xlsx", "--mail", "--today", LATE)
    one = drafts(".")["again"]
    assert "It asks 3 questions, of which 2 are still open." in one.body
    assert "Your answers were due on 30 November 2026, 2 days ago." in one.body
    assert one.subject == "Our own standards: the return of Oak Trust was due on 30 November 2026"


def test_an_invitation_says_with_which_commands_it_is_answered():
    call("invite", "r1", "--agency", "ash-police", "-o", "I", "--today", BEFORE)
    [one] = drafts("I/mail").values()
    assert "type there: audit join r1-ash-police.json. It says" in one.body
    assert "command is: audit send r1 -o r1-ash-police-return.json. Send" in one.body
    assert one.subject.startswith("Our own standards: Ash Police is invited to answer by 30 November")
    assert one.file.type == "application/json"
    assert json.loads(one.file.content) == json.loads(Path("I/r1-ash-police.json").read_bytes())


def test_a_letter_is_a_draft_with_the_form_that_holds_what_has_come():
    call("form", "r1", "--agency", "ash-police", "-o", "ash.xlsx")
    fill(Path("ash.xlsx"), {"A1": {"Answer": "Met", "Comment": "The chief does", "Evidence: what": "Chart"}})
    call("collect", "ash.xlsx")
    said = call("chase", "r1", "--letters", "L", "--today", LATE, "--json")
    assert "Beside each stands a draft of an e-mail (.eml) with the form attached" in said.stderr
    one = drafts("L")[f"ash-police-{LATE}"]
    letter = Path(f"L/ash-police-{LATE}.txt").read_text(encoding="utf-8").split("\n\n", 1)[1]
    parts = one.body.removesuffix("\n").split("\n\n")
    assert [*parts[:-4], *parts[-3:-1]] == letter.removesuffix("\n").split("\n\n")
    assert parts[-4].startswith("Attached is r1-ash-police.xlsx: your form, with the")
    assert parts[-3:] == ["Questions go to Ruth Vane, ruth@kings.gov.uk.", "Kingsbridge SCP", "OFFICIAL"]
    assert table("L/letters.csv")[0]["body"].endswith("Kingsbridge SCP\n\nOFFICIAL")
    Path("back.xlsx").write_bytes(one.file.content)
    assert "B1" in asked("back.xlsx")
    assert "0 answers taken into 'r1', 1 as before" in call("collect", "back.xlsx").stderr
    told = {one["code"]: one["draft"] for one in json.loads(said.stdout)["letters"]}
    assert told["ash-police"] == str(Path(f"L/ash-police-{LATE}.eml"))


def test_letters_without_mail_have_no_draft_and_drafts_keep_the_names_of_their_letters():
    call("chase", "r1", "--letters", "L", "--no-mail", "--today", LATE)
    assert not drafts("L")
    call("chase", "r1", "--letters", "L", "--again", "--today", LATE)
    stems = [f"ash-police-{LATE}-2", f"elm-school-{LATE}-2"]
    assert list(drafts("L")) == stems
    assert all(Path("L", f"{stem}.txt").is_file() for stem in stems)
    assert "--no-mail goes with --letters" in refused("chase", "r1", "--no-mail", code=2)


def test_no_half_letter_stands_there_and_nothing_is_logged_where_a_form_cannot_be_written(monkeypatch):
    import audit.cli.forms
    from audit.errors import FileError, Problem

    def full(*_args, **_more):
        raise FileError("form.xlsx", [Problem("", "it cannot be written (No space left).")])

    monkeypatch.setattr(audit.cli.forms, "write_one", full)
    assert "No space left" in refused("chase", "r1", "--letters", "L", "--today", LATE)
    assert list(Path("L").iterdir()) == []
    assert json.loads(call("chase", "r1", "--history", "--json").stdout)["chases"] == []


def test_folders_that_go_out_are_collected_without_a_word_on_their_drafts(here):
    call("form", "r1", "--all", "-o", "F", "--today", BEFORE)
    call("chase", "r1", "--letters", "F/letters", "--today", LATE)
    said = call("collect", "F").stderr
    assert "passed over" not in said
    assert "3 of 3 forms taken" in said or "0 of 3 forms taken, 3 as before" in said
    shutil.copytree(here / "F", here / "G")
    assert "passed over" not in call("collect", *sorted((here / "G").iterdir())).stderr
    assert "this folder holds no file that can be collected" in call("collect", "F/mail", code=1).stderr


def test_a_mail_that_came_is_not_taken_for_a_draft(here):
    call("form", "r1", "--all", "-o", "F", "--today", BEFORE)
    write(here / "F/reply.eml", "From: a@b.uk\nSubject: our return\n\nattached")
    write(here / "F/list.csv", "agency,to\n")
    said = call("collect", "F", code=1).stderr
    assert "Of a kind that is not collected, so passed over: F/reply.eml." in said
    assert "F/list.csv" in said


def test_no_file_of_somebody_else_is_written_over(here):
    write(here / "F/mail/r1-oak.eml", "From: a@b.uk\n\nours")
    said = refused("form", "r1", "--all", "-o", "F")
    assert "r1-oak.eml, it stands there already and was made or changed by somebody else" in said
    assert (here / "F/mail/r1-oak.eml").read_text(encoding="utf-8").endswith("ours")
    write(here / "G/mail/mail-merge.csv", "name,phone\nA,1\n")
    assert "it stands there already" in refused("form", "r1", "--all", "-o", "G")
    for _ in range(2):
        call("form", "r1", "--all", "-o", "H")


def test_a_workspace_words_its_own_and_check_finds_what_is_wrong(here):
    own = write(here / "templates/letters/sending.yaml", OWN)
    call("check", own)
    call("form", "r1", "--all", "-o", "F", "--today", BEFORE)
    one = drafts("F/mail")["r1-ash-police"]
    assert one.to == [("Dana Reed", "dana@ash.police.uk")]
    assert (one.subject, one.body.splitlines()[0]) == (
        "r1-ash-police.xlsx for Ash Police",
        "By 30 November 2026, Dana Reed: 3 questions.",
    )
    call("chase", "r1", "--letters", "L", "--agency", "ash-police", "--today", LATE)
    assert "\n\nWith it: r1-ash-police.xlsx.\n\nQuestions go to" in drafts("L")[f"ash-police-{LATE}"].body


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{names}", "{nams}", "line 6: there is no placeholder {nams}; did you mean 'names'?"),
        ("With it: {file}", "By {due}", "line 7: there is no placeholder {due}"),
        ("sent: reminder,", "sent: reminder, when: overdue,", "what is added to a letter has no 'when'"),
        ("sent: reminder", "sent: remider", "'sent' cannot be 'remider'; did you mean 'reminder'?"),
        ("}]\nsubject", "}, {after: 1, to: contact}]\nsubject", "letters of sending have one level"),
        ("of: sending\n", "of: sending\nwait: 3\n", "'wait' is for letters of actions"),
        ("of: sending\n", "", "'sent' is not a key of a text"),
    ],
)
def test_what_is_wrong_in_a_rule_is_said_with_its_line(here, old, new, said):
    assert old in OWN
    own = write(here / "templates/letters/sending.yaml", OWN.replace(old, new))
    assert said in call("check", own, code=1).stdout


@pytest.mark.parametrize("what", SENT)
@pytest.mark.parametrize("when", WHEN)
def test_the_shipped_texts_have_a_subject_and_words_for_whatever_is_sent(what, when):
    rule = load(definitions.library(), SENDING)
    assert any(piece.fits(when, what, 1, ["contact"]) for piece in rule.subjects)
    own = [piece for piece in rule.paragraphs if piece.state and piece.fits(when, what, 1, ["contact"])]
    assert any("{file}" in piece.text for piece in own)


def test_where_another_answers_about_agencies_no_draft_is_written(here):
    write(
        here / "templates/local/visit.yaml",
        "title: Visit\nagainst: local/ours\nsubject: agency\nrespondent: adviser\n",
    )
    call("round", "open", "local/visit", "--name", "v1", "--due", "30/11/2026")
    said = call("form", "v1", "--all", "-o", "F").stderr
    assert "No drafts of e-mails are written, since the adviser fills the forms in." in said
    assert not (here / "F/mail").exists()


def test_an_address_that_no_mail_takes_and_a_draft_that_is_too_large_are_said(capsys):
    from audit.chasing.letters import Letter
    from audit.chasing.people import Person
    from audit.cli.mailing import say_odd

    people = (Person("contact", "Jörg", ("jörg@elm.uk", "office@elm.uk"), ""),)
    letters = [Letter("elm", "Elm School", people, "S", ()), Letter("oak", "Oak Trust", (), "S", ())]
    say_odd(letters, [24_999_999, 25_400_000])
    assert capsys.readouterr().err == (
        "Left out of the draft, since no mail takes such an address: Elm School (jörg@elm.uk).\n"
        "25 MB or more, which many mail systems do not take: Oak Trust (25 MB).\n"
    )
