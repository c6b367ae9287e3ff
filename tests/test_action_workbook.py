"""The workbook of actions: its sheets and figures, what a board gets, what people typed."""

import zipfile
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path

import openpyxl
import pytest
import test_workbook_pages as pages
from actions_made import DONE, EVIL, PLAN, TODAY, assured, followed, mixed, stamp, told
from test_cli_setup import call, refused
from test_workbook import table, texts

from audit.actions.action import Plan
from audit.actions.figures import Figures
from audit.actions.history import trend
from audit.actions.rag import RULE, rag
from audit.actions.words import State
from audit.dates import in_words
from audit.errors import UnknownError
from audit.recurring.grid import Cell, Grid, Kind, Row, Source, Standing
from audit.store.actions import ActionBook, Writing
from audit.store.rows import Stamp
from audit.store.store import Store
from audit.workbook.action_edition import ActionEdition
from audit.workbook.action_report import write_action_report
from audit.workbook.action_summary import messages
from audit.workbook.action_trend import GROUPS

SINCE = TODAY.replace(month=8)
SHEETS = {
    "subgroup": [
        *("Cover", "Contents", "Summary", "Actions", "How late", "By owner", "By plan", "Over time"),
        *("Evidence", "Asks", "Themes", "Not understood", "Method", "Notes"),
    ],
    "board": [
        *("Cover", "Contents", "Summary", "Actions", "Not assured", "Newly closed", "How late"),
        *("By owner", "By plan", "Over time", "Evidence", "Asks", "Themes", "Method", "Notes"),
    ],
}
SOURCES = tuple(Source(f"r{n}", f"Round {n}", Kind.SELF, "" if n else "2026-03-03") for n in range(7))
ROUND_6 = "Round 6, self-assessment, no day known"
CELLS = (Cell(4, 9), Cell(0, 12), Cell(0, 0), None, Cell(1, 9), Cell(8, 9), None)
GRID = Grid(SOURCES, (Row("voice", "Voice of the child", "Practice group", CELLS, Standing(1, 2, 3)),))


def edition(found, audience="subgroup", **more):
    return ActionEdition(Figures(tuple(found), TODAY), audience, SINCE, "Kingsbridge SCP", **more)


def written(path, found, audience="subgroup", grid=None, **more):
    write_action_report(edition(found, audience, **more), path, grid)
    book = openpyxl.load_workbook(path)
    book.audience, book.path = audience, path
    return book


@pytest.fixture(scope="module", params=["subgroup", "board"])
def book(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("actions") / f"{request.param}.xlsx"
    more = {"asks": ("agree a date",), "plans": (PLAN,), "rounds": {"A-004": "V1: 3 of 9 met it."}}
    return written(path, mixed(), request.param, GRID, **more)


def everything(book):
    return " ".join(chain.from_iterable(map(texts, book)))


def tables_of(sheet, *first):
    """The marked-up tables whose first headings are these, each as {first cell: {heading: value}}."""
    found = [[[cell.value for cell in row] for row in sheet[one.ref]] for one in sheet.tables.values()]
    return [
        {row[0]: dict(zip(head, row, strict=True)) for row in rows}
        for head, *rows in found
        if tuple(head[: len(first)]) == first
    ]


def listed(sheet, heading="Action", *others):
    return {name.split()[0] for name in table(sheet, heading, *others)}


# --- sheets and how they are read -------------------------------------------------------------------


def test_the_sheets_stand_in_their_order_and_all_are_seen(book):
    assert book.sheetnames == SHEETS[book.audience]
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert [name for name in texts(book["Contents"]) if name in SHEETS[book.audience]][1:] == book.sheetnames


def test_every_text_can_be_read_and_no_cell_of_a_table_is_blank(book):
    pages.test_every_text_in_a_table_fits_the_height_of_its_row(book.path)
    pages.test_no_table_has_a_blank_or_repeated_heading_or_a_blank_cell(book.path)
    pages.test_headings_that_print_on_every_page_are_those_of_what_stands_there(book.path)
    pages.test_no_chart_lies_over_a_table_or_another_chart(book.path)


def test_what_people_typed_is_never_a_formula_and_the_bytes_are_always_the_same(book, tmp_path):
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell for cell in cells if isinstance(cell.value, str) and EVIL in cell.value]
    more = {"asks": ("agree a date",), "plans": (PLAN,), "rounds": {"A-004": "V1: 3 of 9 met it."}}
    again = written(tmp_path / "again.xlsx", mixed(), book.audience, GRID, **more)
    assert again.path.read_bytes() == book.path.read_bytes()


def test_every_colour_is_a_word_and_the_rule_is_printed(book):
    shown = table(book["Method"], "Colour", "When")
    assert [(word, line["When"].casefold()) for word, line in shown.items()] == [
        (word, f"{when}.".casefold()) for word, when in RULE
    ]
    words = {one.id: rag(one, TODAY).word for one in mixed()}
    for name, line in table(book["Actions"], "Action", "Colour").items():
        assert line["Colour"] == words[name.split()[0]]


# --- figures ----------------------------------------------------------------------------------------


def test_the_summary_counts_what_there_is(book):
    counts = Figures(mixed(), TODAY).tally
    by_colour = {name: line["Actions"] for name, line in table(book["Summary"], "How many actions").items()}
    assert by_colour == {colour.capitalize(): n for colour, n in counts.colours.items()} | {"All": 14}
    said = texts(book["Summary"])
    assert (
        "Of 14 actions 3 are assured (1 by data, 1 by a document held, 1 told), 1 is reported complete and "
        "not assured, 2 are overdue; 1 that is still open has no owner."
    ) in said
    assert "Since 22 August 2026 1 became assured and 1 closed otherwise." in said
    assert "Of 3 assured 1 is sustained: found still done by a later check." in said
    assert "Since the end of May 2026: 3 of 14 assured (then 0 of 14) and 4 of 14 red (then 0 of 14)." in said
    assert "1 ask about 1 action was met by silence: nothing came within 14 days, or since." in said
    assert "1. agree a date." in said


def test_over_time_ends_with_the_counts_of_today_and_its_chart_says_so(book):
    sheet, lines = book["Over time"], trend(mixed(), TODAY)
    shown = table(sheet, "At the end of", "Red")
    assert len(shown) == len(lines) == 7
    assert [*shown[in_words(TODAY)].values()][1:7] == [*lines[-1].colours.values(), 14]
    assert [line["Blue"] for line in shown.values()] == [one.colours["blue"] for one in lines]
    states = table(sheet, "At the end of", "Not started")
    assert all(sum(filter(None, [*line.values()][1:])) == 14 for line in states.values())
    # Every state is in one of the groups that are drawn, and no other.
    groups = table(sheet, "At the end of", "In doubt")
    assert [*groups[in_words(TODAY)].values()][1:7] == [2, 6, 1, 3, 2, 14]
    assert sorted(chain.from_iterable(GROUPS.values())) == sorted(State)
    assert [len(chart.ser) for chart in sheet._charts] == [5, 5]
    with zipfile.ZipFile(book.path) as archive:
        drawn = [archive.read(name).decode() for name in archive.namelist() if "drawings/drawing" in name]
    (drawing,) = [one for one in drawn if "3 of 14 assured (then 0 of 14)" in one]
    assert "red, amber, green, blue and grey" in drawing
    assert "of 14 actions: 2 in doubt (then 0) and 1 reported complete (then 3)" in drawing


def test_owners_stand_with_their_counts_and_all_actions_once(book):
    shown = table(book["By owner"], "Owner")
    assert shown["All actions, each once"]["All"] == 14
    assert {name: line["All"] for name, line in shown.items()} | {"All actions, each once": 0} == {
        "Police": 12,
        "Health": 2,
        "No owner": 1,
        "All actions, each once": 0,
    }
    assert shown["No owner"]["Overdue"] == 1


def test_themes_stand_in_words_with_their_counts(book):
    first, *others = tables_of(book["Themes"], "Theme", "Who owns it")
    assert [*first["Voice of the child"]][2] == "Round 0, self-assessment, 3 March 2026"
    first = first["Voice of the child"]
    assert [*first.values()][1:] == [
        *("Practice group", "Many: 4 of 9", "None: 0 of 12", "No answer: -", "Not asked", "Some: 1 of 9"),
        "Most: 8 of 9",
    ]
    assert others[0]["Voice of the child"][ROUND_6] == "Not asked"
    assert [*others[1]["Voice of the child"].values()][2:] == [1, 2, 3]


# --- editions ---------------------------------------------------------------------------------------


def test_the_subgroup_gets_every_action_and_all_that_was_said(tmp_path):
    book = written(tmp_path / "s.xlsx", mixed(), plans=(PLAN,), rounds={"A-004": "V1: 3 of 9 met it."})
    shown = table(book["Actions"], "Action")
    assert listed(book["Actions"]) == {one.id for one in mixed()}
    assert next(iter(shown)) == "A-005 (2.1)"  # overdue and without an owner
    assert shown["A-004"]["In the plan's own words"] == "Achieved ☑"
    assert shown["A-012"]["Due"] == "Bi-monthly; review 1 December 2026"
    assert "Result: V1: 3 of 9 met it." in shown["A-004"]["Evidence: required, and seen"]
    assert "C-03" in shown["A-011"]["Where it came from"]
    evidence = book["Evidence"]
    assert len([name for name in texts(evidence) if name.startswith("A-")]) == 6  # five pieces and a round
    assert "none held: seen by two" in texts(evidence)
    whole = everything(book)
    # An update that is cut on Actions stands whole in Notes, twice; what was not understood stands whole.
    many = {sheet.title: " ".join(texts(sheet)).count("nobody had asked") for sheet in book}
    assert {name: many[name] for name in ("Not understood", "Notes")} == {"Not understood": 60, "Notes": 120}
    unread = [row for row in book["Not understood"].iter_rows(values_only=True) if row[1] in {"7", "9"}]
    assert [row[:4] for row in unread] == [
        ("child-r", "7", "Due date", "two dates in one cell"),
        ("child-r", "9", "Progress", "an action inside it"),
    ]
    assert "silence for 73 days" in whole
    assert table(book["Asks"], "Said on")["1 November 2026"]["State"] == "reported complete"


def test_a_board_gets_what_is_overdue_not_assured_or_newly_closed_and_no_case(tmp_path):
    book = written(tmp_path / "b.xlsx", mixed(), "board", plans=(PLAN,))
    sheet = book["Actions"]
    assert listed(sheet, "Action", "Colour") == {"A-005", "A-006"}
    assert listed(book["Not assured"], "Action", "Colour") == {"A-004", "A-007", "A-009"}
    assert listed(book["Newly closed"], "Action", "How it ended") == {"A-003", "A-008"}
    assert "4 are open and not listed" in everything(book)
    with zipfile.ZipFile(book.path) as archive:
        assert not [name for name in archive.namelist() if b"C-03" in archive.read(name)]


def test_a_board_sees_silence_and_what_is_late_once(tmp_path):
    found = (
        followed(1, told("no response")),
        followed(2, told("not on track"), due="2026-06-30"),
        followed(3, told("delayed"), due=""),
    )
    book = written(tmp_path / "b.xlsx", found, "board")
    lists = (book["Actions"], book["Not assured"])
    assert [[*table(sheet, "Action", "Colour")] for sheet in lists] == [["A-002"], ["A-001"]]
    said = texts(book["Summary"])
    assert any(text.startswith("1 still open has no due or review date that can be read") for text in said)
    assert "2. decide what to do about 1 action on which nothing more was heard: A-001." in said


def test_an_assurance_of_an_action_that_was_opened_again_is_told_as_such(tmp_path):
    found = (followed(1, ("2026-07-01", assured("2026-07-01")), ("2026-08-01", told("on track"))),)
    shown = table(written(tmp_path / "s.xlsx", found)["Evidence"], "What is to be done")["Do 1"]
    assert shown["Basis"] == "document held, opened again since"


def test_what_looks_like_a_case_is_hidden_from_a_board_unless_a_plan_numbers_so():
    found = (followed(1, number="C-7"), followed(2, link=mixed()[10].action.link))
    text = "C-03, c 3, C03, C–9 and A-001, C-7, ABC-03, E-3."
    assert (
        edition(found, "board").typed(text) == "[case], [case], [case], [case] and A-001, C-7, ABC-03, E-3."
    )
    assert edition(found).typed(text) == text


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ((), "No action is kept yet, so there is nothing to count."),
        (
            (followed(1),),
            "Of 1 action none is assured, none is reported complete and not assured, none is overdue.",
        ),
        (
            (followed(1, DONE, owners=()),),
            "1 is reported complete and not assured, none is overdue; 1 that is still",
        ),
        (
            (followed(1, told("superseded"), owners=()),),
            "Of 1 action none is assured, none is reported complete",
        ),
    ],
)
def test_the_headline_bears_what_there_is(found, said, tmp_path):
    first = next(messages(edition(found))).text
    assert said in first
    assert ("no owner" in first) == ("that is still" in said)
    for audience in SHEETS:
        assert everything(written(tmp_path / f"{audience}.xlsx", found, audience)).count("Red") or not found


def test_there_is_no_edition_for_others():
    with pytest.raises(UnknownError, match="There is no edition for 'press'"):
        edition((), "press")


# --- the command ------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call("init", ".", "--name", "Kingsbridge SCP")
    with closing(Store(f"sqlite:///{tmp_path / 'audit.db'}")) as store:
        kept = ActionBook(store)
        new = tuple((replace(one.action, id=""), tuple(e.said for e in one.entries)) for one in mixed())
        kept.write(Writing((PLAN, Plan("other")), new), Stamp(stamp("2026-07-02"), "Ada"))
        moved = replace(mixed()[13].action, due="2026-06-30")
        kept.write(Writing(changed=(moved,)), Stamp(stamp("2026-10-02"), "Ada"))


@pytest.mark.usefixtures("folder")
def test_the_command_writes_the_workbook_of_a_plan_as_of_a_day():
    ends = ("--today", "2026-11-22", "-o")
    said = call("action", "report", "--for", "board", *ends, "b.xlsx", "--ask", "decide").stderr
    assert said.startswith("b.xlsx is written, as of 22 November 2026: 14 actions. Words that people typed")
    book = openpyxl.load_workbook("b.xlsx")
    assert "1. decide." in texts(book["Summary"])
    # The due date that was moved in October was past by the end of that month, and not of the one before.
    shown = table(book["Over time"], "At the end of", "Red")
    assert [line["All"] for line in shown.values()] == [14] * 5
    assert shown["October 2026"]["Red"] == shown["September 2026"]["Red"] + 1
    call("action", "report", "--for", "subgroup", "--plan", "OTHER", *ends, "s.xlsx")
    book = openpyxl.load_workbook("s.xlsx")
    assert "No action is kept yet, so there is nothing to count." in texts(book["Summary"])
    assert "Only the plans named above stand in it" in everything(book)


@pytest.mark.usefixtures("folder")
def test_the_command_refuses_what_it_cannot_do_in_a_sentence():
    own = ("action", "report", "--for", "board", "-o")
    assert "There is no plan 'chld-r'; did you mean 'child-r'?" in refused(*own, "b.xlsx", "--plan", "chld-r")
    since = ("--since", "2026-12-01", "--today", "2026-11-22")
    assert "--since 2026-12-01 is after 2026-11-22" in refused(*own, "b.xlsx", *since, code=2)
    assert "its name must end in .xlsx" in refused(*own, "b.csv")
    assert {path.name for path in Path().iterdir()} == {"audit.toml", "audit.db"}
