"""A plan as people keep it, read from its file: tables found, rows made into lines, lines into actions."""

from pathlib import Path

from audit.plans.drafting import draft
from audit.plans.line import Draft, Drafted
from audit.plans.opening import read_lines
from audit.plans.profile import Options, Profile


def read_plan(path: Path, profile: Profile, options: Options) -> Drafted:
    """Everything that a plan's file holds: actions, what was not understood, what headings were taken for.

    FileError where it cannot be taken in or no heading in it is known; UnknownError where the mapping names
    a field that there is not.
    """
    found = read_lines(path, profile, options)
    drafts: list[Draft] = []
    unread = [*found.unread]
    for line in found.lines:
        one, said = draft(line, profile, options)
        drafts.append(one)
        unread.extend(said)
    order = {sheet: place for place, sheet in enumerate(found.sheets)}
    unread.sort(key=lambda one: (order.get(one.sheet, 0), one.row))
    return Drafted(tuple(drafts), tuple(unread), tuple(found.matched), tuple(found.notes))
