"""audit backup: one file of a whole workspace, its store as it stands at one moment."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import DATABASE, SETTINGS, Desk, by_option, everywhere, json_option
from audit.cli.encrypting import SUFFIX, check_passphrase, encrypted, keys_of
from audit.cli.keeping import HOME
from audit.cli.key import KEY_FILE, SETTING
from audit.cli.progress import counted, steps
from audit.cli.screen import as_json as print_json
from audit.cli.screen import item, line, tell
from audit.cli.store_copy import files_beside
from audit.cli.task import quoted
from audit.errors import FileError, Problem, StateError
from audit.passing import name_new, passing
from audit.wording import listed, plural

if TYPE_CHECKING:
    from audit.store.transfer import Copied

BACKUP = ".backup"


@click.command()
@click.argument("output", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--to", metavar="KEY|FILE", help="A public key (age1…) that it is encrypted to.")
@click.option("--passphrase", is_flag=True, help="Encrypted by a passphrase instead.")
@click.option("--plain", is_flag=True, help="Not encrypted, even where the workspace has a key.")
@click.option("--no-files", is_flag=True, help="The store and the settings alone.")
@json_option
@by_option
@everywhere
def backup(
    desk: Desk, output: Path, to: str | None, passphrase: bool, plain: bool, no_files: bool, as_json: bool
) -> None:
    """Write everything that is kept here into one new FILE, which 'audit restore' makes a workspace of again.

    The store is taken as it stands at one moment, whoever works in it, from a server too, and proved row by
    row; the other files of the folder go with it, but no older backup. Where audit.toml has a public key
    the backup is encrypted to it, and its name ends in .backup.age. The secret key never goes with it: keep
    that apart, or nobody will open the backup.

    \b
    Examples:
      audit backup /media/stick/kingsbridge-2026-11-30.backup
      audit backup kingsbridge.backup --passphrase
    """
    from audit.store.checking import damaged_rows

    keys = _keys(desk, to, passphrase, plain)
    path = _place(desk, output, secret=bool(keys) or passphrase)
    if passphrase:
        check_passphrase()
    files = [one for one in _files(desk) if not no_files or one[0] == SETTINGS]
    try:
        with passing(path.parent) as folder:
            copied, digest = _made(desk, files, folder)
            size = _sealed(folder, keys, passphrase)
            name_new(folder / ENDED, path)
    except FileExistsError:
        raise StateError(f"{path} is there already, and is left as it is; name a new file.") from None
    except OSError as error:
        where = error.filename or path
        sentence = f"it cannot be read or written ({error.strerror})."
        raise FileError(str(where), [Problem("", sentence)]) from None
    if as_json:
        print_json({
            "file": str(path), "bytes": size, "encrypted": bool(keys) or passphrase, "digest": digest,
            "tables": [asdict(one) for one in copied], "files": [name for name, _ in files],
        })  # fmt: skip
        return
    rows = sum(one.rows for one in copied)
    line(f"{path}: {plural(rows, 'row')} of the store and {plural(len(files), 'file')}, {size:,} bytes.")
    line(f"Digest of what is in it: {digest}")
    if bent := damaged_rows(desk.store):
        row = plural(bent, "damaged row")
        tell(f"The store has {row}, copied like every other; 'audit doctor' says which.")
    if path.suffix == BACKUP and output.name.endswith(SUFFIX):
        tell(f"It is not encrypted, so it is named {path.name}.")
    _tell(desk, path, keys, passphrase)


STORED, PLAIN, ENDED = "store.db", "plain", "ended"


def _keys(desk: Desk, to: str | None, passphrase: bool, plain: bool) -> tuple[str, ...]:
    """The public keys that a backup is encrypted to; none where it is plain or by a passphrase."""
    if (to is not None) + passphrase + plain > 1:
        raise click.UsageError("--to, --passphrase and --plain exclude one another.")
    if to:
        return keys_of(to)
    own = "" if passphrase or plain else desk.setting(SETTING)
    return keys_of(own) if own else ()


def _place(desk: Desk, file: Path, *, secret: bool) -> Path:
    """Where the backup will stand; StateError or wrong usage where it cannot."""
    ends = (BACKUP, f"{BACKUP}{SUFFIX}")
    path = file.with_name(file.name.removesuffix(SUFFIX)) if file.name.endswith(ends[1]) else file
    if path.suffix.casefold() != BACKUP:
        raise click.UsageError(f"Give it a name that ends in {BACKUP}, such as {desk.today}{BACKUP}.")
    path = path.with_name(path.name + SUFFIX) if secret else path
    if path.exists():
        raise StateError(f"{path} is there already, and is left as it is; name a new file.")
    if not path.parent.is_dir():
        raise StateError(f"There is no folder {path.parent}; make it, or name another.")
    return path


def _files(desk: Desk) -> list[tuple[str, Path]]:
    """The files beside the store with their names: no secret key, no backup, nothing hidden.

    Where the folder is no workspace only what was drawn there, since else anything in it would go.
    """
    from audit.backups import is_plain

    home = desk.folder if desk.is_workspace else desk.folder / HOME
    beside = (home / name for name in files_beside(home, None))
    names = [
        name
        for name in (place.relative_to(desk.folder).as_posix() for place in beside)
        if name != KEY_FILE and not name.endswith((BACKUP, f"{BACKUP}{SUFFIX}"))
    ]
    if odd := [name for name in names if not is_plain(name)]:
        raise StateError(
            f"The file {odd[0]!r} has a name that not every system takes, so nothing was written; rename "
            "it, or leave the files out with --no-files."
        )
    return [(name, desk.folder / name) for name in names]


def _made(desk: Desk, files: Sequence[tuple[str, Path]], folder: Path) -> "tuple[tuple[Copied, ...], str]":
    """The plain backup in a private folder; what of the store was proved alike, and the digest of all."""
    from audit import __version__
    from audit.backups import write_backup
    from audit.store.copying import copy_as_it_is
    from audit.store.tables import SCHEMA

    with steps("Copying the store", 0):
        copied = copy_as_it_is(desk.store.engine, folder / STORED, counted)
    stamp = desk.stamp()
    facts: dict[str, Any] = {
        "program": __version__,
        "made": stamp.at,
        "by": stamp.by,
        "partnership": desk.partnership,
        "store": {"schema": SCHEMA, "tables": [asdict(one) for one in copied]},
    }
    with (folder / PLAIN).open("wb") as target, steps("Writing the files", len(files) + 1) as shown:
        found = write_backup(target, _stepped([(DATABASE, folder / STORED), *files], shown), facts)
        target.flush()
        os.fsync(target.fileno())
    return copied, found


def _stepped(files: Sequence[tuple[str, Path]], shown: Any) -> Iterator[tuple[str, Path]]:
    for one in files:
        yield one
        shown.step()


def _sealed(folder: Path, keys: Sequence[str], passphrase: bool) -> int:
    """Encrypt the plain backup where that is wanted; gives the bytes of what is to be kept."""
    from audit.encryption import file_to_keys

    place = folder / ENDED
    if keys:
        place.touch(mode=0o600)
        file_to_keys(folder / PLAIN, place, keys)
    elif passphrase:
        place.touch(mode=0o600)
        place.write_bytes(encrypted((folder / PLAIN).read_bytes(), (), "Passphrase of the backup"))
    else:
        (folder / PLAIN).chmod(0o600)
        (folder / PLAIN).replace(place)
    with place.open("rb") as file:
        os.fsync(file.fileno())
    return place.stat().st_size


def _tell(desk: Desk, path: Path, keys: Sequence[str], passphrase: bool) -> None:
    if keys:
        tell(f"It is encrypted to {listed(keys)}: whoever has the secret key opens it, and nobody else.")
    elif passphrase:
        tell("It is encrypted by the passphrase: nobody can help who has lost it.")
    else:
        tell("It is NOT encrypted: whoever has it can read everything. Keep it as safe as the workspace.")
    if not desk.is_workspace:
        item(f"This folder is no workspace, so of its files only those in {HOME} are in it.")
    if (desk.folder / KEY_FILE).exists():
        item(f"{KEY_FILE} is not in it; keep a copy of that apart.")
    tell(f"Try it now and then: audit restore {quoted(str(path))} FOLDER")
