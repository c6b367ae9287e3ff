"""audit purge: ids, tickets and reserves go from every byte of a workspace; figures and references stay."""

import json
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from test_case_status import AGENCIES, HEALTH, POLICE, STANDARDS, TEMPLATE
from test_cli_setup import as_json, call, refused, write
from workspaces import begin

from audit.errors import StoreError
from audit.sampling.ledger import new_act
from audit.store.cases import CaseBook
from audit.store.ledger import Ledger
from audit.store.purgeable import purgeable
from audit.store.purging import purge
from audit.store.rows import Stamp
from audit.store.signing import signatures
from audit.store.store import Store

UNITS = [f"CHI-{70000 + 37 * n}" for n in range(40)]
DRAWN, CLOSED, LIMIT, LATER = "2022-03-01", "2022-06-01", "2023-01-01", "2024-03-01"
NOW = "2026-11-23"
DAY = ("--today", NOW)
STAMP = Stamp("2026-11-23T10:00:00+00:00", "Ann")
ID = re.compile(r"CHI-7\d{4}\b", re.IGNORECASE)
FIGURES = (
    ("results", "neglect"),
    ("agreement", "neglect"),
    ("round", "status", "neglect"),
    ("round", "list"),
    ("concern", "list"),
    ("moderate", "neglect"),
    ("sample", "show", "S-001", "--public"),
)


def build():
    """A round over a sample, read twice by auditors, with a case replaced and ids typed where none belong."""
    call("init", ".", "--name", "Kingsbridge SCP")
    write("standards/local/c.yaml", STANDARDS)
    write("templates/local/case.yaml", TEMPLATE.format(about="case"))
    for name, kind in AGENCIES:
        call("agency", "add", name, "--kind", kind, "--today", DRAWN)
    rows = "".join(f"{unit},{'ABC'[n % 3]},W{n % 5}\n" for n, unit in enumerate(UNITS))
    write("r.csv", f"id,team,worker\n{rows}")
    draw = ["--unit", "id", "--by", "team", "--size", "9", "--seed", "77", "--carry", "worker"]
    call("sample", "draw", "r.csv", *draw, "--sub", "deep=3", "--today", DRAWN)
    Path("r.csv").unlink()
    write(
        "auditors.csv",
        f"name,agency,team,worker\nAnn,{POLICE},A,W1\nBob,{HEALTH},B,W2\nCy,{POLICE},,W3\nDee,{HEALTH},,W4\n",
    )
    over = ["--sample", "S-001", "--auditors", "auditors.csv", "--double", "3"]
    call("round", "open", "local/case", "--name", "neglect", "--due", "2022-05-01", *over, "--today", DRAWN)
    call("sample", "replace", "S-001", "C-03", "--reason", f"Closed before {UNITS[0]}", "--today", DRAWN)
    for number, one in enumerate(as_json("round", "status", "neglect", "--today", DRAWN)["readings"]):
        unit = unit_of(one["case"])
        grade = ("good", "inadequate", "outstanding")[number % 3]
        write("a.yaml", f"V1: {{value: {grade}, comment: Seen with {unit.lower()} in May.}}\nV2: good\n")
        who = ["--about", one["case"], "--agency", one["code"], "--reading", one["reading"]]
        by = ["--by", one["auditor"], "--today", CLOSED]
        call("ask", "neglect", *who, "--answers", "a.yaml", *by)
        if number < 2:
            call("sign", "neglect", *who, "--name", "B", "--role", "Lead", "--today", CLOSED)
    Path("a.yaml").unlink()
    call("round", "close", "neglect", "--today", CLOSED)


def build_again():
    """The same, and two later rounds that read some of its cases again: of a bigger sample, of another."""
    build()
    rows = "".join(f"{unit},{'ABC'[n % 3]},W{n % 5}\n" for n, unit in enumerate(UNITS))
    write("r.csv", f"id,team,worker\n{rows}")
    own = ["--unit", "id", "--by", "team", "--carry", "worker", "--sub", "deep=3"]
    bigger = ["--size", "12", "--extends", "S-001", "--reserves", "9"]
    call("sample", "draw", "r.csv", *own, *bigger, "--today", LATER)
    call("sample", "draw", "r.csv", "--unit", "id", "--size", "25", "--seed", "5", "--today", LATER)
    for name, sample in (("again", "S-002"), ("apart", "S-003")):
        over = ["--sample", sample, "--today", LATER]
        call("round", "open", "local/case", "--name", name, "--due", "2024-05-01", *over)
        for number, one in enumerate(as_json("round", "status", name, "--today", LATER)["readings"]):
            write("a.yaml", f"V1: {('good', 'outstanding')[number % 2]}\nV2: good\n")
            who = ["--about", one["case"], "--agency", one["code"], "--by", "Ann", "--today", LATER]
            call("ask", name, *who, "--answers", "a.yaml")
        call("round", "close", name, "--today", LATER)
    Path("r.csv").unlink()


def unit_of(ref):
    with closing(Store("sqlite:///audit.db")) as store:
        return next(
            case["unit"]
            for sample in Ledger(store).samples().values()
            for case in [*sample["drawn"], *sample["reserves"]]
            if case.get("reference", replaced(store)) == ref
        )


def replaced(store):
    """The reference that the case in another's place was given."""
    return next((act.content["by_reference"] for act in Ledger(store).acts() if act.act == "replace"), "")


@pytest.fixture(autouse=True)
def ws(tmp_path, monkeypatch):
    begin(tmp_path / "ws", build)
    monkeypatch.chdir(tmp_path / "ws")
    return tmp_path / "ws"


def figures():
    """What the workspace says of its rounds, all of it, with [id] for ids that were typed."""
    return {command: ID.sub("[id]", call(*command, "--json", *DAY).stdout) for command in FIGURES}


def traces(folder="."):
    """Which files hold the number of any id of the register, in any case."""
    numbers = re.compile(rb"(?i)chi-(" + b"|".join(unit[4:].encode() for unit in UNITS) + rb")\b")
    return sorted(
        str(path.relative_to(folder))
        for path in Path(folder).rglob("*")
        if path.is_file() and numbers.search(path.read_bytes())
    )


def test_no_byte_tells_an_id_afterwards_and_every_figure_is_as_it_was():
    before = figures()
    tickets = set(re.findall(r'"ticket": "(\w+)"', Path("samples/S-001/certificate.json").read_text()))
    assert len(tickets) > 9
    assert len(traces()) >= 3
    done = as_json("purge", "--before", LIMIT, "--yes", *DAY)
    assert (done["samples"], done["cases"], done["signatures"]) == (["S-001"], 10, 2)
    assert done["texts"] >= 12
    assert traces() == []
    everything = b"".join(path.read_bytes() for path in Path().rglob("*") if path.is_file())
    assert not [ticket for ticket in tickets if ticket.encode() in everything]
    assert figures() == before
    assert (
        "Seen with [id] in May."
        in call("export", "neglect", "-o", "all.csv", *DAY).stdout + Path("all.csv").read_text()
    )
    assert sorted(path.name for path in Path("samples/S-001").iterdir()) == ["certificate.json"]


def test_what_was_kept_is_sound_and_what_is_changed_after_it_is_not():
    call("purge", "--before", LIMIT, "--yes", *DAY)
    said = call("sample", "verify", "S-001", *DAY)
    assert "is the same" in said.stdout
    Path("samples").chmod(0o700)
    assert as_json("doctor", *DAY)["whole"]
    assert "changed" not in call("results", "neglect", *DAY).output
    with closing(Store("sqlite:///audit.db")) as store:
        assert [one.sound for one in signatures(store, "neglect")] == [True, True]
    with closing(sqlite3.connect("audit.db")) as database, database:
        database.execute("UPDATE answer SET block = replace(block, 'Seen', 'Not seen')")
    with closing(Store("sqlite:///audit.db")) as store:
        assert [one.sound for one in signatures(store, "neglect")] == [False, False]


def test_a_certificate_that_somebody_kept_is_still_known(tmp_path):
    shutil.copy("samples/S-001/certificate.json", tmp_path / "kept.json")
    call("purge", "--before", LIMIT, "--yes", *DAY)
    said = call("sample", "verify", tmp_path / "kept.json", *DAY)
    assert "Its ids were purged from this workspace on 23 November 2026" in said.stderr
    kept = json.loads((tmp_path / "kept.json").read_text())
    kept["drawn"][0]["unit"] = "CHI-1"
    write(tmp_path / "kept.json", json.dumps(kept))
    assert "differs" in call("sample", "verify", tmp_path / "kept.json", *DAY, code=1).stdout


def test_ids_that_were_taken_out_by_no_purge_are_told():
    with closing(Store("sqlite:///audit.db")) as store:
        found = purgeable(store, date(2023, 1, 1))
        purge(store, found, date(2023, 1, 1), STAMP)
    with closing(sqlite3.connect("audit.db")) as database, database:
        database.execute("DELETE FROM ledger WHERE act = 'purge'")
    shutil.rmtree("samples")
    assert "no act of the ledger says" in call("sample", "verify", "S-001", *DAY, code=1).stdout


def test_first_it_is_shown_and_nothing_goes_without_a_yes():
    before = {path: path.read_bytes() for path in Path("samples").rglob("*") if path.is_file()}
    told = call("purge", "--before", LIMIT, *DAY)
    said = told.stdout
    assert "S-001: the ids of 10 cases and of 8 reserves, all tickets" in said
    assert "samples/S-001/frame.csv" in said
    assert "these ids in " in said
    assert "where people typed them, under 2 signatures" in said
    assert told.stderr.endswith("To do it, add --yes.\nNothing was purged.\n")
    assert before == {path: path.read_bytes() for path in Path("samples").rglob("*") if path.is_file()}
    assert unit_of("C-01") in UNITS


def test_how_long_ids_are_kept_stands_in_the_settings():
    assert "says nothing of retention" in refused("purge", *DAY)
    settings = Path("audit.toml").read_text()
    write("audit.toml", f'{settings}retention = "for ever"\n')
    assert "'for ever', which is no time" in refused("purge", *DAY)
    write("audit.toml", f'{settings}retention = "0 years"\n')
    assert "'0 years', which is no time" in refused("purge", *DAY)
    write("audit.toml", f'{settings}retention = "54 months"\n')
    assert "Last used before 23 May 2022" not in call("purge", *DAY).stdout  # closed on 1 June
    write("audit.toml", f'{settings}retention = "4 years"\n')
    assert "Last used before 23 November 2022" in call("purge", *DAY).stdout
    assert "lies ahead" in refused("purge", "--before", "2027-01-01", *DAY)


def test_what_is_read_by_an_open_round_or_was_used_since_is_kept():
    assert as_json("purge", "--before", "2022-06-01", "--yes", *DAY)["samples"] == []
    said = call("purge", "--before", CLOSED, *DAY).stdout
    assert "Kept: S-001: 'neglect' reads its cases, and was closed on 1 June 2022." in said
    call("round", "close", "neglect", "--reopen", *DAY)
    assert "'neglect' reads its cases and is open" in call("purge", "--before", LIMIT, *DAY).stdout


def test_a_purge_that_was_killed_after_the_store_goes_on_with_the_files():
    with closing(Store("sqlite:///audit.db")) as store:
        purge(store, purgeable(store, date(2023, 1, 1)), date(2023, 1, 1), STAMP)
    shutil.copytree("samples/S-001", "samples/S-002.unfinished-1")
    assert traces()
    done = as_json("purge", "--before", LIMIT, "--yes", *DAY)
    assert done["samples"] == []
    assert traces() == []
    assert as_json("purge", "--before", LIMIT, "--yes", *DAY)["files"] == []


def test_what_needs_ids_says_that_they_were_purged():
    call("purge", "--before", LIMIT, "--yes", *DAY)
    rows = "".join(f"{unit},{'ABC'[n % 3]},W{n % 5}\n" for n, unit in enumerate(UNITS))
    write("r.csv", f"id,team,worker\n{rows}")
    draw = ["sample", "draw", "r.csv", "--unit", "id", "--size", "4", "--seed", "5", *DAY]
    assert "S-001: drawn or changed since 1 January 2022, but the ids" in refused(
        *draw, "--not-since", "2022-01-01"
    )
    assert "S-002" in call(*draw, "--not-since", "2023-01-01").stdout
    more = ["--by", "team", "--size", "12", "--extends", "S-001", "--unit", "id", "--carry", "worker", *DAY]
    assert "S-001 were purged" in refused("sample", "draw", "r.csv", *more)
    assert "were purged on 23 November 2026" in refused(
        "sample", "replace", "S-001", "C-01", "--reason", "x", *DAY
    )
    assert "were purged on 23 November 2026" in call("sample", "show", "S-001", *DAY).stdout
    call("sample", "show", "S-001", "-o", "list.xlsx", *DAY)
    listed = [cell for row in openpyxl.load_workbook("list.xlsx")["Cases"].values for cell in row]
    assert "The ids were purged on 23 November 2026" in "".join(
        str(cell).partition(":")[0] for cell in listed
    )
    assert "S-001/C-01" in listed
    told = as_json("log", *DAY)
    assert [one["after"] for one in told if (one["act"], one["part"]) == ("ids purged", "samples")] == [
        "S-001"
    ]


def compared():
    """What is said of every two rounds, and of pooling them, or why not."""
    pairs = [("neglect", "again"), ("neglect", "apart"), ("again", "apart")]
    ways = (["compare"], ["results", "--pool"])
    return [call(*way, *pair, *DAY, code=None).output for pair in pairs for way in ways]


def test_cases_that_were_read_again_are_known_for_the_same_when_one_sample_was_purged(tmp_path, monkeypatch):
    begin(tmp_path / "more", build_again)
    monkeypatch.chdir(tmp_path / "more")
    before, one_by_one = compared(), as_json("compare", "neglect", "again", *DAY)
    assert "Only in again" in before[0]
    assert "cases stand in both rounds" in before[2]
    for day, gone in (("2023-01-01", ["S-001"]), ("2025-01-01", ["S-002", "S-003"])):
        assert as_json("purge", "--before", day, "--yes", *DAY)["samples"] == gone
        assert compared() == before
        assert as_json("compare", "neglect", "again", *DAY) == one_by_one
    assert traces() == []


def test_no_round_is_opened_over_a_sample_whose_ids_are_gone():
    call("purge", "--before", LIMIT, "--yes", *DAY)
    again = ["--name", "more", "--due", "2026-12-31", "--sample", "S-001", *DAY]
    assert "The ids of S-001 were purged" in refused("round", "open", "local/case", *again)


def test_acts_of_older_programs_that_name_ids_lose_them_and_the_chain_stands():
    """Until version 8 of the tables an act of replacing held both ids."""
    with closing(sqlite3.connect("audit.db")) as database, database:
        seq, at, by, content, previous = database.execute(
            "SELECT seq, at, by, content, previous FROM ledger WHERE act = 'replace'"
        ).fetchone()
        old = json.loads(content)
        old |= {"unit": unit_of("C-03"), "by_unit": unit_of(old["by_reference"])}
        del old["reserve"]
        act = new_act("replace", at, by, old, previous, sample="S-001")
        change = "UPDATE ledger SET content = ?, digest = ? WHERE seq = ?"
        database.execute(change, (json.dumps(old), act.digest, seq))
    before = figures()
    assert "is the same" in call("sample", "verify", "S-001", *DAY).stdout
    call("purge", "--before", LIMIT, "--yes", *DAY)
    assert traces() == []
    assert figures() == before
    assert "is the same" in call("sample", "verify", "S-001", *DAY).stdout
    Path("samples").chmod(0o700)
    assert as_json("doctor", *DAY)["whole"]


def test_keys_of_cases_that_were_not_drawn_go_too():
    write("templates/local/reply.yaml", TEMPLATE.format(about="reply"))
    call("round", "open", "local/reply", "--name", "by-hand", "--due", "2022-05-01", "--today", DRAWN)
    with closing(Store("sqlite:///audit.db")) as store:
        CaseBook(store).add_subjects("by-hand", [("LIQ-4711", "")], STAMP)
    assert as_json("purge", "--before", LIMIT, "--yes", *DAY)["keys"] == 0  # it is open
    call("round", "close", "by-hand", "--today", "2022-07-01")
    before = as_json("results", "by-hand", *DAY)
    assert as_json("purge", "--before", LIMIT, "--yes", *DAY)["keys"] == 1
    assert b"LIQ-4711" not in Path("audit.db").read_bytes()
    assert as_json("results", "by-hand", *DAY) == before


def test_a_server_is_purged_by_its_owner(pg_url):
    call("store", "copy", ".", pg_url)
    before = as_json("results", "neglect", *DAY)
    Path("audit.db").replace("../old.db")
    where = ["--store", pg_url, *DAY]
    assert as_json("purge", "--before", LIMIT, "--yes", *where)["cases"] == 10
    assert as_json("results", "neglect", *where) == before
    with closing(Store(pg_url)) as store, store.reading() as connection:
        found = [
            str(row)
            for (name,) in connection.exec_driver_sql(
                "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
            ).all()
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')
        ]
    assert not [row for row in found if any(unit.casefold() in row.casefold() for unit in UNITS)]


# --- what people typed -------------------------------------------------------------------------------------

# Every text that somebody types, beginning as JSON does.
BRACKETS = ("[{0}] seen", "{{{0}", "[", "{{", '{{"a": "{0}"}}', "[2022-05-01] about {0}")


@pytest.mark.parametrize("text", BRACKETS)
def test_a_text_that_begins_like_json_is_a_text_and_its_ids_go(text):
    unit = unit_of("C-01")
    typed_in = text.format(unit)
    with closing(Store("sqlite:///audit.db")) as store:
        CaseBook(store).raise_concern("neglect", "C-02", "V1", typed_in, STAMP)
    call("concern", "update", "C-02", "--told", typed_in, "--outcome", typed_in, *DAY)
    with closing(sqlite3.connect("audit.db")) as database, database:
        for table, column in (("subject", "reason"), ("expected", "reason"), ("response_act", "reason")):
            database.execute(f"UPDATE {table} SET {column} = ?", (typed_in,))
    found = as_json("find", "--case", unit, *DAY)
    assert {one["what"] for one in found["places"]} >= {"typed in a concern"} or unit not in typed_in
    for _ in range(2):  # a purge leaves [id] at the beginning, which is a text too
        call("purge", "--before", LIMIT, "--yes", *DAY)
        assert as_json("find", "--case", unit, *DAY)["places"] == []
    assert traces() == []
    with closing(sqlite3.connect("audit.db")) as database:
        kept = database.execute("SELECT text, told, outcome FROM concern_act").fetchone()
    assert kept[1:] == (text.format("[id]"),) * 2
    Path("samples").chmod(0o700)
    assert as_json("doctor", *DAY)["whole"]


def test_ids_that_were_written_otherwise_go_too():
    unit = unit_of("C-01")
    number = unit.removeprefix("CHI-")
    spellings = (f"chi{number}", f"CHI {number}", f"CHI_{number}", f"Chi\N{NON-BREAKING HYPHEN}{number}")
    with closing(Store("sqlite:///audit.db")) as store:
        for one in spellings:
            CaseBook(store).raise_concern("neglect", "C-02", "V1", f"About {one}.", STAMP)
    found = as_json("find", "--case", f"chi {number}", *DAY)
    assert [one["reference"] for one in found["places"] if one["what"] == "drawn in a sample"] == ["C-01"]
    assert len({one["text"] for one in found["places"] if one["what"] == "typed in a concern"}) == 4
    call("purge", "--before", LIMIT, "--yes", *DAY)
    everything = b"".join(path.read_bytes() for path in Path().rglob("*") if path.is_file())
    assert number.encode() not in everything


def test_an_id_in_who_signed_goes_and_the_signature_stands():
    unit = unit_of("C-01")
    reading = next(
        one for one in as_json("round", "status", "neglect", *DAY)["readings"] if one["progress"] != "signed"
    )
    who = ["--about", reading["case"], "--agency", reading["code"], "--reading", reading["reading"]]
    call("round", "close", "neglect", "--reopen", "--today", CLOSED)
    call("sign", "neglect", *who, "--name", f"For {unit}", "--role", f"[{unit}]", "--today", CLOSED)
    call("round", "close", "neglect", "--today", CLOSED)
    what = {one["what"] for one in as_json("find", "--case", unit, *DAY)["places"]}
    assert {"typed as the name in a signature", "typed as the role in a signature"} <= what
    assert as_json("purge", "--before", LIMIT, *DAY)["signatures"] == 3
    assert as_json("purge", "--before", LIMIT, "--yes", *DAY)["signatures"] == 3
    assert traces() == []
    with closing(Store("sqlite:///audit.db")) as store:
        assert all(one.sound for one in signatures(store, "neglect"))


def test_ids_that_no_command_can_change_are_found_and_told_before_and_after():
    unit = unit_of("C-01")
    named = f"About {unit}"
    write("templates/local/reply.yaml", TEMPLATE.format(about="reply"))
    opening = ["--name", named, "--period", unit, "--due", "2022-05-01", "--by", f"Ann {unit}"]
    call("round", "open", "local/reply", *opening, "--today", DRAWN)
    call("round", "close", named, "--today", CLOSED)
    found = as_json("find", "--case", unit, *DAY)["places"]
    expected = {"as the name in a round", "as the period of a round", "as the name of who wrote a round"}
    assert {f"typed {one}" for one in expected} <= {one["what"] for one in found}
    shown = call("purge", "--before", LIMIT, *DAY).stdout
    done = call("purge", "--before", LIMIT, "--yes", *DAY).stdout
    for said in (shown, done):
        for one in expected:
            assert f"An id stays, since no command changes it: {one} ({named})" in said
    assert [one["what"] for one in as_json("find", "--case", unit, *DAY)["places"]]


def test_other_files_of_the_workspace_are_told_whether_they_hold_ids_or_cannot_be_looked_into():
    unit = unit_of("C-01")
    write("letters/one.txt", f"Dear all, {unit.lower().replace('-', ' ')} was seen.")
    write(f"{unit}.md", "Nothing in it.")
    write("list.csv", "id,team\nCHI-1,A\n")
    book = openpyxl.Workbook()
    book.active.append(["id", f"about {unit}"])
    book.save("again.xlsx")
    for name in ("scan.pdf", "audit.db.bak", "broken.ods"):
        Path(name).write_bytes(b"x")
    head = "Subject: Ours\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    part = "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n"
    write("a.eml", f"{head}{part}{unit.replace('-', '=2D')}\n--b--\n")
    write("b.eml", f"{head}Content-Type: application/octet-stream\n\nx\n--b--\n")
    write("c.eml", f"{head}Content-Type: text/plain; charset=none-such\n\nx\n--b--\n")
    Path("west.txt").write_bytes(f"caf\xe9 {unit}".encode("cp1252"))
    found = as_json("find", "--case", unit, *DAY)
    assert {"letters/one.txt", f"{unit}.md", "again.xlsx", "a.eml", "west.txt"} <= set(found["files"])
    assert "list.csv" not in found["files"]
    assert found["not_looked_into"] == ["audit.db.bak", "b.eml", "broken.ods", "c.eml", "scan.pdf"]
    told = call("find", "--case", unit, *DAY)
    assert "Not looked into: audit.db.bak, b.eml, broken.ods, c.eml and scan.pdf." in told.stderr
    assert "letters/one.txt holds it." in told.stdout
    shown = call("purge", "--before", LIMIT, *DAY).stdout
    named = f"{unit}.md, a.eml, again.xlsx, letters/one.txt and west.txt"
    assert f"Files of the workspace that hold ids too, and are left: {named}; delete them yourself." in shown
    done = call("purge", "--before", LIMIT, "--yes", *DAY).stdout
    assert named in done
    assert "Not looked into, and left: audit.db.bak, b.eml, broken.ods, c.eml and scan.pdf." in done


def test_what_would_go_is_data_too_and_says_that_nothing_went():
    shown = as_json("purge", "--before", LIMIT, *DAY)
    assert (shown["done"], shown["samples"], shown["cases"], shown["signatures"]) == (False, ["S-001"], 10, 2)
    assert "samples/S-001/frame.csv" in shown["files"]
    done = as_json("purge", "--before", LIMIT, "--yes", *DAY)
    different = ("done", "files")
    assert {key: value for key, value in done.items() if key not in different} == {
        key: value for key, value in shown.items() if key not in different
    }
    assert done["done"]
    assert not as_json("purge", "--before", LIMIT, *DAY)["done"]


def test_ids_too_short_to_be_looked_for_are_counted():
    write("r.csv", "id,team\n" + "".join(f"{n},A\n" for n in range(2000, 2040)))
    call(
        "sample",
        "draw",
        "r.csv",
        "--unit",
        "id",
        "--size",
        "3",
        "--reserves",
        "2",
        "--seed",
        "5",
        "--today",
        DRAWN,
    )
    Path("r.csv").unlink()
    for more in ([], ["--yes"]):
        said = call("purge", "--before", LIMIT, *more, *DAY).stdout
        assert "5 ids of fewer than 5 characters are not looked for in texts; look through what" in said


def test_a_register_can_be_held_against_the_fingerprint_of_a_sample_without_ids():
    rows = "".join(f"{unit},{'ABC'[n % 3]},W{n % 5}\n" for n, unit in enumerate(UNITS))
    call("purge", "--before", LIMIT, "--yes", *DAY)
    said = call("sample", "verify", "S-001", write("r.csv", f"id,team,worker\n{rows}"), *DAY)
    assert "S-001 is the same: its digests fit, and so does the register that it names." in said.stdout
    assert "purged on 23 November 2026: a register can be held against its fingerprint" in said.stderr
    other = write("r.csv", f"id,team,worker\n{rows.replace(UNITS[0], 'CHI-1')}")
    said = call("sample", "verify", "S-001", other, *DAY, code=1)
    assert "S-001 differs" in said.stdout
    assert not ID.search(said.output)


def test_a_purge_that_the_disk_had_no_room_to_end_says_so_and_is_ended_by_the_next(monkeypatch):
    def full(_engine):
        raise StoreError("The ids were taken out, but the database could not be written anew")

    with monkeypatch.context() as patch:
        patch.setattr("audit.store.purging.forget", full)
        assert "could not be written anew" in refused("purge", "--before", LIMIT, "--yes", *DAY)
    with closing(sqlite3.connect("audit.db")) as database:
        database.execute("CREATE TABLE filler AS SELECT randomblob(100000) AS x")
        database.execute("DROP TABLE filler")
        assert database.execute("PRAGMA freelist_count").fetchone()[0]
    call("purge", "--before", LIMIT, "--yes", *DAY)
    with closing(sqlite3.connect("audit.db")) as database:
        assert not database.execute("PRAGMA freelist_count").fetchone()[0]


def test_ids_that_are_names_of_other_things_break_nothing():
    """A register of schools has ids that are agencies' codes; others are like grades or names of plans."""
    same = [
        POLICE,
        HEALTH,
        "S-001",
        "neglect",
        "outstanding",
        "inadequate",
        "QA subgroup",
        "plan-a",
        "2022-05",
    ]
    plan = ["--plan", "plan-a", "--owner", "QA subgroup", "--due", "2022-05-31"]
    call("action", "add", "See plan-a and S-001", *plan, "--today", DRAWN)
    call(
        "action",
        "add",
        "Go on",
        "--plan",
        "plan-a",
        "--owner",
        POLICE,
        "--due",
        "2022-05-31",
        "--today",
        DRAWN,
    )
    before, agencies = figures(), as_json("agency", "list")
    owners = [one["owners"] for one in as_json("action", "list", *DAY)]
    write("s.csv", "id\n" + "".join(f"{one}\n" for one in same))
    draw = ["--unit", "id", "--size", str(len(same)), "--seed", "5"]
    call("sample", "draw", "s.csv", *draw, "--today", DRAWN)
    Path("s.csv").unlink()
    assert as_json("purge", "--before", LIMIT, "--yes", *DAY)["samples"] == ["S-001", "S-002"]
    assert figures() == before
    assert as_json("agency", "list") == agencies
    first, second = as_json("action", "list", *DAY)
    assert (first["plan"], first["action"], second["owners"]) == ("plan-a", "See [id] and [id]", owners[1])
    Path("samples").chmod(0o700)
    assert as_json("doctor", *DAY)["whole"]


def test_of_an_id_of_several_columns_the_part_that_tells_children_apart_goes_too():
    rows = "".join(f"{100_000 + n % 4},A{8_000_000 + 13 * n},2019-05-{n % 28 + 1:02}\n" for n in range(40))
    write("r.csv", f"school,pupil,from\n{rows}")
    unit = ["--unit", "school", "--unit", "pupil", "--unit", "from"]
    call("sample", "draw", "r.csv", *unit, "--size", "12", "--seed", "5", "--today", DRAWN)
    Path("r.csv").unlink()
    drawn = json.loads(Path("samples/S-002/certificate.json").read_text())["drawn"][0]["unit"]
    school, pupil, day = drawn.split("|")
    text = f"Pupil {pupil} ({pupil[:4]} {pupil[4:]}) of {school} since {day}: {drawn}"
    call("finding", "add", "--source", "Review", "--theme", "supervision", "--text", text, "--today", DRAWN)
    call("purge", "--before", LIMIT, "--yes", *DAY)
    (found,) = as_json("finding", "list", *DAY)
    assert found["text"] == f"Pupil [id] ([id]) of {school} since {day}: [id]"
    assert as_json("find", "--case", pupil, *DAY)["places"] == []
