"""Whether practice got better, as an answer: one sentence and the counts, behind them intervals and tests.

Figures bear the names that they have in published tables; differences are second minus first.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from audit.statistics import boschloo, sentences_change
from audit.statistics.answer import Answer, Grid
from audit.statistics.compare import Change, Count, PairedChange
from audit.statistics.exact import Number, within
from audit.statistics.trend import Chart, Trend, chart, trend
from audit.statistics.words import percent

TESTS = ("Test", "Chance of a change as large where nothing changed")
NO_MOVE = "not defined (no file moved)"
ALL_ALIKE = "not defined (every file came out the same)"
TOO_MANY = f"not worked out (above {boschloo.MOST:,} files in both samples it hardly differs from Fisher's)"


def of_samples(found: Change) -> Answer:
    """What two random samples say of the change between them."""
    sentence = sentences_change.independent(found)
    tests = (
        ("Fisher's exact test, two-sided", found.p_fisher),
        ("the same, for a rise", found.p_fisher_less),
        ("the same, for a fall", found.p_fisher_greater),
        ("Boschloo's exact test, two-sided (twice the smaller)", found.p_boschloo),
        ("the same, for a rise", found.p_boschloo_less),
        ("the same, for a fall", found.p_boschloo_greater),
    )
    details = (
        _difference(found, "Newcombe's (method 10, two samples)"),
        Grid("Tests:", TESTS, tuple((name, chance(p, TOO_MANY)) for name, p in tests)),
    )
    note = f"{percent(found.confidence)} confidence; the sentence goes by Fisher's two-sided test."
    rounds = (("First", found.first), ("Second", found.second))
    return Answer((sentence,), (_counts(rounds),), note, _sample_figures(found, sentence), details)


def _sample_figures(found: Change, sentence: str) -> dict[str, Any]:
    fisher = {
        "p_two_sided": found.p_fisher,
        "p_less": found.p_fisher_less,
        "p_greater": found.p_fisher_greater,
    }
    other = {
        "p_two_sided": found.p_boschloo,
        "p_less": found.p_boschloo_less,
        "p_greater": found.p_boschloo_greater,
    }
    sides = {name.removeprefix("p_"): {"p": p} for name, p in other.items()}
    flat = {
        "p_boschloo": found.p_boschloo,
        "p_boschloo_less": found.p_boschloo_less,
        "p_boschloo_greater": found.p_boschloo_greater,
    }
    return {
        "first": _count(found.first),
        "second": _count(found.second),
        **_limits(found),
        **fisher,
        **flat,
        "newcombe_10": _limits(found),
        "fisher": fisher,
        "boschloo": {"p": found.p_boschloo, **other, **sides},
        "could_be_chance": found.by_chance,
        "confidence": found.confidence,
        "not_defined": {} if found.p_boschloo is not None else dict.fromkeys(("boschloo", *flat), TOO_MANY),
        "sentence": sentence,
    }


def of_pairs(found: PairedChange) -> Answer:
    """What the same files read twice say of the change in them."""
    sentence = sentences_change.paired(found)
    moves = (
        ("Both times", found.both),
        ("The first time only (slipped)", found.only_first),
        ("The second time only (improved)", found.only_second),
        ("Neither time", found.neither),
    )
    counts = Grid("Met it:", ("When", "Files"), tuple((when, f"{many:,}") for when, many in moves))
    tests = (
        ("McNemar's exact test, two-sided", found.p_exact),
        ("the same, mid-p", found.p_mid),
        (f"McNemar's approximation, chi squared {_statistic(found.chi2)}", found.p_chi2),
        (f"the same with correction, chi squared {_statistic(found.chi2_corrected)}", found.p_corrected),
    )
    details = (
        _difference(found, "Newcombe's (method 10, paired)"),
        Grid("Tests:", TESTS, tuple((name, chance(p, NO_MOVE)) for name, p in tests)),
    )
    note = f"{percent(found.confidence)} confidence; the sentence goes by McNemar's exact test."
    return Answer((sentence,), (counts,), note, _pair_figures(found, sentence), details)


def _pair_figures(found: PairedChange, sentence: str) -> dict[str, Any]:
    tests = {
        "p_exact": found.p_exact,
        "p_mid": found.p_mid,
        "chi2_uncorrected": found.chi2,
        "p_uncorrected": found.p_chi2,
        "chi2_corrected": found.chi2_corrected,
        "p_corrected": found.p_corrected,
    }
    return {
        "both_compliant": found.both,
        "only_first": found.only_first,
        "only_second": found.only_second,
        "neither": found.neither,
        "first": _count(found.first),
        "second": _count(found.second),
        "improved": found.only_second,
        "slipped": found.only_first,
        **_limits(found),
        **tests,
        "newcombe_paired_10": _limits(found),
        "mcnemar": tests,
        "could_be_chance": found.by_chance,
        "confidence": found.confidence,
        "not_defined": {name: NO_MOVE for name, value in tests.items() if value is None},
        "sentence": sentence,
    }


def of_rounds(
    rounds: Sequence[Count], scores: Sequence[Number] | None = None, *, confidence: Number = 0.95
) -> Answer:
    """What several rounds in a row say of a trend, and which of them stands apart."""
    level = within(confidence, "The confidence")
    tested, charted = trend(rounds, scores), chart(rounds)
    sentence = sentences_change.trend(rounds, tested, charted, level)
    named = [(f"Round {number}", one) for number, one in enumerate(rounds, 1)]
    note = f"{percent(level)} confidence; the test is an approximation, and with small rounds a guide only."
    figures = _round_figures(rounds, tested, charted) | {"confidence": float(level), "sentence": sentence}
    return Answer((sentence,), (_counts(named),), note, figures, _round_details(rounds, tested, charted))


def _round_details(rounds: Sequence[Count], tested: Trend, charted: Chart) -> tuple[Grid, Grid]:
    """The test for a trend, and the limits of each round."""
    tests = (
        ("Cochran–Armitage z", _statistic(tested.z) or ALL_ALIKE),
        ("chi squared", _statistic(tested.chi2) or ALL_ALIKE),
        ("chance of a trend as strong where there is none", chance(tested.p_two_sided, ALL_ALIKE)),
    )
    ends = zip(rounds, charted.lower, charted.upper, strict=True)
    limits = tuple(
        (str(number), sentences_change.count(one), _share(low), _share(high))
        for number, (one, low, high) in enumerate(ends, 1)
    )
    return (
        Grid("The test for a trend:", ("Figure", "Value"), tests),
        Grid(
            f"P-chart round {_share(charted.centre)}, limits at 3 standard deviations:",
            ("Round", "Met it", "Lower limit", "Upper limit"),
            limits,
        ),
    )


def _round_figures(rounds: Sequence[Count], tested: Trend, charted: Chart) -> dict[str, Any]:
    test = {"z": tested.z, "chi2": tested.chi2, "p_two_sided": tested.p_two_sided}
    control = {
        "centre": charted.centre,
        "lcl": list(charted.lower),
        "ucl": list(charted.upper),
        "points_outside": list(charted.outside),
    }
    return {
        "rounds": [_count(one) for one in rounds],
        **test,
        **control,
        "trend": test,
        "chart": control,
        "not_defined": {name: ALL_ALIKE for name, value in test.items() if value is None},
    }


# --- in print ---------------------------------------------------------------------------------------


def _counts(named: Sequence[tuple[str, Count]]) -> Grid:
    rows = tuple((name, f"{one.compliant:,}", f"{one.sample:,}") for name, one in named)
    return Grid("The counts:", ("", "Met it", "Files read"), rows)


def _difference(found: Change | PairedChange, method: str) -> Grid:
    row = (
        f"{found.difference * 100:+.1f} points",
        f"{_outward(found.lower, math.floor)} to {_outward(found.upper, math.ceil)} points",
        method,
    )
    return Grid("The difference, second less first:", ("Difference", "Interval", "Method"), (row,))


def _outward(share: float, end: Any) -> str:
    """A limit in percentage points, a tenth of one rounded outward."""
    return f"{end(round(share * 1000, 6)) / 10:+.1f}"


def chance(p: float | None, reason: str) -> str:
    """A chance with three decimals: `0.074`, `under 0.001`; where there is none, why."""
    if p is None:
        return reason
    return "under 0.001" if p < 0.0005 else f"{p:.3f}"


def _statistic(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _share(value: float) -> str:
    return f"{value * 100:.1f} %"


# --- as figures -------------------------------------------------------------------------------------


def _count(one: Count) -> Mapping[str, Any]:
    return {"compliant": one.compliant, "sample": one.sample, "share": float(one.share)}


def _limits(found: Change | PairedChange) -> dict[str, float]:
    return {"difference": found.difference, "lower": found.lower, "upper": found.upper}
