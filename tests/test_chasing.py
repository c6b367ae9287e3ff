"""Chasing as plain values: people, the rule, whom the next chase goes to, letters, the rate over time."""

import csv
import io
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import definitions
from audit.agencies import Agency
from audit.chasing.letters import Sender, letter, merge_table
from audit.chasing.owing import Chase, owed_words, owing, sentence, step
from audit.chasing.people import ROLES, people_of
from audit.chasing.rate import Signing, over_time, percent, signed_by
from audit.chasing.rule import PLACES, load, parse
from audit.errors import DefinitionError
from audit.responses.response import Response, Signature
from audit.rounds import Expected, Round, Standing, returns

LIBRARY = definitions.library()
RULE = load(LIBRARY)
DUE = date(2026, 11, 10)
OPENED = "2026-10-01T09:00:00+01:00"
CATALOGUE = """\
title: Our {round} audit
scale: met-partly-not
standards:
  - {id: A, title: Leadership, questions: [{id: A1, text: Someone leads.}, {id: A2, text: The board hears.}]}
"""
POLICE = Agency(
    *("police", "Kingsbridge Police", ("police",)),
    contact="Jo Smith, jo@police.uk, 0117 900 100",
    substitute="Al Brown <Al@police.uk>",
    chief_officer="Chief Constable Dana Reed (chief@police.uk)",
)
SHORT_RULE = """\
title: Ours
levels: [{after: 0, to: contact}]
subject: [{text: "{agency}"}]
paragraphs: [{text: "Dear {names}"}]
"""


@pytest.fixture(scope="session")
def ours(make):
    return make(
        CATALOGUE, "against: local/set\nneeds: {action: [not-met], evidence: []}\nsign: {police: [chief]}"
    )


@pytest.fixture(scope="session")
def waiting(ours, put):
    """What an agency owes on a day, given its answers (None: silent) and the days on which it was chased."""

    def waiting(agency=POLICE, answers=None, days=(), today=DUE, conflicts=()):
        round_ = Round("s11", ours, DUE, (Expected(agency, DUE),), opened=OPENED)
        said = put(ours, answers).answers if answers else {}
        responses = [Response("s11", agency.code, agency.code, answers=said)] if answers is not None else []
        chases = [Chase(agency.code, day, "letter", 1) for day in days]
        lines = returns(round_, responses, today)
        return round_, owing(round_, lines, chases, today, {agency.code: tuple(conflicts)})[0]

    return waiting


def reached(found):
    return [one.name for one in found.to]


def after(days):
    return DUE + timedelta(days=days)


@pytest.mark.parametrize(
    ("typed", "name", "addresses"),
    [
        ("Jo Smith, jo@x.org, 01234 567 890", "Jo Smith", ("jo@x.org",)),
        ("Jo Smith <Jo@X.org>", "Jo Smith", ("jo@x.org",)),
        ("Jo Smith (DSL) jo@x.org", "Jo Smith", ("jo@x.org",)),
        ("Jo Smith - named nurse - jo@x.nhs.uk", "Jo Smith", ("jo@x.nhs.uk",)),
        ("Head teacher: Ben Ash, head@elm.sch.uk.", "Ben Ash", ("head@elm.sch.uk",)),
        ("Nair, Priya (Dr), p@x.org", "Priya Nair", ("p@x.org",)),
        ("Nair, Priya", "Priya Nair", ()),
        ("Priya, Headteacher", "Priya", ()),
        ("Headteacher, Priya", "Headteacher", ()),
        ("Tel: 01234 567 890", "", ()),
        ("jo@x.org", "", ("jo@x.org",)),
        ("'o.brien-d'arcy@x.org'", "", ("o.brien-d'arcy@x.org",)),
        ("Jo Smith 01234 567890", "Jo Smith", ()),
        ("Jo Smith, jo@x.org or dsl@x.org", "Jo Smith", ("jo@x.org", "dsl@x.org")),
        ("Anne-Marie O’Neill", "Anne-Marie O’Neill", ()),
        ("Jo at x.org", "Jo at x.org", ()),
    ],
)
def test_a_name_and_addresses_are_picked_out_of_what_was_typed_and_none_is_made_up(typed, name, addresses):
    (found,) = people_of(Agency("x", "X", contact=typed), ("contact",))
    assert (found.name, found.addresses) == (name, addresses)


def test_several_people_in_a_role_are_all_reached_and_nobody_twice():
    agency = Agency(
        "x", "X", contact="Jo Smith, jo@x.org", substitute="Al Brown, al@x.org; Jo Smith, jo@x.org"
    )
    found = people_of(agency, ROLES)
    assert [(one.role, one.name) for one in found] == [("contact", "Jo Smith"), ("substitute", "Al Brown")]


@pytest.mark.parametrize(
    ("days", "today", "names"),
    [
        ((), 0, ["Jo Smith"]),
        ((-9, -8, -7, 0), 0, ["Jo Smith"]),  # nobody is escalated before the day is past
        ((-9, -8, -7, 0), 1, ["Jo Smith"]),  # reminders count for nothing
        ((1,), 2, ["Jo Smith", "Al Brown"]),
        ((1, 1, 1), 2, ["Jo Smith", "Al Brown"]),  # calls on one day are one chase
        ((1, 2), 3, ["Chief Constable Dana Reed", "Jo Smith"]),
        ((1, 2, 3, 4, 5), 9, ["Chief Constable Dana Reed", "Jo Smith"]),
        ((1, 2, 3, 4, 5), 2, ["Chief Constable Dana Reed", "Jo Smith"]),
        ((3, 4, 5), 2, ["Jo Smith"]),  # what was logged for days to come is not looked at yet
    ],
)
def test_a_chase_escalates_by_the_days_on_which_the_agency_was_chased_since_it_was_late(
    waiting, days, today, names
):
    _, one = waiting(days=map(after, days), today=after(today))
    assert reached(step(RULE, one)) == names


def test_a_second_chase_on_one_day_goes_to_the_same_people_and_the_next_one_further(waiting):
    _, one = waiting(days=[after(1)], today=after(1))
    assert reached(step(RULE, one, after(1))) == ["Jo Smith"]
    assert reached(step(RULE, one)) == ["Jo Smith", "Al Brown"]


@pytest.mark.parametrize(
    ("known", "chased", "names", "said"),
    [
        ({"substitute": "Al Brown"}, (), ["Al Brown"], "no contact is known, so it goes to the substitute"),
        ({"chief_officer": "Dana"}, (), ["Dana"], "no contact is known, so it goes to the chief officer"),
        ({"contact": "Jo"}, (1,), ["Jo"], "no substitute is known"),
        ({"contact": "Jo"}, (1, 2), ["Jo"], "no chief officer is known"),
        ({}, (1,), [], "no contact and no substitute is known, and nobody else"),
        ({"contact": "Jo", "substitute": "Al", "chief_officer": "Dana"}, (1, 2), ["Dana", "Jo"], ""),
    ],
)
def test_where_somebody_is_not_known_it_goes_to_whoever_is_and_that_is_said(
    waiting, known, chased, names, said
):
    _, one = waiting(Agency("x", "X", **known), days=map(after, chased), today=after(3))
    found = step(RULE, one)
    assert (reached(found), sentence(found)) == (names, said)


@pytest.mark.parametrize(
    ("answers", "conflicts", "said"),
    [
        (None, (), "the whole return: 2 questions, none of them answered yet"),
        ({"A1": "met"}, (), "1 question of 2: A2"),
        ({"A1": "not-met"}, (), "2 questions of 2: A1 (action), A2"),
        ({"A1": "met", "A2": "met"}, (), "the signature (every question is answered)"),
        (
            {"A1": "met", "A2": "met"},
            ("A2",),
            "the signature (every question is answered); and which answer is right to A2",
        ),
    ],
)
def test_what_is_owed_is_said_by_question_and_part(waiting, answers, conflicts, said):
    assert owed_words(waiting(answers=answers, conflicts=conflicts)[1]) == said


def test_only_those_that_owe_a_return_are_chased(ours, put):
    def agency(name, standing=Standing.EXPECTED):
        return Expected(Agency(name, name.title()), DUE, standing)

    expected = (
        agency("late"),
        agency("out", Standing.DECLINED),
        agency("gone", Standing.LEFT),
        agency("done"),
    )
    signed = Response(
        "s11", "done", "done", answers=put(ours, {"A1": "met"}).answers, signed=Signature("A", "B", "")
    )
    round_ = Round("s11", ours, DUE, expected)
    found = owing(round_, returns(round_, [signed], after(5)), [], after(5))
    assert [(one.line.agency.code, one.days) for one in found] == [("late", 5)]


def written(waiting, today, days=(), answers=None, agency=POLICE, rule=RULE):
    round_, one = waiting(agency, answers, map(after, days), today)
    return letter(rule, round_, one, step(rule, one), today, Sender("Kingsbridge SCP", "qa@ksp.uk"))


def test_a_reminder_before_the_day_is_worded_otherwise_than_a_chase_after_it(waiting):
    reminder = written(waiting, after(-1))
    assert reminder.text == (
        "To: Jo Smith <jo@police.uk>\n"
        "Subject: Our {round} audit: the return of Kingsbridge Police is due on 10 November 2026\n\n"
        "Dear Jo Smith,\n\n"
        "The return of Kingsbridge Police to Our {round} audit is due on 10 November 2026 (tomorrow).\n\n"
        "What is owed is the whole return: 2 questions, none of them answered yet. If the form is lost or "
        "went to somebody else, tell us and we will send it again.\n\n"
        "Questions go to qa@ksp.uk.\n\nKingsbridge SCP\n"
    )
    late = written(waiting, after(1))
    assert "was due on 10 November 2026. It is still owed, and is 1 day late today." in late.body


def test_the_letter_to_the_chief_officer_says_what_was_asked_before_and_who_may_sign(waiting):
    found = written(waiting, after(9), days=(-3, 1, 4), answers={"A1": "met", "A2": "met"})
    assert found.to == "Chief Constable Dana Reed <chief@police.uk>; Jo Smith <jo@police.uk>"
    assert found.subject.endswith("no return from Kingsbridge Police, 9 days after the due date")
    assert found.paragraphs[0] == "Dear Chief Constable Dana Reed and Jo Smith,"
    assert "we have asked for it 3 times, last on 14 November 2026" in found.body
    assert "A return counts once it is signed, by chief." in found.body


def test_a_letter_that_could_not_reach_the_chief_officer_does_not_say_that_it_does(waiting):
    found = written(waiting, after(9), days=(1, 4), agency=Agency("x", "X", contact="tel 01234 567890"))
    assert "chief officer" not in found.text
    assert found.text.startswith("To: tel 01234 567890 (no e-mail address is known)\n")
    assert found.paragraphs[0] == "Dear colleague,"


def test_a_table_for_a_mail_merge_holds_every_letter_and_no_formula(waiting):
    found = written(waiting, DUE, agency=Agency("x", "=1+1", contact='=HYPERLINK("x"), a@x.org'))
    assert merge_table([found]).startswith("\ufeffagency,to,e-mail,subject,body".encode())
    rows = list(csv.DictReader(io.StringIO(merge_table([found]).decode("utf-8-sig"), newline="")))
    assert [row["agency"] for row in rows] == ["'=1+1"]
    assert (rows[0]["e-mail"], rows[0]["body"]) == ("a@x.org", found.body)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


@given(
    st.sampled_from([-5, 0, 1, 7]), st.lists(st.integers(-9, 9), max_size=5), st.sampled_from([None, "A1"])
)
def test_every_letter_has_a_subject_a_text_and_no_placeholder_left(waiting, today, days, answered):
    answers = {answered: "met"} if answered else None
    found = written(waiting, after(today), days=days, answers=answers)
    text = found.text.replace("Our {round} audit", "")
    assert found.subject
    assert not set("{}") & set(text)
    assert len(found.paragraphs) >= 5


def test_every_placeholder_is_filled(waiting):
    text = "; ".join(f"{place} {{{place}}}" for place in PLACES)
    rule = parse(definitions.parse(SHORT_RULE.replace("Dear {names}", text), "ours"), "ours")
    body = written(waiting, after(2), days=(1,), rule=rule).body.replace("Our {round} audit", "ours")
    assert not [place for place in PLACES if f"{{{place}}}" in body or f"{place} ;" in body]
    assert "days_left past; " in body
    assert "chases once; last_chase 11 November 2026; " in body


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{names}", "{name}", "line 4: there is no placeholder {name}; did you mean 'names'?"),
        ("{names}", "{names", "line 4: a brace stands there alone; placeholders are written {agency}."),
        ("title:", "titel:", "line 1: 'titel' is not a key of a rule for letters; did you mean 'title'?"),
        ("after: 0", "after: 1", "line 2: the first of 'levels' must be after 0, and each after more chases"),
        ("after: 0", "after: -1", "line 2: 'after' must be a whole number such as 2, not '-1'."),
        ("to: contact", "to: contct", "line 2: 'to' cannot be 'contct'; did you mean 'contact'?"),
        ("to: contact", "to: []", "line 2: a level needs 'to', whom it goes to."),
        ('[{text: "{agency}"}]', "[]", "line 3: one text of 'subject' must stand without conditions"),
        (
            '{text: "Dear',
            '{when: late, text: "Dear',
            "line 4: 'when' cannot be 'late'; there are before due, overdue.",
        ),
        ('{text: "Dear', '{level: 2, text: "Dear', "line 4: 'level' must be a whole number from 1 to 1"),
        (
            '{text: "Dear',
            '{level: 1, text: "Dear',
            "line 4: one text of 'paragraphs' must stand without conditions",
        ),
    ],
)
def test_a_mistake_in_a_rule_is_told_with_its_line_and_the_nearest(old, new, said):
    with pytest.raises(DefinitionError) as refused:
        parse(definitions.parse(SHORT_RULE.replace(old, new), "ours"), "ours")
    assert any(str(problem).startswith(said) for problem in refused.value.problems), refused.value


def signed(subject, day, *, by="", on=True):
    return Signing(subject, by or subject, date(2026, 10, day), on)


def test_a_response_counts_until_it_is_opened_again_and_an_agency_while_any_of_its_own_is_signed():
    acts = [
        signed("a", 2),
        signed("a", 9, on=False),
        signed("b", 3),
        signed("a", 20),
        signed("b", 4, by="adviser"),
        signed("b", 5, on=False),
    ]
    standing = {day: set(signed_by(acts, date(2026, 10, day))) for day in (1, 2, 8, 9, 19, 20)}
    assert standing == {1: set(), 2: {"a"}, 8: {"a", "b"}, 9: {"b"}, 19: {"b"}, 20: {"a", "b"}}


def test_the_rate_is_told_by_week_with_the_due_date_over_those_that_are_expected_now(ours):
    agencies = [
        Agency("a", "A", ("police",)),
        Agency("b", "B", ("school", "police")),
        Agency("c", "C"),
        Agency("d", "D", ("school",)),
    ]
    expected = [Expected(agency, DUE) for agency in agencies]
    expected[3] = Expected(agencies[3], DUE, Standing.LEFT)
    round_ = Round("s11", ours, date(2026, 10, 13), tuple(expected), opened=OPENED)
    points = over_time(round_, [signed("a", 8), signed("d", 8), signed("b", 16)], date(2026, 10, 16))
    assert [(point.day.day, point.due) for point in points] == [
        (8, False),
        (13, True),
        (15, False),
        (16, False),
    ]
    assert [point.rates[0].returned for point in points] == [1, 1, 1, 2]
    last = [(rate.label, rate.returned, rate.expected, percent(rate)) for rate in points[-1].rates]
    assert last == [
        ("All", 2, 3, 66),
        ("Police", 2, 2, 100),
        ("School", 1, 1, 100),
        ("No kind given", 0, 1, 0),
    ]


def test_the_rate_before_anything_happened_is_one_point_and_of_nobody_is_0(ours):
    round_ = Round("s11", ours, DUE, (), opened=OPENED)
    (point,) = over_time(round_, [], date(2026, 10, 1))
    assert (point.day, [percent(rate) for rate in point.rates]) == (date(2026, 10, 1), [0])
