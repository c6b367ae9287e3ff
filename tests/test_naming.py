"""Which column people mean: by its heading in any case, the longest first, and what stands behind it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import StateError
from audit.registers.naming import Naming
from audit.registers.profile import Column, Profile
from audit.registers.register import Heading, Register


def naming(*headings, profile=None):
    found = tuple(h if isinstance(h, Heading) else Heading(h) for h in headings)
    return Naming(Register("a.csv", Path("a.csv"), "", "", found, 0, Path("a.csv"), 1, profile=profile))


@pytest.mark.parametrize("text", ["Child's ID", "Child’s ID", "child‘s id", " CHILD'S \xa0 ID ", "Childs ID"])
@pytest.mark.parametrize("heading", ["Child's ID", "Child’s ID"])
def test_quotes_case_and_spaces_do_not_matter(heading, text):
    assert naming("Age", heading).column(text) == 1


def test_punctuation_matters_only_where_it_tells_two_columns_apart():
    found = naming("Team-A", "Team A", "Is the child disabled?")
    assert [found.column(text) for text in ("team a", "TEAM-A", "is the child disabled")] == [1, 0, 2]
    with pytest.raises(StateError, match=r"2 columns are headed 'team/a' in a\.csv"):
        found.column("team/a")


def test_a_heading_that_stands_twice_is_refused_only_when_it_is_meant():
    found = naming("ID", "Date", "date")
    assert found.column("ID") == 0
    for ask in (found.column, found.find):
        with pytest.raises(StateError, match=r"2 columns are headed .* give each its own heading"):
            ask("Date")


def test_an_unknown_heading_is_answered_with_the_nearest_or_with_all():
    found = naming("Child ID", "Team", "")
    with pytest.raises(StateError, match=r"a\.csv has no column 'Teem'; did you mean 'Team'\?"):
        found.column("Teem")
    with pytest.raises(StateError, match="Child ID, Team"):
        found.column("Postcode of the school")


def test_headings_of_signs_alone_are_not_all_the_same():
    found = naming("?", "#", "ID")
    assert (found.column("?"), found.column("#")) == (0, 1)
    with pytest.raises(StateError, match="no column '!!'"):
        found.column("!!")
    with pytest.raises(StateError, match="no column ''"):
        found.find("")


HEADINGS = (
    *("Age", "Age of Child (Years)", "Date of referral", "Is in care?", "Date is known", "Referred by"),
    *("Referred by agency", "Cost < £500", "In", "A = B", "Between", "Placed (in/out) by", "Is"),
)


@pytest.mark.parametrize(
    ("text", "heading", "rest"),
    [
        ("Age < 2", "Age", "< 2"),
        ("age<2", "Age", "<2"),
        ("Age of Child (Years) < 2", "Age of Child (Years)", "< 2"),
        ("Age of child (years)>=16", "Age of Child (Years)", ">=16"),
        ("Is in care? = Yes", "Is in care?", "= Yes"),
        ("is in care = Yes", "Is in care?", "= Yes"),
        ("Date is known is blank", "Date is known", "is blank"),
        ("Referred by by month", "Referred by", "by month"),
        ("Referred by agency by 0-1", "Referred by agency", "by 0-1"),
        ("Referred by", "Referred by", ""),
        ("Cost < £500 = x", "Cost < £500", "= x"),
        ("In in A,B", "In", "in A,B"),
        ("A = B = C", "A = B", "= C"),
        ("Between between 1 and 2", "Between", "between 1 and 2"),
        ("Placed (in/out) by by year", "Placed (in/out) by", "by year"),
        ("Is is not blank", "Is", "is not blank"),
        ("Date   of\treferral  = A  B", "Date of referral", "= A  B"),
    ],
)
def test_the_longest_heading_that_a_text_begins_with_is_meant(text, heading, rest):
    found, behind = naming(*HEADINGS).find(text)
    assert (HEADINGS[found], behind) == (heading, rest)


@pytest.mark.parametrize("text", ["Ages < 2", "Agent = x", "Inn = 2", "= 2"])
def test_a_heading_ends_where_a_word_ends(text):
    with pytest.raises(StateError, match="has no column"):
        naming("Age", "In").find(text)


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=9)


@given(WORDS.filter(lambda text: any(map(str.isalnum, text))), st.sampled_from(["= A  b", "<2", "is blank"]))
def test_a_heading_is_found_as_it_stands_whatever_it_holds(heading, rest):
    assert naming(" ".join(heading.split())).find(f"{heading} {rest}") == (0, rest)


def test_the_profiles_headings_stand_for_its_columns_and_the_files_own_come_first():
    column = Column("Age of Child (Years)", ("age of child years", "age"), kind="whole")
    profile = Profile("x", "X", (column, Column("Team", ("team", "unit"))))
    own = (Heading("Age", "Age of Child (Years)"), Heading("ID"), Heading("Unit"), Heading("T", "Team"))
    found = naming(*own, profile=profile)
    assert found.find("Age of Child (Years) < 2") == (0, "< 2")
    assert found.column("Age of child (years)") == 0
    assert found.column("unit") == 2  # its own heading, not what the profile calls another
    assert (found.of_profile("Team"), found.of_profile("Ward"), found.of_profile("")) == (3, None, None)
