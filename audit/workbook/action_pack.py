"""A pack for a challenge event: an agency's actions by colour, what is not assured, and what to ask."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from audit.actions.challenge import Answered, Point, answer_points, not_assured, points, recurring
from audit.actions.followed import Followed
from audit.actions.rag import RULE, overdue, rag
from audit.actions.table import in_order
from audit.actions.wording import due_words, last_words, place_in_plan, with_levels
from audit.actions.words import LOUDEST, State
from audit.chasing.rule import WAIT
from audit.dates import in_words, said
from audit.recurring.listed import Listed
from audit.wording import plural
from audit.workbook.action_edition import BY_WORD, FILLS, TYPED
from audit.workbook.book import writing
from audit.workbook.fit import fitted
from audit.workbook.page import NOTHING, Block, Cell, Filled, Page, Table, Text
from audit.workbook.sheet import write_page

FACTS = (
    "Every question here is made from what is written down: dates, states, evidence, grades. What nobody "
    "wrote down is not in it."
)
NO_ROUND = "The agency has answered no self-assessment here."


@dataclass(frozen=True)
class Pack:
    """What a panel has before it of an agency: its actions, and its low answers in its latest round.

    `wait` is how many days an owner has to answer an ask, `listed` the themes that words stand for.
    """

    agency: str
    found: tuple[Followed, ...]
    today: date
    round: str = ""
    answers: tuple[Answered, ...] = ()
    partnership: str = ""
    marking: str = "OFFICIAL-SENSITIVE"
    wait: int = WAIT
    listed: Listed = field(default_factory=lambda: Listed({}))

    @property
    def title(self) -> str:
        """What it is."""
        return f"Challenge event: {self.agency}"

    @cached_property
    def actions(self) -> tuple[Followed, ...]:
        """The actions, the loudest colour first."""
        return loudest(self.found, self.today)

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """What to ask, of actions first."""
        own = (point for one in self.actions for point in points(one, self.agency, self.today, self.wait))
        return (*own, *answer_points(self.answers, self.today))


def write_pack(pack: Pack, path: Path) -> None:
    """The pack as an Excel workbook, the same bytes each time; FileError where it cannot be written."""
    with writing(path, pack.title, pack.today, subject=pack.partnership, marking=pack.marking) as book:
        for page in pages(pack):
            write_page(book, page, pack.marking, pack.title)


def pages(pack: Pack) -> list[Page]:
    """The sheets of a pack, fitted to their content; texts that were cut stand whole on the last."""
    cut: list[tuple[str, str]] = []
    found = [fitted(make(pack), cut) for make in (_summary, _questions, _actions, _answers)]
    return with_notes(found, cut)


def with_notes(found: list[Page], cut: Sequence[tuple[str, str]]) -> list[Page]:
    """Fitted sheets, and behind them one with each text that was cut and its sheet, where there are any."""
    if not cut:
        return found
    rows = tuple((f"Note {number}", sheet, whole) for number, (sheet, whole) in enumerate(cut, 1))
    table = Table("Texts too long for their cell", ("Note", "Sheet", "Whole text"), rows, split=True)
    return [*found, fitted(Page("Notes", "Notes", (table,), widths=(16, 20, 100)), [])]


def _summary(pack: Pack) -> Page:
    themes = recurring(pack.found, pack.answers, pack.listed.of)
    titles = {name: title for one in pack.found for name, title in pack.listed.of(one.action).items()}
    blocks: list[Block] = [
        Text(TYPED, "warning"),
        *map(Text, _sentences(pack)),
        by_colour(pack.found, pack.today),
        Table(
            "Themes that come up more than once",
            ("Theme", "Open actions", "Beside these"),
            tuple(
                (
                    titles.get(name) or pack.listed.titles([name]),
                    open_,
                    f"{plural(ended, 'action')} ended, {plural(low, 'low answer')}",
                )
                for name, open_, ended, low in themes
            ),
            empty="No theme comes up more than once in its actions and low answers.",
        ),
    ]
    return Page("Summary", pack.title, tuple(blocks), widths=(34, 12, 100))


def by_colour(found: Sequence[Followed], today: date) -> Table:
    """How many of some actions are of each colour on a day, and what each means."""
    counts, rule = Counter(rag(one, today).colour for one in found), dict(RULE)
    rows = tuple(
        (Filled(colour.capitalize(), FILLS[colour]), counts[colour], rule[colour.capitalize()])
        for colour in LOUDEST
    )
    return Table("Actions by colour", ("Colour", "Actions", "What it means"), rows)


def _sentences(pack: Pack) -> Iterator[str]:
    """What there is to know, as sentences made from the figures."""
    found, on = pack.found, in_words(pack.today)
    states = Counter(one.state for one in found)
    late = sum(overdue(one, pack.today) for one in found)
    if not found:
        yield f"{pack.agency} has no action on {on}."
    else:
        yield (
            f"{pack.agency} has {plural(len(found), 'action')} on {on}: {states[State.ASSURED]} assured, "
            f"{states[State.REPORTED_COMPLETE]} reported complete and not assured, {late} past the due date."
        )
    if pack.round:
        down = sum(one.down for one in pack.answers)
        low = f"{plural(len(pack.answers), 'answer')} low or graded lower by a panel"
        yield f"In {pack.round}, its latest round, it has {low} ({down} graded lower)."
    yield f"There {'is' if len(pack.points) == 1 else 'are'} {plural(len(pack.points), 'question')} to ask."
    yield FACTS


def _questions(pack: Pack) -> Page:
    texts = {one.id: one.action.text for one in pack.found} | {one.question: one.text for one in pack.answers}
    rows = tuple(
        (number, point.of, texts[point.of], point.words, "") for number, point in enumerate(pack.points, 1)
    )
    heads = ("No", "Of", "What it is about", "What to ask", "What was said")
    table = Table("Questions to ask", heads, rows, empty="There is nothing to ask.")
    return Page("Questions", f"{pack.title}: questions", (table,), frozen=0, widths=(6, 9, 46, 66, 34))


def _actions(pack: Pack) -> Page:
    return actions_page(pack.title, pack.found, pack.today)


def actions_page(title: str, found: Sequence[Followed], today: date) -> Page:
    """The sheet Actions: some actions, the loudest colour first, and why each is not assured on a day."""
    heads = ("Action", "What is to be done", "Due", "Colour", "Last update", "Evidence", "Not assured, since")
    table = Table(
        "Actions, the loudest colour first",
        heads,
        tuple(_row(one, today) for one in loudest(found, today)),
        colours=BY_WORD,
        coloured=(3,),
        empty="None is here.",
    )
    return Page("Actions", f"{title}: actions", (table,), frozen=1, widths=(13, 42, 15, 21, 30, 26, 26))


def loudest(found: Sequence[Followed], today: date) -> tuple[Followed, ...]:
    """Actions in their order, the loudest colour of a day first."""
    order = in_order(found, today)
    return tuple(sorted(order, key=lambda one: LOUDEST.index(rag(one, today).colour)))


def _row(one: Followed, today: date) -> tuple[Cell, ...]:
    colour, place = rag(one, today), place_in_plan(one.action)
    pieces = "\n".join(f"{p.what} ({p.where})" if p.where else p.what for p in one.evidence)
    return (
        f"{one.id}\n{place}" if place else one.id,
        with_levels(one.action),
        due_words(one.action) or "no date",
        Filled(colour.word, FILLS[colour.colour]),
        last_words(one) or "never updated",
        pieces or "none held",
        not_assured(one, today) or NOTHING,
    )


def _answers(pack: Pack) -> Page:
    rows = tuple(
        (one.question, one.text, one.own, one.counts, one.reason or NOTHING, _planned(one))
        for one in pack.answers
    )
    heads = ("Question", "What was asked", "Own grade", "Counts", "Panel's reason", "Action planned")
    empty = f"No answer in {pack.round} is low or was graded lower." if pack.round else NO_ROUND
    table = Table("Low answers, and those graded lower", heads, rows, empty=empty)
    name = f": {pack.round}" if pack.round else ""
    return Page(
        "Answers", f"{pack.title}: answers{name}", (table,), frozen=1, widths=(10, 54, 16, 16, 36, 36)
    )


def _planned(one: Answered) -> str:
    if one.planned is None:
        return "none"
    parts = (one.planned.what, one.planned.who, said(one.planned.when))
    return "; ".join(part for part in parts if part) or "none"
