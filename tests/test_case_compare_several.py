"""Several rounds of cases in a row, and reported results among them."""

import pytest
from test_case_compare import again, asked, drawn, met, only, results, two

from audit.cases.comparing import compare
from audit.cases.history import Known
from audit.cases.plan import Plan
from audit.errors import StateError
from audit.statistics import findings_change
from audit.statistics.compare import Count

__all__ = ["asked", "two"]  # what tests start from


def three(asked, counts=(12, 13, 17), names="abc"):
    found = []
    for place, (name, count) in enumerate(zip(names, counts, strict=True), 1):
        standing = drawn(str(place))
        opened = f"2026-0{place}-01"
        found.append(results(asked, standing, met(standing, count), name, opened, plan=Plan(f"S-{place}")))
    return found


def test_several_rounds_are_a_trend(asked):
    found = compare(three(asked))
    own = findings_change.of_rounds([Count(12, 20), Count(13, 20), Count(17, 20)])
    assert found.kind == "trend"
    assert only(found).figures == own.figures
    assert only(found).sentence == own.sentences[0]
    assert only(found).places == ("a", "b", "c")


def test_several_rounds_over_the_same_cases_are_no_trend(asked):
    found = compare([*again(asked, [(1, 0)] * 8), *three(asked)[:1]])
    one = only(found)
    assert one.why.startswith("december reads cases of july again")
    assert one.figures["p_two_sided"] is None
    with pytest.raises(StateError, match="two rounds at a time"):
        compare(three(asked), way="paired")


def test_insisting_does_not_make_samples_of_the_same_cases_with_one_unusable_in_each(asked):
    standing = drawn()
    rounds = [
        results(asked, standing, met(standing, 9), name, plan=Plan("S-001"), unusable={ref: "no file"})
        for name, ref in (("july", "C-01"), ("december", "C-02"))
    ]
    with pytest.raises(StateError, match="Both rounds read the same cases"):
        compare(rounds, way="independent")
    one = only(compare([*rounds, *three(asked)[:1]], way="independent"))
    assert one.why.startswith("december reads cases of july again")


def test_cases_in_several_rounds_of_a_trend_are_told(asked):
    assert (
        "Some cases stand in several of the rounds, which this leaves out of account."
        in compare(three(asked)).notes
    )


def test_one_round_or_one_named_twice_is_refused(two):
    with pytest.raises(StateError, match="name two or more"):
        compare(two[:1])
    with pytest.raises(StateError, match="named twice"):
        compare([two[0], two[0]])


KNOWN = (
    Known("V1", "2026-02-10", "drawn at random", 9, 18, number=1),
    Known("V1", "2025-02-10", "not known", said="80 %", number=2),
    Known("V1", "2024-02-10", "at random", 1, 9, number=3, withdrawn="wrong"),
    Known("V2", "2026-02-10", "at random", 1, 9, number=4),
)


def test_reported_results_stand_beside_and_count_only_where_one_says_so(asked):
    one = only(compare(three(asked), reported=KNOWN))
    assert [known.number for known in one.reported] == [2, 1]
    assert one.figures == only(compare(three(asked))).figures
    found = compare(three(asked), reported=KNOWN, with_reported=True)
    one = only(found)
    assert one.places == ("a", "b", "reported 2026-02-10", "c")
    assert one.counts == (Count(12, 20), Count(13, 20), Count(9, 18), Count(17, 20))
    assert any("--with-reported" in note for note in found.notes)


def test_a_percentage_without_a_number_of_cases_is_never_a_count():
    assert KNOWN[1].count is None
    assert KNOWN[1].figure == "80 %"
