"""What has moved since the last report of the same thing: both figures, and the day of that report."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from audit.dates import in_words
from audit.summaries.count import DRAFTS, OF, Count
from audit.summaries.kept import Kept
from audit.summaries.message import Matter, Message

MOST = 7  # movements that are told; of more the rest are counted
STILL = "Nothing that is counted in both reports has moved."


@dataclass(frozen=True, slots=True)
class Since:
    """The day of the last report, and what has moved since, in sentences."""

    on: date
    messages: tuple[Message, ...]

    @property
    def heading(self) -> str:
        """The words above the sentences: `Since the last report (3 June 2026)`."""
        return f"Since the last report ({in_words(self.on)})"


def last(earlier: Iterable[Kept], now: Kept) -> Kept | None:
    """The report to compare with: the latest of an earlier day; None where there is none.

    One for the same audience goes before others, and for the public there is no other. Figures with drafts
    are never set against figures without.
    """
    fit = [one for one in earlier if one.on < now.on and one.figures and _drafts(one) == _drafts(now)]
    same = [one for one in fit if one.audience == now.audience]
    found = same or ([] if now.audience == "public" else fit)
    return max(found, key=lambda one: (one.on, one.number), default=None)


def _drafts(one: Kept) -> int:
    return one.figures.get(DRAFTS, 0)


def since(earlier: Iterable[Kept], now: Kept, counts: Sequence[Count]) -> Since | None:
    """What has moved since the last report, in the order of the counts; None where there was none.

    A count that the last report has not is left out; one whose base alone has moved comes after others.
    """
    before = last(earlier, now)
    if before is None or not any(one.key in before.figures for one in counts):
        return None
    moved = [*_moved(before.figures, counts)]
    told, rest = (moved[:MOST], moved[MOST:]) if len(moved) > MOST + 1 else (moved, [])
    if rest:
        text = f"{len(rest):,} more counts have moved; their sheets have the figures."
        told.append(Message(text, rest[0].sheet, Matter.MOVED, "since.more"))
    return Since(before.on, tuple(told) or (Message(STILL, _sheet(counts), Matter.MOVED, "since.none"),))


def _sheet(counts: Sequence[Count]) -> str:
    return counts[0].sheet


def _moved(before: Mapping[str, int], counts: Sequence[Count]) -> Iterator[Message]:
    for one in sorted(counts, key=lambda one: one.number == before.get(one.key)):
        then = before.get(one.key)
        if then is not None and (text := sentence(one, then, before.get(one.key + OF))):
            yield Message(text, one.sheet, Matter.MOVED, one.key)


def sentence(now: Count, then: int, of: int | None) -> str:
    """Both figures of a count: `Signed returns: 20 of 24, up from 12.`; empty where nothing moved."""
    if (now.number, now.of) == (then, of):
        return ""
    shown = _out_of(now.number, now.of)
    if now.of != of:
        return f"{now.words}: {shown}, against {_out_of(then, of)} then."
    way = "up" if now.number > then else "down"
    return f"{now.words}: {shown}, {way} from {_out_of(then, None) if then else 'none'}."


def _out_of(number: int, of: int | None) -> str:
    return f"{number:,}" if of is None else f"{number:,} of {of:,}"
