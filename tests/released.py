"""Stores as each version of the tables was written by its own program, and what that program said of them.

`schemas/N.sql` is the database of a small made-up partnership, with rows in every table of version N, made by
the commands of the last program of that version; `schemas/said.json` has what its own commands printed with
--json on 12 October 2026, without prose and times of day: {command: {first version that said so: said}}.
"""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from test_cli_setup import as_json

from audit.store.laying import version_of
from audit.store.tables import METADATA, SCHEMA
from audit.store.transactions import opening
from audit.store.transfer import _batches, _Sum, copy_rows, nobody, tables_of

FOLDER = Path(__file__).parent / "schemas"
SAID = json.loads((FOLDER / "said.json").read_text(encoding="utf-8"))
TODAY = ("--today", "2026-10-12")
TIME = re.compile(r"T\d\d:\d\d:\d\d\+00:00")
LINE = ("at", "by", "act", "round", "agency", "subject", "question", "part", "before", "after")
# Runs a piece of code and kills the process at its n-th call; never where n is 0.
RUN = """
import os, signal, sys
{first}
left = int(sys.argv[1])
def count(frame, event, what):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
if left:
    sys.setprofile(count)
{then}
"""


def written(version):
    return (FOLDER / f"{version}.sql").read_text(encoding="utf-8")


def lay(version, place):
    """Write the store of a version as a file; gives its URL."""
    with closing(sqlite3.connect(place)) as database:
        database.executescript(written(version))
    return f"sqlite:///{place}"


def dumped(place):
    """What a file of SQLite holds: its tables as they were declared, and every row."""
    with closing(sqlite3.connect(place)) as database:
        return "\n".join(database.iterdump()) + "\n"


def lay_on_server(version, place, url):
    """The store of a version as its program would have laid it in PostgreSQL; and its URL as a file."""
    url_of_file = lay(version, place)
    with opening(url_of_file) as file, opening(url) as server:
        laying = server.connect().execution_options(write=True)
        with file.connect() as reading, laying as writing, writing.begin():
            tables = tables_of(reading)
            tables.create_all(writing)
            copy_rows(reading, writing, tables.sorted_tables, nobody)
    return url_of_file


def digests(url):
    """Each table of a store of any version by its name: its rows, and their digest."""
    with opening(url) as engine, engine.connect() as connection:
        found = {}
        today = version_of(engine) == SCHEMA
        for table in (METADATA if today else tables_of(connection)).sorted_tables:
            seen = _Sum()
            for rows in _batches(connection, table):
                seen.add(rows)
            found[table.name] = seen.of(table)
        return found


def said_by(version):
    """{command: what the program of a version printed about its store}."""
    found = {}
    for command, said in SAID.items():
        first = [number for number in said if int(number) <= version]
        if first:
            found[command] = said[first[-1]]
    return found


def says(command, *where):
    """What a command prints today with --json, in the form that is kept."""
    found = plain(as_json(*command.split(), *TODAY, *where))
    if command == "log":
        return [" | ".join(str(line.get(part, "")) for part in LINE) for line in found]
    return found


def plain(value):
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return TIME.sub("", value) if isinstance(value, str) else value


def within(kept, found):
    """Whether all that was said is said today, beside what is said in addition."""
    if isinstance(kept, dict) and isinstance(found, dict):
        return all(key in found and within(kept[key], found[key]) for key in kept)
    if isinstance(kept, list) and isinstance(found, list):
        return len(kept) == len(found) and all(map(within, kept, found))
    return kept == found


def killed(first, then, at, *args):
    """Run code that is killed at its n-th call, or kills itself; gives whether it was, rather than end well."""
    code = RUN.format(first=first, then=then)
    env = {**os.environ, "PYTHONPATH": str(FOLDER.parent.parent)}
    command = [sys.executable, "-c", code, str(at), *map(str, args)]
    done = subprocess.run(command, check=False, env=env, capture_output=True, text=True)
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return done.returncode != 0
