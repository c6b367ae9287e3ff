"""The sheet Summary of a report on cases: concerns, what is asked, the key messages from the figures."""

from collections.abc import Iterator
from fractions import Fraction

from audit.cases.figure import NONE, Figure
from audit.cases.results import how_many
from audit.scoring.messages import listed
from audit.statistics.words import percent
from audit.summaries.message import Message
from audit.workbook.case_actions import low_grades
from audit.workbook.case_edition import CaseEdition, loud, says
from audit.workbook.page import Block, Link, Page, Table, Text

Told = tuple[str, str]  # a sentence, and the sheet of its figures
WEAKEST = 3  # questions that the summary tells in full


def summary(edition: CaseEdition) -> Page:
    """The sheet Summary."""
    found = tuple((one.text, Link(one.sheet, one.sheet)) for one in told(edition))
    blocks: list[Block] = [
        *loud(edition),
        *_asks(edition),
        Table("Key messages", ("What the figures say", "Figures on"), found),
    ]
    return Page("Summary", f"{edition.round.name}: summary", tuple(blocks), widths=(128, 16))


def asked(edition: CaseEdition) -> list[str]:
    """What the reader is asked to do: what the figures ask of a board, then as it was given."""
    asks = list(map(edition.typed, edition.asks))
    if edition.audience != "board":
        return asks
    if open_ := len(edition.results.open_concerns):
        asks.insert(0, f"note that the outcome of {_plural(open_, 'immediate concern')} is not recorded yet.")
    return asks or ["note this report."]


def _asks(edition: CaseEdition) -> Iterator[Block]:
    if not (asks := asked(edition)):
        return
    yield Text(f"The {edition.audience} is asked to", "heading")
    for number, ask in enumerate(asks, 1):
        yield Text(f"{number}. {ask.strip()}" + ("" if ask.strip().endswith((".", "?", "!")) else "."), "ask")


def _plural(count: int, one: str) -> str:
    return f"{count:,} {one}{'' if count == 1 else 's'}"


def told(edition: CaseEdition) -> Iterator[Message]:
    """The key messages, each with the sheet of its figures."""
    yield from (Message(text, sheet) for text, sheet in messages(edition))


def messages(edition: CaseEdition) -> Iterator[Told]:
    """The key messages with the sheet that holds their figures; none that the figures do not bear."""
    yield f"{edition.results.basis.sentence} {how_many(edition.results)}", "Method"
    yield from _not_read(edition)
    if not edition.began:
        yield "Nothing has been graded yet, so there are no figures.", "Questions"
        return
    yield from _stopped(edition)
    yield from _weakest(edition)
    yield from _all_met(edition)
    yield from _themes(edition)
    yield from _no_interval(edition)
    yield from _moderated(edition)
    yield from _actions(edition)
    if told := len(edition.results.good_practice):
        yield f"Good practice was told {_times(told)}.", "Good practice"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def _not_read(edition: CaseEdition) -> Iterator[Told]:
    left = len(edition.results.usable) - edition.results.read
    if left:
        verb = "is" if left == 1 else "are"
        sheet = "Questions" if edition.board else "Cases"
        yield f"{edition.count(left)} {verb} not read to the end yet, so figures may change.", sheet


def _stopped(edition: CaseEdition) -> Iterator[Told]:
    if stop := edition.results.case_round.stop:
        yield f"Reading was stopped on a verdict against a target of {percent(stop.target)}.", "Method"


def ranked(edition: CaseEdition) -> list[tuple[str, Figure]]:
    """The questions with a share, the lowest first; equal ones in the order of asking."""
    found = [(name, one) for name, one in edition.results.questions.items() if one.share is not None]
    return sorted(found, key=lambda pair: pair[1].share or 0.0)


def _weakest(edition: CaseEdition) -> Iterator[Told]:
    texts = edition.template.by_id
    for place, (name, figure) in enumerate(ranked(edition)[:WEAKEST]):
        if figure.compliant < figure.n:
            which = "Weakest" if not place else "Next"
            yield f"{which}: {name}, “{texts[name].text}” {says(edition, figure)}", "Questions"


def _all_met(edition: CaseEdition) -> Iterator[Told]:
    names = [name for name, one in ranked(edition) if one.compliant == one.n]
    if names:
        end = "; a count of this size does not show that none fails." if _sampled(edition) else "."
        yield f"Met wherever it counts: {listed(names)}{end}", "Questions"


def _sampled(edition: CaseEdition) -> bool:
    whole = edition.results.basis.design == "census"
    part = any(question.asked_of for question in edition.results.graded)
    return edition.results.basis.random and (part or not whole)


def _themes(edition: CaseEdition) -> Iterator[Told]:
    found = [(name, one) for name, one in edition.results.themes.items() if one.n]
    if len(found) > 1:
        name, one = min(found, key=lambda pair: Fraction(pair[1].compliant, pair[1].n))
        label = edition.template.words.themes.get(name, name)
        told = f"{one.compliant:,} of {one.n:,} answers"
        yield f"Of the themes the weakest is {label}: {told} met the standard.", "Heat map"


def _no_interval(edition: CaseEdition) -> Iterator[Told]:
    counted = [one for one in edition.results.questions.values() if one.n]
    if edition.results.basis.why:
        yield edition.results.basis.why, "Method"
    elif bare := sum(one.method == NONE for one in counted):
        word = "question has" if bare == 1 else "questions have"
        yield f"{bare:,} of {len(counted):,} {word} no interval; Questions says why.", "Questions"


def _moderated(edition: CaseEdition) -> Iterator[Told]:
    values = [value for by_case in edition.results.by_case.values() for value in by_case.values()]
    agreed = sum(value.panel for value in values)
    if agreed:
        sheet = "Grades" if edition.board else "Readings"
        yield f"A panel agreed {_plural(agreed, 'grade')}; where it did, its grade counts.", sheet


def _actions(edition: CaseEdition) -> Iterator[Told]:
    found = list(low_grades(edition))
    planned = sum(bool(one.action) for one in found)
    if planned:
        verb = "is" if planned == 1 else "are"
        yield f"{_plural(planned, 'action')} {verb} planned on issues identified.", "Actions"
    if bare := len(found) - planned:
        has = "issue that demands an action has" if bare == 1 else "issues that demand an action have"
        yield f"{bare:,} {has} none yet.", "Actions"
