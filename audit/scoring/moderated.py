"""What a panel made of a round, as plain values: nothing of it where no panel has looked at the round."""

from fractions import Fraction
from typing import Any

from audit.moderation import Moderated, Moved
from audit.scoring.challenge import Matter
from audit.scoring.drift import Drift, drift
from audit.scoring.partnership import Results, Row
from audit.scoring.score import Scored
from audit.templates import Band


def round_block(results: Results) -> dict[str, Any]:
    """What is said of the round as a whole: drift, and scores of standards as graded and as of today."""
    if not results.round.moderation:
        return {}
    return {
        "self": {"standards": _standards(results.as_graded or results)},
        "today": {"standards": _standards(results.as_today or results)},
        "drift": whole_block(drift(results.counted)),
    }


def _standards(results: Results) -> dict[str, Any]:
    return {one.standard.id: _score(one.score, one.band) for one in results.standards}


def _score(value: Fraction | None, band: Band | None) -> dict[str, Any]:
    return {"score": None if value is None else float(value), "band": band.name if band else None}


def row_block(results: Results, row: Row) -> dict[str, Any]:
    """What is said of one respondent: its own score, the score today, the panel's grades, drift."""
    if not results.round.moderation:
        return {}
    found = drift([row])
    return {
        "self": _scores(row.self_scored or row.scored),
        "today": _scores(row.today or row.scored) | {"revised": list(row.revisions)},
        "moderated": {one.question.id: matter_block(one) for one in row.spoken},
        "drift": moved_block(found.whole) if found else None,
    }


def _scores(scored: Scored | None) -> dict[str, Any]:
    if scored is None:
        return {**_score(None, None), "standards": {}}
    standards = {name: _score(one.value, one.band) for name, one in scored.standards.items()}
    return {**_score(scored.overall.value, scored.overall.band), "standards": standards}


def matter_block(matter: Matter) -> dict[str, Any]:
    """One graded question of a return as a panel sees it; `panel` and `assured` are None where unsaid."""
    panel, assured = matter.panel, matter.assured
    given = panel if panel and panel.grade else None
    return {
        "self": matter.own or None,
        "at_return": matter.at_return or None,
        "today": (assured.grade if assured and matter.revised else matter.at_return) or None,
        "without_evidence": matter.bare,
        "state": matter.state,
        "panel": given and {**_given(given), "on": given.day, "counts": matter.counts},
        "evidence": {"said": panel.evidence, "wanted": panel.wanted} if panel and panel.evidence else None,
        "assured": {**_given(assured), "on": assured.assured, "counts": matter.revised}
        if assured and assured.grade
        else None,
    }


def _given(one: Moderated) -> dict[str, Any]:
    return {"grade": one.grade, "reason": one.reason, "by": one.moderator, "at": one.at}


def whole_block(found: Drift | None) -> dict[str, Any] | None:
    """Drift as plain values, in all, by agency's code and by standard; None where there is none."""
    if found is None:
        return None
    return {
        **moved_block(found.whole),
        "agencies": {code: moved_block(one) for code, one in found.agencies.items()},
        "standards": {name: moved_block(one) for name, one in found.standards.items()},
    }


def moved_block(one: Moved) -> dict[str, Any]:
    """A line of drift as plain values."""
    return {
        "answers": one.answers,
        "mean": None if one.mean is None else float(one.mean),
        "up": one.up,
        "down": one.down,
        "same": one.same,
        "not_applicable": one.other,
    }
