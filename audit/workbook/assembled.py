"""The sheets of a report in their order, for its audience, and the workbook that is made of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from audit.summaries.count import Count
from audit.summaries.kept import Kept
from audit.summaries.message import Message
from audit.summaries.since import Since
from audit.workbook.book import writing
from audit.workbook.dress import DRESSES
from audit.workbook.fit import fitted
from audit.workbook.page import Link, Page, Table
from audit.workbook.publishing import published
from audit.workbook.sheet import write_page
from audit.workbook.telling import with_since

Cut = Sequence[tuple[str, str]]  # each text cut elsewhere with its sheet, in the order of the notes
HEADINGS = ("Sheet", "What it says")


@dataclass(frozen=True)
class Parts:
    """What a report is made of: its sheets, unfitted, and what Contents says of each by its name.

    `notes` makes the sheet Notes once it is known what was cut.
    """

    cover: Page
    middle: Iterable[Page]
    notes: Callable[[Cut], Page]
    said: Mapping[str, str]


def assembled(parts: Parts, audience: str, since: Since | None = None) -> list[Page]:
    """The sheets in their order, fitted: Cover, Contents, the rest, Notes; the public one a table each.

    What has moved since the last report stands before the key messages.
    """
    middle = [with_since(page, since) for page in parts.middle]
    if audience == "public":
        return published(parts.cover, [*middle, parts.notes(())], parts.said)
    cut: list[tuple[str, str]] = []
    found = [fitted(page, cut) for page in middle]
    found.append(fitted(parts.notes(cut), []))
    return [fitted(parts.cover, []), fitted(_contents(found, parts.said), []), *found]


def _contents(pages: Sequence[Page], said: Mapping[str, str]) -> Page:
    """The sheet Contents, over the sheets that there are."""
    names = ("Cover", "Contents", *(page.name for page in pages))
    rows = tuple((Link(name, name), said.get(name, name)) for name in names)
    wide = max(24.0, *(len(name) + 2.0 for name in names))
    return Page("Contents", "Contents", (Table("", HEADINGS, rows),), widths=(wide, 100))


@dataclass(frozen=True)
class Report:
    """A report that is ready to be written or told.

    `asks` is what its reader is asked to do, `messages` the summary in its order, `kept` what is kept of it.
    `counts` are the figures that are kept, in words, `since` what has moved in them since the last report,
    `made` says in a sentence how the figures came about.
    """

    title: str
    audience: str
    on: date
    parts: Parts
    kept: Kept
    subject: str = ""
    marking: str = ""
    asks: tuple[str, ...] = ()
    messages: tuple[Message, ...] = ()
    counts: tuple[Count, ...] = ()
    since: Since | None = None
    made: str = ""


def write(report: Report, path: Path, tell: Callable[[int, int], None] | None = None) -> None:
    """A report as an Excel workbook in the dress of its audience, dated its day, always the same bytes.

    `tell` is told how many rows of how many are written. FileError where the file cannot be written.
    """
    dress = DRESSES[report.audience]
    pages = assembled(report.parts, report.audience, report.since)
    about = (path, report.title, report.on)
    with writing(*about, subject=report.subject, marking=report.marking, size=dress.size) as book:
        for page in pages:
            book.workbook.add_worksheet(page.name)
        done, total = 0, sum(map(_rows, pages))
        # What links lead to is written first, so that the row of each is known.
        for page in sorted(pages, key=lambda one: not any(table.anchors for table in one.tables)):
            if tell is not None:
                tell(done, total)
            write_page(book, page, report.marking, report.title, dress)
            done += _rows(page)


def _rows(page: Page) -> int:
    return sum(len(table.rows) for table in page.tables)
