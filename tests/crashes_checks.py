"""What stands in a folder: the rows of each store, every other file, and what may only pass."""

import hashlib
import os
import re
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

BESIDE = ("-wal", "-shm", "-journal")  # of SQLite's own, which the next who opens the file takes away
# What a command makes for as long as it runs.
PASSING = re.compile(r"(^|/)\.(passing|scratch)-[a-z0-9_]{8}(/|$)")
NUMBER = re.compile(r"(?<=VALUES\()\d+,")  # of a row
MOVED = re.compile(r"samples/[^/]+\.unfinished-\d+/")  # of a draw that was never kept, moved aside


@dataclass
class Figures:
    """What came of the kills of one command."""

    name: str
    steps: int = 0
    seconds: float = 0.0
    kills: int = 0
    ended: int = 0  # before the kill came
    kept: int = 0  # whose store had the command's rows already
    passing: int = 0  # that left something behind for the next command
    wrong: list = field(default_factory=list)

    def told(self):
        """The figures in a sentence, and the first things that are wrong."""
        yield (
            f"{self.name}: {self.kills} kills over {self.steps} steps and {self.seconds:.2f} s; {self.ended} "
            f"came too late, {self.kept} after all was kept; {self.passing} left something for the next one "
            f"to take away; {len(self.wrong)} wrong."
        )
        yield from self.wrong[:10]


def case(source, home):
    """A copy of a folder to run in; always of the same name, since files tell where they lie."""
    folder = home / "case"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder, symlinks=True)
    (folder / "tmp").mkdir(exist_ok=True)
    return folder


@dataclass(frozen=True, slots=True)
class State:
    """All that stands in a folder: the digest of each file, and of each store what its rows are.

    Files of a draw that was never kept, which the next one has moved aside, are not looked at.
    """

    files: tuple[tuple[str, str], ...]
    passing: tuple[str, ...]
    broken: tuple[str, ...]
    unordered: tuple[tuple[str, str], ...]  # the same of stores, without the order of their rows

    @property
    def store(self):
        """The digests of stores alone."""
        return tuple((name, digest) for name, digest in self.files if not is_file(name))

    def is_like(self, other, *, ordered):
        """Whether the same stands in both; in stores in any order of rows, unless they are to be ordered."""
        mine, theirs = ([one for one in state.files if is_file(one[0])] for state in (self, other))
        same = self.store == other.store if ordered else self.unordered == other.unordered
        return mine == theirs and same

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
    files, passing, broken, unordered = {}, [], [], []
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in (*folders, *names):
            path = Path(place) / name
            short = path.relative_to(folder).as_posix()
            if PASSING.search(short):
                passing.append(short)
            elif path.is_dir() or short.endswith(BESIDE) or MOVED.search(short):
                continue
            elif is_database(path):
                files[short], without, wrong = rows_of(path)
                unordered.append((short, without))
                broken += [f"{short}: {line}" for line in wrong]
            else:
                files[short] = hashlib.sha256(path.read_bytes()).hexdigest()
    return State(
        tuple(sorted(files.items())), tuple(sorted(passing)), tuple(broken), tuple(sorted(unordered))
    )


def is_database(path):
    return path.suffix == ".db" or ".db.version-" in path.name


def rows_of(path):
    """What an SQLite file holds for the next who opens it: its digest, one without an order, and damage."""
    try:
        with as_found(path) as database:
            wrong = [line for (line,) in database.execute("PRAGMA integrity_check") if line != "ok"]
            wrong += [str(line) for line in database.execute("PRAGMA foreign_key_check")]
            dumped = [*database.iterdump()]
    except sqlite3.Error as error:
        return "", "", [str(error)]
    return digest(dumped), digest(sorted(NUMBER.sub("", line) for line in dumped)), wrong


def digest(lines):
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


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


def is_file(name):
    """Whether a name is of a file other than a store."""
    return not is_database(Path(name))
