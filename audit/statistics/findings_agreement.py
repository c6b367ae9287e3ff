"""How far readers agree, as an answer: one sentence and the counts, behind them the coefficients."""

import math
from collections.abc import Mapping
from typing import Any

from audit.statistics import sentences_change
from audit.statistics.agreement import Agreement, Figure
from audit.statistics.answer import Answer, Grid
from audit.statistics.words import nearest, percent, shares

NAMES = {
    "percent_agreement": "Percent agreement",
    "all_agree": "All readers agree",
    "gwet_ac1": "Gwet's AC1",
    "cohen_kappa": "Cohen's kappa",
    "weighted_kappa_linear": "Weighted kappa, linear",
    "weighted_kappa_quadratic": "Weighted kappa, quadratic",
    "gwet_ac2_linear": "Gwet's AC2, linear",
    "gwet_ac2_quadratic": "Gwet's AC2, quadratic",
    "scott_pi": "Scott's pi",
    "brennan_prediger": "Brennan and Prediger's kappa",
    "fleiss_kappa": "Fleiss' kappa",
    "alpha_nominal": "Krippendorff's alpha",
    "alpha_ordinal": "Krippendorff's alpha, ordinal",
}
NO_ORDER = "not defined (the grades were given no order)"
_SHARES = {"percent_agreement", "all_agree"}
_BY_CHANCE = "1 is full agreement, 0 what readers would reach who grade at random"
HOW_TO_READ = {
    "percent_agreement": "Read this first: how often two readings of the same file gave the same grade.",
    "gwet_ac1": f"{_BY_CHANCE}. It holds steady where nearly all files get one grade: read it second.",
    "cohen_kappa": f"{_BY_CHANCE} in the shares they used. It misleads where nearly all files get one "
    "grade: two auditors agreeing on 85 of 100 can have a kappa of .70 or .32.",
    "weighted_kappa": "Kappa that counts near grades as agreeing in part, quadratic more than linear; it "
    "depends on how many grades there are.",
    "gwet_ac2": "AC1 that counts near grades as agreeing in part.",
    "scott_pi": "Kappa that takes both readers to use the grades alike.",
    "brennan_prediger": "Percent agreement less what a blind throw among the grades would reach.",
    "fleiss_kappa": "Kappa for many readers, where all files were read equally often; as misleading.",
    "alpha": f"{_BY_CHANCE} from all the grades given; for any number of readers, and with gaps. It "
    "misleads as kappa does. Ordinal: grades far apart weigh more.",
}


def of_agreement(found: Agreement) -> Answer:
    """What readings of the same files say of the readers."""
    sentence = sentences_change.agreement(found)
    same = {"all_agree", "fleiss_kappa"} if found.twice else set()  # as percent agreement and Scott's pi
    shown = {name: one for name, one in found.figures.items() if name not in same}
    rows = tuple((NAMES[name], *_cells(name, shown[name], found)) for name in NAMES if name in shown)
    details = (
        Grid("Agreement:", ("Figure", "Value", f"{percent(found.confidence)} interval"), rows),
        Grid("How to read them:", ("Figure", "What it says"), tuple(_readings(shown))),
    )
    return Answer((sentence,), (_counts(found),), _note(found), _figures(found, sentence), details)


def how_to_read(name: str) -> str:
    """A word on a figure, by its name among those of an Agreement."""
    return next(
        (text for begin, text in HOW_TO_READ.items() if name.startswith(begin)),
        "How many files got the same grade from all who read them.",
    )


def _readings(shown: Mapping[str, Figure]) -> list[tuple[str, str]]:
    """A word on each figure that is defined, near relations together."""
    said: dict[str, str] = {}
    for name in NAMES:
        if name in shown and shown[name].value is not None:
            said.setdefault(how_to_read(name), NAMES[name].split(",")[0])
    return [(name, text) for text, name in said.items()]


def _cells(name: str, one: Figure, found: Agreement) -> tuple[str, str]:
    """A figure with its interval, rounded outward; or why it has none."""
    if one.value is None:
        return "", one.reason
    value = nearest(str(one.value), found.units) if name in _SHARES else f"{one.value:.2f}"
    if one.lower is None or one.upper is None:
        return value, one.reason
    if name in _SHARES:
        return value, shares(one.lower, one.upper, found.units)
    return value, f"{math.floor(one.lower * 100) / 100:.2f} to {math.ceil(one.upper * 100) / 100:.2f}"


def _counts(found: Agreement) -> Grid:
    """First grades by second ones; of more readers how often each grade was given."""
    if found.table is None:
        rows = (
            ("Files read more than once", f"{found.units:,}"),
            ("Readings of them", f"{found.readings:,}"),
            ("Readers", f"{len(found.raters):,}"),
            ("Files on which all agreed", f"{found.agreed:,}"),
        )
        return Grid("The counts:", ("", "Number"), rows)
    who = found.raters if len(found.raters) == 2 else ("First reading", "second reading")
    cells = tuple(
        (grade, *(f"{many:,}" for many in line))
        for grade, line in zip(found.grades, found.table, strict=True)
    )
    return Grid(f"{who[0]} (down) by {who[1]} (across):", ("", *found.grades), cells)


def _note(found: Agreement) -> str:
    scale = f"Reckoned with the {len(found.grades)} grades that were given. " if not found.ordered else ""
    first = "Wilson's for the percent" if found.twice else "Wilson's where all agree"
    return (
        f"{scale}Intervals: {first}, normal from the published standard errors for kappa and AC, "
        "jackknife over files with t for the others."
    )


def _figures(found: Agreement, sentence: str) -> dict[str, Any]:
    figures = found.figures
    alpha = {level: _value(found, f"alpha_{level}") for level in ("nominal", "ordinal")}
    plain = ("percent_agreement", "scott_pi", "brennan_prediger", "fleiss_kappa")
    both = {name: figures[name] for name in ("cohen_kappa", "gwet_ac1")}
    return {
        "units": found.units,
        "left_out": found.left_out,
        "raters": list(found.raters),
        "readings": found.readings,
        "grades": list(found.grades),
        "ordered": found.ordered,
        "agreed": found.agreed,
        "table": found.table,
        **{name: figures[name].value for name in plain},
        **{name: one.value for name, one in both.items()},
        **{f"{name}_se": one.error for name, one in both.items()},
        "weighted_kappa": {name: _weighted(found, name) for name in ("linear", "quadratic")}
        if found.ordered
        else None,
        "alpha": alpha["ordinal" if found.ordered else "nominal"],
        "krippendorff_alpha": {level: {"alpha": value} for level, value in alpha.items()},
        "intervals": {
            name: {"lower": one.lower, "upper": one.upper, "se": one.error} for name, one in figures.items()
        },
        "not_defined": {name: one.reason for name, one in figures.items() if one.value is None}
        | ({} if found.ordered else dict.fromkeys(("weighted_kappa", "alpha_ordinal"), NO_ORDER)),
        "no_interval": {
            name: one.reason for name, one in figures.items() if one.value is not None and one.reason
        },
        "how_to_read": {name: how_to_read(name) for name in figures},
        "confidence": found.confidence,
        "sentence": sentence,
    }


def _value(found: Agreement, name: str) -> float | None:
    return found.figures[name].value if name in found.figures else None


def _weighted(found: Agreement, name: str) -> dict[str, float | None]:
    kappa = found.figures[f"weighted_kappa_{name}"]
    return {
        "weighted_kappa": kappa.value,
        "se": kappa.error,
        "gwet_ac2": _value(found, f"gwet_ac2_{name}"),
    }
