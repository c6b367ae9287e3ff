"""The same thirty draws from a register as CSV, as Parquet, in PostgreSQL and in Spark: one certificate each.

It is the same byte for byte but for what names the register and the acts: `id`, `source`, `acts`, `digest`.
"""

import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
import thirty
from test_cli_setup import as_json, call

pytestmark = pytest.mark.xdist_group("spark")
ROWS = int(os.environ.get("THIRTY_ROWS", "20000"))
OWN = ("id", "source", "acts", "digest")
PLACES = ("csv", "parquet", "postgres", "spark")


@pytest.fixture
def places(tmp_path, pg_url, spark):
    """The register in four places, its rows in another order in each, and the files that draws read."""
    assert spark.version
    rows = [thirty.lines(ROWS, order) for order in range(4)]
    thirty.write_csv(tmp_path / "register.csv", rows[0])
    thirty.write_parquet(tmp_path / "register.parquet", rows[1])
    thirty.load_postgres(pg_url, rows[2])
    thirty.write_parquet(tmp_path / "lake.parquet", rows[3])
    thirty.write_lists(tmp_path, ROWS)
    addresses = (
        tmp_path / "register.csv",
        tmp_path / "register.parquet",
        f"{pg_url}#public.{thirty.TABLE}",
        f"spark:local#{tmp_path / 'lake.parquet'}",
    )
    return SimpleNamespace(folder=tmp_path, addresses=dict(zip(PLACES, addresses, strict=True)))


def workspace(folder):
    call("init", folder, "--name", "Kingsbridge")
    profile = folder / "templates" / "registers" / "thirty.yaml"
    profile.parent.mkdir(parents=True)
    profile.write_text(thirty.PROFILE, encoding="utf-8")
    return folder


def certificates(ws, address, folder):
    """The certificate of each draw in a place, its own parts apart, and what a person is told besides."""
    found = {}
    for name in thirty.DRAWS:
        more = ["-w", ws, "--today", "2026-11-23", "--who", "Ada"]
        said = as_json("sample", "draw", address, *thirty.arguments(name, folder), *more)
        whole = json.loads(Path(said["certificate"]).read_text(encoding="utf-8"))
        own = {part: whole.pop(part) for part in OWN}
        text = json.dumps(whole, ensure_ascii=False, indent=1)
        found[name] = SimpleNamespace(text=text, own=own, whole=whole)
    return found


def test_thirty_draws_give_the_same_certificates_in_four_places(places):
    assert len(thirty.DRAWS) == 30
    found = {
        place: certificates(workspace(places.folder / place), address, places.folder)
        for place, address in places.addresses.items()
    }
    for name in thirty.DRAWS:
        first = found["csv"][name]
        assert first.whole["drawn"]
        for place in PLACES[1:]:
            assert found[place][name].text == first.text, (name, place)
            assert found[place][name].own["source"]["rows"] == first.own["source"]["rows"] == ROWS
    methods = {found["csv"][name].whole["design"]["method"] for name in thirty.DRAWS}
    assert methods == {"simple", "stratified", "systematic", "cluster", "weighted", "census", "judgement"}
    sources = {place: found[place]["simple"].own["source"] for place in PLACES}
    assert len({json.dumps(source) for source in sources.values()}) == 4
