"""What may be published of a sample: nothing that names a case, and no small numbers."""

from collections.abc import Mapping
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
    return {
        "sample": standing.id,
        "register_sha256": source["sha256"],
        "fingerprint": frame["fingerprint"],
        "population": shown(frame["population"]),
        "cases": len(certificate["drawn"]),
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
    """Counts by stratum with small ones hidden; a second one too where the total would give one away."""
    out = {name for name, count in counts.items() if shown(count) == HIDDEN}
    rest = [name for name, count in counts.items() if count and name not in out]
    # Hidden counts that add up to a small number could be worked out from the total as well.
    while out and rest and (len(out) == 1 or sum(counts[name] for name in out) < SMALLEST_SHOWN):
        least = min(rest, key=lambda name: (counts[name], name))
        out.add(least)
        rest.remove(least)
    return {name: HIDDEN if name in out else count for name, count in counts.items()}
