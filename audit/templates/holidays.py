"""Bank holidays, by which working days are counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.definitions import Block, Reading


@dataclass(frozen=True, slots=True)
class Holidays:
    """Bank holidays, and the days between which they are known."""

    first: date
    last: date
    days: frozenset[date]


def holidays_from(block: Block, where: str) -> Holidays:
    """Bank holidays from their mapping; DefinitionError with every day that cannot be read."""
    reading = Reading(where)
    reading.block(block, ("title", "about", "from", "to", "days"), "a file of bank holidays")
    days = [_holiday(reading, word) for word in reading.words(block, "days")]
    first, last = (_holiday(reading, reading.text(block, key)) for key in ("from", "to"))
    reading.finish()
    return Holidays(first, last, frozenset(days))


def _holiday(reading: Reading, word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        reading.wrong(word, f"{word!r} is not a day as YYYY-MM-DD.")
        return date.min


def kept_holidays(definition: Mapping[str, Any]) -> Holidays | None:
    """The bank holidays kept with a round, or None where it keeps none."""
    kept = definition.get("holidays")
    return holidays_from(Block(kept), "the bank holidays kept with the round") if kept else None
