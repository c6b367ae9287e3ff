"""Which columns of a register would make natural strata, and what the strata would hold."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from audit.dates import day_of
from audit.definitions import decimal
from audit.errors import StateError
from audit.registers.folding import fold, is_blank
from audit.registers.naming import Naming
from audit.registers.register import Register
from audit.sampling.engines.columns import Columns
from audit.sampling.engines.engine import Engine, Filled
from audit.sampling.strata import OTHER, Part, read_part
from audit.sampling.ticket import BLANK

FEW, MANY = 2, 40  # values of a column that is grouped by
PERIODS = 20  # quarters; where there are more, years serve better
BANDS = "0-1,2-4,5-9,10-15,16+"
UNBORN = "-1"  # the age of a child who is not born yet, in an Annex A list
FETCHED = 2_000  # different texts of a column whose values are looked at for strata
TRIED = 5  # columns that are tried as ids
MOSTLY = 0.9  # share of the cells looked at that tells what a column holds

_ID_WORDS = frozenset({"id", "ids", "identifier", "ref", "reference"})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Grouping:
    """Strata that a column would make: what --by takes, and rows by stratum, most first.

    `blank` counts rows with nothing in the column, `unread` those whose date or number cannot be read;
    `alike` are values that differ only in case, spacing or signs.
    """

    by: str
    column: int
    rows: Mapping[str, int]
    blank: int
    unread: int
    alike: tuple[tuple[str, ...], ...]


def kind_of(cells: Sequence[str]) -> str:
    """What a column holds, by the first cells of it: `date`, `whole`, `number`, `text`, or '' if blank."""
    filled = [cell for cell in cells if not is_blank(cell)]
    if not filled:
        return ""
    if _mostly(day_of(cell) is not None for cell in filled):
        return "date"
    numbers = [number for cell in filled if (number := decimal(cell)) is not None and "%" not in cell]
    if len(numbers) < MOSTLY * len(filled):
        return "text"
    return "whole" if all(number.denominator == 1 for number in numbers) else "number"


def _mostly(holds: Iterator[bool]) -> bool:
    found = list(holds)
    return sum(found) >= MOSTLY * len(found)


def likely_unit(engine: Engine, kinds: Sequence[str], personal: Collection[int]) -> tuple[int, ...]:
    """The column that most likely holds the ids of a list of no known kind; none where none does.

    One that is filled and different in every row, headed like ids before any other; else one that is
    filled in every row and headed like ids, where rows are events.
    """
    register = engine.register
    count, columns = engine.overview.filled()
    full = [
        number
        for number, column in enumerate(columns)
        if number not in personal
        and kinds[number] in {"text", "whole"}
        and column.cells >= count - 1  # the row of totals may have none
        and _is_named(register, number)
    ]
    headed = [number for number in full if _is_headed_as_id(register.headings[number].text)]
    for number in [*headed, *(number for number in full if number not in headed)][:TRIED]:
        if columns[number].about * 2 >= count:
            engine.mark(Columns((number,)))
            if not engine.overview.ids().repeated:
                return (number,)
    return tuple(headed[:1])


def _is_headed_as_id(heading: str) -> bool:
    words = fold(_CAMEL.sub(" ", heading)).split()
    return bool(_ID_WORDS.intersection(words)) or heading.endswith("ID")


def _is_named(register: Register, number: int) -> bool:
    """Whether a column can be named by its heading."""
    try:
        return Naming(register).column(register.headings[number].text) == number
    except StateError:
        return False


def candidates(
    register: Register, columns: Sequence[Filled], kinds: Sequence[str], kept_back: Sequence[int]
) -> tuple[int, ...]:
    """The columns whose values must be known to say which strata there could be.

    `kept_back` are those that are never grouped by: ids, and what tells who a child is.
    """
    named = _of_profile(register)
    found = []
    for number, column in enumerate(columns):
        few = column.about <= (FETCHED if number in named or kinds[number] == "date" else 2 * MANY)
        if number not in kept_back and column.cells and few and register.headings[number].text:
            found.append(number)
    return tuple(found)


def groupings(
    register: Register,
    values: Mapping[int, Mapping[str, int]],
    kinds: Sequence[str],
    kept_back: Sequence[int],
) -> tuple[Grouping, ...]:
    """The strata that the columns of a register would make, the profile's own first."""
    usable = [number for number in values if number not in kept_back]
    words = [number for number in usable if kinds[number] != "date" and not _is_age(register, number)]
    named = [number for number in _of_profile(register) if number in words]
    found = list(_kept(_grouped(register, number, "", values) for number in named))
    if not found:
        plain = (_grouped(register, number, "", values) for number in sorted(set(words) - set(named)))
        found = [each for each in _kept(plain) if _groups(each)]
    dates = list(_dates(register, usable, kinds))
    return (*found, *_by_date(register, dates, values), *_by_age(register, usable, values))


def _of_profile(register: Register) -> tuple[int, ...]:
    wanted = register.profile.strata if register.profile else ()
    at = {heading.column: number for number, heading in enumerate(register.headings)}
    return tuple(at[name] for name in wanted if name in at)


def _kept(found: Iterator[Grouping | None]) -> Iterator[Grouping]:
    return (each for each in found if each and len(each.rows) >= FEW)


def _groups(found: Grouping) -> bool:
    """Whether values come back often enough to group by, and are few enough."""
    return len(found.rows) <= MANY and 2 * len(found.rows) <= sum(found.rows.values())


def _grouped(
    register: Register, number: int, how: str, values: Mapping[int, Mapping[str, int]]
) -> Grouping | None:
    """The strata of one column; None where --by could not name it."""
    by = register.headings[number].text + how
    try:
        part = read_part(by, Naming(register).find)
    except StateError:
        return None
    return _counted(part, values[number]) if part.column == number else None


def _counted(part: Part, values: Mapping[str, int]) -> Grouping:
    counts = Counter[str]()
    unread = 0
    for raw, rows in values.items():
        name = part.name(raw)
        if name is None:
            unread += rows
        else:
            counts[name] += rows
    blank = counts.pop(BLANK, 0)
    order = [band.name for band in part.bands if band.name in counts] + ([OTHER] if OTHER in counts else [])
    if not part.bands:
        order = sorted(counts, key=lambda name: (-counts[name] if part.plain else 0, name))
    alike: dict[str, list[str]] = {}
    for name in sorted(counts) if part.plain else ():
        alike.setdefault(fold(name), []).append(name)
    same = tuple(tuple(names) for names in alike.values() if len(names) > 1)
    return Grouping(part.text, part.column, {name: counts[name] for name in order}, blank, unread, same)


def _dates(register: Register, usable: Sequence[int], kinds: Sequence[str]) -> Iterator[int]:
    """The column of dates that a list begins with: the profile's, else the first."""
    dates = [number for number in usable if kinds[number] == "date"]
    begins = register.profile.begins if register.profile else ""
    first = [number for number in dates if begins and register.headings[number].column == begins]
    yield from (first or sorted(dates))[:1]


def _by_date(
    register: Register, dates: Sequence[int], values: Mapping[int, Mapping[str, int]]
) -> Iterator[Grouping]:
    for number in dates:
        for how, most in ((" by quarter", PERIODS), (" by year", MANY)):
            found = _grouped(register, number, how, values)
            if found and FEW <= len(found.rows) <= most:
                yield found
                break


def _is_age(register: Register, number: int) -> bool:
    return "age" in fold(register.headings[number].text).split()


def _by_age(
    register: Register, usable: Sequence[int], values: Mapping[int, Mapping[str, int]]
) -> Iterator[Grouping]:
    for number in usable:
        if _is_age(register, number):
            unborn = f"{UNBORN}," if any(raw.strip() == UNBORN for raw in values[number]) else ""
            yield from _kept(iter([_grouped(register, number, f" by {unborn}{BANDS}", values)]))
            return
