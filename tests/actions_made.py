"""Actions made by hand: what was said of them, and when it was written down."""

from dataclasses import replace
from datetime import date

from audit.actions.action import Action, Ask, Assurance, Entry, Link, Piece, Plan, Proposal, Status, Update
from audit.actions.followed import Followed

TODAY = date(2026, 11, 22)
FIRST = "2026-05-14"
EVIL = '=HYPERLINK("http://x","y") 🙂 \u202eabc'
LONG = "The review found that nobody had asked who else lived in the house. " * 60


def stamp(day):
    return f"{day}T10:00:00+00:00"


def followed(place=1, *said, added=FIRST, **more):
    """An action with what was said of it, each with its day where that is not when it came."""
    entries = [pair if isinstance(pair, tuple) else (added, pair) for pair in said]
    given = {"action": f"Do {place}", "due": "2027-03-31", "owners": ("Police",)} | more
    action = Action(f"A-{place:03}", **given)
    return Followed(action, stamp(added), tuple(Entry(one, stamp(day), "Ada") for day, one in entries))


def told(state, on="", note=""):
    return Update(on, "Lead", state, note)


def assured(on, basis="document held", what="Minutes", where="Drive"):
    return Assurance(on, "Ada", basis, what, where, "seen by two")


DONE = Status("reported complete", "Achieved ☑", "status")
SUSTAINED = (("2026-07-03", assured("2026-07-01")), ("2026-10-02", assured("2026-10-01", "data")))
FROM = Link("dip-1", "V1", "police", "C-03", "no")
PLAN = Plan(
    "child-r",
    "Child R",
    "Child R review",
    unread=(("7", "Due date", EVIL, "two dates in one cell"), ("9", "Progress", LONG, "an action inside it")),
)


def mixed(said=EVIL):
    """Fourteen actions, one of every kind that a report tells apart; what people typed is `said`."""
    found = [
        followed(1, DONE, ("2026-07-03", assured("2026-07-01"))),
        followed(2, DONE, *SUSTAINED),
        followed(3, ("2026-11-02", assured("2026-11-01", "told", "", "")), owners=("police", "Health")),
        followed(4, DONE, owners=("Health",)),
        followed(5, due="2026-06-30", number="2.1", owners=()),
        followed(6, ("2026-09-10", Ask("2026-09-10", "letter", ("Chief",), 1)), due="2026-08-31"),
        followed(7, ("2026-11-03", told("not on track", "2026-11", said))),
        followed(8, ("2026-10-20", told("closed without assurance", note=said))),
        followed(9, ("2026-11-02", told("no further assurance received"))),
        followed(10, Status("superseded", said)),
        followed(11, ("2026-11-20", told("on track", note=LONG)), link=FROM),
        followed(12, due="", due_text="Bi-monthly", review="2026-12-01"),
        followed(13, ("2026-11-03", Piece(said, "Drive", "2026-03", "Ada")), due=""),
        followed(14, ("2026-11-03", Proposal(1, "2026-11-01", "Lead", "reported complete", said))),
    ]
    return tuple(replace(one, action=_typed(one.action, said)) for one in found)


def _typed(action, said):
    return replace(
        action,
        plan="child-r",
        recommendation=said,
        learning_point=f"Seen alone in C-03? {said}",
        evidence_required=said,
        source="plan.xlsx",
        row=int(action.id[2:]) + 2,
        other=(("Cost", said),),
    )
