"""The sheet Beside others of a receipt: an agency's scores, and the range of the others without a name."""

from collections.abc import Iterator

from audit.scoring.partnership import Results, Row
from audit.scoring.score import printed
from audit.scoring.table import cell
from audit.standards.catalogue import Standard
from audit.workbook.edition import score_of, titled
from audit.workbook.page import NOTHING, QUIET, Cell, Filled, Number, Page, Table, Text

FEWEST = 5  # others behind a range: with fewer, one could tell whose score it is
HEADINGS = ("Standard", "Your score", "Lowest of others", "Middle of others", "Highest of others", "Others")
TOO_FEW = "too few returns yet to show a range"
WIDTHS = (54.0, 42.0, 18.0, 18.0, 18.0, 10.0)


def beside(results: Results, row: Row) -> Page:
    """The sheet Beside others."""
    others = [one for one in results.counted if one.signed and one.agency.code != row.agency.code]
    rows = [_line(row, others, standard) for standard in (None, *results.template.standards)]
    text = (
        "Scores run from 0 to 1 and lie in a band. The others are the agencies whose returns are signed and "
        f"which have a score there, without their names; a range is shown from {FEWEST} of them on. The "
        "middle is their median: half of them lie there or above. Provisional: not signed, or questions are "
        "still owed, so it may change. A score is not a share of what complies."
    )
    table = Table("", HEADINGS, tuple(rows))
    return Page("Beside others", f"{row.agency.name}: beside others", (Text(text), table), widths=WIDTHS)


def _line(row: Row, others: list[Row], standard: Standard | None) -> tuple[Cell, ...]:
    own = score_of(row, standard)
    band = own.band if own and own.value is not None else None
    name = titled(standard) if standard else "Overall"
    return (name, Filled(cell(row, standard), band.colour if band else QUIET), *_range(row, others, standard))


def _range(row: Row, others: list[Row], standard: Standard | None) -> Iterator[Cell]:
    scores = (score_of(one, standard) for one in others)
    values = sorted((one.value for one in scores if one and one.value is not None), key=float)
    if len(values) < FEWEST:
        yield from (TOO_FEW, NOTHING, NOTHING, NOTHING)
        return
    bands = row.interview.template.bands
    middle = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    for value in (values[0], middle, values[-1]):
        yield Number(float(printed(value, bands)), "0.00")
    yield len(values)
