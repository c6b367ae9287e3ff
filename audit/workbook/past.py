"""The sheet Past cycle: a cycle of which only figures are known, beside the round of the report."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from audit.past.compare import Absent, Moved, Step, Tally
from audit.past.compare_table import sentences
from audit.past.cycle import Measure, Said, colour_of, hundredths
from audit.scoring.movement_pairs import Way
from audit.wording import plural, some
from audit.workbook.cover import loud
from audit.workbook.edition import Edition
from audit.workbook.page import NOTHING, QUIET, Block, Cell, Chart, Filled, NewPage, Number, Page, Table, Text
from audit.workbook.palette import NAVY, ORANGE

COUNTS = "Agencies that moved up, down or not at all since then"
PAIRS = "Agencies with the best grade then and now"
MEANS = "Mean per cents then and now"
HEAT = "Each agency now, and what it was then"
MOVED = "Each grade that moved since then"
LEFT_OUT = "Standards and questions that are not compared with then"
WIDEST = 12  # standards that stand side by side
UNRANKED = "words without a rank"


@dataclass(frozen=True, slots=True)
class _Two:
    """What stands as two points: then and now, of a standard or question."""

    item: str
    then: int
    now: int


def past_sheet(step: Step, number: int, edition: Edition) -> Page:
    """The sheet on a past cycle, the first of several or a later one."""
    name = "Past cycle" if number == 1 else f"Past cycle {number}"
    said = (*step.notes, *sentences(step), *_absent(edition, step))
    blocks: list[Block] = [*loud(edition), *map(Text, said)]
    if step.bodies and step.items:
        blocks += [_counts(step), NewPage(), *_pairs(step), NewPage(), _each(edition, step)]
    blocks += [NewPage(), _left_out(step)] if step.left_out else []
    widths = (38.0, *[17.0] * max(8, min(len(step.items), WIDEST)))
    return Page(name, "{} beside {}: figures only".format(*step.names), tuple(blocks), widths=widths)


def _called(step: Step, item: str) -> str:
    return f"{item} {step.now.titles[item]}"


def _word(one: Said) -> str:
    """What a cell says; never what people typed."""
    return UNRANKED if one.measure is Measure.WORDS else one.word


def _counts(step: Step) -> Table:
    first, last = step.names
    heads = ("Standard or question", "Up", "Down", "Same", "Compared")
    more = (f"Those in {first}", f"Those in {last}", f"All of {first}", "Why not the others")
    return Table(COUNTS, (*heads, *more), tuple(_count_row(step, item) for item in step.items))


def _count_row(step: Step, item: str) -> tuple[Cell, ...]:
    tally = step.tally(item)
    every = [_word(step.then.said(one.code, item)[0]) for one in step.then.bodies]
    order = dict.fromkeys((*tally.then, *every))
    return (
        _called(step, item),
        *(tally.up, tally.down, tally.same, tally.of),
        *(_said(dict(part)) for part in (tally.then, tally.now)),
        _said({word: every.count(word) for word in order if word in every}),
        _said(dict(step.whys(item))),
    )


def _said(counts: dict[str, int]) -> str:
    return "; ".join(f"{count} {word}" for word, count in counts.items()) or NOTHING


# --- two points ---------------------------------------------------------------------------------------


def _pairs(step: Step) -> Iterator[Block]:
    """The agencies with the best grade then and now, or mean per cents where those are all there is."""
    first, last = step.names
    means = all(_only_shares(step, item) for item in step.items)
    found = [_two(step, item, means=means) for item in step.items if means or not _only_shares(step, item)]
    found = [one for one in found if step.tally(one.item).of]
    if not found or len(found) > 3 * WIDEST:
        return
    title, then, now = MEANS if means else PAIRS, f"In {first}", f"In {last}"
    rows: list[tuple[Cell, ...]] = [
        (_called(step, one.item), one.item, one.then, one.now, Number(one.now - one.then, "+0;-0;0"))
        for one in found
    ]
    yield Table(title, ("Standard or question", "Id", then, now, "Change"), tuple(rows))
    most = 100 if means else 1 + max(max(one.then, one.now) for one in found)
    yield Chart(
        _finding(step, found, means=means),
        title,
        "Id",
        ((then, ORANGE), (now, NAVY)),
        _told(step, found, means=means),
        high="Change",
        kind="pairs",
        ends=(0.0, float(most)),
        shown="0",
    )


def _only_shares(step: Step, item: str) -> bool:
    ways = {step.moved(one.code, item).by for one in step.bodies if step.moved(one.code, item).way}
    return ways <= {Measure.SHARE} and bool(ways)


def _two(step: Step, item: str, *, means: bool) -> _Two:
    found = [one for body in step.bodies if (one := step.moved(body.code, item)).way]
    if means:
        return _Two(item, _mean([one.then for one in found]), _mean([one.now for one in found]))
    kept = [one for one in found if one.by is not Measure.SHARE]
    return _Two(item, sum(_best(step, one.then) for one in kept), sum(_best(step, one.now) for one in kept))


def _mean(said: list[Said]) -> int:
    return hundredths(sum((one.share for one in said), Fraction(0)) / max(1, len(said)))


def _best(step: Step, one: Said) -> bool:
    """Whether a cell has the best band, is fully met, or has a grade that is good."""
    template = step.now.template
    good = {grade.code for grade in template.scale.steps if grade.good}
    best = {Measure.BAND: {template.bands[0].name}, Measure.MET: {"fully"}, Measure.GRADE: good}
    return one.value in best.get(one.measure, set())


def _finding(step: Step, found: list[_Two], *, means: bool) -> str:
    """What the points show in a sentence."""
    more = [one for one in found if one.now > one.then]
    fewer = [one for one in found if one.now < one.then]
    what = "Mean per cents" if means else "Agencies with the best grade"
    if not more and not fewer:
        return f"{what}: as many as in {step.names[0]} everywhere"
    counts = [f"{word} in {len(part)}" for word, part in (("more", more), ("fewer", fewer)) if part]
    most = max(abs(one.now - one.then) for one in found)
    ids = [f"{one.item} ({one.now - one.then:+d})" for one in found if abs(one.now - one.then) == most]
    return f"{what} since {step.names[0]}: {', '.join(counts)} of {len(found)}; most in {some(ids, 4)}"


def _told(step: Step, found: list[_Two], *, means: bool) -> str:
    low, high = min(found, key=lambda one: one.now), max(found, key=lambda one: one.now)
    what = "the mean per cent" if means else "the number of agencies with the best grade"
    return (
        f"Two points for each of {len(found)}: {what} in {step.names[0]} and in {step.names[1]}. The last is "
        f"lowest in {low.item} ({low.now}) and highest in {high.item} ({high.now})."
    )


# --- each agency --------------------------------------------------------------------------------------


def _each(edition: Edition, step: Step) -> Table:
    """Agencies by standards; of many questions a row for each grade that moved."""
    if len(step.items) > WIDEST:
        return _list(edition, step)
    words = {}
    for one in step.bodies:
        for item in step.items:
            now = step.moved(one.code, item).now
            words[_word(now)] = colour_of(step.now.template, now) or QUIET
    return Table(
        HEAT,
        ("Agency", *(_called(step, item) for item in step.items)),
        tuple(
            (
                _name(edition, one.code, one.name),
                *(_cell(step, step.moved(one.code, item)) for item in step.items),
            )
            for one in step.bodies
        ),
        foot=("All that compare", *(_total(step.tally(item)) for item in step.items)),
        colours=words,
        coloured=tuple(range(1, 1 + len(step.items))),
        filtered=not edition.board,
    )


def _cell(step: Step, one: Moved) -> Cell:
    if one.way is None:
        return Filled(f"not compared: {one.why}", QUIET)
    was = "as then" if one.way is Way.SAME and one.then.word == one.now.word else f"was {one.then.word}"
    moved = "" if one.way is Way.SAME else f" ({one.way})"
    return Filled(f"{one.now.word}, {was}{moved}", colour_of(step.now.template, one.now) or QUIET)


def _total(tally: Tally) -> str:
    return f"{tally.up} up, {tally.down} down, {tally.same} same" if tally.of else NOTHING


def _list(edition: Edition, step: Step) -> Table:
    places = ((one, item) for one in step.bodies for item in step.items)
    rows = tuple(
        (
            _name(edition, one.code, one.name),
            _called(step, item),
            moved.then.word,
            moved.now.word,
            str(moved.way),
        )
        for one, item in places
        if (moved := step.moved(one.code, item)).way in {Way.UP, Way.DOWN}
    )
    heads = ("Agency", "Standard or question", "Then", "Now", "Moved")
    return Table(MOVED, heads, rows, filtered=not edition.board, empty="No grade moved.")


def _name(edition: Edition, code: str, name: str) -> str:
    return edition.by_code.get(code, name)


# --- what is not compared -----------------------------------------------------------------------------


def _absent(edition: Edition, step: Step) -> Iterator[str]:
    """The agencies that are not compared; those that only a file names are counted for the public."""
    told = [one for one in step.absent if one.body.known or not edition.public]
    found = [f"{_name(edition, *_body(one))} ({one.why})" for one in told]
    if hidden := len(step.absent) - len(told):
        found.append(f"{plural(hidden, 'agency', 'agencies')} (in {step.then.name} alone)")
    yield f"Not compared: {'; '.join(found)}." if found else "All agencies are compared."


def _body(one: Absent) -> tuple[str, str]:
    return one.body.code, one.body.name


def _left_out(step: Step) -> Table:
    titles = {**step.then.titles, **step.now.titles}
    rows = tuple((item, titles[item], why) for item, why in step.left_out)
    return Table(LEFT_OUT, ("Id", "Standard or question", "Why"), rows)
