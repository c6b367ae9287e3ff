"""The counts of a round about cases that are kept of each report, most pressing first."""

from collections.abc import Iterator

from audit.cases.figure import Figure
from audit.cases.results import Results
from audit.summaries.count import Count


def counts(results: Results, *, children: bool = True) -> tuple[Count, ...]:
    """The counts of a round by names that stay the same from report to report.

    `children` says whether immediate concerns are counted, which are about one child each.
    """
    return (*_read(results), *(_concerns(results) if children else ()), *_questions(results))


def _read(results: Results) -> Iterator[Count]:
    yield Count("read", "Read to the end", results.read, len(results.usable), "Method")


def _concerns(results: Results) -> Iterator[Count]:
    raised = len(results.case_round.concerns)
    yield Count("concerns.raised", "Immediate concerns raised", raised, sheet="Cover")
    words = "Immediate concerns without a recorded outcome"
    yield Count("concerns.open", words, len(results.open_concerns), sheet="Cover")


def _questions(results: Results) -> Iterator[Count]:
    for name, figure in results.questions.items():
        yield _question(name, figure)


def _question(name: str, figure: Figure) -> Count:
    return Count(f"question.{name}.met", f"Met {name}", figure.compliant, figure.n, "Questions")
