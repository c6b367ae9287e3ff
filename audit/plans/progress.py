"""Dated updates in the free text of a plan, in the order of the text, without losing a word of it.

An update begins at the beginning of a line or a sentence with a date that stands apart: before a dash, a
colon, a state or a new sentence, in brackets, or alone on its line; `meeting held on 4 May 2016` stays in
the note. The date, and initials marked as who wrote it, are taken out of the note where they stand first;
everything else of the text stays in it. Text without a date is one update.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from audit.actions.action import Update
from audit.actions.words import State
from audit.dates import latest_day
from audit.plans.days import DATE, VAGUE, YEAR, on_of
from audit.plans.remarks import Remark, moved, points, tidy
from audit.plans.states import read_state

_NEAR = 120  # characters
_FURTHER = frozenset({State.NO_FURTHER_RECEIVED, State.NO_FURTHER_REQUIRED})
_WHO = r"[A-Z]\.? ?[A-Z][a-z'’-]+|[A-Z]{2,4}"
_LEAD = r"(?:progress |position )?(?:update|updated|as at|as of):? "
_BEGIN = re.compile(
    rf"(?:(?P<line>^[ \t]*(?:[•▪●·*–—-][ \t]*)?(?P<lead>{_LEAD})?)|(?<=[.;!?] )(?P<within>{_LEAD}))?"
    rf"(?P<open>[\[(]?)(?:(?<!\w)(?P<who>(?-i:[A-Z]{{2,3}}))[ ,:]+)?"
    rf"(?P<date>{DATE}|{VAGUE}|(?P<year>{YEAR}))(?P<close>[\])]?)(?:[ \t]*\((?P<by>(?-i:{_WHO}))\))?"
    r"(?P<apart>[ \t]*(?:[-–—:][ \t]*|$\n?|(?P<stop>[.,;][ \t]*)))?[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
_NAMED = re.compile(r"(?P<by>[A-Z]\.? ?[A-Z][a-z'’-]+):[ \t]*")
_SENTENCE = re.compile(r"[.!?;][ \t]+$")
_GOES_ON = re.compile(
    r"\b(?:on|by|in|of|for|since|until|till|from|to|and|or|the|at|before|after|between|during|dated|due|a|an|last|"
    r"next|was|is|early|mid|late|end|with)[ \t\n]+$"
    r"|\d\s*[-–—]\s*$",  # the second half of a range
    re.IGNORECASE,
)
_UPDATE = re.compile(r"[ \t]*(?:progress |position )?update\b", re.IGNORECASE)
_BEHIND = re.compile(
    rf",?\s*(?:[-–—:(]\s*)?(?:in |on )?(?P<date>{DATE})(?=\s*(?:[).,;:\n–—-]|$))", re.IGNORECASE
)
_ANOTHER = re.compile(rf"{DATE}|{VAGUE}", re.IGNORECASE)
# `Action: …`, and `CCG to provide …` where no verb stands before.
_NO_VERB = (
    r"(?!(?:is|was|were|are|be|been|has|have|had|will|would|can|could|did|agreed|able|continues?|needs?|plans?"
    r"|met|due|used|asked|held|in|order)\b)"
)
_TASK = (
    r"(?:provide|report|send|produce|complete|review|update|circulate|confirm|ensure|arrange|develop|draft|submit"
    r"|present|contact|follow|write|chase|feed|bring|check|discuss|share|raise|lead|prepare|deliver|agree"
    r"|undertake|carry)\b"
)
_TO_DO = re.compile(
    r"(?:^|(?<=[.;:!?])\s+|(?<=[•▪●*–-])\s*)(?P<todo>(?i:(?:(?:new|further|agreed|outstanding|next) )?"
    r"actions?(?: points?| required| needed)?(?: \d[\d.]*)?\s*[:–-])\s*\S"
    rf"|[A-Z][\w&'’/.()-]*(?: {_NO_VERB}[\w&'’/()-]+){{0,5}} (?:(?:is|are) )?to {_TASK})",
    re.MULTILINE,
)


def updates_in(
    text: str, states: Mapping[str, str], row: int = 0, field: str = "progress", *, on: str = ""
) -> tuple[tuple[Update, ...], tuple[Remark, ...]]:
    """The updates that a text holds, in its order, as history; and what is to be listed about it.

    `on` is the date that its heading says, for what begins without one.
    """
    cell = tidy(text)
    if not cell:
        return (), ()
    begins = [*_begins(cell, states)]
    edges = [*(found.start() for found in begins), len(cell)]
    before = cell[: edges[0]].strip()
    entries = [cell[start:end] for start, end in pairwise(edges)]
    read = [_undated(before, states, on)] if before else []
    read += [_dated(found, entry, states) for found, entry in zip(begins, entries, strict=True)]
    texts = ([before] if before else []) + entries
    doubts = [Remark(field, _short(entry), why) for entry, (_, why) in zip(texts, read, strict=True) if why]
    return tuple(replace(one, row=row) for one, _ in read), (*doubts, *_about(cell, field))


def last_state(updates: tuple[Update, ...]) -> Update | None:
    """The update that says last how an action stands: the latest dated one, else the last of the text."""
    return latest(tuple(one for one in updates if one.state))


def latest(updates: tuple[Update, ...]) -> Update | None:
    """The latest dated update, else the last of the text; None where there is none.

    That no *further* assurance came, or is wanted, was said after what stands before it in the text.
    """
    if updates and not updates[-1].on and updates[-1].state in _FURTHER:
        return updates[-1]
    dated = [(day, n) for n, one in enumerate(updates) if one.on and (day := latest_day(one.on))]
    return updates[max(dated)[1]] if dated else (updates[-1] if updates else None)


def _begins(cell: str, states: Mapping[str, str]) -> Iterator[re.Match[str]]:
    """Where an update begins in a text."""
    at = 0
    while found := _BEGIN.search(cell, at):
        at = max(found.end("date"), found.start() + 1)
        if _stands_apart(found, cell, states):
            yield found


def _stands_apart(found: re.Match[str], cell: str, states: Mapping[str, str]) -> bool:
    """Whether a date that was found begins an update, and is not a part of a sentence."""
    # A look at what stands near is enough; a hostile text may be very long.
    before = cell[max(0, found.start() - _NEAR) : found.start()]
    after = cell[found.end() : found.end() + _NEAR]
    at_line = found["line"] is not None and (not before or before.endswith("\n"))
    # `CQC 2018: Good` and `the plan of Child R 2018: …` are names.
    named = found["year"] and (found["who"] or not (at_line or _SENTENCE.search(before)))
    if named or _GOES_ON.search(before):
        return False
    state = read_state(after.split("\n")[0], states).state
    if state and after[:1].isupper() and (found["apart"] or "").strip(" .,;\n"):
        return True
    if not at_line and not _SENTENCE.search(before) and not (found["open"] == "[" and found["close"]):
        return False
    if (found["apart"] and not found["stop"]) or found["by"] or found["who"]:
        return True
    if state or _UPDATE.match(after) or (found["open"] and found["close"]):
        return True
    return at_line and found["stop"] != "," and not after[:1].islower()


def _dated(found: re.Match[str], entry: str, states: Mapping[str, str]) -> tuple[Update, str]:
    """The update that begins with a date, and what is doubtful about its date."""
    rest = entry[found.end() - found.start() :].strip()
    on, another = found["year"] or on_of(found["date"]), _ANOTHER.match(rest)
    word = read_state(rest[another.end() :].lstrip(" \t-–—:") if another else rest, states)
    if another or not on:
        doubt = "an update of more than one date" if another else "an update whose date is not certain"
        return Update("", "", word.state, entry.strip(), history=True), f"{doubt}; none was taken"
    by = found["who"] or found["by"] or ""
    if not by and (named := _NAMED.match(rest)):
        by, rest = named["by"], rest[named.end() :]
        word = read_state(rest, states)
    if _whole(found):
        by, rest = "", entry.strip()
    return Update(on, by, word.state, rest, history=True), word.why


def _whole(found: re.Match[str]) -> bool:
    """Whether the date stays in the note: words or initials before it, too, or half a pair of brackets."""
    words = found["lead"] or found["within"] or (found["who"] and found["by"])
    return bool(words) or bool(found["open"]) != bool(found["close"])


def _undated(text: str, states: Mapping[str, str], on: str) -> tuple[Update, str]:
    """The update that a text is which does not begin with a date; one may stand behind its state."""
    word = read_state(text, states)
    found = _BEHIND.match(text[len(word.own) :]) if word.state else None
    return Update(on_of(found["date"]) if found else on, "", word.state, text, history=True), word.why


def _about(cell: str, field: str) -> Iterator[Remark]:
    """What else is to be listed about a text."""
    if points(cell):
        yield Remark(field, cell, "it points elsewhere; kept as it stands")
    for found in _TO_DO.finditer(cell):
        text = _short(cell[found.start("todo") :])
        yield Remark(field, text, "this may be an action inside a note; it was left in the note")
    yield from moved(field, cell)


def _short(text: str) -> str:
    """The beginning of a text, for a list: its first sentence or line."""
    first = re.split(r"(?<=[.;!?])\s+|\n", text.strip(), maxsplit=1)[0]
    return first if len(first) <= 120 else f"{first[:119].rstrip()}…"
