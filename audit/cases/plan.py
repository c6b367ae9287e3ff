"""How the subjects of a round were come by and are read; kept with the round when it opens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from audit.wording import listed

EACH, ALLOTTED, ANYONE = "each", "allotted", "anyone"
PREFIXES = {"case": "C", "observation": "O", "interview": "I", "reply": "R", "action": "A"}


def number(count: int, word: str) -> str:
    """How many of what a round is about: `1 case`, `12 replies`."""
    several = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{count:,} {word if count == 1 else several}"


@dataclass(frozen=True, slots=True)
class Auditor:
    """Somebody who reads cases, and what must not be theirs: a team or a worker."""

    name: str
    agency: str = ""
    team: str = ""
    worker: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How the subjects of a round were come by and who reads them.

    `sample` is the id of a drawn sample, empty where subjects are made as they come; `readers` says who
    reads a case: `each` agency expected, the auditor to whom it is `allotted`, or `anyone` (one reading).
    `double` is the share read twice, as typed; `involved` names the agencies by audit reference, where
    not all are; a reference that is not in it is read by all. `together` are the roles of a panel that
    reads each case once and as one, empty where nobody reads together. `fixed` are the readings (reference,
    agency, reading, auditor) as they were when the ids that they followed from were purged, None before.
    """

    sample: str = ""
    readers: str = EACH
    double: str = ""
    involved: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    auditors: tuple[Auditor, ...] = ()
    together: tuple[str, ...] = ()
    fixed: tuple[tuple[str, str, int, str], ...] | None = None

    @property
    def panel(self) -> str:
        """The roles that read each case together, in a list; empty where nobody reads together."""
        return listed(self.together) if self.together else ""

    @property
    def twice(self) -> frozenset[str] | None:
        """The references read twice, where that was fixed; None where it follows from the ids drawn."""
        return None if self.fixed is None else frozenset(ref for ref, _, again, _ in self.fixed if again > 1)

    def block(self) -> dict[str, Any]:
        """The plan as it is kept."""
        return {
            "sample": self.sample,
            "readers": self.readers,
            "double": self.double,
            "involved": {name: list(codes) for name, codes in self.involved.items()},
            "auditors": [
                {"name": one.name, "agency": one.agency, "team": one.team, "worker": one.worker}
                for one in self.auditors
            ],
            **({"together": list(self.together)} if self.together else {}),
            **({"fixed": [list(one) for one in self.fixed]} if self.fixed is not None else {}),
        }


def plan_from(block: Mapping[str, Any]) -> Plan:
    """The plan that a kept block stands for; KeyError, TypeError or ValueError where it is damaged."""
    return Plan(
        sample=block["sample"],
        readers=block["readers"],
        double=block["double"],
        involved={name: tuple(codes) for name, codes in block["involved"].items()},
        auditors=tuple(Auditor(**one) for one in block["auditors"]),
        together=tuple(block.get("together", ())),
        fixed=tuple((str(ref), str(agency), int(reading), str(who)) for ref, agency, reading, who in fixed)
        if (fixed := block.get("fixed")) is not None
        else None,
    )
