"""What may be published: nothing that names a case, and no small number that could be worked out."""

import json
from collections import defaultdict
from itertools import product

import pytest
from samples import DESIGNS, made, rows_of, sample

from audit.sampling.design import Design
from audit.sampling.public import HIDDEN, hidden, public_figures, shown, total


def tables(strata, most, largest):
    """Every table of so many strata with at most so many children, and none with more in a stratum."""
    for counts in product(range(largest + 1), repeat=strata):
        if sum(counts) <= most:
            yield counts


# All tables with the same total are there, or (of five and six strata) all in which every count is small:
# who knows the rule sees what is printed, and asks which tables print like that.
SMALL_TABLES = [(1, 12, 12), (2, 30, 30), (3, 26, 26), (4, 24, 24), (5, 25, 5), (6, 30, 5)]


@pytest.mark.parametrize(("strata", "most", "largest"), SMALL_TABLES)
def test_no_hidden_count_follows_from_what_is_printed(strata, most, largest):
    alike = defaultdict(list)
    for counts in tables(strata, most, largest):
        by_name = dict(zip("abcdef", counts, strict=False))
        alike[(*hidden(by_name).values(), total(by_name))].append(counts)
    for printed, found in alike.items():
        for place, count in enumerate(printed[:-1]):
            assert count == HIDDEN or {counts[place] for counts in found} == {count}
            assert count != HIDDEN or len({counts[place] for counts in found}) > 1, (printed, found)


@pytest.mark.parametrize(("strata", "most", "largest"), SMALL_TABLES[:4])
def test_no_small_count_is_printed_and_none_is_hidden_without_need(strata, most, largest):
    for counts in tables(strata, most, largest):
        found = hidden(dict(enumerate(counts)))
        assert all(value == HIDDEN for place, value in found.items() if 0 < counts[place] < 6)
        assert all(value == 0 for place, value in found.items() if counts[place] == 0)
        if not any(0 < count < 6 for count in counts):
            assert tuple(found.values()) == counts
            assert total(dict(enumerate(counts))) == sum(counts)


@pytest.mark.parametrize(
    ("counts", "wanted", "all_told"),
    [
        ({"a": 40, "b": 60}, {"a": 40, "b": 60}, 100),
        ({"a": 40, "b": 3, "c": 60}, {"a": HIDDEN, "b": HIDDEN, "c": 60}, 103),
        ({"a": 40, "b": 3, "c": 4}, {"a": 40, "b": HIDDEN, "c": HIDDEN}, 47),
        ({"a": 40, "b": 1, "c": 1}, {"a": HIDDEN, "b": HIDDEN, "c": HIDDEN}, 42),
        ({"a": 40, "b": 5, "c": 5}, {"a": HIDDEN, "b": HIDDEN, "c": HIDDEN}, 50),
        ({"a": 40, "b": 40, "c": 5}, {"a": HIDDEN, "b": HIDDEN, "c": HIDDEN}, 85),
        ({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1}, dict.fromkeys("abcdef", HIDDEN), HIDDEN),
        ({"": 4}, {"": HIDDEN}, HIDDEN),
        ({"": 0}, {"": 0}, 0),
        ({}, {}, 0),
    ],
)
def test_some_tables(counts, wanted, all_told):
    assert hidden(counts) == wanted
    assert total(counts) == all_told


def test_counts_from_one_to_five_are_not_told():
    assert [shown(count) for count in (0, 1, 5, 6, 1000)] == [0, HIDDEN, HIDDEN, 6, 1000]


@pytest.mark.parametrize("name", DESIGNS)
def test_nothing_published_names_a_case(name):
    replaced = [] if name in {"systematic", "census", "judgement", "one"} else [("C-01", "moved away")]
    found = made(name, 60, replaced=replaced, discarded="the wrong month")
    figures = public_figures(found)
    text = json.dumps(figures)
    certificate = found.certificate
    for case in [*certificate["drawn"], *certificate["reserves"]]:
        assert f'"{case["unit"]}"' not in text
        assert not case["ticket"] or case["ticket"] not in text
    assert "C-0" not in text
    assert "moved" not in text
    assert "wrong month" not in text
    assert "Ada" not in text
    assert set(figures) == {
        *("sample", "register_sha256", "fingerprint", "population", "cases", "design", "seed", "seed_was"),
        *("sealed", "strata", "acts", "discarded"),
    }
    assert (figures["population"], figures["discarded"]) == (60, True)
    acts = [act["act"] for act in figures["acts"]]
    assert acts[-1] == "discard"
    assert acts.count("replace") == len(replaced)
    assert acts.count("draw") == 1


def test_a_census_does_not_tell_a_small_population():
    figures = public_figures(sample(Design("census"), rows_of(4)))
    assert (figures["population"], figures["cases"], figures["strata"]) == (HIDDEN, HIDDEN, {"": HIDDEN})
    assert public_figures(sample(Design("census"), rows_of(60)))["cases"] == 60
    assert public_figures(sample(Design("simple", 3), rows_of(60)))["cases"] == 3
