"""Interviews at a real terminal, killed at random moments: what the screen has gone on from is kept.

The interview runs in a process forked from this one, on a pseudo-terminal of its own.
"""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from contextlib import chdir

import crashes_laid as laid
import pexpect
import pyte
from crashes_checks import Figures, as_found, case, state_of
from screens import Terminal

WORDS = ("ask", "r1", "--agency", "oak", "--by", "Ann")
KEYS = {"A1": "1", "A2": "3", "A3": "2", "B1": "1"}  # what is typed at each question
VALUES = {"1": "met", "2": "partly", "3": "not-met"}
SLOWEST = 0.03  # seconds within which a key has done what it does
COLUMNS, LINES = 80, 24


class Forked:
    """What a terminal needs of a process: to type, to read, and how it ended."""

    def __init__(self, work):
        self.child, self.handle = pty.fork()
        if not self.child:
            os._exit(work())
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.status = None

    def send(self, keys):
        os.write(self.handle, keys.encode())

    def read_nonblocking(self, size, timeout):
        if not select.select([self.handle], [], [], timeout)[0]:
            raise pexpect.TIMEOUT("")
        try:
            if data := os.read(self.handle, size):
                return data
        except OSError:  # nobody is at the other end any more
            pass
        raise pexpect.EOF("")

    def isalive(self):
        if self.status is None:
            child, status = os.waitpid(self.child, os.WNOHANG)
            self.status = os.waitstatus_to_exitcode(status) if child else None
        return self.status is None

    def kill(self):
        os.kill(self.child, signal.SIGKILL)
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])


class Interview(Terminal):
    """An interview in a folder, forked from this process."""

    def __init__(self, folder):
        self.screen = pyte.Screen(COLUMNS, LINES)
        self.stream = pyte.ByteStream(self.screen)
        self.raw, self._lines = b"", None

        def _work():
            os.environ["TERM"] = "xterm-256color"
            with chdir(folder):
                return laid.run(WORDS)

        self.process = Forked(_work)

    def drain(self):
        """Take in all that was shown before the end."""
        while self.read():
            pass
        os.close(self.process.handle)

    @property
    def question(self):
        """The id of the question that the screen asks, empty where it asks none (any more)."""
        found = re.findall(r"^([AB]\d)  \S", self.text, re.MULTILINE)
        return found[-1] if found and "Review." not in self.text else ""


class Sitting:
    """Interviews that are killed in copies of a folder."""

    def __init__(self, home, base):
        self.home, self.base = home, base
        self.figures = Figures("terminal", steps=len(KEYS))
        begun = time.monotonic()
        folder = case(base, home)
        self._to_the_end(folder)
        self.figures.seconds = time.monotonic() - begun
        self.once = state_of(folder)

    def plan(self, kills, chance):
        """Where interviews are killed: after so many answers, and so many seconds after one more key."""
        return [(chance.randrange(len(KEYS)), chance.uniform(0, SLOWEST)) for _ in range(kills)]

    def kill(self, at):
        """Kill an interview, see that all is kept after which the screen went on, and go on."""
        folder = case(self.base, self.home)
        shown = self._killed(folder, *at)
        self.figures.kills += 1
        kept = answers(folder)
        self.figures.kept += len(kept) > at[0]
        wrong = [f"{name} was acknowledged and is lost." for name in shown if name not in kept]
        wrong += [f"{name} is kept as {kept[name]}." for name in kept if kept[name] != VALUES[KEYS[name]]]
        status, text = self._to_the_end(folder)
        if status or (kept and "Going on where you stopped" not in text):
            wrong.append(f"it then ended with {status}: {text}")
        if (found := state_of(folder)) != self.once:
            wrong.append(f"it then left something else: {found.unlike(self.once)} {found.passing}")
        self.figures.wrong += [
            f"terminal, killed {at[1]:.3f} s after key {at[0] + 1}: {one}" for one in wrong
        ]

    @staticmethod
    def _killed(folder, answered, seconds):
        """Kill an interview; the questions that the screen has gone on from."""
        terminal = Interview(folder)
        terminal.wait(lambda one: one.ready)
        for name in list(KEYS)[:answered]:
            terminal.send(KEYS[name])
        last = terminal.question
        terminal.process.send(KEYS[last])
        time.sleep(seconds)
        terminal.process.kill()
        terminal.drain()
        names = list(KEYS)
        return names if "Review." in terminal.text else names[: names.index(terminal.question or last)]

    @staticmethod
    def _to_the_end(folder):
        """Answer what is still to be answered; how it ended, and all that was shown."""
        terminal = Interview(folder)
        terminal.wait(lambda one: one.ready)
        while name := terminal.question:
            terminal.send(KEYS[name])
        terminal.send("1")
        while terminal.process.isalive():
            terminal.read()
        terminal.drain()
        return terminal.process.status, terminal.raw.decode(errors="replace")


def answers(folder):
    """The answers of the agency that are kept, by question, as they stood last."""
    query = "SELECT question, block FROM answer WHERE agency = 'oak' ORDER BY seq"
    with as_found(folder / "ws" / "audit.db") as database:
        return {name: json.loads(block)["value"] for name, block in database.execute(query)}
