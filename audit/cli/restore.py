"""audit restore: a workspace again from a backup, all of it or nothing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.desk import DATABASE, SETTINGS, Desk, everywhere, json_option
from audit.cli.encrypting import VARIABLE, given_passphrase
from audit.cli.key import KEY_FILE, secret_in
from audit.cli.progress import working
from audit.cli.screen import as_json as print_json
from audit.cli.screen import line, tell
from audit.cli.task import quoted
from audit.errors import FileError, Problem, StateError
from audit.passing import passing
from audit.wording import plural

if TYPE_CHECKING:
    from audit.backups import Backup

_STORE = re.compile(r"(?m)^[ \t]*store[ \t]*=.*$")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--key", type=click.Path(path_type=Path), help=f"The secret key's file.  [default: {KEY_FILE} here]"
)
@json_option
@everywhere
def restore(desk: Desk, file: Path, folder: Path, key: Path | None, as_json: bool) -> None:
    """Make a workspace again in FOLDER, which must be new or empty, from the backup in FILE.

    Every file is held against its digest, the database is looked over page by page, and every table is
    counted and summed again: either all is as it was backed up, or nothing is restored. The answers lie in
    FOLDER then, also where they lay in a server; 'audit store copy FOLDER URL' brings them back there.

    \b
    Example:
      audit restore kingsbridge-2026-11-30.backup.age restored
    """
    from audit.backups import enough, read_backup, unpack

    _check_free(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with (
            passing(folder.parent) as private,
            working("Restoring"),
            _plain(desk, file, key, private) as path,
        ):
            found = read_backup(path, str(file))
            if not enough(private, found):
                raise StateError(f"The disk of {folder.parent} has no room for what {file} holds.")
            made = private / "made"
            made.mkdir(mode=0o700)
            unpack(path, found, made, str(file))
            _check_store(made / DATABASE, found, str(file))
            elsewhere = _at_home(made / SETTINGS)
            if folder.exists():
                folder.rmdir()
            made.replace(folder)
    except OSError as error:
        where = error.filename or folder
        raise FileError(
            str(where), [Problem("", f"it cannot be read or written ({error.strerror}).")]
        ) from None
    _say(folder, found, elsewhere, as_json=as_json)


def _check_free(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StateError(f"{folder} is not empty, and is left as it is; name a new folder.")


@contextmanager
def _plain(desk: Desk, file: Path, key: Path | None, private: Path) -> Iterator[Path]:
    """The backup as a plain file, opened where it is encrypted; StateError or FileError."""
    from audit.encryption import by_phrase, file_opened, is_encrypted, opened_by_passphrase

    with file.open("rb") as source:
        start = source.read(100)
    if not is_encrypted(start):
        yield file
        return
    place = private / "plain"
    place.touch(mode=0o600)
    try:
        if by_phrase(start):
            if not (phrase := given_passphrase("Passphrase of the backup")):
                sentence = f"it opens with a passphrase, and there is no terminal to ask at; set {VARIABLE}."
                raise FileError(str(file), [Problem("", sentence)])
            place.write_bytes(opened_by_passphrase(file.read_bytes(), phrase))
        else:
            if key is None and not (desk.folder / KEY_FILE).exists():
                sentence = f"it is encrypted, and {KEY_FILE} is not here; name the secret key: --key FILE."
                raise FileError(str(file), [Problem("", sentence)])
            file_opened(file, place, secret_in(key or desk.folder / KEY_FILE))
    except StateError as error:
        raise FileError(str(file), [Problem("", str(error))]) from None
    yield place


def _check_store(place: Path, found: "Backup", named: str) -> None:
    """FileError where the database of a backup is damaged, is not what was backed up, or is too new."""
    from audit.store.copying import sums_in
    from audit.store.tables import SCHEMA

    if not place.is_file():
        raise FileError(named, [Problem("", "there is no database in it, so nothing was restored.")])
    said = found.facts["store"]
    if type(said.get("schema")) is not int or said["schema"] > SCHEMA:
        sentence = "it was made by a newer version of this program; upgrade it to go on."
        raise FileError(named, [Problem("", sentence)])
    if [asdict(one) for one in sums_in(place)] != said.get("tables"):
        sentence = "the database in it is not the one that was backed up; take another."
        raise FileError(named, [Problem("", sentence)])


def _at_home(settings: Path) -> str:
    """The store that the settings led to, which they no longer do; empty where it was the folder's own."""
    if not settings.exists():
        return ""
    text = settings.read_text(encoding="utf-8-sig")
    if not (found := _STORE.search(text)):
        return ""
    settings.write_text(_STORE.sub(f"# before it was restored: {found[0].strip()}", text), encoding="utf-8")
    return found[0].partition("=")[2].partition("#")[0].strip().strip('"')


def _say(folder: Path, found: "Backup", elsewhere: str, *, as_json: bool) -> None:
    from audit.dates import moment

    tables = found.facts["store"]["tables"]
    rows = sum(one["rows"] for one in tables)
    if as_json:
        print_json({
            "folder": str(folder), "made": found.facts["made"], "by": found.facts["by"],
            "digest": found.digest, "rows": rows, "files": len(found.files),
        })  # fmt: skip
        return
    files = plural(len(found.files) - 1, "file")
    made = f"backed up on {moment(str(found.facts['made']))} by {found.facts['by']}"
    line(f"{folder} is what was {made}: {plural(rows, 'row')} of the store and {files}.")
    line(f"Digest of what was in it: {found.digest}")
    if elsewhere:
        tell(f"Its answers lay in {elsewhere}; now they lie in {folder / DATABASE}.")
    tell(f"The secret key is not in a backup: where there was one, bring {KEY_FILE} back into {folder} too.")
    tell(f"Now: audit doctor -w {quoted(str(folder))}")
