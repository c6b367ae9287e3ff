"""What `audit chase` prints: who owes what, the chases so far, the rate over time."""

from typing import TYPE_CHECKING, Any

from audit.cli.screen import as_json as print_json
from audit.cli.screen import columns, item, table, tell
from audit.cli.task import quoted
from audit.dates import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.chasing.owing import Chase, Next, Owing
    from audit.chasing.rate import Point
    from audit.cli.chased import Chasing
    from audit.cli.desk import Desk
    from audit.rounds import Rate, Return, Round

NAMED = 4  # questions that a line of the table names
WHOLE = 120  # columns from which each thing has a column of its own
WIDE = 13  # characters that a column of rates takes


def print_owing(chasing: "Chasing", *, as_json: bool) -> None:
    """Who owes what, how late, the chases so far, and whom the next one goes to."""
    lines = [(one, chasing.step(one)) for one in chasing.owing]
    if as_json:
        print_json(_block(chasing, lines))
        return
    _print_owing([_row(*pair) for pair in lines])
    for one, found in lines:
        if strange := _strange(one, found):
            item(strange)
    owed_ = [
        line for one, _ in lines for line in (*([] if one.state == "signed" else [one.line]), *one.members)
    ]
    late = sum(line.late for line in owed_)
    day = in_words(chasing.desk.today)
    owe = "1 agency owes its return" if len(owed_) == 1 else f"{len(owed_)} agencies owe their returns"
    tell(f"{owe}, {late} late on {day}.{_others(chasing.lines)}")
    for sentence in _not_chased(chasing):
        tell(sentence)
    if chasing.round.closed:
        tell("The round is closed, so nobody is chased any more.")
    elif lines:
        tell(f"Next: audit chase {quoted(chasing.round.name)} --letters FOLDER")


def _print_owing(rows: list[list[str]]) -> None:
    """The rows as a table; on a narrow screen two or three of their cells stand below one another."""
    if columns() >= WHOLE:
        table(["Agency", "Return", "Owed", "Due", "Late", "Chased", "Next goes to"], rows)
        return
    narrow = [
        [name, f"{state}\n{owes}", f"{days}\n{due}", f"{chased}\nnext: {to}"]
        for name, state, owes, due, days, chased, to in rows
    ]
    table(["Agency", "Return, what is owed", "Late, due", "Chased, next goes to"], narrow)


def _others(lines: "Sequence[Return]") -> str:
    """A sentence on those that are not chased."""
    from audit.chasing.owing import STATES
    from audit.rounds import Progress

    signed = sum(line.progress is Progress.SIGNED for line in lines)
    apart = (line for line in lines if line.progress not in {*STATES, Progress.SIGNED})
    rest = [f"{line.agency.name} {line.progress}" for line in apart]
    named = [f"{signed} signed"] if signed else []
    return f" Not chased: {', '.join([*named, *rest])}." if named or rest else ""


def _not_chased(chasing: "Chasing") -> "Iterator[str]":
    """Sentences on those that owe and are not chased themselves, since a parent body is or has named them."""
    from audit.chasing.bodies import asked_of_bodies
    from audit.wording import some

    whys: dict[str, list[str]] = {}
    for line, why in chasing.not_chased:
        whys.setdefault(why, []).append(line.agency.name)
    for why, names in whys.items():
        yield f"Not chased: {some(names)} ({why})."
    if asked_of_bodies(chasing.every) and not chasing.rule.tells_of_members:
        yield (
            "The letters here have no {members}, so no body is asked for members it has not named: these "
            "are chased themselves."
        )


def _row(one: "Owing", found: "Next") -> list[str]:
    percent = f", {one.line.percent} %" if one.state == "started" else ""
    return [
        one.line.agency.name,
        f"{one.line.progress}{percent}",
        owed(one),
        in_words(one.line.expected.due),
        late(one),
        _chased(one.chases),
        goes_to(found),
    ]


def owed(one: "Owing") -> str:
    """What is owed, as short as a table wants it."""
    if one.state == "signed":
        return _members(one)
    if one.state == "complete":
        words = "the signature"
    elif one.state == "not started":
        words = f"all {one.asked}"
    else:
        more = f" and {len(one.owed) - NAMED} more" if len(one.owed) > NAMED else ""
        words = f"{len(one.owed)} of {one.asked}: {', '.join(one.owed[:NAMED])}{more}"
    words += f"; two answers to {', '.join(one.conflicts)}" if one.conflicts else ""
    return f"{words}; {_members(one)}" if one.members else words


def _members(one: "Owing") -> str:
    """The members that a body is asked for, as short as a table wants it."""
    from audit.wording import some

    return f"for {some([line.agency.name for line in one.members], NAMED)}"


def late(one: "Owing") -> str:
    """How late it is, or how long there is left."""
    if one.overdue:
        return "1 day" if one.days == 1 else f"{one.days} days"
    return {0: "due today", -1: "due tomorrow"}.get(one.days, f"due in {-one.days} days")


def _chased(chases: "Sequence[Chase]") -> str:
    if not chases:
        return "not yet"
    return f"{len(chases)}, last {in_words(chases[-1].on)}"


def goes_to(found: "Next") -> str:
    """The roles and names of those whom the next chase reaches."""
    from audit.chasing.people import spoken

    return "; ".join(f"{spoken(one.role)} {one.name}".strip() for one in found.to) or "nobody is known"


def _strange(one: "Owing", found: "Next") -> str:
    from audit.chasing.owing import sentence

    words = sentence(found)
    return f"{one.line.agency.name}: {words}." if words else ""


def _block(chasing: "Chasing", lines: "list[tuple[Owing, Next]]") -> dict[str, Any]:
    found = chasing.round
    return {
        "round": found.name,
        "today": chasing.desk.today.isoformat(),
        "due": found.due.isoformat(),
        "closed": bool(found.closed),
        "levels": [{"after": one.after, "to": list(one.to)} for one in chasing.rule.levels],
        "owing": [_owing_block(*pair) for pair in lines],
        "not_chased": [
            {"agency": line.agency.name, "code": line.agency.code, "why": why}
            for line, why in chasing.not_chased
        ],
    }


def _owing_block(one: "Owing", found: "Next") -> dict[str, Any]:
    return {
        "agency": one.line.agency.name,
        "code": one.line.agency.code,
        "progress": str(one.line.progress),
        "percent": one.line.percent,
        "asked": one.asked,
        "owed": list(one.owed),
        "conflicts": list(one.conflicts),
        "members": [line.agency.code for line in one.members],
        "due": one.line.expected.due.isoformat(),
        "days_late": max(0, one.days),
        "chases": [_chase_block(chase) for chase in one.chases],
        "next": {
            "level": found.level,
            "roles": list(found.meant),
            "to": [{"role": to.role, "name": to.name, "addresses": list(to.addresses)} for to in found.to],
            "missing": list(found.missing),
        },
    }


def _chase_block(one: "Chase") -> dict[str, Any]:
    block = {"on": one.on.isoformat(), "how": one.how, "level": one.level, "to": list(one.to)}
    return {"agency": one.agency, **block, "note": one.note, "by": one.by}


def print_history(found: "Round", chases: "Sequence[Chase]", *, as_json: bool) -> None:
    """Every chase so far."""
    from audit.chasing.people import spoken

    if as_json:
        print_json({"round": found.name, "chases": [_chase_block(one) for one in chases]})
        return
    names = {one.agency.code: one.agency.name for one in found.expected}
    rows = [
        [
            *(in_words(one.on), names.get(one.agency, one.agency), one.how),
            *(", ".join(map(spoken, one.to)) or "-", one.note or "-", one.by),
        ]
        for one in chases
    ]
    if rows:
        table(["Day", "Agency", "How", "To", "Note", "By"], rows)
    else:
        tell("Nobody was chased yet.")


def print_rate(desk: "Desk", found: "Round", *, as_json: bool) -> None:
    """How many had signed by the end of each week, of all and by kind; counts before percentages."""
    from datetime import date

    from audit.chasing.rate import over_time
    from audit.store.signatures import signings

    last = min(desk.today, date.fromisoformat(found.closed[:10])) if found.closed else desk.today
    points = over_time(found, signings(desk.store, found.name), last)
    if as_json:
        print_json(
            {"round": found.name, "due": found.due.isoformat(), "rate": [_point(one) for one in points]}
        )
        return
    labels = [rate.label for rate in points[-1].rates]
    wide = max(1, (columns() - 28) // WIDE)
    for start in range(0, len(labels), wide):
        rows = [[_day(one), *map(_rate, one.rates[start : start + wide])] for one in points]
        table(["Signed by the end of", *labels[start : start + wide]], rows)
    tell("Counted over the agencies that are expected now; one of two kinds counts under both.")


def _day(one: "Point") -> str:
    return f"{in_words(one.day)} (due)" if one.due else in_words(one.day)


def _rate(rate: "Rate") -> str:
    from audit.chasing.rate import percent

    return f"{rate.returned} of {rate.expected}, {percent(rate)} %"


def _point(one: "Point") -> dict[str, Any]:
    from audit.chasing.rate import percent

    rates = [
        {"kind": r.label, "returned": r.returned, "expected": r.expected, "percent": percent(r)}
        for r in one.rates
    ]
    return {"day": one.day.isoformat(), "due": one.due, **rates[0] | {"kind": "All"}, "by_kind": rates[1:]}
