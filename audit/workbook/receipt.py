"""The receipt that goes back to an agency: what was taken and is owed, its own copy, the range of others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from audit.dates import in_words, said
from audit.errors import UnknownError
from audit.responses.interview import State
from audit.responses.membership import LABEL, label, naming_words
from audit.responses.response import MEMBERS, Signature
from audit.rounds import Progress, signing_roles, words_of
from audit.scoring.partnership import Results, Row
from audit.standards.question import Question
from audit.wording import plural
from audit.workbook.book import writing
from audit.workbook.fit import fitted
from audit.workbook.page import NOTHING, Block, Cell, Page, Table, Text
from audit.workbook.receipt_beside import beside
from audit.workbook.receipt_copy import copy
from audit.workbook.sheet import write_page

CAME, NOTES, CONFLICTS = "What came, and what was taken", "To be noted", "Changed here and in your file too"
OWED, NEXT = "What is still owed", "What happens next"
CHALLENGE = (
    "The partnership may ask to see evidence, or question a grade with you. Where a panel changes a grade, "
    "yours stays beside it, with the reason."
)
WIDTHS = (30.0, 84.0, 30.0)


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one file of an agency.

    `taken`, `older` and `conflicts` are ids of questions (or of standards): taken as they came; left out,
    since what is kept is newer or was preferred; changed here and in the file too, and not settled. `same`
    counts answers that were here before, `notes` are sentences, `signed` is one on the sign-off in the file
    (taken, or why it was not), empty where the file has none. `on` is the day on which it came (YYYY-MM-DD).
    """

    file: str
    kind: str = "form"
    on: str = ""
    taken: tuple[str, ...] = ()
    same: int = 0
    older: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    signed: str = ""


def write_receipt(
    results: Results,
    agency_code: str,
    came: Sequence[Came],
    path: Path,
    *,
    today: date,
    partnership: str = "",
    marking: str = "OFFICIAL-SENSITIVE",
) -> None:
    """The receipt for an agency's files as an Excel workbook, byte for byte the same each time.

    UnknownError where the round does not expect the agency; FileError where the file cannot be written.
    """
    row = row_of(results, agency_code)
    title = f"{results.round.name}: receipt for {row.agency.name}"
    with writing(path, title, today, subject=partnership, marking=marking, over=True) as book:
        for page in pages(results, row, came, today, partnership):
            write_page(book, page, marking, title)


def row_of(results: Results, agency_code: str) -> Row:
    """The row of an agency that counts, not a second view of it; UnknownError where there is none."""
    rows = (row for row in results.every if row.agency.code == agency_code)
    found = next(rows, None)
    if found is None:
        raise UnknownError(f"The round {results.round.name!r} expects nothing of {agency_code!r}.")
    return found


def pages(results: Results, row: Row, came: Sequence[Came], today: date, partnership: str) -> list[Page]:
    """The sheets of a receipt, fitted to their content; texts that were cut stand whole on the last."""
    cut: list[tuple[str, str]] = []
    made = (_receipt(results, row, came, today, partnership), copy(row), beside(results, row))
    found = [fitted(page, cut) for page in made]
    if not cut:
        return found
    rows = tuple((f"Note {number}", sheet, whole) for number, (sheet, whole) in enumerate(cut, 1))
    table = Table("Texts too long for their cell", ("Note", "Sheet", "Whole text"), rows, split=True)
    return [*found, fitted(Page("Notes", "Notes", (table,), widths=(20, 24, 100)), [])]


def _receipt(results: Results, row: Row, came: Sequence[Came], today: date, partnership: str) -> Page:
    blocks: list[Block] = [
        Table("", ("About this receipt", "What it says"), tuple(_facts(results, row, today, partnership))),
        Table(CAME, ("File", "What came of it", "Came on"), tuple(_files(came, today))),
    ]
    notes = tuple((one.file, note) for one in came for note in one.notes)
    blocks += [Table(NOTES, ("File", "Note"), notes)] if notes else []
    open_ = tuple(_conflicts(row, came))
    blocks += [Table(CONFLICTS, ("Question", "What was asked", "File"), open_)] if open_ else []
    if open_:
        blocks.append(Text("What was kept before still counts there, until the partnership has asked you."))
    # What to do stands before the list of what is owed, which may run over pages.
    blocks.append(Table(NEXT, ("Step", "What to do", "By when"), tuple(_next(row, today, bool(open_)))))
    heads = ("Question", "What was asked", "What is owed")
    blocks.append(Table(OWED, heads, tuple(_owed(row)), empty="Nothing is owed."))
    title = f"{results.round.name}: receipt for {row.agency.name}"
    return Page("Receipt", title, tuple(blocks), widths=WIDTHS)


def _facts(results: Results, row: Row, today: date, partnership: str) -> Iterator[tuple[Cell, ...]]:
    expected = row.line.expected
    owed = row.interview.owed()
    settled = len(owed) - len(row.interview.still_owed())
    answered = _who_answers(row)
    own = row.interview.answers.get(MEMBERS)
    facts = (
        ("Agency", row.agency.name),
        ("Partnership", partnership),
        ("Round", f"{results.round.name}: {results.template.title}"),
        ("Period", results.round.period),
        ("Date of this receipt", in_words(today)),
        ("Was due" if today > expected.due else "Is due", in_words(expected.due)),
        ("Settled", f"{settled} of {plural(len(owed), 'question')} owed"),
        ("Signed", _signed(row.response.signed if row.response else None)),
        ("Who answers", answered),
        (LABEL, naming_words(row.interview.members, own) if own and row.interview.members else ""),
    )
    yield from (fact for fact in facts if fact[1])


def _who_answers(row: Row) -> str:
    """Which body answers for the agency, or names it although it answers itself; empty where none does."""
    body = row.line.body.name if row.line.body else ""
    if body and row.line.through is None:
        return f"you yourself; {body} says that it answers for you too, and what you say counts"
    return f"{body} for you" if body else ""


def _signed(signature: Signature | None) -> str:
    if signature is None:
        return "not yet"
    second = signature.second
    by = f"{signature.name}, {signature.role}" + (f", and {second.name}, {second.role}" if second else "")
    presented = f"; put before your own board on {said(signature.presented)}" if signature.presented else ""
    return f"by {by}, on {said(signature.on)}{presented}"


def _files(came: Sequence[Came], today: date) -> Iterator[tuple[Cell, ...]]:
    for one in came:
        yield f"{one.file} ({one.kind})", " ".join(_sentences(one)), said(one.on) or in_words(today)


def _sentences(one: Came) -> Iterator[str]:
    yield f"{_answers(len(one.taken))} taken{_ids(one.taken)}."
    if one.same:
        yield f"{_answers(one.same)} as before."
    if one.older:
        yield f"{_answers(len(one.older))} left out, since another one stands here{_ids(one.older)}."
    if one.conflicts:
        yield f"{_answers(len(one.conflicts))} not taken, since changed here too{_ids(one.conflicts)}."
    if one.signed:
        yield one.signed


def _answers(count: int) -> str:
    return plural(count, "answer")


def _ids(ids: Sequence[str]) -> str:
    return f": {', '.join(map(label, ids))}" if ids else ""


def _conflicts(row: Row, came: Sequence[Came]) -> Iterator[tuple[Cell, ...]]:
    template = row.interview.template
    standards = {standard.id: f"{standard.title}, as a whole" for standard in template.standards}
    for one in came:
        for name in one.conflicts:
            question = template.by_id.get(name)
            text = question.text if question else standards.get(name, NOTHING)
            yield (LABEL, "For whom you answer", one.file) if name == MEMBERS else (name, text, one.file)


def _owed(row: Row) -> Iterator[tuple[Cell, ...]]:
    for question in () if row.line.through else row.interview.still_owed():
        yield question.id, question.text, _lacking(row, question)


def _lacking(row: Row, question: Question) -> str:
    if row.interview.state(question) is State.INCOMPLETE:
        parts = row.interview.missing(question)
        return f"Answered; its {' and '.join(parts)} {'are' if len(parts) > 1 else 'is'} owed."
    brought = row.interview.to_confirm(question)
    if brought and brought.same:
        return f"An answer, or that the one of {brought.round} still holds."
    return "An answer."


def _next(row: Row, today: date, open_: bool) -> Iterator[tuple[Cell, ...]]:
    """What the agency does next, then what the partnership may do."""
    progress, due = row.line.progress, in_words(row.line.expected.due)
    by = f"{due}: that day is past" if today > row.line.expected.due else due
    if open_:
        yield "Settle what differs", "Tell the partnership which answer is right where two differ.", by
    if row.line.through and row.line.body:
        yield from _through(row.line.body.name, signed=progress is Progress.SIGNED)
        return
    if progress is Progress.SIGNED:
        yield "Keep this workbook", "Your return is signed and locked. This is your own copy of it.", NOTHING
        yield (
            "To change an answer",
            "Ask the partnership to open the return again; then sign it anew.",
            NOTHING,
        )
    else:
        if row.interview.still_owed():
            yield "Answer what is owed", "Send the answers listed below, in the form or as you did now.", by
        yield "Sign-off", f"Nothing is final before it is signed{_roles(row)}.", by
    yield "Challenge", CHALLENGE, "After the due date"


def _through(body: str, *, signed: bool) -> Iterator[tuple[Cell, ...]]:
    """What an agency does for which a parent body answers: nothing, unless that is not right."""
    answers = "has answered for you, and has signed" if signed else "answers for you, and has not signed yet"
    yield "Nothing is owed by you", f"{body} {answers}. What you send yourself is kept.", NOTHING
    text = f"Tell the partnership if {body} does not answer for you, or if you want your own return to count."
    yield "If that is not right", text, NOTHING


def _roles(row: Row) -> str:
    roles = signing_roles(row.interview.template, words_of(row.agency))
    return f", by one of these: {', '.join(roles)}" if roles else " by somebody who answers for your agency"
