"""What lies beside a store: whether it is what the store says, for whom it is, and what was left behind."""

import os
import re
import shutil
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from audit.cli.backup import BACKUP
from audit.cli.desk import DATABASE, SETTINGS, Desk, sqlite_file
from audit.cli.doctor_samples import kept_samples, sample_faults, sample_notes
from audit.cli.encrypting import SUFFIX
from audit.cli.keeping import HOME, UNFINISHED
from audit.cli.key import KEY_FILE, SETTING, secret_in
from audit.cli.store_copy import older_copies
from audit.cli.task import quoted
from audit.errors import AuditError
from audit.passing import LOCK, PREFIX, SCRATCH
from audit.wording import listed

if TYPE_CHECKING:
    from audit.store.checking import Fault, Looked
    from audit.store.store import Store

# What older programs were writing when they were killed has eight letters behind its name, and a dot before.
HALF = re.compile(r"\..+\.[a-z0-9_]{8}")
HALF_COPY = re.compile(rf"({re.escape(DATABASE)}\.version-\d+|store-version-\d+.*\.db)\.[a-z0-9_]{{8}}")
ROOM = 2  # times the database's size that a disk should have free: a copy of it, and one written anew
TRUSTED = timedelta(days=1)  # by which clocks of several computers may differ
LEFT = "delete it when no command is running: a killed command left it, and nothing is lost with it"
SAMPLES = "files of samples"
KEY = "bring the right key back from where its copy is kept"


def look_at_files(desk: Desk, store: "Store | None") -> "list[Looked]":
    """The files of a workspace; what they should say is known where the store is whole."""
    from audit.store.checking import Looked, looked

    if not desk.folder.is_dir():
        return []
    left, private = list(_left(desk.folder)), list(_private(desk))
    found = [
        Looked("key", 1, tuple(_key(desk))),
        looked("files for their owner alone", len(private), _open_to_others(private)),
        looked("files left behind", len(left), left),
    ]
    if store:
        kept = kept_samples(store)
        return [*found, looked(SAMPLES, len(kept), sample_faults(desk, kept))]
    return [*found, Looked(SAMPLES, 0, (), "not looked at: what they should say is damaged")]


def _key(desk: Desk) -> "Iterator[Fault]":
    """Whether the secret key is the other half of the public one."""
    from audit.encryption import public_key
    from audit.store.checking import Fault

    path = desk.folder / KEY_FILE
    try:
        given = desk.setting(SETTING)
        if path.exists() and public_key(secret_in(path)) != given:
            yield Fault(KEY_FILE, f"it does not belong to the public key in {SETTINGS}", KEY)
        elif given and not path.exists():
            yield Fault(KEY_FILE, "it is not here, so that returns cannot be opened", KEY)
    except AuditError as error:
        yield Fault(KEY_FILE, str(error).rstrip("."), KEY)


def _private(desk: Desk) -> Iterator[Path]:
    """What is for its owner alone: the database, its copies, the key, and what was drawn."""
    # What SQLite writes beside a database is for whom that is for.
    names = [DATABASE, KEY_FILE]
    own = sqlite_file(desk.address) if desk.address else None
    yield from (place for name in names if (place := desk.folder / name).exists())
    yield from older_copies(desk.folder)
    if own is not None and own.exists():
        yield own
    yield from (place for place in sorted(desk.folder.glob(f"*{BACKUP}")) if place.is_file())
    if (desk.folder / HOME).is_dir():
        yield desk.folder / HOME
        yield from (place for place in sorted((desk.folder / HOME).rglob("*")) if not place.is_symlink())


def _open_to_others(places: list[Path]) -> "Iterator[Fault]":
    from audit.store.checking import Fault

    if os.name == "nt":  # there a folder's own list says who may read
        return
    for place in places:
        mode = stat.S_IMODE(place.stat().st_mode)
        if mode & 0o077:
            right = "700" if place.is_dir() else "600"
            do = f"let nobody else in with 'chmod {right} {quoted(str(place))}'"
            yield Fault(str(place), f"others may read it (mode {mode:o})", do)


def _left(folder: Path) -> "Iterator[Fault]":
    """What killed commands left: half files of older programs, draws that never were.

    What today's programs leave was taken away before this command began.
    """
    from audit.store.checking import Fault

    for place in sorted((*folder.iterdir(), *(folder / HOME).glob("*"))):
        if place.is_file() and (HALF.fullmatch(place.name) or HALF_COPY.fullmatch(place.name)):
            yield Fault(str(place), "a killed command left it behind", LEFT)
        elif place.name.startswith((PREFIX, SCRATCH)) and place.is_dir() and not (place / LOCK).exists():
            yield Fault(str(place), "a killed command left it behind", LEFT)  # with a lock it went by itself
        elif place.parent.name == HOME and UNFINISHED in place.name:
            yield Fault(str(place), "it is of a draw that was never kept", "delete it, or 'audit purge' does")


# --- what should be known ---------------------------------------------------------------------------------


def notes_on(desk: Desk, store: "Store | None") -> Iterator[str]:
    """What is not wrong, but should be known."""
    from audit.store.engine import is_synchronised

    own = desk.folder / DATABASE
    if own.exists():
        if is_synchronised(own.absolute()):
            yield f"{own} lies in a synchronised folder or on a network: let one person at a time work in it."
        free, size = shutil.disk_usage(desk.folder).free, own.stat().st_size
        if free < ROOM * size:
            yield f"The disk has {free // 1_000_000:,} MB free; a copy of the database needs more."
    older = older_copies(desk.folder)
    if copies := [one.name for one in older]:
        yield f"Copies of older versions of the store lie here, with what it held then: {listed(copies)}."
    if others := [one.name for one in _other_copies(desk.folder) if one not in older]:
        yield f"Other copies of what is kept lie here; no command takes ids out of them: {listed(others)}."
    if store:
        yield from sample_notes(desk, kept_samples(store))
        yield from _clock(desk, store)


def _other_copies(folder: Path) -> Iterator[Path]:
    """What looks like a copy of the store, or a backup of all."""
    own = {DATABASE, *(f"{DATABASE}-{end}" for end in ("wal", "shm", "journal"))}
    for place in sorted(folder.iterdir()):
        copy = place.name.startswith(DATABASE) or place.name.endswith((BACKUP, f"{BACKUP}{SUFFIX}"))
        if place.is_file() and copy and place.name not in own:
            yield place


def _clock(desk: Desk, store: "Store") -> Iterator[str]:
    """That what was written last lies ahead, so that a clock is, or was, wrong."""
    from audit.dates import moment as in_words
    from audit.store.checking import last_written
    from audit.store.log import moment

    last, now = last_written(store), moment(desk.stamp().at)
    if last and moment(last) > now + TRUSTED:
        yield f"Something was written on {in_words(last)}, which lies ahead: a clock is wrong, here or there."
