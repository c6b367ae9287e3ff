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

from audit.sampling.ledger import new_act
from audit.store.cases import CaseBook
from audit.store.ledger import Ledger
from audit.store.purgeable import purgeable
from audit.store.purging import ids_in, purge
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
    said = call("purge", "--before", LIMIT, *DAY).stderr
    assert "S-001: the ids of 10 cases and of 8 reserves, all tickets" in said
    assert "samples/S-001/frame.csv" in said
    assert said.endswith("To do it, add --yes.\nNothing was purged.\n")
    assert before == {path: path.read_bytes() for path in Path("samples").rglob("*") if path.is_file()}
    assert unit_of("C-01") in UNITS


def test_how_long_ids_are_kept_stands_in_the_settings():
    assert "says nothing of retention" in refused("purge", *DAY)
    settings = Path("audit.toml").read_text()
    write("audit.toml", f'{settings}retention = "for ever"\n')
    assert "'for ever', which is no time" in refused("purge", *DAY)
    write("audit.toml", f'{settings}retention = "54 months"\n')
    assert "Last used before 23 May 2022" not in call("purge", *DAY).stderr  # closed on 1 June
    write("audit.toml", f'{settings}retention = "4 years"\n')
    assert "Last used before 23 November 2022" in call("purge", *DAY).stderr
    assert "lies ahead" in refused("purge", "--before", "2027-01-01", *DAY)


def test_what_is_read_by_an_open_round_or_was_used_since_is_kept():
    assert as_json("purge", "--before", "2022-06-01", "--yes", *DAY)["samples"] == []
    said = call("purge", "--before", CLOSED, *DAY).stderr
    assert "Kept: S-001: 'neglect' reads its cases, and was closed on 1 June 2022." in said
    call("round", "close", "neglect", "--reopen", *DAY)
    assert "'neglect' reads its cases and is open" in call("purge", "--before", LIMIT, *DAY).stderr


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


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("AB-123 and ab-123, not AB-1234 or XAB-123", "[id] and [id], not AB-1234 or XAB-123"),
        ("In 2025 nobody.", "In 2025 nobody."),
        ("AB-123|7 read", "[id] read"),
    ],
)
def test_ids_in_texts_are_found_as_whole_words_and_where_they_are_long_enough(text, after):
    ids = ids_in(["AB-123", "2025", "AB-123|7"], [])
    assert ids.sub("[id]", text) == after
    assert ids_in(["2025"], []) is None
