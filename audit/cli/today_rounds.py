"""What open rounds have to say of a day: who is late, what is left, what came in."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.task import quoted
from audit.cli.today_matter import AHEAD, BACK, LATE, MANY, NEW, NEXT, SOON, WAITING, Matter
from audit.dates import in_words
from audit.wording import plural, some

if TYPE_CHECKING:
    from datetime import date

    from audit.cases.case_round import CaseRound
    from audit.rounds import Return, Round
    from audit.store.joining import Joined
    from audit.store.news import News


def of_rounds(desk: Desk) -> Iterator[Matter]:
    """What each open round has to say, the first due first: of agencies, of cases, or joined here."""
    from audit.store.joining import joined

    for one in sorted(desk.store.rounds(), key=lambda each: each.due):
        if one.closed:
            continue
        if one.subject != "agency":
            yield from _cases(desk, one.name)
        elif origin := joined(desk.store, one.name):
            yield from _own(desk, desk.store.round(one.name), origin)
        else:
            yield from _returns(desk, desk.store.round(one.name))


def _when(due: "date", today: "date") -> str:
    """The heading under which something with a day stands."""
    if today > due:
        return LATE
    return SOON if due - today <= AHEAD else NEXT


# --- rounds of agencies -------------------------------------------------------------------------------


def _returns(desk: Desk, found: "Round") -> Iterator[Matter]:
    from audit.chasing.owing import STATES
    from audit.rounds import Progress, returns
    from audit.store.conflicts import open_conflicts

    lines = returns(found, desk.store.responses(found.name), desk.today)
    name = quoted(found.name)
    running = found.template.running
    left = [one for one in lines if one.progress in STATES]
    late = [one for one in left if one.late]
    signed = sum(one.progress is Progress.SIGNED for one in lines)
    if late:
        yield Matter(LATE, _late(found, late), f"audit chase {name}")
    if ahead := [one for one in left if not one.late]:
        due = min(one.expected.due for one in ahead)
        text = f"{found.name}: {plural(len(ahead), 'return')} still owed by {in_words(due)}, {signed} signed."
        if running.respondent:
            text = f"{found.name}: {len(ahead)} still to come, the next by {in_words(due)}; "
            text += f"{signed} {running.done}."
        yield Matter(_when(due, desk.today), text, f"audit chase {name}")
    if lines and not left:
        yield Matter(
            WAITING,
            f"{found.name}: {'nothing' if running.respondent else 'no return'} is owed any more; it can be "
            "closed.",
            f"audit round close {name}",
        )
    if waiting := open_conflicts(desk.store, found.name):
        whose = some([one.agency.name for one in lines if one.agency.code in waiting], MANY)
        text = f"{found.name}: two answers differ and neither was chosen, of {whose}; collect the file again."
        yield Matter(WAITING, text, "audit collect FILE --prefer file|store")


def _late(found: "Round", late: "Sequence[Return]") -> str:
    days = sorted({one.expected.due for one in late})
    due = f"due {in_words(days[0])}" if len(days) == 1 else f"due from {in_words(days[0])}"
    are = "return is" if len(late) == 1 else "returns are"
    if word := found.template.running.respondent:
        are = f"still to come from the {word} and"
    return f"{found.name}: {len(late)} {are} late, {due}: {some([one.agency.name for one in late], MANY)}."


def _own(desk: Desk, found: "Round", origin: "Joined") -> Iterator[Matter]:
    """What is left to do at an agency of a round that it joined."""
    from audit.cli.readings import book_of
    from audit.cli.send import ACT, state
    from audit.rounds import Progress, interview, returns

    host = origin.partnership.get("name") or "the partnership"
    logged = [one.content for one in book_of(desk).logged(found.name) if one.act == ACT]
    sent = {(str(one.get("agency")), str(one.get("sent"))) for one in logged}
    for one in returns(found, desk.store.responses(found.name), desk.today):
        code, due = one.agency.code, one.expected.due
        who = f"{quoted(found.name)} --agency {quoted(code)}"
        by = f"{found.name}, for {host} by {in_words(due)}"
        if one.progress in {Progress.NOT_STARTED, Progress.STARTED}:
            asked = interview(found, one.agency, one.response, desk.today)
            text = (
                f"{by}: {len(asked.still_owed())} of {plural(len(asked.owed()), 'question')} left to answer."
            )
            yield Matter(_when(due, desk.today), text, f"audit ask {who}")
        elif one.progress is Progress.COMPLETE:
            yield Matter(
                _when(due, desk.today),
                f"{by}: every question is answered; it is to be signed.",
                f"audit sign {who} --name NAME --role ROLE",
            )
        elif one.response and one.response.signed and (code, state(one.response)) not in sent:
            heading = LATE if desk.today > due else WAITING
            yield Matter(heading, f"{by}: signed, and to be sent.", f"audit send {who} -o return.json")


# --- rounds about cases -------------------------------------------------------------------------------


def _cases(desk: Desk, name: str) -> Iterator[Matter]:
    from audit.cases.progress import readings, unread
    from audit.cli.readings import book_of

    found = book_of(desk).round(name)
    lines = readings(found, desk.today)
    command = f"audit round status {quoted(found.round.name)}"
    if found.word == "reply":
        yield _replies(desk, found, len({one.ref for one in lines if one.response}))
        return
    left, due = unread(found, lines), found.round.due
    if left:
        read = f"{len(found.usable) - len(left)} of {plural(len(found.usable), found.word)}"
        text = f"{found.round.name}: {read} read, due {in_words(due)}."
        yield Matter(_when(due, desk.today), text, command)
    elif found.usable:
        every = f"every {found.word} is read"
        text = f"{found.round.name}: {every}; it can be closed when nothing is left to moderate."
        yield Matter(WAITING, text, f"audit round close {quoted(found.round.name)}")
    else:
        yield Matter(
            _when(due, desk.today), f"{found.round.name}: nothing was read yet, due {in_words(due)}.", command
        )


def _replies(desk: Desk, found: "CaseRound", count: int) -> Matter:
    due, name = found.round.due, quoted(found.round.name)
    came = f"{found.round.name}: {plural(count, 'reply', 'replies')} came"
    if desk.today > due:
        return Matter(WAITING, f"{came}; its last day was {in_words(due)}.", f"audit round close {name}")
    return Matter(
        _when(due, desk.today), f"{came}; open until {in_words(due)}.", f"audit round status {name}"
    )


# --- what came in -------------------------------------------------------------------------------------


def news(desk: Desk) -> Iterator[Matter]:
    """What came in during the last days."""
    from audit.store.news import news as since

    first = desk.today - BACK
    found = since(desk.store, first, desk.today)
    rounds = {one.name: one.subject for one in desk.store.rounds()}
    names = {one.code: one.name for one in desk.store.agencies()}
    for name, subject in rounds.items():
        if words := _of_round(name, subject, names, found):
            yield Matter(NEW, f"{name}: {'; '.join(words)}.", f"audit round status {quoted(name)}")
    if found.actions or found.said:
        yield Matter(NEW, f"{_of_actions(found)}.", f"audit log --since {first.isoformat()}")


def _of_round(name: str, subject: str, names: dict[str, str], found: "News") -> list[str]:
    words = ["opened"] if name in found.opened else []
    if files := found.files.get(name, 0):
        words.append(f"{plural(files, 'file')} came in")
    if signed := found.signed.get(name, ()):
        whose = some([names.get(one, one) for one in signed], MANY)
        words.append(
            f"{len(signed)} signed ({whose})"
            if subject == "agency"
            else f"{plural(len(signed), subject)} signed"
        )
    return words


def _of_actions(found: "News") -> str:
    """New actions and what was said of others, in counts."""
    kinds = {
        "update": "update",
        "assurance": "assurance",
        "evidence": "piece of evidence",
        "proposal": "proposal",
    }
    said = [plural(found.actions, "new action")] if found.actions else []
    for kind, word in kinds.items():
        if count := found.said.get(kind, 0):
            many = "pieces of evidence" if kind == "evidence" else ""
            said.append(plural(count, word, many))
    return f"Actions: {', '.join(said)}" if said else "Actions: their owners were asked"
