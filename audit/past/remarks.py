"""What is to be said of the cells of a matrix: of blanks, of colours alone, of numbers, of a legend."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from audit.past.entries import Entries
from audit.past.legends import clip
from audit.past.sheets import per_cent
from audit.past.words import FILLS, Meanings
from audit.tables.fills import COLOURED
from audit.wording import plural

NOT_WORKED = (
    "a formula stands here whose value was never worked out; open the file in Excel or LibreOffice, "
    "save it, and take it in again."
)


def of_blanks(path: Path, entries: Entries, meanings: Meanings) -> Iterator[str]:
    """Which cells hold nothing; a colour may be lost where the file does not tell it."""
    fills = Counter(one.fill for one in entries.cells if not one.text and one.fill not in FILLS)
    if many := fills.pop("", 0):
        said = f"{plural(many, 'cell')} without a word or a colour: taken for no answer."
        more = " Colours of such a file are not seen; where it has any, save it as .xlsx."
        yield said + (more if path.suffix.lower() not in COLOURED else "")
    for fill, many in fills.items():
        if not meanings.of_fill(fill):
            are = "is" if many == 1 else "are"
            yield (
                f"{plural(many, 'cell')} without a word {are} {fill}: taken for no answer, since no "
                f"grade is a colour alone; --word '{fill}=n/a' would say otherwise."
            )


def of_legend(legend: Mapping[str, str]) -> Iterator[str]:
    """What the words of a legend were taken for."""
    if legend:
        said = ", ".join(f"{word!r} is {clip(meaning)!r}" for word, meaning in legend.items())
        yield f"Taken from the legend: {said}."


def unnamed(fill: str) -> str:
    """What to do about a cell of a colour that is no grade."""
    return (
        f"a cell is {fill} and has no word; --word '{fill}=n/a', --word '{fill}=blank' or another grade says "
        "what that means."
    )


def denied(fill: str, word: str, where: str) -> str:
    """What to do about a cell of a colour on which other words stand."""
    return (
        f"a cell is {fill} and has no word, and other words stand on {fill} ({word!r} in {where}), so that "
        "the colour is not its grade; type a word in it, such as 'no answer'."
    )


def of_number(text: str) -> str:
    """What to do about a number that is no grade; one between 0 and 1 may be a per cent as Excel keeps it."""
    number = Fraction(text)
    if not 0 < number < 1:
        return (
            f"{text!r} is no grade here; where numbers are scores say between which: --numbers 0-3 (the "
            f"worst, the best), else --word '{text}=GRADE'."
        )
    return (
        f"{text!r} may be {per_cent(float(number))} as Excel keeps it, and --numbers 0-1 reads such numbers "
        f"so; where it is a score, --word '{text}=GRADE' says what it is: a word, or a per cent such as 17%."
    )
