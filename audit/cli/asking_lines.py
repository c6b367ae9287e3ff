"""What `audit action chase` prints: who owes what, whom the next letter goes to, the asks so far."""

from typing import TYPE_CHECKING, Any

from audit.cli.screen import as_json as print_json
from audit.cli.screen import item, table, tell
from audit.dates import in_words, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.actions.asking import Debtor, Line
    from audit.actions.asks import Asked
    from audit.actions.followed import Followed
    from audit.chasing.owing import Next
    from audit.cli.asking_owners import Asking


def print_owing(asking: "Asking", *, as_json: bool) -> None:
    """Who owes what of which action, since when, how often it was asked for, and who is asked next."""
    from audit.actions.asking import strange
    from audit.cli.action_owners import tell_guessed
    from audit.cli.chase_lines import goes_to

    pairs = [(one, asking.step(one)) for one in asking.debtors]
    if as_json:
        print_json(_block(asking, pairs))
        return
    rows = [
        [one.owner.name, line.followed.id, _owed(line), _asked(asking, line), goes_to(found)]
        for one, found in pairs
        for line in one.lines
    ]
    if rows:
        table(["Owner", "Action", "What is owed", "Asked", "Next goes to"], rows)
    for words in strange(pairs):
        item(words)
    tell_guessed(one.owner for one, _ in pairs)
    _tell_rest(asking)
    if any(not line.waits(asking.desk.today, asking.rule.wait) for one, _ in pairs for line in one.lines):
        tell("Next: audit action chase --letters FOLDER")


def _owed(line: "Line") -> str:
    return f"{line.owed.what}: {line.owed.why}"


def _asked(asking: "Asking", line: "Line") -> str:
    """How often an owner was asked without an answer, and the time left to answer."""
    from audit.chasing.letters import times

    if not line.asks:
        return "not yet"
    until = line.waits(asking.desk.today, asking.rule.wait)
    end = f"time until {in_words(until)}" if until else "silence"
    return f"{times(line.times())}, last {in_words(line.asks[-1].on)}; {end}"


def _tell_rest(asking: "Asking") -> None:
    """What else somebody should know who asks owners: counts, silences, what nobody can be asked about."""
    from audit.actions.owed import here
    from audit.cli.task import quoted

    if silent := [one.id for one in _no_response(asking)]:
        were = "was" if len(silent) == 1 else "were"
        item(
            f"{', '.join(silent)} {were} asked about at the last level, and nobody has answered. To record "
            f"that: audit action update {' '.join(silent)} --state {quoted('no response')} --note …"
        )
    lines = [line for one in asking.debtors for line in one.lines]
    for what in dict.fromkeys(words for one in asking.open if (words := here(one))):
        ids = ", ".join(one.id for one in asking.open if here(one) == what)
        tell(f"Nothing is owed by the owner, since {what}: {ids}.")
    if bare := _without_owner(asking):
        tell(f"Without an owner, so nobody can be asked: {', '.join(bare)}.")
    if not lines:
        tell(f"Nobody owes anything on {in_words(asking.desk.today)}.")
        return
    kinds = {line.followed.id: line.owed.what for line in lines}  # an action of two owners counts once
    proof = sum(kind == "evidence" for kind in kinds.values())
    parts = [_actions(len(kinds) - proof, "an update"), _actions(proof, "evidence")]
    names = "1 owner owes" if len(asking.debtors) == 1 else f"{len(asking.debtors)} owners owe"
    tell(f"{names} something on {in_words(asking.desk.today)}: {' and '.join(filter(None, parts))}.")


def _actions(count: int, what: str) -> str:
    """What is owed of how many actions; empty where of none."""
    actions = "1 action" if count == 1 else f"{count} actions"
    return f"{what} on {actions}" if count else ""


def _without_owner(asking: "Asking") -> list[str]:
    from audit.actions.whose import named

    return [] if asking.word else [one.id for one in asking.open if not named(one.action)]


def _no_response(asking: "Asking") -> "list[Followed]":
    from audit.actions.asking import no_response

    found = (one for debtor in asking.debtors for one in no_response(asking.rule, debtor, asking.desk.today))
    return list(dict.fromkeys(found))


def _block(asking: "Asking", pairs: "list[tuple[Debtor, Next]]") -> dict[str, Any]:
    rule = asking.rule
    return {
        "today": asking.desk.today.isoformat(),
        "wait": rule.wait,
        "levels": [{"after": one.after, "to": list(one.to)} for one in rule.levels],
        "owing": [_owner_block(asking, *pair) for pair in pairs],
        "without_owner": _without_owner(asking),
        "waiting": [one.id for one in asking.open if one.proposals],
        "no_response": [one.id for one in _no_response(asking)],
    }


def _owner_block(asking: "Asking", one: "Debtor", found: "Next") -> dict[str, Any]:
    return {
        "owner": one.owner.name,
        "agency": one.owner.agency.code if one.owner.agency else None,
        "words": list(one.owner.words),
        "actions": [_line_block(asking, line) for line in one.lines],
        "next": {
            "level": found.level,
            "roles": list(found.meant),
            "to": [{"role": to.role, "name": to.name, "addresses": list(to.addresses)} for to in found.to],
            "missing": list(found.missing),
        },
    }


def _line_block(asking: "Asking", line: "Line") -> dict[str, Any]:
    today, wait = asking.desk.today, asking.rule.wait
    until = line.waits(today, wait)
    return {
        "id": line.followed.id,
        "action": line.followed.action.text,
        "owed": line.owed.what,
        "why": line.owed.why,
        "since": line.owed.since.isoformat(),
        "asked": line.times(),
        "silences": sum(one.silent(today, wait) for one in line.asks),
        "last_ask": line.asks[-1].on.isoformat() if line.asks else None,
        "answer_by": until.isoformat() if until else None,
    }


# --- the asks so far --------------------------------------------------------------------------------


def print_history(asking: "Asking", *, as_json: bool) -> None:
    """Every ask so far in the order of days, and what followed."""
    found = sorted(_asks(asking), key=lambda pair: (pair[1].ask.on, pair[0].id))
    if as_json:
        print_json([_ask_block(asking, *pair) for pair in found])
    elif not found:
        tell("No owner was asked yet.")
    else:
        heads = ["Day", "Action", "For", "How", "To", "Note", "By", "What followed"]
        table(heads, [_ask_cells(asking, *pair) for pair in found])


def _asks(asking: "Asking") -> "Iterator[tuple[Followed, Asked]]":
    """The asks about actions, also of those that have ended, of the owner that is looked at."""
    from audit.actions.asks import asked
    from audit.registers.folding import fold

    names = {fold(name) for one in asking.owners for name in (one.name, *one.words)} if asking.word else None
    for one in asking.found:
        for each in asked(one):
            if names is None or fold(each.owner) in names:
                yield one, each


def _ask_cells(asking: "Asking", one: "Followed", each: "Asked") -> list[str]:
    ask = each.ask
    outcome = each.outcome(asking.desk.today, asking.rule.wait)
    to = ", ".join(ask.to[1:]) or each.owner or "-"
    head = [said(ask.on), one.id, ask.for_, f"{ask.how}, level {ask.level}"]
    whose = f"{each.owner}: {to}" if ask.to[1:] else to
    return [*head, whose, ask.note or "-", each.by, outcome]


def _ask_block(asking: "Asking", one: "Followed", each: "Asked") -> dict[str, Any]:
    ask, today, wait = each.ask, asking.desk.today, asking.rule.wait
    return {
        "id": one.id,
        "on": ask.on,
        "how": ask.how,
        "level": ask.level,
        "for": ask.for_,
        "owner": each.owner or None,
        "to": list(ask.to[1:]),
        "note": ask.note,
        "by": each.by,
        "answered": each.answered.isoformat() if each.answered else None,
        "silence": each.silent(today, wait),
        "outcome": each.outcome(today, wait),
    }
