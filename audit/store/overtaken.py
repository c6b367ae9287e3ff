"""What stands in the store otherwise than somebody saw it, looked up before anything is put over it."""

import json
from collections.abc import Mapping

from sqlalchemy import Connection

from audit.responses.overtaken import AnsweredError, Stood, unseen
from audit.responses.response import Answer, Response, answer_from
from audit.store.rows import answers_of, key_of, undamaged


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
