"""What moved since a past cycle as sentences, and as plain values: what `--json` prints."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from audit.past.compare import Moved, Step, Tally
from audit.past.cycle import UNCHECKED, Past, Said
from audit.scoring.messages import agencies
from audit.summaries.message import Matter, Message
from audit.wording import plural, some


def sentences(step: Step) -> Iterator[str]:
    """What moved in sentences: over all standards and questions, and where most moved down."""
    if not step.bodies or not step.items:
        yield "Nothing compares: no agency has figures on the same standard or question in both."
        return
    tallies = {item: step.tally(item) for item in step.items}
    up, down, same = (sum(getattr(one, name) for one in tallies.values()) for name in ("up", "down", "same"))
    many = plural(up + down + same, "grade")
    yield (
        f"Of {many} that compare, of {agencies(len(step.bodies))}, {up} went up, {down} went down and {same} "
        "stayed."
    )
    most = max(one.down for one in tallies.values())
    if most:
        ids = [item for item, one in tallies.items() if one.down == most]
        yield f"Most went down in {some(ids)}: {agencies(most)}{' each' if len(ids) > 1 else ''}."


def message(step: Step, number: int) -> Message | None:
    """What moved since a past cycle, the first of several or a later one, as a key message."""
    if not step.bodies or not step.items:
        return None
    first, *rest = sentences(step)
    text = " ".join((f"Since {step.names[0]} ({UNCHECKED}), {first[0].lower()}{first[1:]}", *rest))
    sheet = "Past cycle" if number == 1 else f"Past cycle {number}"
    return Message(text, sheet, Matter.MOVED, f"past.{step.names[0]}")


def step_block(step: Step) -> dict[str, Any]:
    """What moved between two cycles, as the command line's contract has it."""
    first, last = step.names
    return {
        "from": first,
        "to": last,
        "past": [one.name for one in (step.then, step.now) if one.past],
        "wording": "not checked",
        "items": {item: _item(step, item) for item in step.items},
        "agencies": [
            {
                "agency": one.name,
                "code": one.code if one.known else None,
                "items": {item: _moved(step.moved(one.code, item)) for item in step.items},
            }
            for one in step.bodies
        ],
        "not_in_both": [
            {"agency": one.body.name, "code": one.body.code if one.body.known else None, "why": one.why}
            for one in step.absent
        ],
        "not_compared": [{"id": item, "why": why} for item, why in step.left_out],
        "messages": list(sentences(step)),
        "notes": list(step.notes),
    }


def _item(step: Step, item: str) -> dict[str, Any]:
    return {
        "title": step.now.titles[item],
        **tally_block(step.tally(item)),
        "left_out": dict(step.whys(item)),
    }


def tally_block(tally: Tally) -> dict[str, Any]:
    """The counts of a standard or question as plain values."""
    counts = {"up": tally.up, "down": tally.down, "same": tally.same, "of": tally.of}
    return {**counts, "then": dict(tally.then), "now": dict(tally.now)}


def _moved(one: Moved) -> dict[str, Any]:
    return {
        "way": str(one.way) if one.way else None,
        "then": one.then.word,
        "now": one.now.word,
        "by": str(one.by) if one.by else None,
        "why": one.why or None,
    }


def past_block(past: Past) -> dict[str, Any]:
    """A past cycle by itself, as the command line's contract has it."""
    return {
        "round": past.name,
        "past": True,
        "wording": "not checked",
        "template": past.template.ref,
        "period": past.period,
        "on": past.on or None,
        "file": past.source.file,
        "sheet": past.source.sheet,
        "sha256": past.source.sha256,
        "respondents": [
            {
                "agency": one.name,
                "code": one.code if one.known else None,
                "known": one.known,
                "items": {item: _said(past.said(one.code, item)) for item in past.items},
            }
            for one in past.bodies
        ],
        "items": {
            item: {
                "title": past.titles[item],
                "counts": dict(past.counts(item)),
                "states": _states(past, item),
            }
            for item in past.items
        },
        "notes": list(past.notes),
    }


def _said(one: Said) -> dict[str, Any]:
    return {"word": one.word, "measure": str(one.measure), "value": one.value or None, "own": one.own or None}


def _states(past: Past, item: str) -> Mapping[str, int]:
    return dict(Counter(str(past.said(one.code, item).measure) for one in past.bodies))
