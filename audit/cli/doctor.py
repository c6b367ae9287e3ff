"""audit doctor: whether everything that is kept here is whole and as it was; what is wrong, what to do."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from audit.cli.desk import DATABASE, SETTINGS, Desk, everywhere, json_option, of_one_moment, sqlite_file
from audit.cli.progress import working
from audit.cli.screen import as_json as print_json
from audit.cli.screen import item, line, table, tell
from audit.errors import AuditError, StoreError
from audit.wording import plural

if TYPE_CHECKING:
    from audit.store.checking import Fault, Looked

UNSIGNED = (
    "What was signed, sealed or drawn has digests. Other rows are looked at for damage alone: whether "
    "somebody changed or deleted one past this program is not told."
)
LOST = "bring the last backup back with 'audit restore FILE FOLDER'"


@click.command()
@json_option
@everywhere
@of_one_moment
def doctor(desk: Desk, as_json: bool) -> None:
    """Say whether everything that is kept here is whole and as it was, and else what is wrong and what to do.

    Looked at are the database itself, whether every row can be read, the questions of each round, what was
    signed, the ledger of draws and its certificates, and the files beside it: whether certificates and frames
    are what the store says, for whom they are, and what a killed command left. Nothing is changed. It ends
    with 1 where something is wrong.

    What nobody signed, sealed or drew has no digest: whoever changes or deletes such a row past this program
    is not found out. Nor is who makes every digest after a row anew: only a digest that was written elsewhere
    at the time, such as in minutes, shows that.

    \b
    Example:
      audit doctor
    """
    with working("Looking everything over"):
        looked, notes = _looked(desk)
    faults = [one for part in looked for one in part.faults]
    if as_json:
        print_json({"whole": not faults, "looked_at": [asdict(one) for one in looked], "notes": notes})
    else:
        _say(looked, notes)
    if faults:
        raise SystemExit(1)


def _looked(desk: Desk) -> "tuple[list[Looked], list[str]]":
    """What was looked at, and notes on what is not wrong but should be known."""
    from audit.cli.doctor_files import look_at_files, notes_on
    from audit.store.checking import Fault, Looked, look_over

    settings: list[Fault] = []
    if not desk.begun and not (desk.folder / SETTINGS).exists():
        desk.store.close()  # which says that there is no workspace
    try:
        desk.setting("name")
        if (desk.folder / DATABASE).exists() and not desk.url and not (desk.folder / SETTINGS).exists():
            settings = [Fault(SETTINGS, "it is not here, with the partnership's name, marking and key", LOST)]
    except AuditError as error:
        settings = [Fault(SETTINGS, str(error).rstrip("."), "mend it, or go back to a copy")]
        if not desk.url:
            return [Looked("settings", 1, tuple(settings))], []
    found = [Looked("settings", 1, tuple(settings))]
    if older := _older(desk):
        return found, [older]
    try:
        found += look_over(desk.store)
    except StoreError as error:
        found.append(Looked("database", 1, (Fault("the database", str(error).rstrip("."), LOST),)))
    if any(one.faults for one in found):
        return [*found, *look_at_files(desk, None)], list(notes_on(desk, None))
    return [*found, *look_at_files(desk, desk.store)], list(notes_on(desk, desk.store))


def _older(desk: Desk) -> str:
    """That the store is of an older version, which looking at it must not bring forward; else nothing."""
    from audit.store.engine import shown
    from audit.store.laying import version_of
    from audit.store.tables import SCHEMA
    from audit.store.transactions import opening

    place = sqlite_file(desk.address) if desk.address else desk.folder / DATABASE
    if place is not None and (not place.exists() or not place.stat().st_size):
        return ""  # opening it says so
    url = desk.address or f"sqlite:///{place}"
    try:
        with opening(url) as engine:
            version = version_of(engine)
    except (AuditError, ValueError):
        return ""  # likewise
    if version is None or version == SCHEMA:
        return ""
    how = "its owner does so with 'audit store init URL'" if place is None else "any other command does so"
    return (
        f"The store {shown(url)} was made by an older version of this program (tables {version}, ours "
        f"{SCHEMA}), so only its settings were looked at; bring it forward ({how}), then ask again."
    )


def _say(looked: "list[Looked]", notes: list[str]) -> None:
    table(
        ["Looked at", "How many", "Found"],
        [[one.what.capitalize(), "" if one.skipped else f"{one.count:,}", _found(one)] for one in looked],
    )
    faults = [one for part in looked for one in part.faults]
    _say_faults(faults)
    for note in notes:
        tell(note)
    if faults:
        line(f"{plural(len(faults), 'thing')} wrong. Make a copy of the whole folder before you mend any.")
    else:
        line("Everything that was looked at is whole.")
    tell(UNSIGNED)


def _found(one: "Looked") -> str:
    if one.skipped:
        return one.skipped
    return f"{len(one.faults):,} wrong" if one.faults else "whole"


def _say_faults(faults: "list[Fault]") -> None:
    """What is wrong and where, and what to do once after all that it is the remedy of."""
    for place, one in enumerate(faults):
        # The name of a file stays as it is written.
        named = one.where.startswith(("the ", "table ", "round ", "sample "))
        where = f"{one.where[0].upper()}{one.where[1:]}" if named else one.where
        item(f"{where}: {one.what}." if where else f"{one.what}.")
        if place + 1 == len(faults) or faults[place + 1].do != one.do:
            line(f"What to do: {one.do}.", "  ")
