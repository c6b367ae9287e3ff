"""What stands on an owner's form of actions, in the words by which it is read back."""

from audit.actions.proposing import FIELDS
from audit.registers.folding import fold
from audit.registers.profile import Column, Profile
from audit.workbook.form_words import Heading

START, STATUSES, ACTIONS = "Start here", "Statuses", "Actions"
OWNER, MADE = "Owner of these actions", "Made on"
HEADINGS = (
    Heading("id", "Action id", 9),
    Heading("asked", "What is to be done", 46),
    Heading("due", "Due", 13),
    Heading("required", "Evidence that is wanted", 24),
    Heading("last", "Last update", 30),
    Heading("now", "State now", 15, ("stands now",)),
    Heading("state", "Status", 17, ("your status", "status today")),
    Heading("note", "Progress", 34, ("your progress", "progress note")),
    Heading("evidence", "Evidence", 26, ("evidence: what", "your evidence")),
    Heading("where", "Where it is held", 18, ("where held", "evidence: where held")),
    Heading("signed_off", "Signed off by", 17),
    Heading("on", "Date", 12, ("date signed off", "signed off on")),
    Heading("mark", "Version", 9),
)
PROFILE = Profile(
    "action-form",
    "Actions of an owner",
    tuple(
        Column(one.field, tuple(map(fold, (one.text, *one.others))), required=one.field == "id")
        for one in HEADINGS
    ),
)
FILLED = frozenset(FIELDS)
