"""What the cells of a question sheet say: what is asked, how to answer, what is already known."""

import re
from dataclasses import dataclass
from fractions import Fraction

from audit.dates import said
from audit.responses.interview import Interview
from audit.responses.response import Answer, Evidence, PlannedAction, Value
from audit.standards.question import Question
from audit.standards.scale import NOT_APPLICABLE as NOT_APPLICABLE_CODE
from audit.standards.scale import decimal_text
from audit.workbook.form_plan import Line
from audit.workbook.form_words import ACTION, EVIDENCE, NOT_APPLICABLE

Cell = str | int | float
MORE = "More evidence"  # what begins the text of a row that asks nothing but that
HINTS = {
    "share": "How many out of how many, such as 24/26.",
    "date": "A date, such as 31/3/2026.",
    "number": "A number in digits, such as 24.",
    "elapsed": "First and last day, such as 5/1/2026 to 19/1/2026.",
    "choices": "One or more from the guidance, with ; between them.",
}
TAB = "\u2001"  # as wide as a letter; a real tab is lost where a workbook is saved as .ods
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,8})(\.\d{0,5}[1-9])?", re.ASCII)


def label_cell(label: str) -> Cell:
    """A label as it is written: a number as one, since what a person types or picks there becomes one."""
    if not _NUMBER.fullmatch(label) or label == "-0":
        return label
    return float(label) if "." in label else int(label)


def kept_whole(value: Cell) -> Cell:
    """What a cell holds so that a text comes back as it is."""
    return value.replace("\t", TAB) if isinstance(value, str) else value


def as_it_was(words: str) -> str:
    """The text that a cell was filled with."""
    return words.replace(TAB, "\t")


@dataclass(frozen=True, slots=True)
class Cells:
    """Says what stands in the rows of one form."""

    asked: Interview

    def of(self, line: Line) -> dict[str, Cell]:
        """The cells of a row by field; empty ones may be absent."""
        fixed = {"question": line.id, "asked": self.asked_in(line), "guidance": self._guidance(line)}
        return fixed | self._known(line)

    def to_fill(self, line: Line) -> set[str]:
        """The fields of a row that are to be filled: also those that something stands in already."""
        if line.slot:
            return set(EVIDENCE)
        fields = {"comment", *EVIDENCE, *(["value"] if line.question else [])}
        if self.asked.template.not_applicable != "refused":
            fields |= {"value", "reason"}
        if line.question and (line.question.graded or "action" in line.question.needs):
            fields.update(ACTION)
        return fields | {field for field, known in self._known(line).items() if known != ""}

    def _known(self, line: Line) -> dict[str, Cell]:
        answer = self.asked.answers.get(line.id, Answer())
        piece = answer.evidence[line.slot] if line.slot < len(answer.evidence) else Evidence("")
        parts = (piece.what, piece.where, said(piece.date))
        shown: dict[str, Cell] = dict(zip(EVIDENCE, parts, strict=True))
        if line.slot:
            return shown
        action = answer.action or PlannedAction("")
        shown |= dict(zip(ACTION, (action.what, action.who, said(action.when)), strict=True))
        shown |= {"comment": answer.comment, "reason": answer.reason}
        return shown | ({"value": self._value(line.question, answer.value)} if line.question else {})

    def _value(self, question: Question, value: Value) -> Cell:
        if question.kind == "grade" and isinstance(value, str):
            return label_cell(self.asked.template.scale[value].label)
        if value is None or isinstance(value, tuple):
            return "; ".join(value or ())
        if value == NOT_APPLICABLE_CODE:
            return NOT_APPLICABLE
        if question.kind == "elapsed":
            return " to ".join(said(day) for day in value.split("/") if day)
        return {"yes-no": value.capitalize(), "date": said(value)}.get(question.kind, value)

    def asked_in(self, line: Line) -> str:
        """What a row asks, with the conditions under which it does."""
        question = line.question
        if line.slot:
            return f"{MORE} for {line.id}"
        if question is None:
            refused = self.asked.template.not_applicable == "refused"
            whole = "The standard as a whole. Evidence given here counts for every question below."
            none = "If none of it applies, choose that here and say why; leave the rest blank."
            return whole if refused else f"{whole}\n{none}"
        conditions = " and ".join(self._condition(name, values) for name, values in question.when)
        notes = [f"Only where {conditions}."] if conditions else []
        notes += ["You may leave this out."] if question.optional else []
        return "\n".join([question.text, *notes])

    def _condition(self, name: str, values: tuple[str, ...]) -> str:
        graded = self.asked.template.by_id[name].graded
        grades = [self.asked.template.scale.find(word) if graded else None for word in values]
        words = [grade.label if grade else word for grade, word in zip(grades, values, strict=True)]
        return f"the answer to {name} is {' or '.join(words)}"

    def _guidance(self, line: Line) -> str:
        question = line.question
        if question is None or line.slot:
            return ""
        return "\n".join(filter(None, (self.explained(question), self._own(question))))

    def explained(self, question: Question) -> str:
        """The guidance of a question, how it is answered, and examples of evidence."""
        examples = f"Evidence, for example: {'; '.join(question.evidence)}." if question.evidence else ""
        return "\n".join(filter(None, (question.guidance, self._how(question), examples)))

    def _own(self, question: Question) -> str:
        """That evidence for the whole standard is not enough here."""
        if "evidence" not in question.needs:
            return ""
        grades = self.asked.template.evidence_grades if question.graded else frozenset()
        labels = [grade.label for grade in self.asked.template.scale.grades if grade.code in grades]
        if question.graded and not labels:
            return ""
        return f"{' or '.join(labels) or 'An answer'} needs its own evidence in this row."

    def _how(self, question: Question) -> str:
        match question.kind:
            case "share":
                return self._how_share(question)
            case "choices":
                return f"Write one or more of these, with ; between them: {'; '.join(question.choices)}."
            case "elapsed":
                limit = (
                    f"Up to {question.limit} {question.days} days is {self.asked.template.scale.best.label}."
                )
                return f"{HINTS['elapsed']} Leave the end out while there is none. {limit}"
            case kind:
                return HINTS.get(kind, "")

    def _how_share(self, question: Question) -> str:
        of = f" {question.of}" if question.of else ""
        scale = self.asked.template.scale
        edges = ", ".join(f"from {_percent(edge)} {scale[code].label}" for code, edge in question.edges)
        lines = [f"Write how many out of how many{of}, such as 24/26."]
        lines += [f"It counts as {edges}, otherwise {scale.worst.label}."] if edges else []
        lines += [f"The target is {_percent(question.target)}."] if question.target is not None else []
        return " ".join(lines)


def _percent(share: Fraction) -> str:
    return f"{decimal_text(share * 100)}%"
