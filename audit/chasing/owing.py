"""Who owes a return, what is lacking in it, how late it is, and whom the next chase goes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from audit.agencies import Agency
from audit.chasing.bodies import asked_of_bodies, line_of, owes
from audit.chasing.people import ROLES, Person, people_of, spoken
from audit.chasing.rule import BEFORE, COMPLETE, NOT_STARTED, OVERDUE, SIGNED, STARTED, Rule
from audit.rounds import Progress, Return, Round, interview
from audit.wording import listed

LETTER, TELEPHONE = "letter", "telephone"
MADE = (LETTER, TELEPHONE)  # chases of the agency itself; others are of a body that was asked for it
STATES = {
    Progress.NOT_STARTED: NOT_STARTED,
    Progress.STARTED: STARTED,
    Progress.COMPLETE: COMPLETE,
}  # what is chased; declined and left is not, and who has signed only for members
SHOWN = 12  # questions that a letter names


@dataclass(frozen=True, slots=True)
class Chase:
    """A chase that was made: of which agency, on which day, how, of which roles, and what was noted."""

    agency: str
    on: date
    how: str
    level: int
    to: tuple[str, ...] = ()
    note: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Next:
    """The next chase: its level (from 1), the roles it is meant for, whom it reaches, who is not known."""

    level: int
    meant: tuple[str, ...]
    to: tuple[Person, ...]
    missing: tuple[str, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles of those whom it reaches."""
        return tuple(dict.fromkeys(one.role for one in self.to))


@dataclass(frozen=True, slots=True)
class Owing:
    """One agency that owes a return: how far it is, the questions owed, the chases so far.

    `parts` names what is lacking of an answer that was begun, by question; `conflicts` are questions where
    two answers wait to be settled. `days` counts from the due date: 3 is three days late, -3 three days left.
    `members` are the returns that it is asked for, of members whom it has not named among others.
    """

    line: Return
    asked: int
    owed: tuple[str, ...]
    parts: Mapping[str, tuple[str, ...]]
    days: int
    chases: tuple[Chase, ...] = ()
    conflicts: tuple[str, ...] = ()
    members: tuple[Return, ...] = ()

    @property
    def overdue(self) -> bool:
        """Whether the due date is past."""
        return self.days > 0

    @property
    def when(self) -> str:
        """Whether a letter reminds or chases, in the words of the rule."""
        return OVERDUE if self.overdue else BEFORE

    @property
    def state(self) -> str:
        """How far the return is, in the words of the rule."""
        return STATES.get(self.line.progress, SIGNED)

    def on(self, day: date) -> bool:
        """Whether it was chased on a day already."""
        return any(one.on == day for one in self.chases)


def owing(
    round_: Round,
    lines: Sequence[Return],
    chases: Sequence[Chase],
    today: date,
    conflicts: Mapping[str, tuple[str, ...]] | None = None,
    *,
    bodies: bool = True,
) -> tuple[Owing, ...]:
    """Every agency that still owes its return, from the returns register; chases after `today` are left out.

    `conflicts` are the questions by the code of the agency where two answers wait to be settled. Bodies are
    asked for members they have not named, unless `bodies` says no.
    """
    made = [one for one in chases if one.on <= today]
    asked = asked_of_bodies(lines) if bodies else {}
    members = {line.agency.code for own in asked.values() for line in own}
    found = []
    for line in lines:
        own = asked.get(line.agency.code, ())
        if own or (owes(line) and line.agency.code not in members):
            one = line_of(line, own) if own else line
            found.append(replace(_owing(round_, one, made, today, conflicts or {}), members=own))
    return tuple(found)


def _owing(
    round_: Round,
    line: Return,
    chases: Sequence[Chase],
    today: date,
    conflicts: Mapping[str, tuple[str, ...]],
) -> Owing:
    asked = interview(round_, line.agency, line.response, today)
    left = asked.still_owed()
    return Owing(
        line,
        len(asked.owed()),
        tuple(question.id for question in left),
        {question.id: parts for question in left if (parts := asked.missing(question))},
        (today - line.expected.due).days,
        tuple(one for one in chases if one.agency == line.agency.code and one.how in MADE),
        conflicts.get(line.agency.code, ()),
    )


def step(rule: Rule, one: Owing, on: date | None = None) -> Next:
    """Whom the next chase goes to, or one that is made on a day.

    Only days after the due date count, and of those that a chase is made on none, so that neither a reminder
    nor a second call on the same day brings the chief officer in. Where none of those meant is known it
    goes to whoever is.
    """
    days = {chase.on for chase in one.chases if chase.on > one.line.expected.due} - {on}
    level = rule.level(len(days)) if one.overdue else 1
    meant = rule.levels[level - 1].to
    return Next(level, meant, *reach(one.line.agency, meant))


def reach(agency: Agency, meant: Sequence[str]) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """The people of an agency in the roles meant, and the roles in which nobody is known.

    Where none of those meant is known, whoever is.
    """
    missing = tuple(role for role in meant if not people_of(agency, (role,)))
    known = tuple(role for role in ROLES if people_of(agency, (role,)))[:1]
    return people_of(agency, meant) or people_of(agency, known), missing


def sentence(found: Next) -> str:
    """What is odd about whom a chase goes to; empty where nothing is."""
    if not found.missing:
        return ""
    lacking = " and no ".join(map(spoken, found.missing))
    if not found.to:
        return f"no {lacking} is known, and nobody else"
    instead = {one.role for one in found.to} - set(found.meant)
    end = f", so it goes to the {' and '.join(map(spoken, sorted(instead)))}" if instead else ""
    return f"no {lacking} is known{end}"


def owed_words(one: Owing) -> str:
    """What is owed, as in a sentence: questions by id, the signature, answers that differ, members."""
    if one.state == SIGNED:
        return members_words(one)
    if one.line.progress is Progress.COMPLETE:
        said = "the signature (every question is answered)"
    elif one.line.progress is Progress.NOT_STARTED:
        said = f"the whole return: {_questions(len(one.owed))}, none of them answered yet"
    else:
        shown = [_named(one, name) for name in one.owed[:SHOWN]]
        more = f" and {len(one.owed) - SHOWN} more" if len(one.owed) > SHOWN else ""
        said = f"{_questions(len(one.owed))} of {one.asked}: {', '.join(shown)}{more}"
    said += f"; and which answer is right to {', '.join(one.conflicts)}" if one.conflicts else ""
    return f"{said}; and {members_words(one)}" if one.members else said


def members_words(one: Owing) -> str:
    """The members that a body is asked for, all of them by name: `the returns of A and B`."""
    noun = "return" if len(one.members) == 1 else "returns"
    return f"the {noun} of {listed([line.agency.name for line in one.members])}"


def through_body(one: Owing, made: Chase) -> tuple[Chase, ...]:
    """What is kept for each member that a body was asked for in a chase: no chase of the member itself."""
    how = f"{made.how} to {one.line.agency.name}"
    return tuple(
        Chase(line.agency.code, made.on, how, made.level, note=made.note, by=made.by) for line in one.members
    )


def _named(one: Owing, name: str) -> str:
    return f"{name} ({', '.join(one.parts[name])})" if name in one.parts else name


def _questions(count: int) -> str:
    return "1 question" if count == 1 else f"{count} questions"
