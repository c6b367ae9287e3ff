"""What a report on cases tells to whom: figures to all, small numbers and words to few."""

import zipfile
from dataclasses import replace
from types import SimpleNamespace

import openpyxl
import pytest
from accessible import wrong
from case_rounds import TODAY, case_round
from hypothesis import given
from hypothesis import strategies as st
from samples import rows_of, sample
from test_case_workbook import ASK, CATALOGUE, READY, audited, first_of, later, written
from test_workbook import table, texts

from audit.cases.comparing import compare
from audit.cases.plan import ANYONE, Plan
from audit.cases.results import Results
from audit.cli.case_report import _before
from audit.disclosure.counts import Counts, small
from audit.disclosure.protect import protect
from audit.sampling.design import Design
from audit.sampling.public import public_figures
from audit.store.reports import keep_report
from audit.store.rows import Stamp
from audit.store.store import Store
from audit.summaries.kept import Kept
from audit.workbook.case_disclosed import STRATA, choice_cells, printed, stands_again
from audit.workbook.case_edition import CaseEdition
from audit.workbook.case_ready import comparison
from audit.workbook.case_report import case_report_of, write_case_report
from audit.workbook.case_small import few

EDITIONS = ("subgroup", "board", "public")
MARK = "XQZ"  # stands in whatever somebody typed of a case
TYPED = (MARK, "so agreed", "no file", "closed before", "head of service", "Ada")
COUNTED = """
    against: local/set
    subject: case
    needs: {action: [], evidence: []}
    questions:
      - {id: K1, text: Which need., kind: choice, choices: [care, health, school], optional: yes}
      - {id: K2, text: What was missing., kind: choices, choices: [plan, chronology], optional: yes}
      - {id: N1, text: Visits., kind: number, optional: yes}
"""


@pytest.fixture(scope="module")
def asked(make):
    return make(CATALOGUE, ASK)


@pytest.fixture(scope="module")
def found(asked):
    return audited(asked, said=f"{MARK} of C-03")


@pytest.fixture(scope="module", params=EDITIONS)
def path(request, found, tmp_path_factory):
    """A report compared with an earlier round, as each audience gets it."""
    now = replace(later(found), case_round=replace(found.case_round, round=later(found).case_round.round))
    compared = compare([replace(later(found), case_round=first_of(found)), now])
    path = tmp_path_factory.mktemp("editions") / f"{request.param}.xlsx"
    more = {"comparison": comparison(compared, board=request.param != "subgroup"), "compared": compared}
    write_case_report(now, path, audience=request.param, partnership="Kingsbridge SCP", **more)
    return path


def parts(path):
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def test_an_edition_keeps_the_rules_of_its_readers(path):
    assert wrong(path, path.stem) == []


def test_nothing_that_somebody_typed_is_published_and_no_case_named_to_a_board(path, found):
    whole = parts(path)
    refs = {one.ref for one in found.case_round.subjects}
    units = {one.unit for one in found.case_round.subjects}
    readers = {name for one in found.case_round.responses for name in one.readers}
    assert not [unit for unit in units if unit in whole]
    if path.stem == "subgroup":
        assert refs & set(texts(openpyxl.load_workbook(path)["Cases"]))
        assert MARK in whole
        return
    assert not [name for name in refs | readers if name in whole]
    assert (MARK in whole) == (path.stem == "board")
    if path.stem == "public":
        assert not [one for one in TYPED if one in whole]


def test_the_public_hears_of_no_number_of_concerns(path):
    said = "concerns were raised" in parts(path) or "Immediate concern about" in parts(path)
    assert said == (path.stem != "public")


def test_issues_are_counted_for_the_public_by_question(path):
    if path.stem == "public":
        line = table(openpyxl.load_workbook(path)["Actions"], "What is asked")["Seen alone."]
        assert (line["Issues identified"], line["Actions planned"]) == (4, 4)


# --- a dip of ten cases -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ten(asked):
    """Ten cases of 80, three of which meet V1 and nine V2."""
    standing = sample(Design("stratified", 10), rows_of(80, teams=4))
    refs = [entry.reference for entry in standing.current]
    grades = [("yes" if place < 3 else "no", "yes" if place else "no") for place in range(10)]
    given = {(ref, "police", 1): {"V1": one, "V2": two} for ref, (one, two) in zip(refs, grades, strict=True)}
    return Results(case_round(asked, standing, given), TODAY)


@pytest.mark.parametrize("audience", EDITIONS)
def test_how_many_of_ten_files_met_each_question_theme_and_part_is_told_to_all(ten, audience, tmp_path):
    book = written(ten, tmp_path / "r.xlsx", audience)
    public = audience == "public"
    heading = "What is asked" if public else "Question"
    shown = table(book["Questions"], heading)
    for question in ten.graded:
        line, one = shown[question.text if public else question.id], ten.questions[question.id]
        assert (line["Met"], line["Of"]) == (one.compliant, one.n)
    themes = table(book["Heat map"], "Theme")
    assert themes["Voice of the child"]["All"].endswith(": 3 of 10")
    (sheet,) = [one for one in book if "Part" in texts(one) and "Voice" in texts(one)]
    assert table(sheet, "Part")["Voice"]["All"].endswith(": 12 of 20")


@pytest.mark.parametrize("audience", ["board", "public"])
def test_shares_over_strata_are_told_in_whole_per_cents(ten, audience, tmp_path):
    sheet = written(ten, tmp_path / "r.xlsx", audience)["Intervals"]
    shown = table(sheet, "In a sentence" if audience == "public" else "Question", "Share").values()
    ends = [line[name] for line in shown for name in ("Share", "From", "To") if line[name] != "[z]"]
    assert len(ends) > 2
    assert all(end == round(end, 2) for end in ends)
    (first, *_) = shown
    assert first["From"] <= ten.questions["V1"].low
    assert first["To"] >= ten.questions["V1"].high


@pytest.mark.parametrize("audience", ["board", "public"])
def test_by_team_nothing_is_told_but_to_the_subgroup(ten, audience, tmp_path):
    book = written(ten, tmp_path / "r.xlsx", audience)
    assert not [name for name in book.sheetnames if "Team 1" in texts(book[name]) and name != "Cases drawn"]
    whole = " ".join(text for sheet in book for text in texts(sheet))
    assert "2 or 3 from each" not in whole
    assert "Drawn at random from each stratum (Team): 10 of 80." in whole
    assert "2 or 3 from each" in " ".join(texts(written(ten, tmp_path / "s.xlsx")["Cover"]))


# --- counts of children by what they have in common -------------------------------------------------

FEW = [(f"{n:05}", "Few" if n < 3 else f"Team {n % 4}", "W", 1) for n in range(80)]


@pytest.mark.parametrize("allocate", ["proportional", "equal"])
def test_no_figure_tells_the_public_how_a_team_came_out(asked, allocate):
    """Of the same number that met it, whichever teams they are of, it learns the same; others have shares."""
    rows = [(f"{n:05}", "Team 1" if n < 30 else "Team 2", "W", 1) for n in range(100)]
    made = sample(Design("stratified", 20, allocate), rows)
    told: dict[str, set[object]] = {name: set() for name in EDITIONS}
    for met in (range(8), range(5, 13), range(12, 20)):
        given = {
            (one.reference, "police", 1): {"V1": "yes" if place in met else "no"}
            for place, one in enumerate(sorted(made.current, key=lambda one: one.stratum))
        }
        results = Results(case_round(asked, made, given), TODAY)
        for name, found in told.items():
            figure = CaseEdition(results, name).results.questions["V1"]
            found.add((figure.compliant, figure.n, figure.share, figure.low, figure.sentence, figure.why))
    assert [len(told[name]) for name in EDITIONS] == [3, 3, 1]


@pytest.mark.parametrize("audience", EDITIONS)
def test_the_register_by_stratum_stands_under_the_rule_for_small_numbers(asked, audience, tmp_path):
    found = Results(case_round(asked, sample(Design("stratified", 12, "equal"), FEW)), TODAY)
    shown = table(written(found, tmp_path / "b.xlsx", audience)["Cases drawn"], "Team")
    counts = {name: line["In the register"] for name, line in shown.items()}
    units = found.case_round.standing.certificate["frame"]["strata"]
    assert counts.pop("All") == 80
    if audience == "subgroup":
        assert counts == units
        assert shown["Few"]["Chosen"] == 3
        return
    own = protect(Counts(STRATA, tuple(units), ("x",), tuple((count,) for count in units.values())))
    assert counts == {
        name: "[c]" if row[0] is None else row[0] for name, row in zip(units, own.cells, strict=True)
    }
    # What the list of samples publishes of the same register hides the same, so the two tell no more.
    assert counts == public_figures(found.case_round.standing)["strata"]
    assert counts["Few"] == "[c]"
    assert "Chosen" not in shown["Few"]


def test_how_many_of_each_stratum_were_chosen_is_told_where_none_is_small(asked, tmp_path):
    standing = sample(Design("stratified", 24, "equal"), rows_of(80, teams=2))
    found = Results(case_round(asked, standing), TODAY)
    shown = table(written(found, tmp_path / "b.xlsx", "public")["Cases drawn"], "Team")
    assert [line["Chosen"] for line in shown.values()] == [12, 12, 24]


def counted(template, needs, missing=3, visits=4):
    """A round with so many replies for each need; so many of all lack a plan."""
    words = [word for word, count in needs.items() for _ in range(count)]
    refs = [f"C-{n:02}" for n in range(1, len(words) + 1)]
    given = {
        (ref, "police", 1): {"V1": "yes", "K1": word, "K2": ["plan" if place < missing else "chronology"]}
        | ({"N1": str(place + 3)} if place < visits else {})
        for place, (ref, word) in enumerate(zip(refs, words, strict=True))
    }
    return Results(case_round(template, None, given, refs=refs, plan=Plan("", ANYONE)), TODAY)


@pytest.fixture(scope="module")
def choosing(make):
    return make(CATALOGUE, COUNTED)


@pytest.mark.parametrize("audience", EDITIONS)
def test_choices_that_few_took_are_hidden_with_what_would_give_them_away(choosing, audience, tmp_path):
    found = counted(choosing, {"care": 12, "health": 2, "school": 9})
    book = written(found, tmp_path / "r.xlsx", audience)
    cells = choice_cells(CaseEdition(found, audience))
    if audience == "subgroup":
        assert list(cells.values()) == [12, 2, 9, 3, 20]
        return
    # The small one and one more; and whoever counts those without a plan, where all answered.
    assert cells["K1", "health"] == "[c]"
    assert [*cells.values()].count("[c]") > 2
    assert cells["K2", "plan"] == cells["K2", "chronology"] == "[c]"
    shown = [sheet for sheet in book if "Visits." in texts(sheet)]
    assert table(shown[0], "What is asked", "What was said")["Visits."]["What was said"] == "[c]"


def test_no_choice_is_told_where_few_took_one_and_the_base_of_a_question_is_a_sum_of_some(make):
    """Of 20 files 12 were told to be care and A1 to have arisen in 4: so that neglect was 4."""
    question = "- {id: A1, text: Was it seen?, kind: yes-no, when: {K1: [health, school]}}\n      - {id: N1"
    template = make(
        CATALOGUE, COUNTED.replace("[care, health", "[care, neglect, health").replace("- {id: N1", question)
    )
    found = counted(template, {"care": 12, "neglect": 4, "health": 3, "school": 1})
    cells = choice_cells(CaseEdition(found, "public"))
    assert {cells["K1", word] for word in ("care", "neglect", "health", "school")} == {"[c]"}
    many = counted(template, {"care": 12, "neglect": 7, "health": 6, "school": 8})
    cells = choice_cells(CaseEdition(many, "board"))
    assert [cells["K1", word] for word in ("care", "neglect", "health", "school")] == [12, 7, 6, 8]


def test_the_median_alone_is_told_where_the_ends_are_one_childs(choosing, tmp_path):
    found = counted(choosing, {"care": 12}, visits=12)
    for audience in EDITIONS:
        sheet = next(one for one in written(found, tmp_path / "r.xlsx", audience) if "Visits." in texts(one))
        told = table(sheet, "What is asked", "What was said")["Visits."]["What was said"]
        assert told == ("from 3 to 14, in the middle 8.5" if audience == "subgroup" else "in the middle 8.5")


def test_a_public_edition_knows_what_was_published_before(choosing):
    first = CaseEdition(counted(choosing, {"care": 12, "health": 10, "school": 9}), "public")
    kept = case_report_of(first).kept.printed
    assert kept["K1"]["cells"] == [[12], [10], [9]]
    more = counted(choosing, {"care": 14, "health": 10, "school": 9})
    again = CaseEdition(more, "public", before=(kept,))
    assert [choice_cells(again)["K1", word] for word in ("care", "health", "school")] == [12, 10, 9]
    assert printed(CaseEdition(more, "public"))["K1"].cells == ((14,), (10,), (9,))
    said = [text for page in case_report_of(again).parts.middle for text in map(str, page.blocks)]
    assert any(
        "K1, K2 (plan) and K2 (chronology): as published before, not as counted now" in text for text in said
    )


def test_of_several_choices_those_that_stand_as_published_are_named(choosing):
    needs = {"care": 24}
    kept = case_report_of(CaseEdition(counted(choosing, needs, missing=9), "public")).kept.printed
    again = CaseEdition(counted(choosing, needs, missing=11), "board", before=(kept,))
    assert stands_again(again) == ["K2 (plan)", "K2 (chronology)"]
    assert choice_cells(again)["K2", "plan"] == 9


def test_the_last_public_editions_are_found_in_the_store(ten, tmp_path):
    desk, stamp = SimpleNamespace(store=Store(f"sqlite:///{tmp_path / 'audit.db'}")), Stamp("2026", "Ada")
    assert _before(desk, ten) == ()
    for audience, tables in (("public", {"K1": 1}), ("board", {"K1": 2}), ("public", {"K1": 3})):
        keep_report(desk.store, Kept("R", audience, TODAY, printed=tables), stamp)
    assert _before(desk, ten) == ({"K1": 1}, {"K1": 3})
    desk.store.close()


# --- agencies ---------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_no_agency_with_few_is_told_nor_left_alone(sizes):
    counts = {f"a{place}": size for place, size in enumerate(sizes)}
    for adds_up in (False, True):
        out = few(counts, adds_up=adds_up)
        assert {name for name, size in counts.items() if small(size)} <= out
        if adds_up and out:
            assert len(out) > 1 or len(counts) == 1
        if not any(map(small, sizes)):
            assert not out


def staff(template, sizes):
    """A survey of staff: so many replies from each agency, the first of each not knowing."""
    answers, refs = {}, []
    for code, size in sizes.items():
        for number in range(size):
            refs.append(f"R-{len(refs) + 1:02}")
            answers[refs[-1], code, 1] = {"V1": "yes" if number else "no"} | (
                {"V2": "yes"} if code == "police" else {}
            )
    found = case_round(template, None, answers, agencies=tuple(sizes), refs=refs, plan=Plan("", ANYONE))
    return Results(found, TODAY)


@pytest.fixture(scope="module")
def survey(make):
    return make(CATALOGUE, COUNTED.replace("subject: case", "subject: reply"))


def test_replies_stand_by_agency_only_where_nobody_is_known_by_them(survey, tmp_path):
    found = staff(survey, {"schools": 8, "police": 3, "health": 9, "council": 12})
    own = table(written(found, tmp_path / "s.xlsx")["Heat map"], "Part")["Voice"]
    assert own["Police"] == "Partly: 5 of 6"
    board = table(written(found, tmp_path / "b.xlsx", "board")["Heat map"], "Question", "Police")
    line = board["V1 Seen alone."]
    assert line["Police"] == "[c]"
    assert line["Schools"] == "Mostly: 7 of 8"
    # Those of the others are not told either, since all together less these would be the three.
    assert [line["Health"], line["Council"]] == ["[c]", "[c]"]
    public = written(found, tmp_path / "p.xlsx", "public")
    assert "Schools" not in " ".join(text for sheet in public for text in texts(sheet))


@pytest.mark.parametrize("audience", EDITIONS)
def test_a_survey_speaks_of_replies(survey, audience, tmp_path):
    found = staff(survey, {"police": 13, "health": 9})
    book = written(found, tmp_path / "r.xlsx", audience)
    assert ("Replies" in book.sheetnames) == (audience == "subgroup")
    whole = " ".join(text for sheet in book for text in texts(sheet))
    assert "Replies as they came; nobody was drawn." in whole
    assert "22 replies came; 22 of 22 are complete." in whole
    left = whole.replace("Single replies", "")
    assert not [word for word in (" case ", " cases ", " panel ", "reserve") if word in left]


# --- what a subgroup works with ---------------------------------------------------------------------


def test_a_heat_map_leads_to_each_question_and_tells_how_sure_it_is(ten, tmp_path):
    book = written(ten, tmp_path / "s.xlsx", agreement=READY)
    shown = book["Heat map"]
    links = {cell.value: cell.hyperlink.location for cell in linked(shown)}
    top = next(cell.row for cell in book["Questions"]["A"] if cell.value == "V1")
    assert links["V1"] == f"'Questions'!A{top}"
    assert links["V2"] == f"'Questions'!A{top + 1}"
    row = next(cell.row for cell in shown["A"] if cell.value == "V1 Seen alone.")
    assert shown.cell(row, 2).comment.text == ten.strata["Team 1"]["V1"].sentence
    assert not [cell for sheet in written(ten, tmp_path / "b.xlsx", "board") for cell in notes(sheet)]


def linked(sheet):
    return [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]


def notes(sheet):
    return [cell for row in sheet.iter_rows() for cell in row if cell.comment]


def test_cases_lie_folded_under_their_stratum_and_questions_under_their_part(ten, tmp_path):
    book = written(ten, tmp_path / "s.xlsx")
    for name, heads in (("Cases", 4), ("Questions", 2)):
        sheet = book[name]
        (one,) = sheet.tables.values()
        rows = [row[0] for row in sheet[one.ref]][1:]
        levels = [sheet.row_dimensions[cell.row].outlineLevel for cell in rows]
        assert levels.count(0) == heads
        assert set(levels) == {0, 1}
        assert one.autoFilter is not None
    shown = table(book["Cases"], "Case")
    assert shown["Team 1: 3 cases"]["V1"] == "{0.compliant} of {0.n} met it".format(
        ten.strata["Team 1"]["V1"]
    )
    link = next(cell for cell in linked(book["Heat map"]) if cell.value == "See cases")
    at = book["Cases"][link.hyperlink.location.rpartition("!")[2]]
    assert at.value.startswith("Team 1")
