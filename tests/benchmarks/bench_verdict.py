"""How many cases the sequential verdict reads, beside the smallest fixed sample with the same error rates.

    python tests/benchmarks/bench_verdict.py [N …]

Means are exact, by recursion, and a little too high: all counts must be ruled out at one look here. The last
lines play audits with fixed seeds and ask the verdict itself. The fixed sample is the smallest whose exact
one-sided hypergeometric test at 5 % decides rightly with a chance of 95 % at that truth.
"""

import random
import sys
import time
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sequential_means import fixed_sample, mean_read, truths

from audit.statistics.sequential import MEETS, OPEN, SHORT, history, least, verdict

SIZES, TARGETS = (20, 60, 100, 200, 500, 1000, 2000), (Fraction(4, 5), Fraction(9, 10))
POINTS = (7, 10, 15, 20, 30)
AUDITS = 20_000


def means(sizes):
    """Print the table, and what it comes to for registers of 60 to 1,000."""
    ratios, clean = [], []
    print("    N target  truth points  fixed    read  ratio   error")
    for population in sizes:
        for target in TARGETS:
            goal = least(target, population)
            for gap, count in truths(population, target, POINTS):
                mean, meets, short = mean_read(population, goal, count)
                fixed = fixed_sample(population, goal, count)
                error = short if count >= goal else meets
                where = f"{population:5} {float(target):6.0%} {count / population:6.1%} {gap:6}"
                print(f"{where} {fixed:6} {mean:7.1f} {mean / fixed:6.2f} {error:7.4f}", flush=True)
                if 60 <= population <= 1000:
                    (clean if count == population else ratios).append(mean / fixed)
    for name, found in (("with failures", ratios), ("without a failure", clean)):
        if found:
            print(f"N 60 to 1,000, {name}: mean {sum(found) / len(found):.3f}, most {max(found):.2f}")


def played(population, target, compliant, chance):
    """The share of audits told wrongly at any look, and the mean number of cases to the verdict."""
    goal, wrong, cases = least(target, population), 0, 0
    error = SHORT if compliant >= goal else MEETS
    order = [1] * compliant + [0] * (population - compliant)
    for _ in range(AUDITS):
        chance.shuffle(order)
        told = [one.decision for one in history(order, population=population, target=target)]
        wrong += error in told
        cases += next(look for look, decision in enumerate(told) if decision != OPEN)
    return wrong / AUDITS, cases / AUDITS


def main(sizes):
    means(sizes)
    for population, target, compliant in ((60, "0.9", 53), (60, "0.9", 54), (60, "0.8", 42)):
        share, cases = played(population, target, compliant, random.Random(f"{population}|{compliant}"))
        exact, *_ = mean_read(population, least(target, population), compliant)
        print(
            f"{AUDITS:,} audits of {population} at {target}, {compliant} comply: {share:.4f} told wrongly, "
            f"{cases:.2f} cases read (recursion {exact:.2f})"
        )
    for population, read in ((100, 60), (500, 300), (2000, 300), (2000, 1900), (10**8, 2000)):
        order = [1, 1, 1, 0] * (read // 4)
        began = time.perf_counter()
        verdict(order, population=population, target="0.8")
        print(f"verdict on {read:,} of {population:,}: {time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or SIZES)
