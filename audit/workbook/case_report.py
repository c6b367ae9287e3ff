"""The report workbook of a round about cases: the same figures for the subgroup, the board, the public."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from audit.cases.comparing import Comparison
from audit.cases.counts import counts
from audit.cases.results import Results
from audit.summaries.count import figures
from audit.summaries.kept import Kept
from audit.workbook.assembled import Parts, Report, assembled, write
from audit.workbook.case_actions import actions, asks_for_actions
from audit.workbook.case_cover import DRAWN, cover, sheets
from audit.workbook.case_disclosed import printed
from audit.workbook.case_drawn import drawn, drawn_name, has_strata
from audit.workbook.case_edition import CaseEdition, Ready
from audit.workbook.case_grid import cases, has_readings, readings
from audit.workbook.case_heatmap import heat_map
from audit.workbook.case_method import method
from audit.workbook.case_notes import notes, ready_page
from audit.workbook.case_over_time import asks_for_pairs, asks_for_time, over_time, then_and_now
from audit.workbook.case_questions import grades, intervals, questions
from audit.workbook.case_summary import asked, made, summary, told
from audit.workbook.case_told import asks_for_counts, asks_for_practice, choices, good_practice
from audit.workbook.page import Page

TOLD = ((good_practice, asks_for_practice), (choices, asks_for_counts))


def write_case_report(
    results: Results,
    path: Path,
    *,
    audience: str,
    partnership: str = "",
    asks: Sequence[str] = (),
    marking: str = "OFFICIAL-SENSITIVE",
    agreement: Ready | None = None,
    comparison: Ready | None = None,
    compared: Comparison | None = None,
    before: Sequence[Mapping[str, Any]] = (),
) -> None:
    """The report of a round about cases as an Excel workbook, dated `results.today`, always the same bytes.

    `audience` is `subgroup` (cases by reference), `board` (no case at all) or `public` (nothing typed
    either). UnknownError for another; FileError where the file cannot be written.
    """
    edition = CaseEdition(
        results,
        audience,
        partnership,
        tuple(asks),
        marking,
        agreement=agreement,
        comparison=comparison,
        compared=compared,
        before=tuple(before),
    )
    write(case_report_of(edition), path)


def case_report_of(edition: CaseEdition) -> Report:
    """The report of a round about cases for an audience, ready to be written or told."""
    name, today = edition.round.name, edition.results.today
    found = counts(edition.results, children=not edition.public)
    return Report(
        title=f"{name}: {edition.template.title}, {edition.audience} edition",
        audience=edition.audience,
        on=today,
        parts=Parts(cover(edition), _middle(edition), partial(notes, edition), _contents(edition)),
        kept=Kept(name, edition.audience, today, figures(found), _kept(edition)),
        subject=edition.partnership,
        marking=edition.marking,
        asks=asked(edition),
        messages=told(edition),
        counts=found,
        made=made(edition),
    )


def _kept(edition: CaseEdition) -> dict[str, Any]:
    """What is kept of the tables of children, for the next public edition."""
    return {name: table.as_json() for name, table in printed(edition).items()}


def _contents(edition: CaseEdition) -> dict[str, str]:
    """What Contents says of each sheet."""
    return sheets(edition) | {drawn_name(edition): DRAWN}


def pages(edition: CaseEdition) -> list[Page]:
    """The sheets of a report in their order, fitted to their content."""
    return assembled(case_report_of(edition).parts, edition.audience)


def _middle(edition: CaseEdition) -> Iterator[Page]:
    yield from (summary(edition), heat_map(edition), questions(edition), intervals(edition), grades(edition))
    if has_strata(edition):
        yield drawn(edition)
    if not edition.board:
        yield cases(edition)
        if has_readings(edition):
            yield readings(edition)
        if edition.agreement:
            yield ready_page(edition, "Agreement", edition.agreement)
    if edition.comparison:
        yield ready_page(edition, "Comparison", edition.comparison)
    if asks_for_pairs(edition):
        yield then_and_now(edition)
    if asks_for_time(edition):
        yield over_time(edition)
    if asks_for_actions(edition):
        yield actions(edition)
    yield from (make(edition) for make, asked in TOLD if asked(edition))
    yield method(edition)
