"""Actions as a table of our own: a row for everything that was said, read back exactly as it stands here.

The first row of an action says what it is. A row of kind `plan` stands before the actions of each plan,
rows of kind `unread` say what an import did not understand. `audit.plans.own` reads the table again.
"""

from collections.abc import Iterator, Mapping, Sequence

from audit.actions.action import Action, Entry, Link, Plan, Said, said_block
from audit.actions.followed import Followed
from audit.definitions import digest
from audit.plans.carrying import carried, listed, paired

PLAN, UNREAD, ACTION = "plan", "unread", "action"  # kinds of rows beside those of what was said
UNREAD_FIELDS = ("row", "column", "text", "why")
HEAD = {"id": "ID", "plan": "Plan", "entry": "Entry", "kind": "Kind"}
# What an action is, by the names of its fields.
ACTIONS = {
    "number": "Number",
    "learning_point": "Learning point",
    "recommendation": "Recommendation",
    "action": "Action",
    "milestone": "Milestone",
    "theme": "Theme",
    "sub_theme": "Sub-theme",
    "themes": "Themes",
    "owners": "Owners",
    "role": "Role",
    "overseer": "Overseen by",
    "evidence_required": "Required evidence",
    "evidence_round": "Evidence round",
    "start": "Start",
    "start_text": "Start as written",
    "due": "Due",
    "due_text": "Due as written",
    "review": "Review",
    "achieved_text": "Achieved as written",
    "outcome": "Outcome wanted",
    "re_audit": "Re-audit",
    "interval": "Days between updates",
    "source": "Source",
    "sheet": "Sheet",
    "row": "Row",
    "reference": "Reference",
    "other": "Other columns",
}
LINKS = {
    "round": "Answer: round",
    "question": "Answer: question",
    "agency": "Answer: agency",
    "subject": "Answer: case",
    "said": "Answer: grade",
}
# What was said of it, by the names of its fields.
SAID = {
    "on": "On",
    "by": "By",
    "state": "State",
    "note": "Note",
    "history": "From the plan's text",
    "row": "Row of the note",
    "said": "Plan's own word",
    "found": "Word found in",
    "basis": "Basis",
    "evidence": "Evidence",
    "where": "Where held",
    "what": "Evidence accepted",
    "date": "Evidence dated",
    "how": "Asked by",
    "to": "Asked whom",
    "level": "Level of asking",
    "for_": "Asked for",
    "number": "Proposal",
    "signed_off": "Signed off by",
    "file": "File",
    "decision": "Decision",
    "reason": "Reason",
}
STAMPS = {"at": "Written at", "writer": "Written by"}
PLANS = {"title": "Plan's title"}
UNREADS = {"text": "Not understood", "why": "Why", "column": "Column"}
ADDED = {"added": "Added at", "adder": "Added by", "version": "Version"}
HEADINGS = (
    *(*HEAD.values(), *ACTIONS.values(), *SAID.values(), *STAMPS.values()),
    *(*LINKS.values(), *PLANS.values(), *UNREADS.values(), *ADDED.values()),
)
Row = tuple[str, ...]


def version(action: Action) -> str:
    """What tells one wording of an action from another: changes with every field of it."""
    return digest(action.block())[:12]


def rows_of(plans: Sequence[Plan], found: Sequence[Followed], writers: Mapping[str, str]) -> Iterator[Row]:
    """The rows below HEADINGS: plans, what was not understood in each, its actions, then those of none.

    `writers` has who wrote each action down first, by id.
    """
    names = {plan.name for plan in plans}
    for plan in plans:
        yield _row(_plan(plan))
        for unread in plan.unread:
            yield _row(_unread(plan, unread))
        yield from (row for one in found if one.action.plan == plan.name for row in _action(one, writers))
    yield from (row for one in found if one.action.plan not in names for row in _action(one, writers))


def _row(cells: Mapping[str, str]) -> Row:
    return tuple(cells.get(heading, "") for heading in HEADINGS)


def _plan(plan: Plan) -> Mapping[str, str]:
    return {
        **_headed(HEAD, {"plan": carried(plan.name), "kind": PLAN}),
        **_headed(PLANS, {"title": carried(plan.title)}),
        **_headed(
            ACTIONS,
            {
                "source": carried(plan.source),
                "overseer": carried(plan.overseer),
                "interval": str(plan.interval),
            },
        ),
    }


def _unread(plan: Plan, unread: Sequence[str]) -> Mapping[str, str]:
    said = dict(zip(UNREAD_FIELDS, map(carried, unread), strict=False))
    row = said.pop("row", "")
    return {
        **_headed(HEAD, {"plan": carried(plan.name), "kind": UNREAD}),
        **_headed(ACTIONS, {"row": row}),
        **_headed(UNREADS, said),
    }


def _action(one: Followed, writers: Mapping[str, str]) -> Iterator[Row]:
    first = {
        **_headed(HEAD, {"id": one.id, "plan": carried(one.action.plan), "kind": ACTION}),
        **_headed(ACTIONS, {name: cell_of(getattr(one.action, name)) for name in ACTIONS}),
        **_link(one.action.link),
        **_headed(
            ADDED,
            {"added": one.added, "adder": carried(writers.get(one.id, "")), "version": version(one.action)},
        ),
    }
    rows = [_entry(one, number, entry) for number, entry in enumerate(one.entries, 1)]
    yield _row({**first, **rows[0]} if rows else first)
    yield from map(_row, rows[1:])


def _link(link: Link | None) -> Mapping[str, str]:
    return _headed(LINKS, {name: carried(getattr(link, name)) for name in LINKS}) if link else {}


def _entry(one: Followed, number: int, entry: Entry) -> Mapping[str, str]:
    return {
        **_headed(HEAD, {"id": one.id, "entry": str(number), "kind": entry.kind}),
        **_headed(HEAD, {"plan": carried(one.action.plan)}),
        **_headed(SAID, said_cells(entry.said)),
        **_headed(STAMPS, {"at": entry.at, "writer": carried(entry.by)}),
    }


def said_cells(said: Said) -> Mapping[str, str]:
    """Something said as cells, by the names of its fields."""
    return {name: cell_of(value) for name, value in said_block(said).items()}


def cell_of(value: object) -> str:
    """The cell of a text, a number, a list or pairs; empty where there is nothing."""
    match value:
        case bool():
            return "yes" if value else ""
        case int():
            return str(value) if value else ""
        case tuple() if value and isinstance(value[0], tuple):
            return paired(value)
        case tuple():
            return listed(value)
        case _:
            return carried(str(value or ""))


def _headed(headings: Mapping[str, str], cells: Mapping[str, str]) -> dict[str, str]:
    return {headings[name]: cell for name, cell in cells.items()}
