"""The agencies of a partnership, and the list of them as a board keeps it.

Nothing is guessed in silence: whatever was not plain is taken with a note, whatever could not be
read is a problem with its cell, and with one problem nothing is taken.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from audit import tables
from audit.definitions import nearest
from audit.errors import FileError, Problem, UnknownError
from audit.registers.contacts import NOTHING, people, with_addresses
from audit.registers.folding import fold
from audit.registers.headings import Recognised, recognise
from audit.registers.profile import Profile
from audit.schemas.tables import Row, check_agencies, quoted
from audit.standards.words import Kind, Kinds
from audit.tables import Table, text

SPANNING = ("kinds", "duties", "parent")  # where a merged cell speaks for every row beside it
LIST_NAMES = {"agencies", "agency list", "list of agencies", "agency", "organisations", "contacts"}
SHORT_CODE, LONG_CODE = 30, 36  # a code has at most 40 characters, and may need a number yet

_MEMBERS = "(?:agencies|organisations|settings|schools|providers|partners|practices)"
_TOTAL = re.compile(
    rf"(?:grand |sub )?totals?(?: \d+)?(?: (?:number )?(?:of )?{_MEMBERS})?(?: \d+)?"
    rf"|(?:number|no) of {_MEMBERS}(?: \d+)?|\d+ {_MEMBERS}(?: in total)?"
)
_REMARK = re.compile(
    r"(?:notes?|source|key)\s*:|(?:last |list )?updated\b|(?:as|correct) (?:at|on)\b|\*", re.IGNORECASE
)
_KIND_BREAK = re.compile(r"[;,/\r\n]")
_FILLING = {"the", "of", "and", "for", "nhs", "foundation", "trust", "ltd", "limited", "cic", "plc"}


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that answers audits; kinds and duties are codes, everything else as it was written."""

    code: str
    name: str
    kinds: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    parent: str = ""
    contact: str = ""
    substitute: str = ""
    chief_officer: str = ""


@dataclass(frozen=True, slots=True)
class AgencyList:
    """The agencies of a file in its order, and a sentence on everything that was not plain in it."""

    agencies: tuple[Agency, ...]
    notes: tuple[str, ...] = ()


def read_list(path: Path, kinds: Kinds, profile: Profile, words: Mapping[str, str]) -> AgencyList:
    """The agencies in a CSV, Excel or ODS file; FileError with every problem, and then none is taken.

    `words` says what the list's own words for kinds and duties mean, `{"Primary care": "health"}`;
    UnknownError where what they are said to mean is neither.
    """
    meanings = _Meanings(kinds, _own_words(kinds, words))
    table, found, notes = _choose(tables.read(path), profile)
    rows, left_out = _rows(table, found)
    problems = [*check_agencies(rows), *(() if rows else [_no_rows(table, found)])]
    read = [_agency(row, meanings) for row in rows]
    problems += meanings.problems()
    if problems:
        raise FileError(str(path), problems)
    agencies, shared = _contacts(read, rows)
    coded, made = _coded(agencies)
    return AgencyList(coded, (*notes, *left_out, *_without_kind(coded, rows), *shared, *made))


# --- the sheet --------------------------------------------------------------------------------------


def _choose(sheets: Sequence[Table], profile: Profile) -> tuple[Table, Recognised, list[str]]:
    """The sheet that is the list, where its headings stand, and notes on what else is in the file."""
    found = [(table, seen) for table in sheets if (seen := recognise(table, profile))]
    candidates = [pair for pair in found if not pair[0].hidden] or found
    chosen = _plain_one(candidates)
    if chosen is None:
        raise FileError(sheets[0].file, [Problem("", _no_list(candidates, profile))])
    table, seen = chosen
    others = [sheet.sheet for sheet in sheets if sheet is not table and sheet.rows]
    return table, seen, [*_sheet_notes(table, others), *_heading_notes(seen)]


def _plain_one(candidates: Sequence[tuple[Table, Recognised]]) -> tuple[Table, Recognised] | None:
    """The only candidate, else the only one with more than names, else the only one called a list."""
    fuller = [pair for pair in candidates if len(pair[1].columns) > 1]
    called = [pair for pair in fuller or candidates if fold(pair[0].sheet) in LIST_NAMES]
    return next((several[0] for several in (candidates, fuller, called) if len(several) == 1), None)


def _no_list(candidates: Sequence[tuple[Table, Recognised]], profile: Profile) -> str:
    if candidates:
        names = _listed(table.sheet for table, _ in candidates)
        return f"the sheets {names} all look like lists; leave one in the file or call it 'Agencies'."
    required = next(column for column in profile.columns if column.required)
    examples = " or ".join(f"'{heading.capitalize()}'" for heading in required.headings[:3])
    return f"no row of headings was found in it; head the column of the {required.name} {examples}."


def _listed(names: Iterator[str] | Collection[str]) -> str:
    return ", ".join(map(quoted, names))


def _sheet_notes(table: Table, others: Sequence[str]) -> list[str]:
    return [f"The list is sheet {quoted(table.sheet)}; not read: {_listed(others)}."] if others else []


def _heading_notes(found: Recognised) -> list[str]:
    notes = []
    if found.unknown:
        columns = ", ".join(f"{quoted(heading)} (cell {cell})" for cell, heading in found.unknown)
        notes.append(f"Not read, since these headings are not known: {columns}.")
    notes += [
        f"The column {quoted(heading)} (cell {cell}) was not read, since one before it says the same."
        for cell, heading in found.repeated
    ]
    if "kinds" not in found.columns:
        notes.append("The list has no column of kinds, so nothing meant for a kind of agency will be asked.")
    return notes


# --- its rows ---------------------------------------------------------------------------------------


def _rows(table: Table, found: Recognised) -> tuple[list[Row], list[str]]:
    """The rows that are agencies, and notes on those below the headings that are not."""
    rows, notes, spans = [], [], _spans(table, found)
    headings = _own(table, found, found.header_row)
    for index in range(found.header_row + 1, len(table.rows)):
        own = _own(table, found, index)
        if not any(own.values()) or own == headings:
            continue
        cells = [cell for value in table.rows[index] if (cell := text(value))]
        if reads_as := _no_agency(cells, own):
            where = f"{tables.place(table, index)}, {quoted(' '.join(cells))}"
            notes.append(f"Left out, since it reads as {reads_as}: {where}.")
        else:
            rows.append(Row(table.file, table.sheet, index, found.columns, own | spans.get(index, {})))
    return rows, notes


def _own(table: Table, found: Recognised, row: int) -> dict[str, str]:
    return {name: text(table.rows[row][column]) for name, column in found.columns.items()}


def _spans(table: Table, found: Recognised) -> dict[int, dict[str, str]]:
    """What cells merged over several rows say, by row."""
    said: dict[int, dict[str, str]] = {}
    names = {column: name for name, column in found.columns.items() if name in SPANNING}
    for top, left, bottom, _ in table.merged:
        if left in names and found.header_row < top < bottom < len(table.rows):
            for row in range(top, bottom + 1):
                said.setdefault(row, {})[names[left]] = text(table.rows[top][left])
    return said


def _no_agency(cells: Sequence[str], own: Mapping[str, str]) -> str:
    """What a row is that is no agency: a total, or a remark below the list; empty for an agency."""
    said = [own.get(name, "") for name in ("kinds", "duties", "contact", "chief_officer")]
    bare = all(cell.isdigit() for cell in said if cell)  # a total may stand below any column
    totals = [cell for cell in cells if _TOTAL.fullmatch(fold(cell)) and not cell.isdigit()]
    if bare and (totals or all(cell.isdigit() for cell in cells)):
        return "a total"
    if len(cells) == 1 and own["name"] and (_REMARK.match(cells[0]) or len(cells[0].split()) > 15):
        return "a remark"
    return ""


def _no_rows(table: Table, found: Recognised) -> Problem:
    sentence = "there is no agency below these headings; give each a row of its own."
    return Problem(tables.place(table, found.header_row), sentence)


# --- kinds and duties -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Meanings:
    """What the words of a list stand for, and where those stand that are not known."""

    kinds: Kinds
    own: Mapping[str, tuple[str, str]]
    unknown: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def of_cell(self, row: Row, column: str) -> Iterator[tuple[str, str]]:
        """(column, code) for each word of a cell, tried whole and then in parts."""
        cell = "" if row[column].casefold() in NOTHING else row[column]
        whole = self.of_word(cell, column)
        parts = [cell] if whole else [part.strip() for part in _KIND_BREAK.split(cell) if part.strip()]
        found = [(part, self.of_word(part, column)) for part in parts]
        if not any(meaning for _, meaning in found):
            found = [(cell, None)] * bool(cell)  # such as a comma within the name of one kind
        for part, meaning in found:
            if meaning:
                yield meaning
            else:
                self.unknown.setdefault((column, _plain(part)), [part]).append(row.where(column))

    def of_word(self, word: str, column: str) -> tuple[str, str] | None:
        """(column, code) of a word: as one of its column where it can be, else of the other."""
        if own := self.own.get(_plain(word)):
            return own
        kind, duty = self.kinds.kind(word), self.kinds.duty(word)
        if duty and (column == "duties" or not kind):
            return "duties", duty
        return ("kinds", kind) if kind else None

    def problems(self) -> list[Problem]:
        """One problem for each unknown word, at its first cell and naming the others."""
        return [self._problem(column, *said) for (column, _), said in self.unknown.items()]

    def _problem(self, column: str, word: str, first: str, *others: str) -> Problem:
        what = "a duty" if column == "duties" else "a kind of agency"
        cells = ", ".join(where.rpartition(" ")[2] for where in others)
        also = f" (also in {cells})" if cells else ""
        near = _nearest(word, self.kinds.duties if column == "duties" else self.kinds.kinds)
        remedy = (
            f"the nearest word is {quoted(near[0])}, and {_option(word, near[1])} would settle it."
            if near
            else f"{_option(word, 'CODE')} would settle it, with one of these: {', '.join(self.kinds.codes)}."
        )
        return Problem(first, f"{quoted(word)} is not {what} known here{also}; {remedy}")


def _option(word: str, code: str) -> str:
    shown = "".join(letter for letter in _line(word) if letter.isprintable())
    return f"--kind '{shown[:200].replace(chr(39), '’')}={code}'"


def _plain(word: str) -> str:
    return " ".join(word.replace("’", "'").split()).casefold()


def _own_words(kinds: Kinds, words: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    known, found = _Meanings(kinds, {}), {}
    for word, code in words.items():
        meaning = known.of_word(code, "kinds")
        if meaning is None:
            ending = nearest(code, kinds.codes)
            raise UnknownError(f"{_option(word, code)}: there is no kind or duty {quoted(code)}{ending}")
        found[_plain(word)] = meaning
    return found


def _nearest(word: str, kinds: Sequence[Kind]) -> tuple[str, str] | None:
    """The known word that is most like one that is not, and its code."""
    known = {
        _plain(name): (name, kind.code) for kind in kinds for name in (*kind.words, kind.code, kind.label)
    }
    close = get_close_matches(_plain(word)[:100], list(known), n=1, cutoff=0.6)
    return known[close[0]] if close else None


# --- one agency -------------------------------------------------------------------------------------


def _agency(row: Row, meanings: _Meanings) -> Agency:
    said = dict.fromkeys(pair for column in ("kinds", "duties") for pair in meanings.of_cell(row, column))
    return Agency(
        code=_line(row["code"]),
        name=_line(row["name"]),
        kinds=tuple(code for of, code in said if of == "kinds"),
        duties=tuple(code for of, code in said if of == "duties"),
        parent=_line(row["parent"]),
        contact=with_addresses(row["contact"], row["contact_address"]),
        substitute=with_addresses(row["substitute"], row["substitute_address"]),
        chief_officer=_line(with_addresses(row["chief_officer"], row["chief_officer_address"])),
    )


def _line(words: str) -> str:
    return " ".join(words.split())


def _without_kind(agencies: Sequence[Agency], rows: Sequence[Row]) -> list[str]:
    """One note on the agencies whose kind is blank; a list without the column has its own note."""
    blank = ", ".join(
        f"{quoted(agency.name)} ({row.where('kinds')})"
        for agency, row in zip(agencies, rows, strict=True)
        if "kinds" in row.columns and not agency.kinds
    )
    return [f"No kind is given, so nothing meant for a kind will be asked: {blank}."] if blank else []


def _contacts(agencies: Sequence[Agency], rows: Sequence[Row]) -> tuple[list[Agency], list[str]]:
    """The agencies with one contact each, and notes where a second became the substitute."""
    found, notes = [], []
    for agency, row in zip(agencies, rows, strict=True):
        first, *rest = people(agency.contact) or [""]
        substitute = "; ".join(people(agency.substitute))
        if rest and not substitute:
            substitute = "; ".join(rest)
            where = row.where("contact")
            notes.append(f"Two contacts in one cell ({where}): {quoted(substitute)} became the substitute.")
        elif rest:
            first = "; ".join([first, *rest])
        found.append(replace(agency, contact=first, substitute=substitute))
    return found, notes


# --- codes ------------------------------------------------------------------------------------------


def _coded(agencies: Sequence[Agency]) -> tuple[tuple[Agency, ...], list[str]]:
    """The agencies, each with a code, and a note on those that were made from names."""
    given = [agency.code for agency in agencies if agency.code]
    without = [agency.name for agency in agencies if not agency.code]
    made = dict(zip(without, codes(without, given), strict=True))
    coded = tuple(replace(agency, code=agency.code or made[agency.name]) for agency in agencies)
    if not made:
        return coded, []
    examples = ", ".join([*made.values()][:3]) + (", …" if len(made) > 3 else "")
    return coded, [f"Codes were made from names for {len(made)} of {len(agencies)} agencies: {examples}."]


def codes(names: Sequence[str], taken: Collection[str] = ()) -> list[str]:
    """A short, readable code for each name, unique among them and those taken.

    It depends on the name alone: names that are alike when short get their long form, and only
    names alike in that too are numbered.
    """
    used = {code.casefold() for code in taken}
    short = [_slug(name, _FILLING, SHORT_CODE) for name in names]
    counts = Counter(short)
    found = []
    for name, code in zip(names, short, strict=True):
        wanted = code if counts[code] == 1 and code not in used else _slug(name, (), LONG_CODE)
        number = 1
        unique = wanted
        while unique in used:
            number += 1
            unique = f"{wanted}-{number}"
        used.add(unique)
        found.append(unique)
    return found


def _slug(name: str, leave_out: Collection[str], longest: int) -> str:
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    every = re.findall(r"[a-z0-9]+", ascii_only.replace("'", "")) or ["agency"]
    words = [word for word in every if word not in leave_out] or every
    while len(words) > 1 and len("-".join(words)) > longest:
        words.pop()
    return "-".join(words)[:longest]
