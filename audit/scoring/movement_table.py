"""Movement between rounds as plain values: what `--json` prints."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from audit.scoring.movement import AgencyMovement, Change, Movement, Tally
from audit.scoring.movement_pairs import Pair
from audit.scoring.movement_words import notes, sentences
from audit.scoring.partnership import Results, Row
from audit.scoring.score import Score
from audit.standards.catalogue import Standard
from audit.templates import Band


def as_json(found: Sequence[Movement]) -> dict[str, Any]:
    """The movement to the last round, and under `earlier` that between those before; scores from 0 to 1."""
    *before, last = found
    names = [found[0].names[0], *(one.names[1] for one in found)]
    return {"rounds": names, "kind": "agencies", **_movement(last), "earlier": [_movement(m) for m in before]}


def _movement(movement: Movement) -> dict[str, Any]:
    first, last = movement.names
    return {
        "from": first,
        "to": last,
        "drafts": movement.then.drafts or movement.now.drafts,
        "overall": _tally(movement.standard(None)),
        "standards": {one.id: _standard(movement, one) for one in movement.now.template.standards},
        "questions": {
            question.id: {
                "text": question.text,
                "standard": movement.now.template.section_of[question.id].id,
                "critical": question.critical,
                **_tally(movement.question(question)),
                "left_out": whys(movement, question.id),
            }
            for question in movement.questions
        },
        "agencies": [_agency(movement, one) for one in movement.agencies],
        "not_in_both": [
            {"agency": one.agency.name, "code": one.agency.code, "why": one.why} for one in movement.absent
        ],
        "not_compared": [
            {"id": one.question.id, "text": one.question.text, "why": str(one.why)}
            for one in movement.left_out
        ],
        "messages": list(sentences(movement)),
        "notes": list(notes(movement)),
    }


def whys(movement: Movement, question: str) -> dict[str, int]:
    """Why a question does not compare for some agencies, and for how many each."""
    pairs = (pair for one in movement.agencies for pair in one.pairs if pair.question.id == question)
    return dict(Counter(pair.why for pair in pairs if pair.why))


def full(row: Row, standard: Standard | None) -> Score | None:
    """An agency's score in a round's own results, on all that was asked; None for a standard not there."""
    if row.scored is None:
        return None
    return row.scored.standards.get(standard.id) if standard else row.scored.overall


def full_mean(results: Results, standard: Standard) -> tuple[Fraction | None, Band | None]:
    """The partnership's score of a standard in a round's own results, and its band."""
    figures = next((one for one in results.standards if one.standard.id == standard.id), None)
    return (figures.score, figures.band) if figures else (None, None)


def _standard(movement: Movement, standard: Standard) -> dict[str, Any]:
    ids = {question.id for question in standard.questions}
    ends = {"then": movement.then, "now": movement.now}
    return {
        "title": standard.title,
        **_tally(movement.standard(standard)),
        "questions": [question.id for question in movement.questions if question.id in ids],
        "own_results": {when: _scored(*full_mean(one, standard)) for when, one in ends.items()},
    }


def _tally(tally: Tally) -> dict[str, Any]:
    counts = {"up": tally.up, "down": tally.down, "same": tally.same, "of": tally.of}
    means = {"then": tally.then, "now": tally.now, "change": tally.change}
    return counts | {name: None if value is None else float(value) for name, value in means.items()}


def _agency(movement: Movement, one: AgencyMovement) -> dict[str, Any]:
    standards = movement.now.template.standards
    return {
        "agency": one.agency.name,
        "code": one.agency.code,
        "overall": _change(one, None),
        "standards": {standard.id: _change(one, standard) for standard in standards},
        "questions": {pair.question.id: _pair(pair) for pair in one.pairs},
    }


def _change(one: AgencyMovement, standard: Standard | None) -> dict[str, Any]:
    """A score then and now; `own_results` beside it are those of all that was asked each time."""
    scores = {"then": full(one.then, standard), "now": full(one.now, standard)}
    own = {
        when: _scored(score.value, score.band) if score else _scored(None, None)
        for when, score in scores.items()
    }
    return {**_ends(one.change(standard)), "own_results": own}


def _ends(change: Change | None) -> dict[str, Any]:
    if change is None:
        keys = ("way", "then", "now", "change", "band_then", "band_now")
        return dict.fromkeys(keys) | {"questions": 0}
    return {
        "way": str(change.way),
        "then": float(change.then),
        "now": float(change.now),
        "change": float(change.now - change.then),
        "band_then": change.band_then.name if change.band_then else None,
        "band_now": change.band_now.name if change.band_now else None,
        "questions": change.questions,
    }


def _scored(value: Fraction | None, band: Band | None) -> dict[str, Any]:
    return {"score": None if value is None else float(value), "band": band.name if band else None}


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "way": str(pair.way) if pair.way else None,
        "then": pair.then.code if pair.then else None,
        "now": pair.now.code if pair.now else None,
        "why": pair.why or None,
        "panel": {"then": pair.panel[0], "now": pair.panel[1]},
        "confirmed": pair.confirmed,
    }
