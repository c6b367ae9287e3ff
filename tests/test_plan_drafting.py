"""A line of a plan as an action: every cell finds its place, and nothing of it is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import definitions
from audit.actions.action import Action, Status, Update, said_block
from audit.actions.words import State
from audit.plans.drafting import draft
from audit.plans.line import FIELDS, Line
from audit.plans.profile import Options, load

PROFILE = load(definitions.library())
OPTIONS = Options(source="plan.xlsx", plan="child-d", interval=60, agencies=("CCG", "Police"))


def drafted(row=5, headings=None, days=None, fills=None, other=(), **cells):
    return draft(
        Line("Plan", row, cells, headings or {}, days or {}, fills or {}, other=other), PROFILE, OPTIONS
    )


def test_each_cell_of_a_line_finds_its_place():
    found, unread = drafted(
        headings={"recommendation_number": "Rec no", "evidence": "Evidence held", "review": "Review date"},
        other=(("Cost", "none"),),
        days={"start": "2016-01-04", "due": "2016-12"},
        recommendation_number="R1",
        action_number="1.2",
        recommendation="Share  what is known.\n\n Within  a day.",
        action="Write a protocol.",
        theme="Sharing",
        owner="CCG / Police",
        role="Designated Nurse",
        overseer="QA group",
        evidence_required="The protocol",
        start="2016-01-04",
        due="2016-12-01",
        review="March 2017",
        achieved="Not yet",
        status="On track",
        progress="July 2016 - On track. Drafted.",
        evidence="Minutes of May",
        outcome="Children are seen",
        source="SCR Child D",
        reference="para 3.4",
    )
    assert found.action == Action(
        id="",
        plan="child-d",
        number="1.2",
        recommendation="Share what is known.\nWithin a day.",
        action="Write a protocol.",
        theme="Sharing",
        owners=("CCG", "Police"),
        role="Designated Nurse",
        overseer="QA group",
        evidence_required="The protocol",
        start="2016-01-04",
        due="2016-12-31",
        due_text="2016-12",
        review="2017-03-31",
        achieved_text="Not yet",
        outcome="Children are seen",
        interval=60,
        source="plan.xlsx",
        sheet="Plan",
        row=5,
        reference="SCR Child D; para 3.4",
        other=(("Rec no", "R1"), ("Review date", "March 2017"), ("Cost", "none")),
    )
    assert found.said == (
        Update(note="Evidence held: Minutes of May", history=True, row=5),
        Update("2016-07", "", "on track", "On track. Drafted.", history=True, row=5),
        Status("on track", "On track", "status"),
    )
    assert [(one.sheet, one.row, one.column, one.text) for one in unread] == [
        ("Plan", 5, "Achieved", "Not yet")
    ]


def test_the_milestones_owner_comes_first_and_the_lowest_level_has_its_number():
    found, _ = drafted(
        milestone="Draft it", action="Write", number="1a", owner="CCG", milestone_owner="Police\nCCG"
    )
    assert (found.action.owners, found.action.number, found.action.level) == (
        ("Police", "CCG"),
        "1a",
        "milestone",
    )
    found, _ = drafted(recommendation="3. Write", recommendation_number="3", action="Draft", number="3.1")
    assert (found.action.number, found.action.level, found.action.other) == ("3.1", "action", ())
    found, _ = drafted(recommendation="Write", recommendation_number="3")
    assert (found.action.number, found.action.level, found.action.other) == ("3", "recommendation", ())
    found, _ = drafted(learning_point="Nobody asked the child.", number="7")
    assert (found.action.number, found.action.level, found.said) == ("7", "learning_point", ())


def test_a_month_is_due_on_its_last_day_and_starts_on_its_first():
    found, _ = drafted(action="Write", start="May 2011", due="May 2011")
    assert (found.action.start, found.action.start_text) == ("2011-05-01", "May 2011")
    assert (found.action.due, found.action.due_text) == ("2011-05-31", "May 2011")
    found, _ = drafted(action="Write", start="2011")
    assert (found.action.start, found.action.start_text) == ("2011-01-01", "2011")


def test_notes_say_how_an_action_stands_where_nothing_else_does():
    found, unread = drafted(
        action="Write", progress="Oct 2011 - Achieved. Told.\nJuly 2011 - On track.", due="Bi-monthly"
    )
    assert found.said[-1] == Status("reported complete", "Achieved", "progress")
    assert (found.action.due, found.action.due_text) == ("", "Bi-monthly")
    assert [one.text for one in unread] == ["Bi-monthly"]


@pytest.mark.parametrize(
    ("status", "progress", "listed"),
    [
        ("Achieved", "Oct 2011 - Not on track.", ["Not on track"]),
        ("Achieved", "Oct 2011 - On track.", []),
        ("On track", "Oct 2011 - Achieved.", ["Achieved"]),
        ("On track", "Oct 2011 - Slipped.", ["Slipped"]),
        ("Achieved", "No further assurance received", ["No further assurance received"]),
        ("Not achieved", "Oct 2011 - Delayed.", []),
    ],
)
def test_the_last_note_is_listed_where_it_contradicts_the_status(status, progress, listed):
    found, unread = drafted(action="Write", status=status, progress=progress)
    assert found.said[-1].said == status
    assert [one.text for one in unread] == listed


@pytest.mark.parametrize(
    ("progress", "state", "listed"),
    [
        (
            "No further assurance received\nJuly 2011 - On track.",
            "on track",
            ["No further assurance received"],
        ),
        ("Completed.\nJuly 2011 - Delayed.", "delayed", ["Completed."]),
        ("On track.\nJuly 2011 - Completed.", "reported complete", []),
        ("Completed.\nJuly 2011 - Achieved.", "reported complete", []),
    ],
)
def test_a_note_without_a_date_is_listed_where_a_dated_one_says_otherwise(progress, state, listed):
    found, unread = drafted(action="Write", progress=progress)
    assert (found.said[-1].state, [one.text for one in unread]) == (state, listed)


def test_a_status_that_is_not_known_is_kept_as_the_plans_own_word():
    found, unread = drafted(action="Write", status="Partially achieved")
    assert found.said == (Status("", "Partially achieved", "status"),)
    assert [one.column for one in unread] == ["Status"]


def test_what_points_elsewhere_is_listed_under_its_heading_and_never_filled_in():
    cells = {"action": "As above", "owner": "as above", "evidence_required": "Ditto", "due": "as above"}
    found, unread = drafted(headings={"owner": "Lead"}, **cells)
    assert (found.action.action, found.action.owners, found.action.evidence_required) == (
        "As above",
        (),
        "Ditto",
    )
    assert {one.column for one in unread} == {"Action", "Lead", "Evidence required", "Due"}


def test_one_that_went_to_another_owner_is_listed_and_keeps_its_owner():
    found, unread = drafted(action="Write", owner="CCG", status="Re-assigned to the Police")
    assert found.action.owners == ("CCG",)
    assert {one.text for one in unread} == {"Re-assigned to the Police"}


TEXTS = st.sampled_from(
    [
        *(
            "Completed",
            "Sept 16",
            "as above",
            "TBC",
            "CCG / Police",
            "July 2011 - On track. Agreed",
            "3/4/2016",
            "Green",
        ),
        *("Assured", "☑", "Bi-monthly", "n/a", "Jane Smith, Head of Service", "1.2", "-"),
    ]
)
LINES = st.dictionaries(st.sampled_from(FIELDS), TEXTS | st.text(max_size=20))


def flat(value):
    """Every text in a value, joined."""
    if isinstance(value, dict):
        return flat([*value.values()])
    return " ".join(map(flat, value)) if isinstance(value, (list, tuple)) else str(value)


@given(LINES)
def test_no_word_of_a_line_is_lost_and_none_is_assured(cells):
    found, unread = drafted(**cells)
    said = [said_block(one) for one in found.said]
    words = set(re.findall(r"[^\W_]+", flat([found.action.block(), said, [one.text for one in unread]])))
    for field, text in cells.items():
        left = re.sub(r"\b3/4/2016\b|\bJuly 2011\b|\b\d[.)]\s", " ", text)
        assert set(re.findall(r"[^\W_]+", left)) <= words, field
    assert all(getattr(one, "state", "") != State.ASSURED for one in found.said)
    assert [one for one in found.said if isinstance(one, Status)] in (
        [],
        [found.said[-1]] if found.said else [],
    )
