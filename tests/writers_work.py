"""What one of many writers does, command by command.

Each command has a name of its own (`w03-17`) that it writes under (--by), so that its rows are known by it.
What is begun and what was acknowledged stands in a journal of the writer's own.
"""

import json
import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from writers_laid import ACTIONS, AGENCIES, CASES, TOGETHER, say, stopped

from audit.definitions import digest
from audit.errors import AuditError
from audit.responses.response import Answer
from audit.responses.returns_sealed import sealed
from audit.store.rows import Stamp
from audit.store.store import Store


@dataclass(frozen=True, slots=True)
class Kind:
    """How often something is done, and the rows of each of its transactions by table."""

    weight: int
    parts: tuple[dict[str, int], ...]
    left: tuple[dict[str, int], ...] = ()  # what is told to be kept although it was refused


KINDS = {
    "answer": Kind(24, ({"answer": 3},)),
    "hold": Kind(20, ({"answer": 1},)),
    "sign": Kind(6, ({"response_act": 1},)),
    "reopen": Kind(6, ({"response_act": 1},)),
    "moderate": Kind(6, ({"panel": 2},)),
    "collect": Kind(6, ({"answer": 3, "received": 1},), ({"received": 1},)),
    "add": Kind(6, ({"action_plan": 1, "action": 1},)),
    "update": Kind(10, ({"action_act": 2},)),
    "change": Kind(6, ({"action": 1, "action_act": 1},)),
    "observe": Kind(5, ({"subject": 1}, {"answer": 3}), ({"subject": 1},)),
    "concern": Kind(
        4, ({"subject": 1}, {"concern": 1}, {"answer": 3}), ({"subject": 1}, {"subject": 1, "concern": 1})
    ),
    "told": Kind(4, ({"concern_act": 1},)),
    "draw": Kind(3, ({"ledger": 3, "sample": 1},)),
    "replace": Kind(5, ({"ledger": 1},)),
    "repeat": Kind(1, ({"round": 1, "expected": 8, "round_log": 1},)),
    "agency": Kind(1, ({"agency": 1},)),
    "expect": Kind(1, ({"expected": 1},)),
    "finding": Kind(4, ({"finding": 1},)),
    "close": Kind(3, ({"round_act": 1},)),
    "open": Kind(3, ({"round_act": 1},)),
}


class Journal:
    """A file of lines; what is acknowledged is on the disk before anything else is done."""

    def __init__(self, path):
        self.file = path.open("a", encoding="utf-8")

    def write(self, **what):
        self.file.write(json.dumps(what) + "\n")
        self.file.flush()
        if "ended" in what:
            os.fsync(self.file.fileno())


def _said(block, token):
    """A return with another comment on each answer, and every digest made anew."""
    for entry in block["answers"].values():
        said = {"value": "met", "comment": token}
        entry |= {"answer": said, "version": digest(said)[:12]}
        entry["history"] = [
            {**entry["history"][-1], "answer": said, "version": entry["version"], "by": token}
        ]
    return sealed({key: part for key, part in block.items() if key not in {"digests", "digest"}})


class Writer:
    """Does one thing after the other, and keeps in its journal what was acknowledged."""

    def __init__(self, name, folder, url, seed):
        self.name, self.folder = name, folder
        self.random = Random(f"{seed} {name}")
        self.where = ("-w", folder, *(("--store", url) if url else ()))
        self.url = url or f"sqlite:///{folder / 'audit.db'}"
        self.store = None  # of the interview that goes on
        self.journal = Journal(folder / f"journal-{name}.jsonl")
        self.token, self.whom, self.added = "", "", "a9"

    def work(self):
        names, weights = list(KINDS), [kind.weight for kind in KINDS.values()]
        number = 0
        while not stopped(self.folder):
            number += 1
            self.do(f"{self.name}-{number}", self.random.choices(names, weights)[0])
        self.end()

    def end(self):
        self.journal.file.close()
        if self.store:
            self.store.close()

    def do(self, token, kind, whom=""):
        """Do one thing, for an agency or any."""
        self.token, self.whom = token, whom or self.random.choice(AGENCIES)
        args = getattr(self, kind)()
        begun = time.monotonic()
        self.journal.write(token=token, kind=kind, begun=begun)
        code, out, err = args() if callable(args) else say(*args, *self.where)
        ended = time.monotonic()
        self.journal.write(token=token, kind=kind, begun=begun, ended=ended, code=code, said=out + err)
        if kind == "agency" and not code:
            self.added = token

    def _by(self):
        return ("--by", self.token)

    def _file(self, text, name="given.yaml"):
        path = self.folder / f"{self.name}-{name}"
        path.write_text(text, encoding="utf-8")
        return path

    def _answers(self):
        value = self.random.choice(("met", "partly", "not-met"))
        return "".join(f"{name}: {{value: {value}, comment: {self.token}}}\n" for name in TOGETHER)

    # --- what can be done: the words of a command, or what is called instead ------------------------------

    def answer(self):
        round_ = self.random.choice(("r1", "r1", "r1", "door"))
        return ("ask", round_, "--agency", self.whom, "--answers", self._file(self._answers()), *self._by())

    def hold(self):
        """An interview that goes on: its connection stays open, and each answer is kept as it is given."""

        def _save():
            now = Stamp(datetime.now(UTC).isoformat(timespec="seconds"), self.token)
            try:
                self.store = self.store or Store(self.url, lay=False)
                seen = self.store.response("r1", self.whom, self.whom)
                self.store.save(seen, {"B1": Answer("met", self.token)}, now)
            except AuditError as error:
                return 1, "", f"Error: {error}\n"
            return 0, "", ""

        return _save

    def sign(self):
        return ("sign", "r1", "--agency", self.whom, "--name", self.token, "--role", "Chief", *self._by())

    def reopen(self):
        return ("reopen", "r1", "--agency", self.whom, "--reason", self.token, *self._by())

    def moderate(self):
        lines = (f"{self.whom},{name},partly,{self.token}\n" for name in TOGETHER[:2])
        path = self._file("agency,question,moderated grade,reason\n" + "".join(lines), "panel.csv")
        return ("moderate", "r1", "--answers", path, *self._by())

    def collect(self):
        code = self.random.choice(AGENCIES[:2])
        block = json.loads((self.folder / f"{code}.json").read_text(encoding="utf-8"))
        path = self._file(json.dumps(_said(block, self.token)), f"{self.token}.json")
        return ("collect", path, "--no-receipts", "--prefer", "file", *self._by())

    def add(self):
        return ("action", "add", f"Do {self.token}", "--plan", f"plan-{self.token}", *self._by())

    def _two(self):
        return [f"A-{number:03}" for number in self.random.sample(range(1, ACTIONS + 1), 2)]

    def update(self):
        return ("action", "update", *self._two(), "--note", self.token, *self._by())

    def change(self):
        return (
            "action",
            "change",
            self._two()[0],
            "--number",
            self.token,
            "--reason",
            self.token,
            *self._by(),
        )

    def observe(self):
        return (
            "ask",
            "seen",
            "--new",
            "--agency",
            self.whom,
            "--answers",
            self._file(self._answers()),
            *self._by(),
        )

    def concern(self):
        path = self._file(f"concern: Unsafe {self.token}\n{self._answers()}")
        return ("ask", "seen", "--new", "--agency", self.whom, "--answers", path, *self._by())

    def told(self):
        return ("concern", "update", "O-01", "--number", "1", "--told", self.token, *self._by())

    def draw(self):
        ids = "".join(f"{self.token}/{number}\n" for number in range(20))
        path = self._file(f"id\n{ids}", "register.csv")
        return ("sample", "draw", path, "--unit", "id", "--size", "3", "--who", self.token)

    def replace(self):
        ref = f"C-{self.random.randint(1, CASES):02}"
        return ("sample", "replace", "S-001", ref, "--reason", self.token, "--who", self.token)

    def repeat(self):
        name = ("--name", f"again-{self.token}", "--period", "Q2 2026-27", "--due", "2027-03-31")
        return ("round", "repeat", "door", *name, *self._by())

    def agency(self):
        return (
            "agency",
            "add",
            f"Agency {self.token}",
            "--code",
            self.token,
            "--kind",
            "police",
            *self._by(),
        )

    def expect(self):
        return ("round", "change", "r1", "--add", self.added, *self._by())

    def finding(self):
        words = ("--source", "Review", "--theme", "supervision", "--text", self.token)
        return ("finding", "add", *words, *self._by())

    def close(self):
        return ("round", "close", "door", *self._by())

    def open(self):
        return ("round", "close", "door", "--reopen", *self._by())
