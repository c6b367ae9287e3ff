"""The two verifiers that stand beside each certificate and need nothing of this program."""

from pathlib import Path

SCRIPT, PAGE = "verify_sample.py", "verify_sample.html"


def verifiers() -> tuple[Path, ...]:
    """The script of standard-library Python and the page for a browser, to be copied as they are."""
    home = Path(__file__).parent
    return home / SCRIPT, home / PAGE
