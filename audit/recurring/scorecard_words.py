"""What a scorecard says in words: shares and targets, changes of the same agencies, who stayed silent."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from audit.dates import in_words
from audit.recurring.measures import SILENT, Entry, Measure
from audit.recurring.scorecard import Line, Period, Scorecard, Trend, Way
from audit.scoring.messages import agencies
from audit.scoring.score import printed
from audit.statistics.words import MANY, lower, nearest, percent
from audit.summaries.message import Matter, Message
from audit.templates import Band
from audit.wording import listed, plural, some

SHEET = "Scorecard"
MET = "met"
NO_CHANCE = (
    "Everybody that reported is counted, not a sample of them, so up, down and trends say what was reported "
    "and nothing of chance. Where nothing was reported that is not 0."
)
OTHERS = "Other agencies: not the same ones reported each time, so that their totals are no change."


def share(one: Entry, target: Fraction | None = None) -> str:
    """A share in per cent, with a decimal where n is large; never rounded up to a target that it misses."""
    unit = Fraction(1, 1000 if one.n >= MANY else 100)
    missed = target is not None and one.value < target
    up = (one.value / unit + Fraction(1, 2)) // 1 * unit
    return lower(one.value, one.n) if missed and target and up >= target else nearest(one.value, one.n)


def counts(one: Entry) -> str:
    """`38 of 40`."""
    return f"{one.k:,} of {one.n:,}"


def figure(one: Entry, measure: Measure, bands: Sequence[Band]) -> str:
    """`38 of 40 (95 %)`, or the band and the score of a standard."""
    if measure.question is None:
        return f"{one.word.split(',')[0]} {printed(one.value, bands)}"
    return f"{counts(one)} ({share(one, measure.target)})"


def short(one: Entry, target: Fraction) -> str:
    """`met`, or how many more of how many the target wants: `7 more of 40 to reach 95 %`."""
    more = one.short(target)
    return f"{more:,} more of {one.n:,} to reach {percent(target)}" if more else MET


def trend(line: Line, card: Scorecard) -> str:
    """The trend of a line; where the last round lacks it, up to which round it goes."""
    if line.entries[-1] or line.trend in {Trend.NONE, Trend.ONCE}:
        return str(line.trend)
    last = max(place for place, one in enumerate(line.entries) if one)
    return f"{line.trend} up to {card.periods[last].label}"


def since(line: Line, card: Scorecard) -> str:
    """The way that the last round went, and since when where that is not the round before; empty for none."""
    last = line.entries[-1]
    if last is None or not last.way:
        return ""
    before = max(place for place, one in enumerate(line.entries[:-1]) if one)
    gap = before < len(line.entries) - 2
    return f"{last.way} since {card.periods[before].label}" if gap else last.way


def sentences(card: Scorecard, bands: Sequence[Band]) -> tuple[str, ...]:
    """What a scorecard comes to: each measure in the last round, then who stayed silent."""
    measured = (text for one in card.measures for text in _measured(card, one, bands))
    return (*measured, *silences(card))


def messages(card: Scorecard, bands: Sequence[Band]) -> tuple[Message, ...]:
    """The same as key messages: targets in one, changes in one, and who stayed silent more than once."""
    changes = [
        f"{one.id} {text.split(', by')[0]}" for one in card.measures if (text := moved(card, one, bands))
    ]
    said = f"Since {card.periods[-2].label} by those that reported both times: " if changes else ""
    told = (
        *((text, Matter.MOVED, "scorecard.order") for text in backwards(card)),
        (lead(card), Matter.MOVED, "scorecard"),
        (f"{said}{'; '.join(changes)}." if said else "", Matter.MOVED, "scorecard.moved"),
        *((text, Matter.MOVED, "scorecard.twice") for text in twice(card)),
        *((text, Matter.NON_RETURN, "scorecard.silent") for text in again_silent(card)),
    )
    return tuple(Message(text, SHEET, matter, key) for text, matter, key in told if text)


def _measured(card: Scorecard, measure: Measure, bands: Sequence[Band]) -> Iterator[str]:
    """The total in the last round against its target, and the change of the same agencies."""
    lines = card.of(measure)
    told = [line.entries[-1] for line in lines if line.agency and line.entries[-1]]
    total = lines[0].entries[-1] if lines else None
    label = card.periods[-1].label
    if total is None:
        yield f"{measure.id}: nothing was reported in {label}."
        return
    text = f"{measure.id} in {label}: {figure(total, measure, bands)}"
    text += (
        f" by {agencies(len(total.by))}" if measure.question else f", the mean of {agencies(len(total.by))}"
    )
    if measure.target is not None:
        at = sum(not one.short(measure.target) for one in told if one)
        missing = short(total, measure.target)
        aim = f"the target of {percent(measure.target)} is met" if missing == MET else missing
        text += f"; {aim}, and {at} of {len(told)} {'is' if at == 1 else 'are'} at the target"
    yield f"{text}.{same_agencies(card, measure, bands)}"


def same_agencies(card: Scorecard, measure: Measure, bands: Sequence[Band]) -> str:
    """The change since the round before over the agencies that reported in both, as a sentence."""
    both = card.both[measure.id][-1]
    if both is None:
        return ""
    who = f"By the {agencies(len(both.now.by))} that reported in {card.periods[-2].label} too"
    if len(both.now.by) == 1:
        who = f"By the one agency that reported in {card.periods[-2].label} too"
    then, now = (figure(one, measure, bands) for one in (both.then, both.now))
    moved = f"the same: {now}" if both.now.way == Way.SAME else f"{both.now.way} from {then} to {now}"
    return f" {who}: {moved}."


def lead(card: Scorecard) -> str:
    """How many measures reach their target in the last round, and how far the others are; else empty."""
    totals = {
        one.id: entry
        for one in card.measures
        if one.target is not None and (lines := card.of(one)) and (entry := lines[0].entries[-1])
    }
    if not totals:
        return ""
    targets = {one.id: one.target for one in card.measures}
    away = [
        f"{name} ({short(one, target)})"
        for name, one in totals.items()
        if (target := targets[name]) is not None and one.short(target)
    ]
    met = len(totals) - len(away)
    verb = "is" if met == 1 or len(totals) == 1 else "are"
    text = f"All together, {met} of {plural(len(totals), 'measure')} {verb} at the target in"
    return f"{text} {card.periods[-1].label}{f'; short: {some(away, len(away))}' if away else ''}."


def moved(card: Scorecard, measure: Measure, bands: Sequence[Band]) -> str:
    """The change since the round before over the agencies that reported in both, in few words."""
    both = card.both[measure.id][-1]
    if both is None:
        return ""
    told = (
        share(one, measure.target) if measure.question else figure(one, measure, bands)
        for one in (both.then, both.now)
    )
    ends = " to ".join(dict.fromkeys(told))
    return f"{both.now.way}: {ends}, by the same {len(both.now.by)}"


def silences(card: Scorecard) -> Iterator[str]:
    """Who stayed silent in each round, by name, and in more than one."""
    for one in card.periods:
        by_state: dict[str, list[str]] = {}
        for name, state in one.states.items():
            by_state.setdefault(state, []).append(name)
        for state, names in by_state.items():
            yield f"{state.capitalize()} in {one.label} ({len(names)} of {one.expected}): {listed(names)}."
        if one.silent and not one.states:
            so_far = f" so far; it is due {in_words(one.due)}" if one.ahead else ""
            many = f"{len(one.silent)} of {one.expected}"
            yield f"Silent in {one.label} ({many}{so_far}): {listed(one.silent)}."
    yield from again_silent(card)


def again_silent(card: Scorecard) -> Iterator[str]:
    """Who stayed silent in more than one round that is due, by name.

    Of rounds in which somebody else answers about agencies, nobody is.
    """
    due = [one for one in card.periods if not (one.ahead or one.states)]
    names = dict.fromkeys(name for one in due for name in one.silent)
    times = {name: sum(name in one.silent for one in due) for name in names}
    again = [f"{name} ({count} of {len(due)})" for name, count in times.items() if count > 1]
    if again:
        yield f"Silent more than once in {plural(len(due), 'round')}: {some(again, len(again))}."


def notes(card: Scorecard) -> Iterator[str]:
    """What must be known to read it."""
    yield from backwards(card)
    if any(line.trend is Trend.OTHERS for line in card.lines):
        yield OTHERS
    yield from twice(card)
    yield from card.left_out
    yield NO_CHANCE


def backwards(card: Scorecard) -> Iterator[str]:
    """That a round stands after one that was due later, since up and down are then read backwards."""
    for then, now in pairwise(card.periods):
        if now.due < then.due:
            yield (
                f"{now.label} was due before {then.label}; up and down are read in the order in which they "
                "are named."
            )


def twice(card: Scorecard) -> Iterator[str]:
    """Whose figures a body may have told as well."""
    for one in card.periods:
        for body in dict.fromkeys(body for _, body in one.twice):
            names = [name for name, by in one.twice if by == body]
            yield (
                f"In {one.label} {body} says that it answers for {some(names)}, and "
                f"{'each' if len(names) > 1 else 'it'} reported itself too: where {body}'s figures hold "
                "theirs, they are counted twice."
            )


def silent_word(why: str, period: Period, name: str) -> str:
    """Why a figure is lacking, in the template's own words; of the silent, whether it is due yet."""
    if why != SILENT:
        return why
    return period.states.get(name) or ("not due yet" if period.ahead else why)
