"""Whatever comes in a file, it is read or refused with a sentence: what fuzzing found, and blind changes.

AUDIT_FUZZ=300 makes three hundred changes to the good files of each target; the ordinary run makes one.
"""

import os
import random
from pathlib import Path

import pytest
from fuzz.mutate import mutated
from fuzz.ranges import Range
from fuzz.targets import TARGETS

from audit.wording import escaped, harmless

CHANGES = int(os.environ.get("AUDIT_FUZZ", "1"))
CORPUS = sorted((Path(__file__).parent / "fuzz/corpus").glob("*/*"))


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    return Range(tmp_path_factory.mktemp("fuzz") / "ground")


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_once_tripped_a_reader_is_read_or_refused(ground, path):
    ground.throw(path.parent.name, path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_a_good_file_is_read_and_changed_ones_are_read_or_refused(ground, name):
    rng, seeds = random.Random(name), list(ground.seeds(name))
    for seed in seeds:
        code, said = ground.throw(name, seed)
        assert code == 0, said
    for _ in range(CHANGES):
        ground.throw(name, mutated(TARGETS[name].kind, rng.choice(seeds), rng))


@pytest.mark.parametrize(
    "sign", ["\x1b[2J", "\x9b2J", "\u202eabc\u202c", "\u2066", "\x00\x07\x08", "\u2028", "\udcff"]
)
def test_no_sign_that_a_terminal_obeys_is_shown(sign):
    assert "\N{REPLACEMENT CHARACTER}" in harmless(sign)
    assert not set(harmless(sign)) & set("\x1b\x9b\u202e\u202c\u2066\x00\x07\x08\u2028\udcff")
    assert harmless("Zoë\tאב\n") == "Zoë\tאב\n"
    assert escaped(f'"{sign[0]}"') == f'"\\u{ord(sign[0]):04x}"'
