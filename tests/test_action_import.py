"""audit action import: a plan taken in, taken in again, and what is said of it."""

import csv
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_action_export import NUMBERED, everything, with_store
from test_cli_setup import as_json, call, here, refused  # noqa: F401
from workspaces import begin

from audit.actions.action import Action, Assurance, Plan, Status, Update
from audit.actions.words import State
from audit.cli.action_import import mapped, plan_name
from audit.cli.action_pairing import paired
from audit.plans.line import Draft, Drafted
from audit.store.actions import ActionBook, Carried, Seen, Writing
from audit.store.rows import Stamp
from audit.store.store import Store
from audit.workbook.listing import write_list

TODAY = date(2026, 3, 2)
STAMP = Stamp("2026-03-02T09:00:00+00:00", "Ada")


# --- no update is lost ------------------------------------------------------------------------------

NOTES = st.sampled_from(["", "Booked", "On track.", "booked!", "Ended", "Ünder way", "…"])
SINCE = st.sampled_from(["", "2011-07", "2011-08-01"])
UPDATES = st.lists(
    st.builds(Update, SINCE, note=NOTES, history=st.just(True), state=st.sampled_from(["", "delayed"])),
    max_size=3,
)
WORDS = st.sampled_from([None, Status(State.ON_TRACK, "On track"), Status(State.REPORTED_COMPLETE, "Done")])
DRAFTS = st.builds(
    lambda text, number, due, said, word: Draft(
        Action("", "", number, action=text, due_text=due), (*said, *([word] if word else []))
    ),
    st.sampled_from(["Train staff", "Write to schools", "Meet"]),
    st.sampled_from(["", "1", "2"]),
    st.sampled_from(["", "March 2026", "Ongoing"]),
    UPDATES,
    WORDS,
)
IMPORT = st.lists(DRAFTS, max_size=3).map(lambda drafts: Drafted(tuple(drafts)))
TYPED = st.tuples(st.integers(0, 5), st.builds(Update, SINCE, note=NOTES, state=st.just("delayed")))
STEPS = st.lists(IMPORT | TYPED, min_size=1, max_size=5)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """Gives a store without anything in it."""
    count = iter(range(10_000))
    folder = tmp_path_factory.mktemp("stores")
    begin(folder, _init)

    def make():
        path = folder / f"{next(count)}.db"
        path.write_bytes((folder / "audit.db").read_bytes())
        return Store(f"sqlite:///{path}")

    return make


def _init():
    call("init")


def take(book, drafted):
    """Import a drafted plan, as the command does without a terminal; gives what it did."""
    plans = {plan.name: plan for plan in book.plans()}
    found = paired(book, Plan("p"), plans.get("p"), drafted, ask=False)
    book.write(found.writing, STAMP, Seen(found.seen))
    return found


@settings(max_examples=25)
@given(STEPS)
def test_no_update_is_ever_lost_whatever_is_imported_and_typed(empty, steps):
    store = empty()
    try:
        book, said, before = ActionBook(store), [], {}
        for step in steps:
            if isinstance(step, Drafted):
                take(book, step)
                said += [one for draft in step.drafts for one in draft.said if isinstance(one, Update)]
            elif before:
                name = sorted(before)[step[0] % len(before)]
                book.write(Writing(said=((name, step[1]),)), STAMP)
                said.append(step[1])
            now = {one.id: one for one in book.actions()}
            for name, one in before.items():  # what was said stays where it was, word for word
                assert now[name].entries[: len(one.entries)] == one.entries
            before = now
        told = {(one.on, word(one.note)) for found in before.values() for one in found.updates}
        assert {(one.on, word(one.note)) for one in said} <= told
    finally:
        store.close()


def word(note):
    """A note without what importing may take for the same."""
    return "".join(filter(str.isalnum, note.casefold())) or note


@settings(max_examples=10)
@given(NUMBERED)
def test_what_comes_from_elsewhere_is_kept_with_its_ids_and_times(empty, found):
    store = empty()
    try:
        book = ActionBook(store)
        book.write(Writing(carried=tuple(Carried(one, "Bo") for one in found)), STAMP)
        assert book.actions() == tuple(found)
        assert book.writers() == {one.id: "Bo" for one in found}
        assert book.write(Writing(new=((Action("", action="Next"), ()),)), STAMP) == (
            f"A-{len(found) + 1:03}",
        )
    finally:
        store.close()


@settings(max_examples=25)
@given(IMPORT)
def test_the_same_plan_again_writes_nothing(empty, drafted):
    store = empty()
    try:
        book = ActionBook(store)
        take(book, drafted)
        before = book.actions()
        again = take(book, drafted)
        assert again.writing == Writing()
        assert book.actions() == before
        assert len(before) == len(drafted.drafts)
    finally:
        store.close()


# --- words ------------------------------------------------------------------------------------------


def test_a_plan_is_called_by_its_file():
    assert plan_name("Child R Action_Plan (final)") == "child-r-action-plan-final"
    assert plan_name("!!") == "plan"


def test_a_heading_is_given_a_meaning():
    assert mapped(["By whom=owner", "A = b=Sub-theme", "Cost="]) == {
        "By whom": "owner",
        "A = b": "sub_theme",
        "Cost": "",
    }


def test_a_heading_is_not_given_a_meaning_that_there_is_not():
    assert "there is no field 'onwer'; did you mean 'owner'?" in refused(
        "action", "import", "x.csv", "--map", "Lead=onwer", code=2
    )
    assert "must say 'Heading=field'" in refused("action", "import", "x.csv", "--map", "Lead", code=2)
    both = ("--map", "Lead=owner", "--map", "Lead=role")
    assert "'Lead' is mapped to two fields" in refused("action", "import", "x.csv", *both, code=2)


# --- plans of other people's making -----------------------------------------------------------------

HEADS = ("No", "Recommendation", "Action", "Lead", "Completion date", "Status", "Progress", "Cost code")
ROWS = (
    (
        "1",
        "Staff are trained",
        "Train all staff",
        "Police",
        "31 March 2026",
        "On track",
        "July 2025 - Booked.",
        "X1",
    ),
    ("2", "Schools know", "Write to schools", "Education", "Bi-monthly", "", "", ""),
    ("3", "Policy is current", "Review the policy", "Health", "30/04/2026", "Achieved", "", ""),
)


def plan(rows=ROWS, name="plan.csv"):
    """A plan as a file by the ending of its name; gives the name."""
    path, lines = Path(name), [HEADS, *rows]
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)
    elif path.suffix == ".xlsx":
        write_list(path, "Plan", HEADS, rows, TODAY)
    else:
        cells = "".join(f"<table:table-row>{''.join(map(_cell, line))}</table:table-row>" for line in lines)
        body = (
            f'<office:spreadsheet><table:table table:name="Plan">{cells}</table:table></office:spreadsheet>'
        )
        names = "".join(f' xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in _NAMES)
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("META-INF/manifest.xml", _MANIFEST)
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr(
                "content.xml",
                f"<office:document-content{names}><office:body>{body}</office:body></office:document-content>",
            )
    return name


_NAMES = ("office", "table", "text")
_MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def _cell(text):
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


@pytest.fixture
def workspace(here):  # noqa: F811
    begin(here, _init)
    return here


def test_a_plan_is_taken_in_with_what_its_headings_mean_and_what_was_not_understood(workspace):
    found = as_json("action", "import", plan(), "--source", "Review of Child R", "--unread", "unread.csv")
    assert found["plan"] == "plan"
    assert found["actions"] == {"new": ["A-001", "A-002", "A-003"], "changed": [], "same": [], "missing": []}
    fields = {one["heading"]: one["field"] for one in found["matched"]}
    assert fields["Lead"] == "owner"
    assert fields["Cost code"] is None
    assert [(one["row"], one["text"]) for one in found["unread"]] == [(3, "Bi-monthly")]
    assert "1 row has no word for how the action stands: a new one stands as not started" in found["notes"]
    (kept,), actions, _ = everything(workspace)
    assert (kept.source, kept.interval) == ("Review of Child R", 92)
    assert [one[:3] for one in kept.unread] == [("3", "Completion date", "Bi-monthly")]
    first = actions[0]
    assert (first.action.due, first.action.owners, first.state) == ("2026-03-31", ("Police",), State.ON_TRACK)
    assert first.action.other == (("Cost code", "X1"),)
    assert first.updates[0].on == "2025-07"
    rows = Path("unread.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == "Sheet,Row,Column,Text,Why"
    assert len(rows) == 2


@pytest.mark.usefixtures("workspace")
def test_a_plan_that_comes_again_changes_nothing_where_nothing_moved():
    call("action", "import", plan())
    before = Path("audit.db").read_bytes()
    result = call("action", "import", plan())
    assert "3 actions, 0 new, 0 changed, 3 as before." in result.stdout
    assert "Nothing moved" in result.stderr
    assert Path("audit.db").read_bytes() == before


@pytest.mark.usefixtures("workspace")
def test_owners_that_are_no_agency_are_named_where_agencies_are_known():
    said = "Owners that are no agency known here, kept in the plan's words: "
    assert said not in call("action", "import", plan(), "--dry-run").stdout
    call("agency", "add", "Kingsbridge Police", "--code", "police", "--kind", "police")
    shown = call("action", "import", plan(), "--dry-run").stdout
    assert said in shown
    assert "Police" not in shown.partition(said)[2].splitlines()[0].split("; ")


@pytest.mark.usefixtures("workspace")
def test_headings_between_rows_that_are_agencies_are_pointed_out():
    call("agency", "add", "Kingsbridge Police", "--code", "police", "--kind", "police")
    blank = [""] * (len(HEADS) - 1)
    name = plan([("Kingsbridge Police", *blank), ROWS[0], ("Neglect", *blank), *ROWS[1:]])
    hint = "Themes that are agencies known here: Kingsbridge Police. Where headings between rows name owners,"
    assert hint in call("action", "import", name, "--dry-run").stdout
    shown = call("action", "import", name, "--sub-heading", "owner").stdout
    assert "Themes that are agencies" not in shown


def test_what_moved_is_said_action_by_action(workspace):
    call("action", "import", plan())
    first, second, third = ROWS
    first = (
        *first[:2],
        "Train every member of staff",
        "",
        *first[4:6],
        "July 2025 - Booked.\nAugust 2025 - Held.",
        "",
    )
    again = plan([first, second, ("4", "New", "Meet weekly", "Police", "", "", "", "")], "plan v2.csv")
    said = call("action", "import", again, "--plan", "PLAN", "--interval", "30").stdout
    for sentence in (
        "1 new, 1 changed, 1 as before; 1 here and not in the file.",
        "- The plan's interval was 92 and is 30",
        "- A-001: action was 'Train all staff' and is 'Train every member of staff'.",
        "- A-001: owners is blank in the file and stays 'Police'.",
        "- A-001: a new update, 2025-08: 'Held.'.",
        "- A-004 (number 4) Meet weekly",
        "- A-003 (number 3) Review the policy",
    ):
        assert sentence in said
    plans, actions, _ = everything(workspace)
    assert [one.name for one in plans] == ["plan"]
    assert {one.action.source for one in actions} == {"plan.csv"}
    assert [one.action.interval for one in actions] == [30, 30, 92, 30]
    assert third[2] == actions[2].action.text


def test_what_somebody_did_here_stays_until_the_plan_says_otherwise(workspace):
    call("action", "import", plan())
    assured = Assurance("2026-03-01", "Bo", "document held", "Register", "Office")
    moved = replace(everything(workspace)[1][1].action, owners=("Schools team",), review="2026-09-01")
    with_store(
        workspace,
        lambda book: book.write(
            Writing(
                changed=(moved,), said=(("A-001", assured), ("A-003", Update(state="delayed", note="Late")))
            ),
            STAMP,
        ),
    )
    call("action", "import", plan())
    actions = everything(workspace)[1]
    assert [one.state for one in actions] == [State.ASSURED, State.NOT_STARTED, State.DELAYED]
    assert (actions[1].action.owners, actions[1].action.review) == (("Schools team",), "2026-09-01")
    worse = (*ROWS[0][:5], "Not on track", *ROWS[0][6:])
    said = call("action", "import", plan([worse, *ROWS[1:]])).stdout
    assert "A-001: it was assured and the file says 'Not on track', which is not on track. It is" in said
    assert [one.state for one in everything(workspace)[1]][::2] == [State.NOT_ON_TRACK, State.DELAYED]


@pytest.mark.usefixtures("workspace")
def test_a_dry_run_says_the_same_and_keeps_nothing():
    before = Path("audit.db").read_bytes()
    dry = as_json("action", "import", plan(), "--dry-run")
    assert Path("audit.db").read_bytes() == before
    found = as_json("action", "import", plan())
    assert dry.pop("dry_run")
    assert not found.pop("dry_run")
    assert dry.pop("actions")["new"] == [None, None, None]
    assert len(found.pop("actions")["new"]) == 3
    assert dry == found


@pytest.mark.usefixtures("workspace")
def test_rows_that_fit_nothing_are_new_where_nobody_can_be_asked():
    call("action", "import", plan())
    rows = [("", *ROWS[0][1:2], "Train each one of the staff", *ROWS[0][3:]), *ROWS[1:]]
    said = call("action", "import", plan(rows)).stdout
    assert "- A-004 Train each one of the staff" in said
    assert "- A-001 (number 1) Train all staff" in said
    assert "At a terminal you are asked whether a new one is one of these" in said


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_the_same_plan_in_another_kind_of_file_is_the_same(workspace, kind):
    call("action", "import", plan())
    found = as_json("action", "import", plan(name=f"plan.{kind}"))
    assert found["actions"]["same"] == ["A-001", "A-002", "A-003"]
    assert not found["moved"]
    assert [one.action.sheet for one in everything(workspace)[1]] == ["Plan"] * 3


def test_an_imported_plan_goes_out_and_comes_in_elsewhere_as_it_is(workspace):
    call("action", "import", plan(), "--title", "=Child R", "--overseer", "Quality")
    call("action", "export", "-o", "out.csv")
    call("init", "-w", "other")
    call("action", "import", "out.csv", "-w", "other")
    assert everything(workspace / "other") == everything(workspace)
    assert not as_json("action", "import", plan(), "-w", "other")["actions"]["changed"]
