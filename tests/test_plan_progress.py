"""Dated updates in free text: each found where it begins, none of its words lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import definitions
from audit.plans.profile import load
from audit.plans.progress import last_state, updates_in

STATES = load(definitions.library()).states


def told(text):
    """The updates in a text, as (on, by, state, note)."""
    return [(one.on, one.by, one.state, one.note) for one in updates_in(text, STATES)[0]]


@pytest.mark.parametrize(
    ("text", "updates"),
    [
        ("July 2011 - On track. Agreed.", [("2011-07", "", "on track", "On track. Agreed.")]),
        ("12/03/2016: sent to GPs", [("2016-03-12", "", "", "sent to GPs")]),
        ("12/03/2016 Sent to GPs", [("2016-03-12", "", "", "Sent to GPs")]),
        ("12/03/2016\nSent to GPs", [("2016-03-12", "", "", "Sent to GPs")]),
        ("[Jan 2012] Done.", [("2012-01", "", "reported complete", "Done.")]),
        ("(Jan 2012) agreed", [("2012-01", "", "", "agreed")]),
        ("March 2016 update – all well", [("2016-03", "", "", "update – all well")]),
        ("AB 3/4/16 Sent.", [("2016-04-03", "AB", "", "Sent.")]),
        ("3/4/16 (JS): Achieved.", [("2016-04-03", "JS", "reported complete", "Achieved.")]),
        ("3/4/16 - J Smith: Achieved.", [("2016-04-03", "J Smith", "reported complete", "Achieved.")]),
        ("3/4/16: DV: a course", [("2016-04-03", "", "", "DV: a course")]),
        ("July 2011 - Not achieved.", [("2011-07", "", "not on track", "Not achieved.")]),
        ("July 2011", [("2011-07", "", "", "")]),
        ("All staff were told.", [("", "", "", "All staff were told.")]),
        ("Completed. All were told.", [("", "", "reported complete", "Completed. All were told.")]),
        ("Achieved July 2015.", [("2015-07", "", "reported complete", "Achieved July 2015.")]),
        ("Training completed.\nTwo teams left.", [("", "", "", "Training completed.\nTwo teams left.")]),
        (
            "July 2011 - On track. A protocol is there. Sept 2011: Delayed - full.\n• Jan 2012 – Achieved.",
            [
                ("2011-07", "", "on track", "On track. A protocol is there."),
                ("2011-09", "", "delayed", "Delayed - full."),
                ("2012-01", "", "reported complete", "Achieved."),
            ],
        ),
        (
            "A group was set up July 2011 - On track. Told",
            [("", "", "", "A group was set up"), ("2011-07", "", "on track", "On track. Told")],
        ),
        ("Update July 2011 - on track", [("2011-07", "", "on track", "Update July 2011 - on track")]),
        ("As at 3/4/16: Sent", [("2016-04-03", "", "", "As at 3/4/16: Sent")]),
        (
            "Assurance received. No further assurance required.",
            [
                (
                    *("", "", "no further assurance required"),
                    "Assurance received. No further assurance required.",
                )
            ],
        ),
        ("Set up.\nMay 2012: ran", [("", "", "", "Set up."), ("2012-05", "", "", "ran")]),
        ("2018: On track", [("2018", "", "on track", "On track")]),
        (
            "Update 1 May 2018: Complete. Update June 2018: Not achieved.",
            [
                ("2018-05-01", "", "reported complete", "Update 1 May 2018: Complete."),
                ("2018-06", "", "not on track", "Update June 2018: Not achieved."),
            ],
        ),
        (
            "2017 - Two audits. 2018: three audits.",
            [("2017", "", "", "Two audits."), ("2018", "", "", "three audits.")],
        ),
    ],
)
def test_an_update_begins_with_a_date_that_stands_apart(text, updates):
    assert told(text) == updates


@pytest.mark.parametrize(
    "text",
    [
        *(
            "The meeting held on 4 May 2016 agreed it.",
            "The meeting held on\n4 May 2016. It agreed.",
            "Due July 2011 - On track",
        ),
        *(
            "It ran. 4 May 2016 was the first day.",
            "4 May 2016 was the first day.",
            "It ended étéSept 2016 – Done.",
            "See 1.2.16: a policy",
            "Year 2011 - on",
        ),
        *("2017 - 18 was good", "2017/2018: Good", "CQC 2018: Good", "Working Together 2018: Completed"),
        *(
            "Letters went out in March 2016, and again in May 2016.",
            "by July 2011 - not achieved",
            "As at the meeting of 3/4/2016: Sent",
        ),
    ],
)
def test_a_date_in_a_sentence_stays_in_its_note(text):
    assert [(on, note) for on, _, _, note in told(text)] == [("", text)]


@pytest.mark.parametrize(
    ("text", "updates", "why"),
    [
        ("Sept 16 - On track", [("", "", "", "Sept 16 - On track")], "not certain"),
        ("31/2/2016: sent", [("", "", "", "31/2/2016: sent")], "not certain"),
        (
            "July 2011 - Sept 2011: On track.",
            [("", "", "on track", "July 2011 - Sept 2011: On track.")],
            "more than one",
        ),
        ("July 2011 - Sept 2011: sent", [("", "", "", "July 2011 - Sept 2011: sent")], "more than one date"),
        ("July 2011 - Assured.", [("2011-07", "", "", "Assured.")], "nothing becomes assured"),
        ("Achieved - except one.", None, "taken back in part"),
        ("Sent. Action: CCG to write.", None, "may be an action inside a note"),
        ("Sent. CCG to provide a report by May.", None, "may be an action inside a note"),
        ("Re-assigned to the Police.", None, "another owner"),
        ("As above", None, "points elsewhere"),
    ],
)
def test_what_is_doubtful_stays_in_the_note_and_is_listed(text, updates, why):
    found = [(on, by, note) for on, by, _, note in told(text)]
    assert found == [(on, by, note) for on, by, _, note in updates or [("", "", "", text)]]
    (remark,) = updates_in(text, STATES)[1]
    assert remark.field == "progress"
    assert remark.text in text
    assert why in remark.why


@pytest.mark.parametrize(
    "text",
    ["Staff were asked to provide reports.", "Training was held to ensure that all know.", "All agreed."],
)
def test_what_was_done_is_no_action_inside_a_note(text):
    assert updates_in(text, STATES)[1] == ()


@pytest.mark.parametrize(
    ("text", "on", "state"),
    [
        ("Jan 2012 - Achieved.\nJuly 2011 - On track.", "2012-01", "reported complete"),
        ("July 2011 - Delayed.\nJuly 2011 - On track.", "2011-07", "on track"),
        ("July 2011 - Delayed.\nOct 2011 - A meeting.", "2011-07", "delayed"),
        ("2011 work.\nCompleted. Told", "", None),
    ],
)
def test_the_latest_dated_update_with_a_state_says_how_it_stands(text, on, state):
    found = last_state(updates_in(text, STATES)[0])
    assert ((found.on, found.state) if found else ("", None)) == (on, state)


STARTS = [
    *(
        "July 2011 - ",
        "12/03/2016: ",
        "[Jan 2012] ",
        "AB 3/4/16 ",
        "Sept 16 – ",
        "• May 2012\n",
        "3/4/16 (JS): ",
        "Q3 2016: ",
    ),
    *(
        "July 2011 - Sept 2011: ",
        "31/2/2016 - ",
        "(Jan 2012 ",
        "JS 3/4/2016 (AB) ",
        "Jan 2012] ",
        "2 June 2012. ",
        "",
    ),
]
WORDS = [
    "On track.",
    "Achieved",
    "meeting on 4 May 2016",
    "Action: CCG to write.",
    "(CCG)",
    "- see",
    "3.1.2012",
    "été",
]
# Blanks stand between words; of other kinds of them `words` knows nothing.
LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"])
ENDS = st.sampled_from([" ", "\n", ". ", "\n\n", ""])
entries = st.lists(
    st.tuples(
        st.sampled_from(STARTS),
        st.lists(st.sampled_from(WORDS) | st.text(LETTERS, max_size=8), max_size=4),
        ENDS,
    ),
    max_size=5,
)
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}\.\d{1,2}\.\d{4}"
    r"|(?:\d{1,2} )?(?:Jan|May|June|July|Sept) \d{4})"
)


def words(text):
    """The words of a text, without its dates, sorted; no date runs over the end of a line."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return sorted(re.findall(r"\w+", _DATE.sub(" ", "\n".join(lines))))


@given(entries)
def test_no_word_of_a_text_is_lost(parts):
    text = "".join(start + " ".join(said) + end for start, said, end in parts)
    found, _ = updates_in(text, STATES, row=7)
    assert words(text) == words("\n".join(f"{one.by} {one.note}" for one in found))
    kept = " ".join(f"{one.on} {one.note}" for one in found)
    assert all(year in kept for year in re.findall(r"(?<!\d)20\d\d(?!\d)", text))
    assert all(one.history and one.row == 7 for one in found)


@given(st.text(max_size=200))
def test_any_text_is_told_in_whole(text):
    found, _ = updates_in(text, STATES)
    assert words(text) == words(" ".join(one.note for one in found))


def test_a_very_long_note_is_read_in_time_that_grows_with_it():
    found, _ = updates_in("3/4/16 " * 3000, STATES)
    assert len(found) == 1


def test_a_date_behind_a_state_begins_no_update_and_letters_of_a_word_are_nobody():
    text = "COMPLETE Dec 2021\nSuperseded by it."
    (one,), _ = updates_in(text, load(definitions.library()).states)
    assert (one.note, one.by) == (text, "")
