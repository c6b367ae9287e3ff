"""What is counted of actions on a day, on earlier days, and what has ended of late."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from actions_made import DONE, FIRST, TODAY, assured, followed, mixed, stamp, told
from hypothesis import given
from hypothesis import strategies as st

from audit.actions.action import Ask, Entry, Proposal, Update
from audit.actions.figures import UNOWNED, Figures
from audit.actions.history import as_on, ends, newly_ended, tally, trend
from audit.actions.wording import last_words
from audit.actions.words import Colour, State
from audit.agencies import Agency

AUGUST = date(2026, 8, 31)
DAYS = st.dates(date(2026, 3, 1), TODAY)
SAID = st.sampled_from(
    [DONE, *(told(state) for state in State if state != State.ASSURED), assured("2026-03-01")]
)


def counts(found, day):
    return {colour: number for colour, number in tally(found, day).colours.items() if number}


# --- over time --------------------------------------------------------------------------------------


def test_each_month_is_counted_by_what_was_known_at_its_end():
    found = [
        followed(1, DONE, ("2026-07-03", assured("2026-06-20"))),
        followed(2, due="2026-09-15"),
        followed(3, ("2026-10-02", told("on track")), added="2026-10-01"),
    ]
    lines = {
        one.day: (one.colours[Colour.BLUE], one.colours[Colour.RED], one.known) for one in trend(found, TODAY)
    }
    assert lines == {
        date(2026, 5, 31): (0, 0, 2),
        date(2026, 6, 30): (0, 0, 2),
        date(2026, 7, 31): (1, 0, 2),
        date(2026, 8, 31): (1, 0, 2),
        date(2026, 9, 30): (1, 1, 2),
        date(2026, 10, 31): (1, 1, 3),
        TODAY: (1, 1, 3),
    }


def test_a_due_date_that_was_moved_counts_as_it_stood_then():
    one = followed(1, ("2026-09-20", told("on track", "2026-09-20")), due="2027-03-31")
    earlier = {
        one.id: [(one.added, replace(one.action, due="2026-06-30")), (stamp("2026-09-20"), one.action)]
    }
    reds = [line.colours[Colour.RED] for line in trend([one], TODAY, earlier)]
    assert reds == [0, 0, 1, 1, 0, 0, 0]  # from the end of May to today
    assert [line.colours[Colour.RED] for line in trend([one], TODAY)] == [0] * 7


@given(st.lists(st.tuples(DAYS, SAID), max_size=6), DAYS, SAID)
def test_what_is_written_down_later_changes_no_earlier_line(said, day, later):
    before = followed(1, *sorted(said, key=lambda pair: pair[0]), added="2026-03-01")
    last = max([entry.at for entry in before.entries] + [stamp(day)])
    after = replace(before, entries=(*before.entries, Entry(later, last, "Ada")))
    earlier = [line for line in trend([before], TODAY) if line.day < date.fromisoformat(last[:10])]
    assert trend([after], TODAY)[: len(earlier)] == tuple(earlier)


@given(st.lists(st.tuples(DAYS, SAID), max_size=6))
def test_every_action_that_is_known_has_one_colour_and_one_state(said):
    found = [followed(n, (day, one), added=day) for n, (day, one) in enumerate(said)]
    for line in trend(found, TODAY):
        known = sum(one.added[:10] <= line.day.isoformat() for one in found)
        assert line.known == sum(line.states.values()) == known


def test_days_are_month_ends_then_quarters_then_years():
    assert ends(date(2026, 9, 30), date(2026, 11, 30)) == (date(2026, 9, 30), date(2026, 10, 31))
    assert ends(TODAY, TODAY) == ()
    assert len(ends(date(2024, 11, 30), TODAY)) == 24
    quarters = ends(date(2024, 10, 1), TODAY)
    assert (quarters[0], quarters[-1], len(quarters)) == (date(2024, 12, 31), date(2026, 9, 30), 8)
    assert ends(date(2016, 1, 1), TODAY)[:2] == (date(2016, 12, 31), date(2017, 12, 31))


def test_no_action_has_no_trend_and_one_not_known_yet_is_in_no_line():
    assert trend([], TODAY) == ()
    assert as_on(followed(1), date(2026, 5, 13)) is None


# --- newly closed -----------------------------------------------------------------------------------

CLOSED = told("superseded", note="Another plan")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ([("2026-10-20", CLOSED)], "2026-10-20"),
        ([("2026-10-20", assured("2026-01-01"))], "2026-10-20"),  # what counts is when it was written down
        (
            [("2026-09-01", assured("2026-09-01")), ("2026-10-20", assured("2026-10-20", "data"))],
            "2026-09-01",
        ),
        ([("2026-06-01", assured("2026-06-01")), ("2026-10-20", assured("2026-10-20", "data"))], None),
        ([("2026-06-01", CLOSED), ("2026-10-20", assured("2026-10-20"))], "2026-10-20"),
        (
            [("2026-06-01", CLOSED), ("2026-07-01", told("on track")), ("2026-10-20", CLOSED)],
            "2026-10-20",
        ),
        ([("2026-10-20", CLOSED), ("2026-10-21", told("delayed"))], None),
        ([("2026-08-30", CLOSED)], None),
        ([("2026-08-31", CLOSED)], "2026-08-31"),
        ([CLOSED], None),  # it had ended when it came
        ([], None),
    ],
)
def test_what_was_newly_closed(said, day):
    new = newly_ended([followed(1, *said, added="2026-09-02" if said == [CLOSED] else FIRST)], AUGUST, TODAY)
    assert [entry.at[:10] for _, entry in new] == ([day] if day else [])


def history(on, note):
    return Update(on, "", "", note, history=True)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ((), ""),
        ((history("2026-03", "new"), history("2025-12-01", "old")), "March 2026: new"),  # the newest first
        ((history("", "no day"), told("on track", "2026-04-01")), "1 April 2026: on track (Lead)"),
        (
            (told("delayed", "2026-04-01", "a"), told("on track", "2026-04-01", "b")),
            "1 April 2026: on track: b (Lead)",
        ),
        ((told("delayed", note="Delayed"),), "Delayed (Lead)"),
    ],
)
def test_the_last_update_is_that_of_the_latest_day(said, words):
    assert last_words(followed(1, *said)) == words


# --- asks and owners --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "silent"),
    [
        ([], True),
        ([told("on track")], False),
        ([Update("", "Lead", "", "A word")], False),
        ([told("no response")], True),
        ([told("no further assurance received")], True),
        ([Update("2011", "Lead", "on track", history=True)], True),
        ([Proposal(1)], False),
        ([told("no response"), told("superseded")], False),
    ],
)
def test_an_ask_is_a_silence_until_its_owner_says_something(after, silent):
    ask = Ask("2026-09-01", "letter")
    figures = Figures(
        (
            followed(
                1,
                ("2026-08-01", told("delayed")),
                ("2026-09-01", ask),
                *(("2026-10-01", one) for one in after),
            ),
        ),
        TODAY,
    )
    assert len(figures.asked) == 1
    assert len(figures.silences) == silent


@pytest.mark.parametrize(("wait", "silences"), [(0, 3), (14, 2), (15, 1), (90, 0)])
def test_no_ask_is_a_silence_before_the_days_to_answer_are_over(wait, silences):
    asks = ("2026-09-01", "2026-11-07", "2026-11-08", TODAY.isoformat())
    one = followed(1, *((day, Ask(day, "letter")) for day in asks))
    assert (TODAY - date(2026, 11, 7)).days == 15
    figures = Figures((one,), TODAY, wait)
    assert [len(figures.asked), len(figures.silences)] == [4, silences]


def test_an_answer_that_came_late_is_no_silence_any_more():
    late = followed(1, ("2026-08-01", Ask("2026-08-01", "letter")), ("2026-10-01", told("on track")))
    (asked,) = Figures((late,), TODAY).asked
    assert asked.outcome(TODAY, 14) == "answered late, on 1 October 2026"
    assert not Figures((late,), TODAY).silences


def test_owners_that_name_one_agency_are_one_line_and_each_was_asked_for_itself():
    ask = [
        ("2026-09-01", Ask("2026-09-01", "letter", (who, "contact A")))
        for who in ("Kingsbridge Police", "Health")
    ]
    found = (
        followed(1, *ask, owners=("Police (DI Ash)", "Health")),
        followed(2, owners=("Kingsbridge Police",)),
    )
    figures = Figures(found, TODAY, agencies=(Agency("kp", "Kingsbridge Police"),))
    lines = {
        line.owner: ([one.id for one in line.found], line.of(figures.silences)) for line in figures.owners
    }
    assert lines == {"Kingsbridge Police": (["A-001", "A-002"], 1), "Health": (["A-001"], 1)}


def test_an_action_counts_for_each_of_its_owners_however_they_are_written():
    found = (
        followed(1, owners=("Police", "Health")),
        followed(2, owners=(" police  ",), due="2026-06-30"),
        followed(3, owners=()),
        followed(4, owners=("Health", "health")),
    )
    lines = {line.owner: [one.id for one in line.found] for line in Figures(found, TODAY).owners}
    assert lines == {"Police": ["A-001", "A-002"], "Health": ["A-001", "A-004"], UNOWNED: ["A-003"]}
    assert list(lines) == ["Police", "Health", UNOWNED]


def test_the_counts_of_a_board():
    figures = Figures(mixed(), TODAY)
    ids = {
        name: [int(one.id[2:]) for one in getattr(figures, name)]
        for name in ("assured", "sustained", "overdue", "unowned", "undated")
    }
    assert ids == {"assured": [1, 2, 3], "sustained": [2], "overdue": [5, 6], "unowned": [5], "undated": [13]}
    assert list(figures.bases.items()) == [
        ("audit or observation", 0),
        ("inspection", 0),
        ("data", 1),
        ("document held", 1),
        ("told", 1),
    ]
    late = TODAY - timedelta(days=92)
    assert all(one.heard() < late for one in figures.stale)
