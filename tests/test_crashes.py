"""Commands that are killed, or meet a full disk or a locked store: nothing is lost, nothing is half done.

The long form, of thousands of kills, is `python tests/crashes.py --kills 4000 --faults 11`.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no fork", allow_module_level=True)

HERE = Path(__file__).parent
COMMANDS = ("init", "migration", "collect", "sample", "chase", "terminal")
KILLS = 12


def played(folder, *words):
    """What the long form says when it is run with some words, and how it ends."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("AUDIT_")}
    paths = os.pathsep.join((str(HERE.parent), str(HERE)))
    done = subprocess.run(
        [sys.executable, "-W", "ignore", HERE / "crashes.py", *words],
        env=own | {"PYTHONPATH": paths, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_commands_that_are_killed_lose_nothing_and_leave_nothing_half_done(tmp_path):
    code, said, errors = played(tmp_path, "--kills", str(KILLS), "--faults", "1", "--seed", "5", *COMMANDS)
    assert code == 0, said + errors
    assert said.endswith("0 things are wrong.\n")
    assert sum(map(int, re.findall(r": (\d+) kills", said))) == KILLS
    assert sum(map(int, re.findall(r": (\d+) faults", said))) == len(COMMANDS) - 1  # an interview meets none
