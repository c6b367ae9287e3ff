"""Encryption of what one agency alone may read, in the age format that many programs open. Home of pyrage."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from audit.errors import FileError, Problem, StateError

SHORTEST, DIFFERENT = 12, 5  # characters of a passphrase, and how many different ones among them
SHOWN = 12  # characters of what should be a key, and lines without one, that a message names
KEY, SECRET = "age1", "AGE-SECRET-KEY-"
MARK, ARMOUR = b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----"


def passphrase_problem(passphrase: str) -> str:
    """Why a passphrase is too easily guessed, in a sentence; '' where it will do."""
    if len("".join(passphrase.split())) >= SHORTEST and len({*passphrase}) >= DIFFERENT:
        return ""
    return (
        f"The passphrase is too weak: it needs at least {SHORTEST} characters besides spaces, of "
        f"{DIFFERENT} kinds or more; four words that have nothing to do with one another will do."
    )


def check_key(key: str) -> str:
    """A public key of age without blanks around it; StateError where it is none.

    A secret key that was given by mistake is never repeated.
    """
    import pyrage

    word = key.strip()
    if word.upper().startswith(SECRET):
        raise StateError(
            "This is a secret key, which nobody but its owner may have: ask for the public one (age1…), and "
            "for a new pair, since this one was passed on."
        )
    try:
        pyrage.x25519.Recipient.from_str(word)
    except pyrage.RecipientError:
        # A line of another file, such as a register, is not repeated either.
        what = f"{word[:SHOWN]}…" if word.lower().startswith(KEY) else "This"
        raise StateError(
            f"{what} is no public key of age; copy the whole of it, age1 and 58 more letters and digits."
        ) from None
    return word


def keys_in(text: str, file: str) -> tuple[str, ...]:
    """The public keys in a file's text, one a line, # before a remark; FileError with lines that are none."""
    found, problems = list[str](), list[Problem]()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            found.append(check_key(line))
        except StateError as error:
            problems.append(Problem(f"line {number}", str(error)))
    if not found and not problems:
        problems = [Problem("", "there is no public key in it; a line of it must begin with age1.")]
    if problems:
        raise FileError(file, problems[:SHOWN])
    return tuple(dict.fromkeys(found))


def to_keys(content: bytes, keys: Sequence[str]) -> bytes:
    """A content that the owner of any of some public keys can open."""
    import pyrage

    found: bytes = pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(key) for key in keys])
    return found


def file_to_keys(source: Path, target: Path, keys: Sequence[str]) -> None:
    """Encrypt a file of any size to the owners of some public keys."""
    import pyrage

    pyrage.encrypt_file(str(source), str(target), [pyrage.x25519.Recipient.from_str(key) for key in keys])


def by_passphrase(content: bytes, passphrase: str) -> bytes:
    """A content that opens with a passphrase; takes about a second, as each guess at it will."""
    import pyrage

    found: bytes = pyrage.passphrase.encrypt(content, passphrase)
    return found


# --- opening ------------------------------------------------------------------------------------------


def new_pair(on: str) -> tuple[str, str]:
    """A new public key, and the text of a file with its secret key as programs for age read it."""
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    return public, f"# created: {on}\n# public key: {public}\n{identity}\n"


def public_key(text: str) -> str:
    """The public key of the first secret key in a file's text; StateError where there is none."""
    return str(_identities(text)[0].to_public())


def _identities(text: str) -> list[Any]:
    import pyrage

    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            found.append(pyrage.x25519.Identity.from_str(line.strip()))
        except pyrage.IdentityError:
            # What stands there is not repeated: it may be a secret key with a letter missing.
            raise StateError(f"Line {number} of the file with the key is no secret key of age.") from None
    if not found:
        raise StateError("There is no secret key in the file; a line of it must begin with AGE-SECRET-KEY-1.")
    return found


def is_encrypted(content: bytes) -> bool:
    """Whether a content is encrypted in the age format, as bytes or as text for an e-mail."""
    return content.startswith((MARK, ARMOUR))


def by_phrase(content: bytes) -> bool:
    """Whether an encrypted content opens with a passphrase, not with a key."""
    return content.startswith(MARK + b"-> scrypt ")


def opened(content: bytes, secret: str) -> bytes:
    """An encrypted content, opened with the secret keys in a file's text; StateError where none opens it."""
    import pyrage

    try:
        found: bytes = pyrage.decrypt(content, _identities(secret))
    except pyrage.DecryptError as error:
        if "match" in str(error):
            raise StateError("it was encrypted to another key than the one here.") from None
        raise StateError("it is damaged, so it cannot be opened; ask for it again.") from None
    return found


def file_opened(source: Path, target: Path, secret: str) -> None:
    """Open an encrypted file of any size with the secret keys in a file's text; StateError else."""
    import pyrage

    try:
        pyrage.decrypt_file(str(source), str(target), _identities(secret))
    except (pyrage.DecryptError, OSError) as error:
        if "match" in str(error):
            raise StateError("it was encrypted to another key than the one here.") from None
        raise StateError("it is damaged, so it cannot be opened; take another copy.") from None


def opened_by_passphrase(content: bytes, passphrase: str) -> bytes:
    """An encrypted content, opened with a passphrase; StateError where it does not open it."""
    import pyrage

    try:
        found: bytes = pyrage.passphrase.decrypt(content, passphrase)
    except pyrage.DecryptError:
        raise StateError("it is damaged, or the passphrase is another.") from None
    return found
