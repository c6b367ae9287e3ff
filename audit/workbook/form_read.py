"""A filled form read back: by the ids of questions and the words of headings, never by place."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from audit.errors import FileError, Problem
from audit.registers.headings import Recognised, recognise
from audit.responses.response import MEMBERS
from audit.schemas.tables import Row, check_answers
from audit.tables import Table, read
from audit.workbook.form_cover import Known, Said, asked_of, check_digest, cover, meanings
from audit.workbook.form_members import Naming, headings_of, read_members
from audit.workbook.form_rows import Copies, rows_of
from audit.workbook.form_signing import SignOff, read_sign_off
from audit.workbook.form_version import version_in
from audit.workbook.form_words import CODE, EDITION, FIELDS, PRESENTED, QUESTIONS, ROUND

Digests = Callable[[str], str]
Sheet = tuple[Table, Recognised | None]
CELLS = 2_000_000  # from A1 to the last one of a sheet: far more than a form has, and soon read


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in a filled form: whose it is, and its rows by the id of a question or standard.

    `rows` has the rows of an id once for each sheet on which it stands; of those of one sheet the first
    holds all but further pieces of evidence. `versions` says by id which answer the rows were filled from:
    empty where there was none, None where the form no longer tells. `meanings` is what it says of each
    grade; `notes` are sentences on what was odd and yet taken, `problems` on cells that cannot be taken;
    `members` what a body says of those for whom it answers, None where the form has no sheet for that.
    """

    file: str
    round: str
    agency: str
    digest: str
    rows: Mapping[str, Copies]
    signature: SignOff | None = None
    versions: Mapping[str, str | None] = field(default_factory=dict)
    meanings: Mapping[str, tuple[Said, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    members: Naming | None = None


def read_forms(
    paths: Sequence[Path],
    known: Known,
    editions: Digests | None = None,
    rounds: Digests | None = None,
    more: Callable[[Form], Sequence[Problem]] | None = None,
) -> tuple[list[Form], list[FileError]]:
    """The forms in some files, and why others cannot be taken; every row goes through one check of pandera.

    `known` gives the ids that may be answered for a round and an agency's code; None where there is
    no such round, or the agency is not in it. `editions` gives the digest of a round's questions, empty
    where there is no such round; `rounds` the name of a round with a digest, empty where none has it.
    `more` says what else is wrong with a form that cannot be taken, so that all is told at once.
    """
    forms: list[Form] = []
    errors: list[FileError] = []
    asked: dict[str, Collection[str]] = {}
    for path in dict.fromkeys(paths):
        try:
            sheets = [(table, _headings(table)) for table in read(path, CELLS)]
            form = _form(path, sheets)
            asked[form.file] = asked_of(form.file, form.round, form.agency, known, editions)
            digest = editions(form.round) if editions else form.digest
            check_digest(form.file, form.digest, digest, rounds)
            forms.append(_with_rows(form, path, sheets, asked[form.file]))
        except FileError as error:
            errors.append(error)
    checked = check_answers([row for form in forms for row in all_rows(form)], asked)
    wrong = {form.file: [*form.problems, *checked.get(form.file, ())] for form in forms}
    for form in forms:
        if problems := wrong[form.file]:
            places = {one.where for one in problems}
            others = more(form) if more else ()
            problems += [one for one in others if one.where not in places]
            errors.append(FileError(form.file, problems))
    return [form for form in forms if not wrong[form.file]], errors


def all_rows(form: Form) -> list[Row]:
    """Every row of a form."""
    return [row for copies in form.rows.values() for rows in copies for row in rows]


def check_edition(form: Form, digest: str) -> None:
    """Nothing where a form asks what the round asks; FileError where its questions are of another edition."""
    check_digest(form.file, form.digest, digest)


def _headings(table: Table) -> Recognised | None:
    """Where the headings of a question sheet stand; None on any other sheet."""
    found = recognise(table, QUESTIONS)
    return found if found and set(FIELDS) & set(found.columns) else None


def _form(path: Path, sheets: Sequence[Sheet]) -> Form:
    others = [table for table, found in sheets if found is None]
    facts = cover(str(path), others, [table for table, found in sheets if found])
    signature = read_sign_off(others, facts[PRESENTED])
    naming = (facts[ROUND], facts[CODE], facts[EDITION])
    members = read_members(others)
    return Form(str(path), *naming, {}, signature, meanings=meanings(others), members=members)


def _with_rows(form: Form, path: Path, sheets: Sequence[Sheet], ids: Collection[str]) -> Form:
    asking = [(table, found) for table, found in sheets if found or not headings_of(table)]
    rows, notes, problems = rows_of(path, asking, ids)
    versions = {name: _version(copies) for name, copies in rows.items()}
    versions |= {MEMBERS: form.members.version} if form.members else {}
    return replace(form, rows=rows, versions=versions, notes=notes, problems=problems)


def _version(copies: Copies) -> str | None:
    """The version that all marks of an id name; None where they name none, or several."""
    marks = [row["version"] for rows in copies for row in rows if row["version"]]
    found = {version_in(mark) for mark in marks}
    return found.pop() if len(found) == 1 else None
