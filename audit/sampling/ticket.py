"""Tickets, ids and fingerprints: the few lines that anyone can write again in any language."""

import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import sha256

from audit.errors import StateError

# Unicode White_Space, which is what every engine trims; Python's own strip() takes U+001C to 1F too.
WHITE_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
BLANKS = ("", "''", "#N/A", "#n/a", "#N/a", "#n/A")
BLANK = "(blank)"
LONGEST_SEED = 100
LARGEST_SUM = 16**15
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def ticket(seed: str, unit: str) -> str:
    """The number of a unit under a seed: 64 hex digits, which depend on nothing else."""
    return sha256(f"{seed}|{unit}".encode()).hexdigest()


def weighted_ticket(seed: str, unit: str, weight: int) -> str:
    """The smallest of as many tickets as the weight says, from 1 to 100."""
    return min(ticket(seed, f"{unit}#{k}") for k in range(1, weight + 1))


def family_ticket(unit: str) -> str:
    """What decides which of a family stays: no seed in it, so that each family has one chance."""
    return sha256(f"one-per|{unit}".encode()).hexdigest()


def check_seed(seed: str) -> str:
    """The seed as typed, digits and leading zeros kept; StateError where it cannot be one."""
    if not 1 <= len(seed) <= LONGEST_SEED or not all(" " <= c <= "~" and c not in "|/" for c in seed):
        raise StateError(
            f"The seed {seed[:LONGEST_SEED]!r} cannot be used; write 1 to {LONGEST_SEED} letters, digits and "
            "signs of a plain keyboard, without | and /."
        )
    return seed


def trimmed(text: str) -> str:
    """A cell without white space at its ends."""
    return text.strip(WHITE_SPACE)


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: empty, white space, two apostrophes, or Excel's #N/A."""
    return trimmed(text) in BLANKS


def id_problem(unit: str) -> str:
    """Why a trimmed text cannot be an id; '' where it can."""
    if unit in BLANKS:
        return "has no id; give it one, or take the row out"
    if any(unicodedata.category(character) in UNSEEN for character in unit):
        return "has a character in its id that cannot be seen; type the id again"
    if not unicodedata.is_normalized("NFC", unit):
        return "has letters in its id that are put together from parts (not NFC); type the id again"
    return ""


def fingerprint(rows: Iterable[Sequence[str]]) -> str:
    """Two sums over the rows of a frame, in any order: 15 hex digits, a space, 15 hex digits."""
    first, second = 0, 0
    for row in rows:
        digest = sha256("\x1f".join(row).encode()).hexdigest()
        first += int(digest[:15], 16)
        second += int(digest[15:30], 16)
    return print_sums(first, second)


def print_sums(first: int, second: int) -> str:
    """Two sums as a fingerprint prints them."""
    return f"{first % LARGEST_SUM:015x} {second % LARGEST_SUM:015x}"
