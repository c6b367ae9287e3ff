"""The guides: what they say can be typed can be typed, their YAML is in order, they fit a screen."""

import os
import re
from pathlib import Path

import pytest
from test_cli_setup import call, refused, write
from test_readme import GROUPS, parsed

from audit.cli.guide import FOLDER, GUIDES, text_of

ROOT = Path(__file__).resolve().parent.parent


def blocks(name, language):
    return re.findall(rf"^ *```{language}\n(.*?)^ *```", text_of(name), re.MULTILINE | re.DOTALL)


def lines():
    for name in GUIDES:
        for line in "\n".join(blocks(name, "sh")).splitlines():
            if line.strip().startswith("audit "):
                yield line.strip()
        # A command named in a sentence without its arguments is not typed so.
        named = re.findall(r"`(audit [^`]+)`", text_of(name))
        yield from (one for one in named if len(one.split()) > 3)


def test_what_is_only_named_is_a_command():
    for name in GUIDES:
        for line in re.findall(r"`(audit [^`]+)`", text_of(name)):
            words = line.split()[1:]
            call(*words[: 2 if words[0] in GROUPS else 1], "--help")


@pytest.mark.parametrize("line", dict.fromkeys(lines()))
def test_every_command_of_the_guides_parses(line):
    assert parsed(line).command is not None


def test_every_guide_is_there_and_about_two_pages_long():
    assert {path.stem for path in FOLDER.glob("*.md")} == set(GUIDES)
    for name in GUIDES:
        assert text_of(name).startswith("# ")
        assert 400 < len(text_of(name).split()) < 950
        assert all(
            len(line) <= 120 or line.startswith("python3 -m pip") for line in text_of(name).split("\n")
        )


def test_a_guide_that_is_piped_is_markdown_and_an_unknown_one_a_sentence():
    for name in GUIDES:
        assert call("guide", name).output == text_of(name)
        assert name in call("guide").output
    assert "did you mean 'agencies'?" in refused("guide", "agency")


def test_the_yaml_of_the_guide_to_templates_makes_a_round(tmp_path):
    guide = text_of("templates")
    call("init", tmp_path)
    named = re.findall(
        r"^`((?:standards|templates)/[\w/]+\.yaml)`:\n\n```yaml\n(.*?)^```", guide, re.MULTILINE | re.DOTALL
    )
    assert [name for name, _ in named] == [
        "standards/ours/county.yaml",
        "standards/ours/2026.yaml",
        "templates/ours/2026.yaml",
    ]
    for name, text in named:
        write(tmp_path / name, text)
    call("check", *(tmp_path / name for name, _ in named), "-w", tmp_path)
    call("agency", "add", "Elm School", "--kind", "school", "--duty", "section 11", "-w", tmp_path)
    for ref in ("ours/county", "ours/2026"):
        call("round", "open", ref, "--name", ref.replace("/", "-"), "--due", "31/10/2026", "-w", tmp_path)


def test_what_council_it_is_told_of_settings_is_so():
    told = set(re.findall(r"`(AUDIT_\w+)`", text_of("council-it")))
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "audit/cli").glob("*.py"))
    assert told == set(re.findall(r"\bAUDIT_[A-Z]+\b", source)) - {
        "AUDIT_PASSPHRASE",
        "AUDIT_COMPLETE",
        "AUDIT_WORDS",
    }


@pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal is a thing of POSIX")
def test_on_a_terminal_a_guide_is_laid_out_and_fits(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    from audit.cli.guide import show

    for name in GUIDES:
        show(text_of(name))
        shown = capsys.readouterr().out
        assert "```" not in shown
        wide = [line for line in shown.split("\n") if len(re.sub("\x1b\\[[0-9;]*m", "", line).rstrip()) > 80]
        assert not wide
