"""audit results --scorecard: shares that agencies reported, round beside round."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from audit.cli.desk import Desk
from audit.cli.scored import score_round
from audit.cli.screen import as_json as print_json
from audit.cli.screen import columns, table, tell
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.recurring.scorecard import Entry, Line, Scorecard

WHO, EACH = 36, 20  # characters for a question and an agency, and for each round beside them


def print_scorecard(desk: Desk, names: Sequence[str], *, drafts: bool, as_json: bool) -> None:
    """The scorecard of rounds about agencies, in the order in which they are named."""
    from audit.recurring.scorecard import scorecard

    for name in names:
        if desk.store.round(name).template.subject != "agency":
            raise StateError(
                f"{name!r} is not about agencies, and a scorecard is of shares that agencies report; "
                "'audit compare' shows what moved in rounds about cases."
            )
    found = scorecard([score_round(desk, name, drafts) for name in names])
    if as_json:
        print_json(_block(found))
        return
    _print(found)


def _print(found: "Scorecard") -> None:
    from audit.recurring.scorecard import ALL

    wide = max(1, (columns() - WHO) // EACH)
    for start in range(0, len(found.rounds), wide):
        part = slice(start, start + wide)
        rows = [[one.question.id, one.name, *map(_cell, one.entries[part])] for one in found.lines]
        table(["", "Who", *found.rounds[part]], rows)
    for question in {one.question.id: one.question for one in found.lines}.values():
        target = f" (target {_percent(question.target)})" if question.target is not None else ""
        tell(f"{question.id}  {question.text}{target}")
    for sentence in found.left_out:
        tell(sentence)
    tell(f"{ALL}: their counts added up.")
    tell(
        "Up, down, same: since it was last reported, by the same agencies; it says nothing of chance. "
        "-: not reported."
    )


def _percent(share: Any) -> str:
    from audit.statistics.words import percent

    return percent(share)


def _cell(one: "Entry | None") -> str:
    from audit.statistics.words import MANY, nearest

    if one is None:
        return "-"
    word = ", ".join(part for part in (one.grade, one.way) if part)
    figures = f"{nearest(one.share, MANY)}, {one.k:,} of {one.n:,}"
    return f"{word}\n{figures}" if word else figures


def _block(found: "Scorecard") -> dict[str, Any]:
    ids = dict.fromkeys(one.question.id for one in found.lines)
    return {
        "rounds": [*found.rounds],
        "questions": [_question([one for one in found.lines if one.question.id == name]) for name in ids],
        "left_out": [*found.left_out],
    }


def _question(lines: "Sequence[Line]") -> dict[str, Any]:
    question = lines[0].question
    return {
        "id": question.id,
        "text": question.text,
        "target": None if question.target is None else float(question.target),
        "lines": [
            {"agency": one.agency or None, "name": one.name, "values": [*map(_value, one.entries)]}
            for one in lines
        ],
    }


def _value(one: "Entry | None") -> dict[str, Any] | None:
    if one is None:
        return None
    share = {"k": one.k, "n": one.n, "share": float(one.share)}
    return {**share, "grade": one.grade or None, "way": one.way or None, "agencies": len(one.by)}
