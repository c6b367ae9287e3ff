"""The sheet of those drawn by stratum, such as Cases drawn: what the register holds, how many were chosen."""

from audit.workbook.case_disclosed import strata_of, strata_rows, tells_chosen
from audit.workbook.case_edition import CaseEdition
from audit.workbook.page import Page, Table, Text

TITLE = "In the register, by stratum"
RULE = (
    "Numbers from 1 to 5 are not told, nor others from which they could be worked out, nor what would tell "
    "such a number to who keeps an earlier edition."
)
CHOSEN = (
    "How many were chosen of each stratum is not told, since some gave few. How many met a standard is told "
    "for all together."
)


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
    *rows, last = strata_rows(edition)
    heads = (by or "Stratum", "In the register", *(("Chosen",) if tells_chosen(edition) else ()))
    table = Table(TITLE, heads, tuple(rows), foot=last)
    said = [Text(RULE)] if edition.board else []
    said += [] if tells_chosen(edition) else [Text(CHOSEN)]
    title = f"{edition.round.name}: {edition.plural} drawn, by stratum"
    return Page(drawn_name(edition), title, (*said, table), widths=(84.0, 18.0, 14.0)[: len(heads)])
