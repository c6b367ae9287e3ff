"""Every answer that was ever given to a round, in the order of writing: nothing is overwritten in place."""

import json
from dataclasses import dataclass

from audit.responses.response import Answer, answer_from
from audit.store.rows import answers_of, undamaged
from audit.store.store import Store


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as it was written: to which question of whose response, by whom, and when (ISO 8601)."""

    agency: str
    subject: str
    question: str
    at: str
    by: str
    answer: Answer
    edition: int = 1  # of the response: it rises when a signed one is reopened
    reading: int = 1


def written(store: Store, name: str) -> tuple[Written, ...]:
    """Every answer of a round, oldest first; UnknownError where there is no such round."""
    with store.reading() as connection, undamaged():
        lines = connection.execute(answers_of(store.round_row(connection, name).seq)).all()
        return tuple(
            Written(
                *(line.agency, line.subject, line.question, line.at, line.by),
                answer_from(json.loads(line.block)),
                line.version,
                line.reading,
            )
            for line in lines
        )
