"""Thirty draws from one register on CSV, Parquet, PostgreSQL and Spark: the same certificates.

    THIRTY_ROWS=200000 python -m pytest tests/test_thirty_draws.py

The certificates are the same byte for byte but for what tells where the register lies, and when. Spark
plans every statement anew, some seconds a draw: without THIRTY_ROWS it makes those that differ most.
"""

import json
import os
import shutil

import pytest
import thirty
from click.testing import CliRunner
from shared import once

from audit.cli import program

AT_SPARK = (
    *("simple", "three strata", "by quarter", "systematic by two columns", "clusters of events"),
    *("weighted events", "one of each family", "two columns, narrowed"),
)
PLACES = ("csv", "parquet", "postgres", "spark")
OWN = ("id", "source", "acts", "digest")  # what tells where the register lies, and when it was drawn from


def audit(*words):
    found = CliRunner().invoke(program, [*map(str, words)])
    assert found.exit_code == 0, (words, found.output, found.exception)
    return found


def address(place, folder, request):
    """Lay the register in a place, in an order of its own; gives what a person types."""
    rows = thirty.lines(order=PLACES.index(place))
    if place == "csv":
        thirty.write_csv(folder / "register.csv", rows)
        return folder / "register.csv"
    if place == "postgres":
        url = request.getfixturevalue("pg_url")
        thirty.load_postgres(url, rows)
        return f"{url}#{thirty.TABLE}"
    if place == "spark" and "THIRTY_ROWS" not in os.environ:
        request.getfixturevalue("spark")  # one session for all draws, else each has its own as for a person
    path = folder / f"{place}.parquet"
    thirty.write_parquet(path, rows)
    return path if place == "parquet" else f"spark:local#{path}"


def drawn(place, folder, lists, request):
    """The certificates of all draws from a place, by the draw's name."""
    register, workspace = address(place, folder, request), folder / "workspace"
    audit("init", workspace, "--name", "Kingsbridge")
    profile = workspace / "templates" / "registers" / "thirty.yaml"
    profile.parent.mkdir(parents=True)
    profile.write_text(thirty.PROFILE, encoding="utf-8")
    found = {}
    some = AT_SPARK if place == "spark" and "THIRTY_ROWS" not in os.environ else tuple(thirty.DRAWS)
    for number, name in enumerate(some, 1):
        words = [*thirty.arguments(name, lists), "-w", workspace, "--today", "2026-11-23", "--who", "Ada"]
        audit("sample", "draw", register, *words)
        sample = workspace / "samples" / f"S-{number:03}"
        found[name] = json.loads((sample / "certificate.json").read_text(encoding="utf-8"))
        assert (sample / "frame.csv").exists() == (place in {"csv", "parquet"})
    return found


def as_text(certificate):
    """What a certificate says of the draw itself, and of how many rows there were."""
    own = {key: part for key, part in certificate.items() if key not in OWN}
    return json.dumps({**own, "rows": certificate["source"]["rows"]}, sort_keys=True, indent=1)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The lists of ids, and the certificates of the draws from CSV."""

    def make(folder):
        thirty.write_lists(folder)
        found = drawn("csv", folder, folder, None)
        (folder / "drawn.json").write_text(json.dumps(found), encoding="utf-8")
        shutil.rmtree(folder / "workspace")
        (folder / "register.csv").unlink()

    folder = once(tmp_path_factory, "thirty", make)
    return folder, json.loads((folder / "drawn.json").read_text(encoding="utf-8"))


def test_there_are_thirty_draws_of_every_design(files):
    _, found = files
    assert len(found) == 30
    methods = {one["design"]["method"] for one in found.values()}
    assert methods == {"simple", "stratified", "systematic", "cluster", "weighted", "census", "judgement"}
    assert len({as_text(one) for one in found.values()}) == 30


@pytest.mark.parametrize("place", PLACES[1:])
def test_the_same_thirty_draws_give_the_same_certificates(files, place, tmp_path, request):
    lists, wanted = files
    found = drawn(place, tmp_path, lists, request)
    assert len(found) == (30 if place != "spark" or "THIRTY_ROWS" in os.environ else len(AT_SPARK))
    differ = [name for name, one in found.items() if as_text(one) != as_text(wanted[name])]
    assert differ == []
