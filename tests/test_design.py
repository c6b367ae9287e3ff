"""Designs: stated, read again from a certificate, refused where they are none; and sub-samples."""

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import StateError
from audit.sampling.design import MOST, Design, from_state, read_sub, sub_size

STRATA = {"A": {"compliant": "9", "sample": "10"}, "(blank)": {"sd": "0.30"}}
STATES = [
    (Design("simple", 9), {"method": "simple", "size": 9, "reserves": None}),
    (Design("weighted", 9, reserves=0), {"method": "weighted", "size": 9, "reserves": 0}),
    (Design("systematic", 9, reserves=4), {"method": "systematic", "size": 9}),
    (Design("census", subs={"a": "10%"}), {"method": "census", "sub_samples": {"a": "10%"}}),
    (Design("judgement", 4), {"method": "judgement"}),
    (
        Design("cluster", clusters=5, per_cluster=2),
        {"method": "cluster", "clusters": 5, "per_cluster": 2, "reserves": None},
    ),
    (
        Design("stratified", 9, "neyman", 2, 3, STRATA),
        {
            "method": "stratified",
            "size": 9,
            "allocate": "neyman",
            "minimum": 2,
            "strata": {"A": {"compliant": 9, "sample": 10}, "(blank)": {"sd": "0.30"}},
            "reserves": 3,
        },
    ),
    (
        Design("stratified", 3, "fixed", strata={"A": {"size": "003"}}),
        {
            "method": "stratified",
            "size": 3,
            "allocate": "fixed",
            "minimum": 0,
            "strata": {"A": {"size": 3}},
            "reserves": None,
        },
    ),
]


@pytest.mark.parametrize(("design", "state"), STATES, ids=lambda value: getattr(value, "method", ""))
def test_a_certificate_states_what_its_method_needs_and_no_more(design, state):
    assert design.state() == state
    assert from_state(state).state() == state


def test_what_a_certificate_does_not_state_is_as_if_nobody_had_asked_for_it():
    assert from_state({"method": "census"}) == Design("census", 0, "proportional", 0, None, {}, 0, 0, {}, "")
    assert from_state(STATES[0][1]) == Design("simple", 9)
    assert Design("simple") == Design("simple", 0, "proportional", 0, None, {}, 0, 0, {}, "")


def test_a_design_that_extends_another_says_so():
    state = {"method": "census", "extends": "S-001"}
    assert from_state(state) == Design("census", extends="S-001")
    assert from_state(state).state() == state


def test_a_stratum_may_give_nothing_where_sizes_are_fixed():
    state = {**STATES[7][1], "strata": {"A": {"size": 3}, "B": {"size": 0}}}
    assert from_state(state).sizes == {"A": 3, "B": 0}


@pytest.mark.parametrize("more", [{"reserves": MOST}, {"per_cluster": MOST}])
def test_as_many_as_an_engine_keeps_can_be_asked_for(more):
    assert Design("cluster", clusters=1, **more)


def test_the_figures_of_strata_are_exact():
    assert Design("stratified", strata=STRATA).variances == {
        "A": Fraction(10, 12) * Fraction(2, 12),
        "(blank)": Fraction(9, 100),
    }
    assert Design("stratified", strata={"A": {"size": "003"}}).sizes == {"A": 3}


NONE = {
    "no method": {"size": 3},
    "an unknown method": {"method": "guess", "size": 3, "reserves": None},
    "no size": {"method": "simple", "reserves": None},
    "a size as text": {"method": "simple", "size": "3", "reserves": None},
    "a size that is true": {"method": "simple", "size": True, "reserves": None},
    "a size below nothing": {"method": "simple", "size": -3, "reserves": None},
    "a key of another method": {"method": "simple", "size": 3, "reserves": None, "clusters": 2},
    "a key of none": {"method": "simple", "size": 3, "reserves": None, "colour": "red"},
    "reserves as a list": {"method": "simple", "size": 3, "reserves": []},
    "reserves beyond any engine": {"method": "simple", "size": 3, "reserves": 10**30},
    "strata as a list": {**STATES[6][1], "strata": []},
    "strata of texts": {**STATES[6][1], "strata": {"A": "9"}},
    "no figures": {**STATES[6][1], "strata": {"A": {}}},
    "half the figures": {**STATES[6][1], "strata": {"A": {"sample": 3}}},
    "more than all compliant": {**STATES[6][1], "strata": {"A": {"compliant": 30, "sample": 10}}},
    "a deviation that is none": {**STATES[6][1], "strata": {"A": {"sd": "wide"}}},
    "a size below nothing in a stratum": {**STATES[7][1], "strata": {"A": {"size": -3}}},
    "an unknown allocation": {**STATES[6][1], "allocate": "odd"},
    "an unknown allocation without figures": {
        "method": "stratified",
        "size": 9,
        "allocate": "odd",
        "minimum": 0,
        "reserves": None,
    },
    "a sub-sample that is none": {"method": "census", "sub_samples": {"a": "many"}},
    "a sub-sample with a bad name": {"method": "census", "sub_samples": {"A b": "1"}},
}


@pytest.mark.parametrize("state", NONE.values(), ids=NONE)
def test_what_states_no_design_is_refused(state):
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError, StateError)):
        from_state(state)


@pytest.mark.parametrize("more", [{"reserves": MOST + 1}, {"per_cluster": MOST + 1}])
def test_more_than_an_engine_keeps_is_refused_before_anything_is_drawn(more):
    with pytest.raises(StateError, match="At most 100,000 reserves"):
        Design("simple", 3, **more)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("consent=10%", ("consent", "10%")),
        (" voice-2 = 4 ", ("voice-2", "4")),
        ("a=0.5%", ("a", "0.5%")),
        ("a=100%", ("a", "100%")),
        ("a=100000", ("a", "100000")),
        ("a=1", ("a", "1")),
        ("a=0000000001", ("a", "0000000001")),
    ],
)
def test_sub_samples_are_read(text, wanted):
    assert read_sub(text) == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("consent", "write a name of a-z, 0-9 and hyphens, and a size"),
        ("=4", "write a name"),
        ("Consent=4", "write a name"),
        ("a b=4", "write a name"),
        ("a/b=4", "write a name"),
        *((f"{name}=4", "write a name") for name in ("cluster", "start", "double", "auditors")),
        ("a=0%", "more than 0 % and at most 100 %"),
        ("a=100.1%", "more than 0 % and at most 100 %"),
        ("a=0", "size of the sub-sample 'a=0' cannot be read"),
        ("a=-4", "cannot be read"),
        ("a=4.5", "cannot be read"),
        ("a=100001", "cannot be read"),
        ("a=0000000100001", "cannot be read"),
        ("a=0000000000", "cannot be read"),
        ("a=" + "9" * 5000, "cannot be read"),
        ("a=٤", "cannot be read"),
        ("a=٤%", "cannot be read"),
        ("a=many", "cannot be read"),
    ],
)
def test_sub_samples_that_cannot_be_read_are_refused(text, said):
    with pytest.raises(StateError, match=said):
        read_sub(text)


def test_ten_per_cent_of_forty_is_four():
    assert [sub_size("10%", drawn) for drawn in (40, 41, 1, 0)] == [4, 5, 1, 0]
    assert sub_size("12.5%", 8) == 1
    assert sub_size("4", 40) == 4


@given(st.integers(1, 10_000), st.integers(0, 5000))
def test_a_share_is_rounded_up_exactly(hundredths, drawn):
    text = f"{hundredths // 100}.{hundredths % 100:02}%"
    assert sub_size(text, drawn) == ceil(Fraction(hundredths, 10_000) * drawn)
