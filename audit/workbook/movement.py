"""The sheets Movement and Movement detail: who moved since the round before, by standard, by question."""

from collections.abc import Iterator
from fractions import Fraction

from audit.scoring.messages import agencies
from audit.scoring.movement import AgencyMovement, Change, Movement
from audit.scoring.movement_pairs import Way
from audit.scoring.movement_table import full_mean, whys
from audit.scoring.movement_words import banded, moved_words, notes, signed_change
from audit.scoring.score import band_of
from audit.standards.catalogue import Standard
from audit.standards.question import Question
from audit.templates import Band
from audit.wording import some
from audit.workbook.cover import loud
from audit.workbook.edition import Edition, titled
from audit.workbook.page import NOTHING, QUIET, Block, Cell, Chart, Filled, NewPage, Number, Page, Table, Text
from audit.workbook.pairs import Pair, Said, pairs
from audit.workbook.palette import GREY, ORANGE, TEAL

COUNTS = "Agencies that moved up, down or not at all"
HEAT = "Each agency: from what to what, on the questions that compare"
SCORED = "Mean scores then and now, on the questions that compare"
QUESTIONS = "Each question that compares"
LEFT_OUT = "Questions that do not compare"
ABSENT = "Agencies that do not compare"
BEFORE = "Movement between the rounds before"
COLOURS = {str(Way.UP): TEAL, str(Way.DOWN): ORANGE, str(Way.SAME): QUIET}
CHANGE = "+0.00;-0.00;0.00"


def movement(edition: Edition) -> Page:
    """The sheet Movement: counts by standard, and each agency by standard."""
    found = edition.movements[-1]
    blocks: list[Block] = [*loud(edition), *map(Text, _intro(found))]
    if found.standard(None).of:
        blocks += [_counts(found), _chart(found), NewPage(), *_pairs(edition, found)]
        blocks += [_before(edition)] if len(edition.movements) > 1 else []
        blocks += [NewPage(), _heat(edition, found)]
    standards = len(found.now.template.standards)
    widths = (30.0, *[15.5] * max(10, standards + 1))
    return Page("Movement", "Movement from {} to {}".format(*found.names), tuple(blocks), widths=widths)


def _intro(found: Movement) -> Iterator[str]:
    """What must be known to read it; the subgroup finds the same as tables in the detail."""
    yield from notes(found)
    if found.absent:
        absent = "; ".join(f"{one.agency.name} ({one.why.replace(';', ',')})" for one in found.absent)
        yield f"Not compared: {absent}."


def _counts(found: Movement) -> Table:
    first, last = found.names
    heads = (
        *("Standard", "Up", "Down", "Same", "Compared", "Mean change", "Score then", "Score now"),
        *("Questions that compare", f"All of {first}", f"All of {last}"),
    )
    rows = (_count_row(found, standard) for standard in found.now.template.standards)
    return Table(COUNTS, heads, tuple(rows))


def _count_row(found: Movement, standard: Standard) -> tuple[Cell, ...]:
    tally, bands = found.standard(standard), found.now.template.bands
    ids = {question.id for question in standard.questions if question.graded}
    compared = sum(question.id in ids for question in found.questions)
    wholes = (
        _filled(full_mean(one, standard)[1], full_mean(one, standard)[0], one.template.bands)
        for one in (found.then, found.now)
    )
    return (
        titled(standard),
        *(tally.up, tally.down, tally.same, tally.of),
        _change(tally.change),
        *(_filled(band_of(bands, value), value, bands) for value in (tally.then, tally.now)),
        f"{compared} of {len(ids)}",
        *wholes,
    )


def _pairs(edition: Edition, found: Movement) -> Iterator[Block]:
    """The scores of each standard then and now, and their chart."""
    first, last = found.names
    said = Said(
        *(SCORED, f"Score in {first}", f"Score in {last}", "Change"),
        f"Scores since {first}",
        f"No standard's score moved from {first} to {last}",
    )
    tallies = ((standard, found.standard(standard)) for standard in found.now.template.standards)
    yield from pairs(edition, said, [Pair(standard, one.then, one.now) for standard, one in tallies])


def _change(value: Fraction | None) -> Cell:
    return NOTHING if value is None else Number(float(signed_change(value)), CHANGE)


def _filled(band: Band | None, value: Fraction | None, bands: tuple[Band, ...]) -> Cell:
    return Filled(banded(band, value, bands), band.colour if band else QUIET)


def _chart(found: Movement) -> Chart:
    series = (("Up", TEAL), ("Same", GREY), ("Down", ORANGE))
    return Chart(finding(found), COUNTS, "Standard", series, _told(found))


def _told(found: Movement) -> str:
    """What the bars show, for those who cannot see them."""
    tallies = [(standard.id, found.standard(standard)) for standard in found.now.template.standards]
    name, most = max(tallies, key=lambda one: one[1].down)
    text = (
        f"A bar for each of {len(tallies)} standards, parted by agencies that went up, stayed or went down."
    )
    fell = f" Most moved down in {name}: {agencies(most.down)}."
    return text + (fell if most.down else " None moved down in any.")


def finding(found: Movement) -> str:
    """What a chart of the movement shows, in one sentence."""
    tallies = [(standard.id, found.standard(standard)) for standard in found.now.template.standards]
    most = max(tally.up for _, tally in tallies)
    if not most:
        return "No agency moved up in any standard"
    ids = [name for name, tally in tallies if tally.up == most]
    return f"Most moved up in {some(ids)}: {agencies(most)}{' each' if len(ids) > 1 else ''}"


def _heat(edition: Edition, found: Movement) -> Table:
    standards = (None, *found.now.template.standards)
    return Table(
        HEAT,
        ("Agency", "Overall", *map(titled, found.now.template.standards)),
        tuple(_heat_row(edition, one, standards) for one in found.agencies),
        foot=("All that compare", *(_total(found, standard) for standard in standards)),
        colours=COLOURS,
        coloured=tuple(range(1, 1 + len(standards))),
        filtered=not edition.board,
    )


def _heat_row(
    edition: Edition, one: AgencyMovement, standards: tuple[Standard | None, ...]
) -> tuple[Cell, ...]:
    return (edition.name(one.now), *(_cell(edition, one.change(standard)) for standard in standards))


def _cell(edition: Edition, change: Change | None) -> Cell:
    if change is None:
        return Filled("nothing compares", QUIET)
    return Filled(moved_words(change, edition.template.bands), COLOURS[change.way])


def _total(found: Movement, standard: Standard | None) -> str:
    tally = found.standard(standard)
    return f"{tally.up} up, {tally.down} down, {tally.same} same" if tally.of else NOTHING


def _before(edition: Edition) -> Table:
    rows = tuple(_step(one) for one in edition.movements[:-1])
    return Table(BEFORE, ("Overall", "Up", "Down", "Same", "Compared", "Mean change"), rows)


def _step(one: Movement) -> tuple[Cell, ...]:
    tally = one.standard(None)
    head = "{} to {}".format(*one.names)
    return (head, tally.up, tally.down, tally.same, tally.of, _change(tally.change))


def movement_detail(edition: Edition) -> Page:
    """The sheet Movement detail: each question, and what does not compare."""
    found = edition.movements[-1]
    left = tuple((one.question.id, one.question.text, str(one.why)) for one in found.left_out)
    absent = tuple((number, one.agency.name, one.why) for number, one in enumerate(found.absent, 1))
    heads = ("Question", "What is asked", "Agencies that went down", "Why the others do not compare")
    blocks: list[Block] = [
        Text("Counts of agencies by the grade that counts in each round; up and down are by its points."),
        Table(LEFT_OUT, ("Question", "What is asked", "Why"), left, empty="All questions compare."),
        Table(ABSENT, ("Number", "Agency", "Why"), absent, empty="All agencies compare."),
        Table(
            QUESTIONS,
            (*heads, "Up", "Down", "Same", "Compared"),
            tuple(_question(edition, found, question) for question in found.questions),
            filtered=True,
            empty="No question means the same in both rounds.",
        ),
    ]
    widths = (12.0, 52.0, 40.0, 32.0, 8.0, 8.0, 8.0, 11.0)
    title = "Movement from {} to {}: each question".format(*found.names)
    return Page("Movement detail", title, tuple(blocks), frozen=2, widths=widths)


def _question(edition: Edition, found: Movement, question: Question) -> tuple[Cell, ...]:
    tally = found.question(question)
    down = [
        one.now
        for one in found.agencies
        if any(pair.question.id == question.id and pair.way is Way.DOWN for pair in one.pairs)
    ]
    why = "; ".join(f"{count} {word}" for word, count in whys(found, question.id).items())
    counts = (tally.up, tally.down, tally.same, tally.of)
    return (question.id, question.text, edition.names(down), why or NOTHING, *counts)
