"""Two readings of each case as a square table: Cohen's kappa, plain and weighted, with its standard error."""

import math
from collections.abc import Sequence
from fractions import Fraction

Square = Sequence[Sequence[int]]
Weights = Sequence[Sequence[Fraction]]


def plain(size: int) -> Weights:
    """Weights that count only the same grade as agreement."""
    return [[Fraction(row == column) for column in range(size)] for row in range(size)]


def graded(size: int, power: int) -> Weights:
    """Weights by which grades near each other agree in part: linear with power 1, quadratic with 2."""
    far = max(1, size - 1)
    return [[1 - Fraction(abs(row - column), far) ** power for column in range(size)] for row in range(size)]


def kappa(table: Square, weights: Weights) -> tuple[float, float] | None:
    """Cohen's kappa (1960, weighted 1968) and its standard error; None where chance alone agrees wholly.

    The error is that of Fleiss, Cohen and Everitt (1969, Psychological Bulletin 72:323-327).
    """
    size, total = range(len(table)), sum(map(sum, table))
    rows = [Fraction(sum(table[i]), total) for i in size]
    columns = [Fraction(sum(line[j] for line in table), total) for j in size]
    share = sum((weights[i][j] * table[i][j] for i in size for j in size), Fraction(0)) / total
    chance = sum((weights[i][j] * rows[i] * columns[j] for i in size for j in size), Fraction(0))
    if chance == 1:
        return None
    found = (share - chance) / (1 - chance)
    by_row = [sum((weights[i][j] * columns[j] for j in size), Fraction(0)) for i in size]
    by_column = [sum((weights[i][j] * rows[i] for i in size), Fraction(0)) for j in size]
    squares = sum(
        (
            table[i][j] * (weights[i][j] - (by_row[i] + by_column[j]) * (1 - found)) ** 2
            for i in size
            for j in size
        ),
        Fraction(0),
    )
    variance = (squares / total - (found - chance * (1 - found)) ** 2) / (total * (1 - chance) ** 2)
    return float(found), math.sqrt(variance)
