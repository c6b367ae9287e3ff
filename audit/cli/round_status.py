"""The returns register of a round about agencies, as a table and as plain values."""

from typing import TYPE_CHECKING, Any

from audit.cli.desk import Desk
from audit.cli.screen import as_json as print_json
from audit.cli.screen import table, tell
from audit.dates import in_words

if TYPE_CHECKING:
    from audit.rounds import Rate, Return, Round


def print_status(desk: Desk, found: "Round", as_json: bool) -> None:
    """Print who has returned, how far the others are, who is late; what cannot wait comes first."""
    from audit.cli.case_status import concern_blocks, print_concerns
    from audit.cli.readings import book_of
    from audit.rounds import Progress, rates, returns

    concerns = [one for one in book_of(desk).concerns() if one.round == found.name]
    lines = returns(found, desk.store.responses(found.name), desk.today)
    by_kind = rates(lines, found.template.words.kinds)
    if as_json:
        print_json(status_block(found, lines, by_kind) | {"immediate_concerns": concern_blocks(concerns)})
        return
    print_concerns(concerns)
    table(["Agency", "Progress", "Answered", "Due", "Note"], [_line(line) for line in lines])
    table(
        ["Kind of agency", "Signed", "Expected"],
        [[r.label, str(r.returned), str(r.expected)] for r in by_kind],
    )
    signed = sum(line.progress is Progress.SIGNED for line in lines)
    expected = sum(line.progress is not Progress.LEFT for line in lines)
    tell(
        f"{signed} of {expected} returned; {sum(line.late for line in lines)} late on {in_words(desk.today)}."
    )


def _line(line: "Return") -> list[str]:
    signed = line.response.signed if line.response else None
    notes = [
        "late" if line.late else "",
        f"{signed.name}, {signed.role}" if signed else "",
        line.expected.reason,
    ]
    answered = f"{line.percent} %" if line.response else "-"
    note = "; ".join(note for note in notes if note)
    return [line.agency.name, str(line.progress), answered, in_words(line.expected.due), note]


def status_block(found: "Round", lines: "tuple[Return, ...]", by_kind: "tuple[Rate, ...]") -> dict[str, Any]:
    """The returns register as plain values."""
    return {
        "round": found.name,
        "due": found.due.isoformat(),
        "closed": bool(found.closed),
        "returns": [
            {
                "agency": line.agency.name,
                "code": line.agency.code,
                "progress": str(line.progress),
                "percent": line.percent,
                "late": line.late,
                "due": line.expected.due.isoformat(),
                "reason": line.expected.reason,
                "signed": bool(line.response and line.response.signed),
            }
            for line in lines
        ],
        "rates": [{"kind": r.label, "returned": r.returned, "expected": r.expected} for r in by_kind],
    }
