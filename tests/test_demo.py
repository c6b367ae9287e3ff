"""audit demo: a believable partnership, the same every time, made by what a user's commands call."""

from pathlib import Path

import pytest
from test_cli_setup import as_json, call, refused, write

from audit import tables

ROUND = "section-11-2026"
TODAY = ("--today", "2026-11-16")


@pytest.fixture(scope="module")
def demo(demo_made):
    return demo_made


@pytest.fixture(scope="module")
def found(demo):
    return as_json("results", ROUND, "-w", demo[0], *TODAY)


def timeless(found):
    """Results without the moments at which the panel's grades were kept."""
    if isinstance(found, dict):
        return {key: timeless(part) for key, part in found.items() if key != "at"}
    return [timeless(part) for part in found] if isinstance(found, list) else found


def test_it_leaves_a_workspace_with_both_workbooks_and_a_form(demo):
    assert {"audit.toml", "audit.db", "subgroup.xlsx", "board.xlsx"} <= {
        path.name for path in demo[0].iterdir()
    }
    for name in ("subgroup.xlsx", "board.xlsx"):
        sheets = [table.sheet for table in tables.read(demo[0] / name)]
        assert sheets[:4] == ["Cover", "Contents", "Summary", "Heat map"]


def test_it_prints_the_heat_map_and_says_what_to_open_next(demo):
    folder, said = demo
    assert "North County Police" in said.stdout
    assert "- 20 of 24 agencies have returned (signed)." in said.stdout
    assert f"{folder / 'board.xlsx'}: what the board reads" in said.stderr
    assert f"-w {folder}" in said.stderr.splitlines()[-1]


def test_every_file_that_it_says_to_open_is_there(demo):
    _, said = demo
    named = [line.strip().partition(": ")[0] for line in said.stderr.splitlines() if line.startswith("  ")]
    paths = [Path(name) for name in named if name.endswith(".xlsx")]
    assert len(paths) == 10
    assert all(path.is_file() for path in paths)


def test_the_partnership_is_as_partnerships_are(demo, found):
    lines = as_json("round", "status", ROUND, "-w", demo[0], *TODAY)["returns"]
    progress = [line["progress"] for line in lines]
    assert len(lines) == 24
    assert progress.count("signed") == 20
    assert {"not started", "started", "complete, not signed", "declined"} <= set(progress)
    assert sum(line["late"] for line in lines) == 3
    assert any(0 < line["percent"] < 100 for line in lines)
    rows = [one for one in found["respondents"] if one["overall"] is not None]
    assert any(one["not_applicable"] for one in rows)
    assert any(one["without_evidence"] for one in rows)
    assert any(one["limited_by"] for one in rows)
    assert any(one["worst"]["grade"] == "met" for one in rows)
    assert {one["band"] for one in rows} == {"green", "amber"}
    assert {name for one in rows for name in (f["band"] for f in one["standards"].values())} >= {
        "red",
        "green",
    }


def test_a_panel_has_looked_at_two_returns_and_those_who_owe_theirs_were_written_to(demo, found):
    rows = {one["agency"]: one for one in found["respondents"]}
    for name in ("North County Ambulance Service NHS Trust", "Riverside Homes"):
        assert rows[name]["overall"] < rows[name]["self"]["score"]
        assert (
            sum(one["at_return"] == "partly" for one in rows[name]["moderated"].values() if one["panel"]) == 2
        )
    letters = sorted(path.name for path in (demo[0] / "letters").glob("*.txt"))
    owing = as_json("chase", ROUND, "-w", demo[0], *TODAY)["owing"]
    assert len(letters) == len(owing) == 3
    assert all(len(one["chases"]) == 1 for one in owing)


def test_it_is_the_same_every_time_and_replaces_what_a_demo_made(demo, found):
    folder = demo[0]
    books = {name: (folder / name).read_bytes() for name in ("subgroup.xlsx", "board.xlsx")}
    write(folder / "left-over.txt", "from before")
    call("demo", folder)
    assert not (folder / "left-over.txt").exists()
    assert timeless(as_json("results", ROUND, "-w", folder, *TODAY)) == timeless(found)
    assert {name: (folder / name).read_bytes() for name in books} == books


def test_a_plan_kept_by_hand_was_taken_in_twice_and_followed(demo):
    actions = as_json("action", "list", "-w", demo[0], *TODAY)
    assert len(actions) == 30
    assert {one["rag"] for one in actions} == {"red", "amber", "green", "blue", "grey"}
    assert len({one["state"] for one in actions}) == 9
    assert [one["sustained"] for one in actions if one["assured"]].count(True) == 1
    assert sum(one["due"] is None for one in actions) == 7
    assert any(len(one["owners"]) > 1 for one in actions)
    dip = next(one for one in actions if one["action"].startswith("Dip sample 20"))
    assert [(one["on"], one["state"]) for one in dip["updates"]] == [
        ("2026-07", "on track"),
        ("2026-10", "reported complete"),
    ]
    again = as_json(
        "action", "import", demo[0] / "child-k-plan.xlsx", "--plan", "child-k", "-w", demo[0], *TODAY
    )
    assert tuple(len(again["actions"][name]) for name in ("new", "changed", "same")) == (0, 0, 30)
    assert {(one["row"], one["text"]) for one in again["unread"]} >= {
        (10, "Bi-monthly"),
        (17, "as above"),
        (32, "Re-assigned to Public Health."),
        (37, "☑"),
    }


def test_its_programme_and_its_themes_can_be_looked_at(demo):
    items = as_json("programme", "-w", demo[0], *TODAY)
    assert {"late", "under way", "coming", "done"} <= {one["standing"] for one in items}
    themes = as_json("results", "--themes", "-w", demo[0], *TODAY)
    assert any(one["came_back"] for one in themes["themes"])


def test_its_dip_sample_was_sealed_before_and_can_be_drawn_again(demo):
    folder = demo[0]
    (line,) = as_json("sample", "list", "-w", folder)["samples"]
    assert (line["drawn"], line["sealed"], line["seed_was"]) == (20, "before", "given")
    certificate = folder / "samples" / "S-001" / "certificate.json"
    register = folder / "child-protection-plans.csv"
    assert "is the same" in call("sample", "verify", certificate, register, "-w", folder).stdout
    assert call("register", register).exit_code == 0


def test_one_can_go_on_with_it(demo, tmp_path):
    here = ("-w", demo[0])
    path = write(tmp_path / "a.yaml", "A1: met\n")
    call("ask", ROUND, "--agency", "Diocese of North County", "--answers", path, *here)
    assert "signed" in refused("ask", ROUND, "--agency", "Cafcass", "--answers", path, *here)


@pytest.mark.parametrize("content", ["mine.txt", "audit.toml", "audit.db"])
def test_a_folder_that_no_demo_made_is_refused_and_left_alone(tmp_path, content):
    write(tmp_path / content, "mine")
    assert refused("demo", tmp_path).startswith(f"{tmp_path} holds something that no demo made;")
    assert [path.name for path in tmp_path.iterdir()] == [content]
    assert (tmp_path / content).read_text() == "mine"


def test_a_file_in_its_place_is_refused(tmp_path):
    path = write(tmp_path / "file", "mine")
    refused("demo", path)
    refused("demo", path / "below")
    assert path.read_text() == "mine"


def test_the_summary_of_the_demo_is_ordered_by_what_matters(demo):
    own = ("report", ROUND, "--for", "board", "--text", "-w", demo[0], "--today", "2026-11-17")
    lines = call(*own).stdout.splitlines()
    assert lines[3:5] == [
        "Since the last report (16 November 2026)",
        "Nothing that is counted in both reports has moved.",
    ]
    starts = (
        *("1. 20 of 24 agencies have returned", "2. 5 critical questions are not met, in 9 agencies: "),
        *("3. Weakest: of 20 agencies 3 fully meet ", "4. Next come ", "5. Late (due 30 October 2026): "),
        *("6. Kingsbridge Leisure Trust declined", "7. 224 of 758 top grades have no evidence"),
        *("8. 1 agency gives 'Met' throughout: Cafcass.", "9. Evidence that the panel asked for"),
        "10. A panel moderated 4 grades, in 2 agencies, and changed 4, in 2 agencies: 4 down.",
    )
    told = lines[lines.index("Key messages") + 1 :]
    assert all(line.startswith(start) for line, start in zip(told, starts, strict=False))


def test_the_summary_of_the_demos_dip_audit_tells_what_moved_more_than_chance(demo):
    names = ("supervision-2026-05", "supervision-2026-11")
    own = ("report", *names, "--for", "board", "--text", "-w", demo[0], "--today", "2026-11-17")
    said = call(*own).stdout
    assert "1. note that the outcome of 1 immediate concern is not recorded yet." in said
    assert "Of 8 questions tested against supervision-2026-05, 1 changed by more than could be chance" in said
    assert "Up from 8 to 18 of the same 20 files: 11 improved, 1 slipped" in said
    assert "C-0" not in said


def test_the_summary_of_the_demos_actions_tells_what_is_late_longest(demo):
    own = ("action", "report", "--for", "board", "--text", "-w", demo[0], "--today", "2026-11-17")
    said = call(*own).stdout
    assert (
        "Of 6 overdue actions the one that is late longest is A-025, due 30 June 2026, 140 days ago." in said
    )
    assert said.index("The board is asked to") > said.index("Since the last report (16 November 2026)")
