"""audit sample: what is looked at before a draw, and what is told so that nobody is drawn unseen."""

import pytest
from test_cli_setup import as_json, call, refused, write
from test_sample_command import draw, register, ws

__all__ = ["register", "ws"]  # fixtures, found by their names


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["-o", "nowhere/cases.xlsx"], "there is no folder nowhere"),
        (["-o", "cases.csv"], "its name must end in .xlsx"),
        (["--frame", "nowhere/frame.csv"], "there is no folder nowhere"),
        (["--frame", "{register}"], "the draw reads this file"),
        (["--frame", "{folder}/audit.db"], "its name must end in .csv"),
        (["--frame", "{folder}/x.xlsx", "-o", "{folder}/x.xlsx"], "its name must end in .csv"),
        (["--exclude", "{list}", "--frame", "{list}"], "the draw reads this file"),
    ],
)
def test_a_file_that_cannot_be_written_stops_a_draw_before_it(options, says, ws, register, tmp_path):
    listed = write(tmp_path / "left-out.csv", "id\nC-001\n")
    before = register.read_bytes(), listed.read_bytes()
    options = [option.format(register=register, list=listed, folder=tmp_path) for option in options]
    assert says in refused("sample", "draw", register, "--unit", "id", "--size", "3", *options, "-w", ws)
    assert as_json("sample", "list", "-w", ws)["acts"] == 0
    assert (register.read_bytes(), listed.read_bytes()) == before


def test_a_bigger_sample_says_of_its_seed_what_the_smaller_one_said(ws, register):
    draw(ws, register, "--unit", "id", "--size", "3")
    draw(ws, register, "--unit", "id", "--size", "5", "--extends", "S-001")
    listed = as_json("sample", "list", "-w", ws)["samples"]
    assert [one["seed_was"] for one in listed] == ["made", "made"]


def test_nobody_left_says_which_rows_could_not_be_read(ws, tmp_path):
    written_late = write(tmp_path / "list.csv", "id,age\n1,4 years\n2,5 years\n")
    found = call(
        "sample", "draw", written_late, "--unit", "id", "--where", "age < 9", "--size", "1", "-w", ws, code=1
    )
    assert "2 with a date or number that cannot be read" in found.stderr
    assert "row 2 ('4 years'), row 3 ('5 years')" in found.stderr


def test_a_blank_id_is_named_once_and_not_as_repeated(ws, tmp_path):
    blank = write(tmp_path / "list.csv", "id,team\n1,A\n,A\n,B\n")
    found = call("sample", "draw", blank, "--unit", "id", "--size", "1", "-w", ws, code=1)
    assert found.stderr.count("has no id") == 2
    assert "more than one row" not in found.stderr


def test_a_note_below_the_totals_is_told_where_it_can_be_drawn(ws, tmp_path):
    noted = write(tmp_path / "list.csv", "id,team\n1,A\n2,A\n3,B\nTotal,\nRun on 1 May,\n")
    found = draw(ws, noted, "--unit", "id", "--size", "1")
    assert any("they can be drawn: Run on 1 May, Total." in said for said in found["warnings"])
    assert found["population"] == 5
    found = draw(ws, noted, "--unit", "id", "--size", "1", "--where", "team is not blank")
    assert not any("can be drawn" in said for said in found["warnings"])


def test_a_replacement_says_that_older_case_lists_do_not_show_it(ws, register):
    draw(ws, register, "--unit", "id", "--size", "3")
    replace = "sample", "replace", "S-001", "--reason", "closed", "-w", ws
    assert "audit sample show S-001 -o FILE.xlsx" in call(*replace, "C-01").stderr
    assert "-o FILE" not in call(*replace, "C-02", "-o", ws / "cases.xlsx").stderr


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (["03/12/2025", "01/02/2026", "15/01/2026"], "as text, not as dates"),
        (["9", "10", "0"], "as text, not as numbers"),
        (["2025-12-03", "2026-02-01", "2026-01-15"], ""),
        (["7", "8", "0"], ""),
        (["9", "10", "A"], ""),
    ],
)
def test_steps_through_dates_or_numbers_in_the_order_of_text_are_told(values, told, ws, tmp_path):
    lines = "".join(f"{number},{value}\n" for number, value in enumerate(values))
    listed = write(tmp_path / "list.csv", f"id,on\n{lines}")
    found = draw(ws, listed, "--unit", "id", "--systematic", "on", "--size", "2")
    assert [said for said in found["warnings"] if "in order as text" in said and told in said] == (
        found["warnings"] if told else []
    )


def test_an_id_that_tells_who_a_child_is_is_not_drawn(ws, tmp_path):
    rows = "Case,NHS number\n1,9434765919\n2,9434765870\n3,4010232137\n"
    names = write(tmp_path / "list.csv", rows)
    said = "'NHS number' holds an NHS number, which would stand in the certificate"
    assert said in refused("sample", "draw", names, "--unit", "NHS number", "--size", "1", "-w", ws)


def test_the_list_of_an_earlier_certificate_is_not_written_over(ws, register):
    draw(ws, register, "--unit", "id", "--size", "3")
    kept = ws / "samples" / "S-001" / "frame.csv"
    before = kept.read_bytes()
    narrowed = ("--unit", "id", "--where", "team = A", "--size", "3", "--frame", kept)
    assert "a certificate lies beside it" in refused("sample", "draw", register, *narrowed, "-w", ws)
    assert kept.read_bytes() == before


def test_a_blank_cluster_and_clusters_spelt_in_two_ways_are_told(ws, tmp_path):
    workers = write(tmp_path / "list.csv", "id,worker\n1,Ann\n2,ann\n3,\n4,Bob\n")
    options = ("--unit", "id", "--cluster", "worker", "--clusters", "2", "--per-cluster", "1")
    said = draw(ws, workers, *options)["warnings"]
    assert "Clusters that differ only in spelling stay apart: 'Ann', 'ann'." in said
    assert "Those blank in 'worker' are a cluster (blank) that can be drawn: 1." in said


def test_a_size_with_a_comma_is_thousands_or_refused(ws, register):
    assert "'1,5' is no size" in refused(
        "sample", "draw", register, "--unit", "id", "--size", "1,5", "-w", ws
    )
    said = refused("sample", "draw", register, "--unit", "id", "--size", "1,000", "-w", ws)
    assert "1,000 cases are asked for and there are 150" in said


def test_a_column_asked_for_in_two_ways_counts_those_that_differ_in_either(ws, tmp_path):
    rows = write(tmp_path / "list.csv", "id,team\na,x\na,y\nb,x\nc,\nc,z\n")
    options = ("--unit", "id", "--distinct", "--by", "team", "--one-per", "team", "--size", "1")
    assert "differ in 'team', for 2 of the ids" in " ".join(draw(ws, rows, *options)["warnings"])
