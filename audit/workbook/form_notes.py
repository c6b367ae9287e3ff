"""What somebody should be told of a filled form that is in order: what is gone from it, what reads oddly."""

import re
from collections.abc import Iterator, Mapping, Sequence

from audit.dates import read_day
from audit.responses.interview import Interview
from audit.responses.merging import version
from audit.responses.response import Answer, Evidence, PlannedAction
from audit.schemas.tables import Row
from audit.workbook.form_plan import can_arise
from audit.workbook.form_read import Form
from audit.workbook.form_version import piece_in
from audit.workbook.form_words import ACTION, EVIDENCE

SHOWN = 8  # ids that are named in a sentence
_LIKE_A_DAY = re.compile(r"\d{1,4}([/.-])\d{1,2}\1\d{2,4}", re.ASCII)


def cleared(asked: Interview, form: Form, name: str, rows: Sequence[Row]) -> Iterator[str]:
    """The parts of an answer that rows were filled with and that are blank in them now.

    Where the answer has moved on since, nobody can tell.
    """
    stored = asked.answers.get(name, Answer())
    if not version(stored) or form.versions.get(name) != version(stored):
        return
    first = rows[0]
    for field, word in (("value", "answer"), ("comment", "comment"), ("reason", "reason")):
        if getattr(stored, field) and not first[field]:
            yield f"{name} {word}"
    if any(_gone(piece, number, rows) for number, piece in enumerate(stored.evidence, 1)):
        yield f"{name} evidence"
    action = stored.action or PlannedAction("")
    was = (action.what, action.who, action.when)
    if any(part and not first[field] for field, part in zip(ACTION, was, strict=True)):
        yield f"{name} action"


def _gone(piece: Evidence, number: int, rows: Sequence[Row]) -> bool:
    row = next((row for row in rows if piece_in(row["version"]) == number), None)
    if row is None:
        return piece.what not in {row["evidence_what"] for row in rows}
    was = (piece.what, piece.where, piece.date)
    return any(part and not row[field] for field, part in zip(EVIDENCE, was, strict=True))


def no_days(asked: Interview, rows: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    """A sentence on each cell that looks like a date and is none: it is kept as words."""
    for name, having in rows.items():
        known = asked.answers.get(name, Answer())
        before = {piece.date for piece in known.evidence} | {known.action.when if known.action else ""}
        for row in having:
            for field in (EVIDENCE[-1], ACTION[-1]):
                words = row[field]
                if _LIKE_A_DAY.fullmatch(words) and read_day(words) is None and words not in before:
                    yield f"In {row.where(field)}, {words!r} is no date, so it is kept as words."


def absent(asked: Interview, form: Form) -> Iterator[str]:
    """A sentence on the questions for which the form has no row any more."""
    arising = can_arise(asked)
    gone = [question.id for question in asked.template.questions if question.id in arising]
    gone = [name for name in gone if name not in form.rows]
    if gone:
        more = f" and {len(gone) - SHOWN} more" if len(gone) > SHOWN else ""
        yield f"It has no row for {', '.join(gone[:SHOWN])}{more}; what was answered there before stays."
