"""How a plan says that an action stands: by its status, else its colour, dates or notes, in that order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.actions.action import Status, Update
from audit.actions.words import State
from audit.plans.days import is_a_time, read_when
from audit.plans.line import Line
from audit.plans.profile import Profile
from audit.plans.progress import last_state, latest, updates_in
from audit.plans.remarks import Remark, is_open, moved, points, says_nothing, tidy
from audit.plans.states import ENDINGS, Word, head_of, read_colour, read_state

_YES = re.compile(r"y(?:es)?", re.IGNORECASE)
_NO = re.compile(r"no?|not yet", re.IGNORECASE)
_ASKED = re.compile(r"\b(?:complete[d]?|achieved|done|met)\b", re.IGNORECASE)
_CODE = re.compile(r"^\(?\d[.)]?\s*[-–—:]?\s+(?=\D)")  # `1 - Fully achieved`
_PHRASES = frozenset({State.ON_TRACK, State.NOT_STARTED})
BEYOND_COLOURS = frozenset(
    {
        State.NO_FURTHER_RECEIVED,
        State.NO_FURTHER_REQUIRED,
        State.NO_RESPONSE,
        State.CLOSED_WITHOUT,
        State.SUPERSEDED,
    }
)
_COLOURED = ("number", "action", "milestone", "due", "achieved", "progress", "outcome")


@dataclass(frozen=True, slots=True)
class _Found:
    """A state, the field it was found in and how that is called, and the plan's own word for it."""

    state: str
    field: str
    found: str
    own: str


def standing(
    line: Line, profile: Profile, updates: Sequence[Update]
) -> tuple[Status | None, tuple[Remark, ...]]:
    """How a line says that its action stands, None where it says nothing; and what is to be listed."""
    remarks: list[Remark] = []
    told = [
        *_of_status(line, profile, remarks),
        *_of_rag(line, profile, remarks),
        *_of_fill(line, profile, remarks),
        *_of_achieved(line, profile, remarks),
        *_of_due(line, profile, remarks),
    ]
    told = [*told, *_of_progress(updates, profile)]
    if told and told[0].found == "fill" and _is_said_last(updates):
        told.insert(0, told.pop())
    # Words beat a colour, and a colour beats what is only inferred.
    own = " / ".join(text for name in ("status", "rag") if not says_nothing(text := tidy(line[name])))
    if not told:
        return (Status("", own, "status" if not says_nothing(line["status"]) else "rag") if own else None), (
            *remarks,
        )
    first = told[0]
    remarks += _against(line, told)
    if first.found == "progress":
        remarks += _without_date(updates, first.state)
    return Status(str(first.state), own or first.own, first.found), (*remarks,)


def _of_progress(updates: Sequence[Update], profile: Profile) -> Iterator[_Found]:
    """What the progress notes say last of how it stands."""
    if last := last_state(tuple(updates)):
        own = read_state(last.note, profile.states).own.rstrip(" .")
        yield _Found(last.state, "progress", "progress", own or last.state)


def _without_date(updates: Sequence[Update], taken: str) -> Iterator[Remark]:
    """Notes without a date that say otherwise than the dated one taken: which came last is unknown."""
    last = last_state(tuple(updates))
    if last is None or not last.on:
        return
    for one in updates:
        before = one.state in _PHRASES and taken in ENDINGS  # under way, then done
        if one.state not in ("", taken) and not one.on and not before:
            why = f"it has no date and says {one.state}, a note of {last.on} says {taken}; {taken} was taken"
            yield Remark("progress", one.note, why)


def _is_said_last(updates: Sequence[Update]) -> bool:
    """Whether the latest update says of assurance what no colour can say: it beats one."""
    last = latest(tuple(updates))
    return last is not None and last.state in BEYOND_COLOURS


def _of_status(line: Line, profile: Profile, remarks: list[Remark]) -> Iterator[_Found]:
    yield from _of_words(line, "status", profile, remarks)


def _of_rag(line: Line, profile: Profile, remarks: list[Remark]) -> Iterator[_Found]:
    yield from _of_words(line, "rag", profile, remarks)


def _of_words(line: Line, field: str, profile: Profile, remarks: list[Remark]) -> Iterator[_Found]:
    """The state in a status or RAG column: a word, a colour's name, or the last of several dated ones."""
    text = tidy(line[field])
    if says_nothing(text):
        return
    word = read_state(_CODE.sub("", text), profile.states)
    if not word.own or not (word.state or word.why):
        word = _dated(text, profile) or _coloured(text, profile) or _asked(line, field, text)
    if word.state:
        yield _Found(word.state, field, field, text)
    if word.why or not (word.state or moved(field, text)):
        remarks.append(Remark(field, text, word.why or _left(text)))


def _left(text: str) -> str:
    if points(text):
        return "it points elsewhere; no state is taken from it"
    if is_open(text):
        return "it says no state; no state is taken from it"
    return "not a word for a status that is known; no state is taken from it"


def _dated(text: str, profile: Profile) -> Word | None:
    """The last state of a cell that holds dated ones (`July 2011: On track`, `Oct 2011: Achieved`)."""
    last = last_state(updates_in(text, profile.states)[0])
    if last is None or not last.on:
        return None
    return read_state(last.note, profile.states)


def _coloured(text: str, profile: Profile) -> Word | None:
    """The state of a colour's name, or of the words behind it (`Red: not started`); None for none."""
    head, rest = head_of(text)
    colour = read_colour(text) or read_colour(head)
    if not colour:
        return None
    behind = read_state(rest, profile.states) if rest else Word()
    if behind.state or behind.why:
        return behind
    state = profile.colours.get(colour, "")
    return Word(
        state, text, "" if state else f"{colour} says no state by the profile; no state is taken from it"
    )


def _asked(line: Line, field: str, text: str) -> Word:
    """What yes or no means under a heading that asks whether it is done."""
    if not _ASKED.search(line.headings.get(field, "")):
        return Word()
    if _YES.fullmatch(text):
        return Word(State.REPORTED_COMPLETE, text, "yes to its heading: taken for reported complete")
    return Word("", text, "no to its heading; no state is taken from it") if _NO.fullmatch(text) else Word()


def _of_fill(line: Line, profile: Profile, remarks: list[Remark]) -> Iterator[_Found]:
    """The state of a colour that a status or RAG cell is filled with."""
    for field in ("rag", "status"):
        if not (colour := line.fills.get(field, "")):
            continue
        if state := profile.colours.get(colour, ""):
            yield _Found(state, field, "fill", colour)
        elif says_nothing(line[field]):
            remarks.append(
                Remark(field, colour, "the colour of the cell says no state by the profile; it was left")
            )
    if "rag" in line.headings or "status" in line.headings or line["rag"] or line["status"]:
        return
    elsewhere = [(name, colour) for name in _COLOURED if (colour := line.fills.get(name, ""))]
    if elsewhere:
        words = ", ".join(f"{line.headings.get(name, name)}: {colour}" for name, colour in elsewhere)
        why = "cells are coloured where no column is for status or RAG; no state was taken"
        remarks.append(Remark(elsewhere[0][0], words, why))


def _of_achieved(line: Line, profile: Profile, remarks: list[Remark]) -> Iterator[_Found]:
    """What the date of achievement says: a date that it is done, a state word what it says."""
    text = tidy(line["achieved"])
    if says_nothing(text):
        return
    shown = line.days.get("achieved", "")
    done = _Found(State.REPORTED_COMPLETE, "achieved", "achieved", shown or text)
    if shown or is_a_time(text):
        yield done
        if not shown and (why := read_when(text).why):
            remarks.append(Remark("achieved", text, f"{why}; taken for reported complete"))
        return
    word = read_state(text, profile.states)
    if not (word.state or word.why):
        word = _asked(line, "achieved", text)
    if word.state:
        yield _Found(word.state, "achieved", "achieved", text)
        remarks.append(Remark("achieved", text, word.why or f"a status in a date cell: read as {word.state}"))
    else:
        why = word.why or f"{read_when(text).why or 'not a date by itself'}; no state is taken from it"
        remarks.append(Remark("achieved", text, why))


def _of_due(line: Line, profile: Profile, remarks: list[Remark]) -> Iterator[_Found]:
    """The state in a cell for when it is due; `ongoing` there is how long it goes on, and no state."""
    text = tidy(line["due"])
    when = read_when(text, line.days.get("due", ""))
    if not when.why:
        return
    word = read_state(text, profile.states)
    if word.state and word.state not in _PHRASES:
        yield _Found(word.state, "due", "due", text)
        remarks.append(Remark("due", text, word.why or f"a status in a date cell: read as {word.state}"))
    else:
        remarks.append(Remark("due", text, word.why or when.why))


def _against(line: Line, told: Sequence[_Found]) -> Iterator[Remark]:
    """What contradicts the state that was taken."""
    first = told[0]
    taken = f"{line.headings.get(first.field, first.field)} says {first.own!r}"
    for other in told[1:]:
        beaten = (first.found, other.found) == ("progress", "fill")
        if beaten or _contradicts(first, other):
            yield Remark(other.field, other.own, f"{taken}, this says {other.state}; {first.state} was taken")


def _contradicts(first: _Found, other: _Found) -> bool:
    """Whether what was found later cannot be true beside the state that was taken."""
    if other.found == "due":
        return False  # listed already, as a status in a date cell
    if other.found == "progress" and first.state in ENDINGS and other.state in _PHRASES:
        # A word that it is done came after such a note; a colour may have meant no more than the note.
        return bool(first.found == "fill" or read_colour(first.own))
    if other.found == "fill" and first.state == State.ON_TRACK and other.state in ENDINGS:
        return False  # green is said of what is on track, too
    if (first.state in ENDINGS) != (other.state in ENDINGS):
        return True
    worse = {State.NOT_ON_TRACK, *(() if other.found in ("rag", "fill") else (State.DELAYED,))}
    return State.ON_TRACK in (first.state, other.state) and bool(worse & {first.state, other.state})
