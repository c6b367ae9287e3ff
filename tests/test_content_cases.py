"""What is shipped for audits of cases: whole, light, in our words, and asking for nobody's name."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from audit import definitions, templates
from audit.definitions import read
from audit.responses.files import take
from audit.responses.interview import Interview, State
from audit.standards.catalogue import load_catalogue
from audit.standards.scale import load_scale
from audit.templates import question_digest

LIBRARY = definitions.library()
CASES = (
    "case-audit/multi-agency",
    "case-audit/section-47",
    "case-audit/referral-threshold",
    "case-audit/front-door-contact",
    "case-audit/child-in-need",
    "dip/routine-enquiry-emergency",
    "dip/routine-enquiry-maternity",
    "dip/strategy-meetings",
    "dip/supervision",
)
DIPS = tuple(ref for ref in CASES if ref.startswith("dip/"))
SEEN = (*CASES, "observation/practice", "feedback/family-interview")
SURVEY = "survey/staff-knowledge"
ALL = (*SEEN, SURVEY)
FRONT_DOOR = "jtai/front-door"
MULTI, S47, REFERRAL = CASES[:3]
EIGHT = {
    *("information-sharing", "record-keeping", "domestic-abuse", "missed-appointments"),
    *("supervision", "escalation", "parental-risk-factors", "fathers"),
}
OWN = {
    **dict.fromkeys(("council", "police"), 3),
    **dict.fromkeys(("health", "school", "college", "early-years", "voluntary", "housing"), 2),
    **dict.fromkeys(("probation", "youth-justice", "prison"), 2),
}
TODAY = date(2026, 3, 2)
KINDS = [kind.code for kind in templates.load(LIBRARY, MULTI).words.kinds.kinds]


def load(ref):
    return templates.load(LIBRARY, ref)


def themes(questions):
    return {theme for question in questions for theme in question.themes}


def interview(ref, kind="council", answers=None):
    """What an agency of a kind is asked, after answers that go through the engine."""
    empty = Interview(load(ref), frozenset({kind}), {}, TODAY)
    return replace(empty, answers=dict(take(empty, answers or {}, "test").answers))


def by_kind(ref, kind):
    return [question for question in load(ref).questions if question.kind == kind]


@pytest.mark.parametrize(
    ("refs", "subject"),
    [
        (CASES, "case"),
        (["observation/practice"], "observation"),
        (["feedback/family-interview"], "interview"),
        ([SURVEY], "reply"),
    ],
)
def test_every_template_says_what_it_is_about_and_has_a_catalogue_of_its_own(refs, subject):
    for ref in refs:
        template = load(ref)
        assert (template.subject, template.catalogue.ref) == (subject, ref)
        assert read(LIBRARY.find("templates", ref))["about"].endswith("."), ref
        assert template.catalogue.about.endswith("."), ref


@pytest.mark.parametrize("ref", [*ALL, FRONT_DOOR])
def test_texts_end_properly_and_are_short(ref):
    scale = load(ref).scale
    for question in load(ref).questions:
        assert question.text.endswith(("?", ".")), question.id
        assert len(question.text) <= 105, question.id
        assert 20 <= len(question.guidance) <= 400, question.id
        assert question.guidance.endswith((".", "?")), question.id
        # Yes and no answer a question; levels and grades also fit a statement.
        assert question.text.endswith("?") or scale.ref in {"ofsted-4", "levels-1-4"}, question.id
        assert not any(mark in choice for choice in question.choices for mark in ";,"), question.id


@pytest.mark.parametrize("ref", [*ALL, FRONT_DOOR])
def test_every_source_is_named_used_and_honest_about_what_was_read(ref):
    catalogue = load_catalogue(LIBRARY, ref)
    assert {word for q in catalogue.questions for word in q.basis} == {s.ref for s in catalogue.sources}
    assert all(question.basis for question in catalogue.questions)
    assert all(source.note.endswith(".") for source in catalogue.sources)
    # Where guidance or law is named, it was never read in full, so nothing says that it was.
    official = ("Working Together", "Act ", "Ofsted", "NICE", "Information sharing advice", "Joint targeted")
    assert not [s.ref for s in catalogue.sources if s.checked and any(word in s.title for word in official)]


def test_no_id_means_two_things():
    meant = {}
    for ref in [*ALL, FRONT_DOOR]:
        template = load(ref)
        for question in template.questions:
            meant.setdefault(question.id, set()).add(question_digest(question, template.scale))
    assert [name for name, digests in meant.items() if len(digests) > 1] == []
    texts = Counter(q.text for ref in [*ALL, FRONT_DOOR] for q in load_catalogue(LIBRARY, ref).questions)
    assert [text for text, count in texts.items() if count > 1] == []


@pytest.mark.parametrize("ref", SEEN)
def test_good_practice_is_asked_once_and_may_be_left_out(ref):
    (question,) = [question for question in load(ref).questions if question.good_practice]
    assert (question.kind, question.optional) == ("text", True)
    assert "Do not name" in question.guidance


def test_good_practice_is_one_question_in_every_audit_of_files():
    assert len({next(q for q in load(ref).questions if q.good_practice) for ref in CASES}) == 1


@pytest.mark.parametrize("ref", ALL)
def test_nobody_is_asked_for_a_name_a_birthday_or_an_address(ref):
    asked = re.compile(
        r"\b(child's name|name of the|initials of|date of birth|postcode|nhs number|their name)\b"
    )
    assert [q.id for q in load(ref).questions if asked.search(f"{q.text} {q.guidance}".casefold())] == []
    for question in by_kind(ref, "text"):
        assert "not name" in question.guidance, question.id
    assert by_kind(ref, "date") == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_multi_agency_audit_asks_every_agency_after_all_eight_themes(kind):
    owed = interview(MULTI, kind).owed()
    assert len(owed) == 12 + OWN.get(kind, 2 if kind in {"district", "faith", "sport"} else 0)
    common = [question for question in owed if not question.applies_to]
    assert EIGHT | {"voice-of-the-child"} <= themes(common)
    assert [section.id for section in load(MULTI).sections][:5] == [
        *("voice", "assessment", "planning", "joint", "oversight"),
    ]
    assert owed[-1].id == "M12"


def test_only_inadequate_work_and_work_not_good_altogether_call_for_an_action():
    given = {"M1": "requires-improvement", "M2": "inadequate", "M12": "requires-improvement", "M10": "good"}
    asked = interview(MULTI, "fire", given)
    owed = {name: asked.missing(asked.template.by_id[name]) for name in given}
    assert owed == {"M1": (), "M2": ("action",), "M12": ("action",), "M10": ()}
    best = interview(MULTI, "fire", {"M11": "outstanding"})
    assert best.missing(best.template.by_id["M11"]) == ()


def test_work_that_is_all_good_lies_in_the_top_band_and_all_in_need_of_improvement_in_the_middle():
    for ref in (MULTI, "observation/practice"):
        template = load(ref)
        shares = {g.code: template.scale.share(g.code) for g in template.scale.steps}
        bands = {
            code: next(b.name for b in template.bands if b.edge <= share) for code, share in shares.items()
        }
        assert bands == {
            "outstanding": "good or better",
            "good": "good or better",
            "requires-improvement": "requires improvement",
            "inadequate": "inadequate",
        }


def test_consent_is_asked_of_its_sub_sample_alone_and_nothing_else_is():
    asked = {q.id: q.asked_of for ref in ALL for q in load(ref).questions if q.asked_of}
    assert asked == {"S6": "consent", "S7": "consent"}
    assert load(S47).section_of["S6"].id == "consent"
    # A condition on one of them would leave other cases without an answer to the rest.
    assert not any(name in asked for ref in ALL for q in load(ref).questions for name, _ in q.when)


def test_a_section_47_enquiry_is_asked_after_everything_promised():
    assert [section.id for section in load(S47).standards] == [
        *("process", "consent", "decision", "records", "timeliness", "oversight"),
    ]
    (missing,) = by_kind(S47, "choices")
    assert missing.choices[0] == "nothing missing"
    (conference,) = by_kind(S47, "elapsed")
    assert (conference.limit, conference.days) == (15, "working")
    assert any("chronology" in q.text for q in load(S47).questions)


def test_a_conference_is_timed_only_where_one_was_to_be_held():
    days = "2026-01-05/2026-01-26"  # the 26th is the fifteenth working day after the 5th
    held = interview(S47, answers={"S8": "harm found and conference to be held", "S16": days})
    assert held.grade(held.template.by_id["S16"]).code == "yes"
    late = interview(S47, answers={"S8": "harm found and conference to be held", "S16": f"{days[:-2]}27"})
    assert late.grade(late.template.by_id["S16"]).code == "no"
    none = interview(S47, answers={"S8": "not confirmed and no further action"})
    assert none.state(none.template.by_id["S16"]) is State.DOES_NOT_ARISE


def test_a_referral_asks_which_way_a_wrong_threshold_went_and_times_the_decision():
    owed = {q.id for q in interview(REFERRAL, answers={"T8": "yes"}).owed()}
    assert {q.id for q in interview(REFERRAL, answers={"T8": "partly"}).owed()} - owed == {"T9"}
    (decision,) = by_kind(REFERRAL, "elapsed")
    assert (decision.limit, decision.days) == (1, "working")
    asked = interview(REFERRAL, answers={"T10": "2026-02-27/2026-03-02"})  # from a Friday to a Monday
    assert asked.grade(asked.template.by_id["T10"]).code == "yes"


@pytest.mark.parametrize("ref", DIPS)
def test_a_dip_stays_a_dip(ref):
    template = load(ref)
    owed = [question for question in template.questions if not question.optional]
    assert 6 <= len(owed) <= 8
    assert not template.action_grades
    assert not template.evidence_grades
    assert not any(question.needs for question in owed)
    assert template.not_applicable == "free"
    for grade in template.scale.grades:
        asked = interview(ref, answers={q.id: grade.code for q in owed if q.kind == "grade" and not q.when})
        assert not [q.id for q in owed if asked.missing(q)]


@pytest.mark.parametrize(
    ("ref", "first", "told"),
    [("dip/routine-enquiry-emergency", "E1", "E4"), ("dip/routine-enquiry-maternity", "N1", "N6")],
)
def test_routine_enquiry_asks_what_was_done_only_where_there_was_abuse(ref, first, told):
    graded = [question for question in load(ref).questions if question.graded]
    assert all(question.themes for question in graded)
    assert "domestic-abuse" in graded[0].themes
    assert graded[0].id == first
    calm = {q.id for q in interview(ref, answers={first: "yes", told: "no sign of abuse"}).owed()}
    for shown in ("abuse suspected", "abuse disclosed"):
        more = {q.id for q in interview(ref, answers={first: "yes", told: shown}).owed()} - calm
        assert len(more) == 2


def test_strategy_meetings_count_days_and_those_who_came():
    ref = "dip/strategy-meetings"
    assert [(q.limit, q.days) for q in by_kind(ref, "elapsed")] == [(3, "working"), (5, "working")]
    (came,) = by_kind(ref, "choices")
    assert {"children's social care", "police", "health"} < set(came.choices)
    assert any("quorate" in q.text and q.graded for q in load(ref).questions)


def test_a_survey_can_be_put_into_a_form_tool_and_counted():
    template = load(SURVEY)
    assert template.scale.ref == "yes-no"
    assert {q.kind for q in template.catalogue.questions} == {"grade"}
    assert not any(q.when or q.needs or q.applies_to or q.asked_of for q in template.questions)
    assert "designated nurse" in template.questions[0].text
    assert themes(template.questions) >= EIGHT
    headings = [word.casefold() for q in template.questions for word in (q.id, q.text)]
    assert len(set(headings)) == len(headings)
    assert not {"respondent", "agency", "case", "subject"} & set(headings)


@pytest.mark.parametrize("ref", SEEN[-2:])
def test_what_is_seen_and_what_families_say_bear_on_the_same_themes(ref):
    assert len(EIGHT & themes(load(ref).questions)) >= 3
    assert "voice-of-the-child" in themes(load(ref).questions)
    assert load(ref).not_applicable == "free"
    assert len([question for question in load(ref).questions if not question.optional]) <= 13


def test_the_front_door_has_six_themes_with_two_to_four_questions_each():
    catalogue = load_catalogue(LIBRARY, FRONT_DOOR)
    assert [standard.id for standard in catalogue.standards] == [
        *("own-door", "hub", "together", "partnership", "leaders", "impact"),
    ]
    assert all(2 <= len(standard.questions) <= 4 for standard in catalogue.standards)
    assert all(question.evidence and question.graded for question in catalogue.questions)
    (source,) = catalogue.sources
    assert source.address.startswith("https://www.gov.uk/")
    assert not source.checked
    assert load(FRONT_DOOR).subject == "agency"


def test_the_scale_for_files_has_yes_as_its_only_good_grade():
    scale = load_scale(LIBRARY, "yes-partly-no")
    assert [(grade.code, grade.good) for grade in scale.grades] == [
        *(("yes", True), ("partly", False), ("no", False), ("n/a", False)),
    ]
    assert [scale.share(grade.code) for grade in scale.steps] == [1, 0.5, 0]
