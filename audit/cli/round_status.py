"""The returns register of a round about agencies, as a table and as plain values."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from audit.cli.case_status import concern_blocks
from audit.cli.concerns import concerns_in, waiting_lines
from audit.cli.desk import Desk
from audit.cli.screen import as_json as print_json
from audit.cli.screen import line, table, tell
from audit.dates import in_words, said

if TYPE_CHECKING:
    from audit.rounds import Rate, Return, Round


def print_status(desk: Desk, found: "Round", as_json: bool) -> None:
    """Print who has returned, how far the others are, who is late; what cannot wait comes first."""
    from audit.rounds import Progress, rates, returns

    lines = returns(found, desk.store.responses(found.name), desk.today)
    by_kind = rates(lines, found.template.words.kinds)
    if as_json:
        print_json(
            status_block(found, lines, by_kind)
            | {"immediate_concerns": concern_blocks(concerns_in(desk, [found.name]))}
        )
        return
    for sentence in waiting_lines(desk, [found.name]):
        line(sentence)
    table(["Agency", "Progress", "Answered", "Due", "Note"], [_line(found, one) for one in lines])
    running = found.template.running
    table(
        ["Kind of agency", running.state("signed").capitalize(), "Expected"],
        [[r.label, str(r.returned), str(r.expected)] for r in by_kind],
    )
    signed = sum(one.progress is Progress.SIGNED for one in lines)
    expected = sum(one.progress is not Progress.LEFT for one in lines)
    late = f"{sum(one.late for one in lines)} late on {in_words(desk.today)}"
    tell(f"{signed} of {expected} {running.done}{_by_responses(lines)}; {late}.")


def _by_responses(lines: "tuple[Return, ...]") -> str:
    """By how many responses those came that have returned, where a parent body answers for any."""
    from audit.wording import listed, plural

    named = [one for one in lines if one.through and one.through.signed and one.body]
    if not named:
        return ""
    bodies = Counter(one.body.name for one in named if one.body)
    parts = [f"{name} answers for {plural(count, 'member')}" for name, count in bodies.items()]
    return f", by {plural(responses_of(lines), 'response')}: {listed(parts)}"


def responses_of(lines: "tuple[Return, ...]") -> int:
    """How many responses are signed: a parent body's is one, however many it answers for."""
    return sum(bool(one.response and one.response.signed) for one in lines)


def _line(found: "Round", one: "Return") -> list[str]:
    signed = one.response.signed if one.response else None
    notes = [
        "late" if one.late else "",
        one.answered_by,
        "what it has begun itself does not count" if one.begun else "",
        f"{signed.name}, {signed.role}" if signed else "",
        said(signed.on) if signed and found.template.running.respondent else "",
        one.expected.reason,
    ]
    answered = f"{one.percent} %" if one.response else "-"
    note = "; ".join(note for note in notes if note)
    state = found.template.running.state(one.progress)
    return [one.agency.name, state, answered, in_words(one.expected.due), note]


def status_block(found: "Round", lines: "tuple[Return, ...]", by_kind: "tuple[Rate, ...]") -> dict[str, Any]:
    """The returns register as plain values."""
    from audit.rounds import Progress

    return {
        "round": found.name,
        "due": found.due.isoformat(),
        "closed": bool(found.closed),
        "returns": [
            {
                "agency": one.agency.name,
                "code": one.agency.code,
                "progress": str(one.progress),
                "percent": one.percent,
                "late": one.late,
                "due": one.expected.due.isoformat(),
                "reason": one.expected.reason,
                "signed": bool(one.response and one.response.signed),
                "answered_by": one.body.name if one.body and one.through else None,
                "named_by": one.body.name if one.body else None,
                **_told_of(found, one),
            }
            for one in lines
        ],
        "returned": sum(one.progress is Progress.SIGNED for one in lines),
        "expected": sum(one.progress is not Progress.LEFT for one in lines),
        "responses": responses_of(lines),
        "rates": [{"kind": r.label, "returned": r.returned, "expected": r.expected} for r in by_kind],
    }


def _told_of(found: "Round", one: "Return") -> dict[str, Any]:
    """What is told beside where the template has words of its own: the state in them, who answered, when."""
    running, response = found.template.running, one.response
    block: dict[str, Any] = {"state": running.state(one.progress)} if running.states else {}
    if running.respondent:
        signed = response.signed if response else None
        block |= {
            "by": list(response.readers) if response else [],
            "signed_on": signed.on if signed else None,
        }
    return block
