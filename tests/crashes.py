"""Commands are killed at chosen system calls and at random moments, and what they leave is looked at.

    python tests/crashes.py --kills 2000 --seed 7
    python tests/crashes.py --kills 300 --seed 1 sample chase

Nothing that a command said it had kept may be lost, no file may stand half-written, what only passes goes
with the next command, and the same command then ends as if nothing had happened. Each runs in a process
forked from one that has imported all there is, in a copy of a small workspace, by a clock that stands still.
"""

import argparse
import os
import re
import shutil
import signal
import sys
import tempfile
import time
from contextlib import chdir
from pathlib import Path
from random import Random

import crashes_laid as laid
from crashes_checks import PASSING, Figures, case, holds, is_file, state_of
from crashes_laid import COMMANDS
from crashes_terminal import Sitting
from crashes_traced import TRACED, WHY_NOT, WITH_LENGTH, WRITING, At, forked
from faults import WITHOUT, Faulty, mounting
from sqlalchemy import Engine, event

TORN = {WRITING[call] for call in WITH_LENGTH}  # steps that can be half done
AT_STEPS = 0.75  # of kills, where system calls can be told; the others come at random times
TERMINAL = "terminal"  # interviews
SAID = "said.txt"  # beside the folder that a command runs in


class Bench:
    """One command, what it leaves undisturbed, and what it leaves when it is killed."""

    def __init__(self, home, bases, name):
        self.home, self.name, self.command = home, name, COMMANDS[name]
        self.base = bases[self.command.base]
        self.figures = Figures(name)
        self.first = state_of(self.base)
        self.steps, self.once, self.stores = self._undisturbed()
        self.twice = self._again(self.home / "once")

    def run(self, folder, words=None, at=None, *, traced=False, watch=None):
        """How a command ended in a folder, the steps it took, and what it said."""
        said = self.home.with_name(SAID)

        def _work():
            os.environ["TMPDIR"] = tempfile.tempdir = str(folder / "tmp")
            with chdir(folder):
                if watch:
                    watch()
                return laid.run(words or self.command.words)

        code, steps = forked(_work, said, at, traced=traced)
        return code, steps, said.read_text(encoding="utf-8", errors="replace")

    def _undisturbed(self):
        folder = case(self.base, self.home)
        begun = time.monotonic()
        code, _, said = self.run(folder)
        self.figures.seconds = time.monotonic() - begun
        if code or self.command.kept not in said:
            raise RuntimeError(f"{self.name} ended with {code} and said: {said}")
        once = state_of(folder)
        folder.rename(self.home / "once")
        if once.passing or once.broken:
            raise RuntimeError(f"{self.name} left {once.passing} {once.broken}")
        _, steps, _ = self.run(case(self.base, self.home), traced=True) if TRACED else (0, (), "")
        self.figures.steps = len(steps)
        return steps, once, self._commits() | {self.first.store, once.store}

    def _commits(self):
        """What the stores of a folder hold before each commit of the command."""
        folder, found = case(self.base, self.home), self.home / "commits"
        found.write_text("", encoding="utf-8")

        def _before(_):
            with found.open("a", encoding="utf-8") as file:
                file.write(repr(state_of(folder).store) + "\n")

        self.run(folder, watch=lambda: event.listen(Engine, "commit", _before))
        lines = found.read_text(encoding="utf-8").splitlines()
        return {eval(line) for line in lines}  # noqa: S307 - what we wrote ourselves

    def _again(self, source):
        folder = case(source, self.home)
        code, _, said = self.run(folder)
        if code not in {0, 1} or "Traceback" in said:
            raise RuntimeError(f"{self.name} again ended with {code} and said: {said}")
        return state_of(folder)

    # --- kills ------------------------------------------------------------------------------------------

    def plan(self, kills, chance):
        """Where the command is killed, so many times."""
        places = [
            At(step, moment)
            for step, name in enumerate(self.steps, 1)
            for moment in ("before", "half", "after")
            if moment != "half" or name in TORN
        ]
        chance.shuffle(places)
        places = places[: round(kills * AT_STEPS)]
        longest = self.figures.seconds * 1.1
        return places + [At(seconds=chance.uniform(0.001, longest)) for _ in range(kills - len(places))]

    def kill(self, at):
        """Kill the command, and see what it left, and what the next commands make of it."""
        folder = case(self.base, self.home)
        code, _, said = self.run(folder, at=at, traced=not at.seconds)
        self.figures.kills += 1
        if code != -signal.SIGKILL:
            self.figures.ended += 1
        left = state_of(folder)
        self.figures.passing += bool(left.passing)
        done = set(self.once.files) <= set(left.files) and left.store == self.once.store
        kept = done or left.store == self.once.store != self.first.store
        self.figures.kept += kept
        wrong = [*self.left_behind(folder, left, said), *self.open_to_others(folder, left)]
        if self.figures.kills % 2:
            wrong += self.tidied_by_another(folder)
        wrong += self.gone_on(folder, kept=kept)
        self.figures.wrong += [f"{self.name}, killed {at}: {line}" for line in wrong]

    def left_behind(self, folder, left, said):
        """What is wrong with what a killed command left."""
        yield from left.broken
        whole = set(self.first.files) | set(self.once.files)
        for name, digest in left.files:
            if (name, digest) not in whole and is_file(name):
                yield f"{name} stands half-written."
        if left.store not in self.stores and not self.command.each:
            yield f"the store holds what no step of the command leaves: {left.unlike(self.once)}"
        lost = [name for name, _ in set(self.once.files) - set(left.files)]
        if self.command.kept in said and any(not self.command.files or is_file(name) for name in lost):
            yield f"it said {self.command.kept!r}, and that is lost: {lost}"
        for found in re.finditer(self.command.each[0], said) if self.command.each else ():
            if not holds(folder / "ws" / "audit.db", self.command.each[1], found[1]):
                yield f"it said {found[0]!r}, and that is lost."

    @staticmethod
    def open_to_others(folder, left):
        """The folders that pass and are open to more people than their owner."""
        for name in left.passing:
            mode = (folder / name).stat().st_mode & 0o077
            if PASSING.search(f"/{Path(name).name}") and mode:
                yield f"{name} is open to others ({mode:o})."

    def tidied_by_another(self, folder):
        """What is wrong after another command of the same workspace, where there is one by now."""
        new = folder / "new"
        where = () if (folder / "ws").exists() else ("-w", "new" if new.exists() else "old")
        code, _, said = self.run(folder, ("today", *where))
        there = self.name != "init" or (new / "audit.db").exists()
        if code not in ({0} if there else {0, 1}):  # a folder in which there is nothing yet is no fault
            yield f"'audit today' then ended with {code}: {said[-600:]}"
        if there and (found := state_of(folder).passing):
            yield f"{', '.join(found)} is still there after 'audit today'."

    def gone_on(self, folder, *, kept):
        """What is wrong after the same command once more, and after another."""
        code, _, said = self.run(folder)
        if "Traceback" in said or code not in ({0, 1} if kept else {0}):
            yield f"the same command then ended with {code}: {said[-600:]}"
        found = state_of(folder)
        wanted = [self.once, self.twice] if kept else [self.once]
        if not any(found.is_like(one, ordered=not self.command.each) for one in wanted):
            unlike = found.unlike(wanted[-1])
            yield f"the same command then left something else{' (kept before)' * kept}: {unlike}"
        yield from self.tidied_by_another(folder)


def main():
    """Kill as the command line says, print the figures, and end with 1 where anything is wrong."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--kills", type=int, default=200, help="How many kills in all.")
    given.add_argument("--faults", type=int, default=0, help="How many faults each command meets.")
    given.add_argument("--seed", type=int, default=1)
    given.add_argument(
        "commands", nargs="*", metavar="COMMAND", help=f"Some of: {', '.join(COMMANDS)}, {TERMINAL}."
    )
    asked = given.parse_args()
    names = asked.commands or [*COMMANDS, TERMINAL]
    if strange := set(names) - {*COMMANDS, TERMINAL}:
        given.error(f"there is no {', '.join(sorted(strange))}")
    if not TRACED:
        print(WHY_NOT, "Kills come at random times only.")
    if asked.faults and not mounting():
        print(WITHOUT)
    laid.still()
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="crashes-") as home:
        bases = laid.lay(Path(home) / "bases")
        for place, name in enumerate(names):
            (own := Path(home) / f"{place}").mkdir()
            bench = Sitting(own, bases["round"]) if name == TERMINAL else Bench(own, bases, name)
            share = (asked.kills + place) // len(names)
            chance = Random(f"{asked.seed} {name}")
            for at in bench.plan(share, chance):
                bench.kill(at)
            told = [bench.figures]
            if asked.faults and name != TERMINAL:
                faulty = Faulty(bench)
                for fault in faulty.plan(asked.faults, chance):
                    faulty.meet(fault)
                told.append(faulty.figures)
            for one in told:
                print(*one.told(), sep="\n  ", flush=True)
                wrong += len(one.wrong)
            shutil.rmtree(own)
    print(f"{wrong} things are wrong.")
    sys.stdout.flush()
    os._exit(bool(wrong))  # what children shared is not to be cleared up


if __name__ == "__main__":
    main()
