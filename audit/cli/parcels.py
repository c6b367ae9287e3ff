"""What goes out with a draft: an agency's form or invitation, the grid of whoever reads cases."""

from pathlib import PurePath
from typing import TYPE_CHECKING

from audit.cli.mailing import Mailing
from audit.cli.task import quoted
from audit.wording import plural

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.chasing.people import Person
    from audit.chasing.sending import Parcel
    from audit.responses.response import Response
    from audit.rounds import Expected
    from audit.workbook.case_form_plan import CaseForm


def form_parcel(mailing: Mailing, agency: "Agency", response: "Response | None", file: str) -> "Parcel":
    """An agency's form."""
    from audit.chasing.rule import FORM
    from audit.chasing.sending import Parcel
    from audit.rounds import signing_roles, words_of

    found = mailing.round
    expected = found.of(agency)
    return Parcel(
        *(FORM, agency.code, agency.name, mailing.people(agency)),
        expected.due if expected else found.due,
        file,
        _questions(mailing, agency, response),
        signing_roles(found.template, words_of(agency)),
    )


def invitation_parcel(
    mailing: Mailing, expected: "Expected", response: "Response | None", file: str
) -> "Parcel":
    """An agency's invitation, with the commands that it is answered with."""
    from dataclasses import replace

    from audit.chasing.rule import INVITATION

    back = f"{PurePath(file).stem}-return.json"
    return replace(
        form_parcel(mailing, expected.agency, response, file),
        what=INVITATION,
        command=f"audit join {quoted(file)}",
        return_command=f"audit send {quoted(mailing.round.name)} -o {quoted(back)}",
    )


def grid_parcel(mailing: Mailing, form: "CaseForm", file: str) -> "Parcel":
    """The form of an agency or auditor who reads cases."""
    from audit.cases.plan import number
    from audit.chasing.rule import GRID
    from audit.chasing.sending import Parcel

    second = " (second readings)" if form.reading == 2 else ""
    cases = number(len(form.refs), form.found.word)
    return Parcel(
        *(GRID, form.auditor or form.agency, form.whose or "whoever reads"),
        _readers(mailing, form),
        form.due,
        file,
        f"{plural(len(form.questions), 'question')} about {cases}{second}",
    )


def _questions(mailing: Mailing, agency: "Agency", response: "Response | None") -> str:
    """How many questions a form asks, and how many of them are left."""
    from audit.rounds import interview

    asked = interview(mailing.round, agency, response, mailing.desk.today)
    every, left = len(asked.owed()), len(asked.still_owed())
    said = plural(every, "question")
    if left == every:
        return said
    open_ = f"of which {left} {'is' if left == 1 else 'are'} still open" if left else "all of them answered"
    return f"{said}, {open_}"


def _readers(mailing: Mailing, form: "CaseForm") -> "tuple[Person, ...]":
    """Whom a grid goes to: the auditor, by the agency's list of people where it has that name, else those."""
    from audit.chasing.people import ROLES, Person, people_of
    from audit.registers.folding import fold

    agency = form.found.agencies.get(form.agency)
    if not form.auditor:
        return mailing.people(agency) if agency else ()
    known = people_of(agency, ROLES) if agency else ()
    own = tuple(one for one in known if fold(one.name) == fold(form.auditor))
    return own or (Person("", form.auditor, (), form.auditor),)
