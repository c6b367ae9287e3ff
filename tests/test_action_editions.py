"""Actions for the public, and what the subgroup's working file has beside the words: links, notes, levels."""

import zipfile
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from accessible import wrong
from actions_made import PLAN, TODAY, assured, followed, mixed, told
from hypothesis import given
from hypothesis import strategies as st
from test_action_workbook import GRID, tables_of
from test_cli_setup import call
from test_workbook import texts

from audit.actions.action import Ask, Link, Plan
from audit.actions.figures import Figures
from audit.actions.words import ENDED
from audit.agencies import Agency
from audit.recurring.grid import Row, Standing
from audit.workbook import fit
from audit.workbook.action_edition import OTHERS, ActionEdition
from audit.workbook.action_owners import by_owner
from audit.workbook.action_plans import by_plan, several
from audit.workbook.action_waiting import band, how_late
from audit.workbook.page import Chart, NewPage, Table
from audit.workbook.paging import paged

MARK = "Qzxv"  # what somebody typed, and no word of a report
AGENCIES = (Agency("pol", "Police"), Agency("hea", "Health"))
SINCE = TODAY.replace(month=8)
ROUNDS = {"A-004": f"V1: 3 of 9 met it, {MARK}."}


def typed():
    """One action of every kind, with the mark wherever somebody can type."""
    found = [
        *mixed(MARK),
        followed(15, ("2026-09-01", Ask("2026-09-01", "letter", (f"{MARK} Ash",), 1, MARK, MARK))),
        followed(16, ("2026-09-01", assured("2026-09-01", what=MARK, where=MARK)), owners=(MARK, "Police")),
    ]
    more = {"role": MARK, "number": MARK, "overseer": MARK, "outcome": MARK, "due_text": MARK, "theme": MARK}
    return tuple(replace(one, action=replace(one.action, **more)) for one in found)


def plan():
    return replace(PLAN, overseer=MARK, unread=(("7", "Due date", MARK, MARK),))


def told_to(audience, found, **more):
    figures = Figures(tuple(found), TODAY, agencies=AGENCIES)
    return ActionEdition(figures, audience, SINCE, "Kingsbridge SCP", **more)


def book_of(path, audience, found=None, grid=None, **more):
    from audit.workbook.action_report import write_action_report

    given_ = {"plans": (plan(),), "rounds": ROUNDS, "asks": (f"decide on {MARK}",)} | more
    write_action_report(told_to(audience, found or typed(), **given_), path, grid)
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def grid():
    back = (f"{MARK} came back",)
    own = Row(MARK.casefold(), MARK, "", GRID.rows[0].cells, Standing(9), back, listed=False)
    return replace(GRID, rows=(replace(GRID.rows[0], found=("A-012", "A-007", "A-999")), own))


@pytest.fixture(scope="module")
def public(tmp_path_factory, grid):
    path = tmp_path_factory.mktemp("public") / "p.xlsx"
    book = book_of(path, "public", grid=grid)
    book.path = path
    return book


@pytest.fixture(scope="module")
def working(tmp_path_factory, grid):
    return book_of(tmp_path_factory.mktemp("working") / "s.xlsx", "subgroup", grid=grid)


# --- the public -------------------------------------------------------------------------------------


def test_nothing_that_people_typed_is_published(public, tmp_path, grid):
    with zipfile.ZipFile(public.path) as parts:
        assert not [name for name in parts.namelist() if MARK.encode() in parts.read(name)]
    # The same mark is all over the others, so that its absence says something.
    board = book_of(tmp_path / "b.xlsx", "board", grid=grid)
    assert {"Summary", "Actions", "By owner", "Asks", "Themes"} <= {
        sheet.title for sheet in board if any(MARK in text for text in texts(sheet))
    }


def test_what_is_published_is_as_the_checklist_wants_it(public):
    assert wrong(public.path, "public") == []
    assert [sheet.title for sheet in public if sheet._charts] == [
        *("How late chart", "How late chart 2", "By owner chart", "Over time chart", "Over time chart 2"),
    ]


def test_the_public_reads_the_names_of_agencies_alone_and_the_counts_of_all(public):
    (shown,) = tables_of(public["By owner 2"], "Owner", "Red")
    assert {name: line["All"] for name, line in shown.items()} == {
        "Police": 14,
        "Health": 2,
        OTHERS: 1,
        "No owner": 1,
        "All actions, each once": 16,
    }
    (asked,) = tables_of(public["Asks"], "Owner asked")
    assert asked == {OTHERS: {"Owner asked": OTHERS, "Times asked": 2, "Silences": 2}}


def test_the_public_gets_the_same_counts_by_state_and_colour(public):
    (shown,) = tables_of(public["Actions"], "State", "Red")
    figures = Figures(typed(), TODAY)
    counts = figures.tally
    assert [*shown["All actions"].values()][1:] == [*counts.colours.values(), 16]
    states = {str(state).capitalize(): n for state, n in counts.states.items() if n}
    assert {name: line["All"] for name, line in shown.items() if name != "All actions"} == states
    (ended,) = tables_of(public["Actions 2"], "How it ended")
    assert {name: line["Actions"] for name, line in ended.items() if line["Actions"]} == {
        "Assured": 2,
        "Closed without assurance": 1,
    }


def test_a_theme_that_only_a_plan_words_is_left_out_and_counted(public):
    assert "1 theme that is the words of a plan and not in the list of themes." in " ".join(
        texts(public["Themes"])
    )
    assert tables_of(public["Themes 5"], "Theme", "Who owns it", "Open")[0].keys() == {"Voice of the child"}


def test_an_owner_that_is_an_agency_only_in_part_of_its_words_is_published_as_the_agency():
    found = (followed(1, owners=("Police (DI Ash)",)), followed(2, owners=("Ms Ash",)))
    lines = told_to("public", found).owners
    assert [(one.owner, [each.id for each in one.found]) for one in lines] == [
        ("Police", ["A-001"]),
        (OTHERS, ["A-002"]),
    ]
    assert [one.owner for one in told_to("board", found).owners] == ["Ms Ash", "Police"]


def test_an_answer_that_an_action_came_of_is_told_by_the_name_of_its_agency_not_by_its_code():
    found = (followed(1, link=Link("s11", "V1", "pol")), followed(2, link=Link("s11", "V1", "gone")))
    edition = told_to("board", found)
    assert [edition.source(one) for one in found] == ["s11, Police, V1", "s11, gone, V1"]


# --- counts and charts ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-181, "More than 180 days ago"),
        (-180, "91 to 180 days ago"),
        (-91, "91 to 180 days ago"),
        (-90, "31 to 90 days ago"),
        (-30, "1 to 30 days ago"),
        (-1, "1 to 30 days ago"),
        (0, "In 0 to 30 days"),
        (30, "In 0 to 30 days"),
        (31, "In 31 to 90 days"),
        (181, "In more than 180 days"),
    ],
)
def test_a_day_lies_in_its_span(days, said):
    assert band((TODAY + timedelta(days=days)).isoformat(), TODAY) == said


@given(
    st.lists(
        st.tuples(st.integers(-400, 400), st.sampled_from(["on track", "reported complete", "superseded"]))
    )
)
def test_every_open_action_is_counted_once_by_its_day_and_the_titles_agree(kinds):
    found = [
        followed(n, told(state), due=(TODAY + timedelta(days=days)).isoformat())
        for n, (days, state) in enumerate(kinds)
    ]
    page = how_late(told_to("board", found))
    open_ = [(days, state) for days, state in kinds if state != "superseded"]
    late = [days for days, state in open_ if days < 0 and state == "on track"]
    if not open_:
        assert [table.rows for table in page.blocks if isinstance(table, Table)] == [()]
        return
    due, heard = page.tables
    assert [sum(row[column] for row in due.rows) for column in (1, 4)] == [len(late), len(open_)]
    assert all(row[1] + row[2] + row[3] == row[4] for row in due.rows)
    assert sum(row[1] for row in heard.rows) == len(open_)
    title = next(block.title for block in page.blocks if isinstance(block, Chart))
    long = sum(days < -90 for days in late)
    assert f"{len(late) or 'none'} {'is' if len(late) < 2 else 'are'} overdue" in title
    assert not late or title.endswith(f"overdue, {long or 'none'} by more than 90 days")


def test_the_owners_of_most_open_actions_are_drawn_and_the_most_is_named():
    names = [f"Owner {n:02}" for n in range(12)]
    found = [
        followed(100 * n + k, *([told("superseded")] if not k else []), owners=(name,))
        for n, name in enumerate(names)
        for k in range(n + 1)
    ]
    page = by_owner(told_to("board", found))
    table, all_ = page.tables
    assert [(row[0], row[-1]) for row in table.rows] == [(f"Owner {n:02}", n) for n in range(11, 1, -1)]
    assert len(all_.rows) == 12
    (chart,) = [block for block in page.blocks if isinstance(block, Chart)]
    assert chart.title == "Owner 11 has most open actions: 11 of 66"
    one = by_owner(told_to("board", found[:1]))
    assert not [block for block in one.blocks if isinstance(block, Chart)]


def test_plans_and_rounds_stand_with_their_counts_and_owners_below_for_the_subgroup():
    found = (
        followed(1, plan="a", due="2026-06-30", owners=("Police", "Health")),
        followed(2, plan="a"),
        followed(3, link=Link("s11", "A1", "pol")),
    )
    plans = (Plan("a", "Child R"), Plan("b"))
    working, board = (by_plan(told_to(audience, found, plans=plans)) for audience in ("subgroup", "board"))
    assert [(row[0], *row[6:8]) for row in board.tables[0].rows] == [
        ("Child R (a)", 2, 1),
        ("b", 0, 0),
        ("In no plan", 1, 0),
    ]
    assert [(row[0], row[6]) for row in board.tables[1].rows] == [("s11", 1)]
    rows = working.tables[0].rows
    assert [(getattr(row[0], "anchor", ""), row[1], row[7]) for row in rows] == [
        ("A-001", "All owners", 2),
        ("", "Police", 2),
        ("", "Health", 1),
        ("", "All owners", 0),
        ("A-003", "All owners", 1),
        ("", "Police", 1),
    ]
    assert working.tables[0].levels == (0, 1, 1, 0, 0, 1)
    assert several(told_to("board", found[1:]))
    assert not several(told_to("board", found[1:2]))


# --- the working file -------------------------------------------------------------------------------


def ids_of(sheet):
    """The row of each action on the sheet Actions."""
    (one,) = sheet.tables.values()
    return {str(row[0].value).split()[0]: row[0].row for row in sheet[one.ref][1:]}


def led(sheet):
    """Where the cells of column A lead, by their words."""
    return {cell.value: cell.hyperlink.location for (cell,) in sheet.iter_rows(max_col=1) if cell.hyperlink}


def test_owners_plans_and_themes_lead_to_the_first_of_their_actions(working):
    rows = ids_of(working["Actions"])
    order = [*rows]
    mine = {one.id for one in typed() if "Health" in one.action.owners}
    first = min(mine, key=order.index)
    assert led(working["By owner"])["Health"] == f"'Actions'!A{rows[first]}"
    assert led(working["By owner"])["No owner"] == f"'Actions'!A{rows['A-005']}"
    assert led(working["By plan"])["Child R (child-r)"] == f"'Actions'!A{rows[order[0]]}"
    first = min(("A-012", "A-007"), key=order.index)
    assert led(working["Themes"])["Voice of the child"] == f"'Actions'!A{rows[first]}"


def test_ended_actions_can_be_folded_and_open_ones_bear_a_note(working):
    sheet, ended = working["Actions"], {one.id for one in typed() if one.state in ENDED}
    for name, row in ids_of(sheet).items():
        assert sheet.row_dimensions[row].outlineLevel == (name in ended)
        assert not sheet.row_dimensions[row].hidden
        notes = [cell.comment.text for cell in sheet[row] if cell.comment]
        assert len(notes) == (name not in ended)
    said = next(cell.comment.text for cell in sheet[ids_of(sheet)["A-006"]] if cell.comment)
    assert said == "Last update: never updated\nAsked 1 time, last on 10 September 2026: silence for 73 days."


# --- paper ------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 40), max_size=5))
def test_a_table_of_the_board_begins_on_a_new_page_where_it_would_run_over_the_end_of_one(lengths):
    widths = (40.0, 60.0)
    tables = [Table(f"T{n}", ("A", "B"), (("a", "b"),) * length) for n, length in enumerate(lengths)]
    blocks, used = [*paged(tables, widths, 80.0)], 80.0
    assert [block for block in blocks if isinstance(block, Table)] == tables
    room = fit.room_on_page(widths)
    for before, block in zip([None, *blocks], blocks, strict=False):
        if isinstance(block, Table):
            high = fit.HEADED + (fit.height(block, widths) if block.rows else fit.POINTS)
            used = 0 if (fresh := isinstance(before, NewPage)) else used
            assert fresh or used + high <= room or (high > room and used <= room / 2)
            used = (used + high) % room


@given(st.text("ab \n-W", max_size=120), st.integers(2, 9))
def test_a_text_is_cut_only_where_a_row_does_not_hold_it(value, width):
    end = fit.room(value, width)
    assert (end == len(value)) == (fit.lines(value, width) <= fit.MOST_LINES)
    assert fit.lines(value[:end], width) <= fit.MOST_LINES


# --- the command ------------------------------------------------------------------------------------


def test_the_command_says_what_to_read_before_it_is_published(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call("init", ".", "--name", "Kingsbridge SCP")
    said = call("action", "report", "--for", "public", "-o", "p.xlsx", "--today", "2026-11-22").stderr
    assert "p.xlsx is written, as of 22 November 2026: 0 actions. It names plans, rounds and" in said
    assert wrong(tmp_path / "p.xlsx", "public") == []
    cover = texts(openpyxl.load_workbook("p.xlsx")["Cover"])
    assert "Newly closed: Assured or closed since 22 August 2026" in cover
