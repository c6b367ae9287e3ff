"""Legends: what words and colours of a table are said to stand for, below, above or beside it."""

import re
from collections.abc import Iterator, Sequence

from audit.past.spelling import folded
from audit.past.view import View

_PAIR = re.compile(r"\s*(\S[^=:]{0,24}?)\s*(?:=|:|\s[-–]\s)\s*(\S.*)", re.DOTALL)
REMARK = re.compile(r"(?:key|legend|notes?|source|updated|as at|correct at)\b\s*[:=]|\*", re.IGNORECASE)


def is_legend(owns: Sequence[str], levels: frozenset[str]) -> bool:
    """Whether a row is one of a legend: `G = fully met`."""
    pair = _PAIR.fullmatch(owns[0]) if len(owns) == 1 else None
    return bool(pair and folded(pair[1]) in levels) or bool(owns and REMARK.match(owns[0]) and len(owns) == 1)


def pairs_in(owns: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The words of a row with what a legend says of them: `G = fully met`, or two cells side by side."""
    for cell in owns:
        for part in re.split(r"[;\n]|,\s+(?=\S+\s*=)", cell):
            found = _PAIR.fullmatch(re.sub(r"^\s*(?:key|legend)\s*:", "", part, flags=re.IGNORECASE))
            if found:
                yield found[1].strip(), found[2].strip()
    if len(owns) == 2 and len(owns[0]) <= 24:
        yield owns[0], owns[1]


def swatches(view: View, row: int, columns: range) -> Iterator[tuple[str, str]]:
    """The colours in a row with what stands on them, or beside them where a cell is but a colour."""
    for column in columns:
        if said := view.own(row, column):
            left = column - 1
            beside = view.fill(row, left) if left >= 0 and not view.own(row, left) else ""
            if colour := view.fill(row, column) or beside:
                yield colour, said


def clip(text: str, longest: int = 60) -> str:
    """A text on one line, its end left out where it is long."""
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"
