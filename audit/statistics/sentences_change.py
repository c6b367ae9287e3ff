"""Whether it got better, and whether readers agree, each in a sentence for a board: counts first."""

from collections.abc import Sequence
from fractions import Fraction

from audit.statistics.agreement import Agreement
from audit.statistics.compare import Change, Count, PairedChange
from audit.statistics.exact import Number, fraction
from audit.statistics.trend import Chart, Trend
from audit.statistics.words import files, nearest

_SPELT = 6  # rounds; of more only the first and the last are told
_BY_CHANCE = {True: "could be chance", False: "would seldom be chance alone"}


def independent(found: Change) -> str:
    """Two samples: `Up from 12 of 20 to 17 of 20; a change this size could be chance`."""
    first, second = found.first, found.second
    if first.share == second.share:
        same = "again " if first == second else ""
        return (
            f"No change: {count(first)}, then {same}{count(second)}; "
            "samples of this size could miss a change in all files."
        )
    way = "Up" if first.share < second.share else "Down"
    ends = (count(first), count(second))
    if first.sample != second.sample:  # then the counts alone do not show which is more
        ends = with_share(first), with_share(second)
    return f"{way} from {ends[0]} to {ends[1]}; a change this size {_BY_CHANCE[found.by_chance]}."


def paired(found: PairedChange) -> str:
    """The same files again: `Up from 12 to 17 of the same 20 files: 6 improved, 1 slipped; a change …`."""
    first, second, same = found.first.compliant, found.second.compliant, _same(found.cases)
    if not found.only_first and not found.only_second:
        return f"No change: {first:,} of {same} both times, and none of them moved."
    moves = f"{found.only_second:,} improved, {found.only_first:,} slipped"
    if first == second:
        return (
            f"No change: {first:,} of {same} both times; {moves}, "
            "which does not show whether other files did."
        )
    way, did = ("Up", "improving") if first < second else ("Down", "slipping")
    return (
        f"{way} from {first:,} to {second:,} of {same}: {moves}; a change this size "
        f"{_BY_CHANCE[found.by_chance]}, and the same files {did} does not show that other files did."
    )


def _same(cases: int) -> str:
    return "the same file" if cases == 1 else f"the same {files(cases)}"


def trend(rounds: Sequence[Count], found: Trend, charted: Chart, confidence: Number) -> str:
    """`Over 2 rounds: 2 of 40 (5 %), then 15 of 48 (31 %); a rise like this would seldom be chance alone`."""
    told = [with_share(one) for one in rounds]
    over = f"Over {len(rounds)} rounds: {', then '.join(told)}"
    if len(rounds) > _SPELT:
        over = f"Over {len(rounds)} rounds, from {told[0]} at first to {told[-1]} at last"
    return f"{over}; {_bearing(found, 1 - fraction(confidence))}{_outside(rounds, charted)}."


def _bearing(found: Trend, risk: Fraction) -> str:
    """What a test for a trend says; at the risk itself it is no longer thought chance."""
    if found.p_two_sided is None or found.z is None:
        return "every file came out the same, so there is no trend"
    if found.z == 0:
        return "there is no trend up or down"
    if found.p_two_sided > risk:
        return "a trend this size could be chance"
    return f"{'a rise' if found.z > 0 else 'a fall'} like this would seldom be chance alone"


def _outside(rounds: Sequence[Count], found: Chart) -> str:
    """Which rounds stand apart from the share of all together; empty where none does."""
    if not found.outside:
        return ""
    told = " and ".join(f"round {number} ({count(rounds[number - 1])})" for number in found.outside)
    return f"; {told} {'stands' if len(found.outside) == 1 else 'stand'} farther apart than chance explains"


def agreement(found: Agreement) -> str:
    """`The two readers agreed on 85 of the 100 files read twice (85 %)`; of more, all and pairs."""
    share = f"{found.agreed:,} of the {files(found.units)}"
    left = (
        f"; {files(found.left_out)} read only once {_are(found.left_out)} left out" if found.left_out else ""
    )
    if found.twice:
        who = "The two readers" if len(found.raters) == 2 else "Two readers each time"
        told = nearest(Fraction(found.agreed, found.units), found.units)
        return f"{who} agreed on {share} read twice ({told}){left}."
    pairs = found.figures["percent_agreement"].value or 0.0
    return (
        f"All readers agreed on {share} read more than once; "
        f"any two readings of a file agreed {nearest(pairs, found.units)} of the time{left}."
    )


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def count(one: Count) -> str:
    """`12 of 20`."""
    return f"{one.compliant:,} of {one.sample:,}"


def with_share(one: Count) -> str:
    """`12 of 20 (60 %)`."""
    return f"{count(one)} ({nearest(one.share, one.sample)})"
