"""audit report --all: the workbook of a whole year, from everything that the workspace holds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import click

from audit.cli.case_results import confidence_of, results_of
from audit.cli.desk import Desk
from audit.cli.reporting import Wanted, deliver
from audit.cli.scored import score_round
from audit.cli.screen import tell
from audit.dates import in_words, months_before
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.actions.followed import Followed
    from audit.cases.results import Results as CaseResults
    from audit.programme.item import Item
    from audit.recurring.finding import Finding
    from audit.recurring.gathering import Known
    from audit.recurring.grid import Grid
    from audit.recurring.practice import Practice
    from audit.rounds import Round
    from audit.scoring.movement import Movement
    from audit.scoring.partnership import Results
    from audit.workbook.action_edition import ActionEdition
    from audit.workbook.year_edition import Looked, Series, Theme, YearEdition

MONTHS = 12  # that a year looks back where --since says nothing else
EMPTY = (
    "There is nothing to report yet: no round, no action, no finding of a review; "
    "'audit round open' opens a round, 'audit action import' takes in a plan."
)


@dataclass(frozen=True)
class Found:
    """What the workspace holds: results of all rounds in order, with which of them are of the year."""

    rounds: "Mapping[str, Results | CaseResults]"
    year: tuple[str, ...]
    earlier: tuple[str, ...]
    findings: "tuple[Finding, ...]" = ()
    actions: "tuple[Followed, ...]" = ()
    practice: "Mapping[str, Mapping[str, Practice]]" = field(default_factory=dict)


def check_whole(desk: Desk, names: Sequence[str], *, whole: bool, since: date | None) -> bool:
    """Whether the whole year is asked for; wrong usage for what does not go together.

    StateError for rounds of which some are about agencies and some are not.
    """
    if whole and names:
        raise click.UsageError("--all is of every round, so name none; or leave --all out.")
    if since and not whole:
        raise click.UsageError("--since goes with --all.")
    kinds = {desk.store.round(name).template.subject == "agency" for name in names}
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
    for sentence in _concerns(edition):
        tell(sentence)
    if wanted.output:
        rounds, themes = len(edition.rounds), len(edition.side_by_side)
        counts = f"{rounds} round{'' if rounds == 1 else 's'} since {in_words(start)}"
        side = f"{themes} theme{'' if themes == 1 else 's'} side by side"
        tell(f"{wanted.output} is written, as of {in_words(desk.today)}: {counts}, {side}.")


def _concerns(edition: "YearEdition") -> Iterator[str]:
    from audit.cases.concern import lines
    from audit.workbook.year_looked import cases_of

    yield from lines([concern for one in cases_of(edition) for concern in one.case_round.concerns])


def year_of(desk: Desk, since: date, wanted: Wanted, *, drafts: bool) -> "YearEdition":
    """Everything of the year for an audience."""
    from audit.workbook.action_report import action_report_of
    from audit.workbook.year_edition import YearEdition

    found = _found(desk, since, drafts=drafts)
    known, grid = _grid(desk, found, wanted)
    made = _actions(desk, found.actions, since, wanted)
    series = tuple(_series(desk, found, wanted))
    return YearEdition(
        desk.today,
        since,
        wanted.audience,
        grid,
        made,
        rounds=tuple(_looked(desk, found, wanted)),
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


def _found(desk: Desk, since: date, *, drafts: bool) -> Found:
    from audit.store.actions import ActionBook
    from audit.store.findings import findings

    made = {one.name: _results(desk, one.name, drafts=drafts) for one in desk.store.rounds()}
    rounds = dict(sorted(made.items(), key=lambda one: (round_of(one[1]).opened, one[0])))
    year = tuple(name for name, one in rounds.items() if round_of(one).opened[:10] >= since.isoformat())
    kept = [one for one in findings(desk.store) if not one.withdrawn]
    recent = tuple(one for one in kept if not one.on or one.on >= since.isoformat())
    actions = ActionBook(desk.store).actions()
    if not (rounds or kept or actions):
        raise StateError(EMPTY)
    earlier = tuple(name for name in rounds if name not in year)
    practice = {name: _practice(rounds[name]) for name in year}
    return Found(rounds, year, earlier, recent, actions, practice)


def _results(desk: Desk, name: str, *, drafts: bool) -> "Results | CaseResults":
    if desk.store.round(name).template.subject == "agency":
        return score_round(desk, name, drafts)
    return results_of(desk, name)


def round_of(found: "Results | CaseResults") -> "Round":
    """The round that results are of."""
    from audit.cases.results import Results as CaseResults

    return found.case_round.round if isinstance(found, CaseResults) else found.round


def _practice(found: "Results | CaseResults") -> "Mapping[str, Practice]":
    from audit.cases.results import Results as CaseResults
    from audit.cli.several_rounds import how
    from audit.recurring.practice import by_agencies, by_cases

    return by_cases(found, how(found)) if isinstance(found, CaseResults) else by_agencies(found)


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
        desk.setting("marking", "OFFICIAL-SENSITIVE"),
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

    for row in grid.rows:
        practice = tuple(one[row.id] for one in found.practice.values() if row.id in one)
        yield Theme(
            row,
            practice,
            pairs(practice, confidence_of(desk)),
            tuple(one for one in found.findings if row.id in one.themes),
            tuple(one for one in known.actions if row.id in _themes_of(known, one)),
        )


def _themes_of(known: "Known", one: "Followed") -> Iterable[str]:
    """The themes of an action: its own, else those of the question that it came from."""
    link, own = one.action.link, known.listed.of(one.action)
    return own or (known.asked.get((link.round, link.question), ()) if link else ())


# --- rounds -------------------------------------------------------------------------------------------


def _looked(desk: Desk, found: Found, wanted: Wanted) -> "Iterator[Looked]":
    from audit.cases.results import Results as CaseResults
    from audit.cli.several_rounds import how
    from audit.recurring.columns import KINDS
    from audit.recurring.grid import Kind
    from audit.recurring.practice import EVERYBODY
    from audit.workbook.case_edition import CaseEdition
    from audit.workbook.edition import Edition
    from audit.workbook.year_rounds import agencies_looked, cases_looked

    marking = desk.setting("marking", "OFFICIAL-SENSITIVE")
    for name in found.year:
        one = found.rounds[name]
        given = (wanted.audience, desk.partnership, (), marking)
        if isinstance(one, CaseResults):
            kind = KINDS.get(one.case_round.round.template.subject, Kind.CASES)
            yield cases_looked(CaseEdition(one, *given), kind, how(one))
        else:
            yield agencies_looked(Edition(one, *given, tuple(_moved(found, one))), EVERYBODY)


def _moved(found: Found, last: "Results") -> "Sequence[Movement]":
    """What moved from the round before of the same template; nothing where there is none."""
    from audit.scoring.movement import movements

    own = _row(found, last)
    place = own.index(last)
    return movements(own[place - 1 : place + 1]) if place else ()


def _row(found: Found, last: "Results") -> "list[Results]":
    from audit.scoring.partnership import Results

    rounds = (one for one in found.rounds.values() if isinstance(one, Results))
    return [one for one in rounds if one.template.ref == last.template.ref]


def _series(desk: Desk, found: Found, wanted: Wanted) -> "Iterator[Series]":
    """The rounds of each template that was used twice or more and in this year."""
    from audit.cases.results import Results as CaseResults
    from audit.cli.year_series import agencies_series, cases_series

    cases: dict[str, list[CaseResults]] = {}
    others: dict[str, list[Results]] = {}
    for one in found.rounds.values():
        if isinstance(one, CaseResults):
            cases.setdefault(one.case_round.round.template.ref, []).append(one)
        else:
            others.setdefault(one.template.ref, []).append(one)
    for agencies in others.values():
        if len(agencies) > 1 and agencies[-1].round.name in found.year:
            yield agencies_series(agencies)
    for row in cases.values():
        if len(row) > 1 and row[-1].case_round.round.name in found.year:
            yield cases_series(row, confidence_of(desk), board=wanted.audience != "subgroup")
