"""A table that 'audit action export' wrote, taken in exactly, or what moved in it."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from audit.cli.desk import Desk

if TYPE_CHECKING:
    from audit.cli.action_imported import Imported
    from audit.plans.own import Own
    from audit.tables.cells import Table


def take_table(desk: Desk, table: "Table", name: str) -> "Imported":
    """What a table of ours does to the actions that stand here; FileError where it cannot be read."""
    from audit.cli.action_imported import Imported
    from audit.plans.own import read_own
    from audit.plans.own_taking import plans_after, take_own
    from audit.store.actions import ActionBook, Carried, Writing

    own = read_own(table, desk.today)
    book, stamp = ActionBook(desk.store), desk.stamp()
    known = book.plans()
    if name:
        plans = {plan.name.casefold(): plan.name for plan in known}
        own = renamed(own, plans.get(name.casefold(), name))
    versions = {name: tuple(one for _, one in each) for name, each in book.versions().items()}
    standing = book.actions()
    found = take_own(own, standing, versions, (stamp.at, stamp.by))
    names = {one.action.plan for one in own.actions}
    moved = [one for one in found.moved if one.written]
    writing = Writing(
        plans=plans_after(own, known),
        changed=tuple(one.after for one in moved if one.after != one.before.action),
        said=tuple((one.before.id, said) for one in moved for said in one.said),
        carried=tuple(Carried(one, by) for one, by in found.new),
    )
    return Imported(
        tuple(plan.name for plan in own.plans),
        writing,
        {one.before.id: one.before for one in moved},
        (),
        tuple(one.action for one, _ in found.new),
        found.moved,
        found.missing,
        (),
        found.unread,
        found.notes,
        stood={name: frozenset(o.id for o in standing if o.action.plan == name) for name in names},
        known=known,
    )


def renamed(own: "Own", name: str) -> "Own":
    """The same table under another plan's name; wrong usage where it has several plans."""
    names = {plan.name for plan in own.plans} | {one.action.plan for one in own.actions}
    if len(names) > 1:
        raise click.UsageError(f"The file has {len(names)} plans in it and names them; leave out --plan.")
    plans = tuple(replace(plan, name=name) for plan in own.plans)
    for one in own.actions:
        one.action = replace(one.action, plan=name)
    return replace(own, plans=plans)
