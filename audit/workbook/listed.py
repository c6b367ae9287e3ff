"""The sheets that a template makes of a round's answers: a row for each agency and filled part."""

from collections.abc import Iterator

from audit.scoring.listed import Line, Listed
from audit.scoring.messages import agencies
from audit.standards.question import Question
from audit.wording import some
from audit.workbook.cover import loud
from audit.workbook.edition import Edition, titled
from audit.workbook.page import NOTHING, Block, Cell, Page, Table, Text

WIDEST, WIDE, NARROW = 50.0, 26.0, 15.0  # widths of columns of texts, of lists and of anything else
SHORT = 80  # characters of texts that a narrower column holds
MOST_DIGITS = 15  # more than Excel keeps of a number
MOST_TEXT = 32_000  # characters; no sheet has more in a cell


def listed_sheet(found: Listed, edition: Edition) -> Page:
    """A list of answers; for the public counts alone, and for a board without what was typed."""
    blocks: list[Block] = [*loud(edition), *map(Text, _intro(found, edition))]
    if edition.public:
        blocks.append(_counts(found))
        return Page(found.listing.title, _title(found), tuple(blocks), widths=(40.0, 40.0, 15.0))
    kept = _kept(found, edition)
    which = ("Which",) if found.several else ()
    heads = ("Agency", *which, *(found.listing.headings[place] for place in kept))
    rows = tuple(_row(edition, found, line, kept) for line in found.lines)
    blocks.append(Table("", heads, rows, filtered=not edition.board, empty="Nothing of this is signed yet."))
    widths = (30.0, *(20.0 for _ in which), *(_width(found, place) for place in kept))
    frozen = None if edition.board else 1
    return Page(found.listing.title, _title(found), tuple(blocks), frozen=frozen, widths=widths)


def _title(found: Listed) -> str:
    return f"{found.results.round.name}: {found.listing.title[0].lower()}{found.listing.title[1:]}"


def _intro(found: Listed, edition: Edition) -> Iterator[str]:
    """The counts as sentences, and of whom nothing stands here."""
    if not edition.public:
        yield from (one.sentence for one in found.tallies)
    if found.waiting:
        names = agencies(len(found.waiting)) if edition.public else some(found.waiting, 12)
        yield f"Nothing that counts yet of: {names}."
    dropped = len(found.listing.headings) - len(_kept(found, edition))
    if edition.public:
        yield "Counts of answers; nothing of what was written is in this edition."
    elif dropped:
        yield "What else was written in words is in the subgroup's edition."


def _kept(found: Listed, edition: Edition) -> list[int]:
    """The places of the columns that an edition shows."""
    columns = enumerate(zip(found.listing.headings, found.listing.rows[0], strict=True))
    return [
        place
        for place, (heading, name) in columns
        if not edition.board or heading in found.listing.board or _question(found, name).kind != "text"
    ]


def _question(found: Listed, name: str) -> Question:
    return found.results.template.by_id[name]


def _width(found: Listed, place: int) -> float:
    """What a column needs: texts the more of it where any is long."""
    kind = _question(found, found.listing.rows[0][place]).kind
    if kind == "text":
        longest = max((len(line.words(line.questions[place])) for line in found.lines), default=0)
        return WIDEST if longest > SHORT else WIDE
    return WIDE if kind == "choices" else NARROW


def _row(edition: Edition, found: Listed, line: Line, kept: list[int]) -> tuple[Cell, ...]:
    which = (titled(line.section) or NOTHING,) if found.several else ()
    cells = (_cell(edition, line, line.questions[place]) for place in kept)
    return (edition.name(line.row), *which, *cells)


def _cell(edition: Edition, line: Line, question: Question) -> Cell:
    words = line.words(question)
    if question.graded and words:
        return edition.grade(line.row.interview.counts(question))
    if question.kind == "number" and words.isdecimal() and len(words) < MOST_DIGITS:
        return int(words)
    return words[:MOST_TEXT] or NOTHING


def _counts(found: Listed) -> Table:
    rows = tuple((one.heading, word, count) for one in found.tallies for word, count in one.counts)
    return Table("", ("What", "Answer", "Count"), rows, empty="Nothing here can be counted.")
