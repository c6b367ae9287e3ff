"""Where evidence is lacking behind an agency's answers, as far as that was written down."""

from collections.abc import Iterator
from dataclasses import dataclass

from audit.dates import said
from audit.packs.pack import Pack
from audit.responses.response import Answer, Evidence
from audit.scoring.partnership import Row
from audit.standards.catalogue import Standard
from audit.standards.question import Question
from audit.wording import plural

NONE, OLD, ASKED = "no evidence", "old evidence", "asked for by the panel"


@dataclass(frozen=True, slots=True)
class Gap:
    """What is lacking behind a question, or behind a standard: of which kind, and in words.

    `grade` is the agency's own in words, `held` the evidence that was named, `day` when the panel asked.
    """

    of: str
    about: str
    grade: str
    kind: str
    words: str
    held: str = ""
    day: str = ""


def gaps(pack: Pack) -> tuple[Gap, ...]:
    """Evidence that a panel asked for, then top grades without any, then evidence older than the limit."""
    if pack.row is None:
        return ()
    return (*_asked(pack.row), *_bare(pack.row), *_old(pack.row))


def _asked(row: Row) -> Iterator[Gap]:
    for one in row.matters:
        if one.evidence_asked and one.panel:
            wanted = one.panel.wanted or "evidence"
            day = one.panel.day or one.panel.at[:10]
            words = (
                f"the panel asked for it on {said(day)}: {wanted}" if day else f"the panel asked: {wanted}"
            )
            yield _gap(row, one.question, ASKED, words, day)


def _bare(row: Row) -> Iterator[Gap]:
    for section in row.interview.template.sections:
        for question in row.interview.without_evidence(section):
            yield _gap(row, question, NONE, "top grade, and no evidence is named")


def _old(row: Row) -> Iterator[Gap]:
    template = row.interview.template
    steps: tuple[Question | Standard, ...] = (*template.questions, *template.standards)
    for step in steps:
        if pieces := row.interview.stale(step):
            what = plural(len(pieces), "piece")
            words = f"{what} of evidence older than {template.evidence_months} months"
            yield _gap(row, step, OLD, words, pieces=pieces)


def _gap(
    row: Row,
    step: Question | Standard,
    kind: str,
    words: str,
    day: str = "",
    pieces: tuple[Evidence, ...] = (),
) -> Gap:
    answer = row.interview.answers.get(step.id, Answer())
    held = "; ".join(map(_piece, pieces or answer.evidence))
    if isinstance(step, Standard):
        return Gap(step.id, step.title, "", kind, words, held, day)
    grade = row.interview.grade(step)
    return Gap(step.id, step.text, grade.label if grade else "", kind, words, held, day)


def _piece(one: Evidence) -> str:
    behind = ", ".join(part for part in (one.where, said(one.date)) if part)
    return f"{one.what} ({behind})" if behind else one.what
