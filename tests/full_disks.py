"""Back a workspace up to a disk of some sizes, and restore what came of it: python tests/full_disks.py DIR.

Prints what came of each as JSON: the size in thousands of bytes, how the backup ended and, where there is
one, how restoring it did. It stands apart, since whoever mounts a disk for itself sees others no more.
"""

import contextlib
import io
import json
import shutil
import sys
from pathlib import Path

from faults import mount, mounting, unmount

from audit.cli import run

SIZES = (64, 128, 192, 256, 320, 384, 448, 512, 576, 640, 768, 896, 1024)


def tried(folder, disk, size):
    """The codes with which a backup to a disk of a size and its restoring end."""
    mount("-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(disk))
    again, said = folder.parent / "again", io.StringIO()
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            ends = [run(["backup", str(disk / "x.backup"), "-w", str(folder)])]
            if (disk / "x.backup").exists():
                ends.append(run(["restore", str(disk / "x.backup"), str(again)]))
    finally:
        unmount(disk)
        shutil.rmtree(again, ignore_errors=True)
    return size, ends, said.getvalue()


def main():
    """Try every size, where a disk can be mounted at all."""
    folder = Path(sys.argv[1])
    disk = folder.parent / "disk"
    disk.mkdir()
    json.dump([tried(folder, disk, size) for size in SIZES] if mounting() else [], sys.stdout)


if __name__ == "__main__":
    main()
