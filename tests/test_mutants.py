"""Small faults put into the code that draws, scores, hides and estimates: the tests see each of a sample.

The long form, of every mutant of every file, is `python tests/mutants/run.py`.
"""

import subprocess
import sys
from functools import cache

import pytest
from mutants.run import HERE, ROOT, covering, explained, made

WEIGHTY = (
    *("audit/sampling/ticket.py", "audit/sampling/draw.py", "audit/sampling/allocation.py"),
    *("audit/scoring/score.py", "audit/disclosure/protect.py", "audit/statistics/estimate.py"),
)


@cache
def told(path):
    """(text of the line, mutation) of every mutant of a file."""
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    return {(lines[one.line - 1].strip(), one.says) for one in made(path)}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork.")
def test_a_sample_of_faults_in_the_weightiest_files_is_seen_by_their_nearest_tests():
    ran = subprocess.run(
        [sys.executable, HERE / "run.py", "--quick", "--sample", "3", *WEIGHTY],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert [line.split(" killed")[0] for line in ran.stdout.splitlines()] == [
        f"{path}: 3 mutants, 3" for path in WEIGHTY
    ], ran.stdout


def test_every_mutant_that_is_explained_is_still_one_and_says_why():
    for one in explained():
        assert set(one) == {"file", "line", "mutation", "why"}
        assert (one["line"], one["mutation"]) in told(one["file"]), one
        assert len(one["why"]) > 15, one


def test_every_file_that_is_put_to_the_test_and_its_tests_are_there_once():
    text = (HERE / "covering.yaml").read_text(encoding="utf-8")
    assert sum(line.startswith("audit/") for line in text.splitlines()) == len(covering())
    for path, tests in covering().items():
        assert (ROOT / path).is_file(), path
        assert tests, path
        assert all((HERE.parent / name).is_file() for name in tests), path
