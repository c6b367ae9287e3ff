"""How many cases each stratum gives, by divisor methods: exact, and nested.

Nested means that one case more never takes a case away from a stratum, which the method of largest
remainders does. Sources: Sainte-Laguë's divisors for proportional parts; the equal-proportions
priorities N·S/√(k(k+1)) for Neyman's, which are its exact optimum in whole numbers (Wright 2012).
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from heapq import heapify, heappop, heapreplace

from audit.errors import StateError

METHODS = ("proportional", "equal", "neyman", "fixed")
Priority = Callable[[str, int], Fraction]


def allocate(
    populations: Mapping[str, int],
    size: int,
    method: str = "proportional",
    *,
    minimum: int = 0,
    variances: Mapping[str, Fraction] | None = None,
    sizes: Mapping[str, int] | None = None,
) -> dict[str, int]:
    """Cases for each stratum, in the order of the strata's names; they add up to `size`.

    `variances` (S² by stratum) is for neyman, `sizes` for fixed. StateError where there are too few
    units, the minimums cannot be met, or fixed sizes ask for more than a stratum has.
    """
    total = sum(populations.values())
    if size > total:
        raise StateError(f"{size:,} cases are asked for and there are {total:,}; ask for {total:,} at most.")
    figures = {"fixed": sizes, "neyman": variances}.get(method, populations) or {}
    if missing := sorted(populations.keys() - figures.keys()):
        said = ", ".join(map(repr, missing[:10])) + (" …" if len(missing) > 10 else "")
        raise StateError(f"A {method} allocation needs figures for every stratum; there are none for {said}.")
    if method == "fixed":
        return _fixed(populations, size, sizes or {}, minimum)
    if method == "neyman":
        minimum = max(1, minimum)
    start = {name: min(minimum, populations[name]) for name in sorted(populations)}
    if (least := sum(start.values())) > size:
        raise StateError(
            f"At least {minimum} from each of {len(start)} strata makes {least:,} cases, and {size:,} are "
            f"asked for; ask for {least:,} or more, or for a smaller minimum."
        )
    priority = _priority(method, populations, variances or {})
    return _given(start, populations, size - least, priority)


def _given(
    start: dict[str, int], populations: Mapping[str, int], cases: int, priority: Priority
) -> dict[str, int]:
    """Give one case at a time to the highest priority that is not full; ties by name."""
    given = dict(start)
    queue = [(-priority(name, k), name) for name, k in given.items() if k < populations[name]]
    heapify(queue)
    for _ in range(cases):
        name = queue[0][1]
        given[name] += 1
        if given[name] < populations[name]:
            heapreplace(queue, (-priority(name, given[name]), name))
        else:
            heappop(queue)
    return given


def _priority(method: str, populations: Mapping[str, int], variances: Mapping[str, Fraction]) -> Priority:
    match method:
        case "proportional":
            return lambda name, k: Fraction(populations[name], 2 * k + 1)
        case "equal":
            return lambda _name, k: Fraction(-k)
        case "neyman":
            # Squares compare as the roots do, and stay fractions.
            return lambda name, k: populations[name] ** 2 * variances[name] / (k * (k + 1))
    raise StateError(f"There is no allocation {method!r}; there are {', '.join(METHODS)}.")


def _fixed(
    populations: Mapping[str, int], size: int, sizes: Mapping[str, int], minimum: int
) -> dict[str, int]:
    over = [name for name in sorted(populations) if sizes[name] > populations[name]]
    if over:
        said = "; ".join(f"{name or 'all'}: {sizes[name]:,} of {populations[name]:,}" for name in over)
        raise StateError(f"More cases are asked for than there are ({said}); ask for fewer.")
    under = [name for name, units in sorted(populations.items()) if sizes[name] < min(minimum, units)]
    if under:
        raise StateError(
            f"At least {minimum} from each stratum is asked for, and the fixed sizes give fewer to "
            f"{', '.join(map(repr, under[:10]))}; make them agree."
        )
    total = sum(sizes[name] for name in populations)
    if total != size:
        raise StateError(f"The fixed sizes add up to {total:,} and --size says {size:,}; make them agree.")
    return {name: sizes[name] for name in sorted(populations)}


def variance(
    *, compliant: int | None = None, sample: int | None = None, sd: Fraction | None = None
) -> Fraction:
    """S² of a stratum from an earlier audit, (x + 1)/(n + 2) in place of x/n, or from a standard deviation.

    The shifted share keeps 10 of 10 from meaning that there is nothing to find.
    """
    if sd is not None:
        return sd * sd
    share = Fraction((compliant or 0) + 1, (sample or 0) + 2)
    return share * (1 - share)
