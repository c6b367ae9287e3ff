"""The sheet Summary of a report on cases: concerns, what is asked, the key messages from the figures."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from audit.cases.figure import NONE, Figure
from audit.statistics.words import percent
from audit.summaries.asking import asked as given_first
from audit.summaries.choosing import chosen
from audit.summaries.message import Matter, Message
from audit.wording import plural, some
from audit.workbook.case_actions import low_grades
from audit.workbook.case_edition import CaseEdition, Ready, loud, says
from audit.workbook.page import Block, Page
from audit.workbook.telling import asks, key_messages
from audit.workbook.urgent import KEY, counted, to_note

WEAKEST = 3  # questions that the summary tells in full


def summary(edition: CaseEdition) -> Page:
    """The sheet Summary. Immediate concerns stand above everything, so not among the messages again."""
    found = [one for one in told(edition) if one.key != KEY]
    blocks: list[Block] = [
        *loud(edition),
        *asks(edition.audience, asked(edition)),
        key_messages(found),
    ]
    return Page("Summary", f"{edition.round.name}: summary", tuple(blocks), widths=(128, 16), tall=2)


def asked(edition: CaseEdition) -> tuple[str, ...]:
    """What the reader is asked to do: as it was given, then what the figures ask of a board."""
    notes = list(to_note(edition.results.case_round.concerns))
    if found := critical(edition):
        is_ = "question is" if len(found) == 1 else "questions are"
        notes.append(f"note that {len(found):,} critical {is_} at the lowest grade somewhere: {some(found)}.")
    return given_first(edition.audience, map(edition.typed, edition.asks), notes)


def made(edition: CaseEdition) -> str:
    """How the figures came about, in a sentence or two."""
    results = edition.results
    read = (
        f"{results.read:,} of {edition.count(len(results.usable))} {'was' if results.read == 1 else 'were'}"
    )
    how = results.basis.why or f"Intervals are at {percent(results.confidence)} confidence."
    return f"{read} read to the end. {how}"


def told(edition: CaseEdition) -> tuple[Message, ...]:
    """The key messages by what matters; the rest stay on their sheets."""
    return chosen(messages(edition))


def messages(edition: CaseEdition) -> Iterator[Message]:
    """The key messages with the sheet that holds their figures; none that the figures do not bear."""
    basis = f"{edition.design} {edition.how_many}"
    yield Message(edition.typed(basis), "Method", Matter.BASIS, "read")
    yield from _not_read(edition)
    sheet = "Cover" if edition.board else edition.each
    yield from counted(edition.results.case_round.concerns, edition.audience, sheet)
    if not edition.began:
        yield Message("Nothing has been graded yet, so there are no figures.", "Questions", Matter.BASIS)
        return
    if not edition.public:
        yield from _critical(edition)
    parts = (_stopped, _weakest, _moved, _all_met, _themes, _no_interval, _moderated, _agreement, _actions)
    for part in parts:
        yield from part(edition)
    if told := len(edition.results.good_practice):
        yield Message(f"Good practice was told {_times(told)}.", _practice(edition), key="good-practice")


def _practice(edition: CaseEdition) -> str:
    """Where good practice is counted; what was told of it is not published."""
    return "Questions" if edition.public else "Good practice"


def _moved(edition: CaseEdition) -> Iterator[Message]:
    """What changed since the round before; that nothing could be tested, where nothing could."""
    found = edition.comparison
    if found and found.tested:
        yield from (replace(one, text=edition.typed(one.text)) for one in changes(found, "Comparison"))
    elif found and found.against:
        text = f"No question could be tested against {found.against}, so nothing is said of change."
        yield Message(edition.typed(text), "Comparison", key="moved.untested")


def changes(found: Ready, sheet: str) -> Iterator[Message]:
    """Which questions changed by more than chance, and how each did; that none did, where none did."""
    many = f"{len(found.moved):,}" if found.moved else "none"
    which = f" ({some(list(found.moved))})" if found.moved else ""
    tested = f"{plural(found.tested, 'question')} tested against {found.against},"
    text = f"Of {tested} {many} changed by more than could be chance{which}"
    if found.moved and found.tested > 1:
        text += (
            "; each was tested by itself, and where nothing changed at all, now and then one would still "
            "look as if it had"
        )
    yield Message(f"{text}.", sheet, Matter.MOVED, "moved.tested")
    for one in found.moved.values():
        yield Message(one, sheet, Matter.MOVED, "moved")


def critical(edition: CaseEdition) -> list[str]:
    """The critical questions at whose lowest grade something is, with how many of those that count."""
    lowest = edition.template.scale.steps[-1].code
    figures = ((one, edition.results.questions[one.id]) for one in edition.results.graded if one.critical)
    return [
        f"{one.id} ({figure.grades[lowest]:,} of {figure.n:,})"
        for one, figure in figures
        if figure.grades.get(lowest)
    ]


def _critical(edition: CaseEdition) -> Iterator[Message]:
    """Which critical questions are at their lowest grade, and how often."""
    if found := critical(edition):
        is_ = "question is" if len(found) == 1 else "questions are"
        text = f"{len(found):,} critical {is_} at the lowest grade somewhere: {some(found)}."
        yield Message(text, "Grades", Matter.CRITICAL, "critical")
    elif any(one.critical and edition.results.questions[one.id].n for one in edition.results.graded):
        text = "No critical question is at its lowest grade in what was read."
        yield Message(text, "Grades", Matter.CRITICAL, "critical")


def _agreement(edition: CaseEdition) -> Iterator[Message]:
    """How far two readings of the same case agreed."""
    if edition.agreement and edition.agreement.sentences:
        text = edition.typed(edition.agreement.sentences[0])
        yield Message(text, "Agreement", Matter.DISAGREE, "agreement")


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def _not_read(edition: CaseEdition) -> Iterator[Message]:
    left = len(edition.results.usable) - edition.results.read
    if left:
        verb = "is" if left == 1 else "are"
        sheet = "Questions" if edition.board else edition.each
        text = f"{edition.count(left)} {verb} not read to the end yet, so figures may change."
        yield Message(text, sheet, Matter.BASIS, "unread")


def _stopped(edition: CaseEdition) -> Iterator[Message]:
    if stop := edition.results.case_round.stop:
        text = f"Reading was stopped on a verdict against a target of {percent(stop.target)}."
        yield Message(text, "Method", Matter.BASIS, "stopped")


def ranked(edition: CaseEdition) -> list[tuple[str, Figure]]:
    """The questions with a share, the lowest first; equal ones in the order of asking."""
    found = [(name, one) for name, one in edition.results.questions.items() if one.share is not None]
    return sorted(found, key=lambda pair: pair[1].share or 0.0)


def _weakest(edition: CaseEdition) -> Iterator[Message]:
    texts, order = edition.template.by_id, ranked(edition)
    shares = [figure.share for _, figure in order]
    if len(order) > 1 and len({(one.compliant, one.n) for _, one in order}) == 1 and (shares[0] or 0) < 1:
        text = f"No question is weaker than another. On each, {says(edition, order[0][1])}"
        yield Message(text, "Questions", Matter.WEAKEST, "questions.alike")
        return
    for place, (name, figure) in enumerate(order[:WEAKEST]):
        if figure.compliant < figure.n:
            which = "Weakest" if not place else "Just as weak" if figure.share == shares[0] else "Next"
            text = f"{which}: {name}, “{texts[name].text}” {says(edition, figure)}"
            more = [
                other for other, one in order[WEAKEST:] if place == WEAKEST - 1 and one.share == figure.share
            ]
            text += f" No better: {some(more)}." if more else ""
            yield Message(text, "Questions", Matter.WEAKEST, f"question.{name}")


def _all_met(edition: CaseEdition) -> Iterator[Message]:
    names = [name for name, one in ranked(edition) if one.compliant == one.n]
    if names:
        end = "; a count of this size does not show that none fails." if _sampled(edition) else "."
        yield Message(f"Met wherever it counts: {some(names)}{end}", "Questions", key="all-met")


def _sampled(edition: CaseEdition) -> bool:
    whole = edition.results.basis.design == "census"
    part = any(question.asked_of for question in edition.results.graded)
    return edition.results.basis.random and (part or not whole)


def _themes(edition: CaseEdition) -> Iterator[Message]:
    """The theme with the lowest share, or those that share it; nothing where all do."""
    found = {name: one for name, one in edition.results.themes.items() if one.n}
    shares = {name: Fraction(one.compliant, one.n) for name, one in found.items()}
    if len(set(shares.values())) < 2:
        return
    labels = edition.template.words.themes
    low = {labels.get(name, name): found[name] for name in found if shares[name] == min(shares.values())}
    if len(low) == 1:
        ((label, one),) = low.items()
        text = f"{label}: {one.compliant:,} of {one.n:,} answers met the standard"
    else:
        text = some([f"{label} ({one.compliant:,} of {one.n:,} answers)" for label, one in low.items()])
    verb = "is" if len(low) == 1 else "are"
    yield Message(f"Of the themes the weakest {verb} {text}.", "Heat map", Matter.WEAKEST, "theme")


def _no_interval(edition: CaseEdition) -> Iterator[Message]:
    counted = [one for one in edition.results.questions.values() if one.n]
    if edition.results.basis.why:
        yield Message(edition.results.basis.why, "Method", Matter.BASIS, "no-interval")
    elif bare := sum(one.method == NONE for one in counted):
        word = "question has" if bare == 1 else "questions have"
        text = f"{bare:,} of {len(counted):,} {word} no interval; Questions says why."
        yield Message(text, "Questions", Matter.BASIS, "no-interval")


def _moderated(edition: CaseEdition) -> Iterator[Message]:
    values = [value for by_case in edition.results.by_case.values() for value in by_case.values()]
    agreed = sum(value.panel for value in values)
    if agreed:
        sheet = "Grades" if edition.board else "Readings"
        text = f"A panel agreed {plural(agreed, 'grade')}; where it did, its grade counts."
        yield Message(text, sheet, Matter.DISAGREE, "panel")


def _actions(edition: CaseEdition) -> Iterator[Message]:
    found = list(low_grades(edition))
    planned = sum(bool(one.action) for one in found)
    if planned:
        verb = "is" if planned == 1 else "are"
        text = f"{plural(planned, 'action')} {verb} planned on issues identified."
        yield Message(text, "Actions", key="actions.planned")
    if bare := len(found) - planned:
        has = "issue that demands an action has" if bare == 1 else "issues that demand an action have"
        yield Message(f"{bare:,} {has} none yet.", "Actions", Matter.UNASSURED, "actions.none")
