"""What is said to whoever a file is sent to: a form, an invitation, or a form beside another letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from audit.chasing.letters import Letter, Sender, left, round_words, shared_words
from audit.chasing.mail import Draft
from audit.chasing.people import Person
from audit.chasing.rule import BEFORE, OVERDUE, Rule
from audit.dates import days
from audit.rounds import Round


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file that goes to somebody: what it is, whose, whom it reaches, when it is due back, what it asks.

    `what` is one of the rule's words for what is sent; the commands are those that an invitation is answered
    with.
    """

    what: str
    code: str
    whose: str
    people: tuple[Person, ...]
    due: date
    file: str
    questions: str
    signed_by: tuple[str, ...] = ()
    command: str = ""
    return_command: str = ""


def covering(rule: Rule, round_: Round, parcel: Parcel, today: date, sender: Sender) -> Letter:
    """The letter that goes with a file of a round."""
    late = (today - parcel.due).days
    words = {
        **shared_words(parcel.whose, parcel.people, today, sender),
        **round_words(round_, parcel.due),
        "file": parcel.file,
        "days_late": days(max(0, late)),
        "days_left": left(-late),
        "signed_by": " or ".join(parcel.signed_by) or "somebody who answers for your agency",
        "questions": parcel.questions,
        "command": parcel.command,
        "return_command": parcel.return_command,
    }
    roles = {one.role for one in parcel.people}
    where = (OVERDUE if late > 0 else BEFORE, parcel.what, 1, roles)
    subject = next(piece for piece in rule.subjects if piece.fits(*where)).filled(words)
    texts = tuple(piece.filled(words) for piece in rule.paragraphs if piece.fits(*where))
    return Letter(parcel.code, parcel.whose, parcel.people, subject, texts)


def enclosed(
    rule: Rule, what: str, letter: Letter, file: str, today: date, sender: Sender
) -> tuple[str, ...]:
    """What is said in a letter of the file that goes with it: the texts kept for that alone."""
    words = {**shared_words(letter.agency, letter.people, today, sender), "file": file}
    where = ("", what, 1, {one.role for one in letter.people})
    kept = (piece for piece in rule.paragraphs if piece.state and piece.fits(*where))
    return tuple(piece.filled(words) for piece in kept)


def draft_of(
    letter: Letter, marking: str, below: Sequence[str] = (), file: str = "", content: bytes = b""
) -> Draft:
    """A letter as the draft of an e-mail: what is said of its file above who writes, and the marking last."""
    to = tuple((one.name, address) for one in letter.people for address in one.addresses)
    place = len(letter.paragraphs) - letter.closing
    said, ending = letter.paragraphs[:place], letter.paragraphs[place:]
    body = "\n\n".join(filter(None, (*said, *below, *ending, marking)))
    return Draft(to, letter.subject, body, file, content)
