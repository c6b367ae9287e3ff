"""The sheet Questions: how many gave each grade, who gave the lowest, and all that is not a grade."""

from collections.abc import Iterator
from statistics import median

from audit.dates import in_words, read_day
from audit.responses.interview import Interview, State
from audit.scoring.partnership import QuestionFigures, Row
from audit.scoring.score import band_of
from audit.standards.question import Question
from audit.standards.scale import decimal_text
from audit.wording import plural
from audit.workbook.edition import Edition
from audit.workbook.page import NOTHING, Block, Cell, Number, Page, Table, Text
from audit.workbook.publishing import CONTROLLED

LEAST = 6  # a count of children that the public may be told
FEW = 6  # grades of a scale that get a column each
GRADES = "Grades given to each question"
SHARES = "Counts out of counts, added up over the agencies"
OTHERS = "Questions without a grade"


def questions(edition: Edition) -> Page:
    """The sheet Questions."""
    every = [figures for figures in edition.results.questions if figures.question.id not in edition.idle]
    graded = [figures for figures in every if figures.question.graded]
    others = [figures.question for figures in every if not figures.question.graded]
    shares = [figures.question for figures in every if figures.question.kind == "share"]
    blocks: list[Block] = [Text(line) for line in _intro(edition)]
    blocks += [_shares(edition, shares)] if shares else []
    blocks += [_others(edition, others)] if others else []
    blocks.append(_grades(edition, graded))  # the longest comes last, so that its headings print on each page
    frozen = None if edition.board else 2
    return Page("Questions", f"{edition.results.round.name}: each question", tuple(blocks), frozen=frozen)


def _intro(edition: Edition) -> Iterator[str]:
    yield (
        f"Counts of agencies, out of {edition.counted}. The grades, not applicable, not answered, not asked "
        "and does not arise add up to that. Incomplete: counted under its grade, but the reason, action or "
        "evidence that it calls for is missing. No evidence: top grades behind which there is none."
    )
    if edition.idle:
        count = plural(len(edition.idle), "question")
        yield f"{count} arose for nobody, and {'is' if len(edition.idle) == 1 else 'are'} not listed."
    if edition.moderated:
        yield "Where a panel's grade counts it stands here; incomplete and no evidence are by agencies' own."


def _named(edition: Edition, what: str) -> tuple[str, ...]:
    """The headings over a question; one for the public, whose first column is wide enough for both."""
    return ("Question",) if edition.public else ("Question", what)


def _name(edition: Edition, question: Question, what: str) -> tuple[str, ...]:
    return (f"{question.id} {what}",) if edition.public else (question.id, what)


# --- grades -----------------------------------------------------------------------------------------


def _grades(edition: Edition, graded: list[QuestionFigures]) -> Table:
    counts = count_headings(edition)
    # Who gave the lowest is no figure, so it is not for the public.
    who = () if edition.public else (f"Agencies at {edition.template.scale.worst.label!r}",)
    named = _named(edition, "What is asked")
    first = len(named) + len(who)
    return Table(
        GRADES,
        (
            *named,
            *who,
            *counts,
            *("Not applicable", "Not answered", "Not asked", "Does not arise", "Incomplete", "No evidence"),
            *("Critical", "Weight"),
        ),
        tuple(_grade_row(edition, figures) for figures in graded),
        bars=tuple(range(first, first + len(counts))),
        bar_top=len(edition.rows),
        filtered=not edition.board,
        empty="No question of this round is graded.",
    )


def count_headings(edition: Edition) -> tuple[str, ...]:
    """The grades, or, where the scale has many, the bands that its grades' points lie in."""
    steps = edition.template.scale.steps
    if len(steps) <= FEW:
        return tuple(grade.label for grade in steps)
    return tuple(f"In {band.name}" for band in edition.template.bands)


def _grade_row(edition: Edition, figures: QuestionFigures) -> tuple[Cell, ...]:
    question = figures.question
    asked = [row.interview for row in edition.rows]
    without = sum(one.arises(question) and one.top(question) and not one.covered(question) for one in asked)
    return (
        *_name(edition, question, question.text),
        *(() if edition.public else (edition.names(_lowest(edition, question)),)),
        *grade_counts(edition, figures),
        sum(does_not_apply(one, question) for one in asked),
        figures.states.get(State.UNANSWERED, 0),
        figures.states.get(State.NOT_ASKED, 0),
        figures.states.get(State.DOES_NOT_ARISE, 0),
        figures.states.get(State.INCOMPLETE, 0),
        without,
        "critical" if question.critical else "no",
        Number(float(question.weight), "General"),
    )


def grade_counts(edition: Edition, figures: QuestionFigures) -> list[int]:
    """How many gave each grade of a question, or a grade in each band, in the order of the headings."""
    scale, bands = edition.template.scale, edition.template.bands
    if len(scale.steps) <= FEW:
        return [figures.given.get(grade.code, 0) for grade in scale.steps]
    named = {code: band_of(bands, scale.share(code)) for code in figures.given}
    return [sum(n for code, n in figures.given.items() if named[code] == band) for band in bands]


def not_applicable(asked: Interview, question: Question) -> bool:
    """Whether an agency says that a question put to it does not apply."""
    return asked.arises(question) and asked.says_not_applicable(question)


def does_not_apply(asked: Interview, question: Question) -> bool:
    """Whether it counts as not applicable: the panel's word where there is one, else the agency's own."""
    if not asked.arises(question) or question.id not in asked.moderated:
        return not_applicable(asked, question)
    grade = asked.counts(question)
    return grade is not None and grade.points is None


def _lowest(edition: Edition, question: Question) -> list[Row]:
    worst = edition.template.scale.worst
    asked = ((row, row.interview) for row in edition.rows)
    return [row for row, one in asked if one.arises(question) and one.counts(question) == worst]


# --- what is not a grade ----------------------------------------------------------------------------


def _shares(edition: Edition, shares: list[Question]) -> Table:
    figures = ("In all", "Per cent", "Target", "Agencies", "Reach the target")
    heads = (*_named(edition, "What is counted"), *figures)
    return Table(SHARES, heads, tuple(_share_row(edition, question) for question in shares))


def _share_row(edition: Edition, question: Question) -> tuple[Cell, ...]:
    pairs = [tuple(map(int, value.split("/"))) for value in _values(edition, question)]
    pairs = [(count, base) for count, base in pairs if base]
    count, base = sum(count for count, _ in pairs), sum(base for _, base in pairs)
    target = question.target
    reach = sum(target is not None and count >= target * base for count, base in pairs)
    hidden = edition.public and _few(count, base)
    return (
        *_name(edition, question, question.of or question.text),
        (CONTROLLED if hidden else f"{count} of {base}") if pairs else "no counts",
        (CONTROLLED if hidden else f"{100 * count // base} %") if base else NOTHING,
        NOTHING if target is None else f"{decimal_text(target * 100)} %",
        len(pairs),
        NOTHING if target is None else CONTROLLED if hidden else f"{reach} of {len(pairs)}",
    )


def _few(count: int, base: int) -> bool:
    """Whether a count, or what is left of its base, may tell of a few children."""
    return 1 <= count < LEAST or 1 <= base - count < LEAST


def _values(edition: Edition, question: Question) -> list[str]:
    """What agencies said to a question put to them, in their words; not those to whom it does not apply."""
    asked = (row.interview for row in edition.rows if row.interview.arises(question))
    values = [one.answer(question).value for one in asked if not one.says_not_applicable(question)]
    return [value for value in values if isinstance(value, str)]


def _others(edition: Edition, others: list[Question]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            *_name(edition, question, question.text),
            _gist(edition, question),
            _answers(edition, question),
        )
        for question in others
    ]
    return Table(OTHERS, (*_named(edition, "What is asked"), "What was said", "Answers"), tuple(rows))


def _answers(edition: Edition, question: Question) -> int:
    asked = (row.interview for row in edition.rows if row.interview.arises(question))
    given = ((one.answer(question).value, one.says_not_applicable(question)) for one in asked)
    return sum(value is not None and not apart for value, apart in given)


def _gist(edition: Edition, question: Question) -> str:
    """Counts of choices, the span of numbers and dates; texts are only counted here."""
    values = _values(edition, question)
    if question.kind in {"choice", "choices", "yes-no"}:
        figures = next(f for f in edition.results.questions if f.question == question)
        choices = question.choices or ("yes", "no")
        return "; ".join(f"{choice}: {figures.given.get(choice, 0)}" for choice in choices)
    if not values or question.kind == "text" or edition.public:
        where = f"{edition.audience} edition: counted only" if edition.board else "listed in Notes"
        return where if values else NOTHING
    if question.kind == "number":
        numbers = sorted(float(value) for value in values)
        return f"from {numbers[0]:g} to {numbers[-1]:g}, in the middle {median(numbers):g}"
    days = sorted(day for value in values if (day := read_day(value)))
    return f"from {in_words(days[0])} to {in_words(days[-1])}" if days else "listed above"
