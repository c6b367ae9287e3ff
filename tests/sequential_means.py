"""Reference for the sequential verdict: where its tests stop, how they err, what is read; the fixed one."""

from fractions import Fraction
from functools import cache
from math import ceil, perm

import numpy as np

from audit.statistics.exact import is_rare
from audit.statistics.sequential_bounds import EARLY, SLACK, Family

BELOW = 60  # counts below the edge that may hold its verdict back; those further off have long been ruled out


def boundary(counts, population, risk=0.05, looks=None, columns=None):
    """[test, look]: below how many failures the test of each count stops."""
    looks = looks or population
    family = Family(np.array(counts), population, risk, columns or looks + 1)
    found = [family.given_up.copy()]
    found += [family.advance(look).copy() for look in range(1, looks + 1)]
    return np.array(found).T


def exact_boundary(count, population, risk):
    """The same for one count and a risk as a Fraction, in whole numbers."""
    ways, given_up, spent, found = {0: 1}, 0, 0, [0]
    unspent = (1 - Fraction(str(SLACK))) ** 2
    for look in range(1, population + 1):
        left, after = population - look + 1, {}
        for failures, number in ways.items():
            met = look - 1 - failures
            after[failures] = after.get(failures, 0) + number * max(0, count - met)
            fails = number * max(0, population - count - failures)
            after[failures + 1] = after.get(failures + 1, 0) + fails
        ways, spent, total = after, spent * left, perm(population, look)
        top = ways.get(given_up, 0)
        share = look * (population + EARLY)
        of = population * (look + EARLY)
        # spent + top ≤ total · risk · √(share/of) · (1 - SLACK), squared
        if (spent + top) ** 2 * of * risk.denominator**2 <= (
            total * risk.numerator
        ) ** 2 * share * unspent and given_up <= look:
            ways[given_up] = 0
            spent, given_up = spent + top, given_up + 1
        found.append(given_up)
    return found


def chances(boundary_, population, compliant):
    """At each look, the chance that a register with so many compliant files stops there."""
    chance, failures, found = np.zeros(population + 2), np.arange(population + 2), []
    chance[0] = 1
    for look in range(1, population + 1):
        left = population - look + 1
        after = chance * np.maximum(compliant - (look - 1 - failures), 0) / left
        after[1:] += (chance * np.maximum(population - compliant - failures, 0) / left)[:-1]
        stop = int(boundary_[look])
        found.append(after[:stop].sum())
        after[:stop] = 0
        chance = after
    return np.array(found)


@cache
def edges(population, goal):
    """Below how many failures the audit meets at each look, and below how many successes it falls short.

    An upper bound of what is read: here all counts below must be ruled out at one and the same look.
    """
    return tuple(
        boundary(range(max(0, edge - BELOW), edge + 1), population).min(axis=0)
        for edge in (goal - 1, population - goal)
    )


def mean_read(population, goal, compliant):
    """The mean number of cases read until a verdict; the chance of meets, and of falls short."""
    meets, short = edges(population, goal)
    chance, failures = np.zeros(population + 2), np.arange(population + 2)
    chance[0], mean, met, missed = 1, 0.0, 0.0, 0.0
    for look in range(1, population + 1):
        mean += chance.sum()
        left = population - look + 1
        after = chance * np.maximum(compliant - (look - 1 - failures), 0) / left
        after[1:] += (chance * np.maximum(population - compliant - failures, 0) / left)[:-1]
        low, high = int(meets[look]), look - int(short[look])
        met += after[:low].sum()
        after[:low] = 0
        missed += after[high + 1 :].sum()
        after[high + 1 :] = 0
        chance = after
    return mean, met, missed


def tail(most, sample, marked, population):
    """The chance of at most so many marked in a sample, summed from ratios of the largest term."""
    from scipy.stats import hypergeom

    return float(hypergeom.cdf(most, population, marked, sample))


@cache
def fixed_sample(population, goal, compliant, risk=0.05, power=0.95):
    """The smallest sample whose exact one-sided test against the target decides rightly so often."""
    # Failures are counted where the target is met, compliant files where it is missed.
    null, truth = (population - goal + 1, population - compliant) if compliant >= goal else (goal, compliant)
    limit = Fraction(str(risk))
    most = -1
    for sample in range(1, population + 1):
        while is_rare(most + 1, sample, null, population, limit):
            most += 1
        if most >= 0 and tail(most, sample, truth, population) >= power:
            return sample
    return population


def truths(population, target, points):
    """The compliant counts so many percentage points below and above a target, rounded away from it."""
    for gap in points:
        below, above = (target * 100 - gap) * population / 100, (target * 100 + gap) * population / 100
        yield from ((gap, count) for count in (int(below), ceil(above)) if 0 <= count <= population)
