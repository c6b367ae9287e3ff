"""What differs between the dialects of SQL in which the same statements are put to tables.

Each word takes SQL and gives SQL. Texts are compared and put in order by code point, whatever order of
letters a database was made with, and hashed as UTF-8. What people typed comes as a bound value, never as SQL.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from audit.sampling.ticket import WHITE_SPACE

TEXT, WHOLE, FRACTION, DAY, MOMENT, TRUTH = "text", "whole", "fraction", "date", "moment", "yes or no"
FLOATING = "floating"  # a number that is kept by its nearest power of two
OTHER = "other"  # what is written out as its database writes it
# What SQL Server alone has: moments with a zone, sums of money, bytes.
ZONED, MONEY, BYTES = "zoned", "money", "bytes"
CODE_POINTS = "Latin1_General_100_BIN2_UTF8"  # SQL Server's order by code point of texts in UTF-8
LONDON = "'GMT Standard Time'"  # what SQL Server calls the clock here, summer time and all
LARGE = 10**15  # from here on a number is no text that a spreadsheet keeps


class Tongue(Protocol):
    """The words of a dialect."""

    @property
    def snapshot(self) -> bool:
        """Whether all that is asked in one connection is answered as of one moment."""
        ...

    def text(self, cell: str, kind: str) -> str:
        """A typed cell as the text that a file would have: '' for NULL, whole numbers without a point."""
        ...

    def trim(self, text: str) -> str:
        """A text without white space at its ends, as Unicode has it."""
        ...

    def joined(self, *texts: str) -> str:
        """Texts one behind the other; none of them is NULL."""
        ...

    def sign(self, code: int) -> str:
        """The character of a code."""
        ...

    def sha(self, text: str) -> str:
        """The sha256 of a text in UTF-8, as 64 small hex digits."""
        ...

    def number(self, digits: str, start: int, length: int) -> str:
        """The whole number that some hex digits stand for, from a place on that counts from 1; 8 at most."""
        ...

    def odd(self, text: str) -> str:
        """Whether a text has any character but printable ASCII."""
        ...

    def integer(self, text: str) -> str:
        """A text of digits as a whole number."""
        ...

    def written(self, number: str) -> str:
        """A whole number as text."""
        ...

    def given(self, name: str) -> str:
        """A bound text."""
        ...

    def items(self, name: str) -> str:
        """A query of `item`, each of the texts in a bound JSON list."""
        ...

    def pairs(self, name: str) -> str:
        """A query of `raw` and `meant`, each of the pairs of texts in a bound JSON list."""
        ...

    def about(self, text: str) -> str:
        """About how many different texts there are in a group."""
        ...


def literal(text: str) -> str:
    """A text of ours as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def balanced(parts: Sequence[str], between: str) -> str:
    """Parts with a sign between them, in brackets by halves: a long row would go too deep for a parser."""
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return f"({balanced(parts[:half], between)} {between} {balanced(parts[half:], between)})"


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """PostgreSQL from version 11 on, told to write days as ISO has them; `signs` are what is trimmed."""

    snapshot: bool = True
    signs: str = WHITE_SPACE

    def text(self, cell: str, kind: str) -> str:
        """As `Tongue.text`."""
        return f"(coalesce({self._text(cell, kind)}, '') COLLATE \"C\")"

    def _text(self, cell: str, kind: str) -> str:
        if kind in {FRACTION, FLOATING}:  # never by way of numeric, which rounds what floats
            whole = f"{cell} = trunc({cell}) AND abs({cell}) < {LARGE}"
            number = f"CAST(CAST({cell} AS bigint) AS text)"
            plain = f"lower(replace(CAST({cell} AS text), 'Infinity', 'inf'))"
            if kind == FLOATING:  # a short one is written with an exponent long before others do so
                digits = f"CAST(CAST(CAST({cell} AS text) AS numeric) AS text)"
                pointed = f"{digits} || CASE WHEN {digits} LIKE '%.%' THEN '' ELSE '.0' END"
                large = f"WHEN abs({cell}) >= 1e6 AND abs({cell}) < {LARGE}0 THEN {pointed}"
                return f"CASE WHEN {whole} THEN {number} {large} ELSE {plain} END"
            return f"CASE WHEN {whole} THEN {number} ELSE {plain} END"
        if kind == MOMENT:
            day, minute = f"to_char({cell}, 'YYYY-MM-DD')", f"to_char({cell}, 'YYYY-MM-DD HH24\\:MI')"
            endless = f"WHEN NOT isfinite({cell}) THEN CAST({cell} AS text)"
            return f"CASE {endless} WHEN {cell} = date_trunc('day', {cell}) THEN {day} ELSE {minute} END"
        if kind == TRUTH:
            return f"CASE WHEN {cell} THEN 'yes' WHEN NOT {cell} THEN 'no' END"
        return f"CAST({cell} AS text)"

    def trim(self, text: str) -> str:
        """As `Tongue.trim`."""
        return f"btrim({text}, {literal(self.signs)})"

    def joined(self, *texts: str) -> str:
        """As `Tongue.joined`."""
        return balanced(texts, "||")

    def sign(self, code: int) -> str:
        """As `Tongue.sign`."""
        return f"chr({code})"

    def sha(self, text: str) -> str:
        """As `Tongue.sha`."""
        return f"(encode(sha256(convert_to({text}, 'UTF8')), 'hex') COLLATE \"C\")"

    def number(self, digits: str, start: int, length: int) -> str:
        """As `Tongue.number`."""
        return f"CAST(CAST('x' || substr({digits}, {start}, {length}) AS bit({4 * length})) AS bigint)"

    def odd(self, text: str) -> str:
        """As `Tongue.odd`."""
        return f"({text} ~ '[^ -~]')"

    def integer(self, text: str) -> str:
        """As `Tongue.integer`."""
        return f"CAST({text} AS integer)"

    def written(self, number: str) -> str:
        """As `Tongue.written`."""
        return f"CAST({number} AS text)"

    def given(self, name: str) -> str:
        """As `Tongue.given`."""
        return f'(CAST(:{name} AS text) COLLATE "C")'

    def items(self, name: str) -> str:
        """As `Tongue.items`."""
        found = f"json_array_elements_text(CAST(:{name} AS json)) AS each(one)"
        return f'SELECT each.one COLLATE "C" AS item FROM {found}'

    def pairs(self, name: str) -> str:
        """As `Tongue.pairs`."""
        cells = '(each.one ->> 0) COLLATE "C" AS raw, (each.one ->> 1) COLLATE "C" AS meant'
        return f"SELECT {cells} FROM json_array_elements(CAST(:{name} AS json)) AS each(one)"

    def about(self, text: str) -> str:
        """As `Tongue.about`: the number itself."""
        return f"count(DISTINCT {text})"


@dataclass(frozen=True, slots=True)
class SQLite:
    """SQLite, whose missing words are laid into the connection as functions of Python."""

    snapshot: bool = True

    def text(self, cell: str, kind: str) -> str:
        """As `Tongue.text`; SQLite's columns hold what they are given, so that each value tells its kind."""
        found = f"audit_text({cell}, {literal(kind)})"
        if kind in {DAY, MOMENT}:
            return found
        return f"CASE typeof({cell}) WHEN 'text' THEN {cell} ELSE {found} END"  # most are, and it is quicker

    def trim(self, text: str) -> str:
        """As `Tongue.trim`."""
        return f"trim({text}, {literal(WHITE_SPACE)})"

    def joined(self, *texts: str) -> str:
        """As `Tongue.joined`."""
        return balanced(texts, "||")

    def sign(self, code: int) -> str:
        """As `Tongue.sign`."""
        return f"char({code})"

    def sha(self, text: str) -> str:
        """As `Tongue.sha`."""
        return f"audit_sha({text})"

    def number(self, digits: str, start: int, length: int) -> str:
        """As `Tongue.number`."""
        return f"audit_number({digits}, {start}, {length})"

    def odd(self, text: str) -> str:
        """As `Tongue.odd`."""
        return f"({text} GLOB '*[^ -~]*' OR instr({text}, char(0)) > 0)"

    def integer(self, text: str) -> str:
        """As `Tongue.integer`."""
        return f"CAST({text} AS INTEGER)"

    def written(self, number: str) -> str:
        """As `Tongue.written`."""
        return f"CAST({number} AS TEXT)"

    def given(self, name: str) -> str:
        """As `Tongue.given`."""
        return f":{name}"

    def items(self, name: str) -> str:
        """As `Tongue.items`."""
        return f"SELECT value AS item FROM json_each(:{name})"

    def pairs(self, name: str) -> str:
        """As `Tongue.pairs`."""
        cells = "CAST(json_extract(value, '$[0]') AS text) AS raw, json_extract(value, '$[1]') AS meant"
        # As groups, and declared as text, it is worked out once and given an index, where it would else be
        # read as a whole for each row. Each text stands in it once.
        return f"SELECT {cells} FROM json_each(:{name}) GROUP BY 1"

    def about(self, text: str) -> str:
        """As `Tongue.about`: the number itself."""
        return f"count(DISTINCT {text})"


@dataclass(frozen=True, slots=True)
class SQLServer:
    """SQL Server from version 2019 on, whose own texts are UTF-16: all are read as UTF-8, by code point."""

    snapshot: bool = False  # not every database allows one

    def _utf8(self, text: str) -> str:
        # The order goes before the cast: a text cast first is squeezed into the code page of the database.
        return f"CAST({text} COLLATE {CODE_POINTS} AS varchar(max))"

    def text(self, cell: str, kind: str) -> str:
        """As `Tongue.text`."""
        size = "max" if kind in {OTHER, BYTES} else "40"
        plain = f"CAST({self._text(cell, kind)} AS varchar({size})) COLLATE {CODE_POINTS}"
        return f"coalesce({self._utf8(cell) if kind == TEXT else plain}, '')"

    def _text(self, cell: str, kind: str) -> str:
        if kind in {FRACTION, FLOATING, MONEY}:
            return self._number(cell, kind)
        if kind in {MOMENT, ZONED}:
            return self._moment(
                cell if kind == MOMENT else f"CAST({cell} AT TIME ZONE {LONDON} AS datetime2)"
            )
        found = {
            BYTES: f"CONVERT(varchar(max), CAST({cell} AS varbinary(max)), 1)",
            DAY: f"CONVERT(varchar(10), {cell}, 23)",
            TRUTH: f"CASE {cell} WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END",
        }
        return found.get(kind, cell)

    def _number(self, cell: str, kind: str) -> str:
        whole = f"{cell} = floor({cell}) AND abs({cell}) < {LARGE}"
        number = f"CAST(CAST({cell} AS bigint) AS varchar(40))"
        plain = {
            FLOATING: f"LOWER(FORMAT({cell}, 'R', 'en-US'))",  # as many digits as tell it apart
            MONEY: f"CONVERT(varchar(40), {cell}, 2)",  # all four decimals
        }
        return f"CASE WHEN {whole} THEN {number} ELSE {plain.get(kind, f'CAST({cell} AS varchar(40))')} END"

    def _moment(self, cell: str) -> str:
        day, minute = f"CONVERT(varchar(10), {cell}, 23)", f"CONVERT(varchar(16), {cell}, 120)"
        return f"CASE WHEN {cell} = CAST({cell} AS date) THEN {day} ELSE {minute} END"

    def trim(self, text: str) -> str:
        """As `Tongue.trim`."""
        signs = f"CAST(N{literal(WHITE_SPACE)} COLLATE {CODE_POINTS} AS varchar(100))"
        return f"TRIM({signs} FROM {text})"

    def joined(self, *texts: str) -> str:
        """As `Tongue.joined`."""
        return balanced(texts, "+")

    def sign(self, code: int) -> str:
        """As `Tongue.sign`."""
        return f"CHAR({code})"

    def sha(self, text: str) -> str:
        """As `Tongue.sha`."""
        digits = f"LOWER(CONVERT(varchar(64), HASHBYTES('SHA2_256', {text}), 2))"
        return f"{digits} COLLATE {CODE_POINTS}"

    def number(self, digits: str, start: int, length: int) -> str:
        """As `Tongue.number`."""
        padded = f"RIGHT('0000000000000000' + SUBSTRING({digits}, {start}, {length}), 16)"
        return f"CONVERT(bigint, CONVERT(varbinary(8), {padded}, 2))"

    def odd(self, text: str) -> str:
        """As `Tongue.odd`."""
        return f"({text} LIKE '%[^ -~]%')"

    def integer(self, text: str) -> str:
        """As `Tongue.integer`."""
        return f"CAST({text} AS integer)"

    def written(self, number: str) -> str:
        """As `Tongue.written`."""
        return f"CAST({number} AS varchar(20)) COLLATE {CODE_POINTS}"

    def given(self, name: str) -> str:
        """As `Tongue.given`."""
        return self._utf8(f":{name}")

    def items(self, name: str) -> str:
        """As `Tongue.items`."""
        found = f"OPENJSON(:{name}) WITH (one nvarchar(max) '$') AS each"
        return f"SELECT {self._utf8('each.one')} AS item FROM {found}"

    def pairs(self, name: str) -> str:
        """As `Tongue.pairs`."""
        cells = f"{self._utf8('each.one')} AS raw, {self._utf8('each.two')} AS meant"
        shape = "one nvarchar(max) '$[0]', two nvarchar(max) '$[1]'"
        return f"SELECT {cells} FROM OPENJSON(:{name}) WITH ({shape}) AS each"

    def about(self, text: str) -> str:
        """As `Tongue.about`."""
        return f"APPROX_COUNT_DISTINCT({text})"
