"""What movement between rounds comes to in sentences, and what must be known to read it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from audit.scoring.messages import agencies
from audit.scoring.movement import AgencyMovement, Change, Movement, Tally
from audit.scoring.movement_pairs import Pair, Way
from audit.scoring.score import printed
from audit.standards.catalogue import Standard
from audit.summaries.message import Matter, Message
from audit.templates import Band
from audit.wording import plural, some

SHEET, MOST = "Movement", "Standards that moved most, by agencies: "
FEW = 2  # standards that went up most, and down most, that have a sentence of their own
NO_TEST = (
    "These are all the agencies that returned to both rounds, not a sample of them, so no test of "
    "significance is made."
)


def signed_change(value: Fraction | None) -> str:
    """A change with its sign and two decimals (`+0.12`); `0.00` only where there is none."""
    if value is None:
        return "-"
    hundredths = (abs(value) * 200 + 1) // 2
    sign = "+" if value > 0 else "-" if value < 0 else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02}"


def banded(band: Band | None, value: Fraction | None, bands: Sequence[Band]) -> str:
    """The word of a band and the score in it; `no score` where there is none."""
    return f"{band.name} {printed(value, bands)}" if band else "no score"


def moved_words(change: Change, bands: Sequence[Band]) -> str:
    """A movement in words, over two lines where something moved: `up: amber 0.50`, `to green 0.92`."""
    then, now = banded(change.band_then, change.then, bands), banded(change.band_now, change.now, bands)
    still = change.way is Way.SAME and then == now
    return f"{change.way}: {now}" if still else f"{change.way}: {then}\nto {now}"


def sentences(movement: Movement) -> tuple[str, ...]:
    """What moved, agencies counted first, then the standards that moved most, then what fell."""
    overall = movement.standard(None)
    if not overall.of:
        return (f"No agency can be compared between {' and '.join(movement.names)}.",)
    return (_overall(movement, overall), *_standards(movement), *_fell(movement))


def messages(movement: Movement) -> tuple[Message, ...]:
    """The same as key messages, standards in one; the first also says what must be known to read them."""
    overall = movement.standard(None)
    if not overall.of:
        (nobody,) = sentences(movement)
        return (Message(nobody, SHEET, Matter.MOVED, "moved"),)
    first = " ".join((_overall(movement, overall), *who_graded(movement), NO_TEST))
    most = [_short(*pair) for pair in _most_moved(movement)]
    return (
        Message(first, SHEET, Matter.MOVED, "moved"),
        *(Message(f"{MOST}{'; '.join(most)}.", SHEET, Matter.MOVED, "moved.standards") for _ in most[:1]),
        *(Message(text, SHEET, Matter.CRITICAL, "critical.fell") for text in _fell(movement)),
    )


def _short(standard: Standard, tally: Tally) -> str:
    return f"{standard.id} ({standard.title}), {tally.up} up and {tally.down} down of {tally.of}"


def _overall(movement: Movement, tally: Tally) -> str:
    first, last = movement.names
    returned = "answered" if movement.then.drafts or movement.now.drafts else "signed"
    return (
        f"Of {agencies(tally.of)} that {returned} in both {first} and {last}, {tally.up} moved up overall, "
        f"{tally.down} down, and {tally.same} stayed where {'it was' if tally.same == 1 else 'they were'}."
    )


def _standards(movement: Movement) -> Iterator[str]:
    all_of = movement.standard(None).of
    return (standard_sentence(standard, tally, all_of=all_of) for standard, tally in _most_moved(movement))


def _most_moved(movement: Movement) -> list[tuple[Standard, Tally]]:
    """The standards in which most agencies moved up, then those in which most moved down, each once."""
    found = [(standard, movement.standard(standard)) for standard in movement.now.template.standards]
    ups = sorted((one for one in found if one[1].up), key=lambda one: one[1].down - one[1].up)[:FEW]
    downs = sorted((one for one in found if one[1].down), key=lambda one: one[1].up - one[1].down)[:FEW]
    return [*{standard.id: (standard, tally) for standard, tally in (*ups, *downs)}.values()]


def standard_sentence(standard: Standard, tally: Tally, *, all_of: int) -> str:
    """The counts of a standard: `Of 21 agencies in both rounds 9 moved up in E (Staff training), 2 down.`."""
    which = "in both rounds" if tally.of == all_of else "whose answers compare there"
    return (
        f"Of {agencies(tally.of)} {which} {tally.up} moved up in {standard.id} ({standard.title}), "
        f"{tally.down} down."
    )


def _fell(movement: Movement) -> Iterator[str]:
    fallen = [one for one in movement.agencies if one.fell]
    if fallen:
        many = plural(sum(len(one.fell) for one in fallen), "grade")
        names = some([f"{one.agency.name} ({', '.join(one.fell)})" for one in fallen])
        yield f"{many} of critical questions fell to the lowest, in {agencies(len(fallen))}: {names}."


def notes(movement: Movement) -> tuple[str, ...]:
    """What a reader must know of the figures; the last sentence says why nothing is tested."""
    parts = (_order, _drafts, _left_out, who_graded, _confirmed, _others, _revised)
    return (*(sentence for part in parts for sentence in part(movement)), NO_TEST)


def _order(movement: Movement) -> Iterator[str]:
    if movement.backwards:
        first, last = movement.names
        yield f"{last} was opened before {first}; up and down are read in the order in which they are named."


def _drafts(movement: Movement) -> Iterator[str]:
    if movement.then.drafts or movement.now.drafts:
        yield "Unsigned drafts count in these figures."


def _left_out(movement: Movement) -> Iterator[str]:
    if movement.left_out:
        many = len(movement.left_out)
        counts = Counter(one.why for one in movement.left_out)
        whys = ", ".join(f"{count} {why}" for why, count in counts.items())
        verb = "is" if many == 1 else "are"
        yield (
            f"{plural(many, 'graded question')} {verb} not compared ({whys}); movement stands on the "
            f"{len(movement.questions)} that mean the same in both rounds."
        )


def _pairs(movement: Movement) -> Iterator[tuple[AgencyMovement, Pair]]:
    return ((one, pair) for one in movement.agencies for pair in one.compared)


def who_graded(movement: Movement) -> Iterator[str]:
    """Where only one of the two grades is a panel's, since a panel may see the same practice otherwise."""
    for panel, (ours, other) in (
        ((False, True), (movement.names[1], movement.names[0])),
        ((True, False), movement.names),
    ):
        found = [one.agency.code for one, pair in _pairs(movement) if pair.panel == panel]
        if found:
            yield (
                f"For {plural(len(found), 'grade')} of {agencies(len(set(found)))} a panel's grade counts in "
                f"{ours}, but the agency's own in {other}, so part of what moved may be who graded."
            )


def _confirmed(movement: Movement) -> Iterator[str]:
    confirmed = [pair.confirmed for _, pair in _pairs(movement)]
    if any(confirmed):
        yield (
            f"{sum(confirmed)} of {plural(len(confirmed), 'grade')} compared were confirmed in "
            f"{movement.names[1]} as still true, not given anew."
        )


def _others(movement: Movement) -> Iterator[str]:
    names = [one.agency.name for one in movement.agencies if one.then.by != one.now.by]
    if names:
        yield f"Answered by somebody else in one of the two rounds: {some(names)}."


def _revised(movement: Movement) -> Iterator[str]:
    blocks = [own for one in (movement.then, movement.now) for own in one.round.moderation.values()]
    if any(one.grade for own in blocks for one in own.assured.values()):
        yield "Movement is from return to return; grades revised as actions were assured are not in it."
