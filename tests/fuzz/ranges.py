"""A workspace that files are thrown at: what a command says of each, and that one refused changed nothing."""

import io
import re
import shlex
import sys
import time
from contextlib import chdir, contextmanager, nullcontext

from fuzz.grounds import TODAY, build
from fuzz.targets import LEADS_ASTRAY, TARGETS, FoundError
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.plain_text import PlainTextOutput

from audit.cli import run

SLOW = 20  # seconds of CPU for one small file
# What prompts and tables say to a terminal themselves, and letters that a line shows as they are typed.
ECHO = re.compile("\x1b\\[[0-9;]*m|[\r\u202a-\u202e\u2066-\u2069\u2028\u2029]")
CUT_SHORT = 130  # by Ctrl-C
HELD = 300  # bytes of what is typed, each of which may bring a prompt


class Range:
    """A workspace made in a folder; after each file it is as it was before."""

    def __init__(self, folder):
        there = (folder / "here").exists()
        self.here, self.good = (folder / "here", folder / "good") if there else build(folder)
        self.folder = folder
        self.before = self._files()
        self.folders = self._folders()

    def _files(self):
        return {path: path.read_bytes() for path in self.here.rglob("*") if path.is_file()}

    def _folders(self):
        return {path for path in self.here.rglob("*") if path.is_dir()}

    def seeds(self, name):
        """The good files of a target."""
        for seed in TARGETS[name].seeds:
            yield (self.here / seed[1:] if seed.startswith("!") else self.good / seed).read_bytes()

    def throw(self, name, data):
        """The exit code of a target's command on these bytes, and what it says; else FoundError."""
        target = TARGETS[name]
        file = self.here / target.place if target.place else self.folder / f"given{target.suffix}"
        file.write_bytes(target.made(data, self.here) if target.made else data)
        words = target.words.replace("FILE", file.as_posix()).replace("GOOD", self.good.as_posix())
        args = shlex.split(words)
        begun = time.process_time()
        try:
            with chdir(self.here), _streams(data if target.typed else None) as (stdout, stderr):
                code = run(args if "--today" in args else [*args, *TODAY])
            self._check(target, file, code, stdout(), stderr(), time.process_time() - begun)
            if target.typed and (wrong := self._damage()):
                raise FoundError(f"what was kept is damaged: {wrong}")
            return code, stdout() + stderr()
        finally:
            self._restore()

    def _check(self, target, file, code, stdout, stderr, spent):
        said = (ECHO.sub("", stdout) if target.typed else stdout) + stderr
        if spent > SLOW:
            raise FoundError(f"it took {spent:.0f} s of CPU")
        if code not in ({0, 1, 2, CUT_SHORT} if target.typed else {0, 1, 2}):
            raise FoundError(f"ended with {code}: {said[:500]}")
        if code and not said.strip():
            raise FoundError("refused without a word")
        if found := LEADS_ASTRAY.search(said):
            near = said[max(0, found.start() - 60) : found.end() + 60]
            raise FoundError(f"says {found[0]!r} to the terminal: {near!r}")
        if code and not target.typed and (changed := self._changed(target, file)):
            raise FoundError(f"refused, and changed {changed}: {said[:500]}")

    def _damage(self):
        """What the doctor says of the workspace where he finds anything."""
        with chdir(self.here), _streams() as (stdout, stderr):
            code = run(["doctor", *TODAY])
        return stdout() + stderr() if code else ""

    def _changed(self, target, file):
        now = self._files()
        own = {file, file.parent} if target.place else set()
        return [str(path) for path in {*now, *self.before} - own if now.get(path) != self.before.get(path)]

    def _restore(self):
        now = self._files()
        for path in now.keys() - self.before.keys():
            path.unlink()
        for path in sorted(self._folders() - self.folders, reverse=True):
            path.rmdir()  # the inner ones first
        for path, content in self.before.items():
            if now.get(path) != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)


class _Stream(io.TextIOWrapper):
    """A stream in memory, of a pipe or of a terminal."""

    def __init__(self, typed, holds=b""):
        super().__init__(io.BytesIO(holds), "utf-8", errors="replace", write_through=True)
        self.terminal = typed is not None

    def isatty(self):
        return self.terminal


@contextmanager
def _streams(typed=None):
    """Streams as a pipe has them, or a terminal at which this is typed; gives what was written to each."""
    kept = sys.stdin, sys.stdout, sys.stderr
    made = [_Stream(typed, typed or b""), _Stream(typed), _Stream(typed)]
    sys.stdin, sys.stdout, sys.stderr = made
    try:
        with nullcontext() if typed is None else _keyboard(typed, made[1]):
            yield tuple(lambda one=one: one.buffer.getvalue().decode() for one in made[1:])
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept


@contextmanager
def _keyboard(typed, stdout):
    """Prompts hear these bytes, and then that nobody is there any more; what they show goes to a stream."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=PlainTextOutput(stdout)):
        pipe.send_bytes(typed[:HELD])
        pipe.close()
        yield
