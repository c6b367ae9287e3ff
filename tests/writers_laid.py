"""The workspace that many writers work on, laid down by the commands."""

import io
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

import audit.cli
from audit.cli import run

QUESTIONS = """\
title: Our own standards
edition: "2026"
scale: met-partly-not
standards:
  - id: A
    title: Leadership
    questions:
      - {id: A1, text: Someone senior leads.}
      - {id: A2, text: The board hears of it.}
      - {id: A3, text: Staff are trained.}
  - id: B
    title: Practice
    questions:
      - {id: B1, text: Children are heard.}
"""
ASKED = "title: Ours\nagainst: local/ours\nneeds: {action: [], evidence: []}\n"
SEEN = ASKED.replace("Ours", "Observations", 1) + "subject: observation\n"
AGENCIES = tuple(f"a{number}" for number in range(8))
TOGETHER = ("A1", "A2", "A3")  # always answered together, so that a reader never sees one without the others
ACTIONS = 12  # that stand there to be updated
CASES = 60  # of the sample whose cases are replaced, from many reserves
DUE = ("--due", "2026-12-31")
SETUP = "setup"  # who wrote what stands there before


def say(*args):
    """What the program does with a command: its exit code and all that it says."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run([str(one) for one in args])
    return code, out.getvalue(), err.getvalue()


def stopped(folder):
    """Whether everybody is to end what they are at, and then stop."""
    return (folder / "stop").exists()


def must(*args):
    """A command that is to succeed."""
    code, out, err = say(*args)
    if code:
        raise RuntimeError(f"audit {' '.join(map(str, args))}: {err}")
    return out


def lay(folder, url):
    """A workspace with a store behind a URL (else its own file), and everything that writers work on."""
    where = ("-w", folder, *(("--store", url) if url else ()))
    by = ("--by", SETUP)
    must("init", folder, *(("--store", url) if url else ()))
    for name, text in (("standards", QUESTIONS), ("templates", ASKED)):
        (folder / name / "local").mkdir(parents=True, exist_ok=True)
        (folder / name / "local" / "ours.yaml").write_text(text, encoding="utf-8")
    (folder / "templates/local/seen.yaml").write_text(SEEN, encoding="utf-8")
    for code in AGENCIES:
        must("agency", "add", f"Agency {code}", "--code", code, "--kind", "police", *by, *where)
    for name in ("r1", "r2", "door"):
        must("round", "open", "local/ours", "--name", name, *DUE, "--period", "Q1 2026-27", *by, *where)
    must("round", "open", "local/seen", "--name", "seen", *DUE, *by, *where)
    for number in range(ACTIONS):
        must("action", "add", f"Do {number}", *by, *where)
    first = folder / "first.yaml"
    first.write_text(
        "concern: Somebody was hurt.\n" + "".join(f"{name}: met\n" for name in TOGETHER), encoding="utf-8"
    )
    must("ask", "seen", "--new", "--agency", "a0", "--answers", first, *by, *where)
    given = folder / "given.yaml"
    given.write_text("A1: met\nA2: met\nA3: met\nB1: met\n", encoding="utf-8")
    for code in AGENCIES:
        must("ask", "r1", "--agency", code, "--answers", given, *by, *where)
    register = folder / "register.csv"
    register.write_text("id\n" + "".join(f"{number}\n" for number in range(400)), encoding="utf-8")
    must(
        "sample",
        "draw",
        register,
        "--unit",
        "id",
        "--size",
        CASES,
        "--reserves",
        "300",
        "--who",
        SETUP,
        *where,
    )
    _returns(folder, where)


def _returns(folder, where):
    """A return of each agency for the round r2, from a workspace of its own, to be made anew by writers."""
    must("invite", "r2", "-o", folder / "invitations", "--by", SETUP, *where)
    given = folder / "three.yaml"
    given.write_text("".join(f"{name}: met\n" for name in TOGETHER), encoding="utf-8")
    for code in AGENCIES[:2]:
        own = ("-w", folder / f"at-{code}")
        must("join", folder / "invitations" / f"r2-{code}.json", folder / f"at-{code}")
        must("ask", "r2", "--answers", given, *own)
        must("send", "r2", "-o", folder / f"{code}.json", *own)


def warm():
    """Import what commands import when they are used, so that a process forked from here has it already."""
    for module in iter_modules(audit.cli.__path__, "audit.cli."):
        import_module(module.name)
    for name in (
        "duckdb",
        "pandas",
        "pandera.pandas",
        "sqlalchemy.dialects.sqlite",
        "sqlalchemy.dialects.postgresql",
    ):
        import_module(name)
    if find_spec("psycopg"):
        import_module("psycopg")
