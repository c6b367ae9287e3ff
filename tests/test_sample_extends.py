"""A sample that is made bigger: nothing of the smaller one is lost, whatever was done to it."""

import pytest
from test_cli_setup import as_json, call, refused
from test_sample_command import draw, register, ws

__all__ = ["register", "ws"]  # fixtures, found by their names

BY = ("--unit", "id", "--by", "team")


def cases(ws, sample):
    return {case["unit"]: case for case in as_json("sample", "show", sample, "-w", ws)["cases"]}


def test_a_bigger_sample_that_would_lose_cases_is_refused(ws, register):
    draw(ws, register, *BY, "--size", "20", "--allocate", "equal", "--seed", "5")
    wider = (*BY, "--size", "21", "--extends", "S-001")
    said = refused("sample", "draw", register, *wider, "-w", ws)
    assert "This would leave out" in said
    assert "the same --allocate" in said
    draw(ws, register, *wider, "--allocate", "equal")
    assert cases(ws, "S-001").keys() < cases(ws, "S-002").keys()


def test_what_was_not_drawn_since_stays_as_it_was_when_the_first_sample_was_sealed(ws, register):
    narrowed = ("--unit", "id", "--not-since", "2026-01-01")
    other = draw(ws, register, "--unit", "id", "--size", "4")
    draw(ws, register, *narrowed, "--size", "5", "--seed", "7")
    draw(ws, register, *narrowed, "--size", "7", "--extends", "S-002")
    last = draw(ws, register, *narrowed, "--size", "9", "--extends", "S-003")
    assert cases(ws, "S-002").keys() < cases(ws, "S-003").keys() < cases(ws, "S-004").keys()
    assert not cases(ws, "S-004").keys() & {case["unit"] for case in other["drawn"]}
    assert "is the same" in call("sample", "verify", last["certificate"], register, "-w", ws).stdout
    independent = draw(ws, register, *narrowed, "--size", "5")
    assert not cases(ws, independent["id"]).keys() & cases(ws, "S-004").keys()


def test_each_reserve_takes_the_same_place_again(ws, register):
    small = draw(ws, register, *BY, "--size", "20", "--seed", "7")
    drawn = small["drawn"]
    first = {team: [c["unit"] for c in drawn if c["stratum"] == team][:2] for team in small["strata"]}
    for one, two in first.values():
        for unit in (two, one):  # not in the order of their references
            call("sample", "replace", "S-001", f"id={unit}", "--reason", "x", "-w", ws)
    big = draw(ws, register, *BY, "--size", "21", "--extends", "S-001")
    same = [team for team, count in small["strata"].items() if big["strata"][team] == count]
    assert same
    before, after = cases(ws, "S-001"), cases(ws, "S-002")
    kept = [case for case in before.values() if case["stratum"] in same]
    assert sum("in the place of" in case["standing"] for case in kept) == 2 * len(same)
    assert [after[case["unit"]] for case in kept] == kept


def test_a_bigger_sample_with_nobody_left_for_those_struck_out_says_so(ws, register):
    draw(ws, register, "--unit", "id", "--size", "5", "--seed", "7")
    call("sample", "replace", "S-001", "C-02", "--reason", "x", "-w", ws)
    bigger = ("--unit", "id", "--size", "150", "--extends", "S-001", "-w", ws)
    assert "C-02 of S-001 is struck out" in refused("sample", "draw", register, *bigger)
    assert list(cases(ws, "S-001")) == list(cases(ws, "s-001"))
    assert len(as_json("sample", "list", "-w", ws)["samples"]) == 1


def test_a_bigger_sample_says_whose_it_is(ws, register):
    draw(ws, register, "--unit", "id", "--size", "3")
    draw(ws, register, "--unit", "id", "--size", "5", "--extends", "s-001")
    shown = call("sample", "show", "S-002", "-w", ws).stdout
    assert "It extends S-001 and keeps its references." in shown


@pytest.mark.parametrize("size", ["150000", "600000", "99999999999"])
def test_a_size_beyond_all_registers_is_refused_as_such(size, ws, register):
    said = refused("sample", "draw", register, "--unit", "id", "--size", size, "-w", ws)
    assert "A sample holds at most 100,000 cases" in said
