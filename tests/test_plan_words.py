"""The words, glyphs and colours of a plan as states: whole, or at the beginning; never assured."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import definitions
from audit.actions.action import Update
from audit.actions.words import State
from audit.plans.days import read_when
from audit.plans.line import Line
from audit.plans.profile import load
from audit.plans.standing import standing
from audit.plans.states import plain, read_colour, read_state

PROFILE = load(definitions.library())
EVERY = sorted(PROFILE.states)


def stands(**cells):
    """How a line stands, with what is listed: of cells, and of `fills`, `days` and `headings`."""
    about = {name: cells.pop(name, {}) for name in ("headings", "days", "fills")}
    status, remarks = standing(Line("", 2, cells, **about), PROFILE, ())
    return status, [(one.field, one.text, one.why) for one in remarks]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        *(
            (text, State.REPORTED_COMPLETE)
            for text in (
                *(
                    "Achieved",
                    "COMPLETED",
                    "Complete.",
                    "(Done)",
                    "Completed – see minutes",
                    "Achieved July 2015",
                ),
                *(
                    "Completed in March 2016",
                    "Achieved\nSee the file",
                    "Achieved: 3/4/16",
                    "Complete. Not shared.",
                ),
                "100%",
            )
        ),
        *(
            (text, State.NOT_ON_TRACK)
            for text in ("Not achieved", "Not achieved - no capacity", "Not on track")
        ),
        *(
            (text, State.ON_TRACK)
            for text in ("On track", "on-track", "On‑Track: two of three", "In progress")
        ),
        ("Not on track – delay.", State.NOT_ON_TRACK),
        ("No further assurance received", State.NO_FURTHER_RECEIVED),
        ("No further assurance required (see minutes)", State.NO_FURTHER_REQUIRED),
        ("Told in May. No further assurance received.", State.NO_FURTHER_RECEIVED),
        ("Assured. No further assurance required.", State.NO_FURTHER_REQUIRED),
        ("No response received", State.NO_RESPONSE),
        ("Superseded: see 3.1", State.SUPERSEDED),
    ],
)
def test_a_word_is_a_state_as_a_whole_cell_or_where_it_begins_one(text, state):
    found = read_state(text, PROFILE.states)
    assert (found.state, found.why) == (state, "")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Partially achieved",
            "Not complete",
            "not yet completed",
            "Incomplete",
            "Closed",
            "Completed?",
            "Yes",
        ),
        *(
            "Completed the training",
            "Training completed",
            "Will be achieved",
            "Complete / ongoing",
            "50%",
            "☐",
        ),
        *(
            "Complete and ongoing",
            "Achieved in part",
            "To be completed",
            "Nothing was on track",
            "",
            "Met with GPs",
        ),
    ],
)
def test_a_word_in_the_middle_of_prose_or_beside_another_says_no_state(text):
    assert read_state(text, PROFILE.states).state == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Completed – except for GPs", "taken back in part"),
        ("Achieved (not the audit)", "taken back in part"),
        ("Complete: awaiting sign off", "taken back in part"),
        ("☑ Policy\n☐ Training", "taken back in part"),
        ("Achieved\nexcept for one", "taken back in part"),
        ("Completed - ongoing", "more than one state"),
        ("In progress - delayed", "more than one state"),
        ("On track\nAchieved", "more than one state"),
    ],
)
def test_what_is_taken_back_or_said_twice_leaves_the_state_and_is_listed(text, why):
    status, listed = stands(status=text)
    assert (status.state, status.said) == ("", text)
    assert [(field, said) for field, said, _ in listed] == [("status", text)]
    assert why in listed[0][2]


@pytest.mark.parametrize("glyph", ["☑", "✓", "✔️", "✅", "\uf0fc", "þ", "☑ Completed"])
def test_a_glyph_is_a_state_and_is_listed(glyph):
    status, listed = stands(status=glyph)
    assert (status.state, status.said) == (State.REPORTED_COMPLETE, glyph)
    assert "a glyph for a status" in listed[0][2]


@pytest.mark.parametrize("text", ["Assured", "fully assured", "Signed off - QA group", "Verified"])
def test_nothing_becomes_assured_by_an_import(text):
    status, listed = stands(status=text)
    assert (status.state, status.said) == (State.REPORTED_COMPLETE, text)
    assert "nothing becomes assured" in listed[0][2]


FIELDS = ("status", "rag", "achieved", "due")


@given(
    st.dictionaries(
        st.sampled_from(FIELDS), st.sampled_from([*EVERY, "Green", "July 2016", "x"]) | st.text(max_size=9)
    ),
    st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(["red", "amber", "green", "blue", "grey"])),
    st.sampled_from(["", " - ", ": ", "\n", " 3/4/2016 "]),
)
def test_whatever_stands_in_a_line_it_is_never_assured_and_what_gives_no_state_is_listed(
    cells, fills, between
):
    cells = {name: f"{text}{between}{text}" for name, text in cells.items()}
    status, listed = stands(**cells, fills=fills)
    assert status is None or status.state in {"", *State} - {State.ASSURED}
    if not (status and status.state):
        for name, text in cells.items():
            plain_date = name == "due" and read_when(text).day
            assert (
                plain_date
                or not any(one.isalnum() for one in text)
                or name in {field for field, _, _ in listed}
            )


@pytest.mark.parametrize("word", EVERY)
def test_every_word_of_the_profile_is_found_in_a_cell(word):
    assert plain(word) == word
    assert read_state(f" {word.upper()} ", PROFILE.states).own
    assert read_state(word, PROFILE.states).state in {str(State.REPORTED_COMPLETE), PROFILE.states[word]}


@pytest.mark.parametrize(
    ("text", "colour"),
    [("Red", "red"), ("A", "amber"), (" green. ", "green"), ("B", "blue"), ("Gray", "grey")],
)
def test_a_colour_may_be_named_or_be_its_letter(text, colour):
    assert read_colour(text) == colour


@pytest.mark.parametrize("text", ["Amber/Green", "Yellow", "", "Redbridge"])
def test_what_is_not_one_colour_is_none(text):
    assert read_colour(text) == ""


@pytest.mark.parametrize(
    ("cells", "state", "said", "found"),
    [
        ({"status": "On track", "rag": "Red"}, "on track", "On track / Red", "status"),
        ({"status": "1 - Fully Achieved"}, "reported complete", "1 - Fully Achieved", "status"),
        ({"rag": "Red"}, "not on track", "Red", "rag"),
        ({"rag": "Amber - slipped"}, "delayed", "Amber - slipped", "rag"),
        ({"rag": "Red: not started"}, "not started", "Red: not started", "rag"),
        ({"fills": {"rag": "green"}}, "reported complete", "green", "fill"),
        ({"fills": {"status": "red"}}, "not on track", "red", "fill"),
        ({"status": "Delayed", "fills": {"status": "amber"}}, "delayed", "Delayed", "status"),
        ({"status": "New wording", "fills": {"rag": "amber"}}, "delayed", "New wording", "fill"),
        ({"achieved": "July 2016"}, "reported complete", "July 2016", "achieved"),
        (
            {"achieved": "2016-09-01", "days": {"achieved": "2016-09"}},
            "reported complete",
            "2016-09",
            "achieved",
        ),
        ({"achieved": "Sept 16"}, "reported complete", "Sept 16", "achieved"),
        ({"achieved": "Ongoing"}, "on track", "Ongoing", "achieved"),
        ({"achieved": "Yes", "headings": {"achieved": "Completed?"}}, "reported complete", "Yes", "achieved"),
        ({"due": "Completed"}, "reported complete", "Completed", "due"),
        ({"due": "Achieved July 2015"}, "reported complete", "Achieved July 2015", "due"),
        ({"status": "July 2011: On track\nOct 2011: Achieved"}, "reported complete", None, "status"),
    ],
)
def test_a_line_stands_by_its_words_then_its_colour_then_its_dates(cells, state, said, found):
    status, _ = stands(**cells)
    assert (status.state, status.found) == (state, found)
    assert status.said == (said or cells["status"])


@pytest.mark.parametrize(
    ("cells", "field", "why"),
    [
        ({"due": "Completed"}, "due", "a status in a date cell: read as reported complete"),
        ({"due": "Bi-monthly"}, "due", "no date in it that is certain"),
        ({"achieved": "Completed"}, "achieved", "a status in a date cell"),
        ({"achieved": "Sept 16"}, "achieved", "taken for reported complete"),
        ({"achieved": "Board of May 2016"}, "achieved", "no state is taken from it"),
        ({"achieved": "No", "headings": {"achieved": "Done"}}, "achieved", "no to its heading"),
        ({"status": "as above"}, "status", "points elsewhere"),
        ({"status": "n/a"}, "status", "says no state"),
        ({"rag": "Grey"}, "rag", "grey says no state"),
        ({"fills": {"rag": "grey"}}, "rag", "says no state by the profile"),
        ({"fills": {"action": "green"}}, "action", "no column is for status"),
        ({"status": "On track", "achieved": "July 2016"}, "achieved", "on track was taken"),
        ({"status": "On track", "rag": "Red"}, "rag", "on track was taken"),
        ({"status": "Achieved", "rag": "Red"}, "rag", "reported complete was taken"),
        ({"status": "Not achieved", "fills": {"rag": "green"}}, "rag", "not on track was taken"),
    ],
)
def test_what_was_not_understood_or_contradicts_is_listed(cells, field, why):
    _, listed = stands(**cells)
    assert [one for one in listed if one[0] == field and why in one[2]]


@pytest.mark.parametrize(
    "cells",
    [
        {"status": "On track", "fills": {"status": "green"}},
        {"status": "In progress", "rag": "Amber"},
        {"status": "Achieved", "achieved": "July 2016", "rag": "Green"},
        {"due": "December 2016", "rag": "Red"},
        {"status": "-", "achieved": "–"},
    ],
)
def test_what_is_plain_is_not_listed(cells):
    assert stands(**cells)[1] == []


ON_TRACK = Update("2016-07", "", "on track", "On track. Draft out.", history=True)


@pytest.mark.parametrize(
    ("line", "listed"),
    [
        (Line("", 2, {"rag": "G"}), 1),
        (Line("", 2, {"rag": ""}, fills={"rag": "green"}), 1),
        (Line("", 2, {"status": "Achieved"}), 0),
        (Line("", 2, {"achieved": "July 2016"}), 0),
    ],
)
def test_a_colour_for_done_beside_a_note_that_says_on_track_is_listed_and_a_word_is_not(line, listed):
    status, remarks = standing(line, PROFILE, (ON_TRACK,))
    assert status.state == "reported complete"
    assert [(one.field, "this says on track" in one.why) for one in remarks] == [("progress", True)] * listed


def test_a_line_that_says_nothing_has_no_status_and_ongoing_as_a_date_is_none():
    assert stands(action="Do it") == (None, [])
    assert stands(due="Ongoing")[0] is None
