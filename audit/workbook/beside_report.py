"""The report workbook of several rounds side by side: one grid, a sheet a source, one list of actions."""

from collections.abc import Iterator, Sequence
from functools import partial

from audit.summaries.count import figures
from audit.summaries.kept import Kept
from audit.workbook.assembled import Parts, Report
from audit.workbook.beside_actions import actions, concerns
from audit.workbook.beside_edition import BesideEdition, names_of
from audit.workbook.beside_grid import compared, grid
from audit.workbook.beside_method import SHEETS, TITLE, cover, method, notes
from audit.workbook.beside_summary import asked, counts, made, summary, told
from audit.workbook.page import Page
from audit.workbook.year_pages import settled, under


def beside_report_of(edition: BesideEdition) -> Report:
    """The report on several rounds side by side for an audience, ready to be written or told."""
    found = counts(edition)
    pages = settled(_middle(edition), ("Cover", "Contents", "Notes"))
    return Report(
        title=f"{TITLE}, {edition.audience} edition",
        audience=edition.audience,
        on=edition.today,
        parts=Parts(cover(edition), pages, partial(notes, edition), _said(edition)),
        kept=Kept(kept_of(names_of(edition.sources)), edition.audience, edition.today, figures(found)),
        subject=edition.partnership,
        marking=edition.marking,
        asks=asked(edition),
        messages=told(edition),
        counts=found,
        made=made(edition),
    )


def kept_of(names: Sequence[str]) -> str:
    """What such a report is kept under: its rounds, in any order."""
    return " + ".join(sorted(names))


def _said(edition: BesideEdition) -> dict[str, str]:
    """What Contents says of each sheet."""
    titles = {one.name: one.edition.template.title for one in edition.sources}
    own = {
        sheet: f"{titles[name]}: its key messages and its figures." for name, sheet in edition.sheets.items()
    }
    return {**SHEETS, **own}


def _middle(edition: BesideEdition) -> Iterator[Page]:
    yield from (summary(edition), grid(edition), compared(edition))
    yield from (under(one.page, edition.sheets[one.name]) for one in edition.sources)
    if not edition.public:
        yield concerns(edition)
    yield from (actions(edition), method(edition))
