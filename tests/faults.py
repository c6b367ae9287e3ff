"""Commands that meet a full disk, a folder that may only be read, or a store that another program holds.

Each ends in a sentence with nothing half done, and once the fault is gone the same command does what it does.
Disks are small ones in memory, mounted where nobody else sees them, so that nothing is left of them.
"""

import ctypes
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache

from crashes_checks import case, state_of

import audit.store.engine

SIZE = "24m"  # of a disk that is full but for some room
ROOMS = (0, 4, 8, 16, 32, 64, 128, 256, 512, 768, 1024, 1536, 2048)  # thousands of bytes left on it, in pages
PATIENCE = 0.2  # seconds instead of thirty that a command waits for another
NEW_MOUNTS, NEW_NAMES = 0x00020000, "/"
WITHOUT = "No disk can be mounted here, so that none is full and no folder may only be read."


@cache
def mounting():
    """Whether this process may mount what no other one sees; it stands apart from others from then on."""
    if sys.platform != "linux" or os.geteuid() or ctypes.CDLL(None).unshare(NEW_MOUNTS):
        return False
    return mount("--make-rprivate", NEW_NAMES) and shutil.which("umount") is not None


def mount(*words):
    """Whether a mount could be made."""
    return not subprocess.run(("mount", *words), check=False, capture_output=True).returncode


def unmount(place):
    subprocess.run(("umount", place), check=True)


@dataclass
class Faults:
    """What came of the faults that a command met."""

    name: str
    met: int = 0
    done: int = 0
    wrong: list = field(default_factory=list)

    def told(self):
        """The figures in a sentence, and the first things that are wrong."""
        minded = self.met - self.done
        yield f"{self.name}: {self.met} faults, of which it minded {minded}; {len(self.wrong)} wrong."
        yield from self.wrong[:10]


class Faulty:
    """The faults of one command, whose bench knows what it leaves undisturbed."""

    def __init__(self, bench):
        self.bench = bench
        self.figures = Faults(bench.name)

    def plan(self, times, chance):
        """The faults that the command is to meet: each kind once, and disks with more or less room."""
        found = [("locked", 0)]
        if mounting():
            found += [("read only", 0)] + [("full disk", room) for room in ROOMS]
        chance.shuffle(found)
        return found[:times]

    def meet(self, fault):
        """Have the command meet a fault, and see what it says and leaves, and how it goes on without."""
        what, room = fault
        bench, wrong = self.bench, []
        with self._disk() if what == "full disk" else _as_it_is(bench.home) as home:
            folder = case(bench.base, home)
            with {"locked": _held, "read only": _read_only, "full disk": _full}[what](folder, room):
                code, _, said = bench.run(folder, watch=_impatient)
            left = state_of(folder)
            self.figures.met += 1
            self.figures.done += code == 0
            if "Traceback" in said or code not in {0, 1} or (code and "Error: " not in said):
                wrong.append(f"it ended with {code} and said: {said[-800:]}")
            if left.passing:
                wrong.append(f"it left {left.passing}.")
            kept = code == 0 or left.store == bench.once.store != bench.first.store
            wrong += [*bench.left_behind(folder, left, said), *bench.gone_on(folder, kept=kept)]
        self.figures.wrong += [f"{bench.name}, {what} ({room} kB): {line}" for line in wrong]

    @contextmanager
    def _disk(self):
        """A small disk where the bench has its folders, so that files tell of no other place."""
        home = self.bench.home
        mount("-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", home)
        try:
            yield home
        finally:
            unmount(home)


@contextmanager
def _as_it_is(home):
    yield home


def _impatient():
    audit.store.engine.WAIT = PATIENCE


@contextmanager
def _held(folder, _):
    """Another program holds the store, and writes in it."""
    stores = [path for path in folder.glob("*/audit.db") if path.exists()]
    if not stores:
        yield
        return
    with closing(sqlite3.connect(stores[0], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def _read_only(folder, _):
    mount("--bind", folder, folder)
    mount("-o", "remount,bind,ro", folder)
    try:
        yield
    finally:
        unmount(folder)


@contextmanager
def _full(folder, room):
    """The disk is full, but for some thousands of bytes."""
    filler = folder.parent / "filler"
    free = shutil.disk_usage(folder).free - room * 1024
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(free, 1))
    try:
        yield
    finally:
        filler.unlink()
