"""The sheets on movement and moderation, and what else a report says only where there is something to say."""

from dataclasses import replace

import openpyxl
import pytest
import test_workbook_pages as pages
from test_workbook import BOARD as AT_BOARD
from test_workbook import MIXED, SHEETS, TODAY, scored, table, texts

from audit.bringing import bring_all
from audit.definitions import library
from audit.moderation import Moderated, moderation_of
from audit.responses.response import Answer, Evidence, Signatory
from audit.scoring.movement import Movement
from audit.scoring.movement_words import NO_TEST, notes, sentences, who_graded
from audit.scoring.partnership import results
from audit.scoring.score import printed
from audit.scoring.table import cell
from audit.templates import load
from audit.workbook.cover import cover
from audit.workbook.edition import Edition
from audit.workbook.method import method
from audit.workbook.movement import BEFORE, movement
from audit.workbook.page import Table, Text, words
from audit.workbook.plan import COUNTS, ITEMS, evidence
from audit.workbook.report import pages as pages_of
from audit.workbook.report import write_report
from audit.workbook.returns import REGISTER, returns
from audit.workbook.summary import summary

BOARD = [*AT_BOARD[:4], "Movement", *AT_BOARD[4:6], "Moderation", *AT_BOARD[6:]]
SUBGROUP = [
    *(*SHEETS[:4], "Movement", "Movement detail", *SHEETS[4:6]),
    *("Moderation", "Moderation detail", *SHEETS[6:]),
]
REASON = "=Not borne out"
NAME = "Agency {}, with a name of many words"


@pytest.fixture(scope="module")
def london():
    return load(library(), "section-11/london")


def again(found, name, change=lambda response: response, **parts):
    """The same round under another name, its responses changed, scored anew."""
    responses = [replace(change(row.response), round=name) for row in found.rows if row.response]
    return results(replace(found.round, name=name, **parts), responses, TODAY)


def panel_on(found):
    """A panel that lowers, accepts, must look again, asks for evidence and revises, for the first agency."""
    response = found.rows[0].response
    own = [(name, one.value) for name, one in response.answers.items() if one.value in {"met", "partly"}]
    head = ("a0", "a0")
    (first, was), (second, same), (third, _), (fourth, low) = own[:4]
    other = "not-met" if was != "not-met" else "met"
    yield Moderated(*head, first, other, REASON, was, "2026-11-02", "asked for", "minutes", by="Dr Nwosu")
    yield Moderated(*head, second, same, "", same, "2026-11-02", "accepted", by="Dr Nwosu")
    yield Moderated(*head, third, "met", "Seen.", "n/a", "2026-11-02", by="Dr Nwosu")
    yield Moderated(*head, fourth, "not-met" if low == "met" else "met", "Seen.", low, assured="2026-11-09")


@pytest.fixture(scope="module")
def moved(london):
    """Nine agencies, of which one did not answer the second time; a panel looked at the first of them."""
    then, now = (
        scored(london, manners, name=NAME)
        for manners in ((*MIXED[:7], "mixed", "n/a"), ("mixed", "top", *MIXED[2:8], None))
    )
    return Movement(again(then, "R1"), again(now, "R2", moderation=moderation_of(list(panel_on(now)))))


@pytest.fixture(scope="module", params=["subgroup", "board"])
def path(request, moved, tmp_path_factory):
    path = tmp_path_factory.mktemp("moved") / f"{request.param}.xlsx"
    write_report(moved.now, path, audience=request.param, movements=(moved,))
    return path


@pytest.fixture(scope="module")
def book(path):
    return openpyxl.load_workbook(path)


def test_the_sheets_on_movement_and_moderation_stand_where_there_is_either(book, path):
    board = path.stem == "board"
    assert book.sheetnames == (BOARD if board else SUBGROUP)
    shown = [row[0].value for row in book["Contents"].iter_rows(min_row=3) if row[0].value]
    assert shown == book.sheetnames


def test_pages_hold_what_every_page_of_a_report_holds(path):
    pages.test_every_text_in_a_table_fits_the_height_of_its_row(path)
    pages.test_no_table_has_a_blank_or_repeated_heading_or_a_blank_cell(path)
    pages.test_headings_that_print_on_every_page_are_those_of_what_stands_there(path)
    pages.test_no_chart_lies_over_a_table_or_another_chart(path)


def test_movement_is_counted_by_standard_and_told_in_the_summary(book, moved):
    shown = table(book["Movement"], "Standard")
    for standard in moved.now.template.standards:
        line, tally = shown[f"{standard.id} {standard.title}"], moved.standard(standard)
        assert [line[word] for word in ("Up", "Down", "Same", "Compared")] == [
            *(tally.up, tally.down, tally.same, tally.of)
        ]
        own = next(one for one in moved.then.standards if one.standard.id == standard.id)
        assert line["All of R1"].endswith(printed(own.score, moved.then.template.bands))
    told = texts(book["Summary"])
    whole = " ".join(told)
    first, *_, fell = sentences(moved)
    assert all(text in whole for text in (first, fell, *who_graded(moved), NO_TEST))
    ups = [(one.id, moved.standard(one)) for one in moved.now.template.standards]
    assert any(f", {tally.up} up and {tally.down} down of {tally.of}" in whole for _, tally in ups)
    assert set(notes(moved)) <= {" ".join(text.split()) for text in texts(book["Movement"])}


def test_every_agency_has_its_movement_in_words(book, moved):
    shown = table(book["Movement"], "Agency")
    assert [*shown] == [*(one.agency.name for one in moved.agencies), "All that compare"]
    for one in moved.agencies:
        change = one.change(None)
        words = f"{change.way}: " if change else "nothing compares"
        assert shown[one.agency.name]["Overall"].startswith(words)
    assert {one.change(None) is None for one in moved.agencies} == {True, False}
    absent = f"{NAME.format(8)} (not started in R2)"
    assert absent in " ".join(texts(book["Movement"]))


def test_the_subgroup_reads_each_question_and_the_panels_reasons(book, path, moved):
    if path.stem == "board":
        assert not [text for sheet in book for text in texts(sheet) if REASON in text]
        return
    asked = table(book["Movement detail"], "Question", "Up")
    assert [*asked] == [question.id for question in moved.questions]
    lines = [row for row in book["Moderation detail"].iter_rows(values_only=True) if row[0]]
    lines = lines[1 + next(place for place, row in enumerate(lines) if row[0] == "Agency") :]
    spoken = [one.question.id for one in moved.now.rows[0].matters if one.panel or one.assured]
    assert [line[1] for line in lines] == spoken
    assert (lines[0][4], lines[0][6]) == (REASON, "asked for: minutes")
    assert [line[9] for line in lines] == ["evidence asked for", "–", "to be moderated again", "–"]


def test_scores_stand_by_own_grades_at_return_and_today(book, moved):
    row = moved.now.rows[0]
    shown = table(book["Moderation"], "Agency")[row.agency.name]
    bands = moved.now.template.bands
    wanted = [one.overall for one in (row.self_scored, row.scored, row.today)]
    assert [shown[word] for word in ("By own grades", "At return", "Today")] == [
        f"{one.band.name} {printed(one.value, bands)}" for one in wanted
    ]
    assert (shown["Moderated"], shown["To be moderated again"], shown["Evidence asked for"]) == (2, 1, 1)
    heat = table(book["Heat map"], "Agency")[row.agency.name]
    assert heat["Overall"] == cell(row, None)
    assert heat["Overall today"] == cell(replace(row, scored=row.today), None)
    assert "Today" in table(book["Summary"], "Standard")["A Senior management commitment"]


def test_counts_of_a_question_add_up_with_the_panels_grades(book, moved):
    shown = table(book["Questions"], "Question", "Partly met")
    parts = ("Met", "Partly met", "Not met", "Not applicable", "Not answered", "Not asked", "Does not arise")
    assert {sum(line[part] for part in parts) for line in shown.values()} == {len(moved.now.counted)}


def rows_of(page, title):
    """The rows of a table of a page, as {first cell: {heading: cell}}."""
    found = next(block for block in page.blocks if isinstance(block, Table) and block.title == title)
    return {row[0]: dict(zip(found.headings, row, strict=True)) for row in found.rows}


def test_who_signed_too_and_when_a_board_saw_it_have_columns_where_anybody_did(moved):
    def change(response):
        signed = replace(response.signed, second=Signatory("Bo", "Chair"), presented="2026-10-02")
        return replace(response, signed=signed) if response.agency == "a0" else response

    lines = rows_of(returns(Edition(again(moved.then, "R3", change), "board")), REGISTER)
    ends = {
        name[:8]: (line["Signed too by"], line["Put before its own board on"]) for name, line in lines.items()
    }
    assert (ends["Agency 0"], ends["Agency 1"]) == (("Bo, Chair", "2 October 2026"), ("–", "–"))
    plain = rows_of(returns(Edition(moved.then, "board")), REGISTER)
    assert not {"Signed too by", "Put before its own board on", "Answers to confirm"} & {
        *plain[NAME.format(0)]
    }


def test_what_waits_to_be_confirmed_is_counted_among_the_returns(moved, london):
    then, agency = moved.then, moved.now.rows[8].agency
    earlier = [row.response for row in moved.then.rows]
    brought = bring_all(then.round, earlier, [agency], london, TODAY)
    waiting = again(moved.now, "R3", brought=brought)
    page = returns(Edition(waiting, "subgroup"))
    count = len(waiting.rows[8].interview.waiting())
    assert count > 20
    assert rows_of(page, REGISTER)[NAME.format(8)]["Answers to confirm"] == count
    assert f"{count} answers of earlier rounds are still to be confirmed, in 1 agency" in page.blocks[1].text


def test_evidence_older_than_the_template_allows_is_marked(moved):
    old = Answer(
        "met", evidence=(Evidence("Policy", "Intranet", "3 March 2022"), Evidence("Log", "", "May 2026"))
    )
    found = again(moved.then, "R3", lambda one: replace(one, answers={**one.answers, "A1": old}))
    page = evidence(Edition(found, "subgroup"))
    days = [
        row[3] for block in page.blocks[1:] for row in block.rows if block.title == ITEMS and row[5] == "A1"
    ]
    assert days[:2] == ["3 March 2022, older than 24 months", "May 2026"]
    assert rows_of(page, COUNTS)[NAME.format(0)]["Older than 24 months"] == 1
    plain = rows_of(evidence(Edition(moved.then, "subgroup")), COUNTS)
    assert "Older than 24 months" not in plain[NAME.format(0)]


def test_without_a_panel_and_an_earlier_round_nothing_is_said_of_either(moved):
    plain = Edition(moved.then, "subgroup")
    assert [page.name for page in pages_of(plain)] == SHEETS
    said = " ".join(text for page in (cover(plain), summary(plain), method(plain)) for text in words_of(page))
    assert "panel" not in said
    assert "Movement" not in said


def words_of(page):
    tables = (block for block in page.blocks if isinstance(block, Table))
    own = [block.text for block in page.blocks if isinstance(block, Text)]
    return own + [words(cell) for one in tables for row in (one.headings, *one.rows) for cell in row]


def test_a_round_that_nothing_compares_with_says_so(moved):
    none = Movement(again(moved.then, "R0", lambda one: replace(one, signed=None)), moved.now)
    page = movement(Edition(moved.now, "board", movements=(none,)))
    assert not page.tables
    assert "in R0" in page.blocks[-1].text


def test_of_more_rounds_the_sheet_tells_the_steps_before(moved):
    earlier = Movement(again(moved.now, "R0"), moved.then)
    page = movement(Edition(moved.now, "board", movements=(earlier, moved)))
    tally = earlier.standard(None)
    line = rows_of(page, BEFORE)["R0 to R1"]
    assert [line[word] for word in ("Up", "Down", "Same", "Compared")] == [
        tally.up,
        tally.down,
        tally.same,
        tally.of,
    ]
