"""Whether readers of the same cases see the same: percent agreement first, then what allows for chance."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from audit.definitions import nearest
from audit.errors import AuditError
from audit.statistics import kappa, quantiles, readings
from audit.statistics.exact import Number, within
from audit.statistics.interval import proportion
from audit.statistics.ratings import Rating, check_order
from audit.statistics.readings import Case

MOST_GRADES = 20  # different grades; more are no grades but free text
MOST_CASES = 100_000
ONE_ANSWER = "not defined (both used one answer only)"
ONE_FOR_ALL = "not defined (all used one answer only)"
NO_SECOND = "not defined (one grade only is known; give the order of grades to tell the others)"
UNEQUAL = "not defined (not every file was read equally often)"
NOT_TWO = "not defined (files were read more than twice)"
NO_SPREAD = "no interval (the standard error comes out as 0, which is not certainty)"
TOO_FEW = "no interval (too few files differ)"
_TINY = 1e-12  # what floats leave of a standard error of 0


@dataclass(frozen=True, slots=True)
class Figure:
    """One coefficient, its standard error and interval; what is not defined is None, `reason` says why."""

    value: float | None
    error: float | None = None
    lower: float | None = None
    upper: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far readers agree on the units read twice or more; those read once are left out, and counted.

    `agreed` units got one grade from all their readers. `table` holds first readings by second ones
    where each unit has two: by reader where there are two in all. `figures` go by the names
    percent_agreement, all_agree, cohen_kappa, gwet_ac1, scott_pi, brennan_prediger, fleiss_kappa and
    alpha_nominal; with an order also alpha_ordinal, weighted_kappa_linear and _quadratic, gwet_ac2 likewise.
    """

    units: int
    left_out: int
    raters: tuple[str, ...]
    readings: int
    grades: tuple[str, ...]
    ordered: bool
    agreed: int
    table: tuple[tuple[int, ...], ...] | None
    figures: Mapping[str, Figure]
    confidence: float

    @property
    def twice(self) -> bool:
        """Whether every unit was read just twice."""
        return self.table is not None


def agreement(
    ratings: Sequence[Rating], order: Sequence[str] | None = None, *, confidence: Number = 0.95
) -> Agreement:
    """The agreement of readers, with an interval for each figure that has one.

    With an order of grades, worst to best, near grades count in part too. AuditError where no unit was
    read twice, a reader read one twice, or there are more than 20 grades or 100,000 units.
    """
    level = within(confidence, "The confidence")
    grades = _grades(ratings, order)
    units = _units(ratings)
    kept = [each for each in units.values() if len(each) > 1]
    if not kept:
        raise AuditError("No file was read twice, so there is nothing to compare.")
    if len(kept) > MOST_CASES:
        raise AuditError(
            f"{len(kept):,} files read twice are more than the {MOST_CASES:,} that can be compared here."
        )
    places = {grade: place for place, grade in enumerate(grades)}
    cases = [_case([places[one.grade] for one in each], len(grades)) for each in kept]
    table = _table(kept, places) if all(len(each) == 2 for each in kept) else None
    return Agreement(
        len(kept),
        len(units) - len(kept),
        tuple(dict.fromkeys(one.rater for each in kept for one in each)),
        sum(map(len, kept)),
        grades,
        order is not None,
        sum(max(case) == sum(case) for case in cases),
        table,
        _figures(readings.kinds_of(cases), table, order is not None, level),
        float(level),
    )


def _grades(ratings: Sequence[Rating], order: Sequence[str] | None) -> tuple[str, ...]:
    """The grades of the scale, in order where one is given; AuditError where they cannot be."""
    given = sorted({one.grade for one in ratings})
    if order is not None:
        check_order(order)
        if strange := [grade for grade in given if grade not in order]:
            raise AuditError(f"{strange[0]!r} is not in the order of grades{nearest(strange[0], order)}")
        given = list(order)
    if len(given) > MOST_GRADES:
        raise AuditError(
            f"{len(given)} different grades are no scale; at most {MOST_GRADES} can be compared."
        )
    return tuple(given)


def _units(ratings: Sequence[Rating]) -> dict[str, list[Rating]]:
    """The readings of each unit, in order; AuditError where somebody read one twice."""
    units: dict[str, list[Rating]] = {}
    seen: set[tuple[str, str]] = set()
    for one in ratings:
        if (one.unit, one.rater) in seen:
            raise AuditError(f"{one.rater} read {one.unit} twice; a second reading needs another reader.")
        seen.add((one.unit, one.rater))
        units.setdefault(one.unit, []).append(one)
    return units


def _case(places: Sequence[int], size: int) -> Case:
    counts = Counter(places)
    return tuple(counts[place] for place in range(size))


def _table(kept: Sequence[Sequence[Rating]], places: Mapping[str, int]) -> tuple[tuple[int, ...], ...]:
    """First readings by second ones; where there are two readers in all, one reader's by the other's."""
    raters = list(dict.fromkeys(one.rater for each in kept for one in each))
    counts: Counter[tuple[int, int]] = Counter()
    for first, second in kept:
        turned = len(raters) == 2 and first.rater != raters[0]
        pair = (second, first) if turned else (first, second)
        counts[places[pair[0].grade], places[pair[1].grade]] += 1
    size = range(len(places))
    return tuple(tuple(counts[row, column] for column in size) for row in size)


# --- the figures ------------------------------------------------------------------------------------


def _figures(
    kinds: Mapping[Case, int], table: tuple[tuple[int, ...], ...] | None, ordered: bool, level: Fraction
) -> dict[str, Figure]:
    """Every figure by its name."""
    size = len(next(iter(kinds)))
    cases = sum(kinds.values())
    agreed = sum(count for case, count in kinds.items() if max(case) == sum(case))
    whole = _wilson(agreed, cases, level)
    one_answer = ONE_FOR_ALL if table is None else ONE_ANSWER
    found = {
        "percent_agreement": whole if table else _pairs(kinds, level),
        "all_agree": whole,
        "cohen_kappa": _kappa(table, kappa.plain(size), level),
        "gwet_ac1": _gwet(kinds, kappa.plain(size), level),
        "scott_pi": _other(kinds, readings.fleiss, level, one_answer)
        if table
        else Figure(None, reason=NOT_TWO),
        "brennan_prediger": _other(kinds, readings.brennan_prediger, level, NO_SECOND),
        "fleiss_kappa": Figure(None, reason=UNEQUAL)
        if len({sum(case) for case in kinds}) > 1
        else _other(kinds, readings.fleiss, level, one_answer),
        "alpha_nominal": _other(kinds, readings.nominal, level, one_answer),
    }
    if ordered:
        for name, weights in (("linear", kappa.graded(size, 1)), ("quadratic", kappa.graded(size, 2))):
            found[f"weighted_kappa_{name}"] = _kappa(table, weights, level)
            found[f"gwet_ac2_{name}"] = _gwet(kinds, weights, level)
        found["alpha_ordinal"] = _other(kinds, readings.ordinal, level, one_answer)
    return found


def _wilson(agreed: int, cases: int, level: Fraction) -> Figure:
    found = proportion(agreed, cases, confidence=level, method="wilson")
    return Figure(found.share, None, found.low, found.high)


def _pairs(kinds: Mapping[Case, int], level: Fraction) -> Figure:
    """The mean share of agreeing pairs of readings; a share is never below 0."""
    found = _other(kinds, readings.agreement, level, "")
    return found if found.lower is None else replace(found, lower=max(0.0, found.lower))


def _kappa(table: kappa.Square | None, weights: kappa.Weights, level: Fraction) -> Figure:
    """Cohen's kappa with the normal interval from its published standard error."""
    if table is None:
        return Figure(None, reason=NOT_TWO)
    found = kappa.kappa(table, weights)
    return Figure(None, reason=ONE_ANSWER) if found is None else _normal(*found, level)


def _gwet(kinds: Mapping[Case, int], weights: kappa.Weights, level: Fraction) -> Figure:
    """Gwet's AC1 or AC2 with the normal interval from its published standard error."""
    found = readings.gwet(kinds, weights)
    return Figure(None, reason=NO_SECOND) if found is None else _normal(*found, level)


def _normal(value: float, error: float | None, level: Fraction) -> Figure:
    step = quantiles.normal((1 + level) / 2)
    return _within(value, error, None if error is None else step * error)


def _other(
    kinds: Mapping[Case, int], coefficient: readings.Coefficient, level: Fraction, undefined: str
) -> Figure:
    """A coefficient with the interval from its jackknife error, t on cases - 1 degrees of freedom."""
    value = coefficient(readings.sums(kinds))
    if value is None:
        return Figure(None, reason=undefined)
    error = readings.jackknife(kinds, coefficient)
    step = None if error is None else readings.reach(error, sum(kinds.values()), level)
    return _within(value, error, step)


def _within(value: float, error: float | None, step: float | None) -> Figure:
    """A figure between its limits, none beyond 1, nor -1 unless it is itself; without, if there is no error.

    Coefficients with weights go below -1 where readers differ more than the weights let chance do.
    """
    if error is None or step is None:
        return Figure(value, reason=TOO_FEW)
    if error < _TINY:
        return Figure(value, 0.0, reason=NO_SPREAD)
    lower = value - step if value < -1 else max(-1.0, value - step)
    return Figure(value, error, lower, min(1.0, value + step))
