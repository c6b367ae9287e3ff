"""A plan as people keep it, read from its file: tables found, rows made into lines, lines into actions."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from audit.actions.action import Status
from audit.errors import FileError, Problem
from audit.plans.drafting import draft
from audit.plans.line import Draft, Drafted, Line
from audit.plans.opening import read_lines
from audit.plans.profile import Options, Profile


def read_plan(path: Path, profile: Profile, options: Options) -> Drafted:
    """Everything that a plan's file holds: actions, what was not understood, what headings were taken for.

    FileError where it cannot be taken in, no heading in it is known or nothing stands under the headings;
    UnknownError where the mapping names a field that there is not.
    """
    found = read_lines(path, profile, options)
    if not found.lines:
        text = "there are headings of a plan, and no action under them; nothing was taken in."
        raise FileError(str(path), [Problem("", text)])
    drafts: list[Draft] = []
    unread = [*found.unread]
    for line in found.lines:
        one, said = draft(line, profile, options)
        drafts.append(one)
        unread.extend(said)
    found.notes.extend(_colours_read(found.lines, drafts))
    order = {sheet: place for place, sheet in enumerate(found.sheets)}
    unread.sort(key=lambda one: (order.get(one.sheet, 0), one.row))
    return Drafted(tuple(drafts), tuple(unread), tuple(found.matched), tuple(found.notes))


def _colours_read(lines: Sequence[Line], drafts: Sequence[Draft]) -> Iterator[str]:
    """A note of the colours that were read for how an action stands, since nobody wrote a word."""
    read: Counter[tuple[str, str]] = Counter()
    for line, one in zip(lines, drafts, strict=True):
        status = next((said for said in one.said if isinstance(said, Status) and said.found == "fill"), None)
        if status:
            read[line.fills.get("rag") or line.fills.get("status", ""), status.state] += 1
    if read:
        cells = "1 cell" if read.total() == 1 else f"{read.total()} cells"
        parts = ", ".join(f"{colour} as {state} ({n})" for (colour, state), n in sorted(read.items()))
        yield f"The colour of {cells} was read, where no word says how the action stands: {parts}."
