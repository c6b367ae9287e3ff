"""The questions put to an engine, as SQL: text in, text out, nothing run here."""

import re
from collections.abc import Mapping, Sequence

from audit.sampling.engines.columns import Columns, Map
from audit.sampling.ticket import BLANK, BLANKS, WHITE_SPACE

LARGE = 4  # in so many parts of a frame the smallest tickets are looked for, if they can be

# Most cells: printable ASCII with nothing to trim, nothing to look into, and none of the blanks.
_PLAIN = "[!$-&(-~]([ -~]*[!-~])?"
_UNSEEN = r"[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]"


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def file(path: str) -> str:
    """A file's name as SQL writes it; signs that would stand for other names stand for themselves."""
    return literal(re.sub(r"([*?\[])", r"[\1]", path))


def macros() -> tuple[str, ...]:
    """What trims a cell; names a blank one; makes a part of an id, empty where it is blank."""
    blanks = ", ".join(map(literal, BLANKS))
    plain = f"regexp_full_match(x, {literal(_PLAIN)})"
    trim = f"trim(coalesce(x, ''), {literal(WHITE_SPACE)})"
    unseen = f"regexp_matches(x, {literal(_UNSEEN)})"
    return (
        f"CREATE MACRO cell(x) AS CASE WHEN {plain} THEN x ELSE {trim} END",
        f"CREATE MACRO named(x) AS CASE WHEN cell(x) IN ({blanks}) THEN {literal(BLANK)} ELSE cell(x) END",
        f"CREATE MACRO idpart(x) AS CASE WHEN cell(x) IN ({blanks}) THEN NULL ELSE cell(x) END",
        f"CREATE MACRO unfit(x) AS x = '' OR (NOT {plain} AND ({unseen} OR nfc_normalize(x) <> x))",
    )


def marked(
    columns: Columns, width: int, fits: Sequence[Map], names: Mapping[int, Map], total: str = ""
) -> str:
    """Each row with something in it, as unit, parts and the rest, and `why` it is left out (0: it stays).

    `fits` mean 0 (out), 1 (unreadable) or 2 (in); `names`, by the place of a part of the stratum, mean
    what the part is called, NULL where it cannot be read. `total` is the id of a row of totals.
    """
    maps = [*fits, *names.values()]
    parts = [
        f"{names[place].table}.meant" if place in names else f"named(c{column})"
        for place, column in enumerate(columns.strata)
    ]
    inner = [
        f"{_unit(columns)} AS unit",
        *(f"{name} AS part{place}" for place, name in enumerate(parts)),
        *_rest(columns),
        *(f"{fit.table}.meant AS fit{place}" for place, fit in enumerate(fits)),
    ]
    joins = " ".join(
        f"LEFT JOIN {m.table} ON {m.table}.raw = coalesce(c{m.column}, '')" for m in dict.fromkeys(maps)
    )
    where = _filled(columns.unit[0], width) + (
        f" AND coalesce(cell(c{columns.unit[0]}), '') <> {literal(total)}" if total else ""
    )
    stratum = _stratum([f"part{place}" for place, _ in enumerate(parts)])
    return (
        f"SELECT *, {stratum} AS stratum, {_why(len(fits), [*names])} AS why "
        f"FROM (SELECT {', '.join(inner)} FROM register {joins} WHERE {where})"
    )


def _unit(columns: Columns) -> str:
    parts = " || '|' || ".join(f"idpart(c{column})" for column in columns.unit)
    return f"coalesce({parts}, '')"


def _rest(columns: Columns) -> list[str]:
    found = [f"named(c{column}) AS order{place}" for place, column in enumerate(columns.order, 1)]
    if columns.cluster is not None:
        found.append(f"named(c{columns.cluster}) AS cluster")
    if columns.weight is not None:
        found.append(f"coalesce(try_cast(cell(c{columns.weight}) AS INTEGER), 0) AS weight")
    if columns.family is not None:
        found.append(f"idpart(c{columns.family}) AS family")
    wanted = dict.fromkeys((*looked_at(columns), *columns.carried))
    return found + [f"coalesce(c{column}, '') AS raw{column}" for column in wanted]


def distinct(column: int, width: int, unit: int, total: str) -> str:
    """The distinct texts of a column in the rows that hold something, but for a row of totals."""
    where = _filled(column, width)
    where += f" AND coalesce(cell(c{unit}), '') <> {literal(total)}" if total else ""
    return f"SELECT coalesce(c{column}, ''), count(*) FROM register WHERE {where} GROUP BY 1"


def _filled(column: int, width: int) -> str:
    """Rows in which something stands; most are known by one column, without a look at the rest."""
    first = f"c{column}"
    rest = ", ".join(f"c{number}" for number in range(width))
    return (
        f"CASE WHEN regexp_full_match({first}, {literal(_PLAIN)}) THEN true "
        f"ELSE trim(concat({rest}), {literal(WHITE_SPACE)}) <> '' END"
    )


def _stratum(parts: Sequence[str]) -> str:
    return " || ' | ' || ".join(parts) if parts else "''"


def _why(fits: int, named: Sequence[int]) -> str:
    cases = []
    if fits:
        least = f"least({', '.join(f'fit{place}' for place in range(fits))}, 2)"
        cases += [f"WHEN {least} = 0 THEN 1", f"WHEN {least} = 1 THEN 2"]
    if named:
        cases.append(f"WHEN {' OR '.join(f'part{place} IS NULL' for place in named)} THEN 2")
    return f"CASE {' '.join(cases)} ELSE 0 END" if cases else "0"


def kept(columns: Columns) -> str:
    """One row for each unit of `marked` that stays; where a unit's rows differ, each column's smallest."""
    fields = [f"part{place}" for place, _ in enumerate(columns.strata)]
    fields += [name for name in columns.extra if name != "weight"]
    weight = columns.weight is not None
    family = columns.family is not None
    if not columns.distinct:
        more = [*fields, *(["weight"] if weight else []), *(["family"] if family else [])]
        return f"SELECT {', '.join(['unit', 'stratum', *more])} FROM marked WHERE why = 0"
    found = [f"min({field}) AS {field}" for field in fields]
    found += [f"max({field}) AS {field}_most" for field in fields]
    if weight:
        found += ["max(weight) AS weight", "min(weight) AS weight_most"]
    if family:
        found += ["min(family) AS family", "max(family) AS family_most"]
    inner = f"SELECT {', '.join(['unit', *found])} FROM marked WHERE why = 0 GROUP BY unit"
    stratum = _stratum([f"part{place}" for place, _ in enumerate(columns.strata)])
    return f"SELECT *, {stratum} AS stratum FROM ({inner})"


def differing(columns: Columns) -> str:
    """How many units of `kept` have rows that differ, for each of the columns a frame is made of."""
    fields = [f"part{place}" for place, _ in enumerate(columns.strata)] + [*columns.extra]
    fields += ["family"] if columns.family is not None else []
    counts = ", ".join(f"count(*) FILTER ({field} <> {field}_most)" for field in fields)
    return f"SELECT {counts or 'NULL'} FROM kept"


def looked_at(columns: Columns) -> tuple[int, ...]:
    """The columns whose distinct values a survey gives: those that are checked, and those of the strata."""
    return tuple(dict.fromkeys((*columns.checked, *columns.strata)))


def survey(columns: Columns) -> str:
    """Groups of one look over `marked`: ids that cannot stand, hashes met twice, in all, and values.

    The first column says which group a line belongs to: all bits are set but its own.
    """
    hashed = "NULL::UBIGINT" if columns.distinct else "CASE WHEN why = 0 THEN hash(unit) END"
    # An id joined of columns that hold the sign that joins them could be another id too.
    columns_of_id = len(columns.unit)
    joined = f"length(unit) - length(replace(unit, '|', '')) >= {columns_of_id}"
    unfit = f"(unfit(unit) OR {joined})" if columns_of_id > 1 else "unfit(unit)"
    bad = f"CASE WHEN why = 0 AND {unfit} THEN unit END"
    raws = "".join(f", raw{column}" for column in looked_at(columns))
    return _grouped(columns, f"SELECT {hashed} AS hashed, {bad} AS bad, false AS plain{raws} FROM marked")


def plain_survey(columns: Columns) -> str:
    """The same from the register itself, which holds where all ids are plain and nothing narrows it."""
    unit = f"c{columns.unit[0]}"
    hashed = "NULL::UBIGINT" if columns.distinct else f"hash({unit})"
    plain = f"coalesce(regexp_full_match({unit}, {literal(_PLAIN)}), false)"
    raws = "".join(f", coalesce(c{column}, '') AS raw{column}" for column in looked_at(columns))
    inner = f"SELECT {hashed} AS hashed, NULL::VARCHAR AS bad, {plain} AS plain{raws} FROM register"
    return _grouped(columns, inner)


def _grouped(columns: Columns, inner: str) -> str:
    keys = ["hashed", "bad", "plain", *(f"raw{column}" for column in looked_at(columns))]
    sets = ", ".join(f"({key})" for key in keys)
    return (
        f"SELECT grouping({', '.join(keys)}), {', '.join(keys)}, count(*) FROM ({inner}) "
        f"GROUP BY GROUPING SETS ({sets}) HAVING grouping(hashed) = 1 OR count(*) > 1"
    )


def plain_frame(columns: Columns) -> str:
    """The frame where every id and every stratum is plain: the cells as they came."""
    stratum = _stratum([f"c{column}" for column in columns.strata])
    parts = "".join(f", c{column} AS part{place}" for place, column in enumerate(columns.strata))
    return f"SELECT c{columns.unit[0]} AS unit, {stratum} AS stratum{parts} FROM register"


def is_plain(text: str) -> bool:
    """Whether a cell is printable ASCII with nothing to trim, and not blank."""
    return re.fullmatch(_PLAIN, text) is not None


def excluded() -> str:
    """Units of which no row stays, by the first reason among their rows."""
    return (
        "SELECT why, count(*) FROM (SELECT min(why) AS why FROM marked WHERE unit <> '' GROUP BY unit "
        "HAVING min(least(why, 1)) = 1) GROUP BY why"
    )


def one_per(before: str) -> str:
    """The unit of each family with the smallest ticket that has no seed; no family is a family of its own."""
    family = "CASE WHEN family IS NULL THEN 'u' || unit ELSE 'f' || family END"
    return (
        f"SELECT * FROM {before} QUALIFY "
        f"row_number() OVER (PARTITION BY {family} ORDER BY sha256('one-per|' || unit)) = 1"
    )


def hashed_row(columns: Columns) -> str:
    """The sha256 of a unit's row in frame.csv."""
    cells = ["unit", "stratum", *(f"{name}::VARCHAR" for name in columns.extra)]
    return f"sha256({' || chr(31) || '.join(cells)})"


def ticket(seed: str, *, weighted: bool = False) -> str:
    """A unit's ticket under a seed; of a weighted unit the smallest of as many as it weighs."""
    start = literal(seed + "|")
    if not weighted:
        return f"sha256({start} || unit)"
    each = f"list_transform(range(1, weight + 1), lambda k: sha256({start} || unit || '#' || k))"
    return f"list_min({each})"


def totals(columns: Columns, numbered: str, keep: int, below: str = "") -> str:
    """By stratum: units, both sums of the fingerprint, the `keep` smallest tickets, and their units.

    Only tickets `below` a text are looked at for the smallest, since few rows are then sorted.
    """
    some = f" FILTER (WHERE t < {literal(below)})" if below else ""
    smallest = f"min(t, {keep}){some}, arg_min(unit, t, {keep}){some}" if keep else "NULL, NULL"
    return (
        f"SELECT stratum, count(*), {_sum(1)}, {_sum(16)}, {smallest} FROM "
        f"(SELECT unit, stratum, {hashed_row(columns)} AS h, {numbered} AS t FROM frame) GROUP BY stratum"
    )


def _sum(start: int) -> str:
    return f"sum(('0x' || substring(h, {start}, 15))::BIGINT)"


def below(rows: int, strata: int, keep: int) -> str:
    """A ticket below which, by twice the odds, the `keep` smallest of each of some strata lie; '' for all.

    Strata of uneven size may come short: whoever asks looks, and asks again for those.
    """
    wanted = 2 * keep * max(strata, 1) + 1_000
    return f"{wanted * 16**8 // rows:08x}" if wanted < rows // LARGE else ""


def smallest(group: str, numbered: str, keep: int) -> str:
    """By group: units, and the `keep` smallest (ticket, unit) of those that a list of groups names."""
    return (
        f"SELECT {group}, min({{'t': {numbered}, 'u': unit}}, {keep}) FROM frame "
        f"WHERE {group} IN (SELECT unnest(?::VARCHAR[])) GROUP BY {group}"
    )


def at_positions(columns: Columns) -> str:
    """The units at a list of positions, counted from 0, in order of the order columns, then id."""
    line = ", ".join([*(f"order{place}" for place, _ in enumerate(columns.order, 1)), "unit"])
    return (
        f"SELECT unit, position FROM (SELECT unit, row_number() OVER (ORDER BY {line}) - 1 AS position "
        "FROM frame) WHERE position IN (SELECT unnest(?::BIGINT[]))"
    )


def loaded(names: Sequence[str]) -> str:
    """Lay `frame` from the columns of a frame.csv; a weight that is none is NULL, and fits no fingerprint."""
    cells = [
        f"CASE WHEN regexp_full_match(c{number}, '[1-9][0-9]?|100') THEN c{number}::INTEGER END AS weight"
        if name == "weight"
        else f"coalesce(c{number}, '') AS {name}"
        for number, name in enumerate(names)
    ]
    return f"CREATE TABLE frame AS SELECT {', '.join(cells)} FROM register"


def frame_file(columns: Columns, path: str) -> str:
    """Write frame.csv: one row for each unit, in order of id."""
    fields = ", ".join(["unit", "stratum", *columns.extra])
    return (
        f"COPY (SELECT {fields} FROM frame ORDER BY unit) TO {literal(path)} "
        "(FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"', ESCAPE '\"')"
    )
