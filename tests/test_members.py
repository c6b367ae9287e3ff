"""Parent bodies and their members: who belongs to whom, whose response stands for whom, and what counts."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.agencies import Agency
from audit.chasing.bodies import asked_of_bodies, owes, why_not
from audit.chasing.owing import Chase, owing
from audit.chasing.rate import Signing, signed_by
from audit.errors import AnswerError, StateError
from audit.members import check_members, members_of, parent_of
from audit.responses.membership import Member, naming, naming_words
from audit.responses.response import MEMBERS, Answer, Response, Signature
from audit.rounds import Expected, Progress, Round, Standing, interview, returns
from audit.scoring.membership import by_responses
from audit.scoring.messages import messages
from audit.scoring.movement import Movement
from audit.scoring.partnership import results
from audit.workbook.over_time import signing_days

TODAY, DUE = date(2026, 3, 2), date(2026, 3, 1)
SIGNED = Signature("Ada Moss", "Chief", "2026-03-01")
BODY = Agency("icb", "Kingsbridge ICB")
OWN = tuple(Agency(f"g{n}", f"Practice {n}", parent="kingsbridge  icb") for n in range(4))
OTHER = Agency("police", "Kingsbridge Police")
EVERY = (BODY, OTHER, *OWN)
KNOWN = tuple(Member(one.code, one.name) for one in OWN)
FEW = """
title: Set
scale: met-partly-not
standards:
  - id: A
    title: First
    questions:
      - {id: A1, text: One.}
"""


@pytest.fixture(scope="session")
def few(make):
    return make(FEW)


def response(code, *, members=None, signed=False, value="met"):
    answers = {} if value is None else {"A1": Answer(value)}
    answers |= {} if members is None else {MEMBERS: Answer(tuple(members) or None)}
    return Response("R", code, code, answers=answers, signed=SIGNED if signed else None)


def run(few, *responses, left=(), today=TODAY):
    expected = (Expected(one, DUE, Standing.LEFT if one.code in left else Standing.EXPECTED) for one in EVERY)
    return results(Round("R", few, DUE, tuple(expected)), responses, today)


def line(found, code):
    return next(one for one in found.lines if one.agency.code == code)


def test_a_parent_is_known_by_its_name_or_code_in_any_case():
    assert members_of(BODY, EVERY) == OWN
    assert parent_of(OWN[0], EVERY) == BODY
    assert parent_of(Agency("x", "X", parent="ICB"), EVERY) == BODY
    assert parent_of(OTHER, EVERY) is None
    assert parent_of(Agency("icb", "Kingsbridge ICB", parent="icb"), EVERY) is None


def test_only_members_in_the_round_may_be_named():
    check_members(BODY, ["g0", "g3"], EVERY)
    with pytest.raises(StateError, match="Kingsbridge Police is not known as a member of Kingsbridge ICB"):
        check_members(BODY, ["police"], EVERY)
    with pytest.raises(StateError, match="cannot answer for g9, of which nothing is expected"):
        check_members(BODY, ["g9"], EVERY)


@pytest.mark.parametrize(
    ("reply", "codes"),
    [
        (["g1", "PRACTICE 3"], ("g1", "g3")),
        ("practice 3; g1", ("g1", "g3")),
        ({"value": "G0"}, ("g0",)),
        ("all", ("g0", "g1", "g2", "g3")),
        (["All"], ("g0", "g1", "g2", "g3")),
        (["g2", "g2"], ("g2",)),
        ("none", None),
        ([], None),
        (None, None),
        ("", None),
    ],
)
def test_members_are_named_by_code_or_name_in_the_order_of_the_list(reply, codes):
    assert naming(KNOWN, reply) == Answer(codes)


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (["Practise 3"], "'Practise 3' is no member of it in this round; did you mean 'Practice 3'?"),
        (["police"], "'police' is no member of it in this round; its members there: Practice 0; Practice 1;"),
        (["all", "g1"], "'all' stands alone; leave it out, or leave out the names"),
        ("g1; None", "'None' stands alone"),
        ({"value": "g1", "comment": "x"}, "it takes names of members alone, no 'comment'"),
        (7, "give codes or names of members"),
        ([7], "give codes or names of members"),
    ],
)
def test_who_is_no_member_is_refused_with_what_would_do(reply, sentence):
    with pytest.raises(AnswerError) as refused:
        naming(KNOWN, reply)
    assert sentence in str(refused.value)


def test_a_body_without_members_in_the_round_answers_for_itself_alone():
    assert naming((), "none") == Answer()
    with pytest.raises(AnswerError, match="nobody in this round is known as its member"):
        naming((), "all")


def test_all_are_those_that_did_not_leave_and_who_left_may_be_named_still():
    known = (*KNOWN[:2], Member("g9", "Gone", gone=True))
    assert naming(known, "all") == Answer(("g0", "g1"))
    assert naming(known, "gone; g0") == Answer(("g0", "g9"))


def test_words_are_names_and_say_where_all_are_meant():
    assert naming_words(KNOWN, None) == naming_words(KNOWN, Answer()) == "itself alone"
    assert naming_words(KNOWN, Answer(("g1", "gone"))) == "Practice 1; gone"
    assert naming_words(KNOWN, Answer(("g0", "g1", "g2", "g3"))).startswith("all its 4 members: Practice 0;")


def test_members_named_count_as_returned_once_the_body_has_signed(few):
    found = run(few, response("icb", members=["g0", "g1", "g2"], signed=True))
    assert (found.returned, found.expected, found.responses) == (4, 6, 1)
    assert line(found, "g0").answered_by == "answered by Kingsbridge ICB"
    assert line(found, "g0").signature == SIGNED
    assert [row.agency.code for row in found.rows] == ["icb", "police", "g3"]
    assert found.rows[0].members == ("Practice 0", "Practice 1", "Practice 2")
    assert [one.agencies for one in found.standards] == [1]
    assert by_responses(found) == ", by 1 response: Kingsbridge ICB answers for 3 members"
    assert [row.agency.code for row in found.every] == [one.code for one in EVERY]


def test_a_draft_of_the_body_answers_for_nobody_yet(few):
    found = run(few, response("icb", members=["g0"]))
    one = line(found, "g0")
    assert (one.progress, one.late, one.signature) == (Progress.COMPLETE, True, None)
    assert one.answered_by == "answered for by Kingsbridge ICB, which has not signed yet"
    assert (found.returned, by_responses(found)) == (0, "")


def test_what_a_member_signed_itself_counts_as_its_own_and_the_contradiction_is_told(few):
    found = run(few, response("icb", members=["g0", "g1"], signed=True), response("g0", signed=True))
    assert (found.returned, found.responses) == (3, 2)
    assert line(found, "g0").through is None
    assert line(found, "g0").answered_by == "named by Kingsbridge ICB too, but answers itself, which counts"
    assert found.rows[0].members == ("Practice 1",)


def test_a_draft_of_a_member_gives_way_to_the_signed_body_and_stands_before_a_draft(few):
    own = response("g0")
    signed = line(run(few, response("icb", members=["g0"], signed=True), own), "g0")
    assert (signed.progress, signed.begun) == (Progress.SIGNED, own)
    draft = line(run(few, response("icb", members=["g0"]), own), "g0")
    assert (draft.through, draft.response) == (None, own)


def test_a_member_that_left_is_not_answered_for(few):
    found = run(few, response("icb", members=["g0", "g1"], signed=True), left={"g0"})
    assert line(found, "g0").progress is Progress.LEFT
    assert (found.returned, found.expected) == (2, 5)
    assert next(one for one in interview_members(few, left={"g0"}) if one.code == "g0").gone


def interview_members(few, left):
    held = run(few, left=left).round
    return interview(held, BODY, None, TODAY).members


codes = st.sets(st.sampled_from([one.code for one in OWN]))


@given(named=codes, own=codes, drafts=codes, left=codes, signed=st.booleans())
def test_the_register_counts_each_agency_once_and_the_rate_agrees(few, named, own, drafts, left, signed):
    given_ = [response("icb", members=named, signed=signed)]
    given_ += [response(code, signed=True) for code in own]
    given_ += [response(code) for code in drafts - own]
    found = run(few, *given_, left=left)
    assert [one.agency for one in found.lines] == [*EVERY]
    own_rows, members = {row.agency.code for row in found.rows}, {one.agency.code for one in found.named}
    assert not own_rows & members
    assert own_rows | members == {one.code for one in EVERY}
    standing = {one.agency.code for one in found.lines if one.progress is Progress.SIGNED}
    assert standing == (own | ({"icb"} | (named - left) if signed else set()))
    assert found.responses == len(own) + signed
    acts = [Signing("icb", "icb", DUE, True, tuple(named))] if signed else []
    acts += [Signing(code, code, DUE, True) for code in own]
    assert signed_by(acts, TODAY) - left == standing - left


@given(named=codes, own=codes, signed=st.booleans())
def test_whoever_owes_is_chased_or_asked_of_its_body_or_named_never_twice(few, named, own, signed):
    found = run(
        few,
        response("icb", members=named, signed=signed),
        *(response(code, signed=True) for code in own),
    )
    chased = owing(found.round, found.lines, [], TODAY)
    itself = [one.line.agency.code for one in chased if one.state != "signed"]
    through = [one.agency.code for each in chased for one in each.members]
    told = {one.agency.code for one in found.lines if why_not(one, asked_of_bodies(found.lines), found.lines)}
    assert len({*itself, *through}) == len([*itself, *through])
    assert told >= set(through)
    left = {one.agency.code for one in found.lines if one.progress is not Progress.SIGNED}
    assert left == {*itself} | told
    assert not told & {*itself}
    assert set(through) == ({one.code for one in OWN} - named - own if named else set())
    assert all(owes(one) for each in chased for one in each.members)


@pytest.mark.parametrize("first", ["icb", "trust"])
def test_a_member_that_is_asked_for_members_of_its_own_is_not_asked_of_its_body_too(few, first):
    trust = Agency("trust", "Trust", parent="icb")
    wards = [Agency(code, code.title(), parent="trust") for code in ("ward", "wing")]
    bodies = sorted((BODY, trust), key=lambda one: one.code != first)
    expected = tuple(Expected(one, DUE) for one in (*bodies, OWN[0], *wards))
    drafts = [response("icb", members=["g0"]), response("trust", members=["ward"])]
    lines = returns(Round("R", few, DUE, expected), drafts, TODAY)
    asked = {code: [one.agency.code for one in own] for code, own in asked_of_bodies(lines).items()}
    assert asked == {"trust": ["wing"]}


def test_a_body_that_has_signed_is_late_by_its_members_due_date_and_escalates_by_its_own_chases(few):
    found = run(few, response("icb", members=["g0"], signed=True))
    made = [
        Chase("icb", date(2026, 3, 2), "letter", 1),
        Chase("g1", date(2026, 3, 2), "letter to Kingsbridge ICB", 1),
    ]
    body = owing(found.round, found.lines, made, date(2026, 3, 4))[0]
    assert (body.line.agency, body.state, body.days, len(body.chases)) == (BODY, "signed", 3, 1)
    alone = owing(found.round, found.lines, made, date(2026, 3, 4), bodies=False)
    assert [one.line.agency.code for one in alone] == ["police", "g1", "g2", "g3"]
    assert alone[1].chases == ()


def test_a_body_is_late_from_the_first_due_date_of_its_members(few):
    days = {"g1": date(2026, 3, 10), "g2": date(2026, 2, 20)}
    expected = tuple(Expected(one, days.get(one.code, DUE)) for one in EVERY)
    lines = returns(
        Round("R", few, DUE, expected), [response("icb", members=["g0", "g3"], signed=True)], TODAY
    )
    body = owing(Round("R", few, DUE, expected), lines, [], TODAY)[0]
    assert (body.line.expected.due, body.days) == (date(2026, 2, 20), 10)


def test_the_weeks_of_returns_count_members_and_the_sentence_holds_where_all_count(few):
    found = run(few, response("icb", members=["g0", "g1"], signed=True))
    assert signing_days(found) == [date(2026, 3, 1)] * 3
    assert "Agencies are counted, not sampled" in messages(found)[0].text


def test_between_rounds_a_member_is_told_as_answered_for(few):
    before = run(few, response("g0", signed=True))
    now = run(few, response("icb", members=["g0"], signed=True))
    later = replace(now, round=replace(now.round, name="S"))
    why = {one.agency.code: one.why for one in Movement(before, later).absent}
    assert why["g0"] == "answered by Kingsbridge ICB in S"


def test_one_that_is_answered_for_itself_answers_for_nobody(few):
    top = Agency("nhs", "NHS", ())
    middle = Agency("icb", "Kingsbridge ICB", parent="nhs")
    expected = tuple(Expected(one, DUE) for one in (top, middle, *OWN))
    given_ = [response("nhs", members=["icb"], signed=True), response("icb", members=["g0"])]
    found = returns(Round("R", few, DUE, expected), given_, TODAY)
    assert [str(one.progress) for one in found[:3]] == ["signed", "signed", "not started"]
    assert owes(found[2])
