"""The digest of what is signed: of answers, the questions they answer, and the signature."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row

from audit.definitions import digest
from audit.responses.response import Signature
from audit.store.rows import Key

SIGN = "sign"
Blocks = Mapping[str, Any]  # answers as they are kept, by the id of question or standard


def signed_digest(
    round_: str, template: str, key: Key, version: int, answers: Blocks, signature: Signature
) -> str:
    """The digest of a response and its signature: sha256 of their canonical JSON.

    `template` is the digest of the round's questions.
    """
    own = {"name": signature.name, "role": signature.role, "on": signature.on, **signature.block()}
    body = {**head_of(round_, template, key, answers), "version": version, "signature": own}
    return digest(body)


def head_of(round_: str, template: str, key: Key, answers: Blocks) -> dict[str, Any]:
    """What is signed beside the signature; all that was, before signatures were part of it."""
    agency, subject, reading = key
    head: dict[str, Any] = {"round": round_, "agency": agency, "subject": subject}
    head |= {"reading": reading} if reading > 1 else {}
    return {**head, "template": template, "answers": dict(answers)}


def latest(lines: Iterable[Row[Any]]) -> dict[str, Any]:
    """The latest answer to each question as it is kept, from rows that are oldest first."""
    return {line.question: json.loads(line.block) for line in lines}
