"""The report of a round about cases: its sheets, its figures, and how they are drawn."""

from dataclasses import replace
from itertools import chain

import openpyxl
import pytest
from case_rounds import TODAY, agreed, case_round
from samples import DESIGNS, rows_of, sample
from test_workbook import table, texts

from audit.cases.agreeing import agreeing
from audit.cases.comparing import compare
from audit.cases.concern import Concern
from audit.cases.plan import EACH, Plan
from audit.cases.results import Results
from audit.errors import FileError, UnknownError
from audit.sampling.design import Design
from audit.statistics.words import nearest
from audit.workbook.book import text as as_kept
from audit.workbook.case_edition import CaseEdition, Ready
from audit.workbook.case_ready import agreement, comparison
from audit.workbook.case_report import pages, write_case_report

CATALOGUE = """
    title: Cases
    scale: yes-partly-no
    standards:
      - id: V
        title: Voice
        questions:
          - {id: V1, text: Seen alone., themes: [voice-of-the-child]}
          - {id: V2, text: Police told us., applies_to: [police], themes: [information-sharing]}
      - id: W
        title: Consent
        questions:
          - {id: W1, text: Consent was asked., asked_of: consent, themes: [information-sharing]}
"""
ASK = """
    against: local/set
    subject: case
    needs: {action: ['no'], evidence: []}
    questions:
      - {id: M1, text: Missing., kind: choices, choices: [chronology, plan], optional: yes}
      - {id: N1, text: Visits., kind: number, optional: yes}
      - {id: T1, text: Anything else., kind: text, optional: yes}
      - {id: G1, text: Done well., kind: text, optional: yes, good_practice: yes}
"""
EVIL = '=HYPERLINK("http://x","y") 🙂 \u202eabc'
SHEETS = {
    "subgroup": [
        *("Cover", "Contents", "Summary", "Heat map", "Questions", "Intervals", "Grades", "Cases"),
        *("Readings", "Agreement", "Comparison", "Actions", "Good practice", "Choices", "Method", "Notes"),
    ],
    "board": [
        *("Cover", "Contents", "Summary", "Heat map", "Questions", "Intervals", "Grades"),
        *("Comparison", "Actions", "Good practice", "Choices", "Method", "Notes"),
    ],
}
READY = Ready(("Up from 3 of 5 to 4 of 5.",), ("Question", "First"), (("V1", "3 of 5"),))


def low(said=EVIL, who="Ada", when="2026-12-31"):
    return {"value": "no", "action": {"what": said, "who": who, "when": when}}


def audited(asked, said=EVIL):
    """Twelve cases of 80, read by police and health: moderated, read twice, one replaced, one unusable."""
    design = Design("simple", 12, subs={"consent": "3"})
    rows = rows_of(80, name="K-{:05}")
    standing = sample(design, rows, replaced=[("C-02", f"closed before, {said}")])
    subs = {entry.reference for entry in standing.current if "consent" in entry.subs}
    given = {}
    for place, entry in enumerate(standing.current):
        ref = entry.reference
        more = {"W1": "yes"} if ref in subs else {}
        given[ref, "police", 1] = {"V1": low(said) if place % 3 == 0 else "yes", "V2": "yes"} | more
        given[ref, "health", 1] = {"V1": "partly"} | more
    last = standing.current[-1].reference
    given[last, "police", 1] |= {
        "V2": {"value": "n/a", "reason": said},
        "M1": ["plan"],
        "N1": "4",
        "T1": said,
        "G1": said,
    }
    given["C-01", "police", 1]["V1"] |= {"comment": said}
    plan = Plan("S-001", EACH, double="1")
    twice = next(one.ref for one in case_round(asked, standing, given, plan=plan).usable if one.twice)
    given[twice, "health", 2] = {"V1": "no"}
    readers = {"police": "yes", "health": "partly"}
    panel = [agreed("C-03", "V1", "yes", **readers)]
    concerns = [
        Concern(1, "R", "C-05", "V1", said, "Ada", "2026-11-19T10:00:00+00:00", told="head of service"),
        Concern(2, "R", "C-06", "V1", said, "Ada", "2026-11-18T10:00:00+00:00", outcome=said),
    ]
    more = {"plan": plan, "panel": panel, "unusable": {"C-04": f"no file, {said}"}, "concerns": concerns}
    return Results(case_round(asked, standing, given, agencies=("police", "health"), **more), TODAY)


def written(found, path, audience="subgroup", **more):
    write_case_report(found, path, audience=audience, partnership="Kingsbridge SCP", **more)
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="session")
def asked(make):
    return make(CATALOGUE, ASK)


@pytest.fixture(scope="session")
def found(asked):
    return audited(asked)


@pytest.fixture(scope="session", params=["subgroup", "board"])
def book(request, found, tmp_path_factory):
    path = tmp_path_factory.mktemp("cases") / f"{request.param}.xlsx"
    book = written(found, path, request.param, agreement=READY, comparison=READY, asks=("agree a date",))
    book.audience = request.param
    return book


@pytest.fixture(scope="session")
def subgroup(found, tmp_path_factory):
    return written(found, tmp_path_factory.mktemp("cases") / "s.xlsx")


@pytest.fixture(scope="session")
def dip(asked):
    """One reader, 12 of 80, all answered: 9 meet V1."""
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    refs = [entry.reference for entry in standing.current]
    grades = ["yes"] * 9 + ["no"] * 3
    given = {(ref, "police", 1): {"V1": one, "V2": "yes"} for ref, one in zip(refs, grades, strict=True)}
    return Results(case_round(asked, standing, given), TODAY)


def test_the_sheets_stand_in_their_order_and_all_are_seen(book):
    assert book.sheetnames == SHEETS[book.audience]
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert [name for name in texts(book["Contents"]) if name in SHEETS["subgroup"]][1:] == book.sheetnames


def test_every_question_stands_with_its_counts_its_share_and_its_interval(dip, tmp_path):
    shown = table(written(dip, tmp_path / "r.xlsx")["Questions"], "Question")
    for name, one in dip.questions.items():
        line = shown[name]
        assert (line["Met"], line["Of"], line["Not answered"]) == (one.compliant, one.n, one.unanswered)
        if one.n:
            assert line["Share"] == nearest(str(one.share), one.n)
            assert line["In the whole register"] == f"{one.low_count:,} to {one.high_count:,}"
            assert line["How it is made"] == "exact, of this register"
    assert (shown["V1"]["Met"], shown["V1"]["Of"]) == (9, 12)


def test_the_chart_draws_each_share_as_a_dot_and_its_interval_as_a_line(dip, tmp_path):
    sheet = written(dip, tmp_path / "r.xlsx")["Intervals"]
    shown = table(sheet, "Question")
    for name, one in dip.questions.items():
        if one.n:
            line = shown[name]
            ends = line["Share"] - line["Below the share"], line["Share"] + line["Above the share"]
            assert ends == pytest.approx((line["From"], line["To"]))
            assert line["From"] <= one.low
            assert one.low - line["From"] <= 0.001
            assert one.high <= line["To"]
            assert line["To"] - one.high <= 0.001
            assert line["In a sentence"] == one.sentence
    (chart,) = sheet._charts
    (series,) = chart.ser
    rows = len([one for one in dip.questions.values() if one.n])
    top = next(cell.row for cell in sheet["A"] if cell.value == "Question")
    named = dict(zip("CFG", (series.val, series.errBars.minus, series.errBars.plus), strict=True))
    assert series.errBars.errBarType == "both"
    assert {column: part.numRef.f for column, part in named.items()} == {
        column: f"Intervals!${column}${top + 1}:${column}${top + rows}" for column in named
    }
    assert texts(sheet).count("Lowest: V1, met in 9 of 12") == 0  # the finding is the chart's own title


def test_a_judgement_sample_has_dots_without_lines_and_says_why(asked, tmp_path):
    standing = sample(Design("judgement"), rows_of(60), chosen=("00003", "00017"))
    given = {(entry.reference, "police", 1): {"V1": "yes"} for entry in standing.current}
    found = Results(case_round(asked, standing, given), TODAY)
    book = written(found, tmp_path / "r.xlsx", "board")
    line = table(book["Intervals"], "Question")["V1"]
    assert [line[name] for name in ("Share", "From", "To", "Below the share")] == [1, "–", "–", "–"]
    everything = " ".join(chain.from_iterable(map(texts, book)))
    assert "chosen by hand" in everything
    assert "confident" not in everything


def test_nothing_answered_yet_gives_no_chart_and_says_so(asked, tmp_path):
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    book = written(Results(case_round(asked, standing), TODAY), tmp_path / "r.xlsx")
    assert not [chart for sheet in book for chart in sheet._charts]
    assert "Nothing has been graded yet, so there are no figures." in texts(book["Summary"])
    assert "12 cases are not read to the end yet, so figures may change." in texts(book["Summary"])
    assert {row["V1"] for row in table(book["Cases"], "Case").values()} == {"Not answered"}


def test_the_grades_add_up_to_the_cases_that_were_asked(found, book):
    shown = table(book["Grades"], "Question", "Yes")
    for name, one in found.questions.items():
        line = shown[name]
        assert [line["Yes"], line["Partly"], line["No"]] == list(one.grades.values())
        assert sum(one.grades.values()) == one.n
    series = [entry.val.numRef.f for chart in book["Grades"]._charts for entry in chart.ser]
    assert len(series) == 3


def test_the_heat_map_counts_themes_and_parts_for_all_and_by_agency(found, book):
    shown = table(book["Heat map"], "Theme")
    for name in found.themes:
        line = shown[found.case_round.round.template.words.themes[name]]
        assert line["All"].endswith(f": {found.themes[name].compliant} of {found.themes[name].n}")
        own = found.theme_of_agency(name, "police")
        told = f": {own.compliant} of {own.n}"
        # Of the sub-sample so few count that they are not told of one agency to a board.
        hidden = book.audience == "board" and name == "information-sharing"
        assert line["Police"].endswith("[c]" if hidden else told)
    assert table(book["Heat map"], "Part")["Voice"]["All"].startswith(("Mostly", "Partly", "Seldom"))


def test_strata_stand_on_the_heat_map_of_a_subgroup_alone(asked, tmp_path):
    standing = sample(Design("stratified", 12, "equal"), rows_of(80, teams=3))
    given = {(entry.reference, "police", 1): {"V1": "yes"} for entry in standing.current}
    found = Results(case_round(asked, standing, given), TODAY)
    shown = table(written(found, tmp_path / "s.xlsx")["Heat map"], "Question", "Team 1")
    assert shown["V1 Seen alone."]["Team 2"] == "Mostly: 4 of 4"
    assert "Team 1" not in " ".join(texts(written(found, tmp_path / "b.xlsx", "board")["Heat map"]))


def test_every_case_stands_with_its_grade_in_words(found, subgroup):
    shown = table(subgroup["Cases"], "Case")
    assert set(shown) == {one.ref for one in found.usable}
    assert shown["C-03"]["V1"] == "Yes, panel"
    assert shown["C-01"]["V1"] == "Differ: 1 Partly, 1 No"
    assert shown[found.usable[-1].ref]["V2"] == "Not applicable"
    outside = next(one.ref for one in found.usable if "consent" not in one.subs)
    assert shown[outside]["W1"] == "Not asked"


def test_a_rule_of_colour_never_takes_one_word_for_another(subgroup):
    sheet = subgroup["Cases"]
    seen = set()
    for span in sheet.conditional_formatting:
        rules = sorted(span.rules, key=lambda rule: rule.priority)
        words = {rule.text: rule.dxf.fill.bgColor.rgb for rule in rules if rule.type == "beginsWith"}
        for row in sheet[str(span.sqref)]:
            for cell in row:
                first = next(word for word in words if cell.value.startswith(word))
                seen.add(first)
                assert words[first][-6:] == cell.fill.fgColor.rgb[-6:], cell.value
    assert {"Not asked", "Not applicable", "Differ", "Yes"} <= seen


def test_what_the_panel_agreed_who_differs_and_who_is_out_stands_on_readings(found, subgroup):
    sheet = subgroup["Readings"]
    panel = table(sheet, "Case", "Panel")["C-03"]
    assert panel["What readers said"] == "Health: Partly; Police: Yes"
    assert (panel["Panel"], panel["Its reason"]) == ("Yes", "so agreed")
    (twice,) = (ref for ref, _, reading in found.case_round.readings if reading == 2)
    second = table(sheet, "Case", "Second reading")[twice]
    assert (second["First reading"], second["Second reading"]) == ("Partly", "No")
    drift = table(sheet, "Answers", "Moves")[2]
    assert drift["Which grades"] == "panel against first reading"
    assert (drift["Mean, of 1 the whole scale"], drift["Moves"]) == ("+0.25", "1 up, 0 down, 1 the same")
    out = table(sheet, "Case", "What happened")
    assert (out["C-02"]["What happened"], out["C-02"]["In its place"]) == ("Replaced", "C-13")
    assert out["C-04"]["What happened"].startswith("Unusable")


def test_a_grade_that_the_panel_agreed_on_other_words_is_to_be_agreed_again(asked, found, tmp_path):
    given = {key: {"V1": "no"} for key in found.case_round.readings if key[2] == 1}
    panel = [agreed("C-03", "V1", "yes", police="yes", health="partly")]
    more = {"agencies": ("police", "health"), "panel": panel}
    again = Results(case_round(asked, found.case_round.standing, given, **more), TODAY)
    book = written(again, tmp_path / "r.xlsx")
    assert table(book["Readings"], "Case", "Panel")["C-03"]["Panel"] == "Yes: to be agreed again"
    assert table(book["Cases"], "Case")["C-03"]["V1"] == "No, all 2"


def test_the_summary_tells_the_weakest_in_the_words_of_its_figure(dip, tmp_path):
    shown = texts(written(dip, tmp_path / "r.xlsx")["Summary"])
    assert f"Weakest: V1, “Seen alone.” {dip.questions['V1'].sentence}" in shown
    assert "Met wherever it counts: V2; a count of this size does not show that none fails." in shown


def test_actions_stand_with_the_issue_that_they_answer(found, book):
    sheet = book["Actions"]
    (one,) = sheet.tables.values()
    heads, *rows = [[cell.value for cell in row] for row in sheet[one.ref]]
    question = found.case_round.round.template.by_id["V1"]
    bad = [one.ref for one in found.usable if found.values.grade((one.ref, "police", 1), question) == "no"]
    same = ["V1 Seen alone.", as_kept(EVIL), "No", "Police", "31 December 2026"]
    if book.audience == "board":
        assert heads[-1] == "By when"
        assert rows == [same]
    else:
        assert heads[-2:] == ["Who", "Case"]
        assert rows == [[*same, "Ada", ref] for ref in bad]
    assert len(bad) > 1


def test_what_was_said_is_counted_or_told(book):
    few = book.audience == "board"  # which is not told what one child alone has
    assert table(book["Choices"], "What is asked", "Choice")["Missing."] == {
        "What is asked": "Missing.",
        "Choice": "plan",
        "How often": "[c]" if few else 1,
    }
    assert table(book["Choices"], "What is asked", "What was said")["Visits."]["Answers"] == (
        "[c]" if few else 1
    )
    assert as_kept(EVIL) in texts(book["Good practice"])


def test_the_same_results_and_day_give_the_same_bytes(asked, tmp_path):
    for audience in ("subgroup", "board"):
        pair = [tmp_path / f"{audience}{n}.xlsx" for n in (1, 2)]
        for path in pair:
            write_case_report(audited(asked), path, audience=audience)
        assert pair[0].read_bytes() == pair[1].read_bytes()


def test_nothing_is_left_where_a_report_cannot_be_written(found, tmp_path):
    with pytest.raises(UnknownError, match="subgroup, board or public"):
        write_case_report(found, tmp_path / "r.xlsx", audience="press")
    with pytest.raises(FileError):
        write_case_report(found, tmp_path / "none" / "r.xlsx", audience="board")
    assert not list(tmp_path.iterdir())


def later(results, name="S"):
    """The same round under a later name, every case meeting V1 in each reading."""
    old = results.case_round
    given = {key: {"V1": "yes"} for key in old.readings if key[2] == 1}
    again = case_round(old.round.template, old.standing, given, agencies=("police", "health"), panel=())
    panel = {(ref, "V1"): agreed(ref, "V1", "yes", police="yes", health="yes") for ref, _, _ in given}
    return Results(replace(again, round=replace(again.round, name=name), panel=panel), TODAY)


@pytest.mark.parametrize("audience", ["subgroup", "board"])
def test_a_comparison_names_the_cases_that_moved_to_a_subgroup_alone(found, audience, tmp_path):
    compared = compare([replace(later(found), case_round=first_of(found)), later(found)])
    board = audience == "board"
    book = written(later(found), tmp_path / "r.xlsx", audience, comparison=comparison(compared, board=board))
    line = table(book["Comparison"], "Question")["V1"]
    assert line["What the comparison says"] == compared.questions[0].sentence
    assert line.get("Improved") == (None if board else "C-01, C-05")
    assert table(book["Comparison"], "Question")["W1"]["What the comparison says"]


def first_of(found):
    """The same cases before: the panel says of two that they did not meet V1."""
    old = later(found, "R").case_round
    low = {(ref, "V1"): agreed(ref, "V1", "no", police="yes", health="yes") for ref in ("C-01", "C-05")}
    return replace(old, panel={**old.panel, **low})


def test_agreement_stands_with_its_counts_and_the_figures_behind_them(found, tmp_path):
    own = agreeing(found, "readings")
    sheet = written(found, tmp_path / "r.xlsx", agreement=agreement(own))["Agreement"]
    line = table(sheet, "Question", "Agreed")["V1"]
    assert (line["Agreed"], line["Of"], line["How they differed"]) == ("0", "1", "Partly against No (1)")
    assert "Gwet's AC1" in table(sheet, "Question", "Percent agreement")["V1"]
    assert own.together.sentence in texts(sheet)


def test_sheets_of_ready_lines_stand_only_where_there_are_any(found):
    for audience in ("subgroup", "board"):
        names = [page.name for page in pages(CaseEdition(found, audience))]
        assert not {"Agreement", "Comparison"} & set(names)
