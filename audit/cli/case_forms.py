"""Grid forms of rounds about cases, written for agencies and auditors."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.desk import Desk
from audit.cli.file_names import make_folder, numbered, safe
from audit.cli.mailing import FOLDER, Mailing
from audit.cli.named import agency_in
from audit.cli.progress import each
from audit.cli.readings import book_of
from audit.cli.screen import tell
from audit.cli.task import quoted
from audit.errors import StateError
from audit.wording import plural

if TYPE_CHECKING:
    from audit.cases.case_round import CaseRound
    from audit.workbook.case_form_plan import CaseForm


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose grid form is asked for, as the options say it; `reading` 0 leaves it open."""

    agency: str | None = None
    auditor: str | None = None
    reading: int = 0
    everybody: bool = False


def write_case_forms(desk: Desk, name: str, whose: Whose, output: Path, *, mail: bool | None = None) -> None:
    """The grid form that is asked for, or all of them into a folder; a sentence on what was written.

    A draft of an e-mail goes with each where `mail` says so, and where it says nothing with all of them.
    """
    if whose.everybody and (whose.agency or whose.auditor):
        raise click.UsageError("Give --agency NAME, --auditor NAME or --all: one of them.")
    found = book_of(desk).round(name)
    if found.round.closed:
        raise StateError(f"The round {found.round.name!r} is closed, so there is nothing to fill in.")
    if not found.usable:
        raise StateError(_nothing_yet(found))
    if whose.everybody:
        files = _write_all(desk, found, whose.reading, output)
        if mail is not False:
            _draft(desk, files, output / FOLDER)
        return
    form = _chosen(desk, found, whose)
    _write(desk, form, output)
    tell(f"{output} is written{_for(form)}. When it comes back: audit collect {output}")
    if not whose.reading and form.reading == 1:
        _more(desk, form)
    if mail:
        _draft(desk, [(form, output)], None)


def _draft(desk: Desk, files: "Sequence[tuple[CaseForm, Path]]", folder: Path | None) -> None:
    """A draft of an e-mail for each form."""
    from audit.cli.parcels import grid_parcel

    mailing = Mailing(desk, files[0][0].found.round)
    for form, path in files:
        mailing.add(grid_parcel(mailing, form, path.name), path)
    mailing.write(folder) if folder else mailing.write_beside()


def _nothing_yet(found: "CaseRound") -> str:
    name, word = found.round.name, found.word
    if found.plan.sample:
        return f"No {word} of {name} is left to be read."
    return f"There is no {word} in {name} yet; 'audit ask {name} --new' makes one."


def _write(desk: Desk, form: "CaseForm", path: Path) -> None:
    from audit.workbook.case_form import write_case_form

    if all(one.signed for one in form.responses.values()):
        raise StateError(
            f"Every case{_for(form)} is signed, so there is nothing to fill in; 'audit reopen' makes a new "
            "version."
        )
    write_case_form(form, path, partnership=desk.partnership)


def _for(form: "CaseForm") -> str:
    return f" for {form.whose}" if form.whose else ""


def _more(desk: Desk, form: "CaseForm") -> None:
    """Say that the same reader has second readings too, which stand in a form of their own."""
    from audit.workbook.case_form_plan import case_forms

    second = [one for one in case_forms(form.found, desk.today) if one.reading == 2]
    own = [one for one in second if (one.agency, one.auditor) == (form.agency, form.auditor)]
    if own:
        refs = ", ".join(own[0].refs)
        tell(f"Second readings ({refs}) stand in a form of their own: --reading 2.")


def _chosen(desk: Desk, found: "CaseRound", whose: Whose) -> "CaseForm":
    """The one form that options name; where only second readings are theirs, the form of those."""
    for reading in (whose.reading,) if whose.reading else (1, 2):
        form = _form(desk, found, whose, reading)
        if form.refs:
            return form
    which = "second reading" if whose.reading == 2 else "case"
    raise StateError(f"There is no {which}{_for(form)} in {found.round.name!r}.")


def _form(desk: Desk, found: "CaseRound", whose: Whose, reading: int) -> "CaseForm":
    from audit.cases.plan import ALLOTTED
    from audit.workbook.case_form_plan import agencys_form, auditors_form

    if found.plan.readers == ALLOTTED:
        if whose.agency:
            raise click.UsageError("The cases are allotted to auditors; give --auditor NAME, or --all.")
        return auditors_form(found, _auditor(found, whose.auditor), reading, desk.today)
    if whose.auditor:
        raise click.UsageError("No cases are allotted in this round; leave out --auditor.")
    if whose.agency is not None:
        code = agency_in(desk, found.agencies.values(), whose.agency).code
    elif len(found.agencies) > 1:
        raise click.UsageError("Several agencies read; give --agency NAME, or --all.")
    else:
        code = next(iter(found.agencies), "")
    return agencys_form(found, code, reading, desk.today)


def _auditor(found: "CaseRound", name: str | None) -> str:
    from audit.definitions import nearest
    from audit.errors import UnknownError

    names = [one.name for one in found.plan.auditors]
    if name is None and len(names) > 1:
        raise click.UsageError("The cases are allotted to auditors; give --auditor NAME, or --all.")
    wanted = " ".join((name or names[0]).split()).casefold()
    chosen = next((one for one in names if " ".join(one.split()).casefold() == wanted), None)
    if chosen is None:
        raise UnknownError(f"There is no auditor {name!r} in {found.round.name}{nearest(str(name), names)}")
    return chosen


def _write_all(desk: Desk, found: "CaseRound", reading: int, folder: Path) -> "list[tuple[CaseForm, Path]]":
    """The form of everybody who is to read, each with its file."""
    from audit.workbook.case_form_plan import case_forms

    forms = [one for one in case_forms(found, desk.today) if reading in {0, one.reading}]
    forms = [one for one in forms if not all(each.signed for each in one.responses.values())]
    if not forms:
        raise StateError(f"Nothing is left to be read in {found.round.name!r}, so no form was written.")
    make_folder(folder)
    taken: set[str] = set()
    files = [(form, folder / _file_name(form, taken)) for form in forms]
    for form, path in each(files, "Forms"):
        _write(desk, form, path)
    many = f"{plural(len(forms), 'form')} {'is' if len(forms) == 1 else 'are'}"
    tell(f"{many} written to {folder}. When they come back: audit collect {quoted(str(folder))}/*.xlsx")
    return files


def _file_name(form: "CaseForm", taken: set[str]) -> str:
    """A file's name for a form, unlike those taken, which it joins."""
    words = [form.found.round.name, form.auditor or form.agency, "second" if form.reading == 2 else ""]
    return f"{numbered('-'.join(safe(word) for word in words if word), taken)}.xlsx"
