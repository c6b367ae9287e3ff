"""The summary of random rounds: every figure in its sentences, worked out here again from the answers."""

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.scoring.counts import counts
from audit.scoring.messages import messages
from audit.scoring.partnership import results
from audit.summaries.choosing import MOST, chosen
from audit.summaries.count import figures
from audit.workbook.edition import Edition
from audit.workbook.summary import asked, told

SET = """
title: Set
scale: met-partly-not
standards:
  - id: A
    title: First
    questions: [{id: A1, text: One., critical: yes}, {id: A2, text: Two., critical: yes}]
  - {id: B, title: Second, questions: [{id: B1, text: Three.}, {id: B2, text: Four.}]}
  - {id: C, title: Third, questions: [{id: C1, text: Five.}]}
  - {id: D, title: Fourth, questions: [{id: D1, text: Six., critical: yes}, {id: D2, text: Seven.}]}
  - {id: E, title: Fifth, questions: [{id: E1, text: Eight.}]}
"""
IDS = ("A1", "A2", "B1", "B2", "C1", "D1", "D2", "E1")
CRITICAL = ("A1", "A2", "D1")
POINTS = {"met": Fraction(1), "partly": Fraction(1, 2), "not-met": Fraction(0)}
NO = {"value": "n/a", "reason": "None."}
GRADES = st.sampled_from(("met", "met", "met", "partly", "not-met", "n/a"))
RETURN = st.one_of(st.none(), st.tuples(st.booleans(), st.lists(GRADES, min_size=8, max_size=8)))
NEXT = re.compile(r"(\w) \(\w+\): ")
NAMES = ("Alpha", "Beta", "Gamma", "Delta", "Echo", "Foxtrot", "Golf")


@pytest.fixture(scope="module")
def template(make):
    return make(SET, "against: local/set\nneeds: {action: []}")


def fully(given, standard):
    """Whether a return meets a standard fully, in part or not; None where nothing of it applies."""
    own = {name: grade for name, grade in given.items() if name[0] == standard and grade != "n/a"}
    if not own:
        return None
    low = any(own.get(name) == "not-met" for name in CRITICAL)
    if low or sum(POINTS[grade] for grade in own.values()) / len(own) < Fraction(1, 2):
        return "not"
    return "fully" if set(own.values()) == {"met"} else "in part"


def numbers(text):
    return [int(each) for each in re.findall(r"(?<![A-Z])\d+", text)]


@settings(max_examples=60)
@given(given=st.lists(RETURN, min_size=1, max_size=7))
def test_every_figure_of_a_random_round_is_that_of_its_answers(template, open_round, today, given):
    drawn = dict(zip(NAMES, given, strict=False))
    answers = {
        name: one and {q: NO if grade == "n/a" else grade for q, grade in zip(IDS, one[1], strict=True)}
        for name, one in drawn.items()
    }
    unsigned = [name for name, one in drawn.items() if one and not one[0]]
    round_, responses = open_round(template, answers, unsigned)
    found = results(round_, responses, today)
    signed = [dict(zip(IDS, one[1], strict=True)) for one in drawn.values() if one and one[0]]
    by_key = {one.key: one.text for one in messages(found)}
    assert numbers(by_key["returned"]) == [len(signed), len(drawn)]
    check_critical(by_key, signed, found)
    check_standards(by_key, signed, found)
    summary = told(Edition(found, "board"))
    assert summary == told(Edition(found, "board")) == chosen(messages(found))
    assert len(summary) == min(MOST, len(messages(found)))
    assert len(summary) >= 5 or not signed or len(summary) == len(messages(found))
    asks = " ".join(asked(Edition(found, "board")))
    assert ("critical" in asks) == any(one[name] == "not-met" for one in signed for name in CRITICAL)
    assert not asked(Edition(found, "public", asks=("agree",)))


def check_critical(by_key, signed, found):
    unmet = {name for one in signed for name in CRITICAL if one[name] == "not-met"}
    having = sum(any(one[name] == "not-met" for name in CRITICAL) for one in signed)
    kept = figures(counts(found))
    assert (kept["critical.unmet"], kept["critical.agencies"]) == (len(unmet), having)
    if unmet:
        assert numbers(by_key["critical"])[:2] == [len(unmet), having]
        assert all(name in by_key["critical"] for name in unmet)
    elif signed:
        assert by_key["critical"] == "No critical question is at its lowest grade in any return."


def check_standards(by_key, signed, found):
    kept, table = figures(counts(found)), {}
    for name in "ABCDE":
        ways = [fully(one, name) for one in signed]
        table[name] = [ways.count(word) for word in ("fully", "in part", "not")]
        assert kept[f"standard.{name}.fully"] == table[name][0]
        assert kept[f"standard.{name}.fully.of"] == sum(table[name])
    shares = {name: Fraction(row[0], sum(row)) for name, row in table.items() if sum(row)}
    weak = [name for name in shares if shares[name] < 1]
    if not weak:
        assert ("Every standard is fully met" in by_key.get("standard.weakest", "")) == bool(shares)
        return
    if len({tuple(row) for row in table.values() if sum(row)}) == 1 and len(weak) > 1:
        row = table[weak[0]]
        assert by_key["standard.weakest"].startswith("No standard is weaker than another: ")
        assert numbers(by_key["standard.weakest"]) == [row[0], sum(row), *row[1:]]
        return
    ranks = {name: (shares[name], -table[name][2]) for name in weak}
    first = re.search(r"standard (\w) ", by_key["standard.weakest"])[1]
    assert shares[first] == min(shares.values())
    assert numbers(by_key["standard.weakest"])[:4] == [len(signed), *table[first]]
    told = by_key.get("standard.next", "")
    assert told.startswith("Just as weak: ") == (
        bool(told) and all(ranks[name] == ranks[first] for name in NEXT.findall(told))
    )
    for name, *row in re.findall(r"(\w) \(\w+\): (\d+) fully, (\d+) in part, (\d+) not", told):
        assert [int(each) for each in row] == table[name]
        assert name != first
    if more := re.search(r"; and (\d) more like (\w)\.", told):
        assert int(more[1]) == [*ranks.values()].count(ranks[more[2]]) - len(
            [one for one in (first, *NEXT.findall(told)) if ranks[one] == ranks[more[2]]]
        )
    if most := by_key.get("standard.strongest"):
        best = re.findall(r"(\w) \(", most)
        assert all(numbers(most) == [table[name][0], sum(table[name])] for name in best)
        assert not set(best) & {first, *NEXT.findall(told)}
