"""Small faults put into the code one by one, and whether the tests see each.

    python tests/mutants/run.py                          # every file that covering.yaml names
    python tests/mutants/run.py audit/sampling/draw.py   # one file
    python tests/mutants/run.py --sample 200 --seed 7    # some mutants of each file
    python tests/mutants/run.py --again lived.txt        # what an earlier run printed as living

Prints the mutants that live as file:line, before → after, then a line of figures for each file. Ends with
exit 1 if one lives that explained.yaml does not explain. All of it takes hours: `nice` leaves room to others.
"""

import argparse
import ast
import json
import os
import shutil
import signal
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
if str(HERE.parent) not in sys.path:  # this file is run by itself
    sys.path[0] = str(HERE.parent)
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

import yaml  # noqa: E402
from mutants.mutations import mutations  # noqa: E402

NEEDED = ("hypothesis", "pytest", "scipy.stats", "scipy.optimize", "yaml")
HEAVY = (
    *(*NEEDED, "pandas", "pandera.pandas", "sqlalchemy", "xlsxwriter", "openpyxl", "click.testing"),
    *("rich.console", "questionary", "python_calamine", "pyrage", "pexpect", "pyte", "duckdb"),
)


@dataclass
class Result:
    """What became of the mutants of a file."""

    path: str
    mutants: int = 0
    killed: int = 0
    explained: int = 0
    left: list[str] = field(default_factory=list)
    fails: list[str] = field(default_factory=list)


def covering():
    """{file: its test files, the nearest first}."""
    return yaml.safe_load((HERE / "covering.yaml").read_text(encoding="utf-8"))


def explained():
    """What is known of mutants that no test can tell from the original."""
    return yaml.safe_load((HERE / "explained.yaml").read_text(encoding="utf-8")) or []


def warm(names):
    """Import what is heavy and none of ours, once for all forks."""
    import importlib
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in names:
            importlib.import_module(name)


def run_file(path, tests, numbers, *, whole=True):
    """The Result of some mutations of a file, by number."""
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    every = made(path)
    said = _swapped(path, tests, numbers)
    result = Result(path, len(numbers), fails=[one["name"] for one in said if one["what"] == "fails"])
    killed = {one["number"]: one["killed"] for one in said if one["what"] == "swapped"}
    for one in said:
        if one["what"] == "whole" and whole:
            killed[one["number"]] = one.get("killed") or _whole(path, tests, one["number"], result.fails)
    known = {(one["line"], one["mutation"]) for one in explained() if one["file"] == path}
    for number in numbers:
        mutation = every[number]
        if killed.get(number, False):
            result.killed += 1
        elif (lines[mutation.line - 1].strip(), mutation.says) in known:
            result.explained += 1
        else:
            result.left.append(f"{path}:{mutation.line}: {mutation.says}")
    return result


def _swapped(path, tests, numbers):
    """What the process that exchanges code says of each mutant, in its order."""
    inward, outward = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(inward)
        _child(lambda: _swap(path, tests, numbers, outward))
    os.close(outward)
    with os.fdopen(inward, encoding="utf-8") as heard:
        said = [json.loads(line) for line in heard]
    if os.waitpid(pid, 0)[1]:
        raise SystemExit(f"{path}: the tests cannot be collected; run them to see why: {' '.join(tests)}")
    return said


def _swap(path, tests, numbers, outward):
    import pytest
    from mutants.swapping import OPTIONS, Swapper

    def say(what, **more):
        os.write(outward, (json.dumps({"what": what, **more}) + "\n").encode())

    swapper = Swapper(ROOT, path, frozenset(numbers), say)
    return pytest.main([*OPTIONS, *(str(ROOT / "tests" / one) for one in tests)], [swapper])


def _whole(path, tests, number, fails):
    """Whether a copy of the project with the mutant in its place fails a test."""
    from mutants.swapping import waited

    copy = Path(tempfile.mkdtemp())
    try:
        for name in (
            "audit",
            "tests",
            "standards",
            "templates",
            "pyproject.toml",
            "README.md",
            "CHANGELOG.md",
        ):
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, copy / name)
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        mutation = list(mutations(tree))[number]
        (copy / path).write_text(mutation.source(tree), encoding="utf-8")
        pid = os.fork()
        if not pid:
            _child(lambda: _tests_in(copy, tests, fails))
        ended = bool(waited(pid, 150))
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)  # what it may have started
        return ended
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _tests_in(copy, tests, fails):
    import pytest
    from mutants.swapping import OPTIONS

    os.chdir(copy)
    os.environ["PYTHONPATH"] = str(copy)
    sys.path[:] = [str(copy), *(one for one in sys.path if not one.startswith(str(ROOT)))]
    deselected = [f"--deselect={name}" for name in fails]
    return pytest.main(
        [*OPTIONS, "-x", "--basetemp", str(copy / "tmp"), *deselected, *(f"tests/{t}" for t in tests)]
    )


def _child(does):
    """In a fork: do it in silence, and end with what it says."""
    status = 99
    try:
        silent = os.open(os.devnull, os.O_RDWR)
        for one in (0, 1, 2):
            os.dup2(silent, one)
        os.setpgid(0, 0)
        status = int(does())
    finally:
        os._exit(status)


def made(path):
    """Every mutation of a file."""
    return list(mutations(ast.parse((ROOT / path).read_text(encoding="utf-8"))))


def chosen(path, sample, seed, *, quick=False):
    """The numbers of the mutations of a file, or of a seeded sample of them."""
    numbers = [number for number, one in enumerate(made(path)) if one.in_function or not quick]
    if sample is None or sample >= len(numbers):
        return numbers
    return sorted(Random(f"{seed}|{path}").sample(numbers, sample))


def lived(file):
    """{path: the numbers of its mutants} that a run printed as living, for a run after tests were added."""
    printed = Path(file).read_text(encoding="utf-8").splitlines()
    paths = [path for path in covering() if any(line.startswith(f"{path}:") for line in printed)]
    found = {
        path: [n for n, one in enumerate(made(path)) if f"{path}:{one.line}: {one.says}" in printed]
        for path in paths
    }
    return {path: numbers for path, numbers in found.items() if numbers}


def main(arguments):
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument(
        "paths", nargs="*", metavar="PATH", help="files of the code; all of covering.yaml if none"
    )
    asked.add_argument("--sample", type=int, metavar="N", help="so many mutants of each file")
    asked.add_argument("--seed", default="1", metavar="S", help="the seed of the sample")
    asked.add_argument(
        "--quick", action="store_true", help="only within functions, and the two nearest files of tests"
    )
    asked.add_argument("--again", metavar="FILE", help="only the mutants that an earlier run printed there")
    given = asked.parse_args(arguments)
    tests = covering()
    warm(NEEDED if given.quick else HEAVY)
    left = 0
    again = lived(given.again) if given.again else {}
    for path in again if given.again else given.paths or tests:
        numbers = again.get(path) or chosen(path, given.sample, given.seed, quick=given.quick)
        result = run_file(path, tests[path][: 2 if given.quick else None], numbers, whole=not given.quick)
        for one in result.left:
            print(one)
        for one in result.fails:
            print(f"{path}: not counted, for it fails without a mutant: {one}")
        print(
            f"{path}: {result.mutants} mutants, {result.killed} killed, {result.explained} explained, "
            f"{len(result.left)} left",
            flush=True,
        )
        left += len(result.left)
    return 1 if left else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
