"""Tickets, seeds, ids and fingerprints: the digits that other people's programs must get too."""

import unicodedata
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import StateError
from audit.sampling.draw import positions
from audit.sampling.ticket import (
    WHITE_SPACE,
    check_seed,
    family_ticket,
    fingerprint,
    id_problem,
    is_blank,
    ticket,
    trimmed,
    weighted_ticket,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
# sha256.* of FIPS 180-4's example values, checked against coreutils' sha256sum.
DIGESTS = {
    "abc": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
}


@pytest.mark.parametrize(("text", "digest"), DIGESTS.items())
def test_digests_are_those_of_the_standard(text, digest):
    assert sha256(text.encode()).hexdigest() == digest


def test_a_ticket_is_what_a_shell_prints():
    # printf '%s|%s' 48151623 C-0042 | sha256sum
    assert ticket("48151623", "C-0042").startswith("29134da3b735d77e")
    assert len(ticket("48151623", "C-0042")) == 64


def test_a_family_has_one_chance_whatever_the_seed():
    # printf 'one-per|%s' C-0042 | sha256sum
    assert family_ticket("C-0042") == sha256(b"one-per|C-0042").hexdigest()


def test_seeds_that_differ_in_a_leading_zero_differ():
    assert ticket("048151623", "C-0042") != ticket("48151623", "C-0042")
    assert check_seed("0048151623") == "0048151623"


@given(st.text("0123456789", min_size=1, max_size=6), TEXTS, st.integers(1, 100))
def test_a_weighted_ticket_is_the_smallest_of_its_own_and_never_grows_with_the_weight(seed, unit, weight):
    each = [sha256(f"{seed}|{unit}#{k}".encode()).hexdigest() for k in range(1, weight + 1)]
    assert weighted_ticket(seed, unit, weight) == min(each)
    assert weighted_ticket(seed, unit, weight) <= ticket(seed, f"{unit}#1")


@pytest.mark.parametrize("seed", ["1", "48151623", "a seed with spaces", "~" * 100, "é"[:0] + "x'y\"z"])
def test_a_seed_is_taken_as_it_was_typed(seed):
    assert check_seed(seed) == seed


@pytest.mark.parametrize("seed", ["", "~" * 101, "4|5", "4/5", "4\n5", "é", "\x7f", "x" * 10_000])
def test_what_cannot_be_a_seed_is_refused_with_what_can(seed):
    with pytest.raises(StateError, match=r"write 1 to 100 letters.* without \| and /") as caught:
        check_seed(seed)
    assert len(str(caught.value)) < 1000


def test_white_space_is_unicodes_own():
    assert trimmed(f"{WHITE_SPACE} a b {WHITE_SPACE}") == "a b"
    spaces = {chr(n) for n in range(0x110000) if unicodedata.category(chr(n)) in {"Zs", "Zl", "Zp"}}
    assert spaces | set("\t\n\v\f\r\x85") == set(WHITE_SPACE)
    # Python's own strip takes these too, and engines do not.
    assert trimmed("\x1ca\x1f") == "\x1ca\x1f"


@pytest.mark.parametrize("cell", ["", " ", "\u3000\xa0", "''", " '' ", "#N/A", "#n/a", "\t#N/a "])
def test_blank_is_blank(cell):
    assert is_blank(cell)


@pytest.mark.parametrize("cell", ["0", "-", "'", "N/A", "None", "\u200b"])
def test_what_says_something_is_not_blank(cell):
    assert not is_blank(cell)


@pytest.mark.parametrize("unit", ["1001.0", "00123", "É|b", "a b", "𝒜", "C-01, x"])
def test_what_can_be_an_id(unit):
    assert id_problem(unit) == ""


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("", "has no id"),
        ("#N/A", "has no id"),
        ("a\x00", "cannot be seen"),
        ("a\u200bb", "cannot be seen"),
        ("a\u2028b", "cannot be seen"),
        ("a\u2029b", "cannot be seen"),
        ("\ud800", "cannot be seen"),
        ("e\u0301", "not NFC"),
    ],
)
def test_what_cannot_be_an_id(unit, said):
    assert said in id_problem(unit)


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=3), min_size=1, max_size=6), st.randoms())
def test_a_fingerprint_is_of_the_rows_and_not_of_their_order(rows, random):
    mixed = random.sample(rows, len(rows))
    assert fingerprint(mixed) == fingerprint(rows)
    assert fingerprint([*rows, rows[0]]) != fingerprint(rows)
    assert fingerprint([[*rows[0], "x"], *rows[1:]]) != fingerprint(rows)


def test_a_fingerprint_by_hand():
    # Of the one row ("abc",): digits 1-15 and 16-30 of its sha256.
    assert fingerprint([["abc"]]) == "ba7816bf8f01cfe a414140de5dae22"
    assert fingerprint([]) == "000000000000000 000000000000000"
    one, two = (int(DIGESTS["abc"][:15], 16), int(DIGESTS["abc"][15:30], 16))
    assert fingerprint([["abc"]] * 3) == f"{3 * one % 16**15:015x} {3 * two % 16**15:015x}"


# systematic.*: a published program gave 9 of 10 for these (samplics issue 55).
@pytest.mark.parametrize(("population", "gaps"), [(77, {7, 8}), (154, {15, 16})])
@given(seed=st.text("0123456789", min_size=1, max_size=9))
def test_a_systematic_draw_gives_all_it_should_at_even_steps(population, gaps, seed):
    found = positions(seed, 10, population)
    assert len(set(found)) == 10
    assert 0 <= found[0] <= found[-1] < population
    steps = [after - before for before, after in pairwise(found)]
    assert set(steps) <= gaps
    assert population - found[-1] + found[0] in gaps  # and so on round the end


@given(st.text("abc", min_size=1, max_size=3), st.integers(1, 60), st.integers(0, 60))
def test_a_systematic_draw_of_any_size_gives_each_unit_once(seed, size, more):
    assert len(set(positions(seed, size, size + more))) == size
