"""The sheets Agreement and Comparison of a report on cases: what was found between readers and rounds."""

from collections.abc import Iterable, Iterator

from audit.cases.agreeing import COEFFICIENTS, Agreeing, coefficients
from audit.cases.agreeing import HEADINGS as AGREED
from audit.cases.agreeing import rows as agreed
from audit.cases.compared import PAIRED, Compared
from audit.cases.comparing import Comparison
from audit.cases.concern import lines
from audit.wording import some
from audit.workbook.case_edition import CaseEdition, Ready
from audit.workbook.page import NOTHING

MOVED = ("Improved", "Slipped")


def agreement(found: Agreeing) -> Ready:
    """How far readers agreed on each question, the most disagreement first; coefficients behind it."""
    said = [found.together.sentence] if found.together else []
    said += [
        f"{one.question.id}: in {one.waiting:,} a reading does not answer it yet."
        for one in found.questions
        if one.waiting and one.question
    ]
    if found.not_compared:
        said.append(f"Not answered in two readings of any case: {', '.join(found.not_compared)}.")
    notes = dict.fromkeys(one.answer.note for one in found.questions if one.answer.note)
    how = () if found.doubles.no_interval else tuple(notes)
    return Ready(
        (*said, *found.notes),
        ("Question", "What is asked", *AGREED[2:]),
        _whole(agreed(found)),
        ("Question", *COEFFICIENTS),
        _whole(coefficients(found)),
        how,
    )


def comparison(found: Comparison, *, board: bool) -> Ready:
    """What changed on each question, in a sentence; for a subgroup also which of the same cases moved."""
    said = (
        [] if board else lines([one for results in found.rounds[:-1] for one in results.case_round.concerns])
    )
    audience = "board" if board else "subgroup"
    said += [
        f"{name}: {CaseEdition(one, audience).design}"
        for name, one in zip(found.names, found.rounds, strict=True)
    ]
    moved = MOVED if found.kind == PAIRED and not board else ()
    rows: list[tuple[str, ...]] = [
        (one.question.id, one.question.text, one.sentence, *(_moved(one) if moved else ()))
        for one in found.questions
    ]
    texts = {one.id: one.text for results in found.rounds for one in results.graded}
    rows += [
        (
            left.question,
            texts.get(left.question, NOTHING),
            f"Not compared. {left.why}",
            *(NOTHING for _ in moved),
        )
        for left in found.not_compared
    ]
    heads = ("Question", "What is asked", "What the comparison says", *moved)
    tested = [one for one in found.questions if not one.why]
    far = {
        one.question.id: f"{one.question.id}, “{one.question.text}” {one.sentence}"
        for one in tested
        if one.surely
    }
    return Ready(
        (*said, *found.notes),
        heads,
        _whole(rows),
        moved=far,
        tested=len(tested),
        against=some(found.names[:-1]),
    )


def _moved(one: Compared) -> Iterator[str]:
    for refs in (one.moves.improved, one.moves.slipped) if one.moves else ((), ()):
        yield ", ".join(refs)


def _whole(rows: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Rows without an empty cell."""
    return tuple(tuple(cell or NOTHING for cell in row) for row in rows)
