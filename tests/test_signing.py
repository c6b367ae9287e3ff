"""What was signed: its digest covers all it says, older digests still hold, changes outside are found."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from audit.agencies import Agency
from audit.cli.signing import SignOff, check_signature, signature_of
from audit.definitions import digest, library
from audit.errors import StateError
from audit.responses.response import Answer, Evidence, Response, Signatory, Signature
from audit.rounds import Expected, Round
from audit.store.rows import Stamp
from audit.store.signing import answers_at, changed, signatures, signed_digest
from audit.store.store import Store
from audit.templates import load

STAMP = Stamp("2026-03-02T10:00:00+00:00", "tester")
DUE = date(2026, 3, 31)
OAK = Agency("oak", "Oak Trust", ("voluntary",))
HER = Signature(
    "Ada Moss", "Chief officer", "2026-03-02", Signatory("Ben Hall", "Chair"), "2026-02-20", ("voluntary",)
)
BLANK = Response("r1", "oak", "oak")
GIVEN = {"A1": Answer("met", evidence=(Evidence("Minutes"),)), "A2": Answer("partly", comment="Nearly.")}


@pytest.fixture(scope="module")
def template():
    return load(library(), "section-11/short")


@pytest.fixture
def store(tmp_path, template):
    with closing(Store(f"sqlite:///{tmp_path / 'audit.db'}")) as store:
        store.save_agencies([OAK], STAMP)
        store.open_round(Round("r1", template, DUE, (Expected(OAK, DUE),), "2026"), STAMP)
        store.save(BLANK, GIVEN, STAMP)
        yield store


def sign(store, signature=HER):
    return store.sign(store.response("r1", "oak", "oak"), signature, STAMP)


def change(folder, statement):
    with closing(sqlite3.connect(folder / "audit.db")) as connection, connection:
        return connection.execute(statement).fetchall()


def test_what_was_signed_is_kept_with_all_that_the_signature_says(store):
    kept = sign(store)
    (one,) = signatures(store, "R1")
    assert (one.signature, one.version, one.kept, one.found, one.standing) == (HER, 1, kept, kept, True)
    assert (one.agency, one.subject, one.reading, one.at, one.by) == ("oak", "oak", 1, STAMP.at, STAMP.by)
    assert one.sound
    assert not changed(store, BLANK)


def test_another_word_anywhere_gives_another_digest():
    head = ("r1", "t", ("oak", "oak", 1), 1, {"A1": {"value": "met"}}, HER)
    others = [
        ("r2", *head[1:]),
        (head[0], "u", *head[2:]),
        *((*head[:2], key, *head[3:]) for key in (("elm", "oak", 1), ("oak", "elm", 1), ("oak", "oak", 2))),
        (*head[:3], 2, *head[4:]),
        (*head[:4], {"A1": {"value": "met", "comment": "x"}}, HER),
        *(
            (*head[:5], replace(HER, **{part: value}))
            for part, value in {
                "name": "Ada",
                "role": "Chief",
                "on": "2026-03-01",
                "second": Signatory("Ben Hall", "Trustee"),
                "presented": "",
                "words": ("voluntary", "section-11"),
            }.items()
        ),
    ]
    found = {signed_digest(*parts) for parts in (head, *others)}
    assert len(found) == len(others) + 1 == 14


def test_the_digest_is_canonical_json_that_anybody_can_make_again():
    signature = {
        "name": "Ada Moss",
        "role": "Chief officer",
        "on": "2026-03-02",
        "second": {"name": "Ben Hall", "role": "Chair"},
        "presented": "2026-02-20",
        "words": ["voluntary"],
    }
    body = {"round": "r1", "agency": "oak", "subject": "oak", "template": "t", "version": 1}
    whole = {**body, "answers": {"A1": {"value": "met"}}, "signature": signature}
    assert signed_digest("r1", "t", ("oak", "oak", 1), 1, {"A1": {"value": "met"}}, HER) == digest(whole)


@pytest.mark.parametrize(
    "statement",
    [
        "update answer set block = '{\"value\":\"met\"}' where question = 'A2'",
        "delete from answer where question = 'A2'",
        "update response_act set name = 'Somebody'",
        "update response_act set day = '2026-03-01'",
        "update response_act set block = '{}'",
        (
            "insert into answer (round, agency, subject, question, version, block, reading, at, by)"
            " values (1, 'oak', 'oak', 'A3', 1, '{\"value\":\"met\"}', 1, '', '')"
        ),
        (
            "insert into answer (round, agency, subject, question, version, block, reading, at, by)"
            " values (1, 'oak', 'oak', 'A1', 2, '{\"value\":\"partly\"}', 1, '', '')"
        ),
        "update round set digest = 'x'",
    ],
)
def test_what_was_changed_in_the_database_after_signing_is_found(store, tmp_path, statement):
    sign(store)
    change(tmp_path, statement)
    (one,) = changed(store, BLANK)
    assert one.kept != one.found
    assert one.kept[:12] in one.told


def test_a_digest_of_an_older_store_still_holds_and_is_watched_over(store, tmp_path, template):
    sign(store, Signature("Ada Moss", "Chief officer", "2026-03-02"))
    answers = {name: answer.block() for name, answer in GIVEN.items()}
    body = {"round": "r1", "agency": "oak", "subject": "oak", "template": template.digest}
    earlier = digest({**body, "answers": answers})
    change(tmp_path, f"update response_act set digest = '{earlier}'")
    assert not changed(store, BLANK)
    change(tmp_path, "update answer set block = '{\"value\":\"met\"}' where question = 'A2'")
    assert [one.kept for one in changed(store, BLANK)] == [earlier]


def test_reopening_keeps_what_was_signed_and_each_version_can_be_shown(store, tmp_path):
    first = sign(store)
    assert store.reopen(BLANK, "late evidence", STAMP) == 2
    store.save(store.response("r1", "oak", "oak"), {"A2": Answer("met"), "A3": Answer("met")}, STAMP)
    assert answers_at(store, BLANK, 1) == GIVEN
    assert [one.kept for one in signatures(store, "r1")] == [first]  # nothing is signed anew
    second = sign(store)
    found = signatures(store, "r1", ("oak", "oak", 1))
    assert [(one.version, one.kept, one.standing) for one in found] == [(1, first, False), (2, second, True)]
    assert all(one.sound for one in found)
    assert answers_at(store, BLANK, 2) == {**GIVEN, "A2": Answer("met"), "A3": Answer("met")}
    change(tmp_path, "update answer set block = '{\"value\":\"n/a\"}' where question = 'A2' and version = 1")
    assert [one.version for one in changed(store, BLANK)] == [1]  # the other question's answers are others'


def test_what_others_wrote_meanwhile_is_not_signed_unseen(store):
    seen = store.response("r1", "oak", "oak")
    store.save(BLANK, {"A3": Answer("met")}, STAMP)
    with pytest.raises(StateError, match="have changed in the meantime"):
        store.sign(seen, HER, STAMP)
    assert signatures(store, "r1") == ()


# --- who may sign, and when -------------------------------------------------------------------------


def test_a_signature_keeps_what_the_agency_was_asked_as(make, put):
    template = make(SET)
    begun = put(template, {"A1": "met"}, words=("school", "section-175"))
    day = date(2026, 3, 2)
    signed = signature_of(SignOff("Ada", "Head", day, "Ben", "Chair", date(2026, 2, 1)), OAK, begun)
    whole = Signature(
        "Ada", "Head", "2026-03-02", Signatory("Ben", "Chair"), "2026-02-01", ("school", "section-175")
    )
    assert signed == whole
    assert signature_of(SignOff("Ada", "Head", day), None, begun) == Signature("Ada", "Head", "2026-03-02")


SET = """
title: Ours
edition: "2026"
sources: [{ref: OURS, title: Handbook, checked: no}]
scale: met-partly-not
standards:
  - {id: A, title: One, questions: [{id: A1, text: A person leads.}, {id: A2, text: The board hears.}]}
"""


@pytest.mark.parametrize(
    ("answers", "parts", "said"),
    [
        ({"A1": "met"}, {}, "Oak Trust cannot be signed yet; still owed: A2."),
        ({}, {}, "Oak Trust cannot be signed yet; still owed: A1, A2."),
        ({"A1": "met", "A2": "met"}, {"role": " "}, "a name and a role; give both"),
        ({"A1": "met", "A2": "met"}, {"on": "2026-03-03"}, "3 March 2026 lies ahead"),
        ({"A1": "met", "A2": "met"}, {"on": "soon"}, "'soon', is no date"),
        ({"A1": "met", "A2": "met"}, {"presented": "2026-03-03"}, "3 March 2026 lies ahead; give the day"),
        ({"A1": "met", "A2": "met"}, {"second": Signatory("Ben", "")}, "has a name and a role too"),
        ({"A1": "met", "A2": "met"}, {"second": Signatory("ada  moss", "x")}, "cannot sign twice"),
        ({"A1": "met", "A2": "met"}, {}, ""),
    ],
)
def test_what_cannot_be_signed_is_a_sentence(make, put, today, answers, parts, said):
    template = make(SET)
    begun = put(template, answers)
    found = Round("r1", template, DUE, (Expected(OAK, DUE),))
    given = replace(HER, on="2026-03-02", **parts) if "on" not in parts else replace(HER, **parts)
    if not said:
        check_signature(found, OAK, begun, given, today)
        check_signature(found, None, begun, given, today)
        return
    with pytest.raises(StateError) as caught:
        check_signature(found, OAK, begun, given, today)
    assert said in str(caught.value)


def test_any_of_the_roles_may_sign_and_both_who_sign_have_one_of_them(make, put, today):
    template = make(
        SET, "against: local/set\nneeds: {action: [], evidence: []}\nsign: {voluntary: [chair, trustee]}"
    )
    begun = put(template, {"A1": "met", "A2": "met"}, words=("voluntary",))
    found = Round("r1", template, DUE, (Expected(OAK, DUE),))
    for role, second in (("Chair", "TRUSTEE"), ("trustee", "chair "), ("Trustee", "trustee")):
        check_signature(found, OAK, begun, replace(HER, role=role, second=Signatory("Ben", second)), today)
    for role, second in (("Chief", "chair"), ("chair", "Chief")):
        with pytest.raises(StateError, match="signed by: chair, trustee; not by 'Chief'"):
            check_signature(
                found, OAK, begun, replace(HER, role=role, second=Signatory("Ben", second)), today
            )


def test_what_is_kept_beside_an_older_signature_reads_as_nothing(store, tmp_path):
    sign(store)
    change(tmp_path, "update response_act set block = '{}'")
    (one,) = signatures(store, "r1")
    assert (one.signature.second, one.signature.presented, one.signature.words) == (None, "", None)
    assert json.loads(change(tmp_path, "select block from response_act")[0][0]) == {}
