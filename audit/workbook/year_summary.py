"""The sheet Summary of a year: what is asked of the reader, and the key messages of all reports."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from audit.dates import in_words
from audit.programme.item import Standing
from audit.summaries.asking import asked as given_first
from audit.summaries.choosing import chosen
from audit.summaries.count import Count
from audit.summaries.message import Matter, Message
from audit.wording import listed
from audit.workbook.assembled import Report
from audit.workbook.case_summary import changes
from audit.workbook.page import Page, Text
from audit.workbook.telling import asks, key_messages
from audit.workbook.year_edition import YearEdition
from audit.workbook.year_theme import disagreement

COUNTED = "Actions counted"  # the sheet with the figures of actions
MOVED = Matter.MOVED
MOST_OF_ONE = 2  # on one matter from one report; the rest stand on that report's sheet
MOST_APART = 3  # sentences on sources that disagree


def summary(edition: YearEdition) -> Page:
    """The sheet Summary."""
    found = (*loud(edition), *asks(edition.audience, asked(edition)), key_messages(told(edition)))
    return Page("Summary", "The year: summary", found, widths=(122.0, 24.0), tall=2)


def loud(edition: YearEdition) -> Iterator[Text]:
    """How many immediate concerns have no outcome yet, before anything else; no number that is published."""
    if edition.public:
        return
    for name, count in ((one.round.name, one.waiting) for one in edition.rounds):
        if count:
            was, its = ("concern has", "its") if count == 1 else ("concerns have", "their")
            yield Text(
                f"{name}: {count} immediate {was} no outcome recorded yet; {its} round says more.", "warning"
            )


def asked(edition: YearEdition) -> tuple[str, ...]:
    """What the reader is asked to do: as it was given, then what each report's figures ask of a board."""
    return given_first(edition.audience, edition.asks, _noted(edition))


def _noted(edition: YearEdition) -> Iterator[str]:
    for one in edition.rounds:
        yield from (f"{ask.rstrip('.')} ({one.round.name})." for ask in one.report.asks)
    if edition.action_report and edition.actions.found:
        yield from edition.action_report.asks


def told(edition: YearEdition) -> tuple[Message, ...]:
    """The key messages, at most ten: what was looked at, then by what matters most, from every report."""
    found = [*_reported(edition)]
    if edition.series:  # what moved has its figures there
        in_series = {one.name for series in edition.series if series.told.tested for one in series.rounds}
        found = [
            _over_time(one) for one in found if one.message.matter is not MOVED or one.of not in in_series
        ]
    # Of one matter each kind of round has its word before any has a second, however many are of one kind.
    others = [one.message for one in sorted(found, key=lambda one: (one.place, one.turn))]
    return chosen((*_basis(edition), *_own(edition), *_changed(edition), *others))


@dataclass(frozen=True, slots=True)
class _Told:
    """A message of a report: of which round (or ""), its place in its matter, and its kind's turn."""

    message: Message
    of: str
    place: int
    turn: int


def _over_time(one: _Told) -> _Told:
    is_moved = one.message.matter is MOVED
    return replace(one, message=replace(one.message, sheet="Over time")) if is_moved else one


def _reported(edition: YearEdition) -> Iterator[_Told]:
    """The messages of all reports, the latest round first; actions are a kind of their own."""
    turns: Counter[str] = Counter()
    kinds = {edition.round_sheets[one.round.name]: str(one.kind) for one in edition.rounds}
    names = {edition.round_sheets[one.round.name]: one.round.name for one in edition.rounds}
    for report, sheet in _reports(edition):
        places: Counter[Matter] = Counter()
        for one in _some(report, sheet):
            yield _Told(one, names.get(sheet, ""), places[one.matter], turns[kinds.get(sheet, sheet)])
            places[one.matter] += 1
        turns[kinds.get(sheet, sheet)] += 1


def _changed(edition: YearEdition) -> Iterator[Message]:
    """What changed over the rounds of one template, where it was tested: as the sheet Over time says it."""
    for series in edition.series:
        if series.told.tested:
            names = f"{series.title}, {series.rounds[-1].name}: "
            for one in [*changes(series.told, "Over time")][:MOST_OF_ONE]:
                text = edition.actions.typed(names + one.text)
                yield replace(one, text=text, key=f"{series.rounds[-1].name}.{one.key}")


def counts(edition: YearEdition) -> tuple[Count, ...]:
    """What is kept of it, so that the next one can say what has moved: its own counts, then each report's."""
    apart = sum(bool(one.disagreeing) for one in edition.side_by_side)
    back, themes = len(edition.grid.came_back), len(edition.grid.rows)
    found = [
        Count("themes.disagree", "Themes whose sources disagree", apart, themes, "Sources by theme"),
        Count("themes.back", "Themes that came back after an action", back, themes, "Themes"),
    ]
    for report, sheet in _reports(edition):
        name = "" if sheet == COUNTED else f"{report.kept.of}, "
        for one in report.counts:
            words = f"{name}{one.words[0].lower()}{one.words[1:]}" if name else one.words
            found.append(replace(one, key=f"{name}{one.key}", words=words, sheet=sheet))
    return tuple(found)


def _reports(edition: YearEdition) -> Iterator[tuple[Report, str]]:
    """Every report of the year with the sheet that has its figures, the latest round first."""
    for one in reversed(edition.rounds):
        yield one.report, edition.round_sheets[one.round.name]
    if edition.action_report and edition.actions.found:
        yield edition.action_report, COUNTED


def _some(report: Report, sheet: str) -> Iterator[Message]:
    """The messages of a report that go into the year's, under its name, with a sheet of this workbook."""
    counts: Counter[Matter] = Counter()
    for one in report.messages:
        counts[one.matter] += 1
        if one.matter is not Matter.BASIS and counts[one.matter] <= MOST_OF_ONE:
            lead = "" if sheet == COUNTED else f"{report.kept.of}: "
            yield replace(one, text=lead + one.text, sheet=sheet, key=f"{report.kept.of}.{one.key}")


def _basis(edition: YearEdition) -> Iterator[Message]:
    kinds = Counter(str(one.kind) for one in edition.rounds)
    since = in_words(edition.since)
    if not kinds:
        yield Message(f"No round was opened since {since}.", "Looked at", Matter.BASIS, "rounds")
        return
    parts = [f"{count} × {kind}" for kind, count in kinds.items()]
    rounds = "1 round was" if len(edition.rounds) == 1 else f"{len(edition.rounds)} rounds were"
    yield Message(f"Since {since} {rounds} opened: {listed(parts)}.", "Looked at", Matter.BASIS, "rounds")


def _own(edition: YearEdition) -> Iterator[Message]:
    """What no single report can say: where sources disagree, what came back, what the programme owes."""
    apart = [(one, pair) for one in edition.side_by_side for pair in one.disagreeing]
    apart.sort(key=lambda found: found[1].apart, reverse=True)
    for one, pair in apart[:MOST_APART]:
        text = f"{one.row.title}: {disagreement(pair)[0].lower()}{disagreement(pair)[1:]}"
        yield Message(text, edition.theme_sheets[one.row.id], Matter.DISAGREE, f"theme.{one.row.id}")
    if back := [row.title for row in edition.grid.came_back]:
        came = "theme comes" if len(back) == 1 else "themes came"
        text = f"{len(back)} {came} back after an action on it had ended: {listed(back)}."
        yield Message(text, "Themes", Matter.UNASSURED, "themes.back")
    late = [one for one in edition.programme or () if one.standing is Standing.LATE]
    if late:
        are = "part of the programme is" if len(late) == 1 else "parts of the programme are"
        which = "" if edition.public else f": {edition.actions.typed(listed([one.what for one in late]))}"
        yield Message(f"{len(late)} {are} late{which}.", "Programme", Matter.OVERDUE, "programme.late")


def made(edition: YearEdition) -> str:
    """How the figures came about, in a sentence."""
    names = listed([one.round.name for one in edition.rounds]) if edition.rounds else "no round"
    return (
        f"Figures are those of the single reports on {names}, and of the report on actions; two sources "
        "disagree where they lie a third apart or more and by more than chance."
    )
