"""What `audit chase` prints where one respondent answers about every agency: whom it has still to see."""

from typing import TYPE_CHECKING, Any

from audit.cli.chase_lines import late, owed
from audit.cli.screen import as_json as print_json
from audit.cli.screen import table, tell
from audit.cli.task import quoted
from audit.dates import in_words
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.chasing.owing import Owing
    from audit.cli.chased import Chasing


def refuse(chasing: "Chasing") -> None:
    """StateError, since no agency owes anything that it could be written to or rung for."""
    word = chasing.round.template.running.respondent
    raise StateError(
        f"In {chasing.round.name!r} the {word} answers, so no agency is chased; 'audit chase' alone lists "
        "those that are still to come."
    )


def print_still(chasing: "Chasing", *, as_json: bool) -> None:
    """The agencies that are still to come, those due first at the top."""
    lines = sorted(chasing.owing, key=lambda one: one.line.expected.due)
    if as_json:
        print_json(_block(chasing, lines))
        return
    running = chasing.round.template.running
    rows = [
        [one.line.agency.name, running.state(one.line.progress), owed(one), _due(one), late(one)]
        for one in lines
    ]
    table(["Agency", "State", "Owed", "Due", "Late"], rows)
    overdue = sum(one.overdue for one in lines)
    done = len(chasing.lines) - len(lines)
    day = in_words(chasing.desk.today)
    tell(f"{len(lines)} still to come, {overdue} late on {day}; {done} of {len(chasing.lines)} done or out.")
    if chasing.round.closed:
        tell("The round is closed, so nothing more is answered in it.")
    elif lines:
        first = lines[0]
        verb, rest = ("ask", "") if first.owed else ("sign", " --name … --role …")
        about = quoted(first.line.agency.name)
        tell(f"Next: audit {verb} {quoted(chasing.round.name)} --about {about}{rest}")


def _due(one: "Owing") -> str:
    return in_words(one.line.expected.due)


def _block(chasing: "Chasing", lines: "list[Owing]") -> dict[str, Any]:
    found = chasing.round
    return {
        "round": found.name,
        "today": chasing.desk.today.isoformat(),
        "due": found.due.isoformat(),
        "closed": bool(found.closed),
        "respondent": found.template.running.respondent,
        "owing": [
            {
                "agency": one.line.agency.name,
                "code": one.line.agency.code,
                "progress": str(one.line.progress),
                "state": found.template.running.state(one.line.progress),
                "percent": one.line.percent,
                "asked": one.asked,
                "owed": list(one.owed),
                "conflicts": list(one.conflicts),
                "due": one.line.expected.due.isoformat(),
                "days_late": max(0, one.days),
            }
            for one in lines
        ],
    }
