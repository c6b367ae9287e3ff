"""Who is expected in a round, by when, who is late, who is asked what."""

from dataclasses import replace
from datetime import date

import pytest

from audit.agencies import Agency
from audit.errors import UnknownError
from audit.responses.response import Answer, Response, Signature
from audit.rounds import (
    Expected,
    Progress,
    Round,
    Standing,
    asked,
    check_name,
    find_agency,
    main_responses,
    rates,
    returns,
    words_of,
)

SIGNED = Signature("Ada Moss", "Chief", "2026-03-01")
DUE = date(2026, 3, 31)
SET = """
title: Set
scale: met-partly-not
standards:
  - id: A
    title: First
    questions:
      - {id: A1, text: One.}
      - {id: A2, text: Two., applies_to: [police, section-175]}
      - {id: A3, text: Three., when: {A1: [met]}, kind: text}
"""


def response(agency, subject="", signed=None, **answers):
    given = {name: Answer(value) for name, value in answers.items()}
    return Response("R", agency, subject or agency, answers=given, signed=signed)


def line(template, *responses, standing=Standing.EXPECTED, today=DUE, due=DUE):
    expected = Expected(Agency("a", "Alpha"), due, standing)
    return returns(Round("R", template, DUE, (expected,)), responses, today)[0]


@pytest.fixture(scope="session")
def short(make):
    return make(SET)


def test_a_return_goes_from_not_started_to_signed(short):
    assert line(short).progress is Progress.NOT_STARTED
    assert line(short, response("a")).progress is Progress.STARTED
    half = line(short, response("a", A1="met"))
    assert (half.progress, half.percent) == (Progress.STARTED, 50)
    assert line(short, response("a", A1="partly")).progress is Progress.COMPLETE
    assert line(short, response("a", A1="partly", signed=SIGNED)).progress is Progress.SIGNED


def test_a_return_is_late_from_the_day_after_its_own_due_date_until_it_is_signed(short):
    after = date(2026, 4, 1)
    assert not line(short, today=DUE).late
    assert line(short, today=after).late
    assert line(short, response("a", A1="partly"), today=after).late
    assert not line(short, response("a", A1="partly", signed=SIGNED), today=after).late
    assert not line(short, today=after, due=date(2026, 4, 30)).late


def test_who_declined_or_left_is_not_late_and_a_signed_return_counts_all_the_same(short):
    for standing in (Standing.DECLINED, Standing.LEFT):
        gone = line(short, standing=standing, today=date(2027, 1, 1))
        assert (gone.progress.value, gone.late) == (standing.value, False)
        assert line(short, response("a", signed=SIGNED), standing=standing).progress is Progress.SIGNED


def test_percent_is_rounded_down_so_that_a_hundred_means_all(make):
    many = ", ".join(f"{{id: A{n}, text: t}}" for n in range(300))
    template = make(f"title: T\nscale: yes-no\nstandards: [{{id: A, title: T, questions: [{many}]}}]")
    answers = {f"A{n}": "yes" for n in range(299)}
    assert line(template, response("a", **answers)).percent == 99
    assert line(template, response("a", **answers, A299="no")).percent == 100


def test_a_signed_response_counts_before_a_draft_and_ones_own_before_an_advisers():
    own, advisers = response("a"), response("z", "a")
    assert main_responses([advisers, own])["a"] is own
    signed = replace(advisers, signed=SIGNED)
    assert main_responses([own, signed])["a"] is signed
    assert main_responses([signed, replace(own, signed=SIGNED)])["a"].agency == "a"
    assert main_responses([response("c", "a"), response("b", "a")])["a"].agency == "b"


def test_an_agency_is_asked_what_is_meant_for_any_of_its_kinds_or_duties(short):
    plain, police = Agency("a", "A", kinds=("health",)), Agency("b", "B", kinds=("police",))
    school = Agency("c", "C", duties=("section-175",))
    assert [asked(short, agency) for agency in (plain, police, school)] == [2, 3, 3]
    assert words_of(school) == {"section-175"}


@pytest.mark.parametrize(
    "word", ["met", "MET", "Metropolitan Police", "metropolitan  police", "st ann's", "St Ann’s"]
)
def test_an_agency_is_found_by_code_or_name_in_any_case(word):
    agencies = [Agency("met", "Metropolitan Police"), Agency("ann", "St Ann’s")]
    assert find_agency(agencies, word) in agencies


def test_a_code_stands_before_a_name_and_an_unknown_agency_is_answered_with_the_nearest():
    agencies = [Agency("x", "met"), Agency("met", "Police")]
    assert find_agency(agencies, "Met").name == "Police"
    with pytest.raises(UnknownError, match="There is no agency 'Polcie'; did you mean 'Police'"):
        find_agency(agencies, "Polcie")
    named = [
        Agency("kb-police", "Kingsbridge Police"),
        Agency("bt", "Transport Police"),
        Agency("oak", "Oak"),
    ]
    with pytest.raises(UnknownError, match="'police'; did you mean 'kb-police' or 'bt'"):
        find_agency(named, "police")
    with pytest.raises(UnknownError, match="There is no agency 'x'"):
        find_agency([], "x")


def test_the_response_rate_stands_by_kind_without_those_that_left(short):
    kinds = [("police",), ("health",), ("health", "school"), (), ("health",)]
    expected = [
        Expected(Agency(f"a{n}", f"A{n}", kinds=words), DUE, Standing.LEFT if n == 4 else Standing.EXPECTED)
        for n, words in enumerate(kinds)
    ]
    signed = [response("a1", signed=SIGNED), response("a3", signed=SIGNED), response("a0")]
    lines = returns(Round("R", short, DUE, tuple(expected)), signed, DUE)
    found = {rate.label: (rate.returned, rate.expected) for rate in rates(lines, short.words.kinds)}
    label = short.words.kinds.label
    assert found == {
        label("police"): (0, 1),
        label("health"): (1, 2),
        label("school"): (0, 1),
        "No kind given": (1, 1),
    }


def test_what_is_expected_of_an_agency_is_found_by_its_code(short):
    expected = Expected(Agency("a", "Alpha"), DUE)
    round_ = Round("R", short, DUE, (expected,))
    assert round_.of(Agency("a", "Renamed")) is expected
    assert round_.of(Agency("b", "Beta")) is None


@pytest.mark.parametrize("name", ["Section 11, 2026", "s", "é" * 80, "a'b\"c"])
def test_a_plain_name_of_a_round_is_taken(name):
    assert check_name(name) is None


@pytest.mark.parametrize("name", ["", " ", " a", "a ", "x" * 81, "a\nb", "a\x00b", "a\u2028b"])
def test_a_name_that_could_not_be_typed_again_is_refused(name):
    assert "1 to 80 printable characters" in check_name(name)
