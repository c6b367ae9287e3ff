"""Estimates for a whole register from its strata or clusters, and the file that the strata come in."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from audit.errors import AuditError, FileError
from audit.statistics.estimate import Caution, Stratum, clustered, stratified
from audit.statistics.interval import counts, proportion
from audit.statistics.strata import read_list


@st.composite
def strata(draw):
    population = draw(st.integers(1, 80))
    sample = draw(st.integers(1, population))
    return Stratum(draw(st.text("abc", max_size=3)), population, sample, draw(st.integers(0, sample)))


@given(st.lists(strata(), min_size=1, max_size=6), st.sampled_from([0.8, 0.95]))
def test_an_estimate_stays_within_what_was_seen_whatever_the_strata(parts, confidence):
    found = stratified(parts, confidence=confidence)
    size = sum(one.population for one in parts)
    passed = sum(one.compliant for one in parts)
    failed = sum(one.sample - one.compliant for one in parts)
    low, high = found.counts
    assert passed <= low <= high <= size - failed
    assert found.low <= found.share + 1e-12
    assert found.share - 1e-12 <= found.high
    assert found.low * size >= low - 1e-6
    assert found.high * size <= high + 1e-6
    weighted = sum(Fraction(one.population * one.compliant, one.sample) for one in parts) / size
    assert found.share == float(weighted)
    for one, own in zip(parts, found.intervals, strict=True):
        assert own == proportion(one.compliant, one.sample, population=one.population, confidence=confidence)


@given(st.lists(strata(), min_size=1, max_size=4))
def test_no_doubt_is_told_only_where_every_case_was_read(parts):
    found = stratified(parts)
    assert (found.method == "census") is all(one.sample == one.population for one in parts)
    if found.method != "census" and found.error == 0:
        assert found.method == "stratum by stratum"
        left = sum(one.population - one.sample for one in parts)
        # Of 40 files 39 were read alike: that the last is another is ruled out at the risk of 1 in 40.
        assert found.low < found.high or left * 40 <= sum(one.population for one in parts)


def test_by_hand():
    # Half of 10 of 20, and 4 of 5 of 10: (20 x 1/2 + 10 x 4/5) / 30.
    found = stratified([Stratum("A", 20, 10, 5), Stratum("B", 10, 5, 4)])
    variance = (
        20**2 * Fraction(1, 2) * Fraction(1, 4) / 9 + 10**2 * Fraction(1, 2) * Fraction(4, 25) / 4
    ) / 900
    assert found.share == 18 / 30
    assert found.error == pytest.approx(float(variance) ** 0.5)
    assert (found.freedom, found.cautions, found.population) == (13, (), 30)


def test_all_compliant_is_not_certainty():
    found = stratified([Stratum("A", 60, 10, 10), Stratum("B", 40, 10, 10)])
    assert (found.share, found.error, found.method) == (1.0, 0.0, "stratum by stratum")
    assert found.cautions == (Caution("certain", ("A", "B")),)
    each = Fraction(1, 80)  # half of 1/20, shared between the two
    ends = [counts(10, 10, size, each) for size in (60, 40)]
    assert found.counts == (ends[0][0] + ends[1][0], 100)


def test_one_case_of_several_tells_no_variance():
    found = stratified([Stratum("A", 60, 1, 1), Stratum("B", 40, 10, 9), Stratum("C", 9, 3, 3)])
    assert (found.error, found.method) == (None, "stratum by stratum")
    assert found.cautions == (Caution("single", ("A",)),)
    assert found.counts[0] <= 1 + 9 + 3 + 20


def test_a_stratum_of_one_case_that_was_read_is_no_doubt():
    found = stratified([Stratum("A", 1, 1, 1), Stratum("B", 40, 10, 9)])
    assert (found.method, found.cautions) == ("logit", ())


def test_strata_that_came_out_alike_are_named():
    found = stratified([Stratum("A", 60, 10, 9), Stratum("B", 40, 10, 10), Stratum("C", 5, 5, 5)])
    assert (found.method, found.cautions) == ("logit", (Caution("alike", ("B",)),))


def test_the_strata_together_cover_as_promised():
    """Two strata of six, three drawn from each: every register and every sample, by enumeration."""
    from math import comb

    parts = {
        (x, y): stratified([Stratum("A", 6, 3, x), Stratum("B", 6, 3, y)]) for x in (0, 3) for y in (0, 3)
    }
    assert {one.method for one in parts.values()} == {"stratum by stratum"}
    for first in range(7):
        for second in range(7):
            missed = sum(
                Fraction(
                    comb(first, x) * comb(6 - first, 3 - x) * comb(second, y) * comb(6 - second, 3 - y), 400
                )
                for (x, y), one in parts.items()
                if not one.counts[0] <= first + second <= one.counts[1]
            )
            assert missed <= Fraction(1, 20)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([], "There is no stratum to estimate from"),
        ([Stratum("A", 10, 11, 1)], "A sample of 11 cannot come from a population of 10."),
        ([Stratum("A", 10, 5, 6)], "6 of 5 cannot be"),
        ([Stratum("A", 10, 0, 0)], "A sample of 0 tells nothing"),
        ([Stratum("A", 90_000_000, 5, 5), Stratum("B", 90_000_000, 5, 5)], "A population is a whole number"),
    ],
)
def test_strata_that_cannot_be_are_refused(parts, said):
    with pytest.raises(AuditError) as error:
        stratified(parts)
    assert said in str(error.value)


# --- clusters ---------------------------------------------------------------------------------------


def test_clusters_have_one_degree_of_freedom_less_than_there_are():
    found = clustered([(2, 1), (3, 3), (4, 2), (2, 2)], drawn_from=20)
    assert (found.share, found.freedom, found.cautions) == (8 / 11, 3, (Caution("clusters"),))
    assert found.low < found.share < found.high
    assert clustered([(2, 1)] * 3 + [(2, 2)] * 3, drawn_from=20).cautions == ()


def test_all_clusters_are_a_census():
    found = clustered([(2, 1), (3, 3)], drawn_from=2)
    assert (found.method, found.low, found.high, found.error) == ("census", 0.8, 0.8, 0.0)


@pytest.mark.parametrize(
    ("clusters", "of", "said"),
    [
        ([(5, 3)], 9, "An estimate needs 2 clusters or more"),
        ([(5, 3), (2, 1)], 1, "at most the 1 that there are"),
        ([(5, 6), (2, 1)], 9, "6 of 5 cannot be"),
        ([(5, 5), (2, 2)], 9, "All clusters came out the same"),
    ],
)
def test_clusters_that_tell_nothing_are_refused(clusters, of, said):
    with pytest.raises(AuditError) as error:
        clustered(clusters, drawn_from=of)
    assert said in str(error.value)


# --- the file ---------------------------------------------------------------------------------------

GOOD = """Team figures,,,

STRATUM,Note,Population,Sample,Compliant
North,x,"1,060",10,9

 South  East ,,40,10,10
"""


def test_a_file_of_strata_below_a_title_with_blank_rows_and_other_columns(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text(GOOD, encoding="utf-8")
    assert read_list(path) == (Stratum("North", 1060, 10, 9), Stratum("South East", 40, 10, 10))


def test_a_workbook_says_its_cells(tmp_path):
    book = Workbook()
    book.active.title = "Teams"
    for row in (["compliant", "sample", "population", "stratum"], [9.0, 10, 60, "N"], [2.5, 3, 4, 2026]):
        book.active.append(row)
    book.create_sheet("Notes").append(["made up"])
    book.save(tmp_path / "s.xlsx")
    with pytest.raises(FileError) as error:
        read_list(tmp_path / "s.xlsx")
    assert [str(one) for one in error.value.problems] == [
        "sheet Teams, cell A3: '2.5' is not a whole number; write one."
    ]


def test_every_problem_of_a_file_is_told_with_its_cell(tmp_path):
    path = tmp_path / "s.csv"
    rows = [
        "stratum,population,sample,compliant",
        "North,60,10,9",
        ",40,10,10",
        "East,20,30,1",
        "NORTH,5,x,2",
    ]
    rows += ["Grand total,120,21,20", "West,10,5,6", "Mid,10,0,0", "Far,0,0,0", "Low,-4,,1"]
    path.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(FileError) as error:
        read_list(path)
    told = [(one.where, one.text) for one in error.value.problems]
    assert told == [
        ("cell A3", "the stratum has no name; give it one."),
        ("cell C4", "30 cannot be drawn from 20."),
        ("cell A5", "'NORTH' stands there twice (also in row 2); give it one row."),
        ("cell C5", "'x' is not a whole number; write one."),
        ("cell A6", "this reads as a total, which would count everything twice; leave the row out."),
        ("cell D7", "6 of 5 cannot be."),
        ("cell C8", "nothing was read of it, so nothing speaks for it; leave it out, and say so."),
        ("cell B9", "a stratum has from 1 to 100,000,000 cases, not 0."),
        ("cell B10", "'-4' is not a whole number; write one."),
        ("cell C10", "there is no number here; write one."),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "stratum,population,sample\nA,3,2\n",
            "no row of it has the headings stratum, population, sample and",
        ),
        ("stratum,population,sample,compliant\n", "no stratum stands below these headings"),
        (
            "stratum,population,sample,compliant\nA,90000000,2,1\nB,90000000,2,1\n",
            "the strata have more than 100,000,000 cases",
        ),
    ],
)
def test_a_file_without_strata_is_a_sentence(tmp_path, content, said):
    path = tmp_path / "s.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FileError) as error:
        read_list(path)
    assert said in str(error.value)


def test_two_sheets_of_strata_are_one_too_many(tmp_path):
    book = Workbook()
    for sheet in (book.active, book.create_sheet("2")):
        sheet.append(["stratum", "population", "sample", "compliant"])
        sheet.append(["N", 60, 10, 9])
    book.save(tmp_path / "s.xlsx")
    with pytest.raises(FileError, match="several of its sheets have the headings"):
        read_list(tmp_path / "s.xlsx")
