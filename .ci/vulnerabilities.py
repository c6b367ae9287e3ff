"""Whether anything installed has a known vulnerability, by pip-audit in an environment of its own.

    python3 .ci/vulnerabilities.py .venv

Ends with 1 where something has one. Where those who know them cannot be asked it says so and ends with 0: to
be offline is no failure, and not to have asked is not to have found nothing. Whether somebody knows them is
tried on a release that has one.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import venv
from pathlib import Path

OWN = "safeguarding-audit"  # which nobody knows but us
TOOLS = {"pip"}  # stands in every environment, and nothing of ours depends on it
KNOWN_BAD = ("pyyaml", "5.3")  # CVE-2020-14343
PATIENCE, INSTALLING = 8, 180  # seconds
NOT_REACHED = "Known vulnerabilities: not reached: not checked."


def _pypi():
    name, version = KNOWN_BAD
    with urllib.request.urlopen(f"https://pypi.org/pypi/{name}/{version}/json", timeout=PATIENCE) as answer:
        return json.load(answer)["vulnerabilities"]


def _osv():
    name, version = KNOWN_BAD
    asked = json.dumps({"package": {"name": name, "ecosystem": "PyPI"}, "version": version}).encode()
    with urllib.request.urlopen("https://api.osv.dev/v1/query", asked, timeout=PATIENCE) as answer:
        return json.load(answer)["vulns"]


SERVICES = {"pypi": _pypi, "osv": _osv}


def service():
    """The first service that tells of the release that is known to be bad; None where none does in time."""
    told = {}

    def ask(name):
        try:
            told[name] = bool(SERVICES[name]())
        except (OSError, ValueError, KeyError):
            told[name] = False

    asking = [threading.Thread(target=ask, args=(name,), daemon=True) for name in SERVICES]
    for one in asking:
        one.start()
    end = time.monotonic() + PATIENCE
    for one in asking:
        one.join(max(end - time.monotonic(), 0))
    return next((name for name in SERVICES if told.get(name)), None)


def auditor(folder):
    """pip-audit in an environment of its own, as a command; None where it cannot be installed."""
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    install = [programs / "python", "-m", "pip", "install", "--quiet", "--retries", "0", "pip-audit"]
    try:
        done = subprocess.run(install, capture_output=True, timeout=INSTALLING, check=False)
    except subprocess.TimeoutExpired:
        return None
    return None if done.returncode else [programs / "pip-audit"]


def site_of(environment):
    """Where an environment's packages lie."""
    (found,) = (*environment.glob("lib/python*/site-packages"), *environment.glob("Lib/site-packages"))
    return found


def audited(command, name, environment, folder):
    """What pip-audit found of every package; None where it ended without an answer."""
    answer = folder / "answer.json"
    options = ["--vulnerability-service", name, "--format", "json", "--output", answer]
    options += ["--progress-spinner", "off", "--timeout", "10", "--path", site_of(environment)]
    subprocess.run([*command, *options], capture_output=True, check=False)
    try:
        return json.loads(answer.read_text(encoding="utf-8"))["dependencies"]
    except (OSError, ValueError, KeyError):
        return None


def told(found):
    """The lines to print of what was found, and the exit code."""
    found = [one for one in found if one["name"].lower() not in {OWN, *TOOLS}]
    passed_over = [one["name"] for one in found if "vulns" not in one]
    bad = [
        f"{one['name']} {one['version']}: {vuln['id']}, mended in {', '.join(vuln['fix_versions']) or 'none'}"
        for one in found
        for vuln in one.get("vulns", ())
    ]
    lines = [f"Known vulnerabilities: {len(bad)} in {len(found) - len(passed_over)} packages.", *bad]
    if passed_over:
        lines.append(f"Not checked, since nothing is known of them: {', '.join(passed_over)}.")
    return lines, int(bool(bad))


def main():
    """Look, print what was found, and give the exit code."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("environment", type=Path)
    given.add_argument("--auditor", help="a pip-audit that is there already")
    asked = given.parse_args()
    name = "pypi" if asked.auditor else service()
    if name is None:
        print(NOT_REACHED)
        return 0
    with tempfile.TemporaryDirectory(prefix="pip-audit-") as folder:
        command = [asked.auditor] if asked.auditor else auditor(Path(folder) / "own")
        found = command and audited(command, name, asked.environment, Path(folder))
    if found is None:
        print(NOT_REACHED)
        return 0
    lines, code = told(found)
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
