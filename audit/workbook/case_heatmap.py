"""The sheet Heat map of a report on cases: themes and parts by agency, questions by stratum."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from audit.cases.figure import Figure, together
from audit.disclosure.counts import HIDDEN
from audit.standards.question import Question
from audit.templates import BANDS
from audit.workbook.case_edition import CaseEdition, loud, titled
from audit.workbook.case_small import BASES, hidden_agencies, is_hidden
from audit.workbook.page import NOTHING, QUIET, Block, Cell, Filled, Link, NewPage, Page, Table, Text

# A share that meets the standard is no score, so the template's bands of scores do not colour it.
WORDS = (("Mostly", 0), ("Partly", 1), ("Seldom", 2))
COLOURS = {word: BANDS[place].colour for word, place in WORDS}
ALL = "All"
LEADS = "Leads to"


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
        tall=2,
    )


def _intro(edition: CaseEdition) -> Iterator[str]:
    colour = "S" if edition.public else "The word says what the colour says; s"
    high, middle = (f"{int(band.edge * 100)} %" for band in BANDS[:2])
    yield (
        f"Each cell counts answers that met the standard, of those that count. Mostly: {high} or more; "
        f"partly: {middle} or more; seldom: fewer. {colour}mall counts are easily chance."
    )
    if not several(edition):
        if len(edition.codes) > 1 and not edition.public:
            yield f"So few {edition.plural} stand behind each agency that none is told by itself."
        return
    yield f"{ALL}: {_counts_for_all(edition)} Under an agency: its own {_own_answers(edition)}."
    if any(hidden_agencies(edition).values()):
        yield BASES.format(hidden=HIDDEN, plural=edition.plural)


def several(edition: CaseEdition) -> bool:
    """Whether agencies stand side by side: not for the public, nor where none of them may be told."""
    if edition.public or len(edition.codes) < 2:
        return False
    hidden = hidden_agencies(edition)
    return not edition.board or any(
        len(hidden[one.id]) < len(edition.codes) for one in edition.results.graded
    )


def _counts_for_all(edition: CaseEdition) -> str:
    if edition.by_people:
        return f"all {edition.plural}."
    return "the panel's grade where there is one, else what readers said."


def _own_answers(edition: CaseEdition) -> str:
    return edition.plural if edition.by_people else "first answers, before any panel"


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
    if several(edition):
        yield NewPage()
        questions = [(titled(question), (question,)) for question in results.graded]
        yield _grid(edition, "Questions by agency", "Question", questions)
    yield from _strata(edition)


def _grid(
    edition: CaseEdition, title: str, first: str, lines: Sequence[tuple[str, tuple[Question, ...]]]
) -> Table:
    codes = edition.codes if several(edition) else ()
    hidden = hidden_agencies(edition)
    rows = tuple(
        (
            label,
            told(edition, _all(edition, asked)),
            *(
                Filled(HIDDEN, QUIET)
                if is_hidden(hidden, asked, code)
                else told(edition, _own(edition, asked, code))
                for code in codes
            ),
            *_to(edition, asked),
        )
        for label, asked in lines
    )
    return _coloured(edition, title, (first, ALL, *map(edition.name, codes)), rows)


def _coloured(
    edition: CaseEdition, title: str, headings: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...]
) -> Table:
    """A table with fills, and for a subgroup a last column of links."""
    coloured = tuple(range(1, len(headings)))
    heads = headings if edition.board else (*headings, LEADS)
    return Table(title, heads, rows, colours=COLOURS, coloured=coloured)


def _to(edition: CaseEdition, asked: Sequence[Question]) -> Iterator[Cell]:
    """For a subgroup a link to the row of the first question that is meant.

    It stands on white and is short, since LibreOffice writes links in a blue of its own, on one line.
    """
    if not edition.board:
        yield Link(asked[0].id, "Questions", asked[0].id) if asked else NOTHING


def _all(edition: CaseEdition, asked: Sequence[Question]) -> Figure:
    found = [edition.results.questions[question.id] for question in asked]
    return found[0] if len(found) == 1 else together(found)


def _own(edition: CaseEdition, asked: Sequence[Question], code: str) -> Figure:
    own = edition.results.agencies[code]
    found = [own[question.id] for question in asked if question.id in own]
    return found[0] if len(found) == 1 else together(found)


def _strata(edition: CaseEdition) -> Iterator[Block]:
    """Questions by stratum; not for a board, since few cases of a team or place point at children."""
    strata = edition.results.strata
    if not strata:
        return
    if edition.board:
        yield Text(
            f"Questions by stratum stand in the subgroup's edition alone: few {edition.plural} of a team or "
            "place point at children."
        )
        return
    if not several(edition):
        yield NewPage()
    rows: list[tuple[Cell, ...]] = [
        (
            titled(question),
            *(told(edition, figures[question.id]) for figures in strata.values()),
            *_to(edition, (question,)),
        )
        for question in edition.results.graded
    ]
    links = (Link(f"See {edition.plural}", edition.each, stratum_anchor(name, 0)) for name in strata)
    rows.append((f"{edition.plural.capitalize()} of each", *links, NOTHING))
    yield _coloured(edition, "Questions by stratum", ("Question", *strata), tuple(rows))


def stratum_anchor(name: str, place: int) -> str:
    """The anchor of a stratum's cases in the grid of questions of that place."""
    return f"stratum {name}, grid {place}"


def told(edition: CaseEdition, figure: Figure) -> Cell:
    """A cell that tells in words, in a note, how sure it is."""
    made = cell(figure)
    note = edition.typed(figure.sentence or figure.why) if figure.n else ""
    return replace(made, note=note)


def cell(figure: Figure) -> Filled:
    """A count with the word and colour of its share; why there is none in words."""
    if not figure.n:
        said = "Not answered" if figure.unanswered else "Not applicable" if figure.not_applicable else ""
        return Filled(said or "Not asked", QUIET)
    share = Fraction(figure.compliant, figure.n)
    word = next(word for word, place in WORDS if share >= BANDS[place].edge)
    return Filled(f"{word}: {figure.compliant:,} of {figure.n:,}", COLOURS[word])
