"""The sheet of a source among several: its key messages and its figures, as its own report has them."""

from dataclasses import replace

from audit.workbook.assembled import Report
from audit.workbook.case_edition import CaseEdition
from audit.workbook.case_questions import questions
from audit.workbook.page import NOTHING, Page, Table
from audit.workbook.year_rounds import own_figures

ABOVE = "no-interval"  # the message that the figures' own sheet says in full, question by question


def source_page(edition: CaseEdition, report: Report) -> Page:
    """Each question of a round under its key messages; columns that say nothing of any are left out."""
    messages = tuple(one for one in report.messages if one.key != ABOVE)
    return _told(own_figures(questions(edition), replace(report, messages=messages)))


def _told(page: Page) -> Page:
    table = next((one for one in page.blocks if isinstance(one, Table) and one.rows), None)
    if table is None:
        return page
    kept = [at for at in range(len(table.headings)) if any(row[at] != NOTHING for row in table.rows)]
    shorter = replace(
        table,
        headings=tuple(table.headings[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in table.rows),
    )
    blocks = tuple(shorter if one is table else one for one in page.blocks)
    return replace(page, blocks=blocks, widths=tuple(page.widths[at] for at in kept))
