"""Rounds compared: the same cases again, two samples, several in a row; and what is refused."""

from dataclasses import replace

import pytest
from case_rounds import TODAY, agreed, case_round
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import DESIGNS, rows_of, sample

from audit.cases.comparing import compare, rows
from audit.cases.moves import moves_of
from audit.cases.pairing import pairing, same_again
from audit.cases.plan import ANYONE, Plan
from audit.cases.results import Results
from audit.errors import StateError
from audit.sampling.design import Design
from audit.statistics import findings_change
from audit.statistics.compare import Count, independent, paired

CATALOGUE = """
    title: Cases
    scale: ofsted-4
    standards:
      - id: V
        title: Voice
        questions:
          - {id: V1, text: Seen alone.}
          - {id: V2, text: Heard., guidance: Ask how.}
          - {id: V3, text: In time., kind: elapsed, limit: 10}
          - {id: V4, text: Consent was asked., asked_of: consent}
"""
ASK = """
    against: local/set
    subject: case
    needs: {action: [], evidence: []}
"""


@pytest.fixture(scope="module")
def asked(make):
    return make(CATALOGUE, ASK)


def drawn(seed="0048151623", size=20, units=80, design=None, **more):
    return sample(design or Design("simple", size), rows_of(units), seed=seed, **more)


def met(standing, count, question="V1", bad="inadequate"):
    """Answers by the only agency: the first so many cases in order of reference are good, the others not."""
    refs = [entry.reference for entry in standing.current]
    return {
        (ref, "police", 1): {question: "good" if place < count else bad} for place, ref in enumerate(refs)
    }


def results(template, standing, given, name, opened="2026-03-01", plan=None, **more):
    plan = plan or Plan(standing.id if standing else "")
    found = case_round(template, standing, given, plan=plan, **more)
    named = replace(found.round, name=name, opened=f"{opened}T09:00:00+00:00")
    return Results(replace(found, round=named), TODAY)


@pytest.fixture
def two(asked):
    """Two samples of 20 with seeds of their own: 12, then 17 met the question."""
    first, second = drawn(), drawn("7")
    return [
        results(asked, first, met(first, 12), "march", plan=Plan("S-001")),
        results(asked, second, met(second, 17), "june", "2026-06-01", plan=Plan("S-002")),
    ]


def only(found, name="V1"):
    return next(one for one in found.questions if one.question.id == name)


def left(found):
    return {one.question: one.why for one in found.not_compared}


# --- two samples ------------------------------------------------------------------------------------


def test_two_samples_are_compared_as_the_calculator_compares_their_counts(two):
    found = compare(two)
    one = only(found)
    own = findings_change.of_samples(independent(Count(12, 20), Count(17, 20)))
    assert found.kind == "independent"
    assert one.sentence == "Up from 12 of 20 to 17 of 20; a change this size could be chance."
    assert one.figures == own.figures
    assert (one.figures["difference"], one.details, one.why) == (0.25, own.details, "")
    assert left(found) == dict.fromkeys(("V2", "V3", "V4"), "In march no case counts.")
    assert rows(found) == (("V1", "Seen alone.", one.sentence),)


def test_the_first_round_named_is_the_first(two):
    assert only(compare(two[::-1])).sentence.startswith("Down from 17 of 20 to 12 of 20")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("judgement", "were chosen by hand"),
        ("weighted", "were drawn by risk"),
        ("cluster", "were drawn in whole clusters"),
        ("equal", "did not give them in proportion"),
        ("discarded", "come from a draw that was thrown away"),
        ("came", "were not drawn at random"),
    ],
)
def test_rounds_whose_cases_do_not_count_alike_stand_side_by_side_without_a_test(asked, two, name, why):
    if name == "came":
        given = {(f"C-{n:02}", "", 1): {"V1": "good"} for n in range(1, 6)}
        names = [ref for ref, _, _ in given]
        other = results(asked, None, given, "other", agencies=(), refs=names, plan=Plan(readers=ANYONE))
    else:
        design, teams, more = DESIGNS["simple" if name == "discarded" else name]
        units = rows_of(60, teams=teams)
        if name == "equal":
            units = [
                (n, "Team 1" if place < 40 else team, *rest) for place, (n, team, *rest) in enumerate(units)
            ]
        extra = {"discarded": "wrong list"} if name == "discarded" else {}
        standing = sample(design, units, seed="9", **more, **extra)
        other = results(asked, standing, met(standing, 1), "other", plan=Plan("S-009"))
    for rounds in ([two[0], other], [other, two[0]], [two[0], other, two[1]]):
        one = only(compare(rounds))
        assert why in one.why
        assert one.why.startswith("The cases of other ")
        assert one.sentence.endswith("no test says whether they differ.")
        assert "12 of 20 (60 %)" in one.sentence
        assert not one.details
        tests = {"difference", "lower", "p_two_sided", "p_exact", "z"} & one.figures.keys()
        assert tests
        assert all(one.figures[test] is None for test in tests)


def test_uneven_strata_show_the_share_that_their_sizes_give(asked, two):
    units = [(f"{n:05}", "Team 1" if n < 90 else "Team 2", "W", 1) for n in range(120)]
    standing = sample(Design("stratified", 12, "equal"), units, seed="9")
    good = {
        (entry.reference, "police", 1): {"V1": "good" if entry.stratum == "Team 1" else "inadequate"}
        for entry in standing.current
    }
    other = results(asked, standing, good, "other", plan=Plan("S-009"))
    one = only(compare([two[0], other]))
    assert one.sentence.startswith(
        "12 of 20 (60 %), then 6 of 12 (50 %) (by the size of the strata 60 %, then 75 %). The cases of other"
    )


def test_two_censuses_are_the_actual_change(asked):
    first = sample(DESIGNS["census"][0], rows_of(12))
    second = sample(DESIGNS["census"][0], rows_of(15, name="9{:04}"), seed="7")
    one = only(
        compare(
            [
                results(asked, first, met(first, 5), "march", plan=Plan("S-001")),
                results(asked, second, met(second, 9), "june", plan=Plan("S-002")),
            ]
        )
    )
    assert one.sentence == (
        "5 of 12 (42 %), then 9 of 15 (60 %). Every case of each register was read, so this is the actual "
        "change and needs no test."
    )


def test_of_two_censuses_a_question_asked_of_some_is_a_sample_of_each_and_one_that_waits_is_said_to(asked):
    design = Design("census", subs={"consent": "50%"})
    rounds = []
    for name, units in (("march", rows_of(12)), ("june", rows_of(16, name="9{:04}"))):
        standing = sample(design, units)
        subs = [entry.reference for entry in standing.current if "consent" in entry.subs]
        given = met(standing, 5) | {(ref, "police", 1): {"V1": "good", "V4": "good"} for ref in subs}
        del given[next(key for key in reversed(given) if key[0] not in subs)]
        rounds.append(results(asked, standing, given, name, plan=Plan(f"S-{name}")))
    found = compare(rounds)
    one = only(found, "V4")
    assert (one.counts, one.why) == ((Count(6, 6), Count(8, 8)), "")
    assert only(found).why == "In march one case is not answered yet; a test is made once all are."


def test_as_long_as_one_of_two_agencies_owes_its_answer_a_case_is_not_compared(asked):
    standing = drawn(size=8)
    both = {"agencies": ("police", "health"), "plan": Plan("S-001")}
    given = met(standing, 4)
    whole = given | {(ref, "health", 1): {"V1": {"value": "n/a", "reason": "x"}} for ref, _, _ in given}
    rounds = [
        results(asked, standing, whole, "march", **both),
        results(asked, standing, given, "june", **both),
    ]
    cases = pairing(*(one.case_round for one in rounds))
    found = moves_of(*rounds, cases, asked.question("V1"))
    assert (found.cases, found.left_out, found.unanswered) == (0, 0, 8)


def test_nothing_is_tested_as_long_as_a_case_is_not_answered(asked, two):
    standing = drawn("7")
    given = met(standing, 17)
    given.popitem()
    other = results(asked, standing, given, "june", plan=Plan("S-002"))
    one = only(compare([two[0], other]))
    assert one.why == "In june one case is not answered yet; a test is made once all are."
    assert one.figures["p_two_sided"] is None
    assert one.counts == (Count(12, 20), Count(17, 19))


def test_several_agencies_answers_are_not_compared_until_a_panel_has_graded(asked, two):
    standing = drawn("7")
    given = {
        (entry.reference, code, 1): {"V1": grade}
        for entry in standing.current
        for code, grade in (("police", "good"), ("health", "inadequate"))
    }
    both = {"agencies": ("police", "health"), "plan": Plan("S-002")}
    other = results(asked, standing, given, "june", **both)
    assert "without a panel's grade" in left(compare([two[0], other]))["V1"]
    panel = [
        agreed(entry.reference, "V1", "good", police="good", health="inadequate")
        for entry in standing.current
    ]
    other = results(asked, standing, given, "june", **both, panel=panel)
    assert only(compare([two[0], other])).counts == (Count(12, 20), Count(20, 20))


# --- which questions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("text: Seen alone.", "text: Seen by themselves.", "Its words or its grades are others in june."),
        ("scale: ofsted-4", "scale: met-partly-not", "Its words or its grades are others in june."),
        ("id: V1", "id: W1", "It is not asked, or not graded, in june."),
        ("Ask how.", "Ask them how.", ""),
        ("text: Seen alone.", "text: Seen  alone., weight: 3, critical: yes", ""),
    ],
)
def test_a_question_is_compared_only_where_it_means_the_same(make, two, before, after, why):
    template = make(CATALOGUE.replace(before, after), ASK)
    standing = drawn("7")
    name, good = ("W1" if "W1" in after else "V1"), "met" if "met-" in after else "good"
    bad = "not-met" if good == "met" else "inadequate"
    given = {key: {name: good if value["V1"] == "good" else bad} for key, value in met(standing, 17).items()}
    found = compare([two[0], results(template, standing, given, "june", plan=Plan("S-002"))])
    assert ("V1" in left(found)) == bool(why)
    if why:
        assert left(found)["V1"] == why
        assert not [one for one in found.questions if one.question.id == "V1"]
    if name == "W1":
        assert left(found)["W1"] == "It is not asked, or not graded, in march."


def test_another_limit_is_another_question_though_its_words_are_the_same(make, two):
    template = make(CATALOGUE.replace("limit: 10", "limit: 15"), ASK)
    standing = drawn("7")
    found = compare([two[0], results(template, standing, met(standing, 17), "june", plan=Plan("S-002"))])
    assert left(found)["V3"] == "What counts as having met it is something else in june."


# --- the same cases again -----------------------------------------------------------------------------


def again(asked, changes, **more):
    """Two rounds over one sample: `changes` are (met at first, met at last) by case, in order."""
    standing = drawn(size=len(changes), **more)
    refs = [entry.reference for entry in standing.current]
    both = []
    for place, name in enumerate(("july", "december")):
        given = {
            (ref, "police", 1): {"V1": "good" if ends[place] else "inadequate"}
            for ref, ends in zip(refs, changes, strict=True)
        }
        both.append(results(asked, standing, given, name, plan=Plan("S-001")))
    return both


def test_the_same_sample_again_is_paired_and_names_those_that_moved(asked):
    changes = [(1, 1)] * 11 + [(1, 0)] + [(0, 1)] * 6 + [(0, 0)] * 2
    found = compare(again(asked, changes))
    one = only(found)
    own = findings_change.of_pairs(paired(11, 1, 6, 2))
    assert found.kind == "paired"
    assert one.sentence == own.sentences[0]
    assert one.sentence.startswith("Up from 12 to 17 of the same 20 files: 6 improved, 1 slipped;")
    assert {name: one.figures[name] for name in own.figures} == own.figures
    assert one.moves.slipped == ("C-12",)
    assert one.moves.improved == tuple(f"C-{n}" for n in range(13, 19))
    assert one.figures["slipped_references"] == ["C-12"]


@settings(max_examples=25)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_every_pair_counts_once_and_turning_the_rounds_turns_the_moves(asked, changes):
    first, second = again(asked, changes)
    question = first.graded[0]
    found = moves_of(first, second, pairing(first.case_round, second.case_round), question)
    turned = moves_of(second, first, pairing(second.case_round, first.case_round), question)
    wanted = [(1, 1), (1, 0), (0, 1), (0, 0)]
    assert found.cells == tuple(changes.count((bool(a), bool(b))) for a, b in wanted)
    assert (turned.improved, turned.slipped) == (found.slipped, found.improved)
    assert found.cases == len(changes)


def test_cases_that_left_or_came_are_named_and_not_used(asked):
    first = drawn()
    later = drawn(units=78)  # the same seed on a later register: two cases are closed
    old = {entry.unit for entry in first.current}
    kept = old & {entry.unit for entry in later.current}
    assert 10 < len(kept) <= 20
    rounds = [
        results(asked, first, met(first, 12), "march", plan=Plan("S-001")),
        results(asked, later, met(later, 20), "june", plan=Plan("S-002")),
    ]
    found = compare(rounds)
    assert found.kind == "paired"
    assert only(found).moves.cases == len(kept) == len(found.pairing.pairs)
    assert {one.unit for one, _ in found.pairing.pairs} == kept
    for one, other in found.pairing.pairs:
        assert one.unit == other.unit
    if len(kept) < 20:
        assert any(note.startswith("Only in march, so not used: C-") for note in found.notes)
    assert len(found.pairing.only_first) == 20 - len(kept)


def test_a_case_has_the_reference_of_each_round(asked):
    first, later = drawn(units=80), drawn(units=40, size=10)
    rounds = [
        results(asked, first, met(first, 0), "march", plan=Plan("S-001")),
        results(asked, later, met(later, 10), "june", plan=Plan("S-002")),
    ]
    found = compare(rounds, way="paired")
    names = {one.ref: other.ref for one, other in found.pairing.pairs}
    assert any(one != other for one, other in names.items())
    for text in only(found).moves.improved:
        ours, _, theirs = text.partition(" (")
        assert names[ours] == (theirs.removesuffix(" in june)") or ours)


def test_cases_by_other_columns_or_another_seed_are_two_samples(asked, two):
    assert not same_again(two[0].case_round, two[1].case_round)
    other = drawn(unit=("Worker",))
    third = results(asked, other, met(other, 3), "else", plan=Plan("S-003"))
    assert pairing(two[0].case_round, third.case_round).pairs == ()
    assert compare([two[0], third]).kind == "independent"
    with pytest.raises(StateError, match="no pairs"):
        compare([two[0], third], way="paired")


def test_a_few_of_the_same_cases_under_the_same_seed_are_still_two_samples(asked):
    first = drawn()
    kept = {entry.unit for entry in first.current[:3]}
    units = [*(row for row in rows_of(80) if row[0] in kept), *rows_of(60, name="9{:04}")]
    later = sample(Design("simple", 20), units)
    rounds = [
        results(asked, first, met(first, 12), "march", plan=Plan("S-001")),
        results(asked, later, met(later, 17), "june", plan=Plan("S-002")),
    ]
    found = compare(rounds)
    assert {one.unit for one, _ in found.pairing.pairs} == kept
    assert found.kind == "independent"
    assert found.notes[0] == "3 cases stand in both rounds, which this leaves out of account."


def test_some_cases_in_both_samples_are_told(two):
    shared = pairing(two[0].case_round, two[1].case_round).pairs
    assert 0 < len(shared) < 10
    assert compare(two).notes[0].startswith(f"{len(shared)} cases stand in both rounds")
    assert compare(two, way="paired").kind == "paired"


def test_the_same_cases_are_never_taken_for_two_samples(asked):
    with pytest.raises(StateError, match="Both rounds read the same cases"):
        compare(again(asked, [(1, 0)] * 5), way="independent")


def test_pairs_not_drawn_at_random_are_counted_and_not_tested(asked):
    design, teams, more = DESIGNS["judgement"]
    standing = sample(design, rows_of(60, teams=teams), **more)
    rounds = [
        results(asked, standing, met(standing, count), name, plan=Plan("S-001"))
        for name, count in (("july", 1), ("december", 2))
    ]
    one = only(compare(rounds))
    assert one.sentence.startswith(
        "1, then 2 of the same 2 files met it: 1 improved, 0 slipped. The cases of july"
    )
    assert (one.figures["p_exact"], one.figures["only_second"]) == (None, 1)
    assert one.moves.improved == ("C-02",)


def test_a_pair_of_which_one_does_not_count_is_left_out_and_one_not_answered_stops_the_test(asked):
    standing = drawn(size=10)
    refs = [entry.reference for entry in standing.current]
    first, second = met(standing, 4), met(standing, 6)
    second[refs[0], "police", 1] = {"V1": {"value": "n/a", "reason": "x"}}
    rounds = [
        results(asked, standing, given, name, plan=Plan("S-001"))
        for given, name in ((first, "a"), (second, "b"))
    ]
    one = only(compare(rounds))
    assert (one.moves.cases, one.moves.left_out, one.why) == (9, 1, "")
    assert one.counts == (Count(3, 9), Count(5, 9))
    del second[refs[9], "police", 1]
    rounds[1] = results(asked, standing, second, "b", plan=Plan("S-001"))
    one = only(compare(rounds))
    assert one.why == "In one of the rounds one case is not answered yet; a test is made once all are."
    assert one.sentence.startswith("3, then 5 of the same 8 files met it: 2 improved, 0 slipped.")
