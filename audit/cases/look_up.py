"""What a register says of the cases that an agency reads, so that it can find them in its own system."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.agencies import Agency
from audit.cases.case_round import CaseRound
from audit.cases.subject import Subject
from audit.dates import said
from audit.errors import StateError
from audit.registers.naming import Naming
from audit.registers.register import Register
from audit.rounds import Standing
from audit.sampling.standing import Standing as Sample
from audit.sampling.ticket import trimmed
from audit.tables import formulas

REFERENCE = "Audit reference"
# What a spreadsheet would change: it takes the 0 off a number's beginning, and rounds a long one.
_CHANGED = re.compile(r"0\d+|\d{12,}", re.ASCII)


@dataclass(frozen=True, slots=True)
class LookUp:
    """Lines of a look-up under their headings: the audit reference, then the cells of a register's row.

    A case whose rows differ has a line for each; those of one case stand together.
    """

    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]

    @property
    def refs(self) -> tuple[str, ...]:
        """The references that it tells about, in order."""
        return tuple(dict.fromkeys(line[0] for line in self.lines))

    @property
    def fragile(self) -> tuple[str, ...]:
        """The headings of columns that a spreadsheet would change where it opens the file by itself."""
        columns = zip(self.headings, zip(*self.lines, strict=True), strict=True)
        return tuple(heading for heading, cells in columns if any(map(_CHANGED.fullmatch, cells)))


def sample_of(case_round: CaseRound) -> Sample:
    """The sample whose cases can be looked up; StateError where there is none, or no longer."""
    round_, sample = case_round.round, case_round.standing
    if sample is None:
        raise StateError(
            f"The {case_round.word}s of {round_.name!r} were not drawn, so there is no register to look "
            "them up in."
        )
    if sample.discarded:
        raise StateError(f"{sample.id} was thrown away ({sample.discarded}), so nobody is to look it up.")
    if round_.closed:
        raise StateError(
            f"The round {round_.name!r} was closed on {said(round_.closed[:10])}; nobody needs to find "
            "its cases any more."
        )
    return sample


def cases_for(case_round: CaseRound, agency: Agency) -> tuple[Subject, ...]:
    """The usable cases that an agency reads, first or second; StateError where there are none."""
    expected = case_round.round.of(agency)
    refs = {one.ref for one in case_round.assignments if one.agency == agency.code}
    if expected is None or expected.standing is not Standing.EXPECTED:
        refs = set()
    found = tuple(one for one in case_round.usable if one.ref in refs)
    if not found:
        name = case_round.round.name
        raise StateError(
            f"{agency.name} reads no case of {name!r}; 'audit round status {name}' shows who reads which."
        )
    return found


def columns_named(register: Register, texts: Sequence[str]) -> tuple[int, ...]:
    """The columns that headings name, once each; StateError with the nearest where one is not there.

    A text with commas names several columns, unless it is the whole of one heading.
    """
    naming = Naming(register)
    known = {_spaced(heading.text) for heading in register.headings}
    parts = [
        part
        for text in texts
        for part in ([text] if _spaced(text) in known else text.split(","))
        if part.strip()
    ]
    if not parts:
        raise StateError("No column is named; name those that the agency finds its cases by: --columns COL.")
    return tuple(dict.fromkeys(map(naming.column, parts)))


def _spaced(text: str) -> str:
    return " ".join(text.split()).casefold()


def look_up(
    subjects: Sequence[Subject], headings: Sequence[str], rows: Mapping[str, Sequence[Sequence[str]]]
) -> LookUp:
    """The look-up of some cases, in their order, from the rows of each unit under headings.

    Rows of a case that say the same there are one line. StateError where the register has not all cases.
    """
    if missing := [one.ref for one in subjects if not rows.get(one.unit)]:
        raise StateError(f"The register has no row for {', '.join(missing)}, so nothing was written.")
    lines = ((one.ref, *map(trimmed, cells)) for one in subjects for cells in rows[one.unit])
    return LookUp((REFERENCE, *headings), tuple(dict.fromkeys(lines)))


def as_csv(found: LookUp) -> bytes:
    """A look-up as CSV in UTF-8, marked so that Excel takes it for that, and without formulas."""
    return formulas.as_csv((found.headings, *found.lines))
