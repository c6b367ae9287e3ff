"""audit key: the pair of keys of a partnership, so that returns can travel by e-mail."""

import re
import tomllib
from pathlib import Path

import click

from audit.cli.desk import SETTINGS, Desk, everywhere
from audit.cli.screen import line, tell
from audit.cli.whole import write_whole
from audit.errors import FileError, Problem, StateError, StoreError
from audit.passing import half, name_new

KEY_FILE = "audit-key.txt"
SETTING = "public_key"
LARGEST = 100_000  # bytes of a file with a key, which has some 200


@click.command()
@everywhere
def key(desk: Desk) -> None:
    """Make the partnership's pair of keys: returns are then encrypted to it, and opened here by 'collect'.

    The secret key is written to audit-key.txt beside audit.toml, readable by its owner alone, and never
    shown; the public one is printed, stands in audit.toml, and goes out with every invitation from then on.

    \b
    Example:
      audit key
    """
    from audit.encryption import new_pair

    path, settings = desk.folder / KEY_FILE, desk.folder / SETTINGS
    if not settings.is_file():
        raise StoreError(
            f"There is no workspace in {desk.folder.absolute()}; make one with 'audit init', or name it "
            "with -w."
        )
    given = desk.setting(SETTING)
    if path.exists():
        _again(path, settings, given)
        return
    if given:
        raise StateError(
            f"{settings} has a public key already ({given}), but its secret key is not here; bring "
            f"{KEY_FILE} back from where a copy is kept, or take the line {SETTING!r} out and begin anew."
        )
    public, content = new_pair(desk.today.isoformat())
    _write_new(path, content)
    _store(settings, public)
    line(public)
    tell(f"This is the public key; anybody may have it. It stands in {settings} and in every invitation.")
    tell(
        f"The secret key is in {path}. WHOEVER LOSES THIS FILE CAN OPEN NO RETURN THAT WAS ENCRYPTED TO IT, "
        "and nobody can help; whoever has it can read them all. Keep a copy where the partnership keeps "
        "such things: on an encrypted stick in a safe, or in its password manager; never in an e-mail."
    )


def _again(path: Path, settings: Path, given: str) -> None:
    """There is a key already: its public half is put back where it was lost, and else nothing changed."""
    from audit.encryption import public_key

    public = public_key(secret_in(path))
    if not given:
        _store(settings, public)
        line(public)
        tell(f"There is a pair of keys in {path} already; its public key stands in {settings} again.")
        return
    fit = "" if given == public else f", but {SETTINGS} has another public key ({given}): put the two right"
    raise StateError(
        f"There is a pair of keys in {path} already, public key {public}{fit}; nothing was changed."
    )


def secret_in(path: Path) -> str:
    """What a file with a secret key says; FileError where it cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise FileError(str(path), [Problem("", "it is too large to be a file with a key.")])
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise FileError(str(path), [Problem("", "it is no text with a key.")]) from None
    except OSError as error:
        raise FileError(str(path), [Problem("", f"it cannot be read ({error.strerror}).")]) from None


def _write_new(path: Path, content: str) -> None:
    """A new file for its owner alone, on the disk when this ends; StateError where there is one."""
    try:
        with half(path, content.encode()) as written:
            name_new(written, path)
    except FileExistsError:
        raise StateError(f"{path} is there already; nothing was changed.") from None


def _store(settings: Path, public: str) -> None:
    """Put the public key into the settings, before their first table, and nothing else changed in them."""
    text = settings.read_bytes().decode()  # line ends and a mark at the beginning stay as they are
    own = f'{SETTING} = "{public}"   # returns are encrypted to it\n'
    table = re.search(r"^\s*\[", text, re.MULTILINE)
    at = table.start() if table else len(text)
    before = text[:at] if not text[:at] or text[:at].endswith("\n") else f"{text[:at]}\n"
    after = before + own + text[at:]
    if tomllib.loads(after.removeprefix("\ufeff")).get(SETTING) != public:
        raise StoreError(f"{settings} could not be changed; write this line into it: {own.strip()}")
    write_whole(settings, after.encode())
