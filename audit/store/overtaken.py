"""What stands in the store otherwise than somebody saw it, looked up before anything is put over it."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, select

from audit.cases.panel import PanelGrade
from audit.dates import in_words, moment
from audit.errors import OvertakenError
from audit.moderation import Moderated, moderation_of
from audit.responses.changes import flat
from audit.responses.overtaken import AnsweredError, Stood, unseen
from audit.responses.response import Answer, Response, answer_from
from audit.rounds import Expected
from audit.store.rows import Key, answers_of, expected_from, key_of, moderated_in, standing, undamaged
from audit.store.tables import ANSWER, PANEL


def refuse(changed: Iterable[str]) -> None:
    """OvertakenError with all that changed since somebody looked; nothing where that is nothing."""
    if told := "; ".join(changed):
        raise OvertakenError(f"Nothing was written, for since you looked: {told}. Look again, then go on.")


def by_whom(line: Any) -> str:
    """Who wrote something, and when, behind what they wrote."""
    return f"by {line.by}, {moment(line.at)}"


# --- answers ------------------------------------------------------------------------------------------


def answered_since(connection: Connection, number: int, response: Response) -> list[Stood]:
    """The answers in the round of a number that are other than a response as somebody saw it has them."""
    lines = {one.question: one for one in connection.execute(answers_of(number, key_of(response)))}
    found = []
    with undamaged():
        for name, line in lines.items():
            now, seen = answer_from(json.loads(line.block)), response.answers.get(name, Answer())
            if now != seen:
                found.append(Stood(name, now, seen, line.by, line.at))
    return found


def check_answers(
    connection: Connection, number: int, response: Response, answers: Mapping[str, Answer]
) -> None:
    """AnsweredError where new answers would be put over others than their writer saw."""
    if stood := unseen(answered_since(connection, number, response), answers):
        raise AnsweredError(repr(response.subject), stood, answers)


# --- panels -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Looked:
    """What a panel had before it of one question about one subject: what it said last, and the answers.

    `answers` are those to this question by agency, subject and reading; `alone` says that only these count,
    and that answers of others to it are nothing to the panel.
    """

    said: Moderated | PanelGrade | None = None
    answers: Mapping[Key, Answer] = field(default_factory=dict)
    alone: bool = False


Seen = Mapping[tuple[str, str], Looked]  # by subject and question


def check_moderated(connection: Connection, number: int, grades: Sequence[Moderated], seen: Seen) -> None:
    """OvertakenError where a panel's grades of agencies would be put over what it has not seen."""
    with undamaged():
        now = moderation_of(moderated_in(connection, number))

    def _last(one: Moderated) -> Moderated | None:
        own = now.get(one.subject)
        said = (own.assured if one.assured else own.panel) if own else {}
        return said.get(one.question)

    refuse(_changed(connection, number, grades, seen, _last))


def check_panel(connection: Connection, number: int, grades: Sequence[PanelGrade], seen: Seen) -> None:
    """OvertakenError where a panel's grades of a case would be put over what it has not seen."""
    query = select(PANEL).where(PANEL.c.round == number).order_by(PANEL.c.seq)
    with undamaged():
        now = {(one.subject, one.question): panel_from(one) for one in connection.execute(query)}
    refuse(_changed(connection, number, grades, seen, lambda one: now.get((one.subject, one.question))))


def _changed(
    connection: Connection,
    number: int,
    grades: Sequence[Any],
    seen: Seen,
    last: Callable[[Any], Any],
) -> Iterable[str]:
    """What changed under each grade that would be kept: what the panel said, and what it was said on."""
    for one in grades:
        looked = seen.get((one.subject, one.question))
        if looked is None:
            continue
        now = last(one)
        if now is not None and _said(now) != _said(looked.said) and now.block() != one.block():
            yield f"the panel said of {one.question} about {one.subject!r}: {_words(now)} ({by_whom(now)})"
        yield from _answered(connection, number, (one.subject, one.question), looked)


def _said(one: Moderated | PanelGrade | None) -> tuple[Any, ...]:
    """What makes one thing that a panel said another than it was; a case's grade taken back is none."""
    if one is None or (isinstance(one, PanelGrade) and not one.grade):
        return ()
    return one.block(), one.by, one.at


def _words(one: Moderated | PanelGrade) -> str:
    parts = [one.grade or "grade taken back", one.reason]
    if isinstance(one, Moderated):
        parts += [one.evidence and f"evidence {one.evidence}", one.wanted]
    return "; ".join(filter(None, parts))


def _answered(connection: Connection, number: int, place: tuple[str, str], looked: Looked) -> Iterable[str]:
    """The answers to a question that are other than the panel had them before it."""
    subject, question = place
    query = select(ANSWER).where(
        ANSWER.c.round == number, ANSWER.c.subject == subject, ANSWER.c.question == question
    )
    lines = {key_of(line): line for line in connection.execute(query.order_by(ANSWER.c.seq))}
    with undamaged():
        for key, line in lines.items():
            if looked.alone and key not in looked.answers:
                continue
            now = answer_from(json.loads(line.block))
            if now != looked.answers.get(key, Answer()):
                whose = f"{question} about {subject!r}" if key[0] == subject else f"{question} of {key[0]!r}"
                yield f"{whose} was answered: {flat(now.value) or 'no answer'} ({by_whom(line)})"


def panel_from(line: Row[Any]) -> PanelGrade:
    """The panel's grade of a question about a case that a row stands for."""
    block = json.loads(line.block)
    said = (block["grade"], block["reason"])
    return PanelGrade(line.subject, line.question, *said, line.by, line.at, dict(block["on"]))


# --- what is expected ---------------------------------------------------------------------------------


def check_expected(
    connection: Connection, number: int, changes: Sequence[Expected], seen: Mapping[str, Expected]
) -> None:
    """OvertakenError where what is expected of an agency is other than somebody saw it (by code)."""
    refuse(_moved(standing(connection, number), changes, seen))


def _moved(
    lines: Mapping[str, Row[Any]], changes: Sequence[Expected], seen: Mapping[str, Expected]
) -> Iterable[str]:
    for one in changes:
        line = lines.get(one.agency.code)
        if line is None:
            continue
        now, before = expected_from(one.agency, line), seen.get(one.agency.code)
        if now == one or (before and (now.due, now.standing, now.reason) == _as_it_was(before)):
            continue
        reason = f", {now.reason}" if now.reason else ""
        yield f"{one.agency.name} is {now.standing}, due {in_words(now.due)}{reason} ({by_whom(line)})"


def _as_it_was(one: Expected) -> tuple[Any, ...]:
    return one.due, one.standing, one.reason
