"""What it costs to look over, back up, restore, search and purge a big workspace, in one run.

    python tests/benchmarks/bench_keep.py [AGENCIES …]

So many agencies have answered a Section 11 round in full, and 500 cases were drawn of 10,000. Beside 'audit
backup' stands what a person would do: copy the database by SQLite itself and zip the folder; beside 'audit
doctor' SQLite's own check of its pages. Seconds are of the processor, memory is the most that was held.
"""

import shutil
import sqlite3
import sys
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path

from bench_collect import line, make, measured

UNITS, DRAWN = 10_000, 500
LATER = ("--today", "2030-01-01")


def plain_backup(folder):
    """Copy the database by SQLite itself, and zip it with the other files."""
    with (
        closing(sqlite3.connect(folder / "audit.db")) as here,
        closing(sqlite3.connect(folder / "c")) as there,
    ):
        here.backup(there)
    with zipfile.ZipFile(folder / "plain.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.write(folder / "c", "audit.db")
        for path in sorted(folder.glob("samples/*/*")):
            made.write(path, path.relative_to(folder))


def plain_doctor(folder):
    """What SQLite says of its pages."""
    with closing(sqlite3.connect(folder / "audit.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def run(count):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, count)
        audit, own = [sys.executable, "-m", "audit"], [sys.executable, __file__, "--plain"]
        measured([*audit, "collect", "in", "--no-receipts", "--today", "2026-11-16"], folder)
        shutil.rmtree(folder / "in")
        rows = "".join(f"KBX-{70_000 + n},{'ABCDE'[n % 5]}\n" for n in range(UNITS))
        (folder / "r.csv").write_text(f"id,team\n{rows}")
        draw = ["--unit", "id", "--by", "team", "--size", str(DRAWN), "--seed", "7"]
        measured([*audit, "sample", "draw", "r.csv", *draw, "--today", "2020-01-01"], folder)
        (folder / "r.csv").unlink()
        size = (folder / "audit.db").stat().st_size
        print(f"{count:,} agencies, {size / 1e6:,.0f} MB of database, {DRAWN} of {UNITS:,} cases drawn")
        ours = measured([*audit, "doctor", *LATER], folder)
        line("audit doctor", ours, "integrity_check", measured([*own, "doctor", str(folder)], folder)[0])
        ours = measured([*audit, "backup", "all.backup", *LATER], folder)
        line("audit backup", ours, "SQLite and zip", measured([*own, "backup", str(folder)], folder)[0])
        (folder / "c").unlink()
        line("audit restore", measured([*audit, "restore", "all.backup", "again"], folder))
        shutil.rmtree(folder / "again")
        line("audit find", measured([*audit, "find", "--case", "KBX-70007", *LATER], folder))
        line("audit purge", measured([*audit, "purge", "--before", "2029-01-01", "--yes", *LATER], folder))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--plain"]:
        {"backup": plain_backup, "doctor": plain_doctor}[sys.argv[2]](Path(sys.argv[3]))
    else:
        for given in [int(one) for one in sys.argv[1:]] or [500]:
            run(given)
