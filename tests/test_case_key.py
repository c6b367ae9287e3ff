"""audit case-key: the look-up for an agency, who can open it, and that it is nowhere else."""

import csv
import io
import json
import os
import sys
from contextlib import chdir
from pathlib import Path

import pyrage
import pytest
from test_cli_setup import MADE_UP, as_json, call, refused, write
from workspaces import begin

from audit.store.cases import CaseBook
from audit.store.store import Store

TEMPLATE = "title: Case audit\nagainst: local/ours\nsubject: case\nneeds: {action: [], evidence: []}\n"
HEADINGS = ["id", "Surname, first name", "NHS No", "Phone", "Notes", "Team"]
PASSPHRASE = "correct horse battery"  # noqa: S105 - made up
DAY = ("--today", "2026-11-03")


def child(number):
    """A made-up row; each value is like no other text in a workspace."""
    return [
        f"K{number:03}",
        f"Zarquon{number}, Fenella{number}",
        f"94345{number:05}",
        f"07700{900000 + number}",
        f"=Quibble({number})",
        "AB"[number % 2],
    ]


def rows_written(path, rows):
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return Path(path)


def workspace(folder):
    """A workspace with three agencies and a case template, and a register beside it."""
    call("init", folder, "--name", "Kingsbridge")
    write(folder / "standards/local/ours.yaml", MADE_UP)
    write(folder / "templates/local/audit.yaml", TEMPLATE)
    for name, code in (("Kingsbridge Police", "police"), ("Oak Trust", "oak"), ("Elm School", "elm")):
        call("agency", "add", name, "--code", code, "-w", folder)
    return rows_written(folder.parent / "register.csv", [HEADINGS, *map(child, range(60))])


def drawn_round(register):
    """A round over six cases: all are the police's, the first two also the trust's; the school has none."""
    call("sample", "draw", register, "--unit", "id", "--size", "6", "--seed", "42", *DAY)
    involved = [["case", "agency"], ["C-01", "police; oak"], ["C-02", "police; oak"]]
    involved += [[f"C-0{number}", "police"] for number in range(3, 7)]
    rows_written("involved.csv", involved)
    opened = ["--name", "neglect", "--due", "2026-12-01", "--sample", "S-001", "--involved", "involved.csv"]
    call("round", "open", "local/audit", *opened)


def begun():
    workspace(Path("ws"))


def opened_round():
    workspace(Path("ws"))
    with chdir("ws"):
        drawn_round(Path("../register.csv"))


@pytest.fixture
def ws(tmp_path, monkeypatch):
    begin(tmp_path, begun)
    monkeypatch.chdir(tmp_path / "ws")
    return tmp_path / "ws"


@pytest.fixture
def register(ws):
    return ws.parent / "register.csv"


@pytest.fixture
def neglect(register):
    begin(register.parent, opened_round)
    return register


@pytest.fixture
def pair():
    identity = pyrage.x25519.Identity.generate()
    return identity, str(identity.to_public())


def units(sample="S-001"):
    """The ids of a sample by reference, struck out ones too."""
    certificate = json.loads(Path(f"samples/{sample}/certificate.json").read_text(encoding="utf-8"))
    return {case["reference"]: case["unit"] for case in certificate["drawn"]}


def opened(path, identity):
    """The rows of a look-up, by the key of its owner."""
    content = pyrage.decrypt(Path(path).read_bytes(), [identity])
    assert content.startswith(b"\xef\xbb\xbf")
    return [*csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]


def logged(folder, name="neglect"):
    store = Store(f"sqlite:///{folder}/audit.db")
    try:
        return CaseBook(store).logged(name)
    finally:
        store.close()


def case_key(register, pair, *args, output="../police.age", agency="police"):
    return as_json("case-key", "neglect", register, "--agency", agency, "--to", pair[1], "-o", output, *args)


# --- what is in it ----------------------------------------------------------------------------------


def test_an_agency_gets_its_own_cases_in_the_columns_asked_for(neglect, pair):
    columns = ["--columns", "Surname, first name", "--columns", "nhs no,Notes"]
    found = case_key(neglect, pair, *columns, agency="Oak Trust")
    header, *lines = opened("../police.age", pair[0])
    assert header == ["Audit reference", "Surname, first name", "NHS No", "Notes"]
    drawn = units()
    expected = [[ref, *child(int(drawn[ref][1:]))[1:3]] for ref in ("C-01", "C-02")]
    assert [row[:3] for row in lines] == expected
    assert [row[3] for row in lines] == [f"'=Quibble({int(drawn[ref][1:])})" for ref in ("C-01", "C-02")]
    assert found["cases"] == ["C-01", "C-02"]
    assert found["lines"] == 2
    assert set(found["personal"]) == {"Surname, first name", "NHS No"}


def test_everybody_is_told_what_is_in_it_and_what_tells_who_a_child_is(neglect, pair):
    args = ["--agency", "police", "--to", pair[1], "--columns", "NHS No,Phone", "-o", "../p.age"]
    said = call("case-key", "neglect", neglect, *args)
    assert said.stdout == "In it: C-01, C-02, C-03, C-04, C-05, C-06.\n"
    assert "'NHS No' tells who a child is: it holds an NHS number." in said.stderr
    assert "6 cases of 'neglect' in 6 lines" in said.stderr
    assert "Excel changes numbers such as those of 'Phone'" in said.stderr
    assert "'audit round close neglect' will ask Kingsbridge Police to destroy its copy." in said.stderr


@pytest.mark.usefixtures("ws")
def test_the_rows_are_those_that_the_case_was_drawn_by_and_the_same_row_stands_once(tmp_path, pair):
    rows = [["child", "worker", "ended"]]
    rows += [[f"K{n}", "Ann", ""] for n in range(9)] + [[f"K{n}", "Ann", ""] for n in range(9)]
    rows += [[f"K{n}", "Bea", ""] for n in range(9)] + [[f"K{n}", "Cy", "2026-01-01"] for n in range(9)]
    register = rows_written(tmp_path / "events.csv", rows)
    frame = ["--unit", "child", "--distinct", "--where", "ended is blank"]
    call("sample", "draw", register, *frame, "--size", "3", "--seed", "7")
    call("round", "open", "local/audit", "--name", "neglect", "--due", "2026-12-01", "--sample", "S-001")
    found = case_key(register, pair, "--columns", "worker", "--columns", "child,worker")
    _, *lines = opened("../police.age", pair[0])
    assert lines == [[ref, worker, unit] for ref, unit in units().items() for worker in ("Ann", "Bea")]
    assert (found["cases"], found["lines"], found["columns"]) == ([*units()], 6, ["worker", "child"])


@pytest.mark.usefixtures("ws")
def test_ids_of_several_columns_are_found_in_the_very_sheet_that_was_drawn_from(tmp_path, pair):
    import openpyxl

    book = openpyxl.Workbook()
    for name, mark in (("Last year", "old"), ("This year", "new")):
        sheet = book.create_sheet(name)
        sheet.append(["child", "episode", "mark"])
        for n in range(8):
            sheet.append([f"K{n // 2}", f"E{n % 2}", f"{mark}{n}"])
    book.remove(book.worksheets[0])
    register = tmp_path / "years.xlsx"
    book.save(register)
    named = f"{register}#This year"
    call("sample", "draw", named, "--unit", "child", "--unit", "episode", "--size", "3", "--seed", "7")
    call("round", "open", "local/audit", "--name", "neglect", "--due", "2026-12-01", "--sample", "S-001")
    case_key(register, pair, "--columns", "mark")  # the sheet is known from the certificate
    found = dict(opened("../police.age", pair[0])[1:])
    assert found == {ref: f"new{2 * int(unit[1]) + int(unit[4])}" for ref, unit in units().items()}
    other = ["--agency", "police", "--to", pair[1], "--columns", "mark", "-o", "../o.age"]
    said = refused("case-key", "neglect", f"{register}#Last year", *other)
    assert said == "S-001 was drawn from the sheet 'This year', not from 'Last year'."


def test_a_case_that_was_replaced_is_out_and_the_one_in_its_place_is_in(neglect, pair):
    case_key(neglect, pair, "--columns", "NHS No")
    call("sample", "replace", "S-001", "C-03", "--reason", "closed before the period")
    found = case_key(neglect, pair, "--columns", "NHS No", output="../again.age")
    assert found["cases"] == ["C-01", "C-02", "C-04", "C-05", "C-06", "C-07"]
    lines = dict(opened("../again.age", pair[0])[1:])
    assert units()["C-03"].removeprefix("K") not in {cell[-3:] for cell in lines.values()}
    assert len(logged(Path())) == 2


# --- who can open it --------------------------------------------------------------------------------


def test_several_keys_in_a_file_open_it_and_another_does_not(neglect, pair):
    second = pyrage.x25519.Identity.generate()
    keys = write("../keys.txt", f"# the trust's two readers\n{pair[1]}\n\n  {second.to_public()}  \n")
    args = ["--agency", "oak", "--columns", "NHS No", "--to", keys, "-o", "../oak.age"]
    call("case-key", "neglect", neglect, *args)
    assert opened("../oak.age", pair[0]) == opened("../oak.age", second)
    with pytest.raises(pyrage.DecryptError):
        opened("../oak.age", pyrage.x25519.Identity.generate())
    assert logged(Path())[0].content["to"] == f"{pair[1]}, {second.to_public()}"


def test_a_passphrase_of_the_environment_opens_it_and_stands_nowhere(neglect, ws):
    args = ["--agency", "oak", "--columns", "NHS No", "-o", "../oak.age"]
    said = call("case-key", "neglect", neglect, *args, AUDIT_PASSPHRASE=PASSPHRASE)
    assert PASSPHRASE not in said.output
    assert "Tell them the passphrase another way than the file goes" in said.stderr
    locked = Path("../oak.age").read_bytes()
    with pytest.raises(pyrage.DecryptError):
        pyrage.passphrase.decrypt(locked, PASSPHRASE + "!")
    content = pyrage.passphrase.decrypt(locked, PASSPHRASE).decode("utf-8-sig")
    assert content.splitlines()[0] == "Audit reference,NHS No"
    assert len(content.splitlines()) == 3
    assert logged(ws)[0].content["to"] == "passphrase"
    assert not everywhere(ws, [PASSPHRASE])


@pytest.mark.parametrize("weak", ["short", "elevenchars", "a  b  c  d  e", "abcdabcdabcd"])
def test_a_weak_passphrase_is_refused_and_nothing_is_written(neglect, ws, weak):
    args = ["--agency", "oak", "--columns", "NHS No", "-o", "../oak.age"]
    said = call("case-key", "neglect", neglect, *args, AUDIT_PASSPHRASE=weak, code=1)
    assert "AUDIT_PASSPHRASE: The passphrase is too weak: it needs at least 12 characters" in said.stderr
    assert weak not in said.stderr
    assert not Path("../oak.age").exists()
    assert not logged(ws)


def test_without_a_terminal_a_key_or_a_variable_it_says_what_would_do(neglect):
    said = refused("case-key", "neglect", neglect, "--agency", "oak", "--columns", "Team", "-o", "../o.age")
    assert said.startswith("There is no terminal to ask for a passphrase at; give the agency's public key")


def test_a_secret_key_is_refused_and_never_repeated(neglect, pair):
    secret = str(pair[0])
    kept = write("../id.txt", f"# public key: {pair[1]}\n{secret}\n")
    for word in (secret, secret.lower(), kept):
        args = ["--agency", "oak", "--columns", "Team", "--to", word, "-o", "../o.age"]
        said = refused("case-key", "neglect", neglect, *args)
        assert "This is a secret key, which nobody but its owner may have" in said
        assert secret[20:40].lower() not in said.lower()


def test_what_is_no_key_is_refused_without_repeating_another_files_lines(neglect, pair, tmp_path):
    args = ["--agency", "oak", "--columns", "Team", "-o", "../o.age", "--to"]
    said = refused("case-key", "neglect", neglect, *args, pair[1] + "x")
    assert said.startswith(f"{pair[1][:12]}… is no public key of age; copy the whole of it")
    said = refused("case-key", "neglect", neglect, *args, neglect)
    assert "line 2: This is no public key of age" in said
    assert "Zarquon" not in said
    assert len(said.splitlines()) == 12
    assert "it cannot be read (No such file or directory); name a public key" in refused(
        "case-key", "neglect", neglect, *args, "nhs.pub"
    )
    empty = write(tmp_path / "empty.txt", "# nothing\n")
    assert "there is no public key in it" in refused("case-key", "neglect", neglect, *args, empty)
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\xff\xfe")
    assert "it is no text with public keys." in refused("case-key", "neglect", neglect, *args, picture)
    large = write(tmp_path / "large.txt", "#" * 100_001)
    assert "too large to be a file of public keys" in refused("case-key", "neglect", neglect, *args, large)
    assert not Path("../o.age").exists()


# --- where it is, and where it is not -----------------------------------------------------------------


def everywhere(folder, texts):
    """The files of a folder in whose bytes one of some texts stands."""
    files = [path for path in Path(folder).rglob("*") if path.is_file()]
    assert any(path.name == "audit.db" for path in files)
    return [path for path in files if any(text.encode() in path.read_bytes() for text in texts)]


def test_nothing_that_was_looked_up_stands_in_the_workspace_and_the_log_says_the_rest(neglect, ws, pair):
    case_key(neglect, pair, "--columns", "NHS No,Phone", "--by", "Ada Moss", *DAY)
    _, *lines = opened("../police.age", pair[0])
    values = [cell for _, *cells in lines for cell in cells]
    assert len(values) == 12
    assert everywhere(ws, ["neglect"])  # what is kept is found by such a search
    assert not everywhere(ws, values)
    (act,) = logged(ws)
    assert (act.act, act.by, act.at[:10]) == ("case-key", "Ada Moss", "2026-11-03")
    certificate = json.loads(Path("samples/S-001/certificate.json").read_text(encoding="utf-8"))
    assert act.content == {
        "agency": "police",
        "file": "police.age",
        "columns": ["NHS No", "Phone"],
        "cases": 6,
        "sha256": certificate["source"]["sha256"],
        "to": pair[1],
    }
    assert not [*ws.glob(".scratch*")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_file_is_its_owners_alone_and_nothing_else_is_left_beside_it(neglect, pair, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    case_key(neglect, pair, "--columns", "NHS No", output=folder / "police.age")
    (only,) = folder.iterdir()
    assert only.name == "police.age"
    assert only.stat().st_mode & 0o777 == 0o600
    assert only.stat().st_nlink == 1


def test_a_file_that_is_there_is_left_as_it_is(neglect, ws, pair):
    write("../police.age", "mine")
    args = ["--agency", "police", "--columns", "Team", "--to", pair[1], "-o", "../police.age"]
    assert "is there already, and is left as it is" in refused("case-key", "neglect", neglect, *args)
    assert Path("../police.age").read_text() == "mine"
    assert not logged(ws)


@pytest.mark.usefixtures("ws")
def test_names_that_cannot_be_written_are_refused_before_anything_is_read(pair):
    args = ["--agency", "police", "--columns", "Team", "--to", pair[1], "-o"]
    call("sample", "draw", rows_written("r.csv", [["id"], ["a"], ["b"]]), "--size", "1", "--seed", "1")
    call("round", "open", "local/audit", "--name", "neglect", "--due", "2026-12-01", "--sample", "S-001")
    said = refused("case-key", "neglect", "not-there.csv", *args, "police.csv", code=2)
    assert "give it a name that ends in .age." in said
    assert "There is no folder nowhere" in refused(
        "case-key", "neglect", "not-there.csv", *args, "nowhere/police.age"
    )
    assert "there is no such file" in refused("case-key", "neglect", "not-there.csv", *args, "police.age")


# --- what is refused ----------------------------------------------------------------------------------


def test_another_register_is_refused_with_both_dates(neglect, ws, pair):
    with neglect.open("a", encoding="utf-8") as file:
        file.write("K999,Late,,,,A\n")
    os.utime(neglect, (1_779_970_000, 1_779_970_000))  # 28 May 2026 about noon
    args = ["--agency", "police", "--columns", "Team", "--to", pair[1], "-o", "../p.age"]
    said = refused("case-key", "neglect", neglect, *args)
    assert (
        "is not the register that S-001 was drawn from: that was register.csv, sealed on 3 November 2026"
        in said
    )
    assert "this file was last changed on 28 May 2026 at" in said
    assert not Path("../p.age").exists()
    assert not logged(ws)


def test_an_unknown_column_is_refused_with_the_nearest(neglect, ws, pair):
    args = ["--agency", "police", "--to", pair[1], "-o", "../p.age", "--columns"]
    assert refused("case-key", "neglect", neglect, *args, "Team,NHS Number") == (
        "register.csv has no column 'NHS Number'; did you mean 'NHS No'?"
    )
    assert "No column is named" in refused("case-key", "neglect", neglect, *args, " , ")
    assert not logged(ws)


def test_an_agency_that_reads_no_case_gets_none(neglect, pair):
    args = ["--columns", "Team", "--to", pair[1], "-o", "../p.age", "--agency"]
    said = refused("case-key", "neglect", neglect, *args, "elm")
    assert said.startswith("Elm School reads no case of 'neglect'; 'audit round status neglect' shows")
    assert "did you mean 'police'?" in refused("case-key", "neglect", neglect, *args, "polise")
    call("round", "change", "neglect", "--drop", "oak", "--as", "left", "--reason", "closed")
    assert refused("case-key", "neglect", neglect, *args, "oak").startswith("Oak Trust reads no case of")


@pytest.mark.usefixtures("ws")
def test_where_cases_are_allotted_an_agency_gets_those_of_its_auditors_while_it_is_in_the_round(
    register, pair
):
    call("sample", "draw", register, "--unit", "id", "--size", "6", "--seed", "42")
    auditors = rows_written("auditors.csv", [["name", "agency"], ["Ann", "police"], ["Bea", "oak"]])
    opened_ = ["--name", "neglect", "--due", "2026-12-01", "--sample", "S-001", "--auditors", auditors]
    said = call("round", "open", "local/audit", *opened_).stdout
    anns = [line.split()[0] for line in said.splitlines() if line.split()[1:] == ["Ann"]]
    assert len(anns) == 3
    assert case_key(register, pair, "--columns", "NHS No")["cases"] == anns
    call("round", "change", "neglect", "--drop", "police", "--as", "left", "--reason", "merged")
    args = ["--agency", "police", "--columns", "Team", "--to", pair[1], "-o", "../p.age"]
    assert refused("case-key", "neglect", register, *args).startswith("Kingsbridge Police reads no case of")


def test_a_sample_thrown_away_and_a_round_that_is_closed_are_looked_up_no_more(neglect, pair):
    args = ["--agency", "police", "--columns", "Team", "--to", pair[1], "-o", "../p.age"]
    call("round", "close", "neglect", *DAY)
    assert refused("case-key", "neglect", neglect, *args).startswith(
        "The round 'neglect' was closed on 3 November 2026;"
    )
    call("sample", "discard", "S-001", "--reason", "the wrong cohort")
    assert "S-001 was thrown away (the wrong cohort)" in refused("case-key", "neglect", neglect, *args)


@pytest.mark.usefixtures("ws")
def test_a_round_without_a_sample_has_no_register(register, pair):
    args = ["--agency", "police", "--columns", "Team", "--to", pair[1], "-o", "../p.age"]
    write("templates/local/seen.yaml", TEMPLATE.replace("subject: case", "subject: observation"))
    call("round", "open", "local/seen", "--name", "seen", "--due", "2026-12-01")
    said = refused("case-key", "seen", register, *args)
    assert said == "The observations of 'seen' were not drawn, so there is no register to look them up in."
    call("round", "open", "local/ours", "--name", "s11", "--due", "2026-12-01")
    assert refused("case-key", "s11", register, *args) == (
        "The round 's11' is about agencies, not about cases."
    )
