"""The pack for a visit or a challenge event as a workbook: the essential first, then each sheet behind it."""

from pathlib import Path

from audit.packs.asking import Asks, asks
from audit.packs.pack import Pack
from audit.packs.sentences import sentences, warnings
from audit.packs.spread import counts_words, how_met, standards
from audit.scoring.partnership import Row
from audit.scoring.table import cell
from audit.standards.catalogue import Standard
from audit.workbook import fit
from audit.workbook.action_edition import TYPED
from audit.workbook.action_pack import actions_page, with_notes
from audit.workbook.book import writing
from audit.workbook.edition import titled
from audit.workbook.fit import fitted
from audit.workbook.pack_answers import changed, evidence, grades, others, spreads
from audit.workbook.page import NOTHING, QUIET, Block, Cell, Filled, Page, Table, Text
from audit.workbook.paging import paged
from audit.workbook.sheet import write_page

FIRST = 10  # questions to ask that stand on the first sheet
PAGES = 2  # of print that the first sheet is kept to
FACTS = (
    "Every sentence and question here is made from what is written down: grades, dates, evidence, actions. "
    "What nobody wrote down is not in it. Others are counted, and never named."
)
WIDTHS = (36.0, 11.0, 32.0, 60.0, 28.0)
HEADS = ("No", "Of", "What it is about", "What to ask", "Why")


def write_pack(pack: Pack, path: Path) -> None:
    """The pack as an Excel workbook, the same bytes each time; FileError where it cannot be written."""
    with writing(path, pack.title, pack.today, subject=pack.partnership, marking=pack.marking) as book:
        for page in pages(pack):
            write_page(book, page, pack.marking, pack.title)


def pages(pack: Pack) -> list[Page]:
    """The sheets of a pack, fitted to their content; texts that were cut stand whole on the last."""
    cut: list[tuple[str, str]] = []
    found = asks(pack)
    made = (
        *(_summary(pack, found), _questions(pack, found), grades(pack), changed(pack), evidence(pack)),
        _actions(pack),
    )
    kept = [page for page in made if page.tables or page.name == "Summary" or _tells(pack, page)]
    return with_notes([fitted(page, cut) for page in kept], cut)


def _tells(pack: Pack, page: Page) -> bool:
    """Whether a sheet without a row says what the first does not."""
    return page.name == "Changed" and pack.moved is not None


def _summary(pack: Pack, found: Asks) -> Page:
    """The sheet Summary: two pages that can be read on the way."""
    blocks: list[Block] = [
        *(Text(sentence, "warning") for sentence in warnings(pack)),
        *map(Text, sentences(pack, found)),
        Text(FACTS),
        Text(TYPED, "warning"),
    ]
    heads = ("What it is about", "Of", "Why", "What to ask")
    rows = tuple((one.about, one.of, one.why, one.words) for one in found.chosen[:FIRST])
    title = "Ask first" if len(found.chosen) > FIRST else "What to ask"
    used = fit.TEXT_POINTS["title"] + fit.POINTS * (len(blocks) + 2)
    tables = [at_a_glance(pack, pack.row)] if pack.row else []
    if rows:
        tables.append(Table(title, heads, rows))
    blocks += paged(tables, WIDTHS, used)
    return Page("Summary", pack.title, tuple(blocks), widths=WIDTHS, tall=PAGES)


def at_a_glance(pack: Pack, row: Row) -> Table:
    """Each standard: how far it is met, its score, and how many of all and of its kind meet it how far."""
    heads = ("Standard", "Is it met?", "Band and score", *others(pack))
    rows = tuple(_standard(pack, row, standard) for standard in pack.results.template.standards)
    return Table("Each standard, beside what others said", heads, rows)


def _standard(pack: Pack, row: Row, standard: Standard) -> tuple[Cell, ...]:
    one = row.scored.standards[standard.id] if row.scored else None
    band = one.band if one else None
    return (
        titled(standard),
        how_met(row, standard),
        Filled(cell(row, standard), band.colour if band else QUIET),
        *(counts_words(standards(pack.heard, rows, standard)) or NOTHING for rows in spreads(pack)),
    )


def _questions(pack: Pack, found: Asks) -> Page:
    """The sheet Questions: all that is to be asked, with room to write."""
    chosen = enumerate(found.chosen, 1)
    rows = tuple((number, one.of, one.about, one.words, one.why, "") for number, one in chosen)
    table = Table(
        "Questions to ask, the most pressing first",
        (*HEADS, "What was said"),
        rows,
        empty="There is nothing to ask.",
    )
    more = f"{found.more:,} more could be asked; what they rest on stands on the other sheets."
    blocks: list[Block] = [Text(more)] if found.more else []
    widths = (5.0, 11.0, 44.0, 52.0, 30.0, 40.0)
    return Page("Questions", f"{pack.title}: questions", (*blocks, table), frozen=0, widths=widths)


def _actions(pack: Pack) -> Page:
    """The sheet Actions: those that are neither assured nor closed."""
    return actions_page(pack.title, pack.open, pack.today)
