"""audit log: who changed what and when, before and after; and whether what was signed still stands."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import WORDS, Day, Desk, everywhere, json_option, of_one_moment
from audit.cli.screen import as_json as print_json
from audit.cli.screen import item, line, tell

if TYPE_CHECKING:
    from audit.store.entry import Entry

HEADINGS = (
    *("When", "Who", "What was done", "Round", "Agency", "Name", "About", "Reading", "Version"),
    *("Question", "Part", "Before", "After"),
)
# What is said of a concern is about a child: it stands in the list of concerns, and here only if asked for.
CONCERN, CONFIDENTIAL = "concern", frozenset({"words", "told", "outcome"})
LEFT_OUT = "(recorded: see 'audit concern list')"


@click.command()
@click.argument("name", metavar="[R]", required=False)
@click.option("--agency", help="Only what is of or about this agency, by name or code.")
@click.option("--about", help="Only what is about this case (C-03), or about another agency.")
@click.option("--by", "person", type=WORDS, default="", help="Only what this person did.")
@click.option("--since", type=Day(), help="Only from this day on.")
@click.option("--concerns", is_flag=True, help="Also the words of immediate concerns.")
@click.option(
    "--check", is_flag=True, help="Look whether what was signed, sealed or drawn was changed by other means."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write it to a .csv or .xlsx.")
@json_option
@everywhere
@of_one_moment
def log(
    desk: Desk,
    name: str | None,
    agency: str | None,
    about: str | None,
    person: str,
    since: date | None,
    concerns: bool,
    check: bool,
    output: Path | None,
    as_json: bool,
) -> None:
    """Print who changed what and when, with what stood there before; the newest comes last.

    Of one round, or of everything. Words of immediate concerns are left out, unless you ask for them.

    \b
    Examples:
      audit log s11-2026 --agency police
      audit log s11-2026 --since 2026-11-01 -o log.xlsx
      audit log --check
    """
    from audit.store.log import Wanted
    from audit.store.log import log as read
    from audit.workbook.listing import check_name, write_list

    if output and (check or as_json):
        raise click.UsageError(f"{'--check' if check else '--json'} prints; leave out -o.")
    if check:
        _check(desk, name, as_json=as_json)
        return
    if output:
        check_name(output)
    names = {one.code: one.name for one in desk.store.agencies()}
    wanted = Wanted(
        _code(desk, agency) if agency else "",
        _subject(desk, name, about) if about else "",
        person,
        since.isoformat() if since else "",
    )
    found = [one for one in read(desk.store, name or "") if wanted.holds(one)]
    found = [_by_name(one, names) for one in (found if concerns else map(_confidential, found))]
    if output:
        write_list(output, "Log", HEADINGS, [_row(one, names) for one in found], desk.today)
        tell(f"{output} is written: {_count(found)}.")
    elif as_json:
        print_json([_block(one, names) for one in found])
    else:
        _print(found, names)


def _count(found: Sequence["Entry"]) -> str:
    return f"{len(found):,} {'change' if len(found) == 1 else 'changes'}"


def _code(desk: Desk, agency: str) -> str:
    from audit.rounds import find_agency

    return find_agency(desk.store.agencies(), agency).code


def _subject(desk: Desk, name: str | None, about: str) -> str:
    """The reference or code that is meant: a case of the round, else an agency, else as it was typed."""
    from audit.cli.past_show import subject_of
    from audit.cli.readings import book_of
    from audit.errors import UnknownError

    if name and subject_of(desk, name) != "agency":
        found = book_of(desk).round(name)
        return found.ref_of(about) or about
    try:
        return _code(desk, about)
    except UnknownError:
        if name:
            raise
        return about.strip().upper()


def _confidential(one: "Entry") -> "Entry":
    """A change without what was said of a concern, where it is about one."""
    if not one.act.startswith(CONCERN) or one.part not in CONFIDENTIAL:
        return one
    return replace(one, before=one.before and LEFT_OUT, after=one.after and LEFT_OUT)


def _by_name(one: "Entry", names: dict[str, str]) -> "Entry":
    """A change of those whom a body answers for, with their names; any other as it is."""
    from audit.responses.membership import LABEL
    from audit.responses.response import MEMBERS

    if one.question != MEMBERS:
        return one
    before, after = (
        "; ".join(names.get(code, code) for code in part.split("; ")) for part in (one.before, one.after)
    )
    return replace(one, question=LABEL, part="members", before=before, after=after)


def _row(one: "Entry", names: dict[str, str]) -> tuple[str, ...]:
    reading, version = (str(number) if one.version else "" for number in (one.reading, one.version))
    return (
        *(one.at, one.by, one.act, one.round, one.agency, names.get(one.agency, ""), one.subject),
        *(reading, version, one.question, one.part, one.before, one.after),
    )


def _block(one: "Entry", names: dict[str, str]) -> dict[str, Any]:
    return {
        "at": one.at,
        "by": one.by,
        "act": one.act,
        "round": one.round or None,
        "agency": one.agency or None,
        "name": names.get(one.agency),
        "subject": one.subject or None,
        "reading": one.reading if one.version else None,
        "version": one.version or None,
        "question": one.question or None,
        "part": one.part or None,
        "before": one.before or None,
        "after": one.after or None,
    }


# --- on the screen ----------------------------------------------------------------------------------


def _print(found: Sequence["Entry"], names: dict[str, str]) -> None:
    """Each act once, with its parts below it."""
    for head, parts in groupby(found, lambda one: _head(one, names)):
        line(head, "    ")
        for one in parts:
            if one.part or one.after:
                line(f"    {_said(one)}", "      ")
    tell(f"{_count(found)}." if found else "Nothing was changed.")


def _head(one: "Entry", names: dict[str, str]) -> str:
    about = names.get(one.subject, one.subject) if one.subject != one.agency else ""
    second = "second reading" if one.reading == 2 else ""
    where = (one.round, names.get(one.agency, one.agency), about and f"about {about}", second, one.question)
    place = ", ".join(filter(None, where))
    return f"{one.at}  {one.by}: {one.act}{place and f' ({place})'}"


def _said(one: "Entry") -> str:
    part = f"{one.part}: " if one.part else ""
    before, after = one.before or "(nothing)", one.after or "(nothing)"
    return f"{part}{one.after}" if not one.before else f"{part}{before} -> {after}"


# --- whether it still stands ------------------------------------------------------------------------


def _check(desk: Desk, name: str | None, *, as_json: bool) -> None:
    """Say what was changed in the store by other means; it ends with 1 where anything was."""
    from audit.sampling.ledger import broken
    from audit.store.ledger import Ledger
    from audit.store.signing import signatures

    rounds = [desk.store.round(name).name] if name else [one.name for one in desk.store.rounds()]
    for each in rounds:
        desk.store.round(each)  # refuses where what it asks was changed
    signed = [(each, one) for each in rounds for one in signatures(desk.store, each)]
    wrong = [f"{each}, {_whose(one)}: {one.told}" for each, one in signed if not one.sound]
    wrong += broken(Ledger(desk.store).acts())
    if as_json:
        print_json({"rounds": rounds, "signatures": len(signed), "wrong": wrong})
    else:
        _say_checked(len(rounds), len(signed), wrong)
    if wrong:
        raise SystemExit(1)


def _whose(one: Any) -> str:
    return one.agency if one.subject == one.agency else f"{one.agency} about {one.subject}".strip()


def _say_checked(rounds: int, signed: int, wrong: Iterable[str]) -> None:
    for sentence in wrong:
        item(sentence)
    if not wrong:
        line(
            f"Looked at: {rounds:,} {'round' if rounds == 1 else 'rounds'} with {signed:,} "
            f"{'signature' if signed == 1 else 'signatures'}, and the ledger of draws. Nothing that was "
            "signed, sealed or drawn was changed by other means: every digest fits. Other rows have none."
        )
