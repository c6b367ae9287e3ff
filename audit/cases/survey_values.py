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
    folded = " ".join(cell.split()).casefold()
    if exact := next((choice for choice in choices if choice.casefold() == folded), ""):
        return exact
    found = [choice for choice in choices if plain(choice) == plain(cell) and plain(cell)]
    return found[0] if len(found) == 1 else ""


def choices_of(choices: Sequence[str], cell: str) -> list[str]:
    """The choices that a cell names, parted by `;`, `,` or lines; none where any part is no choice.

    A choice may hold such signs itself, so as long a run of parts as makes a choice is taken.
    """
    ends = [found.start() for found in _PARTS.finditer(cell)] + [len(cell)]
    chosen_, start = [], 0
    while start < len(cell):
        if not cell[start:].strip(" ;,\n\t"):
            break
        for end in reversed([end for end in ends if end >= start]):
            part = cell[start:end].strip()
            if choice := choice_of(choices, part) if part else "":
                chosen_.append(choice)
                start = end + 1
                break
        else:
            if start in ends:  # nothing between two signs
                start += 1
                continue
            return []
    return chosen_
