"""audit results --themes: what keeps recurring, as a heat map of themes and sources."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from audit.cli.case_results import results_of
from audit.cli.desk import Desk
from audit.cli.finding import listed_themes
from audit.cli.scored import score_round
from audit.cli.screen import GAP, columns, item, line, table, tell
from audit.cli.screen import as_json as print_json

if TYPE_CHECKING:
    from audit.cases.results import Results as CaseResults
    from audit.recurring.columns import Column
    from audit.recurring.grid import Cell, Grid, Return, Row, Source
    from audit.templates import Template

LEAST, EACH = 24, 14  # characters for a theme, and for each source beside it


def print_themes(desk: Desk, names: Sequence[str], since: str, *, drafts: bool, as_json: bool) -> None:
    """The heat map of themes and sources: of everything, or of some rounds alone."""
    grid, cases = themes_of(desk, names, since, drafts=drafts)
    if as_json:
        from audit.cases.result_json import concerns_of

        print_json(_block(grid) | {"as_of": desk.today.isoformat(), "immediate_concerns": concerns_of(cases)})
        return
    from audit.cases.concern import lines

    for sentence in lines([concern for one in cases for concern in one.case_round.concerns]):
        line(sentence)
    if not grid.rows:
        who = f"Nothing since {since}" if since else "Nothing"
        tell(f"{who} asks or tells of any theme yet: no round's question, no finding, no action.")
    else:
        _map(grid)
        _owned(grid)
        _told(grid)
    for sentence in grid.left_out:
        tell(f"Left out: {sentence}")


def themes_of(
    desk: Desk, names: Sequence[str] = (), since: str = "", *, drafts: bool = False
) -> "tuple[Grid, list[CaseResults]]":
    """The grid of everything in the workspace, or of some rounds alone; and its rounds about cases."""
    from audit.recurring.gathering import Known, gather
    from audit.store.actions import ActionBook
    from audit.store.findings import findings

    asked: dict[tuple[str, str], tuple[str, ...]] = {}
    made: list[Column] = []
    cases: list[CaseResults] = []
    for name in names or [one.name for one in desk.store.rounds()]:
        template, column, found = _column(desk, name, drafts=drafts)
        made.append(column)
        cases += [found] if found else []
        asked |= {(column.source.name, question.id): question.themes for question in template.questions}
    book = ActionBook(desk.store)
    kept = findings(desk.store)
    known = Known(listed_themes(desk), tuple(made), book.plans(), book.actions(), kept, asked)
    return gather(known, since=since, only_rounds=bool(names)), cases


def _column(desk: Desk, name: str, *, drafts: bool) -> "tuple[Template, Column, CaseResults | None]":
    from audit.recurring.columns import of_agencies, of_cases

    round_ = desk.store.round(name)
    if round_.template.subject == "agency":
        return round_.template, of_agencies(score_round(desk, name, drafts)), None
    found = results_of(desk, name)
    return round_.template, of_cases(found), found


def _map(grid: "Grid") -> None:
    """Themes by sources, the word over the figures, as many side by side as the screen holds."""
    from audit.recurring.grid import COLOURS

    start = 0
    for part in _parts(grid.sources):
        cells = slice(start, start + len(part))
        rows = [[_title(row), *map(_cell, row.cells[cells])] for row in grid.rows if any(row.cells)]
        table(["Theme", *map(_heading, part)], rows, colours=COLOURS, least=LEAST)
        start += len(part)


def _parts(sources: "Sequence[Source]") -> "Iterator[Sequence[Source]]":
    """The sources in parts that stand beside the themes without a name being broken."""
    part: list[Source] = []
    room = columns() - LEAST - 2
    for one in sources:
        if part and sum(map(_wide, part)) + _wide(one) > room:
            yield part
            part = []
        part.append(one)
    if part:
        yield part


def _wide(source: "Source") -> int:
    """How many characters a column takes, with the gap before it."""
    return max(EACH, *map(len, source.name.split()), len(source.kind)) + GAP


def _heading(source: "Source") -> str:
    return f"{source.name}\n{source.kind}\n{source.on or 'no day known'}"


def _title(row: "Row") -> str:
    return row.title if row.listed else f"{row.title} (not in the list of themes)"


def _cell(cell: "Cell | None") -> str:
    return f"{cell.word}\n{cell.count}" if cell else ""


def _owned(grid: "Grid") -> None:
    """Who owns each theme, and its actions."""
    rows = [
        [
            _title(row),
            row.sub_group or "nobody named",
            *(f"{count:,}" for count in (row.actions.open, row.actions.assured, row.actions.closed)),
            "yes" if row.came_back else "",
        ]
        for row in grid.rows
    ]
    heads = ["Theme", "Owned by", "Actions\nopen", "\nassured", "\nclosed", "Came\nback"]
    table(heads, rows, least=LEAST)


def _told(grid: "Grid") -> None:
    """Which themes came back, then what the figures mean."""
    for row in grid.came_back:
        line(f"{_title(row)} came back:")
        for sentence in row.came_back:
            item(sentence)
    if grid.silent:
        line(f"Nothing asks or tells of: {', '.join(grid.silent)}.")
    for sentence in meaning(grid):
        tell(sentence)


def meaning(grid: "Grid") -> Iterator[str]:
    """What the words and figures of a grid mean, and what does not count in them."""
    from audit.recurring.grid import COUNTED, WORDS

    yield "; ".join(f"{word}: {rule}" if word else rule for word, rule in WORDS) + "."
    for kind in dict.fromkeys(source.kind for source in grid.sources):
        yield f"{kind.capitalize()}: {COUNTED[kind]}."
    for source in grid.sources:
        if source.untagged:
            yield f"{source.name}: {source.untagged:,} of {source.of:,} bear no theme, and do not count."
    if grid.came_back:
        yield (
            "Came back: found later than the day on which an action on it was assured or closed; "
            "what a round looks at may be older, as its period says."
        )
    yield "Sources differ in what they count, so nothing is added up across them."


def _block(grid: "Grid") -> dict[str, Any]:
    from audit.recurring.grid import WORDS

    return {
        "sources": [_source(one) for one in grid.sources],
        "themes": [_row(row) for row in grid.rows],
        "not_asked": [*grid.silent],
        "left_out": [*grid.left_out],
        "words": {word: rule for word, rule in WORDS if word},
        "notes": [*meaning(grid)],
    }


def _source(one: "Source") -> dict[str, Any]:
    counts = {"of": one.of or None, "untagged": one.untagged}
    return {
        "name": one.name,
        "title": one.title,
        "kind": str(one.kind),
        "on": one.on or None,
        "period": one.period or None,
    } | counts


def _row(row: "Row") -> dict[str, Any]:
    counts = {"open": row.actions.open, "assured": row.actions.assured, "closed": row.actions.closed}
    return {
        "id": row.id,
        "title": row.title,
        "listed": row.listed,
        "sub_group": row.sub_group or None,
        "cells": [_figures(cell) for cell in row.cells],
        "actions": counts,
        "came_back": [
            _return(back) | {"sentence": said} for back, said in zip(row.returns, row.came_back, strict=True)
        ],
    }


def _figures(cell: "Cell | None") -> dict[str, Any] | None:
    if cell is None:
        return None
    return {"k": cell.k, "n": cell.n, "word": cell.word, "strengths": cell.strengths}


def _return(back: "Return") -> dict[str, Any]:
    after = [
        {"action": end.action, "state": end.state, "on": end.on, "reopened": end.reopened}
        for end in back.after
    ]
    source = {"source": back.source.name, "on": back.source.on or None}
    return {**source, "k": back.k, "n": back.n, "after": after}
