"""Readings made from the tables in which agreement is published."""

from audit.statistics.ratings import Rating


def from_table(table):
    """First readings by second ones, both readers reading every unit."""
    cells = [
        (row, column)
        for row, line in enumerate(table)
        for column, many in enumerate(line)
        for _ in range(many)
    ]
    return [
        Rating(f"C-{unit}", reader, str(grade))
        for unit, cell in enumerate(cells, 1)
        for reader, grade in zip(("Ann", "Bob"), cell, strict=True)
    ]


def from_counts(counts):
    """How often each grade was given to each unit, by readers who are not told apart."""
    return [
        Rating(f"C-{unit}", f"reader {place}.{number}", str(place))
        for unit, line in enumerate(counts, 1)
        for place, many in enumerate(line)
        for number in range(many)
    ]


def from_readers(readers):
    """Each reader's grades of all units, None where that reader read none."""
    return [
        Rating(f"C-{unit}", f"reader {number}", str(grade))
        for number, grades in enumerate(readers, 1)
        for unit, grade in enumerate(grades, 1)
        if grade is not None
    ]
