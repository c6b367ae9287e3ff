"""What a draw from Parquet costs in Spark on this machine, beside DuckDB on the same file.

    python tests/benchmarks/bench_spark.py [ROWS ...]

Each size is drawn by `audit sample draw` as a whole command: 20 cases of each of 24 teams. Seconds are those
of the whole process, the start of Java and all; memory is the peak of its largest process, which is Java's.
Both must draw the same cases.
"""

import json
import sys
import tempfile
from pathlib import Path

import duckdb
from bench_draw import EACH, PROFILE, TEAMS, measured


def write_register(path, rows):
    """A made-up register of so many rows, as Parquet; ids in an order of their own."""
    query = f"""
        SELECT 'C-' || lpad(((i * 7919) % {rows})::VARCHAR, 9, '0') AS "Child ID",
               'Team ' || (hash(i) % {TEAMS})::INT AS "Team",
               strftime(DATE '2024-01-01' + (hash(i + 1) % 900)::INT, '%d/%m/%Y') AS "Date of referral",
               strftime(DATE '2024-01-01' + (hash(i + 2) % 900)::INT, '%d/%m/%Y') AS "Last visit",
               (hash(i + 3) % 18)::INT::VARCHAR AS "Age",
               'N' || (1 + hash(i + 4) % 9)::INT AS "Need",
               chr(97 + (hash(i + 5) % 2)::INT) AS "Disabled"
        FROM range({rows}) AS numbers(i)
    """
    duckdb.sql(f"COPY ({query}) TO '{path}'")


def cases(workspace, number):
    """The cases of a sample, with their tickets."""
    whole = json.loads((workspace / "samples" / f"S-{number:03}" / "certificate.json").read_text())
    return [(case["unit"], case["ticket"]) for case in whole["drawn"]]


def measure(rows, folder, number):
    """Both on one register; what Spark costs over DuckDB."""
    path, workspace = folder / f"r{rows}.parquet", folder / "workspace"
    write_register(path, rows)
    print(f"\n{rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB")
    rest = ["--by", "Team", "--allocate", "equal", "--size", TEAMS * EACH, "--seed", "1", "-w", workspace]
    draw = ["-m", "audit", "sample", "draw"]
    duck = measured("audit sample draw, by DuckDB", *draw, path, *rest)
    spark = measured("audit sample draw, by Spark", *draw, f"spark:local#{path}", *rest)
    path.unlink()
    same = cases(workspace, number) == cases(workspace, number + 1)
    print(f"{spark[0] / duck[0]:.2f} times DuckDB's time; {'the same cases' if same else 'OTHER CASES'}")


def main():
    sizes = [int(text.replace("_", "")) for text in sys.argv[1:]] or [200_000, 1_000_000, 10_000_000]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measured("audit init", "-m", "audit", "init", folder / "workspace")
        profile = folder / "workspace" / "templates" / "registers" / "measuring.yaml"
        profile.parent.mkdir(parents=True)
        profile.write_text(PROFILE, encoding="utf-8")
        for number, rows in enumerate(sizes):
            measure(rows, folder, 2 * number + 1)


if __name__ == "__main__":
    main()
