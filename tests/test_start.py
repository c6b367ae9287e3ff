"""The program as a process: how it starts, how it ends, what it does to pipes, and the wheel."""

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from test_cli_setup import MADE_UP, as_json, call, open_round, write

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("pandas", "numpy", "pandera", "scipy", "sqlalchemy", "xlsxwriter", "questionary", "rich")
LOADED = """
import sys
from audit.cli import run
code = run(sys.argv[1:])
print("LOADED", *sorted({name.split(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("AUDIT_STORE", "AUDIT_WORKSPACE", "NO_COLOR", "COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run(*args, check=True, **more):
    done = subprocess.run(
        [sys.executable, "-m", "audit", *args],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        **more,
    )
    if check:
        assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done


def loaded(*args):
    """The libraries that a command loads."""
    done = subprocess.run([sys.executable, "-c", LOADED, *args], capture_output=True, text=True, check=False)
    return set(done.stderr.partition("LOADED")[2].split())


@pytest.mark.parametrize(
    "args", [["--help"], ["--version"], ["ask", "--help"], ["report", "--help"], ["rond"]]
)
def test_help_loads_no_heavy_library(args):
    found = loaded(*args)
    assert "click" in found
    assert not found & set(HEAVY)


def test_answering_from_a_file_loads_what_it_needs_and_no_more(here):
    open_round(here, ("Oak Trust", "charity"))
    write(here / "a.yaml", "A1: met\n")
    found = loaded("ask", "r1", "--agency", "oak", "--answers", "a.yaml")
    assert {"sqlalchemy", "yaml"} <= found
    assert not found & {"pandas", "numpy", "pandera", "scipy", "xlsxwriter", "questionary", "rich"}


def test_the_package_runs_as_a_module_and_ends_with_0_1_or_2(here):
    assert run("--version").stdout.startswith("audit, version ")
    assert run("init").returncode == 0
    wrong = run("results", "r1", check=False)
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr.startswith("Error: There is no round 'r1'")
    assert run("results", check=False).returncode == 2
    assert (here / "audit.db").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent otherwise on Windows")
def test_ctrl_c_ends_with_130_and_a_sentence(here):
    with subprocess.Popen(
        [sys.executable, "-m", "audit", "demo", "d"], stderr=subprocess.PIPE, text=True
    ) as process:
        while not (here / "d" / "audit.toml").exists():
            time.sleep(0.02)
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert process.returncode == 130
    assert said.strip() == "Stopped. What was acknowledged is saved."
    assert not list(here.rglob(".passing-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    "command", ["standards section-11/london | head -1", "standards | true", "agency list | true"]
)
def test_a_reader_that_closes_the_pipe_early_is_no_mistake(command):
    call("init")
    line = f'"{sys.executable}" -m audit {command}; echo ${{PIPESTATUS[0]}} >&2'
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert (done.stderr.splitlines() or [""])[-1] == "0"
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_a_sentence():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "audit", "standards"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "Error: The output cannot be written or read (No space left on device).\n"


def test_data_goes_to_stdout_and_talk_to_stderr(here):
    open_round(here, ("Oak Trust", "charity"))
    for args in (["agency", "list"], ["round", "list"], ["round", "status", "r1"], ["results", "r1"]):
        said = call(*args, "--json")
        json.loads(said.stdout)
        assert not said.stderr
    assert not call("init", "other").stdout


def test_no_colour_is_printed_into_a_pipe(here):
    open_round(here, ("Oak Trust", "charity"))
    write(here / "a.yaml", "A1: met\n")
    call("ask", "r1", "--agency", "oak", "--answers", "a.yaml")
    done = run("results", "r1")
    assert "amber" in done.stdout or "green" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr


def test_a_workspace_is_named_by_option_or_by_the_environment(here):
    open_round(here / "one", ("Oak Trust", "charity"))
    store = f"sqlite:///{here / 'one' / 'audit.db'}"
    for args, env in (
        (["-w", "one"], {}),
        (["--store", store], {}),
        ([], {"AUDIT_WORKSPACE": str(here / "one")}),
        ([], {"AUDIT_STORE": store}),
        (["-w", "one"], {"AUDIT_WORKSPACE": "two"}),
    ):
        assert "Oak Trust" in call("agency", "list", *args, **env).stdout
    call("agency", "list", "-w", "two", code=1)


def test_today_replaces_the_clock_in_what_is_written(here):
    open_round(here, ("Oak Trust", "charity"))
    call("round", "close", "r1", "--today", "31/12/2031")
    assert as_json("round", "list")[0]["closed"].startswith("2031-12-31T")


@pytest.mark.skipif(sys.platform == "win32", reason="folders are protected otherwise on Windows")
def test_a_folder_that_cannot_be_written_to_is_a_sentence(here):
    command = [sys.executable, "-m", "audit"]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("this is root, whom nothing stops, and the program setpriv is missing")
        lesser = "-dac_override,-dac_read_search"
        command = ["setpriv", f"--bounding-set={lesser}", f"--inh-caps={lesser}", *command]
    open_round(here, ("Oak Trust", "charity"))
    here.chmod(0o555)
    try:
        for args in (
            ["init", "sub"],
            ["demo"],
            ["agency", "add", "Elm"],
            ["form", "r1", "--all", "-o", "forms"],
        ):
            done = subprocess.run([*command, *args], capture_output=True, text=True, check=False)
            assert (done.returncode, done.stdout) == (1, "")
            assert done.stderr.startswith("Error: ")
            assert "Traceback" not in done.stderr
    finally:
        here.chmod(0o755)


def test_a_damaged_database_is_a_sentence_whatever_is_damaged(here):
    open_round(here, ("Oak Trust", "charity"))
    call("ask", "r1", "--agency", "oak", "--answers", write(here / "a.yaml", "A1: met\n"))
    whole = (here / "audit.db").read_bytes()
    for start in range(0, len(whole), len(whole) // 40):
        damaged = bytearray(whole)
        damaged[start : start + 60] = bytes(range(100, 160))
        for leftover in here.glob("audit.db*"):
            leftover.unlink()
        (here / "audit.db").write_bytes(damaged)
        for args in (["round", "list"], ["results", "r1"], ["agency", "list"]):
            done = call(*args, code=None)
            assert done.exit_code in {0, 1}
            assert done.exit_code == 0 or done.stderr.startswith("Error: ")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system has no /proc")
def test_a_command_lets_go_of_the_database(here):
    open_round(here, ("Oak Trust", "charity"))
    call("results", "r1")
    call("show", "r1", "--agency", "nobody", code=1)
    held = [
        path.readlink() for path in Path("/proc/self/fd").iterdir() if path.is_symlink() and path.exists()
    ]
    assert not [path for path in held if "audit.db" in path.name]


@pytest.mark.skipif(
    importlib.util.find_spec("hatchling") is None, reason="hatchling, which builds the wheel, is missing"
)
def test_the_wheel_holds_the_standards_and_finds_them(here, monkeypatch):
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(here),
    ]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True, timeout=60)
    (wheel,) = here.glob("safeguarding_audit-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(here / "unpacked")
    for folder in ("standards", "templates"):
        for path in (ROOT / folder).rglob("*.yaml"):
            assert f"audit/shipped/{path.relative_to(ROOT).as_posix()}" in names
    assert {"audit/cli/demo.yaml", "audit/py.typed"} <= set(names)
    write(here / "standards/local/ours.yaml", MADE_UP)
    monkeypatch.setenv("PYTHONPATH", str(here / "unpacked"))
    where = subprocess.run(
        [sys.executable, "-c", "import audit.definitions as d; print(d.shipped())"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    assert Path(where) == here / "unpacked/audit/shipped"
    shown = run("standards").stdout
    assert "section-11/london" in shown
    assert "local/ours" in shown
    run("check")
