"""How many cases each stratum gives: exact, adding up, nested, and equal to what the books print."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import StateError
from audit.sampling.allocation import allocate, variance

POPULATIONS = st.dictionaries(st.text("ABÄ |z", max_size=3), st.integers(0, 40), min_size=1, max_size=7)
RULES = st.sampled_from(["proportional", "equal", "neyman"])
SPREADS = st.fractions(0, 1, max_denominator=12)


def named(sizes):
    return {chr(65 + place): size for place, size in enumerate(sizes)}


def spread(figures):
    return {name: Fraction(str(sd)) ** 2 for name, sd in figures.items()}


# allocate.neyman.exact. Sources: Hill-Huntington in German Wikipedia and R proporz' test-divisor.R;
# wahlrecht.de by way of the same tests; every whole-number allocation tried with exact fractions, the
# optimum being Wright's (2012).
PUBLISHED = [
    ([450, 350, 199, 1], ["1", "1", "1", "1"], 50, [22, 17, 10, 1]),
    ([43, 33, 12, 8, 4], ["1", "1", "1", "1", "1"], 10, [4, 3, 1, 1, 1]),
    ([60, 40, 20, 5], ["0.3", "0.4", "0.5", "0.5"], 20, [8, 7, 4, 1]),
    # The least of all sums of N²/k, each tried; divisors k² and k(k + 2) both miss it.
    ([5, 10, 25], ["1", "1", "1"], 10, [1, 3, 6]),
    ([10, 20, 35], ["1", "1", "1"], 8, [1, 3, 4]),
]


@pytest.mark.parametrize(("sizes", "sds", "size", "wanted"), PUBLISHED)
def test_published_allocations_of_neyman(sizes, sds, size, wanted):
    found = allocate(named(sizes), size, "neyman", minimum=1, variances=spread(named(sds)))
    assert list(found.values()) == wanted


# allocate.properties: a published program (svy 0.24) drops the minimum to 0 on these.
@pytest.mark.parametrize(("sizes", "size", "minimum"), [([97, 1, 1, 1], 10, 1), ([850, 100, 30, 20], 20, 2)])
def test_minimums_that_others_drop_are_kept(sizes, size, minimum):
    found = allocate(named(sizes), size, minimum=minimum)
    assert sum(found.values()) == size
    assert all(min(minimum, units) <= got <= units for got, units in zip(found.values(), sizes, strict=True))


def asked(data, populations):
    """A size and a minimum that can be met, and figures for Neyman."""
    total = sum(populations.values())
    minimum = data.draw(st.integers(0, 4))
    least = sum(min(max(1, minimum), units) for units in populations.values())
    size = data.draw(st.integers(least, max(least, total)))
    return size, minimum, {name: data.draw(SPREADS) ** 2 for name in populations}


def one_by_one(populations, size, rule, minimum, variances):
    """The same by comparing all strata before each case, with fractions."""
    given = {name: min(max(minimum, rule == "neyman"), units) for name, units in populations.items()}

    def bid(name):
        k = given[name]
        if rule == "equal":
            return Fraction(1, k + 1)
        if rule == "proportional":
            return Fraction(populations[name], 2 * k + 1)
        return populations[name] ** 2 * variances[name] / (k * (k + 1))

    while sum(given.values()) < size:
        free = [name for name in sorted(populations) if given[name] < populations[name]]
        given[max(free, key=bid)] += 1  # max takes the first among equals
    return given


@given(st.data(), POPULATIONS, RULES)
def test_parts_add_up_keep_to_minimums_and_caps_and_equal_one_case_at_a_time(data, populations, rule):
    size, minimum, variances = asked(data, populations)
    found = allocate(populations, size, rule, minimum=minimum, variances=variances)
    assert list(found) == sorted(populations)
    assert sum(found.values()) == size
    assert all(min(minimum, units) <= found[name] <= units for name, units in populations.items())
    assert found == one_by_one(populations, size, rule, minimum, variances)


@given(st.data(), POPULATIONS, RULES)
def test_one_case_more_never_takes_one_away(data, populations, rule):
    size, minimum, variances = asked(data, populations)
    if size == sum(populations.values()):
        return
    small, big = (
        allocate(populations, n, rule, minimum=minimum, variances=variances) for n in (size, size + 1)
    )
    assert sum(big[name] - small[name] for name in populations) == 1
    assert all(big[name] >= small[name] for name in populations)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=5), st.integers(0, 200))
def test_proportional_parts_are_sainte_lagues(sizes, part):
    populations = named(sizes)
    size = part * sum(sizes) // 200
    # Sainte-Laguë: the `size` largest of N/1, N/3, N/5, ..., the first by name among equals.
    quotients = [(-Fraction(n, 2 * k + 1), name) for name, n in populations.items() for k in range(n)]
    wanted = dict.fromkeys(populations, 0)
    for _, name in sorted(quotients)[:size]:
        wanted[name] += 1
    assert allocate(populations, size) == wanted


@given(st.data(), st.lists(st.integers(1, 6), min_size=2, max_size=3))
def test_neymans_parts_have_the_smallest_variance_of_all(data, sizes):
    populations = named(sizes)
    size = data.draw(st.integers(len(sizes), sum(sizes)))
    variances = {name: data.draw(st.fractions(0, 1, max_denominator=5)) ** 2 for name in populations}

    def spread_of(parts):
        each = zip(populations.items(), parts, strict=True)
        return sum(n * n * variances[name] * (Fraction(1, k) - Fraction(1, n)) for (name, n), k in each)

    every = [parts for parts in product(*(range(1, n + 1) for n in sizes)) if sum(parts) == size]
    found = allocate(populations, size, "neyman", variances=variances)
    assert spread_of(found.values()) == min(map(spread_of, every))


def test_equal_gives_the_fewest_first_and_ties_go_by_name():
    assert allocate({"b": 9, "a": 9, "c": 1}, 8, "equal") == {"a": 4, "b": 3, "c": 1}
    assert allocate({"Z": 5, "a": 5, "Ä": 5}, 2) == {"Z": 1, "a": 1, "Ä": 0}  # by code point


def test_many_full_strata_are_no_trouble():
    populations = {f"{n:06}": 1 for n in range(50_000)}
    assert sum(allocate(populations, 50_000).values()) == 50_000


def test_fixed_sizes_are_taken_as_they_are():
    populations = {"A": 5, "B": 3}
    assert allocate(populations, 4, "fixed", sizes={"B": 1, "A": 3, "not there": 9}) == {"A": 3, "B": 1}


@pytest.mark.parametrize(
    ("size", "more", "said"),
    [
        (9, {}, "9 cases are asked for and there are 8; ask for 8 at most"),
        (3, {"minimum": 2}, "At least 2 from each of 2 strata makes 4 cases, and 3 are asked for"),
        (4, {"method": "odd"}, "no allocation 'odd'"),
        (4, {"method": "fixed", "sizes": {"A": 0, "B": 4}}, r"more.*|B: 4 of 3"),
        (4, {"method": "fixed", "sizes": {"A": 1, "B": 2}}, "add up to 3 and --size says 4"),
        (4, {"method": "fixed", "sizes": {"A": 4}}, "figures for every stratum; there are none for 'B'"),
        (4, {"method": "fixed", "sizes": {"A": 4, "B": 0}, "minimum": 1}, "fewer to 'B'"),
        (4, {"method": "neyman", "variances": {}}, "there are none for 'A', 'B'"),
        (4, {"method": "neyman"}, "there are none for 'A', 'B'"),
        (4, {"method": "fixed"}, "there are none for 'A', 'B'"),
        (1, {"method": "neyman", "variances": spread({"A": 1, "B": 1})}, "At least 1 from each of 2 strata"),
    ],
)
def test_what_cannot_be_met_is_refused_with_what_can(size, more, said):
    with pytest.raises(StateError, match=said):
        allocate({"A": 5, "B": 3}, size, **more)


def test_the_variance_of_an_earlier_audit_is_never_nothing():
    assert variance(compliant=10, sample=10) == Fraction(11, 12) * Fraction(1, 12)
    assert variance(compliant=0, sample=0) == Fraction(1, 4)
    assert variance(sd=Fraction(3, 10)) == Fraction(9, 100)
    assert variance(sd=Fraction(0)) == 0
    assert variance() == Fraction(1, 4)  # nothing is known
    assert variance(sample=2) == Fraction(3, 16)
    assert variance(compliant=1, sample=2) == Fraction(1, 4)


def test_strata_come_by_name_whatever_order_they_are_given_in():
    assert list(allocate({"b": 9, "a": 9}, 4)) == ["a", "b"]
    assert list(allocate({"b": 9, "a": 9}, 4, "fixed", sizes={"b": 2, "a": 2})) == ["a", "b"]
    with pytest.raises(StateError, match=r"\(A: 2 of 1; B: 2 of 1\)"):
        allocate({"B": 1, "A": 1}, 2, "fixed", sizes={"B": 2, "A": 2})
    with pytest.raises(StateError, match="fewer to 'A', 'B'"):
        allocate({"B": 3, "A": 3}, 2, "fixed", sizes={"B": 1, "A": 1}, minimum=2)
    with pytest.raises(StateError, match=r"\(all: 4 of 3\)"):
        allocate({"": 3}, 3, "fixed", sizes={"": 4})


def test_what_is_just_enough_is_taken():
    populations = {"A": 5, "B": 3}
    assert allocate(populations, 8) == populations
    assert allocate(populations, 4, minimum=2) == {"A": 2, "B": 2}
    assert allocate(populations, 4, "fixed", sizes={"A": 1, "B": 3}, minimum=1) == {"A": 1, "B": 3}
    few = {"A": 5, "B": 1}
    assert allocate(few, 4, "fixed", sizes={"A": 3, "B": 1}, minimum=2) == {"A": 3, "B": 1}


@pytest.mark.parametrize(("count", "ending"), [(10, "'J'."), (11, "'J' ….")])
def test_ten_strata_without_figures_are_named(count, ending):
    with pytest.raises(StateError) as error:
        allocate(named([3] * count), count, "neyman", variances={})
    assert str(error.value).endswith(
        f"there are none for 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', {ending}"
    )


def test_ten_strata_with_fewer_than_the_minimum_are_named():
    populations = named([3] * 12)
    with pytest.raises(StateError, match=r"give fewer to 'A', .*'I', 'J'; make them agree"):
        allocate(populations, 12, "fixed", sizes=dict.fromkeys(populations, 1), minimum=2)
