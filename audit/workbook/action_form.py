"""A form for the owner of actions: how each stood last, and white cells for how it stands now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from audit.actions.followed import Followed
from audit.actions.proposing import mark
from audit.actions.wording import asked_words, due_words, last_words
from audit.actions.words import REPORTABLE, State
from audit.dates import in_words
from audit.workbook.action_form_words import ACTIONS, FILLED, HEADINGS, MADE, OWNER, START, STATUSES
from audit.workbook.book import Book, text, writing
from audit.workbook.fit import points
from audit.workbook.form_frame import PAIRS, Frame
from audit.workbook.form_sheets import EDGE, GREY, ROOM, TALLEST, Growing

MEANINGS: Mapping[State, str] = {
    State.NOT_STARTED: "Nothing has been done yet.",
    State.ON_TRACK: "Work is under way, and will be done when it is due.",
    State.DELAYED: "Work is under way, and will be done later than it is due; say under Progress by when.",
    State.NOT_ON_TRACK: "As things stand it will not be done; say under Progress what stands in the way.",
    State.REPORTED_COMPLETE: (
        "You believe that it is done; say under Evidence what shows it, and where that is held. It is "
        "assured once the partnership has seen that evidence, which is not for you to say."
    ),
}
STEPS = (
    (
        f"Go through the sheet {ACTIONS}, an action a row, and fill in the white cells of those that you can "
        "say something of. Save as often as you like. Please do not name children or families."
    ),
    f"Choose each status from the list that opens beside its cell; the sheet {STATUSES} says what they mean.",
    "Under Progress say what was done since the last update, in a sentence or two.",
    "Where there is evidence, say what it is and where it is held; do not put it into this file.",
    "Say who signed off what you report, and on which day. Then save, and send this file back.",
)
HEAD, FIRST = 2, 3  # rows of the sheet of actions, counted from zero: its headings, its first action
FIRST_STATUS = 3
WIDTHS = (34, 90)
CHOOSE = {
    "input_title": "Status",
    "input_message": f"Choose one from the list. The sheet {STATUSES} says what each means.",
    "error_title": "A status from the list",
    "error_message": f"Choose one from the list, which the sheet {STATUSES} explains.",
}


def write_action_form(
    owner: str, found: Sequence[Followed], path: Path, *, today: date, partnership: str = ""
) -> None:
    """The form of an owner for some actions; FileError where it cannot be written.

    It is read back by `action_form_read.read_action_form`. The same inputs and day give the same bytes.
    """
    with writing(path, text(f"Actions: {owner}"), today, subject=text(partnership)) as book:
        frame = Frame(book, f"Actions · {owner}")
        made = {name: book.workbook.add_worksheet(name, Growing) for name in (START, STATUSES, ACTIONS)}
        _start(frame, made[START], owner, len(found), today, partnership)
        _statuses(frame, made[STATUSES])
        _Rows(book, made[ACTIONS]).write(frame, owner, found)
        made[START].activate()


def _start(frame: Frame, sheet: Any, owner: str, count: int, today: date, partnership: str) -> None:
    frame.title(sheet, "How your actions stand", *PAIRS)
    facts = {
        OWNER: owner,
        "Partnership": partnership,
        "Actions in this form": str(count),
        MADE: in_words(today),
    }
    row = frame.pairs(sheet, 2, {label: value for label, value in facts.items() if value})
    frame.head(sheet, row + 1, "How to fill it in", "")
    row = frame.pairs(sheet, row + 2, {f"Step {number}": step for number, step in enumerate(STEPS, 1)})
    frame.flat(
        sheet,
        row + 1,
        "What you report is looked at before it counts. An action that is reported complete is not assured "
        "yet: that takes evidence that somebody else has seen.",
    )
    sheet.fit_to_pages(1, 1)


def _statuses(frame: Frame, sheet: Any) -> None:
    frame.title(sheet, STATUSES, *WIDTHS)
    frame.flat(sheet, 1, f"What you can report of an action. The list on the sheet {ACTIONS} reads this one.")
    frame.head(sheet, FIRST_STATUS - 1, "Status to report", "Meaning")
    shown = frame.book.format(border=1, border_color=EDGE)
    for row, state in enumerate(REPORTABLE, FIRST_STATUS):
        sheet.set_row(row, points((state, MEANINGS[state]), WIDTHS))
        sheet.write_string(row, 0, state, frame.book.format(bold=True, border=1, border_color=EDGE))
        sheet.write_string(row, 1, MEANINGS[state], shown)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Writes the sheet of actions."""

    book: Book
    sheet: Any

    def write(self, frame: Frame, owner: str, found: Sequence[Followed]) -> None:
        frame.title(self.sheet, f"Actions of {owner}", *(one.width for one in HEADINGS))
        frame.flat(self.sheet, 1, "Fill in the white cells. The grey ones say what is known.")
        frame.head(self.sheet, HEAD, *(one.text for one in HEADINGS))
        self.sheet.set_row(HEAD, 30)
        for row, one in enumerate(found, FIRST):
            self._row(row, one)
        self._list(FIRST + len(found) - 1)
        self.sheet.freeze_panes(FIRST, 2)
        self.sheet.repeat_rows(HEAD)
        column = next(place for place, one in enumerate(HEADINGS) if one.field == "state")
        self.sheet.set_selection(FIRST, column, FIRST, column)

    def _row(self, row: int, one: Followed) -> None:
        known = _known(one)
        pairs = [(known.get(h.field, ""), h.width) for h in HEADINGS if h.field != "mark"]
        self.sheet.set_row(row, min(TALLEST, max(ROOM, points(*zip(*pairs, strict=True)))))
        for column, heading in enumerate(HEADINGS):
            look = self._look(heading.field)
            if words := text(known.get(heading.field, "")):
                self.sheet.write_string(row, column, words, look)
            else:
                self.sheet.write_blank(row, column, None, look)

    def _look(self, field: str) -> Any:
        if field in FILLED:
            # As text what is typed stays as typed: a date, a leading = or -.
            return self.book.format(border=1, border_color=EDGE, locked=False, num_format="@")
        small = {"font_size": 7, "font_color": "505A5F"} if field == "mark" else {}
        return self.book.format(
            border=1, border_color=EDGE, bg_color=GREY, num_format="@", bold=field == "id", **small
        )

    def _list(self, last: int) -> None:
        """The list of statuses, read from their own sheet."""
        column = next(place for place, one in enumerate(HEADINGS) if one.field == "state")
        end = FIRST_STATUS + len(REPORTABLE)
        source = f"={STATUSES}!$A${FIRST_STATUS + 1}:$A${end}"
        options = CHOOSE | {"validate": "list", "source": source}
        self.sheet.data_validation(FIRST, column, max(FIRST, last), column, options)


def _known(one: Followed) -> dict[str, str]:
    action = one.action
    return {
        "id": one.id,
        "asked": asked_words(action),
        "due": due_words(action),
        "required": action.evidence_required,
        "last": last_words(one) or "None yet.",
        "now": one.state,
        "mark": mark(one),
    }
