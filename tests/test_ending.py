"""How a command ends when it is told to from outside, and when the program has a mistake."""

import os
import signal
import subprocess
import sys

import pytest

from audit.cli import ending

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.fixture
def signals():
    before = {name: signal.getsignal(getattr(signal, name)) for name in ("SIGTERM", "SIGHUP")}
    hook = sys.unraisablehook
    yield
    sys.unraisablehook = hook
    for name, was in before.items():
        signal.signal(getattr(signal, name), was)


@pytest.mark.usefixtures("signals")
def test_a_stop_is_an_orderly_end_and_what_somebody_wants_ignored_is_ignored():
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup leaves it
    ending.heed()
    os.kill(os.getpid(), signal.SIGHUP)
    with pytest.raises(SystemExit) as end:
        os.kill(os.getpid(), signal.SIGTERM)
    assert end.value.code == 143
    os.kill(os.getpid(), signal.SIGTERM)  # while it is cleared up


def failed():
    try:
        {}["Ann Lee"]
    except KeyError as error:
        raise ValueError("07700 900123") from error


def test_a_mistake_is_told_by_place_and_kind_without_its_words():
    with pytest.raises(ValueError, match="07700") as caught:
        failed()
    said = ending.mistake(caught.value)
    assert "tests/test_ending.py, line " in said
    assert "in failed" in said
    assert "ValueError, after KeyError" in said
    assert "Ann" not in said
    assert "07700" not in said


LOST = """
import sys, time, weakref
from audit.cli import ending
ending.heed()

class One:
    pass

def cleared(_ref):
    raise KeyboardInterrupt

one = One()
kept = weakref.ref(one, cleared)
try:
    del one
    time.sleep(5)
except KeyboardInterrupt:
    sys.exit(42)
"""


def test_ctrl_c_is_heard_even_where_python_was_clearing_up():
    done = subprocess.run([sys.executable, "-c", LOST], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (42, "")
