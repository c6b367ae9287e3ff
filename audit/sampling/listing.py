"""Ids and figures that a person lists in a file: whom to keep or leave out, what each stratum gets."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from audit.definitions import decimal
from audit.errors import FileError, Problem
from audit.registers.folding import fold
from audit.sampling.ticket import is_blank, trimmed
from audit.tables import Table, place, read
from audit.tables.cells import text

SHOWN = 100  # rows without an id that are named
STRATA = ("stratum", "size", "compliant", "sample", "sd")


def listed_units(path: Path, headings: Sequence[str]) -> tuple[str, ...]:
    """The ids in a list with the unit's columns, or of one column alone; FileError where it is neither."""
    table = read(path)[0]
    wanted = [fold(heading) for heading in headings]
    for row, cells in enumerate(table.rows):
        folded = [fold(_cell(cell)) for cell in cells]
        if set(wanted) <= set(folded):
            _check_once(table, row, wanted)
            return _units(table, row + 1, [folded.index(name) for name in wanted])
    filled = {column for cells in table.rows for column, cell in enumerate(cells) if trimmed(_cell(cell))}
    if len(filled) == 1 and len(wanted) == 1:
        return _units(table, 0, [*filled])
    said = " and ".join(repr(heading) for heading in headings)
    raise FileError(str(path), [Problem("", f"no row is headed {said}; head the ids as the register does.")])


def _cell(cell: object) -> str:
    return cell if isinstance(cell, str) else text(cell)  # type: ignore[arg-type]


def _check_once(table: Table, row: int, wanted: Sequence[str]) -> None:
    """FileError where one of the wanted headings stands in a row twice."""
    folded = [fold(_cell(cell)) for cell in table.rows[row]]
    twice = [name for name in dict.fromkeys(wanted) if folded.count(name) > 1]
    if twice:
        said = [f"more than one column is headed {name!r}; keep one." for name in twice]
        raise FileError(table.file, [Problem(place(table, row), sentence) for sentence in said])


def _units(table: Table, first: int, columns: Sequence[int]) -> tuple[str, ...]:
    """The ids in a list, once each; FileError with the rows in which something stands and no id."""
    found, problems = list[str](), list[Problem]()
    for row, cells in enumerate(table.rows[first:], first):
        parts = [trimmed(_cell(cells[column])) for column in columns]
        if not any(map(is_blank, parts)):
            found.append("|".join(parts))
        elif any(trimmed(_cell(cell)) for cell in cells):
            problems.append(Problem(place(table, row), "the row has no id; give it one, or take it out."))
    if problems:
        raise FileError(table.file, problems[:SHOWN])
    return tuple(dict.fromkeys(found))


def listed_strata(path: Path, allocation: str) -> dict[str, dict[str, str]]:
    """The figures of the strata in a list, for a fixed or Neyman allocation; FileError with every problem.

    Fixed reads `size`; Neyman reads `compliant` and `sample` of an earlier audit, or `sd`.
    """
    table = read(path)[0]
    header = next(
        (row for row, cells in enumerate(table.rows) if "stratum" in map(fold, map(_cell, cells))), None
    )
    if header is None:
        raise FileError(
            str(path), [Problem("", "no row is headed 'stratum'; head the columns stratum and size.")]
        )
    names = {fold(_cell(cell)): column for column, cell in enumerate(table.rows[header])}
    needed = ["size"] if allocation == "fixed" else ["sd"] if "sd" in names else ["compliant", "sample"]
    if missing := [name for name in needed if name not in names]:
        sentence = f"no column is headed {' or '.join(missing)}, which a {allocation} allocation reads."
        raise FileError(str(path), [Problem(place(table, header), sentence)])
    _check_once(table, header, ["stratum", *needed])
    found, problems = _figures(table, header, names, needed)
    if problems:
        raise FileError(str(path), problems)
    return found


def check_strata(path: Path, figures: Mapping[str, Mapping[str, str]], strata: Sequence[str]) -> None:
    """FileError where a stratum of the frame is not in a list of figures."""
    missing = [name for name in strata if name not in figures]
    if missing:
        sentence = "is a stratum of the frame and not in the list; give it its figures."
        raise FileError(str(path), [Problem("", f"{name!r} {sentence}") for name in missing])


def _figures(
    table: Table, header: int, names: Mapping[str, int], needed: Sequence[str]
) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    found: dict[str, dict[str, str]] = {}
    problems = []
    for row, cells in enumerate(table.rows[header + 1 :], header + 1):
        name = trimmed(_cell(cells[names["stratum"]]))
        figures = {key: trimmed(_cell(cells[names[key]])) for key in needed}
        if not name and not any(figures.values()):
            continue
        if not name:
            problems.append(Problem(place(table, row), "the row names no stratum; blank ones are (blank)."))
        elif name in found:
            problems.append(Problem(place(table, row), f"the stratum {name!r} stands here a second time."))
        wrong = [key for key, value in figures.items() if not _fits(key, value)]
        problems += [
            Problem(place(table, row, names[key]), f"{figures[key]!r} is no {_kind(key)}.") for key in wrong
        ]
        if "sample" in figures and not wrong and int(figures["compliant"]) > int(figures["sample"]):
            problems.append(Problem(place(table, row), "more are compliant than were in the sample."))
        found[name] = figures
    return found, problems


def _fits(key: str, value: str) -> bool:
    if key == "sd":
        number = decimal(value)
        return number is not None and number >= 0 and "%" not in value
    return value.isascii() and value.isdecimal() and len(value) <= 9


def _kind(key: str) -> str:
    return "decimal from 0 up" if key == "sd" else "whole number"
