"""What a table is: which register, where its headings stand, and what is untidy about them."""

from collections.abc import Sequence
from dataclasses import dataclass

from audit.registers.folding import fold
from audit.registers.headings import Recognised, fitting, plain
from audit.registers.profile import Profile
from audit.registers.register import Heading
from audit.tables import Table, address, letters, text

NO_HEADINGS = "no row of headings with rows below it is found; give every column its name in the first row."


@dataclass(frozen=True, slots=True)
class Seen:
    """The headings of a table, and the profile they fit; None where it is a list of no known kind."""

    profile: Profile | None
    found: Recognised
    notes: tuple[str, ...] = ()

    @property
    def header_row(self) -> int:
        """The row of headings, counted from zero."""
        return self.found.header_row


def see(table: Table, profiles: Sequence[Profile]) -> Seen | None:
    """What a table is; None where no row reads as headings."""
    fits = fitting(table, profiles)
    if len(fits) == 1:
        return Seen(*fits[0])
    found = plain(table)
    if not fits:
        return Seen(None, found) if found else None
    found = found or Recognised(fits[0][1].header_row, {})
    titles = " and ".join(f"'{profile.title}'" for profile, _ in fits)
    return Seen(None, found, (f"the headings fit {titles} alike, so it is read as a list of no known kind",))


def refusal(seen: Seen | None) -> str:
    """The sentence on a table that is no register to draw from; empty where it is one."""
    if seen is None:
        return NO_HEADINGS
    return seen.profile.refuse if seen.profile else ""


def headings_of(table: Table, seen: Seen, wide: int) -> tuple[Heading, ...]:
    """The headings of the first `wide` columns, from A on."""
    names = {index: name for name, index in seen.found.columns.items()}
    cells = table.rows[seen.header_row][:wide]
    return tuple(
        Heading(" ".join(text(cell).split()), names.get(index, "")) for index, cell in enumerate(cells)
    )


def heading_notes(headings: Sequence[Heading], seen: Seen) -> list[str]:
    """A note on each heading that says what one further left says already; both columns are kept."""
    repeated = {where for where, _ in seen.found.repeated}
    notes, firsts = [], dict[str, str]()
    for index, heading in enumerate(headings):
        where = address(seen.header_row, index)
        first = firsts.setdefault(fold(heading.text) or where, where)
        if first != where:
            notes.append(f"the heading '{heading.text}' stands in {first} and {where}; both columns are kept")
        elif where in repeated:
            notes.append(
                f"the heading '{heading.text}' in {where} names what a heading further left names; "
                "both columns are kept, and the left one is used"
            )
    return notes


def blank_note(columns: Sequence[int]) -> list[str]:
    """A note on columns that hold something but have no heading."""
    if not columns:
        return []
    which = ", ".join(letters(index) for index in columns)
    what = f"column {which} has" if len(columns) == 1 else f"columns {which} have"
    return [f"{what} no heading, although cells below are filled"]
