"""LibreOffice, as somebody uses it who has no Excel: one profile for all calls of a process, made once."""

import atexit
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

# Each sheet as a file of its own, numbers in their formats.
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


@cache
def _profile():
    folder = Path(tempfile.mkdtemp(prefix="office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return f"-env:UserInstallation={folder.as_uri()}"


@cache
def as_wide_as_excels():
    """Whether there is a font in which a page holds as much as it does in Excel's own."""
    if shutil.which("fc-match") is None:
        return False
    told = subprocess.run(["fc-match", "Calibri"], check=True, capture_output=True, text=True)
    return "Carlito" in told.stdout or "Calibri" in told.stdout


def converted(kind, folder, *paths):
    """Files saved by LibreOffice as another kind into a folder; skips the test where it is not installed."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) is not on this machine")
    command = [soffice, _profile(), "--headless", "--convert-to", kind, "--outdir", folder, *paths]
    told = subprocess.run([str(part) for part in command], check=True, capture_output=True, timeout=180)
    said = (told.stdout + told.stderr).decode(errors="replace").splitlines()
    # That it finds no Java says nothing about the files.
    warned = [line for line in said if "javaldx" not in line and ("rror" in line or "arning" in line)]
    assert not warned, warned
    return [Path(folder) / f"{Path(path).stem}.{kind.partition(':')[0]}" for path in paths]
