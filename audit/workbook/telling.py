"""What every sheet Summary holds: what is asked, what moved since the last report, the key messages."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from audit.summaries.asking import heading, numbered
from audit.summaries.message import Message
from audit.summaries.since import Since
from audit.workbook.page import Block, Link, Page, Table, Text

KEY = "Key messages"
SHEET = "Figures on"


def asks(audience: str, texts: Sequence[str]) -> Iterator[Block]:
    """What the reader is asked to do, numbered; nothing where nothing is asked."""
    if texts:
        yield Text(heading(audience), "heading")
        yield from (Text(text, "ask") for text in numbered(texts))


def key_messages(messages: Sequence[Message]) -> Table:
    """The key messages, each with a link to the sheet of its figures."""
    return _table(KEY, "What the figures say", messages)


def with_since(page: Page, since: Since | None) -> Page:
    """A page, and before its key messages what has moved since the last report; the same without them."""
    found = next((one for one in page.blocks if isinstance(one, Table) and one.title == KEY), None)
    if since is None or found is None:
        return page
    place = page.blocks.index(found)
    moved = _table(since.heading, "What has moved", since.messages)
    return replace(page, blocks=(*page.blocks[:place], moved, *page.blocks[place:]))


def _table(title: str, what: str, messages: Sequence[Message]) -> Table:
    rows = tuple((one.text, Link(one.sheet, one.sheet)) for one in messages)
    return Table(title, (what, SHEET), rows)
