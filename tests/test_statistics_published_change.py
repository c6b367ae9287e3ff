"""Published figures on change and agreement, by the names under which the calculator gives them."""

import pytest
from ratings_made import from_counts, from_readers, from_table
from test_statistics_published import published

from audit.statistics import findings_change
from audit.statistics.agreement import agreement
from audit.statistics.compare import Count, independent, paired
from audit.statistics.findings_agreement import of_agreement


def holds(value, figures):
    """Every expected figure stands under its name, within what is said."""
    for name, expected in value["expected"].items():
        assert figures[name] == pytest.approx(expected, rel=0, abs=value["within"]), name


def turned(value, figures):
    """The same for a difference published as first minus second, which is second minus first here."""
    expected = value["expected"]
    ends = {"lower": -figures["upper"], "upper": -figures["lower"]}
    holds(value, dict.fromkeys(expected, -figures["difference"]) | ends)
    if "published" in value:
        digits = max(len(str(one).partition(".")[2]) for one in value["published"])
        assert [round(one, digits) for one in ends.values()] == value["published"]


def samples(given):
    counts = Count(given["x1"], given["n1"]), Count(given["x2"], given["n2"])
    return findings_change.of_samples(independent(*counts, confidence=given.get("confidence", 0.95))).figures


def pairs(given):
    cells = (given[name] for name in ("both_compliant", "only_first", "only_second", "neither"))
    return findings_change.of_pairs(paired(*cells, confidence=given.get("confidence", 0.95))).figures


def rounds(given):
    return [Count(*one) for one in zip(given["x"], given["n"], strict=True)]


def agreed(ratings, order=None):
    return of_agreement(agreement(ratings, order)).figures


@published("difference.independent")
def test_differences_of_two_samples(value):
    figures = samples(value["given"])
    turned(value, figures)
    assert figures["newcombe_10"] == {name: figures[name] for name in ("difference", "lower", "upper")}


@published("difference.paired")
def test_differences_of_the_same_cases(value):
    figures = pairs(value["given"])
    turned(value, figures)
    assert figures["newcombe_paired_10"] == {name: figures[name] for name in ("difference", "lower", "upper")}


@published("test.mcnemar")
def test_mcnemars_tests(value):
    figures = pairs(value["given"])
    holds(value, figures)
    holds(value, figures["mcnemar"])


@published("test.fisher")
def test_fishers_tests(value):
    figures = samples(value["given"])
    holds(value, figures)
    holds(value, figures["fisher"])


@published("test.boschloo")
def test_boschloos_tests(value):
    figures, side = samples(value["given"]), value["given"]["alternative"]
    holds(value, figures["boschloo"][side])
    holds(value, {"p": figures["boschloo"][f"p_{side}"]})
    holds(value, {"p": figures[f"p_boschloo_{side}"]})


@published("test.trend")
def test_trends(value):
    figures = findings_change.of_rounds(rounds(value["given"]), value["given"]["scores"]).figures
    holds(value, figures)
    holds(value, figures["trend"])


@published("chart.p")
def test_charts(value):
    figures = findings_change.of_rounds(rounds(value["given"])).figures
    holds(value, figures)
    holds(value, figures["chart"])
    assert value["given"]["sigma"] == 3


@published("agreement.two_raters")
def test_two_readers(value):
    holds(value, agreed(from_table(value["given"]["table"])))


@published("agreement.two_raters.weighted")
def test_two_readers_with_ordered_grades(value):
    table, weights = value["given"]["table"], value["given"]["weights"]
    figures = agreed(from_table(table), [str(place) for place in range(len(table))])
    holds(value, figures["weighted_kappa"][weights])


@published("agreement.fleiss_kappa")
def test_many_readers(value):
    holds(value, agreed(from_counts(value["given"]["counts"])))


@published("agreement.krippendorff_alpha")
def test_many_readers_with_gaps(value):
    ratings, level = from_readers(value["given"]["raters_by_unit"]), value["given"]["level"]
    order = ["1", "2", "3", "4", "5"] if level == "ordinal" else None
    figures = agreed(ratings, order)
    holds(value, {"alpha": figures["krippendorff_alpha"][level]["alpha"]})
    holds(value, figures["krippendorff_alpha"][level])
