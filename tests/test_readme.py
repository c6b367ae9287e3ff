"""What the README says can be typed can be typed, and what it names is there."""

import re
import shlex
from pathlib import Path

import click
import pytest
from attacks import ATTACKS, READERS, commands
from fuzz.targets import TARGETS
from test_cli_setup import as_json, call, write

from audit.cli import program

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def command_lines():
    """Every line of a shell block that calls audit, from the word audit on."""
    for line in "\n".join(blocks("sh")).splitlines():
        for part in line.split("&&"):
            found = re.match(r"(?:\S*/)?audit( .*)$", part.partition(" > ")[0].strip())
            if found:
                yield f"audit{found[1] or ''}"


def parsed(line):
    """Let click parse a command line down to the last command; nothing is run."""
    name, *args = shlex.split(line, comments=True)
    command, context = program, None
    while True:
        context = command.make_context(name, args, parent=context)
        if not isinstance(command, click.Group):
            return context
        name, command, args = command.resolve_command(context, [*context._protected_args, *context.args])


GROUPS = {
    "agency",
    "round",
    "sample",
    "stats",
    "concern",
    "result",
    "action",
    "finding",
    "store",
}  # commands that have commands below them


@pytest.mark.parametrize("line", dict.fromkeys(command_lines()))
def test_every_command_in_the_readme_parses(line):
    words = line.split()
    assert parsed(line).command.name == words[2 if words[1] in GROUPS else 1]


def test_the_readme_shows_every_command():
    shown = {line.split()[1] for line in command_lines()}
    assert {
        "init",
        "agency",
        "round",
        "ask",
        "sign",
        "form",
        "collect",
        "results",
        "report",
        "check",
        "register",
        "sample",
        "stats",
        "dip",
        "concern",
        "moderate",
        "compare",
        "agreement",
        "case-key",
        "result",
    } <= shown


@pytest.mark.parametrize("line", ["audit rond", "audit compare", "audit report r1 --for press -o x.xlsx"])
def test_a_command_that_does_not_exist_does_not_parse(line):
    with pytest.raises(click.UsageError):
        parsed(line)


@pytest.mark.parametrize(
    "name", sorted(set(re.findall(r"`(tests/[\w*./]+|standards/[\w./-]+\.yaml)`", README)))
)
def test_every_file_that_the_readme_names_is_there(name):
    examples = {"standards/ours/2026.yaml", "standards/scales/marks.yaml"}
    assert name in examples or list(ROOT.glob(name)), name


def _room(path):
    """Whether a folder is code, or text that is shown."""
    return (path / "__init__.py").exists() or any(path.glob("*.md"))


def test_the_map_names_every_room():
    map_ = re.search(r"^```\n(standards/.*?)^```", README, re.MULTILINE | re.DOTALL)[1]
    named = set(re.findall(r"^  (\w+(?:\.py|/))", map_, re.MULTILINE))
    there = {p.name + "/" for p in (ROOT / "audit").iterdir() if p.is_dir() and _room(p)}
    there |= {path.name for path in (ROOT / "audit").glob("*.py") if not path.name.startswith("__")}
    assert named == there


def test_the_answers_in_the_readme_are_taken(tmp_path):
    (given,) = [block for block in blocks("yaml") if "A1: met" in block]
    call("init", tmp_path)
    call("agency", "add", "Kingsbridge Police", "--code", "police", "--kind", "police", "-w", tmp_path)
    call("round", "open", "section-11/london", "--name", "r1", "--due", "31/10/2026", "-w", tmp_path)
    call("ask", "r1", "--agency", "police", "--answers", write(tmp_path / "a.yaml", given), "-w", tmp_path)
    taken = as_json("show", "r1", "--agency", "police", "-w", tmp_path)["answers"]
    assert set(taken) == set(re.findall(r"^(\w+):", given, re.MULTILINE))


def test_the_standards_in_the_readme_are_in_order(tmp_path):
    (given,) = [block for block in blocks("yaml") if "scale: marks" in block]
    write(
        tmp_path / "standards/scales/marks.yaml",
        "grades:\n  - {code: 100, points: 100}\n  - {code: 0, points: 0}\n",
    )
    call("check", write(tmp_path / "standards/ours/2026.yaml", given), "-w", tmp_path)


def attacks():
    """The commands of the table of attacks."""
    table = README[README.index("| promised | attacked by |") :].partition("\n\n")[0]
    rows = [line.split(" | ") for line in table.splitlines()[2:]]
    assert all(len(row) == 4 for row in rows)
    return [command for row in rows for command in re.findall(r"`([^`]+)`", row[2])]


def test_every_attack_is_a_command_that_anybody_can_run():
    found = attacks()
    assert len(found) > 12
    for command in found:
        words = [word for word in shlex.split(command) if word.endswith(".py")]
        assert words or command.startswith("pip install")
        assert all((ROOT / word).is_file() for word in words), command


def test_the_long_form_of_all_attacks_runs_what_is_there():
    made = commands(60, 1, ())
    assert made.keys() == ATTACKS.keys()
    assert all((ROOT / "tests" / command[1]).is_file() for command in made.values())
    few = commands(60, 1, ["fuzz", "crashes"])
    minutes = READERS * float(few["fuzz"][few["fuzz"].index("--minutes") + 1])
    assert 30 < minutes < 35  # of sixty, shared out among two
    assert len(TARGETS) == READERS
