"""What may be published of a sample: nothing that names a case, and no small numbers."""

from collections.abc import Collection, Mapping
from typing import Any

from audit.sampling.certificate import acts_of, sealed_before, seed_origin
from audit.sampling.ledger import Act
from audit.sampling.standing import Standing

SMALLEST_SHOWN = 6  # counts of children from 1 to 5 are not told
HIDDEN = "[c]"


def public_figures(standing: Standing) -> dict[str, Any]:
    """The register's digest, the frame's fingerprint, total and strata, the seed, and when what was done."""
    certificate = standing.certificate
    source, frame = certificate["source"], certificate["frame"]
    population, cases = total(frame["strata"]), len(certificate["drawn"])
    return {
        "sample": standing.id,
        "register_sha256": source["sha256"],
        "fingerprint": frame["fingerprint"],
        "population": population,
        "cases": population if cases == frame["population"] else cases,  # a census tells the population
        "design": certificate["design"]["method"],
        "seed": certificate["seed"],
        "seed_was": seed_origin(certificate),
        "sealed": "before" if sealed_before(certificate) else "in the same command",
        "strata": hidden(frame["strata"]),
        "acts": [{"act": act.act, "at": act.at, "digest": act.digest} for act in _acts(standing)],
        "discarded": bool(standing.discarded),
    }


def _acts(standing: Standing) -> list[Act]:
    drawn = acts_of(standing.certificate, standing.id)
    known = {act.digest for act in drawn}
    return [*drawn, *(act for act in standing.acts if act.digest not in known)]


def shown(count: int) -> int | str:
    """A count of children as it may be published."""
    return count if count == 0 or count >= SMALLEST_SHOWN else HIDDEN


def hidden(counts: Mapping[str, int]) -> dict[str, int | str]:
    """Counts by stratum with small ones hidden, and others too where the total would give one away."""
    out = _hidden(counts)
    return {name: HIDDEN if name in out else count for name, count in counts.items()}


def total(counts: Mapping[str, int]) -> int | str:
    """The sum of counts, hidden where it is small or would give hidden ones away."""
    left = [counts[name] for name in _hidden(counts)]
    return HIDDEN if left and not _safe(left) else shown(sum(counts.values()))


def _hidden(counts: Mapping[str, int]) -> set[str]:
    """Which counts are hidden: the small ones, and the least of the others where those are not safe.

    Equal counts are hidden together, so that the hidden ones could be the other way round: then none
    of them can be worked out, even by who knows this rule.
    """
    out = {name for name, count in counts.items() if shown(count) == HIDDEN}
    rest = {count for name, count in counts.items() if count and name not in out}
    if out and rest and not _safe([counts[name] for name in out]):
        out |= {name for name, count in counts.items() if count == min(rest)}
    return out


def _safe(left: Collection[int]) -> bool:
    """Whether hidden counts stay hidden from who subtracts the others from the total.

    They do not where there is one, where they are few children together, or where all are 1 or all 5.
    """
    alike = set(left) in ({1}, {SMALLEST_SHOWN - 1})
    return len(left) > 1 and sum(left) >= SMALLEST_SHOWN and not alike
