"""Ordered grades: a code, a label, a definition, points and a colour."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from audit.definitions import Block, Library, Reading, nearest, read, unique
from audit.errors import UnknownError

NOT_APPLICABLE = "n/a"
SCALE_KEYS = ("title", "grades", "about")
GRADE_KEYS = ("code", "label", "definition", "points", "colour", "good")


@dataclass(frozen=True, slots=True)
class Grade:
    """One step of a scale; one without points says that the question does not apply."""

    code: str
    label: str
    definition: str = ""
    points: Fraction | None = None
    colour: str = ""
    good: bool = False


@dataclass(frozen=True)
class Scale:
    """Ordered grades, best first; those without points stand last."""

    ref: str
    title: str
    grades: tuple[Grade, ...]

    def find(self, word: str) -> Grade | None:
        """The grade with this code or label, in any case; None where there is none."""
        folded = " ".join(word.split()).casefold()
        by_code = (grade for grade in self.grades if grade.code.casefold() == folded)
        by_label = (grade for grade in self.grades if grade.label.casefold() == folded)
        return next(by_code, None) or next(by_label, None)

    def __getitem__(self, code: str) -> Grade:
        """The grade with this code; KeyError where there is none."""
        return self._by_code[code]

    @cached_property
    def _by_code(self) -> Mapping[str, Grade]:
        return {grade.code: grade for grade in self.grades}

    @cached_property
    def steps(self) -> tuple[Grade, ...]:
        """The grades that have points, best first."""
        pointed = [grade for grade in self.grades if grade.points is not None]
        return tuple(sorted(pointed, key=lambda grade: -_points(grade)))

    @property
    def best(self) -> Grade:
        """The grade with the most points."""
        return self.steps[0]

    @property
    def worst(self) -> Grade:
        """The grade with the fewest points."""
        return self.steps[-1]

    @property
    def not_applicable(self) -> Grade:
        """The first grade without points."""
        return next(grade for grade in self.grades if grade.points is None)

    def lowest(self, grade: Grade | None) -> bool:
        """Whether a grade has the fewest points; another grade may have as few."""
        return grade is not None and grade.points == self.worst.points

    def share(self, code: str) -> Fraction | None:
        """A grade's points between 0 (the worst) and 1 (the best), exactly; None for one without points."""
        return self._shares[code]

    @cached_property
    def _shares(self) -> Mapping[str, Fraction | None]:
        low, high = _points(self.worst), _points(self.best)
        steps = {grade.code: (_points(grade) - low) / (high - low) for grade in self.steps}
        return {grade.code: steps.get(grade.code) for grade in self.grades}


def _points(grade: Grade) -> Fraction:
    return grade.points if grade.points is not None else Fraction(0)


def parse_scale(block: Block, ref: str, where: str) -> Scale:
    """A scale from its mapping; DefinitionError with every problem.

    Where no grade is marked good the best one is; where every grade has points, `n/a` is added.
    """
    reading = Reading(where)
    reading.block(block, SCALE_KEYS, "a scale")
    grades = [_grade(reading, item) for item in reading.blocks(block, "grades", "a grade")]
    unique(reading, grades, "grade", lambda grade: (grade.code, grade.label))
    for grade in grades:
        if grade.points is not None and grade.code.casefold() == NOT_APPLICABLE:
            reading.wrong(grade.code, f"{NOT_APPLICABLE!r} is not a low grade: leave out its 'points'.")
    points = {grade.points for grade in grades if grade.points is not None}
    if len(points) < 2 and not reading.problems:
        reading.wrong(block.lines.get("grades", 1), "a scale needs two grades with different points.")
    reading.finish()
    if not any(grade.good for grade in grades):
        best = max((grade for grade in grades if grade.points is not None), key=_points)
        grades[grades.index(best)] = replace(best, good=True)
    if all(grade.points is not None for grade in grades):
        grades.append(
            Grade(NOT_APPLICABLE, "Not applicable", "Does not apply, for the reason given.", colour="B1B4B6")
        )
    return Scale(ref, reading.text(block, "title", default=ref), tuple(grades))


def _grade(reading: Reading, item: Block) -> Grade:
    block = reading.block(item, GRADE_KEYS, "a grade")
    code = reading.text(block, "code", "a grade")
    return Grade(
        code=code,
        label=reading.text(block, "label", default=code) or code,
        definition=reading.text(block, "definition"),
        points=reading.number(block, "points"),
        colour=colour(reading, block),
        good=reading.yes(block, "good"),
    )


def colour(reading: Reading, block: Block, default: str = "") -> str:
    """A colour as six hex digits in capitals; noted where it is none."""
    found = reading.text(block, "colour", default=default).removeprefix("#").upper()
    if found and (len(found) != 6 or set(found) - set("0123456789ABCDEF")):
        line = block.line_of("colour")
        reading.wrong(line, f"'colour' must be six hex digits such as 00703C, not {found!r}.")
    return found


def load_scale(library: Library, ref: str) -> Scale:
    """A scale by its name; UnknownError with the nearest name."""
    name = ref.removeprefix("scales/")
    path = library.find("standards", f"scales/{name}")
    if path is None:
        known = [r.removeprefix("scales/") for r in library.refs("standards") if r.startswith("scales/")]
        raise UnknownError(f"there is no scale {name!r}{nearest(name, known)}")
    return parse_scale(read(path), name, str(path))


def scale_block(scale: Scale) -> dict[str, Any]:
    """A scale as the mapping that it is read from."""
    grades = []
    for grade in scale.grades:
        points = {} if grade.points is None else {"points": decimal_text(grade.points)}
        texts = {"code": grade.code, "label": grade.label, "definition": grade.definition}
        grades.append({**texts, **points, "colour": grade.colour, "good": "yes" if grade.good else "no"})
    return {"title": scale.title, "grades": grades}


def decimal_text(value: Fraction) -> str:
    """A fraction that came from a decimal, as that decimal."""
    if value.denominator == 1:
        return str(value.numerator)
    places = next(n for n in range(1, 19) if (value * 10**n).denominator == 1)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"
