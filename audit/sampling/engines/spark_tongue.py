"""The words of Spark's SQL, in which the same statements are put to a lake."""

from dataclasses import dataclass

from audit.sampling.engines.tongue import FLOATING, FRACTION, LARGE, MOMENT, TRUTH, literal
from audit.sampling.ticket import WHITE_SPACE

LISTED = "listed_"  # what the name of a view begins with that holds a list or pairs


@dataclass(frozen=True, slots=True)
class Spark:
    """Spark from version 4.0 on; lists and pairs are views, told by a comment with their name."""

    snapshot: bool = False

    def text(self, cell: str, kind: str) -> str:
        """As `Tongue.text`."""
        return f"coalesce({self._text(cell, kind)}, '')"

    def _text(self, cell: str, kind: str) -> str:
        if kind in {FRACTION, FLOATING}:
            number, text = f"CAST(CAST({cell} AS bigint) AS string)", f"CAST({cell} AS string)"
            whole = f"CASE WHEN abs({cell}) < {LARGE} THEN {cell} = floor({cell}) ELSE false END"
            return f"CASE WHEN {whole} THEN {number} ELSE {_plain(text) if kind == FLOATING else text} END"
        if kind == MOMENT:
            day, minute = f"CAST(CAST({cell} AS date) AS string)", f"date_format({cell}, 'yyyy-MM-dd HH:mm')"
            return f"CASE WHEN {cell} = date_trunc('DAY', {cell}) THEN {day} ELSE {minute} END"
        if kind == TRUTH:
            return f"CASE WHEN {cell} THEN 'yes' WHEN NOT {cell} THEN 'no' END"
        return f"CAST({cell} AS string)"

    def trim(self, text: str) -> str:
        """As `Tongue.trim`."""
        return f"trim(BOTH {literal(WHITE_SPACE)} FROM {text})"

    def joined(self, *texts: str) -> str:
        """As `Tongue.joined`."""
        return f"concat({', '.join(texts)})"

    def sign(self, code: int) -> str:
        """As `Tongue.sign`."""
        return f"char({code})"

    def sha(self, text: str) -> str:
        """As `Tongue.sha`."""
        return f"sha2({text}, 256)"

    def number(self, digits: str, start: int, length: int) -> str:
        """As `Tongue.number`."""
        return f"CAST(conv(substring({digits}, {start}, {length}), 16, 10) AS bigint)"

    def odd(self, text: str) -> str:
        """As `Tongue.odd`."""
        return f"({text} RLIKE '[^ -~]')"

    def integer(self, text: str) -> str:
        """As `Tongue.integer`."""
        return f"CAST({text} AS int)"

    def written(self, number: str) -> str:
        """As `Tongue.written`."""
        return f"CAST({number} AS string)"

    def given(self, name: str) -> str:
        """As `Tongue.given`."""
        return f":{name}"

    def items(self, name: str) -> str:
        """As `Tongue.items`."""
        return f"SELECT item FROM {LISTED}{name} /* :{name} */"

    def pairs(self, name: str) -> str:
        """As `Tongue.pairs`."""
        return f"SELECT raw, meant FROM {LISTED}{name} /* :{name} */"

    def about(self, text: str) -> str:
        """As `Tongue.about`."""
        return f"approx_count_distinct({text})"


def _plain(number: str) -> str:
    """A number as Spark writes it, `1.25E-7` or `1.2E7`, as other engines do: `1.25e-07` and `12000000`."""
    exact = f"CAST({number} AS decimal(38, 18))"
    digits = f"regexp_replace(CAST({exact} AS string), '[.]?0+$', '')"
    power = f"CAST(substring_index({number}, 'E', -1) AS int)"
    sign = f"CASE WHEN {power} < 0 THEN '-' ELSE '+' END"
    some = f"regexp_replace(substring_index({number}, 'E', 1), '[.]0$', '')"
    pointed = f"concat({some}, 'e', {sign}, lpad(CAST(abs({power}) AS string), 2, '0'))"
    return (
        f"CASE WHEN NOT {number} LIKE '%E%' THEN lower(replace({number}, 'Infinity', 'inf')) "
        f"WHEN {power} = 15 AND NOT {digits} LIKE '%.%' THEN concat({digits}, '.0') "
        f"WHEN {power} BETWEEN -4 AND 15 THEN {digits} ELSE {pointed} END"
    )
