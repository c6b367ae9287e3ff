"""Every answer of a round as a list: a row for each question and response, answered or not.

Its headings are those by which answers are collected from a table, so that the list can come back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from audit.agencies import Agency
from audit.responses.interview import Interview, State
from audit.responses.membership import KEY, LABEL, NONE, naming_words
from audit.responses.merging import version
from audit.responses.response import MEMBERS, WHOLE, Answer, Evidence, PlannedAction, Response
from audit.responses.words import value_words
from audit.standards.catalogue import Standard
from audit.standards.question import Question

TO_CONFIRM, OF_STANDARD, MORE, OF_CASE = (
    *("to confirm", "evidence for the standard", "more evidence", "comment on the whole"),
)
# A writer is told under a heading that leads back to them only where it matters who reads: about cases.
HEADINGS = (
    *("round", "agency", "name", "kinds", "subject", "reading", "edition", "standing", "signed by"),
    *("signed on", "standard", "question", "question text", "kind", "state", "still owed", "value", "label"),
    *("comment", "reason", "evidence", "evidence where", "evidence date", "action", "action who"),
    *("action when", "confirmed from", "earlier answer", "panel's grade", "panel's reason"),
    *("grade revised since", "written by", "written at", "version key"),
)
ABOUT_CASES = {"written by": "by", "earlier answer": "comment on the whole case"}
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A response to be listed: as far as it goes, by whom (None: nobody's), and what a panel made of it.

    `writers` has who wrote each answer and when, `panel` the grade and the reason, `revised` the grade since
    an action was assured; grades in words, by the id of the question.
    """

    response: Response
    interview: Interview
    agency: Agency | None
    standing: str = ""
    writers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    panel: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    revised: Mapping[str, str] = field(default_factory=dict)


def headings(*, cases: bool) -> Row:
    """The headings of the list, of a round about cases or about agencies."""
    return tuple(ABOUT_CASES.get(name, name) for name in HEADINGS) if cases else HEADINGS


def rows_of(one: Listed, *, cases: bool) -> Iterator[Row]:
    """The rows of a response, in the order of the template."""
    for section in one.interview.template.sections:
        for question in section.questions:
            yield from _rows(one, section, question.id, _asked(one, question), cases=cases)
        if section.id and (section.id in one.interview.answers or one.interview.to_confirm(section)):
            yield from _rows(one, section, section.id, _evidence_for(one, section), cases=cases)
    if MEMBERS in one.interview.answers or one.interview.members:
        yield _naming(one, cases=cases)
    if WHOLE in one.interview.answers:
        yield _row(one, WHOLE, {"state": OF_CASE, OF_CASE: one.interview.answers[WHOLE].comment}, cases=cases)


def _naming(one: Listed, *, cases: bool) -> Row:
    """For whom a body answers beside itself: codes as they are collected again, and names to read."""
    answer, members = one.interview.answers.get(MEMBERS), one.interview.members
    said = {"question text": LABEL, "kind": "members", "state": "not answered"}
    if answer is not None:
        said |= {"state": "answered", "value": "; ".join(one.response.members) or NONE}
        said |= {"label": naming_words(members, answer)}
    return _row(one, MEMBERS, said, cases=cases)


def _rows(
    one: Listed, section: Standard, name: str, said: Mapping[str, str], *, cases: bool
) -> Iterator[Row]:
    """The row of an answer, and one more for each further piece of its evidence."""
    answer = one.interview.answers.get(name, Answer())
    first, *more = answer.evidence or (Evidence(""),)
    named = f"{section.id} {section.title}".strip()
    asked = one.interview.template.by_id.get(name)
    parts = _parts(answer, share=bool(asked and asked.kind == "share"))
    yield _row(one, name, {"standard": named, **said, **parts, **_piece(first)}, cases=cases)
    for piece in more:
        yield _row(one, name, {"standard": named, "state": MORE, **_piece(piece)}, cases=cases)


def _row(one: Listed, name: str, said: Mapping[str, str], *, cases: bool) -> Row:
    parts = {**_head(one), "question": KEY if name == MEMBERS else name, **said}
    by, at = one.writers.get(name, ("", ""))
    parts |= {"written by": by, "written at": at, "version key": version(one.interview.answers.get(name))}
    if cases:
        parts["earlier answer"] = said.get(OF_CASE, "")
    return tuple(parts.get(heading, "") for heading in HEADINGS)


def _head(one: Listed) -> dict[str, str]:
    response, signed = one.response, one.response.signed
    names = (
        (signed.name, signed.second.name) if signed and signed.second else (signed.name,) if signed else ()
    )
    kinds = one.interview.template.words.kinds
    words = (*one.agency.kinds, *one.agency.duties) if one.agency else ()
    return {
        "round": response.round,
        "agency": response.agency,
        "name": one.agency.name if one.agency else "",
        "kinds": "; ".join(map(kinds.label, words)),
        "subject": response.subject,
        "reading": str(response.reading),
        "edition": str(response.version),
        "standing": one.standing,
        "signed by": "; ".join(names),
        "signed on": signed.on if signed else "",
    }


def _asked(one: Listed, question: Question) -> dict[str, str]:
    begun, grade, reason = one.interview, *one.panel.get(question.id, ("", ""))
    brought = begun.to_confirm(question)
    state = begun.state(question)
    answered = begun.answer(question).value is not None
    return {
        "question text": question.text,
        "kind": question.kind,
        "state": TO_CONFIRM if brought and brought.same and state is State.UNANSWERED else str(state),
        "still owed": ", ".join(begun.missing(question)) if state is State.INCOMPLETE else "",
        "label": value_words(begun, question) if answered else "",
        "earlier answer": f"{brought.label} ({brought.round})" if brought else "",
        "panel's grade": grade,
        "panel's reason": reason,
        "grade revised since": one.revised.get(question.id, ""),
    }


def _evidence_for(one: Listed, section: Standard) -> dict[str, str]:
    brought = one.interview.to_confirm(section)
    return {
        "question text": section.title,
        "kind": "standard",
        "state": TO_CONFIRM if brought and brought.same else OF_STANDARD,
        "earlier answer": f"{brought.label} ({brought.round})" if brought else "",
    }


def _parts(answer: Answer, *, share: bool) -> dict[str, str]:
    action = answer.action or PlannedAction("")
    return {
        "value": _value(answer, share=share),
        "comment": answer.comment,
        "reason": answer.reason,
        "action": action.what,
        "action who": action.who,
        "action when": action.when,
        "confirmed from": answer.confirmed,
    }


def _value(answer: Answer, *, share: bool) -> str:
    """The value as it is typed into a table; a share in words, since 1/2 becomes a day in a spreadsheet."""
    if isinstance(answer.value, tuple):
        return "; ".join(answer.value)
    value = answer.value or ""
    part, slash, whole = value.partition("/")
    # What is not applicable has no count, and a text such as 2024/25 is no share.
    return f"{part} of {whole}" if share and slash and whole.isdigit() else value


def _piece(piece: Evidence) -> dict[str, str]:
    return {"evidence": piece.what, "evidence where": piece.where, "evidence date": piece.date}
