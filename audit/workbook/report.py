"""The report workbook of a round: the same facts for the subgroup and for the board."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from audit.scoring.movement import Movement
from audit.scoring.partnership import Results
from audit.workbook.book import writing
from audit.workbook.cover import contents, cover
from audit.workbook.detail import standards
from audit.workbook.edition import Edition
from audit.workbook.fit import fitted
from audit.workbook.heatmap import heat_map
from audit.workbook.method import method
from audit.workbook.moderation import moderation, moderation_detail
from audit.workbook.movement import movement, movement_detail
from audit.workbook.notes import notes
from audit.workbook.page import Page
from audit.workbook.plan import actions, evidence
from audit.workbook.questions import questions
from audit.workbook.returns import returns
from audit.workbook.sheet import write_page
from audit.workbook.summary import summary


def write_report(
    results: Results,
    path: Path,
    *,
    audience: str,
    partnership: str = "",
    asks: Sequence[str] = (),
    marking: str = "OFFICIAL-SENSITIVE",
    movements: Sequence[Movement] = (),
) -> None:
    """The report of a round as an Excel workbook, dated `results.today`, byte for byte the same each time.

    `audience` is `subgroup` (everything) or `board` (the same figures; of what agencies wrote only
    their actions). `movements` lead from earlier rounds to this one. UnknownError for another audience;
    FileError where the file cannot be written.
    """
    edition = Edition(results, audience, partnership, tuple(asks), marking, tuple(movements))
    title = f"{results.round.name}: {edition.template.title}, {audience} edition"
    with writing(path, title, results.today, subject=partnership, marking=marking) as book:
        for page in pages(edition):
            write_page(book, page, marking, title)


def pages(edition: Edition) -> list[Page]:
    """The sheets of a report in their order, fitted to their content."""
    cut: list[tuple[str, str]] = []
    found = [fitted(page, cut) for page in _sheets(edition)]
    return [*found, fitted(notes(edition, cut), [])]


def _sheets(edition: Edition) -> Iterator[Page]:
    yield from (make(edition) for make in (cover, contents, summary, heat_map))
    if edition.movements:
        yield movement(edition)
        if not edition.board:
            yield movement_detail(edition)
    yield from (standards(edition), questions(edition))
    if edition.moderated:
        yield moderation(edition)
        if not edition.board:
            yield moderation_detail(edition)
    yield from (make(edition) for make in (returns, evidence, actions, method))
