"""A verdict on a target in sentences that a board can read: what is decided, and what is not ruled out."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from audit.statistics.answer import Answer
from audit.statistics.exact import Number, fraction
from audit.statistics.sequential import MEETS, OPEN, SHORT, Verdict, decided, history, least, read
from audit.statistics.sequential_bounds import LOOKS
from audit.statistics.words import files, percent, shares

HOLDS = (
    "This holds however often one looks, for this one question, and only where the files are a simple random "
    "draw read in ticket order, none left out."
)


def of_verdict(
    outcomes: Iterable[int | str], *, population: int, target: Number, confidence: Number = 0.95
) -> Answer:
    """What the outcomes in ticket order say of a register against a target, for a board and as figures."""
    found = tuple(outcomes)
    verdicts = history(found, population=population, target=target, confidence=confidence)
    compliant = sum(read(found, population))
    said = sentence(verdicts, compliant, population=population, target=target, confidence=confidence)
    last = verdicts[-1]
    figures: dict[str, Any] = {
        "decision": last.decision,
        "read": last.read,
        "compliant": compliant,
        "population": population,
        "target": float(fraction(target)),
        "low": last.low,
        "high": last.high,
        "confidence": float(fraction(confidence)),
        "decided_after": decided(verdicts),
        "sentence": said,
    }
    more = (remaining(last, population, confidence), HOLDS) if 0 < last.read < population else ()
    return Answer((said, *more), (), _method(last.read, confidence), figures)


def sentence(
    verdicts: Sequence[Verdict],
    compliant: int,
    *,
    population: int,
    target: Number,
    confidence: Number = 0.95,
) -> str:
    """What a board is told: the verdict after the last file read, and why.

    `verdicts` is the history of the audit; `compliant` of the files read met the standard.
    """
    last, goal = verdicts[-1], least(target, population)
    aim = f"the target of {percent(target)}"
    if last.read == 0:
        return f"No file has been read yet, so nothing can be said of {aim}."
    if last.read == population:
        return _census(compliant, population, aim, last) + _reversed(verdicts, confidence)
    if last.decision == OPEN:
        return (
            f"After {files(last.read)} it cannot be said yet whether {aim} is met, which takes {goal:,} "
            f"of the {files(population)}: keep reading."
        )
    verb = "meets" if last.decision == MEETS else "falls short of"
    return (
        f"After {files(last.read)}{_since(verdicts)} the audit {verb} {aim}, which takes {goal:,} of the "
        f"{files(population)}: {_why(last, compliant, population, goal, confidence)}."
        + _reversed(verdicts, confidence)
    )


def remaining(last: Verdict, population: int, confidence: Number = 0.95) -> str:
    """Which counts of compliant files are not ruled out, and how sure each end is."""
    range_ = shares(Fraction(last.low, population), Fraction(last.high, population), last.read)
    return (
        f"Not ruled out: from {last.low:,} to {last.high:,} of the {files(population)} ({range_}); "
        f"each of the two ends is wrong with a chance of at most {_risk(confidence)} over the whole audit."
    )


def _census(compliant: int, population: int, aim: str, last: Verdict) -> str:
    """Of a register read to its end."""
    verb = "meets" if last.decision == MEETS else "falls short of"
    if population == 1:
        met = "met" if compliant else "did not meet"
        whole = f"The only file was read, and {met} the standard"
    else:
        met = {0: "none", population: "all"}.get(compliant, f"{compliant:,}")
        whole = f"All {files(population)} were read, and {met} of them met the standard"
    return f"{whole}: the audit {verb} {aim}. This is the actual figure, no margin applies."


def _since(verdicts: Sequence[Verdict]) -> str:
    """When the verdict came, where it is older than the last file."""
    since = decided(verdicts)
    return "" if since in {None, verdicts[-1].read} else f" (it was clear after {since:,})"


def _why(last: Verdict, compliant: int, population: int, goal: int, confidence: Number) -> str:
    """What the verdict rests on: what was seen, or what is not ruled out."""
    failed = last.read - compliant
    if compliant >= goal:
        return f"{compliant:,} were seen to meet the standard, so that this is certain"
    if population - failed < goal:
        return f"{failed:,} were seen not to meet the standard, so that this is certain"
    error = f"(error at most {_risk(confidence)} over the whole audit)"
    if last.decision == SHORT:
        return f"at most {last.high:,} meet the standard {error}"
    return f"at least {last.low:,} meet the standard {error}"


def _reversed(verdicts: Sequence[Verdict], confidence: Number) -> str:
    """The admission that an earlier verdict was wrong, where the files read since prove it."""
    wrong = [one for one in verdicts if one.decision not in {OPEN, verdicts[-1].decision}]
    if not wrong:
        return ""
    verb = "meet" if wrong[0].decision == MEETS else "fall short of"
    return (
        f" After {wrong[0].read:,} it seemed to {verb} the target: that was the error that can befall "
        f"{_risk(confidence)} of audits."
    )


def _risk(confidence: Number) -> str:
    return percent(1 - fraction(confidence))


def _method(looks: int, confidence: Number) -> str:
    """How it was reckoned, in a line."""
    counted = f" of the first {LOOKS:,} files" if looks > LOOKS else ""
    return f"Exact sequential test{counted}, without replacement; {percent(confidence)} confidence."
