"""The draw, version 1, written down once more and as plainly as can be: what other programs must equal.

A row is a dict of texts: unit, stratum, cluster, weight, and order (a list of texts); a draw reads the keys
that its design needs. Everything is worked out for everybody and then sorted: slow, and easy to check.
"""

import math
from collections import Counter
from fractions import Fraction
from hashlib import sha256


def ticket(seed, text):
    """The number of a text under a seed: 64 hex digits."""
    return sha256(f"{seed}|{text}".encode()).hexdigest()


def cells(row, design):
    """The cells of a unit's row in frame.csv."""
    columns = [row["unit"], row.get("stratum", "")]
    columns += [row["cluster"]] if design["method"] == "cluster" else []
    columns += [str(row["weight"])] if design["method"] == "weighted" else []
    return columns + (list(row["order"]) if design["method"] == "systematic" else [])


def fingerprint(rows, design):
    """Both sums over the sha256 of every row, 15 hex digits each, whatever the order of the rows."""
    hashes = [sha256("\x1f".join(cells(row, design)).encode()).hexdigest() for row in rows]
    sums = [sum(int(text[start : start + 15], 16) for text in hashes) % 16**15 for start in (0, 15)]
    return f"{sums[0]:015x} {sums[1]:015x}"


def priority(design, stratum, population, given):
    """How strongly a stratum of so many units that has been given some asks for one more."""
    if design["allocate"] == "proportional":
        return Fraction(population, 2 * given + 1)
    if design["allocate"] == "equal":
        return Fraction(-given)
    known = design["strata"][stratum]
    share = Fraction(int(known.get("compliant", 0)) + 1, int(known.get("sample", 0)) + 2)
    variance = Fraction(known["sd"]) ** 2 if "sd" in known else share * (1 - share)
    return population**2 * variance / (given * (given + 1))


def allocation(counts, design):
    """How many of each stratum are drawn: every case that could be given, by what asks for it most."""
    if design["allocate"] == "fixed":
        return {name: int(design["strata"][name]["size"]) for name in counts}
    least = max(int(design.get("minimum", 0)), 1 if design["allocate"] == "neyman" else 0)
    sizes = {name: min(least, count) for name, count in counts.items()}
    wanted = [
        (-priority(design, name, count, given), name, given)
        for name, count in counts.items()
        for given in range(sizes[name], count)
    ]
    left = int(design["size"]) - sum(sizes.values())
    assert 0 <= left <= len(wanted), "the minimums or the size cannot be met"
    for _, name, _ in sorted(wanted)[:left]:
        sizes[name] += 1
    return sizes


def numbered(rows, seed, design):
    """Every unit with its ticket and the group within which it has a place, in ticket order."""
    listed = []
    for row in rows:
        number = ticket(seed, row["unit"]) if seed else ""
        if design["method"] == "weighted":
            if int(row["weight"]) == 0:
                continue
            many = [ticket(seed, f"{row['unit']}#{k}") for k in range(1, int(row["weight"]) + 1)]
            number = min(many)
        group = row["cluster"] if design["method"] == "cluster" else ""
        if design["method"] in {"stratified", "census"}:
            group = row.get("stratum", "")
        listed.append({"unit": row["unit"], "stratum": group, "ticket": number})
    return sorted(listed, key=lambda case: (case["ticket"], case["unit"]))


def sizes(listed, seed, design):
    """How many are drawn of each group; where none is, there may still be reserves, if they are asked for."""
    counts = Counter(case["stratum"] for case in listed)
    if design["method"] == "census":
        return counts
    if design["method"] == "cluster":
        first = sorted(counts, key=lambda name: ticket(f"{seed}/cluster", name))[: int(design["clusters"])]
        return {name: min(int(design["per_cluster"]), counts[name]) for name in first}
    return allocation(counts, design) if design["method"] == "stratified" else {"": int(design["size"])}


def systematic(rows, listed, seed, design):
    """The units at even steps from a start that the seed gives."""
    line = sorted(rows, key=lambda row: (*row["order"], row["unit"]))
    size = int(design["size"])
    start = Fraction(int(sha256(f"{seed}/start".encode()).hexdigest(), 16), 2**256)
    taken = [line[math.floor((i + start) * len(line) / size)]["unit"] for i in range(size)]
    return [case | {"place": taken.index(case["unit"]) + 1} for case in listed if case["unit"] in taken]


def sub_sample(name, wanted, drawn, seed):
    """The drawn units of which a second question is asked."""
    size = math.ceil(Fraction(wanted[:-1]) * len(drawn) / 100) if wanted.endswith("%") else int(wanted)
    return sorted((case["unit"] for case in drawn), key=lambda unit: ticket(f"{seed}/{name}", unit))[:size]


def draw(rows, seed, design):
    """The cases drawn, the reserves, and the sub-samples by their names."""
    listed = numbered(rows, seed, design)
    if design["method"] == "systematic":
        drawn, reserves = systematic(rows, listed, seed, design), []
    else:
        drawn, reserves = [], []
        for name, size in sorted(sizes(listed, seed, design).items()):
            group = [case for case in listed if case["stratum"] == name]
            assert size <= len(group), "more are asked for than there are"
            more = size if design.get("reserves") is None else int(design["reserves"])
            more = 0 if design["method"] == "census" else more
            placed = [case | {"place": place} for place, case in enumerate(group, 1)]
            drawn += placed[:size]
            reserves += placed[size : size + more]
        drawn.sort(key=lambda case: (case["ticket"], case["unit"]))
    asked = design.get("sub_samples") or {}
    return drawn, reserves, {name: sub_sample(name, wanted, drawn, seed) for name, wanted in asked.items()}
