"""The counts of a round about agencies that are kept of each report, most pressing first."""

from collections.abc import Iterator

from audit.rounds import Progress
from audit.scoring.drift import drift
from audit.scoring.messages import unmet_critical
from audit.scoring.partnership import Met, Results, StandardFigures
from audit.summaries.count import Count


def counts(results: Results) -> tuple[Count, ...]:
    """The counts of a round by names that stay the same from report to report."""
    standards = map(_standard, results.standards) if results.template.averaged else _bands(results)
    return (*_returns(results), *_critical(results), *standards, *_behind(results))


def _returns(results: Results) -> Iterator[Count]:
    running = results.template.running
    sheet, told = running.register, "signed" in running.states
    come = f"Agencies {running.done}" if told else "Signed returns"
    yield Count("returned", come, results.returned, results.expected, sheet)
    if results.named:
        signed = sum(line.progress is Progress.SIGNED for line in results.named)
        words = "Agencies for which a parent body has answered"
        yield Count("answered-for", words, signed, results.expected, sheet)
    late = "Agencies that are late" if told else "Late returns"
    yield Count("late", late, sum(line.late for line in results.lines), sheet=sheet)
    declined = sum(line.progress is Progress.DECLINED for line in results.lines)
    yield Count("declined", "Agencies that declined to return", declined, sheet=sheet)


def _critical(results: Results) -> Iterator[Count]:
    asked = sum(question.critical for question in results.template.questions)
    if asked:
        gaps = [unmet_critical(row) for row in results.counted]
        questions = len({name for names in gaps for name in names})
        having, counted = sum(map(bool, gaps)), len(gaps)
        yield Count("critical.unmet", "Critical questions not met", questions, asked, "Questions")
        yield Count(
            "critical.agencies", "Agencies with a critical question not met", having, counted, "Questions"
        )


def _standard(figures: StandardFigures) -> Count:
    standard, met = figures.standard, figures.met
    applies = sum(met.get(word, 0) for word in (Met.FULLY, Met.IN_PART, Met.NOT))
    words = f"Agencies that fully meet {standard.id} ({standard.title})"
    return Count(f"standard.{standard.id}.fully", words, met.get(Met.FULLY, 0), applies, "Standards")


def _bands(results: Results) -> Iterator[Count]:
    """How many agencies stand in each band overall, where standards are neither averaged nor ranked."""
    scored = [row.scored.overall.band for row in results.counted if row.scored and row.scored.overall.band]
    for band in results.template.bands:
        yield Count(
            f"band.{band.name}", f"Agencies: {band.name}", scored.count(band), len(scored), "Heat map"
        )


def _behind(results: Results) -> Iterator[Count]:
    pairs = [row.evidenced for row in results.counted]
    having, top = sum(one for one, _ in pairs), sum(one for _, one in pairs)
    yield Count("evidence.bare", "Top grades without evidence", top - having, top, "Evidence")
    found = drift(results.counted)
    changed = found.whole.changed if found else 0
    yield Count("panel.changed", "Grades changed by a panel", changed, sheet="Moderation")
