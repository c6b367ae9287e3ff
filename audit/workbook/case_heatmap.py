"""The sheet Heat map of a report on cases: themes and parts by agency, questions by stratum."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from audit.cases.figure import Figure, together
from audit.standards.question import Question
from audit.templates import BANDS
from audit.workbook.case_edition import CaseEdition, loud, titled
from audit.workbook.page import QUIET, Block, Cell, Filled, NewPage, Page, Table, Text

# A share that meets the standard is no score, so the template's bands of scores do not colour it.
WORDS = (("Mostly", 0), ("Partly", 1), ("Seldom", 2))
COLOURS = {word: BANDS[place].colour for word, place in WORDS}
ALL = "All"


def heat_map(edition: CaseEdition) -> Page:
    """The sheet Heat map."""
    blocks: list[Block] = [*loud(edition), *map(Text, _intro(edition)), *_tables(edition)]
    columns = max(len(table.headings) for table in blocks if isinstance(table, Table)) - 1
    return Page(
        "Heat map",
        f"{edition.round.name}: where practice met the standard",
        tuple(blocks),
        frozen=None if edition.board else 1,
        widths=(max(40.0, 110.0 - 17 * columns), *[17.0] * columns),
    )


def _intro(edition: CaseEdition) -> Iterator[str]:
    high, middle = (f"{int(band.edge * 100)} %" for band in BANDS[:2])
    yield (
        f"Each cell counts answers that met the standard, of those that count. Mostly: {high} or more; "
        f"partly: {middle} or more; seldom: fewer. The word says what the colour says; small counts are "
        "easily chance."
    )
    if len(edition.codes) > 1:
        yield (
            f"{ALL}: the panel's grade where there is one, else what readers said. Under an agency: its own "
            "first answers, before any panel."
        )


def _tables(edition: CaseEdition) -> Iterator[Block]:
    results, template = edition.results, edition.template
    labels = template.words.themes
    themes = [(labels.get(name, name), results.on(name)) for name in results.theme_ids]
    sections = [
        (section.title, tuple(q for q in section.questions if q.graded)) for section in template.sections
    ]
    parts = [(title, asked) for title, asked in sections if asked]
    if themes:
        yield _grid(edition, "Themes", "Theme", themes)
    if len(parts) > 1 or not themes:
        yield _grid(edition, "Parts of the audit", "Part", parts)
    if len(edition.codes) > 1:
        yield NewPage()
        questions = [(titled(question), (question,)) for question in results.graded]
        yield _grid(edition, "Questions by agency", "Question", questions)
    yield from _strata(edition)


def _grid(
    edition: CaseEdition, title: str, first: str, lines: Sequence[tuple[str, tuple[Question, ...]]]
) -> Table:
    codes = edition.codes if len(edition.codes) > 1 else ()
    rows = tuple(
        (label, cell(_all(edition, asked)), *(cell(_own(edition, asked, code)) for code in codes))
        for label, asked in lines
    )
    return _coloured(title, (first, ALL, *map(edition.name, codes)), rows)


def _coloured(title: str, headings: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...]) -> Table:
    return Table(title, headings, rows, colours=COLOURS, coloured=tuple(range(1, len(headings))))


def _all(edition: CaseEdition, asked: Sequence[Question]) -> Figure:
    return together([edition.results.questions[question.id] for question in asked])


def _own(edition: CaseEdition, asked: Sequence[Question], code: str) -> Figure:
    own = edition.results.agencies[code]
    return together([own[question.id] for question in asked if question.id in own])


def _strata(edition: CaseEdition) -> Iterator[Block]:
    """Questions by stratum; not for a board, since few cases of a team or place point at children."""
    strata = edition.results.strata
    if not strata:
        return
    if edition.board:
        yield Text("Questions by stratum", "heading")
        yield Text("The strata hold few cases each; they stand in the subgroup's edition.")
        return
    yield NewPage()
    rows = tuple(
        (titled(question), *(cell(figures[question.id]) for figures in strata.values()))
        for question in edition.results.graded
    )
    yield _coloured("Questions by stratum", ("Question", *strata), rows)


def cell(figure: Figure) -> Cell:
    """A count with the word and colour of its share; why there is none in words."""
    if not figure.n:
        said = "Not answered" if figure.unanswered else "Not applicable" if figure.not_applicable else ""
        return Filled(said or "Not asked", QUIET)
    share = Fraction(figure.compliant, figure.n)
    word = next(word for word, place in WORDS if share >= BANDS[place].edge)
    return Filled(f"{word}: {figure.compliant:,} of {figure.n:,}", COLOURS[word])
