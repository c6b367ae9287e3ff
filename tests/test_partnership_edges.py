"""A round at its edges: silent agencies, second views, bodies and members, and questions that nobody owes."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from audit.agencies import Agency
from audit.moderation import Moderated, Moderation
from audit.responses.response import MEMBERS, Answer, Response, Signature
from audit.rounds import Expected, Round, Standing
from audit.scoring.counts import counts
from audit.scoring.lowest import lowest, why_ungraded
from audit.scoring.membership import messages
from audit.scoring.partnership import Met, met, results, said
from audit.scoring.table import as_json, cell
from audit.summaries.count import Count
from audit.templates.running import Listing, Running

SET = """
title: Set
scale: met-partly-not
standards:
  - id: A
    title: First
    questions:
      - {id: A1, text: One., critical: yes}
      - {id: A2, text: Two.}
      - {id: A3, text: Three., when: {A2: [not-met]}}
  - id: B
    title: Second
    questions:
      - {id: B1, text: Which?, kind: choice, choices: [red, blue]}
      - {id: B2, text: What?, kind: text}
      - {id: B3, text: Graded., optional: yes}
"""
ASK = "against: local/set\nneeds: {action: []}\n"  # evidence is not owed, but counted
GATED = """
title: Set
scale: met-partly-not
standards:
  - id: A
    title: First
    questions:
      - {id: here, text: Who came?, kind: yes-no}
      - {id: A1, text: One., when: {here: [yes]}}
      - {id: A2, text: Two., optional: yes, when: {A1: [partly]}}
      - {id: A3, text: Three., applies_to: [police], when: {here: [yes]}}
  - {id: B, title: Second, questions: [{id: B1, text: Four., kind: yes-no}]}
  - {id: C, title: Third, questions: [{id: C1, text: Five., optional: yes}]}
"""
NO = {"value": "n/a", "reason": "No."}
FULL = {"A1": "met", "A2": "partly", "B1": "red", "B2": "Much"}
TODAY = date(2026, 3, 2)
SIGNED = Signature("Ada Moss", "Chief", "2026-03-01")
HALF = Fraction(1, 2)


@pytest.fixture(scope="module")
def template(make):
    return make(SET, ASK)


@pytest.fixture(scope="module")
def gated(make):
    return make(GATED)


@pytest.fixture
def found(template, open_round):
    def found(given, unsigned=(), moderation=None, of=template, kinds=(), **options):
        round_, responses = open_round(of, given, unsigned, kinds)
        return results(replace(round_, moderation=moderation or {}), responses, TODAY, **options)

    return found


def panel(question, grade, on, **parts):
    return Moderated("alpha", "alpha", question, grade, "Why", on, day="2026-02-01", by="Ann", **parts)


# --- rows --------------------------------------------------------------------------------------------


def test_a_band_is_provisional_until_the_response_is_complete_and_signed(found):
    given = {"Alpha": FULL, "Draft": FULL, "Part": {"A1": "met"}, "Silent": None}
    assert [row.provisional for row in found(given, ["Draft"]).rows] == [False, True, True, True]


def test_a_silent_agency_has_nothing_before_a_panel_whatever_a_panel_said_of_it_once(found):
    once = {"alpha": Moderation({"A1": panel("A1", "met", "partly")})}
    some = found({"Alpha": None, "Beta": FULL}, moderation=once, drafts=True)
    silent = some.rows[0]
    assert (silent.matters, silent.spoken, silent.moderation) == ((), (), Moderation())
    assert [row.agency.name for row in some.counted] == ["Beta"], "not among drafts either"
    assert met(silent, some.template.standards[0]) is Met.NOT_ASKED


def test_what_a_panel_spoke_of_is_told_from_what_it_did_not(found):
    revised = panel("A2", "met", "partly", assured="2026-02-20")
    row = found({"Alpha": FULL}, moderation={"alpha": Moderation({}, {"A2": revised})}).rows[0]
    assert [one.question.id for one in row.spoken] == ["A2"]
    assert [one.question.id for one in row.matters] == ["A1", "A2"]


def test_top_grades_of_questions_that_do_not_arise_need_no_evidence(found):
    assert found({"Alpha": FULL | {"A3": "met"}}).rows[0].evidenced == (0, 1)
    shown = FULL | {"A1": {"value": "met", "evidence": [{"what": "Log"}]}, "A2": "met"}
    assert found({"Alpha": shown}).rows[0].evidenced == (1, 2)


def test_figures_as_graded_and_as_of_today_have_each_their_own_grades_throughout(found):
    said_ = {"A1": panel("A1", "partly", "met")}
    revised = {"A1": panel("A1", "not-met", "partly", assured="2026-02-20")}
    some = found({"Alpha": FULL, "Beta": FULL}, moderation={"alpha": Moderation(said_, revised)})
    given = [dict(one.questions[0].given) for one in (some.as_graded, some, some.as_today)]
    assert given == [{"met": 2}, {"partly": 1, "met": 1}, {"not-met": 1, "met": 1}]
    assert [one.standards[0].score for one in (some.as_graded, some, some.as_today)] == [
        *(3 * HALF / 2, 5 * HALF / 4, HALF),
    ]


def test_who_else_answered_is_named_by_name_or_code_or_by_who_wrote(template, open_round, put):
    answers = put(template, FULL).answers
    round_, _ = open_round(template, {"Alpha": None})
    visits = replace(round_, template=replace(template, running=Running("adviser")))

    def row(asked, response, **names):
        (one,) = results(asked, [replace(response, answers=answers, signed=SIGNED)], TODAY, **names).rows
        return one.by, one.stood_in

    council = Response("R", "la", "alpha")
    assert row(round_, council, names={"la": "The council"}) == ("The council", True)
    assert row(round_, council) == ("la", True)
    assert row(round_, Response("R", "alpha", "alpha")) == ("", False)
    assert row(visits, Response("R", "", "alpha", readers=("Ann", "Bo"))) == ("Ann, Bo", False)
    assert row(visits, Response("R", "", "alpha")) == ("adviser", False)


def test_a_second_view_never_stands_in_place_of_the_first(template, open_round, put):
    round_, responses = open_round(template, {"Alpha": FULL})
    second = Response("R", "la", "alpha", answers=put(template, {"A1": "partly"}).answers, signed=SIGNED)
    spoken = {"alpha": Moderation({"A1": panel("A1", "partly", "met")})}
    strangers = [Response("R", code, "zeta") for code in ("zeta", "la")]
    some = results(replace(round_, moderation=spoken), [second, *responses, *strangers], TODAY)
    assert [(row.second, row.moderation) for row in some.rows] == [
        *((False, spoken["alpha"]), (True, Moderation())),
    ]
    assert some.every == some.rows[:1]
    assert some.drafts is False


# --- figures -----------------------------------------------------------------------------------------


def test_what_an_agency_said_is_its_grade_or_choice_and_nothing_else(found):
    def all_said(answers):
        asked = found({"Alpha": answers}).rows[0].interview
        return [said(asked, question) for question in asked.template.questions]

    none = ((),) * 6
    assert tuple(all_said({})) == none
    assert all_said(FULL | {"A3": "met"}) == [("met",), ("partly",), (), ("red",), (), ()]
    assert tuple(all_said({"A1": NO, "B1": NO, "B2": "Much"})) == none


def test_one_low_grade_fails_a_standard_only_where_it_is_critical_or_the_score_is_in_the_lowest_of_bands(
    make, found
):
    green, amber, red = make(SET).bands
    template = make(SET)

    def word(answers, *bands):
        some = found({"Alpha": answers}, of=replace(template, bands=bands))
        return met(some.rows[0], some.template.standards[0])

    low = {"A1": "met", "A2": "not-met", "A3": "met"}
    assert word(low, green, amber, red) is Met.IN_PART
    assert word(low | {"A3": "not-met"}, green, amber, red) is Met.NOT
    assert word(low | {"A3": "not-met"}, green, red) is Met.NOT
    assert word(low | {"A3": "not-met"}, red) is Met.IN_PART, "one band is no lowest one"
    assert word({"A1": "not-met", "A2": "met"}, red) is Met.NOT


def test_standards_that_stand_for_themselves_are_not_averaged(make, found):
    own = make(SET, ASK + "score: worst\n")
    first = found({"Alpha": FULL, "Beta": FULL}, of=own).standards[0]
    assert (first.score, first.band, first.agencies) == (None, None, 2)
    assert first.bands == {"green": 0, "amber": 2, "red": 0}


COUNTED = {
    "Alpha": FULL,
    "Beta": {"A1": "not-met", "A2": "met", "B1": "blue", "B2": "x"},
    "Gamma": {"A1": NO, "A2": NO, "B1": NO, "B2": NO},
    "Late": None,
    "Gone": None,
}


def standing(some_round):
    """The round with one agency that is late and one that declined."""
    known = {"late": {"due": date(2026, 3, 1)}, "gone": {"standing": Standing.DECLINED}}
    expected = (replace(one, **known.get(one.agency.code, {})) for one in some_round.expected)
    return replace(some_round, expected=tuple(expected))


def test_the_counts_of_a_round_are_those_of_its_returns_grades_and_evidence(template, open_round):
    round_, responses = open_round(template, COUNTED)
    assert counts(results(standing(round_), responses, TODAY)) == (
        Count("returned", "Signed returns", 3, 5, "Returns"),
        Count("late", "Late returns", 1, sheet="Returns"),
        Count("declined", "Agencies that declined to return", 1, sheet="Returns"),
        Count("critical.unmet", "Critical questions not met", 1, 1, "Questions"),
        Count("critical.agencies", "Agencies with a critical question not met", 1, 3, "Questions"),
        Count("standard.A.fully", "Agencies that fully meet A (First)", 0, 2, "Standards"),
        Count("standard.B.fully", "Agencies that fully meet B (Second)", 2, 2, "Standards"),
        Count("evidence.bare", "Top grades without evidence", 2, 2, "Evidence"),
        Count("panel.changed", "Grades changed by a panel", 0, sheet="Moderation"),
    )


def test_the_counts_of_a_round_of_visits_are_by_band_and_in_its_own_words(make, open_round):
    own = make(SET, ASK + "score: worst\n")
    visits = replace(own, running=Running("adviser", {"signed": "visited"}))
    shown = {"value": "met", "evidence": [{"what": "Log"}]}
    given = COUNTED | {"Alpha": FULL | {"A1": shown, "A2": "met"}}
    round_, responses = open_round(visits, given)
    round_ = replace(standing(round_), moderation={"alpha": Moderation({"A2": panel("A2", "partly", "met")})})
    assert counts(results(round_, responses, TODAY)) == (
        Count("returned", "Agencies visited", 3, 5, "Progress"),
        Count("late", "Agencies that are late", 1, sheet="Progress"),
        Count("declined", "Agencies that declined to return", 1, sheet="Progress"),
        Count("critical.unmet", "Critical questions not met", 1, 1, "Questions"),
        Count("critical.agencies", "Agencies with a critical question not met", 1, 3, "Questions"),
        Count("band.green", "Agencies: green", 0, 2, "Heat map"),
        Count("band.amber", "Agencies: amber", 2, 2, "Heat map"),
        Count("band.red", "Agencies: red", 0, 2, "Heat map"),
        Count("evidence.bare", "Top grades without evidence", 2, 3, "Evidence"),
        Count("panel.changed", "Grades changed by a panel", 1, sheet="Moderation"),
    )


# --- the lowest, and why nothing is graded -----------------------------------------------------------


def test_the_standards_with_a_lowest_grade_are_named_where_they_stand_for_themselves(make, found):
    own = make(SET, ASK + "score: worst\n")
    low = {"A1": "not-met", "A2": "not-met", "A3": "met", "B3": "not-met"}
    given = {"Alpha": low, "Beta": FULL | {"A3": "not-met"}}
    assert lowest(found(given, of=own)) == {"alpha": ("A", "B")}, "A3 does not arise for Beta"
    assert lowest(found(given)) == {}


def why(found, of, answers, **kinds):
    return why_ungraded(found({"Alpha": answers}, of=of, **kinds).rows[0])


def test_why_nothing_is_graded_is_the_answer_that_it_hangs_on(make, found):
    first = "title: Set\nscale: met-partly-not\nstandards:\n  - id: A\n    title: First\n    questions:\n"
    came = "      - {id: here, text: Who came?, kind: yes-no}\n"
    one = make(first + came + "      - {id: A1, text: One., when: {here: [yes]}}\n")
    assert why(found, one, {"here": "no"}) == "Who came: no"
    listing = Listing("List", ("Named", "Came"), (("A1", "here"),))
    named = replace(one, running=Running(listings=(listing,)))
    assert why(found, named, {"here": "no"}) == "Came: no"
    assert why(found, one, {"here": "yes"}) == why(found, one, {}) == why(found, one, None) == ""
    two = make(
        first + came + "      - {id: A1, text: One., when: {here: [yes]}}\n      - {id: A2, text: Two.}\n"
    )
    assert why(found, two, {"here": "no"}) == "", "A2 is graded all the same"
    police = make(first + came + "      - {id: A1, text: One., when: {here: [yes]}, applies_to: [police]}\n")
    assert why(found, police, {"here": "no"}) == "", "no question is meant for it"
    assert why(found, police, {"here": "no"}, kinds=["police"]) == "Who came: no"
    assert why(found, make(first + came), {"here": "no"}) == "", "no question has a grade"


# --- cells and plain values --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "standard", "words"),
    [
        ({"here": "no"}, 0, "does not arise"),
        ({"here": "yes"}, 0, "no score yet, 50 % answered"),
        ({"here": "yes", "A1": NO}, 0, "not applicable"),
        ({"here": "yes", "A1": "partly", "A2": NO}, 0, "amber 0.50"),
        ({"B1": "no"}, 1, "not applicable"),
        ({}, 1, "no score yet, 0 % answered"),
        ({}, 2, "does not arise"),
        ({"C1": NO}, 2, "not applicable"),
    ],
)
def test_a_cell_without_a_score_says_why(gated, found, answers, standard, words):
    some = found({"Alpha": answers}, of=gated)
    assert cell(some.rows[0], gated.standards[standard]) == words


def test_the_plain_values_say_who_answered_and_how_far_it_is_in_the_templates_words(
    template, open_round, put
):
    states = {"signed": "visited", "not started": "not visited yet"}
    running = replace(template, running=Running("adviser", states))
    answers = put(template, FULL).answers
    seen = Response("R", "", "alpha", answers=answers, signed=SIGNED, readers=("Ann",))

    def heads(of):
        round_, _ = open_round(of, {"Alpha": None, "Beta": None})
        wanted = ("agency", "code", "signed", "progress", "answered_by", "state", "members")
        rows = as_json(results(round_, [seen], TODAY))["respondents"]
        return [{key: one[key] for key in wanted if key in one} for one in rows]

    alpha = {"agency": "Alpha", "code": "alpha", "signed": True, "progress": "signed", "answered_by": "Ann"}
    beta = {"agency": "Beta", "code": "beta", "signed": False, "progress": "not started"}
    assert heads(running) == [alpha | {"state": "visited"}, beta | {"state": "not visited yet"}]
    assert heads(template) == [alpha, beta]


def test_how_far_standards_are_met_stands_in_the_order_of_the_words(found):
    some = found({"Alpha": FULL, "Beta": {"A1": "not-met", "A2": "met"}, "Gamma": {"A1": "met", "A2": "met"}})
    block = as_json(some)["standards"]["A"]["met"]
    assert list(block.items()) == [("fully", 1), ("in part", 1), ("not", 1)]


# --- bodies and their members ------------------------------------------------------------------------

BODIES = (Agency("icb", "The ICB"), Agency("mat", "The trust"))
MEMBERS_ = tuple(
    Agency(f"{body.code}{n}", f"{body.name[4:]} {n}", parent=body.code) for body in BODIES for n in range(3)
)


@pytest.fixture
def bodies(template):
    def bodies(*responses):
        expected = tuple(Expected(one, TODAY) for one in (*BODIES, *MEMBERS_))
        return results(Round("R", template, TODAY, expected), responses, TODAY)

    return bodies


def body(code, *members, signed=False):
    answers = {MEMBERS: Answer(tuple(members))} if members else {}
    return Response("R", code, code, answers=answers, signed=SIGNED if signed else None)


def texts(some):
    return [(one.text, one.sheet, one.key) for one in messages(some)]


def test_a_body_has_its_own_members_beside_it_and_nobody_elses(bodies):
    some = bodies(body("icb", "icb0", "icb1", signed=True), body("mat", "mat2"))
    members = {row.agency.code: row.members for row in some.rows}
    assert (members["icb"], members["mat"], members["icb2"]) == (("ICB 0", "ICB 1"), ("trust 2",), ())
    answered = next(one for one in counts(some) if one.key == "answered-for")
    words = "Agencies for which a parent body has answered"
    assert answered == Count("answered-for", words, 2, 8, "Returns")


def test_bodies_that_have_not_signed_are_named_with_how_many_they_answer_for(bodies):
    end = "not signed yet: until then nobody of these has returned."
    one = f"The ICB answers for 2 members, and has {end}"
    assert texts(bodies(body("icb", "icb0", "icb1"))) == [(one, "Returns", "members.unsigned")]
    both = f"The ICB answers for 1 member and The trust answers for 1 member, and have {end}"
    drafts = bodies(body("icb", "icb0"), body("mat", "mat0"))
    assert texts(drafts) == [(both, "Returns", "members.unsigned")]
    mixed = texts(bodies(body("icb", "icb0", signed=True), body("mat", "mat0")))
    assert mixed == [(f"The trust answers for 1 member, and has {end}", "Returns", "members.unsigned")]
    assert texts(bodies(body("icb", "icb0", signed=True))) == texts(bodies()) == []


def test_members_that_answer_themselves_all_the_same_are_named_by_body(bodies):
    own = [body(code, signed=True) for code in ("icb0", "icb1", "mat2")]
    some = bodies(body("icb", "icb0", "icb1", signed=True), body("mat", "mat2", signed=True), *own)
    end = "itself too: what an agency says itself counts."
    assert texts(some) == [
        (f"The ICB says that it answers for ICB 0 and ICB 1, and each answers {end}", *CONTRARY),
        (f"The trust says that it answers for trust 2, and it answers {end}", *CONTRARY),
    ]


CONTRARY = ("Returns", "members.contrary")
