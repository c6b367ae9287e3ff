"""The questions put to a table where it lies, as SQL that every dialect understands; nothing is run here.

Statements are put together from parts with names (`WITH marked AS …`), so that nothing is ever written to a
database.
`rows` are the table's rows in which something stands, as texts: `r0` as they came, `c0` trimmed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.sampling.engines.columns import Columns, Map
from audit.sampling.engines.sql import looked_at
from audit.sampling.engines.tongue import Tongue, balanced, literal
from audit.sampling.ticket import BLANK, BLANKS

Part = tuple[str, str]  # a name, and the query behind it
HEAVIEST = 100
_BLANKS = ", ".join(map(literal, BLANKS))
HALVES = ((1, 7), (8, 8), (16, 7), (23, 8))  # of the two sums of a fingerprint, so that none overflows


@dataclass(frozen=True, slots=True)
class Lying:
    """A table as SQL names it, and its columns: each as SQL names it, and the kind of its cells.

    `numeric` gives a cell of numbers where it is one. `fence`, behind a query, keeps what it works out from
    being worked out again for each use of it. `filled` says that something stands in every row.
    """

    table: str
    columns: tuple[tuple[str, str], ...]
    numeric: str = "{0}"
    fence: str = ""
    filled: bool = False


def rows(
    tongue: Tongue,
    lying: Lying,
    wanted: Sequence[int],
    first: int = 0,
    whole: str = "",
    raw: Sequence[int] = (),
) -> list[Part]:
    """The rows in which something stands, with the wanted columns; most are known by the first one.

    Columns that are wanted `raw` only come as they came. With a name for it also the digest of all cells.
    """
    texts = [tongue.text(*column) for column in lying.columns]
    order = [first, *(number for number, _ in enumerate(texts) if number != first)]
    filled = balanced([f"{tongue.trim(texts[number])} <> ''" for number in order], "OR")
    every = tuple(dict.fromkeys((*wanted, *raw)))
    found = [f"{texts[number]} AS r{number}" for number in every]
    cells = [f"r{number}" for number in every]
    cells += [f"{tongue.trim(f'r{number}')} AS c{number}" for number in dict.fromkeys(wanted)]
    if whole:
        found.append(f"{row_digest(tongue, texts)} AS {whole}")
        cells.append(whole)
    return [
        (
            "texts",
            f"SELECT {', '.join(found)} FROM {lying.table}{'' if lying.filled else f' WHERE {filled}'}",
        ),
        ("filled", f"SELECT {', '.join(cells)} FROM texts"),
    ]


def row_digest(tongue: Tongue, texts: Sequence[str]) -> str:
    """The digest of a row of cells."""
    between = tongue.sign(31)
    row = [text for cell in texts for text in (between, cell)][1:]
    return tongue.sha(tongue.joined(*row) if len(row) > 1 else row[0])


def with_parts(parts: Sequence[Part], query: str) -> str:
    """A query behind the parts that it is made of."""
    return f"WITH {', '.join(f'{name} AS ({text})' for name, text in parts)} {query}"


def named(cell: str) -> str:
    """What a trimmed cell is called, where a blank one has a name too."""
    return f"CASE WHEN {cell} IN ({_BLANKS}) THEN {literal(BLANK)} ELSE {cell} END"


def id_part(cell: str) -> str:
    """A part of an id, '' where it is blank."""
    return f"CASE WHEN {cell} IN ({_BLANKS}) THEN '' ELSE {cell} END"


def unit(tongue: Tongue, columns: Sequence[int]) -> str:
    """The id of a row of `filled`, '' where a part of it is blank."""
    cells = [f"c{column}" for column in columns]
    if len(cells) == 1:
        return id_part(cells[0])
    between = [text for cell in cells for text in (literal("|"), cell)][1:]
    blank = " OR ".join(f"{cell} IN ({_BLANKS})" for cell in cells)
    return f"CASE WHEN {blank} THEN '' ELSE {tongue.joined(*between)} END"


def wanted(columns: Columns) -> tuple[int, ...]:
    """The columns whose trimmed cells a marked row is made of."""
    single = (columns.cluster, columns.weight, columns.family)
    many = (*columns.unit, *columns.strata, *columns.order)
    return tuple(dict.fromkeys((*many, *(column for column in single if column is not None))))


def marked(tongue: Tongue, columns: Columns, fits: Sequence[Map], names: Mapping[int, Map]) -> list[Part]:
    """Each row of `filled` as unit, parts and the rest, and `why` it is left out (0: it stays)."""
    maps = dict.fromkeys([*fits, *names.values()])
    parts = [
        f"{names[place].table}.meant" if place in names else named(f"filled.c{column}")
        for place, column in enumerate(columns.strata)
    ]
    fields = [
        f"{unit(tongue, columns.unit)} AS unit",
        *(f"{name} AS part{place}" for place, name in enumerate(parts)),
        *_rest(tongue, columns),
        *(
            f"coalesce({tongue.integer(f'{fit.table}.meant')}, {fit.most}) AS fit{place}"
            for place, fit in enumerate(fits)
        ),
    ]
    joins = " ".join(
        f"LEFT JOIN ({tongue.pairs(one.table)}) AS {one.table} ON {one.table}.raw = filled.r{one.column}"
        for one in maps
    )
    stratum = joined_names(tongue, columns)
    found = f"SELECT {', '.join(fields)} FROM filled {joins}"
    return [
        ("parted", found),
        ("marked", f"SELECT parted.*, {stratum} AS stratum, {_why(len(fits), [*names])} AS why FROM parted"),
    ]


def _rest(tongue: Tongue, columns: Columns) -> list[str]:
    found = [f"{named(f'filled.c{column}')} AS order{place}" for place, column in enumerate(columns.order, 1)]
    if columns.cluster is not None:
        found.append(f"{named(f'filled.c{columns.cluster}')} AS cluster")
    if columns.weight is not None:
        cell = f"filled.c{columns.weight}"
        found.append(f"CASE WHEN {cell} = '' THEN 0 ELSE {tongue.integer(cell)} END AS weight")
    if columns.family is not None:
        cell = f"filled.c{columns.family}"  # NULL where it is blank, so that rows which say one count
        found.append(f"CASE WHEN {cell} IN ({_BLANKS}) THEN NULL ELSE {cell} END AS family")
    raws = dict.fromkeys((*looked_at(columns), *columns.carried))
    return found + [f"filled.r{column} AS raw{column}" for column in raws]


def joined_names(tongue: Tongue, columns: Columns) -> str:
    """The name of a stratum, of its parts."""
    parts = [text for place, _ in enumerate(columns.strata) for text in ("' | '", f"part{place}")][1:]
    return tongue.joined(*parts) if len(parts) > 1 else (parts or ["''"])[0]


def _why(fits: int, names: Sequence[int]) -> str:
    cases = []
    if fits:
        for reason, meant in ((1, 0), (2, 1)):
            some = " OR ".join(f"fit{place} = {meant}" for place in range(fits))
            cases.append(f"WHEN {some} THEN {reason}")
    if names:
        cases.append(f"WHEN {' OR '.join(f'part{place} IS NULL' for place in names)} THEN 2")
    return f"CASE {' '.join(cases)} ELSE 0 END" if cases else "0"


def kept(tongue: Tongue, columns: Columns) -> list[Part]:
    """One row for each unit of `marked` that stays; where a unit's rows differ, each column's smallest."""
    fields = [f"part{place}" for place, _ in enumerate(columns.strata)]
    fields += [name for name in columns.extra if name != "weight"]
    fields += ["family"] if columns.family is not None else []
    weight = ["weight"] if columns.weight is not None else []
    if not columns.distinct:
        return [
            ("kept", f"SELECT {', '.join(['unit', 'stratum', *fields, *weight])} FROM marked WHERE why = 0")
        ]
    found = [f"min({field}) AS {field}, max({field}) AS {field}_most" for field in fields]
    found += ["max(weight) AS weight, min(weight) AS weight_most"] if weight else []
    once = f"SELECT {', '.join(['unit', *found])} FROM marked WHERE why = 0 GROUP BY unit"
    return [
        ("once", once),
        ("kept", f"SELECT once.*, {joined_names(tongue, columns)} AS stratum FROM once"),
    ]


def differing(columns: Columns) -> str:
    """How many units of `kept` have rows that differ, for each of the columns a frame is made of."""
    fields = [f"part{place}" for place, _ in enumerate(columns.strata)] + [*columns.extra]
    fields += ["family"] if columns.family is not None else []
    counts = [f"count(CASE WHEN {field} <> {field}_most THEN 1 END)" for field in fields]
    return f"SELECT {', '.join(counts)} FROM kept" if counts else ""


def excluded() -> str:
    """Units of which no row stays, by the first reason among their rows."""
    inner = "SELECT unit, min(why) AS why FROM marked WHERE unit <> '' GROUP BY unit HAVING min(why) > 0"
    return f"SELECT why, count(*) FROM ({inner}) AS gone GROUP BY why"


def odd_ids(tongue: Tongue, columns: Columns) -> str:
    """The ids that stay and perhaps cannot stand, with their rows: blank, not plain, or joined of more."""
    bars = literal("%|" * len(columns.unit) + "%")
    joined = f" OR unit LIKE {bars}" if len(columns.unit) > 1 else ""
    some = f"why = 0 AND (unit = '' OR {tongue.odd('unit')}{joined})"
    return f"SELECT unit, count(*) FROM marked WHERE {some} GROUP BY unit"


def one_per(tongue: Tongue, before: str) -> str:
    """The unit of each family with the smallest ticket that has no seed; no family is a family of its own."""
    own, shared = tongue.joined("'u'", "unit"), tongue.joined("'f'", "family")
    family = f"CASE WHEN family IS NULL THEN {own} ELSE {shared} END"
    number = tongue.sha(tongue.joined("'one-per|'", "unit"))
    numbered = (
        f"SELECT {before}.*, row_number() OVER (PARTITION BY {family} ORDER BY {number}) AS nth FROM {before}"
    )
    return f"SELECT * FROM ({numbered}) AS lined WHERE nth = 1"


def totals(tongue: Tongue, columns: Columns, fence: str = "") -> str:
    """By stratum: units, and the halves of both sums of the fingerprint."""
    cells = ["unit", "stratum"]
    cells += [tongue.written(name) if name == "weight" else name for name in columns.extra]
    hashed = f"SELECT stratum, {row_digest(tongue, cells)} AS h FROM frame{fence}"
    return f"SELECT stratum, count(*), {sums(tongue)} FROM ({hashed}) AS hashed GROUP BY stratum"


def sums(tongue: Tongue) -> str:
    """The halves of both sums over digests `h`."""
    return ", ".join(f"sum({tongue.number('h', start, length)})" for start, length in HALVES)


def numbered(tongue: Tongue, *, group: str, weighted: bool, fence: str = "") -> Part:
    """Each unit of the frame with its ticket; of a weighted one the smallest of as many as it weighs."""
    if not weighted:
        ticket = tongue.sha(tongue.joined(tongue.given("seed"), "unit"))
        return ("numbered", f"SELECT {group} AS grouped, unit, {ticket} AS t FROM frame{fence}")
    each = tongue.sha(tongue.joined(tongue.given("seed"), "unit", "'#'", "line.k"))
    numbers = " UNION ALL ".join(f"SELECT {k} AS n, '{k}' AS k" for k in range(1, HEAVIEST + 1))
    joined = f"frame JOIN ({numbers}) AS line ON line.n <= frame.weight"
    every = f"SELECT {group} AS grouped, unit, {each} AS t FROM {joined}{fence}"
    return ("numbered", f"SELECT grouped, unit, min(t) AS t FROM ({every}) AS every GROUP BY grouped, unit")


def smallest(tongue: Tongue, keep: int, *, below: bool, some: bool) -> str:
    """The `keep` smallest (ticket, unit) of each group, or of those that a list names."""
    where = ["t < " + tongue.given("below")] if below else []
    where += [f"grouped IN ({tongue.items('names')})"] if some else []
    filtered = f" WHERE {' AND '.join(where)}" if where else ""
    place = "row_number() OVER (PARTITION BY grouped ORDER BY t, unit) AS place"
    lined = f"SELECT grouped, t, unit, {place} FROM numbered{filtered}"
    return f"SELECT grouped, t, unit FROM ({lined}) AS lined WHERE place <= {keep}"


def at_positions(tongue: Tongue, columns: Columns) -> str:
    """The units at a list of positions, counted from 0, in order of the order columns, then id."""
    line = ", ".join([*(f"order{place}" for place, _ in enumerate(columns.order, 1)), "unit"])
    lined = f"SELECT unit, row_number() OVER (ORDER BY {line}) - 1 AS position FROM frame"
    places = f"SELECT {tongue.integer('item')} AS place FROM ({tongue.items('positions')}) AS listed"
    return f"SELECT unit, position FROM ({lined}) AS lined WHERE position IN ({places})"


def fingerprint(tongue: Tongue, lying: Lying) -> str:
    """All rows of a table, and the halves of both sums over the digests of all cells of each."""
    row = row_digest(tongue, [tongue.text(*column) for column in lying.columns])
    hashed = f"SELECT {row} AS h FROM {lying.table}{lying.fence}"
    return f"SELECT count(*), {sums(tongue)} FROM ({hashed}) AS hashed"
