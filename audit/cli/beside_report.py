"""audit report --side-by-side: one workbook of several rounds about cases, interviews, replies."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from audit.cli.case_results import confidence_of, results_of
from audit.cli.desk import Desk
from audit.cli.reporting import Wanted, deliver
from audit.cli.screen import tell
from audit.cli.several_rounds import how
from audit.dates import in_words
from audit.errors import StateError
from audit.wording import listed, plural

if TYPE_CHECKING:
    from audit.cases.results import Results
    from audit.workbook.action_edition import ActionEdition
    from audit.workbook.beside_edition import Beside, BesideEdition, Sides

LEAST = 2  # rounds that can be set side by side
ONE_SAMPLE = (
    "{first} and {others} are of one register, with {totals} in them; what the first leaves over is a count "
    "of children from 1 to 5. For the board and the public report them apart."
)


def report_beside(desk: Desk, names: Sequence[str], wanted: Wanted, *, drafts: bool) -> None:
    """Write the workbook of several rounds side by side, and say what is in it."""
    from audit.workbook.beside_report import beside_report_of

    if len(names) < LEAST:
        raise click.UsageError("--side-by-side sets two rounds or more beside each other; name them.")
    if drafts:
        raise click.UsageError("--drafts goes with rounds about agencies, not with --side-by-side.")
    edition = beside_of(desk, names, wanted)
    deliver(desk, beside_report_of(edition), wanted)
    say_concerns(edition)
    if wanted.output:
        sources = plural(len(edition.sources), "source")
        tell(f"{wanted.output} is written, as of {in_words(desk.today)}: {sources} side by side.")


def say_concerns(edition: "BesideEdition") -> None:
    """The concerns of which no outcome is known, each with its round; on the terminal of who reports."""
    from audit.cases.concern import lines

    for sentence in lines(edition.concerns, whose=True):
        tell(sentence)


def beside_of(desk: Desk, names: Sequence[str], wanted: Wanted) -> "BesideEdition":
    """Several rounds side by side for an audience; StateError where they cannot be told together."""
    from audit.cases.pooling import check_different
    from audit.workbook.beside_edition import BesideEdition

    rounds = [results_of(desk, name) for name in names]
    check_different(rounds)
    if wanted.audience != "subgroup":
        check_leavings(rounds)
    confidence = confidence_of(desk)
    sources = tuple(_source(desk, one, wanted.audience) for one in rounds)
    return BesideEdition(
        desk.today,
        wanted.audience,
        sources,
        tuple(_themes(sources, confidence)),
        _actions(desk, [one.case_round.round.name for one in rounds], wanted),
        desk.partnership,
        wanted.asks,
        desk.marking(wanted.audience),
        confidence,
    )


def check_leavings(rounds: "Sequence[Results]") -> None:
    """StateError where the sizes of frames of one register would tell of few children between them."""
    from audit.disclosure.leavings import leaves_few

    by_register: dict[str, list[tuple[str, int]]] = {}
    for one in rounds:
        standing = one.case_round.standing
        if standing is not None:
            certificate = standing.certificate
            size = (one.case_round.round.name, int(certificate["frame"]["population"]))
            by_register.setdefault(str(certificate["source"]["sha256"]), []).append(size)
    for sizes in by_register.values():
        totals = [size for _, size in sizes]
        if left := leaves_few(totals):
            named = [next(name for name, size in sizes if size == total) for total in left]
            text = listed([f"{total:,}" for total in left])
            raise StateError(ONE_SAMPLE.format(first=named[0], others=listed(named[1:]), totals=text))


def _source(desk: Desk, found: "Results", audience: str) -> "Beside":
    from audit.recurring.columns import KINDS
    from audit.recurring.grid import Kind
    from audit.workbook.beside_edition import Beside
    from audit.workbook.beside_source import source_page
    from audit.workbook.case_edition import CaseEdition
    from audit.workbook.year_rounds import cases_looked

    edition = CaseEdition(found, audience, desk.partnership, marking=desk.marking(audience))
    kind = KINDS.get(found.case_round.round.template.subject, Kind.CASES)
    looked = cases_looked(edition, kind, how(found))
    return Beside(edition, looked, source_page(edition, looked.report))


def _themes(sources: "Sequence[Beside]", confidence: str) -> "Iterator[Sides]":
    """Each theme that a source asks of, those of most sources first, else in the order of asking."""
    from audit.recurring.apart import pairs
    from audit.recurring.practice import by_cases
    from audit.workbook.beside_edition import Sides

    found = [by_cases(one.results, one.looked.how) for one in sources]
    titles = {name: title for one in sources for name, title in one.edition.template.words.themes.items()}
    every = dict.fromkeys(theme for one in found for theme in one)
    ordered = sorted(every, key=lambda theme: -sum(theme in one for one in found))
    for theme in ordered:
        practice = tuple(one.get(theme) for one in found)
        own = [one for one in practice if one]
        yield Sides(theme, titles.get(theme, theme), practice, pairs(own, confidence))


def _actions(desk: Desk, names: Sequence[str], wanted: Wanted) -> "ActionEdition":
    """The actions that came of answers in these rounds."""
    from audit.actions.figures import Figures
    from audit.cli.action_owners import wait_of
    from audit.store.actions import ActionBook
    from audit.workbook.action_edition import ActionEdition

    book = ActionBook(desk.store)
    found = tuple(one for one in book.actions() if one.action.link and one.action.link.round in names)
    figures = Figures(found, desk.today, wait_of(desk), tuple(desk.store.agencies()))
    return ActionEdition(figures, wanted.audience, desk.today, desk.partnership, plans=book.plans())
