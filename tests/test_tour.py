"""The tour of the README: every command is typed at a terminal, and prints what the README says."""

import os
import re
import shlex
import sys
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("a pseudo-terminal is a thing of POSIX", allow_module_level=True)
import pexpect

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DAY, LEFT_OUT = "2026-11-22", "…"  # the day of the tour; a line of what the README leaves out
PROGRESS = re.compile(r"\r?(?:Writing the report: [^\r\n\x1b]*(?=\r|\x1b))")
CODES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def typed(line, folder):
    """What a command prints at a terminal of 100 columns, without what makes words bold."""
    words = [*shlex.split(line)[1:], "--today", DAY]
    given = {"NO_COLOR": "1", "PYTHONPATH": str(ROOT), "AUDIT_WORKSPACE": "", "AUDIT_STORE": ""}
    given["COLUMNS"] = "100"  # whoever runs the tests may have set another
    child = pexpect.spawn(
        *(sys.executable, ["-m", "audit", *words]),
        cwd=folder, dimensions=(50, 100), encoding="utf-8", env={**os.environ, **given}, timeout=60,
    )  # fmt: skip
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0, child.before
    shown = CODES.sub("", PROGRESS.sub("", child.before.replace("\r\n", "\n"))).replace("\r", "")
    return [text.rstrip() for text in shown.strip("\n").split("\n")]


def steps():
    """The commands of the tour in their order, each with the lines that the README shows under it."""
    tour = README.partition("## A tour, with what it prints")[2].partition("\n## ")[0]
    lines = "\n".join(re.findall(r"^```console\n(.*?)^```", tour, re.MULTILINE | re.DOTALL)).split("\n")
    found = []
    for line in lines:
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return [(command, "\n".join(shown).strip("\n").split("\n")) for command, shown in found]


def test_the_tour_prints_what_the_readme_shows(tmp_path):
    (answers,) = re.findall(r"^```yaml\n(S1: met\n.*?)^```", README, re.MULTILINE | re.DOTALL)
    folder, seen = tmp_path, 0
    for command, shown in steps():
        if command.startswith("cd "):
            folder /= command[3:]
            (folder / "police.yaml").write_text(answers, encoding="utf-8")
            continue
        printed = typed(command, folder)
        if shown == [LEFT_OUT]:
            continue
        assert len(printed) == len(shown), (command, printed)
        assert [p for p, s in zip(printed, shown, strict=True) if s not in (LEFT_OUT, p)] == [], command
        seen += len(shown)
    assert seen > 60
