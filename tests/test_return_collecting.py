"""audit send and collect: a return goes from an agency's workspace to a partnership's, and none is lost."""

import shutil
from pathlib import Path

import pytest
from returns_made import answer, joined, partnership, read, remade, save, send, shown, sign, values
from test_cli_setup import MADE_UP, call, refused, write


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A partnership and an agency that has joined, made once; each test has a copy of its own."""
    folder = tmp_path_factory.mktemp("made")
    joined(partnership(folder / "kings"), folder / "oak")
    return folder


@pytest.fixture(scope="session")
def signed(made, tmp_path_factory):
    """The content of a signed return."""
    folder = tmp_path_factory.mktemp("signed")
    laptop = Path(shutil.copytree(made / "oak", folder / "oak"))
    answer(laptop)
    sign(laptop)
    return send(laptop, folder / "r.json").read_text(encoding="utf-8")


@pytest.fixture
def host(made, tmp_path):
    return Path(shutil.copytree(made / "kings", tmp_path / "kings"))


@pytest.fixture
def laptop(made, tmp_path):
    return Path(shutil.copytree(made / "oak", tmp_path / "oak"))


@pytest.fixture
def returned(signed, tmp_path):
    """A file with a signed return."""
    return write(tmp_path / "r.json", signed)


def collect(host, *paths, code=0):
    return call("collect", *paths, "--no-receipts", "-w", host, code=code).stderr


def test_a_signed_return_gives_the_same_answers_and_signature_here(host, laptop, tmp_path):
    answer(laptop)
    sign(laptop)
    said = collect(host, send(laptop, tmp_path / "r.json"))
    assert "3 answers taken" in said
    assert "Signed by Ada Moss, Chief" in said
    there, here = shown(laptop), shown(host)
    assert here["answers"] == there["answers"]
    assert here["signed"] == there["signed"]


def test_a_return_that_comes_again_changes_nothing_also_renamed(host, laptop, tmp_path):
    answer(laptop)
    path = send(laptop, tmp_path / "r.json")
    collect(host, path)
    before = shown(host)
    again = tmp_path / "copy.json"
    again.write_bytes(path.read_bytes())
    assert "taken before" in collect(host, again)
    assert shown(host) == before


def test_a_draft_and_then_the_signed_return_of_the_same_agency(host, laptop, tmp_path):
    answer(laptop, "A1: met\n")
    said = collect(host, send(laptop, tmp_path / "draft.json"))
    assert "It is not signed." in said
    assert "Still owed: A2, B1" in said
    answer(laptop, "A1: {value: partly, action: Ask}\nA2: met\nB1: 24/26\n")
    sign(laptop)
    assert "Signed by Ada Moss" in collect(host, send(laptop, tmp_path / "final.json"))
    assert values(host) == {"A1": "partly", "A2": "met", "B1": "24/26"}


@pytest.fixture(scope="session")
def three(made, tmp_path_factory):
    """Three drafts of one agency, one after the other: the last goes back to what the first said."""
    folder = tmp_path_factory.mktemp("three")
    laptop = Path(shutil.copytree(made / "oak", folder / "oak"))
    for number, value in enumerate(("5/9", "6/9", "5/9")):
        answer(laptop, f"B1: {value}\n")
        send(laptop, folder / f"{number}.json")
    return folder


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (2, 0, 1), (0, 2, 1), (1, 0, 2)])
def test_an_older_return_that_comes_late_undoes_nothing_even_where_an_answer_went_back(host, three, order):
    for number in order:
        collect(host, three / f"{number}.json")
    assert values(host) == {"B1": "5/9"}


def test_the_draft_between_comes_again_in_other_bytes_and_is_told_to_be_older(host, three, tmp_path):
    for number in range(3):
        collect(host, three / f"{number}.json")
    copy = save(tmp_path / "between.json", read(three / "1.json"))
    assert "moved on here since (B1)" in collect(host, copy)
    assert values(host) == {"B1": "5/9"}


def test_two_laptops_of_one_agency_are_in_conflict_where_they_differ(host, laptop, tmp_path):
    other = joined(host, tmp_path / "second")
    answer(laptop, "A1: met\nA2: met\n")
    answer(other, "A1: {value: not-met, action: Ask}\nB1: 1/2\n")
    collect(host, send(laptop, tmp_path / "one.json"))
    said = collect(host, send(other, tmp_path / "two.json"), code=None)
    assert "1 in conflict" in said
    assert values(host) == {"A1": "met", "A2": "met", "B1": "1/2"}
    call("collect", tmp_path / "two.json", "--prefer", "file", "-w", host)
    assert values(host) == {"A1": "not-met", "A2": "met", "B1": "1/2"}


def test_answers_that_went_out_with_the_invitation_come_back_as_before_or_changed(host, tmp_path):
    answer(host, "A1: met\nA2: met\n")
    laptop = joined(host, tmp_path / "oak")
    assert values(laptop) == {"A1": "met", "A2": "met"}
    answer(laptop, "A1: {value: partly, action: Ask}\n")
    assert "1 answer taken into 'r1', 1 as before" in collect(host, send(laptop, tmp_path / "r.json"))
    assert values(host) == {"A1": "partly", "A2": "met"}


def test_what_was_cleared_there_is_cleared_here(host, laptop, tmp_path):
    answer(laptop, "B1: 1/2\n")
    collect(host, send(laptop, tmp_path / "one.json"))
    answer(laptop, "B1: {value: null}\n")
    collect(host, send(laptop, tmp_path / "two.json"))
    assert values(host) in ({}, {"B1": None})


def test_what_was_cleared_here_is_not_brought_back_unasked(host, laptop, tmp_path):
    answer(laptop, "B1: 1/2\n")
    collect(host, send(laptop, tmp_path / "one.json"))
    answer(host, "B1: {value: null}\n")
    answer(laptop, "B1: 2/2\n")
    assert "1 in conflict" in collect(host, send(laptop, tmp_path / "two.json"), code=None)
    assert values(host) in ({}, {"B1": None})


def test_a_reopened_return_needs_the_one_here_reopened_and_is_shown_against_it(host, laptop, tmp_path):
    answer(laptop)
    sign(laptop)
    collect(host, send(laptop, tmp_path / "one.json"))
    call("reopen", "r1", "--agency", "oak-police", "--reason", "Late evidence", "-w", laptop)
    answer(laptop, "B1: 25/26\n")
    sign(laptop)
    second = send(laptop, tmp_path / "two.json")
    said = collect(host, second, code=1)
    assert "signed by Ada Moss" in said
    assert "B1" in said
    assert "24 of 26" in said
    assert "25 of 26" in said
    assert values(host)["B1"] == "24/26"
    call("reopen", "r1", "--agency", "oak-police", "--reason", "They did", "-w", host)
    assert "Signed by Ada Moss" in collect(host, second)
    assert values(host)["B1"] == "25/26"
    assert shown(host)["version"] == 2


def test_a_closed_round_takes_no_return(host, returned):
    call("round", "close", "r1", "-w", host)
    assert "the round 'r1' is closed" in collect(host, returned, code=1)


# --- changed on its way -----------------------------------------------------------------------------


def _change(block, where):
    """Change a return as an editor would, without its digests."""
    if where == "A1":
        block["answers"]["A1"]["answer"]["value"] = "not-met"
    elif where == "A1, history 1":
        block["answers"]["A1"]["history"][0]["at"] = "2020-01-01T00:00:00+00:00"
    elif where == "signature":
        block["signature"]["name"] = "Somebody Else"
    elif where == "definition":
        block["definition"]["catalogue"]["title"] = "Others' standards"
    elif where == "B1":
        del block["answers"]["B1"]
    else:
        block[where] = {**block[where], "name": "Others"}


@pytest.mark.parametrize(
    "where", ["A1", "A1, history 1", "signature", "definition", "B1", "round", "agency", "partnership"]
)
def test_a_return_changed_without_its_digests_is_refused_by_name(host, returned, tmp_path, where):
    block = read(returned)
    _change(block, where)
    said = collect(host, save(tmp_path / "changed.json", block), code=1)
    assert where in said
    assert "it was taken out" in said or "does not fit its digest" in said
    # What was not touched is not blamed.
    assert "A2: " not in said
    assert values(host) == {}


def test_a_part_changed_with_its_digest_leaves_the_whole_not_fitting(host, returned, tmp_path):
    block = read(returned)
    other = remade(block | {"made": {**block["made"], "by": "Somebody Else"}})
    block["made"], block["digests"] = other["made"], other["digests"]
    said = collect(host, save(tmp_path / "changed.json", block), code=1)
    assert "the file as a whole does not fit its digest" in said


def test_a_remade_return_is_shown_against_what_was_signed_here(host, returned, tmp_path):
    collect(host, returned)
    block = read(returned)
    entry = block["answers"]["B1"]
    entry["answer"]["value"] = entry["history"][-1]["answer"]["value"] = "26/26"
    said = collect(host, save(tmp_path / "remade.json", remade(block)), code=1)
    assert "signed by Ada Moss" in said
    assert "24 of 26" in said
    assert "26 of 26" in said
    assert values(host)["B1"] == "24/26"


@pytest.mark.parametrize("part", [{"name": "Eve Stone"}, {"role": "Clerk"}, {"on": "2026-01-02"}])
def test_a_return_remade_with_another_sign_off_is_shown_against_the_one_here(host, returned, tmp_path, part):
    collect(host, returned)
    block = read(returned)
    block["signature"] |= part
    said = collect(host, save(tmp_path / "remade.json", remade(block)))
    assert "The file is signed otherwise, by " in said
    assert "which was not taken: it was signed here by Ada Moss, Chief, on " in said
    assert shown(host)["signed"]["name"] == "Ada Moss"
    call("reopen", "r1", "--agency", "oak-police", "--reason", "Late", "-w", host)
    assert "taken before" in collect(host, tmp_path / "remade.json")
    assert shown(host)["signed"] is None


def test_a_return_remade_without_an_answer_that_was_signed_here_is_told_by_its_id(host, returned, tmp_path):
    collect(host, returned)
    block = read(returned)
    del block["answers"]["A2"]
    said = collect(host, save(tmp_path / "remade.json", remade(block)))
    assert "2 as before. Nothing is owed any more. It says nothing to what was signed here of A2." in said
    assert values(host)["A2"] == "partly"


def test_a_remade_return_of_an_unsigned_response_goes_the_ordinary_way(host, laptop, tmp_path):
    answer(laptop, "B1: 24/26\n")
    collect(host, send(laptop, tmp_path / "r.json"))
    block = read(tmp_path / "r.json")
    entry = block["answers"]["B1"]
    entry["answer"]["value"] = entry["history"][-1]["answer"]["value"] = "26/26"
    assert "1 in conflict" in collect(host, save(tmp_path / "remade.json", remade(block)), code=None)
    assert values(host)["B1"] == "24/26"


def test_an_altered_template_is_told_from_another_edition(host, returned, tmp_path):
    block = read(returned)
    block["definition"]["catalogue"]["title"] = "Altered"
    said = collect(host, save(tmp_path / "altered.json", remade(block)), code=1)
    assert "the template in it was altered" in said
    said = collect(_other_edition(tmp_path), returned, code=1)
    assert "another edition of the questions" in said
    assert "nobody altered it" in said


def _other_edition(tmp_path):
    """The same partnership with a round of the same name that asks one question otherwise."""
    folder = tmp_path / "edition"
    call("init", folder, "--name", "Kingsbridge SCP")
    reworded = MADE_UP.replace("The board hears of it each year.", "The board hears of it twice a year.")
    write(folder / "standards/local/ours.yaml", reworded)
    call("agency", "add", "Oak Police", "--kind", "police", "-w", folder)
    call("round", "open", "local/ours", "--name", "r1", "--due", "30/11/2026", "-w", folder)
    return folder


def test_with_the_round_named_answers_to_questions_worded_alike_are_taken(returned, tmp_path):
    folder = _other_edition(tmp_path)
    said = collect(folder, returned, "--round", "r1")
    assert "Worded differently here, so not taken: A2." in said
    assert values(folder) == {"A1": "met", "B1": "24/26"}


def test_a_value_that_does_not_fit_its_question_is_refused_with_its_id(host, returned, tmp_path):
    block = read(returned)
    for name, value in (("A1", "splendid"), ("B1", "27/26")):
        entry = block["answers"][name]
        entry["answer"]["value"] = entry["history"][-1]["answer"]["value"] = value
    said = collect(host, save(tmp_path / "odd.json", remade(block)), code=1)
    assert "A1: 'splendid' is not a grade" in said
    assert "B1: 27 cannot be out of 26" in said
    assert values(host) == {}


# --- several partnerships -----------------------------------------------------------------------------


def _with_local(tmp_path, agency="Oak Police"):
    """Another partnership: a round of another name, with a question of its own."""
    folder = tmp_path / "north"
    call("init", folder, "--name", "Northborough SCP")
    write(folder / "standards/local/ours.yaml", MADE_UP)
    write(
        folder / "templates/local/north.yaml",
        "title: More\nagainst: local/ours\nquestions:\n  - {id: X1, text: Who is local?, kind: text}\n",
    )
    call("agency", "add", agency, "--code", "oak-police", "--kind", "police", "-w", folder)
    call("round", "open", "local/north", "--name", "north-2026", "--due", "30/11/2026", "-w", folder)
    return folder


def test_one_return_serves_a_second_partnership_whose_own_questions_stay_owed(host, returned, tmp_path):
    collect(host, returned)
    north = _with_local(tmp_path)
    said = collect(north, returned)
    assert "It was made for 'r1' of Kingsbridge SCP, and went into 'north-2026'." in said
    assert "Still owed: X1" in said
    assert "The sign-off in the return was not taken, since answers are owed" in said
    assert values(north, "oak-police", "north-2026") == values(host)
    assert shown(north, "oak-police", "north-2026")["signed"] is None


def test_a_body_of_another_name_is_not_taken_for_one_with_the_same_code(returned, tmp_path):
    north = _with_local(tmp_path, "Ash Police")
    said = collect(north, returned, code=1)
    assert "nobody in 'north-2026' has that name" in said
    collect(north, returned, "--agency", "oak-police")
    assert values(north, "oak-police", "north-2026")["B1"] == "24/26"


def test_a_return_for_another_round_of_ours_is_not_put_into_the_open_one(host, returned, tmp_path):
    block = read(returned)
    block["round"]["name"] = "r0"
    said = collect(host, save(tmp_path / "r0.json", remade(block)), code=1)
    assert "it is for the round 'r0', which is not here" in said


def test_a_return_that_shares_nothing_says_so(returned, tmp_path):
    folder = tmp_path / "far"
    call("init", folder, "--name", "Far SCP")
    call("agency", "add", "Oak Police", "--kind", "police", "-w", folder)
    call("round", "open", "section-11/short", "--name", "far", "--due", "30/11/2026", "-w", folder)
    assert "shares no question with an open round here" in collect(folder, returned, code=1)


# --- encrypted -----------------------------------------------------------------------------------------


def test_a_return_is_encrypted_to_the_partnerships_key_and_opened_by_it_alone(host, tmp_path):
    call("key", "-w", host)
    laptop = joined(host, tmp_path / "oak")
    answer(laptop)
    send(laptop, tmp_path / "r.json")
    path = tmp_path / "r.json.age"
    assert not (tmp_path / "r.json").exists()
    assert path.read_bytes().startswith(b"age-encryption.org/v1\n")
    elsewhere = partnership(tmp_path / "elsewhere")
    assert "there is no key here to open it" in collect(elsewhere, path, code=1)
    call("key", "-w", elsewhere)
    assert "another key than the one here" in collect(elsewhere, path, code=1)
    env = {"AUDIT_IDENTITY": str(host / "audit-key.txt")}
    call("collect", path, "-w", elsewhere, **env)
    assert "3 answers taken" in collect(host, path)
    send(laptop, tmp_path / "plain.json", "--plain")
    assert read(tmp_path / "plain.json")["return"] == 1
    cut = tmp_path / "cut.json.age"
    cut.write_bytes(path.read_bytes()[:-40])
    assert "it is damaged" in collect(host, cut, code=1)


def test_the_same_return_plain_and_encrypted_is_one(host, returned, tmp_path):
    from audit.encryption import to_keys

    key = call("key", "-w", host).stdout.strip()
    collect(host, returned)
    locked = tmp_path / "r.json.age"
    locked.write_bytes(to_keys(returned.read_bytes(), [key]))
    assert "taken before" in collect(host, locked)


def test_what_cannot_be_sent_is_refused_in_a_sentence(laptop, tmp_path):
    path = tmp_path / "r.json"
    assert "has answered nothing in 'r1' yet" in refused("send", "r1", "-o", path, "-w", laptop)
    answer(laptop)
    key = refused("send", "r1", "-o", path, "--to", "age1nothing", "-w", laptop)
    assert "is no public key of age" in key
    assert "name of encrypted files" in refused("send", "r1", "-o", "r.age", "-w", laptop, code=2)
    assert "is a folder" in refused("send", "r1", "-o", tmp_path, "-w", laptop, code=2)
    call("send", "r1", "-o", tmp_path / "none" / "r.json", "-w", laptop, code=1)
    assert not path.exists()


def test_a_concern_does_not_travel_unsaid(laptop, tmp_path):
    answer(laptop, "A1: {value: met, concern: A child is not safe}\n")
    said = call("send", "r1", "-o", tmp_path / "r.json", "-w", laptop).stderr
    assert "IMMEDIATE CONCERNS (1 open here) ARE NOT IN THE FILE" in said
