"""What stands in a folder: the rows of each store, every other file, and what may only pass."""

import hashlib
import os
import re
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

BESIDE = ("-wal", "-shm", "-journal")  # of SQLite's own, which the next who opens the file takes away
# What a command makes for as long as it runs.
PASSING = re.compile(r"(^|/)\.(passing|scratch)-[a-z0-9_]{8}(/|$)")
MOVED = re.compile(r"samples/[^/]+\.unfinished-\d+/")  # of a draw that was never kept, moved aside


@dataclass(frozen=True, slots=True)
class State:
    """All that stands in a folder: the digest of each file, and of each store what its rows are."""

    files: tuple[tuple[str, str], ...]
    passing: tuple[str, ...]
    broken: tuple[str, ...]

    @property
    def store(self):
        """The digests of stores alone."""
        return tuple((name, digest) for name, digest in self.files if name.endswith(".db"))

    def unlike(self, other):
        """The names of files that differ."""
        mine, theirs = dict(self.files), dict(other.files)
        names = sorted(mine.keys() | theirs.keys())
        return [
            f"{name} {'differs' if name in mine and name in theirs else 'is only here or only there'}"
            for name in names
            if mine.get(name) != theirs.get(name)
        ]


def state_of(folder):
    """What stands in a folder."""
    files, passing, broken = {}, [], []
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in (*folders, *names):
            path = Path(place) / name
            short = path.relative_to(folder).as_posix()
            if PASSING.search(short):
                passing.append(short)
            elif path.is_dir() or short.endswith(BESIDE):
                continue
            elif is_database(path):
                files[short], wrong = rows_of(path)
                broken += [f"{short}: {line}" for line in wrong]
            else:
                files[short] = hashlib.sha256(path.read_bytes()).hexdigest()
    return State(tuple(sorted(files.items())), tuple(sorted(passing)), tuple(broken))


def is_database(path):
    return path.suffix == ".db" or ".db.version-" in path.name


def rows_of(path):
    """The digest of what an SQLite file holds for the next who opens it, and what is damaged in it."""
    try:
        with as_found(path) as database:
            wrong = [line for (line,) in database.execute("PRAGMA integrity_check") if line != "ok"]
            wrong += [str(line) for line in database.execute("PRAGMA foreign_key_check")]
            dumped = "\n".join(database.iterdump())
    except sqlite3.Error as error:
        return "", [str(error)]
    return hashlib.sha256(dumped.encode()).hexdigest(), wrong


@contextmanager
def as_found(path):
    """A copy of an SQLite file, opened, so that what a killed program left is found as it was by the next."""
    with tempfile.TemporaryDirectory(prefix="look-") as look:
        copy = Path(look) / "a.db"
        for end in ("", *BESIDE):
            with suppress(FileNotFoundError):
                shutil.copyfile(f"{path}{end}", f"{copy}{end}")
        with closing(sqlite3.connect(copy)) as database:
            yield database


def holds(path, query, word):
    """Whether an SQLite file has a row that a query finds by a word."""
    with as_found(path) as database:
        return database.execute(query, (word,)).fetchone() is not None


def is_moved(name):
    """Whether a file is of a draw that was never kept, moved aside by the next one."""
    return bool(MOVED.search(name))
