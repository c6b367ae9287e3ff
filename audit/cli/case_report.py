"""audit report of a round about cases."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.case_results import confidence_of
from audit.cli.desk import Desk
from audit.cli.reporting import Wanted, deliver
from audit.cli.screen import tell
from audit.dates import in_words
from audit.errors import StateError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audit.cases.comparing import Comparison
    from audit.cases.results import Results
    from audit.workbook.assembled import Report
    from audit.workbook.case_edition import Ready

NAMES = (
    "Words that people typed stand in it: read Actions and Good practice before it goes further, since "
    "people write names."
)
PUBLISHED = "It holds figures alone, nothing that people typed of a case."


def report_cases(desk: Desk, names: tuple[str, ...], wanted: Wanted, *, drafts: bool) -> None:
    """Write the workbook of a round about cases, and say what is in it; of several it is of the last."""
    from audit.cases.concern import lines
    from audit.cli.case_results import results_of

    if drafts:
        raise click.UsageError("--drafts goes with rounds about agencies; this round is about cases.")
    rounds = [results_of(desk, name) for name in names]
    found = rounds[-1]
    check_alike(rounds)
    deliver(desk, case_report(desk, rounds, wanted), wanted)
    for sentence in lines([concern for one in rounds for concern in one.case_round.concerns]):
        tell(sentence)
    read = f"{found.read:,} of {len(found.usable):,} read"
    if wanted.output:
        words = PUBLISHED if wanted.audience == "public" else NAMES
        tell(f"{wanted.output} is written, as of {in_words(desk.today)}: {read}. {words}")


def check_alike(rounds: "Sequence[Results]") -> None:
    """StateError where rounds share no question, so that one is no later look at what another looked at."""
    from audit.cases.pooling import same_questions

    if len(rounds) > 1 and not same_questions(rounds)[0]:
        raise StateError(
            "These rounds have no graded question of the same meaning, so one is no comparison for another; "
            "--side-by-side makes one report of them, theme by theme."
        )


def case_report(desk: Desk, rounds: "Sequence[Results]", wanted: Wanted) -> "Report":
    """The report of the last of some rounds about cases, with the partnership's own name and marking."""
    from audit.workbook.case_edition import CaseEdition
    from audit.workbook.case_ready import comparison
    from audit.workbook.case_report import case_report_of

    compared = _compared(desk, rounds) if len(rounds) > 1 else None
    edition = CaseEdition(
        rounds[-1],
        wanted.audience,
        desk.partnership,
        wanted.asks,
        desk.marking(wanted.audience),
        agreement=_agreement(desk, rounds[-1]) if wanted.audience == "subgroup" else None,
        comparison=comparison(compared, board=wanted.audience != "subgroup") if compared else None,
        compared=compared,
        before=_before(desk, rounds[-1]) if wanted.audience != "subgroup" else (),
    )
    return case_report_of(edition)


def _before(desk: Desk, found: "Results") -> "tuple[Mapping[str, Any], ...]":
    """What each public edition of the round printed of children, oldest first."""
    from audit.store.reports import reports

    return tuple(one.printed for one in reports(desk.store, found.case_round.round.name, "public"))


def write(
    desk: Desk, rounds: "Sequence[Results]", audience: str, output: Path, asks: tuple[str, ...] = ()
) -> None:
    """Write the workbook of the last of some rounds about cases."""
    wanted = Wanted(audience, output, asks)
    deliver(desk, case_report(desk, rounds, wanted), wanted)


def _agreement(desk: Desk, found: "Results") -> "Ready | None":
    """How far readers agreed; None where nothing was read twice."""
    from audit.cases.agreeing import agreeing
    from audit.workbook.case_ready import agreement

    try:
        return agreement(agreeing(found, "readings", confidence=confidence_of(desk)))
    except StateError:
        return None


def _compared(desk: Desk, rounds: "Sequence[Results]") -> "Comparison":
    from audit.cases.comparing import compare

    return compare(rounds, confidence=confidence_of(desk))
