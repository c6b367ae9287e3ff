"""audit report --text: the summary of a report as paragraphs, to be pasted into a Word paper."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from audit.cli.desk import WORDS
from audit.cli.screen import line
from audit.dates import in_words
from audit.summaries.asking import heading, numbered

if TYPE_CHECKING:
    from audit.summaries.message import Message
    from audit.workbook.assembled import Report


def print_report(report: "Report", partnership: str = "") -> None:
    """Print the summary of a report; wrapped on a terminal, else a paragraph a line."""
    for paragraph in paragraphs(report, partnership):
        text = str(WORDS.convert(paragraph, None, None))
        numbers = text.split(" ", 1)[0]
        line(text, " " * (len(numbers) + 1) if numbers.rstrip(".").isdigit() else "")


def paragraphs(report: "Report", partnership: str = "") -> Iterator[str]:
    """The summary, a paragraph each, headings among them; an empty one stands before each heading."""
    yield report.title
    yield ". ".join(filter(None, (in_words(report.on), partnership.rstrip("."), report.marking))) + "."
    if report.since:
        yield from _part(report.since.heading, _texts(report.since.messages))
    if report.asks:
        yield from _part(heading(report.audience), numbered(report.asks))
    yield from _part("Key messages", numbered(_texts(report.messages)))
    if report.made:
        yield from _part("How this was made", [report.made])


def _part(title: str, texts: Iterable[str]) -> Iterator[str]:
    yield from ("", title, *texts)


def _texts(messages: "Iterable[Message]") -> tuple[str, ...]:
    return tuple(one.text for one in messages)
