"""Which columns a frame is made of, and what the texts of one mean."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns a frame is made of, by their numbers in the register.

    `checked` and `carried` are wanted as they came: for checks of their values, and for a case list.
    """

    unit: tuple[int, ...]
    strata: tuple[int, ...] = ()
    cluster: int | None = None
    weight: int | None = None
    order: tuple[int, ...] = ()
    family: int | None = None
    distinct: bool = False
    checked: tuple[int, ...] = ()
    carried: tuple[int, ...] = ()

    @property
    def extra(self) -> tuple[str, ...]:
        """The names of the columns that frame.csv holds behind unit and stratum."""
        named = [("cluster", self.cluster), ("weight", self.weight)]
        return (
            *(name for name, column in named if column is not None),
            *(f"order{place}" for place, _ in enumerate(self.order, 1)),
        )


@dataclass(frozen=True, slots=True)
class Map:
    """A table of what each distinct text of a column means; it may leave out those that mean `most`."""

    table: str
    column: int
    most: int = 0
