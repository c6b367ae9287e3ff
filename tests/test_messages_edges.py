"""Key messages at their edges: which standards are named, which are only counted, and who is told of what."""

from dataclasses import replace
from datetime import date

import pytest

from audit.moderation import Moderated, Moderation
from audit.responses.brought import Brought
from audit.responses.response import Answer
from audit.scoring.messages import all_top, fully_share, lowest_words, messages, unmet_critical
from audit.scoring.partnership import results
from audit.summaries.message import Matter
from audit.templates.running import Listing, Running

NUMBERS = ("One", "Two", "Three", "Four", "Five", "Six", "Seven")
ROWS = "\n".join(
    f"  - {{id: S{place}, title: {word}, questions: [{{id: Q{place}, text: Question.}}]}}"
    for place, word in enumerate(NUMBERS, 1)
)
SEVEN = f"title: Set\nscale: met-partly-not\nstandards:\n{ROWS}\n"
SET = """
title: Set
scale: met-partly-not
standards:
  - id: A
    title: First
    questions:
      - {id: A1, text: One., critical: yes}
      - {id: A2, text: Two., critical: yes, when: {A1: [met]}}
  - id: B
    title: Second
    questions:
      - {id: B1, text: Three.}
      - {id: came, text: Who came?, kind: yes-no, optional: yes}
      - {id: who, text: Who?, kind: choices, choices: [head, parents], optional: yes}
"""
ASK = "against: local/set\nneeds: {action: []}"
TOP = {"A1": "met", "A2": "met", "B1": "met"}
NO = {"value": "n/a", "reason": "No."}
CODES = {"m": "met", "p": "partly", "n": "not-met", "x": NO}
TODAY = date(2026, 3, 2)
NAMES = ("Alpha", "Beta", "Gamma", "Delta")


@pytest.fixture(scope="module")
def seven(make):
    return make(SEVEN, ASK)


@pytest.fixture(scope="module")
def template(make):
    return make(SET, ASK)


@pytest.fixture
def standards(seven, open_round):
    """What is said of standards, each given by the grades of agencies in turn; of others nothing applies."""

    def standards(*columns):
        size = len(columns[0])
        every = (*columns, *["x" * size] * (len(NUMBERS) - len(columns)))
        given = {
            NAMES[at]: {f"Q{place}": CODES[grades[at]] for place, grades in enumerate(every, 1)}
            for at in range(size)
        }
        found = messages(results(*open_round(seven, given), TODAY))
        return [one.text for one in found if one.sheet == "Standards"]

    return standards


@pytest.fixture
def found(template, open_round):
    """The results of a round; `running`, `moderation` and the like as they are given."""

    def found(given, unsigned=(), of=template, drafts=False, on=TODAY, **changes):
        round_, responses = open_round(of, given, unsigned)
        return results(replace(round_, **changes), responses, on, drafts=drafts)

    return found


def told(results_, sheet):
    return [one.text for one in messages(results_) if one.sheet == sheet]


# --- standards ---------------------------------------------------------------------------------------


def test_of_standards_met_by_as_many_the_one_that_more_do_not_meet_is_weaker_and_three_are_told(standards):
    assert standards("mppp", "mnpp", "mmnn", "mmpp", "mmmm") == [
        "Weakest: of 4 agencies 1 fully meets standard S2 (Two), 2 in part, 1 does not.",
        "Next come S1 (One): 1 fully, 3 in part, 0 not; and S3 (Three): 2 fully, 0 in part, 2 not.",
        "Most often fully met: S5 (Five), by 4 of 4 agencies.",
    ]


def test_standards_that_are_no_stronger_than_the_third_are_counted(standards):
    third = "S3 (Three): 1 fully, 1 in part, 0 not"
    assert standards("nn", "np", "mp", "mp", "mp", "mm", "mm")[:2] == [
        "Weakest: of 2 agencies 0 fully meet standard S1 (One), 0 in part, 2 do not.",
        f"Next come S2 (Two): 0 fully, 1 in part, 1 not; and {third}; and 2 more like S3.",
    ]
    assert standards("mp", "mp", "mp", "mp", "mm")[:2] == [
        "Weakest: of 2 agencies 1 fully meets standard S1 (One), 1 in part, 0 do not.",
        f"Just as weak: S2 (Two): 1 fully, 1 in part, 0 not; and {third}; and 1 more like S3.",
    ]


def test_where_the_third_is_stronger_than_the_first_two_they_are_not_just_as_weak(standards):
    assert standards("nn", "nn", "mp")[1] == (
        "Next come S2 (Two): 0 fully, 0 in part, 2 not; and S3 (Three): 1 fully, 1 in part, 0 not."
    )


def test_a_second_weak_standard_comes_next_alone(standards):
    assert standards("pn", "mp") == [
        "Weakest: of 2 agencies 0 fully meet standard S1 (One), 1 in part, 1 does not.",
        "Next comes S2 (Two): 1 fully, 1 in part, 0 not.",
    ], "and neither is called the one most often met"


def test_standards_that_are_met_alike_are_not_ranked_whatever_applies_to_nobody(standards):
    alike = (
        "No standard is weaker than another: each is met fully by 2 of 4 agencies, in part by 1, not by 1."
    )
    assert standards("mmpn", "npmm") == [alike]
    assert standards("mp") == [
        "Weakest: of 2 agencies 1 fully meets standard S1 (One), 1 in part, 0 do not."
    ], "one alone is weaker than no other"


def test_where_all_is_met_that_is_said_once_and_nothing_where_nothing_applies(standards):
    assert standards("mm", "mx") == ["Every standard is fully met by each agency that it applies to."]
    assert standards("xx") == []


def test_the_most_often_met_are_told_with_how_many_they_apply_to_and_where_there_are_up_to_three(standards):
    weak = ("nnn", "npp", "pmm")
    assert standards(*weak, "mmp", "mmx")[-1] == (
        "Most often fully met: S5 (Five), by 2 of 2 agencies, where it applies."
    )
    assert standards(*weak, "mmx", "xmm")[-1] == (
        "Most often fully met: S4 (Four) and S5 (Five), by 2 of 2 agencies each, where they apply."
    )
    three = "S4 (Four), S5 (Five) and S6 (Six)"
    said = standards(*weak, "mmm", "mmm", "mmm")
    assert said[-1] == f"Most often fully met: {three}, by 3 of 3 agencies each."
    assert standards(*weak, "mmm", "mmm", "mmm", "mmm") == said[:-1], "four are too many to be told of"
    assert standards("nn", "nn", "nn", "pn") == [
        "Weakest: of 2 agencies 0 fully meet standard S1 (One), 0 in part, 2 do not.",
        "Just as weak: S2 (Two): 0 fully, 0 in part, 2 not; and S3 (Three): 0 fully, 0 in part, 2 not.",
    ], "what nobody meets is not most often met"


def test_a_standard_that_applies_to_nobody_is_met_in_full(seven, open_round):
    figures = results(*open_round(seven, {"Alpha": {"Q1": NO, "Q2": "partly"}}), TODAY).standards
    assert [fully_share(one) for one in figures[:2]] == [1, 0]


# --- returns and critical questions ------------------------------------------------------------------


def test_those_still_to_come_are_told_apart_from_the_late_and_from_those_who_returned(found):
    given = {"Alpha": TOP, "Beta": None, "Gamma": {"A1": "met"}, "Delta": None}
    assert told(found(given, ["Gamma"]), "Returns")[1:] == [
        "3 agencies are still to return and not late: 1 started; 2 not started."
    ]
    one = found(given, ["Gamma"])
    later = {"gamma": date(2026, 4, 30), "delta": date(2026, 3, 30)}
    expected = tuple(replace(e, due=later.get(e.agency.code, e.due)) for e in one.round.expected)
    assert told(found(given, ["Gamma"], expected=expected, on=date(2026, 4, 1)), "Returns")[1:] == [
        "Late: Beta and Delta.",
        "1 agency is still to return and not late: 1 started.",
    ]
    assert told(found(given, ["Gamma"], on=date(2026, 4, 1)), "Returns")[1:] == [
        "Late (due 31 March 2026): Beta, Gamma and Delta."
    ]


def test_one_critical_question_is_told_of_as_one_and_none_that_does_not_arise(found):
    left = {"A1": "partly", "A2": "not-met", "B1": "met"}
    some = found({"Alpha": TOP | {"A2": "not-met"}, "Beta": TOP, "Gamma": left})
    assert told(some, "Questions") == [
        "1 critical question is not met, in 1 agency: Alpha. The question: A2."
    ]
    assert [unmet_critical(row) for row in some.rows] == [("A2",), (), ()]


def test_only_who_has_signed_is_told_of_as_signed_with_questions_owed(found):
    given = {"Alpha": TOP, "Beta": {"A1": "met"}, "Draft": {"A1": "met"}}
    owed = "Signed with questions still owed, so their bands are provisional: Beta."
    assert owed in told(found(given, ["Draft"], drafts=True), "Returns")


# --- evidence, top grades and actions ----------------------------------------------------------------


def test_one_piece_of_old_evidence_is_told_of_as_one_and_none_where_none_is_old(make, found):
    def dated(day):
        return TOP | {"A1": {"value": "met", "evidence": [{"what": "Minutes", "date": day}]}}

    limited = make(SET, f"{ASK}\nevidence-within: 2 years")
    given = {"Alpha": dated("2023-03-01"), "Beta": dated("2026-01-01")}
    old = [one for one in told(found(given, of=limited), "Evidence") if "older" in one]
    assert old == ["1 piece of evidence, in 1 agency, is older than 24 months."]
    fresh = told(found({"Beta": given["Beta"]}, of=limited), "Evidence")
    assert [one for one in fresh if "older" in one] == []


def test_the_one_all_of_whose_few_top_grades_have_evidence_does_not_show_the_least(found):
    shown = {"value": "met", "evidence": [{"what": "Log"}]}
    whole = {"A1": NO, "B1": shown}
    part = {"A1": shown, "A2": shown, "B1": "met"}
    given = {"Alpha": whole, "Beta": part, "Gamma": {"A1": NO, "B1": "partly"}, "Silent": None}
    least = "The least evidence stands behind Beta: 2 of its 3 top grades."
    assert told(found(given), "Evidence") == [
        "1 of 4 top grades has no evidence behind it, in 1 agency.",
        f"2 agencies give 'Met' throughout: Beta and Alpha. {least}",
    ]
    assert told(found({"Alpha": whole}), "Evidence") == ["1 agency gives 'Met' throughout: Alpha."]
    assert [all_top(row) for row in found(given).rows] == [True, True, False, False]


def test_top_grades_throughout_are_no_question_to_somebody_else_who_gave_them(template, found):
    visits = replace(template, running=Running("adviser"))
    bare = ["3 of 3 top grades have no evidence behind them, in 1 agency."]
    assert told(found({"Alpha": TOP}, of=visits), "Evidence") == bare
    assert told(found({"Alpha": {"A1": NO, "B1": "partly"}}), "Evidence") == [], "none is top, none is bare"


def test_actions_that_lack_a_date_come_before_actions_that_lack_nothing(found):
    def matter(**action):
        given = {"Alpha": TOP | {"A1": {"value": "partly", "action": {"what": "Do", **action}}}}
        return [(one.text, one.matter) for one in messages(found(given)) if one.sheet == "Actions"]

    assert matter(who="Head", when="2026-06-30") == [("1 action is planned.", Matter.OTHER)]
    lacking = ("1 action is planned, 1 of them with no date.", Matter.UNASSURED)
    assert matter(who="Head") == [lacking]


# --- lists, other people's grades and panels ---------------------------------------------------------


def test_a_list_is_told_of_by_what_an_answer_says_once(template, found):
    running = Running(listings=(Listing("Visits", ("Came", "Who"), (("came", "who"),)),))
    listed = replace(template, running=running)
    given = {"Alpha": TOP | {"came": "yes", "who": ["head", "parents"]}, "Beta": TOP | {"came": "no"}}
    assert told(found(given, of=listed), "Visits") == ["Came: 1 yes, 1 no, of 2 expected."]


def test_grades_that_somebody_else_gave_are_told_beside_agencies_own(template, found):
    visits = replace(template, running=Running("adviser"))

    def verified(own, seen):
        brought = {
            name.lower(): {
                question: Brought("own", Answer(code), code, "Text", same=True, signed="2026-01-01")
                for question, code in grades.items()
            }
            for name, grades in own.items()
        }
        return told(found(seen, of=visits, brought=brought), "Verified")

    own = {"Alpha": {"A1": "met", "A2": "met", "B1": "partly"}, "Beta": {"A1": "met", "B1": "met"}}
    seen = {"Alpha": TOP | {"A2": "partly"}, "Beta": {"A1": NO, "B1": "met"}}
    start = "that agencies had given themselves"
    many = f"Of 5 grades {start} 1 was verified lower, 1 higher and 2 as told"
    assert verified(own, seen) == [f"{many}; 1 changed to or from not applicable."]
    assert verified({"Alpha": {"A1": "met", "A2": "met"}}, {"Alpha": TOP}) == [
        f"Of 2 grades {start} 0 were verified lower, 0 higher and 2 as told."
    ]
    assert verified({"Alpha": {"A1": "n/a"}}, {"Alpha": {"A1": NO}}) == [], "nothing is compared"
    assert verified({"Alpha": {"A1": "n/a", "B1": "met"}}, {"Alpha": TOP | {"A1": NO}}) == [
        f"Of 1 grade {start} 0 were verified lower, 0 higher and 1 as told."
    ], "what is not applicable both times is no grade"


def panel(grades, **parts):
    """What a panel said of Alpha's grades, or on assurance of its actions: {question: (on, given)}."""
    said = {
        question: Moderated("alpha", "alpha", question, grade, "Why", on, day="2026-02-01", by="Ann", **parts)
        for question, (on, grade) in grades.items()
    }
    return {"alpha": Moderation({}, said) if "assured" in parts else Moderation(said)}


def test_an_agency_is_told_of_as_changed_where_a_panel_changed_any_of_its_grades(found):
    given = {"Alpha": TOP, "Beta": TOP, "Gamma": TOP}
    some = panel({"A1": ("met", "met"), "B1": ("met", "partly"), "A2": ("met", "not-met")})
    assert told(found(given, moderation=some), "Moderation") == [
        "A panel moderated 3 grades, in 1 agency, and changed 2, in 1 agency: 2 down."
    ]
    none = panel({"A1": ("met", "met")})
    assert told(found(given, moderation=none), "Moderation") == [
        "A panel moderated 1 grade, in 1 agency, and changed none."
    ]


def test_only_grades_given_on_what_an_agency_has_changed_are_to_be_moderated_again(found):
    given = {"Alpha": TOP}
    again = panel({"A1": ("partly", "met"), "B1": ("met", "met")})
    assert told(found(given, moderation=again), "Moderation")[1:] == [
        "1 grade is to be moderated again, since the agency's own changed: Alpha."
    ]


def test_only_evidence_that_a_panel_waits_for_is_told_of(found):
    said = panel({"A1": ("met", "")}, evidence="asked for", wanted="Minutes")
    said["alpha"].panel.update(panel({"B1": ("met", "met")})["alpha"].panel)
    assert told(found({"Alpha": TOP}, moderation=said), "Moderation")[0] == (
        "Evidence that the panel asked for is still to come on 1 question, from Alpha."
    )


def test_grades_revised_since_are_counted_and_their_agencies_named(found):
    one = panel({"B1": ("partly", "met")}, assured="2026-02-20")
    some = panel({"B1": ("partly", "met"), "A1": ("partly", "met")}, assured="2026-02-20")
    given = {"Alpha": {"A1": "partly", "B1": "partly"}, "Beta": TOP}
    rest = "in 1 agency: Alpha. Figures are those at return where they do not say today."
    for moderation, count in ((one, "1 grade has"), (some, "2 grades have")):
        assert told(found(given, moderation=moderation), "Moderation") == [
            f"{count} been revised since actions were assured, {rest}"
        ]


def test_nothing_is_said_of_a_lowest_grade_where_there_is_none(found):
    assert lowest_words(found({"Alpha": TOP})) == ""
