"""audit sample in a real terminal of 80 columns, and the mistakes that a person makes there."""

import errno
import os
import re
import sys
import time
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from test_cli_setup import as_json, call, refused, write
from test_draws import ROWS, written
from test_sample_command import ws

from audit import definitions
from audit.errors import StoreError
from audit.registers.copies import write_out
from audit.registers.opening import open_register
from audit.sampling.engines.duck import Duck

if sys.platform == "win32":
    pytest.skip("there is no terminal of this kind", allow_module_level=True)
from screens import CTRL_C, Terminal

__all__ = ["ws"]  # a fixture, found by its name

AUDIT = [sys.executable, "-m", "audit", "sample"]
UNIT = ["--unit", "id"]


@pytest.fixture
def register(tmp_path):
    return written(tmp_path / "a_register_of_children_with_a_long_name.csv", ROWS)


def seen(*args, columns=80):
    """What a terminal shows of a command, and how it ended."""
    terminal = Terminal([*AUDIT, *map(str, args)], columns=columns, lines=200)
    code = terminal.ended()
    return [line for line in terminal.lines if line], code


def test_the_list_keeps_ids_days_seeds_and_words_whole(ws, register):
    for seed in ("01234567890123456789", "7"):
        call("sample", "draw", register, *UNIT, "--by", "team", "--size", "5", "--seed", seed, "-w", ws)
    call("sample", "discard", "S-001", "--reason", "Drawn from last month's register", "-w", ws)
    lines, code = seen("list", "-w", ws)
    text = "\n".join(lines)
    assert code == 0
    day = next(act["at"] for act in as_json("sample", "list", "-w", ws)["samples"])[:10]
    for whole in ("S-001", day, "01234567890123456789", "stratified", "given", "thrown", "register"):
        assert whole in text
    assert lines[-1] == "6 acts in the ledger, and their chain holds."


@pytest.mark.parametrize("columns", [80, 120])
def test_a_draw_is_told_without_a_broken_word(columns, ws, register):
    options = [*UNIT, "--by", "team", "--allocate", "equal", "--size", "9", "--where", "team in A,B"]
    lines, code = seen("draw", register, *options, "--seed", "7", "-w", ws, columns=columns)
    assert code == 0
    told = " ".join(lines)
    for words in (
        "Left out before the draw: ",
        "only a seed made in public, after the seal's digest was minuted, rules that out.",
        "so nothing shows that a given seed was chosen afterwards.",
        "The strata do not give cases in proportion to their size",
    ):
        assert words in re.sub(" +", " ", told)
    assert any(line.split() == ["team", "Could", "be", "drawn", "Drawn"] for line in lines)


def test_a_refusal_breaks_between_words(ws, register):
    lines, code = seen("draw", register, *UNIT, "--size", "5", "--where", "team = nowhere at all", "-w", ws)
    assert code == 1
    assert " ".join(lines) == "Error: " + refused(
        "sample", "draw", register, *UNIT, "--size", "5", "--where", "team = nowhere at all", "-w", ws
    )


def test_the_help_begins_with_size_by_and_seed_and_ends_with_the_advanced():
    lines, _ = seen("draw", "--help")
    titles = [line for line in lines if line.endswith(":") and not line.startswith(" ")]
    assert titles[0] == "Most used:"
    assert titles[-1] == "Advanced:"
    first = lines[lines.index("Most used:") :]
    options = [line.split()[0] for line in first if line.startswith("  --")]
    assert options[:3] == ["--size", "--by", "--seed"]
    assert options[-1] == "--frame"
    assert [line for line in lines if line.strip().startswith("audit sample draw ") and line.endswith(" 40")]
    names = [line.split()[0] for line in seen("--help")[0] if re.match(r"  [a-z]+  ", line)]
    assert names == ["seal", "draw", "list", "show", "replace", "discard", "verify"]


def test_ctrl_c_in_the_middle_of_a_draw_leaves_nothing(ws, tmp_path):
    rows = "".join(f"{number:08},Team {number % 24}\n" for number in range(2_000_000))
    large = write(tmp_path / "large.csv", f"id,team\n{rows}")
    terminal = Terminal([*AUDIT, "draw", str(large), *UNIT, "--by", "team", "--size", "50", "-w", str(ws)])
    end = time.monotonic() + 20
    while not [*ws.glob(".scratch-*")] and time.monotonic() < end:
        terminal.read()
    time.sleep(0.3)
    terminal.process.send(CTRL_C)
    assert terminal.ended() == 130
    assert "Stopped. What was acknowledged is saved." in terminal.text
    assert "Traceback" not in terminal.text
    assert not [*ws.glob(".scratch-*")]
    assert as_json("sample", "list", "-w", ws) == {"samples": [], "acts": 0, "wrong": []}


def test_ctrl_c_after_a_draw_was_kept_and_before_it_was_told_says_that_it_is(ws, register, monkeypatch):
    def stopped(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr("audit.cli.samples.write_list", stopped)
    said = call("sample", "draw", register, *UNIT, "--size", "5", "-w", ws, code=None)
    assert "S-001 was drawn and is kept: 'audit sample show S-001' shows it." in said.stderr
    assert [one["id"] for one in as_json("sample", "list", "-w", ws)["samples"]] == ["S-001"]


# --- sentences --------------------------------------------------------------------------------------


def test_a_seal_says_who_can_be_drawn_who_was_left_out_and_what_to_do_next(ws, register):
    options = [register, *UNIT, "--where", "team = A", "--by", "worker", "-w", ws]
    found = call("sample", "seal", *options)
    units = sum(row["team"] == "A" for row in ROWS)
    assert f"; {units} can be drawn, of 150 rows." in found.stdout
    assert f"Left out before the draw: {150 - units} outside the conditions (team = A)." in found.stdout
    digest = as_json("sample", "seal", *options)["digest"]
    assert digest in found.stdout.split("\n")
    assert "then draw with the same options" in found.stderr
    assert "was sealed already" in call("sample", "seal", *options).stdout


def test_a_frame_without_anybody_is_told_with_why(ws, register):
    said = refused("sample", "draw", register, *UNIT, "--size", "5", "--where", "risk < 0", "-w", ws)
    assert said.startswith(
        "Nobody is left to draw from (left out were 150 outside the conditions (risk < 0)); "
    )


def test_a_certificate_is_named_by_its_sample_or_its_folder(ws, register):
    call("sample", "draw", register, *UNIT, "--size", "5", "-w", ws)
    for name in ("s-001", ws / "samples" / "S-001", ws / "samples" / "S-001" / "certificate.json"):
        assert "S-001 is the same" in call("sample", "verify", name, register, "-w", ws).stdout
    assert "cannot be read" in refused("sample", "verify", "S-002", "-w", ws)


# --- case lists that stand already ------------------------------------------------------------------


def test_no_case_list_is_written_over_what_somebody_wrote(ws, register, tmp_path):
    cases = tmp_path / "cases.xlsx"
    call("sample", "draw", register, *UNIT, "--size", "5", "-o", cases, "-w", ws)
    call("sample", "show", "S-001", "-o", cases, "-w", ws)
    book = openpyxl.load_workbook(cases)
    sheet = book["Cases"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "Reference")
    note = sheet.cell(
        head[0].row + 2, next(cell.column for cell in head if cell.value == "Note"), "read twice"
    )
    book.save(cases)
    before = cases.read_bytes()
    asked = {
        "show": ["show", "S-001"],
        "replace": ["replace", "S-001", "C-01", "--reason", "Closed before"],
        "draw": ["draw", register, *UNIT, "--size", "5"],
    }
    for command in asked.values():
        said = refused("sample", *command, "-o", cases, "-w", ws)
        assert f"somebody has written in it (sheet Cases, cell {note.coordinate}); name another file." in said
    assert cases.read_bytes() == before
    assert as_json("sample", "list", "-w", ws)["acts"] == 3


def test_no_other_file_is_taken_for_a_case_list(ws, register, tmp_path):
    other = tmp_path / "other.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Child ID", "Team"])
    book.save(other)
    named = tmp_path / "named.xlsx"
    book.active.title = "Cases"
    book.save(named)
    broken = write(tmp_path / "broken.xlsx", "no workbook")
    for path, why in ((other, "no case list"), (named, "no case list"), (broken, "cannot be read")):
        before = path.read_bytes()
        said = refused("sample", "draw", register, *UNIT, "--size", "5", "-o", path, "-w", ws)
        assert f"it stands there already and {'is ' if 'list' in why else ''}{why}" in said
        assert path.read_bytes() == before
    for path, why in (
        (tmp_path / "cases.csv", "must end in .xlsx"),
        (tmp_path / "no" / "c.xlsx", "no folder"),
    ):
        assert why in refused("sample", "draw", register, *UNIT, "--size", "5", "-o", path, "-w", ws)
    assert not as_json("sample", "list", "-w", ws)["samples"]


def full(*_):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_draw_whose_case_list_cannot_be_written_is_told_to_stand(ws, register, tmp_path, monkeypatch):
    cases = tmp_path / "cases.xlsx"
    with monkeypatch.context() as patch:
        patch.setattr("audit.workbook.book.half", full)
        said = refused("sample", "draw", register, *UNIT, "--size", "5", "-o", cases, "-w", ws)
    assert said.startswith("S-001 is drawn and kept, and only its case list is missing: ")
    assert "No space left on device" in said
    assert [line["id"] for line in as_json("sample", "list", "-w", ws)["samples"]] == ["S-001"]
    call("sample", "show", "S-001", "-o", cases, "-w", ws)
    assert cases.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_full_disk_is_not_laid_at_the_register_s_door(register, tmp_path):
    opened = open_register(str(register), definitions.library(), tmp_path, write_out)
    with closing(Duck(opened, tmp_path)) as engine, pytest.raises(StoreError, match="is full; make room"):
        engine.ask("COPY (SELECT * FROM range(200000)) TO '/dev/full' (FORMAT csv)")
    assert not engine.unreadable


# --- a seal that does not fit -----------------------------------------------------------------------


def test_a_draw_that_is_not_of_what_was_sealed_says_so(ws, register):
    call("sample", "seal", register, *UNIT, "--by", "team", "-w", ws)
    drawn = ["sample", "draw", register, *UNIT, "--size", "5", "-w", ws]
    assert "with other options; so this draw has a seal of its own." in call(*drawn).stderr
    assert "a seal of its own" not in call(*drawn).stderr
    call("sample", "seal", register, *UNIT, "--by", "worker", "-w", ws)
    written(register, ROWS[:-1])
    said = call(*drawn, "--by", "worker").stderr
    assert f"- {register.name} was sealed on " in said
    assert ", and the file has changed since; so this draw has a seal of its own." in said
    call("sample", "seal", register, *UNIT, "--by", "team", "-w", ws)
    assert "a seal of its own" not in call(*drawn, "--by", "team").stderr
