"""Answers and panels' grades, written by two at once or on what has changed since: the second is told."""

from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from two_stores import (
    ANN,
    BEN,
    HER,
    MET,
    NOT,
    NUMBERS,
    PARTLY,
    WHEN,
    both,
    graded,
    one_told,
    opened,
    seen,
    together,
    told,
    values,
)

from audit.cases.panel import PanelGrade
from audit.errors import OvertakenError, StateError
from audit.responses.overtaken import AnsweredError
from audit.responses.response import MEMBERS, Answer, Response
from audit.store.cases import CaseBook
from audit.store.history import written
from audit.store.overtaken import Looked
from audit.store.rows import key_of
from audit.store.store import Store


@pytest.fixture(params=["sqlite", "postgresql"])
def two(request, tmp_path):
    """Two programs with the same store open, in each kind of database."""
    file = f"sqlite:///{tmp_path / 'audit.db'}"
    with both(file if request.param == "sqlite" else request.getfixturevalue("pg_url")) as stores:
        yield stores


@pytest.fixture
def pair(tmp_path):
    """The same in a file, for what one does after the other, which is alike in each database."""
    with both(f"sqlite:///{tmp_path / 'audit.db'}") as stores:
        yield stores


# --- answers --------------------------------------------------------------------------------------------


def test_an_answer_given_since_is_not_put_over_and_the_second_is_told_what_by_whom_and_when(pair):
    ann, ben = pair
    looked = seen(ben)
    ann.save(seen(ann), {"S1": PARTLY, "S2": MET}, ANN)
    with pytest.raises(AnsweredError) as error:
        ben.save(looked, {"S1": NOT, "S2": NOT, "S3": MET}, BEN)
    assert str(error.value) == (
        "Nothing was written, for 'oak' has other answers than when you looked: S1 (partly; comment: No "
        f"minutes; by Ann, {WHEN}), S2 (met; by Ann, {WHEN}). Look at them with 'audit show', then give "
        "yours again."
    )
    assert values(ben) == {"S1": "partly", "S2": "met"}  # all or none: S3 neither
    ben.save(
        looked, {"S2": MET, "S3": MET}, BEN
    )  # what says the same, or is about another, is in nobody's way
    ben.save(seen(ben), {"S1": NOT}, BEN)  # who has looked may change it
    assert values(ann) == {"S1": "not-met", "S2": "met", "S3": "met"}
    assert [one.answer for one in written(ann, "r1") if one.question == "S1"] == [PARTLY, NOT]


def test_an_answer_taken_away_and_whom_a_body_answers_for_are_looked_at_too(pair):
    ann, ben = pair
    ann.save(seen(ann), {"S1": MET, MEMBERS: Answer(("elm",))}, ANN)
    looked = seen(ben)
    ann.save(seen(ann), {"S1": Answer(), MEMBERS: Answer()}, ANN)
    with pytest.raises(AnsweredError, match=r"S1 \(no answer; by Ann"):
        ben.save(looked, {"S1": PARTLY}, BEN)
    with pytest.raises(AnsweredError, match=r"Answers for \(no answer; by Ann"):
        ben.save(looked, {MEMBERS: Answer(("elm", "oak"))}, BEN)
    assert {one.question for one in ben.answered_since(looked)} == {"S1", MEMBERS}


STEPS = st.tuples(st.sampled_from([0, 1]), st.sampled_from(["look", "S1", "S2"]), st.sampled_from("abc"))


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    with closing(Store(f"sqlite:///{tmp_path_factory.mktemp('two') / 'audit.db'}")) as store:
        opened(store)
        yield store


@settings(max_examples=25)
@given(st.lists(STEPS, max_size=12))
def test_whatever_two_do_no_answer_comes_in_the_place_of_one_that_its_writer_has_not_seen(alone, steps):
    """Every writer's view is what it looked at last and what it wrote since; each example has a subject."""
    about = f"s{next(NUMBERS)}"
    views, stands = [Response("r1", "oak", about)] * 2, {}
    for who, what, value in steps:
        if what == "look":
            views[who] = alone.response("r1", "oak", about)
            continue
        mine, before = Answer(value), views[who].answers.get(what)
        unseen = what in stands and stands[what] not in (before, mine)
        found = told(lambda: alone.save(views[who], {what: mine}, ANN))  # noqa: B023
        assert isinstance(found, AnsweredError) == unseen
        if found:
            assert [one.answer for one in found.stood] == [stands[what]]
        else:
            stands[what] = mine
            views[who] = replace(views[who], answers={**views[who].answers, what: mine})
        assert alone.response("r1", "oak", about).answers == stands


def test_of_two_who_answer_at_the_same_moment_one_is_told(two):
    for question in ("S1", "S2", "S3"):
        looked = seen(two[0])
        found = together(
            lambda: two[0].save(looked, {question: MET}, ANN),  # noqa: B023 - called before the next turn
            lambda: two[1].save(looked, {question: PARTLY}, BEN),  # noqa: B023
        )
        assert question in one_told(found)
        assert seen(two[0]).answers[question] in (MET, PARTLY)
    assert len(written(two[0], "r1")) == 3


def test_signing_and_answering_at_the_same_moment_leave_what_was_signed_as_it_was_seen(two):
    ann, ben = two
    ann.save(seen(ann), {"S1": MET}, ANN)
    looked = seen(ann)
    found = together(lambda: ann.sign(looked, HER, ANN), lambda: ben.save(looked, {"S2": NOT}, BEN))
    errors = [one for one in found if isinstance(one, StateError)]
    assert len(errors) == 1, found
    signed = seen(ben).signed is not None
    assert values(ben) == ({"S1": "met"} if signed else {"S1": "met", "S2": "not-met"})
    assert ("was signed by Ada Moss" if signed else f"S2 (not-met; by Ben, {WHEN})") in str(errors[0])


def test_a_response_signed_anew_is_not_opened_again_by_one_who_saw_the_first_signature(pair):
    ann, ben = pair
    ann.save(seen(ann), {"S1": MET}, ANN)
    ann.sign(seen(ann), HER, ANN)
    looked = seen(ben)
    assert ann.reopen(seen(ann), "Evidence came in", ANN) == 2
    with pytest.raises(StateError, match="not signed"):
        ben.reopen(looked, "Mine", BEN)
    ann.sign(seen(ann), replace(HER, name="Bo Lee"), ANN)
    with pytest.raises(OvertakenError, match=r"signed anew by Bo Lee \(Chief officer\) as version 2"):
        ben.reopen(looked, "Mine", BEN)
    assert ben.reopen(seen(ben), "Mine", BEN) == 3


def test_a_round_closed_meanwhile_takes_nothing(pair):
    ann, ben = pair
    looked = seen(ben)
    ann.close_round("r1", "close", ANN)
    with pytest.raises(StateError, match="closed"):
        ben.save(looked, {"S1": MET}, BEN)
    found = together(
        lambda: ann.close_round("r1", "reopen", ANN), lambda: ben.close_round("r1", "reopen", BEN)
    )
    assert sum(isinstance(one, StateError) for one in found) == 1


# --- panels ---------------------------------------------------------------------------------------------


def before_panel(store):
    """What a panel has before it of S1 of the trust."""
    moderation = store.round("r1").moderation.get("oak")
    response = seen(store)
    said = moderation.panel.get("S1") if moderation else None
    return {("oak", "S1"): Looked(said, {key_of(response): response.answers["S1"]}, alone=True)}


def test_of_two_moderators_and_of_a_moderator_and_the_agency_the_second_is_told(pair):
    ann, ben = pair
    ann.save(seen(ann), {"S1": MET}, ANN)
    looked = before_panel(ben)
    ann.moderate("r1", [graded("partly", "No minutes")], ANN, before_panel(ann))
    with pytest.raises(OvertakenError) as error:
        ben.moderate("r1", [graded("not-met", "Nothing")], BEN, looked)
    assert f"the panel said of S1 about 'oak': partly; No minutes (by Ann, {WHEN})" in str(error.value)
    ben.moderate("r1", [graded("partly", "No minutes")], BEN, looked)  # the same is in nobody's way
    looked = before_panel(ben)
    ann.save(seen(ann), {"S1": NOT}, ANN)
    with pytest.raises(OvertakenError, match=rf"S1 about 'oak' was answered: not-met \(by Ann, {WHEN}\)"):
        ben.moderate("r1", [graded("met")], BEN, looked)
    assert ben.round("r1").moderation["oak"].panel["S1"].grade == "partly"
    # A grade revised on assurance and one at return do not stand in each other's way.
    ann.moderate("r1", [graded("met", "Seen", assured="2026-11-01")], ANN)
    ben.moderate("r1", [graded("not-met", "Nothing")], BEN, before_panel(ben))


def test_of_two_panels_on_a_case_and_of_a_panel_and_a_reader_the_second_is_told(pair):
    books = [CaseBook(store) for store in pair]
    pair[0].save(Response("obs", "elm", "O-01"), {"OB3": Answer("good")}, ANN)

    def agreed(grade):
        return PanelGrade("O-01", "OB3", grade, "so", "", "", {"elm/1": "good"})

    def looked(book):
        found = book.round("obs")
        given = {key_of(one): one.answers["OB3"] for one in found.of("O-01")}
        return {("O-01", "OB3"): Looked(found.panel.get(("O-01", "OB3")), given)}

    first = looked(books[1])
    books[0].moderate("obs", [agreed("inadequate")], ANN, looked(books[0]))
    with pytest.raises(OvertakenError, match=r"said of OB3 about 'O-01': inadequate; so \(by Ann"):
        books[1].moderate("obs", [agreed("outstanding")], BEN, first)
    second = looked(books[1])
    books[0].moderate("obs", [agreed("")], ANN, second)
    with pytest.raises(OvertakenError, match="grade taken back"):
        books[1].moderate("obs", [agreed("outstanding")], BEN, second)
    third = looked(books[1])
    pair[0].save(Response("obs", "oak", "O-01"), {"OB3": Answer("inadequate")}, ANN)
    with pytest.raises(OvertakenError, match="OB3 of 'oak' was answered: inadequate"):
        books[1].moderate("obs", [agreed("good")], BEN, third)
    found = together(
        lambda: books[0].moderate("obs", [agreed("good")], ANN, looked(books[0])),
        lambda: books[1].moderate("obs", [agreed("outstanding")], BEN, third),
    )
    assert sum(isinstance(one, OvertakenError) for one in found) == 1
    assert books[0].round("obs").panel["O-01", "OB3"].grade == "good"
