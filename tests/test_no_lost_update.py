"""Two who write at once, or one who writes on what has changed since: the second is told, nothing is lost."""

import threading
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.actions.action import Action, Assurance, Link, Plan, Update
from audit.agencies import Agency
from audit.cases.panel import PanelGrade
from audit.cases.plan import Plan as CasePlan
from audit.chasing.feedback import Feedback
from audit.chasing.owing import Chase
from audit.definitions import library
from audit.errors import AuditError, OvertakenError, StateError
from audit.moderation import Moderated
from audit.recurring.finding import Finding
from audit.responses.overtaken import AnsweredError
from audit.responses.response import MEMBERS, Answer, Response, Signature
from audit.rounds import Expected, Round, Standing
from audit.sampling.ledger import broken
from audit.store.actions import ActionBook, Seen, Writing
from audit.store.agency_codes import agency_codes, give_codes
from audit.store.cases import CaseBook
from audit.store.chases import add_chases, chases
from audit.store.feedback import add_feedback, feedback_of
from audit.store.findings import add_finding
from audit.store.history import written
from audit.store.joining import Joined, Joining, join
from audit.store.ledger import Ledger
from audit.store.overtaken import Looked
from audit.store.rows import Stamp, key_of
from audit.store.store import Store
from audit.templates import load

DUE = date(2026, 11, 30)
NUMBERS = count(1)
ANN, BEN = Stamp("2026-11-02T09:05:00+00:00", "Ann"), Stamp("2026-11-02T09:05:00+00:00", "Ben")
OAK, ELM = Agency("oak", "Oak Trust", ("voluntary",)), Agency("elm", "Elm School", ("school",))
WHEN = "2 November 2026 at 09:05"
EXPECTED = (Expected(OAK, DUE), Expected(ELM, DUE))
HER = Signature("Ada Moss", "Chief officer", "2026-11-02")
MET, PARTLY, NOT = Answer("met"), Answer("partly", comment="No minutes"), Answer("not-met")


@cache
def template(name):
    return load(library(), name)


def opened(store):
    """A store with two agencies, a round about them, and observations of which one was made."""
    store.save_agencies([OAK, ELM], ANN)
    store.open_round(Round("r1", template("section-11/short"), DUE, EXPECTED, "2026"), ANN)
    seen = Round("obs", template("observation/practice"), DUE, EXPECTED)
    CaseBook(store).open_round(seen, CasePlan(), ANN)
    CaseBook(store).add_subjects("obs", [("", "")], ANN)


@contextmanager
def both(url):
    with closing(Store(url)) as ann, closing(Store(url)) as ben:
        opened(ann)
        yield ann, ben


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


def seen(store, agency="oak"):
    return store.response("r1", agency, agency)


def values(store):
    return {name: one.value for name, one in seen(store).answers.items()}


def told(act):
    """What an act gave, or the error it ended with."""
    try:
        return act()
    except AuditError as error:
        return error


def together(*acts):
    """What each of some acts gave, or the error it ended with, all begun at the same moment."""
    barrier, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        barrier.wait()
        found[place] = told(act)

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def one_told(found):
    """Of two that wrote at once just one is told; gives what it was told."""
    errors = [one for one in found if isinstance(one, AuditError)]
    assert len(errors) == 1, found
    assert isinstance(errors[0], OvertakenError), errors
    return str(errors[0])


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


def graded(grade, reason="", **more):
    return Moderated("oak", "oak", "S1", grade, reason, "met", **more)


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


# --- rounds and agencies --------------------------------------------------------------------------------


def test_what_is_expected_is_not_put_back_by_one_who_saw_it_before(pair):
    ann, ben = pair
    looked = ben.round("r1")
    ann.expect("r1", [replace(EXPECTED[0], standing=Standing.DECLINED, reason="No staff")], ANN, seen=looked)
    later = date(2026, 12, 15)
    with pytest.raises(OvertakenError) as error:
        ben.expect("r1", [replace(one, due=later) for one in looked.expected], BEN, seen=looked)
    assert "Oak Trust is declined, due 30 November 2026, No staff (by Ann, " in str(error.value)
    assert "Elm School" not in str(error.value)
    ben.expect("r1", [replace(looked.expected[1], due=later)], BEN, seen=looked)
    found = {one.agency.code: (one.standing, one.due) for one in ann.round("r1").expected}
    assert found == {"oak": (Standing.DECLINED, DUE), "elm": (Standing.EXPECTED, later)}


def test_two_who_change_parts_of_one_agency_keep_both(pair):
    def having(**parts):
        return lambda there: [replace(next(one for one in there if one.code == "oak"), **parts)]

    found = together(
        lambda: pair[0].change_agencies(having(contact="Jo Smith"), ANN),
        lambda: pair[1].change_agencies(having(chief_officer="Dana Reed"), BEN),
    )
    assert not [one for one in found if isinstance(one, AuditError)]
    oak = next(one for one in pair[0].agencies() if one.code == "oak")
    assert (oak.contact, oak.chief_officer) == ("Jo Smith", "Dana Reed")


def test_two_agencies_that_join_at_once_never_share_a_code(two):
    def joining(store, name, stamp):
        agency = Agency("new", name)
        round_ = Round(name, template("section-11/short"), DUE, (Expected(agency, DUE),))
        return lambda: join(store, Joining(round_, agency, Joined({}, {}, {})), stamp)

    said = one_told(together(joining(two[0], "Ash", ANN), joining(two[1], "Birch", BEN)))
    (kept,) = [one.name for one in two[0].agencies() if one.code == "new"]
    assert f"the code new was given to {kept}" in said
    assert [one.name for one in two[0].rounds()] == ["r1", "obs", kept]


def test_no_two_agencies_get_the_same_letter(two):
    def choose(codes):
        return lambda known: {code: max([0, *known.values()]) + 1 for code in codes if code not in known}

    together(
        lambda: give_codes(two[0], choose(["oak"]), ANN), lambda: give_codes(two[1], choose(["elm"]), BEN)
    )
    again = give_codes(two[0], lambda known: dict.fromkeys({"oak"} - known.keys(), 9), ANN)
    assert again == agency_codes(two[1])
    assert sorted(again.values()) == [1, 2]


# --- cases, chases, letters -----------------------------------------------------------------------------


def test_of_a_concern_nobody_puts_another_outcome_over_one_unseen(pair):
    books = [CaseBook(store) for store in pair]
    books[0].raise_concern("obs", "O-01", "OB3", "Left alone", ANN)
    (looked,) = books[1].concerns()
    books[0].update_concern(looked, "Head of service", "Plan changed", ANN)
    with pytest.raises(OvertakenError, match=r"the outcome of concern 1 was said: Plan changed \(by Ann"):
        books[1].update_concern(looked, "", "Nothing needed", BEN)
    books[1].update_concern(looked, "Head of service", "", BEN)  # the same
    (found,) = books[1].concerns()
    assert (found.told, found.outcome) == ("Head of service", "Plan changed")
    books[1].update_concern(found, "", "Nothing more needed", BEN)


def test_a_case_is_taken_out_once_and_each_new_one_has_a_reference_of_its_own(pair):
    books = [CaseBook(store) for store in pair]
    said = one_told(
        together(
            lambda: books[0].strike("obs", ["O-01"], "Closed", ANN),
            lambda: books[1].strike("obs", ["O-01"], "Not hers", BEN),
        )
    )
    assert f"O-01 was taken out: {books[0].round('obs').subjects[0].unusable} (by " in said
    refs = together(*[lambda book=book: book.add_subjects("obs", [("", "")], ANN)[""] for book in books])
    assert sorted(refs) == ["O-02", "O-03"]


def test_a_verdict_and_replies_do_not_go_by_a_round_that_has_moved(pair):
    books = [CaseBook(store) for store in pair]
    mark = books[1].mark("obs")
    pair[0].save(Response("obs", "elm", "O-01"), {"OB3": Answer("good")}, ANN)
    with pytest.raises(OvertakenError, match="more was written in 'obs'"):
        books[1].take_in("obs", [("k", "")], lambda _: [], BEN, seen=mark)
    with pytest.raises(OvertakenError, match="more was written in 'obs'"):
        books[1].close_on("obs", None, BEN, mark)
    assert [one.ref for one in books[0].round("obs").subjects] == ["O-01"]
    books[1].take_in("obs", [("k", "")], lambda _: [], BEN, seen=books[1].mark("obs"))


def test_nobody_is_chased_or_written_to_twice_by_two_who_looked_at_once(pair):
    made = [Chase("oak", DUE, "letter", 1), Chase("elm", DUE, "letter", 1)]
    found = together(
        lambda: add_chases(pair[0], "r1", made, ANN, ()), lambda: add_chases(pair[1], "r1", made[:1], BEN, ())
    )
    assert "oak was chased by " in one_told(found)
    kept = chases(pair[0], "r1")
    assert [one.agency for one in kept].count("oak") == 1
    add_chases(pair[1], "r1", made[:1], BEN, kept)
    letter = [Feedback("oak", DUE)]
    found = together(
        lambda: add_feedback(pair[0], "r1", letter, ANN, ()),
        lambda: add_feedback(pair[1], "r1", letter, BEN, ()),
    )
    assert "oak was written to by " in one_told(found)
    assert len(feedback_of(pair[0], "r1")) == 1


def test_acts_of_two_draws_are_one_chain_and_each_sample_has_its_own_id(two):
    def draw(store):
        with Ledger(store).writing(ANN) as writing:
            name = writing.next_sample()
            writing.add("draw", {"sample": name}, name)
            writing.keep({"id": name})
            return name

    assert sorted(together(lambda: draw(two[0]), lambda: draw(two[1]))) == ["S-001", "S-002"]
    acts = Ledger(two[0]).acts()
    assert broken(acts) == []
    assert len(acts) == 2


def test_the_same_finding_is_kept_once(pair):
    finding = Finding("Child R review", ("fathers",), "Fathers were not seen")
    found = together(lambda: add_finding(pair[0], finding, ANN), lambda: add_finding(pair[1], finding, BEN))
    assert sum(isinstance(one, StateError) for one in found) == 1


# --- actions --------------------------------------------------------------------------------------------


@pytest.fixture
def books(two):
    """Two programs with an action of a plan before them."""
    found = [ActionBook(store) for store in two]
    found[0].write(Writing(plans=(Plan("p"),), new=((Action("", "p", action="Train staff"), ()),)), ANN)
    return found


def test_of_two_who_write_on_one_action_the_second_is_told_what_the_first_said(books):
    looked = {"A-001": books[1].action("A-001")}
    said = Update("2026-11-02", "Ann", "delayed", "Trainer is ill")
    books[0].write(Writing(said=(("A-001", said),)), ANN, Seen(looked))
    mine = Writing(said=(("A-001", Assurance("2026-11-02", "Ben", "told", note="Head said so")),))
    with pytest.raises(OvertakenError) as error:
        books[1].write(mine, BEN, Seen(looked))
    words = "A-001 was changed: update: on: 2026-11-02; by: Ann; state: delayed; note: Trainer is ill"
    assert f"{words} (by Ann, {WHEN})" in str(error.value)
    looked = {"A-001": books[1].action("A-001")}
    books[0].write(Writing(changed=(replace(looked["A-001"].action, due="2027-01-31"),)), ANN, Seen(looked))
    with pytest.raises(OvertakenError, match=r"A-001 was changed: due 2027-01-31 \(by Ann"):
        books[1].write(mine, BEN, Seen(looked))
    assert [one.by for one in books[0].action("A-001").entries] == ["Ann"]


def test_two_who_make_actions_of_one_round_or_import_one_plan_at_once_do_not_double_them(books):
    made = Writing(new=((Action("", "", action="Agree a protocol", link=Link("r1", "S1", "oak")), ()),))
    linked = Seen(linked={"r1": frozenset()})
    found = together(lambda: books[0].write(made, ANN, linked), lambda: books[1].write(made, BEN, linked))
    assert "A-002 was made of 'r1' (by " in one_told(found)
    again = Writing(new=((Action("", "p", action="Audit decisions"), ()),))
    stood = Seen(stood={"p": frozenset({"A-001"})})
    found = together(lambda: books[0].write(again, ANN, stood), lambda: books[1].write(again, BEN, stood))
    assert "A-003 was added to 'p' (by " in one_told(found)
    assert [one.id for one in books[0].actions()] == ["A-001", "A-002", "A-003"]
    found = together(*[lambda book=book: book.write(again, ANN) for book in books])
    assert sorted(found) == [("A-004",), ("A-005",)]


def test_a_plan_is_not_made_or_changed_over_one_unseen(books):
    new = [Writing(plans=(Plan("q", title=word),)) for word in ("First", "Second")]
    found = together(
        lambda: books[0].write(new[0], ANN, Seen(plans=())),
        lambda: books[1].write(new[1], BEN, Seen(plans=())),
    )
    assert "the plan 'q' was made" in one_told(found)
    looked = books[1].plans()
    books[0].write(Writing(plans=(Plan("q", title="Third"),)), ANN, Seen(plans=looked))
    with pytest.raises(OvertakenError, match="the plan 'q' was changed"):
        books[1].write(new[1], BEN, Seen(plans=looked))


def test_a_grade_revised_with_an_assurance_is_not_put_over_one_unseen(two, books):
    two[0].save(seen(two[0]), {"S1": MET}, ANN)
    two[0].moderate("r1", [graded("partly", "Seen", assured="2026-11-01")], ANN)
    mine = ("r1", graded("met", "A-001 assured: told", assured="2026-11-02"), Looked(None, alone=True))
    with pytest.raises(OvertakenError, match="said of S1 about 'oak': partly; Seen"):
        books[1].write(Writing(graded=(mine,)), BEN, Seen())
