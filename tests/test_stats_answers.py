"""Every answer of the calculator whole: sentences, tables, note and figures, as they were read and agreed.

What is meant to change is written anew by `python tests/test_stats_answers.py`, and read again in the diff.
"""

import json
import math
from dataclasses import asdict
from fractions import Fraction
from itertools import chain, repeat
from pathlib import Path

import pytest

from audit.errors import AuditError
from audit.statistics import detection, findings, findings_change, plans
from audit.statistics.agreement import agreement
from audit.statistics.compare import Count, independent, paired
from audit.statistics.estimate import Stratum, stratified
from audit.statistics.findings_agreement import of_agreement
from audit.statistics.ratings import Rating
from audit.statistics.sequential_sentences import of_verdict

KEPT = Path(__file__).parent / "golden" / "stats_answers.json"
NEAR = 1e-9  # of a float that is kept; no nearer do libraries round alike


def counts(rows):
    """Rounds written as `12/20`."""
    return [Count(*map(int, one.split("/"))) for one in rows.split()]


def strata(rows):
    """Strata written as `North:60:10:9`: how many there are, were read, and met the standard."""
    cut = [one.split(":") for one in rows.split()]
    return [Stratum(name, int(there), int(read), int(met)) for name, there, read, met in cut]


def readings(pairs, *more):
    """Readings of files by pairs of grades, `met/partly:3` for three, and by several readers."""
    cut = [one.partition(":")[::2] for one in pairs.split()]
    files = chain.from_iterable(repeat(grades.split("/"), int(many or 1)) for grades, many in cut)
    every = [*files, *(one.split("/") for one in more)]
    return [
        Rating(f"file {number}", f"Reader {reader}", grade)
        for number, grades in enumerate(every)
        for reader, grade in enumerate(grades)
        if grade != "-"
    ]


def verdict(outcomes, population, target, confidence="0.95"):
    return lambda: of_verdict(outcomes, population=population, target=target, confidence=confidence)


ORDER = ["not-met", "partly", "met"]
USUAL = "met/met:11 partly/met:4 met/partly:2 not-met/partly:2 not-met/not-met:3 partly/partly:5"
PAIRS = [
    (11, 1, 6, 2),
    (20, 0, 9, 1),
    (0, 3, 3, 0),
    (40, 0, 0, 10),
    (5, 9, 1, 5),
    (12, 3, 11, 400),
    (0, 0, 0, 7),
]
TWO = ["12/20 17/20", "90/100 70/100", "0/10 10/10", "5/5 5/5", "1/1 0/1", "3/18 4/19", "400/1000 460/1000"]
ROUNDS = [
    ("12/20 13/20 17/20", None),
    ("12/20 13/20 17/20", (0, 6, 18)),
    ("90/100 70/100 50/100 20/100", None),
    ("20/100 50/100 70/100 95/100", None),
    ("5/5 7/7 3/3", None),
    ("50/60 51/60 20/60 52/60", None),
    ("4/10 5/10 6/10 5/10 4/10", None),
    ("1/2 1/2", None),
]
STRATA = [
    "North:60:10:9 South:40:12:12",
    "North:60:10:10 South:40:12:12",
    "North:60:1:1 South:40:12:7",
    "North:10:10:9 South:4:4:4",
    "North:3000:150:120 South:40:12:7 East:900:60:20 West:5:5:0",
    "North:60:10:0 South:40:12:0",
    "North:60:10:9",
]
SEEN = [(9, 10), (10, 10), (0, 10), (45, 50), (1, 1), (0, 1), (19, 19), (18, 20), (333, 1000)]
ASKED = {
    **{
        f"{met} of {read} of {of}, {sure}, {how}": lambda a=met, b=read, c=of, d=sure, e=how: (
            findings.of_counts(a, b, population=c, confidence=d, method=e)
        )
        for met, read in SEEN
        for of, sure, how in (
            (None, "0.95", None),
            (1200, "0.9", None),
            (read, "0.95", None),
            (None, "0.9", "exact"),
            (read + 1, "0.99", None),
        )
    },
    **{
        f"{read} to read of {of}, {sure}": lambda a=read, b=of, c=sure: plans.of_sample(
            a, population=b, confidence=c
        )
        for read, of, sure in (
            *((20, 120, "0.95"), (20, None, "0.9"), (1, 1, "0.95"), (1, 90, "0.9"), (7, 9, "0.99")),
            *((60, 60, "0.95"), (400, 5000, "0.9"), (19, None, "0.95"), (2, None, "0.95")),
        )
    },
    **{
        f"to within {to}, some {some}, of {of}, {sure}": lambda a=to, b=some, c=of, d=sure: plans.of_margin(
            a, expected=b, population=c, confidence=d
        )
        for to, some, of, sure in (
            *(("0.1", "0.5", 120, "0.95"), ("0.1", "0.9", None, "0.9"), ("0.05", "0.8", 3000, "0.99")),
            *(("0.2", "0.7", None, "0.95"), ("0.01", "0.5", None, "0.95"), ("0.18", "0.5", None, "0.95")),
        )
    },
    **{
        f"from {one} to {two}, of {of}, {sure}": lambda a=one, b=two, c=power, d=of, e=sure: plans.of_change(
            a, b, power=c, population=d, confidence=e
        )
        for one, two, power, of, sure in (
            *(("0.6", "0.8", "0.8", None, "0.95"), ("0.9", "0.5", "0.9", 200, "0.9")),
            *(("0.5", "0.95", "0.8", 40, "0.95"),),
        )
    },
    **{
        f"fewer than {rate} fail, {let} let pass, of {of}, {sure}": lambda a=rate, b=let, c=of, d=sure: (
            detection.of_discovery(a, allowed=b, population=c, confidence=d)
        )
        for rate, let, of, sure in (
            *(
                ("0.1", 0, 120, "0.95"),
                ("0.05", 1, None, "0.9"),
                ("0.02", 3, 40, "0.95"),
                ("0.3", 1, 9, "0.95"),
            ),
            *(("0.1", 0, 10, "0.95"), ("0.2", 5, 300, "0.99")),
        )
    },
    **{
        f"a chance: {rate} fail, {read} of {of}": lambda a=rate, b=read, c=of: detection.of_chance(
            a, b, population=c
        )
        for rate, read, of in (("0.1", 10, 120), ("0.05", 1, None), ("0.01", 20, 100), ("0.15", 40, None))
    },
    **{f"strata {rows}": lambda a=rows: findings.of_strata(stratified(strata(a))) for rows in STRATA},
    "strata, 90 %": lambda: findings.of_strata(stratified(strata(STRATA[4]), confidence="0.9")),
    **{f"two audits {two}": lambda a=two: findings_change.of_samples(independent(*counts(a))) for two in TWO},
    "none, and hardly any left": lambda: findings.of_counts(0, 19, population=20, confidence="0.5"),
    "strata, all met, and hardly any left": lambda: findings.of_strata(
        stratified(strata("North:20:19:19 South:5:5:5"), confidence="0.5")
    ),
    "to within 1.386 points": lambda: plans.of_margin("0.01386"),
    "to within 1.3858 points": lambda: plans.of_margin("0.013858"),
    "two audits, 90 %": lambda: findings_change.of_samples(independent(*counts(TWO[0]), confidence="0.9")),
    **{f"the same files {four}": lambda a=four: findings_change.of_pairs(paired(*a)) for four in PAIRS},
    "the same files, 90 %": lambda: findings_change.of_pairs(paired(*PAIRS[0], confidence="0.9")),
    **{
        f"rounds {rows}, {at}": lambda a=rows, b=at: findings_change.of_rounds(counts(a), b)
        for rows, at in ROUNDS
    },
    "rounds, 90 %": lambda: findings_change.of_rounds(counts(ROUNDS[0][0]), confidence="0.9"),
    "readers, in order": lambda: of_agreement(agreement(readings(USUAL), ORDER)),
    "readers, no order, 90 %": lambda: of_agreement(agreement(readings(USUAL), confidence=Fraction("0.9"))),
    "readers, all alike": lambda: of_agreement(agreement(readings("met/met:9"), ORDER)),
    "readers, one file": lambda: of_agreement(agreement(readings("met/partly:1"), ORDER)),
    "readers, never alike": lambda: of_agreement(agreement(readings("met/partly:4 partly/met:4"))),
    "readers, some read once": lambda: of_agreement(agreement(readings(USUAL, "met", "partly"), ORDER)),
    "readers, three": lambda: of_agreement(
        agreement(readings(USUAL, "met/met/partly", "met/-/met", "not-met/met/partly"), ORDER)
    ),
    "readers, three always": lambda: of_agreement(
        agreement(readings("met/met/partly:4 met/met/met:9 partly/met/not-met:2"), ORDER)
    ),
    "readers, three, never alike": lambda: of_agreement(agreement(readings("met/partly/not-met:3"), ORDER)),
    "readers, three in pairs": lambda: of_agreement(
        agreement(readings("", "met/met", "-/met/partly", "met/-/met", "partly/partly", "-/met/met"))
    ),
    "a verdict: nothing read": verdict("", 60, "0.9"),
    "a verdict: all read and meets": verdict("1" * 9 + "0", 10, "0.9"),
    "a verdict: all read and short": verdict("1" * 8 + "00", 10, "0.9"),
    "a verdict: the only file": verdict("1", 1, "1"),
    "a verdict: too early": verdict("1" * 12, 120, "0.9"),
    "a verdict: meets": verdict("1" * 40, 120, "0.9"),
    "a verdict: falls short": verdict("1001010010010", 120, "0.9"),
    "a verdict: met, then worse": verdict("1" * 40 + "0" * 3, 120, "0.9"),
    "a verdict: at 90 %": verdict("1" * 25 + "0" + "1" * 9, 200, "0.8", "0.9"),
    "a verdict: past the last look, and open": verdict("1111111110" * 210, 4500, "0.9"),
    "a verdict: short, between two counts tested": verdict("11110" * 18, 5000, "0.9004"),
    "a verdict: short, not for certain": verdict("000", 60, "0.95"),
    "a verdict: proved wrong by the last file": verdict("1" * 29 + "0", 30, "1"),
    "a verdict: at the last look": verdict("1" * 2000, 4500, "0.9"),
    "a verdict: past the last look": verdict("1" * 2000 + "0" + "1" * 30, 4500, "0.9"),
    "a verdict: one file read": verdict("0", 40, "0.95"),
}


def answered(name):
    """An Answer as JSON holds it, or the sentence of a refusal."""
    try:
        found = asdict(ASKED[name]())
    except AuditError as error:
        return {"refused": str(error)}
    return json.loads(json.dumps(found, default=float))


def told_apart(one, other, where=""):
    """Where two values differ, floats by more than they may."""
    if isinstance(one, float) and isinstance(other, float):
        return [] if math.isclose(one, other, rel_tol=NEAR, abs_tol=1e-12) else [(where, one, other)]
    if type(one) is not type(other):
        return [(where, one, other)]
    if isinstance(one, dict) and list(one) == list(other):
        return [each for key in one for each in told_apart(one[key], other[key], f"{where}/{key}")]
    if isinstance(one, list) and len(one) == len(other):
        pairs = zip(one, other, strict=True)
        return [each for at, pair in enumerate(pairs) for each in told_apart(*pair, f"{where}/{at}")]
    return [] if one == other else [(where, one, other)]


@pytest.fixture(scope="module")
def kept():
    return json.loads(KEPT.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_is_the_one_that_was_agreed(kept, name):
    assert told_apart(answered(name), kept[name]) == []


def test_every_answer_that_is_kept_is_asked_for(kept):
    assert list(kept) == list(ASKED)


if __name__ == "__main__":
    KEPT.parent.mkdir(exist_ok=True)
    made = {name: answered(name) for name in ASKED}
    KEPT.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
