"""Commands run in processes of their own, forked from one that has imported what commands import.

So a hundred of them take seconds. Home, the folder for temporary files, and everything else that a program
may write to without being asked lie in one tree, which can be searched afterwards.
"""

import gc
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import walk_packages

import audit

LEFT_OUT = ("__main__", "verify_sample")
OTHERS = (
    *("duckdb", "pandas", "pandera.pandas", "scipy.stats", "sqlalchemy.dialects.sqlite", "pyrage"),
    *("sqlalchemy.dialects.postgresql", "psycopg", "python_calamine", "rich.table", "xlsxwriter"),
)
HERE = Path(__file__).parent
PATIENCE = 60  # seconds after which a process has not done what it was waited for


def nursery():
    """Do what is asked for on stdin, a line each: start a process, wait for it."""
    _warm()
    for line in sys.stdin:
        asked = json.loads(line)
        done = _start(**asked["start"]) if "start" in asked else _end(asked["wait"])
        print(json.dumps(done), flush=True)
    os._exit(0)  # without the clearing up of libraries that were only imported


def _warm():
    """Import what commands import when they are used; what is forked from here shares it."""
    own = [one.name for one in walk_packages(audit.__path__, "audit.") if not one.name.endswith(LEFT_OUT)]
    for name in (*own, *OTHERS):
        if find_spec(name):
            import_module(name)
    gc.collect()
    gc.freeze()


def _end(child):
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _start(args, said, umask, env, breaks):
    child = os.fork()
    if child:
        return child
    try:
        os.umask(0o077)
        for number, end in ((1, "out"), (2, "err")):
            os.dup2(os.open(f"{said}.{end}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
        os.umask(umask)
        os.environ.update(env)
        sys.argv = ["audit", *args]
        if breaks:
            _break(*breaks)
        from audit.cli import main

        main()
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)  # as Python does at the end of a program
        raise
    finally:
        sys.stderr.flush()
        os._exit(1)


def _break(module, name):
    """Let a function of the program fail as a mistake in it would."""
    holder, _, last = name.rpartition(".")
    where = import_module(module)
    where = getattr(where, holder) if holder else where
    real = getattr(where, last)

    def broken(*args, **more):
        found = real(*args, **more)
        raise RuntimeError(f"This was not foreseen: {args!r} {more!r} {found!r}")

    setattr(where, last, broken)


@cache
def without_network():
    """What a command is started by so that it has no network at all; nothing where that is not allowed."""
    for way in (("unshare", "-n"), ("unshare", "-rn")):
        if (
            shutil.which(way[0])
            and not subprocess.run([*way, "true"], capture_output=True, check=False).returncode
        ):
            return way
    return ()


class Children:
    """A tree of folders, and a process in it that commands are forked from, without a network."""

    def __init__(self, tree):
        self.tree, self.number = Path(tree), 0
        for name in ("home", "tmp", "xdg", "desk", "said"):
            (self.tree / name).mkdir(mode=0o700, parents=True)

    def __enter__(self):
        own = {name: value for name, value in os.environ.items() if not name.startswith(("AUDIT_", "XDG_"))}
        paths = [str(HERE / "offline"), str(HERE.parent), str(HERE)]
        own |= {"HOME": str(self.tree / "home"), "LC_ALL": "C.UTF-8", "COLUMNS": "100"}
        own |= {name: str(self.tree / "tmp") for name in ("TMPDIR", "TEMP", "TMP")}
        for name in ("CONFIG_HOME", "CACHE_HOME", "DATA_HOME", "STATE_HOME", "RUNTIME_DIR"):
            own[f"XDG_{name}"] = str(self.tree / "xdg")
        own |= {"PYTHONPATH": os.pathsep.join(paths), "OFFLINE_LOG": str(self.tree / "network.txt")}
        self.process = subprocess.Popen(
            [*without_network(), sys.executable, "-W", "ignore", HERE / "planted_children.py"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=own, cwd=self.tree / "desk",
        )  # fmt: skip
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()

    def ask(self, **what):
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("The process that others are forked from has ended; see what it said above.")
        return json.loads(answer)

    def start(self, *args, umask=0o022, breaks=(), **env):
        """Start a command; gives the process and where it says what it says."""
        self.number += 1
        said = self.tree / "said" / f"{self.number:03}"
        given = {"args": [str(one) for one in args], "said": str(said), "umask": umask, "env": env}
        return self.ask(start={**given, "breaks": list(breaks)}), said

    def run(self, *args, **more):
        """Run a command to its end; gives its exit code and where it said what it said."""
        child, said = self.start(*args, **more)
        return self.ask(wait=child), said

    def caught(self, child, held):
        """Hold a process as soon as `held()` is true of it; False where it ended before that."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            os.kill(child, signal.SIGSTOP)
            if held():
                return True
            os.kill(child, signal.SIGCONT)
            if Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return False
            time.sleep(0.002)
        raise TimeoutError("The process never got there.")

    def end(self, child, how):
        """Send a signal to a process that is held, let it go on, and give how it ended."""
        os.kill(child, how)
        os.kill(child, signal.SIGCONT)
        return self.ask(wait=child)


if __name__ == "__main__":
    nursery()
