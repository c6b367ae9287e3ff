"""The results of a round about cases as plain values: what `--json` prints."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from audit.cases.concern import Concern
from audit.cases.figure import Figure
from audit.cases.results import Results
from audit.cases.verdicts import Read


def as_json(results: Results) -> dict[str, Any]:
    """The results as the command line's contract has them; shares unrounded from 0 to 1, or null."""
    round_, basis = results.case_round.round, results.basis
    return {
        "round": round_.name,
        "template": round_.template.ref,
        "digest": round_.template.digest,
        "sample": results.case_round.plan.sample or None,
        "together": list(results.case_round.plan.together),
        "drawn": basis.drawn,
        "usable": len(results.usable),
        "replaced": results.replaced,
        "unusable": results.unusable,
        "read": results.read,
        "population": basis.population,
        "register": basis.register,
        "design": basis.design,
        "agencies_are": "those asked" if results.of_agencies else "those who read",
        "confidence": float(results.confidence),
        "questions": {name: figure_block(one) for name, one in results.questions.items()},
        "choices": {name: dict(counts) for name, counts in results.counts.items()},
        "themes": {name: figure_block(one) for name, one in results.themes.items()},
        "agencies": {
            _name(results, code): {
                "code": code,
                **figure_block(results.agency(code)),
                "questions": {name: figure_block(one) for name, one in figures.items()},
            }
            for code, figures in results.agencies.items()
        },
        "strata": {
            name: {question: figure_block(one) for question, one in figures.items()}
            for name, figures in results.strata.items()
        },
        "good_practice": [asdict(one) for one in results.good_practice],
        "immediate_concerns": concerns_of([results]),
    }


def _name(results: Results, code: str) -> str:
    agency = results.case_round.agencies.get(code)
    return agency.name if agency else code


def figure_block(one: Figure) -> dict[str, Any]:
    """A figure as plain values; the method is null where there is no interval."""
    block = asdict(one)
    block["grades"] = dict(one.grades)
    return block | {"method": None if one.method == "none" else one.method}


def concerns_of(rounds: Iterable[Read]) -> list[dict[str, Any]]:
    """Every immediate concern of some rounds, settled ones too, as plain values."""
    return [concern_block(concern) for one in rounds for concern in one.case_round.concerns]


def concern_block(one: Concern) -> dict[str, Any]:
    """A concern by its reference, without the words that somebody wrote about it."""
    head = {"reference": one.subject, "round": one.round, "raised": one.at, "question": one.question}
    return {**head, "told": one.told, "outcome": one.outcome, "open": one.open}
