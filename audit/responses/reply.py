"""What a reply means: the one place where something said becomes an Answer or a sentence why not.

The prompt, an answers file and a form all come through here, so the same reply is taken or refused
alike wherever it is given.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from audit.dates import in_words, last_day, read_day
from audit.definitions import decimal, nearest
from audit.errors import AnswerError
from audit.responses.response import Answer, Evidence, PlannedAction, Value
from audit.standards.catalogue import Standard
from audit.standards.question import Question
from audit.standards.scale import NOT_APPLICABLE
from audit.templates import Template

LONGEST = 32_767  # characters that a cell of a workbook holds; what is longer could not be reported whole
LAST_START = date(9900, 1, 1)  # from later days a limit could run past the end of the calendar
KEYS = ("value", "grade", "comment", "evidence", "reason", "action")
_TRUTH = {"true": "yes", "false": "no"}
_SHARE = re.compile(r"(\d{1,9})\s*(?:/|of|out of)\s*(\d{1,9})", re.IGNORECASE | re.ASCII)


def accept(template: Template, question: Question, given: Any, before: Answer | None = None) -> Answer:
    """The answer that a reply means, on top of what was said before.

    `given` is a value, or a mapping of `value` (or `grade`), comment, evidence, reason, action; a key
    that is absent leaves what was said before. AnswerError says in a sentence what does not fit.
    """
    answer = before or Answer()
    if not isinstance(given, Mapping) or _is_span(question, given):
        return _valued(answer, _value(template, question, given))
    parts = _parts(question.id, given)
    if "value" in parts:
        answer = _valued(answer, _value(template, question, parts["value"]))
    return _with(answer, question.id, parts)


def _valued(answer: Answer, value: Value) -> Answer:
    """The answer with a value; another one than was confirmed is an answer of its own."""
    return replace(answer, value=value, confirmed=answer.confirmed if value == answer.value else "")


def accept_for_standard(standard: Standard, given: Any, before: Answer | None = None) -> Answer:
    """The evidence given once for a whole standard; AnswerError where something else is given."""
    if not isinstance(given, Mapping):
        given = {"evidence": given}
    parts = _parts(standard.id, given)
    if "value" in parts:
        raise AnswerError(
            f"{standard.id} is a standard: it takes 'evidence', or 'n/a' with a 'reason', but no grade."
        )
    answer = before or Answer()
    changed = _with(answer, standard.id, parts)
    return replace(changed, confirmed=answer.confirmed if changed.evidence == answer.evidence else "")


def not_applicable(
    template: Template, question: Question, reason: Any, before: Answer | None = None
) -> Answer:
    """The answer that a question does not apply, with the reason."""
    code = template.scale.not_applicable.code if question.kind == "grade" else NOT_APPLICABLE
    return accept(template, question, {"value": code, "reason": reason}, before)


def _is_span(question: Question, given: Mapping[str, Any]) -> bool:
    return question.kind == "elapsed" and (not given or "from" in given or "to" in given)


def _parts(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    parts = dict(given)
    for key in parts:
        if key not in KEYS:
            raise AnswerError(f"{name}: {key!r} is not part of an answer{nearest(str(key), KEYS)}")
    if "grade" in parts:
        if "value" in parts:
            raise AnswerError(f"{name}: give 'value' or 'grade', not both.")
        parts["value"] = parts.pop("grade")
    return parts


def _with(answer: Answer, name: str, parts: Mapping[str, Any]) -> Answer:
    if "comment" in parts:
        answer = replace(answer, comment=_text(name, "comment", parts["comment"]))
    if "reason" in parts:
        answer = replace(answer, reason=_text(name, "reason", parts["reason"]))
    if "evidence" in parts:
        answer = replace(answer, evidence=_evidence(name, parts["evidence"]))
    if "action" in parts:
        answer = replace(answer, action=_action(name, parts["action"]))
    return answer


def _text(name: str, what: str, given: Any) -> str:
    """Text as typed, without control characters, line ends as they are, trimmed."""
    if given is None:
        return ""
    if isinstance(given, bool) or not isinstance(given, (str, int, float)):
        raise AnswerError(f"{name}: {what} must be text.")
    kept = (c for c in str(given).replace("\r\n", "\n").replace("\r", "\n") if c in "\n\t" or _printable(c))
    text = "".join(kept).strip()
    if len(text) > LONGEST:
        raise AnswerError(
            f"{name}: {what} has {len(text):,} characters; at most {LONGEST:,} fit, so shorten it."
        )
    return text


def _printable(character: str) -> bool:
    # What can be neither stored nor shown, or not stand in a workbook; all else is the writer's.
    control = character < " " or "\x7f" <= character <= "\x9f"
    return not (control or "\ud800" <= character <= "\udfff" or character in "\ufffe\uffff")


def _evidence(name: str, given: Any) -> tuple[Evidence, ...]:
    items = given if isinstance(given, (list, tuple)) else [given]
    found = (_one_evidence(name, item) for item in items)
    return tuple(item for item in found if item)


def _one_evidence(name: str, given: Any) -> Evidence | None:
    if not isinstance(given, Mapping):
        what = _text(name, "evidence", given)
        return Evidence(what) if what else None
    parts = _mapping(name, "evidence", given, ("what", "where", "date"))
    if not parts["what"]:
        if parts["where"] or parts["date"]:
            raise AnswerError(f"{name}: evidence needs 'what', a description of it.")
        return None
    return Evidence(parts["what"], parts["where"], _when(parts["date"]))


def _action(name: str, given: Any) -> PlannedAction | None:
    if not isinstance(given, Mapping):
        what = _text(name, "action", given)
        return PlannedAction(what) if what else None
    parts = _mapping(name, "action", given, ("what", "who", "when"))
    action = PlannedAction(parts["what"], parts["who"], _when(parts["when"]))
    return action if any(parts.values()) else None


def _mapping(name: str, what: str, given: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, str]:
    for key in given:
        if key not in keys:
            raise AnswerError(f"{name}: {key!r} is not part of {what}{nearest(str(key), keys)}")
    return {key: _text(name, what, given.get(key)) for key in keys}


def _when(text: str) -> str:
    day = read_day(text)
    return day.isoformat() if day else text


def _value(template: Template, question: Question, given: Any) -> Value:
    if given is None or given in ("", [], {}) or (isinstance(given, str) and not given.strip()):
        return None
    if isinstance(given, Mapping) and question.kind != "elapsed":
        raise AnswerError(f"{question.id}: a value was expected, not a mapping.")
    if isinstance(given, bool):
        given = "yes" if given else "no"
    if says_not_applicable(template, given):
        return _not_applicable(template, question)
    return READERS[question.kind](template, question, given)


def _word(question: Question, given: Any) -> str:
    if isinstance(given, float) and given.is_integer():
        given = int(given)  # a workbook knows whole numbers only as 5.0
    return " ".join(_text(question.id, "the answer", given).split())


def says_not_applicable(template: Template, given: Any) -> bool:
    """Whether a reply is that something does not apply, in the words of the scale or of everybody."""
    if not isinstance(given, str):
        return False
    word = " ".join(given.split())
    grade = template.scale.find(word)
    return word.casefold() in {NOT_APPLICABLE, "not applicable"} or (
        grade is not None and grade.points is None
    )


def _not_applicable(template: Template, question: Question) -> str:
    if template.not_applicable == "refused":
        raise AnswerError(f"{question.id}: 'not applicable' is not taken here; choose a grade.")
    return template.scale.not_applicable.code if question.kind == "grade" else NOT_APPLICABLE


def _grade(template: Template, question: Question, given: Any) -> str:
    word = _word(question, given)
    # A mapping in YAML says true where one in JSON or a workbook says yes.
    grade = template.scale.find(word) or template.scale.find(_TRUTH.get(word.casefold(), word))
    if grade is None:
        codes = [step.code for step in template.scale.grades]
        raise AnswerError(f"{question.id}: {word[:60]!r} is not a grade{_known(word, codes)}")
    return grade.code


def _known(word: str, known: list[str]) -> str:
    shown = known if len(known) <= 8 else [*known[:3], "…", *known[-2:]]
    near = nearest(word, known) if len(known) > 8 else "."
    return near if near != "." else f"; the grades are {', '.join(shown)}."


def _choice(_template: Template, question: Question, given: Any) -> str:
    word = _word(question, given)
    found = next((choice for choice in question.choices if choice.casefold() == word.casefold()), None)
    if found is None:
        raise AnswerError(
            f"{question.id}: {word[:60]!r} is not a choice; the choices are {', '.join(question.choices)}."
        )
    return found


def _choices(_template: Template, question: Question, given: Any) -> tuple[str, ...] | None:
    if isinstance(given, str):
        whole = given.casefold() in {choice.casefold() for choice in question.choices}
        given = [given] if whole else re.split(r"[;\n]", given)
    given = given if isinstance(given, (list, tuple)) else [given]
    chosen = {_choice(_template, question, item) for item in given if str(item).strip()}
    return tuple(choice for choice in question.choices if choice in chosen) or None


def _number(_template: Template, question: Question, given: Any) -> str:
    word = _word(question, given)
    plain = word.replace(",", "") if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", word) else word
    if decimal(plain) is None or plain.endswith("%"):
        raise AnswerError(f"{question.id}: {word[:60]!r} is not a number; write digits, such as 24 or 3.5.")
    return plain


def _share(_template: Template, question: Question, given: Any) -> str:
    word = _word(question, given)
    found = _SHARE.fullmatch(word)
    if found is None:
        raise AnswerError(f"{question.id}: {word[:60]!r} is not a count out of a count; write it as 24/26.")
    count, base = int(found[1]), int(found[2])
    if count > base:
        raise AnswerError(
            f"{question.id}: {count} cannot be out of {base}; the first is the part, the second the whole."
        )
    return f"{count}/{base}"


def _date(_template: Template, question: Question, given: Any) -> str:
    word = _word(question, given)
    day = read_day(word)
    if day is None:
        raise AnswerError(f"{question.id}: {word[:60]!r} is not a date; write 2026-03-31 or 31/3/2026.")
    return day.isoformat()


def _yes_no(_template: Template, question: Question, given: Any) -> str:
    word = _word(question, given)
    if word.casefold() in {"yes", "y", "true"}:
        return "yes"
    if word.casefold() in {"no", "n", "false"}:
        return "no"
    raise AnswerError(f"{question.id}: {word[:60]!r} is neither yes nor no.")


def _span(template: Template, question: Question, given: Any) -> str:
    if isinstance(given, str):
        start, _, end = (
            part.strip() for part in re.sub(r"\s+to\s+", "|", given.replace("..", "|")).partition("|")
        )
        if "|" not in given and re.fullmatch(r"\d{4}-\d\d-\d\d/(\d{4}-\d\d-\d\d)?", given):
            start, _, end = given.partition("/")
        given = {"from": start, "to": end}
    if not isinstance(given, Mapping):
        raise AnswerError(f"{question.id}: two days were expected, {{from: 2026-03-02, to: 2026-03-16}}.")
    parts = _mapping(question.id, "the answer", given, ("from", "to"))
    first = _date(template, question, parts["from"])
    last = _date(template, question, parts["to"]) if parts["to"] else ""
    if last and last < first:
        raise AnswerError(f"{question.id}: it cannot end ({parts['to']}) before it began ({parts['from']}).")
    if date.fromisoformat(first) > LAST_START:
        raise AnswerError(f"{question.id}: {in_words(date.fromisoformat(first))} is too far ahead.")
    _within_holidays(template, question, first, last)
    return f"{first}/{last}"


def _within_holidays(template: Template, question: Question, first: str, last: str) -> None:
    holidays = template.holidays
    if question.days != "working":
        return
    if holidays is None:
        raise AnswerError(f"{question.id}: working days cannot be counted, since no bank holidays are known.")
    start = date.fromisoformat(first)
    # The limit is at most doubled by weekends and holidays, so this looks far enough ahead.
    ends = max(
        date.fromisoformat(last or first),
        last_day(start, question.limit, working=True, holidays=holidays.days),
    )
    if start < holidays.first or ends > holidays.last:
        known = f"{in_words(holidays.first)} to {in_words(holidays.last)}"
        raise AnswerError(f"{question.id}: bank holidays are known only from {known}; a date lies outside.")


def _free_text(_template: Template, question: Question, given: Any) -> str | None:
    return _text(question.id, "the answer", given) or None


READERS: Mapping[str, Callable[[Template, Question, Any], Value]] = {
    "grade": _grade,
    "choice": _choice,
    "choices": _choices,
    "text": _free_text,
    "number": _number,
    "share": _share,
    "elapsed": _span,
    "date": _date,
    "yes-no": _yes_no,
}
