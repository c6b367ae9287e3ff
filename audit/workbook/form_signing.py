"""The sheet of a form on which it is signed: as it goes out, and as it comes back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from audit.dates import read_day, said
from audit.errors import FileError, Problem
from audit.registers.headings import recognise
from audit.responses.response import Signature
from audit.tables import Table, text, where
from audit.workbook.book import text as shown_text
from audit.workbook.form_frame import Frame
from audit.workbook.form_sheets import EDGE, GREY
from audit.workbook.form_words import PRESENTED, SIGN_OFF, SIGNATURES

CONFIRM = (
    "By filling in this sheet you confirm{whose} that the answers in this form are true as far as you "
    "know. Fill it in last, when Start here says that nothing is left to do."
)
WHEN = {"validate": "any", "input_title": "Date", "input_message": "A date, such as 31/3/2026."}
Parts = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who signed a form, as up to two people filled it in; days as YYYY-MM-DD, or as they were typed.

    `on` is the day on which the last of them signed. `presented` is the day on which the answers were put
    before the agency's own board, and may stand without a signature. What was left blank is empty.
    """

    name: str
    role: str
    on: str
    second_name: str = ""
    second_role: str = ""
    presented: str = ""


# --- as it goes out ---------------------------------------------------------------------------------


def write_sign_off(frame: Frame, sheet: Any, who: str, signed: Signature | None, *, own: bool = True) -> None:
    """The sheet with room for two signatories; `who` says who may sign, where the template does.

    It is for an agency's `own` answers, or for those of somebody who answers about it.
    """
    frame.title(sheet, SIGN_OFF, 40, 40, 40, 24)
    row = frame.flat(sheet, 1, CONFIRM.format(whose=", for your agency," if own else ""), who) + 1
    frame.head(sheet, row, "Signature", "Name", "Role", "Date")
    second = signed.second if signed else None
    first = (signed.name, signed.role, said(signed.on)) if signed else ("", "", "")
    _line(frame, sheet, row + 1, "Signed by", first)
    again = (second.name, second.role, "") if second else ("", "", "")
    _line(frame, sheet, row + 2, "Second signature, if you want one", again)
    _line(frame, sheet, row + 4, PRESENTED, (None, None, said(signed.presented) if signed else ""))
    sheet.data_validation(row + 1, 3, row + 4, 3, WHEN)
    sheet.set_selection(row + 1, 1, row + 1, 1)


def _line(frame: Frame, sheet: Any, row: int, label: str, known: Sequence[str | None]) -> None:
    """A label and its cells; those of None are not to be filled."""
    sheet.set_row(row, 30)
    grey = frame.book.format(bg_color=GREY, border=1, border_color=EDGE)
    white = frame.book.format(locked=False, num_format="@", border=1, border_color=EDGE)
    sheet.write_string(row, 0, label, grey)
    for column, words in enumerate(known, 1):
        if words is None:
            sheet.write_blank(row, column, None, grey)
        else:
            sheet.write_string(row, column, shown_text(words), white)


# --- as it comes back -------------------------------------------------------------------------------


def read_sign_off(tables: Sequence[Table], presented: str) -> SignOff | None:
    """Who signed, from the sheets beside the questions; None where nobody did and no day was filled in.

    `presented` is what stands beside that label. FileError where two sheets are signed differently, or by
    more than two people.
    """
    sheets = [(table, found) for table in tables if (found := [*_signatories(table)])]
    signed = list(dict.fromkeys(tuple(parts for parts, _ in found) for _, found in sheets))
    if len(signed) > 1 or any(len(parts) > 2 for parts in signed):
        table, found = sheets[-1]
        text_ = (
            f"this is signed otherwise than the sheet {sheets[0][0].sheet}; keep one of the two."
            if len(signed) > 1
            else "more than two people sign here; keep two of them."
        )
        raise FileError(table.file, [Problem(where(table.sheet, found[-1][1]), text_)])
    if not signed:
        return SignOff("", "", "", presented=day_or_words(presented)) if presented else None
    first, second = [*signed[0], ("", "", "")][:2]
    return SignOff(*first[:2], _later(first[2], second[2]), *second[:2], day_or_words(presented))


def _signatories(table: Table) -> Iterator[tuple[Parts, int]]:
    """Name, role and day of each that signs on a sheet, and the row."""
    found = recognise(table, SIGNATURES)
    if found is None:
        return
    for number in range(found.header_row + 1, len(table.rows)):
        cells = [text(table.rows[number][found.columns[key]]) for key in ("name", "role", "on")]
        if cells[0] or cells[1]:
            yield (cells[0], cells[1], day_or_words(cells[2])), number


def _later(first: str, second: str) -> str:
    """The later of two days; one that is no day where there is one, so that somebody is told."""
    days = [day for day in (first, second) if day]
    return max(days, key=lambda day: (read_day(day) is None, day), default="")


def day_or_words(words: str) -> str:
    """A day as YYYY-MM-DD; anything else as it was typed."""
    day = read_day(words)
    return day.isoformat() if day else words
