"""The rows of a plan paired with the actions that stand here; at a terminal what fits none is asked."""

from typing import TYPE_CHECKING

from audit.cli.screen import clipped
from audit.cli.settling import can_ask

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.actions.action import Plan
    from audit.actions.followed import Followed
    from audit.cli.action_imported import Imported
    from audit.plans.line import Draft, Drafted, Unread
    from audit.plans.matching import Matching
    from audit.plans.moving import Moved
    from audit.store.actions import ActionBook, Writing

NEW = "new"


def paired(
    book: "ActionBook", plan: "Plan", before: "Plan | None", drafted: "Drafted", *, ask: bool
) -> "Imported":
    """What a drafted plan does to its actions; `before` is the plan as it stood, None where it is new."""
    from dataclasses import replace

    from audit.cli.action_imported import Imported
    from audit.plans.matching import match
    from audit.plans.moving import base_from, merged

    bases = {name: base_from(block) for name, block in book.bases().items()}
    standing = [one for one in book.actions() if one.action.plan == plan.name]
    drafts = [replace(one, action=replace(one.action, id="", plan=plan.name)) for one in drafted.drafts]
    matching = match([draft.action for draft in drafts], standing)
    if ask and can_ask():
        matching = asked(drafts, matching)
    moved = [
        merged(pair.one, drafts[pair.place].action, drafts[pair.place].said, bases.get(pair.one.id))
        for pair in matching.pairs
    ]
    missing = tuple(one for one in matching.left if one.id in bases or one.action.row)
    plan = replace(plan, unread=unread_of(drafted.unread))
    writing = _writing(book, plan, before, drafts, matching, moved)
    return Imported(
        (plan.name,),
        writing,
        {one.before.id: one.before for one in moved if one.written},
        drafted.matched,
        tuple(drafts[place].action for place in matching.open),
        tuple(moved),
        missing,
        tuple(pair for pair in matching.pairs if pair.note),
        drafted.unread,
        (*drafted.notes, *_notes(plan, before, drafts)),
        stood={plan.name: frozenset(one.id for one in standing)},
    )


def _notes(plan: "Plan", before: "Plan | None", drafts: "Sequence[Draft]") -> "Iterator[str]":
    """What is said once of the whole plan: what it is called now, and rows that do not say how they stand."""
    from audit.actions.action import Status

    for name in ("title", "source", "overseer", "interval"):
        old = getattr(before, name) if before else ""
        if before and old != getattr(plan, name):
            yield f"The plan's {name} was {old or 'blank'} and is {getattr(plan, name)}"
    bare = sum(not any(isinstance(said, Status) for said in draft.said) for draft in drafts)
    if bare:
        rows = "1 row has" if bare == 1 else f"{bare} rows have"
        yield f"{rows} no word for how the action stands: a new one stands as not started"


def _writing(
    book: "ActionBook",
    plan: "Plan",
    before: "Plan | None",
    drafts: "Sequence[Draft]",
    matching: "Matching",
    moved: "Sequence[Moved]",
) -> "Writing":
    from audit.definitions import digest
    from audit.plans.moving import base_of
    from audit.store.actions import Writing

    new = [drafts[place] for place in matching.open]
    read = [
        (pair.one.id, base_of(drafts[pair.place].action, drafts[pair.place].said)) for pair in matching.pairs
    ]
    kept = book.bases()
    again = ((name, base.block()) for name, base in read)
    return Writing(
        plans=() if plan == before else (plan,),
        new=tuple((draft.action, draft.said) for draft in new),
        changed=tuple(one.after for one in moved if one.after != one.before.action),
        said=tuple((one.before.id, said) for one in moved for said in one.said),
        bases=(
            *((place, base_of(draft.action, draft.said).block()) for place, draft in enumerate(new)),
            *((name, block) for name, block in again if digest(block) != digest(kept.get(name))),
        ),
    )


def unread_of(unread: "Sequence[Unread]") -> tuple[tuple[str, ...], ...]:
    """What was not understood, as a plan keeps it: row (and sheet, where several are), column, text, why."""
    several = len({one.sheet for one in unread}) > 1
    return tuple(
        (f"{one.sheet} {one.row}" if several else str(one.row), one.column, one.text, one.why)
        for one in unread
    )


def asked(drafts: "Sequence[Draft]", matching: "Matching") -> "Matching":
    """The matching after whoever sits here said which action each row is that fits none by itself.

    Ctrl-C ends the command, and nothing is kept.
    """
    from audit.plans.matching import Matching, Pair, nearest_to
    from audit.responses.prompts import EndOfInput

    left = {one.id: one for one in matching.left}
    pairs: list[Pair] = []
    still = []
    for place in matching.open:
        near = nearest_to(drafts[place].action, [*left.values()])
        try:
            name = _asked(drafts[place], near) if near else NEW
        except EndOfInput:
            raise KeyboardInterrupt from None
        if name == NEW:
            still.append(place)
        else:
            pairs.append(Pair(place, left.pop(name), "what was said"))
    ordered = sorted((*matching.pairs, *pairs), key=lambda pair: pair.place)
    return Matching(tuple(ordered), tuple(still), tuple(left.values()))


def _asked(draft: "Draft", near: "Sequence[Followed]") -> str:
    """The id of the action that a row is, or NEW."""
    from audit.responses.prompts import pick, say

    action = draft.action
    where = f"sheet {action.sheet}, row {action.row}" if action.sheet else f"row {action.row}"
    say(f"\n{where} fits no action of the plan by its number or text:")
    say(f"{action.number} {action.text}".strip(), "  ")
    options = [
        (one.id, f"{one.id} {clipped(one.action.text, 100)}", f"number {one.action.number}") for one in near
    ]
    # A stray Enter takes it for new, which is said; two actions made into one would not be seen.
    return pick("Which action is it?", [*options, (NEW, "It is a new one", "")], default=NEW)
