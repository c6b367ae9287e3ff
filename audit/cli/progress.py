"""How far something is that takes longer than a second, with the time left: on a terminal only, gone after.

One line of stderr shows it. Whatever else is said in the meantime takes its place (`paused`).
"""

import os
import shutil
import sys
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
PATIENCE = 1.0  # seconds before anything is shown
PACE = 0.5  # seconds from one look to the next
ERASE = "\r\x1b[K"


def each(items: Collection[T], what: str) -> Iterator[T]:
    """The items one by one, with how many are done and about how long the others take."""
    with steps(what, len(items)) as shown:
        for one in items:
            yield one
            shown.step()


@contextmanager
def working(what: str) -> Iterator[None]:
    """Something whose length nobody knows: shown is for how long it has been at work."""
    with steps(what, 0):
        yield


@contextmanager
def steps(what: str, total: int) -> "Iterator[Line]":
    """Something of a known number of steps, each told by `step`; of none where nobody knows how many."""
    line = Line(what, total)
    outer = Line.now
    if outer is None and visible():
        line.begin()
    try:
        yield line
    finally:
        line.end()


def counted(done: int, total: int) -> None:
    """So many of so many are done of what is at work, whose length was not known when it began."""
    if (line := Line.now) is not None:
        line.count(done, total)


def visible() -> bool:
    """Whether there is a terminal that can take a line back."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


@contextmanager
def paused() -> Iterator[None]:
    """Nothing is shown while something else is said, or somebody is asked something."""
    line = Line.now
    if line is None:
        yield
        return
    with line.quiet():
        yield


class Line:
    """The line that shows how far something is; one at a time."""

    now: "Line | None" = None

    def __init__(self, what: str, total: int) -> None:
        """Show nothing yet."""
        self.what, self.total, self.done = what, total, 0
        self._began = time.monotonic()
        self._lock, self._over = threading.RLock(), threading.Event()
        self._thread: threading.Thread | None = None
        self._there = False

    def begin(self) -> None:
        """Look every moment whether there is something to show."""
        Line.now = self
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def step(self, count: int = 1) -> None:
        """So many more are done."""
        self.done += count

    def count(self, done: int, total: int) -> None:
        """So many of so many are done; the time left goes by the pace since the first that was told."""
        if not self.total:
            self._began = time.monotonic()
        self.total, self.done = total, done

    def end(self) -> None:
        """Show nothing any more."""
        if self._thread is not None:
            self._over.set()
            self._thread.join()
            self.erase()
            Line.now = None

    def erase(self) -> None:
        """Take the line back."""
        with self._lock:
            if self._there:
                sys.stderr.write(ERASE)
                sys.stderr.flush()
                self._there = False

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Take the line back, and show nothing for a while."""
        with self._lock:
            self.erase()
            yield

    def _look(self) -> None:
        wait = PATIENCE
        while not self._over.wait(wait):
            wait = PACE
            with self._lock:
                wide = shutil.get_terminal_size().columns - 1
                text = said(self.what, self.done, self.total, time.monotonic() - self._began)
                sys.stderr.write(ERASE + text[:wide])
                sys.stderr.flush()
                self._there = True


def said(what: str, done: int, total: int, seconds: float) -> str:
    """How far something is after so many seconds, as a line: `Forms: 12 of 300, about 40 seconds left`."""
    if not total:
        return f"{what}: {lasting(seconds)} so far"
    if not done:
        return f"{what}: 0 of {total:,}"
    left = seconds / done * max(0, total - done)
    return f"{what}: {done:,} of {total:,}, about {lasting(left)} left"


def lasting(seconds: float) -> str:
    """A time as people say it: whole seconds, above a minute in steps of five, above two in minutes."""
    whole = max(1, round(seconds))
    if whole > 120:
        return f"{round(whole / 60)} minutes"
    whole = 5 * round(whole / 5) if whole > 60 else whole
    return "1 second" if whole == 1 else f"{whole} seconds"
