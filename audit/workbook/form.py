"""A form that an agency fills in Excel or LibreOffice, without instructions beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from audit.agencies import Agency
from audit.dates import in_words
from audit.responses.interview import Interview
from audit.responses.response import MEMBERS, Response, Signature
from audit.rounds import Round, interview, signing_roles, words_of
from audit.templates import Template
from audit.workbook.book import Book, text, writing
from audit.workbook.form_frame import PAIRS, Frame, either
from audit.workbook.form_lists import Lists
from audit.workbook.form_members import step, write_members
from audit.workbook.form_plan import Sheet, confirming, plan
from audit.workbook.form_sheets import EDGE, GREY, Growing, Writer
from audit.workbook.form_signing import write_sign_off
from audit.workbook.form_todo import count, quoted, word_now
from audit.workbook.form_words import (
    AGENCY,
    CODE,
    EDITION,
    GRADES,
    MADE,
    MEMBERS_SHEET,
    ROUND,
    SIGN_OFF,
    START,
)


def write_form(
    round_: Round,
    agency: Agency,
    response: Response | None,
    path: Path,
    *,
    today: date,
    partnership: str = "",
) -> None:
    """The form of a round for an agency, filled with its answers; FileError where it cannot be written.

    It is read back by `form_read.read_forms`. The same inputs and day give the same bytes.
    """
    asked = interview(round_, agency, response, today)
    sheets = plan(asked)
    title = f"{round_.template.title}: {agency.name}"
    with writing(path, text(title), today, subject=text(round_.name)) as book:
        frame = Frame(book, f"{round_.name} · {agency.name}")
        form = _Form(book, round_, agency, asked, sheets, partnership, frame)
        form.write(response.signed if response else None)


@dataclass(frozen=True, slots=True)
class _Form:
    book: Book
    round: Round
    agency: Agency
    asked: Interview
    sheets: Sequence[Sheet]
    partnership: str
    frame: Frame

    def write(self, signed: Signature | None) -> None:
        own = [MEMBERS_SHEET] if step(self.asked.members) else []
        names = (START, GRADES, *own, *(sheet.name for sheet in self.sheets), SIGN_OFF)
        made = {name: self.book.workbook.add_worksheet(name, Growing) for name in names}
        self._start(made[START])
        questions = [
            line.question for sheet in self.sheets for line in sheet.lines if line.question and not line.slot
        ]
        lists = Lists(self.frame, self._template, questions).write(made[GRADES])
        homes = {line.id: sheet for sheet in self.sheets for line in sheet.lines if line.question}
        writer = Writer(self.book, self.asked, lists, homes, self.frame.footer)
        for sheet in self.sheets:
            writer.write(sheet, made[sheet.name])
        if own:
            given = self.asked.answers.get(MEMBERS)
            write_members(self.frame, made[MEMBERS_SHEET], self.asked.members, given)
        about = bool(self._template.running.respondent)
        write_sign_off(self.frame, made[SIGN_OFF], self._who(), signed, own=not about)
        made[START].activate()

    @property
    def _template(self) -> Template:
        return self.round.template

    @property
    def _due(self) -> date:
        expected = self.round.of(self.agency)
        return expected.due if expected else self.round.due

    def _who(self) -> str:
        roles = signing_roles(self._template, words_of(self.agency))
        return f"It may be signed by: {', '.join(roles)}." if roles else ""

    # --- the first sheet ----------------------------------------------------------------------------

    def _start(self, sheet: Any) -> None:
        self.frame.title(sheet, self._template.title, *PAIRS)
        if self.partnership:
            flat = self.book.format(text_wrap=False, font_size=12)
            sheet.write_string(1, 0, text(self.partnership), flat)
        row = self.frame.pairs(sheet, 3, self._facts())
        row = self._steps(sheet, row + 1)
        row = self._progress(sheet, row + 1)
        facts = {MADE: in_words(self.asked.today), EDITION: self._template.digest}
        self.frame.pairs(sheet, row + 1, facts, small=True)
        sheet.fit_to_pages(1, 1)

    def _facts(self) -> dict[str, str]:
        facts = {ROUND: self.round.name, AGENCY: self.agency.name, CODE: self.agency.code}
        facts |= {"Period": self.round.period} if self.round.period else {}
        told = self._template.running.respondent
        due, why = ("Due by", "Who fills this in") if told else ("Please return by", "Why you")
        return facts | {due: in_words(self._due), why: self._why()}

    def _why(self) -> str:
        if word := self._template.running.respondent:
            return f"The {word} fills this in about the agency, which does not answer about itself here."
        kinds = self._template.words.kinds
        reasons = [reason for duty in self.agency.duties if (reason := kinds.reason(duty))]
        reasons = reasons or ["the partnership expects a return from your agency in this round."]
        return "\n".join(f"You are asked because {reason}" for reason in reasons)

    def _steps(self, sheet: Any, row: int) -> int:
        self.frame.head(sheet, row, "How to fill it in", "")
        steps = {f"Step {number}": step for number, step in enumerate(self._how(), 1)}
        return self.frame.pairs(sheet, row + 1, steps)

    def _how(self) -> list[str]:
        scale, template = self._template.scale, self._template
        top = either([grade.label for grade in scale.grades if grade.code in template.evidence_grades])
        low = either([grade.label for grade in scale.grades if grade.code in template.action_grades])
        refused = template.not_applicable == "refused"
        return [
            (
                "Work through the sheets below from the first to the last and fill in the white cells. Save "
                "as often as you like. Please do not name children or families."
            ),
            (
                "Choose each answer from the list that opens beside its cell. The sheet Grades says what "
                "every grade means."
            ),
            *([f"For {top}, say what shows it, where that is held and its date."] if top else []),
            *([f"For {low}, say what will be done, by whom and by when."] if low else []),
            *step(self.asked.members),
            *([] if refused else ["Where something does not apply, choose that and say why."]),
            *([confirming(template)] if any("still" in plan_.place for plan_ in self.sheets) else []),
            (
                f"When nothing is left to do, fill in {SIGN_OFF}, save, and send this file back by "
                f"{in_words(self._due)}."
            ),
        ]

    def _progress(self, sheet: Any, row: int) -> int:
        left = {
            s.name: sum(bool(word_now(self.asked, s, li)) for li in s.lines if _counts(li))
            for s in self.sheets
        }
        total = self.book.format(bold=True, font_size=13, border=1, border_color=EDGE)
        self.frame.head(sheet, row, "How far you are", "")
        self._left(sheet, row + 1, "The whole form", count(self.sheets), sum(left.values()), total)
        value = self.book.format(border=1, border_color=EDGE)
        for at, plan_ in enumerate(self.sheets, row + 2):
            self._left(sheet, at, plan_.name, count([plan_]), left[plan_.name], value)
        return row + 2 + len(self.sheets)

    def _left(self, sheet: Any, row: int, name: str, formula: str, left: int, shown: Any) -> None:
        label = self.book.format(bg_color=GREY, border=1, border_color=EDGE)
        if name in {plan_.name for plan_ in self.sheets}:
            link = self.book.format(
                bg_color=GREY, border=1, border_color=EDGE, font_color="1D5FA8", underline=1
            )
            sheet.write_url(row, 0, f"internal:{quoted(name)}!A1", link, name)
        else:
            sheet.write_string(row, 0, name, label)
        words = f"{left} still to do" if left else "Nothing left to do"
        sheet.write_formula(
            row, 1, f'=IF({formula}=0,"Nothing left to do",{formula}&" still to do")', shown, words
        )


def _counts(line: Any) -> bool:
    return line.question is not None and not line.slot
