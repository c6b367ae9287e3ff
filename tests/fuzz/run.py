"""Coverage-guided fuzzing of what the program reads: `python tests/fuzz/run.py TARGET… --minutes N`.

Needs atheris (the extra `fuzz`; Linux alone). Without a TARGET all are run one after another, N minutes each.
What is found is made as small as it goes and saved in tests/fuzz/corpus/TARGET, all of which the ordinary
suite throws again. `--list` names the targets.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOME = Path(__file__).resolve().parent
sys.path[:0] = [str(HOME.parents[1]), str(HOME.parent)]
CORPUS = HOME / "corpus"
FOUND = 1  # the exit code where something was found
LONGEST, SMALLER = 200_000, 150  # bytes of a file; how often a smaller one is tried


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("targets", nargs="*")
    asked.add_argument("--minutes", type=float, default=5)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--list", action="store_true")
    asked.add_argument(
        "--here", action="store_true", help="in this process, as it is started for each target"
    )
    given = asked.parse_args()
    from fuzz.targets import TARGETS

    if strange := set(given.targets) - set(TARGETS):
        asked.error(f"no such target: {', '.join(sorted(strange))}")
    if given.list:
        print("\n".join(TARGETS))
    elif given.here:
        Hunt(given.targets[0], given.minutes, given.seed).run()
    else:
        ended = set()
        for name in given.targets or TARGETS:
            options = ("--here", "--minutes", str(given.minutes), "--seed", str(given.seed))
            done = subprocess.run([sys.executable, __file__, name, *options], check=False)
            ended.add(done.returncode)
            if done.returncode not in {0, FOUND}:
                left = f"what it was reading is in {(CORPUS / name).relative_to(HOME)}"
                print(f"{name}: FOUND: the process ended with {done.returncode}; {left}", flush=True)
        sys.exit(ended != {0})


class Hunt:
    """A target under fire: finds are kept by where they were raised, each but once."""

    def __init__(self, name, minutes, seed):
        self.name, self.minutes, self.seed = name, minutes, seed
        self.tried, self.found, self.read = 0, {}, 0

    def run(self):
        import atheris

        with atheris.instrument_imports(include=["audit"]):
            from fuzz import mutate
            from fuzz.ranges import Range
            from fuzz.targets import TARGETS

            import audit.cli  # noqa: F401 - the rest of the package comes through it

            self.mutate, self.kind = mutate, TARGETS[self.name].kind
            with tempfile.TemporaryDirectory() as folder:
                self.range = Range(Path(folder) / "ground")
                for seed in self.range.seeds(self.name):  # what a command imports is instrumented here
                    self.range.throw(self.name, seed)
                self._fuzz(atheris, Path(folder))

    def _fuzz(self, atheris, folder):
        seeds = folder / "seeds"
        seeds.mkdir()
        known = CORPUS / self.name
        for number, seed in enumerate((*self.range.seeds(self.name), *map(Path.read_bytes, known.glob("*")))):
            (seeds / str(number)).write_bytes(seed)
        self.atheris, self.until = atheris, time.monotonic() + self.minutes * 60
        self.begun, self.folder = time.monotonic(), folder
        limits = [
            f"-max_len={LONGEST}",
            "-timeout=60",
            "-rss_limit_mb=3000",
            "-verbosity=0",
            f"-seed={self.seed}",
        ]
        home = CORPUS / self.name
        home.mkdir(parents=True, exist_ok=True)
        prefix = f"-artifact_prefix={home}/"  # where the file lands that takes all memory, or never ends
        atheris.Setup(
            [sys.argv[0], *limits, prefix, "-len_control=0", str(seeds)], self.one, custom_mutator=self.change
        )
        atheris.Fuzz()

    def change(self, data, most, seed):
        """A change that its reader looks into, or one of libFuzzer's own to the file or to a part of it."""
        rng = random.Random(seed)
        how = rng.random()
        if how < 0.6:
            return self.mutate.mutated(self.kind, data, rng)[:most]
        if self.kind == "zip" and how < 0.95:
            try:
                parts = self.mutate.unpacked(data)
                part = self.mutate.chosen(parts, rng)
                parts[part] = self.atheris.Mutate(parts[part], len(parts[part]) + 1000)
                return self.mutate.packed(parts)[:most]
            except Exception:  # noqa: BLE001 - no archive any more
                return self.atheris.Mutate(data, len(data))
        return self.atheris.Mutate(data, most)

    def one(self, data):
        if time.monotonic() > self.until:
            self._end()
        self.tried += 1
        if trouble := self.trouble(data):
            where, said = trouble
            if where not in self.found:
                self.found[where] = self._kept(data, where)
                print(f"{self.name}: FOUND {where}: {said[:400]!r} in {self.found[where]}", flush=True)

    def trouble(self, data):
        """Where something went wrong and what; None where the file was read, or refused with a sentence."""
        from fuzz.targets import FoundError

        try:
            code, _ = self.range.throw(self.name, data)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - a panic is no Exception
            if isinstance(error, FoundError):
                return str(error)[:24], str(error)
            return self._place(error), repr(error)
        self.read += not code
        return None

    @staticmethod
    def _place(error):
        places, trace = [], error.__traceback__
        while trace:
            code = trace.tb_frame.f_code
            if "/audit/" in code.co_filename:
                places.append(f"{Path(code.co_filename).name} {code.co_name}")
            trace = trace.tb_next
        return f"{type(error).__name__} in {places[-1] if places else '?'}"

    def _kept(self, data, where):
        """The file that is kept, made as small as a few tries make it."""
        rng = random.Random(self.seed)
        for _ in range(SMALLER):
            if self.kind == "zip" or len(data) < 2:
                break
            start = rng.randrange(len(data))
            less = data[:start] + data[start + rng.choice((1, 4, 32, len(data) // 4 + 1)) :]
            if (trouble := self.trouble(less)) and trouble[0] == where:
                data = less
        folder = CORPUS / self.name
        folder.mkdir(parents=True, exist_ok=True)
        called = "".join(letter if letter.isalnum() else "-" for letter in where)[:60].strip("-")
        path = folder / f"{called}.bin"
        path.write_bytes(data)
        return path.relative_to(HOME)

    def _end(self):
        spent = (time.monotonic() - self.begun) / 60
        print(
            f"{self.name}: {self.tried:,} inputs in {spent:.1f} minutes, {self.read:,} read to the end, "
            f"{len(self.found)} found",
            flush=True,
        )
        shutil.rmtree(self.folder, ignore_errors=True)
        os._exit(FOUND if self.found else 0)


if __name__ == "__main__":
    main()
