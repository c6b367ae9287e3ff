"""The sheet Method: how scores and bands are made, the scale, where the standards come from."""

from collections.abc import Iterator

import audit
from audit.dates import in_words
from audit.standards.catalogue import Source
from audit.standards.scale import Grade
from audit.workbook.cover import band_meanings, loud
from audit.workbook.edition import Edition
from audit.workbook.page import NOTHING, Block, Cell, Filled, NewPage, Number, Page, Table

MOVEMENT = (
    "Of agencies that count in both rounds, on questions that have the same id, words and grades in both and "
    "that the agency graded with points both times. The scores then and now are made from these questions "
    "alone, both with the weights, critical marks and bands of the later round, so that a question that was "
    "changed cannot look like movement. Up and down are exact, and there is no test, since all agencies are "
    "counted and none are sampled."
)

MODERATED = (
    "Figures are those at return: a panel's grade counts in place of the agency's own as long as that is the "
    "one that it was given on. Today says the same with grades revised since an action was "
    "assured. Drift is the panel's points less the agency's own, where both have points; above 0 the panel "
    "sees more. What is owed and what has evidence is by the agency's own grades."
)


def method(edition: Edition) -> Page:
    """The sheet Method."""
    scale = edition.template.scale
    blocks: list[Block] = [
        *loud(edition),
        Table("How it was scored", ("What", "How"), tuple(_how(edition))),
        Table("Bands", ("Band", "Holds"), tuple(_bands(edition))),
        Table(
            f"Scale: {scale.title}",
            ("Grade", "Definition", "Code", "Counts", "Good"),
            tuple(_grade(edition, grade) for grade in scale.grades),
        ),
        NewPage(),
        _sources(edition),
        Table("The papers behind it", ("What", "Which"), tuple(_papers(edition))),
    ]
    title = f"{edition.results.round.name}: method"
    return Page("Method", title, tuple(blocks), widths=(30, 92, 14, 12, 12))


def _how(edition: Edition) -> Iterator[tuple[Cell, ...]]:
    template = edition.template
    yield (
        "Points",
        "A grade's points are put between 0 (the lowest grade) and 1 (the best), in exact fractions.",
    )
    yield (
        "Score of a standard",
        "The weighted mean over the questions answered that apply. Weights are on Questions.",
    )
    if template.score == "questions":
        overall = "The weighted mean over all questions answered that apply, whatever their standard."
    elif template.score == "worst":
        overall = "The lowest of the standards' scores, so that a mean hides none of them."
    else:
        overall = "The mean of the standards' scores, so that a long standard does not drown a short one."
    yield "Overall score", overall
    if template.averaged:
        yield "Partnership's score", "The plain mean over the agencies that have a score."
    yield "No score", "Where nothing could be scored there is no score, which is not 0."
    yield "In print", "Two decimals, never rounded so that a score seems to reach a band it is not in."
    yield "Critical questions", _critical(edition)
    yield "Complete", _complete(edition)
    yield "Provisional", "Said of a band while the response is not signed or questions are still owed."
    yield "Which count", _which(edition)
    if template.averaged:
        yield "Fully, in part, do not", _met(edition)
    if edition.moderated:
        yield "Moderated, today", MODERATED
    if edition.movements:
        yield "Movement", MOVEMENT


def _critical(edition: Edition) -> str:
    bands, count = edition.template.bands, sum(q.critical for q in edition.template.questions)
    if not count:
        return "No question of this template is critical."
    lower = bands[1].name if len(bands) > 1 else bands[0].name
    return (
        f"{count} are critical: while one is at its lowest grade, or owed and unanswered, its standard and "
        f"the overall band are {lower} at best. Not applicable, with its reason, does not limit."
    )


def _complete(edition: Edition) -> str:
    owed = {"reason": "its reason is given", "free": "it is given", "refused": "never: it is not taken here"}
    return (
        "Settled out of owed. Owed are the questions meant for the kind of agency whose condition holds, "
        "but for optional ones. A grade is settled once the action or evidence that it demands is given; "
        f"not applicable once {owed[edition.template.not_applicable]}."
    )


def _which(edition: Edition) -> str:
    if edition.results.drafts:
        return (
            "Signed responses, AND DRAFTS that nobody has signed. Agencies that did not return count nowhere."
        )
    return (
        "Signed responses only. Drafts are shown on the heat map, but stand in no figure of the partnership."
    )


def _met(edition: Edition) -> str:
    good = [repr(grade.label) for grade in edition.template.scale.steps if grade.good]
    return (
        f"Fully: every question owed has a good grade ({', '.join(good)}) or does not apply. Do not: the "
        "standard is in the lowest band, or a critical question of it is at its lowest grade. In part: the "
        "rest."
    )


def _bands(edition: Edition) -> Iterator[tuple[Cell, ...]]:
    for band, meaning in band_meanings(edition):
        yield Filled(band, edition.band_colours[band]), meaning


def _grade(edition: Edition, grade: Grade) -> tuple[Cell, ...]:
    share = edition.template.scale.share(grade.code)
    counts: Cell = "not at all" if share is None else Number(round(float(share), 3), "0.###")
    good = "good" if grade.good else "no"
    return edition.grade(grade), grade.definition or NOTHING, grade.code, counts, good


def _sources(edition: Edition) -> Table:
    rows = tuple(_source(source) for source in edition.template.catalogue.sources)
    heads = ("Source", "Title, parts, and what was checked", "Wording read")
    return Table("Where the standards come from", heads, rows, empty="The catalogue names no sources.")


def _source(source: Source) -> tuple[Cell, ...]:
    parts = [
        f"{source.title}{f', {source.paragraphs}' if source.paragraphs else ''}.",
        source.note,
        source.address,
    ]
    return source.ref, " ".join(part for part in parts if part), "yes" if source.checked else "no"


def _papers(edition: Edition) -> Iterator[tuple[Cell, ...]]:
    template, results = edition.template, edition.results
    yield "Round", results.round.name
    yield "Template", f"{template.title} ({template.ref})"
    yield "Standards", f"{template.catalogue.title} ({template.catalogue.ref})"
    yield "Edition of the standards", template.catalogue.edition or "none given"
    yield "Digest of the template", template.digest
    yield "Figures as of", in_words(results.today)
    yield "Made with", f"safeguarding-audit {audit.__version__}"
