"""A challenge event with an agency: what is not assured and why, and what to ask, made from facts alone."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from audit.actions.action import Action
from audit.actions.asks import unanswered
from audit.actions.followed import Followed
from audit.actions.owed import owed
from audit.actions.rag import overdue
from audit.actions.table import themes_of
from audit.actions.words import CLOSED, ENDED, SILENT, Basis, State
from audit.agencies import Agency
from audit.chasing.letters import times
from audit.chasing.rule import EVIDENCE, WAIT
from audit.dates import days, in_words, latest_day, said
from audit.responses.response import PlannedAction, Response
from audit.rounds import Round, interview
from audit.scoring.challenge import Matter, matters_of


@dataclass(frozen=True, slots=True)
class Point:
    """A question to ask: of which action (its id) or answer (the question's id), and the words."""

    of: str
    words: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A low answer of an agency, or one that a panel graded lower: labels of grades, and what was planned.

    `counts` is the grade that counts at return, `reason` the panel's.
    """

    question: str
    text: str
    own: str
    counts: str
    reason: str = ""
    planned: PlannedAction | None = None
    themes: tuple[str, ...] = ()

    @property
    def down(self) -> bool:
        """Whether the panel's grade is lower than the agency's own."""
        return self.own != self.counts


def not_assured(one: Followed, today: date) -> str:
    """Why an action is not assured, in words; empty where it is, or where nobody asks for that any more."""
    if one.state == State.ASSURED:
        return "on what was told alone" if one.basis == Basis.TOLD else ""
    if one.state in CLOSED:
        return ""
    found = owed(one, today)
    if one.state == State.REPORTED_COMPLETE:
        return found.why if found else "evidence is held, and nobody has looked at it yet"
    end = f"; {found.why}" if found and one.state not in SILENT else ""
    return f"{one.state}{end}"


def points(one: Followed, owner: str, today: date, wait: int = WAIT) -> tuple[Point, ...]:
    """What to ask an owner of an action; `wait` is how many days an owner has to answer an ask."""
    return tuple(Point(one.id, words) for words in _asked_of(one, owner, today, wait))


def _asked_of(one: Followed, owner: str, today: date, wait: int) -> Iterator[str]:
    if one.state in ENDED:
        if one.basis == Basis.TOLD:
            on = said(one.standing[-1].on)
            yield f"It is assured on what was told alone, on {on}. What can be shown of it?"
        return
    yield from _complete(one, today) if one.state == State.REPORTED_COMPLETE else _going(one, today)
    for proposal in one.proposals:
        word = proposal.state or "an update"
        yield f"You sent {word!r} on {said(proposal.on)}, which nobody has accepted yet. Does it still hold?"
    if count := len({each.on for each in unanswered(one, [owner]) if each.silent(today, wait)}):
        yield f"You were asked {times(count)}, and no answer was written down. Whom should we ask?"


def _complete(one: Followed, today: date) -> Iterator[str]:
    found = owed(one, today)
    if found and found.what == EVIDENCE:
        yield f"{_capital(found.why)}. What shows that it is done, and where is that held?"
    elif one.evidence:
        piece = one.evidence[-1]
        held = f" ({piece.where})" if piece.where else ""
        yield f"It is reported complete, and {piece.what!r} is held{held}. What has changed for children?"


def _going(one: Followed, today: date) -> Iterator[str]:
    action, found = one.action, owed(one, today)
    if overdue(one, today):
        due = f"{said(action.due)}, {days((today - date.fromisoformat(action.due)).days)} ago"
        yield f"It was due on {due}. What stands in the way, and when will it be done?"
    elif found:
        end = "Who answers for it?" if one.state in SILENT else "How does it stand today?"
        yield f"{_capital(found.why)}. {end}"
    if one.state in {State.DELAYED, State.NOT_ON_TRACK} and not overdue(one, today):
        heard = in_words(one.heard())
        yield f"It was said to be {one.state} on {heard}. What was done since, and what is the new date?"
    if not action.due_or_review:
        text = f" ({action.due_text!r} says no day)" if action.due_text else ""
        yield f"It has no due date{text}. By which day will it be done?"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


# --- answers ----------------------------------------------------------------------------------------


def low_answers(
    round_: Round, agency: Agency, response: Response | None, today: date
) -> tuple[Answered, ...]:
    """The answers of a round whose grade is no good one, or that a panel graded lower, in order of asking."""
    if response is None:
        return ()
    begun = interview(round_, agency, response, today)
    found = matters_of(round_, agency, response, today)
    return tuple(
        _answered(round_, one, begun.answer(one.question).action) for one in found if _low(round_, one)
    )


def _low(round_: Round, one: Matter) -> bool:
    if not one.at_return:
        return False
    counts = round_.template.scale[one.at_return]
    return counts.points is not None and (not counts.good or _down(round_, one))


def _down(round_: Round, one: Matter) -> bool:
    if not (one.changed and one.own):
        return False
    own, counts = (round_.template.scale[code].points for code in (one.own, one.at_return))
    return own is not None and counts is not None and counts < own


def _answered(round_: Round, one: Matter, planned: PlannedAction | None) -> Answered:
    scale, question = round_.template.scale, one.question
    own = scale[one.own].label if one.own else "no grade any more"
    reason = one.panel.reason if one.panel and one.counts else ""
    head = (question.id, question.text, own, scale[one.at_return].label, reason)
    return Answered(*head, planned, question.themes)


def answer_points(answers: Sequence[Answered], today: date) -> tuple[Point, ...]:
    """What to ask an agency about its low answers."""
    return tuple(Point(one.question, _of_answer(one, today)) for one in answers)


def _of_answer(one: Answered, today: date) -> str:
    if one.down:
        reason = f", since: {one.reason.rstrip('.')}" if one.reason else ""
        return f"You graded it {one.own!r}, the panel {one.counts!r}{reason}. What has changed since then?"
    if one.planned is None or not one.planned.what:
        return f"You graded it {one.counts!r}, and planned nothing. What will be done, by whom and by when?"
    when = f" by {said(one.planned.when)}" if one.planned.when else ""
    day = latest_day(one.planned.when)
    end = "How far is that?" if day and day > today else "Was that done?"
    return f"You graded it {one.counts!r}, and planned{when}: {one.planned.what.rstrip('.')}. {end}"


def recurring(
    found: Sequence[Followed],
    answers: Sequence[Answered],
    of: Callable[[Action], Iterable[str]] = themes_of,
) -> tuple[tuple[str, int, int, int], ...]:
    """Themes that come up more than once, loudest first; `of` gives those of an action.

    Each with how many open actions, ended actions and low answers bear it.
    """
    open_ = [theme for one in found if one.state not in ENDED for theme in of(one.action)]
    ended = [theme for one in found if one.state in ENDED for theme in of(one.action)]
    low = [theme for one in answers for theme in one.themes]
    names = dict.fromkeys((*open_, *ended, *low))
    rows = [(name, open_.count(name), ended.count(name), low.count(name)) for name in names]
    return tuple(sorted((row for row in rows if sum(row[1:]) > 1), key=lambda row: (-sum(row[1:]), row[0])))
