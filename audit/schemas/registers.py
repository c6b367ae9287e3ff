"""The values of a register's columns, checked with pandera against what its profile says of them.

Values are checked, not rows: ten million rows hold few distinct dates and codes. A value that
cannot be used is `wrong`; one that only differs from how it should be written is `untidy`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Literal

from audit.dates import day_of
from audit.registers.folding import fold, is_blank
from audit.registers.personal import is_postcode
from audit.registers.profile import Column
from audit.schemas import quiet

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

Severity = Literal["wrong", "untidy"]

SHOWN = 6  # codes that a sentence lists; a longer list is told by its length
YEARS = range(1900, 2101)

_WHOLE = re.compile(r"[+-]?\d{1,15}(?:\.0+)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,20})?", re.ASCII)
_LETTER = re.compile(r"[a-z]{1,2}\d?\s*[).]\s*", re.IGNORECASE | re.ASCII)  # the `a) ` before a code
_SHORT = re.compile(r"\s*(?::| [-–] )")  # what parts a short code from its words, as in `N1 - Abuse`
_YES_NO = frozenset({"yes", "no", "y", "n", "true", "false", "1", "0", "unknown", "not known"})
_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")  # the categories of characters that no id may hold
_UNSEEN = "holds characters that cannot be seen; type it again."
_APART = "holds accents apart from their letters; type it again."


@dataclass(frozen=True, slots=True)
class Finding:
    """A value that does not fit its column: the end of the sentence that it begins, and how bad it is."""

    value: str
    text: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class _Rule:
    """What a value must hold to, and what is said of one that does not."""

    holds: Callable[[str], bool]
    text: str
    severity: Severity = "wrong"


def check_values(column: Column, values: Sequence[str]) -> tuple[Finding, ...]:
    """The values that do not fit a column, each once, in the order given; values are trimmed texts.

    Blank ones pass, unless the column is required and `blank` does not let them. A value that
    breaks several rules is told once, with the gravest.
    """
    values = list(dict.fromkeys(values))
    found = {value: finding for value in values if (finding := _blank(column, value))}
    filled = [value for value in values if not is_blank(value)]
    rules = _rules(column)
    for index, rule in _failures(column, filled):
        finding = Finding(filled[index], rules[rule].text, rules[rule].severity)
        found.setdefault(finding.value, finding)
    return tuple(found[value] for value in values if value in found)


def _blank(column: Column, value: str) -> Finding | None:
    if not column.required or column.blank or not is_blank(value):
        return None
    return Finding(value, "is blank; fill it in.", "wrong" if column.kind == "id" else "untidy")


def _failures(column: Column, values: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Index of the value and of the rule of every failure, the first rules first."""
    if not values:
        return
    import pandas as pd

    with quiet():
        from pandera.errors import SchemaErrors

    try:
        with quiet():
            schema(column).validate(pd.Series(values, dtype=object), lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
        yield from sorted(
            zip(map(int, cases["index"]), map(int, cases["check"]), strict=True), key=lambda case: case[1]
        )


@lru_cache(maxsize=1_000)
def schema(column: Column) -> "pa.SeriesSchema":
    """The schema of a column's filled values; each check bears the number of its rule, gravest first."""
    with quiet():
        import pandera.pandas as pa

    checks = [
        pa.Check(partial(_held, rule.holds), name=str(number)) for number, rule in enumerate(_rules(column))
    ]
    return pa.SeriesSchema(object, checks=checks)


def _held(holds: Callable[[str], bool], values: "pd.Series[str]") -> "pd.Series[bool]":
    return values.map(holds).astype(bool)


@lru_cache(maxsize=1_000)
def _rules(column: Column) -> tuple[_Rule, ...]:
    """What the values of a column must hold to, the gravest first."""
    match column.kind:
        case "whole":
            years = (
                "is not in whole years." if "age" in fold(column.name).split() else "is not a whole number."
            )
            number = _Rule(_is_number, "is not a whole number.")
            return (number, *_bounds(column), _Rule(_is_whole, years, "untidy"))
        case "number":
            return (_Rule(_is_number, "is not a number."), *_bounds(column))
        case "code":
            return (_Rule(partial(_is_code, *_spellings(column.codes)), _no_code(column.codes), "untidy"),)
        case _:
            return _OF_KIND[column.kind]


def _bounds(column: Column) -> Iterator[_Rule]:
    """The rules of a column's least and most; they say nothing of what is no number."""
    if (least := column.least) is not None:
        yield _Rule(lambda value: not _is_number(value) or Decimal(value) >= least, f"is below {least}.")
    if (most := column.most) is not None:
        yield _Rule(lambda value: not _is_number(value) or Decimal(value) <= most, f"is above {most}.")


def _is_seen(value: str) -> bool:
    if value.isascii():
        return value.isprintable()
    return not any(unicodedata.category(letter) in _HIDDEN for letter in value)


def _is_composed(value: str) -> bool:
    return unicodedata.is_normalized("NFC", value)


def _is_day(value: str) -> bool:
    return day_of(value) is not None


def _is_near(value: str) -> bool:
    day = day_of(value)
    return day is None or day.year in YEARS


def _is_number(value: str) -> bool:
    return _NUMBER.fullmatch(value) is not None


def _is_whole(value: str) -> bool:
    """Whether a number is whole; what is none is told by another rule."""
    return not _is_number(value) or _WHOLE.fullmatch(value) is not None


def _is_yes_or_no(value: str) -> bool:
    return fold(value) in _YES_NO or fold(_LETTER.sub("", value, count=1)) in _YES_NO


# --- codes ------------------------------------------------------------------------------------------


def _spellings(codes: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Codes in whole, folded, and the short ones among them: the `N1` of `N1 - Abuse or neglect`."""
    cut = (_SHORT.split(code, maxsplit=1) for code in codes)
    shorts = frozenset(fold(parts[0]) for parts in cut if len(parts) == 2)
    return frozenset(map(fold, codes)), shorts


def _is_code(codes: frozenset[str], shorts: frozenset[str], value: str) -> bool:
    """Whether a value is a code: whole or by its short one, in any case, with or without the `a) ` before."""
    for text in (value, _LETTER.sub("", value, count=1) if _LETTER.match(value) else value):
        if fold(text) in codes or fold(_SHORT.split(text, maxsplit=1)[0]) in shorts:
            return True
    return False


def _no_code(codes: Sequence[str]) -> str:
    if len(codes) <= SHOWN:
        return f"is none of the codes: {'; '.join(codes)}."
    return f"is none of the {len(codes)} codes, such as '{codes[0]}'."


_OF_KIND = {
    "id": (_Rule(_is_seen, _UNSEEN), _Rule(_is_composed, _APART)),
    "text": (_Rule(_is_seen, _UNSEEN, "untidy"), _Rule(_is_composed, _APART, "untidy")),
    "date": (
        _Rule(_is_day, "is not a date; write it as 31/03/2026."),
        _Rule(_is_near, "is not of our time; check the year.", "untidy"),
    ),
    "yes-no": (_Rule(_is_yes_or_no, "is neither yes nor no.", "untidy"),),
    "postcode": (_Rule(is_postcode, "is not a whole postcode.", "untidy"),),
}
