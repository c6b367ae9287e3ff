"""The sheet Notes of a report on cases, and the sheets whose lines were made ready elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from audit.responses.interview import Interview
from audit.workbook.case_edition import CaseEdition, Ready, in_order
from audit.workbook.fit import widths
from audit.workbook.page import Block, Page, Table, Text

REASONS = "Why things do not apply"
SAID = "What was said in words"
COMMENTS = "Comments"
CUT = "Texts too long for their cell"
WORDS = "Read these words before they go further: people write names."
SMALL = (
    "How many met each question is told for all together. Few stand behind one team, place or agency, so "
    "that a count of them could point at a child or a person."
)
BEHIND = "The figures behind it, with intervals where there is one"
LEAST = 110.0  # characters across
Line = tuple[str, str, str, str]


def notes(edition: CaseEdition, cut: Sequence[tuple[str, str]]) -> Page:
    """The sheet Notes; `cut` holds each text cut elsewhere with its sheet, in the order of the notes."""
    if edition.public:
        return left_out(edition)
    blocks: list[Block] = []
    if cut:
        rows = tuple((f"Note {number}", sheet, whole) for number, (sheet, whole) in enumerate(cut, 1))
        blocks.append(Table(CUT, ("Note", "Sheet", "Whole text"), rows, split=True))
    blocks += _counted(edition) if edition.board else _told(edition)
    across = (24.0, 24.0, 96.0) if edition.board else (14.0, 30.0, 16.0, 84.0)
    return Page("Notes", f"{edition.round.name}: notes", tuple(blocks), widths=across)


def left_out(edition: CaseEdition) -> Page:
    """What a published edition does not hold; it holds no words of those who read or answered."""
    rows = (
        ("What people wrote", "Comments, reasons, good practice, the words of actions: people write names."),
        (f"Single {edition.plural}", "No reference, no grade of one alone, nobody who read it."),
        ("Teams, places, groups and agencies", SMALL),
        ("Immediate concerns", "Each is passed on at once and followed up; how many there were is not told."),
    )
    title = f"{edition.round.name}: what this edition leaves out"
    table = Table("What is left out, and why", ("What", "Why"), rows)
    return Page("Left out", title, (table,), widths=(40.0, 100.0))


def _counted(edition: CaseEdition) -> Iterator[Block]:
    reasons, comments = len(list(_reasons(edition))), len(list(_comments(edition)))
    said = len(list(_said(edition)))
    if not reasons + comments + said:
        yield Text("Nothing more was said in words.")
        return
    who = "answered" if edition.by_people else "read"
    yield Text(
        f"Those who {who} gave {reasons:,} reasons why something does not apply, {comments:,} comments and "
        f"{said:,} further answers in words. They stand in the subgroup's edition."
    )


def _told(edition: CaseEdition) -> Iterator[Block]:
    yield Text(WORDS, "warning")
    heads = (edition.template.subject.capitalize(), "Agency", "Question", "What was said")
    for title, lines, empty in (
        (REASONS, _reasons(edition), "Nothing was marked as not applicable."),
        (SAID, _said(edition), "Nothing more was said in words."),
        (COMMENTS, _comments(edition), "There are no comments."),
    ):
        yield Table(title, heads, tuple(lines), split=True, empty=empty)


def _firsts(edition: CaseEdition) -> Iterator[tuple[str, str, Interview]]:
    usable = {one.ref for one in edition.results.usable}
    for (ref, agency, reading), begun in sorted(edition.results.values.interviews.items()):
        if reading == 1 and ref in usable:
            yield ref, edition.name(agency), begun


def _reasons(edition: CaseEdition) -> Iterator[Line]:
    for ref, agency, begun in _firsts(edition):
        for question in edition.template.questions:
            if begun.arises(question) and begun.says_not_applicable(question):
                reason = begun.answer(question).reason
                if reason or edition.template.not_applicable == "reason":
                    yield ref, agency, question.id, edition.typed(reason or "no reason is given yet")


def _said(edition: CaseEdition) -> Iterator[Line]:
    praised = {(one.ref, one.agency, one.question) for one in edition.results.good_practice}
    for one in edition.results.told:
        if (one.ref, one.agency, one.question) not in praised:
            yield one.ref, edition.name(one.agency), one.question, edition.typed(one.text)


def _comments(edition: CaseEdition) -> Iterator[Line]:
    for ref, agency, begun in _firsts(edition):
        for name, answer in begun.answers.items():
            if answer.comment:
                yield ref, agency, name, edition.typed(answer.comment)


def ready_page(edition: CaseEdition, name: str, ready: Ready) -> Page:
    """A sheet of lines made ready elsewhere: sentences, then their table."""
    rows = tuple(tuple(map(edition.typed, row)) for row in ready.rows)
    blocks: list[Block] = [Text(edition.typed(sentence)) for sentence in ready.sentences]
    if rows:
        table = Table("", ready.headings, rows)
        blocks.append(in_order(edition, table, (0.0,) * len(ready.headings))[0])
    if ready.figures:
        figures = tuple(tuple(map(edition.typed, row)) for row in ready.figures)
        blocks += [Table(BEHIND, ready.behind, figures), *(Text(note) for note in ready.notes)]
    title = f"{edition.round.name}: {name.lower()}"
    page = Page(name, title, tuple(blocks), frozen=None if edition.board else 1)
    fit = widths(page) or (0.0,)
    # Sentences run over the columns, so these are wide enough together.
    return replace(page, widths=(*fit[:-1], fit[-1] + max(0.0, LEAST - sum(fit))))
