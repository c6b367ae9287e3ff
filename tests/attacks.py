"""Every attack in its long form, one after another; what each found is printed as it ends.

    python tests/attacks.py --minutes 60
    python tests/attacks.py --minutes 5 crashes fuzz

The minutes are shared out among them, as far as they can be told to stop. It ends with 1 where one found
anything.
"""

import argparse
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

TESTS = Path(__file__).parent
KILLS = 40  # a minute, of commands on two cores
MUTANTS = 0.3  # of each file, a minute
READERS = 55  # that are fuzzed, each for so many minutes


def crashes(minutes, seed):
    return ["crashes.py", "--kills", max(20, int(KILLS * minutes)), "--faults", 2, "--seed", seed]


def migrations(minutes, _seed):
    return ["test_store_migrations.py", max(1, int(minutes))]


def writers(where, minutes, seed):
    return ["writers.py", "--writers", 20, "--seconds", max(10, int(60 * minutes)), "--seed", seed, where]


def fuzz(minutes, seed):
    return ["fuzz/run.py", "--minutes", f"{minutes / READERS:.3f}", "--seed", seed]  # for each reader


def mutants(minutes, seed):
    return ["mutants/run.py", "--sample", max(1, int(MUTANTS * minutes)), "--seed", seed]


# By name: its share of the time, and what is run with so many minutes.
ATTACKS = {
    "crashes": (0.25, crashes),
    "migrations": (0.05, migrations),
    "sqlite": (0.05, partial(writers, "sqlite")),
    "postgres": (0.1, partial(writers, "postgres")),
    "fuzz": (0.3, fuzz),
    "mutants": (0.25, mutants),
}


def commands(minutes, seed, names):
    """{name: its command}, with the minutes shared out among those that are wanted."""
    wanted = {name: ATTACKS[name] for name in names or ATTACKS}
    whole = sum(share for share, _ in wanted.values())
    return {
        name: [sys.executable, *map(str, made(minutes * share / whole, seed))]
        for name, (share, made) in wanted.items()
    }


def main():
    as_it_stands = argparse.RawDescriptionHelpFormatter
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=as_it_stands)
    asked.add_argument(
        "names", nargs="*", metavar="ATTACK", help=f"some of {', '.join(ATTACKS)}; all if none"
    )
    asked.add_argument("--minutes", type=float, default=30)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    if unknown := set(given.names) - ATTACKS.keys():
        asked.error(f"there is no attack {', '.join(sorted(unknown))}")
    ended = {}
    for name, command in commands(given.minutes, given.seed, given.names).items():
        print(f"\n=== {name}: {' '.join(command[1:])}", flush=True)
        start = time.monotonic()
        code = subprocess.run(command, cwd=TESTS, check=False).returncode
        ended[name] = (code, time.monotonic() - start)
    print()
    for name, (code, seconds) in ended.items():
        found = f"FOUND SOMETHING (ended with {code})" if code else "nothing found"
        print(f"{name:12} {found}, {seconds:.0f} s")
    sys.exit(any(code for code, _ in ended.values()))


if __name__ == "__main__":
    main()
