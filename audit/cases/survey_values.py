"""What a cell of a reply says, as form tools write it: a code, a label, or both of them."""

import re
from collections.abc import Sequence

from audit.cases.survey_headings import plain
from audit.dates import day_of
from audit.standards.question import Question
from audit.standards.scale import Scale
from audit.templates import Template

_PARTS = re.compile(r"[;\n,]")
_NOT_CHOSEN = frozenset({"", "0", "no", "n", "false", "not selected", "unchecked"})


def reply_value(template: Template, question: Question, cell: str) -> str | list[str]:
    """What a cell says in the words of the template; as it stands where that cannot be told."""
    match question.kind:
        case "grade":
            return grade_code(template.scale, cell) or cell
        case "choice":
            return choice_of(question.choices, cell) or cell
        case "choices":
            return choices_of(question.choices, cell) or cell
        case "date":
            day = day_of(cell)
            return day.isoformat() if day else cell
        case _:
            return cell


def chosen(cell: str) -> bool:
    """Whether a cell under one choice says that it was chosen."""
    return plain(cell) not in _NOT_CHOSEN


def grade_code(scale: Scale, cell: str) -> str:
    """The code of the grade that a cell names by code, label, both, or with its definition; else empty."""
    if grade := scale.find(cell):
        return grade.code
    word, found = plain(cell), set[str]()
    for grade in scale.grades:
        short = (grade.code, grade.label, f"{grade.code} {grade.label}", f"{grade.label} {grade.code}")
        names = {plain(name) for one in short for name in (one, f"{one} {grade.definition}")}
        found |= {grade.code} if word in names else set()
    return found.pop() if len(found) == 1 else ""


def choice_of(choices: Sequence[str], cell: str) -> str:
    """The choice that a cell names; empty where it names none, or not one alone."""
    found = [choice for choice in choices if plain(choice) == plain(cell) and plain(cell)]
    return _exact(choices, cell) or (found[0] if len(found) == 1 else "")


def _exact(choices: Sequence[str], cell: str) -> str:
    folded = " ".join(cell.split()).casefold()
    return next((choice for choice in choices if choice.casefold() == folded), "")


def choices_of(choices: Sequence[str], cell: str) -> list[str]:
    """The choices that a cell names, parted by `;`, `,` or lines; none where any part is no choice.

    A choice may hold such signs itself, so as long a run of parts as is written like a choice is taken.
    """
    parts = _PARTS.split(cell)
    spans = [found.span() for found in _PARTS.finditer(cell)]
    starts, ends = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(cell)]
    longest = max((len(_PARTS.split(choice)) for choice in choices), default=1)
    found, place = [], 0
    while place < len(parts):
        far = range(place, min(place + longest, len(parts)))
        runs = ((last, _exact(choices, cell[starts[place] : ends[last]])) for last in far)
        last, choice = max((run for run in runs if run[1]), default=(place, choice_of(choices, parts[place])))
        if not choice and parts[place].strip():
            return []
        found += [choice] if choice else []
        place = last + 1
    return found
