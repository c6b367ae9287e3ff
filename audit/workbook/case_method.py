"""The sheet Method of a report on cases: how they were chosen, how figures are made, the papers."""

from collections.abc import Iterator, Mapping
from typing import Any

import audit
from audit.cases.figure import CENSUS, EXACT, LOGIT, POOLED, WILSON
from audit.cases.plan import ALLOTTED, EACH
from audit.cases.verdicts import SEQUENTIAL
from audit.dates import in_words
from audit.sampling import sentences
from audit.sampling.public import public_figures
from audit.sampling.standing import Standing
from audit.standards.catalogue import Source
from audit.standards.scale import Grade
from audit.statistics.words import percent
from audit.workbook.case_edition import CaseEdition
from audit.workbook.page import NOTHING, Block, Cell, NewPage, Page, Table

WHAT = ("What", "Which")
HOW = {
    CENSUS: "Every case of the register was read, so the figure carries no error of sampling.",
    WILSON: (
        "Wilson's interval, on the cases that count: about work of that kind, not about a number of "
        "files. It is used where a drawn case is not applicable or unusable, for a sub-sample of strata, "
        "and for one agency's answers."
    ),
    EXACT: (
        "Exact for a register of this size: every number in the whole register for which the count found "
        "is not surprising (hypergeometric, each end at half the error)."
    ),
    POOLED: "The same over all strata together, where each gave its part and none shows an error.",
    SEQUENTIAL: (
        "Limits of a verdict that hold however often one looked: the counts in the register that the "
        "cases, in the order in which they were read, have not ruled out."
    ),
    LOGIT: "An estimate that counts each stratum by its size, with limits of a t distribution on the logit.",
}

WHICH = (
    "The panel's where there is one, as long as what it was agreed on stands; else the only reader's. Where "
    "several agencies answer and no panel has agreed, all their grades are counted, without interval."
)
AS_ONE = (
    "The one that those who read together agreed on, counted once; a panel's, where it agreed another since."
)
OUT = (
    "A replaced case leaves the register's number and the next reserve counts in its place. An unusable "
    "one is in no figure."
)

TOGETHER = "Themes, parts, agencies together"
UNUSABLE = "What is unusable is in no figure."
PEOPLE = "People for themselves: each reply is one person's own, and nobody read it for them."


def method(edition: CaseEdition) -> Page:
    """The sheet Method."""
    scale = edition.template.scale
    blocks: list[Block] = [
        Table("How it was chosen", WHAT, tuple(chosen(edition))),
        Table("How it was read and counted", WHAT, tuple(_counted(edition))),
        Table("How sure the figures are", WHAT, tuple(_sure(edition))),
        NewPage(),
        Table(f"Scale: {scale.title}", ("Grade", "Definition"), tuple(_grades(edition))),
        _sources(edition),
        Table("The papers behind it", WHAT, tuple(_papers(edition))),
    ]
    title = f"{edition.round.name}: method"
    return Page("Method", title, tuple(blocks), widths=(40.0, 104.0), tall=2)


# --- how it was chosen ------------------------------------------------------------------------------


def chosen(edition: CaseEdition) -> Iterator[tuple[str, str]]:
    """What may be told of how its subjects were come by: a name and what it is, in pairs."""
    basis, standing = edition.results.basis, edition.results.case_round.standing
    yield "Design", edition.design
    if basis.missed:
        yield "Strata without a case", "Some gave none." if edition.board else basis.missed
    if standing is None:
        return
    yield from _public(standing) if edition.board else _certificate(standing)


def _certificate(standing: Standing) -> Iterator[tuple[str, str]]:
    certificate = standing.certificate
    frame = certificate["frame"]
    yield "Sample", standing.id
    if standing.discarded:
        yield "Thrown away", "The draw was thrown away; the list of samples says why."
    yield "Seed", sentences.seed_sentence(certificate)
    yield "Seal", sentences.sealed_sentence(certificate)
    yield "Digest of the seal", _digest(certificate, "seal")
    yield "Digest of the draw", _digest(certificate, "draw")
    yield "Digest of the certificate", certificate["digest"]
    yield "sha256 of the register", certificate["source"]["sha256"]
    yield "Population and fingerprint", f"{frame['population']:,}; {frame['fingerprint']}"


def _digest(certificate: Mapping[str, Any], name: str) -> str:
    return next((str(act["digest"]) for act in certificate["acts"] if act["act"] == name), NOTHING)


def _public(standing: Standing) -> Iterator[tuple[str, str]]:
    """What may be published of a draw, and no more."""
    found = public_figures(standing)
    certificate = standing.certificate
    yield "Sample", found["sample"]
    if found["discarded"]:
        yield "Thrown away", "The draw was thrown away."
    yield "Seed", sentences.seed_sentence(certificate)
    yield "Seal", sentences.sealed_sentence(certificate)
    yield "sha256 of the register", found["register_sha256"]
    yield "Population and fingerprint", f"{certificate['frame']['population']:,}; {found['fingerprint']}"
    for act in found["acts"]:
        yield f"{str(act['act']).capitalize()}, {sentences.when(act['at'])}", act["digest"]


# --- how it was counted -----------------------------------------------------------------------------


def _counted(edition: CaseEdition) -> Iterator[tuple[Cell, ...]]:
    found = edition.results.case_round
    good = " or ".join(grade.label for grade in edition.template.scale.steps if grade.good)
    yield ("Who answers", PEOPLE) if edition.by_people else ("Who reads", who_reads(edition))
    yield "Meets the standard", f"A grade of {good}."
    if not edition.by_people:
        yield "Which grade counts", AS_ONE if found.plan.together else WHICH
    yield "Not applicable, not answered", "Counted apart, in no figure."
    yield ("Unusable", UNUSABLE) if edition.came else ("Replaced, unusable", OUT)
    if found.plan.double:
        yield (
            "Second readings",
            "They count for agreement only; the first stands until a panel agrees a grade.",
        )


def who_reads(edition: CaseEdition) -> str:
    """Who reads in a round about cases, in sentences; roles were typed, so the public reads how many."""
    found = edition.results.case_round
    if found.plan.together:
        who = f"{len(found.plan.together)} roles" if edition.public else found.plan.panel
        return f"Read together by: {who}. They agreed on one reading of each {found.word}."
    if found.plan.readers == ALLOTTED:
        return "One auditor each, in ticket order whoever had the fewest; nobody reads their own team's."
    if found.plan.readers == EACH:
        return "Each agency that is involved, for its own work."
    return "Whoever was there: one reading each."


def _sure(edition: CaseEdition) -> Iterator[tuple[Cell, ...]]:
    used = {figure.method for figure in edition.results.questions.values()}
    if stop := edition.results.case_round.stop:
        target = f"{percent(stop.target)}, with {percent(stop.confidence)} confidence"
        yield "Stopped when sure", f"Reading was stopped on a verdict against a target of {target}."
    if edition.results.basis.why:
        yield "No interval", edition.results.basis.why
    elif not used & set(HOW):
        yield "Intervals", "None yet: the sheet Questions says why."
    for name, how in HOW.items():
        if name in used:
            yield {CENSUS: "All read", WILSON: "Wilson"}.get(name, "Interval"), how
    if edition.results.basis.caution:
        yield "Caution", edition.results.basis.caution
    yield "The error is per question", _per_question(edition)
    yield "In print", "Ends are rounded outward; never 100 % once one failed, nor 0 once one met it."
    yield TOGETHER, f"Counts of answers: one {edition.template.subject} stands in several, so no interval."


def _per_question(edition: CaseEdition) -> str:
    sure = f"{float(edition.results.confidence) * 100:g} %"
    return (
        f"Each interval is made so that it holds the true figure with {sure} confidence, one question at a "
        "time. Over many questions some will miss it, and the lowest of many is the lowest partly by "
        "chance."
    )


# --- papers -----------------------------------------------------------------------------------------


def _grades(edition: CaseEdition) -> Iterator[tuple[Cell, ...]]:
    for grade in edition.template.scale.grades:
        yield edition.grade(grade), _definition(grade)


def _definition(grade: Grade) -> str:
    return f"{grade.definition or grade.label}{' (meets the standard)' if grade.good else ''}"


def _sources(edition: CaseEdition) -> Table:
    rows = tuple((source.ref, _source(source)) for source in edition.template.catalogue.sources)
    heads = ("Source", "Title, parts, and what was checked")
    return Table("Where the questions come from", heads, rows, empty="The catalogue names no sources.")


def _source(source: Source) -> str:
    checked = "The wording was read." if source.checked else "The wording was not read."
    title = f"{source.title}{f', {source.paragraphs}' if source.paragraphs else ''}."
    return " ".join(part for part in (title, source.note, source.address, checked) if part)


def _papers(edition: CaseEdition) -> Iterator[tuple[Cell, ...]]:
    template = edition.template
    yield "Round", edition.round.name
    yield "Template", f"{template.title} ({template.ref})"
    yield "Standards", f"{template.catalogue.title} ({template.catalogue.ref})"
    yield "Digest of the template", template.digest
    yield "Figures as of", in_words(edition.results.today)
    yield "Made with", f"safeguarding-audit {audit.__version__}"
