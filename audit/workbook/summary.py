"""The sheet Summary: what is asked of the reader, the key messages, each standard at a glance."""

from collections import Counter
from collections.abc import Iterator, Sequence

from audit.rounds import Progress, Return
from audit.scoring.messages import agencies, fully_share, lowest_words, messages, unmet_critical
from audit.scoring.movement_words import messages as movement_messages
from audit.scoring.partnership import Met, StandardFigures
from audit.summaries.asking import asked as given_first
from audit.summaries.choosing import chosen
from audit.summaries.message import Message
from audit.wording import plural, some
from audit.workbook.cover import loud
from audit.workbook.edition import Edition, titled
from audit.workbook.page import Block, Cell, Chart, NewPage, Page, Table, Text
from audit.workbook.palette import GREY, NAVY, PLUM, TEAL
from audit.workbook.telling import asks, key_messages
from audit.workbook.urgent import KEY, counted, to_note

MET = ((Met.FULLY, "Fully", NAVY), (Met.IN_PART, "In part", TEAL), (Met.NOT, "Do not", PLUM))
APART = ((Met.NOT_APPLICABLE, "Not applicable"), (Met.NOT_ASKED, "Not asked"))
STANDARDS = "How many agencies meet each standard"
OVERALL = "How many agencies stand where: the lowest of what each was given"
MOST = 20  # agencies that a board reads by name where it is to decide on what has the lowest grade
RETURNS, STAND = "Where the returns stand", "Where the agencies stand"


def summary(edition: Edition) -> Page:
    """The sheet Summary, on two pages."""
    blocks: list[Block] = [
        *loud(edition),
        *asks(edition.audience, asked(edition)),
        key_messages([one for one in told(edition) if one.key != KEY]),
        NewPage(),
        *_standards(edition),
        *_returns(edition),
    ]
    columns = len(_headings(edition)) - 1
    title = f"{edition.results.round.name}: summary"
    return Page(
        "Summary", title, tuple(blocks), widths=(max(74.0, 150.0 - 10 * columns), *[10.0] * columns), tall=2
    )


def told(edition: Edition) -> tuple[Message, ...]:
    """The key messages by what matters, movement since the round before among them."""
    moved = (message for found in edition.movements[-1:] for message in movement_messages(found))
    concerns = counted(edition.concerns, edition.audience, "Cover")
    return chosen((*messages(edition.results), *concerns, *moved, *edition.said))


def asked(edition: Edition) -> tuple[str, ...]:
    """What the reader is asked to do: as it was given, then what the figures ask of a board."""
    return given_first(edition.audience, edition.asks, _notes(edition))


def made(edition: Edition) -> str:
    """How the figures came about, in a sentence."""
    panel = "; where a panel moderated a grade, the panel's counts" if edition.moderated else ""
    return (
        f"{edition.who}{panel}. The figures count {edition.counted} out of "
        f"{agencies(edition.results.expected)} expected{_members(edition)}."
    )


def _members(edition: Edition) -> str:
    """That parent bodies answer for members, where any does."""
    text = "; a body that answers for its members is one response and counts once, whatever their number"
    return text if edition.results.named else ""


def _notes(edition: Edition) -> Iterator[str]:
    """What the figures ask of a board: concerns and gaps to note, non-returns to decide on."""
    yield from to_note(edition.concerns)
    gaps = {edition.name(row): unmet_critical(row) for row in edition.rows}
    questions = {name for found in gaps.values() for name in found}
    if questions:
        where = [name for name, found in gaps.items() if found]
        verb = "is" if len(questions) == 1 else "are"
        count = plural(len(questions), "critical question")
        yield f"note that {count} {verb} not met, in {agencies(len(where))}: {some(where)}."
    if text := lowest_words(edition.results, MOST):
        yield f"decide on {text}."
    silent = [line for line in edition.results.lines if _silent(line)]
    if silent:
        verb = "has" if len(silent) == 1 else "have"
        names = some([edition.by_code[line.agency.code] for line in silent])
        words = edition.template.running.states.get("not started")
        lacking = f"still {words} after the day for it" if words else f"that {verb} not returned"
        text = f"decide what to do about {agencies(len(silent))} {lacking}: {names}"
        yield f"{text}{_escalated(edition, silent)}."


def _silent(line: Return) -> bool:
    return line.late or line.progress is Progress.DECLINED


def _escalated(edition: Edition, silent: Sequence[Return]) -> str:
    """Of whom the chief officer was chased already; empty where that is not known of any."""
    found = [line for line in silent if line.agency.code in edition.escalated]
    if not found:
        return ""
    if len(found) < len(silent):
        return (
            f"; chased up to the chief officer: {some([edition.by_code[line.agency.code] for line in found])}"
        )
    return f"; {'each' if len(found) > 1 else 'it'} was chased up to the chief officer"


def _headings(edition: Edition) -> list[str]:
    apart = [word for met, word in APART if _total(edition, met)]
    today = ["Today"] if edition.results.as_today else []
    return ["Standard", *(word for _, word, _ in MET), *apart, "Score", "Band", *today]


def _total(edition: Edition, met: Met) -> int:
    return sum(figures.met.get(met, 0) for figures in edition.results.standards)


def _bands(edition: Edition) -> Table:
    """How many agencies stand in each band overall."""
    found = [row.scored.overall.band for row in edition.rows if row.scored]
    rows = tuple((edition.band(band), found.count(band)) for band in edition.template.bands)
    apart = (("no score", found.count(None)),) if None in found else ()
    return Table(f"{OVERALL} ({edition.counted})", ("Overall", "Agencies"), (*rows, *apart))


def _standards(edition: Edition) -> Iterator[Block]:
    if edition.rows and not edition.template.averaged:
        yield _bands(edition)
        return
    if not edition.rows:
        yield Text(STANDARDS, "heading")
        yield Text("No response is signed yet, so there are no figures on standards.")
        return
    rows = tuple(_line(edition, figures) for figures in edition.results.standards)
    yield Table(f"{STANDARDS} ({edition.counted})", tuple(_headings(edition)), rows)
    series = tuple((word, colour) for _, word, colour in MET)
    apart = tuple((word, GREY) for met, word in APART[:1] if _total(edition, met))
    yield Chart(
        finding(edition.results.standards),
        f"{STANDARDS} ({edition.counted})",
        "Standard",
        series + apart,
        "Bars count the agencies that meet each standard fully, in part or not; the table has the numbers.",
    )


def _line(edition: Edition, figures: StandardFigures) -> tuple[Cell, ...]:
    counts = [figures.met.get(met, 0) for met, _, _ in MET]
    apart = [figures.met.get(met, 0) for met, _ in APART if _total(edition, met)]
    today = edition.results.as_today
    return (
        titled(figures.standard),
        *counts,
        *apart,
        edition.score(figures.score),
        edition.band(figures.band),
        *(
            edition.mean(one.score)
            for one in (today.standards if today else ())
            if one.standard == figures.standard
        ),
    )


def finding(standards: Sequence[StandardFigures]) -> str:
    """What a chart of the standards shows, in one sentence."""
    ranked = sorted(standards, key=fully_share)
    if not ranked or fully_share(ranked[0]) == 1:
        return "Every standard is fully met wherever it applies"
    counts = _fully(ranked[0])
    ids = [one.standard.id for one in ranked if _fully(one) == counts]
    if len(ids) == len(ranked) and not counts[0]:
        return "No agency fully meets any standard"
    each = " each" if len(ids) > 1 else ""
    return f"Fewest fully meet {some(ids)}: {counts[0]} of {agencies(counts[1])}{each}"


def _fully(figures: StandardFigures) -> tuple[int, int]:
    """How many agencies meet a standard fully, and to how many it applies."""
    return figures.met.get(Met.FULLY, 0), sum(figures.met.get(met, 0) for met, _, _ in MET)


def _returns(edition: Edition) -> Iterator[Block]:
    results = edition.results
    counts = Counter(line.progress for line in results.lines)
    running = results.template.running
    order = sorted((one for one in Progress if counts[one]), key=lambda one: one is not Progress.SIGNED)
    rows = tuple((running.state(progress).capitalize(), counts[progress]) for progress in order)
    title = STAND if "signed" in running.states else RETURNS
    yield Table(title, ("Progress", "Agencies"), rows)
    yield Chart(
        f"{results.returned} of {agencies(results.expected)} {running.done}",
        title,
        "Progress",
        (("Agencies", NAVY),),
        "Bars count the agencies by how far each has come; the table has the numbers.",
        beside=bool(edition.rows) and edition.template.averaged,
    )
