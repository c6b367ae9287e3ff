"""Attacks on printed tables of children: by trying every table, and by linear programming."""

from collections import defaultdict
from itertools import product

import numpy as np
from scipy.optimize import linprog

from audit.disclosure.counts import Counts, small

SMALL = {1, 2, 3, 4, 5}


def counts_of(rows, columns, values):
    """A table of so many rows and columns with these values, row by row."""
    lines = tuple(tuple(values[at * columns : (at + 1) * columns]) for at in range(rows))
    return Counts("Children", names("row", rows), names("column", columns), lines)


def names(word, how_many):
    return tuple(f"{word} {number}" for number in range(1, how_many + 1))


def numbers(printed):
    """Every number that is printed, hidden ones as None: cells, totals of rows, of columns, of all."""
    cells = (cell for row in printed.cells for cell in row)
    return (*cells, *printed.row_totals, *printed.column_totals, printed.total)


def truth(counts, printed):
    """What would stand in the same places if nothing were hidden."""
    rows = [sum(row) for row in counts.values] if printed.row_totals else []
    columns = [sum(column) for column in zip(*counts.values, strict=True)] if printed.column_totals else []
    cells = [cell for row in counts.values for cell in row]
    return (*cells, *rows, *columns, sum(cells))


def given_away(tables, protect):
    """Who knows the rule tries every table: the places where a small number can't be any of 1 to 5."""
    alike = defaultdict(list)
    for counts in tables:
        printed = protect(counts)
        alike[numbers(printed)].append(truth(counts, printed))
    for told, worlds in alike.items():
        for place, number in enumerate(told):
            found = {world[place] for world in worlds}
            if number is not None and (found != {number} or small(number)):
                yield told, place, found
            if number is None and found & SMALL and not found >= SMALL:
                yield told, place, found


def every(rows, columns, most):
    """Every table of so many rows and columns with at most so many children."""
    for values in product(range(most + 1), repeat=rows * columns):
        if sum(values) <= most:
            yield counts_of(rows, columns, values)


def bounds(printed):
    """The least and the most that each hidden number can be, by its place, for who adds and subtracts."""
    equations, right = _equations(printed)
    told = numbers(printed)
    limits = [(0, None) if number is None else (number, number) for number in told]
    for place, number in enumerate(told):
        if number is None:
            aim = np.zeros(len(told))
            aim[place] = 1
            yield place, _end(aim, equations, right, limits), -_end(-aim, equations, right, limits)


def _end(aim, equations, right, limits):
    found = linprog(aim, A_eq=equations, b_eq=right, bounds=limits, method="highs")
    return -np.inf if found.status == 3 else found.fun  # 3 is without bound


def _equations(printed):
    high, wide = len(printed.rows), len(printed.columns)
    told, cells = len(numbers(printed)), high * wide
    lines = [
        _line(told, range(at * wide, (at + 1) * wide), cells + at) for at in range(len(printed.row_totals))
    ]
    lines += [
        _line(told, range(at, cells, wide), cells + high + at) for at in range(len(printed.column_totals))
    ]
    lines.append(_line(told, range(cells), told - 1))
    return np.array(lines), np.zeros(len(lines))


def _line(length, added, total):
    line = np.zeros(length)
    line[list(added)] = 1
    line[total] = -1
    return line
