"""The whole play with planted registers, once for all tests that look at what it left behind.

Every command, what is refused, mistakes in the program, shells that complete a line, commands that are
stopped or killed in the middle, and a store and a register in a real PostgreSQL.
"""

import json
import signal
from contextlib import ExitStack
from pathlib import Path

import planted
import planted_walk
import postgres as pg
from planted_children import Children
from tables_elsewhere import to_postgres

DAY = planted_walk.DAY
CARRIED = ("--unit", "Ref 2", "--size", "3", "--carry", "Client")
# Functions that fail once they have done their work, with all that they were given in the words of the error.
MISTAKES = (
    ("audit.cli.register", "_look_at_all", ("register", "{csv}")),
    ("audit.cli.drawing", "_drawn", ("sample", "draw", "{csv}", "--unit", "Ref 2", "--size", "3")),
    ("audit.registers.register", "rows", ("sample", "draw", "{xlsx}", "--unit", "Ref 2", "--size", "3")),
    ("audit.cases.look_up", "look_up", ("{case-key}",)),
    ("audit.store.ledger", "Writing.carry", ("sample", "draw", "{csv}", *CARRIED)),
)  # fmt: skip
STOPPED = {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129}
COMPLETED = (
    "sample replace S-001 ",
    "sample show ",
    "ask neglect --about ",
    "show neglect --about C",
    "log ",
)
# What is written under a umask that lets nobody else read; all else is under one that lets everybody.
SHUT = """
init {folder} --name Kingsbridge
[id] sample draw {csv} --unit "Ref 2" --size 5 --carry Client -o {folder}/list.xlsx -w {folder} {frame}
report s11 --for board -o {folder}/board.xlsx
form neglect --agency ash -o {folder}/grid.xlsx
chase s11 --letters {folder}/letters
export neglect -o {folder}/answers.csv
log -o {folder}/log.csv
"""
OPEN_MASK, SHUT_MASK = 0o022, 0o077


class Play:
    """What was done, a line each, and what came of it."""

    def __init__(self, tree):
        import pyrage

        self.tree = Path(tree)
        self.children = Children(self.tree)
        self.record = {"said": [], "stopped": {}, "left": [], "registers": {}}
        self.places = planted.lay(self.tree / "registers")
        self.places |= planted_walk.files(self.tree / "desk", self.tree / "registers")
        self.places["key"] = str(pyrage.x25519.Identity.generate().to_public())

    def run(self, words, code=0, may=(), kind="walk", **more):
        """Run a command to its end and note what was wanted of it."""
        got, said = self.children.run(*DAY, *words, **more)
        line = " ".join(map(str, words)) or " ".join(more.values())
        self.record["said"].append(
            {"line": line, "code": code, "got": got, "may": sorted(may), "said": said.name, "kind": kind}
        )

    def walk(self, text, kind="walk", **more):
        for code, may, words in planted_walk.lines(text, **self.places, **more):
            self.run(words, code, may, kind, umask=SHUT_MASK if kind == "shut" else OPEN_MASK)

    def mistakes(self):
        """Mistakes in the program, with cells of a register in the words of the error."""
        own = ("case-key", "neglect", self.places["csv"], "--agency", "ash", "--columns", "Client,Col7")
        for module, name, words in MISTAKES:
            given = [one.format(**self.places) for one in words if one != "{case-key}"]
            given = given or [*own, "--to", self.places["key"], "-o", "never.age"]
            self.run(given, 70, (), "mistake", breaks=(module, name))

    def complete(self):
        """What a shell is told where somebody types Tab."""
        for words in COMPLETED:
            asked = {"AUDIT_COMPLETE": "bash", "AUDIT_WORDS": words.replace(" ", "\n")}
            self.run((), 0, (), "completion", **asked)

    def stop(self):
        """End a draw by each signal while our copy of the register is on the disk; then draw again."""
        draw = ("sample", "draw", self.places["xlsx"], "--unit", "Ref 2", "--size", "3")
        for name, code in (*STOPPED.items(), ("SIGKILL", -signal.SIGKILL)):
            child, said = self.children.start(*draw, *DAY)
            caught = self.children.caught(child, self.copied)
            there = self.scratch() if caught else []
            got = self.children.end(child, getattr(signal, name))
            self.record["stopped"][name] = {
                "caught": caught, "there": there, "code": code, "got": got,
                "after": self.scratch(), "said": said.name,
            }  # fmt: skip
        self.run(draw, 0, {"id"}, "after a kill")
        self.record["left"] = self.scratch()

    def copied(self):
        """Whether a cell of a register stands in a private folder now."""
        return any(b"Zqxnot" in path.read_bytes() for path in self.desk.glob(".scratch-*/**/*.csv"))

    def scratch(self):
        """(path, mode, whether it holds a cell) of all that is in private folders now."""
        paths = (one for folder in self.desk.glob(".scratch-*") for one in (folder, *folder.rglob("*")))
        return [
            (one.relative_to(self.desk).as_posix(), one.stat().st_mode & 0o777,
             one.is_file() and b"Zqxnot" in one.read_bytes())
            for one in paths
        ]  # fmt: skip

    @property
    def desk(self):
        return self.tree / "desk"

    def server(self, home):
        """A register in a PostgreSQL, and a store in another database of it, all of which is read then."""
        import psycopg

        care, store = (pg.url_of(home, name) for name in ("care", "store"))
        with psycopg.connect(pg.url_of(home).replace("+psycopg", ""), autocommit=True) as connection:
            for name in ("care", "store"):
                connection.execute(f"CREATE DATABASE {name}")
        places = {"pg": to_postgres(care, planted.table("postgres")), "store": store}
        for code, may, words in planted_walk.lines(planted_walk.SERVER, **places):
            self.run(words, code, may, "server")
        with psycopg.connect(store.replace("+psycopg", "")) as connection:
            names = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
            rows = [
                row for (name,) in names for row in connection.execute(f'SELECT * FROM "{name}"').fetchall()
            ]
        (self.tree / "server.txt").write_text("\n".join(map(repr, rows)), encoding="utf-8")


def play(folder):
    """Play it all in a folder; what came of it stands in record.json there."""
    whole = Play(folder / "tree")
    registers = {path.name: path.read_bytes() for path in (whole.tree / "registers").iterdir()}
    with ExitStack() as stack:
        stack.enter_context(whole.children)
        for part in (planted_walk.BEGIN, planted_walk.DRAWS, planted_walk.ROUNDS, planted_walk.AFTER):
            whole.walk(part)
        whole.walk(SHUT, "shut", folder="shut", frame="--frame=shut/frame.csv")
        whole.mistakes()
        whole.complete()
        whole.walk(planted_walk.REFUSED, "refused")
        whole.stop()
        if pg.programs():
            whole.server(stack.enter_context(pg.server()))
    now = {path.name: path.read_bytes() for path in (whole.tree / "registers").iterdir()}
    whole.record["registers"] = {name: now.get(name) == registers.get(name) for name in {*now, *registers}}
    (folder / "record.json").write_text(json.dumps(whole.record), encoding="utf-8")
