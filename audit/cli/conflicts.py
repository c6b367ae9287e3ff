"""Answers that changed both here and in a file, shown side by side."""

from dataclasses import replace
from typing import TYPE_CHECKING

from audit.dates import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.cli.arrival import Outcome
    from audit.responses.interview import Interview
    from audit.responses.response import Answer
    from audit.store.rows import Stamp

LONGEST = 300  # characters of one part of an answer that are shown


def differences(interview: "Interview", name: str, here: "Answer | None", there: "Answer") -> str:
    """What differs between an answer here and one in a file, part by part in words."""
    ours, theirs = _apart(interview, name, here, there)
    return f"{label(name)}: here {ours}; in the file {theirs}."


def shown(outcome: "Outcome", whose: str = "") -> list[str]:
    """The conflicts of an arrival that are open, a line each, with who gave each answer and when."""
    head = f"  {whose}, " if whose else "  "
    return [head + line_of(outcome, name) for name in outcome.decision.merge.conflicts]


def label(name: str) -> str:
    """What an answer is to in a sentence: a question's id, a whole case, those whom a body answers for."""
    from audit.responses import membership
    from audit.responses.response import WHOLE

    return "Case comment" if name == WHOLE else membership.label(name)


def line_of(outcome: "Outcome", name: str) -> str:
    """A conflict in a line: the answer here and that of the file, who gave each and when."""
    arrival, now = outcome.arrival, outcome.standing
    here, there = now.response.answers.get(name), outcome.decision.merge.conflicts[name].onto
    ours, theirs = _apart(outcome.after, name, here, there)
    given = arrival.given.get(name, "")
    behind = f" ({given})" if given else ""
    by = _stamped(now.given.get(name))
    return f"{label(name)} is in conflict. Here{by}: {ours}. In the file{behind}: {theirs}."


def _stamped(stamp: "Stamp | None") -> str:
    """Who answered, and when; nothing where nobody has."""
    return f" ({stamp.by}, {said(stamp.at[:10])}, {stamp.at[11:16]})" if stamp else ""


def _apart(interview: "Interview", name: str, here: "Answer | None", there: "Answer") -> tuple[str, str]:
    """The parts of two answers that are not the same, in words."""
    ours, theirs = _parts(interview, name, here), _parts(interview, name, there)
    keys = [key for key in dict.fromkeys((*ours, *theirs)) if ours.get(key) != theirs.get(key)]
    return _said(ours, keys), _said(theirs, keys)


def _said(parts: "Mapping[str, str]", keys: list[str]) -> str:
    return ", ".join(f"{key} {parts[key]!r}" if key in parts else f"no {key}" for key in keys)


def _parts(interview: "Interview", name: str, answer: "Answer | None") -> dict[str, str]:
    """The parts of an answer in words; none where there is no answer."""
    from audit.responses.membership import naming_words
    from audit.responses.response import MEMBERS
    from audit.responses.words import value_words

    if name == MEMBERS:
        return {"members": naming_words(interview.members, answer)}
    if answer is None:
        return {}
    question = interview.template.by_id.get(name)
    alone = replace(interview, answers={name: answer})
    action = answer.action
    parts = {
        "answer": value_words(alone, question) if question and answer.value is not None else "",
        "comment": answer.comment,
        "reason": answer.reason,
        "evidence": "; ".join(str(replace(one, date=said(one.date))) for one in answer.evidence),
        "action": ", ".join(filter(None, (action.what, action.who, said(action.when)))) if action else "",
    }
    return {key: _short(text) for key, text in parts.items() if text}


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
