"""What columns a register has: a profile is a YAML file under templates/registers/."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from audit.definitions import Block, Library, Reading, Text, nearest, read
from audit.registers.folding import fold

HOME = "registers/"
AGENCIES = "agencies"  # a list of agencies is no register of children; it is never drawn from
KINDS = ("id", "text", "date", "whole", "number", "code", "yes-no", "postcode")
_KEYS = (
    *("title", "about", "family", "unit", "repeats", "begins", "ends", "strata", "one-per"),
    *("refuse", "match", "columns"),
)
_COLUMN_KEYS = ("name", "headings", "required", "kind", "codes", "from", "to", "personal", "blank")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a register: the headings it goes by, folded, and what its cells hold.

    `least` and `most` bound whole numbers; `personal` says that it tells who a child is, and
    `blank` that cells may be blank although the heading must be there.
    """

    name: str
    headings: tuple[str, ...]
    required: bool = False
    kind: str = "text"
    codes: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    personal: bool = False
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """The columns that one kind of register may have, and what a draw needs to know of it.

    `unit`, `begins`, `ends`, `strata` and `one_per` name columns. `repeats` says that a child may
    stand on several rows, `exact` that no heading beside these is let pass, and `refuse` is the
    sentence for a list that looks like ours and is not drawn from.
    """

    ref: str
    title: str
    columns: tuple[Column, ...]
    about: str = ""
    family: str = ""
    unit: tuple[str, ...] = ()
    repeats: bool = False
    begins: str = ""
    ends: str = ""
    strata: tuple[str, ...] = ()
    one_per: str = ""
    refuse: str = ""
    exact: bool = False

    @property
    def names(self) -> dict[str, str]:
        """The column that each heading, folded, stands for."""
        return {heading: column.name for column in self.columns for heading in column.headings}

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the columns that a list cannot do without."""
        return tuple(column.name for column in self.columns if column.required)

    @property
    def by_name(self) -> Mapping[str, Column]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}


def load(library: Library, ref: str) -> Profile:
    """The profile of a name; UnknownError where there is none, DefinitionError with all its problems."""
    block = library.load("templates", f"{HOME}{ref}", "register")
    path = library.find("templates", f"{HOME}{ref}")
    return parse(block, ref, str(path))


@lru_cache(maxsize=8)
def all_profiles(library: Library) -> tuple[Profile, ...]:
    """Every profile that registers are recognised by, the workspace's own first; kept once read.

    DefinitionError where one is wrong.
    """
    found = (
        (ref.removeprefix(HOME), path) for ref, path in library.files("templates") if ref.startswith(HOME)
    )
    return tuple(parse(read(path), ref, str(path)) for ref, path in found if ref != AGENCIES)


def parse(block: Block, ref: str, where: str) -> Profile:
    """The profile in a mapping; DefinitionError with every problem and its line."""
    reading = Reading(where)
    reading.block(block, _KEYS, "a register")
    title = reading.text(block, "title", "a register")
    taken: dict[str, str] = {}
    columns = tuple(_column(reading, item, taken) for item in reading.blocks(block, "columns", "a column"))
    if not columns:
        reading.wrong(block, "a register needs 'columns'.")
    elif ref == AGENCIES and not any(column.name == "name" and column.required for column in columns):
        reading.wrong(block, "a list of agencies needs a column 'name' with 'required: yes'.")
    names = {column.name for column in columns}
    profile = Profile(
        ref,
        title,
        columns,
        about=reading.text(block, "about"),
        family=reading.text(block, "family"),
        unit=_named(reading, block, "unit", names),
        repeats=reading.yes(block, "repeats"),
        begins=_one(reading, block, "begins", names),
        ends=_one(reading, block, "ends", names),
        strata=_named(reading, block, "strata", names),
        one_per=_one(reading, block, "one-per", names),
        refuse=reading.text(block, "refuse"),
        exact=reading.one_of(block, "match", ("best", "exact"), "best") == "exact",
    )
    reading.finish()
    return profile


def _named(reading: Reading, block: Block, key: str, names: set[str]) -> tuple[str, ...]:
    """The columns that a key names; a name of none of them is noted."""
    found = reading.words(block, key)
    for name in found:
        if name not in names:
            at = name if isinstance(name, Text) else block.line_of(key)
            reading.wrong(at, f"{key!r} names {str(name)!r}, which is no column here{nearest(name, names)}")
    return found


def _one(reading: Reading, block: Block, key: str, names: set[str]) -> str:
    """The one column that a key names, or ''."""
    found = _named(reading, block, key, names)
    if len(found) > 1:
        reading.wrong(block.line_of(key), f"{key!r} names one column, not {len(found)}.")
    return next(iter(found), "")


def _column(reading: Reading, item: Block, taken: dict[str, str]) -> Column:
    """One column; `taken` keeps which heading stands for which, since one cannot stand for two."""
    block = reading.block(item, _COLUMN_KEYS, "a column")
    name = reading.text(block, "name", "a column")
    headings = (name, *reading.words(block, "headings"))
    for heading in headings:
        other = taken.setdefault(fold(heading), name)
        if other != name:
            at = heading if isinstance(heading, Text) else block
            reading.wrong(at, f"{heading!r} heads {other!r} and {name!r}; keep it for one of them.")
    codes = reading.words(block, "codes")
    kind = reading.one_of(block, "kind", KINDS, "code" if codes else "text")
    if codes and kind != "code":
        reading.wrong(block.line_of("codes"), f"'codes' are for a column of kind 'code', not {kind!r}.")
    return Column(
        name,
        tuple(dict.fromkeys(map(fold, headings))),
        required=reading.yes(block, "required"),
        kind=kind,
        codes=codes,
        least=_bound(reading, block, "from", kind),
        most=_bound(reading, block, "to", kind),
        personal=reading.yes(block, "personal"),
        blank=reading.yes(block, "blank"),
    )


def _bound(reading: Reading, block: Block, key: str, kind: str) -> int | None:
    number = reading.number(block, key)
    if number is None:
        return None
    if kind != "whole" or number != Fraction(int(number)):
        reading.wrong(block.line_of(key), f"{key!r} is a whole number, for a column of kind 'whole'.")
    return int(number)
