"""Tables of children: no small number is printed, and none can be worked out by who knows the rule."""

import json
from collections import defaultdict
from functools import partial
from time import perf_counter

import pytest
from disclosing import SMALL, bounds, counts_of, every, given_away, numbers, truth
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.disclosure.counts import HIDDEN, Counts, Printed, share, shown, small
from audit.disclosure.lists import concealed
from audit.disclosure.protect import protect
from audit.errors import AuditError

CELLS = partial(protect, cells=True)
FEW = st.one_of(st.integers(0, 8), st.integers(0, 60))


@st.composite
def tables(draw, most=6):
    rows, columns = draw(st.integers(1, most)), draw(st.integers(1, most))
    return counts_of(rows, columns, draw(st.lists(FEW, min_size=rows * columns, max_size=rows * columns)))


LISTS = [(1, 1, 12), (1, 2, 30), (3, 1, 20), (1, 4, 15), (5, 1, 11)]
TABLES = [(2, 2, 17), (2, 3, 9), (3, 2, 9)]


@pytest.mark.parametrize(
    ("rows", "columns", "most", "rule"),
    [(*size, protect) for size in LISTS + TABLES] + [(*size, CELLS) for size in TABLES],
)
def test_who_knows_the_rule_and_tries_every_table_rules_out_nothing(rows, columns, most, rule):
    assert not list(given_away(every(rows, columns, most), rule))


@pytest.mark.parametrize(("rows", "most"), [(1, 20), (2, 30), (3, 20), (4, 13)])
def test_a_list_that_tells_its_total_alone_rules_out_nothing(rows, most):
    def rule(counts):
        return protect(counts, untold=any(small(value) for (value,) in counts.values))

    assert not list(given_away(every(rows, 1, most), rule))


def test_the_attack_finds_a_rule_that_hides_too_little():
    def small_ones_only(counts):
        cells = tuple(tuple(None if small(one) else one for one in row) for row in counts.values)
        total = sum(map(sum, counts.values))
        return Printed("", counts.rows, counts.columns, cells, (), (), None if small(total) else total)

    assert list(given_away(every(1, 3, 12), small_ones_only))


@settings(max_examples=25)
@given(tables(4), st.booleans())
def test_linear_programming_rules_out_nothing(counts, cells):
    printed = protect(counts, cells=cells)
    real = truth(counts, printed)
    for place, least, most in bounds(printed):
        assert not small(real[place]) or (least <= 1 and most >= 5), (counts, printed, place)


@given(tables(), st.booleans())
def test_what_is_printed_is_true_and_no_small_number(counts, cells):
    printed = protect(counts, cells=cells)
    for told, real in zip(numbers(printed), truth(counts, printed), strict=True):
        assert told is None or (told == real and not small(told))
    assert printed.hides or not any(small(real) for real in truth(counts, printed))
    assert protect(counts, cells=cells) == printed
    assert Printed.from_json(json.loads(json.dumps(printed.as_json()))) == printed


@given(tables())
def test_nothing_is_hidden_where_no_cell_is_small(counts):
    large = Counts(
        "", counts.rows, counts.columns, tuple(tuple(6 * one for one in row) for row in counts.values)
    )
    assert not protect(large).hides
    assert protect(large).cells == large.values


@given(tables())
def test_totals_of_rows_read_the_same_beside_any_columns(counts):
    alike = Counts("", counts.rows, ("a", "b"), tuple((sum(row), 0) for row in counts.values))
    if 1 not in (len(counts.rows), len(counts.columns)) and any(
        small(one) for row in alike.values for one in row
    ):
        assert protect(counts).row_totals == protect(alike).row_totals


GOLDEN = [
    # (values, cells, totals of rows, totals of columns, total)
    (((40,), (3,), (60,)), ((40,), (None,), (None,)), (), (), 103),
    (((2,), (0,), (3,)), ((None,), (None,), (None,)), (), (), None),
    (((20, 9), (9, 20)), ((20, 9), (9, 20)), (29, 29), (29, 29), 58),
    (((20, 3), (9, 20)), ((None, None), (None, None)), (23, 29), (29, 23), 52),
    (((0, 0), (0, 0)), ((0, 0), (0, 0)), (0, 0), (0, 0), 0),
    # Of 43 in the first row and 15 in the first column four at least are both: so no column is told.
    (((7, 36), (8, 3)), ((None, None), (None, None)), (43, 11), (None, None), 54),
    (((40, 13), (7, 1)), ((None, None), (None, None)), (53, 8), (47, 14), 61),
    # Nobody is in the second row, which shows in its total too.
    (((20, 3), (0, 0)), ((None, None), (0, 0)), (23, 0), (None, None), 23),
]


@pytest.mark.parametrize(("values", "cells", "rows", "columns", "total"), GOLDEN)
def test_some_tables(values, cells, rows, columns, total):
    flat = [one for row in values for one in row]
    printed = protect(counts_of(len(values), len(values[0]), flat))
    assert (printed.cells, printed.row_totals, printed.column_totals, printed.total) == (
        *(cells, rows, columns, total),
    )


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ((40, 6, 0, 9), set()),
        ((40, 3, 3), {1, 2}),  # one child each and four more: just enough for either to be 5
        ((40, 3, 2), {0, 1, 2}),  # one fewer: so all that are not 0
        ((40, 0, 3, 2), {0, 2, 3}),  # and no nought, for there is room in the 40
        ((0, 3, 4), {1, 2}),
        ((0, 3, 3), {0, 1, 2}),  # too few: the noughts too
        ((0, 3, 0), {0, 1, 2}),
        ((3, 40, 50, 60), {0, 2, 3}),  # the last two that are not 0 make up for it
        ((3, 40, 50, 0), {0, 1, 2}),
    ],
)
def test_what_of_a_list_is_hidden(counts, hidden):
    assert concealed(counts) == hidden


def test_cells_are_told_for_who_asks_for_them():
    counts = counts_of(3, 4, (20, 3, 9, 8, 30, 20, 10, 7, 1, 0, 2, 0))
    printed = CELLS(counts)
    assert printed.cells == ((20, None, None, None), (None,) * 4, (None,) * 4)
    assert (printed.row_totals, printed.column_totals, printed.total) == ((40, None, None), (), 110)


def test_many_rows_are_quick():
    counts = counts_of(200, 12, [at * 7 % 23 for at in range(2400)])
    began = perf_counter()
    protect(counts)
    protect(counts, cells=True)
    assert perf_counter() - began < 1


# --- beside an earlier edition ----------------------------------------------------------------------


def listed(*values):
    return counts_of(len(values), 1, values)


@pytest.mark.parametrize(
    ("then", "now", "again"),
    [
        ((40, 60), (40, 60), False),
        ((40, 60), (46, 60), False),
        ((40, 60), (43, 60), True),  # three children more
        ((40, 60), (50, 53), True),  # 10 more and 7 fewer are 3 more in all
        ((40, 60, 70), (40, 3, 80), False),
        ((40, 30, 3, 20), (50, 30, 4, 26), False),
        ((40, 30, 3, 20), (50, 30, 4, 22), True),  # of the two that are hidden, 3 more
        ((40, 8, 60), (40, 3, 80), True),  # from 8 to 1..5 may be 3 fewer
        ((40, 3, 60), (40, 9, 80), True),
        ((40, 3, 60), (40, 30, 80), False),
        ((0, 60, 70), (4, 80, 90), False),
        ((40, 60), (37, 60), True),  # three fewer
        ((40, 60), (34, 60), False),
        ((40, 6, 60), (46, 3, 80), True),  # from 6 to 5 may be one fewer
        ((40, 10, 60), (46, 3, 80), True),
        ((40, 11, 60), (46, 3, 80), False),  # from 11 to 5 at most are six fewer at least
        ((40, 3, 60), (50, 30, 36), True),  # of those that were hidden, three more in all
        ((40, 3, 60), (50, 30, 30), True),  # and three fewer
        ((40, 60), (40, 60, 70), False),  # a row more
        ((40, 60, 70), (40, 60), False),
        ((40, 60), (43, 60, 70), True),
        ((40, 3, 60), (50, 3, 60, 3), False),  # what is hidden is of other rows
    ],
)
def test_an_edition_that_moved_by_a_few_children_stands_as_before(then, now, again):
    before = protect(listed(*then))
    printed = protect(listed(*now), (before,))
    assert printed.unchanged == again
    assert printed.cells == (before if again else protect(listed(*now))).cells


def test_in_a_table_of_cells_what_each_row_hides_is_compared():
    before = CELLS(counts_of(2, 4, (20, 30, 3, 9, 40, 50, 60, 70)))
    assert CELLS(counts_of(2, 4, (26, 30, 3, 12, 46, 50, 60, 70)), (before,)).unchanged
    assert not CELLS(counts_of(2, 4, (26, 30, 3, 15, 46, 50, 60, 70)), (before,)).unchanged


def test_what_the_totals_of_rows_or_of_columns_hide_is_compared():
    then, now = (40, 30, 3, 20), (50, 30, 4, 22)  # of the two that are hidden, 3 more
    upright = [counts_of(4, 2, [one for value in line for one in (value, 0)]) for line in (then, now)]
    across = [counts_of(2, 4, (*line, 0, 0, 0, 0)) for line in (then, now)]
    for old, new in (upright, across):
        assert protect(new, (protect(old),)).unchanged


def test_a_table_with_a_row_more_is_compared_in_what_both_have():
    before = protect(counts_of(2, 2, (20, 9, 9, 20)))
    assert not protect(counts_of(3, 2, (20, 9, 9, 20, 30, 30)), (before,)).unchanged
    assert protect(counts_of(3, 2, (20, 9, 9, 23, 30, 30)), (before,)).unchanged


def test_a_table_without_rows_tells_that_nobody_is_in_it():
    printed = protect(Counts("Children", (), ("a", "b"), ()))
    assert (printed.cells, printed.row_totals, printed.column_totals, printed.total) == ((), (), (0, 0), 0)


def test_an_edition_before_the_last_counts_too():
    first, second = protect(listed(40, 60)), protect(listed(50, 70))
    third = protect(listed(60, 80), (first, second))
    assert not third.unchanged
    assert protect(listed(42, 80), (first, second)) == Printed.from_json(
        second.as_json() | {"unchanged": True}
    )


@pytest.mark.parametrize(("rows", "columns", "then", "now"), [(1, 2, 13, 20), (3, 1, 7, 10), (2, 2, 6, 7)])
def test_who_tries_every_pair_of_editions_rules_out_nothing(rows, columns, then, now):
    """Who knows the rule and both editions: hidden counts are any of 1 to 5, no change is known."""
    olds = defaultdict(list)
    for counts in every(rows, columns, then):
        olds[protect(counts)].append(counts)
    news = list(every(rows, columns, now))
    for before, alike in olds.items():
        fresh = [one for one in news if not protect(one, (before,)).unchanged]
        assert not list(given_away(fresh, partial(protect, before=(before,))))
        known = [
            {world[place] for world in (truth(one, before) for one in alike)} for place in _places(before)
        ]
        found = defaultdict(list)
        for one in fresh:
            printed = protect(one)
            found[numbers(printed)].append(truth(one, printed))
        for worlds in found.values():
            for place, were in enumerate(known):
                changes = {abs(world[place] - old) for world in worlds for old in were}
                assert not changes < SMALL, (before, worlds[0], place)  # from 0 it may be all of them


def _places(printed):
    return range(len(numbers(printed)))


def test_linear_programming_over_two_editions_rules_out_no_change():
    """Either edition bounds its own numbers alone, since children come and go; the change is between them."""
    then, now = listed(40, 3, 60, 30), listed(52, 2, 90, 41)
    before = protect(then)
    printed = protect(now, (before,))
    assert not printed.unchanged
    old = {place: (least, most) for place, least, most in bounds(before)}
    new = {place: (least, most) for place, least, most in bounds(printed)}
    assert all(least <= 1 and most >= 5 for least, most in (*old.values(), *new.values()))
    for place in old.keys() & new.keys():
        reach = range(int(new[place][0] - old[place][1]), int(new[place][1] - old[place][0]) + 1)
        assert set(reach) >= SMALL
        assert {-one for one in SMALL} <= set(reach)


# --- shares and refusals ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "base", "wanted"),
    [
        *((6, 12, 0.5), (0, 12, 0.0), (12, 12, 1.0), (3, 12, None), (9, 12, None), (0, 5, None)),
        *((0, 6, 0.0), (6, 6, 1.0)),
        *((None, 12, None), (6, None, None), (0, 0, None)),
    ],
)
def test_a_share_is_hidden_where_it_would_tell_a_small_number(count, base, wanted):
    assert share(count, base) == wanted


def test_hidden_numbers_are_printed_as_shorthand():
    assert [shown(one) for one in (None, 0, 17)] == [HIDDEN, 0, 17]


@pytest.mark.parametrize(
    ("rows", "values", "told"),
    [
        (("a",), ((1, 2),), "fill"),
        (("a", "b"), ((1,),), "fill"),
        (("a", "b"), ((1,), (2, 3)), "fill"),
        (("a",), ((-1,),), "below 0"),
        (("a", "b"), ((1,), (-1,)), "below 0"),
        (("a", "a"), ((1,), (2,)), "same name"),
    ],
)
def test_what_is_no_table_of_counts_is_refused(rows, values, told):
    with pytest.raises(AuditError, match=told):
        Counts("Children", rows, ("n",), values)


def test_a_table_without_columns_is_refused():
    with pytest.raises(AuditError, match="fill 1 by 0 cells"):
        Counts("Children", ("a",), (), ((),))
