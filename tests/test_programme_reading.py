"""Times and intervals as a programme names them, and a programme out of YAML with every problem's line."""

from datetime import date, timedelta
from itertools import pairwise
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import definitions
from audit.cli.programme import example_text
from audit.dates import in_words
from audit.errors import DefinitionError
from audit.programme.entry import Done, placed
from audit.programme.reading import parse
from audit.programme.spans import Interval, Span, financial, no_interval, read_interval, read_span, read_year

HEAD = """\
meetings:
  - {id: board, title: Safeguarding Board, dates: [2026-06-18, 2026-12-10, 2027-12-09]}
  - {id: qa, dates: [2026-07-14]}
"""


def programme(text, head=HEAD):
    return parse(definitions.parse(head + dedent(text), "programme.yaml"), "programme.yaml")


def problems(text, head=HEAD):
    with pytest.raises(DefinitionError) as caught:
        programme(text, head)
    return [str(one) for one in caught.value.problems]


def audit(**parts):
    """The problems of a programme with one audit, of which the line is 5."""
    block = {"id": "a", "what": "An audit", "when": "July 2026"} | parts
    inside = ", ".join(f"{key}: {value}" for key, value in block.items() if value)
    return "audits:\n  - {" + inside + "}\n"


# --- times --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("2026-09-30", (2026, 9, 30), (2026, 9, 30), "30 September 2026"),
        ("30/9/2026", (2026, 9, 30), (2026, 9, 30), "30 September 2026"),
        ("September 2026", (2026, 9, 1), (2026, 9, 30), "September 2026"),
        ("sept 2026", (2026, 9, 1), (2026, 9, 30), "September 2026"),
        ("2026-09", (2026, 9, 1), (2026, 9, 30), "September 2026"),
        ("February 2028", (2028, 2, 1), (2028, 2, 29), "February 2028"),
        ("July to September 2026", (2026, 7, 1), (2026, 9, 30), "July to September 2026"),
        ("November 2026 to January 2027", (2026, 11, 1), (2027, 1, 31), "November 2026 to January 2027"),
        ("2026-07-06 to 2026-07-12", (2026, 7, 6), (2026, 7, 12), "6 July 2026 to 12 July 2026"),
        ("Q1 2026-27", (2026, 4, 1), (2026, 6, 30), "April to June 2026"),
        ("Quarter 4 of 2026/27", (2027, 1, 1), (2027, 3, 31), "January to March 2027"),
        ("2026-27", (2026, 4, 1), (2027, 3, 31), "April 2026 to March 2027"),
        ("2026", (2026, 1, 1), (2026, 12, 31), "January to December 2026"),
    ],
)
def test_times_are_read_and_said(text, first, last, words):
    span = read_span(text)
    assert span == Span(date(*first), date(*last))
    assert span.words == words
    assert read_span(words) == span


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Q2 2026",
        "Q5 2026-27",
        "spring 2026",
        "July",
        "Ju 2026",
        "September to July 2026",
        "2026-28",
        "TBC",
    ],
)
def test_a_time_that_is_not_certain_is_none(text):
    assert read_span(text) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-27", date(2026, 4, 1), date(2027, 3, 31)),
        ("2026/2027", date(2026, 4, 1), date(2027, 3, 31)),
        ("1999-00", None, None),
        ("2099-00", date(2099, 4, 1), date(2100, 3, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-28", None, None),
        ("26-27", None, None),
    ],
)
def test_years_are_financial_or_calendar(text, first, last):
    assert read_year(text) == (Span(first, last) if first else None)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_is_in_its_financial_year_which_begins_in_april(day):
    year = financial(day)
    assert year.holds(day)
    assert (year.first.month, year.first.day, year.last.month, year.last.day) == (4, 1, 3, 31)
    assert not year.holds(year.first - timedelta(1))
    assert read_span(in_words(day)) == Span(day, day)


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("month", Interval(1)),
        ("monthly", Interval(1)),
        ("two months", Interval(2)),
        ("every 2 months", Interval(2)),
        ("Quarterly", Interval(3)),
        ("six months", Interval(6)),
        ("six-monthly", Interval(6)),
        ("year", Interval(12)),
        ("biennial", Interval(24)),
        ("fortnight", Interval(0, 2)),
        ("3 weeks", Interval(0, 3)),
    ],
)
def test_intervals(text, interval):
    assert read_interval(text) == interval


@pytest.mark.parametrize("text", ["", "zero months", "0 months", "often", "eleventy months", "month end"])
def test_what_is_no_interval(text):
    assert read_interval(text) is None
    assert "is not an interval; write week, " in no_interval(text)


@pytest.mark.parametrize(
    ("text", "either"),
    [
        ("bi-monthly", "twice a month or every two months"),
        ("Bimonthly", "twice a month or every two months"),
        ("Bi monthly", "twice a month or every two months"),
        ("bi-weekly", "twice a week or every two weeks"),
        ("biannually", "twice a year or every two years"),
    ],
)
def test_a_word_of_two_meanings_is_refused_with_both(text, either):
    assert read_interval(text) is None
    assert either in no_interval(text)


@given(
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.builds(Interval, st.integers(1, 24)) | st.builds(Interval, st.just(0), st.integers(1, 9)),
    st.integers(0, 900),
)
def test_the_times_of_an_interval_follow_each_other_without_gap(start, every, days):
    last = start + timedelta(days)
    spans = list(every.spans(start, last))
    assert spans[0].first == start
    assert all(one.last + timedelta(1) == two.first for one, two in pairwise(spans))
    assert spans[-1].first <= last <= spans[-1].last


def test_a_month_without_the_day_does_not_move_the_ones_after_it():
    spans = list(Interval(1).spans(date(2026, 1, 31), date(2026, 4, 30)))
    assert [span.first for span in spans] == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]


# --- which time a done day belongs to -----------------------------------------------------------------

QUARTERS = tuple(Interval(3).spans(date(2026, 4, 1), date(2027, 3, 31)))


@pytest.mark.parametrize(
    ("done", "place"),
    [
        (Done(date(2026, 4, 1)), 0),
        (Done(date(2026, 9, 30)), 1),
        (Done(date(2026, 3, 1)), 0),
        (Done(date(2029, 1, 1)), 3),
        (Done(date(2026, 10, 8), Span(date(2026, 9, 1), date(2026, 9, 30))), 1),
        (Done(date(2026, 10, 8), Span(date(2025, 9, 1), date(2025, 9, 30))), None),
    ],
)
def test_a_done_day_belongs_to_the_last_time_begun_or_to_the_one_it_says(done, place):
    found, left = placed((done,), QUARTERS)
    assert list(found) == ([] if place is None else [place])
    assert left == ([done] if place is None else [])


@given(st.lists(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=6))
def test_no_done_day_is_lost_and_no_time_is_done_twice(days):
    found, left = placed(tuple(map(Done, days)), QUARTERS)
    assert sorted(one.day for one in (*found.values(), *left)) == sorted(days)


# --- the file -----------------------------------------------------------------------------------------


def test_the_example_is_a_programme_without_mistakes():
    found = programme(example_text(), head="")
    assert [one.id for one in found.meetings] == ["board", "qa"]
    assert [one.id for one in found.audits] == ["s11", "neglect"]
    assert [one.id for one in found.reports] == ["performance"]
    assert [one.id for one in found.follow_ups] == ["neglect-again"]
    assert found.rounds == ("s11-2026", "neglect-2026")


@pytest.mark.parametrize(
    ("to", "on", "month", "year"),
    [
        ("board", None, 0, 0),
        ("Safeguarding board", None, 0, 0),
        ("December board", None, 12, 0),
        ("the December 2027 Safeguarding Board", None, 12, 2027),
        ("board of 10 December 2026", date(2026, 12, 10), 0, 0),
        ("board 2026-12-10", date(2026, 12, 10), 0, 0),
    ],
)
def test_a_meeting_is_named_by_id_or_title_with_a_month_or_a_day(to, on, month, year):
    [target] = programme(audit(to=to)).audits[0].to
    assert (target.meeting.id, target.on, target.month, target.year) == ("board", on, month, year)


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ({"to": "bord"}, "line 5: there is no meeting 'bord'; did you mean 'board'?"),
        ({"to": "December bord"}, "line 5: there is no meeting 'bord'; did you mean 'board'?"),
        ({"to": "August board"}, "line 5: Safeguarding Board has no such date as in 'August board'; add it"),
        (
            {"to": "board 2026-12-11"},
            "Board has no such date as in 'board 2026-12-11'; add it to its 'dates'.",
        ),
        ({"to": "board 2026-06-18"}, "line 5: the meeting is before the time in 'when'."),
        ({"whem": "July"}, "line 5: 'whem' is not a key of an audit; did you mean 'when'?"),
        ({"what": ""}, "line 5: an audit needs 'what'."),
        (
            {"when": ""},
            "an audit needs 'when', or a 'round', or 'to' with a certain meeting ('December board').",
        ),
        ({"when": "'[Summer]'"}, "is not a time that can be read"),
        ({"when": "Q2 2026"}, "write 'Q2 2026-27' (Q1 is April to June)"),
        ({"when": "1926-07-01"}, "'1926-07-01' is not a time that can be read"),
        ({"when": "[July 2026, 2026-07-10]"}, "line 5: 10 July 2026 and July 2026 overlap."),
        (
            {"when": "[July 2026, May 2026]", "rounds": "[r1, r2, r3]"},
            "line 5: there are more rounds than times",
        ),
        ({"round": "r1", "rounds": "[r2]"}, "line 5: write 'round' or 'rounds', not both."),
        ({"done": "yes"}, "line 5: 'done' must be a date such as 2026-09-30, not 'yes'."),
        ({"done": "1826-07-01"}, "line 5: '1826-07-01' in 'done' is no date of our time."),
        ({"done": "2026-07-02 for autumn"}, "line 5: 'autumn' is not a time that can be read"),
        (
            {"when": "", "round": "r", "done": "[2026-07-02, 2026-08-02]"},
            "line 5: it is done once; write one date.",
        ),
        ({"done": "[2026-07-02, 2026-07-09]"}, "2026-07-09 in 'done' belongs to no time of it"),
    ],
)
def test_each_mistake_of_an_audit_is_said_with_its_line(parts, problem):
    assert [one for one in problems(audit(**parts)) if problem in one]


def test_every_mistake_of_a_file_is_said_at_once():
    text = """\
        reports:
          - {id: p, what: Performance, every: bi-monthly, from: 2026-04-01}
          - {id: q, what: Quality, every: quarter, from: 2026-04-01, until: 2026-03-01, done: [2026-03-09]}
          - {id: q, what: Quality, every: quarter}
        follow-ups:
          - {of: r1}
          - {of: r1, after: a while, round: R1, done: [2026-01-01, 2026-02-01]}
        meeting: []
        """
    assert problems(text) == [
        "line 5: 'bi-monthly' can mean twice a month or every two months; write 'two weeks' or 'two months'.",
        "line 6: 'until' is before 'from'.",
        "line 6: 2026-03-09 in 'done' is before 'from'.",
        "line 7: a report needs 'from'.",
        "line 9: a follow-up needs 'after'.",
        f"line 10: {no_interval('a while')}",
        "line 10: a follow-up is done once; make an entry for each.",
        "line 10: the round that follows up is another one than 'of'.",
        "line 11: 'meeting' is not a key of a programme; did you mean 'meetings'?",
    ]


def test_a_report_that_recurs_goes_to_no_certain_meeting():
    text = "reports: [{id: p, what: P, every: year, from: 2026-04-01, to: December board}]"
    assert problems(text) == [
        "line 4: a report that recurs goes to a meeting by its name alone: the last of it within each time."
    ]


def test_names_differ_over_all_entries():
    text = (
        "audits: [{id: a, what: A, when: May 2026}]\nreports: [{id: A, what: B, every: year, from: 1/4/2026}]"
    )
    assert problems(text) == ["line 5: the id 'A' stands there twice; names must differ."]


def test_a_meeting_on_the_same_day_twice_and_one_without_a_day():
    head = "meetings:\n  - {id: board, dates: [2026-06-18, 18/6/2026]}\n  - {title: QA, dates: [June]}\n"
    assert problems("", head) == [
        "line 2: a date of 'board' stands there twice.",
        "line 3: a meeting needs 'id'.",
        "line 3: 'dates' must be a date such as 2026-09-30, not 'June'.",
    ]
