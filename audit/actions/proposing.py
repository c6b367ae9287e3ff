"""What an owner's form says of actions, as proposals; nothing changes how an action stands by that."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from audit.actions.action import Assurance, Decision, Entry, Proposal, Status, Update, said_block
from audit.actions.followed import Followed
from audit.actions.wording import asked_words
from audit.actions.words import ENDED, REPORTABLE, State
from audit.dates import day_of, in_words, latest_day
from audit.definitions import nearest
from audit.errors import Problem
from audit.registers.folding import fold

MARK = re.compile(r"([0-9a-f]{8})-([0-9a-f]{8})-([0-9a-f]{8})")
ACCEPTED, DECLINED = "accepted", "declined"
_TOLD = 20_000  # letters of a text that tell it from others
FIELDS = ("state", "note", "evidence", "where", "signed_off", "on")  # what an owner fills in


@dataclass(frozen=True, slots=True)
class Reported:
    """A row of a form that was filled in: texts by field as they were typed, and where each stands.

    `id`, `asked` and `mark` are what the row says of its action; `asked` and `mark` may be lost.
    """

    id: str
    asked: str
    mark: str
    values: Mapping[str, str]
    places: Mapping[str, str]

    def problem(self, name: str, text: str) -> Problem:
        """What is wrong in the cell of a field."""
        return Problem(self.places.get(name, self.places.get("id", "")), text)


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose form it is, the file that it came in, and the day on which it came."""

    owner: str
    file: str
    today: date


@dataclass(slots=True)
class Proposed:
    """What a form proposes by id; ids of which it says what it said before; notes, and what is wrong."""

    new: list[tuple[str, Proposal]] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def mark(one: Followed) -> str:
    """What tells in a form which action stood there, in which words, and how it stood then."""
    standing = [repr(sorted(one.action.block().items(), key=str))]
    standing += [repr(sorted(said_block(each.said).items(), key=str)) for each in one.entries if _moves(each)]
    return "-".join((_short(one.id, one.added), _told(asked_words(one.action)), _short(*standing)))


def _moves(entry: Entry) -> bool:
    return isinstance(entry.said, Update | Status | Assurance)


def _told(text: str) -> str:
    """A text by its letters and digits alone, which no program changes that saves a workbook."""
    return _short("".join(re.findall(r"\w+", text))[:_TOLD])


def _short(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:8]


def propose(found: Mapping[str, Followed], rows: Sequence[Reported], sender: Sender) -> Proposed:
    """What the filled rows of a form propose, with everything that is wrong in them; pure.

    `found` has the actions by their ids in lower case. An action that has moved on since the form was
    made is told, and proposed all the same.
    """
    result = Proposed()
    seen: dict[str, Proposal] = {}
    for row in rows:
        one = found.get(row.id.casefold())
        if one is None:
            result.problems.append(row.problem("id", _unknown(found, row.id)))
            continue
        problems = [*_misplaced(one, row), *_wrong(row, sender.today)]
        result.problems += problems
        if problems:
            continue
        proposal = _proposal(one, row, sender)
        if one.id in seen and _content(seen[one.id]) != _content(proposal):
            text = f"{one.id} is filled in twice, with something else each time; leave one of the rows."
            result.problems.append(row.problem("id", text))
        elif one.id not in seen:
            seen[one.id] = proposal
            _keep(result, one, row, proposal)
    return result


def _unknown(found: Mapping[str, Followed], name: str) -> str:
    if not name:
        return "something is filled in here, and no action id stands beside it; put it back."
    return f"there is no action {name!r} here{nearest(name, [one.id for one in found.values()])}"


def _misplaced(one: Followed, row: Reported) -> Iterator[Problem]:
    """Where a row is not of the action that its id names."""
    then, now = MARK.fullmatch(row.mark), MARK.fullmatch(mark(one))
    if then and now and then[1] != now[1]:
        text = f"this row was not made for {one.id} as it is known here; is it a form of another workspace?"
        yield row.problem("mark", text)
    elif row.asked and _told(row.asked) != (then[2] if then else _told(asked_words(one.action))):
        text = f"these are not the words that {one.id} was asked in; put each id beside its own words."
        yield row.problem("asked", text)


def _wrong(row: Reported, today: date) -> Iterator[Problem]:
    """What cannot be taken in the cells that were filled in."""
    values = row.values
    if (word := values["state"]) and not state_of(word):
        yield row.problem("state", _no_state(word))
    if values["where"] and not values["evidence"]:
        yield row.problem("evidence", "it is said where something is held, and not what; say what it is.")
    if word := values["on"]:
        if not (day := as_far(word)):
            yield row.problem("on", f"{word!r} is no date that can be read; write it as 31/3/2026.")
        elif day > today.isoformat()[: len(day)]:
            yield row.problem("on", f"{word!r} is after today, {in_words(today)}; write when it was signed.")
    if not any(values[name] for name in ("state", "note", "evidence", "where")):
        yield row.problem("state", "it is signed or dated, and nothing is reported; say how it stands.")


def state_of(word: str) -> State | None:
    """The state that an owner reports by a word; None where it is none that an owner can report."""
    return next((one for one in REPORTABLE if fold(one) == fold(word)), None)


def _no_state(word: str) -> str:
    choice = ", ".join(REPORTABLE)
    if any(fold(one) == fold(word) for one in State):
        return f"{word!r} is for the partnership to say; an owner reports one of these: {choice}."
    return f"there is no status {word!r}; choose one of these: {choice}."


def as_far(text: str) -> str:
    """A typed date as YYYY-MM-DD, YYYY-MM or YYYY, as far as it is said; empty where it is no date."""
    if day := day_of(text):
        return day.isoformat()
    last = latest_day(text)
    if last is None:
        return ""
    return last.isoformat()[:4] if text.strip().isdigit() else last.isoformat()[:7]


def _proposal(one: Followed, row: Reported, sender: Sender) -> Proposal:
    values = row.values
    return Proposal(
        number=1 + max((each.number for each in _before(one)), default=0),
        on=as_far(values["on"]) or sender.today.isoformat(),
        by=sender.owner,
        state=state_of(values["state"]) or "",
        note=values["note"],
        evidence=values["evidence"],
        where=values["where"],
        signed_off=values["signed_off"],
        file=sender.file,
    )


def _before(one: Followed) -> Iterator[Proposal]:
    return (each.said for each in one.entries if isinstance(each.said, Proposal))


def _content(proposal: Proposal, *, dated: bool = True) -> Proposal:
    """A proposal without what tells it from another one that says the same."""
    bare = replace(proposal, number=0, by="", file="")
    return bare if dated else replace(bare, on="")


def _keep(result: Proposed, one: Followed, row: Reported, proposal: Proposal) -> None:
    """Put a proposal where it belongs: to the new ones, or to those that came before."""
    dated = bool(row.values["on"])
    moved = bool(MARK.fullmatch(row.mark)) and row.mark != mark(one)
    alike = [each for each in _before(one) if _content(each, dated=dated) == _content(proposal, dated=dated)]
    if any(each in one.proposals or dated or moved or not _accepted(one, each) for each in alike):
        result.same.append(one.id)
        return
    result.new.append((one.id, proposal))
    result.notes += _notes(one, row, moved=moved)


def _accepted(one: Followed, proposal: Proposal) -> bool:
    made = (each.said for each in one.entries if isinstance(each.said, Decision))
    return any(each.decision == ACCEPTED and each.number == proposal.number for each in made)


def _notes(one: Followed, row: Reported, *, moved: bool) -> Iterator[str]:
    """What somebody should know who looks at a proposal."""
    if one.state in ENDED:
        yield f"{one.id} is {one.state} by now; what the form says of it is proposed all the same."
    elif moved:
        yield f"{one.id} has moved on since the form was made; what it says is proposed all the same."
    elif not row.mark:
        yield f"The form no longer tells how {one.id} stood when it was made."
    if one.proposals:
        yield f"Another proposal waits for {one.id} already."
