"""A letter to an owner of actions, from the rule's texts and what is owed on the day."""

from datetime import date, timedelta

from audit.actions.action import Action
from audit.actions.asking import Debtor, Line
from audit.actions.wording import due_words, place_in_plan
from audit.chasing.letters import Letter, Sender, closing, times
from audit.chasing.owing import Next
from audit.chasing.rule import EVIDENCE, OVERSEER, Rule
from audit.dates import in_words
from audit.wording import listed


def action_letter(rule: Rule, one: Debtor, found: Next, today: date, sender: Sender) -> Letter:
    """The letter to an owner that names each action, what is wanted of it, and why."""
    words = _words(rule, one, found, today, sender)
    where = (one.what, one.state, found.level, found.roles)
    subject = next(piece for piece in rule.subjects if piece.fits(*where)).filled(words)
    fitting = [piece for piece in rule.paragraphs if piece.fits(*where)]
    texts = tuple(piece.filled(words) for piece in fitting)
    return Letter(one.owner.code, one.owner.name, found.to, subject, texts, closing(fitting))


def _words(rule: Rule, one: Debtor, found: Next, today: date, sender: Sender) -> dict[str, str]:
    """What each placeholder stands for."""
    partnership = sender.partnership or "the safeguarding children partnership"
    last = max((each.on for line in one.lines for each in line.asks), default=None)
    people = [person.name for person in found.to if person.name and person.role != OVERSEER]
    return {
        "owner": one.owner.name,
        "partnership": partnership,
        "questions_to": sender.questions_to or partnership,
        "today": in_words(today),
        "answer_by": in_words(today + timedelta(days=rule.wait)),
        "count": "1 action" if len(one.lines) == 1 else f"{len(one.lines)} actions",
        "actions": "\n".join(map(_action, one.lines)),
        "asked": times(max(line.times(today) for line in one.lines)),
        "last_ask": in_words(last) if last else "not yet",
        "names": listed(people) or "colleague",
        "overseers": listed(one.overseers) or "the sub-group that oversees it",
    }


def _due(action: Action) -> str:
    """When an action is due, as a line has it; a phrase as the plan's own words, which may be `as above`."""
    words = due_words(action)
    if action.due:
        return f", due {words}"
    return f", due in the plan's words '{words}'" if words else ""


def _action(line: Line) -> str:
    """A line on one action: what it is, what is wanted, why, and how often it was asked for."""
    action = line.followed.action
    place = place_in_plan(action)
    head = f"- {line.followed.id}{f' ({place})' if place else ''}{_due(action)}"
    wanted = "Evidence" if line.owed.what == EVIDENCE else "An update"
    before = f"; asked {times(line.times())} before" if line.asks else ""
    text = " ".join(action.text.split()).rstrip(".")
    said = f"{head}: {text}. {wanted} is wanted: {line.owed.why}{before}."
    named = " ".join(action.evidence_required.split()).rstrip(".")
    return f"{said} The plan asks for: {named}." if line.owed.what == EVIDENCE and named else said
