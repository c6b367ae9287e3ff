"""The record of a draw: everything that is needed to draw again, and digests that show an edit."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from audit.definitions import digest
from audit.sampling.design import Design
from audit.sampling.draw import Case, Drawn
from audit.sampling.ledger import PURGED, Act

VERSION = 1
PARTS = ("source", "frame", "design", "seed", "drawn", "reserves", "sub_samples")
HAND = "judgement"
NOTHING = object()  # what stands where a certificate has no such part


def reference(number: int) -> str:
    """The audit reference that stands for a case in everything but the case list: `C-01`."""
    return f"C-{number:02}"


def number_of(name: str) -> int:
    """The number in an audit reference; ValueError where it is none."""
    return int(name.removeprefix("C-"))


def result(
    source: Mapping[str, Any],
    frame: Mapping[str, Any],
    design: Design,
    seed: str,
    drawn: Drawn,
    references: Mapping[str, str],
) -> dict[str, Any]:
    """What a draw was made from and what it gave: a certificate before its acts are known."""
    return {
        "source": dict(source),
        "frame": dict(frame),
        "design": design.state(),
        "seed": seed,
        "drawn": [{**asdict(case), "reference": references[case.unit]} for case in drawn.cases],
        "reserves": [asdict(case) for case in drawn.reserves],
        "sub_samples": {name: list(units) for name, units in drawn.subs.items()},
    }


def references_of(
    cases: Sequence[Case], kept: Mapping[str, str] | None = None, used: int = 0
) -> dict[str, str]:
    """A reference for each case in the order given; `kept` ones stay, and `used` have been given before."""
    found, number = dict(kept or {}), used
    for case in cases:
        if case.unit not in found:
            number += 1
            found[case.unit] = reference(number)
    return found


def certificate(sample: str, found: Mapping[str, Any], acts: Sequence[Act]) -> dict[str, Any]:
    """The certificate of a sample, from what its draw gave and its acts."""
    whole = {"certificate": VERSION, "id": sample, **found, "acts": [act.state() for act in acts]}
    return {**whole, "digest": digest(whole)}


def draw_content(sample: str, found: Mapping[str, Any], *, sealed_before: bool) -> dict[str, Any]:
    """What the act of drawing says; the digest ties it to what was drawn."""
    sealed = "before" if sealed_before else "in the same command"
    return {
        "sample": sample,
        "sealed": sealed,
        "design": found["design"],
        "cases": len(found["drawn"]),
        "result": digest(found),
    }


def result_of(whole: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a certificate that its draw gave."""
    return {part: whole[part] for part in PARTS}


def acts_of(whole: Mapping[str, Any], sample: str) -> list[Act]:
    """The acts in a certificate; KeyError or TypeError where it holds none."""
    return [Act(**{key: act[key] for key in _KEYS}, sample=sample) for act in whole["acts"]]


_KEYS = ("act", "at", "by", "content", "previous", "digest")


def edited(whole: Mapping[str, Any]) -> list[str]:
    """What shows within a certificate that it was edited, in sentences; nothing where all digests fit."""
    found = []
    body = {key: value for key, value in whole.items() if key != "digest"}
    if whole.get("digest") != digest(body):
        found.append("The certificate was edited: its digest does not fit what it says.")
    acts = acts_of(whole, str(whole["id"]))
    found += [
        f"The act '{act.act}' of {act.at} was edited: its digest does not fit what it says."
        for act in acts
        if not act.sound
    ]
    last = next((act for act in acts if act.act == "draw"), None)
    if last is None:
        found.append("The certificate holds no act of drawing.")
    elif PURGED not in whole and last.content.get("result") != digest(result_of(whole)):
        found.append("What was drawn was edited: it is not what the act of drawing recorded.")
    seal = next((act for act in acts if act.act == "seal"), None)
    if seal is None or seal.content != {"source": whole["source"], "frame": whole["frame"]}:
        found.append("The register or frame was edited: it is not what the act of sealing recorded.")
    return found + _disagreeing(whole, acts)


def _disagreeing(whole: Mapping[str, Any], acts: Sequence[Act]) -> list[str]:
    """Where acts do not agree with one another or with the certificate, whatever their digests say."""
    found = []
    wanted = ["seal", "draw"] if whole["design"]["method"] == HAND else ["seal", "seed", "draw"]
    if [act.act for act in acts] != wanted:
        found.append(f"The certificate's acts are not those of a draw: {', '.join(wanted)}.")
    for act in acts[1:]:
        if act.content.get("sample") != whole["id"]:
            found.append(f"The act '{act.act}' of {act.at} is about another sample than {whole['id']}.")
        if act.act == "seed" and act.content.get("seed") != whole["seed"]:
            found.append("The seed was edited: it is not what the act of setting it recorded.")
    # A seed is set and cases are drawn in one step, so that no other act can stand between.
    for before, after in pairwise(acts[1:]):
        if after.previous != before.digest:
            found.append(f"The act '{after.act}' does not follow the act '{before.act}': one was edited.")
    return found


def sealed_before(whole: Mapping[str, Any]) -> bool:
    """Whether the frame was sealed before the command that drew."""
    return any(act["act"] == "draw" and act["content"].get("sealed") == "before" for act in whole["acts"])


def seed_origin(whole: Mapping[str, Any]) -> str:
    """`given` or `made`: where the seed came from; '' where cases were named by hand."""
    return next((str(act["content"].get("origin", "")) for act in whole["acts"] if act["act"] == "seed"), "")


def differences(one: Mapping[str, Any], other: Mapping[str, Any], path: str = "") -> list[str]:
    """Where two certificates say different things, as `drawn, 3, unit: '4711' here, '4712' there`."""
    found = []
    for key in dict.fromkeys([*one, *other]):
        here, there = one.get(key, NOTHING), other.get(key, NOTHING)
        found += _different(here, there, f"{path}, {key}" if path else str(key))
    return found


def _different(here: Any, there: Any, path: str) -> list[str]:
    if isinstance(here, dict) and isinstance(there, dict):
        return differences(here, there, path)
    if isinstance(here, list) and isinstance(there, list):
        most = max(len(here), len(there))
        one, other = ([*items, *[NOTHING] * (most - len(items))] for items in (here, there))
        pairs = enumerate(zip(one, other, strict=True), 1)
        return [line for place, (a, b) in pairs for line in _different(a, b, f"{path}, {place}")]
    if type(here) is type(there) and here == there:  # True is no 1
        return []
    said = [f"{what} {word}" for what, word in ((_short(here), "here"), (_short(there), "in the workspace"))]
    return [f"{path}: {', '.join(said)}"]


def _short(value: Any) -> str:
    text = "nothing" if value is NOTHING else repr(value)
    return text if len(text) <= 80 else text[:79] + "…"
