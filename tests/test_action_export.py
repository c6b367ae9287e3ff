"""audit action export, and its table read back: exactly, whatever stands in it; or as somebody edited it."""

import csv
import json
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli_setup import as_json, call, here, refused  # noqa: F401
from workspaces import begin

from audit.actions.action import (
    KINDS,
    Action,
    Ask,
    Assurance,
    Decision,
    Entry,
    Link,
    Piece,
    Plan,
    Proposal,
    Status,
    Update,
)
from audit.actions.followed import Followed
from audit.actions.rag import rag
from audit.actions.words import Basis, State
from audit.errors import FileError
from audit.plans.carrying import brought, carried, items_of, listed, paired, pairs_of
from audit.plans.exporting import ACTIONS, HEADINGS, SAID, rows_of
from audit.plans.own import own_table, read_own
from audit.registers.folding import fold
from audit.store.actions import ActionBook, Writing
from audit.store.rows import Stamp
from audit.store.store import Store
from audit.tables.cells import Table
from audit.tables.formulas import as_csv
from audit.tables.reading import read
from audit.workbook.listing import write_list

TODAY = date(2026, 3, 2)
AT = "2026-03-02T09:00:00+00:00"
NASTY = st.text(
    st.sampled_from("aé😀 \n\r\t\"'=+@-_x000D_{}U+:;,\\\x07\x85\u2028\ufeff")
    | st.characters(exclude_categories=["Cs"]),
    max_size=12,
).filter(lambda text: "\0" not in text)
FULL = NASTY.filter(str.strip)
LISTS = st.lists(FULL, max_size=3).map(tuple)
DAYS = st.sampled_from(["", "2026-03-31", "2025-01-01"])
SINCE = st.sampled_from(["", "2011", "2011-07", "2011-07-04"])
DAY = st.sampled_from(["2011-07-04", "2026-03-01"])
STATE = st.sampled_from([str(one) for one in State if one != State.ASSURED])
STATES = st.just("") | STATE
TIMES = st.integers(0, 400).map(
    lambda n: (datetime(2025, 1, 1, 9) + timedelta(days=n)).isoformat() + "+00:00"
)
ENTRY = st.one_of(
    st.builds(Update, SINCE, NASTY, STATES, NASTY, st.booleans(), st.integers(0, 99)),
    st.builds(Status, STATE, NASTY, st.sampled_from(["", "status", "rag"])),
    st.builds(Assurance, DAY, NASTY, st.sampled_from([*map(str, Basis)]), NASTY, NASTY, NASTY),
    st.builds(Piece, NASTY, NASTY, NASTY, NASTY),
    st.builds(Ask, DAY, NASTY, LISTS, st.integers(0, 3), st.sampled_from(["update", "evidence"]), NASTY),
    st.builds(Proposal, st.integers(0, 9), SINCE, NASTY, STATES, *[NASTY] * 5),
    st.builds(Decision, st.integers(0, 9), NASTY, NASTY),
)
ACTION = st.builds(
    Action,
    st.just(""),
    st.sampled_from(["p", "child-r", ""]),
    **dict.fromkeys(("number", "milestone", "due_text", "outcome", "source", "reference", "theme"), NASTY),
    action=FULL,
    **dict.fromkeys(("owners", "themes"), LISTS),
    **dict.fromkeys(("start", "due", "review", "re_audit"), DAYS),
    interval=st.integers(1, 400),
    row=st.integers(0, 99),
    link=st.none() | st.builds(Link, FULL, NASTY, NASTY, NASTY, NASTY),
    other=st.lists(st.tuples(FULL, NASTY), max_size=2).map(tuple),
)
PLANS = (
    Plan(
        "p", "A plan", "Review of Child R", "Quality group", 30, (("3", "Lead", "as above", "says no more"),)
    ),
    Plan("child-r"),
)
FOLLOWED = st.builds(
    lambda action, added, entries: Followed(action, added, tuple(Entry(*one) for one in entries)),
    ACTION,
    TIMES,
    st.lists(st.tuples(ENTRY, TIMES, FULL), max_size=4),
)
NUMBERED = st.lists(FOLLOWED, max_size=4).map(
    lambda found: [replace(one, action=replace(one.action, id=f"A-{n:03}")) for n, one in enumerate(found, 1)]
)


def csv_table(rows):
    """The table that a CSV of some rows is read as."""
    lines = csv.reader(StringIO(as_csv((HEADINGS, *rows)).decode("utf-8-sig"), newline=""))
    return Table("x.csv", "", tuple(tuple(cell or None for cell in line) for line in lines))


# --- cells ------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(NASTY, LISTS, st.lists(st.tuples(FULL, NASTY), max_size=3))
def test_texts_and_lists_come_back_from_a_cell_as_they_were(text, items, pairs):
    assert brought(carried(text)) == text
    assert items_of(listed(items)) == items
    assert pairs_of(paired(pairs)) == tuple(pairs)
    assert not set(carried(text)) & {"\r", "\x07", "\x85"}


def test_plain_text_and_paths_stand_in_a_cell_as_they_were_typed():
    assert carried("S:\\new\\x.docx {a}: b_c\nd") == "S:\\new\\x.docx {a}: b_c\nd"
    assert listed(("Police", "School")) == "Police\nSchool"
    assert paired([("Cost", "£5: more")]) == "Cost: £5: more"


def test_the_table_has_a_column_for_everything_that_is_kept():
    assert {*ACTIONS, "id", "plan", "link"} == {one.name for one in fields(Action)}
    assert {*SAID} == {one.name for kind in KINDS.values() for one in fields(kind)}
    assert len({fold(heading) for heading in HEADINGS}) == len(HEADINGS)


# --- there and back ---------------------------------------------------------------------------------


@settings(max_examples=50)
@given(NUMBERED)
def test_what_is_written_is_read_back_exactly(found):
    writers = {one.id: f"={one.id}" for one in found}
    own = read_own(csv_table(list(rows_of(PLANS, found, writers))), TODAY)
    assert own.plans == PLANS
    assert not own.unread
    assert {one.followed.id: one.followed for one in own.actions} == {one.id: one for one in found}
    assert {one.followed.id: one.adder for one in own.actions} == writers


@settings(max_examples=10)
@given(NUMBERED)
def test_a_workbook_carries_the_same_as_a_csv(tmp_path_factory, found):
    path = tmp_path_factory.mktemp("export") / "actions.xlsx"
    write_list(path, "Actions", HEADINGS, list(rows_of(PLANS, found, {})), TODAY)
    own = read_own(own_table(read(path)), TODAY)
    assert own.plans == PLANS
    assert {one.followed.id: one.followed for one in own.actions} == {one.id: one for one in found}


@settings(max_examples=20)
@given(NUMBERED, st.randoms(use_true_random=False), st.sampled_from(["q", "p", ""]))
def test_a_colour_depends_on_nothing_but_the_action_and_the_day(found, shuffle, plan):
    colours = {one.id: rag(one, TODAY) for one in found}
    others = [
        replace(one, action=replace(one.action, id=f"A-{900 - n}", plan=plan)) for n, one in enumerate(found)
    ]
    pairs = list(zip(others, found, strict=True))
    shuffle.shuffle(pairs)
    again = read_own(csv_table(list(rows_of((), [other for other, _ in pairs], {}))), TODAY)
    back = {one.action.id: one.followed for one in again.actions}
    assert all(rag(back[other.id], TODAY) == colours[one.id] for other, one in pairs)


# --- commands ---------------------------------------------------------------------------------------


def said(number=1):
    """Things of every kind that may be said of an action."""
    return (
        Update("2011-07", "J Smith", State.ON_TRACK, "=Booked;\n\tfor May ", history=True, row=9),
        Status(State.ON_TRACK, "On track", "status"),
        Ask("2026-01-04", "letter", ("Ada", "Bo"), 1),
        Proposal(number, "2026-01-05", "Ada", State.REPORTED_COMPLETE, "@done", "Minutes", "S:\\new"),
        Decision(number, "accepted"),
        Piece("Minutes", "S:\\new", "March 2025", "Bo"),
        Assurance("2026-01-09", "Bo", Basis.DOCUMENT, "Minutes", "Office"),
    )


@pytest.fixture
def filled(here):  # noqa: F811
    """A workspace with two plans and an action of none."""
    begin(here, _fill)
    return here


def _fill():
    call("init")
    new = (
        (Action("", "p", "1", action="Train staff", owners=("Police", "School"), due="2026-03-31"), said()),
        (Action("", "p", "2", recommendation="+44 Meet", other=(("Cost", "=1+1"),)), ()),
        (Action("", "", action="Write to schools", link=Link("r1", "A1", "pol")), said()[:2]),
    )
    with_store(Path(), lambda book: book.write(Writing(PLANS, new), Stamp(AT, "Ada")))


def with_store(folder, act):
    """What comes of an act with the actions of a workspace."""
    store = Store(f"sqlite:///{folder / 'audit.db'}")
    try:
        return act(ActionBook(store))
    finally:
        store.close()


def everything(folder):
    return with_store(folder, lambda book: (book.plans(), book.actions(), book.writers()))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_import_of_an_export_into_an_empty_workspace_is_the_same_to_the_last_stamp(filled, kind):
    call("action", "export", "-o", f"all.{kind}")
    other = filled / "other"
    call("init", "-w", other)
    call("action", "import", f"all.{kind}", "-w", other, "--by", "Bo")
    assert everything(other) == everything(filled)
    found = as_json("action", "import", f"all.{kind}", "-w", other)
    assert found["actions"] == {"new": [], "changed": [], "same": ["A-001", "A-002", "A-003"], "missing": []}
    assert not found["moved"]
    assert everything(other) == everything(filled)


def test_an_export_of_one_plan_comes_back_under_its_name_or_another(filled):
    call("action", "export", "--plan", "P", "-o", "p.csv")
    call("action", "import", "p.csv", "--plan", "q")
    plans, actions, _ = everything(filled)
    assert [plan.name for plan in plans] == ["p", "child-r", "q"]
    assert [(one.id, one.action.plan) for one in actions][3:] == [("A-004", "q"), ("A-005", "q")]
    assert actions[3].entries == actions[0].entries


def edit(name, change):
    """Change the rows of a CSV, as mappings by heading."""
    with Path(name).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows = change(rows) or rows
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def test_a_cell_that_somebody_edited_is_what_moves_and_blank_ones_stay(filled):
    def change(rows):
        first = next(row for row in rows if row["ID"] == "A-001")
        first.update({"Owners": "Police\nHealth", "Due": "30/4/2026", "Number": ""})
        rows.append(dict.fromkeys(rows[0], "") | {"ID": "A-002", "Note": "Met once", "State": "On track"})
        rows.append(dict.fromkeys(rows[0], "") | {"Plan": "p", "Action": "A new one"})

    call("action", "export", "-o", "all.csv")
    edit("all.csv", change)
    found = as_json("action", "import", "all.csv", "--today", "2026-03-03")
    assert found["actions"]["new"] == ["A-004"]
    assert found["actions"]["changed"] == ["A-001", "A-002"]
    assert [(one["id"], one["field"], one["after"]) for one in found["moved"]] == [
        ("A-001", "owners", "Police; Health"),
        ("A-001", "due", "2026-04-30"),
        ("A-001", None, None),
        ("A-002", "update", {"state": "on track", "note": "Met once"}),
    ]
    actions = {one.id: one for one in everything(filled)[1]}
    assert actions["A-001"].action.number == "1"
    assert actions["A-001"].state == State.ASSURED
    assert actions["A-002"].state == State.ON_TRACK
    assert actions["A-004"].added.startswith("2026-03-03")
    again = as_json("action", "import", "all.csv")
    assert again["actions"]["changed"] == []


def test_what_was_changed_here_since_the_export_stays_where_the_table_did_not_change_it(filled):
    call("action", "export", "-o", "all.csv")
    now = replace(everything(filled)[1][0].action, due="2026-09-01")
    with_store(filled, lambda book: book.write(Writing(changed=(now,)), Stamp(AT, "Bo")))
    edit("all.csv", lambda rows: next(row for row in rows if row["ID"] == "A-001").update({"Role": "Head"}))
    call("action", "import", "all.csv")
    after = everything(filled)[1][0].action
    assert (after.due, after.role) == ("2026-09-01", "Head")


def test_what_was_said_is_never_changed_by_a_table_and_nothing_of_it_is_lost(filled):
    def change(rows):
        for row in rows:
            if row["ID"] == "A-001" and row["Kind"] == "update":
                row["Note"] = "Booked for June"
            if row["ID"] == "A-001" and row["Kind"] == "assurance":
                row["Basis"] = "told"

    before = everything(filled)[1][0]
    call("action", "export", "-o", "all.csv")
    edit("all.csv", change)
    found = as_json("action", "import", "all.csv")
    after = everything(filled)[1][0]
    assert after.entries[:-1] == before.entries
    assert after.entries[-1].said == replace(said()[0], note="Booked for June")
    assert after.state == State.ASSURED
    assert [one["why"] for one in found["unread"]] == [
        "what was said is never changed; say it anew in a row of its own with a blank 'Written at'"
    ]
    assert as_json("action", "import", "all.csv")["actions"]["changed"] == []


def test_an_id_that_is_another_action_here_is_not_written_over(filled):
    other = filled / "other"
    call("init", "-w", other)
    with_store(
        other,
        lambda book: book.write(
            Writing(new=((Action("", action="Quite another"), ()),)), Stamp(f"{AT}", "B")
        ),
    )
    call("action", "export", "-o", "all.csv")
    edit("all.csv", lambda rows: [row | {"Added at": row["Added at"] and "2025-01-01T09:00"} for row in rows])
    found = as_json("action", "import", "all.csv", "-w", other)
    assert found["actions"]["new"] == ["A-004", "A-002", "A-003"]
    assert found["notes"] == ["A-001 is another action here, so the file's (row 4) gets a new id"]
    assert everything(other)[1][0].action.action == "Quite another"


def test_what_cannot_be_read_in_a_table_is_named_with_its_cell_and_nothing_is_taken(filled):
    call("action", "export", "-o", "all.csv")
    edit(
        "all.csv",
        lambda rows: rows.append(
            dict.fromkeys(rows[0], "") | {"ID": "A-9", "Action": "x", "Due": "soon", "State": "ontrack"}
        ),
    )
    before = everything(filled)
    message = refused("action", "import", "all.csv")
    assert message.startswith("all.csv, cell A15: ")
    assert "ID 'A-9' is no id of an action; leave it blank for a new one." in message
    assert "Due 'soon' is no day; write 2026-03-31." in message
    assert "State 'ontrack' is no state; did you mean 'on track'?" in message
    assert everything(filled) == before


TYPED = (
    ("A-002", {"Kind": "assurance", "On": "2026-03-01"}, "Basis must say what the assurance rests on."),
    (
        "A-002",
        {"Kind": "assurance", "On": "2026-03", "Basis": "told", "Note": "x"},
        "On '2026-03' must be a day",
    ),
    ("A-002", {"Kind": "assurance", "On": "2026-03-01", "Basis": "told"}, "Note must say who said what"),
    ("A-002", {"Kind": "assurance", "On": "2026-03-01", "Basis": "data"}, "Evidence must say what was seen"),
    ("A-002", {"Kind": "update", "State": "assured"}, "State 'assured' is what a row of kind assurance says"),
    ("A-002", {"Kind": "status", "State": "Assured"}, "State 'Assured' is what a row of kind assurance says"),
    ("A-002", {"Kind": "update", "State": "superseded"}, "Note must say why it is superseded."),
    ("A-002", {"Note": "x", "On": "2026-04"}, "On '2026-04' is still ahead."),
    ("A-002", {"Kind": "ask", "Asked by": "letter"}, "On must be a day; write 2026-03-31."),
    ("A-002", {"Note": "x", "Written at": "20260301T10:00"}, "Written at '20260301T10:00' is no time"),
)


@pytest.mark.parametrize(("name", "cells", "why"), TYPED)
def test_what_no_command_would_keep_is_not_kept_from_a_table_either(filled, name, cells, why):
    call("action", "export", "-o", "all.csv")
    edit("all.csv", lambda rows: rows.append(dict.fromkeys(rows[0], "") | {"ID": name} | cells))
    before = everything(filled)
    assert why in refused("action", "import", "all.csv", "--today", "2026-03-03")
    assert everything(filled) == before


def test_a_typed_update_of_an_earlier_day_is_told_and_one_that_opens_an_action_is_said(filled):
    typed = (
        {"ID": "A-001", "On": "2025-01", "State": "delayed", "Note": "As it was then"},
        {"ID": "A-001", "On": "2026-03-03", "State": "on track", "Note": "Slipped again"},
    )
    for cells, state in zip(typed, (State.ASSURED, State.ON_TRACK), strict=True):
        call("action", "export", "-o", "all.csv")
        edit("all.csv", lambda rows, cells=cells: rows.append(dict.fromkeys(rows[0], "") | cells))
        shown = call("action", "import", "all.csv", "--today", "2026-03-03").stdout
        assert ("it was assured here and is open again" in shown) == (state is State.ON_TRACK)
        assert everything(filled)[1][0].state == state


@pytest.mark.usefixtures("filled")
def test_columns_and_cells_without_a_place_are_listed():
    call("action", "export", "-o", "all.csv")

    def change(rows):
        found = [row | {"Cost": ""} for row in rows]
        found[2] |= {"Cost": "£5"}
        status = next(row for row in found if row["Kind"] == "status")
        status |= {"Note": "so", "Owners": "Nobody"}
        return found

    edit("all.csv", change)
    found = as_json("action", "import", "all.csv")
    assert {(one["column"], one["text"]) for one in found["unread"]} == {
        ("Cost", "£5"),
        ("Note", "so"),
        ("Owners", "Nobody"),
    }


@pytest.mark.usefixtures("filled")
def test_an_export_says_itself_how_it_is_read():
    call("action", "export", "-o", "all.csv")
    assert "leave out --map" in refused("action", "import", "all.csv", "--map", "Cost=owner", code=2)
    assert "has 3 plans in it" in refused("action", "import", "all.csv", "--plan", "q", code=2)


def test_a_text_that_no_cell_holds_is_not_cut(filled):
    long = (Action("", action="Long"), (Update(note="a" * 32_768),))
    with_store(filled, lambda book: book.write(Writing(new=(long,)), Stamp(AT, "Ada")))
    assert "write a .csv" in refused("action", "export", "-o", "all.xlsx")
    call("action", "export", "-o", "all.csv")
    assert not as_json("action", "import", "all.csv")["actions"]["changed"]


def test_a_table_without_ids_is_refused_and_not_taken_for_a_plan(filled):
    call("action", "export", "-o", "all.csv")
    edit("all.csv", lambda rows: [{"Id no": row.pop("ID"), **row} for row in rows])
    before = everything(filled)
    assert "its column ID is missing; export it again" in refused("action", "import", "all.csv")
    assert everything(filled) == before


def test_a_damaged_table_is_refused():
    rows = list(rows_of(PLANS, [], {}))
    with pytest.raises(FileError, match="must name the plan"):
        read_own(csv_table([["" if cell == "p" else cell for cell in row] for row in rows]), TODAY)


def test_a_dry_run_keeps_nothing(filled):
    call("action", "export", "-o", "all.csv")
    other = filled / "other"
    call("init", "-w", other)
    result = call("action", "import", "all.csv", "-w", other, "--dry-run")
    assert "3 actions, 3 new" in result.stdout
    assert everything(other) == ((), (), {})
    assert json.loads(call("action", "import", "all.csv", "-w", other, "--dry-run", "--json").stdout)[
        "dry_run"
    ]
