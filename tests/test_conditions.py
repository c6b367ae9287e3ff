"""What narrows a frame: conditions as people type them, read or refused, and tried on cells."""

from contextlib import suppress
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import StateError
from audit.registers.naming import Naming
from audit.registers.profile import Column, Profile
from audit.registers.register import Heading, Register
from audit.sampling.conditions import Fit, begun, check_seen, echoed, read_condition, still_open

HEADINGS = ("Age of Child (Years)", "Team", "Date of referral", "Date of referral closed", "Is in care?")
BLANKS = ["", " ", "''", "#N/A", "#n/a", "\xa0"]


def read(text):
    columns = (Column("Age of Child (Years)", ("age of child years", "age"), kind="whole"),)
    headings = (Heading(HEADINGS[0], "Age of Child (Years)"), *map(Heading, HEADINGS[1:]))
    profile = Profile("x", "X", columns)
    register = Register("a.csv", Path("a.csv"), "", "", headings, 0, Path("a.csv"), 1, profile=profile)
    return read_condition(text, Naming(register).find)


def fits(text, *cells):
    return [read(text).fit(cell).name for cell in cells]


@pytest.mark.parametrize(
    ("text", "column", "operator", "values"),
    [
        ("Age < 2", 0, "<", ()),
        ("Age of Child (Years)<=2", 0, "<=", ()),
        ("Date of referral closed is blank", 3, "is blank", ()),
        ("Date of referral IS NOT  Blank", 2, "is not blank", ()),
        ("Is in care? = Yes", 4, "=", ("yes",)),
        ("is in care in YES,no", 4, "in", ("yes", "no")),
        ('Team In "A, B", C ,"say ""so"""', 1, "in", ("a, b", "c", 'say "so"')),
        ('Team = "A, B"', 1, "=", ("a, b",)),
        ("Team = A, B", 1, "=", ("a, b",)),
        ('Team = "say ""so"""', 1, "=", ('say "so"',)),
        ("Team = between 1 and 2", 1, "=", ("between 1 and 2",)),
        ("Team =A  B", 1, "=", ("a  b",)),
        ("Team = < 2", 1, "=", ("< 2",)),
    ],
)
def test_what_is_read(text, column, operator, values):
    found = read(text)
    assert (found.column, found.operator, found.values) == (column, operator, values)
    assert found.text == text


DAY = (date(2026, 4, 3),)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("Age >= 16", (Fraction(16),)),
        ("Age > -0.5", (Fraction(-1, 2),)),
        ("Date of referral < 2026-04-03", DAY),
        ("Date of referral < 3/4/2026", DAY),  # never the fourth of March
        ('Date of referral < "3 April 2026"', DAY),
        ("Date of referral between 1/4/2026 AND 3.4.2026", (date(2026, 4, 1), *DAY)),
        ("Age between 2 and 2", (Fraction(2), Fraction(2))),
    ],
)
def test_bounds_are_days_or_numbers(text, bounds):
    assert read(text).bounds == bounds


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Age", "after the column =, <, <=, >, >=, in, between, is blank or is not blank comes"),
        ("Age != 2", "after the column"),
        ("Team inside A", "after the column"),
        ("Team is", "after the column"),
        ("Team is blank or old", "nothing comes after 'is blank'"),
        ("Team =", "for empty cells write 'is blank'"),
        ('Team = ""', "for empty cells write 'is blank'"),
        ("Team = ''", "for empty cells write 'is blank'"),
        ("Team = #N/A", "for empty cells write 'is blank'"),
        ("Team in", "a value comes after"),
        ("Team in A,,B", "for empty cells"),
        ('Team in "A, B', "only what stands in double quotes may hold a comma"),
        ("Age < two", "'two' is neither a number nor a date"),
        ("Age <", "'' is neither a number nor a date"),
        ("Age < 50%", "'50%' is neither"),
        ("Date of referral < 12/31/2026", "'12/31/2026' is neither"),
        ("Date of referral < 30/2/2026", "'30/2/2026' is neither"),
        ("Age between 2", "two ends come after between"),
        ("Age between 2 and 3 and 4", "two ends come after between"),
        ("Age between 4 and 2", "the first end lies after the second"),
        ("Age between 4 and 2026-01-01", "both ends are dates, or both are numbers"),
        ("Colour = red", "no column 'Colour = red'"),
    ],
)
def test_what_is_refused_and_how_it_is_written(text, said):
    with pytest.raises(StateError, match=said.replace("?", r"\?").replace("(", r"\(")):
        read(text)


@given(st.sampled_from(HEADINGS), st.text(max_size=25))
def test_any_text_is_read_or_refused_in_one_sentence(heading, rest):
    with suppress(StateError):  # any other error fails
        assert read(f"{heading} {rest}").fit("x") in Fit


def test_values_match_whole_trimmed_and_in_any_case():
    assert fits("Team = north", "North", " NORTH\xa0", "North East", "nort", "") == ["IN", "IN", *["OUT"] * 3]
    assert fits("Team in strasse, B", "Straße", "b ", "a") == ["IN", "IN", "OUT"]
    assert fits("Team = 2", "2", "2.0", "02") == ["IN", "OUT", "OUT"]


@pytest.mark.parametrize("cell", BLANKS)
def test_blank_is_known_by_is_blank_alone(cell):
    assert fits("Team is blank", cell) == ["IN"]
    assert fits("Team is not blank", cell) == ["OUT"]
    assert fits("Age < 2", cell) == ["OUT"]
    assert fits("Team = A", cell) == ["OUT"]


def test_both_ends_of_between_are_in():
    days = ["2026-07-10", "2026-07-11", "14/07/2026", "17 July 2026", "2026-07-18"]
    text = "Date of referral between 2026-07-11 and 2026-07-17"
    assert fits(text, *days) == ["OUT", "IN", "IN", "IN", "OUT"]
    assert fits("Age between 2 and 4", "1.9", "2", "4.0", "4.1") == ["OUT", "IN", "IN", "OUT"]


@pytest.mark.parametrize(
    ("operator", "wanted"),
    [("<", "IN OUT OUT"), ("<=", "IN IN OUT"), (">", "OUT OUT IN"), (">=", "OUT IN IN")],
)
def test_comparisons_are_of_numbers_and_of_days(operator, wanted):
    assert " ".join(fits(f"Age {operator} 10", "9", "10", "11")) == wanted  # "9" < "10" as numbers only
    days = ("3/4/2026", "2026-04-05", "06.04.2026")
    assert " ".join(fits(f"Date of referral {operator} 5/4/2026", *days)) == wanted


def test_a_time_of_day_behind_a_date_does_not_move_the_day():
    cells = ["2026-07-17 23:59", "2026-07-17T00:00:00", "17/07/2026 14:05:59", "2026-07-18 00:00"]
    assert fits("Date of referral <= 2026-07-17", *cells) == ["IN", "IN", "IN", "OUT"]


@pytest.mark.parametrize("cell", ["soon", "31/02/2026", "12/31/2026", "1/2/26", "46000", "2026"])
def test_a_day_that_cannot_be_read_is_told_apart(cell):
    assert fits("Date of referral < 2026-07-17", cell) == ["UNREADABLE"]


@pytest.mark.parametrize("cell", ["45%", "four", "1,000", "1e3", "2026-01-01", "½", "٣"])
def test_a_number_that_cannot_be_read_is_told_apart(cell):
    assert fits("Age < 50", cell) == ["UNREADABLE"]


def test_a_row_takes_the_least_of_its_fits():
    assert min(Fit.IN, Fit.UNREADABLE) == Fit.UNREADABLE
    assert min(Fit.OUT, Fit.UNREADABLE) == Fit.OUT


def test_open_on_a_day_is_begun_by_then_and_not_ended():
    day = date(2026, 3, 31)
    begins = ["31/3/2026", "2026-03-31 09:00", "1 April 2026", "", "soon"]
    assert [begun(cell, day).name for cell in begins] == ["IN", "IN", "OUT", "UNREADABLE", "UNREADABLE"]
    ends = ["", "#N/A", "2026-04-01", "31/03/2026", "30/3/2026", "soon"]
    assert [still_open(cell, day).name for cell in ends] == [*["IN"] * 3, "OUT", "OUT", "UNREADABLE"]


def seen(text, cells):
    condition = read(text)
    check_seen(condition, frozenset(map(condition.seen, cells)), cells)


def test_white_space_around_a_condition_and_a_day_changes_nothing():
    found = read_condition("Age < 2", lambda _text: (0, "  < 2 "))
    assert (found.operator, found.bounds) == ("<", (2,))
    assert begun(" 31/3/2026\u3000", date(2026, 3, 31)).name == "IN"
    assert still_open(" 31/3/2026\u3000", date(2026, 3, 31)).name == "OUT"


@pytest.mark.parametrize(
    ("rest", "values"),
    [
        ('= "', ('"',)),  # one quote is a value, two around it are not part of it
        ('= "A', ('"a',)),
        ('= A"', ('a"',)),
        ('= "A"', ("a",)),
        ('in A, "B, C",D', ("a", "b, c", "d")),
    ],
)
def test_quotes_belong_to_a_value_unless_they_stand_around_it(rest, values):
    assert read_condition(f"Team {rest}", lambda _text: (0, rest)).values == values


def test_a_cell_is_seen_as_the_value_that_it_is():
    condition = read("Team in A,b")
    assert [condition.seen(cell) for cell in (" a ", "B", "c", "")] == ["a", "b", "", ""]
    assert read("Age < 2").seen("2") == ""


def test_a_value_that_stands_somewhere_is_let_pass():
    seen("Team in A,b", ["a ", "B", "", "c"])
    seen("Age < 2", ["x"])


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            ["North", "South", ""],
            r"No cell says 'nort', which 'Team = Nort' asks for; did you mean 'North'\?",
        ),
        (["A", " B "], r"asks for; there are A, B\."),
        (["A", "a"], r"there are A, a\."),
        (["A"], r"there is A\."),
        ([f"{n:02}" for n in range(40)], r"there are 00, 01, .*, 11 and 28 more\."),
        (["", "''"], r"asks for; all its cells are blank\."),
    ],
)
def test_a_value_that_stands_nowhere_is_refused_with_those_there_are(cells, said):
    with pytest.raises(StateError, match=said):
        seen("Team = Nort", cells)


def test_the_days_of_a_condition_are_said_in_words():
    assert echoed(read("Date of referral between 3/4/2026 and 2026-05-01")) == "3 April 2026 and 1 May 2026"
    assert echoed(read("Age < 2")) == ""
