"""audit report --all: the workbook of a whole year, from everything that the workspace holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import click

from audit.cli.case_results import confidence_of
from audit.cli.concerns import say_waiting
from audit.cli.desk import Desk
from audit.cli.past_show import subject_of
from audit.cli.reporting import Wanted, deliver
from audit.cli.screen import tell
from audit.cli.year_found import Found, found_in, round_of
from audit.dates import in_words, months_before
from audit.errors import StateError
from audit.wording import plural

if TYPE_CHECKING:
    from audit.actions.followed import Followed
    from audit.programme.item import Item
    from audit.recurring.gathering import Known
    from audit.recurring.grid import Grid
    from audit.workbook.action_edition import ActionEdition
    from audit.workbook.year_edition import Theme, YearEdition

MONTHS = 12  # that a year looks back where --since says nothing else


def check_whole(desk: Desk, names: Sequence[str], *, whole: bool, since: date | None) -> bool:
    """Whether the whole year is asked for; wrong usage for what does not go together.

    StateError for rounds of which some are about agencies and some are not.
    """
    if whole and names:
        raise click.UsageError("--all is of every round, so name none; or leave --all out.")
    if since and not whole:
        raise click.UsageError("--since goes with --all.")
    kinds = {subject_of(desk, name) == "agency" for name in names}
    if len(kinds) > 1:
        raise StateError(
            "Some of these rounds are about agencies, some about cases or replies, and no single report "
            "holds both; 'audit report --all' sets them side by side, theme by theme."
        )
    return whole


def report_all(desk: Desk, since: date | None, wanted: Wanted, *, drafts: bool) -> None:
    """Write the workbook of the year, and say what is in it; StateError where the workspace is empty."""
    from audit.workbook.year_report import year_report_of

    start = since or months_before(desk.today, MONTHS)
    if start > desk.today:
        raise click.UsageError(f"--since {start} is after {desk.today}, the day of the report.")
    edition = year_of(desk, start, wanted, drafts=drafts)
    deliver(desk, year_report_of(edition), wanted)
    say_waiting(desk, [one.round.name for one in edition.rounds])
    if wanted.output:
        rounds, themes = len(edition.rounds), len(edition.side_by_side)
        counts = f"{plural(rounds, 'round')} since {in_words(start)}"
        side = f"{plural(themes, 'theme')} side by side"
        tell(f"{wanted.output} is written, as of {in_words(desk.today)}: {counts}, {side}.")


def year_of(desk: Desk, since: date, wanted: Wanted, *, drafts: bool) -> "YearEdition":
    """Everything of the year for an audience."""
    from audit.cli.year_rounds import looked, series_of
    from audit.workbook.action_report import action_report_of
    from audit.workbook.year_edition import YearEdition

    found = found_in(desk, since, drafts=drafts)
    known, grid = _grid(desk, found, wanted)
    made = _actions(desk, found.actions, since, wanted)
    series = tuple(series_of(found, confidence_of(desk), wanted.audience))
    return YearEdition(
        desk.today,
        since,
        wanted.audience,
        grid,
        made,
        rounds=tuple(looked(desk, found, wanted)),
        themes=tuple(_themes(desk, found, known, grid)),
        series=series,
        programme=_programme(desk, found.actions),
        earlier=found.earlier,
        partnership=desk.partnership,
        asks=wanted.asks,
        marking=made.marking,
        confidence=confidence_of(desk),
        action_report=action_report_of(made),
    )


# --- what there is ------------------------------------------------------------------------------------


def _programme(desk: Desk, actions: "Sequence[Followed]") -> "tuple[Item, ...] | None":
    """What the programme and actions set for this year; None where nothing is."""
    from audit.cli.programme import items_of, programme_of
    from audit.programme.listing import chosen
    from audit.programme.spans import financial

    written, span = programme_of(desk), financial(desk.today)
    every = items_of(desk, written, span, actions)
    planned = bool(written.audits or written.reports or written.follow_ups)
    return tuple(chosen(every, span, desk.today, whole=True)) if planned or every else None


def _actions(desk: Desk, found: "tuple[Followed, ...]", since: date, wanted: Wanted) -> "ActionEdition":
    from audit.actions.figures import Figures
    from audit.cli.action_owners import wait_of
    from audit.store.actions import ActionBook
    from audit.workbook.action_edition import ActionEdition

    book = ActionBook(desk.store)
    return ActionEdition(
        Figures(found, desk.today, wait_of(desk), tuple(desk.store.agencies())),
        wanted.audience,
        since,
        desk.partnership,
        (),
        desk.marking(wanted.audience),
        book.plans(),
        versions=book.versions(),
    )


# --- themes -------------------------------------------------------------------------------------------


def _grid(desk: Desk, found: Found, wanted: Wanted) -> "tuple[Known, Grid]":
    """The grid of the year: its rounds and findings, and every plan; as it may be published where it is."""
    from audit.cases.results import Results as CaseResults
    from audit.cli.finding import listed_themes
    from audit.recurring.columns import of_agencies, of_cases
    from audit.recurring.gathering import Known, gather
    from audit.store.actions import ActionBook

    columns = []
    asked: dict[tuple[str, str], tuple[str, ...]] = {}
    for name, one in found.rounds.items():
        asked |= {(name, each.id): each.themes for each in round_of(one).template.questions}
        if name in found.year:
            columns.append(of_cases(one) if isinstance(one, CaseResults) else of_agencies(one))
    plans = ActionBook(desk.store).plans()
    known = Known(listed_themes(desk), tuple(columns), plans, found.actions, found.findings, asked)
    grid = gather(known)
    return known, _published(grid) if wanted.audience == "public" else grid


def _published(grid: "Grid") -> "Grid":
    from audit.recurring.returning import sentence
    from audit.workbook.year_edition import published_grid

    bare = published_grid(grid, {})
    renamed = dict(zip(grid.sources, bare.sources, strict=True))
    again = {
        row.id: [sentence(replace(one, source=renamed[one.source])) for one in row.returns]
        for row in grid.rows
    }
    return published_grid(grid, again)


def _themes(desk: Desk, found: Found, known: "Known", grid: "Grid") -> "Iterator[Theme]":
    from audit.recurring.apart import pairs
    from audit.workbook.year_edition import Theme

    themed = [(one, frozenset(_themes_of(known, one))) for one in known.actions]
    for row in grid.rows:
        practice = tuple(one[row.id] for one in found.practice.values() if row.id in one)
        yield Theme(
            row,
            practice,
            pairs(practice, confidence_of(desk)),
            tuple(one for one in found.findings if row.id in one.themes),
            tuple(one for one, themes in themed if row.id in themes),
        )


def _themes_of(known: "Known", one: "Followed") -> Iterable[str]:
    """The themes of an action: its own, else those of the question that it came from."""
    link, own = one.action.link, known.listed.of(one.action)
    return own or (known.asked.get((link.round, link.question), ()) if link else ())
