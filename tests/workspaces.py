"""What many tests begin with: made once by the commands, then copied for each test that begins so."""

import atexit
import shutil
import tempfile
from contextlib import chdir
from pathlib import Path

_MADE = {}


def begin(folder, build, *args):
    """Put into a folder what `build(*args)` makes where it stands, called once for the same arguments."""
    key = (build.__module__, build.__qualname__, args)
    if key not in _MADE:
        made = Path(tempfile.mkdtemp(prefix="workspace-"))
        atexit.register(shutil.rmtree, made, ignore_errors=True)
        with chdir(made):
            build(*args)
        _MADE[key] = made
    shutil.copytree(_MADE[key], folder, dirs_exist_ok=True)
