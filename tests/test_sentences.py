"""What a certificate says in sentences: every design, seal, seed and what was left out."""

import pytest
from samples import DESIGNS, made, rows_of, sample

from audit.sampling import sentences
from audit.sampling.design import Design

SAID = {
    "simple": "Drawn at random, each with the same chance: 12 of 60.",
    "one": "Drawn at random, each with the same chance: 1 of 60.",
    "proportional": "4 from each of 3 strata (Team), in proportion to their size: 12 of 60.",
    "equal": "4 from each of 3 strata (Team), in equal parts, at least 2 from each: 12 of 60.",
    "neyman": "4 from each of 3 strata (Team), shared out by size and by how much each varied before "
    "(Neyman), at least 1 from each: 12 of 60.",
    "fixed": "1 to 3 from each of 3 strata (Team), in sizes set beforehand: 6 of 60.",
    "systematic": "At even steps from a random start, in order of Team, then Start, then id: 12 of 60.",
    "cluster": "5 clusters (Allocated Worker) drawn at random, then 2 from each: 10 of 60.",
    "weighted": "By risk, so that a higher weight (Risk) is likelier to be drawn: 12 of 60.",
    "census": "All there are, a census: 60 of 60.",
    "judgement": "Chosen by hand, not drawn by chance: 2 of 60.",
}


@pytest.mark.parametrize("name", DESIGNS)
def test_a_design_is_said_in_a_sentence(name):
    assert sentences.design_sentence(made(name).certificate) == SAID[name]


def test_a_design_is_said_with_thousands_unequal_parts_and_one_of_a_kind():
    big = sample(Design("stratified", 1200, "equal"), rows_of(1413, teams=24)).certificate
    assert (
        sentences.design_sentence(big) == "50 from each of 24 strata (Team), in equal parts: 1,200 of 1,413."
    )
    rows = [*rows_of(40, name="a{}"), *[("b1", "Team 2", "", 1), ("b2", "Team 2", "", 1)]]
    rows = [(unit, team or "Team 1", worker, weight) for unit, team, worker, weight in rows]
    uneven = sample(Design("stratified", 12, "equal", 3, extends="S-000"), rows).certificate
    assert sentences.design_sentence(uneven) == (
        "2 to 10 from each of 2 strata (Team), in equal parts as far as each goes, at least 3 from each or "
        "all there are: 12 of 42. It extends S-000 and keeps its references."
    )
    enough = sample(Design("stratified", 12, "proportional", 2), rows).certificate
    assert sentences.design_sentence(enough) == (
        "2 to 10 from each of 2 strata (Team), in proportion to their size, at least 2 from each: 12 of 42."
    )
    alone = sample(Design("cluster", clusters=1, per_cluster=900), rows_of(14), cluster="Worker").certificate
    assert sentences.design_sentence(alone) == (
        "1 cluster (Worker) drawn at random, then up to 900 from it: 2 of 14."
    )


def test_a_seal_in_the_same_command_is_said_in_these_words():
    exact = (
        "Sealed in the same command as the draw, so nothing shows that a given seed was chosen afterwards."
    )
    found = made("simple", before=False)
    assert sentences.sealed_sentence(found.certificate) == exact
    assert sentences.sealed_sentence(made("simple").certificate) == (
        "The register and frame were sealed on 16 November 2026 at 14:05:09 (UTC+00:00), before the command "
        "that drew."
    )
    assert "no seed" in sentences.sealed_sentence(made("judgement", before=False).certificate)


def test_the_seed_is_said_to_be_given_or_made_and_what_that_shows():
    given = sentences.seed_sentence(made("simple").certificate)
    assert given.startswith("The seed 0048151623 was given")
    assert "whether others were tried elsewhere first" in given
    by_us = sentences.seed_sentence(made("simple", origin="made").certificate)
    assert by_us.startswith("The seed 0048151623 was made by this program")
    for said in (given, by_us):
        assert said.endswith(
            "only a seed made in public, after the seal's digest was minuted, rules that out."
        )
    assert sentences.seed_sentence(made("judgement").certificate).startswith("There is no seed")


def test_nobody_left_out_is_said_and_a_reason_not_known_stands_as_it_is():
    assert sentences.excluded_sentence(made("simple").certificate) == "Nobody was left out before the draw."
    one = made("simple", excluded=[{"reason": "by hand", "units": 1}]).certificate
    assert sentences.excluded_sentence(one) == "Left out before the draw: 1 by hand."


def test_two_counts_that_are_neighbours_are_said_with_or():
    found = sample(Design("stratified", 5), rows_of(60, teams=3)).certificate
    assert sentences.design_sentence(found).startswith("1 or 2 from each of 3 strata (Team), in proportion")


def test_the_seed_of_a_census_decides_nothing():
    said = sentences.seed_sentence(made("census").certificate)
    assert said == "The seed 0048151623 only puts the cases in order, since all are in."


def test_strata_that_did_not_give_their_part_are_told_of_and_others_are_not():
    rows = [(f"{n:03}", "Team 1" if n < 90 else "Team 2", "", 1) for n in range(100)]
    in_part = sample(Design("stratified", 20), rows).certificate
    assert sentences.in_proportion(in_part)
    assert not sentences.figures_sentence(in_part)
    for design in (Design("stratified", 20, "equal"), Design("stratified", 20, minimum=4)):
        found = sample(design, rows).certificate
        assert not sentences.in_proportion(found)
        assert "is not that of the register" in sentences.figures_sentence(found)
    rounded = sample(Design("stratified", 7), rows_of(61, teams=3)).certificate
    assert sentences.in_proportion(rounded)
    assert all(sentences.in_proportion(made(name).certificate) for name in ("simple", "cluster", "census"))


def test_a_moment_is_said_in_its_own_zone_and_other_text_as_it_stands():
    assert sentences.when("2026-07-01T09:00:00+01:00") == "1 July 2026 at 09:00:00 (UTC+01:00)"
    assert sentences.when("2026-07-01T09:00:00") == "1 July 2026 at 09:00:00"
    assert sentences.when("last week") == "last week"


def of_strata(strata, drawn, **design):
    """What is read of a certificate: units and cases by stratum."""
    cases = [{"stratum": name} for name, count in drawn.items() for _ in range(count)]
    frame = {"strata": strata, "population": sum(strata.values())}
    return {"design": {"method": "stratified", **design}, "frame": frame, "drawn": cases}


def test_strata_that_give_no_case_are_counted():
    said = sentences.figures_sentence(of_strata({"A": 10, "B": 1, "C": 1}, {"A": 2}))
    assert said == "2 of the 3 strata, with 2 of the 12, give no case, and nothing is learnt about them."
    said = sentences.figures_sentence(of_strata({"A": 10, "B": 1}, {"A": 2}))
    assert said == "1 of the 2 strata, with 1 of the 11, gives no case, and nothing is learnt about it."
