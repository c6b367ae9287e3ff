"""How cases are drawn: the design that a certificate states."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from audit.definitions import decimal
from audit.errors import StateError
from audit.sampling.allocation import METHODS as ALLOCATIONS
from audit.sampling.allocation import variance
from audit.standards.question import SUB_SAMPLE

METHODS = ("simple", "stratified", "systematic", "cluster", "weighted", "census", "judgement")
WITHOUT_RESERVES = ("systematic", "census", "judgement")
MOST = 100_000  # cases of one sample; nobody reads more, and a certificate names each
_TAKEN = {"cluster", "start", "double", "auditors"}  # what other parts of a draw hash the seed with
_SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)%", re.ASCII)


@dataclass(frozen=True, slots=True)
class Design:
    """A design, as `state` puts it into a certificate.

    `strata` are the figures of a fixed or Neyman allocation, by stratum, as texts; `subs` the named
    sub-samples as typed (`10%`, `4`); `reserves` is None for as many as are drawn.
    """

    method: str
    size: int = 0
    allocate: str = "proportional"
    minimum: int = 0
    reserves: int | None = None
    strata: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    clusters: int = 0
    per_cluster: int = 0
    subs: Mapping[str, str] = field(default_factory=dict)
    extends: str = ""

    def __post_init__(self) -> None:
        """Refuse reserves and cases of a cluster that no engine keeps; StateError."""
        if max(self.reserves or 0, self.per_cluster) > MOST:
            raise StateError(f"At most {MOST:,} reserves, and cases of a cluster, are kept; ask for fewer.")

    def state(self) -> dict[str, Any]:
        """The design as a certificate holds it: only what this method needs."""
        found: dict[str, Any] = {"method": self.method}
        if self.method not in {"census", "judgement", "cluster"}:
            found["size"] = self.size
        if self.method == "stratified":
            found |= {"allocate": self.allocate, "minimum": self.minimum}
            if self.allocate in {"fixed", "neyman"}:
                found["strata"] = {name: _typed(figures) for name, figures in self.strata.items()}
        if self.method == "cluster":
            found |= {"clusters": self.clusters, "per_cluster": self.per_cluster}
        if self.method not in WITHOUT_RESERVES:
            found["reserves"] = self.reserves
        if self.subs:
            found["sub_samples"] = dict(self.subs)
        return found | ({"extends": self.extends} if self.extends else {})

    @property
    def variances(self) -> dict[str, Fraction]:
        """S² of each stratum."""
        return {name: _variance(figures) for name, figures in self.strata.items()}

    @property
    def sizes(self) -> dict[str, int]:
        """The fixed size of each stratum."""
        return {name: int(figures["size"]) for name, figures in self.strata.items()}


def from_state(state: Mapping[str, Any]) -> Design:
    """The design that a certificate states; ValueError, KeyError, TypeError or StateError else."""
    strata = {
        name: {key: str(v) for key, v in figures.items()} for name, figures in state.get("strata", {}).items()
    }
    reserves = state.get("reserves")
    design = Design(
        method=state["method"],
        size=_count(state.get("size", 0)),
        allocate=state.get("allocate", "proportional"),
        minimum=_count(state.get("minimum", 0)),
        reserves=None if reserves is None else _count(reserves),
        strata=strata,
        clusters=_count(state.get("clusters", 0)),
        per_cluster=_count(state.get("per_cluster", 0)),
        subs=dict(read_sub(f"{name}={text}") for name, text in state.get("sub_samples", {}).items()),
        extends=state.get("extends", ""),
    )
    if design.method not in METHODS or design.allocate not in ALLOCATIONS or design.state() != state:
        raise ValueError(state)
    figures = design.sizes if design.allocate == "fixed" else design.variances if strata else {}
    if any(figure < 0 for figure in figures.values()):
        raise ValueError(state)
    return design


def _count(number: Any) -> int:
    """A whole number from 0 up; ValueError where it is none."""
    if type(number) is not int or number < 0:
        raise ValueError(number)
    return number


def _typed(figures: Mapping[str, str]) -> dict[str, Any]:
    """Counts as whole numbers; a standard deviation as its decimal's text, since nothing here is a float."""
    return {key: value if key == "sd" else int(value) for key, value in figures.items()}


def _variance(figures: Mapping[str, str]) -> Fraction:
    if "sd" in figures:
        sd = decimal(figures["sd"])
        if sd is None:
            raise ValueError(figures["sd"])
        return variance(sd=sd)
    return variance(compliant=int(figures["compliant"]), sample=int(figures["sample"]))


def read_sub(text: str) -> tuple[str, str]:
    """Name and size of a sub-sample in `consent=10%` or `consent=4`; StateError where it is none."""
    name, equals, size = (part.strip() for part in text.partition("="))
    if not equals or not SUB_SAMPLE.fullmatch(name) or name in _TAKEN:
        raise StateError(
            f"The sub-sample {text!r} cannot be read; write a name of a-z, 0-9 and hyphens, and a size: "
            "consent=10%."
        )
    share = _SHARE.fullmatch(size)
    if share and not 0 < Fraction(share[1]) <= 100:
        raise StateError(f"The sub-sample {text!r} must be more than 0 % and at most 100 %.")
    digits = size.lstrip("0")[:9]  # Python reads no number of thousands of digits
    if not share and not (size.isascii() and size.isdecimal() and 0 < int(digits or 0) <= MOST):
        raise StateError(
            f"The size of the sub-sample {text!r} cannot be read; write consent=4 or consent=10%."
        )
    return name, size


def sub_size(text: str, drawn: int) -> int:
    """How many of the drawn cases a sub-sample takes; a share is rounded up."""
    if text.endswith("%"):
        return -int(-Fraction(text[:-1]) * drawn // 100)
    return int(text)
