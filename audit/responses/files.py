"""Answers in a file: a mapping of question id to reply, as YAML or JSON."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audit.definitions import Block, Text, nearest, read
from audit.errors import AnswerError, FileError, Problem
from audit.responses.interview import Interview
from audit.responses.reply import accept, accept_for_standard, not_applicable, says_not_applicable
from audit.responses.response import Answer

NULLS = {"~", "null", "Null", "NULL"}
LARGEST = 20_000_000  # bytes


def read_answers(path: Path) -> Mapping[str, Any]:
    """The mapping in an answers file; FileError where it cannot be read or a key stands there twice."""
    if path.suffix.casefold() != ".json":
        block = read(path)
        if twice := list(_twice(block)):
            problems = [Problem(f"line {line}", f"{key!r} is given twice; keep one.") for key, line in twice]
            raise FileError(str(path), problems)
        _with_nulls(block)
        return block
    try:
        if path.stat().st_size > LARGEST:
            raise FileError(str(path), [Problem("", "it is too large to be a file of answers.")])
        found = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_once)
    except OSError as error:
        raise FileError(str(path), [Problem("", f"it cannot be read ({error.strerror}).")]) from None
    except (ValueError, RecursionError) as error:
        raise FileError(str(path), [Problem("", f"it is not JSON: {error}.")]) from None
    if not isinstance(found, dict):
        raise FileError(str(path), [Problem("", 'question ids with answers are expected, {"A1": "met"}.')])
    return found


def _twice(value: Any) -> Iterator[tuple[str, int]]:
    """The keys given twice in a mapping and in all that it holds."""
    if isinstance(value, Block):
        yield from value.twice
        yield from (found for part in value.values() for found in _twice(part))
    if isinstance(value, list):
        yield from (found for part in value for found in _twice(part))


def _with_nulls(value: Any) -> Any:
    """The same with None where YAML says null; everything else stays text."""
    if isinstance(value, Block):
        for key, part in value.items():
            value[key] = _with_nulls(part)
    if isinstance(value, list):
        return [_with_nulls(part) for part in value]
    return None if isinstance(value, Text) and value.bare and value in NULLS else value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"{twice!r} is given twice; keep one")
    return found


@dataclass(frozen=True, slots=True)
class Taken:
    """Answers by id of question or standard, and the ids left out since they are not asked of this agency."""

    answers: Mapping[str, Answer]
    left_out: tuple[str, ...] = ()


def take(interview: Interview, given: Mapping[str, Any], where: str) -> Taken:
    """The answers that a mapping gives; FileError with every problem.

    A standard's id takes `evidence` for all its top grades, or `n/a` with a `reason` for all its questions.
    """
    known = _known_ids(interview)
    taken: dict[str, Answer] = {}
    problems = []
    said: set[str] = set()
    for name, reply in given.items():
        try:
            _only_once(said, str(name))
            taken |= _take_one(interview, known, name, reply)
        except AnswerError as error:
            problems.append(Problem(_line(given, name), str(error)))
    if problems:
        raise FileError(where, problems)
    order = {name: place for place, name in enumerate(_order(interview))}
    left_out = (known[name.strip().casefold()] for name in map(str, given))
    return Taken(
        dict(sorted(taken.items(), key=lambda item: order[item[0]])),
        tuple(name for name in left_out if name in interview.template.by_id and name not in taken),
    )


def _only_once(said: set[str], name: str) -> None:
    folded = name.strip().casefold()
    if folded in said:
        raise AnswerError(f"{name!r} is given twice; keep one.")
    said.add(folded)


def _known_ids(interview: Interview) -> dict[str, str]:
    return {name.casefold(): name for name in _order(interview)}


def _order(interview: Interview) -> list[str]:
    # A standard's evidence follows its questions, as at the prompt.
    sections = interview.template.sections
    return [name for section in sections for name in (*(q.id for q in section.questions), section.id) if name]


def _take_one(interview: Interview, known: Mapping[str, str], name: str, reply: Any) -> dict[str, Answer]:
    template = interview.template
    found = known.get(str(name).strip().casefold())
    if found is None:
        raise AnswerError(f"there is no question {name!r}{nearest(str(name), list(known.values()))}")
    if found in template.by_id:
        question = template.by_id[found]
        if not interview.meant(question):
            return {}
        return {found: accept(template, question, reply, interview.answers.get(found))}
    return _take_standard(interview, found, reply)


def _take_standard(interview: Interview, name: str, reply: Any) -> dict[str, Answer]:
    template = interview.template
    standard = next(section for section in template.standards if section.id == name)
    value = reply.get("value", reply.get("grade")) if isinstance(reply, Mapping) else reply
    if not says_not_applicable(template, value):
        return {name: accept_for_standard(standard, reply, interview.answers.get(name))}
    rest = {key: part for key, part in reply.items() if key != "value"} if isinstance(reply, Mapping) else {}
    if unknown := [key for key in rest if key not in {"grade", "reason"}]:
        raise AnswerError(f"{name}: a standard that is not applicable takes a 'reason', not {unknown[0]!r}.")
    return standard_not_applicable(interview, standard.id, rest.get("reason"))


def standard_not_applicable(interview: Interview, name: str, reason: Any) -> dict[str, Answer]:
    """A whole standard marked not applicable with one reason: an answer for each of its questions."""
    template = interview.template
    standard = next(section for section in template.sections if section.id == name)
    asked = (question for question in standard.questions if interview.meant(question))
    return {q.id: not_applicable(template, q, reason, interview.answers.get(q.id)) for q in asked}


def _line(given: Mapping[str, Any], name: str) -> str:
    return f"line {given.lines[name]}" if isinstance(given, Block) and name in given.lines else ""
