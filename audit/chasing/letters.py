"""A letter to an agency that owes its return, from the rule's texts and the figures of the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile, zip_longest

from audit.chasing.owing import Next, Owing, owed_words
from audit.chasing.people import Person
from audit.chasing.rule import Piece, Rule
from audit.dates import days, in_words
from audit.rounds import Round, signing_roles, words_of
from audit.tables.formulas import as_csv
from audit.wording import listed

UNKNOWN = "no e-mail address is known"
HEADINGS = ("agency", "to", "e-mail", "subject", "body")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: the partnership's name, and whom questions go to."""

    partnership: str
    questions_to: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, ready to be sent by hand: to whom, its subject, and its text in paragraphs.

    The last `closing` of them say who writes; what goes with the letter is told above them.
    """

    code: str
    agency: str
    people: tuple[Person, ...]
    subject: str
    paragraphs: tuple[str, ...]
    closing: int = 0

    @property
    def addresses(self) -> tuple[str, ...]:
        """The e-mail addresses that are known, none twice."""
        return tuple(dict.fromkeys(address for one in self.people for address in one.addresses))

    @property
    def to(self) -> str:
        """Whom it goes to, as the line To: of an e-mail; what was typed where no address is known."""
        return "; ".join(map(_addressed, self.people))

    @property
    def body(self) -> str:
        """The paragraphs with a blank line between them."""
        return "\n\n".join(self.paragraphs)

    @property
    def text(self) -> str:
        """The whole letter as plain text."""
        return f"To: {self.to}\nSubject: {self.subject}\n\n{self.body}\n"


def _addressed(one: Person) -> str:
    if not one.addresses:
        return f"{one.typed} ({UNKNOWN})"
    if not one.name:
        return ", ".join(one.addresses)
    return "; ".join(f"{one.name} <{address}>" for address in one.addresses)


def letter(rule: Rule, round_: Round, one: Owing, found: Next, today: date, sender: Sender) -> Letter:
    """The letter of the next chase of an agency."""
    words = _words(round_, one, found, today, sender)
    where = (one.when, one.state, found.level, found.roles)
    subject = next(piece for piece in rule.subjects if piece.fits(*where, members=bool(one.members)))
    fitting = [piece for piece in rule.paragraphs if piece.fits(*where, members=bool(one.members))]
    texts = tuple(piece.filled(words) for piece in fitting)
    head = (one.line.agency.code, one.line.agency.name, found.to, subject.filled(words))
    return Letter(*head, texts, closing(fitting))


def closing(pieces: Sequence[Piece]) -> int:
    """How many of a letter's paragraphs, at its end, say who writes and whom questions go to."""
    return sum(1 for _ in takewhile(lambda piece: piece.closes, reversed(pieces)))


def _words(round_: Round, one: Owing, found: Next, today: date, sender: Sender) -> dict[str, str]:
    """What each placeholder stands for."""
    agency = one.line.agency
    last = one.chases[-1].on if one.chases else None
    roles = signing_roles(round_.template, words_of(agency))
    return {
        **shared_words(agency.name, found.to, today, sender),
        **round_words(round_, one.line.expected.due),
        "days_late": days(max(0, one.days)),
        "days_left": left(-one.days),
        "owed": owed_words(one),
        "chases": times(len({chase.on for chase in one.chases})),
        "last_chase": in_words(last) if last else "not yet",
        "members": listed([line.agency.name for line in one.members]),
        "signed_by": " or ".join(roles) or "somebody who answers for your agency",
    }


def shared_words(whose: str, people: Sequence[Person], today: date, sender: Sender) -> dict[str, str]:
    """What the placeholders stand for that letters of every kind to an agency may have."""
    partnership = sender.partnership or "the safeguarding children partnership"
    return {
        "agency": whose,
        "partnership": partnership,
        "questions_to": sender.questions_to or partnership,
        "today": in_words(today),
        "names": listed([one.name for one in people if one.name]) or "colleague",
    }


def round_words(round_: Round, due: date) -> dict[str, str]:
    """What the placeholders stand for that tell of a round, and of the day that is due in it."""
    return {
        "round": round_.name,
        "title": round_.template.title,
        "period": round_.period or "this period",
        "due": in_words(due),
    }


def left(count: int) -> str:
    """How many days are left: `today`, `in 5 days`, `past`."""
    return {0: "today", 1: "tomorrow"}.get(count, f"in {count} days") if count >= 0 else "past"


def times(count: int) -> str:
    """How often something was done: `not yet`, `once`, `3 times`."""
    return {0: "not yet", 1: "once", 2: "twice"}.get(count, f"{count} times")


def merge_table(letters: Sequence[Letter], files: Sequence[str] = (), marking: str = "") -> bytes:
    """Letters as a table (CSV) for a mail merge, each marked as its draft is.

    Where a file goes with each it is named, and it is said where no e-mail address is known.
    """
    lines: list[tuple[str, ...]] = [(*HEADINGS, *(("file",) if files else ()))]
    for one, file in zip_longest(letters, files):
        names = "; ".join(person.name for person in one.people if person.name)
        if files and not one.addresses:
            names = f"{names} ({UNKNOWN})".strip()
        body = "\n\n".join(filter(None, (one.body, marking)))
        line = (one.agency, names, "; ".join(one.addresses), one.subject, body)
        lines.append((*line, *((file,) if files else ())))
    return as_csv(lines)
