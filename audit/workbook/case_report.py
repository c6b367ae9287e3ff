"""The report workbook of a round about cases: the same figures for the subgroup and for the board."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from audit.cases.results import Results
from audit.workbook.book import writing
from audit.workbook.case_actions import actions
from audit.workbook.case_cover import contents, cover
from audit.workbook.case_edition import CaseEdition, Ready
from audit.workbook.case_grid import cases, readings
from audit.workbook.case_heatmap import heat_map
from audit.workbook.case_method import method
from audit.workbook.case_notes import notes, ready_page
from audit.workbook.case_questions import grades, intervals, questions
from audit.workbook.case_summary import summary
from audit.workbook.case_told import asks_for_counts, asks_for_practice, choices, good_practice
from audit.workbook.fit import fitted
from audit.workbook.page import Page
from audit.workbook.sheet import write_page

TOLD = ((good_practice, asks_for_practice), (choices, asks_for_counts))


def write_case_report(
    results: Results,
    path: Path,
    *,
    audience: str,
    partnership: str = "",
    asks: Sequence[str] = (),
    marking: str = "OFFICIAL-SENSITIVE",
    agreement: Ready | None = None,
    comparison: Ready | None = None,
) -> None:
    """The report of a round about cases as an Excel workbook, dated `results.today`, always the same bytes.

    `audience` is `subgroup` (cases by reference) or `board` (no case at all). UnknownError for another;
    FileError where the file cannot be written.
    """
    edition = CaseEdition(results, audience, partnership, tuple(asks), marking, agreement, comparison)
    title = f"{edition.round.name}: {edition.template.title}, {audience} edition"
    with writing(path, title, results.today, subject=partnership, marking=marking) as book:
        for page in pages(edition):
            write_page(book, page, marking, title)


def pages(edition: CaseEdition) -> list[Page]:
    """The sheets of a report in their order, fitted to their content."""
    cut: list[tuple[str, str]] = []
    found = [fitted(page, cut) for page in _middle(edition)]
    found.append(fitted(notes(edition, cut), []))
    return [fitted(cover(edition), []), fitted(contents(found), []), *found]


def _middle(edition: CaseEdition) -> Iterator[Page]:
    yield from (summary(edition), heat_map(edition), questions(edition), intervals(edition), grades(edition))
    if not edition.board:
        yield from (cases(edition), readings(edition))
        if edition.agreement:
            yield ready_page(edition, "Agreement", edition.agreement)
    if edition.comparison:
        yield ready_page(edition, "Comparison", edition.comparison)
    yield actions(edition)
    yield from (make(edition) for make, asked in TOLD if asked(edition))
    yield method(edition)
