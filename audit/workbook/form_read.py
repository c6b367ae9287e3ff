"""A filled form read back: by the ids of questions and the words of headings, never by place."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from audit.dates import read_day
from audit.errors import FileError, Problem
from audit.registers.folding import fold
from audit.registers.headings import Recognised, recognise
from audit.schemas.tables import Row, check_answers
from audit.tables import Table, read, text, where
from audit.workbook.form_words import (
    CODE,
    EDITION,
    EVIDENCE,
    FIELDS,
    HEADINGS,
    QUESTIONS,
    ROUND,
    SIGNATURES,
)

Known = Callable[[str, str], Collection[str] | None]
Editions = Callable[[str], str]
Sheet = tuple[Table, Recognised | None]


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in a filled form: whose it is, and its rows by the id of a question or standard.

    An id has several rows where several pieces of evidence are given; the first holds the rest.
    A row that is there but blank stands among them, so that each piece keeps its place. `signature`
    is name, role and day (YYYY-MM-DD, or as it was typed), where the form is signed.
    """

    file: str
    round: str
    agency: str
    digest: str
    rows: Mapping[str, tuple[Row, ...]]
    signature: tuple[str, str, str] | None = None


def read_forms(
    paths: Sequence[Path], known: Known, editions: Editions | None = None
) -> tuple[list[Form], list[FileError]]:
    """The forms in some files, and why others cannot be taken; every row goes through one check of pandera.

    `known` gives the ids that may be answered for a round and an agency's code; None where there is
    no such round, or the agency is not in it. `editions` gives the digest of a round's questions.
    """
    forms: list[Form] = []
    errors: list[FileError] = []
    asked: dict[str, Collection[str]] = {}
    for path in dict.fromkeys(paths):
        try:
            sheets = [(table, _headings(table)) for table in read(path)]
            form = _form(path, sheets)
            asked[form.file] = _asked(form, known)
            check_edition(form, editions(form.round) if editions else form.digest)
            forms.append(replace(form, rows=_rows(path, sheets, asked[form.file])))
        except FileError as error:
            errors.append(error)
    wrong = check_answers([row for form in forms for rows in form.rows.values() for row in rows], asked)
    errors += [FileError(file, problems) for file, problems in wrong.items()]
    return [form for form in forms if form.file not in wrong], errors


def _headings(table: Table) -> Recognised | None:
    """Where the headings of a question sheet stand; None on any other sheet."""
    found = recognise(table, QUESTIONS)
    return found if found and set(FIELDS) & set(found.columns) else None


def check_edition(form: Form, digest: str) -> None:
    """Nothing where a form asks what the round asks; FileError where its questions are of another edition."""
    if form.digest != digest:
        text_ = (
            "it was made from another edition of the questions; ask for a fresh form and copy the answers."
        )
        raise FileError(form.file, [Problem("", text_)])


def _asked(form: Form, known: Known) -> Collection[str]:
    found = known(form.round, form.agency)
    if found is None:
        text_ = (
            f"it is a form of the round {form.round!r} for {form.agency!r}, which are not to be found here."
        )
        raise FileError(form.file, [Problem("", text_)])
    return found


def _form(path: Path, sheets: Sequence[Sheet]) -> Form:
    others = [table for table, found in sheets if found is None]
    # What people type among the questions never says whose form it is, unless nothing else does.
    facts = _facts([*others, *(table for table, found in sheets if found)])
    missing = [label for label in (ROUND, CODE, EDITION) if not facts.get(fold(label))]
    if missing:
        text_ = (
            f"it is not a form of this program: nothing says {' or '.join(missing)}; fill in a fresh form."
        )
        raise FileError(str(path), [Problem("", text_)])
    name, code, edition = (facts[fold(label)] for label in (ROUND, CODE, EDITION))
    return Form(str(path), name, code, edition, {}, _signature(others))


def _facts(tables: Sequence[Table]) -> dict[str, str]:
    """The values behind labels: the first cell of a row and the next that is not empty."""
    facts: dict[str, str] = {}
    for table in tables:
        for row in table.rows:
            cells = [cell for value in row if (cell := text(value))]
            if len(cells) > 1:
                facts.setdefault(fold(cells[0]), cells[1])
    return facts


def _rows(path: Path, sheets: Sequence[Sheet], ids: Collection[str]) -> dict[str, tuple[Row, ...]]:
    """The rows by id, in any case; a sheet that could not be read whole is a problem, never passed over."""
    named = {name.casefold(): name for name in ids}
    rows: dict[str, list[Row]] = {}
    problems: list[Problem] = []
    for table, found in sheets:
        if found is None:
            problems += _without_headings(table, named)
            continue
        problems += _lost_columns(table, found)
        for row in _of_sheet(path, table, found, named):
            rows.setdefault(row["question"], []).append(row)
    if problems:
        raise FileError(str(path), problems)
    return {name: main_first(having) for name, having in rows.items()}


def _without_headings(table: Table, named: Mapping[str, str]) -> list[Problem]:
    for number, row in enumerate(table.rows):
        cells = [cell for value in row if (cell := text(value))]
        if len(cells) > 1 and cells[0].casefold() in named:
            text_ = "questions stand here but the row of headings above them is gone; put it back."
            return [Problem(where(table.sheet, number), text_)]
    return []


def _lost_columns(table: Table, found: Recognised) -> list[Problem]:
    """Columns that hold something but whose heading does not say what."""
    names = {heading.field: heading.text for heading in HEADINGS}
    below = table.rows[found.header_row + 1 :]
    missing = [names[field] for field in FIELDS if field not in found.columns]
    stray = [column for column in range(len(table.rows[0])) if column not in found.columns.values()]
    stray = [column for column in stray if any(text(row[column]) for row in below)]
    if not stray or not (missing or found.repeated):
        return []
    gone = f"no column is headed {', '.join(map(repr, missing))}" if missing else "a heading is there twice"
    text_ = f"{gone}, and something stands below; put the heading right."
    return [Problem(where(table.sheet, found.header_row, column), text_) for column in stray]


def _of_sheet(path: Path, table: Table, found: Recognised, named: Mapping[str, str]) -> Iterator[Row]:
    """The rows of questions, blank ones too, and whatever else something was filled in beside."""
    columns = {name: column for name, column in found.columns.items() if name in {"question", *FIELDS}}
    for number in range(found.header_row + 1, len(table.rows)):
        cells = table.rows[number]
        if cells == table.rows[found.header_row]:  # another sheet pasted below
            continue
        values = {name: text(cells[column]) for name, column in columns.items()}
        known = named.get(values["question"].casefold())
        if known or any(values.get(name) for name in FIELDS):
            values["question"] = known or values["question"]
            yield Row(str(path), table.sheet, number, columns, values)


def main_first(rows: Sequence[Row]) -> tuple[Row, ...]:
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
            if name or role:
                return name, role, day_or_words(on)
    return None


def day_or_words(words: str) -> str:
    """A day as YYYY-MM-DD; anything else as it was typed."""
    day = read_day(words)
    return day.isoformat() if day else words
