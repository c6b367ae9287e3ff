"""What the program is made of: bounds, licences, nothing unused, and a look for known vulnerabilities."""

import ast
import importlib.metadata
import json
import re
import subprocess
import sys
import time
import tomllib
from functools import cache
from pathlib import Path

import pytest
from planted_children import without_network

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = ("postgres", "spark")  # what users may ask for; [test] is for those who change the program
VULNERABILITIES = ROOT / ".ci" / "vulnerabilities.py"
# Licences under which a thing may be used and handed on, permissive or with weak copyleft.
GOOD = {
    *("MIT", "BSD", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0", "PSF-2.0", "Zlib", "CC0-1.0"),
    *("ISC", "LGPL-3.0-only", "LGPL-3.0-or-later", "MPL-2.0", "Unlicense", "HPND"),
}  # fmt: skip
NAMES = {
    "MIT License": "MIT",
    "The MIT License (MIT)": "MIT",
    "BSD License": "BSD",
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
}


def direct():
    """What the program asks for by itself or by an extra."""
    return [
        *PROJECT["dependencies"],
        *(one for name in EXTRAS for one in PROJECT["optional-dependencies"][name]),
    ]


def named(requirement):
    return re.match(r"[\w.-]+", requirement)[0]


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def licence(name):
    """The licence of what is installed: as it says itself, by an expression, a word, a class or its file."""
    found = importlib.metadata.distribution(name)
    told = [found.metadata.get("License-Expression"), found.metadata.get("License")]
    told += [
        one.split(" :: ")[-1] for one in found.metadata.get_all("Classifier") or () if "License ::" in one
    ]
    told += [found.read_text(f"licenses/{one}") for one in found.metadata.get_all("License-File") or ()]
    firsts = [(one or "").strip().split("\n")[0] for one in told]
    return next(
        (NAMES.get(one, one) for one in firsts if NAMES.get(one, one) and parts(NAMES.get(one, one)) <= GOOD),
        firsts,
    )


def parts(expression):
    """The licences of an expression that all hold; of those to choose from the first that is good."""
    return {
        next((choice for choice in one.split(" OR ") if choice in GOOD), one)
        for one in re.sub(r"[()]", "", expression).split(" AND ")
    }


def whole():
    """Everything that is installed with the program, by what each asks for."""
    from packaging.requirements import Requirement

    waiting, seen = [Requirement(one) for one in direct()], set()
    while waiting:
        one = waiting.pop()
        if plain(one.name) in seen:
            continue
        try:
            asked = importlib.metadata.requires(one.name) or ()
        except importlib.metadata.PackageNotFoundError:
            continue  # an extra that is not installed here
        seen.add(plain(one.name))
        waiting += [
            other
            for other in map(Requirement, asked)
            if other.marker is None
            or any(other.marker.evaluate({"extra": extra}) for extra in ("", *one.extras))
        ]
    return sorted(seen)


# --- bounds and use -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("requirement", direct())
def test_every_dependency_has_a_lower_and_an_upper_bound(requirement):
    assert re.fullmatch(r"[\w.-]+(?:\[\w+\])?>=\d+(?:\.\d+)*,<\d+(?:\.\d+)*", requirement)


def imported():
    """The outermost names of all that is imported anywhere in the program."""
    for path in (ROOT / "audit").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (one.name.split(".")[0] for one in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield node.module.split(".")[0]


def test_every_dependency_is_used_and_everything_that_is_used_is_asked_for():
    installed = importlib.metadata.packages_distributions()
    used = {plain(one) for name in set(imported()) for one in installed.get(name, ()) if name != "audit"}
    asked = {plain(named(one)) for one in direct()}
    # SQLAlchemy finds psycopg by the URL, and PySpark py4j, which it brings with it.
    assert asked - used <= {"psycopg"}
    assert used - asked <= {"py4j", "prompt-toolkit"}


# --- licences -----------------------------------------------------------------------------------------------


def test_the_readme_lists_the_licence_of_every_dependency():
    section = (
        (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Licences\n")[2].partition("\n## ")[0]
    )
    rows = re.findall(r"^\| ([\w-]+) \| ([\w.-]+) \|", section, re.MULTILINE)
    listed = {plain(name): told for name, told in rows if name != "package"}
    assert set(listed) == {plain(named(one)) for one in direct()}
    for name, told in listed.items():
        found = licence(name).split(" AND ")[0]
        assert found in {told, told.split("-")[0]}, (name, found)  # some say BSD and not which


def test_everything_that_is_installed_with_it_may_be_handed_on():
    names = whole()
    assert len(names) > 20
    assert {name: licence(name) for name in names if not isinstance(licence(name), str)} == {}


def test_a_licence_that_is_not_good_is_seen():
    assert not parts("MIT AND GPL-3.0-only") <= GOOD
    assert not parts("AGPL-3.0-only OR SSPL-1.0") <= GOOD
    assert parts("GPL-2.0-only OR MIT") <= GOOD


# --- known vulnerabilities ----------------------------------------------------------------------------------


def looked(*before, answer=None, tmp_path=None):
    """How the look for known vulnerabilities ends, with a pip-audit that gives an answer."""
    more = []
    if tmp_path:
        auditor = tmp_path / "auditor"
        auditor.write_text(
            f"#!{sys.executable}\nimport sys\nat = sys.argv[sys.argv.index('--output') + 1]\n"
            f"answer = {json.dumps(answer)!r}\nif answer != 'null':\n    open(at, 'w').write(answer)\n"
            "sys.exit(1)"
        )
        auditor.chmod(0o700)
        more = ["--auditor", auditor]
    command = [*before, sys.executable, VULNERABILITIES, sys.prefix, *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.strip()


@pytest.mark.skipif(not without_network(), reason="no network can be taken away here: unshare is not allowed")
def test_where_nobody_can_be_asked_it_is_said_soon_and_nothing_fails():
    began = time.monotonic()
    assert looked(*without_network()) == (0, "Known vulnerabilities: not reached: not checked.")
    assert time.monotonic() - began < 20


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script of POSIX")
def test_a_known_vulnerability_fails_and_is_named(tmp_path):
    vuln = {"id": "PYSEC-2021-142", "fix_versions": ["5.4"]}
    answer = {"dependencies": [{"name": "pyyaml", "version": "5.3", "vulns": [vuln]}]}
    code, said = looked(answer=answer, tmp_path=tmp_path)
    assert code == 1
    assert "pyyaml 5.3: PYSEC-2021-142, mended in 5.4" in said


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script of POSIX")
def test_what_was_not_looked_at_is_never_told_as_sound(tmp_path):
    own = {"name": "safeguarding-audit", "skip_reason": "not found"}
    unknown = {"name": "duckdb", "skip_reason": "not found"}
    sound = {"name": "click", "version": "8.5", "vulns": []}
    code, said = looked(answer={"dependencies": [own, unknown, sound]}, tmp_path=tmp_path)
    assert (code, said.split("\n")[0]) == (0, "Known vulnerabilities: 0 in 1 packages.")
    assert said.endswith("Not checked, since nothing is known of them: duckdb.")
    assert looked(answer=None, tmp_path=tmp_path) == (0, "Known vulnerabilities: not reached: not checked.")


def test_the_last_thing_that_ci_does_is_to_look_for_them():
    steps = (ROOT / ".ci" / "run").read_text(encoding="utf-8").strip().splitlines()
    assert steps[-1] == "python3 .ci/vulnerabilities.py .venv"
