"""The map of the code: who may import whom, where each library lives, what only the command line does."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "audit"
# From the first room to the last; a file imports only from rooms before its own, and from its own.
ORDER = (
    *("errors", "passing", "dates", "wording", "mentions", "definitions", "encryption", "backups", "tables"),
    *("standards", "templates", "registers", "schemas", "statistics", "disclosure", "sampling"),
    *("responses", "agencies", "members", "moderation", "rounds", "deadlines", "bringing"),
    *("chasing", "summaries", "cases", "scoring", "actions", "packs", "plans", "recurring", "programme"),
    *("past", "store", "workbook", "cli"),
)
HOMES = {
    "yaml": "definitions.py",
    "pyrage": "encryption.py",
    "python_calamine": "tables/",
    "openpyxl": "tables/",
    "pandas": "schemas/",
    "pandera": "schemas/",
    "numpy": ("schemas/", "statistics/"),
    "questionary": "responses/prompts.py",
    "prompt_toolkit": "responses/prompts.py",
    "scipy": "statistics/",
    "duckdb": "sampling/engines",
    "sqlalchemy": ("store/", "sampling/engines"),
    "pyspark": "sampling/engines",
    "py4j": "sampling/engines",
    "pyarrow": "sampling/engines",
    "xlsxwriter": "workbook/",
    "click": "cli/",
    "rich": "cli/",
}
POSIX_MODULES = {
    "fcntl",
    "termios",
    "tty",
    "pty",
    "pwd",
    "grp",
    "resource",
    "syslog",
    "posix",
    "readline",
    "curses",
}
POSIX_NAMES = {
    *(
        "os.fork",
        "os.forkpty",
        "os.getuid",
        "os.geteuid",
        "os.getgid",
        "os.getegid",
        "os.setsid",
        "os.killpg",
    ),
    *("os.getpgid", "os.chown", "os.lchown", "os.mkfifo", "os.uname", "os.nice", "os.wait", "os.openpty"),
    *("os.sysconf", "os.statvfs", "os.posix_fallocate", "os.sched_getaffinity", "os.getloadavg", "os.chroot"),
    *(
        "signal.SIGKILL",
        "signal.SIGHUP",
        "signal.SIGQUIT",
        "signal.SIGALRM",
        "signal.SIGPIPE",
        "signal.SIGUSR1",
    ),
    *(
        "signal.SIGTSTP",
        "signal.SIGWINCH",
        "signal.alarm",
        "signal.pause",
        "time.tzset",
        "Path.owner",
        "Path.group",
    ),
}
# What reads the clock, the environment or a random source.
OUTSIDE_MODULES = {"random", "secrets", "uuid", "getpass", "locale"}
OUTSIDE_NAMES = {
    *(
        "date.today",
        "datetime.today",
        "datetime.now",
        "datetime.utcnow",
        "os.environ",
        "os.getenv",
        "os.urandom",
    ),
    *("time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.monotonic", "time.perf_counter"),
    *(
        "sys.argv",
        "sys.stdin",
        "sys.exit",
        "Path.cwd",
        "os.getcwd",
        "Path.home",
        "os.getlogin",
        "socket.gethostname",
    ),
}
EMPTY_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "base",
    "manager",
    "service",
    "misc",
    "core",
    "models",
}
FILES = sorted(PACKAGE.rglob("*.py"))
# Shipped for other people to run by itself: a command line of its own, which nothing of ours imports.
ALONE = {"sampling/verify_sample.py"}


def name_of(path):
    return path.relative_to(PACKAGE).as_posix()


def room(path):
    """The room that a file stands in: its folder, or itself."""
    return name_of(path).split("/")[0].removesuffix(".py")


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path):
    """(module, names) of every import in a file, wherever it stands."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, ()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: imports are written out in full"
            yield node.module, tuple(alias.name for alias in node.names)


def rooms_used(path):
    for module, names in imported(path):
        if module == "audit":
            yield from (name for name in names if name != "__version__")
        elif module.startswith("audit."):
            yield module.split(".")[1]


def unguarded(node, guarded=False):
    """Every node of a tree that stands in no branch that looks at sys.platform."""
    if isinstance(node, (ast.If, ast.IfExp)) and "sys.platform" in ast.unparse(node.test):
        guarded = True
    if not guarded:
        yield node
    for child in ast.iter_child_nodes(node):
        yield from unguarded(child, guarded)


def dotted(node):
    """`os.fork` for the attribute fork of the name os, of the last two parts."""
    if isinstance(node, ast.Attribute):
        before = node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", "")
        return f"{before}.{node.attr}"
    return ""


def test_every_room_is_on_the_map():
    assert {room(path) for path in FILES} - {"__init__", "__main__"} == set(ORDER)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_imports_only_from_rooms_before_its_own(path):
    own = room(path)
    if own in {"__init__", "__main__"}:
        return
    allowed = {*ORDER[: ORDER.index(own) + 1]}
    assert not set(rooms_used(path)) - allowed


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_each_library_has_one_home(path):
    for module, _ in imported(path):
        home = HOMES.get(module.split(".")[0])
        assert home is None or name_of(path).startswith(home), f"{module} is at home in {home}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_import_is_of_ours_of_python_or_has_a_home(path):
    import sys

    for module, _ in imported(path):
        top = module.split(".")[0]
        assert top == "audit" or top in HOMES or top in sys.stdlib_module_names, module


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_only_the_command_line_reads_the_clock_the_environment_or_a_random_source(path):
    if room(path) in {"cli", "__main__"} or name_of(path) in ALONE:
        return
    assert not {module.split(".")[0] for module, _ in imported(path)} & OUTSIDE_MODULES
    assert not {dotted(node) for node in ast.walk(tree(path))} & OUTSIDE_NAMES


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_only_the_command_line_prints(path):
    if room(path) == "cli" or name_of(path) in ALONE:
        return
    calls = (node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    assert "print" not in {call.id for call in calls if isinstance(call, ast.Name)}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_nothing_that_windows_lacks_stands_outside_a_guarded_branch(path):
    for node in unguarded(tree(path)):
        if isinstance(node, ast.Import):
            assert not {alias.name.split(".")[0] for alias in node.names} & POSIX_MODULES
        elif isinstance(node, ast.ImportFrom):
            assert node.module.split(".")[0] not in POSIX_MODULES
            assert not {f"{node.module}.{alias.name}" for alias in node.names} & POSIX_NAMES
        else:
            assert dotted(node) not in POSIX_NAMES


def test_the_guard_is_seen():
    guarded = ast.parse("import os, sys\nif sys.platform != 'win32':\n    os.fork()\nelse:\n    os.getuid()")
    assert not {dotted(node) for node in unguarded(guarded)} & POSIX_NAMES
    assert "os.fork" in {dotted(node) for node in unguarded(ast.parse("import os\nos.fork()"))}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_is_called_by_what_it_is_about_and_stays_short_enough_to_read(path):
    assert path.stem not in EMPTY_NAMES
    assert not set(path.stem.split("_")) & EMPTY_NAMES
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_file_says_what_it_is_for(path):
    assert ast.get_docstring(tree(path))


@pytest.mark.parametrize("folder", ["standards", "templates"])
def test_standards_and_templates_are_yaml_only(folder):
    assert {path.suffix for path in (ROOT / folder).rglob("*") if path.is_file()} == {".yaml"}
