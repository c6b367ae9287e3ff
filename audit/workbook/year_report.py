"""The report workbook of a year: everything in a workspace, from the figures of the single reports."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from audit.summaries.count import figures
from audit.summaries.kept import ALL, Kept
from audit.workbook.action_list import actions, newly_closed, not_assured
from audit.workbook.action_summary import summary as action_summary
from audit.workbook.action_themes import themes
from audit.workbook.action_trend import over_time as actions_over_time
from audit.workbook.assembled import Parts, Report
from audit.workbook.page import Page, Table
from audit.workbook.telling import KEY
from audit.workbook.year_edition import YearEdition
from audit.workbook.year_looked import looked_at, over_time, programme, returns
from audit.workbook.year_method import ALL_SHEETS, TITLE, by_theme, cover, method, notes
from audit.workbook.year_pages import settled, under, without
from audit.workbook.year_summary import asked, counts, made, summary, told
from audit.workbook.year_theme import theme


def year_report_of(edition: YearEdition) -> Report:
    """The report on a year for an audience, ready to be written or told."""
    found = counts(edition)
    pages = settled(_middle(edition), ("Cover", "Contents", "Notes"))
    return Report(
        title=f"{TITLE}, {edition.audience} edition",
        audience=edition.audience,
        on=edition.today,
        parts=Parts(cover(edition), pages, partial(notes, edition), _said(edition)),
        kept=Kept(ALL, edition.audience, edition.today, figures(found)),
        subject=edition.partnership,
        marking=edition.marking,
        asks=asked(edition),
        messages=told(edition),
        counts=found,
        made=made(edition),
    )


def _said(edition: YearEdition) -> dict[str, str]:
    """What Contents says of each sheet."""
    said = dict(ALL_SHEETS)
    titles = {one.round.name: one.round.template.title for one in edition.rounds}
    said |= {
        sheet: f"{titles[name]}: its key messages and its main table."
        for name, sheet in edition.round_sheets.items()
    }
    for one in edition.side_by_side:
        told_apart = "; sources disagree" if one.disagreeing else ""
        said[edition.theme_sheets[one.row.id]] = f"What each source says of it, side by side{told_apart}."
    return said


def _middle(edition: YearEdition) -> Iterator[Page]:
    yield from (summary(edition), looked_at(edition), by_theme(edition))
    yield from (theme(edition, one) for one in edition.side_by_side)
    if edition.grid.rows:
        page = themes(edition.actions, edition.grid)
        yield replace(page, title="Themes: what keeps recurring")
    for one in edition.rounds:
        yield under(one.page, edition.round_sheets[one.round.name])
    yield from (page for page in (returns(edition), over_time(edition)) if page)
    if edition.actions.found:
        yield _counted(edition)
        if not edition.public:  # whose counts stand on the sheet before
            yield actions(edition.actions)
        if edition.audience == "board":
            yield from (not_assured(edition.actions), newly_closed(edition.actions))
        yield under(actions_over_time(edition.actions), "Actions over time")
    if edition.programme is not None:
        yield programme(edition)
    yield method(edition)


def _counted(edition: YearEdition) -> Page:
    """The counts of the report on actions, without its messages, some of which stand on Summary."""
    page = without(action_summary(edition.actions), (KEY,))
    tables = tuple(block for block in page.blocks if isinstance(block, Table))
    return Page("Actions counted", "Actions: counts", tables, widths=(60.0, 18.0))
