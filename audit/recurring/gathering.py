"""The grid of themes and sources, from all that a workspace knows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from audit.actions.action import Plan
from audit.actions.followed import Followed
from audit.actions.words import CLOSED, State
from audit.recurring.columns import Column, home, of_plan, of_review
from audit.recurring.finding import Finding
from audit.recurring.grid import Grid, Kind, Row, Source, Standing
from audit.recurring.listed import Listed
from audit.recurring.returning import returns, sentence

PLACES = {Kind.REVIEW: 1, Kind.PLAN: 2}  # after the rounds, which stand by their days


@dataclass(frozen=True)
class Known:
    """What is known: columns of rounds, plans, actions, findings; and the themes of rounds' questions.

    `asked` gives the themes of a question by round and id, for actions that came from an answer to it.
    """

    listed: Listed
    rounds: tuple[Column, ...] = ()
    plans: tuple[Plan, ...] = ()
    actions: tuple[Followed, ...] = ()
    findings: tuple[Finding, ...] = ()
    asked: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


def gather(known: Known, *, since: str = "", only_rounds: bool = False) -> Grid:
    """The grid; of sources since a day (ISO), or of the rounds alone where that is asked.

    Actions count whenever they were, since a theme comes back after an earlier one.
    """
    known = replace(known, actions=tuple(_themed(one, known) for one in known.actions))
    columns = list(known.rounds)
    left_out = [f"{one.source.name}: no graded question bears a theme." for one in columns if not one.cells]
    if not only_rounds:
        reviews = _by_source(known.findings)
        columns += [of_review(own[0].source, late) for own in reviews if (late := _since(own, since))]
        left_out += filter(None, (_undated(own, since) for own in reviews))
        plans = list(_plans(known))
        columns += [column for _, column in plans if column]
        left_out += [f"{name}: nothing in it bears a theme." for name, column in plans if column is None]
    left_out += [_late(one.source, since) for one in columns if since and not one.source.on]
    kept = [one for one in columns if one.cells and (not since or one.source.on >= since)]
    kept.sort(key=lambda one: (PLACES.get(one.source.kind, 0), one.source.on or "9999", one.source.name))
    rows = tuple(row for row in _rows(known, kept) if not only_rounds or any(row.cells))
    seen = {row.id for row in rows}
    silent = [theme.title for name, theme in known.listed.themes.items() if name not in seen]
    return Grid(tuple(one.source for one in kept), rows, tuple(silent), tuple(left_out))


def _late(source: Source, since: str) -> str:
    return f"{source.name}: no day is known of it, so it cannot be said to be since {since}."


def _themed(one: Followed, known: Known) -> Followed:
    """An action that came from an answer bears the themes of the question, where it has none of its own."""
    link, action = one.action.link, one.action
    if link is None or known.listed.of(action):
        return one
    return replace(one, action=replace(action, themes=known.asked.get((link.round, link.question), ())))


def _by_source(findings: Sequence[Finding]) -> list[list[Finding]]:
    """The findings of each source, whatever the case in which it was typed."""
    by_source: dict[str, list[Finding]] = {}
    for one in findings:
        if not one.withdrawn:
            by_source.setdefault(one.source.casefold(), []).append(one)
    return [*by_source.values()]


def _since(own: Sequence[Finding], since: str) -> list[Finding]:
    """Those of a source's findings that are of a day or later; all of a source that has no earlier one."""
    return [one for one in own if one.on >= since] if _began_before(own, since) else [*own]


def _began_before(own: Sequence[Finding], since: str) -> bool:
    return any("" < one.on < since for one in own)


def _undated(own: Sequence[Finding], since: str) -> str:
    """A sentence on the findings without a day of a source that has earlier ones; empty where none is so."""
    bare = sum(not one.on for one in own) if _began_before(own, since) else 0
    are = (
        "1 of its findings says no day, so it"
        if bare == 1
        else f"{bare:,} of its findings say no day, so they"
    )
    return f"{own[0].source}: {are} cannot be said to be since {since}." if bare else ""


def _plans(known: Known) -> Iterator[tuple[str, Column | None]]:
    """A column for each plan; actions from answers are left to the round that the answer stands in."""
    plans = {one.name: one for one in known.plans}
    by_plan: dict[str, list[Followed]] = {}
    for one in known.actions:
        if one.action.link is None:
            by_plan.setdefault(home(one), []).append(one)
    for name, actions in by_plan.items():
        yield name, of_plan(plans.get(name) or Plan(name), actions, known.listed)


def _rows(known: Known, columns: Sequence[Column]) -> Iterator[Row]:
    """A row for each theme that anything asks or tells of: those of the list first, then others."""
    titles = {name: title for column in columns for name, title in column.titles.items()}
    own: dict[str, list[Followed]] = {}
    for one in known.actions:
        for name, title in known.listed.of(one.action).items():
            own.setdefault(name, []).append(one)
            titles.setdefault(name, title)
    told = dict.fromkeys([*(name for column in columns for name in column.cells), *own])
    listed = known.listed.themes
    for name in [*(name for name in listed if name in told), *(name for name in told if name not in listed)]:
        back = tuple(returns(name, columns, own.get(name, ())))
        theme = listed.get(name)
        yield Row(
            name,
            theme.title if theme else titles.get(name, name),
            theme.sub_group if theme else "",
            tuple(column.cell(name) for column in columns),
            _standing(own.get(name, ())),
            tuple(map(sentence, back)),
            listed=theme is not None,
            returns=back,
            found=tuple(one.id for one in own.get(name, ())),
        )


def _standing(actions: Sequence[Followed]) -> Standing:
    assured = sum(one.state is State.ASSURED for one in actions)
    closed = sum(one.state in CLOSED for one in actions)
    return Standing(len(actions) - assured - closed, assured, closed)
