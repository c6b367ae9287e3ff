"""What is made once, however many processes run the tests, and only read or copied after that."""

import os
import time

PATIENCE = 300  # seconds for the process that makes it


def once(tmp_path_factory, name, make):
    """The folder of this name, filled by `make` in whichever process asks for it first."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent  # that of all workers
    folder, done = root / name, root / f"{name}.done"
    try:
        folder.mkdir()
    except FileExistsError:
        end = time.monotonic() + PATIENCE
        while not done.exists() and time.monotonic() < end:
            time.sleep(0.1)
    else:
        try:
            make(folder)
        finally:
            done.touch()
    return folder
