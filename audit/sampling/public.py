"""What may be published of a sample: nothing that names a case, and no small numbers."""

from collections.abc import Mapping
from typing import Any

from audit.disclosure.counts import HIDDEN, small
from audit.disclosure.lists import concealed
from audit.sampling.certificate import acts_of, sealed_before, seed_origin
from audit.sampling.ledger import Act
from audit.sampling.standing import Standing


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
    return HIDDEN if small(count) else count


def hidden(counts: Mapping[str, int]) -> dict[str, int | str]:
    """Counts by stratum with small ones hidden, and others too, so that none can be worked out."""
    places = concealed(tuple(counts.values()))
    return {name: HIDDEN if at in places else counts[name] for at, name in enumerate(counts)}


def total(counts: Mapping[str, int]) -> int | str:
    """The sum of counts, hidden where it is small."""
    return shown(sum(counts.values()))
