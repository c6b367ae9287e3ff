"""audit form, collect."""

import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.case_forms import safe
from audit.cli.desk import Desk, by_option, everywhere
from audit.cli.refusals import take_each
from audit.cli.screen import tell
from audit.cli.task import owed
from audit.dates import in_words, read_day
from audit.errors import AuditError, StateError

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.responses.response import Response
    from audit.rounds import Round
    from audit.workbook.form_read import Form


@click.command()
@click.argument("name", metavar="R")
@click.option("--agency", help="Whose form: an agency's name or code.")
@click.option("--auditor", help="Whose form, where cases are allotted: an auditor's name.")
@click.option("--reading", type=click.IntRange(1, 2), help="2 for the form of second readings of cases.")
@click.option("--all", "everybody", is_flag=True, help="A form for everybody who has not signed.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="The workbook, or a folder for --all.",
)
@everywhere
def form(
    desk: Desk,
    name: str,
    agency: str | None,
    auditor: str | None,
    reading: int | None,
    everybody: bool,
    output: Path,
) -> None:
    """Write an Excel form with a round's questions, filled with what is already known.

    In a round about cases it is a grid: cases across, questions down.

    \b
    Examples:
      audit form s11-2026 --agency police -o police.xlsx
      audit form s11-2026 --all -o forms
      audit form neglect-2026 --agency police -o police.xlsx
      audit form neglect-2026 --auditor "A. Khan" --reading 2 -o khan-second.xlsx
    """
    from audit.rounds import find_agency

    found = desk.store.round(name)
    if found.template.subject != "agency":
        from audit.cli.case_forms import Whose, write_case_forms

        write_case_forms(desk, found.name, Whose(agency, auditor, reading or 0, everybody), output)
        return
    if auditor or reading:
        raise click.UsageError("--auditor and --reading go with rounds about cases.")
    if bool(agency) == everybody:
        raise click.UsageError("Give --agency NAME, or --all.")
    responses = {r.subject: r for r in desk.store.responses(name) if r.agency == r.subject}
    if not everybody:
        one = find_agency([expected.agency for expected in found.expected], agency or "")
        write_one(desk, found, one, responses.get(one.code), output)
        tell(f"{output} is written for {one.name}. Send it out; when it comes back: audit collect {output}")
        return
    count = write_all(desk, found, responses, output)
    tell(f"{count} forms are written to {output}. When they come back: audit collect {output}/*.xlsx")


def write_all(desk: Desk, found: "Round", responses: "dict[str, Response]", folder: Path) -> int:
    """A form for each agency that is expected and has not signed; how many."""
    from audit.rounds import Standing

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StateError(f"The folder {folder} cannot be made ({error.strerror}).") from None
    waiting = [e.agency for e in found.expected if e.standing is Standing.EXPECTED]
    waiting = [one for one in waiting if one.code not in responses or responses[one.code].signed is None]
    names = file_names(found.name, waiting)
    with click.progressbar(waiting, label="Forms", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        for one in bar:
            write_one(desk, found, one, responses.get(one.code), folder / names[one.code])
    return len(waiting)


def file_names(name: str, agencies: "Sequence[Agency]") -> dict[str, str]:
    """A file's name for each agency's form by its code; codes that look alike in it are numbered apart."""
    found: dict[str, str] = {}
    for agency in agencies:
        stem = unique = f"{safe(name)}-{safe(agency.code)}"
        number = 1
        while f"{unique}.xlsx".casefold() in map(str.casefold, found.values()):
            number += 1
            unique = f"{stem}-{number}"
        found[agency.code] = f"{unique}.xlsx"
    return found


def write_one(desk: Desk, found: "Round", one: "Agency", response: "Response | None", path: Path) -> None:
    """One agency's form; StateError where it has signed."""
    from audit.workbook.form import write_form

    if response and response.signed:
        raise StateError(
            f"{one.name} has signed, so there is nothing to fill in; 'audit reopen' makes a new version."
        )
    write_form(found, one, response, path, today=desk.today, partnership=desk.partnership)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--round", "name", metavar="R", help="The round that a table is for, where it fits several.")
@by_option
@everywhere
def collect(desk: Desk, files: tuple[Path, ...], name: str | None) -> None:
    """Take in filled forms (xlsx, xls, ods); what is wrong in one is listed by sheet and cell.

    Tables are taken too (csv, tsv, xlsx …): answers, one a row under agency, case, question and value, or
    replies as form tools export them, one a row with a column for each question.

    A file that is wrong anywhere is not taken at all; the others are.

    \b
    Examples:
      audit collect inbox/*.xlsx
      audit collect replies.csv --round staff-2026
    """
    from audit.cli.collecting import tables_among, take_tables

    files = tuple(dict.fromkeys(files))
    listed = tables_among(desk, files, name)
    refused = take_in(desk, [file for file in files if file not in listed])
    refused += take_tables(desk, listed, name)
    what = "files" if listed else "forms"
    if refused:
        for error in refused:
            tell(str(error))
        raise AuditError(
            f"{len(files) - len(refused)} of {len(files)} {what} taken, {len(refused)} refused as said above."
        )
    tell(f"{len(files)} of {len(files)} {what} taken.")


def take_in(desk: Desk, files: Collection[Path]) -> list[AuditError]:
    """Take in forms, each wholly or not at all; gives why some were refused."""
    from audit.cli.case_collecting import grids_among, take_grids
    from audit.workbook.form_read import read_forms

    grids = grids_among(desk, files)
    desk_of_forms = _Collecting(desk)
    others = [path for path in files if path not in grids]
    forms, errors = read_forms(others, desk_of_forms.known, desk_of_forms.edition)
    refused: list[AuditError] = [*take_grids(desk, grids), *errors]
    with click.progressbar(forms, label="Collecting", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        return refused + take_each(bar, desk_of_forms.take)


@dataclass
class _Collecting:
    """Rounds and their responses, each read once however many forms come."""

    desk: Desk
    rounds: "dict[str, tuple[Round, dict[str, Response]] | None]" = field(default_factory=dict)

    @cached_property
    def agencies(self) -> "tuple[Agency, ...]":
        return self.desk.store.agencies()

    def round(self, name: str) -> "tuple[Round, dict[str, Response]] | None":
        if name not in self.rounds:
            self.rounds[name] = self._read(name)
        return self.rounds[name]

    def _read(self, name: str) -> "tuple[Round, dict[str, Response]] | None":
        try:
            found = self.desk.store.round(name)
        except AuditError:
            return None
        responses = self.desk.store.responses(name)
        return found, {r.subject: r for r in responses if r.agency == r.subject}

    def known(self, name: str, agency: str) -> Collection[str] | None:
        """The ids that a form of a round may answer; None where the round or the agency is not ours."""
        held = self.round(name)
        if held is None or not any(e.agency.code == agency for e in held[0].expected):
            return None
        template = held[0].template
        return {*template.by_id, *(standard.id for standard in template.standards)}

    def edition(self, name: str) -> str:
        """The digest of a round's questions; empty where there is no such round."""
        held = self.round(name)
        return held[0].template.digest if held else ""

    def take(self, one: "Form") -> str:
        """Take a form in; a sentence on what came of it."""
        from audit.responses.response import Response
        from audit.rounds import find_agency, interview
        from audit.workbook.form_take import take_form

        held = self.round(one.round)
        if held is None:
            raise StateError(f"{one.file}: there is no round {one.round!r} here.")
        found, responses = held
        agency = find_agency(self.agencies, one.agency)
        response = responses.get(agency.code) or Response(found.name, agency.code, agency.code)
        self._may_take(one, found, response)
        begun = interview(found, agency, response, self.desk.today)
        given = take_form(begun, one).answers
        changed = {name: answer for name, answer in given.items() if response.answers.get(name) != answer}
        self.desk.store.save(response, changed, self.desk.stamp())
        after = replace(response, answers={**response.answers, **changed})
        responses[agency.code] = after
        said = (
            f"{one.file}: {agency.name}, {len(changed)} answers taken, {len(given) - len(changed)} as before."
        )
        return f"{said} {owed(replace(begun, answers=after.answers))}{self._sign(one, found, agency, after)}"

    def _may_take(self, one: "Form", found: "Round", response: "Response") -> None:
        if found.closed:
            raise StateError(f"{one.file}: the round {found.name!r} is closed.")
        if response.signed:
            by = f"{response.signed.name} on {response.signed.on}"
            raise StateError(
                f"{one.file}: this response was signed by {by}; 'audit reopen' makes a new version."
            )

    def _sign(self, one: "Form", found: "Round", agency: "Agency", response: "Response") -> str:
        """Sign where the form is signed and nothing is owed; a sentence on it."""
        from audit.cli.answers import may_sign
        from audit.responses.response import Signature
        from audit.rounds import interview

        if one.signature is None:
            return ""
        if interview(found, agency, response, self.desk.today).still_owed():
            return " The sign-off in the form was not taken, since answers are owed."
        name, role, on = one.signature
        if wrong := self._unfit(name, role, on):
            return f" The sign-off in the form was not taken, since {wrong}."
        try:
            may_sign(found, agency, role)
            signature = Signature(name, role, on or self.desk.today.isoformat())
            self.desk.store.sign(response, signature, self.desk.stamp())
        except AuditError as error:
            return f" The sign-off in the form was not taken: {error}"
        return f" Signed by {name}, {role}, on {in_words(self.desk.today) if not on else _words(on)}."

    def _unfit(self, name: str, role: str, on: str) -> str:
        """Why a sign-off cannot be taken as it was filled in; empty where it can."""
        if not name or not role:
            return "it names no role" if name else "it gives no name"
        day = read_day(on) if on else self.desk.today
        if day is None:
            return f"{on!r} is no date"
        return f"{in_words(day)} lies ahead" if day > self.desk.today else ""


def _words(day: str) -> str:
    from audit.dates import said

    return said(day)
