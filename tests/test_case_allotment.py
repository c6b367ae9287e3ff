"""Who reads which case, and which are read twice."""

from hashlib import sha256

import pytest
from case_rounds import case_round
from hypothesis import given
from hypothesis import strategies as st
from samples import DESIGNS, rows_of, sample

from audit.cases.allotment import assignments
from audit.cases.plan import ALLOTTED, ANYONE, Auditor, Plan
from audit.cases.subject import check_double, drawn_subjects, next_reference
from audit.errors import StateError, UnknownError
from audit.responses.response import Response
from audit.sampling.carried import Carried, marks_of
from audit.sampling.design import Design

CATALOGUE = """
    title: Cases
    scale: yes-no
    standards:
      - id: V
        title: Voice
        questions: [{id: V1, text: Seen alone.}]
"""
ASK = "against: local/set\nsubject: case\nneeds: {action: [], evidence: []}"
SEED = "0048151623"


@pytest.fixture(scope="module")
def asked(make):
    return make(CATALOGUE, ASK)


def first_smallest(standing, name, size):
    """The units with the smallest sha256 of `seed/name|unit`, worked out here again."""
    units = [case["unit"] for case in standing.certificate["drawn"]]
    return set(sorted(units, key=lambda unit: sha256(f"{SEED}/{name}|{unit}".encode()).hexdigest())[:size])


@pytest.mark.parametrize(("double", "size"), [("20%", 3), ("25%", 3), ("4", 4), ("100%", 12)])
def test_those_read_twice_have_the_smallest_tickets_under_seed_and_double(double, size):
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    twice = {one.unit for one in drawn_subjects(standing, double) if one.twice}
    assert twice == first_smallest(standing, "double", size)


def test_a_case_in_anothers_place_is_read_twice_if_that_one_was():
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    twice = [one.ref for one in drawn_subjects(standing, "25%") if one.twice]
    once = next(one.ref for one in drawn_subjects(standing, "25%") if not one.twice)
    again = sample(DESIGNS["simple"][0], rows_of(80), replaced=[(twice[0], "closed"), (once, "closed")])
    found = {one.ref: one for one in drawn_subjects(again, "25%")}
    assert found["C-13"].twice
    assert not found["C-14"].twice
    assert not found[twice[0]].usable


def test_more_than_were_drawn_or_a_sample_by_hand_cannot_be_read_twice():
    with pytest.raises(StateError, match="--double asks for 13 of 12 cases"):
        drawn_subjects(sample(DESIGNS["simple"][0], rows_of(80)), "13")
    design, teams, more = DESIGNS["judgement"]
    with pytest.raises(StateError, match="chosen by hand"):
        drawn_subjects(sample(design, rows_of(60, teams=teams), **more), "10%")


@pytest.mark.parametrize("text", ["", "x", "0", "0%", "-1", "101%", "1/2", "1e2", "20 per cent"])
def test_what_does_not_say_how_many_are_read_twice_is_refused(text):
    with pytest.raises(StateError, match="does not say how many are read twice"):
        check_double(text)


def test_a_reference_is_never_given_twice():
    assert next_reference("O", []) == "O-01"
    assert next_reference("O", ["O-01", "I-07", "O-09"]) == "O-10"


def allot(standing, auditors, double="", values=None):
    plan = Plan("S-001", ALLOTTED, double, auditors=tuple(auditors))
    marks = {unit: frozenset(marks_of("salt", [cells])) for unit, cells in (values or {}).items()}
    subjects = drawn_subjects(standing, double)
    return assignments(plan, subjects, (), seed=SEED, carried=Carried("salt", marks))


def test_cases_go_in_ticket_order_to_whoever_has_fewest_ties_by_the_hash_of_the_name():
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    names = ["Ann", "Bob", "Cat"]
    order = sorted(names, key=lambda name: sha256(f"{SEED}/auditors|{name}".encode()).hexdigest())
    found = allot(standing, map(Auditor, names))
    assert [(one.ref, one.auditor) for one in found] == [
        (f"C-{place + 1:02}", order[place % 3]) for place in range(12)
    ]


def test_nobody_reads_a_case_of_their_own_team_or_worker():
    standing = sample(DESIGNS["proportional"][0], rows_of(80, teams=3))
    values = {
        entry.unit: ["Smith, J."] if place % 2 else ["Jones"] for place, entry in enumerate(standing.entries)
    }
    auditors = [Auditor("Ann", team="team 1"), Auditor("Bob", worker="smith J"), Auditor("Cat")]
    team = {entry.reference: entry.stratum for entry in standing.entries}
    worker = {entry.reference: values[entry.unit][0] for entry in standing.entries}
    found = allot(standing, auditors, "25%", values)
    for one in found:
        assert (one.auditor, team[one.ref]) != ("Ann", "Team 1")
        assert (one.auditor, worker[one.ref]) != ("Bob", "Smith, J.")
    assert {one.auditor for one in found} == {"Ann", "Bob", "Cat"}


def test_where_nobody_may_read_a_case_the_round_is_refused_with_the_case():
    standing = sample(DESIGNS["proportional"][0], rows_of(80, teams=3))
    with pytest.raises(StateError, match=r"No auditor may read C-\d\d: each is of its team or its worker"):
        allot(standing, [Auditor("Ann", team="Team 1")])
    with pytest.raises(StateError, match=r"No auditor may read C-\d\d again"):
        allot(standing, [Auditor("Ann")], "1")


@given(st.integers(1, 40), st.integers(1, 6), st.integers(0, 100))
def test_readings_are_shared_evenly_and_the_second_is_never_the_firsts(cases, readers, share):
    standing = sample(Design("simple", cases), rows_of(60))
    double = f"{share}%" if share and readers > 1 else ""
    found = allot(standing, [Auditor(f"A{n}") for n in range(readers)], double)
    first = {one.ref: one.auditor for one in found if one.reading == 1}
    second = {one.ref: one.auditor for one in found if one.reading == 2}
    assert len(first) == cases
    assert len(second) == (-(-cases * share // 100) if double else 0)
    assert all(second[ref] != first[ref] for ref in second)
    counts = [list(first.values()).count(f"A{n}") for n in range(readers)]
    assert max(counts) - min(counts) <= 1


@given(st.integers(0, 11))
def test_replacing_a_case_moves_no_other(place):
    before = sample(DESIGNS["simple"][0], rows_of(80))
    ref = before.entries[place].reference
    after = sample(DESIGNS["simple"][0], rows_of(80), replaced=[(ref, "closed")])
    auditors = [Auditor("Ann"), Auditor("Bob"), Auditor("Cat")]
    old = {(one.ref, one.reading): one.auditor for one in allot(before, auditors, "50%")}
    new = {(one.ref, one.reading): one.auditor for one in allot(after, auditors, "50%")}
    for (case, reading), auditor in old.items():
        assert new[("C-13" if case == ref else case), reading] == auditor


def test_a_second_reading_is_refused_to_whoever_gave_the_first(asked):
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    found = case_round(asked, standing, {("C-01", "police", 1): {"V1": "yes"}}, agencies=("police", "health"))
    with pytest.raises(StateError, match="gave the first reading of C-01"):
        found.check_reader("C-01", "police", 2, " POLICE  1")
    found.check_reader("C-01", "police", 2, "Zed")
    with pytest.raises(StateError, match="C-02 has no first reading yet"):
        found.check_reader("C-02", "police", 2, "Zed")
    with pytest.raises(StateError, match="C-01 has no first reading yet"):
        found.check_reader("C-01", "health", 2, "Zed")


def test_where_anyone_reads_a_case_is_read_once(asked):
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    plan = Plan("S-001", ANYONE)
    found = case_round(asked, standing, {("C-01", "", 1): {"V1": "yes"}}, agencies=(), plan=plan)
    found.check_reader("C-01", "", 1, "somebody 1")
    with pytest.raises(StateError, match="C-01 was read already, by somebody 1"):
        found.check_reader("C-01", "police", 1, "Zed")


def test_only_agencies_that_are_involved_answer_about_a_case(asked):
    standing = sample(DESIGNS["simple"][0], rows_of(80), replaced=[("C-02", "closed")])
    plan = Plan("S-001", involved={"C-01": ("police",), "C-02": ("police",)})
    found = case_round(asked, standing, agencies=("police", "health"), plan=plan)
    assert [one.agency for one in found.assignments if one.ref == "C-01"] == ["police"]
    assert [one.agency for one in found.assignments if one.ref == "C-13"] == ["police", "health"]
    with pytest.raises(StateError, match="Health is not expected to answer about C-01"):
        found.check_reader("C-01", "health", 1, "Zed")


def test_a_case_is_found_in_any_case_and_one_that_is_out_is_said_to_be(asked):
    standing = sample(DESIGNS["simple"][0], rows_of(80), replaced=[("C-02", "closed")])
    found = case_round(asked, standing, unusable={"C-03": "no file of ours"})
    for word in (" c-01 ", "C-1", "c1", "C 001"):
        assert found.subject(word).ref == "C-01"
    for name, error, said in (
        ("C-02", StateError, r"C-02 is struck out \(closed\); C-13 took its place"),
        ("C-03", StateError, "C-03 is out of the round as unusable"),
        ("C-99", UnknownError, "There is no case 'C-99' in R; there are C-01 to C-13."),
        ("CH1008", UnknownError, "There is no case 'CH1008' in R; there are C-01 to C-13."),
    ):
        with pytest.raises(error, match=said):
            found.subject(name)


def test_a_response_without_an_agency_is_asked_everything(make):
    template = make(
        """
        title: Cases
        scale: yes-no
        standards:
          - id: V
            title: Voice
            questions:
              - {id: V1, text: Police., applies_to: [police]}
              - {id: V2, text: Health., applies_to: [health]}
        """,
        ASK,
    )
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    anyone = case_round(template, standing, agencies=(), plan=Plan("S-001", ANYONE))
    assert len(anyone.interview(Response("R", "", "C-01"), None).owed()) == 2
    police = case_round(template, standing, agencies=("police",))
    assert [q.id for q in police.interview(Response("R", "police", "C-01"), None).owed()] == ["V1"]
