"""The sheet of each round in a year: its key messages and its main table, as its own report has them."""

from collections.abc import Sequence
from dataclasses import replace

from audit.recurring.columns import kind_of
from audit.recurring.grid import Kind
from audit.scoring.messages import messages
from audit.scoring.partnership import Results
from audit.workbook.assembled import Report
from audit.workbook.case_edition import CaseEdition
from audit.workbook.case_questions import ON_ONE_PAGE, ON_TWO_PAGES, intervals
from audit.workbook.case_report import case_report_of
from audit.workbook.case_summary import messages as case_messages
from audit.workbook.edition import Edition
from audit.workbook.page import NOTHING, Block, Chart, Page, Table, Text
from audit.workbook.report import report_of
from audit.workbook.summary import summary
from audit.workbook.telling import KEY
from audit.workbook.urgent import waiting
from audit.workbook.year_edition import Looked
from audit.workbook.year_pages import settled

NONE_YET = "Nothing counts yet, so there are no figures."


def agencies_looked(edition: Edition, how: str) -> Looked:
    """A round about agencies as a year has it."""
    found, report = edition.results, report_of(edition)
    many = f"{found.returned} of {found.expected} {found.template.running.done}"
    page = own_figures(summary(edition), report)
    return Looked(
        found.round,
        kind_of(found.round),
        found,
        report,
        page,
        how,
        many,
        _weakest_standard(found),
        waiting(edition.concerns),
    )


def cases_looked(edition: CaseEdition, kind: Kind, how: str) -> Looked:
    """A round about cases, replies and the like as a year has it."""
    found, report = edition.results, case_report_of(edition)
    many = f"{found.read:,} of {edition.count(len(found.usable))} read"
    page = own_figures(intervals(edition), report)
    if edition.audience == "board":
        page = replace(page, blocks=tuple(one for one in page.blocks if not isinstance(one, Chart)))
    headline = _weakest_question(edition)
    return Looked(
        edition.round, kind, found, report, page, how, many, headline, waiting(found.case_round.concerns)
    )


def own_figures(page: Page, report: Report) -> Page:
    """A sheet of a round's report under its key messages, without links, which lead to that report's own."""
    messages = [Text(one.text) for one in report.messages]
    blocks: list[Block] = [Text(KEY, "heading"), *messages, *filter(_stays, page.blocks)]
    title = f"{report.kept.of}: its figures"
    return settled([Page(page.name, title, tuple(blocks), widths=page.widths, tall=_tall(blocks))], ())[0]


def _tall(blocks: Sequence[Block]) -> int:
    """On how many pages it is printed: one where that can be read, else two; 0 lets it run on."""
    rows = sum(len(one.rows) for one in blocks if isinstance(one, Table))
    if rows > ON_TWO_PAGES:
        return 0
    return 1 if rows <= ON_ONE_PAGE else 2


def _stays(block: Block) -> bool:
    """Whether a block of a round's own sheet stands in a year: what it asks is on Summary."""
    match block:
        case Table():
            return block.title != KEY
        case Text():
            return block.style in {"plain", "warning"}
    return isinstance(block, Chart)


def _weakest_standard(found: Results) -> str:
    """The standard that fewest meet fully, in counts of agencies; that none is weaker, where it is so.

    Where standards are not ranked, the last count of the lists that the template makes of answers.
    """
    told = [one.text for one in messages(found) if one.key == "standard.weakest"]
    lists = [one.text for one in messages(found) if one.key.startswith("list.")]
    found_ = next(iter([*told, *reversed(lists)]), NONE_YET if not found.counted else NOTHING)
    return _plain(found_)


def _weakest_question(edition: CaseEdition) -> str:
    """The question that fewest met, with its interval where there is one; that none is weaker, or all met."""
    found = list(case_messages(edition))
    wanted = [one.text for one in found if one.key.startswith(("question.", "questions.alike"))]
    return _plain(next(iter(wanted or [one.text for one in found if one.key == "all-met"]), NONE_YET))


def _plain(text: str) -> str:
    """A sentence without the word before it that its column says."""
    text = text.removeprefix("Weakest: ")
    return f"{text[0].upper()}{text[1:]}"
