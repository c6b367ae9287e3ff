"""The items of a programme on a day: when they are due, how they stand, what rounds and actions do."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import definitions
from audit.programme.entry import Audit, Done, FollowUp, Meeting, Programme, Report, Target
from audit.programme.facts import Facts, RoundFact, SampleFact
from audit.programme.item import SOON, Item, Kind, Standing
from audit.programme.items import items
from audit.programme.listing import HEADINGS, as_json, by_month, chosen, counted, row, screen_row
from audit.programme.reading import parse
from audit.programme.spans import Interval, Span, financial

HEAD = """\
meetings:
  - {id: board, title: Safeguarding Board, dates: [2026-06-18, 2026-09-17, 2026-12-10]}
  - {id: qa, title: QA group, dates: [2026-07-14, 2026-08-11, 2026-09-08]}
"""
END = date(2027, 3, 31)
R1 = RoundFact(
    "neglect", date(2026, 6, 1), date(2026, 7, 31), date(2026, 7, 20), "8 of 8 cases read", "local/c", "S-001"
)
S1 = SampleFact("S-001", date(2026, 5, 20), "77", frozenset("abcdefgh"))


def on(day, text, facts=None):
    """The items of a programme on a day."""
    programme = parse(definitions.parse(HEAD + text, "p"), "p")
    return list(items(programme, facts or Facts(), date.fromisoformat(day), END))


def one(day, text, facts=None):
    [found] = on(day, text, facts)
    return found


def audit(**parts):
    block = {"id": "a", "what": "An audit"} | parts
    return "audits: [{" + ", ".join(f"{key}: {value}" for key, value in block.items()) + "}]"


# --- audits -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        ("2026-07-01", Standing.COMING),
        ("2026-09-01", Standing.COMING),
        ("2026-09-02", Standing.DUE),
        ("2026-09-30", Standing.DUE),
        ("2026-10-01", Standing.LATE),
    ],
)
def test_an_audit_is_due_28_days_before_the_end_of_its_time_and_late_after_it(day, standing):
    found = one(day, audit(when="Q2 2026-27"))
    assert (found.standing, found.due, found.period) == (
        standing,
        date(2026, 9, 30),
        "July to September 2026",
    )


@pytest.mark.parametrize(
    ("parts", "due", "meeting"),
    [
        ({"when": "July 2026", "to": "board"}, "2026-07-31", "2026-09-17"),
        ({"when": "2026-09-17", "to": "board"}, "2026-09-17", "2026-09-17"),
        ({"when": "2026-27", "to": "December board"}, "2026-12-10", "2026-12-10"),
        ({"when": "October 2026", "to": "December board"}, "2026-10-31", "2026-12-10"),
        ({"when": "January 2027", "to": "board"}, "2027-01-31", None),
        ({"to": "December board"}, "2026-12-10", "2026-12-10"),
        ({"to": "board of 17 September 2026"}, "2026-09-17", "2026-09-17"),
    ],
)
def test_an_audit_goes_to_the_meeting_after_it_or_to_the_one_named_by_which_it_is_due(parts, due, meeting):
    found = one("2026-06-01", audit(**parts))
    assert str(found.due) == due
    assert found.to == (("Safeguarding Board", date.fromisoformat(meeting) if meeting else None),)


@pytest.mark.parametrize(
    ("day", "standing", "done"),
    [("2026-09-19", Standing.DUE, None), ("2026-09-20", Standing.DONE, date(2026, 9, 20))],
)
def test_a_done_day_counts_from_that_day_on(day, standing, done):
    found = one(day, audit(when="Q2 2026-27", done="2026-09-20"))
    assert (found.standing, found.done) == (standing, done)
    assert found.notes == (() if done else ("'done' says 20 September 2026, which is still to come.",))


@pytest.mark.parametrize(
    ("day", "standing", "notes"),
    [
        ("2026-05-31", Standing.COMING, ()),
        ("2026-06-01", Standing.UNDER_WAY, ("neglect is open: 8 of 8 cases read.",)),
        ("2026-07-01", Standing.LATE, ("neglect is open: 8 of 8 cases read.",)),
        ("2026-07-20", Standing.DONE, ("neglect is closed: 8 of 8 cases read.",)),
    ],
)
def test_an_audit_is_under_way_with_its_round_and_done_when_that_is_closed(day, standing, notes):
    found = one(day, audit(when="June 2026", round="Neglect"), Facts((R1,)))
    assert (found.standing, found.notes) == (standing, notes)
    assert found.done == (date(2026, 7, 20) if standing is Standing.DONE else None)


@pytest.mark.parametrize(
    ("parts", "command"),
    [
        ({"template": "local/c"}, "audit round open local/c --name s11 --due 2026-06-30"),
        ({}, ""),
        ({"template": "local/c", "done": "2026-06-01"}, ""),
    ],
)
def test_the_command_that_opens_a_round_to_come_is_shown(parts, command):
    assert one("2026-06-02", audit(when="June 2026", round="s11", **parts)).command == command


def test_an_audit_without_a_time_is_due_with_its_round():
    assert one("2026-06-02", audit(round="neglect"), Facts((R1,))).due == date(2026, 7, 31)
    assert one("2026-06-02", audit(round="neglect")).due is None


def test_an_audit_of_several_rounds_is_done_when_the_last_is_closed():
    open_ = RoundFact("survey", date(2026, 6, 8), date(2026, 8, 31), figures="4 replies came")
    text = audit(when="Q2 2026-27", rounds="[neglect, survey]")
    found = one("2026-08-01", text, Facts((R1, open_)))
    assert found.standing is Standing.UNDER_WAY
    assert found.notes == ("neglect is closed: 8 of 8 cases read.", "survey is open: 4 replies came.")
    closed = RoundFact("survey", open_.opened, open_.due, date(2026, 8, 30))
    assert one("2026-08-30", text, Facts((R1, closed))).done == date(2026, 8, 30)


def test_at_several_times_each_has_its_own_round_and_its_own_done_day():
    text = audit(when="[November 2026, June 2026]", rounds="[neglect, neglect-2]", done="2026-12-02")
    first, second = on("2026-12-05", text, Facts((R1,)))
    assert (first.period, first.rounds, first.standing, first.done) == (
        *("June 2026", ("neglect",), Standing.DONE),
        date(2026, 7, 20),
    )
    assert (second.period, second.rounds, second.done) == ("November 2026", ("neglect-2",), date(2026, 12, 2))
    assert not second.notes  # it is done, so nobody waits for its round
    early = on("2026-12-01", text, Facts((R1,)))[1]
    assert early.standing is Standing.LATE


@pytest.mark.parametrize(("name", "end"), [("neglct", "; did you mean 'neglect'?"), ("s11", ".")])
def test_a_round_that_is_not_there_is_said_with_the_nearest_name(name, end):
    found = one("2026-06-02", audit(when="June 2026", round=name), Facts((R1,), names=("neglect", "other")))
    assert found.notes == (f"The round {name} is not opened yet{end}",)


# --- reports ------------------------------------------------------------------------------------------

QUARTERLY = "reports: [{id: p, what: Performance, every: quarter, from: 2026-04-01, to: [qa, board]%s}]"


def test_a_report_is_due_at_the_last_meeting_within_each_of_its_times():
    found = on("2026-05-01", QUARTERLY % "")
    assert [(each.period, str(each.due)) for each in found] == [
        ("April to June 2026", "2026-06-18"),
        ("July to September 2026", "2026-09-08"),
        ("October to December 2026", "2026-12-10"),
        ("January to March 2027", "2027-03-31"),
    ]
    assert found[0].notes == ("No date of QA group is known in April to June 2026.",)
    assert found[1].to == (("QA group", date(2026, 9, 8)), ("Safeguarding Board", date(2026, 9, 17)))


def test_a_report_left_out_once_stays_late_and_the_later_one_is_done():
    found = on("2026-10-15", QUARTERLY % ", done: [2026-09-17]")
    assert [str(each.standing) for each in found] == ["late", "done", "coming", "coming"]


def test_a_report_given_late_says_for_which_time():
    found = on("2026-10-15", QUARTERLY % ", done: [2026-07-09 for Q1 2026-27, 2026-09-17]")
    assert [str(each.standing) for each in found] == ["done", "done", "coming", "coming"]
    assert found[0].done == date(2026, 7, 9)


def test_a_done_day_beyond_the_list_does_not_hide_one_within_it():
    programme = parse(definitions.parse(HEAD + QUARTERLY % ", done: [2027-09-01, 2026-07-01]", "p"), "p")
    found = list(items(programme, Facts(), date(2026, 9, 1), date(2026, 9, 30)))
    assert [str(each.standing) for each in found] == ["late", "done"]


def test_a_report_ends_with_until():
    assert len(on("2026-05-01", QUARTERLY % ", until: 2026-12-31")) == 3


# --- what always holds --------------------------------------------------------------------------------

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
MEETINGS = st.builds(lambda days: Meeting("m", "M", tuple(sorted(days))), st.sets(DAYS, max_size=4))
TO = st.lists(st.builds(Target, MEETINGS, st.none() | DAYS, st.integers(0, 12)), max_size=2).map(tuple)
DONE = st.lists(st.builds(Done, DAYS), max_size=1).map(tuple)
SPANS = st.builds(lambda day, length: Span(day, day + timedelta(length)), DAYS, st.integers(0, 100))
NAMES = st.lists(st.sampled_from(["r1", "r2", "r3"]), max_size=2, unique=True).map(tuple)
EVERY = st.builds(Interval, st.integers(1, 12))


@st.composite
def rounds(draw, name):
    opened = draw(DAYS)
    lasted = draw(st.none() | st.integers(0, 200))
    closed = None if lasted is None else opened + timedelta(lasted)
    sample = draw(st.sampled_from(["", "S-001", "S-002"]))
    return RoundFact(name, opened, opened + timedelta(draw(st.integers(0, 90))), closed, "", "", sample)


FACTS = st.builds(
    lambda found, second: Facts(found, {"S-001": S1, "S-002": second}),
    st.tuples(rounds("r1"), rounds("r2")) | st.tuples(rounds("r1")),
    st.builds(SampleFact, st.just("S-002"), DAYS, st.sampled_from(["", "77"]), st.just(frozenset("abc"))),
)
PROGRAMMES = st.builds(
    Programme,
    audits=st.tuples(
        st.builds(
            Audit,
            st.just("a"),
            st.just("A"),
            st.lists(SPANS, max_size=1).map(tuple),
            to=TO,
            rounds=NAMES,
            done=DONE,
        ),
    ),
    reports=st.tuples(
        st.builds(Report, st.just("p"), st.just("P"), EVERY, DAYS, st.none() | DAYS, to=TO, done=DONE)
    ),
    follow_ups=st.tuples(
        st.builds(
            FollowUp,
            st.just("f"),
            st.sampled_from(["r1", "r3", "S-001"]),
            EVERY,
            rounds=NAMES,
            to=TO,
            done=DONE,
        )
    ),
)
FORWARD = (Standing.COMING, Standing.DUE, Standing.UNDER_WAY, Standing.LATE, Standing.DONE)


@given(PROGRAMMES, FACTS, DAYS, st.integers(0, 300))
def test_an_item_stands_one_way_a_day_and_moves_only_forward(programme, facts, day, later):
    last = date(2028, 3, 31)
    before = list(items(programme, facts, day, last))
    after = list(items(programme, facts, day + timedelta(later), last))
    assert [(each.id, each.period) for each in before] == [(each.id, each.period) for each in after]
    for old, new in zip(before, after, strict=True):
        assert FORWARD.index(old.standing) <= FORWARD.index(new.standing)
        assert (new.done is not None) == (new.standing is Standing.DONE)
        if old.standing is Standing.LATE:
            assert old.due < day
        if old.standing is Standing.DUE:
            assert day <= old.due <= day + SOON


@given(PROGRAMMES, FACTS, DAYS)
def test_every_item_with_a_day_is_in_exactly_one_year_and_what_is_late_is_in_every_list(
    programme, facts, today
):
    every = list(items(programme, facts, today, date(2028, 3, 31)))
    years = [financial(date(year, 5, 1)) for year in range(2025, 2031)]
    dated = [each for each in every if each.due]
    assert sum(len(chosen(dated, year, today, whole=False)) for year in years) == len(dated)
    now = chosen(every, financial(today), today, whole=True)
    assert [each for each in now if each.standing is Standing.LATE] == sorted(
        (each for each in every if each.standing is Standing.LATE), key=lambda each: each.order
    )
    assert all(each in now for each in every if each.soon(today))
    assert now == sorted(now, key=lambda each: [*Standing].index(each.standing))
    assert all(len(row(each)) == len(HEADINGS) for each in now)


@pytest.mark.parametrize(("year", "there"), [(2025, False), (2026, True), (2027, True)])
def test_what_has_no_day_yet_is_in_every_year_that_has_not_ended(year, there):
    found = one("2026-06-02", audit(round="neglect"))
    assert bool(chosen([found], financial(date(year, 5, 1)), date(2026, 6, 2), whole=False)) is there


# --- words --------------------------------------------------------------------------------------------


def test_items_are_told_as_values_and_as_rows():
    text = audit(
        when="June 2026",
        to="[qa, December board]",
        sample="8 cases",
        who="Ada",
        template="local/c",
        round="neglect",
    )
    found = one("2026-07-01", text, Facts((R1,)))
    assert as_json(found) == {
        "id": "a",
        "kind": "audit",
        "what": "An audit",
        "when": "June 2026",
        "due": "2026-06-30",
        "standing": "late",
        "done": None,
        "to": [
            {"meeting": "QA group", "on": "2026-07-14"},
            {"meeting": "Safeguarding Board", "on": "2026-12-10"},
        ],
        "who": "Ada",
        "template": "local/c",
        "sample": "8 cases",
        "rounds": ["neglect"],
        "notes": ["neglect is open: 8 of 8 cases read."],
        "command": "",
    }
    assert screen_row(found, date(2026, 7, 1)) == [
        "late by 1 day\n30 June 2026",
        "a: An audit\nJune 2026, sample: 8 cases, Ada",
        "to QA group, 14 July 2026; Safeguarding Board, 10 December 2026\n" + found.notes[0],
    ]
    assert dict(zip(HEADINGS, row(found), strict=True))["Goes to"] == (
        "QA group, 2026-07-14; Safeguarding Board, 2026-12-10"
    )


@pytest.mark.parametrize(
    ("standings", "words"),
    [
        ((), "nothing"),
        ((Standing.DUE,), "due within 28 days"),
        ((Standing.LATE, Standing.LATE), "both late"),
        ((Standing.DONE,) * 3, "all done"),
        ((Standing.DONE, Standing.LATE, Standing.DUE), "1 late, 1 due within 28 days and 1 done"),
    ],
)
def test_how_many_stand_how(standings, words):
    assert counted([Item("a", Kind.AUDIT, "A", each) for each in standings]) == words


def test_each_month_has_a_sentence_of_what_is_due_and_who_meets():
    programme = parse(definitions.parse(HEAD + audit(when="[July 2026, September 2026]"), "p"), "p")
    found = list(items(programme, Facts(), date(2026, 8, 1), END))
    assert by_month(found, programme.meetings, financial(date(2026, 8, 1))) == [
        "June 2026: Safeguarding Board on 18 June.",
        "July 2026: 1 audit, late; QA group on 14 July.",
        "August 2026: QA group on 11 August.",
        "September 2026: 1 audit, coming; QA group on 8 September and Safeguarding Board on 17 September.",
        "December 2026: Safeguarding Board on 10 December.",
    ]
