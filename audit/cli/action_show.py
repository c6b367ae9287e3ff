"""audit action show: all that is known of an action, in the order in which it came."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import Desk, everywhere, json_option
from audit.cli.screen import as_json as print_json
from audit.cli.screen import item, line
from audit.dates import in_words, said

if TYPE_CHECKING:
    from audit.actions.action import Entry, Said
    from audit.actions.followed import Followed
    from audit.cli.action_rounds import Rounds

LABELS = (
    *(("learning_point", "Learning point"), ("recommendation", "Recommendation"), ("action", "Action")),
    *(("milestone", "Milestone"), ("role", "Role"), ("overseer", "Overseen by"), ("start", "Start")),
    *(("start_text", "Start as written"), ("due", "Due"), ("due_text", "Due as written")),
    *(("review", "Review"), ("achieved_text", "Achieved, as written"), ("re_audit", "To be audited again")),
    *(("evidence_required", "Evidence required"), ("evidence_round", "Evidence is the round")),
    *(("outcome", "Outcome wanted"), ("theme", "Theme"), ("sub_theme", "Sub-theme")),
    *(("reference", "Reference"), ("source", "Source")),
)


@click.command("show")
@click.argument("name", metavar="ID")
@json_option
@everywhere
def action_show(desk: Desk, name: str, as_json: bool) -> None:
    """Show all that is known of an action (ID, or its number in the plan): its history, evidence and answer.

    Where it came from an answer it is told how that is graded today, and where a round is its evidence what
    came of that.

    \b
    Example:
      audit action show A-007
    """
    from audit.cli.action_rounds import Rounds, evidence_result
    from audit.cli.action_writing import book_of

    one, rounds = book_of(desk).action(name), Rounds(desk)
    result = evidence_result(desk, one.action, rounds)
    if as_json:
        print_json(_block(desk, one, rounds, result))
        return
    line(f"{one.id}{_number(one)}: {one.action.text}", "  ")
    for sentence in (*_standing(desk, one), *_what(one), *_linked(one, rounds, result)):
        item(sentence)
    _print_evidence(one)
    _print_history(one)


def _number(one: "Followed") -> str:
    parts = (one.action.number, f"plan {one.action.plan!r}" if one.action.plan else "")
    return f" ({', '.join(filter(None, parts))})" if any(parts) else ""


def _standing(desk: Desk, one: "Followed") -> Iterator[str]:
    """How it stands, and whom it waits for."""
    from audit.actions.rag import rag
    from audit.cli.action_list import stands

    yield f"{rag(one, desk.today).word}. State: {stands(one)}."
    yield f"Last heard of: {in_words(one.heard())}; to be heard of every {one.action.interval} days"
    owners = ", ".join(one.action.owners) or "nobody is named"
    yield f"Owner: {owners}"
    if not one.action.due and not one.action.review:
        yield "No due or review date that can be read: 'audit action change --review' gives one"
    if waiting := len(one.proposals):
        yield f"Proposed by its owner and not accepted yet: {waiting}; 'audit action accept' looks at them"


def _what(one: "Followed") -> Iterator[str]:
    """What it is, as far as that is said; its own words stand in the first line."""
    for part, label in LABELS:
        text = said(getattr(one.action, part))
        as_read = part == "due_text" and text == said(one.action.due)
        if text and part != one.action.level and not as_read:
            yield f"{label}: {text}"
    if one.action.themes:
        yield f"Themes: {', '.join(one.action.themes)}"
    if one.action.row:
        sheet = f"sheet {one.action.sheet!r}, " if one.action.sheet else ""
        yield f"It stood in {sheet}row {one.action.row}"
    for heading, text in one.action.other:
        yield f"{heading} (a column that means nothing here): {text}"


def _linked(one: "Followed", rounds: "Rounds", result: str) -> Iterator[str]:
    if found := rounds.answer(one.action):
        yield f"Its answer: {found}"
    if result:
        yield f"Result of its evidence: {result}"


def _print_evidence(one: "Followed") -> None:
    if one.evidence:
        line("Evidence:")
    for piece in one.evidence:
        held = f", held in {piece.where}" if piece.where else ""
        when = f", {said(piece.date)}" if piece.date else ""
        item(f"{piece.what}{held}{when}{f', accepted by {piece.by}' if piece.by else ''}")


def _print_history(one: "Followed") -> None:
    line(f"Written down on {in_words(date.fromisoformat(one.added[:10]))}.")
    if one.entries:
        line("What was said, in the order in which it was written down:")
    for entry in one.entries:
        item(told(entry))


def told(entry: "Entry") -> str:
    """Something that was said of an action, in a sentence: the day, who, what."""
    day = said(getattr(entry.said, "on", "") or entry.at[:10])
    words = "; ".join(filter(None, _words(entry.said))) or "nothing"
    return f"{day}, {getattr(entry.said, 'by', '') or entry.by}: {words}"


def _words(what: "Said") -> tuple[str, ...]:
    from audit.actions.action import Ask, Assurance, Decision, Piece, Proposal, Status, Update

    words: tuple[str, ...]
    match what:
        case Update():
            words = (what.state, what.note, "as history" if what.history and what.state else "")
        case Status():
            words = (what.state, f"in the plan's own words {what.said!r}" if what.said else "")
        case Assurance():
            words = (f"assured, {what.basis}", what.evidence, _held(what.where), what.note)
        case Piece():
            words = ("evidence accepted", what.what, _held(what.where))
        case Ask():
            wanted = "evidence" if what.for_ == "evidence" else "an update"
            level = f"escalated to level {what.level}" if what.level > 1 else ""
            words = (f"asked for {wanted} by {what.how}", ", ".join(what.to), level, what.note)
        case Proposal():
            words = (f"proposal {what.number}", what.state, what.note, what.evidence, _held(what.where))
        case Decision():
            words = (f"proposal {what.number} {what.decision}", what.reason)
    return words


def _held(where: str) -> str:
    return f"held in {where}" if where else ""


def _block(desk: Desk, one: "Followed", rounds: "Rounds", result: str) -> dict[str, Any]:
    from audit.actions.action import said_block
    from audit.actions.table import as_json as block

    return {
        **block(one, desk.today),
        "added": one.added,
        "heard": one.heard().isoformat(),
        "answer_today": rounds.today(one.action) or None,
        "evidence_result": result or None,
        "history": [
            {"kind": entry.kind, "at": entry.at, "written_by": entry.by, **said_block(entry.said)}
            for entry in one.entries
        ],
    }
