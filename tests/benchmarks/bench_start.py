"""How long a person waits for a command to begin: beside `import click`, and a bare question of questionary.

    python tests/benchmarks/bench_start.py [TIMES]

All are whole processes on the demo's workspace, one after the other in turn, so that a busy moment touches
each of them; of each the median and the best are told, as seconds by the clock. Compiled modules are kept
aside and warm, as they are after the first day.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pexpect

ROOT = Path(__file__).resolve().parents[2]
AUDIT = (sys.executable, "-m", "audit")
BARE = "import questionary; questionary.select('Which?', ['Ctrl-G', 'b']).ask()"
COMMANDS = {
    "python -c 'import click'": (sys.executable, "-c", "import click"),
    "audit --help": (*AUDIT, "--help"),
    "audit round --help": (*AUDIT, "round", "--help"),
    "audit agency list": (*AUDIT, "agency", "list"),
    "audit round status": (*AUDIT, "round", "status", "section-11-2026"),
    "audit": AUDIT,
    "audit results": (*AUDIT, "results", "section-11-2026"),
    "audit report --text": (*AUDIT, "report", "section-11-2026", "--for", "board", "--text"),
}
QUESTIONS = {
    "questionary alone, to its question": (sys.executable, "-c", BARE),
    "audit ask, to its first question": (*AUDIT, "ask", "new", "--agency", "Kingsbridge College"),
}
SEEN = "Ctrl-G"  # stands in the last line of the first question, and in the bare one


def ran(command, folder, settings):
    """Seconds of a whole process."""
    began = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command} failed: {done.stderr}")
    return time.perf_counter() - began


def asked(command, folder, settings):
    """Seconds until a question stands on a terminal."""
    began = time.perf_counter()
    child = pexpect.spawn(command[0], [*command[1:]], cwd=folder, env=settings, dimensions=(40, 100))
    child.expect_exact(SEEN, timeout=60)
    seconds = time.perf_counter() - began
    child.close(force=True)
    return seconds


def demo(folder, settings):
    """The demo's workspace, with a round in it that nobody has answered yet."""
    ran((*AUDIT, "demo", "demo"), folder, settings)
    workspace = folder / "demo"
    opening = ("round", "open", "section-11/london", "--name", "new", "--due", "2030-01-31")
    ran((*AUDIT, *opening), workspace, settings)
    return workspace


def main(times):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        settings = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled"), "PYTHONPATH": str(ROOT)}
        settings |= {"TERM": "xterm-256color"}
        settings.pop("PYTHONDONTWRITEBYTECODE", None)
        workspace = demo(folder, settings)
        waits = {name: (ran, command) for name, command in COMMANDS.items()}
        waits |= {name: (asked, command) for name, command in QUESTIONS.items()}
        found = {name: [] for name in waits}
        for turn in range(times + 1):
            for name, (measure, command) in waits.items():
                seconds = measure(command, workspace, settings)
                found[name] += [seconds] if turn else []  # the first turn compiles
        floor = statistics.median(found[next(iter(COMMANDS))])
        print(f"{'':36} {'median':>9} {'best':>9}  of import click")
        for name, seconds in found.items():
            middle = statistics.median(seconds)
            print(f"{name:36} {middle:7.3f} s {min(seconds):7.3f} s {middle / floor:6.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
