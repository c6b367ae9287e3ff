"""Following a round about cases: who has read which, what is out, what cannot wait."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from audit.cli.desk import Desk
from audit.cli.screen import as_json as print_json
from audit.cli.screen import columns, item, line, table, tell
from audit.dates import in_words

if TYPE_CHECKING:
    from audit.cases.case_round import CaseRound
    from audit.cases.concern import Concern
    from audit.cases.progress import Count, Reading

ORDINALS = {1: "", 2: " (second)"}
NONE = "-"  # nothing is expected there


def print_status(desk: Desk, found: "CaseRound", as_json: bool) -> None:
    """Print a case round as it stands on a day; immediate concerns come first."""
    from audit.cases.progress import readings

    lines = readings(found, desk.today)
    if as_json:
        print_json(status_block(found, lines))
        return
    print_concerns(found.concerns)
    if found.standing and found.standing.discarded:
        line(f"The sample {found.standing.id} was thrown away: {found.standing.discarded}.")
    if found.plan.together:
        line(f"Read together by: {found.plan.panel}.")
    if found.word == "reply":
        print_replies(found, lines)
    else:
        print_grid(found, lines)
        print_out(found)
        print_counts(found, lines)
    print_summary(desk, found, lines)


# --- what cannot wait ---------------------------------------------------------------------------------


def print_concerns(concerns: "Sequence[Concern]") -> None:
    """The concerns of which no outcome is known, each in a line, by reference only."""
    from audit.cases.concern import lines

    for sentence in lines(concerns):
        line(sentence)


def concern_blocks(concerns: "Iterable[Concern]") -> list[dict[str, str]]:
    """The open concerns as plain values, by reference only."""
    return [
        {"reference": one.subject, "question": one.question, "raised": one.at, "by": one.by, "told": one.told}
        for one in concerns
        if one.open
    ]


# --- who has read which -------------------------------------------------------------------------------


def print_grid(found: "CaseRound", lines: "Sequence[Reading]") -> None:
    """Cases against agencies where each reads for itself, else against first and second readings."""
    from audit.cases.plan import EACH

    if found.plan.readers != EACH:
        cells = {(one.ref, one.reading): _by_whom(found, one) for one in lines}
        first = "Read together" if found.plan.together else "First reading"
        numbers = (1, 2) if any(one.reading == 2 for one in lines) else (1,)
        rows = [[one.ref, *(cells.get((one.ref, n), NONE) for n in numbers)] for one in found.usable]
        table([found.word.capitalize(), first, "Second reading"][: 1 + len(numbers)], rows)
        return
    codes = list(dict.fromkeys([*found.agencies, *(one.agency for one in lines)]))
    states = {(one.ref, one.reading, one.agency): state(one) for one in lines}
    keys = dict.fromkeys((one.ref, one.reading) for one in lines)
    wide = max(1, (columns() - 16) // 14)
    for start in range(0, len(codes), wide):
        part = codes[start : start + wide]
        rows = [
            [f"{ref}{ORDINALS[reading]}", *(states.get((ref, reading, code), NONE) for code in part)]
            for ref, reading in keys
        ]
        table([found.word.capitalize(), *(_name(found, code) for code in part)], rows)


def state(one: "Reading") -> str:
    """How far a reading is, in a few words."""
    from audit.rounds import Progress

    words = {
        Progress.STARTED: f"{one.percent} %",
        Progress.COMPLETE: "complete",
        Progress.NOT_STARTED: "not started",
    }
    return f"{words.get(one.progress, one.progress)}{', late' if one.late else ''}"


def _by_whom(found: "CaseRound", one: "Reading") -> str:
    agency = f" ({_name(found, one.agency)})" if one.agency else ""
    who = f"{one.auditor}{agency}".strip()
    return f"{who}: {state(one)}" if who else state(one)


def _name(found: "CaseRound", code: str) -> str:
    return found.agencies[code].name if code in found.agencies else code or "Nobody's"


def print_out(found: "CaseRound") -> None:
    """The cases that were struck out with what took their place, and the unusable ones."""
    from audit.cases.progress import out

    for one in out(found):
        if not one.replaced:
            item(f"{one.ref} is out as unusable: {one.reason}.")
        elif one.follower:
            item(f"{one.ref} is struck out: {one.reason}. {one.follower} took its place.")
        else:
            item(f"{one.ref} is struck out: {one.reason}.")


def print_counts(found: "CaseRound", lines: "Sequence[Reading]") -> None:
    """The counts by agency and by auditor, as far as the round has either."""
    from audit.cases.plan import EACH
    from audit.cases.progress import by_agency, by_auditor

    expected = {one.agency.code: one for one in found.round.expected}
    if expected:
        counts = by_agency(found, lines)
        due = {code: expected[code].due if code in expected else found.round.due for code in counts}
        rows = [[*_cells(one), in_words(due[code])] for code, one in counts.items() if code or one.expected]
        table(["Agency", *COUNTED, "Due"], rows)
    for one in expected.values():
        if one.reason:
            item(f"{one.agency.name}: {one.standing}, {one.reason}.")
    people = by_auditor(found, lines)
    if people and found.plan.readers != EACH and not found.plan.together:
        table(["Auditor", *COUNTED], [_cells(one) for one in people.values()])


COUNTED = ("Read", "Signed", "Begun", "Late")


def _cells(one: "Count") -> list[str]:
    read = one.complete + one.signed
    counts = (one.signed, one.started, one.late)
    return [one.label or "No agency", f"{read} of {one.expected}", *map(str, counts)]


def print_replies(found: "CaseRound", lines: "Sequence[Reading]") -> None:
    """How many replies came, by agency."""
    rows = [[one["agency"], str(one["replies"]), str(one["complete"])] for one in _replies(found, lines)]
    table(["Agency", "Replies", "Complete"], rows)


def _replies(found: "CaseRound", lines: "Sequence[Reading]") -> list[dict[str, Any]]:
    came = [(one.agency or found.by_ref[one.ref].agency, one) for one in lines if one.response]
    codes = dict.fromkeys([*found.agencies, *sorted({code for code, _ in came})])
    return [
        {
            "agency": _name(found, code) if code else "No agency given",
            "code": code,
            "replies": sum(own == code for own, _ in came),
            "complete": sum(own == code and one.read for own, one in came),
        }
        for code in codes
    ]


# --- in sum -------------------------------------------------------------------------------------------


def print_summary(desk: Desk, found: "CaseRound", lines: "Sequence[Reading]") -> None:
    """What is not read yet, and how far all is."""
    from audit.cases.progress import unread

    if found.word == "reply":
        came = len({one.ref for one in lines if one.response})
        tell(f"{came} {'reply' if came == 1 else 'replies'} came; due {in_words(found.round.due)}.")
        return
    left = unread(found, lines)
    if left:
        tell(f"Not read yet: {', '.join(left)}.")
    elif found.usable:
        tell(f"Every {found.word} is read.")
    parts = [_done(lines, reading) for reading in (1, 2)]
    late = sum(one.late for one in lines)
    tell(f"{'; '.join(part for part in parts if part)}; {late} late on {in_words(desk.today)}.")


def _done(lines: "Sequence[Reading]", reading: int) -> str:
    own = [one for one in lines if one.reading == reading]
    read = sum(one.read for one in own)
    if reading == 1:
        return f"{read} of {len(own)} readings complete"
    return f"{read} of {len(own)} second readings complete" if own else ""


def status_block(found: "CaseRound", lines: "Sequence[Reading]") -> dict[str, Any]:
    """A case round as plain values."""
    from audit.cases.progress import by_agency, by_auditor, out, unread

    whole: dict[str, Any] = {
        "round": found.round.name,
        "about": found.word,
        "due": found.round.due.isoformat(),
        "closed": bool(found.round.closed),
        "immediate_concerns": concern_blocks(found.concerns),
        "sample": found.plan.sample,
        "together": list(found.plan.together),
        "drawn": sum(not one.follows for one in found.subjects),
        "usable": len(found.usable),
        "readings": [_reading(found, one) for one in lines],
        "out": [asdict(one) for one in out(found)],
        "not_read": list(unread(found, lines)),
        "agencies": [{"code": code, **asdict(one)} for code, one in by_agency(found, lines).items()],
        "auditors": [asdict(one) for one in by_auditor(found, lines).values()],
    }
    return whole | ({"replies": _replies(found, lines)} if found.word == "reply" else {})


def _reading(found: "CaseRound", one: "Reading") -> dict[str, Any]:
    return {
        found.word: one.ref,
        "agency": _name(found, one.agency) if one.agency else "",
        "code": one.agency,
        "reading": one.reading,
        "auditor": one.auditor,
        "progress": str(one.progress),
        "percent": one.percent,
        "late": one.late,
        "due": one.due.isoformat(),
    }
