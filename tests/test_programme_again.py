"""Follow-ups of the same cases in a programme, and what actions put into it."""

from datetime import date

import pytest
from test_programme import END, R1, S1, audit, on, one

from audit.actions.action import Action, Assurance, Entry, Status, Update
from audit.actions.followed import Followed
from audit.actions.words import Basis, State
from audit.programme.acting import from_actions, reviews, with_evidence
from audit.programme.facts import Facts, RoundFact, SampleFact, related
from audit.programme.item import Kind, Standing
from audit.programme.spans import financial

# --- follow-ups ---------------------------------------------------------------------------------------

AGAIN = "follow-ups: [{of: neglect, after: 6 months, to: board}]"
SAME = RoundFact(
    "december", date(2026, 12, 1), date(2027, 1, 31), date(2027, 1, 20), "7 of 8 cases read", "", "S-001"
)


def test_a_follow_up_counts_from_the_day_its_round_was_due_or_closed_whichever_was_first():
    found = one("2026-08-01", AGAIN, Facts((R1,), {"S-001": S1}))
    assert (found.due, found.standing) == (date(2027, 1, 20), Standing.COMING)
    assert found.what == "The cases of neglect again"
    assert found.command == "audit round open local/c --name neglect-again --due 2027-01-20 --sample S-001"
    slow = RoundFact("neglect", date(2026, 6, 1), date(2026, 7, 31), date(2026, 9, 30))
    assert one("2026-10-01", AGAIN, Facts((slow,))).due == date(2027, 1, 31)


def test_a_round_that_is_never_closed_does_not_put_its_follow_up_off():
    open_ = RoundFact("neglect", date(2026, 6, 1), date(2026, 7, 31), figures="1 of 8 cases read")
    found = one("2027-02-01", AGAIN, Facts((open_,)))
    assert (found.due, found.standing) == (date(2027, 1, 31), Standing.LATE)
    assert found.notes == ("neglect is not closed yet; counted from its due date, 31 July 2026.",)


def test_a_follow_up_of_a_round_to_come_has_no_day_yet():
    found = one("2026-08-01", AGAIN)
    assert (found.due, found.standing, found.command) == (None, Standing.COMING, "")
    assert found.notes == ("It is dated when that is there: The round neglect is not opened yet.",)


@pytest.mark.parametrize(
    ("day", "standing", "command"),
    [
        ("2026-11-30", Standing.COMING, True),
        ("2026-12-01", Standing.UNDER_WAY, False),
        ("2027-01-20", Standing.DONE, False),
    ],
)
def test_a_later_round_over_the_same_sample_follows_it_up(day, standing, command):
    found = one(day, AGAIN, Facts((R1, SAME), {"S-001": S1}))
    assert (found.standing, bool(found.command)) == (standing, command)
    assert found.rounds == (() if command else ("december",))


def test_another_round_over_the_same_cases_in_the_same_weeks_is_no_follow_up():
    beside = RoundFact("families", date(2026, 7, 1), date(2026, 7, 31), date(2026, 7, 30), sample="S-001")
    found = one("2027-02-01", AGAIN, Facts((R1, beside), {"S-001": S1}))
    assert (found.standing, found.rounds) == (Standing.LATE, ())


def test_a_round_opened_after_its_due_day_does_not_follow_itself_up():
    belated = RoundFact("neglect", date(2027, 3, 1), date(2026, 7, 31), sample="S-001")
    assert one("2027-04-01", AGAIN, Facts((belated,), {"S-001": S1})).standing is Standing.LATE


@pytest.mark.parametrize(
    ("parts", "counts"),
    [
        ({"extends": "S-001"}, True),
        ({"seed": "77"}, True),
        ({"seed": "77", "units": frozenset("xyz")}, False),
        ({"seed": "5"}, False),
        ({"seed": "77", "discarded": "the wrong register"}, False),
    ],
)
def test_a_bigger_sample_and_the_same_seed_on_a_later_register_hold_the_same_cases(parts, counts):
    later = SampleFact(**{"id": "S-002", "drawn": date(2026, 11, 20), "units": frozenset("abcdefz")} | parts)
    round_ = RoundFact(
        "december", date(2026, 12, 1), date(2027, 1, 31), None, "0 of 7 cases read", "", "S-002"
    )
    samples = {"S-001": S1, "S-002": later}
    assert related(S1, samples) == (("S-001", "S-002") if counts else ("S-001",))
    found = one("2026-12-05", AGAIN, Facts((R1, round_), samples))
    assert found.standing is (Standing.UNDER_WAY if counts else Standing.COMING)
    if counts:
        assert "december has 6 of the 8 cases of S-001 again." in found.notes


def test_a_follow_up_of_a_sample_counts_from_its_drawing():
    found = one("2026-08-01", AGAIN.replace("neglect", "s-001"), Facts((), {"S-001": S1}))
    assert (found.due, found.sample) == (date(2026, 11, 20), "S-001")
    assert found.command == "audit round open TEMPLATE --name s-001-again --due 2026-11-20 --sample S-001"


def test_a_round_named_as_follow_up_is_the_one_that_counts():
    text = AGAIN.replace("after", "round: later, after")
    assert one("2027-01-25", text, Facts((R1, SAME), {"S-001": S1})).standing is Standing.LATE
    later = RoundFact("Later", date(2026, 8, 1), date(2026, 9, 1), date(2026, 9, 2))
    assert one("2027-01-25", text, Facts((R1, later), {"S-001": S1})).done == date(2026, 9, 2)


# --- what actions set ---------------------------------------------------------------------------------

AT = "2026-05-01T09:00:00+01:00"
LATER = RoundFact("again", date(2027, 1, 5), date(2027, 1, 31), date(2027, 1, 30), "8 of 8 cases read")


def action(*said, **parts):
    return Followed(
        Action("A-007", action="Train", **parts), AT, tuple(Entry(each, AT, "Ada") for each in said)
    )


def seen(day, basis=Basis.AUDIT):
    return Assurance(day, "Ada", str(basis))


@pytest.mark.parametrize(
    ("said", "rounds", "standing"),
    [
        ((), (), Standing.LATE),
        ((seen("2027-01-10"),), (), Standing.DONE),
        ((seen("2026-06-10"),), (), Standing.LATE),
        ((seen("2027-01-10", Basis.TOLD),), (), Standing.LATE),
        ((Status("superseded"),), (), None),
        ((), (LATER,), Standing.DONE),
    ],
)
def test_a_re_audit_is_done_by_a_later_round_or_by_an_audit_at_its_time(said, rounds, standing):
    one_ = action(
        *said, re_audit="2027-01-15", evidence_round="again", owners=("Police",), overseer="QA group"
    )
    found = list(from_actions((one_,), Facts(rounds), date(2027, 2, 1)))
    assert [each.standing for each in found] == ([standing] if standing else [])
    for each in found:
        assert (each.id, each.kind, each.who, each.what) == ("A-007", Kind.RE_AUDIT, "Police", "Train")


def test_the_round_that_an_action_came_out_of_is_not_its_re_audit():
    one_ = action(re_audit="2027-01-15", evidence_round="neglect")
    found = list(from_actions((one_,), Facts((R1,)), date(2027, 2, 1)))
    assert [(each.kind, each.standing) for each in found] == [
        (Kind.RE_AUDIT, Standing.LATE),
        (Kind.EVIDENCE, Standing.DONE),
    ]
    found = list(from_actions((one_,), Facts((R1,)), date(2027, 2, 1), ["Neglect"]))
    assert [each.kind for each in found] == [Kind.RE_AUDIT]


def test_reviews_are_counted_and_those_past_that_nobody_was_heard_of_since():
    given_ = (
        action(review="2026-06-01"),
        action(review="2026-12-01"),
        action(Update("2026-05-01", "Ada", "on track"), review="2026-04-15"),  # heard of since
        action(review="2027-06-01"),
        action(Status("assured"), review="2026-06-01"),
        action(),
    )
    assert reviews(given_, financial(date(2026, 9, 1)), date(2026, 9, 1)) == (3, 1)


def test_no_state_of_an_action_lets_its_re_audit_pass_without_a_word():
    for state in State:
        found = list(from_actions((action(Status(str(state)), re_audit="2027-01-15"),), Facts(), END))
        gone = {"superseded", "closed without assurance", "no further assurance required"}
        assert bool(found) == (str(state) not in gone)


def test_an_audit_says_for_which_actions_its_round_is_the_evidence():
    [found] = on("2026-06-02", audit(when="June 2026", round="neglect"), Facts((R1,)))
    told = with_evidence(found, (action(evidence_round="Neglect"), action(evidence_round="other"), action()))
    assert told.notes == (*found.notes, "Its result is evidence for A-007.")
    assert with_evidence(found, (action(),)) == found
