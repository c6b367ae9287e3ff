"""Responses at the command line: which one is meant, of an agency or about a case, and by whom."""

from typing import TYPE_CHECKING

import click

from audit.cli.desk import Desk
from audit.cli.named import agency_in
from audit.cli.screen import tell
from audit.cli.task import Task, quoted
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.cases.case_round import CaseRound
    from audit.responses.interview import Interview
    from audit.responses.response import Response
    from audit.rounds import Round
    from audit.store.cases import CaseBook


def book_of(desk: Desk) -> "CaseBook":
    """What the workspace knows of rounds about cases."""
    from audit.store.cases import CaseBook

    return CaseBook(desk.store)


def find(
    desk: Desk,
    name: str,
    agency: str | None,
    about: str | None,
    reading: int = 1,
    *,
    answering: bool = False,
) -> Task:
    """The response of an agency about itself, another, or a case; StateError where it has none to give.

    Where it is for `answering`, StateError too where whoever is at the keyboard may not read the case.
    """
    from audit.rounds import interview

    found = desk.store.round(name)
    if found.template.subject != "agency":
        return find_reading(desk, found.name, agency, about, reading, answering=answering)
    if reading != 1:
        raise StateError(f"The round {found.name!r} is about agencies; only cases are read a second time.")
    respondent, subject = meant_agencies(desk, found, agency, about)
    if found.of(subject) is None:
        raise StateError(
            f"{subject.name} is not in the round {found.name!r}; 'audit round change --add' adds it."
        )
    response = desk.store.response(found.name, respondent.code, subject.code)
    begun = interview(found, subject, response, desk.today)
    who = respondent if respondent.code else None
    return Task(found, response, begun, respondent.name, subject.name, who)


def meant_agencies(
    desk: Desk, found: "Round", agency: str | None, about: str | None
) -> "tuple[Agency, Agency]":
    """Who answers, and about which agency; whoever alone is expected need not be named."""
    from audit.rounds import find_agency

    if word := found.template.running.respondent:
        return _told_by(desk, found, agency, about, word)
    if agency is None and len(found.expected) != 1:
        raise click.UsageError("Say who answers: --agency NAME.")
    agencies = desk.store.agencies()
    respondent = find_agency(agencies, agency or found.expected[0].agency.code)
    return respondent, find_agency(agencies, about) if about else respondent


def _told_by(
    desk: Desk, found: "Round", agency: str | None, about: str | None, word: str
) -> "tuple[Agency, Agency]":
    """Who answers in a round in which nobody answers about itself, and about whom."""
    from audit.rounds import find_agency, respondent_of

    agencies = desk.store.agencies()
    if about is None:
        named = find_agency(agencies, agency).name if agency else "NAME"
        listing = "" if agency else f" 'audit chase {quoted(found.name)}' lists who is still to come."
        raise click.UsageError(
            f"The {word} answers in this round; say about whom: --about {quoted(named)}.{listing}"
        )
    subject = find_agency(agencies, about)
    respondent = find_agency(agencies, agency) if agency else respondent_of(found.template, subject)
    if respondent == subject:
        raise StateError(f"{subject.name} does not answer about itself here; leave out --agency.")
    return respondent, subject


def interview_of(desk: Desk, task: Task, response: "Response") -> "Interview":
    """The interview of a task as far as another version of its response goes."""
    from audit.rounds import find_agency, interview

    if task.case_round:
        return task.case_round.interview(response, desk.today)
    subject = find_agency(desk.store.agencies(), response.subject)
    return interview(task.round, subject, response, desk.today)


def find_reading(
    desk: Desk, name: str, agency: str | None, about: str | None, reading: int, *, answering: bool = False
) -> Task:
    """A reading of a case; UnknownError or StateError where there is no such case, or it is not theirs.

    Only where it is for `answering` does it matter who is at the keyboard.
    """
    found = book_of(desk).round(name)
    if not about:
        raise click.UsageError(f"Say what it is about: --about {found.prefix}-01.")
    subject = found.subject(about)
    code = None if answering or agency is not None else _only_one(found, subject.ref, reading)
    named = _inside(desk, found, agency)
    code = agency_of(found, subject.ref, named, reading, desk.by) if code is None else code
    found.check_reader(subject.ref, code, reading, desk.by if answering else "")
    if answering:
        _check_auditor(desk, found, subject.ref, reading)
    return _task(desk, found, subject.ref, code, reading)


def _only_one(found: "CaseRound", ref: str, reading: int) -> str | None:
    """The code of the agency of the one reading that was given where one person reads, whosever it was."""
    from audit.cases.plan import EACH

    given = [one.agency for one in found.of(ref) if one.reading == reading]
    return given[0] if given and found.plan.readers != EACH else None


def find_new(desk: Desk, name: str, agency: str | None, about: str | None) -> Task:
    """The answers about a subject that there is not yet: it gets its reference with the first of them."""
    if about:
        raise click.UsageError("--new makes a reference; leave out --about.")
    found = book_of(desk).round(name)
    if found.plan.sample:
        raise StateError(f"The cases of {found.round.name!r} were drawn; name one with --about C-01.")
    return _task(desk, found, "", agency_of(found, "", _inside(desk, found, agency), 1, desk.by), 1)


def _task(desk: Desk, found: "CaseRound", ref: str, code: str, reading: int) -> Task:
    from audit.cases.case_round import blank

    response = blank(found, ref, code, reading)
    begun = found.interview(response, desk.today)
    who = found.agencies.get(code)
    respondent = who.name if who else found.round.template.title
    return Task(found.round, response, begun, respondent, ref, who, found)


def _inside(desk: Desk, found: "CaseRound", agency: str | None) -> str | None:
    """The code of the agency of a round that is named; None where none is, as typed where nobody answers."""
    return agency_in(desk, found.agencies.values(), agency).code if agency and found.agencies else agency


def agency_of(found: "CaseRound", ref: str, agency: str | None, reading: int, person: str) -> str:
    """The code of the agency that reads a case: the one named, or the only one it can be; '' for nobody's."""
    from audit.rounds import find_agency

    if agency is not None:
        if not found.agencies:
            raise StateError(f"No agency answers in {found.round.name!r}; leave out --agency.")
        return find_agency(tuple(found.agencies.values()), agency).code
    begun = [one.agency for one in found.of(ref) if one.reading == reading and person in one.readers]
    expected = [one.agency for one in found.assignments if one.ref == ref and one.reading == reading]
    codes = list(dict.fromkeys(begun or expected or ([""] if not found.agencies else found.agencies)))
    if len(codes) > 1:
        names = ", ".join(found.agencies[code].name for code in codes if code in found.agencies)
        what = ref or f"a new {found.word}"
        raise StateError(
            f"Several agencies may answer about {what} ({names}); say whose answers these are: --agency NAME."
        )
    return codes[0]


def _check_auditor(desk: Desk, found: "CaseRound", ref: str, reading: int) -> None:
    """StateError where a case is of the reader's own team or work; tells it where it is another's to read."""
    from audit.registers.folding import fold

    found.check_own_work(ref, desk.by, book_of(desk).carried(found.standing))
    expected = (one for one in found.assignments if (one.ref, one.reading) == (ref, reading))
    auditor = next((one.auditor for one in expected), "")
    if auditor and fold(auditor) != fold(desk.by):
        tell(f"{ref} was allotted to {auditor}; you read it as {desk.by}, and that is what is kept.")
