"""Many writers on one store, killed at random, and whether all that was acknowledged is there, and once.

    python tests/writers.py --writers 50 --seconds 60 postgres
    python tests/writers.py --writers 20 --seconds 60 sqlite

Writers and readers are processes that run the program's commands; a killer ends writers (SIGKILL) and starts
others, ends connections on the server, and starts the server anew in the middle.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import postgres as pg

HERE = Path(__file__).parent
PATIENCE = 120  # seconds after which even a slow machine has done enough


# --- the process that all others are forked from ----------------------------------------------------------


def nursery():
    """Do what is asked for on stdin, a line each: lay a workspace down, start a process, kill one, wait."""
    from writers_laid import lay, warm

    warm()
    children = {}
    for line in sys.stdin:
        asked = json.loads(line)
        does = asked.pop("do")
        said = {}
        if does == "lay":
            lay(Path(asked["folder"]), asked["url"])
        elif does == "start":
            children[asked["name"]] = _start(**asked)
        elif does == "kill":
            child = children.pop(asked["name"])
            os.kill(child, signal.SIGKILL)
            said[asked["name"]] = _end(child)
        else:
            said = {name: _end(child) for name, child in children.items()}
            children.clear()
        print(json.dumps(said), flush=True)


def _end(child):
    """How a process ended: its exit code, negative where a signal ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _start(name, folder, url, seed):
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        said = os.open(Path(folder) / f"said-{name}.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(said, 1)
        os.dup2(said, 2)
        _work(name, Path(folder), url, seed)
        code = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stderr.flush()
        os._exit(code)


def _work(name, folder, url, seed):
    from writers_reading import Reader
    from writers_work import Writer

    made = Writer if name.startswith("w") else Reader
    made(name, folder, url, seed).work()


class Nursery:
    """Talks to the process that others are forked from."""

    def __enter__(self):
        command = (sys.executable, "-W", "ignore", HERE / "writers.py", "nursery")
        paths = os.pathsep.join((str(HERE.parent), str(HERE)))
        own = {name: value for name, value in os.environ.items() if not name.startswith("AUDIT_")}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=own | {"PYTHONPATH": paths}
        )
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()

    def ask(self, does, **what):
        """Have something done; what came of it."""
        self.process.stdin.write(json.dumps({"do": does, **what}) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("The process that others are forked from has ended; see what it said above.")
        return json.loads(answer)


# --- the killer -------------------------------------------------------------------------------------------


@dataclass
class Play:
    """So many writers and readers at a store that is laid down, for some seconds, and what is done to them.

    It goes on until `least` operations were acknowledged, on however slow a machine. `home` is the folder of
    the server's socket, None with SQLite; `kills` and `cuts` are so many each second.
    """

    nursery: Nursery
    folder: Path
    url: str = ""
    home: Path | None = None
    writers: int = 12
    readers: int = 2
    seconds: float = 4
    least: int = 0
    seed: int = 1
    kills: float = 2
    cuts: float = 1
    ends: dict = field(default_factory=dict)  # exit codes by process
    done: dict = field(default_factory=lambda: {"killed": 0, "connections cut": 0, "restarts": 0})

    def run(self):
        """Let them write; everything has ended afterwards."""
        self.random, self.begun, self.generation = Random(self.seed), time.monotonic(), 0
        self.living = [self.start("w") for _ in range(self.writers)]
        for _ in range(self.readers):
            self.start("r")
        self.disturb()
        while self.lasted < self.seconds or (self.acknowledged() < self.least and self.lasted < PATIENCE):
            time.sleep(0.05)
        (self.folder / "stop").touch()
        self.seconds = self.lasted
        self.ends |= self.nursery.ask("wait")

    def start(self, what):
        self.generation += 1
        name = f"{what}{self.generation}"
        self.nursery.ask("start", name=name, folder=str(self.folder), url=self.url, seed=self.seed)
        return name

    @property
    def lasted(self):
        return time.monotonic() - self.begun

    def acknowledged(self):
        """How much was acknowledged to writers so far."""
        files = self.folder.glob("journal-w*.jsonl")
        return sum(path.read_text(encoding="utf-8").count('"code": 0') for path in files)

    def disturb(self):
        """Kill and cut at random times, and start the server anew in the middle; all of it at least once."""
        plan = [(self.seconds * self.random.random(), self.kill) for _ in range(self.times(self.kills))]
        if self.home:
            plan += [(self.seconds * self.random.random(), self.cut) for _ in range(self.times(self.cuts))]
            plan += [(self.seconds / 2, self.restart)]
        for at, what in sorted(plan, key=lambda one: one[0]):
            time.sleep(max(at - self.lasted, 0))
            what()

    def times(self, rate):
        """How often something is done that is done so often a second; 0 where it never is."""
        return max(round(rate * self.seconds), 1) if rate else 0

    def kill(self):
        place = self.random.randrange(len(self.living))
        self.ends |= self.nursery.ask("kill", name=self.living[place])
        self.living[place] = self.start("w")
        self.done["killed"] += 1

    def cut(self):
        """End the connection of one of those who are connected, as soon as somebody is."""
        import psycopg

        here = "datname = current_database() AND pid <> pg_backend_pid()"
        found = []
        with psycopg.connect(plain(self.url), autocommit=True) as connection:
            while not found and self.lasted < PATIENCE:
                found = connection.execute(f"SELECT pid FROM pg_stat_activity WHERE {here}").fetchall()
            if found:
                connection.execute("SELECT pg_terminate_backend(%s)", self.random.choice(found))
                self.done["connections cut"] += 1

    def restart(self):
        """Stop the server as a crash would, and start it again."""
        control = (pg.programs() / "pg_ctl", "-D", self.home / "data", "-w", "-l", self.home / "log")
        pg._run(*control, "-m", "immediate", "restart")
        self.done["restarts"] += 1


def plain(url):
    """A URL as the driver itself reads it."""
    return url.replace("postgresql+psycopg", "postgresql")


@contextmanager
def database(home, name):
    """The URL of a new database behind a socket; it is gone afterwards."""
    import psycopg

    with psycopg.connect(plain(pg.url_of(home)), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield pg.url_of(home, name)
    with psycopg.connect(plain(pg.url_of(home)), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


# --- the long form ----------------------------------------------------------------------------------------


def main():
    """Play as the command line says, print the figures, and end with 1 where anything is wrong."""
    from writers_checks import check, figures

    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("where", choices=("sqlite", "postgres"))
    for name, kind, usual in (
        *(("--writers", int, 12), ("--readers", int, 3), ("--seconds", float, 10), ("--seed", int, 1)),
        *(("--kills", float, 3), ("--cuts", float, 1)),
    ):
        given.add_argument(name, type=kind, default=usual)
    asked = vars(given.parse_args())
    shared = asked.pop("where") == "postgres"
    with (
        tempfile.TemporaryDirectory(prefix="writers-") as folder,
        pg.server() if shared else nullcontext() as home,
        database(home, "writers") if shared else nullcontext("") as url,
        Nursery() as process,
    ):
        process.ask("lay", folder=f"{folder}/ws", url=url)
        play = Play(process, Path(folder) / "ws", url, home, **asked)
        play.run()
        wrong = check(play)
        for line in (*figures(play), *wrong[:40]):
            print(line)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    nursery() if sys.argv[1:] == ["nursery"] else main()
