"""What a frame is refused for, and what is told beside it, whole: places, counts, names and their order."""

import csv
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from audit import definitions
from audit.errors import FileError, StateError
from audit.registers.naming import Naming
from audit.registers.opening import open_register
from audit.registers.profile import Column, Profile
from audit.registers.register import Heading, Register
from audit.sampling.building import build, typed_id, unit_of
from audit.sampling.engines.columns import Columns
from audit.sampling.engines.duck import Duck
from audit.sampling.frame import Asked, Listed

LIBRARY = definitions.library()
NO_ID = "the row has no id; give it one, or take the row out."
UNSEEN = "the row has a character in its id that cannot be seen; type the id again."
TWICE = (
    "3 ids stand in more than one row; draw children where rows are events with --distinct, or name more "
    "columns with --unit."
)
POINTS = (
    "Every id ends in .0, as numbers do that a program read as decimals: they stay as they stand, and may "
    "not match the same ids elsewhere."
)


@pytest.fixture
def made(tmp_path):
    """Makes a frame of rows, the headings first; its ids are in `id` unless asked otherwise."""

    def made(rows, *, lists=None, personal=None, typed=None, **asked):
        path = tmp_path / "r.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        register = open_register(str(path), LIBRARY, tmp_path)
        if typed:
            register = replace(register, typed=typed)
        with closing(Duck(register, tmp_path)) as engine:
            return build(engine, Asked(**({"unit": ("id",)} | asked)), lists or {}, personal=personal)

    return made


@pytest.fixture
def refused(made):
    """What is said of a file that no frame is made of: (place, sentence) of each problem."""

    def refused(*given, **asked):
        with pytest.raises(FileError) as told:
            made(*given, **asked)
        return [(problem.where, problem.text) for problem in told.value.problems]

    return refused


def numbered(column, first, last):
    return [f"cell {column}{row}" for row in range(first, last + 1)]


# --- which columns are the ids ----------------------------------------------------------------------


def of_headings(*headings, unit=None):
    """A register of so many headings, each its text or (text, the profile's column)."""
    pairs = [(each, "") if isinstance(each, str) else each for each in headings]
    profile = unit and Profile("p", "P", tuple(Column(name, (name,)) for name in unit), unit=unit)
    path = Path("r.csv")
    return Register(
        "r.csv", path, "", "", tuple(Heading(*pair) for pair in pairs), 0, path, 1, profile=profile or None
    )


def unit(register, *headings):
    return unit_of(register, headings, Naming(register))


def test_the_ids_are_those_named_else_the_profiles_if_all_are_there_else_the_only_column():
    known = of_headings("Team", ("Child", "child"), ("Episode", "episode"), unit=("child", "episode"))
    assert unit(known) == (1, 2)
    assert unit(known, "Team", "Child", "Team") == (0, 1)
    assert unit(of_headings("Ward")) == (0,)
    assert unit(of_headings(("Child", "child"), unit=("child", "episode"))) == (0,)
    told = "Say which column holds the ids: --unit COLUMN. r.csv has "
    for register, names in (
        (of_headings("Team", ("Child", "child"), unit=("child", "episode")), "Team, Child"),
        (of_headings("Team", "", "Ward"), "Team, Ward"),
        (of_headings("Team", "", "Ward", unit=("child",)), "Team, Ward"),
        (of_headings("x" * 300, "y" * 300), f"{'x' * 300}, {'y' * 198}"),
    ):
        with pytest.raises(StateError) as refused:
            unit(register)
        assert str(refused.value) == f"{told}{names}."


def test_what_tells_who_a_child_is_makes_no_id_no_stratum_no_order_and_no_cluster(made):
    rows = [["id", "dob", "t"], ["1", "1/1/2020", "1"], ["2", "1/2/2021", "2"]]
    personal = {1: "a date of birth"}
    for asked in ({"by": ("t", "dob")}, {"order": ("t", "dob")}, {"cluster": "dob"}, {"unit": ("id", "dob")}):
        with pytest.raises(StateError) as refused:
            made(rows, personal=personal, **asked)
        assert str(refused.value) == (
            "'dob' holds a date of birth, which would stand in the certificate; use a column that does not "
            "tell who a child is."
        )
    with pytest.raises(StateError, match="'t' holds a number"):
        made(rows, personal={2: "a number"}, weight="t")
    years = made(rows, personal=personal, by=("dob by year",), one_per="dob")
    assert years.totals.units == {"2020": 1, "2021": 1}


# --- ids and weights that cannot stand --------------------------------------------------------------


def test_ids_that_a_workbook_types_are_named_cell_by_cell_the_first_hundred(made, refused):
    rows = [["x", "id"], *([str(n), str(n)] for n in range(3))]
    typed = "the id is typed as {}; format the column as text, and type it again."
    assert refused(rows, typed={0: {"date": (1,)}, 1: {"date": (1, 3), "fraction": (2,)}}) == [
        ("cell B2", typed.format("a date")),
        ("cell B4", typed.format("a date")),
        ("cell B3", typed.format("a fraction")),
    ]
    assert made(rows, typed={0: {"date": (1,)}}).population == 3
    many = refused(rows, typed={1: {"date": tuple(range(1, 120))}})
    assert [place for place, _ in many] == numbered("B", 2, 101)


def test_ids_that_a_table_types_are_told_once_by_their_heading():
    register = replace(of_headings("Ward", "Child"), table=object(), typed={1: {"date": (0,)}})
    told = "the ids in 'Child' are typed as a date; draw from a view that gives them as text."
    assert typed_id(register, 1, "date") == told
    with pytest.raises(FileError) as refused:
        build(SimpleNamespace(register=register), Asked(unit=("Child",)), {})
    assert [(problem.where, problem.text) for problem in refused.value.problems] == [("", told)]


def test_ids_that_cannot_stand_are_named_once_and_repeated_ones_by_their_first_ten_rows(refused):
    ids = ["", "", "3\u200b", "3\u200b", "4", "4", *["6"] * 12, *["7"] * 10]
    assert refused([["id", "n"], *([text, "1"] for text in ids)]) == [
        ("cell A2", NO_ID),
        ("cell A3", NO_ID),
        ("cell A4", UNSEEN),
        ("cell A5", UNSEEN),
        ("cell A6, cell A7", "the id 4 stands in 2 rows."),
        (", ".join(numbered("A", 8, 17)) + " …", "the id 6 stands in 12 rows."),
        (", ".join(numbered("A", 20, 29)), "the id 7 stands in 10 rows."),
        ("", TWICE),
    ]


def test_a_hundred_rows_without_an_id_are_named_and_the_rest_counted(refused):
    told = refused([["id", "n"], ["a", "1"], *(["", "1"] for _ in range(103))])
    assert told[:100] == [(place, NO_ID) for place in numbered("A", 3, 102)]
    assert told[100:] == [("", "3 more rows with such ids are not listed here.")]


def test_an_id_of_several_columns_is_named_by_its_row_and_holds_no_bar(made, refused):
    bar = "the row has a | in a column of its id, where | joins the columns; take it out."
    rows = [["id", "ep"], ["1", "a|b"], ["2", "b"], ["", "c"]]
    assert refused(rows, unit=("id", "ep")) == [("row 2", bar), ("row 4", NO_ID)]
    alone = [["id", "ep"], ["1|2", "ab"], ["1", "b"]]
    assert made(alone).population == 2
    assert refused([*alone, ["1\u200b|", "x"]]) == [("cell A4", UNSEEN)]
    twice = [["id", "ep"], ["1", "2"], ["3", "4"], ["1", " 2 "]]
    assert refused(twice, unit=("id", "ep"))[0] == ("row 2, row 4", "the id 1|2 stands in 2 rows.")


def test_weights_are_whole_numbers_from_0_to_100_and_no_text_that_may_tell_of_somebody_is_repeated(
    made, refused
):
    said = " is no weight; write a whole number from 0 to 100."
    texts = [" 3 ", "101", "100", "x1", "Ann Smith", "", "-1", "0", "1000", "٣", "007"]
    rows = [["id", "n"], *([f"C{number}", text] for number, text in enumerate(texts))]
    assert refused(rows, weight="n") == [
        ("cell B3", f"'101'{said}"),
        ("cell B5", f"'x1'{said}"),
        ("cell B6", f"what stands there{said}"),
        ("cell B7", f"what stands there{said}"),
        ("cell B8", f"'-1'{said}"),
        ("cell B10", f"'1000'{said}"),
        ("cell B11", f"'٣'{said}"),
    ]
    assert made([rows[0], rows[1], rows[3], rows[8], rows[11]], weight="n").excluded == {"weight 0": 1}
    many = refused([rows[0], *([f"C{n}", "x"] for n in range(102))], weight="n")
    assert many[99:] == [("cell B101", f"'x'{said}"), ("", "2 more such rows are not listed here.")]


def test_a_row_of_totals_is_known_by_the_first_column_of_the_ids_and_its_weight_is_not_looked_at(made):
    rows = [["id", "ep", "n"], ["1", "1", "3"], ["2", "1", "4"], ["Total", "", "940"]]
    frame = made(rows, unit=("id", "ep"), weight="n")
    assert (frame.rows, frame.excluded, frame.population, frame.warnings) == (3, {"total row": 1}, 2, ())


# --- what is told beside a frame --------------------------------------------------------------------


def test_ids_of_a_list_that_are_nowhere_are_told_the_first_ten_in_order_and_no_earlier_samples(made):
    lists = {
        "not-since": Listed("S-001", ("x", "1")),
        "exclude": Listed("out.csv", ("Total", *(f"z{n:02}" for n in range(10, -1, -1)))),
        "only": Listed("in.csv", ("1", "2", *(f"y{n}" for n in range(9, -1, -1)))),
    }
    frame = made([["id", "n"], ["1", "1"], ["2", "1"], ["Total", "2"]], lists=lists)
    missing = ", ".join(f"z{number:02}" for number in range(10))
    assert frame.excluded == {"not-since": 1, "total row": 1}
    assert frame.warnings == (
        f"11 of the 12 ids in out.csv are not in the register: {missing} ….",
        "10 of the 12 ids in in.csv are not in the register: y0, y1, y2, y3, y4, y5, y6, y7, y8, y9.",
    )


def test_rows_of_one_id_that_differ_are_told_column_by_column_with_the_value_that_counts(made):
    rows = [
        ["id", "team", "worker", "risk", "start", "family"],
        ["1", "A", "W", "1", "x", "F"],
        ["1", "B", "V", "2", "y", "G"],
        ["1", "A", "W", "1", "x", "F"],
        ["2", "A", "W", "1", "x", "F"],
        ["2", "A", "V", "1", "x", "F"],
        ["3", "A", "W", "3", "z", "H"],
        ["3", "A", "V", "4", "z", "H"],
    ]
    every = {"by": ("team",), "cluster": "worker", "weight": "risk", "order": ("start",), "one_per": "family"}
    frame = made(rows, distinct=True, **every)
    assert frame.differing == {"team": 1, "worker": 3, "risk": 2, "start": 1, "family": 1}
    assert [each for each in frame.warnings if each.startswith("Rows of one id")] == [
        "Rows of one id differ in 'team', for 1 of the ids; the smallest value counts.",
        "Rows of one id differ in 'worker', for 3 of the ids; the smallest value counts.",
        "Rows of one id differ in 'risk', for 2 of the ids; the largest value counts.",
        "Rows of one id differ in 'start', for 1 of the ids; the smallest value counts.",
        "Rows of one id differ in 'family', for 1 of the ids; the smallest value counts.",
    ]
    for option, (columns, warned) in {
        "order": (("risk",), "Rows of one id differ in 'risk', for 2 of the ids; the smallest value counts."),
        "one_per": (
            "start",
            "Rows of one id differ in 'start', for 1 of the ids; the smallest value counts.",
        ),
        "cluster": ("team", "Rows of one id differ in 'team', for 1 of the ids; the smallest value counts."),
        "weight": ("risk", "Rows of one id differ in 'risk', for 2 of the ids; the largest value counts."),
    }.items():
        assert made(rows, distinct=True, **{option: columns}).warnings == (warned,)
    same = [*rows[:1], *rows[3:5], *rows[4:5]]
    assert (made(same, distinct=True, **every).differing, made(same, distinct=True).warnings) == ({}, ())


def test_strata_and_clusters_that_are_blank_other_or_alike_are_told_with_how_many_they_hold(made):
    rows = [
        ["id", "team", "age", "n"],
        ["1", "North", "1", "1"],
        ["2", "north ", "2", "1"],
        ["3", "", "9", "1"],
        ["4", "West", "50", "1"],
        ["5", "", "5", "1"],
        ["6", "South", "6", "1"],
    ]
    frame = made(rows, by=("team", "age by 0-4,5-10"), cluster="team")
    assert frame.warnings == (
        "Strata that differ only in spelling stay apart: 'North | 0-4', 'north | 0-4'.",
        "The stratum (blank) holds those with a blank stratum: 2.",
        "The stratum (other) holds those with a number outside the bands: 1.",
        "Clusters that differ only in spelling stay apart: 'North', 'north'.",
        "Those blank in 'team' are a cluster (blank) that can be drawn: 2.",
    )
    assert made(rows, by=("n",), cluster="n").warnings == ()


def test_two_combinations_of_one_name_are_refused(made):
    with pytest.raises(StateError) as refused:
        made([["a", "b"], ["x | y", "z"], ["x", "y | z"]], unit=("a",), by=("a", "b"))
    assert str(refused.value) == (
        "Two different combinations of --by are both called 'x | y | z'; use fewer columns."
    )


def ordered(*texts):
    return [["id", "at"], *([f"C{number}", text] for number, text in enumerate(texts))]


DATES = [f"{day:02}/{month:02}/2025" for month in range(1, 13) for day in (3, 17)]


@pytest.mark.parametrize(
    ("texts", "what"),
    [
        (DATES, "dates"),
        (["9", "", " 10 ", "''"], "numbers"),
        ([" 9", "09"], ""),
        ([" 9", "10"], "numbers"),
        (["9", "10", "x"], ""),
        ([f"2025-{month:02}-01" for month in range(1, 13)], ""),
        ([f"{number:02}" for number in range(12)], ""),
        (["7.0", "7"], ""),
        (["", "''"], ""),
    ],
)
def test_dates_and_numbers_that_are_in_order_as_text_only_are_told(made, texts, what):
    told = f"'at' is put in order as text, not as {what}: the steps are even through that order alone."
    assert made(ordered(*texts), order=("at",)).warnings == ((told,) if what else ())


def test_without_an_order_none_is_told(made):
    assert made(ordered("9", "10")).warnings == ()


def test_two_hundred_rows_are_looked_at_to_say_how_a_line_is_ordered_and_whether_ids_end_in_a_point(made):
    numbers = [str(number) for number in range(200)]
    assert len(made(ordered(*numbers, "x"), order=("at",)).warnings) == 1
    assert made(ordered(*numbers[:199], "x"), order=("at",)).warnings == ()


@pytest.mark.parametrize(
    ("ids", "pointed"),
    [
        (["1.0", " 2.0 ", "3.0"], True),
        (["1.0", "2"], False),
        ([".0x", "1.0"], False),
        ([".0x", ".0y"], False),
        ([*(f"{number}.0" for number in range(200)), "last"], False),
    ],
)
def test_ids_that_all_end_as_decimals_do_are_told(made, ids, pointed):
    assert made([["n", "id"], *(["1", text] for text in ids)]).warnings == ((POINTS,) if pointed else ())


def test_ids_of_several_columns_end_as_their_last_does_and_blank_rows_are_nothing(made):
    rows = [["n", "id"], ["1", "1.0"], ["2", " 2.0"], ["", ""], ["3", "3.0"]]
    assert made(rows, unit=("n", "id")).warnings == (POINTS,)


def test_ids_of_which_those_that_stay_end_as_decimals_do_are_not_told(made):
    kept = made([["id", "n"], ["1.0", "1"], ["2", "2"]], where=("n = 1",))
    assert (kept.population, kept.warnings) == (1, ())
    nobody = made([["id", "n", "x"], ["", "1", "a"], [" ", "1", "b"]], where=("n > 2",))
    assert (nobody.population, nobody.warnings) == (0, ())


def test_without_a_seed_no_tickets_are_kept(made):
    assert made([["id", "n"], ["1", "1"], ["2", "2"]]).totals.smallest == {"": ()}


def test_the_columns_that_a_frame_is_asked_for_are_those_it_is_made_of(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("a,b,c,d,e,f,g,h,i\n1,2,3,4,5,6,7,8,9\n", encoding="utf-8")
    wanted = {
        "unit": ("b", "a", "b"),
        "by": ("c", "d by 0-9"),
        "cluster": "e",
        "weight": "f",
        "order": ("h", "g"),
    }
    register = open_register(str(path), LIBRARY, tmp_path)
    with closing(Duck(register, tmp_path)) as engine:
        asked = Asked(**wanted, one_per="i", carry=("a", "i"), distinct=True)
        frame = build(engine, asked, {}, checked=(3, 7), seed="1", keep=1)
    assert frame.columns == Columns((1, 0), (2, 3), 4, 5, (7, 6), 8, True, (3, 7), (0, 8))
    assert (frame.values, frame.warnings, frame.rows) == ({3: {"4": 1}, 7: {"8": 1}}, (), 1)
    assert list(frame.totals.smallest) == ["3 | 0-9"]


def test_rows_at_the_end_that_look_like_no_cases_are_named_in_order_where_they_can_be_drawn(made):
    rows = [["id", "n"], ["1", "1"], ["2", "2"], ["Seen by Ann", ""], ["Total", "9"], ["Last one here", ""]]
    told = (
        "At the end stand rows that look like no cases, and they can be drawn: {}. Take them out of the "
        "file, or list them for --exclude."
    )
    assert made(rows).warnings == (told.format("Last one here, Seen by Ann, Total"),)
    out = {"exclude": Listed("out.csv", ("Total", "Seen by Ann"))}
    assert made(rows, lists=out).warnings == (told.format("Last one here"),)
    assert made(rows[:3]).warnings == ()
    several = [["n", "id"], ["1", "1"], ["9", "Total"], ["3", "Seen by Ann"]]
    assert made(several, unit=("n", "id")).warnings == ()
