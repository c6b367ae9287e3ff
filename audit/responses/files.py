"""Answers in a file: a mapping of question id to reply, as YAML or JSON."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audit.definitions import Block, Text, nearest, read
from audit.errors import AnswerError, FileError, Problem
from audit.responses.brought import confirm, confirm_for_standard, says_confirm
from audit.responses.interview import Interview
from audit.responses.membership import KEY, is_naming, naming
from audit.responses.reply import accept, accept_for_standard, not_applicable, says_not_applicable
from audit.responses.response import MEMBERS, Answer
from audit.standards.catalogue import Standard
from audit.standards.question import Question

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
    `confirm: yes` takes what an earlier round says, under what else is given. `answers for` names the members
    that a body answers for beside itself.
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
    order = {name: place for place, name in enumerate((*_order(interview), MEMBERS))}
    asked = interview.template.by_id
    named = (known[name.strip().casefold()] for name in map(str, given) if not is_naming(name))
    return Taken(
        dict(sorted(taken.items(), key=lambda item: order[item[0]])),
        tuple(name for name in named if name in asked and not interview.meant(asked[name])),
    )


def _only_once(said: set[str], name: str) -> None:
    folded = KEY if is_naming(name) else name.strip().casefold()
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
    if is_naming(str(name)):
        return {MEMBERS: naming(interview.members, reply)}
    found = known.get(str(name).strip().casefold())
    if found is None:
        raise AnswerError(f"there is no question {name!r}{nearest(str(name), list(known.values()))}")
    if found in template.by_id:
        question = template.by_id[found]
        if not interview.meant(question):
            return {}
        return _take_question(interview, question, reply)
    return _take_standard(interview, found, reply)


def _confirming(name: str, reply: Any) -> tuple[bool, Any]:
    """Whether a reply confirms an earlier answer, and the rest of it; None where there is no rest."""
    if not isinstance(reply, Mapping) or "confirm" not in reply:
        return False, reply
    rest = {key: part for key, part in reply.items() if key != "confirm"}
    return says_confirm(name, reply["confirm"]), rest or None


def _silent(reply: Any, rest: Any) -> bool:
    """Whether a reply says no more than that nothing is confirmed, which is no answer."""
    return rest is None and reply is not None


def _take_question(interview: Interview, question: Question, reply: Any) -> dict[str, Answer]:
    template, name = interview.template, question.id
    confirming, rest = _confirming(name, reply)
    before = interview.answers.get(name)
    if not confirming:
        return {} if _silent(reply, rest) else {name: accept(template, question, rest, before)}
    earlier = confirm(template, question, interview.brought.get(name), before)
    answer = earlier if rest is None else accept(template, question, rest, earlier)
    if answer.value != earlier.value:
        raise AnswerError(f"{name}: another answer stands beside 'confirm: yes'; give one of the two.")
    return {name: answer}


def _take_standard(interview: Interview, name: str, reply: Any) -> dict[str, Answer]:
    standard = next(section for section in interview.template.standards if section.id == name)
    before = interview.answers.get(name)
    confirming, rest = _confirming(name, reply)
    if confirming:
        earlier = confirm_for_standard(standard, interview.brought.get(name), before)
        return {name: earlier if rest is None else accept_for_standard(standard, rest, earlier)}
    if _silent(reply, rest):
        return {}
    value = rest.get("value", rest.get("grade")) if isinstance(rest, Mapping) else rest
    if not says_not_applicable(interview.template, value):
        return {name: accept_for_standard(standard, rest, before)}
    parts = {key: part for key, part in rest.items() if key != "value"} if isinstance(rest, Mapping) else {}
    if unknown := [key for key in parts if key not in {"grade", "reason"}]:
        raise AnswerError(f"{name}: a standard that is not applicable takes a 'reason', not {unknown[0]!r}.")
    return standard_not_applicable(interview, standard.id, parts.get("reason"))


def standard_not_applicable(interview: Interview, name: str, reason: Any) -> dict[str, Answer]:
    """A whole standard marked not applicable with one reason: an answer for each of its questions."""
    standard = next(section for section in interview.template.sections if section.id == name)
    return section_not_applicable(interview, standard, reason)


def section_not_applicable(interview: Interview, section: Standard, reason: Any) -> dict[str, Answer]:
    """A whole section marked not applicable with one reason, also one that is no standard."""
    asked = (question for question in section.questions if interview.meant(question))
    before = interview.answers
    return {q.id: not_applicable(interview.template, q, reason, before.get(q.id)) for q in asked}


def _line(given: Mapping[str, Any], name: str) -> str:
    return f"line {given.lines[name]}" if isinstance(given, Block) and name in given.lines else ""
