"""The sheet of a form on which a body says for whom it answers: as it goes out, and as it comes back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from audit.errors import Problem
from audit.registers.headings import Recognised, recognise
from audit.registers.profile import Column, Profile
from audit.responses.membership import Member, named, names_in
from audit.responses.merging import version
from audit.responses.response import Answer
from audit.tables import Table, text, where
from audit.workbook.book import text as shown_text
from audit.workbook.form_frame import Frame
from audit.workbook.form_sheets import EDGE, GREY
from audit.workbook.form_version import mark, version_in
from audit.workbook.form_words import MEMBERS_SHEET

HEADINGS = ("Code", "Member", "Answered for here", "Version")
PROFILE = Profile(
    "members",
    "Members in a form",
    (
        Column("code", ("code", "member code"), required=True),
        Column("member", ("member", "name")),
        Column("here", ("answered for here", "answered for"), required=True),
        Column("version", ("version",)),
    ),
)
INTRO = (
    "These agencies belong to yours. Choose Yes for each that you answer for in this form: it then counts as "
    "returned when this form is signed, and is not asked itself. Where you leave it blank, or choose No, the "
    "agency is still to answer for itself."
)
CHOICE = {
    "validate": "list",
    "source": ["Yes", "No"],
    "input_title": "Answered for here",
    "input_message": "Yes: this form answers for it too. No, or blank: it is still to answer itself.",
    "error_title": "Yes or No",
    "error_message": "Choose Yes or No, or leave it blank.",
}
YES, NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0", ""}


# --- as it goes out ---------------------------------------------------------------------------------


def step(members: Sequence[Member]) -> list[str]:
    """What a form says of the sheet to whoever fills it in; nothing for a body without members."""
    waiting = [one for one in members if not one.gone]
    if not waiting:
        return []
    count = f"{len(waiting)} agencies that belong" if len(waiting) > 1 else "1 agency that belongs"
    return [f"The sheet {MEMBERS_SHEET} names {count} to yours: say there which you answer for in this form."]


def write_members(frame: Frame, sheet: Any, members: Sequence[Member], answer: Answer | None) -> None:
    """The sheet with a row for each member that did not leave, filled as far as that was said before."""
    frame.title(sheet, MEMBERS_SHEET, 22, 60, 22, 12)
    head = frame.flat(sheet, 1, INTRO) + 1
    frame.head(sheet, head, *HEADINGS)
    grey = frame.book.format(bg_color=GREY, border=1, border_color=EDGE, num_format="@")
    small = frame.book.format(
        bg_color=GREY, border=1, border_color=EDGE, font_size=7, font_color="505A5F", num_format="@"
    )
    white = frame.book.format(locked=False, num_format="@", border=1, border_color=EDGE)
    waiting = [one for one in members if not one.gone]
    codes = answer.value or () if answer else ()
    for row, one in enumerate(waiting, head + 1):
        sheet.write_string(row, 0, shown_text(one.code), grey)
        sheet.write_string(row, 1, shown_text(one.name), grey)
        if one.code in codes:
            sheet.write_string(row, 2, "Yes", white)
        else:
            sheet.write_blank(row, 2, None, white)
        sheet.write_string(row, 3, mark(answer), small)
    sheet.data_validation(head + 1, 2, head + len(waiting), 2, CHOICE)
    sheet.freeze_panes(head + 1, 2)
    sheet.repeat_rows(head)
    sheet.set_selection(head + 1, 2, head + 1, 2)
    sheet.ignore_errors({"number_stored_as_text": f"A{head + 2}:D{head + 1 + len(waiting)}"})


# --- as it comes back -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """A row of the sheet: the member's code and name, what was chosen, and the cells of code and choice."""

    code: str
    name: str
    here: str
    spot: str
    cell: str


@dataclass(frozen=True, slots=True)
class Naming:
    """What the sheet says, row by row, and the version that it was filled from; None where no mark tells."""

    rows: tuple[Said, ...]
    version: str | None


def headings_of(table: Table) -> Recognised | None:
    """Where the headings of a sheet of members stand; None on any other sheet."""
    return recognise(table, PROFILE)


def read_members(tables: Sequence[Table]) -> Naming | None:
    """What the sheets of members say together; None where there is none."""
    sheets = [(table, found) for table in tables if (found := headings_of(table))]
    if not sheets:
        return None
    rows = [one for table, found in sheets for one in _rows(table, found)]
    versions = {known for _, words in rows if (known := version_in(words)) is not None}
    return Naming(tuple(said for said, _ in rows), versions.pop() if len(versions) == 1 else None)


def _rows(table: Table, found: Recognised) -> Iterator[tuple[Said, str]]:
    columns = found.columns
    for number in range(found.header_row + 1, len(table.rows)):
        cells = {name: text(table.rows[number][column]) for name, column in columns.items()}
        if cells["code"] or cells.get("member") or cells["here"]:
            spot, cell = (where(table.sheet, number, columns[name]) for name in ("code", "here"))
            said = Said(cells["code"], cells.get("member", ""), cells["here"], spot, cell)
            yield said, cells.get("version", "")


def members_in(
    members: Sequence[Member], before: Answer | None, given: Naming
) -> tuple[Answer | None, list[Problem], list[str]]:
    """For whom a form answers, what is wrong with its rows, and sentences to tell.

    None where it says nothing and nothing was said before. Members without a row stay as they were.
    """
    chosen: dict[str, Said] = {}
    problems: list[Problem] = []
    for one in given.rows:
        member = _member(members, one)
        if wrong := _wrong(one, member, chosen):
            problems.append(wrong)
        elif member:
            chosen[member.code] = one
    kept = [code for code in (before.value or () if before else ()) if code not in chosen]
    yes = [code for code, one in chosen.items() if one.here.casefold() in YES]
    notes = (
        [f"It has no row for {', '.join(names_in(members, kept))}, which stays as it was."] if kept else []
    )
    theirs = [code for code in kept if code not in {one.code for one in members}]  # of another body by now
    answer = Answer((*(named(members, [*kept, *yes]).value or ()), *theirs) or None)
    silent = before is None and not version(answer) and not given.version
    return (None if silent else answer), problems, notes


def _member(members: Sequence[Member], one: Said) -> Member | None:
    """The member that a row is of: by its code, else, where that is gone, by its name."""
    key, words = (one.code, "code") if one.code else (one.name, "name")
    return next((known for known in members if getattr(known, words).casefold() == key.casefold()), None)


def _wrong(one: Said, member: Member | None, chosen: dict[str, Said]) -> Problem | None:
    if member is None:
        if one.here.casefold() in NO:
            return None
        whose = one.name or one.code
        text_ = (
            f"{whose[:60]!r} is no member of this agency in the round"
            if whose
            else "no member stands beside it"
        )
        return Problem(one.spot if whose else one.cell, f"{text_}; clear the row, or ask for a fresh form.")
    if member.code in chosen:
        return Problem(
            one.spot, f"{member.name} stands in {chosen[member.code].spot} already; keep one of the two."
        )
    if one.here.casefold() not in YES | NO:
        return Problem(one.cell, f"{one.here[:60]!r} stands here; choose Yes or No, or clear it.")
    return None
