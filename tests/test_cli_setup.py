"""audit init, standards, templates and check; and how the command line speaks in general."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from workspaces import begin

from audit.cli import COMMANDS, program

MADE_UP = """\
title: Our own standards
edition: "2026"
sources:
  - {ref: OURS, title: Our handbook, checked: no}
scale: met-partly-not
standards:
  - id: A
    title: Leadership
    questions:
      - {id: A1, text: Someone senior leads., critical: yes, weight: 2, basis: [OURS]}
      - {id: A2, text: The board hears of it each year.}
  - id: B
    title: Training
    questions:
      - {id: B1, text: Staff are trained., kind: share, grades: {met: 0.9, partly: 0.7}}
      - {id: B2, text: Pupils know whom to tell., applies_to: [school]}
"""


def call(*args, code=0, **env):
    """Run a command as a user would, in an environment of its own; gives what it said.

    Any end will do where `code` is None.
    """
    runner = CliRunner(env={"AUDIT_WORKSPACE": None, "AUDIT_STORE": None} | env)
    result = runner.invoke(program, [str(arg) for arg in args], catch_exceptions=False)
    assert code is None or result.exit_code == code, result.output
    return result


def refused(*args, code=1):
    """The sentence with which a command refuses; nothing goes to stdout."""
    result = call(*args, code=code)
    assert not result.stdout
    return result.stderr.strip().removeprefix("Error: ")


def as_json(*args):
    """What a command prints with --json."""
    return json.loads(call(*args, "--json").stdout)


def write(path, content):
    """A file with some content, its folder made where need be."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def open_round(folder, *agencies, template="local/ours", name="r1"):
    """A workspace in a folder with a round of our own standards, open to agencies given as (name, kind)."""
    begin(folder, _opened, agencies, template, name)


def _opened(agencies, template, name):
    call("init", ".", "--name", "Kingsbridge SCP")
    write("standards/local/ours.yaml", MADE_UP)
    for agency, kind in agencies:
        call("agency", "add", agency, "--kind", kind)
    call("round", "open", template, "--name", name, "--due", "30/11/2026")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_init_makes_a_workspace_and_says_what_comes_next(here):
    said = call("init", "ours", "--name", 'The "Kingsbridge"\nPartnership \\ 1')
    assert f"A workspace is ready in {here / 'ours'}." in said.stderr
    assert {path.name for path in (here / "ours").iterdir()} == {"audit.toml", "audit.db"}
    assert (here / "ours/audit.db").stat().st_mode & 0o077 == 0
    import tomllib

    settings = tomllib.loads((here / "ours/audit.toml").read_text(encoding="utf-8"))
    assert settings["name"] == 'The "Kingsbridge" Partnership \\ 1'


def test_init_leaves_a_workspace_that_is_there_as_it_is():
    call("init")
    call("agency", "add", "Oak Trust")
    assert "There is a workspace" in refused("init")
    assert [one["name"] for one in as_json("agency", "list")] == ["Oak Trust"]


def test_init_with_a_store_elsewhere_leaves_no_second_database_in_the_folder(here):
    call("init", "ours", "--store", f"sqlite:///{here}/far.db")
    assert not (here / "ours/audit.db").exists()
    assert (here / "far.db").exists()


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_init_where_a_file_stands_is_refused_in_a_sentence(here, place):
    write(here / "file", "mine")
    assert refused("init", place).startswith(f"No workspace can be made in {here / place} (")
    assert (here / "file").read_text() == "mine"


def test_without_a_workspace_every_command_says_how_to_make_one(here):
    for args in (["agency", "list"], ["round", "list"], ["results", "r1"], ["show", "r1", "--agency", "x"]):
        said = refused(*args)
        assert said == f"There is no workspace in {here}; make one with 'audit init', or name it with -w."
    assert not list(here.iterdir())


def test_a_scale_is_shown_with_what_each_grade_counts():
    said = call("standards", "scales/met-partly-not").stdout
    assert [line.split()[0] for line in said.splitlines()[4:] if line] == ["met", "partly", "not-met", "n/a"]
    assert as_json("standards", "scales/met-partly-not")["grades"][0]["points"] == "2"


def test_a_workspace_whose_database_is_gone_or_empty_is_never_taken_for_a_new_one(here):
    call("init", ".", "--name", "Ours")
    (here / "audit.db").write_bytes(b"")
    for args in ([], ["round", "list"]):
        assert refused(*args) == "audit.db is an empty file: what stood in it is lost, so go back to a copy."
    assert not (here / "audit.db").stat().st_size
    (here / "audit.db").unlink()
    for args in ([], ["round", "list"]):
        assert refused(*args).startswith(f"The workspace in {here} has its audit.toml but no audit.db; put")
    assert not (here / "audit.db").exists()
    call("init", ".")
    assert call().stdout.startswith("Ours, ")


def test_standards_lists_every_catalogue_the_local_ones_too(here):
    write(here / "standards/local/ours.yaml", MADE_UP)
    names = {line["name"]: line for line in as_json("standards")}
    assert {"section-11/london", "section-11/short", "section-175/schools", "local/ours"} <= set(names)
    assert names["local/ours"]["standards"] == "2"
    assert "local/ours" in call("standards").stdout


def test_standards_shows_one_with_its_sources_and_whether_they_were_checked(here):
    write(here / "standards/local/ours.yaml", MADE_UP)
    shown = call("standards", "local/ours").stdout
    assert "Our own standards, edition 2026" in shown
    assert "OURS: Our handbook [checked: no]" in shown
    assert "A1  Someone senior leads. [critical; weight 2]" in shown
    assert as_json("standards", "local/ours")["standards"][1]["questions"][0] == {
        "id": "B1",
        "text": "Staff are trained.",
    }


@pytest.mark.parametrize("command", ["standards", "templates"])
def test_an_unknown_name_is_answered_with_the_nearest(command):
    assert refused(command, "section-11/lundon").endswith("did you mean 'section-11/london'?")


def test_templates_lists_them_and_shows_how_one_asks():
    assert "section-175/schools" in call("templates").stdout
    shown = call("templates", "section-11/london").stdout
    assert "Bands: green from 0.85, amber from 0.5, red from 0." in shown
    assert "Grades that ask for evidence: Met." in shown


def test_check_without_a_file_finds_nothing_wrong_in_what_is_shipped():
    assert call("check").stderr.startswith("Nothing wrong in ")


def test_check_names_five_mistakes_with_their_lines_and_the_nearest_right_word(here):
    wrong = (
        MADE_UP.replace("critical: yes", "critcal: yes")
        .replace("weight: 2", "weight: 0")
        .replace("id: A2", "id: A1")
        .replace("partly: 0.7", "partley: 0.7")
        .replace("[school]", "[schol]")
    )
    path = write(here / "standards/local/ours.yaml", wrong)
    said = call("check", path, code=1)
    lines = said.stdout.splitlines()
    for line, (number, word) in zip(
        lines,
        [
            (10, "'critcal' is not a key of a question; did you mean 'critical'?"),
            (10, "'weight' must be above 0"),
            (11, "'A1' stands there twice"),
            (15, "did you mean 'partly'?"),
            (16, "did you mean 'school'?"),
        ],
        strict=True,
    ):
        assert line.startswith(f"{path}, line {number}: ")
        assert word in line
    assert said.stderr == "Error: 5 to put right in 1 checked.\n"


def test_check_of_a_folder_or_of_nothing_is_a_sentence():
    for path in (".", "nowhere.yaml"):
        assert call("check", path, code=1).stdout.startswith(f"{path}, it cannot be read (")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name):
    shown = call(name, "--help").stdout
    assert "Example" in shown
    assert f"audit {name}" in shown.partition("Example")[2]


def below_of(name):
    """The commands below a command, by name."""
    command = program.get_command(None, name)
    names = command.list_commands(None) if hasattr(command, "list_commands") else ()
    return {one: command.get_command(None, one) for one in names}


@pytest.mark.parametrize("name", ["agency", "round", "action"])
def test_every_command_below_a_command_has_help_with_an_example(name):
    for below in below_of(name):
        shown = call(name, below, "--help").stdout
        assert f"audit {name} {below}" in shown.partition("Example")[2], below


def test_every_command_takes_a_workspace_a_store_and_a_day():
    found = [program.get_command(None, name) for name in COMMANDS]
    leaves = [leaf for one in found for leaf in (below_of(one.name) or {"": one}).values()]
    assert len(leaves) > 15
    for leaf in leaves:
        options = {option for param in leaf.params for option in param.opts}
        assert {"-w", "--workspace", "--store", "--today"} <= options, leaf.name


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["rond"], "There is no command 'rond'; did you mean 'round'?"),
        (["round", "opne"], "No such command 'opne'."),
        (
            ["round", "list", "--today", "2026-02-30"],
            "'2026-02-30' is not a date; write 2026-03-31 or 31/3/2026.",
        ),
        (["round", "list", "--jsno"], "No such option '--jsno'."),
        (["sign"], "Missing argument 'R'."),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_would_be_right(args, said):
    assert said in refused(*args, code=2)
