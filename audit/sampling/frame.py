"""The frame: the register after checks and exclusions, one row for each unit, and how it was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.definitions import digest
from audit.registers.register import Register
from audit.sampling.engines.columns import Columns
from audit.sampling.engines.engine import Engine, Totals


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options of a frame say, as typed; headings in `unit`, `by` and the rest."""

    unit: tuple[str, ...] = ()
    distinct: bool = False
    one_per: str = ""
    by: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    open_on: date | None = None
    cluster: str = ""
    weight: str = ""
    order: tuple[str, ...] = ()
    carry: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """Ids that a file or the workspace lists: to keep, or to leave out; `source` says where from."""

    source: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame that is laid in an engine, what went into it, and what was left out."""

    register: Register
    asked: Asked
    engine: Engine
    columns: Columns
    rows: int
    excluded: Mapping[str, int]
    differing: Mapping[str, int]
    lists: Mapping[str, Listed]
    totals: Totals
    warnings: tuple[str, ...]
    values: Mapping[int, Mapping[str, int]]

    @property
    def population(self) -> int:
        """How many units it has."""
        return sum(self.totals.units.values())

    def source(self) -> dict[str, Any]:
        """The register, as a certificate states it."""
        register = self.register
        return {
            "register": register.source,
            "sheet": register.sheet,
            "sha256": register.sha256,
            "rows": self.rows,
        }

    def state(self) -> dict[str, Any]:
        """The frame, as a certificate states it."""
        asked, headings = self.asked, self.register.headings
        found: dict[str, Any] = {
            "unit": [headings[column].text for column in self.columns.unit],
            "distinct": asked.distinct,
            "by": list(asked.by),
            "where": list(asked.where),
        }
        if asked.open_on:
            found["open_on"] = asked.open_on.isoformat()
        named = {"one_per": asked.one_per, "cluster": asked.cluster, "weight": asked.weight}
        found |= {key: value for key, value in named.items() if value}
        if asked.order:
            found["order"] = list(asked.order)
        for name, listed in self.lists.items():
            found[name.replace("-", "_")] = {
                "source": listed.source,
                "units": len(listed.units),
                "sha256": digest(sorted(listed.units)),
            }
        if self.columns.cluster is not None:
            found["clusters"] = self.engine.clusters()
        return found | {
            "excluded": [{"reason": reason, "units": units} for reason, units in self.excluded.items()],
            "differing": [{"column": column, "units": units} for column, units in self.differing.items()],
            "population": self.population,
            "strata": dict(self.totals.units),
            "fingerprint": self.totals.fingerprint,
        }
