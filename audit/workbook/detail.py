"""The sheet Standards: each standard over the agencies, the lowest, and what keeps bands down."""

from collections.abc import Iterator

from audit.scoring.messages import agencies
from audit.scoring.partnership import Met, Row, StandardFigures
from audit.scoring.score import printed
from audit.standards.catalogue import Standard
from audit.templates import Band
from audit.wording import some
from audit.workbook.distribution import distribution
from audit.workbook.edition import Edition, score_of, titled
from audit.workbook.page import NOTHING, Block, Cell, Chart, NewPage, Page, Table, Text
from audit.workbook.palette import grades

LOWEST = 3
BANDS = "Agencies by band, and how far they meet each standard"
LIMITED = "Critical questions that keep a band down"
MET = (
    (Met.FULLY, "Fully meet"),
    (Met.IN_PART, "In part"),
    (Met.NOT, "Do not"),
    (Met.NOT_APPLICABLE, "Not applicable"),
    (Met.NOT_ASKED, "Not asked"),
)


def standards(edition: Edition) -> Page:
    """The sheet Standards."""
    title = f"{edition.results.round.name}: each standard"
    if not edition.rows:
        text = Text("No response is signed yet, so there are no figures on standards.")
        return Page("Standards", title, (text,), widths=(100,))
    rows = tuple(_line(edition, figures) for figures in edition.results.standards)
    heads = _headings(edition)
    first = heads.index(_in(edition.template.bands[0]))
    counts = tuple(range(first, len(heads)))
    bands = Table(BANDS, heads, rows, bars=counts, bar_top=len(edition.rows))
    given = [*distribution(edition)]
    blocks: list[Block] = [
        *(Text(line) for line in _intro(edition)),
        bands,
        NewPage(),
        *_chart(edition),
        _limited(edition),
        *([NewPage(), *given] if given else []),
    ]
    return Page("Standards", title, tuple(blocks))


def _limited(edition: Edition) -> Table:
    """The critical questions that keep a band down; for the public without the agencies' names."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(_limits(edition))
    heads: tuple[str, ...] = ("Standard", "Which agencies", "Question", "Agencies")
    if edition.public:
        heads, rows = (heads[0], *heads[2:]), tuple((row[0], *row[2:]) for row in rows)
    return Table(LIMITED, heads, rows, empty="No critical question keeps a band down.")


def _intro(edition: Edition) -> Iterator[str]:
    yield (
        f"Counts of agencies, out of {edition.counted}. Fully: every question owed has a good grade or does "
        "not apply. Do not: the lowest band, or a critical question at its lowest grade. In part: the rest. "
        "The score is the plain mean over the agencies that have one."
    )


def _in(band: Band) -> str:
    return f"In {band.name}"


def _headings(edition: Edition) -> tuple[str, ...]:
    bands = [_in(band) for band in edition.template.bands]
    lowest = () if edition.public else ("Lowest scores",)
    return ("Standard", *lowest, "Score", "Band", *bands, "No score", *(word for _, word in MET))


def _line(edition: Edition, figures: StandardFigures) -> tuple[Cell, ...]:
    bands = [figures.bands.get(band.name, 0) for band in edition.template.bands]
    met = [figures.met.get(word, 0) for word, _ in MET]
    unscored = len(edition.rows) - figures.agencies
    lowest = () if edition.public else (_lowest(edition, figures.standard),)
    head = (titled(figures.standard), *lowest)
    return (*head, edition.score(figures.score), edition.band(figures.band), *bands, unscored, *met)


def _lowest(edition: Edition, standard: Standard) -> str:
    scored = [
        (one.value, edition.name(row), row)
        for row in edition.rows
        if (one := score_of(row, standard)) and one.value is not None and one.value < 1
    ]
    bands = edition.template.bands
    lowest = sorted(scored, key=lambda part: part[:2])[:LOWEST]
    return "; ".join(f"{name} {printed(value, bands)}" for value, name, _ in lowest) or NOTHING


def _chart(edition: Edition) -> Iterator[Chart]:
    """Bars of agencies by band; nothing where no agency has a score."""
    if not any(figures.agencies for figures in edition.results.standards):
        return
    bands = edition.template.bands
    heads = [_in(band) for band in bands]
    series = tuple(zip(heads, grades(len(bands)), strict=True))
    yield Chart(_finding(edition), BANDS, "Standard", series, _told(edition))


def _told(edition: Edition) -> str:
    """What the bars show, for those who cannot see them."""
    top, found = edition.template.bands[0].name, edition.results.standards
    ranked = sorted(found, key=lambda one: one.bands.get(top, 0))
    low, high = ((one.standard.id, one.bands.get(top, 0)) for one in (ranked[0], ranked[-1]))
    text = f"A bar for each of {len(found)} standards counts {agencies(len(edition.rows))} by band. "
    if low[1] == high[1]:
        return f"{text}{top} has {low[1]} in each."
    return f"{text}{top} has from {low[1]} ({low[0]}) to {high[1]} ({high[0]})."


def _finding(edition: Edition) -> str:
    last = edition.template.bands[-1].name
    most = max(figures.bands.get(last, 0) for figures in edition.results.standards)
    if not most:
        return f"No agency is in {last} for any standard"
    found = [one.standard.id for one in edition.results.standards if one.bands.get(last, 0) == most]
    where = f"{some(found)}, with {most}{' each' if len(found) > 1 else ''}"
    return f"Agencies in {last}: most in {'standard' if len(found) == 1 else 'standards'} {where}"


def _limits(edition: Edition) -> Iterator[tuple[Cell, ...]]:
    for standard in edition.template.standards:
        by: dict[str, list[Row]] = {}
        for row in edition.rows:
            one = score_of(row, standard)
            for name in one.limited_by if one else ():
                by.setdefault(name, []).append(row)
        for name in sorted(by, key=lambda name: -len(by[name])):
            yield titled(standard), edition.names(by[name]), name, len(by[name])
