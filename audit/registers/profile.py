"""What columns a register has: a profile is a YAML file under templates/registers/."""

from dataclasses import dataclass

from audit.definitions import Block, Library, Reading, Text
from audit.registers.folding import fold


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a register, and the headings it goes by, folded."""

    name: str
    headings: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """The columns that one kind of register may have."""

    ref: str
    title: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> dict[str, str]:
        """The column that each heading, folded, stands for."""
        return {heading: column.name for column in self.columns for heading in column.headings}

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the columns that a list cannot do without."""
        return tuple(column.name for column in self.columns if column.required)


def load(library: Library, ref: str) -> Profile:
    """The profile of a name; UnknownError where there is none, DefinitionError with all its problems."""
    block = library.load("templates", f"registers/{ref}", "register")
    path = library.find("templates", f"registers/{ref}")
    return parse(block, ref, str(path))


def parse(block: Block, ref: str, where: str) -> Profile:
    """The profile in a mapping; DefinitionError with every problem and its line."""
    reading = Reading(where)
    reading.block(block, ("title", "about", "columns"), "a register")
    title = reading.text(block, "title", "a register")
    taken: dict[str, str] = {}
    columns = tuple(_column(reading, item, taken) for item in reading.blocks(block, "columns", "a column"))
    if not columns:
        reading.wrong(block, "a register needs 'columns'.")
    reading.finish()
    return Profile(ref, title, columns)


def _column(reading: Reading, item: Block, taken: dict[str, str]) -> Column:
    """One column; `taken` keeps which heading stands for which, since one cannot stand for two."""
    block = reading.block(item, ("name", "headings", "required"), "a column")
    name = reading.text(block, "name", "a column")
    headings = (name, *reading.words(block, "headings"))
    for heading in headings:
        other = taken.setdefault(fold(heading), name)
        if other != name:
            at = heading if isinstance(heading, Text) else block
            reading.wrong(at, f"{heading!r} heads {other!r} and {name!r}; keep it for one of them.")
    return Column(name, tuple(dict.fromkeys(map(fold, headings))), reading.yes(block, "required"))
