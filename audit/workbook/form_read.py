"""A filled form read back: by the ids of questions and the words of headings, never by place."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from audit.dates import read_day
from audit.errors import FileError, Problem
from audit.registers import Recognised, fold, recognise
from audit.schemas import Row, check_answers
from audit.tables import Table, read, text
from audit.workbook.form_words import CODE, EDITION, EVIDENCE, FIELDS, QUESTIONS, ROUND, SIGNATURES

Known = Callable[[str, str], Collection[str] | None]


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in a filled form: whose it is, and its rows by the id of a question or standard.

    An id has several rows where several pieces of evidence are given; the first holds the rest.
    `signature` is name, role and day (YYYY-MM-DD, or empty), where the form is signed.
    """

    file: str
    round: str
    agency: str
    digest: str
    rows: Mapping[str, tuple[Row, ...]]
    signature: tuple[str, str, str] | None = None


def read_forms(paths: Sequence[Path], known: Known) -> tuple[list[Form], list[FileError]]:
    """The forms in some files, and why others cannot be taken; every row goes through one check of pandera.

    `known` gives the ids that may be answered for a round and an agency's code; None where there is
    no such round, or the agency is not in it.
    """
    forms: list[Form] = []
    errors: list[FileError] = []
    asked: dict[str, Collection[str]] = {}
    for path in paths:
        try:
            form = _form(path)
            asked[form.file] = _asked(form, known)
        except FileError as error:
            errors.append(error)
        else:
            forms.append(form)
    wrong = check_answers([row for form in forms for rows in form.rows.values() for row in rows], asked)
    errors += [FileError(file, problems) for file, problems in wrong.items()]
    return [form for form in forms if form.file not in wrong], errors


def _asked(form: Form, known: Known) -> Collection[str]:
    found = known(form.round, form.agency)
    if found is None:
        text_ = (
            f"it is a form of the round {form.round!r} for {form.agency!r}, which are not to be found here."
        )
        raise FileError(form.file, [Problem("", text_)])
    return found


def _form(path: Path) -> Form:
    tables = read(path)
    facts = _facts(tables)
    missing = [label for label in (ROUND, CODE, EDITION) if not facts.get(fold(label))]
    if missing:
        text_ = (
            f"it is not a form of this program: nothing says {' or '.join(missing)}; fill in a fresh form."
        )
        raise FileError(str(path), [Problem("", text_)])
    name, code, edition = (facts[fold(label)] for label in (ROUND, CODE, EDITION))
    return Form(str(path), name, code, edition, _rows(path, tables), _signature(tables))


def _facts(tables: Sequence[Table]) -> dict[str, str]:
    """The values behind labels: the first cell of a row and the next that is not empty."""
    facts: dict[str, str] = {}
    for table in tables:
        for row in table.rows:
            cells = [cell for value in row if (cell := text(value))]
            if len(cells) > 1:
                facts.setdefault(fold(cells[0]), cells[1])
    return facts


def _rows(path: Path, tables: Sequence[Table]) -> dict[str, tuple[Row, ...]]:
    rows: dict[str, list[Row]] = {}
    for table in tables:
        found = recognise(table, QUESTIONS)
        if found and set(FIELDS) & set(found.columns):
            for row in _filled(path, table, found):
                rows.setdefault(row["question"], []).append(row)
    return {name: _main_first(having) for name, having in rows.items()}


def _filled(path: Path, table: Table, found: Recognised) -> Iterator[Row]:
    """The rows in which something was answered."""
    columns = {name: column for name, column in found.columns.items() if name in {"question", *FIELDS}}
    for number in range(found.header_row + 1, len(table.rows)):
        cells = table.rows[number]
        values = {name: text(cells[column]) for name, column in columns.items()}
        if any(values.get(name) for name in FIELDS):
            yield Row(str(path), table.sheet, number, columns, values)


def _main_first(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The row that holds more than evidence first; each further row of evidence is a subject of its own.

    So the check finds an answer given twice, but takes several pieces of evidence.
    """
    ordered = sorted(rows, key=_only_evidence)
    more = [
        row if not _only_evidence(row) else _numbered(row, place) for place, row in enumerate(ordered[1:], 1)
    ]
    return (ordered[0], *more)


def _only_evidence(row: Row) -> bool:
    return not any(row[name] for name in FIELDS if name not in EVIDENCE)


def _numbered(row: Row, place: int) -> Row:
    values = {**row.values, "subject": f"further evidence {place}"}
    return Row(row.file, row.sheet, row.row, row.columns, values)


def _signature(tables: Sequence[Table]) -> tuple[str, str, str] | None:
    for table in tables:
        found = recognise(table, SIGNATURES)
        for row in table.rows[found.header_row + 1 :] if found else ():
            if found is None:
                break
            name, role, on = (text(row[found.columns[key]]) for key in ("name", "role", "on"))
            if name and role:
                day = read_day(on)
                return name, role, day.isoformat() if day else ""
    return None
