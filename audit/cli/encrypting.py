"""Writing a file that one agency alone can open: for whom, by what passphrase, and into its place."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from audit.cli.progress import paused
from audit.errors import FileError, Problem, StateError
from audit.passing import half, name_new

VARIABLE = "AUDIT_PASSPHRASE"
SUFFIX = ".age"
LARGEST = 100_000  # bytes of a file of public keys, which have 62 each


def check_output(path: Path) -> None:
    """StateError or wrong usage where no new file can stand there."""
    if path.suffix.lower() != SUFFIX:
        raise click.UsageError(f"What is written is encrypted; give it a name that ends in {SUFFIX}.")
    if path.exists():
        raise _there(path)
    if not path.parent.is_dir():
        raise StateError(f"There is no folder {path.parent}; make it, or name another.")


def _there(path: Path) -> StateError:
    return StateError(f"{path} is there already, and is left as it is; name a new file.")


def keys_of(text: str) -> tuple[str, ...]:
    """The public keys that --to names: one, or those in a file."""
    from audit.encryption import KEY, SECRET, check_key, keys_in

    path = Path(text)
    if text.upper().startswith(SECRET) or (text.lower().startswith(KEY) and not _is_file(path)):
        return (check_key(text),)
    try:
        if path.stat().st_size > LARGEST:
            raise FileError(text, [Problem("", "it is too large to be a file of public keys.")])
        return keys_in(path.read_text(encoding="utf-8-sig"), text)
    except UnicodeDecodeError:
        raise FileError(text, [Problem("", "it is no text with public keys.")]) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no such name"
        sentence = f"it cannot be read ({why}); name a public key (age1…), or a file with one."
        raise FileError(text[:200], [Problem("", sentence)]) from None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def check_passphrase() -> None:
    """StateError where no good passphrase can be had, so that it is said before a long reading."""
    from audit.encryption import passphrase_problem

    given = os.environ.get(VARIABLE)
    if given and (why := passphrase_problem(given)):
        raise StateError(f"{VARIABLE}: {why}")
    if not given and not sys.stdin.isatty():
        raise StateError(
            "There is no terminal to ask for a passphrase at; give the agency's public key with --to, or "
            f"set {VARIABLE}."
        )


def encrypted(content: bytes, keys: Sequence[str], of: str = "Passphrase for the agency") -> bytes:
    """A content for the owners of some keys, else by the passphrase of the environment or the prompt.

    `of` is what is asked there.
    """
    from audit.encryption import by_passphrase, to_keys

    if keys:
        return to_keys(content, keys)
    return by_passphrase(content, os.environ.get(VARIABLE) or _asked(of))


def _asked(of: str) -> str:
    """A passphrase typed twice and seen by nobody; a weak one is asked for again."""
    from audit.encryption import passphrase_problem

    def _good(text: str) -> str:
        if why := passphrase_problem(text):
            raise click.BadParameter(why)
        return text

    with paused():
        given: str = click.prompt(
            of,
            hide_input=True,
            confirmation_prompt="The same again",
            value_proc=_good,
            err=True,
        )
    return given


def given_passphrase(of: str) -> str:
    """The passphrase that opens something, of the environment or the prompt; empty where there is neither.

    `of` is what is asked there.
    """
    if (given := os.environ.get(VARIABLE, "")) or not sys.stdin.isatty():
        return given
    with paused():
        asked: str = click.prompt(of, hide_input=True, err=True)
    return asked


def place(path: Path, content: bytes, log: Callable[[], None]) -> None:
    """Put a file into its place, whole and for its owner alone, once that is logged."""
    try:
        with half(path, content) as written:
            log()  # rather a copy that is asked after and never was than one that nobody asks after
            name_new(written, path)
    except FileExistsError:
        raise _there(path) from None
    except OSError as error:
        sentence = f"it cannot be written ({error.strerror})."
        raise FileError(str(path), [Problem("", sentence)]) from None
