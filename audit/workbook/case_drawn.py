"""The sheet of those drawn by stratum, such as Cases drawn: how many the register holds, how many were chosen."""

from audit.workbook.case_disclosed import rows_of, strata_of
from audit.workbook.case_edition import CaseEdition
from audit.workbook.page import Page, Table, Text

TITLE = "In the register and chosen, by stratum"
RULE = (
    "Numbers from 1 to 5 are not told, nor others from which they could be worked out; the same holds for "
    "what was published before. How many met a standard is told for all together."
)
NONE = "So few are in the register that they are not told by stratum."


def has_strata(edition: CaseEdition) -> bool:
    """Whether the register was counted by anything."""
    return bool(strata_of(edition))


def drawn_name(edition: CaseEdition) -> str:
    """The name of the sheet."""
    return f"{edition.plural.capitalize()} drawn"


def drawn(edition: CaseEdition) -> Page:
    """The sheet, by the columns by which the register was divided."""
    standing = edition.results.case_round.standing
    by = " | ".join(standing.certificate["frame"]["by"]) if standing else ""
    *rows, last = rows_of(edition) or ((),)
    table = Table(TITLE, (by or "Stratum", "In the register", "Chosen"), tuple(rows), foot=last, empty=NONE)
    said = (Text(RULE),) if edition.board else ()
    name = drawn_name(edition)
    title = f"{edition.round.name}: {edition.plural} drawn, by stratum"
    return Page(name, title, (*said, table), widths=(70.0, 16.0, 12.0))
