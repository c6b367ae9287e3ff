"""Taking in owners' forms of actions: each wholly or not at all, and only as proposed."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audit import tables
from audit.cli.arriving import Arriving
from audit.cli.files_in import digest_of
from audit.cli.screen import tell
from audit.cli.task import quoted
from audit.dates import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.actions.followed import Followed
    from audit.actions.proposing import Proposed
    from audit.workbook.action_form_read import ActionForm

SHOWN = 12  # letters of a file's digest that are kept beside its name


@dataclass
class ActionCollecting:
    """Forms of actions being taken in."""

    arriving: Arriving

    def take(self, path: Path) -> str:
        """Take a form in; a sentence on what came of it. FileError where anything in it is wrong."""
        from audit.actions.proposing import Sender, propose
        from audit.store.actions import ActionBook, Seen, Writing
        from audit.workbook.action_form_read import read_action_form, refuse

        desk, digest = self.arriving.desk, digest_of(path)[:SHOWN]
        book = ActionBook(desk.store)
        found = {one.id.casefold(): one for one in book.actions()}
        if day := _before(found, digest):
            self.arriving.before[path] = []
            return f"{path}: taken before, on {said(day)}; nothing in it is new."
        form = read_action_form(path, tables.read(path))
        proposed = propose(found, form.rows, Sender(form.owner, f"{path.name} ({digest})", desk.today))
        refuse(form, proposed.problems)
        seen = {name: found[name.casefold()] for name, _ in proposed.new}
        if proposed.new:
            book.write(Writing(said=tuple(proposed.new)), desk.stamp(), Seen(seen))
        else:
            self.arriving.before[path] = []
        for note in (*form.notes, *proposed.notes):
            tell(f"{path}: {note}")
        return f"{path}: {_sentence(form, proposed)}"


def _before(found: "Mapping[str, Followed]", digest: str) -> str:
    """The day on which a file of a digest was taken; empty where it never was."""
    from audit.actions.action import Proposal

    for one in found.values():
        for each in one.entries:
            if isinstance(each.said, Proposal) and each.said.file.endswith(f"({digest})"):
                return each.at[:10]
    return ""


def _sentence(form: "ActionForm", proposed: "Proposed") -> str:
    whose = f" of {form.owner}" if form.owner else ""
    ids = ", ".join(name for name, _ in proposed.new)
    parts = [f"{len(proposed.new)} proposed ({ids})"] if proposed.new else []
    parts += [f"{len(proposed.same)} as before ({', '.join(proposed.same)})"] if proposed.same else []
    parts += [f"{form.blank} left blank"] if form.blank else []
    counts = f"Actions{whose}: {', '.join(parts) or 'none stands in it'}."
    if not proposed.new:
        return f"{counts} Nothing in it is new."
    one = f" --owner {quoted(form.owner)}" if form.owner else ""
    return f"{counts} What it says counts once it is accepted: audit action accept{one}"
