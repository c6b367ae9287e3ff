"""Whether readers of the same cases saw the same: second readings, and agencies."""

from dataclasses import replace

import pytest
from case_rounds import TODAY, case_round
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import DESIGNS, rows_of, sample
from test_case_compare_command import draw, play
from test_case_compare_command import ws as workspace
from test_cli_setup import as_json, call, refused, write

from audit.cases.agreeing import COEFFICIENTS, agreeing, coefficients, rows
from audit.cases.plan import ALLOTTED, ANYONE, EACH, Auditor, Plan
from audit.cases.results import Results
from audit.errors import StateError
from audit.sampling.design import Design
from audit.statistics.agreement import agreement
from audit.statistics.findings_agreement import of_agreement
from audit.statistics.ratings import Rating

CATALOGUE = """
    title: Cases
    scale: ofsted-4
    standards:
      - id: V
        title: Voice
        questions:
          - {id: V1, text: Seen alone.}
          - {id: V2, text: Heard.}
          - {id: V3, text: Acted on., when: {V1: [good]}}
"""
ASK = """
    against: local/set
    subject: case
    needs: {action: [], evidence: []}
    questions:
      - {id: Y1, text: On file?, kind: yes-no, optional: yes}
      - {id: K1, text: Where?, kind: choice, choices: [home, school, clinic], optional: yes}
"""
WORST_TO_BEST = ("inadequate", "requires-improvement", "good", "outstanding")
NA = {"value": "n/a", "reason": "x"}
ws = workspace


@pytest.fixture(scope="module")
def asked(make):
    return make(CATALOGUE, ASK)


def results(template, given, *, size=12, double="100%", plan=None, design=None, **more):
    """A round over a simple draw, all of whose cases were drawn to be read twice, with answers by place."""
    standing = sample(design or Design("simple", size), rows_of(80), **more.pop("sample", {}))
    refs = [entry.reference for entry in standing.current]
    own = {(refs[place], code, reading): answers for (place, code, reading), answers in given.items()}
    return Results(
        case_round(template, standing, own, plan=plan or Plan("S-001", EACH, double), **more), TODAY
    )


def pairs(*grades, question="V1", code="police"):
    """Two readings of each case in turn."""
    return {
        (place, code, reading): {question: grade}
        for place, both in enumerate(grades)
        for reading, grade in enumerate(both, 1)
    }


def ratings(*grades):
    return [
        Rating(f"C-{place}", f"police {reading}", grade)
        for place, both in enumerate(grades)
        for reading, grade in enumerate(both, 1)
    ]


def only(found, name="V1"):
    return next(one for one in found.questions if one.question.id == name)


GIVEN = (
    [("good", "good")] * 7
    + [("good", "inadequate"), ("inadequate", "good"), ("outstanding", "good")]
    + [("inadequate", "inadequate")] * 2
)


def test_two_readings_agree_as_the_calculator_says_of_the_same_table(asked):
    found = agreeing(results(asked, pairs(*GIVEN)), "readings")
    own = of_agreement(agreement(ratings(*GIVEN), WORST_TO_BEST))
    one = only(found)
    assert one.figures == own.figures
    assert (one.found.agreed, one.found.units) == (9, 12)
    assert one.sentence == "The two readers agreed on 9 of the 12 files read twice (75 %)."
    assert one.differed == {"Good against Inadequate": 2, "Outstanding against Good": 1}
    assert rows(found)[0] == ("V1", "Seen alone.", "9", "12", "75 %", "Good against Inadequate (2)")
    assert found.notes[0] == "Drawn to be read twice: 12, of which 12 have been."


def test_coefficients_stand_in_rows_for_method(asked):
    found = agreeing(results(asked, pairs(*GIVEN)), "readings")
    (line,) = [row for row in coefficients(found) if row[0] == "V1"]
    assert len(line) == 1 + len(COEFFICIENTS)
    kappa = found.questions[0].figures["cohen_kappa"]
    assert line[1 + COEFFICIENTS.index("Cohen's kappa")].startswith(f"{kappa:.2f} (")


def test_questions_with_most_disagreement_stand_first(asked):
    given = pairs(*[("good", "good")] * 12)
    for key, answers in given.items():
        answers["V2"] = "good" if key[2] == 1 or key[0] < 4 else "inadequate"
        answers["V3"] = "good" if key[2] == 1 or key[0] < 8 else "inadequate"
    found = agreeing(results(asked, given), "readings")
    assert [(one.question.id, one.found.agreed) for one in found.questions] == [
        ("V2", 4),
        ("V3", 8),
        ("V1", 12),
    ]
    assert (found.together.found.agreed, found.together.found.units) == (24, 36)
    assert (
        found.together.sentence
        == "Both readings gave a graded question the same answer 24 of 36 times (67 %)."
    )
    assert found.together.figures["sentence"] == found.together.sentence


def test_all_questions_together_have_no_interval_since_one_case_stands_in_it_often(asked):
    given = pairs(*GIVEN)
    for answers in given.values():
        answers["V2"] = "good"
    found = agreeing(results(asked, given), "readings")
    figures = found.together.found.figures
    assert all(one.lower is None and one.error is None for one in figures.values())
    assert "alike" in figures["percent_agreement"].reason
    assert only(found).found.figures["percent_agreement"].lower is not None


def test_not_applicable_against_a_grade_is_a_difference_and_leaves_what_needs_an_order(asked):
    graded = GIVEN[:10]
    found = only(agreeing(results(asked, pairs(*graded, (NA, "good"), (NA, NA))), "readings"))
    assert (found.found.agreed, found.found.units) == (8, 12)
    assert found.differed["Good against not applicable"] == 1
    whole = agreement(ratings(*graded, ("n/a", "good"), ("n/a", "n/a")), (*WORST_TO_BEST, "n/a")).figures
    own = agreement(ratings(*graded), WORST_TO_BEST).figures
    for name, figure in found.found.figures.items():
        needs_order = name.startswith(("weighted", "gwet_ac2")) or name == "alpha_ordinal"
        assert figure == (own if needs_order else whole)[name]


def test_where_no_case_was_graded_twice_what_needs_an_order_is_not_defined(asked):
    found = only(agreeing(results(asked, pairs(*[(NA, "good")] * 12)), "readings"))
    assert found.found.agreed == 0
    assert found.figures["weighted_kappa"]["linear"]["weighted_kappa"] is None
    assert "graded by all" in found.figures["not_defined"]["alpha_ordinal"]


def test_what_arises_in_one_reading_alone_is_a_difference_in_the_answer_before_and_not_again(asked):
    given = pairs(*[("good", "inadequate")] + [("good", "good")] * 11)
    for answers in given.values():
        answers["V3"] = "good" if answers["V1"] == "good" else "inadequate"
    found = agreeing(results(asked, given), "readings")
    assert (only(found, "V3").found.agreed, only(found, "V3").found.units) == (11, 11)
    assert only(found).found.agreed == 11


def test_choices_and_yes_or_no_are_agreed_on_without_an_order(asked):
    given = pairs(*[("good", "good")] * 12)
    for (place, _, reading), answers in given.items():
        answers |= {"Y1": "yes" if place < 6 or reading == 1 else "no", "K1": "home" if place else "clinic"}
    found = agreeing(results(asked, given), "readings")
    yes, where = only(found, "Y1"), only(found, "K1")
    assert (yes.found.agreed, where.found.agreed) == (6, 12)
    assert (yes.found.ordered, yes.figures["weighted_kappa"], where.found.grades) == (
        False,
        None,
        ("home", "school", "clinic"),
    )
    assert yes.differed == {"yes against no": 6}
    assert found.together.found.units == 12  # graded questions alone


def test_a_question_not_answered_twice_is_named_and_one_still_owed_is_counted(asked):
    given = pairs(*[("good", "good")] * 12)
    given[0, "police", 2] = {"V2": "good"}
    found = agreeing(results(asked, given), "readings")
    assert (only(found).found.units, only(found).waiting) == (11, 1)
    assert found.not_compared == ("V2", "V3", "Y1", "K1")


@settings(max_examples=30)
@given(st.lists(st.tuples(*[st.sampled_from([*WORST_TO_BEST, "n/a"])] * 2), min_size=2, max_size=12))
def test_agreed_and_differed_make_up_all_pairs(asked, both):
    given = pairs(*[tuple(NA if word == "n/a" else word for word in pair) for pair in both])
    one = only(agreeing(results(asked, given, size=len(both)), "readings"))
    assert one.found.units == len(both)
    assert one.found.agreed == sum(a == b for a, b in both)
    assert sum(one.differed.values()) == one.found.units - one.found.agreed


# --- how cases came to be read twice --------------------------------------------------------------------


def no_interval(found):
    return {one.reason for one in only(found).found.figures.values() if one.value is not None}


def test_cases_read_twice_by_choice_are_named_and_give_no_interval(asked):
    round_ = results(asked, pairs(*GIVEN), double="25%")
    drawn_ = {one.ref for one in round_.usable if one.twice}
    chosen = sorted({one.ref for one in round_.usable} - drawn_)
    found = agreeing(round_, "readings")
    assert (len(drawn_), found.doubles.counts["by_choice"]) == (3, 9)
    assert any(
        note.startswith(f"Read twice by choice, not drawn for it: {', '.join(chosen)};")
        for note in found.notes
    )
    assert no_interval(found) == {"no interval (these cases were not all drawn at random to be read twice)"}
    assert only(found).figures["percent_agreement"] == 0.75


def test_as_long_as_a_drawn_case_is_not_read_again_there_is_no_interval_and_it_is_named(asked):
    given = pairs(*GIVEN)
    del given[0, "police", 2]
    found = agreeing(results(asked, given), "readings")
    assert found.notes[:2] == (
        "Drawn to be read twice: 12, of which 11 have been.",
        "Still to be read a second time: C-01.",
    )
    assert no_interval(found) == {"no interval (not every case drawn to be read twice has been)"}


def test_cases_drawn_by_risk_give_no_interval(asked):
    design, _, _ = DESIGNS["weighted"]
    found = agreeing(results(asked, pairs(*GIVEN), design=design), "readings")
    assert no_interval(found) == {"no interval (these cases were not drawn at random, each like the others)"}


def test_a_struck_out_case_does_not_count_though_it_was_read_twice(asked):
    standing = sample(Design("simple", 12), rows_of(80), replaced=[("C-08", "closed before")])
    refs = [entry.reference for entry in standing.entries]
    assert len(refs) == 13
    given = {
        (ref, "police", reading): {"V1": "good" if ref != "C-08" or reading == 1 else "inadequate"}
        for ref in refs
        for reading in (1, 2)
    }
    found = agreeing(
        Results(case_round(asked, standing, given, plan=Plan("S-001", EACH, "100%")), TODAY), "readings"
    )
    assert (only(found).found.agreed, only(found).found.units) == (12, 12)
    assert found.notes[0] == "Drawn to be read twice: 12, of which 12 have been."


def test_two_agencies_reading_twice_make_units_of_their_own_and_no_interval(asked):
    given = pairs(*GIVEN) | pairs(*GIVEN[::-1], code="health")
    found = agreeing(results(asked, given, agencies=("police", "health")), "readings")
    assert only(found).found.units == 24
    assert only(found).sentence.startswith("Two readers each time agreed on 18 of the 24 files")
    assert no_interval(found) == {"no interval (answers about one case are often alike)"}


def test_an_allotted_second_reading_stands_against_whoever_gave_the_first(asked):
    auditors = (Auditor("Ada", "police"), Auditor("Ben", "health"))
    given = {
        (place, code, reading): {"V1": grade}
        for place, both in enumerate(GIVEN)
        for reading, (code, grade) in enumerate(zip(("police", "health"), both, strict=True), 1)
    }
    plan = Plan("S-001", ALLOTTED, "100%", auditors=auditors)
    found = agreeing(results(asked, given, plan=plan, agencies=("police", "health")), "readings")
    assert only(found).found.units == 12
    assert only(found).found.agreed == 9
    assert set(only(found).found.raters) == {"police 1", "health 2"}


# --- agencies -------------------------------------------------------------------------------------------


def test_agencies_on_the_same_cases_are_many_readers(asked):
    codes = ("police", "health", "council")
    given = {
        (place, code, 1): {"V1": "good" if place < 8 or code != "council" else "inadequate"}
        for place in range(12)
        for code in codes
    }
    del given[0, "health", 1]
    found = agreeing(results(asked, given, agencies=codes), "agencies")
    one = only(found)
    own = agreement(
        [
            Rating(f"C-{place}", code.capitalize(), answers["V1"])
            for (place, code, _), answers in sorted(given.items(), key=lambda pair: (pair[0][0], pair[0][1]))
        ],
        WORST_TO_BEST,
    )
    assert one.found.agreed == own.agreed == 8
    assert one.figures["krippendorff_alpha"] == of_agreement(own).figures["krippendorff_alpha"]
    assert one.figures["fleiss_kappa"] is None
    assert one.differed == {"Good against Inadequate": 8}
    assert sorted(one.found.raters) == ["Council", "Health", "Police"]
    assert "a difference may lie in what each knows" in found.notes[0]


def test_without_two_readings_or_two_agencies_it_is_refused_in_a_sentence(asked):
    given = {(0, "police", 1): {"V1": "good"}}
    with pytest.raises(StateError, match="has a second reading yet"):
        agreeing(results(asked, given), "readings")
    with pytest.raises(StateError, match="was answered by two agencies yet"):
        agreeing(results(asked, given), "agencies")


def test_a_survey_is_refused_in_a_sentence(make):
    template = make(CATALOGUE, ASK.replace("subject: case", "subject: reply"))
    found = case_round(template, None, {}, agencies=(), refs=["R-01"], plan=Plan(readers=ANYONE))
    for between in ("readings", "agencies"):
        with pytest.raises(StateError, match="each given by one person"):
            agreeing(Results(found, TODAY), between)


def test_readings_under_one_name_are_still_two(asked):
    found = results(asked, pairs(*GIVEN))
    same = tuple(replace(one, readers=("Ada",)) for one in found.case_round.responses)
    found = agreeing(Results(replace(found.case_round, responses=same), TODAY), "readings")
    assert only(found).found.raters == ("Ada", "Ada (second reading)")


# --- at the command line ----------------------------------------------------------------------------------


def test_agreement_prints_counts_and_a_sentence_and_coefficients_only_with_detail(ws):
    one = draw(ws, "--size", "5", "--seed", "1")
    play(ws, "march", one, ["good"] * 4 + ["inadequate"])
    assert "has a second reading yet" in refused("agreement", "march", "-w", ws)
    for number, grade in ((1, "good"), (2, "inadequate")):
        answers = write(ws / "answers.json", f'{{"V1": "{grade}"}}')
        about = ("--about", f"C-{number:02}", "--agency", "Police", "--reading", "2", "--by", "Ben")
        call("ask", "march", *about, "--answers", answers, "-w", ws)
    plain = call("agreement", "march", "-w", ws)
    assert "Both readings gave a graded question the same answer 1 of 2 times (50 %)." in plain.stdout
    assert "Good against Inadequate (1)" in plain.stdout
    assert "Read twice by choice, not drawn for it: C-01, C-02;" in plain.stdout
    assert "kappa" not in plain.stdout
    detail = call("agreement", "march", "--detail", "-w", ws).stdout
    for word in (
        "Gwet's AC1",
        "Cohen's kappa",
        "Krippendorff's alpha",
        "How to read them:",
        "Read this first",
    ):
        assert word in detail
    block = as_json("agreement", "march", "-w", ws)
    assert (block["round"], block["read_twice"], block["by_choice"]) == ("march", 2, 2)
    assert block["questions"]["V1"]["percent_agreement"] == 0.5
    assert block["questions"]["V1"]["raters"] == ["Ada", "Ben"]
    assert block["not_compared"] == ["V2"]
    assert "A0" not in str(block)
