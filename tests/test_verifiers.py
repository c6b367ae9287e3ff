"""The script that draws a sample again without us: right for every design, and not to be deceived."""

import ast
import csv
import io
import json
import os
import subprocess
import sys
import unicodedata
from copy import deepcopy
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference_draw import cells, draw, fingerprint

SCRIPT = Path(__file__).resolve().parent.parent / "audit" / "sampling" / "verify_sample.py"
SEED = "48151623"
STRATA = {"A": {"compliant": 9, "sample": 10}, "Ä | b": {"sd": "0.3"}, "Z, \"z\"": {"compliant": 2, "sample": 8}}
DESIGNS = {
    "simple": {"method": "simple", "size": 9, "reserves": None, "sub_samples": {"consent": "15%", "voice": "3"}},
    "proportional": {"method": "stratified", "allocate": "proportional", "size": 11, "minimum": 2, "reserves": 1},
    "equal": {"method": "stratified", "allocate": "equal", "size": 10, "minimum": 0, "reserves": None},
    "neyman": {"method": "stratified", "allocate": "neyman", "size": 10, "minimum": 0, "strata": STRATA},
    "fixed": {
        "method": "stratified",
        "allocate": "fixed",
        "size": 5,
        "minimum": 0,
        "strata": {name: {"size": size} for name, size in zip(STRATA, (3, 2, 0), strict=True)},
        "reserves": 2,
    },
    "systematic": {"method": "systematic", "size": 7, "order": ["Team", "Start"]},
    "cluster": {"method": "cluster", "cluster": "Allocated Worker", "clusters": 3, "per_cluster": 2},
    "weighted": {"method": "weighted", "weight": "Risk", "size": 6, "reserves": 4},
    "census": {"method": "census", "size": 40},
    "judgement": {"method": "judgement", "size": 3},
}


def some_rows(count=40):
    """Units with ids that a careless program gets wrong: commas, quotes, signs beyond the first 65,536."""
    marks = ("", ", x", ' "y"', " é", " 𝒜", " \ufffd", "#1")
    return [
        {
            "unit": f"C-{number:03}{marks[number % len(marks)]}",
            "stratum": list(STRATA)[number * number % 3 % 2 + (number % 5 == 0)],
            "cluster": f"worker {number % 6}\n{marks[number % 6]}",
            "weight": str(number % 4 + 1),
            "order": [marks[number % 7], f"2026-0{number % 9 + 1}-01"],
        }
        for number in range(count)
    ]


def digest(record):
    rest = {key: value for key, value in record.items() if key != "digest"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def sign(certificate):
    """The certificate with every digest worked out again, as a forger would."""
    before = "0" * 64
    for act in certificate["acts"]:
        act["previous"] = before
        act["digest"] = before = digest(act)
    certificate["digest"] = digest(certificate)
    return certificate


def certified(rows, seed, design):
    """The certificate of a draw, and its rows as the draw sees them."""
    if design["method"] not in {"stratified", "census"}:
        rows = [row | {"stratum": ""} for row in rows]
    strata = {row["stratum"]: sum(other["stratum"] == row["stratum"] for other in rows) for row in rows}
    frame = {"unit": ["CHILD"], "distinct": False, "by": [], "where": ["Stand ist „offen“"], "excluded": []}
    frame |= {"population": len(rows), "strata": strata, "fingerprint": fingerprint(rows, design)}
    if design["method"] == "judgement":
        chosen = sorted(row["unit"] for row in rows)[: design["size"]]
        drawn = [{"unit": unit, "stratum": "", "ticket": "", "place": i} for i, unit in enumerate(chosen, 1)]
        reserves, subs = [], {}
    else:
        drawn, reserves, subs = draw(rows, seed, design)
    act = {"at": "2026-03-02T10:00:00", "by": "Ada Moss"}
    acts = [{"act": "seal", **act, "content": {"sha256": "a" * 64, "frame": deepcopy(frame)}}]
    acts += [{"act": name, **act, "content": {"seed": seed}} for name in ("seed", "draw")]
    numbered = [case | {"reference": f"C-{number:02}"} for number, case in enumerate(drawn, 1)]
    paper = {"certificate": 1, "id": "S-001", "source": {"register": "episodes.csv", "rows": 5050}}
    paper |= {"frame": frame, "design": design, "seed": seed, "drawn": numbered, "reserves": reserves}
    return sign(paper | {"sub_samples": subs, "acts": acts}), rows


def listed(rows, design, end="\r\n"):
    """The text of frame.csv."""
    extra = {"cluster": ["cluster"], "weighted": ["weight"]}.get(design["method"], [])
    if design["method"] == "systematic":
        extra = [f"order{number}" for number in range(1, len(rows[0]["order"]) + 1)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=end)
    writer.writerow(["unit", "stratum", *extra])
    writer.writerows(cells(row, design) for row in sorted(rows, key=lambda row: row["unit"]))
    return text.getvalue()


def written(folder, certificate, frame):
    """Both files in a folder."""
    paths = folder / "certificate.json", folder / "frame.csv"
    text = certificate if isinstance(certificate, str) else json.dumps(certificate, ensure_ascii=False, indent=1)
    for path, content in zip(paths, (text, frame), strict=True):
        path.write_bytes(content.encode())
    return paths


def verify(*arguments, script=SCRIPT):
    """What the script says to these files, and its exit code; its output takes ASCII only, as some consoles do."""
    done = subprocess.run(
        [sys.executable, "-I", script, *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    return done.stdout.decode(), done.returncode, done.stderr.decode()


def tried(folder, certificate, frame):
    said, code, trouble = verify(*written(folder, certificate, frame))
    assert not trouble
    return said, code


def wrong_lines(said):
    return [line for line in said.splitlines() if not line.startswith("yes  ")]
