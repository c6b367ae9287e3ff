"""The items of a programme on a day: every audit, report and follow-up with its day and standing."""

from collections.abc import Iterator, Sequence
from datetime import date

from audit.dates import in_words
from audit.programme.entry import Audit, Done, Programme, Report, Target, placed
from audit.programme.facts import Facts
from audit.programme.following import follow_up
from audit.programme.item import Item, Kind, opening, stands, told
from audit.programme.spans import Span

To = tuple[tuple[str, date | None], ...]


def items(programme: Programme, facts: Facts, today: date, last: date) -> Iterator[Item]:
    """Every item of a programme on a day; of what recurs, the times that begin by `last`."""
    for audit in programme.audits:
        yield from audits(audit, facts, today)
    for report in programme.reports:
        yield from reports(report, today, last)
    for one in programme.follow_ups:
        yield follow_up(one, facts, today)


def audits(audit: Audit, facts: Facts, today: date) -> Iterator[Item]:
    """The items of an audit, one for each time it is carried out."""
    if len(audit.when) < 2:
        done = audit.done[0] if audit.done else None
        yield _audit(audit, audit.when[0] if audit.when else None, audit.rounds, done, facts, today)
        return
    done_at, _ = placed(audit.done, audit.when)
    for place, span in enumerate(audit.when):
        yield _audit(audit, span, audit.rounds[place : place + 1], done_at.get(place), facts, today)


def _audit(
    audit: Audit, span: Span | None, names: Sequence[str], done: Done | None, facts: Facts, today: date
) -> Item:
    rounds = [facts.round(name) for name in names]
    to = meetings_after(audit.to, span)
    due = audit_due(audit, span, to)
    if due is None and rounds:  # nothing but its rounds says when
        due = max((one.due for one in rounds if one), default=None)
    standing, day = stands(due, done, rounds, today)
    return Item(
        audit.id,
        Kind.AUDIT,
        audit.what,
        standing,
        due,
        span.words if span else "",
        day,
        to,
        audit.who,
        audit.template,
        audit.sample,
        tuple(names),
        (
            *told([one for one in rounds if one], today),
            *(facts.missing(name) for name, one in zip(names, rounds, strict=True) if not one and not day),
            *still_to_come(done, today),
        ),
        _next(audit, names, facts, due) if day is None else "",
    )


def _next(audit: Audit, names: Sequence[str], facts: Facts, due: date | None) -> str:
    """The command that opens the first of its rounds that is not there; none where a word for it lacks."""
    name = next((name for name in names if facts.round(name) is None), "")
    return opening(audit.template, name, due) if name and due and audit.template else ""


def audit_due(audit: Audit, span: Span | None, to: To) -> date | None:
    """The day an audit is due: the end of its time, or sooner for a certain meeting; None without either."""
    chosen = [day for one, (_, day) in zip(audit.to, to, strict=True) if one.chosen and day]
    return min([*chosen, *([span.last] if span else [])], default=None)


def meetings_after(to: Sequence[Target], span: Span | None) -> To:
    """The meetings that something goes to: certain ones, else the first on or after the end of its time."""
    return tuple((one.meeting.title, _after(one, span)) for one in to)


def _after(one: Target, span: Span | None) -> date | None:
    if span is None:
        return next(iter(one.dates()), None) if one.chosen else None
    start = span.first if one.chosen else span.last
    return next((day for day in one.dates() if day >= start), None)


def reports(report: Report, today: date, last: date) -> Iterator[Item]:
    """The items of a recurring report, one for each of its times that begins by `last`."""
    # A day in 'done' beyond `last` must not pass for that of an earlier time, so its own is there too.
    done_at, _ = placed(report.done, tuple(report.spans(max(last, report.latest))))
    for place, span in enumerate(report.spans(last)):
        to = _meetings_in(report.to, span)
        days = [day for _, day in to if day]
        due = min(days, default=span.last)
        done = done_at.get(place)
        standing, day = stands(due, done, (), today)
        notes = [f"No date of {title} is known in {span.words}." for title, on in to if not on]
        yield Item(
            report.id,
            Kind.REPORT,
            report.what,
            standing,
            due,
            span.words,
            day,
            to,
            report.who,
            notes=(*notes, *still_to_come(done, today)),
        )


def _meetings_in(to: Sequence[Target], span: Span) -> To:
    """The meetings that a report of a time goes to: the last of each within it."""
    return tuple(
        (one.meeting.title, max((day for day in one.dates() if span.holds(day)), default=None)) for one in to
    )


def still_to_come(done: Done | None, today: date) -> tuple[str, ...]:
    """A sentence on a day in 'done' that is still to come, which does not count yet."""
    return (
        (f"'done' says {in_words(done.day)}, which is still to come.",) if done and done.day > today else ()
    )
