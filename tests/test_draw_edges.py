"""The edges of a draw: all that there is and one more, the most cases, nobody, no reserves, long lists."""

from itertools import pairwise

import pytest
from samples import Memory, rows_of

from audit.errors import StateError
from audit.sampling.design import MOST, Design
from audit.sampling.draw import Drawn, draw, judged, most_kept, positions

SEED = "48151623"


def drawn(design, count=12, teams=1):
    frame = Memory(rows_of(count, teams=teams), SEED)
    units = frame.units()
    return draw(frame, design, SEED, units, frame.smallest("stratum", units, SEED, count))


@pytest.mark.parametrize(
    "design",
    [Design("simple", 12), Design("systematic", 12), Design("weighted", 12), Design("stratified", 12)],
)
def test_all_that_there_is_can_be_drawn_and_one_more_cannot(design):
    assert {case.unit for case in drawn(design).cases} == {row[0] for row in rows_of(12)}
    with pytest.raises(StateError, match="12 cases are asked for and there are 11"):
        drawn(design, 11)


def test_all_clusters_can_be_drawn_and_one_more_cannot():
    found = drawn(Design("cluster", clusters=7, per_cluster=1))
    assert {case.stratum for case in found.cases} == {f"Worker {number}" for number in range(7)}
    assert len(found.cases) == 7
    with pytest.raises(StateError, match="8 clusters are asked for and there are 7"):
        drawn(Design("cluster", clusters=8, per_cluster=1))


def test_clusters_go_by_their_own_tickets_and_each_unit_by_its_place_within():
    found = drawn(Design("cluster", clusters=2, per_cluster=1, reserves=0))
    assert found.reserves == ()
    assert [case.place for case in found.cases] == [1, 1]
    more = drawn(Design("cluster", clusters=2, per_cluster=1, reserves=1))
    assert more.cases == found.cases
    assert sorted(case.place for case in more.reserves) == [2] * len(more.reserves)


@pytest.mark.parametrize(("units", "size"), [({}, 1), ({"": 0}, 1), ({"A": 0, "B": 0}, 0)])
def test_nobody_is_drawn_from_nobody(units, size):
    with pytest.raises(StateError, match="Nobody is left to draw from"):
        draw(Memory([], SEED), Design("simple", size), SEED, units, {name: [] for name in units})


def test_the_most_cases_can_be_asked_for_and_one_more_is_refused_by_its_own_words():
    with pytest.raises(StateError, match="100,000 cases are asked for and there are 12"):
        drawn(Design("simple", MOST))
    with pytest.raises(StateError, match="A sample holds at most 100,000 cases"):
        drawn(Design("simple", MOST + 1))


def test_a_census_holds_the_most_cases_and_a_sample_is_drawn_from_more():
    frame = Memory(rows_of(3), SEED)
    assert len(draw(frame, Design("census"), SEED, {"": MOST}, {}).cases) == 3
    with pytest.raises(StateError, match="A sample holds at most 100,000 cases"):
        draw(frame, Design("census"), SEED, {"": MOST + 1}, {})
    kept = frame.smallest("stratum", [""], SEED, 3)
    assert len(draw(frame, Design("simple", 2), SEED, {"": MOST + 1}, kept).cases) == 2


def test_an_engine_is_asked_to_keep_what_a_draw_can_need_and_no_more():
    assert most_kept(Design("simple", 12)) == 24
    assert most_kept(Design("stratified", 12, reserves=0)) == 12
    assert most_kept(Design("weighted", 12, reserves=5)) == 17
    assert most_kept(Design("simple", MOST + 7)) == 2 * MOST
    others = (Design("census"), Design("systematic", 12), Design("cluster", clusters=2, per_cluster=3))
    assert [most_kept(design) for design in others] == [0, 0, 0]


@pytest.mark.parametrize("seed", ["1", "2", "48151623", "a b"])
def test_a_systematic_draw_takes_even_steps_from_a_start_within_the_first(seed):
    first, *others = positions(seed, 3, 12)
    assert 0 <= first < 4
    assert others == [first + 4, first + 8]
    assert positions(seed, 5, 5) == [0, 1, 2, 3, 4]
    places = positions(seed, 4, 10)
    assert 0 <= places[0] < places[-1] < 10
    assert {after - before for before, after in pairwise(places)} <= {2, 3}


@pytest.mark.parametrize("design", [Design("systematic", 4), Design("census")])
def test_where_all_are_in_one_line_there_is_no_reserve(design):
    assert drawn(design).reserves == ()


def test_every_stratum_has_its_own_places_and_reserves_behind_its_cases():
    found = drawn(Design("stratified", 6, reserves=1), 12, teams=3)
    for team in ("Team 1", "Team 2", "Team 3"):
        assert sorted(case.place for case in found.cases if case.stratum == team) == [1, 2]
        assert [case.place for case in found.reserves if case.stratum == team] == [3]
    assert [case.stratum for case in found.reserves] == ["Team 1", "Team 2", "Team 3"]
    assert list(found.cases) == sorted(found.cases, key=lambda case: (case.ticket, case.unit))


def test_a_sub_sample_may_be_all_of_the_cases_and_no_more():
    found = drawn(Design("simple", 4, subs={"voice": "4"}))
    assert set(found.subs["voice"]) == {case.unit for case in found.cases}
    with pytest.raises(StateError, match="voice asks for 5 of 4 cases"):
        drawn(Design("simple", 4, subs={"voice": "5"}))


def test_cases_named_by_hand_have_their_places_within_their_strata():
    frame = Memory(rows_of(6, teams=2), "")
    found = judged(frame, ["00004", "00000", "00003", "00001"])
    assert [(case.unit, case.stratum, case.place) for case in found.cases] == [
        ("00000", "Team 1", 1),
        ("00001", "Team 2", 1),
        ("00003", "Team 2", 2),
        ("00004", "Team 1", 2),
    ]
    assert {case.ticket for case in found.cases} == {""}


def test_cases_named_by_hand_come_in_the_order_of_their_names_whatever_the_frame_says_first():
    class Backwards(Memory):
        def members(self, units=None):
            return super().members(units)[::-1]

    found = judged(Backwards(rows_of(6), ""), ["00004", "00001", "00003"])
    assert [(case.unit, case.place) for case in found.cases] == [("00001", 1), ("00003", 2), ("00004", 3)]


def test_a_small_stratum_has_the_minimum():
    rows = [(f"{n}", "A", "", 1) for n in range(10)] + [("x", "B", "", 1)]
    frame = Memory(rows, SEED)
    kept = frame.smallest("stratum", frame.units(), SEED, 10)
    for minimum, wanted in ((0, ["A"] * 4), (1, ["A", "A", "A", "B"])):
        found = draw(frame, Design("stratified", 4, minimum=minimum), SEED, frame.units(), kept)
        assert sorted(case.stratum for case in found.cases) == wanted


@pytest.mark.parametrize(("count", "ending"), [(10, "x9; mend"), (11, "x9 …; mend")])
def test_ten_of_the_cases_that_are_not_there_are_named(count, ending):
    with pytest.raises(StateError) as error:
        judged(Memory(rows_of(2), ""), [f"x{number}" for number in range(count)])
    assert ending in str(error.value)
    assert str(error.value).startswith(f"{count} of the cases named are not in the frame: x0, x1,")


def test_a_sample_without_sub_samples_has_none():
    assert Drawn(()).subs == {}
