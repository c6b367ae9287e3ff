"""What may be published: nothing that names a case, and no small number that could be worked out."""

import json

import pytest
from samples import DESIGNS, made, rows_of, sample

from audit.sampling.design import Design
from audit.sampling.public import HIDDEN, hidden, public_figures, shown, total


@pytest.mark.parametrize(
    ("counts", "wanted", "all_told"),
    [
        ({"a": 40, "b": 60}, {"a": 40, "b": 60}, 100),
        ({"a": 40, "b": 3, "c": 60}, {"a": 40, "b": HIDDEN, "c": HIDDEN}, 103),
        ({"a": 3, "b": 40, "c": 60}, {"a": HIDDEN, "b": HIDDEN, "c": HIDDEN}, 103),
        ({"a": 40, "b": 3, "c": 4}, {"a": 40, "b": HIDDEN, "c": HIDDEN}, 47),
        ({"a": 40, "b": 1, "c": 1}, {"a": HIDDEN, "b": HIDDEN, "c": HIDDEN}, 42),
        ({"a": 40, "b": 5, "c": 0, "d": 50}, {"a": 40, "b": HIDDEN, "c": 0, "d": HIDDEN}, 95),
        ({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1}, dict.fromkeys("abcdef", HIDDEN), 6),
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
