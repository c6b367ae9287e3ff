"""Taking cases out of a round, and what is to be done when one closes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import Desk
from audit.cli.screen import line, tell
from audit.dates import in_words, said
from audit.errors import UnknownError

if TYPE_CHECKING:
    from audit.cases.case_round import CaseRound
    from audit.cases.progress import Reading
    from audit.cases.subject import Subject

CASE_KEY = "case-key"  # the act under which a look-up that was handed out is kept


def take_out(desk: Desk, name: str, refs: Sequence[str], reason: str) -> None:
    """Take cases out of a round as unusable; UnknownError or StateError where one is not in it."""
    from audit.cli.readings import book_of

    book = book_of(desk)
    found = book.round(name)
    chosen = {one.ref: one for one in map(found.subject, refs)}
    book.strike(found.round.name, chosen, reason, desk.stamp())
    for one in chosen.values():
        tell(f"{one.ref} is out of the round as unusable: {reason}.")
        if has_reserve(found, one):
            tell(
                f"A reserve is left for it: 'audit sample replace {found.plan.sample} {one.ref} --reason …' "
                "would keep the number of cases."
            )
    if found.word == "case":
        tell("A case whose file is missing is a finding, recorded as such; it is not unusable.")


def go_on(desk: Desk, name: str, sample: str) -> None:
    """Let a round go on with a bigger sample, and say which cases are new in it."""
    from audit.cli.readings import book_of

    book = book_of(desk)
    before = set(book.round(name).by_ref)
    found = book.go_on(name, sample, desk.stamp())
    new = [one.ref for one in found.usable if one.ref not in before]
    more = f"{len(new):,} more to read, {new[0]} to {new[-1]}" if new else "none more to read"
    tell(f"{found.round.name!r} goes on with {found.plan.sample}: {more}.")


def has_reserve(found: "CaseRound", subject: "Subject") -> bool:
    """Whether a case could be replaced from its sample."""
    sample = found.standing
    if sample is None or sample.discarded:
        return False
    return any(case["stratum"] == subject.stratum for case in sample.reserves)


def no_case(found: "CaseRound", names: Sequence[str]) -> None:
    """UnknownError where what is dropped as an agency is a case."""
    refs = {ref.casefold(): ref for ref in found.by_ref}
    for name in names:
        if ref := refs.get(name.strip().casefold()):
            raise UnknownError(f"{ref} is no agency; a {found.word} is taken out with --as unusable.")


def print_closing(desk: Desk, name: str) -> None:
    """What a closed case round leaves open and unread, and a letter to each agency with a look-up."""
    from audit.cases.concern import lines
    from audit.cases.progress import readings
    from audit.cli.concerns import how
    from audit.cli.readings import book_of
    from audit.scoring.messages import agencies

    book = book_of(desk)
    found = book.round(name)
    open_ = [one for one in found.concerns if one.open]
    for sentence in lines(open_):
        tell(sentence)
    if open_:
        tell(how(open_))
    for sentence in left_unread(found, readings(found, desk.today)):
        tell(sentence)
    handed: dict[str, list[tuple[str, Any]]] = {}
    for act in book.logged(name):
        if act.act == CASE_KEY:
            handed.setdefault(str(act.content.get("agency", "")), []).append((act.at, act.content))
    if handed:
        tell(f"Look-ups were handed out to {agencies(len(handed))}; send each the text below.")
    for place, (agency, files) in enumerate(handed.items()):
        if place:
            click.echo()
        print_letter(desk, found, agency, files)


def left_unread(found: "CaseRound", lines: "Sequence[Reading]") -> list[str]:
    """Sentences on what was not read to the end: first readings subject by subject, then second ones."""
    from audit.cases.progress import unread

    refs = unread(found, lines)
    open_ = [one for one in lines if one.expected and not one.read]
    begun = {one.ref for one in lines if one.reading == 1 and one.response}
    first = [
        ref + _who([_lacking(found, one) for one in open_ if one.ref == ref and one.reading == 1])
        if ref in begun
        else ref
        for ref in refs
    ]
    second = dict.fromkeys(one.ref for one in open_ if one.reading == 2)
    sentences = [f"Not read to the end: {'; '.join(first)}."] if first else []
    if second:
        sentences.append(f"Second readings not complete: {', '.join(second)}.")
    return sentences or ([f"Every {found.word} was read."] if found.usable else [])


def _who(parts: Sequence[str]) -> str:
    named = [part for part in parts if part]
    return f" ({', '.join(named)})" if named else ""


def _lacking(found: "CaseRound", one: "Reading") -> str:
    agency = found.agencies.get(one.agency)
    who = agency.name if agency else one.auditor
    how = f"{one.percent} %" if one.response else "not started"
    return f"{who} {how}".strip()


def print_letter(desk: Desk, found: "CaseRound", agency: str, files: "Sequence[tuple[str, Any]]") -> None:
    """A short text that asks an agency to destroy the look-ups it was given, and to say that it did."""
    name = next((one.name for one in desk.store.agencies() if one.code == agency), agency)
    sender = desk.partnership or "the partnership"
    closed = said(found.round.closed[:10]) or in_words(desk.today)
    line(f"To {name}")
    line(f"The audit round {found.round.name!r} closed on {closed}. For it you were given:")
    for at, content in files:
        columns = content.get("columns", ())
        headings = ", ".join(map(str, columns)) if isinstance(columns, (list, tuple)) else str(columns)
        cases = content.get("cases", 0)
        line(
            f"- {content.get('file', '')}, on {said(at[:10])}: {headings}, of {cases} "
            f"{'case' if cases == 1 else 'cases'}."
        )
    line(
        "It is no longer needed. Please destroy the file and every copy, print and extract made from it, in "
        "mailboxes and backups too, and the passphrase or key that opens it where it serves nothing else."
    )
    line(
        f"Please confirm to {sender} in writing that this is done: what was destroyed, by whom, and on what "
        "day."
    )
