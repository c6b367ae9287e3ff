"""Everything that the program reads from outside, each as a target: bytes are written to a file, and the very
command that reads such files is called on it. It may read them, or refuse them with a sentence; anything else
that is raised, a file that is changed though it was refused, and a sign in what is said with which a terminal
could be led astray, is a finding."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from returns_made import remade

from audit.definitions import digest
from audit.encryption import to_keys
from audit.responses.returns_sealed import sealed

# What a terminal obeys, or what turns text round, so that it says another thing than it shows.
LEADS_ASTRAY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]")


class FoundError(AssertionError):
    """What should never come of a file."""


@dataclass(frozen=True)
class Target:
    """A command that reads a file.

    FILE in its words is where the bytes are, GOOD the folder of good files; `place` is where in the workspace
    they belong, where it reads them there. `made` makes the file of the bytes, such as by sealing it anew.
    Bytes that are `typed` come from a keyboard instead, and then somebody hangs up.
    """

    words: str
    suffix: str
    seeds: tuple[str, ...]
    place: str = ""
    made: Callable[[bytes, Path], bytes] | None = None
    typed: bool = False

    @property
    def kind(self) -> str:
        """How such a file is mutated."""
        return {".xlsx": "zip", ".ods": "zip", ".xlsm": "zip", ".json": "json"}.get(self.suffix, "text")


def _resealed(data: bytes, folder: Path) -> bytes:  # noqa: ARG001
    """A return or an invitation with every digest made anew, as a forger would who has this program."""
    try:
        found = json.loads(data)
        if "definition" in found and isinstance(found.get("template"), dict):
            found["template"]["digest"] = digest(found["definition"])
        again = remade(found) if "return" in found else _bare(found)
        return json.dumps(again).encode()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return data


def _bare(block):
    return sealed({key: part for key, part in block.items() if key not in {"digests", "digest"}})


def _certified(data: bytes, folder: Path) -> bytes:  # noqa: ARG001
    """A certificate whose own digest fits what it says."""
    try:
        found = json.loads(data)
        found.pop("digest", None)
        return json.dumps({**found, "digest": digest(found)}).encode()
    except (ValueError, TypeError, AttributeError, RecursionError):
        return data


def _encrypted(data: bytes, folder: Path) -> bytes:
    """The same, encrypted to the workspace's own key."""
    return to_keys(_resealed(data, folder), [PUBLIC.search((folder / "audit.toml").read_text())[1]])


PUBLIC = re.compile(r'public_key = "(\w+)"')
PAST = "round past FILE --name old --against local/ours --keep-unknown --dry-run"
IMPORT = "action import FILE --plan p --dry-run"
SEAL = "sample seal GOOD/register.csv --unit 'Child ID'"
OPEN = "round open local/ask --name r2 --due 2026-11-30"
TARGETS = {
    # definitions and settings
    "catalogue": Target(
        "check standards/local/ours.yaml",
        ".yaml",
        ("!standards/local/ours.yaml",),
        "standards/local/ours.yaml",
    ),
    "template": Target(
        "check templates/local/ask.yaml",
        ".yaml",
        ("!templates/local/ask.yaml", "!templates/case-audit/multi-agency.yaml"),
        "templates/local/ask.yaml",
    ),
    "letters": Target(
        "chase r1 --letters letters --today 2026-12-09",
        ".yaml",
        ("!templates/letters/chase.yaml",),
        "templates/letters/chase.yaml",
    ),
    "past-words": Target(
        PAST.replace("FILE", "GOOD/matrix.csv"),
        ".yaml",
        ("!templates/past/matrix.yaml",),
        "templates/past/matrix.yaml",
    ),
    "plan-words": Target(
        IMPORT.replace("FILE", "GOOD/plan.csv"),
        ".yaml",
        ("!templates/plans/plan.yaml",),
        "templates/plans/plan.yaml",
    ),
    "register-words": Target(
        "agency import GOOD/agencies.csv",
        ".yaml",
        ("!templates/registers/agencies.yaml",),
        "templates/registers/agencies.yaml",
    ),
    "programme": Target("programme", ".yaml", ("!programme.yaml",), "programme.yaml"),
    "settings": Target("form r1 --agency elm-school -o out.xlsx", ".toml", ("!audit.toml",), "audit.toml"),
    "keys": Target("send r1 --agency elm-school --to FILE -o out.age", ".txt", ("keys.txt",)),
    "secret": Target("collect GOOD/return.age", ".txt", ("!audit-key.txt",), "audit-key.txt"),
    # answers
    "answers-yaml": Target("ask r1 --agency oak-police --answers FILE", ".yaml", ("answers.yaml",)),
    "answers-json": Target("ask r1 --agency oak-police --answers FILE", ".json", ("answers.json",)),
    "answers-csv": Target(
        "collect FILE --round r1 --no-receipts --prefer file", ".csv", ("long.csv", "replies.csv")
    ),
    "answers-xlsx": Target(
        "collect FILE --round r1 --no-receipts --prefer file", ".xlsx", ("long.xlsx", "replies.xlsx")
    ),
    "panel-yaml": Target("moderate r1 --agency elm-school --answers FILE", ".yaml", ("panel.yaml",)),
    "panel-csv": Target("moderate r1 --answers FILE", ".csv", ("panel.csv",)),
    # returns and invitations
    "return": Target("collect FILE --no-receipts --prefer file", ".json", ("return.json",)),
    "return-resealed": Target(
        "collect FILE --no-receipts --prefer file", ".json", ("return.json",), made=_resealed
    ),
    "return-encrypted": Target(
        "collect FILE --no-receipts --prefer file", ".json", ("return.json",), made=_encrypted
    ),
    "age": Target("collect FILE --no-receipts --prefer file", ".age", ("return.age",)),
    "invitation": Target("join FILE joined", ".json", ("invitation.json",)),
    "invitation-resealed": Target("join FILE joined", ".json", ("invitation.json",), made=_resealed),
    # forms
    "form": Target("collect FILE --prefer file", ".xlsx", ("form.xlsx",)),
    "form-ods": Target("collect FILE --prefer file", ".ods", ("long.ods", "replies.ods")),
    "case-form": Target("collect FILE --prefer file", ".xlsx", ("grid.xlsx",)),
    "owner-form": Target("collect FILE --prefer file", ".xlsx", ("owner.xlsx",)),
    # plans, past cycles, agencies, figures
    "plan-csv": Target(IMPORT, ".csv", ("plan.csv",)),
    "plan-xlsx": Target(IMPORT, ".xlsx", ("plan.xlsx",)),
    "plan-own": Target("action import FILE", ".csv", ("own.csv",)),
    "plan-own-xlsx": Target("action import FILE", ".xlsx", ("own.xlsx",)),
    "plan-ods": Target(IMPORT, ".ods", ("plan.ods",)),
    "plan-xls": Target(IMPORT, ".xls", ("plan.xls",)),
    "past-csv": Target(PAST, ".csv", ("matrix.csv",)),
    "past-xlsx": Target(PAST, ".xlsx", ("matrix.xlsx",)),
    "past-ods": Target(PAST, ".ods", ("matrix.ods",)),
    "agencies-csv": Target("agency import FILE", ".csv", ("agencies.csv",)),
    "agencies-xlsx": Target("agency import FILE", ".xlsx", ("agencies.xlsx",)),
    "figures": Target("benchmark FILE --met 9 --of 512", ".csv", ("figures.csv",)),
    # registers, lists, certificates
    "register-csv": Target("register FILE", ".csv", ("register.csv",)),
    "register-xlsx": Target("register FILE", ".xlsx", ("register.xlsx",)),
    "register-ods": Target("register FILE", ".ods", ("register.ods",)),
    "register-xls": Target("register FILE", ".xls", ("plan.xls",)),
    "census": Target("register FILE", ".xml", ("census.xml",)),
    "parquet": Target("register FILE", ".parquet", ("register.parquet",)),
    "drawn": Target("sample draw FILE --unit 'Child ID' --size 2 --seed 4711", ".csv", ("register.csv",)),
    "list": Target(f"{SEAL} --only FILE", ".csv", ("ids.csv",)),
    "dates": Target(f"{OPEN} --dates FILE", ".csv", ("dates.csv",)),
    "auditors": Target(
        "round open dip/supervision --sample S-002 --name r2 --due 2026-11-30 --auditors FILE",
        ".csv",
        ("auditors.csv",),
    ),
    "involved": Target(
        "round open dip/supervision --sample S-002 --name r2 --due 2026-11-30 --involved FILE",
        ".csv",
        ("involved.csv",),
    ),
    "certificate": Target("sample verify FILE", ".json", ("certificate.json",)),
    "certificate-resealed": Target(
        "sample verify FILE GOOD/register.csv", ".json", ("certificate.json",), made=_certified
    ),
    "frame": Target("sample verify S-001", ".csv", ("!samples/S-001/frame.csv",), "samples/S-001/frame.csv"),
    # what is typed at a prompt
    "typed": Target("ask r1 --agency oak-police", ".keys", ("interview.keys", "hurry.keys"), typed=True),
    "typed-panel": Target("moderate r1 --agency elm-school", ".keys", ("panel.keys",), typed=True),
    "typed-action": Target("action add", ".keys", ("action.keys",), typed=True),
}
