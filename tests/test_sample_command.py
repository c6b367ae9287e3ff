"""audit sample, as a QA lead types it: seal, draw, list, show, replace, discard, verify."""

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from fake_registers import REGISTERS, needs_registers
from reference_draw import draw as reference
from test_cli_setup import as_json, call, refused, write
from test_draws import EVENTS, ROWS, as_reference, written

from audit.sampling.design import Design, from_state


@pytest.fixture
def ws(tmp_path):
    call("init", tmp_path / "ws", "--name", "Kingsbridge")
    return tmp_path / "ws"


@pytest.fixture
def register(tmp_path):
    return written(tmp_path / "register.csv", ROWS)


def draw(ws, register, *options):
    return as_json("sample", "draw", register, *options, "-w", ws)


def script(folder):
    """What the stand-alone script says of a sample's folder, with nothing of ours to import."""
    done = subprocess.run(
        [sys.executable, "-I", folder / "verify_sample.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


DESIGNS = {
    "simple": ["--size", "12"],
    "stratified": ["--by", "team", "--size", "17"],
    "equal": ["--by", "team", "--size", "20", "--allocate", "equal"],
    "minimum": ["--by", "team", "--size", "17", "--min-per-stratum", "3", "--reserves", "2"],
    "neyman": ["--by", "team", "--size", "20", "--allocate", "neyman", "--strata", "{folder}/neyman.csv"],
    "fixed": ["--by", "team", "--allocate", "fixed", "--strata", "{folder}/fixed.csv"],
    "cluster": ["--cluster", "worker", "--clusters", "3", "--per-cluster", "2"],
    "systematic": ["--systematic", "team", "--systematic", "started", "--size", "11"],
    "weighted": ["--weight", "risk", "--size", "15"],
    "census": ["--size", "all", "--by", "team"],
    "sub-samples": ["--size", "41", "--sub", "consent=10%", "--sub", "voice=3"],
}


@pytest.fixture
def figures(tmp_path):
    write(tmp_path / "neyman.csv", "stratum,compliant,sample\nA,9,10\nB,3,10\nÇ,10,10\n")
    write(tmp_path / "fixed.csv", "Stratum,Size\nA,0\nB,4\nÇ,5\nnot there,3\n")
    return tmp_path


@pytest.mark.parametrize("options", DESIGNS.values(), ids=DESIGNS)
def test_every_design_is_drawn_certified_and_verified_by_three(options, ws, register, figures):
    options = [option.format(folder=figures) for option in options]
    found = draw(ws, register, "--unit", "id", "--seed", "048151623", *options)
    certificate = json.loads(Path(found["certificate"]).read_text(encoding="utf-8"))
    design = from_state(certificate["design"])
    rows = as_reference(ROWS, Design("stratified") if "--by" in options else design)
    rows = [row for row in rows if design.method != "weighted" or row["weight"]]
    expected, reserves, subs = reference(rows, "048151623", certificate["design"])
    assert found["drawn"] == expected
    assert found["reserves"] == reserves
    assert found["sub_samples"] == subs
    assert found["population"] == len(rows)
    assert sum(stratum["drawn"] for stratum in found["strata"].values()) == len(expected)
    assert [*found["references"]] == [f"C-{number:02}" for number in range(1, len(expected) + 1)]
    assert [*found["references"].values()] == [case["unit"] for case in expected]
    code, said = script(Path(found["certificate"]).parent)
    assert code == 0, said
    verified = call("sample", "verify", found["certificate"], register, "-w", ws).stdout
    assert "S-001 is the same: drawing again gives the same" in verified


def test_what_draw_prints_has_the_agreed_shape(ws, register):
    found = draw(ws, register, "--unit", "id", "--by", "team", "--size", "5", "--seed", "7")
    assert {"id", "certificate", "population", "strata", "drawn", "reserves"} <= found.keys()
    assert found["id"] == "S-001"
    assert found["strata"]["A"].keys() == {"population", "drawn"}
    assert found["drawn"][0].keys() == {"unit", "stratum", "ticket", "place"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps such signs out of names")
def test_names_of_files_and_folders_mean_themselves(tmp_path):
    folder = tmp_path / "audit [2026] *'#1"
    call("init", folder)
    path = written(folder / "r [x]*?'#2.csv", ROWS)
    found = draw(folder, path, "--unit", "id", "--size", "5", "--seed", "1")
    assert "is the same" in call("sample", "verify", found["certificate"], path, "-w", folder).stdout


def test_the_files_of_a_sample_are_for_their_owner_alone(ws, register):
    folder = Path(draw(ws, register, "--unit", "id", "--size", "5")["certificate"]).parent
    assert {path.name for path in folder.iterdir()} == {
        *("certificate.json", "frame.csv", "verify_sample.py", "verify_sample.html", "cases.xlsx"),
    }
    if sys.platform != "win32":
        assert folder.stat().st_mode & 0o077 == 0
    assert not [*ws.glob(".scratch-*")]


# --- acts -------------------------------------------------------------------------------------------


def test_a_frame_sealed_before_the_draw_is_told_apart_from_one_sealed_with_it(ws, register):
    sealed = as_json("sample", "seal", register, "--unit", "id", "--by", "team", "-w", ws)
    first = draw(ws, register, "--unit", "id", "--by", "team", "--size", "5", "--seed", "7")
    other = draw(ws, register, "--unit", "id", "--size", "5", "--seed", "7")
    acts = [json.loads(Path(each["certificate"]).read_text("utf-8"))["acts"] for each in (first, other)]
    assert acts[0][0]["digest"] == sealed["digest"]
    assert [act["content"].get("sealed") for each in acts for act in each if act["act"] == "draw"] == [
        "before",
        "in the same command",
    ]
    lines = as_json("sample", "list", "-w", ws)["samples"]
    assert [line["sealed"] for line in lines] == ["before", "in the same command"]
    said = call("sample", "show", "S-002", "-w", ws).stdout
    assert "Sealed in the same command as the draw" in said
    assert "before the command that drew" in call("sample", "show", "S-001", "-w", ws).stdout


def test_a_seal_of_another_frame_or_file_is_not_taken_up(ws, register, tmp_path):
    call("sample", "seal", register, "--unit", "id", "--by", "team", "-w", ws)
    other = written(tmp_path / "other.csv", ROWS[:-1])
    for path, *options in ([register, "--where", "team = A"], [other]):
        found = draw(ws, path, "--unit", "id", "--by", "team", "--size", "5", *options)
        acts = json.loads(Path(found["certificate"]).read_text("utf-8"))["acts"]
        assert acts[-1]["content"]["sealed"] == "in the same command"


def test_a_renamed_register_is_still_the_one_that_was_sealed(ws, register):
    call("sample", "seal", register, "--unit", "id", "-w", ws)
    renamed = register.rename(register.with_name("renamed.csv"))
    found = draw(ws, renamed, "--unit", "id", "--size", "5")
    assert "is the same" in call("sample", "verify", found["certificate"], renamed, "-w", ws).stdout
    assert as_json("sample", "list", "-w", ws)["samples"][0]["sealed"] == "before"


def test_a_seed_is_made_and_recorded_where_none_is_given(ws, register):
    one, other = (draw(ws, register, "--unit", "id", "--size", "5")["seed"] for _ in range(2))
    assert one != other
    assert len(one) == 20
    assert as_json("sample", "list", "-w", ws)["samples"][0]["seed_was"] == "made"


@pytest.mark.parametrize("seed", ["a|b", "a/b", "é", "", "x" * 101])
def test_a_seed_that_others_could_not_type_is_refused(seed, ws, register):
    said = refused("sample", "draw", register, "--unit", "id", "--size", "5", "--seed", seed, "-w", ws)
    assert "cannot be used" in said
    assert not as_json("sample", "list", "-w", ws)["samples"]


def test_every_draw_stays_in_the_list_also_when_it_is_thrown_away(ws, register):
    draw(ws, register, "--unit", "id", "--size", "5", "--seed", "1")
    draw(ws, register, "--unit", "id", "--size", "5", "--seed", "2")
    call("sample", "discard", "S-001", "--reason", "Did not like the cases", "-w", ws)
    said = call("sample", "list", "-w", ws).stdout
    assert "thrown away: Did not like the cases" in said
    assert [line["seed"] for line in as_json("sample", "list", "-w", ws)["samples"]] == ["1", "2"]
    assert "thrown away already" in refused("sample", "discard", "S-001", "--reason", "again", "-w", ws)


def test_a_reserve_takes_the_place_of_a_case_that_is_not_eligible(ws, register):
    found = draw(ws, register, "--unit", "id", "--by", "team", "--size", "9", "--sub", "consent=9")
    case = found["drawn"][2]
    expected = next(each for each in found["reserves"] if each["stratum"] == case["stratum"])
    said = as_json("sample", "replace", "S-001", "c-03", "--reason", "Closed before", "-w", ws)
    assert (said["unit"], said["by_unit"], said["by_reference"]) == (case["unit"], expected["unit"], "C-10")
    shown = as_json("sample", "show", "S-001", "-w", ws)["cases"]
    assert shown[2]["standing"] == "struck out: Closed before"
    assert shown[9] == {
        "reference": "C-10",
        "unit": expected["unit"],
        "stratum": case["stratum"],
        "standing": "in the place of C-03",
    }
    again = refused("sample", "replace", "S-001", case["unit"], "--reason", "again", "-w", ws)
    assert "C-03 is struck out already" in again
    assert "There is no case 'C-33'" in refused(
        "sample", "replace", "S-001", "C-33", "--reason", "x", "-w", ws
    )


def test_a_bigger_sample_keeps_the_references_of_the_smaller_one(ws, register):
    small = draw(ws, register, "--unit", "id", "--by", "team", "--size", "9", "--seed", "5")
    call("sample", "replace", "S-001", "C-02", "--reason", "Not in the cohort", "-w", ws)
    options = ["--unit", "id", "--by", "team", "--size", "14", "--extends", "S-001"]
    big = draw(ws, register, *options)
    before = {entry["unit"]: entry for entry in as_json("sample", "show", "S-001", "-w", ws)["cases"]}
    after = {entry["unit"]: entry for entry in as_json("sample", "show", "S-002", "-w", ws)["cases"]}
    assert {unit: entry["reference"] for unit, entry in before.items()}.items() <= {
        unit: entry["reference"] for unit, entry in after.items()
    }.items()
    struck = small["references"]["C-02"]
    assert after[struck]["standing"] == "struck out: Not in the cohort"
    assert sum(not entry["standing"].startswith("struck") for entry in after.values()) == 14
    assert big["seed"] == "5"
    assert "is the same" in call("sample", "verify", big["certificate"], register, "-w", ws).stdout
    assert "bigger --size" in refused("sample", "draw", register, *options[:5], "9", *options[6:], "-w", ws)
    wrong = refused("sample", "draw", register, *options, "--where", "team = A", "-w", ws)
    assert "not the register and frame that S-001 was drawn from" in wrong


def test_two_struck_out_in_the_smaller_sample_get_references_of_their_own(ws, register):
    small = draw(ws, register, "--unit", "id", "--by", "team", "--size", "20", "--seed", "7")
    strata = {case["unit"]: case["stratum"] for case in small["drawn"]}
    struck = [next(u for u in strata if strata[u] == team) for team in ("A", "B", "Ç")]
    for unit in struck:
        call("sample", "replace", "S-001", f"id={unit}", "--reason", "x", "-w", ws)
    draw(ws, register, "--unit", "id", "--by", "team", "--size", "21", "--extends", "S-001")
    cases = as_json("sample", "show", "S-002", "-w", ws)["cases"]
    assert len({case["reference"] for case in cases}) == len(cases)
    before = {
        case["unit"]: case["reference"] for case in as_json("sample", "show", "S-001", "-w", ws)["cases"]
    }
    after = {case["unit"]: case["reference"] for case in cases}
    assert {unit: after[unit] for unit in before if unit in after} == {
        unit: reference for unit, reference in before.items() if unit in after
    }
    assert sum(not case["standing"].startswith("struck") for case in cases) == 21


def test_those_drawn_lately_are_left_out_and_unused_reserves_are_not(ws, register):
    first = draw(ws, register, "--unit", "id", "--size", "10", "--today", "2026-05-01")
    call("sample", "replace", "S-001", "C-01", "--reason", "x", "-w", ws, "--today", "2026-05-02")
    taken = {case["unit"] for case in first["drawn"]} | {first["reserves"][0]["unit"]}
    second = draw(ws, register, "--unit", "id", "--size", "50", "--not-since", "2026-05-01")
    assert second["population"] == 150 - 11
    assert not taken & {case["unit"] for case in second["drawn"]}
    third = draw(
        ws, register, "--unit", "id", "--size", "5", "--not-since", "2026-05-02", "--today", "2026-05-03"
    )
    assert third["population"] == 150 - 50 - 1 + len({c["unit"] for c in second["drawn"]} & taken)
    call("sample", "discard", "S-001", "--reason", "x", "-w", ws)
    assert draw(ws, register, "--unit", "id", "--size", "5", "--not-since", "2026-05-01")["population"] <= 100
    assert "is the same" in call("sample", "verify", second["certificate"], register, "-w", ws).stdout


def test_cases_named_by_hand_are_recorded_as_such(ws, register, tmp_path):
    chosen = write(tmp_path / "ids.csv", "id\nC-001\nC-003\n")
    found = draw(ws, register, "--unit", "id", "--judgement", chosen)
    assert [case["unit"] for case in found["drawn"]] == ["C-001", "C-003"]
    assert not found["seed"]
    said = call("sample", "show", "S-001", "-w", ws).stdout
    assert "Chosen by hand" in said
    assert script(Path(found["certificate"]).parent)[0] == 0
    assert "is the same" in call("sample", "verify", found["certificate"], register, "-w", ws).stdout
    assert "no reserve" in refused("sample", "replace", "S-001", "C-01", "--reason", "x", "-w", ws)
    write(chosen, "id\nC-001\nnobody\n")
    assert "nobody" in refused("sample", "draw", register, "--unit", "id", "--judgement", chosen, "-w", ws)


def test_carried_columns_stand_in_the_case_list_and_nowhere_else(ws, tmp_path):
    events = written(tmp_path / "events.csv", EVENTS)
    options = ["--unit", "child", "--distinct", "--size", "5", "--carry", "family", "--carry", "date"]
    found = draw(ws, events, *options)
    folder = Path(found["certificate"]).parent
    book = openpyxl.load_workbook(folder / "cases.xlsx")
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert cells.count("05/02/2026") >= 1
    assert "F1" in cells
    for name in ("certificate.json", "frame.csv"):
        assert "F1" not in (folder / name).read_text(encoding="utf-8")
    database = (ws / "audit.db").read_bytes()
    assert b"05/02/2026" not in database


def test_only_what_may_be_published_is_published(ws, register):
    found = draw(ws, register, "--unit", "id", "--by", "worker", "--size", "20", "--seed", "5")
    said = call("sample", "show", "S-001", "--public", "-w", ws).stdout
    assert not [case for case in found["drawn"] if case["unit"] in said or case["ticket"] in said]
    assert as_json("sample", "show", "S-001", "--public", "-w", ws)["population"] == 150


# --- what is refused --------------------------------------------------------------------------------


REFUSED = {
    "no size": ([], "Say how many"),
    "a size that is none": (["--size", "many"], "'many' is no size"),
    "more than there are": (["--size", "151"], "there are 150"),
    "two designs": (["--cluster", "worker", "--weight", "risk"], "only one"),
    "strata of a cluster draw": (
        ["--cluster", "worker", "--clusters", "2", "--per-cluster", "2", "--by", "team"],
        "has no strata",
    ),
    "clusters without numbers": (["--cluster", "worker"], "--clusters M and --per-cluster K"),
    "an allocation without strata": (["--size", "5", "--allocate", "equal"], "is for strata"),
    "neyman without figures": (["--size", "5", "--by", "team", "--allocate", "neyman"], "reads --strata"),
    "an unknown column": (["--size", "5", "--by", "teem"], "did you mean 'team'?"),
    "an unknown value": (["--size", "5", "--where", "team = Z"], "No cell says 'z'"),
    "a condition that is none": (["--size", "5", "--where", "team ~ Z"], "cannot be read"),
    "nobody left": (["--size", "5", "--where", "started < 2020-01-01"], "Nobody is left"),
    "all, and shared out": (["--size", "all", "--by", "team", "--allocate", "equal"], "leave out --allocate"),
    "all, and some behind": (["--size", "all", "--reserves", "3"], "leave out --reserves"),
    "two sub-samples of a name": (["--size", "5", "--sub", "a=2", "--sub", "a=3"], "Two sub-samples"),
    "a sub-sample's name": (["--size", "5", "--sub", "Start=2"], "cannot be read"),
    "an unknown sample": (["--size", "5", "--extends", "S-009"], "There is no sample 'S-009'"),
    "open on a day": (["--size", "5", "--open-on", "2026-01-01"], "not known which columns"),
    "weights that are none": (["--size", "5", "--weight", "team"], "is no weight"),
    "a list that is not there": (["--size", "5", "--only", "nowhere.csv"], "no such file"),
}


@pytest.mark.parametrize(("options", "says"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_drawn_is_refused_in_a_sentence_and_leaves_nothing(options, says, ws, register):
    assert says in refused("sample", "draw", register, "--unit", "id", *options, "-w", ws)
    assert as_json("sample", "list", "-w", ws) == {"samples": [], "acts": 0, "wrong": []}
    assert not (ws / "samples").exists()


def test_what_tells_who_a_child_is_makes_no_strata(ws, tmp_path):
    path = write(
        tmp_path / "r.csv", "case,Surname,Team,NHS number\n1,Ash,A,943 476 5919\n2,Oak,B,401 023 2137\n"
    )
    said = refused("sample", "draw", path, "--unit", "case", "--by", "Surname", "--size", "1", "-w", ws)
    assert "holds a name, which would stand in the certificate" in said
    said = refused(
        "sample", "draw", path, "--unit", "case", "--where", "Surname = Ash", "--size", "1", "-w", ws
    )
    assert "list the ids in a file and name it with --only" in said
    assert draw(ws, path, "--unit", "case", "--by", "Team", "--size", "2")["population"] == 2


# --- the fake registers -----------------------------------------------------------------------------


@needs_registers
def test_open_episodes_of_the_903_by_legal_status_and_placement(ws):
    episodes = REGISTERS / "ssda903" / "episodes.csv"
    options = ["--distinct", "--where", "DEC is blank", "--by", "LS", "--by", "PLACE", "--size", "40"]
    found = draw(ws, episodes, *options, "--seed", "48151623")
    assert found["population"] == 1408
    assert sum(stratum["population"] for stratum in found["strata"].values()) == 1408
    assert "5 ids stand in more than one row" in refused("sample", "draw", episodes, *options[1:], "-w", ws)
    assert script(Path(found["certificate"]).parent)[0] == 0
    assert "is the same" in call("sample", "verify", found["certificate"], episodes, "-w", ws).stdout


@needs_registers
@pytest.mark.parametrize("book", ["liia_Annex_A_2024_Jan.xlsx", "cscdp_annexa_example.xlsx"])
@pytest.mark.parametrize("number", range(1, 12))
def test_every_list_of_both_annex_a_workbooks(book, number, ws):
    lists = f"{REGISTERS / 'annex_a' / book}#List {number}"
    if book.startswith("cscdp") and number > 8:
        assert "the list is empty" in refused("sample", "draw", lists, "--size", "1", "-w", ws)
        return
    found = draw(ws, lists, "--distinct", "--size", "2", "--seed", "7")
    assert len(found["drawn"]) == 2
    assert "is the same" in call("sample", "verify", found["certificate"], lists, "-w", ws).stdout
    assert script(Path(found["certificate"]).parent)[0] == 0
