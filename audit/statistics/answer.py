"""What the calculator answers: sentences for a board, tables of alternatives, and the figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to read: what it shows, its headings, its rows."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; `figures` holds everything in it as values for a program, unrounded.

    `details` are tables for those who ask for coefficients, intervals and tests.
    """

    sentences: tuple[str, ...]
    grids: tuple[Grid, ...]
    note: str
    figures: Mapping[str, Any]
    details: tuple[Grid, ...] = ()
