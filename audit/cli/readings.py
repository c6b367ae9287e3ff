"""Readings of cases at the command line: which one is meant, and by whom."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.answers import Task
from audit.cli.desk import Desk
from audit.cli.screen import tell
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.cases.case_round import CaseRound
    from audit.store.cases import CaseBook


def book_of(desk: Desk) -> "CaseBook":
    """What the workspace knows of rounds about cases."""
    from audit.store.cases import CaseBook

    return CaseBook(desk.store)


def find_reading(desk: Desk, name: str, agency: str | None, about: str | None, reading: int) -> Task:
    """A reading of a case; UnknownError or StateError where there is no such case, or it is not theirs."""
    from audit.cases.case_round import blank

    found = book_of(desk).round(name)
    if not about:
        raise click.UsageError(f"Say what it is about: --about {found.prefix}-01.")
    subject = found.subject(about)
    code = agency_of(found, subject.ref, agency, reading, desk.by)
    found.check_reader(subject.ref, code, reading, desk.by)
    response = blank(found, subject.ref, code, reading)
    begun = found.interview(response, desk.today)
    who = found.agencies.get(code)
    respondent = who.name if who else found.round.template.title
    return Task(found.round, response, begun, respondent, subject.ref, who, found)


def agency_of(found: "CaseRound", ref: str, agency: str | None, reading: int, person: str) -> str:
    """The code of the agency that reads a case: the one named, or the only one it can be; '' for nobody's."""
    from audit.rounds import find_agency

    if agency is not None:
        return find_agency(tuple(found.agencies.values()), agency).code
    begun = [one.agency for one in found.of(ref) if one.reading == reading and person in one.readers]
    expected = [one.agency for one in found.assignments if one.ref == ref and one.reading == reading]
    codes = list(dict.fromkeys(begun or expected or ([""] if not found.agencies else found.agencies)))
    if len(codes) > 1:
        names = ", ".join(found.agencies[code].name for code in codes if code in found.agencies)
        raise StateError(f"Several agencies read {ref} ({names}); say whose reading it is: --agency NAME.")
    return codes[0]


def new_subject(desk: Desk, name: str, agency: str | None, about: str | None, answers: Path | None) -> str:
    """The reference of a new observation or interview, kept once there is somebody to answer."""
    if about:
        raise click.UsageError("--new makes a reference; leave out --about.")
    if answers is None and not sys.stdin.isatty():
        raise StateError("There is no terminal to ask at; give the answers in a file with --answers FILE.")
    book = book_of(desk)
    found = book.round(name)
    if agency is not None:
        agency_of(found, "", agency, 1, desk.by)
    ref = book.add_subjects(name, [("", "")], desk.stamp())[""]
    tell(f"New {found.word}: {ref}.")
    return ref
