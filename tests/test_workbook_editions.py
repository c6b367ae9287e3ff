"""What each edition of a self-assessment's report holds: links and notes, charts, nothing typed in public."""

import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_workbook import MIXED, TODAY, scored, table

from audit.definitions import library
from audit.moderation import Moderated, moderation_of
from audit.responses.response import Answer, Evidence, PlannedAction, Response, Signatory, Signature
from audit.rounds import Standing
from audit.scoring.movement import Movement
from audit.scoring.partnership import results
from audit.templates import load
from audit.workbook.cover import cover
from audit.workbook.distribution import GRADES, distribution
from audit.workbook.edition import Edition
from audit.workbook.heatmap import heat_map
from audit.workbook.over_time import MOST, over_time, returned_by
from audit.workbook.page import Chart, NewPage, Text, words
from audit.workbook.pairs import Pair, Said, finding
from audit.workbook.report import pages, write_report

OWN = "Own grade, where another"
AUDIENCES = ("subgroup", "board", "public")


@pytest.fixture(scope="module")
def london():
    return load(library(), "section-11/london")


def typed(template, response):
    """A response in which every field that people type holds a word of its own; and those words."""
    answers, marks = dict(response.answers), []

    def mark(what):
        marks.append(f"TYPED{what}{len(marks)}X")
        return marks[-1]

    for name, value in (("A1", "met"), ("A2", "partly"), ("A3", "not-met"), ("A4", "n/a")):
        answers[name] = Answer(
            value,
            comment=mark("comment"),
            evidence=(Evidence(mark("what"), mark("where"), mark("date")),),
            reason=mark("reason") if value == "n/a" else "",
            action=PlannedAction(mark("action"), mark("who"), mark("when")) if value != "met" else None,
        )
    answers["B"] = Answer(evidence=(Evidence(mark("whole"), mark("held"), mark("dated")),))
    text = next(question.id for question in template.questions if question.kind == "text")
    answers[text] = Answer(mark("text"), comment=mark("said"))
    signed = Signature(
        mark("signed"), mark("role"), mark("on"), Signatory(mark("second"), mark("second")), mark("board")
    )
    return replace(response, answers=answers, signed=signed), marks


def panel(mark):
    """What a panel says of the first agency, each of its words one to be found again."""
    head = ("a0", "a0")
    yield Moderated(*head, "A1", "partly", mark("why"), "met", "2026-11-02", "asked for", mark("wanted"))
    yield Moderated(*head, "A2", "met", mark("again"), "partly", "2026-11-02", by=mark("by"))
    yield Moderated(*head, "A3", "partly", mark("assured"), "not-met", assured="2026-11-09", by=mark("giver"))


@pytest.fixture(scope="module")
def marked(london):
    """A round in which all that can be typed bears marks, and the marks."""
    found = scored(london, MIXED, unsigned=(5,))
    responses = [row.response for row in found.rows if row.response]
    responses[0], marks = typed(london, responses[0])

    def mark(what):
        marks.append(f"TYPED{what}{len(marks)}X")
        return marks[-1]

    # An adviser answers beside the second agency itself.
    responses.append(Response("s11", mark("adviser"), "a1", answers=responses[1].answers))
    expected = [
        replace(one, reason=mark("declined")) if one.standing is Standing.DECLINED else one
        for one in found.round.expected
    ]
    round_ = replace(
        found.round,
        expected=tuple(expected),
        moderation=moderation_of(list(panel(mark))),
        opened="2026-09-01",
    )
    return results(round_, responses, TODAY), marks


@pytest.fixture(scope="module")
def files(marked, tmp_path_factory):
    """The three editions of that round, with the movement since the round before."""
    found, _ = marked
    before = results(
        replace(found.round, name="s11-2024"), [one.response for one in found.rows if one.response], TODAY
    )
    made = {}
    for audience in AUDIENCES:
        made[audience] = tmp_path_factory.mktemp("editions") / f"{audience}.xlsx"
        write_report(found, made[audience], audience=audience, movements=(Movement(before, found),))
    return made


def content(path):
    with zipfile.ZipFile(path) as file:
        return " ".join(file.read(name).decode() for name in file.namelist())


def test_the_public_reads_nothing_that_people_typed_and_the_subgroup_all_of_it(files, marked):
    _, marks = marked
    assert len(marks) > 30
    written = {audience: content(path) for audience, path in files.items()}
    assert [mark for mark in marks if mark in written["public"]] == []
    assert [mark for mark in marks if mark not in written["subgroup"]] == []
    actions = [mark for mark in marks if re.match(r"TYPED(action|who|when)\d", mark)]
    # The board reads those that press, whole or not at all; the others are counted.
    read = [mark for mark in actions if mark in written["board"]]
    assert 0 < len(read) < len(actions)
    left_out = [
        mark for mark in marks if re.match(r"TYPED(comment|what|where|reason|text|why|again)\d", mark)
    ]
    assert [mark for mark in left_out if mark in written["board"]] == []


def test_each_agency_on_the_heat_map_leads_to_its_answers(files, marked):
    found, _ = marked
    book = openpyxl.load_workbook(files["subgroup"])
    heat, detail = book["Heat map"], book["Detail"]
    rows = list(heat.iter_rows())
    heads = next(row for row in rows if row[0].value == "Agency")
    overall = next(place for place, cell in enumerate(heads) if cell.value == "Overall")
    links = [(row, row[-1].hyperlink) for row in rows if row[-1].hyperlink]
    assert heads[-1].value == "Leads to"
    assert {row[-1].value for row, _ in links} == {"Answers"}
    assert len(links) == sum(row.scored is not None for row in found.rows)
    for row, link in links:
        sheet, _, at = link.location.partition("!A")
        agency, standard, question, _, grade, *_ = [one.value for one in detail[int(at)]]
        assert (sheet, standard, question) == ("'Detail'", "Overall", "all")
        assert agency.removesuffix(" (not counted)") == row[0].value
        assert grade == row[overall].value


def test_a_note_at_a_cell_says_why_it_is_what_it_is(files, marked):
    found, _ = marked
    book = openpyxl.load_workbook(files["subgroup"])
    rows = list(book["Heat map"].iter_rows())
    for row in found.rows[:3]:
        line = next(cells for cells in rows if cells[0].value == row.agency.name)
        one = row.scored.overall
        told = line[3].comment.text
        assert f"of {one.owed} questions" in told
        label = found.template.scale[one.worst.grade].label
        assert f"Lowest grade: {label} ({', '.join(one.worst.questions)})" in told
        assert ("Critical, and lowest or owed: " + ", ".join(one.limited_by) in told) == bool(one.limited_by)
    assert any(row.scored.overall.limited_by for row in found.rows[:3])
    for audience in ("board", "public"):
        cells = (one for sheet in openpyxl.load_workbook(files[audience]) for row in sheet for one in row)
        assert not [one for one in cells if one.comment]


def test_detail_has_every_answer_under_its_standard_and_folds(files, marked):
    found, _ = marked
    sheet = openpyxl.load_workbook(files["subgroup"])["Detail"]
    rows = list(sheet.iter_rows(values_only=True))
    top = next(place for place, row in enumerate(rows) if row[0] == "Agency")
    name = found.rows[0].agency.name
    own = [(row, sheet.row_dimensions[n].outlineLevel) for n, row in enumerate(rows, 1) if row[0] == name]
    asked = found.rows[0].interview
    arising = [question for question in asked.template.questions if asked.arises(question)]
    assert [row[2] for row, level in own if level == 2] == [question.id for question in arising]
    assert [row[1] for row, level in own if level == 0] == ["Overall"]
    by_id = {row[2]: dict(zip(rows[top], row, strict=True)) for row, level in own if level == 2}
    grades = {name: (line["Grade that counts"], line[OWN]) for name, line in by_id.items()}
    assert (grades["A1"], grades["A3"]) == (("Partly met", "Met"), ("Not met", "–"))
    assert by_id["A2"]["What will be done"].startswith("TYPEDaction")
    assert by_id["A2"]["Pieces of evidence"] == 1
    assert not sheet.sheet_properties.outlinePr.summaryBelow


@pytest.mark.parametrize("audience", AUDIENCES)
def test_contents_and_links_name_the_sheets_that_there_are(files, audience):
    book = openpyxl.load_workbook(files[audience])
    lines = list(book["Contents"].iter_rows(values_only=True))
    names = [row[0] for row in lines[1:] if row[0] in book.sheetnames]
    assert names == [name for name in book.sheetnames if audience != "public" or name != "Contents"]
    leads = (one.hyperlink for sheet in book for row in sheet for one in row if one.hyperlink)
    assert {link.location.split("!")[0].strip("'") for link in leads} <= {*book.sheetnames}
    assert ("Detail" in names) == (audience == "subgroup")
    assert ("Limits" in names) == (audience == "public")


def test_the_public_reads_of_no_colours_and_of_no_signatures(marked):
    found, _ = marked
    edition = Edition(found, "public")
    shown = " ".join(block.text for block in cover(edition).blocks if isinstance(block, Text))
    assert "colour" not in shown
    facts = [words(cell) for one in cover(edition).tables for row in one.rows for cell in row]
    assert "nothing of what was written" in " ".join(facts)
    headings = {head for page in pages(edition) for one in page.tables for head in one.headings}
    assert not headings & {"Signed by", "Role", "Reason", "By whom", "What will be done", "Lowest scores"}
    assert {"Signed on", "Planned", "Critical"} <= headings


def test_actions_are_counted_for_the_public_as_the_others_list_them(marked):
    found, _ = marked
    listed = [
        row
        for page in pages(Edition(found, "subgroup"))
        if page.name == "Actions"
        for one in page.tables
        if "What will be done" in one.headings
        for row in one.rows
    ]
    public = next(page for page in pages(Edition(found, "public")) if page.name == "Actions")
    rows = public.tables[0].rows
    assert sum(row[1] for row in rows) == len(listed) > 20
    assert sum(row[3] for row in rows) == sum(row[2] == "no owner" for row in listed)
    board = next(page for page in pages(Edition(found, "board")) if page.name == "Actions")
    pressing, others = board.tables
    assert len(pressing.rows) == sum(row[2] for row in rows)
    assert sum(row[1] for row in others.rows) + len(pressing.rows) == len(listed)


# --- charts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_chart_stands_over_a_table_of_numbers_and_tells_what_it_shows(files, marked, audience):
    found, _ = marked
    made = pages(Edition(found, audience))
    tables = {(page.name, one.title): one for page in made for one in page.tables}
    charts = [(page, one) for page in made for one in page.blocks if isinstance(one, Chart)]
    assert {one.kind for _, one in charts} == {"bars", "pairs", "lines"}
    for page, one in charts:
        over = tables[(one.sheet or page.name, one.table)]
        places = [over.headings.index(name) for name, _ in one.series]
        assert not [row for row in over.rows if any(isinstance(row[at], str) for at in places)]
        assert len(one.told.split()) > 8
    book = openpyxl.load_workbook(files[audience])
    assert sum(len(sheet._charts) for sheet in book) >= len(charts)


def test_grades_of_a_standard_add_up_over_its_questions(marked):
    found, _ = marked
    drawn, chart = distribution(Edition(found, "subgroup"))
    assert (drawn.title, chart.table) == (GRADES, GRADES)
    by_id = {one.question.id: one for one in found.questions}
    for standard, row in zip(found.template.standards, drawn.rows, strict=True):
        figures = [by_id[question.id] for question in standard.questions if question.graded]
        wanted = [sum(one.given.get(code, 0) for one in figures) for code in ("met", "partly", "not-met")]
        assert list(row[2:5]) == wanted
        assert row[5] == sum(wanted)
    low = min(found.template.standards, key=lambda one: share(drawn, one))
    assert f"'Met' is rarest in {low.id}" in chart.title


def share(drawn, standard):
    row = next(row for row in drawn.rows if row[0].startswith(f"{standard.id} "))
    return Fraction(row[2], row[5])


def test_where_no_grade_was_given_nothing_is_drawn(london):
    assert list(distribution(Edition(scored(london, ("n/a",)), "board"))) == []
    *_, chart = distribution(Edition(scored(london, ("top",)), "board"))
    assert chart.title == "Every grade given is 'Met'"


def test_returns_are_counted_by_week_from_the_first_signature_or_the_opening(london):
    found = scored(london, ("top",) * 4 + (None,))
    days = ("2026-10-01", "2026-10-20", "2026-11-05", "some day in May")
    responses = [
        replace(row.response, signed=replace(row.response.signed, on=day))
        for row, day in zip(found.rows, days, strict=False)
    ]
    said, drawn, *apart, chart = over_time(
        results(replace(found.round, opened="2026-09-21"), responses, TODAY)
    )
    assert apart == [NewPage()]  # no page of print holds so many weeks and the chart below them
    assert said.text == "1 agency that returned has no day of signing, and is in no week below."
    assert drawn.title == "Returned so far, week by week"
    assert [row[:2] for row in drawn.rows] == [
        *(("21 Sep 2026", 0), ("28 Sep 2026", 0), ("5 Oct 2026", 1), ("12 Oct 2026", 1), ("19 Oct 2026", 1)),
        *(("26 Oct 2026", 2), ("2 Nov 2026", 2), ("9 Nov 2026", 3), ("16 Nov 2026", 3)),
    ]
    assert {row[2] for row in drawn.rows} == {5}
    assert chart.title.startswith("2 of 5 agencies had returned by 30 October 2026")
    assert chart.title.endswith("and 1 after it")
    assert list(over_time(scored(london, (None, None)))) == []


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(1, 3000),
    st.lists(st.integers(0, 3000), max_size=30),
)
def test_weeks_rise_to_all_that_returned_and_an_axis_can_name_them(start, length, after):
    signed = sorted(start + timedelta(days=min(days, length)) for days in after)
    found = returned_by(start, start + timedelta(days=length), signed)
    assert found[-1] == (start + timedelta(days=length), len(signed))
    assert len(found) <= MOST
    assert all(one[0] < other[0] and one[1] <= other[1] for one, other in pairwise(found))


def test_two_scores_of_a_standard_are_told_by_how_many_rose_and_where_most(london):
    said = Said("T", "then", "now", "change", "Scores since then", "None moved")
    a, b, c = london.standards[:3]
    half, full = Fraction(1, 2), Fraction(1)
    assert finding(said, [Pair(a, half, half), Pair(b, full, full)]) == "None moved"
    one = finding(said, [Pair(a, half, full), Pair(b, half, Fraction(1, 4)), Pair(c, half, half)])
    assert one == "Scores since then: higher in 1, lower in 1 of 3 standards; most in A (+0.50)"


def test_own_grades_stand_beside_the_panels(files, marked):
    found, _ = marked
    shown = table(openpyxl.load_workbook(files["board"])["Moderation"], "Standard", "Panel less own")
    own, now = (float(one.standards[0].score) for one in (found.as_graded, found))
    line = shown["A Senior management commitment"]
    assert line["Score by own grades"] == pytest.approx(own, abs=0.01)
    assert line["Score at return"] == pytest.approx(now, abs=0.01)
    assert line["Panel less own"] == pytest.approx(now - own, abs=0.005)


def test_few_of_a_count_are_not_for_the_public(london):
    found = scored(london, ("top",))
    responses = [
        replace(row.response, answers={**row.response.answers, "E3": Answer("4/5")}) for row in found.rows
    ]
    few = results(found.round, responses, TODAY)
    shown = {audience: " ".join(cells(few, audience)) for audience in ("board", "public")}
    assert "4 of 5" in shown["board"]
    assert "4 of 5" not in shown["public"]
    assert "[c]" in shown["public"]


def cells(found, audience):
    page = next(page for page in pages(Edition(found, audience)) if page.name == "Questions")
    return [words(cell) for one in page.tables for row in one.rows for cell in row]


@pytest.mark.parametrize(("many", "tall"), [(5, 1), (24, 1), (60, 2), (61, 0)])
def test_a_heat_map_of_long_names_is_as_wide_as_its_pages_read_best(london, many, tall):
    long = "The {} Body That Keeps Children Safe in Very Many Places, Under Its Full and Formal Name, Trust"
    names = ("Agency {}", long)
    short, wide = (heat_map(Edition(scored(london, ("top",) * many, name=name), "board")) for name in names)
    assert (short.tall, wide.tall) == (tall, tall)
    assert short.widths[0] == 30
    assert (wide.widths[0] > 30) == (many in {24, 60})
