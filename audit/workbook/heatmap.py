"""The sheet Heat map: agencies by standards, the word and the number in every cell."""

from collections.abc import Iterator
from dataclasses import replace

from audit.rounds import Progress
from audit.scoring.lowest import why_ungraded
from audit.scoring.partnership import Row
from audit.scoring.score import printed
from audit.scoring.table import cell
from audit.standards.catalogue import Standard
from audit.wording import plural
from audit.workbook import fit
from audit.workbook.agency_detail import place, why
from audit.workbook.cover import loud
from audit.workbook.edition import Edition, overall_mean, score_of, titled
from audit.workbook.page import NOTHING, QUIET, Block, Cell, Filled, Page, Table, Text

LEADS = "Leads to"
NOT_GRADED = "not graded"  # overall, of one of which nothing graded arises
NAMES = (30.0, 38.0, 46.0, 54.0, 64.0, 80.0)  # widths that the column of names may have, in characters
CELLS = (14.5, 20.0, 27.0)  # and those of scores
ONE_PAGE, TWO_PAGES = 30, 60  # agencies that one page, and two, hold in readable type


def heat_map(edition: Edition) -> Page:
    """The sheet Heat map, on two pages as long as it is readable so."""
    came = "Progress" if "signed" in edition.template.running.states else "Return"
    heads = ("Agency", *(() if edition.board else ("Kind",)), came)
    today = ("Overall today",) if edition.results.as_today else ()
    standards = edition.standards
    table = Table(
        "",
        (*heads, "Overall", *today, *map(titled, standards), *(() if edition.board else (LEADS,))),
        tuple(_row(edition, row) for row in edition.in_order),
        foot=_foot(edition, len(heads)),
        colours=edition.band_colours,
        coloured=tuple(range(len(heads), len(heads) + 1 + len(today) + len(standards))),
        filtered=not edition.board,
        empty="No agency is in this round yet.",
    )
    blocks: list[Block] = [*loud(edition), *map(Text, _intro(edition)), table]
    few = len(table.rows) <= TWO_PAGES
    tall = (1 if len(table.rows) <= ONE_PAGE else 2) if few else 0
    return Page(
        "Heat map",
        f"{edition.results.round.name}: agencies and standards",
        tuple(blocks),
        frozen=None if edition.board else 1,
        widths=_widths(edition, table, tall),
        tall=tall,
    )


def _widths(edition: Edition, table: Table, tall: int) -> tuple[float, ...]:
    """The widths of the columns: those that make the letters largest on the pages there are."""
    heads = (17.0,) if edition.board else (15.0, 17.0)
    cells = len(edition.standards) + 1 + (edition.results.as_today is not None)
    leads = () if edition.board else (10.0,)
    choices = [(name, *heads, *[cell] * cells, *leads) for cell in CELLS for name in NAMES]
    if not tall:
        return choices[0]
    return max(choices, key=lambda widths: _largest(table, widths, tall))


def _largest(table: Table, widths: tuple[float, ...], tall: int) -> float:
    """How large, of their size, letters can be so that the table fits across a page and on so many."""
    across = sum(width * 7.5 + 5 for width in widths) * 0.75
    high = fit.height(table, widths) + 5 * fit.POINTS
    return min(1.0, fit.ACROSS / across, fit.DOWN * max(1, tall) / high)


def _intro(edition: Edition) -> Iterator[str]:
    bands = edition.template.bands
    edges = [f"{band.name} from {printed(band.edge, bands)}" for band in bands]
    colour = "" if edition.public else " The word in a cell says what its colour says."
    yield f"Bands: {', '.join(edges)}.{colour}"
    if not edition.board:
        yield "The note at a cell says what lies behind its band; the last column leads to the answers."
    if edition.results.as_today:
        yield "At return, but for Overall today: with grades revised since actions were assured."
    if edition.results.named:
        yield (
            "A body that answers for its members has one row, and is one agency in every mean and count of "
            "grades."
        )
    if hidden := len(edition.template.standards) - len(edition.standards):
        has = "has" if hidden == 1 else "have"
        yield f"{plural(hidden, 'standard')} arose for nobody, and {has} no column."
    if any(row.provisional and row.scored for row in edition.results.rows):
        yield "Provisional: not signed, or questions are still owed. Responses not signed stand in no mean."


def _row(edition: Edition, row: Row) -> tuple[Cell, ...]:
    kinds = edition.template.words.kinds
    kind = ", ".join(kinds.label(code) for code in row.agency.kinds) or NOTHING
    name = edition.label(row)
    state = _standing(edition, row)
    heads = (name, state) if edition.board else (name, kind, state)
    overall = [_cell(edition, row, None), *([_today(edition, row)] if edition.results.as_today else [])]
    cells = (_cell(edition, row, standard) for standard in edition.standards)
    return (*heads, *overall, *cells, *_leads(edition, row))


def _leads(edition: Edition, row: Row) -> Iterator[Cell]:
    """For a subgroup a link to the agency's answers, which its standards head one by one.

    It stands on white and is short, since LibreOffice writes links in a blue of its own, on one line.
    """
    if not edition.board:
        yield place(row) if row.scored else NOTHING


def _today(edition: Edition, row: Row) -> Cell:
    return _cell(edition, replace(row, scored=row.today) if row.today else row, None)


def standing(row: Row) -> str:
    """How far the return of a row has come: `signed`, `started, 45 %, late`."""
    line = row.line
    if row.second and row.response:
        return "signed" if row.signed else "not signed"
    state = row.interview.template.running.state(line.progress)
    percent = f", {line.percent} %" if line.progress is Progress.STARTED else ""
    return f"{state}{percent}{', late' if line.late else ''}"


def _standing(edition: Edition, row: Row) -> str:
    """The same, with why nothing was graded where nothing was; the public reads no single answer."""
    why = "" if edition.public else why_ungraded(row)
    return f"{standing(row)}; {why[0].lower()}{why[1:]}" if why else standing(row)


def _cell(edition: Edition, row: Row, standard: Standard | None) -> Cell:
    one = score_of(row, standard)
    band = one.band if one and one.value is not None else None
    said, colour = cell(row, standard), band.colour if band else QUIET
    if standard is None and why_ungraded(row):
        said = NOT_GRADED
    if edition.board:
        return Filled(said, colour)
    return Filled(said, colour, note=why(edition, row, standard))


def _foot(edition: Edition, heads: int) -> tuple[Cell, ...]:
    if not edition.rows or not edition.template.averaged:
        return ()
    name = "Partnership: mean of scores"
    rest = (edition.counted, *[NOTHING] * (heads - 2)) if heads > 1 else ()
    today = edition.results.as_today
    overall = [edition.mean(overall_mean(one)) for one in (edition.results, today) if one]
    shown = (figures for figures in edition.results.standards if figures.standard in edition.standards)
    means = (edition.mean(figures.score) for figures in shown)
    return (name, *rest, *overall, *means, *(() if edition.board else (NOTHING,)))
