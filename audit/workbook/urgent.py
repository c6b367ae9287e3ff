"""Immediate concerns in a report, the same for agencies and for cases: before anything else, and counted."""

from collections.abc import Iterator, Mapping, Sequence

from audit.cases.concern import Concern, lines
from audit.summaries.message import Matter, Message
from audit.wording import plural
from audit.workbook.page import Text

KEY = "concern"
ONE = "immediate concern"


def urgent(
    concerns: Sequence[Concern],
    audience: str,
    names: Mapping[str, str] | None = None,
    *,
    whose: bool = False,
) -> Iterator[Text]:
    """Immediate concerns, before anything else: by reference, or for a board their number.

    `whose` says that several rounds are told of, so that each reference bears its own. None for the public,
    since a small number of children at risk is told to nobody else.
    """
    if audience == "public":
        return
    open_ = waiting(concerns)
    if audience == "subgroup":
        yield from (Text(sentence, "warning") for sentence in lines(concerns, names, whose=whose))
    elif open_:
        was, of = ("concern was", "it") if len(concerns) == 1 else ("concerns were", f"{open_:,} of them")
        yield Text(
            f"{len(concerns):,} immediate {was} raised; the outcome of {of} is not recorded yet.", "warning"
        )
    settled = len(concerns) - open_
    if settled and not (audience == "board" and open_):
        was = "concern was raised and has its" if settled == 1 else "concerns were raised and have their"
        yield Text(f"{settled:,} immediate {was} outcome recorded.", "warning")


def waiting(concerns: Sequence[Concern]) -> int:
    """Of how many the outcome is not recorded yet."""
    return sum(one.open for one in concerns)


def counted(concerns: Sequence[Concern], audience: str, sheet: str) -> Iterator[Message]:
    """The key message: how many were raised, and of how many the outcome is known; none for the public."""
    if not concerns or audience == "public":
        return
    raised, open_ = len(concerns), waiting(concerns)
    was = "was" if raised == 1 else "were"
    end = f"of {open_:,} of them the outcome is not recorded yet" if open_ else "each outcome is recorded"
    if raised == 1:
        end = f"its outcome is {'not recorded yet' if open_ else 'recorded'}"
    yield Message(f"{plural(raised, ONE)} {was} raised; {end}.", sheet, Matter.CONCERN, KEY)


def to_note(concerns: Sequence[Concern]) -> Iterator[str]:
    """What is asked of a board about those that are open."""
    if open_ := waiting(concerns):
        yield f"note that the outcome of {plural(open_, ONE)} is not recorded yet."
