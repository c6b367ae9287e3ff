"""What stands on a grid form, in the words by which it is read back: headings and labels, never places."""

import re

from audit.registers.folding import fold
from audit.registers.profile import Column, Profile
from audit.workbook.form_words import ACTION, EVIDENCE, Heading

CASES, NOTES, QUESTIONS = "Cases", "Notes", "Questions"
AUDITOR, READING, SAMPLE = "Auditor", "Reading", "Sample"
TOGETHER = "Read together by"
READINGS = {1: "First reading", 2: "Second reading"}
QUESTION, ASKED = "Question", "What is asked"
# Each of these has a blank in it, which no question's id has.
READ_BY, CONCERN, COMMENT = "Read by", "Immediate concern", "Case comment"
VERSION = "Version key"
SPECIAL = (READ_BY, CONCERN, COMMENT)
NOT_ASKED = "not asked"
FROM, TO = "from", "to"
NO_CONCERN = frozenset({"", "no", "none", "nil", "n a", "na", "not applicable", "no concern", "no concerns"})
REFERENCE = re.compile(r"([a-z])\s*-\s*(\d{1,9})\s*(\([^)]*\))?", re.IGNORECASE | re.ASCII)

HEADINGS = (
    Heading("case", "Case", 9, ("reference", "ref", "audit reference")),
    Heading("question", QUESTION, 11, ("question id", "id", "question no", "q")),
    Heading("comment", "Comment", 38, ("comments",)),
    Heading("reason", "If not applicable, why", 26, ("if n/a, why", "not applicable why", "reason")),
    Heading("action_what", "Action: what", 28, ("action", "actions")),
    Heading("action_who", "Action: who", 15, ("action by whom", "action owner")),
    Heading("action_when", "Action: when", 14, ("action by when", "action date")),
    Heading("evidence_what", "Evidence: what", 28, ("evidence", "evidence description")),
    Heading("evidence_where", "Evidence: where held", 17, ("evidence where", "where held")),
    Heading("evidence_date", "Evidence: date", 14, ("date of evidence",)),
)
NOTED = ("comment", "reason", *ACTION, *EVIDENCE)
PLACE = {heading.field: index for index, heading in enumerate(HEADINGS)}
NOTE_ROWS = Profile(
    "notes",
    "Notes of a grid form",
    tuple(
        Column(
            heading.field,
            tuple(dict.fromkeys(map(fold, (heading.text, *heading.others)))),
            required=heading.field in {"case", "question"},
        )
        for heading in HEADINGS
    ),
)


def reference_in(words: str) -> str:
    """The audit reference that a heading is, such as C-01 or `C-01 (signed)`; empty where it is none."""
    found = REFERENCE.fullmatch(words.strip())
    return f"{found[1].upper()}-{found[2]}" if found else ""


def number_in(ref: str) -> tuple[str, int]:
    """The letter and the number of a reference, by which C-1 and C-01 are one."""
    letter, _, number = ref.partition("-")
    return letter, int(number)
