"""A scorecard as plain values, which `--json` prints."""

from collections.abc import Mapping
from typing import Any

from audit.recurring.measures import Entry, Measure
from audit.recurring.scorecard import Line, Period, Scorecard


def as_json(card: Scorecard) -> dict[str, Any]:
    """The rounds with who returned and who stayed silent, and the lines of each measure; null: nothing."""
    shares = [one for one in card.measures if one.question]
    scores = [one for one in card.measures if one.standard]
    return {
        "rounds": [one.round for one in card.periods],
        "periods": [_period(one) for one in card.periods],
        "questions": [_measure(card, one) for one in shares],
        "standards": [_measure(card, one) for one in scores],
        "left_out": [*card.left_out],
    }


def _period(one: Period) -> dict[str, Any]:
    return {
        "round": one.round,
        "period": one.label,
        "due": one.due.isoformat(),
        "ahead": one.ahead,
        "expected": one.expected,
        "reported": one.returned,
        "returned": one.returned + len(one.through),
        "silent": [*one.silent],
        "answered_by_a_parent": [*one.through],
        "reported_and_answered_by_a_parent": [{"name": name, "parent": body} for name, body in one.twice],
        "not_expected": [{"name": name, "standing": word} for name, word in one.apart],
    }


def _measure(card: Scorecard, measure: Measure) -> dict[str, Any]:
    changes = [both and _pair(both.then, both.now, measure) for both in card.both[measure.id]]
    return {
        "id": measure.id,
        "text": measure.text,
        "target": None if measure.target is None else float(measure.target),
        "lines": [_line(one) for one in card.of(measure)],
        "changes": changes,
        "every_time": _line(card.steady[measure.id]),
    }


def _pair(then: Entry, now: Entry, measure: Measure) -> dict[str, Any]:
    return {"agencies": len(now.by), "then": value(then, measure), "now": value(now, measure)}


def _line(line: Line) -> dict[str, Any]:
    return {
        "agency": line.agency or None,
        "name": line.name,
        "values": [one and value(one, line.measure) for one in line.entries],
        "lacking": [why or None for why in line.lacking],
        "trend": str(line.trend),
    }


def value(one: Entry, measure: Measure) -> dict[str, Any]:
    """What was reported: k of n with how many are short of the target, or a score with its band."""
    said: Mapping[str, Any] = {"score": float(one.value), "band": one.word or None}
    if measure.question:
        target = measure.target
        short = None if target is None else one.short(target)
        said = {"k": one.k, "n": one.n, "share": float(one.value), "grade": one.word or None, "short": short}
    return {**said, "way": one.way or None, "agencies": len(one.by)}
