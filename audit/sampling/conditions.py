"""What narrows a frame: `--where`, read as people type it, and tried on one cell's text at a time.

Conditions are tried on the distinct values of a column, never row by row, so that dates and numbers
are read here and in no engine's own way.
"""

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from fractions import Fraction

from audit.dates import day_of, in_words, read_day
from audit.definitions import decimal, nearest
from audit.errors import StateError
from audit.sampling.ticket import is_blank, trimmed

# Longest first, so that `<=` is not read as `<` with a value that begins with `=`.
_OPERATOR = re.compile(r"(?:is\s+not\s+blank|is\s+blank|between|in)(?!\S)|[<>]=|[<>=]", re.IGNORECASE)
NAMED = 12  # values that a message names
LONGEST = 40  # signs of such a value
UNTOLD = "; what its cells say is not told here, since it may tell who somebody is."
Number = date | Fraction


class Fit(IntEnum):
    """How a value fits a condition; a row takes the least of its own."""

    OUT = 0
    UNREADABLE = 1
    IN = 2


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: its text as typed, the columns it reads, and its operator with its values."""

    text: str
    column: int
    operator: str
    values: tuple[str, ...] = ()
    bounds: tuple[Number, ...] = ()

    def fit(self, cell: str) -> Fit:
        """Whether a cell's text fits, or cannot be read as the date or number that is asked for."""
        blank, value = is_blank(cell), trimmed(cell)
        match self.operator:
            case "is blank" | "is not blank":
                return _fit(blank == (self.operator == "is blank"))
            case "=" | "in":
                return _fit(value.casefold() in self.values)
            case _:
                return Fit.OUT if blank else self._compared(value)

    def _compared(self, value: str) -> Fit:
        found = day_of(value) if isinstance(self.bounds[0], date) else _number(value)
        if found is None:
            return Fit.UNREADABLE
        return _fit(_holds(self.operator, found, self.bounds))

    def seen(self, cell: str) -> str:
        """The one of the condition's own values that a cell is, folded; '' where it is none."""
        value = trimmed(cell).casefold()
        return value if self.operator in {"=", "in"} and value in self.values else ""


def _fit(inside: bool) -> Fit:
    return Fit.IN if inside else Fit.OUT


def _holds(operator: str, found: Number, bounds: Sequence[Number]) -> bool:
    low, high = bounds[0], bounds[-1]
    tests: Mapping[str, Callable[[], bool]] = {
        "between": lambda: low <= found <= high,  # type: ignore[operator]
        "<": lambda: found < low,  # type: ignore[operator]
        "<=": lambda: found <= low,  # type: ignore[operator]
        ">": lambda: found > low,  # type: ignore[operator]
        ">=": lambda: found >= low,  # type: ignore[operator]
    }
    return tests[operator]()


def begun(cell: str, day: date) -> Fit:
    """Whether a beginning lies on or before a day; a blank one is not known to."""
    found = None if is_blank(cell) else day_of(trimmed(cell))
    return Fit.UNREADABLE if found is None else _fit(found <= day)


def still_open(cell: str, day: date) -> Fit:
    """Whether an end is blank, or lies after a day."""
    if is_blank(cell):
        return Fit.IN
    found = day_of(trimmed(cell))
    return Fit.UNREADABLE if found is None else _fit(found > day)


def read_condition(text: str, find: Callable[[str], tuple[int, str]]) -> Condition:
    """The condition in a text such as `Age < 2`; `find` gives a column and the rest of the text.

    StateError says what cannot be read, and how such a condition is written.
    """
    column, rest = find(text)
    begin = _OPERATOR.match(rest.strip())
    if begin is None:
        raise _cannot(text, "after the column =, <, <=, >, >=, in, between, is blank or is not blank comes")
    operator = " ".join(begin[0].casefold().split())
    tail = rest.strip()[begin.end() :].strip()
    match operator:
        case "is blank" | "is not blank":
            if tail:
                raise _cannot(text, f"nothing comes after '{operator}'")
            return Condition(text, column, operator)
        case "=":
            return Condition(text, column, operator, _folded([_unquoted(tail)], text))
        case "in":
            return Condition(text, column, operator, _folded(_listed(tail, text), text))
        case "between":
            return Condition(text, column, operator, bounds=_ends(tail, text))
    return Condition(text, column, operator, bounds=(_bound(tail, text),))


def _cannot(text: str, why: str) -> StateError:
    return StateError(f"The condition {text!r} cannot be read: {why}.")


def _folded(values: Sequence[str], text: str) -> tuple[str, ...]:
    found = [trimmed(value) for value in values]
    if not found or any(map(is_blank, found)):
        raise _cannot(text, "a value comes after = and in; for empty cells write 'is blank'")
    return tuple(value.casefold() for value in found)


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] == '"'
    return value[1:-1].replace('""', '"') if quoted else value


def _listed(tail: str, text: str) -> list[str]:
    try:
        return next(csv.reader([tail], skipinitialspace=True, strict=True), [])
    except csv.Error:
        raise _cannot(text, 'only what stands in double quotes may hold a comma: in A, "B, C"') from None


def _ends(tail: str, text: str) -> tuple[Number, ...]:
    parts = re.split(r"\s+and\s+", tail, flags=re.IGNORECASE)
    if len(parts) != 2:
        raise _cannot(text, "two ends come after between: between 2026-07-11 and 2026-07-17")
    low, high = (_bound(part, text) for part in parts)
    if type(low) is not type(high):
        raise _cannot(text, "both ends are dates, or both are numbers")
    if low > high:  # type: ignore[operator]
        raise _cannot(text, "the first end lies after the second; turn them round")
    return low, high


def _bound(word: str, text: str) -> Number:
    word = word.strip().strip('"')
    found: Number | None = read_day(word)
    if found is None:
        found = _number(word)
    if found is None:
        raise _cannot(text, f"{word!r} is neither a number nor a date; write 2, 2026-03-31 or 31/3/2026")
    return found


def _number(word: str) -> Fraction | None:
    """A number; a share such as 45% is none, since it might be 45 or 0.45."""
    return None if "%" in word else decimal(word)


def check_seen(
    condition: Condition, seen: frozenset[str], there: Sequence[str], *, told: bool = True
) -> None:
    """StateError where a value that a condition asks for stands in no cell, with those there are.

    They are not named where not `told`, and long ones never, since these may be about somebody.
    """
    for value in condition.values:
        if value not in seen:
            filled = {trimmed(cell) for cell in there if not is_blank(cell)}
            known = sorted(cell for cell in filled if told and len(cell) <= LONGEST)
            said = nearest(value, known)
            end = UNTOLD if filled and not known else _some(known) if said == "." else said
            raise StateError(f"No cell says {value!r}, which {condition.text!r} asks for{end}")


def _some(known: Sequence[str]) -> str:
    """The end of a sentence that names the first of many values."""
    if not known:
        return "; all its cells are blank."
    return f"; there are {', '.join(known[:NAMED])} and {len(known) - NAMED:,} more."


def echoed(condition: Condition) -> str:
    """How the dates of a condition were read, in words; '' where it has none."""
    days = [in_words(bound) for bound in condition.bounds if isinstance(bound, date)]
    return " and ".join(days)
