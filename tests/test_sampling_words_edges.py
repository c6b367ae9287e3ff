"""What is said of a sample where strata are uneven, clusters small, or a certificate is out of the usual."""

import pytest
from samples import made, rows_of, sample

from audit.disclosure.leavings import leaves_few
from audit.sampling import sentences
from audit.sampling.design import Design
from audit.sampling.public import public_figures


def of_strata(strata, drawn, **design):
    """What is read of a certificate: units and cases by stratum."""
    cases = [{"stratum": name} for name, count in drawn.items() for _ in range(count)]
    frame = {"strata": strata, "population": sum(strata.values()), "by": ["Team"]}
    usual = {"method": "stratified", "allocate": "equal", "minimum": 0}
    return {"design": usual | design, "frame": frame, "drawn": cases}


def of_clusters(counts, wanted, **frame):
    """What is read of a certificate: cases by cluster, and how many were wanted from each."""
    cases = [{"stratum": name} for name, count in counts.items() for _ in range(count)]
    design = {"method": "cluster", "clusters": len(counts), "per_cluster": wanted}
    return {"design": design, "frame": {"strata": {"": 90}, "population": 90, **frame}, "drawn": cases}


def test_a_zone_is_told_by_its_hours_and_minutes():
    assert sentences.when("2026-07-01T09:00:00-04:56:02") == "1 July 2026 at 09:00:00 (UTC-04:56)"


def test_cases_are_counted_by_stratum_or_cluster_in_order_of_name():
    strata = of_strata({"b": 5, "a": 5, "c": 5}, {"b": 2, "a": 1})
    assert list(sentences.cases_by_stratum(strata).items()) == [("a", 1), ("b", 2), ("c", 0)]
    clusters = of_clusters({"W2": 1, "W1": 2}, 2)
    assert list(sentences.cases_by_stratum(clusters).items()) == [("W1", 2), ("W2", 1)]


@pytest.mark.parametrize(
    ("strata", "drawn", "said"),
    [
        ({"A": 30}, {"A": 12}, "12 from 1 stratum (Team), in equal parts: 12 of 30."),
        ({"A": 9, "B": 9}, {"A": 3, "B": 2}, "2 or 3 from each of 2 strata (Team), in equal parts: 5 of 18."),
        (
            {"A": 9, "B": 2},
            {"A": 4, "B": 2},
            "2 to 4 from each of 2 strata (Team), in equal parts as far as each goes: 6 of 11.",
        ),
        (
            {"A": 9, "B": 1},
            {"A": 4, "B": 1},
            "1 to 4 from each of 2 strata (Team), in equal parts as far as each goes: 5 of 10.",
        ),
    ],
)
def test_equal_parts_that_differ_by_more_than_one_case_are_told_as_far_as_each_goes(strata, drawn, said):
    assert sentences.design_sentence(of_strata(strata, drawn)) == said


@pytest.mark.parametrize(
    ("counts", "frame", "said"),
    [
        ({"A": 2, "B": 1}, {}, "2 clusters drawn at random, then up to 2 from each: 3 of 90."),
        ({"A": 2, "B": 2}, {}, "2 clusters drawn at random, then 2 from each: 4 of 90."),
        (
            {"A": 2},
            {"clusters": {"A": 5, "B": 85}, "cluster": "Worker"},
            "1 of 2 clusters (Worker) drawn at random, then 2 from it: 2 of 90.",
        ),
        ({"A": 1}, {"clusters": {"A": 90}}, "1 of 1 cluster drawn at random, then up to 2 from it: 1 of 90."),
    ],
)
def test_clusters_are_told_with_how_many_there_are_and_whether_each_gave_all(counts, frame, said):
    assert sentences.design_sentence(of_clusters(counts, 2, **frame)) == said


def test_the_seal_is_dated_by_its_own_act():
    whole = made("simple").certificate
    seal, seed, draw = whole["acts"]
    turned = {**whole, "acts": [seed | {"at": "later"}, seal | {"at": "then"}, draw]}
    assert sentences.sealed_sentence(turned) == (
        "The register and frame were sealed on then, before the command that drew."
    )


def test_there_is_no_seed_where_none_is_kept_or_cases_were_named():
    none = "There is no seed: nothing was drawn by chance."
    assert sentences.seed_sentence(made("simple").certificate | {"seed": ""}) == none
    assert sentences.seed_sentence(made("judgement").certificate | {"seed": "7"}) == none


@pytest.mark.parametrize(
    ("strata", "drawn", "held"),
    [
        ({"A": 10, "B": 10}, {"A": 6, "B": 4}, False),  # one whole case apart
        ({"A": 10, "B": 11}, {"A": 6, "B": 5}, True),
        ({"A": 4, "B": 1, "C": 1, "D": 2}, {"A": 1, "B": 1, "C": 1, "D": 1}, False),  # only A is apart
        ({"A": 10, "B": 10, "C": 20}, {"A": 1, "B": 4, "C": 5}, False),
    ],
)
def test_one_stratum_a_whole_case_apart_is_out_of_proportion(strata, drawn, held):
    assert sentences.in_proportion(of_strata(strata, drawn)) is held


def test_of_strata_that_all_give_a_case_nothing_is_said():
    assert sentences.missed_strata(of_strata({"A": 10, "B": 10}, {"A": 1, "B": 1})) == ""


def test_what_is_published_says_when_the_frame_was_sealed():
    assert public_figures(made("simple"))["sealed"] == "before"
    assert public_figures(made("simple", before=False))["sealed"] == "in the same command"
    one = sample(Design("simple", 1), rows_of(60))
    assert public_figures(one)["cases"] == 1


# --- numbers beside each other ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("totals", "left"),
    [
        ((1503, 100, 200, 400, 800), (1503, 100, 200, 400, 800)),
        ((100, 200, 1503, 400, 800), (1503, 100, 200, 400, 800)),
        ((1503, 100, 200, 400, 803), ()),  # it leaves 0
        ((3103, 100, 200, 400, 800, 1600), ()),  # nobody makes up a whole of five parts
        ((605, 100, 500), (605, 100, 500)),
        ((606, 100, 500), ()),
        ((500, 505), (505, 500)),
        ((900, 3), ()),  # a small number that is told by itself is no difference
        ((), ()),
    ],
)
def test_up_to_four_numbers_are_taken_from_each_other_one(totals, left):
    assert leaves_few(totals) == left
