"""The report workbook of actions: the same figures for the subgroup, the board and the public."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from audit.actions.counts import counts
from audit.recurring.grid import Grid
from audit.summaries.count import figures
from audit.summaries.kept import ACTIONS, Kept
from audit.summaries.message import Matter, Message
from audit.wording import plural
from audit.workbook.action_cover import cover, said_of
from audit.workbook.action_edition import ActionEdition
from audit.workbook.action_evidence import asks, evidence
from audit.workbook.action_list import actions, newly_closed, not_assured
from audit.workbook.action_method import method
from audit.workbook.action_notes import not_understood, notes
from audit.workbook.action_owners import by_owner
from audit.workbook.action_plans import by_plan, several
from audit.workbook.action_summary import asked, made, summary, told
from audit.workbook.action_themes import shown, themes
from audit.workbook.action_trend import over_time
from audit.workbook.action_waiting import how_late
from audit.workbook.assembled import Parts, Report, assembled, write
from audit.workbook.page import Page


def write_action_report(edition: ActionEdition, path: Path, grid: Grid | None = None) -> None:
    """The report on actions as an Excel workbook, dated the day of its figures, always the same bytes.

    `grid` makes the sheet Themes. FileError where the file cannot be written.
    """
    write(action_report_of(edition, grid), path)


def action_report_of(edition: ActionEdition, grid: Grid | None = None) -> Report:
    """The report on actions for an audience, ready to be written or told."""
    found = counts(edition.figures)
    return Report(
        title=f"{edition.typed(edition.name)}, {edition.audience} edition",
        audience=edition.audience,
        on=edition.today,
        parts=Parts(cover(edition), _middle(edition, grid), partial(notes, edition), said_of(edition)),
        kept=Kept(_about(edition), edition.audience, edition.today, figures(found)),
        subject=edition.partnership,
        marking=edition.marking,
        asks=asked(edition),
        messages=told(edition, _came_back(edition, grid)),
        counts=found,
        made=made(edition),
    )


def _about(edition: ActionEdition) -> str:
    """What the report is kept as: actions of some plans are never set against those of all."""
    return f"{ACTIONS}: {', '.join(one.name for one in edition.plans)}" if edition.chosen else ACTIONS


def pages(edition: ActionEdition, grid: Grid | None = None) -> list[Page]:
    """The sheets of a report in their order, fitted to their content."""
    return assembled(action_report_of(edition, grid).parts, edition.audience)


def _middle(edition: ActionEdition, grid: Grid | None) -> Iterator[Page]:
    yield from (summary(edition, _came_back(edition, grid)), actions(edition))
    if edition.audience == "board":
        yield from (not_assured(edition), newly_closed(edition))
    yield from (how_late(edition), by_owner(edition))
    if several(edition):
        yield by_plan(edition)
    yield from (over_time(edition), evidence(edition), asks(edition))
    if grid is not None:
        yield themes(edition, grid)
    if not edition.board:
        yield not_understood(edition)
    yield method(edition)


def _came_back(edition: ActionEdition, grid: Grid | None) -> tuple[Message, ...]:
    """The key message on themes that came back."""
    rows = [row for row in shown(edition, grid) if row.came_back] if grid else []
    if not rows:
        return ()
    came = "came" if len(rows) > 1 else "comes"
    names = ", ".join(row.title for row in rows)
    text = f"{plural(len(rows), 'theme')} {came} back after an action had ended: {names}."
    return (Message(text, "Themes", Matter.WEAKEST, "came-back"),)
