"""audit results R --target: whether a running round meets a target, question by question."""

from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from audit.cli.case_results import results_of
from audit.cli.desk import Desk
from audit.cli.screen import as_json as print_json
from audit.cli.screen import line, table, tell
from audit.cli.task import quoted
from audit.errors import StateError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.cases.results import Results
    from audit.cases.verdicts import Judged


def print_verdicts(found: "Results", target: Fraction, *, as_json: bool) -> None:
    """The verdict on each question, after the unbroken run of cases in ticket order."""
    from audit.cases.concern import lines
    from audit.cases.result_json import concerns_of
    from audit.cases.results import how_many
    from audit.cases.verdicts import PER_QUESTION, population, verdicts

    judged = verdicts(found, target)
    size = population(found)
    if as_json:
        print_json(
            {
                "round": found.case_round.round.name,
                "target": float(target),
                "confidence": float(Fraction(str(found.confidence))),
                "population": size,
                "questions": {name: _block(one) for name, one in judged.items()},
                "immediate_concerns": concerns_of([found]),
            }
        )
        return
    for sentence in lines(found.case_round.concerns):
        line(sentence)
    line(f"{found.case_round.round.name}: {how_many(found)}")
    table(["", "Read in order", "Met", "Verdict", f"Not ruled out, of {size:,}"], _rows(judged))
    for name, one in judged.items():
        line(f"{name}: {one.sentences[0] if one.sentences else one.why}")
    tell(f"Cases count in ticket order up to the first that is not answered. {PER_QUESTION}")
    closed = bool(found.case_round.round.closed)
    if found.read == len(found.usable) and not closed and any(map(_open, judged.values())):
        tell(
            "All that were drawn are read. To read on: audit sample draw … --extends "
            f"{found.case_round.plan.sample} --size M, then audit round change "
            f"{quoted(found.case_round.round.name)} --sample with its id."
        )
    if _decided(judged) and not closed:
        close = f"audit round close {quoted(found.case_round.round.name)} --target {_percent(target)}"
        tell(f"If you stop here: {close} keeps these limits.")


def _open(one: "Judged") -> bool:
    """Whether a question has no verdict yet, and may get one."""
    from audit.statistics.sequential import OPEN

    return one.verdict is not None and one.verdict.decision == OPEN


def close_on(desk: Desk, name: str, target: Fraction) -> None:
    """Close a round that was stopped on a verdict; StateError where there is none."""
    from audit.cases.case_round import Stop
    from audit.cases.verdicts import verdicts
    from audit.cli.readings import book_of

    seen = book_of(desk).mark(name)
    found = results_of(desk, name)
    judged = verdicts(found, target)
    if not _decided(judged):
        raise StateError(
            f"No question of {name!r} has a verdict against {_percent(target)} yet; read on, or close it "
            "without --target."
        )
    stop = Stop(f"{float(target):.15g}", str(found.confidence))
    book_of(desk).close_on(found.case_round.round.name, stop, desk.stamp(), seen)


def _decided(judged: "Mapping[str, Judged]") -> bool:
    """Whether any question has a verdict."""
    from audit.statistics.sequential import OPEN

    return any(one.verdict and one.verdict.decision != OPEN for one in judged.values())


def _percent(target: Fraction) -> str:
    return f"{float(target * 100):g}%"


def _rows(judged: "Mapping[str, Judged]") -> list[list[str]]:
    rows = []
    for name, one in judged.items():
        if one.verdict is None:
            rows.append([name, "", "", "none", ""])
            continue
        limits = f"{one.verdict.low:,} to {one.verdict.high:,}"
        rows.append([name, f"{one.verdict.read:,}", f"{one.compliant:,}", one.verdict.decision, limits])
    return rows


def _block(one: "Judged") -> dict[str, Any]:
    if one.verdict is None:
        return {"decision": None, "why": one.why}
    return {**asdict(one.verdict), "compliant": one.compliant, "sentence": one.sentences[0]}
