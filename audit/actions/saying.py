"""What may be said of an action by hand: where that becomes an update or an assurance, or is refused."""

from datetime import date

from audit.actions.action import Assurance, Entry, Update
from audit.actions.followed import Followed, day_said, state_in
from audit.actions.words import CLOSED, ENDED, REPORTABLE, Basis, State
from audit.dates import in_words
from audit.definitions import nearest
from audit.errors import AnswerError, StateError, UnknownError

TYPED = (*REPORTABLE, State.NO_RESPONSE, State.NO_FURTHER_RECEIVED)  # what an update can say


def state_of(word: str) -> State:
    """The state that an update says, in any case; AnswerError where another command is for it.

    UnknownError with the nearest for a word that is no state.
    """
    known = {str(state): state for state in State}
    state = known.get(" ".join(word.split()).casefold())
    if state is None:
        raise UnknownError(f"There is no state {word!r}{nearest(word, [str(one) for one in TYPED])}")
    if state == State.ASSURED:
        raise AnswerError(
            "An action is assured when somebody has seen that it is done: use 'audit action assure ID "
            "--basis … --evidence … --where …'."
        )
    if state in CLOSED:
        raise AnswerError(
            f'{str(state).capitalize()!r} ends an action: use \'audit action close ID --as "{state}" '
            "--reason …'."
        )
    return state


def update(one: Followed, said: Update, today: date, *, reopen: bool = False) -> Update:
    """The update as it is kept; where its day lies before what was said last, it is told and changes nothing.

    AnswerError for a day to come; StateError where it would open an ended action without `reopen`.
    """
    _not_ahead(one, said.on, today)
    if said.state:
        _not_ended(one, reopen=reopen)
    last = last_said(one)
    late = bool(said.state and last and date.fromisoformat(said.on) < last)
    return Update(said.on, said.by, said.state, said.note, history=late)


def close(one: Followed, said: Update, today: date, *, reopen: bool = False) -> Update:
    """The update that ends an action otherwise than by assurance; AnswerError without a reason."""
    if not said.note:
        raise AnswerError(f"{one.id}: --reason says why it is {said.state}.")
    _not_ahead(one, said.on, today)
    _not_ended(one, reopen=reopen)
    return said


def assurance(one: Followed, said: Assurance, today: date, *, reopen: bool = False) -> Assurance:
    """The assurance as it is kept.

    AnswerError where it does not say what it rests on, or its day is to come or before the last one;
    StateError where the action was closed, without `reopen`.
    """
    _not_ahead(one, said.on, today)
    if said.basis == Basis.TOLD and not said.note:
        raise AnswerError(f"{one.id}: on the basis of being told, --note says who said what.")
    if said.basis != Basis.TOLD and not (said.evidence and said.where):
        raise AnswerError(
            f"{one.id}: on the basis {said.basis!r}, --evidence says what was seen, and --where "
            "where that is held."
        )
    if one.state in CLOSED:
        _not_ended(one, reopen=reopen)
    if one.standing and said.on < one.standing[-1].on:
        last = in_words(date.fromisoformat(one.standing[-1].on))
        raise AnswerError(f"{one.id} was assured on {last}; a further check is not of an earlier day.")
    return said


def last_said(one: Followed) -> date | None:
    """The latest day for which anybody said how an action stands; None where no day was said."""
    days = (day_said(entry) for entry in one.entries if _told(entry))
    return max((day for day in days if day), default=None)


def _told(entry: Entry) -> bool:
    return isinstance(entry.said, Update | Assurance) and state_in(entry) is not None


def _not_ahead(one: Followed, on: str, today: date) -> None:
    if on > today.isoformat():
        raise AnswerError(f"{one.id}: {in_words(date.fromisoformat(on))} is still ahead.")


def _not_ended(one: Followed, *, reopen: bool) -> None:
    if one.state in ENDED and not reopen:
        was = "is assured" if one.state == State.ASSURED else f"was ended ({one.state})"
        raise StateError(f"{one.id} {was}; --reopen changes that on purpose.")
