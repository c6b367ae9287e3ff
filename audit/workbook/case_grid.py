"""The sheets Cases and Readings, for a subgroup alone: what each case came to, and how."""

from collections import Counter
from collections.abc import Iterator, Sequence

from audit.cases.drift import drift
from audit.cases.figure import Figure
from audit.cases.subject import Subject
from audit.cases.values import Came, Value
from audit.standards.question import Question
from audit.workbook.case_edition import DIFFER, CaseEdition, loud
from audit.workbook.case_heatmap import stratum_anchor
from audit.workbook.page import NOTHING, QUIET, Block, Cell, Filled, NewPage, Page, Table, Text

WIDE = 8  # questions side by side on a sheet of A4
PANEL = "What the panel agreed"
SECOND = "Second readings that differ"
OUT = "Replaced or unusable"


def cases(edition: CaseEdition) -> Page:
    """The sheet Cases: grids of references and questions."""
    blocks: list[Block] = [*loud(edition), Text(_intro(edition)), *_grids(edition)]
    columns = max((len(block.headings) for block in blocks if isinstance(block, Table)), default=2) - 1
    title = f"{edition.round.name}: {edition.plural}, question by question"
    first = 30.0 if edition.results.strata else 14.0
    return Page(edition.each, title, tuple(blocks), frozen=1, widths=(first, *[15.0] * columns))


def _intro(edition: CaseEdition) -> str:
    out = f"{edition.plural.capitalize()} that were replaced or are unusable stand on Readings."
    if edition.by_people:
        return f"Grade by grade, as people gave them. {out if edition.results.unusable else ''}".strip()
    return (
        "“Panel” behind a grade: a panel agreed it. Where several answered and no panel has agreed a "
        f"grade, each grade stands with how many gave it. {out}"
    )


def _grids(edition: CaseEdition) -> Iterator[Block]:
    graded = edition.results.graded
    for start in range(0, len(graded), WIDE):
        part = graded[start : start + WIDE]
        if start:
            yield NewPage()
        yield _grid(edition, f"{part[0].id} to {part[-1].id}", part, start // WIDE)


def _grid(edition: CaseEdition, title: str, asked: Sequence[Question], place: int) -> Table:
    heads = (edition.template.subject.capitalize(), *(question.id for question in asked))
    lines = list(_lines(edition, asked, place))
    levels = tuple(level for _, _, level in lines)
    return Table(
        title,
        heads,
        tuple(row for _, row, _ in lines),
        colours=edition.colours,
        coloured=tuple(range(1, len(heads))),
        filtered=True,
        empty=f"There are no {edition.plural} yet.",
        anchors=tuple(name for name, _, _ in lines),
        levels=levels if any(levels) else (),
    )


def _lines(
    edition: CaseEdition, asked: Sequence[Question], place: int
) -> Iterator[tuple[str, tuple[Cell, ...], int]]:
    """An anchor, a row and its depth for each case; under its stratum's own row where there are strata."""
    strata = edition.results.strata
    for name in strata or ("",):
        own = [one for one in edition.results.usable if not strata or one.stratum == name]
        if strata:
            cells = (_of_stratum(edition, strata[name][question.id]) for question in asked)
            yield stratum_anchor(name, place), (f"{name}: {edition.count(len(own))}", *cells), 0
        for one in own:
            values = (value_cell(edition, one, question) for question in asked)
            yield one.ref, (one.ref, *values), int(bool(strata))


def _of_stratum(edition: CaseEdition, figure: Figure) -> Cell:
    """How many of a stratum met a question; in words of no grade, since it is none."""
    said = f"{figure.compliant:,} of {figure.n:,} met it" if figure.n else NOTHING
    return Filled(said, QUIET, note=edition.typed(figure.sentence))


def value_cell(edition: CaseEdition, subject: Subject, question: Question) -> Cell:
    """What a case comes to on a question, in words, on the colour of its grade."""
    value = edition.results.by_case[question.id].get(subject.ref)
    if value is None or not value.grades:
        came = (value.came if value else Came.NOT_ASKED).capitalize()
        return Filled(came + (", panel" if value and value.panel else ""), edition.colours[came])
    if len(set(value.grades)) == 1:
        scale = edition.template.scale
        return edition.grade(scale[value.grades[0]], _behind(value))
    return Filled(f"{DIFFER}: {_several(edition, value)}", QUIET)


def _behind(value: Value) -> str:
    if value.panel:
        return ", panel"
    if value.came is Came.PARTLY_READ:
        return f", {len(value.grades)} so far"
    return f", all {len(value.grades)}" if len(value.grades) > 1 else ""


def _several(edition: CaseEdition, value: Value) -> str:
    counts = Counter(value.grades)
    steps = (step for step in edition.template.scale.steps if counts[step.code])
    return ", ".join(f"{counts[step.code]} {step.label}" for step in steps)


# --- readings ---------------------------------------------------------------------------------------


def has_readings(edition: CaseEdition) -> bool:
    """Whether anything may be said of readings: of what people say of themselves, that some are unusable."""
    return not edition.by_people or bool(edition.results.unusable)


def readings(edition: CaseEdition) -> Page:
    """The sheet Readings: the panel's grades, second readings that differ, who is out and why."""
    # The longest comes last, so that its headings print on each page.
    of_readers = () if edition.by_people else (*_second(edition), _drift(edition), _panel(edition))
    blocks = (_out(edition), *of_readers)
    widths = (14.0, 52.0, 46.0, 22.0, 46.0)
    return Page("Readings", f"{edition.round.name}: readings", blocks, frozen=1, widths=widths)


def _label(edition: CaseEdition, code: str) -> str:
    return edition.template.scale[code].label if code else NOTHING


def _panel(edition: CaseEdition) -> Table:
    values, by_id = edition.results.values, edition.template.by_id
    rows: list[tuple[Cell, ...]] = []
    for (ref, name), agreed in sorted(edition.results.case_round.panel.items()):
        if not agreed.grade or name not in by_id:
            continue
        stands = values.panel(ref, by_id[name]) is not None
        said = values.said(ref, by_id[name])
        grade = _label(edition, agreed.grade) + ("" if stands else ": to be agreed again")
        rows.append((ref, by_id[name].text, _readers(edition, said), grade, edition.typed(agreed.reason)))
    heads = (*_heads(edition), "What readers said", "Panel", "Its reason")
    return Table(PANEL, heads, tuple(rows), empty="No panel has agreed a grade.")


def _heads(edition: CaseEdition) -> tuple[str, str]:
    return edition.template.subject.capitalize(), "Question"


def _readers(edition: CaseEdition, said: dict[str, str]) -> str:
    parts = []
    for key, code in said.items():
        agency, _, reading = key.rpartition("/")
        who = edition.name(agency) if agency else "Reader"
        again = ", second reading" if reading == "2" else ""
        parts.append(f"{who}{again}: {_label(edition, code)}")
    return "; ".join(parts) or NOTHING


def _second(edition: CaseEdition) -> Iterator[Block]:
    values = edition.results.values
    alike, rows = 0, list[tuple[Cell, ...]]()
    for (ref, agency, reading), begun in sorted(values.interviews.items()):
        first = edition.results.case_round.first(ref, agency) if reading == 2 else None
        if first is None:
            continue
        for question in edition.results.graded:
            grade = values.interviews[ref, first.agency, 1].grade(question)
            again = begun.grade(question)
            if grade and again and grade == again:
                alike += 1
            elif grade and again:
                rows.append((ref, question.text, grade.label, again.label, edition.name(agency)))
    heads = (*_heads(edition), "First reading", "Second reading", "Agency")
    none = "No second reading differs." if alike else "Nothing has been read a second time."
    yield Table(SECOND, heads, tuple(rows), empty=none)
    if alike or rows:
        yield Text(
            f"Of {alike + len(rows):,} questions graded in both readings {alike:,} have the same grade. "
            "The first reading counts until a panel agrees a grade."
        )


def _drift(edition: CaseEdition) -> Table:
    rows = tuple(
        (
            one.answers,
            f"{one.later} against {one.earlier}",
            one.auditor or (edition.name(one.agency) if one.agency else "All"),
            NOTHING if one.mean is None else f"{float(one.mean):+.2f}",
            f"{one.up:,} up, {one.down:,} down, {one.same:,} the same",
        )
        for one in drift(edition.results.case_round, edition.results.today)
        if one.answers
    )
    heads = ("Answers", "Which grades", "Whose earlier grades", "Mean, of 1 the whole scale", "Moves")
    return Table("Drift: which way grades move", heads, rows, empty="No grade stands beside another yet.")


def _out(edition: CaseEdition) -> Table:
    subjects = edition.results.case_round.subjects
    instead = {one.follows: one.ref for one in subjects if one.follows}
    rows = tuple(
        (
            one.ref,
            "Replaced" if one.struck else "Unusable, no other in its place",
            edition.typed(one.struck or one.unusable),
            instead.get(one.ref, NOTHING),
            one.stratum or NOTHING,
        )
        for one in subjects
        if not one.usable
    )
    heads = (edition.template.subject.capitalize(), "What happened", "Reason", "In its place", "Stratum")
    return Table(OUT, heads, rows, empty="None.")
