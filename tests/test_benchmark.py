"""A figure beside other partnerships' figures: where it stands, and every mistake in their table."""

from fractions import Fraction

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_cli_setup import as_json, call, here, refused, write

from audit.errors import FileError, StateError
from audit.recurring.benchmark import OLDER, OTHER_DEFINITION, OUR_OWN, Told, beside
from audit.recurring.benchmark_file import read_figures

__all__ = ["here"]  # each test in a folder of its own
OWN = Told("Ours", Fraction(9, 512), 9, 512)
SEVEN = """\
Partnership,k,n,Share,Date,Definition
Alder,0,140,,2025/26,second plans
Birch,4,300,,March 2026,Second  plans
Cedar,,,1.1%,,second plans
Dogwood,11,500,2.2 %,31/03/2026,
Elm,,,0.031,,
Fir,22,500,,,second plans
Gean,,410,3%,,second plans
Hazel,9,40,,,children with any earlier plan
"""


def told(who, share, **more):
    return Told(who, Fraction(str(share)), **more)


def counted(who, k, n, **more):
    return Told(who, Fraction(k, n), k, n, **more)


def test_a_figure_stands_in_the_middle_of_eight(here):
    own = Told("Ours", Fraction(9, 512), 9, 512, definition="SECOND plans")
    found = beside(own, read_figures(write(here / "f.csv", SEVEN)))
    assert found.sentence == "1.8 %, middle of eight, 0 to 4.4 %"
    assert (found.below, found.level, found.above, found.of) == (3, 0, 4, 8)
    assert [(one.who, why) for one, why in found.apart] == [("Hazel", OTHER_DEFINITION)]


def others(*counts):
    return [counted(f"P{place}", k, 100) for place, k in enumerate(counts)]


@pytest.mark.parametrize(
    ("counts", "position"),
    [
        ((), "nothing to compare with"),
        ((20,), "lowest of two"),
        ((5,), "highest of two"),
        ((10,), "the same as the other"),
        ((10, 10), "the same as all two others"),
        ((5, 20), "middle of three"),
        ((5, 20, 30), "middle of four"),
        ((1, 5, 30), "middle of four"),
        ((5, 20, 30, 40), "second lowest of five"),
        ((1, 2, 3, 40), "second highest of five"),
        ((10, 20, 30, 40), "lowest of five, level with one other"),
        ((10, 10, 1, 2, 3, 4), "highest of seven, level with two others"),
        ((5, 10, 20, 30, 40), "middle of six, level with one other"),
        (tuple(range(1, 9)), "highest of nine"),
        ((1, 2, 3, *range(20, 40)), "fourth lowest of 24"),
        ((*range(10), *range(11, 40)), "number 11 from the lowest of 40"),
    ],
)
def test_every_position_has_its_words(counts, position):
    assert beside(counted("Ours", 10, 100), others(*counts)).position == position


@given(st.integers(0, 100), st.lists(st.integers(0, 100), max_size=12))
def test_below_level_and_above_are_everybody_and_turn_round_with_the_figures(k, counts):
    found = beside(counted("Ours", k, 100), others(*counts))
    assert (found.below, found.level, found.above) == (
        sum(one < k for one in counts),
        counts.count(k),
        sum(one > k for one in counts),
    )
    turned = beside(counted("Ours", 100 - k, 100), others(*(100 - one for one in counts)))
    ends = {"lowest": "highest", "highest": "lowest"}
    words = [ends.get(word, word) for word in found.position.replace(",", " ,").split()]
    assert " ".join(words).replace(" ,", ",") == turned.position


def test_a_bare_share_is_level_as_far_as_it_is_told():
    own = counted("Ours", 9, 205)  # 4.39 %
    near = told("Alder", "0.044", half=Fraction(1, 2000))
    assert beside(own, [near]).position == "the same as the other"
    assert beside(own, [counted("Alder", 44, 1000)]).position == "lowest of two"


def test_other_definitions_older_figures_and_our_own_row_stand_apart():
    rows = [
        told("Alder", "0.1", on="2024", definition="A"),
        told("alder", "0.2", on="March 2025", definition="a"),
        told("Birch", "0.3"),
        told("Cedar", "0.4", definition="B"),
        told("Kingsbridge", "0.5", definition="A"),
    ]
    found = beside(Told("Ours", Fraction(1, 4), 1, 4, definition="A"), rows, ours="KINGSBRIDGE")
    assert [one.who for one in found.others] == ["alder", "Birch"]
    assert {one.who: why for one, why in found.apart} == {
        "Kingsbridge": OUR_OWN,
        "Cedar": OTHER_DEFINITION,
        "Alder": OLDER,
    }
    assert found.sentence == "25 %, middle of three, 20 to 30 %"


def test_where_they_count_different_things_we_must_say_which_is_ours():
    rows = [told("Alder", "0.1", definition="A"), told("Birch", "0.3", definition="B")]
    with pytest.raises(StateError, match="2 different things: 'A'; 'B'"):
        beside(OWN, rows)
    assert beside(OWN, rows[:1]).definition == "A"


def test_bases_are_told_or_unknown(here):
    found = {one.who: one for one in read_figures(write(here / "f.csv", SEVEN))}
    assert found["Alder"].base == "0 of 140"
    assert (found["Cedar"].base, found["Gean"].base) == ("base unknown", "of 410")
    assert (found["Cedar"].share, found["Elm"].share) == (Fraction(11, 1000), Fraction(31, 1000))
    assert (found["Dogwood"].share, found["Dogwood"].on) == (Fraction(11, 500), "31/03/2026")


TWICE = ", and no date says which is the later; keep one, or write both dates."
WRONG = """\
Figures of our neighbours,,,,
Place,K,N,%,As at
,3,9,,
Alder,ten,20,,
Birch,5,0,,
Cedar,30,20,,
Dogwood,5,20,30%,
Elm,,,140,
Fir,,,,
Gean,1,,,
Hazel,1,4,25,2025
Hazel,2,4,50,2025
Ivy,1,4,,
Ivy,1,4,,2026
Juniper,1,3,33,
"""


def test_every_mistake_is_told_with_its_place(here):
    with pytest.raises(FileError) as error:
        read_figures(write(here / "f.csv", WRONG))
    said = [str(one) for one in error.value.problems]
    assert said == [
        "cell A3: there is no partnership here; write whose figure it is.",
        "cell B4: 'ten' is not a whole number; write a count, or leave it blank.",
        "cell C5: a share of 0 cases is none; leave the row out.",
        "cell B6: 30 of 20 cannot be; the first is part of the second.",
        "cell B7: 5 of 20 is not 30 %; mend one of them, or leave it blank.",
        "cell D8: '140' is no share; write 4.4% or 0.044.",
        "cell A9: there is no figure here; write k and n, or a share.",
        "cell A10: there is no figure here; write k and n, or a share.",
        "cell A12: Hazel stands in row 11 already" + TWICE,
        "cell A14: Ivy stands in row 13 already" + TWICE,
    ]


def test_a_bare_number_under_percent_in_a_workbook_is_not_guessed_at(here):
    book = openpyxl.Workbook()
    for row in (["Partnership", "Percent"], ["Alder", 0.044], ["Birch", "4.4 %"]):
        book.active.append(row)
    book.save(here / "f.xlsx")
    with pytest.raises(FileError, match=r"cell B2: '0\.044' may be a percentage or a share"):
        read_figures(here / "f.xlsx")


@pytest.mark.parametrize(("cell", "per_cent"), [(0, 0), (0.1, 10), (1, 100)])
def test_a_bare_share_is_told_to_a_whole_per_cent_at_least(here, cell, per_cent):
    book = openpyxl.Workbook()  # which holds 10 % as 0.1
    for row in (["Partnership", "Share"], ["Alder", cell]):
        book.active.append(row)
    book.save(here / "f.xlsx")
    (alder,) = read_figures(here / "f.xlsx")
    assert (alder.share, alder.half) == (Fraction(per_cent, 100), Fraction(1, 200))
    assert beside(OWN, [alder]).level == 0  # 1.8 %


def test_a_file_without_figures_or_without_headings_is_refused(here):
    with pytest.raises(FileError, match="no figure stands below"):
        read_figures(write(here / "f.csv", "Partnership,k,n\n"))
    with pytest.raises(FileError, match="has the headings partnership"):
        read_figures(write(here / "f.csv", "Figure,k\n1,2\n"))


def test_the_command_shows_range_and_position(here):
    write(here / "f.csv", SEVEN)
    given = ("benchmark", "f.csv", "--met", 9, "--of", 512, "--definition", "second plans")
    said = call(*given)
    assert said.stdout.startswith("Ours: 1.8 %, middle of eight, 0 to 4.4 %.\n")
    assert "Not in the range:" in said.stdout
    assert "Hazel" in said.stdout
    assert "The range holds 8 figures, ours among them." in said.stderr
    assert "2 of the others do not say what they count." in said.stderr
    assert "No test is made" in said.stderr
    block = as_json(*given)
    assert (block["position"], block["of"], block["below"], block["above"]) == ("middle of eight", 8, 3, 4)
    assert (block["lowest"], block["highest"]) == (0.0, pytest.approx(0.044))
    assert [one["who"] for one in block["apart"]] == ["Hazel"]
    assert [one["base"] for one in block["others"][:2]] == ["0 of 140", "base unknown"]


@pytest.mark.parametrize("args", [(), ("--met", 3), ("--round", "r"), ("--met", 3, "--of", 2)])
def test_our_figure_is_given_in_one_way(here, args):
    write(here / "f.csv", SEVEN)
    refused("benchmark", "f.csv", *args, code=2)
