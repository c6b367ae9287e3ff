"""audit find: what is kept about one child, wherever it stands; and nothing about any other."""

import shutil
from pathlib import Path

import pytest
from test_cli_setup import as_json, call
from test_purge import DAY, LIMIT, UNITS, build, unit_of
from workspaces import begin


@pytest.fixture(autouse=True)
def ws(tmp_path, monkeypatch):
    begin(tmp_path / "ws", build)
    monkeypatch.chdir(tmp_path / "ws")


def test_a_case_is_found_in_samples_rounds_texts_and_files():
    unit = unit_of("C-01")
    found = as_json("find", "--case", f" {unit.lower()} ")
    what = [(one["what"], one["where"], one["reference"]) for one in found["places"]]
    assert ("drawn in a sample", "S-001", "C-01") in what
    assert ("answers", "neglect", "C-01") in what
    typed = [one for one in found["places"] if one["what"] == "typed in an answer"]
    assert {(one["where"], one["reference"]) for one in typed} == {("neglect", "C-01")}
    assert all(f"Seen with {unit.lower()} in May." in one["text"] for one in typed)
    names = {Path(name).name for name in found["files"]}
    assert names == {"frame.csv", "certificate.json", "cases.xlsx"}
    said = call("find", "--case", unit).stdout
    assert f"{unit} stands in " in said


def test_a_case_that_was_struck_out_and_a_reserve_are_found():
    reason = next(
        one for one in as_json("find", "--case", unit_of("C-03"))["places"] if one["where"] == "S-001"
    )
    assert reason["what"].startswith("struck out of a sample (Closed before")
    kinds = {one["what"] for unit in UNITS for one in as_json("find", "--case", unit)["places"]}
    assert "a reserve of a sample, not called in" in kinds


def test_who_was_not_drawn_stands_in_the_frame_alone():
    drawn = {unit_of(f"C-{n:02}") for n in range(1, 11)}
    others = [unit for unit in UNITS if unit not in drawn]
    found = [as_json("find", "--case", unit) for unit in others]
    frames = [one for one in found if not [each for each in one["places"] if "reserve" not in each["what"]]]
    assert frames
    assert all("frame.csv" in " ".join(one["files"]) for one in frames)


def test_what_is_nowhere_is_said_to_be_nowhere_and_after_a_purge_so_is_all():
    assert "Nothing is kept here about 'CHI-7'" in call("find", "--case", "CHI-7").stdout
    unit = unit_of("C-01")
    call("purge", "--before", LIMIT, "--yes", *DAY)
    assert as_json("find", "--case", unit) == {
        "case": unit,
        "places": [],
        "files": [],
        "not_looked_into": [],
    }


def test_files_that_cannot_be_read_hinder_nobody():
    shutil.copy("audit.toml", "samples/S-001/broken.xlsx")
    Path("samples/S-001/odd.csv").write_bytes(b'\xff\x00,"x')
    assert as_json("find", "--case", unit_of("C-01"))["files"]


def test_dates_and_references_are_no_ids_and_a_place_is_told_once():
    places = as_json("find", "--case", "2022")["places"] + as_json("find", "--case", "2022-05-01")["places"]
    assert [one for one in places if one["what"].startswith("typed")] == []
    unit = unit_of("C-01")
    shown = [
        tuple(one[key] for key in ("what", "where", "reference", "by", "text"))
        for one in as_json("find", "--case", unit)["places"]
    ]
    assert len(shown) == len(set(shown))


def test_a_folder_that_is_no_workspace_is_not_searched(tmp_path, monkeypatch):
    unit, store = unit_of("C-01"), f"sqlite:///{Path('audit.db').absolute()}"
    home = tmp_path / "home"
    (home / "samples/S-001").mkdir(parents=True)
    for name in ("private.txt", "samples/S-001/frame.csv"):
        (home / name).write_text(unit)
    monkeypatch.chdir(home)
    assert as_json("find", "--case", unit, "--store", store)["files"] == ["samples/S-001/frame.csv"]
