"""What a draw from a large register costs: read, checked, sealed, and 20 cases of each of 24 teams drawn.

    python tests/benchmarks/bench_draw.py [ROWS ...]

Each size is drawn by `audit sample draw` as a whole command, and beside it stands what a person would
run instead (pandas, pandera on the frame, groupby.sample: no seal, and another sample on another order
of rows) and the least that DuckDB needs to read the file and hash each id twice (ticket, fingerprint).
Time is that of the whole process, imports and all; memory is its peak.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import duckdb

TEAMS, EACH = 24, 20
PANDAS_MOST = 20_000_000  # rows that pandas holds in memory on a machine of 8 GB
PROFILE = """\
title: A register for measuring
unit: [Child ID]
strata: [Team]
columns:
  - {name: Child ID, kind: id, required: yes}
  - {name: Team, required: yes}
  - {name: Date of referral, kind: date, required: yes}
  - {name: Last visit, kind: date, required: yes}
  - {name: Age, kind: whole, from: -1, to: 25}
  - {name: Need, kind: code, codes: [N1, N2, N3, N4, N5, N6, N7, N8, N9], required: yes}
  - {name: Disabled, kind: code, codes: [a, b], required: yes}
"""
PANDAS = """\
import sys
import pandas as pd, pandera.pandas as pa
frame = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
day = pa.Check.str_matches(r"\\d{2}/\\d{2}/\\d{4}$")
pa.DataFrameSchema({
    "Child ID": pa.Column(str, unique=True),
    "Date of referral": pa.Column(str, day),
    "Last visit": pa.Column(str, day),
    "Age": pa.Column(str, pa.Check.str_matches(r"-?\\d{1,2}$")),
    "Need": pa.Column(str, pa.Check.isin([f"N{n}" for n in range(1, 10)])),
    "Disabled": pa.Column(str, pa.Check.isin(["a", "b"])),
}).validate(frame, lazy=True)
print(len(frame.groupby("Team").sample(int(sys.argv[2]), random_state=1)))
"""
HASHES = """\
import sys
import duckdb
file = sys.argv[1]
columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(7))
source = f"read_csv('{file}', auto_detect=false, header=false, skip=1, delim=',', columns={{{columns}}})"
one, two = "sha256('1|' || c0)", "sha256(c0 || chr(31) || c1)"
print(duckdb.sql(f"SELECT count(*), min({one}), min({two}) FROM {source}").fetchall())
"""
IMPORTS = "import pandera.pandas, duckdb"


def write_register(path, rows):
    """A made-up register of so many rows; ids in an order of their own."""
    query = f"""
        SELECT 'C-' || lpad(((i * 7919) % {rows})::VARCHAR, 8, '0') AS "Child ID",
               'Team ' || (hash(i) % {TEAMS})::INT AS "Team",
               strftime(DATE '2024-01-01' + (hash(i + 1) % 900)::INT, '%d/%m/%Y') AS "Date of referral",
               strftime(DATE '2024-01-01' + (hash(i + 2) % 900)::INT, '%d/%m/%Y') AS "Last visit",
               (hash(i + 3) % 18)::INT AS "Age",
               'N' || (1 + hash(i + 4) % 9)::INT AS "Need",
               chr(97 + (hash(i + 5) % 2)::INT) AS "Disabled"
        FROM range({rows}) AS numbers(i)
    """
    duckdb.sql(f"COPY ({query}) TO '{path}' (HEADER)")


def measured(what, *command):
    """Seconds and peak MB of a whole process; what it prints is thrown away."""
    began = time.perf_counter()
    child = os.fork()
    if not child:
        out = os.open(os.devnull, os.O_WRONLY)
        os.dup2(out, 1)
        os.execv(sys.executable, [sys.executable, *map(str, command)])
    _, status, used = os.wait4(child, 0)
    seconds, peak = time.perf_counter() - began, used.ru_maxrss / 1024
    if status:
        sys.exit(f"{what} failed")
    print(f"{what:46} {seconds:8.2f} s {peak:8.0f} MB", flush=True)
    return seconds, peak


def measure(rows, folder):
    """All three on one register; what ours costs over the others."""
    path, workspace = folder / f"r{rows}.csv", folder / "workspace"
    write_register(path, rows)
    print(f"\n{rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB")
    draw = ["-m", "audit", "sample", "draw", path, "--by", "Team", "--allocate", "equal"]
    draw += ["--size", TEAMS * EACH, "--seed", "1", "--json", "-w", workspace]
    ours = measured("audit sample draw, sealed and checked", *draw)
    theirs = (
        measured("pandas, pandera, groupby.sample", "-c", PANDAS, path, EACH) if rows <= PANDAS_MOST else None
    )
    least = measured("DuckDB alone: read, two hashes for each id", "-c", HASHES, path)
    path.unlink()
    if theirs:
        print(f"of pandas {ours[0] / theirs[0]:.2f} of the time, {ours[1] / theirs[1]:.2f} of the memory;")
    print(
        f"{ours[0] / least[0]:.2f} times what DuckDB alone needs; {ours[0] / rows * 1e6:.2f} s a million rows"
    )


def measure_small(folder):
    """A register of 5,000 rows, against the imports alone: the best of five, one after the other."""
    path, workspace = folder / "small.csv", folder / "workspace"
    write_register(path, 5_000)
    print("\n5,000 rows, the best of five")
    draw = ["-m", "audit", "sample", "draw", path, "--by", "Team", "--size", "40", "--json", "-w", workspace]
    pairs = [(measured("audit sample draw", *draw), measured(IMPORTS, "-c", IMPORTS)) for _ in range(5)]
    ours, imports = (min(times[0] for times in column) for column in zip(*pairs, strict=True))
    print(f"{ours / imports:.2f} times the imports")


def main():
    sizes = [int(text.replace("_", "")) for text in sys.argv[1:]] or [100_000, 1_000_000, 10_000_000]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = folder / "workspace" / "templates" / "registers" / "measuring.yaml"
        measured("audit init", "-m", "audit", "init", folder / "workspace")
        profile.parent.mkdir(parents=True)
        profile.write_text(PROFILE, encoding="utf-8")
        measure_small(folder)
        for rows in sizes:
            measure(rows, folder)


if __name__ == "__main__":
    main()
