"""Nothing leaves the machine: the demo and every other command, without a network and watched for sockets.

Each process is started without any network where that is allowed (`unshare -n`), which native code cannot
get round, and each Python ends with 99 as soon as it opens a socket of a network (tests/offline).
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from planted_children import HERE, without_network

END = 99  # of a process that opened a socket


def watched(folder, *command, before=()):
    """A process of Python that is watched: how it ended, what it said, and what was seen of it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("AUDIT_")}
    own |= {"PYTHONPATH": os.pathsep.join([str(HERE / "offline"), str(HERE.parent)]), "HOME": str(folder)}
    own["OFFLINE_LOG"] = str(folder / "network.txt")
    done = subprocess.run(
        [*before, sys.executable, *command], cwd=folder, env=own, capture_output=True, text=True, check=False
    )
    seen = folder / "network.txt"
    return (
        done.returncode,
        done.stdout + done.stderr,
        seen.read_text(encoding="utf-8") if seen.exists() else "",
    )


def test_the_demo_runs_without_a_network_and_opens_no_socket(tmp_path):
    code, said, seen = watched(tmp_path, "-m", "audit", "demo", before=without_network())
    assert (code, seen) == (0, ""), said
    assert (tmp_path / "audit-demo" / "board.xlsx").exists()


def test_no_other_command_opens_a_socket(planted_play):
    record = json.loads((planted_play / "record.json").read_text(encoding="utf-8"))
    assert len(record["said"]) > 190
    assert not [one for one in record["said"] if one["got"] == END]
    assert not (planted_play / "tree" / "network.txt").exists()


REACHING = {
    "connect": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "a name looked up": "import socket; socket.getaddrinfo('example.org', 80)",
    "a host by name": "import socket; socket.gethostbyname('example.org')",
    "listen": "import socket; socket.socket(socket.AF_INET6).bind(('::1', 0))",
    "a datagram": "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))",
    "a page": "import urllib.request; urllib.request.urlopen('http://example.org')",
    "a child": "import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', "
    "'import socket; socket.socket()']).returncode)",
    "a command": "import audit.cli, socket; audit.cli.run = socket.socket; audit.cli.main()",
}


@pytest.mark.parametrize("way", REACHING)
def test_whatever_reaches_for_a_network_is_ended_and_told(tmp_path, way):
    code, _, seen = watched(tmp_path, "-c", REACHING[way])
    assert code == END
    assert seen.startswith(("socket.", "urllib."))


def test_processes_of_one_machine_may_speak_with_one_another(tmp_path):
    if not hasattr(__import__("socket"), "AF_UNIX"):
        pytest.skip("there are no such sockets here")
    said = "import socket; a, b = socket.socketpair(); a.send(b'x'); print(b.recv(1))"
    assert watched(tmp_path, "-c", said) == (0, "b'x'\n", "")


@pytest.mark.skipif(not without_network(), reason="no network can be taken away here: unshare is not allowed")
def test_what_has_no_network_reaches_nobody_however_it_tries():
    # The library of C itself, which no hook of Python sees: the code of the error is that of no network.
    native = (
        "import ctypes, struct; c = ctypes.CDLL(None, use_errno=True); s = c.socket(2, 2, 0);"
        "where = struct.pack('=H', 2) + struct.pack('!H4s8x', 53, bytes([192, 0, 2, 1]));"
        "c.connect(s, where, 16); print(ctypes.get_errno())"
    )
    done = subprocess.run(
        [*without_network(), sys.executable, "-c", native], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "101"  # ENETUNREACH


def test_the_folder_that_watches_is_the_one_that_python_loads():
    assert (Path(HERE) / "offline" / "sitecustomize.py").exists()
