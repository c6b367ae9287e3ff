"""audit sample verify and list: whatever was changed is found and named."""

import json
import sqlite3
from pathlib import Path

import pytest
from test_cli_setup import call, refused, write
from test_draws import ROWS, written
from test_sample_command import draw, register, ws

from audit.definitions import digest

__all__ = ["register", "ws"]  # fixtures, found by their names


@pytest.fixture
def sample(ws, register):
    return Path(
        draw(ws, register, "--unit", "id", "--by", "team", "--size", "20", "--seed", "5")["certificate"]
    )


def differs(*args):
    found = call("sample", "verify", *args, "--json", code=1)
    return json.loads(found.stdout)["differs"]


def test_one_changed_id_is_found_and_named(ws, register, sample):
    register.write_text(register.read_text("utf-8").replace("C-005", "C-5000"), encoding="utf-8")
    said = "\n".join(differs(sample, register, "-w", ws))
    assert "The file is not the one that was sealed" in said
    assert "1 unit (C-005) is not in the frame any more" in said
    assert "1 unit (C-5000) is new in the frame" in said


def test_one_added_row_is_found_and_counted(ws, register, sample):
    with register.open("a", encoding="utf-8") as file:
        file.write("C-999,A,W1,1,2026-01-01,\n")
    said = "\n".join(differs(sample, register, "-w", ws))
    assert "The register has 151 rows; 150 were sealed." in said
    assert "1 unit (C-999) is new in the frame" in said


def test_another_order_of_rows_is_another_file_with_the_same_draw(ws, register, sample):
    written(register, ROWS, seed=99)
    said = differs(sample, register, "-w", ws)
    assert len(said) == 1
    assert "The file is not the one that was sealed" in said[0]
    assert said[0].endswith(". It gives the same frame and the same cases all the same.")


@pytest.mark.usefixtures("sample")
def test_a_sample_of_a_shared_store_is_looked_at_without_its_files(ws, register, tmp_path):
    store = ("--store", f"sqlite:///{ws / 'audit.db'}", "-w", tmp_path / "another")
    found = call("sample", "verify", "s-001", register, *store)
    assert "The files of S-001 lie in another workspace" in found.stderr
    assert found.stdout.startswith("S-001 is the same: drawing again gives the same 20 cases.")
    assert "cannot be read (No such file" in refused("sample", "verify", "S-002", register, *store)
    with register.open("a", encoding="utf-8") as file:
        file.write("C-999,A,W1,1,2026-01-01,\n")
    assert any(
        "The frame has 151 units; 150 were sealed." in each for each in differs("S-001", register, *store)
    )


def test_a_moved_stratum_is_named(ws, register, sample):
    rows = [dict(row) for row in ROWS]
    rows[3]["team"] = "B" if rows[3]["team"] != "B" else "A"
    written(register, rows)
    said = "\n".join(differs(sample, register, "-w", ws))
    assert f"1 unit ({rows[3]['id']}) is in another stratum" in said


EDITS = {
    "a case": lambda found: found["drawn"][0].update(unit="C-777"),
    "the seed": lambda found: found.update(seed="6"),
    "the frame": lambda found: found["frame"].update(population=149),
    "the register's digest": lambda found: found["source"].update(sha256="0" * 64),
    "an act": lambda found: found["acts"][1].update(at="2020-01-01T00:00:00+00:00"),
    "the design": lambda found: found["design"].update(size=19),
    "a reserve": lambda found: found["reserves"].pop(),
    "a reference": lambda found: found["drawn"][0].update(reference="C-02"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("signed", [False, True], ids=["digest left", "digest made again"])
def test_an_edited_certificate_is_found(edit, signed, ws, register, sample):
    from audit.definitions import digest

    found = json.loads(sample.read_text(encoding="utf-8"))
    edit(found)
    if signed:
        found["digest"] = digest({key: value for key, value in found.items() if key != "digest"})
    sample.write_text(json.dumps(found), encoding="utf-8")
    said = "\n".join(differs(sample, "-w", ws))
    assert "is not the one of this workspace" in said
    assert ("its digest does not fit" in said) or signed
    outside = sample.parent.parent
    assert differs(sample, register, "-w", outside)


def test_a_change_of_frame_csv_is_found(ws, sample):
    frame = sample.parent / "frame.csv"
    frame.write_text(frame.read_text("utf-8").replace("C-005,", "C-005x,"), encoding="utf-8")
    assert any("fingerprint" in line for line in differs(sample, "-w", ws))


FRAMES = {
    "not in UTF-8": ("cluster", lambda data: data.decode().encode("utf-16"), "no frame.csv, or not in UTF-8"),
    "a column taken out": (
        "cluster",
        lambda data: b"".join(line.rsplit(b",", 1)[0] + b"\n" for line in data.splitlines()),
        "its columns are not unit, stratum, cluster",
    ),
    "a column renamed": ("systematic", lambda data: data.replace(b"order1", b"orderly"), "not the headings"),
    "a weight beyond all": (
        "weight",
        lambda data: data.replace(b',"",1\n', b',"",2000000000\n', 1),
        "fingerprint is another",
    ),
}
SPECIAL = {
    "cluster": ["--cluster", "worker", "--clusters", "2", "--per-cluster", "2"],
    "systematic": ["--systematic", "started", "--size", "5"],
    "weight": ["--weight", "risk", "--size", "5"],
}


@pytest.mark.parametrize(("design", "edit", "says"), FRAMES.values(), ids=FRAMES)
def test_a_frame_csv_that_cannot_be_drawn_from_is_told_in_words(design, edit, says, ws, register):
    found = Path(draw(ws, register, "--unit", "id", *SPECIAL[design])["certificate"])
    frame = found.parent / "frame.csv"
    before = frame.read_bytes()
    frame.write_bytes(edit(before))
    assert frame.read_bytes() != before
    said = differs(found, register, "-w", ws)
    assert len(said) == 1
    assert says in said[0]


def test_a_list_that_was_changed_beside_its_certificate_is_found(ws, register, tmp_path):
    left = write(tmp_path / "left.csv", "id\nC-001\nC-002\nelsewhere\n")
    found = Path(draw(ws, register, "--unit", "id", "--size", "5", "--exclude", left)["certificate"])
    lists = found.parent / "lists.csv"
    lists.write_text(lists.read_text("utf-8").replace("elsewhere", "nowhere"), encoding="utf-8")
    assert differs(found, register, "-w", ws) == [
        "The ids of --exclude in the file of lists are not those that were sealed."
    ]


LEDGER_EDITS = {
    "an act changed": (
        "UPDATE ledger SET content = replace(content, 'given', 'made') WHERE act = 'seed'",
        "was changed",
    ),
    "an act taken out": ("DELETE FROM ledger WHERE act = 'seed'", "does not follow"),
    "a draw hidden": ("DELETE FROM ledger WHERE sample = 'S-001'", "does not follow"),
    "a time changed": (
        "UPDATE ledger SET at = '2020-01-01T00:00:00+00:00' WHERE act = 'seal'",
        "was changed",
    ),
    "a certificate renamed": (
        "UPDATE sample SET id = 'S-099' WHERE id = 'S-001'",
        "holds the certificate of S-001",
    ),
    "a certificate taken out": ("DELETE FROM sample WHERE id = 'S-001'", "taken out of the store"),
    "a certificate changed": (
        "UPDATE sample SET certificate = replace(certificate, 'C-04', 'C-94')",
        "was edited",
    ),
}


@pytest.mark.parametrize(("change", "says"), LEDGER_EDITS.values(), ids=LEDGER_EDITS)
@pytest.mark.usefixtures("sample")
def test_a_change_of_the_store_behind_our_back_is_named_by_list(change, says, ws, register):
    draw(ws, register, "--unit", "id", "--size", "3")
    with sqlite3.connect(ws / "audit.db") as connection:
        connection.execute(change)
    connection.close()
    found = call("sample", "list", "-w", ws, code=1).stdout
    assert says in found


def test_verify_says_when_there_is_nothing_to_draw_from(ws, sample):
    (sample.parent / "frame.csv").unlink()
    found = call("sample", "verify", sample, "-w", ws)
    assert "Only the certificate was looked at" in found.stderr


def test_what_is_no_certificate_is_refused_in_words(ws, tmp_path):
    for content in ("", "[]", "{}", '{"certificate": 1, "design": 5}', "\0"):
        path = write(tmp_path / "c.json", content)
        assert "certificate" in refused("sample", "verify", path, "-w", ws)


def made_anew(certificate):
    """A certificate edited in its first act, and every digest after it made to fit."""
    found = json.loads(certificate.read_text("utf-8"))
    found["acts"][0]["at"] = "2026-01-01T09:00:00+00:00"
    previous = found["acts"][0]["previous"]
    for act in found["acts"]:
        act["previous"] = previous
        act["digest"] = previous = digest({key: value for key, value in act.items() if key != "digest"})
    found["digest"] = digest({key: value for key, value in found.items() if key != "digest"})
    return json.dumps(found)


def test_a_certificate_made_wholly_anew_is_found_in_the_workspace(ws, sample):
    sample.write_text(made_anew(sample), encoding="utf-8")
    said = "\n".join(differs(sample, "-w", ws))
    assert "The certificate is not the one of this workspace" in said
    assert "The act 'seal' of 2026-01-01T09:00:00+00:00 is not in the ledger." in said


def test_a_certificate_from_elsewhere_is_told_apart_by_its_seal(ws, sample, tmp_path):
    copy = write(tmp_path / "certificate.json", made_anew(sample))
    seal = json.loads(copy.read_text("utf-8"))["acts"][0]["digest"]
    said = call("sample", "verify", copy, "-w", ws).stderr
    assert "it was drawn elsewhere, or made anew" in said
    assert seal in said


def test_a_sample_that_the_ledger_does_not_have_is_found(ws, sample):
    found = json.loads(sample.read_text("utf-8")) | {"id": "S-002"}
    sample.write_text(json.dumps(found), encoding="utf-8")
    assert any("whose ledger has no S-002" in said for said in differs(sample, "-w", ws))
