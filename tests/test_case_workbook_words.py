"""What no report on cases may hold: ids of the register, a case in a board's edition, typed formulas."""

import zipfile
from dataclasses import replace

import openpyxl
import pytest
from case_rounds import TODAY, case_round
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import rows_of, sample
from test_case_workbook import ASK, CATALOGUE, audited, written
from test_cli_setup import call, refused, write
from test_workbook import table, texts
from test_workbook_pages import widths

from audit.cases.case_round import Stop
from audit.cases.results import Results
from audit.sampling.design import Design
from audit.workbook import fit
from audit.workbook.case_edition import CaseEdition
from audit.workbook.case_report import write_case_report

LOOSE = "As in C-03, c 3, C03 and C–12; another C-99; not in V1, C99 or ABC-03."


@pytest.fixture(scope="module")
def asked(make):
    return make(CATALOGUE, ASK)


@pytest.fixture(scope="module")
def units(asked):
    found = audited(asked).case_round
    return [one.unit for one in found.subjects] + [str(one["unit"]) for one in found.standing.reserves]


@pytest.fixture(scope="module")
def found(asked, units):
    return audited(asked, said=f"{LOOSE} Child {units[0]} ({units[-1]}), =SUM(1). " * 40)


@pytest.fixture(scope="module", params=["subgroup", "board"])
def path(request, found, tmp_path_factory):
    path = tmp_path_factory.mktemp("words") / f"{request.param}.xlsx"
    asks = ("decide about C-03", LOOSE)
    write_case_report(found, path, audience=request.param, partnership="Kingsbridge SCP", asks=asks)
    return path


def parts(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_no_id_of_the_register_stands_anywhere_and_no_case_in_a_boards_edition(path, found, units):
    for name, part in parts(path).items():
        assert not [unit for unit in units if unit in part], name
        if path.stem == "board":
            # What the text says of references that this round does not have stays.
            left = part.replace("ABC-03", "").replace("C-99", "")
            assert not [one.ref for one in found.case_round.subjects if one.ref in left], name
            assert "Ada" not in part
    if path.stem == "subgroup":
        assert "C-03" in "".join(parts(path).values())


def test_what_looks_like_a_case_is_hidden_from_a_board_and_nothing_else(found):
    told = CaseEdition(found, "board").typed(LOOSE)
    assert told == "As in [case], [case], [case] and [case]; another [case]; not in V1, C99 or ABC-03."
    assert CaseEdition(found, "subgroup").typed(LOOSE) == LOOSE


def test_a_question_whose_id_looks_like_a_reference_keeps_it(make):
    asked = make(CATALOGUE.replace("V2", "C3"), ASK)
    told = CaseEdition(audited_as(asked), "board").typed("Answer C3 about C-03 and C 3.")
    assert told == "Answer C3 about [case] and [case]."


def audited_as(asked):
    standing = sample(Design("simple", 12), rows_of(80))
    return Results(case_round(asked, standing), TODAY)


@settings(max_examples=60)
@given(st.text(max_size=12), st.text(max_size=12), st.integers(0, 30), st.booleans())
def test_no_reference_and_no_id_comes_through_in_any_text(found, before, after, place, upper):
    subject = found.case_round.subjects[place % len(found.case_round.subjects)]
    for name in (subject.ref, subject.unit):
        said = f"{before} {name.upper() if upper else name.lower()} {after}"
        told = CaseEdition(found, "board").typed(said)
        assert name.casefold() not in told.casefold().split()
        assert "[id]" in told or "[case]" in told


def test_typed_text_never_becomes_a_formula_or_a_link(path):
    for name, part in parts(path).items():
        if name.startswith("xl/worksheets/sheet"):
            assert "<f>" not in part
            assert "http" not in part.split("<sheetData>")[1].split("</sheetData>")[0]


def test_concerns_come_first_by_reference_or_for_a_board_by_their_number(path):
    book = openpyxl.load_workbook(path)
    for name in ("Cover", "Summary", "Heat map", "Actions"):
        first = texts(book[name])[1]
        if path.stem == "board":
            assert first == "2 immediate concerns were raised; the outcome of 1 of them is not recorded yet."
        else:
            assert first.startswith("Immediate concern about C-05 (raised 19 November 2026)")
    asked = [line for line in texts(book["Summary"]) if "1 immediate concern is not recorded" in line]
    assert bool(asked) == (path.stem == "board")


def test_a_board_hears_of_one_concern_as_of_one(asked, found, tmp_path):
    one = found.case_round.concerns[0]
    again = Results(case_round(asked, found.case_round.standing, concerns=[one]), TODAY)
    shown = texts(written(again, tmp_path / "r.xlsx", "board")["Cover"])
    assert shown[1] == "1 immediate concern was raised; the outcome of it is not recorded yet."


def test_every_text_in_a_table_fits_its_row_and_no_cell_is_blank(path):
    for sheet in openpyxl.load_workbook(path):
        wide = widths(sheet)
        for one in sheet.tables.values():
            for row in sheet[one.ref]:
                for cell in row:
                    height = sheet.row_dimensions[cell.row].height
                    assert cell.value not in {None, ""}, (sheet.title, cell.coordinate)
                    assert height <= 409, "Excel takes no more"
                    if isinstance(cell.value, str):
                        most = fit.lines(cell.value, wide[cell.column]) * 13
                        assert most <= height, (sheet.title, cell.coordinate)


def test_the_digests_behind_the_draw_and_the_template_stand_in_method(path, found):
    told = texts(openpyxl.load_workbook(path)["Method"])
    certificate = found.case_round.standing.certificate
    seal = next(act["digest"] for act in certificate["acts"] if act["act"] == "seal")
    assert {seal, found.case_round.round.template.digest} <= set(told)
    assert (certificate["digest"] in told) == (path.stem == "subgroup")


@pytest.mark.parametrize("audience", ["subgroup", "board"])
def test_a_round_stopped_on_a_verdict_shows_its_limits_and_a_board_no_case(asked, audience, tmp_path):
    standing = sample(Design("simple", 12), rows_of(40))
    refs = [entry.reference for entry in standing.current]
    given = {(ref, "police", 1): {"V1": "yes", "V2": "yes"} for ref in refs}
    given[refs[2], "police", 1]["V2"] = {"value": "n/a", "reason": "x"}
    stopped = replace(case_round(asked, standing, given), stop=Stop("0.5", "0.95"))
    found = Results(stopped, TODAY)
    book = written(found, tmp_path / "r.xlsx", audience)
    line, one = table(book["Questions"], "Question")["V1"], found.questions["V1"]
    assert one.method == "sequential"
    assert line["In the whole register"] == f"{one.low_count} to {one.high_count}"
    assert line["How it is made"] == "at any look"
    said = " ".join(text for sheet in book for text in texts(sheet))
    assert "stopped on a verdict against a target of 50 %" in said
    assert (f"V2: {refs[2]} is not applicable" in said) == (audience == "subgroup")
    assert ("V2: [case] is not applicable" in said) == (audience == "board")


def test_the_command_writes_a_report_of_a_round_about_cases(tmp_path):
    ws = tmp_path / "ws"
    call("init", ws, "--name", "Kingsbridge")
    call("round", "open", "observation/practice", "--name", "seen", "--due", "2026-12-31", "-w", ws)
    answers = write(tmp_path / "a.yaml", "{}\n")
    call("ask", "seen", "--new", "--answers", answers, "--by", "Ada", "-w", ws, code=None)
    out = tmp_path / "r.xlsx"
    said = call("report", "seen", "--for", "board", "-o", out, "-w", ws).stderr
    assert "is written" in said
    assert "people write names" in said
    assert openpyxl.load_workbook(out).sheetnames[0] == "Cover"
    second = ["round", "open", "observation/practice", "--name", "later", "--due", "2027-12-31"]
    call(*second, "-w", ws)
    call("report", "seen", "later", "--for", "subgroup", "-o", out, "-w", ws)
    assert "Comparison" in openpyxl.load_workbook(out).sheetnames
    call("agency", "add", "Police", "--kind", "police", "-w", ws)
    call("round", "open", "section-11/short", "--name", "s11", "--due", "2027-12-31", "-w", ws)
    both = refused("report", "s11", "later", "--for", "board", "-o", out, "-w", ws)
    assert "no single report holds both" in both
    wrong = refused("report", "seen", "--for", "board", "-o", out, "--drafts", "-w", ws, code=2)
    assert "--drafts goes with rounds about agencies" in wrong
