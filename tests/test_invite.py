"""audit invite, join and key: what an agency needs to answer on its own computer, and no other's data."""

import json
import shutil
import sqlite3
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from returns_made import answer, joined, partnership, read, remade, save, shown, sign, values
from test_cli_setup import as_json, call, refused, write

from audit.responses.brought import Brought
from audit.responses.response import Answer, Evidence
from audit.responses.returns_sealed import sealed
from audit.store.rows import Stamp
from audit.store.store import Store


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "kings"
    partnership(folder)
    call("agency", "add", "Oak Police", "--code", "oak-police", "--kind", "police", "-w", folder)
    return folder


@pytest.fixture
def host(made, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(made, tmp_path / "kings"))


def invited(host, agency="oak-police"):
    call("invite", "r1", "--agency", agency, "-o", host / "inv", "-w", host)
    return host / "inv" / f"r1-{agency}.json"


def reseal(block):
    return sealed({key: part for key, part in block.items() if key not in {"digests", "digest"}})


# --- invite -----------------------------------------------------------------------------------------


def test_everybody_expected_who_has_not_signed_or_declined_is_invited(host):
    call("agency", "add", "Ash Trust", "--code", "ash-trust", "-w", host)
    call("round", "change", "r1", "--add", "ash-trust", "-w", host)
    call("round", "change", "r1", "--drop", "ash-trust", "--as", "declined", "--reason", "No", "-w", host)
    answer(host)
    sign(host)
    said = call("invite", "r1", "-o", host / "inv", "-w", host).stderr
    assert said.startswith("1 invitation is written to")
    assert [path.name for path in (host / "inv").glob("*.json")] == ["r1-elm-school.json"]
    assert "Oak Police has signed" in refused(
        "invite", "r1", "--agency", "oak-police", "-o", host / "inv", "-w", host
    )


def test_an_invitation_holds_no_other_agencys_data(host):
    answer(host)
    answer(host, "B2: met\nA1: {value: met, comment: Elm alone knows this}\n", "elm-school")
    text = invited(host).read_text(encoding="utf-8")
    assert "Elm" not in text
    assert "elm" not in text
    block = json.loads(text)
    assert set(block["answers"]) == {"A1", "A2", "B1"}
    assert block["round"] == {"name": "r1", "period": "", "due": "2026-11-30"}
    assert block["agency"] == {"code": "oak-police", "name": "Oak Police", "kinds": ["police"], "duties": []}


def test_a_round_that_is_closed_or_signed_by_all_invites_nobody(host):
    call("round", "close", "r1", "-w", host)
    assert "is closed" in refused("invite", "r1", "-o", "inv", "-w", host)
    assert not Path("inv").exists()


# --- join -------------------------------------------------------------------------------------------


def test_joining_makes_a_workspace_with_the_same_round_and_says_what_comes_next(host):
    path = invited(host)
    said = call("join", path).stderr
    assert "Oak Police has joined 'r1' of Kingsbridge SCP" in said
    assert "audit ask r1 --agency oak-police -w r1" in said
    assert "audit send r1 --agency oak-police -w r1 -o return.json" in said
    there, here = (as_json("round", "list", "-w", where)[0] for where in (host, "r1"))
    assert (here["name"], here["title"], here["due"]) == (there["name"], there["title"], there["due"])
    assert here["expected"] == 1
    digests = []
    for where in (host, Path("r1")):
        with sqlite3.connect(where / "audit.db") as connection:
            digests += connection.execute("select digest from round").fetchall()
        connection.close()
    assert digests[0] == digests[1]
    settings = tomllib.loads(Path("r1/audit.toml").read_text(encoding="utf-8"))
    assert settings["name"] == "Kingsbridge SCP"
    assert settings["marking"] == "OFFICIAL-SENSITIVE"
    origin = [one for one in as_json("log", "r1", "-w", "r1") if one["act"] == "joined"]
    assert {one["agency"] for one in origin} == {None}
    assert next(one["after"] for one in origin if one["part"] == "agency").startswith("code: oak-police; ")


def test_a_workspace_that_is_there_is_not_overwritten(host):
    path = invited(host)
    call("join", path, "oak")
    answer(Path("oak"))
    assert "There is a workspace in" in refused("join", path, "oak")
    assert len(values("oak")) == 3


def test_a_second_partnership_joins_the_same_workspace_under_a_name_of_its_own(host, tmp_path):
    call("join", invited(host), "oak")
    answer(Path("oak"))
    north = partnership(tmp_path / "north", name="Northborough SCP")
    second = invited(north)
    said = refused("join", second, "-w", "oak")
    assert "There is a round 'r1' here already, joined from Kingsbridge SCP" in said
    assert "--name r1-2" in said
    call("join", second, "-w", "oak", "--name", "north")
    assert len(values("oak")) == 3
    assert values("oak", round_="north") == {}
    answer(Path("oak"), "A1: met\n", round_="north")
    call("send", "north", "-o", "n.json", "-w", "oak")
    block = read("n.json")
    assert block["partnership"] == {"name": "Northborough SCP"}
    assert block["round"]["name"] == "r1"
    assert "1 answer taken" in call("collect", "n.json", "-w", north).stderr


def test_an_agency_that_the_second_partnership_knows_otherwise_keeps_what_it_is_asked(host, tmp_path):
    call("join", invited(host), "oak")
    north = partnership(tmp_path / "north", ("Oak Police", "school"), name="Northborough SCP")
    call("join", invited(north), "-w", "oak", "--name", "north")
    assert {one["code"] for one in as_json("agency", "list", "-w", "oak")} == {"oak-police", "oak-police-2"}
    assert {q["id"] for q in _owed("oak", "oak-police", "r1")} == {"A1", "A2", "B1"}
    assert {q["id"] for q in _owed("oak", "oak-police-2", "north")} == {"A1", "A2", "B1", "B2"}
    answer(Path("oak"), "B2: met\n", "oak-police-2", "north")
    call("send", "north", "-o", "n.json", "-w", "oak")
    assert read("n.json")["agency"]["code"] == "oak-police"
    call("collect", "n.json", "-w", north)
    assert values(north) == {"B2": "met"}


def _owed(folder, agency, round_):
    found = shown(folder, agency, round_)
    return (
        [one for one in found["questions"] if one["state"] == "not answered"]
        if "questions" in found
        else [{"id": name} for name in found["owed"]]
    )


def test_the_same_invitation_again_brings_due_date_and_key_and_leaves_the_answers(host):
    call("join", invited(host), "oak")
    answer(Path("oak"))
    key = call("key", "-w", host).stdout.strip()
    call("round", "change", "r1", "--due", "24/12/2026", "-w", host)
    said = call("join", invited(host), "-w", "oak").stderr
    assert "had joined 'r1' of Kingsbridge SCP already: what was answered stays as it is" in said
    assert "due 24 December 2026" in said
    assert len(values("oak")) == 3
    assert f"encrypted to {key}" in call("send", "r1", "-o", "r.json", "-w", "oak").stderr


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("partnership", lambda block: block["partnership"].update(public_key="age1other")),
        ("agency", lambda block: block["agency"].update(name="Others")),
        ("A1", lambda block: block["answers"]["A1"]["answer"].update(value="not-met")),
        ("definition", lambda block: block["definition"]["catalogue"].update(title="Others")),
        ("round", lambda block: block["round"].update(due="2027-01-01")),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_an_invitation_that_was_changed_is_refused_by_the_part_that_differs(host, part, change):
    answer(host)
    block = read(invited(host))
    change(block)
    said = refused("join", save(Path("changed.json"), block), "new")
    assert f"changed.json, {part}: " in said
    assert said.count("does not fit its digest") == 1
    assert not Path("new").exists()


def test_an_altered_template_with_digests_made_anew_is_refused(host):
    block = read(invited(host))
    block["definition"]["catalogue"]["standards"][0]["title"] = "Altered"
    assert "the template in it was altered" in refused("join", save(Path("a.json"), reseal(block)), "new")
    block["definition"]["catalogue"]["standards"] = 7
    block["template"]["digest"] = "0" * 64
    said = refused("join", save(Path("a.json"), reseal(block)), "new")
    assert "the template in it was altered" in said
    assert not Path("new").exists()


def test_a_key_that_is_none_is_said_when_sending(host):
    block = read(invited(host))
    block["partnership"]["public_key"] = "age1nothing"
    call("join", save(Path("a.json"), reseal(block)), "oak")
    answer(Path("oak"))
    assert "is no public key of age" in refused("send", "r1", "-o", "r.json", "-w", "oak")
    assert not Path("r.json").exists()


def test_whoever_alone_is_asked_need_not_be_named(host):
    laptop = joined(host, Path("oak"))
    write(Path("a.yaml"), "A1: met\n")
    call("ask", "r1", "--answers", "a.yaml", "-w", laptop)
    assert values(laptop)["A1"] == "met"
    assert "Say who answers: --agency NAME." in call("show", "r1", "-w", host, code=2).stderr


def test_what_is_no_invitation_is_refused(host):
    laptop = joined(host, Path("oak"))
    answer(laptop)
    call("send", "r1", "-o", "r.json", "-w", laptop)
    assert "it is a return: take it in with 'audit collect'" in refused("join", "r.json", "new")
    assert "no such file" in refused("join", "nothing.json")
    assert (
        "it is an invitation: take it in with 'audit join'"
        in call("collect", host / "inv" / "r1-oak-police.json", "-w", host, code=1).stderr
    )
    assert remade(read("r.json"))["digest"] == read("r.json")["digest"]


def test_answers_of_an_earlier_round_come_with_the_invitation_and_go_back_confirmed(host):
    earlier = Answer("met", comment="As ever", evidence=(Evidence("Chart"),))
    brought = Brought("r0", earlier, "Met", "Someone senior leads.", same=True, signed="2024-03-01")
    store = Store(f"sqlite:///{host / 'audit.db'}")
    other = replace(brought, same=False)  # the question has changed since
    store.bring("r1", {"oak-police": {"A1": brought, "A2": other}}, Stamp("2026-03-01T09:00:00+00:00", "ada"))
    store.close()
    assert "1 answer of an earlier round can be confirmed" in call("join", invited(host), "oak").stderr
    answer(Path("oak"), "A1: {confirm: yes}\n")
    call("send", "r1", "-o", "r.json", "-w", "oak")
    assert read("r.json")["answers"]["A1"]["answer"]["confirmed"] == "r0"
    call("collect", "r.json", "-w", host)
    assert shown(host)["answers"]["A1"]["confirmed"] == "r0"


# --- key --------------------------------------------------------------------------------------------


def test_a_key_is_made_once_kept_for_its_owner_alone_and_never_shown(host):
    said = call("key", "-w", host)
    public, path = said.stdout.strip(), host / "audit-key.txt"
    secret = path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o077 == 0
    assert "AGE-SECRET-KEY-1" in secret
    assert "AGE-SECRET-KEY" not in said.stdout + said.stderr
    assert "WHOEVER LOSES THIS FILE" in said.stderr
    settings = (host / "audit.toml").read_text(encoding="utf-8")
    assert tomllib.loads(settings)["public_key"] == public
    again = refused("key", "-w", host)
    assert "There is a pair of keys" in again
    assert "nothing was changed" in again
    assert path.read_text(encoding="utf-8") == secret
    assert (host / "audit.toml").read_text(encoding="utf-8") == settings


def test_the_public_key_stands_before_the_tables_of_the_settings_and_nothing_else_changes(host):
    before = '# ours\r\nname = "Kingsbridge SCP"\n\n[letters]\nfrom = "us"'
    (host / "audit.toml").write_bytes(before.encode())
    public = call("key", "-w", host).stdout.strip()
    after = (host / "audit.toml").read_bytes().decode()
    own = next(line for line in after.splitlines(keepends=True) if line.startswith("public_key"))
    assert after.replace(own, "") == before
    assert tomllib.loads(after)["public_key"] == public
    assert tomllib.loads(after)["letters"] == {"from": "us"}


def test_a_public_key_whose_secret_one_is_elsewhere_is_left(host):
    write(host / "audit.toml", 'name = "K"\npublic_key = "age1other"\n')
    assert "its secret key is not here" in refused("key", "-w", host)
    assert not (host / "audit-key.txt").exists()


def test_a_public_key_that_was_lost_is_put_back(host):
    public = call("key", "-w", host).stdout
    write(host / "audit.toml", 'name = "K"\n')
    assert call("key", "-w", host).stdout == public
    assert tomllib.loads((host / "audit.toml").read_text(encoding="utf-8"))["public_key"] == public.strip()


def test_a_key_needs_a_workspace(tmp_path):
    assert "There is no workspace" in refused("key", "-w", tmp_path)
    assert list(tmp_path.iterdir()) == []
