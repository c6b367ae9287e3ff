"""The sheet Standards: each standard over the agencies, the lowest, and what keeps bands down."""

from collections.abc import Iterator

from audit.scoring.messages import listed
from audit.scoring.partnership import Met, Row, StandardFigures
from audit.scoring.score import printed
from audit.standards.catalogue import Standard
from audit.templates import Band
from audit.workbook.edition import Edition, score_of, titled
from audit.workbook.page import NOTHING, Block, Cell, Chart, NewPage, Page, Table, Text

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
    limited = tuple(_limits(edition))
    blocks: list[Block] = [
        *(Text(line) for line in _intro(edition)),
        Table(BANDS, _headings(edition), rows),
        NewPage(),
        _chart(edition),
        Table(
            LIMITED,
            ("Standard", "Which agencies", "Question", "Agencies"),
            limited,
            empty="No critical question keeps a band down.",
        ),
    ]
    return Page("Standards", title, tuple(blocks))


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
    return ("Standard", "Lowest scores", "Score", "Band", *bands, "No score", *(word for _, word in MET))


def _line(edition: Edition, figures: StandardFigures) -> tuple[Cell, ...]:
    bands = [figures.bands.get(band.name, 0) for band in edition.template.bands]
    met = [figures.met.get(word, 0) for word, _ in MET]
    unscored = len(edition.rows) - figures.agencies
    head = (titled(figures.standard), _lowest(edition, figures.standard))
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


def _chart(edition: Edition) -> Chart:
    series = tuple((_in(band), band.colour) for band in edition.template.bands)
    told = "Bars count the agencies in each band, standard by standard; the table has the numbers."
    return Chart(_finding(edition), BANDS, "Standard", series, told)


def _finding(edition: Edition) -> str:
    last = edition.template.bands[-1].name
    most = max(figures.bands.get(last, 0) for figures in edition.results.standards)
    if not most:
        return f"No agency is in {last} for any standard"
    found = [one.standard.id for one in edition.results.standards if one.bands.get(last, 0) == most]
    where = f"{listed(found)}, with {most}{' each' if len(found) > 1 else ''}"
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
