"""The names that a workspace knows, by what a word on the command line stands for."""

from collections.abc import Callable, Mapping

import click

from audit.cli.desk import Desk
from audit.dates import in_words

Names = dict[str, str]  # a name, and a few words on it
ROUNDS = frozenset({"R", "[R]", "R…", "R1 R2 [R…]", "R0", "ROUND"})  # how help writes them
IDS = frozenset({"ID", "ID…", "[ID]…"})


def names(context: click.Context, place: click.Parameter) -> Names | None:
    """The names that a word may be; None where it is no name of something kept."""
    if isinstance(place.type, click.Choice):
        return None
    kind = _kind(context.command_path.split()[1:], place)
    if kind is None:
        return None
    desk = context.find_object(Desk) or Desk()
    try:
        return kind(desk)
    finally:
        desk.close()


def _kind(path: list[str], place: click.Parameter) -> Callable[[Desk], Names] | None:
    """What knows the names that stand at a place."""
    under = path[0] if path else ""
    if under == "guide":
        return guides
    if place.metavar in ROUNDS:
        return rounds
    if place.metavar in IDS:
        of_samples = under in {"sample", "round"}
        return samples if of_samples or place.name in {"sample", "extends"} else actions
    if place.name == "ref":
        return standards if under == "standards" else templates
    return BY_NAME.get(place.name or "") if under != "init" else None


def rounds(desk: Desk) -> Names:
    """The rounds, those that are open first, and past cycles."""
    found = sorted(desk.store.rounds(), key=lambda one: bool(one.closed))
    own = {one.name: "closed" if one.closed else f"due {in_words(one.due)}" for one in found}
    return own | _pasts(desk)


def _pasts(desk: Desk) -> Names:
    """The past cycles."""
    from audit.store.past import pasts

    return {one.name: "past cycle, figures only" for one in pasts(desk.store)}


def agencies(desk: Desk) -> Names:
    """The agencies by their names, then by their codes."""
    known = desk.store.agencies()
    return {one.name: one.code for one in known} | {one.code: one.name for one in known}


def owners(desk: Desk) -> Names:
    """Whoever owns an action, then the agencies."""
    from audit.actions.filters import owners_of
    from audit.store.actions import ActionBook

    own = sorted({name for one in ActionBook(desk.store).actions() for name in owners_of(one)})
    return dict.fromkeys(own, "") | agencies(desk)


def actions(desk: Desk) -> Names:
    """The actions by their ids."""
    from audit.cli.screen import clipped
    from audit.store.actions import ActionBook

    return {one.id: clipped(one.action.text, 60) for one in ActionBook(desk.store).actions()}


def plans(desk: Desk) -> Names:
    """The plans of actions."""
    from audit.store.actions import ActionBook

    return {one.name: one.title for one in ActionBook(desk.store).plans()}


def samples(desk: Desk) -> Names:
    """The samples by their ids."""
    from audit.store.ledger import Ledger

    found = Ledger(desk.store).samples()
    return {name: f"{len(certificate['drawn'])} cases" for name, certificate in found.items()}


def templates(desk: Desk) -> Names:
    """The templates, and the catalogues that stand for one; not read, only named."""
    from audit.templates import is_template

    return dict.fromkeys(filter(is_template, desk.library.refs("templates")), "") | standards(desk)


def standards(desk: Desk) -> Names:
    """The catalogues of standards."""
    from audit.standards.catalogue import is_catalogue

    return dict.fromkeys(filter(is_catalogue, desk.library.refs("standards")), "")


def guides(_: Desk) -> Names:
    """The guides."""
    from audit.cli.guide import GUIDES

    return GUIDES


BY_NAME: Mapping[str, Callable[[Desk], Names]] = {
    "agency": agencies,
    "agencies": agencies,
    "added": agencies,
    "dropped": agencies,
    "owner": owners,
    "owners": owners,
    "plan": plans,
    "plans": plans,
    "template": templates,
    "other": standards,
    "against": templates,
    "withdraw": _pasts,
    "members": agencies,
}
