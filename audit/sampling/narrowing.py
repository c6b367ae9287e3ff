"""What narrows a frame, tried on the distinct values of a column and laid in an engine as maps."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from audit.dates import in_words
from audit.errors import StateError
from audit.registers.naming import Naming
from audit.sampling.conditions import Condition, Fit, begun, check_seen, echoed, read_condition, still_open
from audit.sampling.engines.columns import Map
from audit.sampling.engines.engine import Engine
from audit.sampling.locating import find_places
from audit.sampling.strata import Part
from audit.sampling.ticket import is_blank

KEPT = 1_000  # values kept for a message; a column may hold millions


class Narrowing:
    """Conditions, a day, and parts of strata as maps, each value read once; notes what it met."""

    def __init__(
        self, engine: Engine, naming: Naming, warnings: list[str], personal: Mapping[int, str]
    ) -> None:
        """Read an engine's register by its naming, and put warnings behind those that there are."""
        self.engine, self.naming, self.warnings, self.personal = engine, naming, warnings, personal

    def conditions(self, texts: Sequence[str]) -> list[Map]:
        """A map to 0 (out), 1 (unreadable) or 2 (in) for each condition; StateError where one is none."""
        return [self._fit(read_condition(text, self.naming.find)) for text in texts]

    def _fit(self, condition: Condition) -> Map:
        column, seen, there = condition.column, set[str](), list[str]()
        blanks = filled = different = 0
        self._keep_back(condition)
        if days := echoed(condition):
            self.warnings.append(f"{condition.text!r} is read as {days}.")

        def _look(raw: str, rows: int) -> int:
            nonlocal blanks, filled, different
            seen.add(condition.seen(raw))
            if len(there) < KEPT:
                there.append(raw)
            filled, different = (filled, different) if is_blank(raw) else (filled + rows, different + 1)
            blanks += rows if condition.bounds and is_blank(raw) else 0
            return int(condition.fit(raw))

        found = self._mapped(column, _look, "TINYINT", Fit.UNREADABLE)
        # Texts of which most stand in one row alone are names or notes, not teams or codes.
        check_seen(condition, frozenset(seen), there, told=2 * different <= filled)
        if blanks:
            where = self._heading(column)
            self.warnings.append(
                f"Rows that are blank in {where!r} are left out by {condition.text!r}: {blanks:,}."
            )
        return found

    def _keep_back(self, condition: Condition) -> None:
        """A condition stands in the certificate, so it must not name who a child is."""
        what = self.personal.get(condition.column)
        if what and condition.values:
            raise StateError(
                f"{condition.text!r} would stand in the certificate, and {self._heading(condition.column)!r} "
                f"holds {what}; list the ids in a file and name it with --only."
            )

    def open_on(self, day: date | None) -> list[Map]:
        """Two maps as those of conditions: begun by a day, and not ended then; none without a day."""
        if day is None:
            return []
        profile = self.naming.register.profile
        begins = self.naming.of_profile(profile.begins) if profile else None
        ends = self.naming.of_profile(profile.ends) if profile else None
        if begins is None or ends is None:
            raise StateError(
                f"It is not known which columns of {self.naming.register.name} hold beginnings and ends; "
                "write it out: --where 'START <= DATE' --where 'END is blank'."
            )
        columns = f"{self._heading(begins)!r} by then, {self._heading(ends)!r} blank or later"
        self.warnings.append(f"Open on {in_words(day)}: {columns}.")
        first = self._mapped(begins, lambda raw, _: int(begun(raw, day)), "TINYINT", Fit.UNREADABLE)
        last = self._mapped(ends, lambda raw, _: int(still_open(raw, day)), "TINYINT", Fit.UNREADABLE)
        return [first, last]

    def named(self, part: Part) -> Map:
        """A map to what a part of a stratum is called; NULL where it cannot be read."""
        return self._mapped(part.column, lambda raw, _: part.name(raw), "VARCHAR", None)

    def _mapped(
        self, column: int, meaning: Callable[[str, int], int | str | None], kind: str, unreadable: object
    ) -> Map:
        """A map from a column's texts, read one after the other, so that a column may hold millions."""
        unread: list[str] = []
        count = 0

        def _pairs() -> Iterator[tuple[str, int | str | None]]:
            nonlocal count
            for raw, rows in self.engine.distinct(column):
                meant = meaning(raw, rows)
                if meant == unreadable:
                    count += rows
                    if len(unread) < KEPT:
                        unread.append(raw)
                yield raw, meant

        found = self.engine.map(column, _pairs(), kind)
        if count:
            places = find_places(self.naming.register, (column,), unread)
            where = self._heading(column)
            namely = places.said(quoted=column not in self.personal)
            what = f"Rows that cannot be read in {where!r} are left out: {count:,}"
            self.warnings.append(f"{what}{namely and ', namely '}{namely}.")
        return found

    def _heading(self, column: int) -> str:
        return self.naming.register.headings[column].text
