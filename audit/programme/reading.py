"""A programme out of YAML: every problem with its line."""

import re
from collections.abc import Sequence
from datetime import date

from audit.dates import read_day
from audit.definitions import Block, Reading, nearest, unique
from audit.programme.entry import Audit, Done, FollowUp, Meeting, Programme, Report, Target, placed
from audit.programme.spans import (
    EARLIEST,
    LATEST,
    Interval,
    Span,
    month_number,
    no_interval,
    no_span,
    read_interval,
    read_span,
)

KEYS = ("title", "meetings", "audits", "reports", "follow-ups")
_MEETING = ("id", "title", "dates")
_AUDIT = ("id", "what", "when", "template", "sample", "who", "to", "round", "rounds", "done")
_REPORT = ("id", "what", "every", "from", "until", "who", "to", "done")
_FOLLOW_UP = ("id", "of", "after", "what", "who", "to", "round", "rounds", "done")
_IN_MONTH = re.compile(r"(?:the )?([A-Za-z]{3,9})(?: (20\d\d))? (.+)", re.ASCII)
_ON_DAY = re.compile(
    r"(.+?)(?: of| on)? (\d{4}-\d\d-\d\d|\d\d?/\d\d?/\d{4}|\d\d? [A-Za-z]{3,9} \d{4})", re.ASCII
)


def parse(block: Block, where: str) -> Programme:
    """The programme in a mapping; DefinitionError with every problem and its line."""
    reading = Reading(where)
    reading.block(block, KEYS, "a programme")
    title = reading.text(block, "title")
    meetings = tuple(_meeting(reading, item) for item in reading.blocks(block, "meetings", "a meeting"))
    unique(reading, meetings, "meeting", lambda one: (one.id, one.title))
    audits = tuple(_audit(reading, item, meetings) for item in reading.blocks(block, "audits", "an audit"))
    found = [_report(reading, item, meetings) for item in reading.blocks(block, "reports", "a report")]
    reports = tuple(filter(None, found))
    again = [
        _follow_up(reading, item, meetings) for item in reading.blocks(block, "follow-ups", "a follow-up")
    ]
    follow_ups = tuple(filter(None, again))
    unique(reading, (*audits, *reports, *follow_ups), "id", lambda one: [one.id])
    reading.finish()
    return Programme(title, meetings, audits, reports, follow_ups)


def _meeting(reading: Reading, item: Block) -> Meeting:
    block = reading.block(item, _MEETING, "a meeting")
    name = reading.text(block, "id", "a meeting")
    days = [day for word in reading.words(block, "dates") if (day := _day(reading, word, "'dates'"))]
    if len(set(days)) < len(days):
        reading.wrong(block.line_of("dates"), f"a date of {str(name)!r} stands there twice.")
    return Meeting(name, reading.text(block, "title") or name, tuple(sorted(days)))


def _audit(reading: Reading, item: Block, meetings: Sequence[Meeting]) -> Audit:
    block = reading.block(item, _AUDIT, "an audit")
    spans = [span for word in reading.words(block, "when") if (span := _span(reading, word))]
    when = tuple(sorted(spans, key=lambda span: (span.first, span.last)))
    found = Audit(
        reading.text(block, "id", "an audit"),
        reading.text(block, "what", "an audit"),
        when,
        reading.text(block, "template"),
        reading.text(block, "sample"),
        reading.text(block, "who"),
        _targets(reading, block, meetings),
        _rounds(reading, block),
        _done(reading, block),
    )
    _check_times(reading, block, found)
    return found


def _check_times(reading: Reading, block: Block, found: Audit) -> None:
    """Note what leaves open when an audit is due, or which time of it a round or a day belongs to."""
    if not found.when and not found.rounds and not any(one.chosen for one in found.to):
        reading.wrong(
            block.line_of("when"),
            "an audit needs 'when', or a 'round', or 'to' with a certain meeting ('December board').",
        )
    for place, span in enumerate(found.when[1:]):
        if span.first <= found.when[place].last:
            reading.wrong(block.line_of("when"), f"{span.words} and {found.when[place].words} overlap.")
    if len(found.when) > 1 and len(found.rounds) > len(found.when):
        text = "there are more rounds than times in 'when'; each time has one, in their order."
        reading.wrong(block.line_of("rounds"), text)
    for one in found.to:
        if one.on and found.when and one.on < found.when[0].first:
            reading.wrong(block.line_of("to"), "the meeting is before the time in 'when'.")
    _check_done(reading, block, found.done, found.when)


def _report(reading: Reading, item: Block, meetings: Sequence[Meeting]) -> Report | None:
    block = reading.block(item, _REPORT, "a report")
    name, what = (reading.text(block, key, "a report") for key in ("id", "what"))
    every = _interval(reading, block, "every", "a report")
    start = _day_in(reading, block, "from", "a report")
    until = _day_in(reading, block, "until")
    to, done = _targets(reading, block, meetings), _done(reading, block)
    if any(one.chosen for one in to):
        text = "a report that recurs goes to a meeting by its name alone: the last of it within each time."
        reading.wrong(block.line_of("to"), text)
    if not (every and start):
        return None
    if until and until < start:
        reading.wrong(block.line_of("until"), "'until' is before 'from'.")
    found = Report(name, what, every, start, until, reading.text(block, "who"), to, done)
    _check_done(reading, block, done, tuple(found.spans(found.latest)))
    for one in done:
        if not one.of and one.day < start:
            reading.wrong(block.line_of("done"), f"{one.day} in 'done' is before 'from'.")
    return found


def _follow_up(reading: Reading, item: Block, meetings: Sequence[Meeting]) -> FollowUp | None:
    block = reading.block(item, _FOLLOW_UP, "a follow-up")
    of = reading.text(block, "of", "a follow-up")
    after = _interval(reading, block, "after", "a follow-up")
    done = _done(reading, block)
    if len(done) > 1:
        reading.wrong(block.line_of("done"), "a follow-up is done once; make an entry for each.")
    texts = (reading.text(block, "what"), reading.text(block, "who"))
    to, rounds = _targets(reading, block, meetings), _rounds(reading, block)
    if any(name.casefold() == of.casefold() for name in rounds):
        reading.wrong(block.line_of("round"), "the round that follows up is another one than 'of'.")
    name = reading.text(block, "id") or f"{of}-again"
    return FollowUp(name, of, after, *texts, to, rounds, done) if after else None


# --- fields -------------------------------------------------------------------------------------------


def _rounds(reading: Reading, block: Block) -> tuple[str, ...]:
    if "round" in block and "rounds" in block:
        reading.wrong(block.line_of("rounds"), "write 'round' or 'rounds', not both.")
    return (*reading.words(block, "round"), *reading.words(block, "rounds"))


def _day(reading: Reading, word: str, key: str) -> date | None:
    day = read_day(word)
    if day is None:
        reading.wrong(word, f"{key} must be a date such as 2026-09-30, not {str(word)!r}.")
    elif not EARLIEST <= day <= LATEST:
        reading.wrong(word, f"{str(word)!r} in {key} is no date of our time.")
        return None
    return day


def _day_in(reading: Reading, block: Block, key: str, what: str = "") -> date | None:
    word = reading.text(block, key, what)
    return _day(reading, word, repr(key)) if word else None


def _span(reading: Reading, word: str, at: object = None) -> Span | None:
    span = read_span(word)
    if span is None or span.first < EARLIEST or span.last > LATEST:
        reading.wrong(at or word, no_span(str(word)))
        return None
    return span


def _interval(reading: Reading, block: Block, key: str, what: str) -> Interval | None:
    word = reading.text(block, key, what)
    interval = read_interval(word)
    if word and interval is None:
        reading.wrong(block.line_of(key), no_interval(str(word)))
    return interval


def _done(reading: Reading, block: Block) -> tuple[Done, ...]:
    found = []
    for word in reading.words(block, "done"):
        day, of, time = word.partition(" for ")
        read = _day(reading, day if of else word, "'done'")
        span = _span(reading, time, word) if of else None
        if read:
            found.append(Done(read, span))
    return tuple(found)


def _check_done(reading: Reading, block: Block, done: tuple[Done, ...], spans: tuple[Span, ...]) -> None:
    """Note days in 'done' that belong to no time, or to one that is done already."""
    if not spans:
        if len(done) > 1:
            reading.wrong(block.line_of("done"), "it is done once; write one date.")
        return
    for one in placed(done, spans)[1]:
        text = (
            f"{one.day} in 'done' belongs to no time of it, or to one that is done already; "
            f"say which: '{one.day} for {(spans[-1]).words}'."
        )
        reading.wrong(block.line_of("done"), text)


# --- meetings -----------------------------------------------------------------------------------------


def _targets(reading: Reading, block: Block, meetings: Sequence[Meeting]) -> tuple[Target, ...]:
    words = reading.words(block, "to")
    return tuple(one for word in words if (one := _target(reading, word, meetings)))


def _target(reading: Reading, word: str, meetings: Sequence[Meeting]) -> Target | None:
    known = {name.casefold(): one for one in meetings for name in (one.title, one.id)}
    if found := known.get(word.casefold()):
        return Target(found)
    if (parts := _ON_DAY.fullmatch(word)) and (found := known.get(parts[1].casefold())):
        return _checked(reading, word, Target(found, on=read_day(parts[2]) or date.min))
    parts = _IN_MONTH.fullmatch(word)
    month = month_number(parts[1]) if parts else 0
    if parts and month and (found := known.get(parts[3].casefold())):
        return _checked(reading, word, Target(found, month=month, year=int(parts[2] or 0)))
    name = parts[3] if parts and month else word
    end = nearest(name, [one.id for one in meetings]) if meetings else "; 'meetings' lists none."
    reading.wrong(word, f"there is no meeting {str(name)!r}{end}")
    return None


def _checked(reading: Reading, word: str, target: Target) -> Target:
    days = [day for day in target.dates() if day in target.meeting.dates]
    if not days:
        reading.wrong(
            word, f"{target.meeting.title} has no such date as in {str(word)!r}; add it to its 'dates'."
        )
    return target
