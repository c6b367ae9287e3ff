"""What the program says: whole sentences in British English, and help that fits a terminal, everywhere."""

import ast
import re
from functools import cache
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from audit import errors
from audit.cli import GROUPS, program

ROOT = Path(__file__).resolve().parent.parent / "audit"
ERRORS = {name for name in vars(errors) if isinstance(getattr(errors, name), type)}
REFUSALS = ERRORS | {"UsageError", "BadParameter", "ClickException"}
TOLD = ("tell", "line", "item")
# Sentences that stand behind the name of a file or a row begin with a small letter.
BEHIND = {"Problem", "AnswerError", "UnknownError"}
BEHIND_IN = {"taking", "moderate_agency", "return_collecting", "receipting", "encryption"}
AMERICAN = re.compile(
    r"\b(colou?rize|colors?|colored|behaviors?|favorites?|centers?|centered|label(ed|ing)|cancel(ed|ing)"
    r"|analyz\w+|organiz\w+|recogniz\w+|summariz\w+|synchroniz\w+|initializ\w+|prioritiz\w+|anonymiz\w+"
    r"|catalogs?|fulfill|defense|gotten|practic(ed|ing))\b",
    re.IGNORECASE,
)
OURS_ALONE = re.compile(r"\b(traceback|exception|invalid|illegal|fatal|null|stdin|kwargs?|boolean|Error:)\b")


@cache
def nodes():
    """Every call and every literal of the program, with the name of its file."""
    files = {path: ast.parse(path.read_text(encoding="utf-8")) for path in ROOT.rglob("*.py")}
    kinds = (ast.Call, ast.Constant, ast.JoinedStr)
    return [
        (path.stem, one) for path, tree in files.items() for one in ast.walk(tree) if isinstance(one, kinds)
    ]


def text_of(node):
    """The words of a literal, with {} where something is put in; None where it is no literal."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(one.value if isinstance(one, ast.Constant) else "{}" for one in node.values)
    return None


def calls(names):
    """The literal arguments of calls of some functions, as (function, file, words)."""
    for file, node in nodes():
        name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
        if name in names:
            yield from ((name, file, text) for one in node.args if (text := text_of(one)))


def test_every_refusal_is_a_whole_sentence():
    found = [one for one in calls(REFUSALS) if " " in one[2].removeprefix("line 1").removeprefix("row 1")]
    assert len(found) > 400
    for name, file, text in found:
        assert re.search(r"([.?…]|\{\}|\.\.\.)$", text), (file, text)
        small = name in BEHIND or file in BEHIND_IN
        assert small or re.match(r"[A-Z0-9'\"{(\-]", text), (file, text)


def test_every_message_is_in_words_that_users_have():
    for _, file, text in [*calls(REFUSALS), *calls(TOLD)]:
        assert not OURS_ALONE.search(text), (file, text)
        assert not re.search(r"[a-z,.;]  [a-zA-Z]", text), (file, text)
        assert text.count("\n\n") == 0, (file, text)


def test_no_sentence_anywhere_is_american():
    found = [text for _, node in nodes() if (text := text_of(node))]
    sentences = [one for one in found if " " in one.strip()]
    assert len(sentences) > 3000
    assert not [one for one in sentences if AMERICAN.search(one)]
    assert AMERICAN.search("The Color was recognized")


# --- help -----------------------------------------------------------------------------------------------


def commands(command=program, path=()):
    yield path, command
    if isinstance(command, click.Group):
        for name in command.list_commands(None):
            yield from commands(command.get_command(None, name), (*path, name))


EVERY = dict(commands())
LAST = ["--json", "--by", "--who", "-w", "--store", "--today"]  # the order in which options end


def shown(path):
    return CliRunner().invoke(program, [*path, "--help"], prog_name="audit", terminal_width=80).stdout


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_help_fits_80_columns_and_nothing_in_it_is_cut(path):
    lines = shown(path).splitlines()
    assert not [one for one in lines if one.endswith("...") and not one.startswith("Usage")]
    # A command that can be typed stays in one line, so that it can be copied whole.
    assert not [one for one in lines if len(one) > 80 and not one.startswith(("    audit ", "      --"))]
    if path:
        typed = [one for one in lines if one.startswith(f"    audit {' '.join(path)}")]
        assert typed, "no example"
        assert all(len(one) <= 110 for one in typed)


@pytest.mark.parametrize("path", list(EVERY)[1:], ids=" ".join)
def test_help_is_sentences_and_its_options_end_in_one_order(path):
    command = EVERY[path]
    first, *_ = (command.help or "").split("\n\n")
    assert first.rstrip().endswith((".", "?"))
    options = [param for param in command.params if isinstance(param, click.Option)]
    for one in options:
        assert re.search(r"([.?…]|\])$", one.help or ""), one.name
        assert not AMERICAN.search(one.help or "")
    own = [one.opts[0] for one in options if one.opts[0] != "--by" or one.name == "person"]
    own = [name for name in own if name in LAST and not (name == "--by" and "--who" in own)]
    if path[0] not in {"log", "results"}:  # whose --by is another
        assert own == [name for name in LAST if name in own]


def test_help_of_the_whole_names_each_command_once_under_what_people_do():
    said = shown(())
    for title, group in GROUPS.items():
        assert f"\n{title}:\n" in said
        assert all(len(re.findall(rf"^  {name} ", said, re.MULTILINE)) == 1 for name in group)
