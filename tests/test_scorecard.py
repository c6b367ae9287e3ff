"""A scorecard: every number from sums of our own, who is silent, and which way things went."""

import math
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli_setup import MADE_UP, as_json, call, refused, write

from audit.agencies import Agency
from audit.errors import StateError
from audit.recurring.measures import SILENT, Entry, lacking
from audit.recurring.scorecard import ALL, Trend, scorecard
from audit.recurring.scorecard_json import as_json as block
from audit.recurring.scorecard_words import (
    lead,
    messages,
    moved,
    notes,
    sentences,
    share,
    short,
    silent_word,
    since,
    trend,
)
from audit.responses.response import MEMBERS, Answer, Response, Signature
from audit.rounds import Expected, Round, Standing
from audit.scoring.partnership import results
from audit.templates.running import Running

SET = """
title: Set
scale: met-partly-not
standards:
  - id: A
    title: Leading
    questions:
      - {id: A1, text: Someone leads.}
      - {id: A2, text: It is seen to.}
  - id: B
    title: Training
    questions:
      - {id: B1, text: How many are trained?, kind: share, of: staff, target: 0.95}
      - {id: B2, text: How many are seen?, kind: share, of: staff, grades: {met: 0.9, partly: 0.5}}
"""
NAMES = ("Abbey", "Beacon", "Castle", "Dale", "Elm")
TODAY = date(2027, 6, 1)
SIGNED = Signature("Ada", "Lead", "2027-05-01")
POINTS = {"met": Fraction(1), "partly": Fraction(1, 2), "not-met": Fraction(0)}


@pytest.fixture(scope="session")
def template(make):
    return make(SET)


def round_of(template, given, number=1, **parts):
    """A round scored: {agency: its answers, or how else it stands}; answers under `draft` are not signed."""
    name, due = f"q{number}", date(2026 + number // 4, 3 * (number % 4) + 1, 28)
    expected, responses = [], []
    for who, said in given.items():
        agency = Agency(who.casefold(), who)
        standing = Standing(said) if said in ("declined", "left") else Standing.EXPECTED
        expected.append(Expected(agency, due, standing))
        if isinstance(said, dict):
            answers = {key: Answer(value) for key, value in said.items() if key != "draft"}
            signed = None if said.get("draft") else SIGNED
            responses.append(Response(name, agency.code, agency.code, answers=answers, signed=signed))
    held = Round(name, template, due, tuple(expected), **parts)
    return results(held, responses, TODAY)


def line(card, measure, agency=""):
    return next(one for one in card.lines if (one.measure.id, one.agency) == (measure, agency.casefold()))


def counts(card, measure, agency=""):
    return [one and (one.k, one.n) for one in line(card, measure, agency).entries]


# --- sums of our own over random rounds ----------------------------------------------------------------

SHARE = st.integers(0, 40).flatmap(lambda n: st.integers(0, n).map(lambda k: f"{k}/{n}"))
GRADE = st.sampled_from([*POINTS, "n/a"])
ANSWERS = st.fixed_dictionaries({}, optional={"B1": SHARE, "B2": SHARE, "A1": GRADE, "A2": GRADE})
STANDS = st.one_of(
    ANSWERS.filter(bool),
    ANSWERS.filter(bool).map(lambda said: said | {"draft": "yes"}),
    st.sampled_from(["silent", "declined", "left"]),
)
ROUND = st.dictionaries(st.sampled_from(NAMES), STANDS, min_size=1)
ROUNDS = st.lists(ROUND, min_size=1, max_size=4)


def of(said, measure):
    """What an agency reported of a measure: k and n, or a score; None for nothing."""
    if not isinstance(said, dict) or "draft" in said:
        return None
    if measure == "A":
        given = [POINTS[said[key]] for key in ("A1", "A2") if said.get(key) in POINTS]
        return sum(given) / len(given) if given else None
    k, n = map(int, said.get(measure, "0/0").split("/"))
    return (k, n) if n else None


def told(rounds, measure):
    return [
        {name.casefold(): found for name, said in one.items() if (found := of(said, measure)) is not None}
        for one in rounds
    ]


def summed(entries):
    """Counts added up with their share, or the mean of scores; None where there are none."""
    if not entries:
        return None
    values = [*entries.values()]
    if isinstance(values[0], tuple):
        k, n = map(sum, zip(*values, strict=True))
        return Fraction(k, n), k, n
    return sum(values, Fraction(0)) / len(values), 0, 0


def seen(entry):
    return entry and (entry.value, entry.k, entry.n)


@settings(max_examples=60)
@given(ROUNDS)
def test_every_number_is_as_the_answers_say(template, rounds):
    found = [round_of(template, one, number) for number, one in enumerate(rounds)]
    card = scorecard(found)
    assert [one.id for one in card.measures] == ["B1", "B2", "A"]
    for measure in ("B1", "B2", "A"):
        entries = told(rounds, measure)
        lines = {one.agency: one for one in card.lines if one.measure.id == measure}
        for code in {code for one in entries for code in one}:
            own = [one.get(code) for one in entries]
            assert [seen(one) for one in lines[code].entries] == [
                summed({code: x} if x is not None else {}) for x in own
            ]
        if "" in lines:
            assert [seen(one) for one in lines[""].entries] == [summed(one) for one in entries]
            assert [one.by if one else set() for one in lines[""].entries] == [set(one) for one in entries]
        for place, (then, now) in enumerate(pairwise(entries), 1):
            both = card.both[measure][place]
            expected = [summed({c: one[c] for c in then.keys() & now.keys()}) for one in (then, now)]
            assert [seen(both and both.then), seen(both and both.now)] == expected
        always = set.intersection(*(set(one) for one in entries if one)) if any(entries) else set()
        assert [seen(one) for one in card.steady[measure].entries] == [
            summed({code: one[code] for code in always & one.keys()}) for one in entries
        ]


@settings(max_examples=40)
@given(ROUNDS)
def test_who_reported_stayed_silent_or_went_are_all_there_were(template, rounds):
    card = scorecard([round_of(template, one, number) for number, one in enumerate(rounds)])
    for period, one in zip(card.periods, rounds, strict=True):
        gone = {name: said for name, said in one.items() if said in ("declined", "left")}
        signed = [name for name, said in one.items() if isinstance(said, dict) and "draft" not in said]
        assert dict(period.apart) == gone
        assert period.returned == len(signed)
        assert {*period.silent} == {*one} - {*gone} - {*signed}
        assert period.expected + len(period.apart) == len(one)
    for each in card.lines:
        for entry, why in zip(each.entries, each.lacking, strict=True):
            assert bool(entry) != bool(why)  # never nothing without a word, and no word for nothing


@settings(max_examples=40)
@given(ROUNDS)
def test_a_way_and_a_trend_are_never_told_of_other_agencies(template, rounds):
    card = scorecard([round_of(template, one, number) for number, one in enumerate(rounds)])
    for each in (*card.lines, *card.steady.values()):
        given_ = [one for one in each.entries if one]
        for then, now in pairwise(given_):
            ways = {
                "up": now.value > then.value,
                "down": now.value < then.value,
                "same": now.value == then.value,
            }
            assert now.way == "other agencies" if now.by != then.by else ways[now.way]
        values = [one.value for one in given_]
        if len({one.by for one in given_}) > 1:
            assert each.trend is Trend.OTHERS
        elif len(values) > 1:
            rising, falling = values == sorted(values), values == sorted(values, reverse=True)
            words = {(True, True): "level", (True, False): "rising", (False, True): "falling"}
            assert each.trend == words.get((rising, falling), "up and down")


@given(st.integers(0, 300), st.integers(1, 300), st.fractions(0, 1, max_denominator=100))
def test_so_many_more_reach_the_target_and_one_fewer_does_not(k, n, target):
    one = Entry(Fraction(min(k, n), n), "", min(k, n), n)
    more = one.short(target)
    assert Fraction(one.k + more, n) >= target
    assert not more or Fraction(one.k + more - 1, n) < target
    assert (short(one, target) == "met") == (one.value >= target)


@given(st.integers(1, 3000), st.data())
def test_no_share_below_a_target_is_printed_as_that_target(n, data):
    k = data.draw(st.integers(0, n))
    target = Fraction(19, 20)
    printed = share(Entry(Fraction(k, n), "", k, n), target)
    if Fraction(k, n) < target:
        assert float(printed.split()[-2]) < 95
    assert printed.endswith(" %")


# --- words ------------------------------------------------------------------------------------------


def quarters(template, *given, **parts):
    return scorecard([round_of(template, one, number, **parts) for number, one in enumerate(given, 1)])


def shares(**given):
    return {name: {"B1": said, "A1": "met"} if "/" in said else said for name, said in given.items()}


@pytest.fixture(scope="module")
def card(template):
    return quarters(
        template,
        shares(Abbey="30/40", Beacon="18/20", Castle="5/5", Dale="declined"),
        shares(Abbey="36/40", Beacon="silent", Castle="5/5", Dale="silent"),
        shares(Abbey="33/40", Beacon="19/20", Castle="4/5", Dale="silent", Elm="7/10"),
    )


def test_what_is_short_of_the_target_is_counted(card):
    words = {
        one.name: short(one.entries[-1], one.measure.target)
        for one in card.of(card.measures[0])
        if one.entries[-1]
    }
    assert words == {
        ALL: "9 more of 75 to reach 95 %",
        "Abbey": "5 more of 40 to reach 95 %",
        "Beacon": "met",
        "Castle": "1 more of 5 to reach 95 %",
        "Elm": "3 more of 10 to reach 95 %",
    }


def test_trends_are_told_in_words(card):
    told_ = {one.name: (trend(one, card), since(one, card)) for one in card.of(card.measures[0])}
    assert told_ == {
        ALL: ("other agencies", "other agencies"),
        "Abbey": ("up and down", "down"),
        "Beacon": ("rising", "up since q1"),
        "Castle": ("falling", "down"),
        "Dale": ("not reported", ""),
        "Elm": ("first time", ""),
    }
    assert card.steady["B1"].name == "The same 2 each time"
    assert [seen(one)[1:] for one in card.steady["B1"].entries] == [(35, 45), (41, 45), (37, 45)]


def test_what_lacks_is_told_apart(card):
    assert line(card, "B1", "Dale").lacking == ("declined", SILENT, SILENT)
    assert line(card, "B1", "Elm").lacking == ("not in it", "not in it", "")
    assert line(card, "B1", "Beacon").lacking == ("", SILENT, "")


def test_the_sentences_name_the_silent_and_the_change_of_the_same_agencies(card, template):
    text = " ".join(sentences(card, template.bands))
    assert (
        "B1 in q3: 63 of 75 (84 %) by 4 agencies; 9 more of 75 to reach 95 %, and 1 of 4 is at the target."
        in text
    )
    assert "By the 2 agencies that reported in q2 too: down from 41 of 45 (91 %) to 37 of 45 (82 %)." in text
    assert "Silent in q2 (2 of 3): Beacon and Dale." not in text
    assert "Silent in q2 (2 of 4): Beacon and Dale." in text
    assert "Silent more than once in 3 rounds: Dale (2 of 3)." in text
    assert (
        lead(card)
        == "All together, 0 of 1 measure is at the target in q3; short: B1 (9 more of 75 to reach 95 %)."
    )
    assert moved(card, card.measures[0], template.bands) == "down: 91 % to 82 %, by the same 2"
    assert any("nothing of chance" in one for one in notes(card))


def test_a_score_of_a_standard_is_a_mean_with_its_band(card, template):
    ends = [line(card, "A", agency).entries[-1].word for agency in ("", "Abbey")]
    assert ends == ["green", "green, provisional"]
    assert "A in q3: green 1.00, the mean of 4 agencies." in " ".join(sentences(card, template.bands))


def test_one_agency_alone_has_no_total_and_nobody_is_not_zero(template):
    alone = quarters(template, shares(Abbey="3/4"), shares(Abbey="silent"))
    assert [one.name for one in alone.of(alone.measures[0])] == ["Abbey"]
    assert trend(alone.lines[0], alone) == "reported once"
    nobody = quarters(template, shares(Abbey="silent", Beacon="silent"))
    assert counts(nobody, "B1") == [None]
    assert "B1: nothing was reported in q1." in sentences(nobody, template.bands)
    assert lead(nobody) == ""


def test_a_member_that_its_parent_answers_for_is_not_silent(template):
    found = round_of(template, shares(Abbey="8/10", Beacon="silent", Castle="silent"))
    row = found.rows[0]
    naming = replace(row.response, answers={**row.response.answers, MEMBERS: Answer(("beacon",))})
    again = results(found.round, [naming], TODAY)
    card = scorecard([again])
    (period,) = card.periods
    assert (period.silent, period.through, period.expected) == (("Castle",), ("Beacon",), 3)
    assert period.came == "2 of 3, by 1 response"  # as the round's own status says
    assert block(card)["periods"][0]["returned"] == again.returned == 2
    assert not period.twice
    assert block(card)["periods"][0]["answered_by_a_parent"] == ["Beacon"]
    assert lacking(again, card.measures[0], "beacon", same=True) == "answered by Abbey"
    draft = results(found.round, [replace(naming, signed=None)], TODAY)
    said = lacking(draft, card.measures[0], "beacon", same=True)
    assert said == "named by Abbey, which has not signed yet"
    (waiting,) = scorecard([draft]).periods
    assert (waiting.silent, waiting.came) == (("Abbey", "Beacon", "Castle"), "0 of 3")


def test_a_member_that_reported_itself_too_may_be_counted_twice_and_that_is_said(template):
    found = round_of(template, shares(Abbey="8/10", Beacon="4/5"))
    abbey, beacon = (row.response for row in found.rows)
    naming = replace(abbey, answers={**abbey.answers, MEMBERS: Answer(("beacon",))})
    card = scorecard([results(found.round, [naming, beacon], TODAY)])
    assert card.periods[0].twice == (("Beacon", "Abbey"),)
    (said,) = [one for one in notes(card) if "twice" in one]
    assert said.startswith("In q1 Abbey says that it answers for Beacon, and it reported itself too:")
    assert said in [one.text for one in messages(card, template.bands)]
    assert counts(card, "B1") == [(12, 15)]


def test_rounds_in_another_order_than_that_of_their_days_are_told(template):
    rounds = [round_of(template, shares(Abbey="8/10"), number) for number in (1, 2)]
    told = "q1 was due before q2; up and down are read in the order in which they are named."
    for order, said in ((rounds, False), (rounds[::-1], True)):
        card = scorecard(order)
        assert (told in notes(card), told in [one.text for one in messages(card, template.bands)]) == (
            said,
        ) * 2


def test_where_others_answer_about_agencies_nobody_is_silent(template):
    own = {"not started": "not visited", "complete": "visited, not signed", "signed": "visited"}
    visits = replace(template, running=Running("adviser", own))
    said = shares(Abbey="8/10", Beacon="silent", Castle="declined", Dale="8/10")
    said["Dale"]["draft"] = True
    found = round_of(visits, said, 2)
    card = scorecard([round_of(template, shares(Abbey="8/10", Beacon="silent")), found])
    assert set(card.periods[1].states) == {"Beacon", "Dale"}
    assert silent_word(SILENT, card.periods[1], "Beacon") == "not visited"
    assert silent_word(SILENT, card.periods[0], "Beacon") == SILENT
    assert card.owing == "Still to come"
    text = " ".join(sentences(card, template.bands))
    assert "Silent in q1 (1 of 2): Beacon." in text
    assert "Not visited in q2 (1 of 3): Beacon." in text
    assert "Silent in q2" not in text
    assert "more than once" not in text


def test_two_of_one_name_are_told_apart_by_their_codes(template):
    found = round_of(template, shares(Abbey="8/10", Beacon="silent"))
    twins = tuple(replace(one, agency=replace(one.agency, name="St Mary")) for one in found.round.expected)
    card = scorecard([results(replace(found.round, expected=twins), [found.rows[0].response], TODAY)])
    assert [one.name for one in card.of(card.measures[0])] == ["St Mary (abbey)", "St Mary (beacon)"]


def test_what_is_asked_otherwise_stands_apart(template, make):
    other = make(
        SET.replace("How many are trained?", "How many were trained?").replace("It is seen to.", "It is.")
    )
    then, now = round_of(template, shares(Abbey="8/10")), round_of(other, shares(Abbey="9/10"), 2)
    card = scorecard([then, now])
    assert counts(card, "B1", "Abbey") == [None, (9, 10)]
    assert line(card, "B1", "Abbey").lacking == ("asked otherwise", "")
    assert line(card, "A", "Abbey").lacking == ("asked otherwise", "")
    assert card.left_out == (
        "B1 is asked in other words in q1, so it stands apart there.",
        "A is made of other questions in q1, so it stands apart there.",
    )
    gone = make("\n".join(each for each in SET.splitlines() if "B2" not in each))
    assert scorecard([then, round_of(gone, shares(Abbey="9/10"), 2)]).left_out == (
        "B2 of q1: not in q2, so left out.",
    )


def test_a_standard_of_other_weights_stands_apart(template, make):
    heavier = make(SET.replace("Someone leads.", "Someone leads., weight: 2"))
    card = scorecard([round_of(template, shares(Abbey="8/10")), round_of(heavier, shares(Abbey="9/10"), 2)])
    assert [bool(one) for one in line(card, "A", "Abbey").entries] == [False, True]
    assert counts(card, "B1", "Abbey") == [(8, 10), (9, 10)]


def test_a_round_twice_or_one_that_measures_nothing_is_refused(template, make):
    one = round_of(template, shares(Abbey="8/10"))
    with pytest.raises(StateError, match="'q1' is named twice"):
        scorecard([one, one])
    bare = make(SET.split("      - {id: A1", maxsplit=1)[0] + "      - {id: A1, text: Say., kind: text}\n")
    with pytest.raises(StateError, match="asks for no share and grades nothing"):
        scorecard([round_of(bare, {"Abbey": "silent"})])


def test_rounds_are_called_by_their_periods_where_all_have_one(template):
    one = round_of(template, shares(Abbey="silent"), period="Q1 2026-27")
    two = round_of(template, shares(Abbey="silent"), 2, period="Q2 2026-27")
    assert [p.label for p in scorecard([one, two]).periods] == ["Q1 2026-27", "Q2 2026-27"]
    bare = round_of(template, shares(Abbey="silent"), 3)
    assert [p.label for p in scorecard([one, bare]).periods] == ["q1", "q3"]


# --- as typed ---------------------------------------------------------------------------------------


def test_rounds_about_agencies_are_a_scorecard_and_a_series_is_found_by_any_of_its_rounds(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    call("init", ".")
    write("standards/local/ours.yaml", MADE_UP)
    write("templates/local/ours.yaml", "title: O\nagainst: local/ours\nneeds: {action: [], evidence: []}\n")
    for name in ("Abbey", "Beacon"):
        call("agency", "add", name, "--kind", "health")
    call("round", "open", "local/ours", "--name", "f-q1", "--due", "31/7/2026", "--period", "Q1")
    call("round", "repeat", "f-q1", "--period", "Q2")
    for name, said in (("f-q1", "B1: 8/10"), ("f-q2", "B1: 9/10")):
        write("a.yaml", f"A1: met\nA2: met\n{said}\n")
        call("ask", name, "--agency", "abbey", "--answers", "a.yaml")
        call("sign", name, "--agency", "abbey", "--name", "Ada", "--role", "Lead")
    found = as_json("results", "f-q1", "f-q2")
    assert (
        found == as_json("results", "f-q2", "--series") == as_json("results", "f-q1", "f-q2", "--scorecard")
    )
    assert [one["silent"] for one in found["periods"]] == [["Beacon"], ["Beacon"]]
    (question,) = found["questions"]
    assert [one["k"] for one in question["lines"][0]["values"]] == [8, 9]
    assert question["changes"][1]["agencies"] == 1
    assert found["standards"][0]["id"] == "A"
    said = call("results", "f-q1", "--series", "--today", "2027-02-01")
    assert ["Abbey", "80", "%", "90", "%", "rising"] in [one.split() for one in said.stdout.splitlines()]
    assert "Silent more than once in 2 rounds: Beacon (2 of 2)." in said.stdout
    assert "takes one round" in refused("results", "f-q1", "f-q2", "--series", code=2)
    assert math.isclose(question["lines"][0]["values"][1]["share"], 0.9)
