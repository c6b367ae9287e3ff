"""What stands on a form, in the words by which it is read back: headings and labels, never places."""

from dataclasses import dataclass

from audit.registers.folding import fold
from audit.registers.profile import Column, Profile

START, GRADES, SIGN_OFF = "Start here", "Grades", "Sign-off"
MEMBERS_SHEET = "Members"
ROUND, AGENCY, CODE, EDITION = "Round", "Agency", "Agency code", "Edition key"
MADE, PRESENTED = "Made on", "Presented to our own board on"
NOT_APPLICABLE = "Not applicable"  # where the scale has no label for it: questions that are not graded


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a question sheet: its field, its heading, other headings it goes by, its width."""

    field: str
    text: str
    width: float
    others: tuple[str, ...] = ()


HEADINGS = (
    Heading("question", "Question", 9, ("question id", "id", "question no", "question number", "q")),
    Heading("asked", "What is asked", 34),
    Heading("guidance", "Guidance", 42),
    Heading("last", "Last time", 40),
    Heading("still", "Still true?", 9),
    Heading("value", "Answer", 15, ("your answer", "grade", "your grade", "self grade", "answers")),
    Heading("todo", "Still to do", 9),
    Heading("comment", "Comment", 30, ("comments", "your comment", "your comments")),
    Heading("evidence_what", "Evidence: what", 26, ("evidence", "evidence description")),
    Heading("evidence_where", "Evidence: where held", 17, ("evidence where", "where held")),
    Heading("evidence_date", "Evidence: date", 12, ("date of evidence",)),
    Heading("reason", "If not applicable, why", 20, ("if n/a, why", "not applicable why", "reason")),
    Heading("action_what", "Action: what", 26, ("action", "actions")),
    Heading("action_who", "Action: who", 14, ("action by whom", "action owner")),
    Heading("action_when", "Action: when", 12, ("action by when", "action date")),
    Heading("version", "Version", 12),
)
BROUGHT = {"last", "still"}  # columns of forms that have something brought forward
EVIDENCE = ("evidence_what", "evidence_where", "evidence_date")
ACTION = ("action_what", "action_who", "action_when")
FIELDS = ("value", "comment", *EVIDENCE, "reason", *ACTION)
TYPED = (*FIELDS, "still")

QUESTIONS = Profile(
    "form",
    "Questions of a form",
    tuple(
        Column(
            heading.field,
            tuple(dict.fromkeys(map(fold, (heading.text, *heading.others)))),
            required=heading.field == "question",
        )
        for heading in HEADINGS
    ),
)
MEANINGS = Profile(
    "grades",
    "Grades of a form",
    (Column("grade", ("grade",), required=True), Column("meaning", ("meaning",), required=True)),
)
SIGNATURES = Profile(
    "sign-off",
    "Signatures of a form",
    (
        Column("name", ("name", "full name", "your name"), required=True),
        Column("role", ("role", "job title", "position"), required=True),
        Column("on", ("date", "signed on", "date signed"), required=True),
    ),
)
