"""The report workbook of a round: the same facts for the subgroup and for the board."""

from collections.abc import Callable, Sequence
from pathlib import Path

from audit.scoring.partnership import Results
from audit.workbook.book import writing
from audit.workbook.cover import contents, cover
from audit.workbook.detail import standards
from audit.workbook.edition import Edition
from audit.workbook.fit import fitted
from audit.workbook.heatmap import heat_map
from audit.workbook.method import method
from audit.workbook.notes import notes
from audit.workbook.page import Page
from audit.workbook.plan import actions, evidence
from audit.workbook.questions import questions
from audit.workbook.returns import returns
from audit.workbook.sheet import write_page
from audit.workbook.summary import summary

SHEETS: tuple[Callable[[Edition], Page], ...] = (
    *(cover, contents, summary, heat_map, standards, questions, returns, evidence, actions, method),
)


def write_report(
    results: Results,
    path: Path,
    *,
    audience: str,
    partnership: str = "",
    asks: Sequence[str] = (),
    marking: str = "OFFICIAL-SENSITIVE",
) -> None:
    """The report of a round as an Excel workbook, dated `results.today`, byte for byte the same each time.

    `audience` is `subgroup` (everything) or `board` (the same figures; of what agencies wrote only
    their actions). UnknownError for another; FileError where the file cannot be written.
    """
    edition = Edition(results, audience, partnership, tuple(asks), marking)
    title = f"{results.round.name}: {edition.template.title}, {audience} edition"
    with writing(path, title, results.today, subject=partnership, marking=marking) as book:
        for page in pages(edition):
            write_page(book, page, marking, title)


def pages(edition: Edition) -> list[Page]:
    """The sheets of a report in their order, fitted to their content."""
    cut: list[tuple[str, str]] = []
    found = [fitted(make(edition), cut) for make in SHEETS]
    return [*found, fitted(notes(edition, cut), [])]
