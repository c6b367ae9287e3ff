"""The tests of a file are collected once, and then run on one mutant after another, each in a fork.

In a fork the code of the file's functions is exchanged for the mutant's: what has been imported by name,
wrapped or bound stays what it is. What only an import can change (a constant, a default) is handed back, and
`run.py` puts it into a copy of the whole project.
"""

import ast
import functools
import gc
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from hypothesis import HealthCheck, Phase, settings
from mutants.mutations import mutations

QUICK = 0.05  # seconds; tests as quick as this go first
SPENT = 12  # seconds of tests that one mutant may cost
settings.register_profile(
    "mutants",
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
OPTIONS = (
    *("-q", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-profile=mutants"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
)


@dataclass
class Swapper:
    """The plugin: `wanted` are the numbers of mutations of a file that are to be run; `say` hears of each."""

    root: Path
    path: str
    wanted: frozenset[int]
    say: object
    lines: dict[str, set[int]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    at_import: set[int] = field(default_factory=set)
    caches: list = field(default_factory=list)

    def __post_init__(self):
        self.file = str(self.root / self.path)
        self.tree = ast.parse(Path(self.file).read_text(encoding="utf-8"))
        self.watch = Watch(self.file)

    def pytest_sessionstart(self):
        self.watch.start()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        self.watch.stop()
        self.at_import = set(self.watch.seen)
        self._learn(session)
        originals = alone(codes(compile(self.tree, self.file, "exec", dont_inherit=True)))
        functions = [
            one
            for one in gc.get_objects()
            if isinstance(one, FunctionType) and one.__code__.co_filename == self.file
        ]
        self.caches = [
            one
            for one in gc.get_objects()
            if isinstance(one, functools._lru_cache_wrapper)
            and getattr(one, "__module__", "").partition(".")[0] == "audit"
        ]
        gc.collect()
        gc.freeze()  # so that a fork copies less
        for number, mutation in enumerate(mutations(self.tree)):
            if number in self.wanted:
                self._one(session, number, mutation, originals, functions)
        return True

    def _learn(self, session):
        """Which tests run which lines, how long each takes, and which fail without any mutant."""
        folder = Path(tempfile.mkdtemp())
        out = folder / "lines"

        def child():
            with out.open("w", encoding="utf-8") as kept:
                for item, after in followed(session.items):
                    self.watch.start()
                    start = time.perf_counter()
                    failed = run(item, after)
                    lasted = time.perf_counter() - start
                    self.watch.stop()
                    kept.write(json.dumps([item.nodeid, failed, lasted, sorted(self.watch.seen)]) + "\n")
                    kept.flush()

        forked(session, child, 1200)
        for line in out.read_text(encoding="utf-8").splitlines():
            name, failed, lasted, seen = json.loads(line)
            if failed:
                self.say("fails", name=name)
            else:
                self.lines[name], self.seconds[name] = set(seen), lasted
        shutil.rmtree(folder)

    def _one(self, session, number, mutation, originals, functions):
        swapped = self._swapped(mutation, originals, functions)
        if swapped is None:
            self.say("whole", number=number)
            return
        items = self._covering(session, mutation)

        def child():
            for function, code in swapped:
                function.__code__ = code
            for one in self.caches:
                one.cache_clear()
            if any(run(item, after) for item, after in followed(items)):
                os._exit(1)

        limit = 10 + 4 * sum(self.seconds[item.nodeid] for item in items)
        killed = bool(items) and forked(session, child, limit)
        first, last = mutation.lines
        again = not killed and any(line in self.at_import for line in range(first, last + 1))
        self.say("whole" if again else "swapped", number=number, killed=bool(killed), tests=len(items))

    def _swapped(self, mutation, originals, functions):
        """(function, its mutant's code) of what the mutant changes; None where exchanging is not enough."""
        if not mutation.in_function:
            return None
        changed = alone(codes(mutation.compiled(self.tree, self.file)))
        swapped = []
        for one in functions:
            key = (one.__code__.co_qualname, one.__code__.co_firstlineno)
            if key not in originals or key not in changed:
                return None
            if changed[key] != originals[key]:
                swapped.append((one, changed[key]))
        if any(len(one.__code__.co_freevars) != len(code.co_freevars) for one, code in swapped):
            return None
        return swapped or None

    def _covering(self, session, mutation):
        """The tests that run the mutated lines, the quick ones first, within what a mutant may cost."""
        first, last = mutation.lines
        lines = set(range(first, last + 1))
        items = [one for one in session.items if self.lines.get(one.nodeid, set()) & lines]
        quick = [one for one in items if self.seconds[one.nodeid] <= QUICK]
        slow = sorted((one for one in items if one not in quick), key=lambda one: self.seconds[one.nodeid])
        spent, kept = 0.0, []
        for item in quick + slow:
            spent += self.seconds[item.nodeid]
            if spent <= SPENT:
                kept.append(item)
        return kept


class Watch:
    """The lines of one file that run while it watches."""

    def __init__(self, file):
        self.file = file
        self.seen = set()

    def start(self):
        self.seen = set()
        threading.settrace(self._calls)
        sys.settrace(self._calls)

    def stop(self):
        sys.settrace(None)
        threading.settrace(None)

    def _calls(self, frame, _event, _argument):
        if frame.f_code.co_filename != self.file:
            return None
        self.seen.add(frame.f_lineno)
        return self._lines

    def _lines(self, frame, _event, _argument):
        self.seen.add(frame.f_lineno)
        return self._lines


def codes(code):
    """(name and line, code) of all code in code, in its order."""
    found = [((code.co_qualname, code.co_firstlineno), code)]
    for const in code.co_consts:
        if isinstance(const, CodeType):
            found += codes(const)
    return found


def alone(found):
    """{name and line: code} of what no other code shares a name and a line with."""
    keys = [key for key, _ in found]
    return {key: code for key, code in found if keys.count(key) == 1}


def followed(items):
    """(item, the item after it) of a list."""
    return zip(items, [*items[1:], None], strict=True)


def run(item, after):
    """Whether a test fails; no fixture that the next one needs is put away."""
    from _pytest.runner import runtestprotocol

    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=after))


def forked(session, child, limit):
    """What a child ended with, or True where its seconds were over; its temporary folders are its own."""
    folder = tempfile.mkdtemp()
    pid = os.fork()
    if not pid:
        status = 1
        try:
            os.setpgid(0, 0)
            factory = session.config._tmp_path_factory
            factory._given_basetemp, factory._basetemp = Path(folder) / "t", None
            child()
            status = 0
        except BaseException:  # noqa: BLE001 - whatever ends a mutant has found it
            status = 1
        finally:
            os._exit(status)
    ended = waited(pid, limit)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)  # what it may have started
    shutil.rmtree(folder, ignore_errors=True)
    return ended


def waited(pid, limit):
    """The status that a child ends with; it is ended at its limit."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return status
        time.sleep(0.003)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return True
