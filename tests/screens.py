"""A real pseudo-terminal of 80 by 24 with a screen to look at: what a person would see and type."""

import os
import time

import pexpect
import pyte

UP, DOWN, ENTER, CTRL_C, CTRL_D = "\x1b[A", "\x1b[B", "\r", "\x03", "\x04"


class Terminal:
    def __init__(self, args, *, columns=80, lines=24, env=None):
        self.screen = pyte.Screen(columns, lines)
        self.stream = pyte.ByteStream(self.screen)
        full = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLUMNS": str(columns),
            "LINES": str(lines),
            **(env or {}),
        }
        full.pop("COLUMNS"), full.pop("LINES")
        self.process = pexpect.spawn(args[0], args[1:], env=full, dimensions=(lines, columns), timeout=20)
        self.raw = b""
        self._lines = None  # as the screen shows them, until something new comes: to work them out takes long

    def read(self, seconds=0.02):
        """Take in what has come; whether anything did."""
        try:
            data = self.process.read_nonblocking(65536, timeout=seconds)
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            return False
        self.raw += data
        if b"\x1b[6n" in data:  # the program asks where the cursor is, as a terminal must answer
            self.process.send(f"\x1b[{self.screen.cursor.y + 1};{self.screen.cursor.x + 1}R")
        self.stream.feed(data)
        self._lines = None
        return True

    @property
    def lines(self):
        if self._lines is None:
            self._lines = [line.rstrip() for line in self.screen.display]
        return self._lines

    @property
    def text(self):
        return "\n".join(line for line in self.lines if line)

    @property
    def prompt(self):
        """The prompt at hand: the last line that begins with `> `, and what stands below it."""
        lines = [line for line in self.lines if line]
        places = [place for place, line in enumerate(lines) if line.startswith("> ")]
        return "\n".join(lines[places[-1] :]) if places else ""

    @property
    def ready(self):
        """Whether a prompt waits for keys: a list shows its pointer, a line of text holds the cursor."""
        if "»" in self.prompt:
            return True
        here = self.lines[self.screen.cursor.y]
        return (
            "(arrow keys" not in self.prompt and self.screen.cursor.x > 0 and here in self.prompt.split("\n")
        )

    def wait(self, seen, seconds=20):
        """Read until `seen` (a text on the screen, or a function of this terminal) and things are quiet."""
        found = seen if callable(seen) else (lambda terminal: seen in terminal.text)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            came = self.read()
            if not came and found(self):
                return
            if not came and not self.process.isalive():
                break
        if not found(self):
            raise AssertionError(f"not seen: {seen}\n{self.text}")

    def send(self, keys):
        """Type, and wait until the screen has changed."""
        before = self.text
        self.process.send(keys)
        self.wait(lambda terminal: (terminal.text != before and terminal.ready) or not alive(terminal))

    def ended(self, seconds=20):
        """Wait for the end; the exit code."""
        end = time.monotonic() + seconds
        while self.process.isalive() and time.monotonic() < end:
            self.read()
        while self.read():
            pass
        self.process.close()
        return self.process.exitstatus


def alive(terminal):
    return terminal.process.isalive()
