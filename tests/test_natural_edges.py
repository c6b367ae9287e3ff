"""Which columns are taken for ids and for strata, at the counts where one is taken and the next is not."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from audit.registers.profile import Column, Profile
from audit.registers.register import Heading, Register
from audit.sampling.engines.engine import Filled
from audit.sampling.natural import Grouping, candidates, groupings, kind_of, likely_unit

DAY, OTHER_DAY = "31/03/2026", "2026-04-01"


def register(*headings, **of_profile):
    """A register of so many headings, each its text or (text, the profile's column)."""
    pairs = [(each, "") if isinstance(each, str) else each for each in headings]
    named = tuple(Column(name, (name,)) for _, name in pairs if name)
    profile = Profile("p", "P", named, **of_profile) if of_profile or named else None
    return Register(
        "r.csv", Path("r.csv"), "", "", tuple(Heading(*one) for one in pairs), 0, Path(), 1, profile=profile
    )


# --- what a column holds ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ([], ""),
        (["", " ", "#N/A", "''"], ""),
        ([DAY] * 9 + ["soon"], "date"),
        ([DAY] * 8 + ["soon", "2"], "text"),
        ([DAY, *[""] * 9], "date"),
        ([DAY] * 5 + ["soon"] * 5, "text"),
        (["1"] * 9 + ["x"], "whole"),
        (["1"] * 17 + ["x"] * 2, "text"),
        (["1"] * 5 + ["x"] * 5, "text"),
        (["1", *[" "] * 9], "whole"),
        (["1", "2.5", "3.0"], "number"),
        (["1", "2.0"], "whole"),
        (["5%", "6%"], "text"),
        (["1"] * 9 + ["6%"], "whole"),
    ],
)
def test_a_column_is_what_nine_in_ten_of_its_filled_cells_are(cells, kind):
    assert kind_of(cells) == kind


# --- the ids of a list of no known kind -------------------------------------------------------------


def chosen(headings, *, different, rows=10, about=None, cells=None, kinds=None, personal=()):
    """The columns taken as ids where those of `different` differ in every row, and which were tried."""
    tried = []
    filled = [
        Filled((cells or {}).get(number, rows), (about or {}).get(number, rows))
        for number, _ in enumerate(headings)
    ]

    class Overview:
        def filled(self):
            return rows, tuple(filled)

        def ids(self):
            return SimpleNamespace(repeated=0 if tried[-1] in different else 1)

    engine = SimpleNamespace(
        register=register(*headings),
        overview=Overview(),
        mark=lambda columns: tried.append(*columns.unit),
    )
    return likely_unit(engine, kinds or ["text"] * len(headings), personal), tried


def test_columns_headed_as_ids_are_tried_first_and_five_in_all():
    headings = ["a", "Child ID", "b", "case ref", "c", "CaseID"]
    assert chosen(headings, different={2}) == ((2,), [1, 3, 5, 0, 2])
    assert chosen(headings, different={4}) == ((1,), [1, 3, 5, 0, 2])
    assert chosen(headings, different={0, 5}) == ((5,), [1, 3, 5])
    assert chosen(["a", "b"], different=set()) == ((), [0, 1])


@pytest.mark.parametrize(
    ("heading", "headed"),
    [
        ("Reference", True),
        ("caseIDs", True),
        ("ChildId", True),
        ("CASEID", True),
        ("IDX", False),
        ("Idle", False),
    ],
)
def test_a_heading_of_an_id_says_so_in_a_word_or_ends_in_capitals(heading, headed):
    assert chosen(["x", heading], different=set())[1] == ([1, 0] if headed else [0, 1])


def test_only_a_column_that_is_full_that_can_be_named_and_that_tells_of_nobody_is_tried():
    headings = ["a", "twice", "Twice", "", "d", "e", "f"]
    kinds = ["text", "text", "text", "text", "date", "whole", "number"]
    assert chosen(headings, different=set(), kinds=kinds, personal=(0,)) == ((), [5])
    assert chosen(["a", "b", "c"], different=set(), cells={0: 9, 1: 8}) == ((), [0, 2])  # one row of totals
    assert chosen(["a", "b", "c"], different=set(), about={0: 5, 1: 4}) == ((), [0, 2])
    assert chosen(["ID", "b"], different={0}, about={0: 4}) == ((0,), [1])  # rows are events


# --- strata -----------------------------------------------------------------------------------------


def test_values_are_fetched_of_columns_with_few_texts_and_of_the_profiles_and_dates_with_more():
    headings = [("team", "team"), "day", "ward", "blank", "kept back", ""]
    kinds = ["text", "date", "text", "text", "text", "text"]

    def fetched(named, dates, words):
        abouts = (named, dates, words, 1, 2, 2)
        columns = [Filled(0 if at == 3 else 9, about) for at, about in enumerate(abouts)]
        return candidates(register(*headings, strata=("team", "gone")), columns, kinds, [4])

    assert fetched(2_000, 2_000, 80) == (0, 1, 2)
    assert fetched(2_001, 2_001, 81) == ()
    assert fetched(81, 2_001, 1) == (0, 2)


def found(headings, values, kinds=None, kept_back=(), **of_profile):
    """What is offered: (by, rows, blank, unread, alike) of each grouping."""
    given = {
        number: texts if isinstance(texts, dict) else dict.fromkeys(texts, 2)
        for number, texts in values.items()
    }
    kinds = [(kinds or {}).get(number, "text") for number, _ in enumerate(headings)]
    offered = groupings(register(*headings, **of_profile), given, kinds, kept_back)
    return [(one.by, list(one.rows.items()), one.blank, one.unread, one.alike) for one in offered]


def names(offered):
    return [by for by, *_ in offered]


def test_strata_stand_most_first_then_by_name_with_blanks_apart_and_what_is_spelt_alike():
    teams = {"b": 3, "a": 3, " C": 5, "c": 1, "": 2, "#N/A": 4, "d": 1, "D": 1}
    assert found(["team"], {0: teams}) == [
        ("team", [("C", 5), ("a", 3), ("b", 3), ("D", 1), ("c", 1), ("d", 1)], 6, 0, (("C", "c"), ("D", "d")))
    ]
    (only,) = groupings(register("team", "ward"), {1: {"x": 2, "y": 2}}, ["text"] * 2, ())
    assert only == Grouping("ward", 1, {"x": 2, "y": 2}, 0, 0, ())


def test_columns_without_a_profile_are_offered_in_their_order_where_values_come_back_and_are_few():
    headings = [f"c{number}" for number in range(12)]
    many = [f"v{number:02}" for number in range(41)]
    values = {
        8: ["a", "b"],
        1: many[:40],
        2: many,
        3: ["alone"],
        4: dict.fromkeys("abc", 1),
        5: {"a": 1, "b": 1, "c": 4},
        6: {"a": 1, "b": 2},
        7: ["kept", "back"],
    }
    assert names(found(headings, values, kept_back=[7])) == ["c1", "c5", "c8"]
    assert names(found(headings, {8: "ab", 1: "ab"})) == ["c1", "c8"]
    assert names(found(["twice", "Twice", "ward"], {0: "ab", 1: "ab", 2: "ab"})) == ["ward"]


def test_a_profiles_strata_are_offered_alone_in_its_order_but_for_dates_and_ages():
    headings = ["ward", ("Team", "team"), ("Need", "need"), ("Day", "day"), ("Age", "age"), ("One", "one")]
    values = {0: "ab", 1: "ab", 2: {"a": 1, "b": 1}, 3: [DAY], 4: ["1", "1"], 5: "a"}
    kinds = {3: "date", 4: "whole"}
    every = ("need", "gone", "day", "age", "team", "one")
    assert names(found(headings, values, kinds, strata=every)) == ["Need", "Team"]
    assert names(found(headings, values, kinds, strata=("one",))) == ["ward", "Team"]
    assert names(found(headings, {**values, 1: "ab"}, kinds, [1], strata=("team",))) == ["ward"]


def quarters(number):
    return [f"{2000 + each // 4}-{each % 4 * 3 + 1:02}-15" for each in range(number)]


def test_dates_are_offered_by_quarter_while_there_are_twenty_then_by_year_while_there_are_forty():
    def by(days):
        return [(by, len(rows)) for by, rows, *_ in found(["day"], {0: days}, {0: "date"})]

    assert by(quarters(1)) == by([]) == []
    assert by(quarters(2)) == [("day by quarter", 2)]
    assert by(quarters(20)) == [("day by quarter", 20)]
    assert by(quarters(21)) == [("day by year", 6)]
    assert by(quarters(160)) == [("day by year", 40)]
    assert by(quarters(161)) == []
    days = {"2025-02-01": 2, "2024-12-31": 7, "soon": 3, "": 4, "later": 1}
    assert found(["day"], {0: days}, {0: "date"}) == [
        ("day by quarter", [("2024-Q4", 7), ("2025-Q1", 2)], 4, 4, ())
    ]


def test_the_date_that_a_list_begins_with_is_the_profiles_else_the_first():
    days = [DAY, OTHER_DAY]
    dates = {0: "date", 1: "date", 2: "date"}
    assert names(found(["a", "b"], {1: days, 0: days}, dates)) == ["a by quarter"]
    assert names(found(["a", "b"], {0: "ab", 1: days}, {1: "date"})) == ["a", "b by quarter"]
    known = ["a", ("b", "begun"), ("c", "ended")]
    values = {2: days, 1: days, 0: days}
    assert names(found(known, values, dates, begins="begun")) == ["b by quarter"]
    assert names(found(known, values, dates, begins="gone")) == ["a by quarter"]
    assert names(found(known, values, dates, ends="ended")) == ["a by quarter"]
    assert names(found(["a", "A", "b"], values, dates)) == []  # the first cannot be named


def test_ages_are_offered_in_bands_and_those_not_born_yet_have_their_own():
    ages = {"0": 1, "4.5": 2, "3": 1, "17": 6, "99": 1, "": 3, "old": 5, "-3": 2}
    assert found(["ward", "Age of child"], {1: ages}, {1: "whole"}) == [
        (
            "Age of child by 0-1,2-4,5-9,10-15,16+",
            [("0-1", 1), ("2-4", 3), ("16+", 7), ("(other)", 2)],
            3,
            5,
            (),
        )
    ]
    unborn = found(["AGE", "age 2"], {0: {"1": 2, " -1 ": 1}, 1: {"3": 2, "5": 1}}, {0: "whole", 1: "whole"})
    assert unborn == [("AGE by -1,0-1,2-4,5-9,10-15,16+", [("-1", 1), ("0-1", 2)], 0, 0, ())]
    assert names(found(["age"], {0: ["1", "0"]})) == []
    assert names(found(["agency", "stage"], {0: "ab", 1: "ab"})) == ["agency", "stage"]
