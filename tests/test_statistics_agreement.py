"""Whether readers agree: definitions, what is not defined, how to read it, the table of readings."""

import math
from collections import Counter
from itertools import combinations, permutations

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ratings_made import from_counts, from_readers, from_table

from audit.errors import AuditError, FileError
from audit.statistics import agreement as agreeing
from audit.statistics.agreement import agreement
from audit.statistics.findings_agreement import how_to_read, of_agreement
from audit.statistics.interval import proportion
from audit.statistics.ratings import Rating, read_ratings
from audit.statistics.sentences_change import agreement as sentence

GRADES = ["not-met", "partly", "met"]
tables = st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=3, max_size=3).filter(
    lambda table: any(map(any, table))
)
gappy = st.lists(
    st.lists(st.sampled_from([None, "0", "1", "2"]), min_size=5, max_size=5), min_size=2, max_size=5
).filter(lambda readers: any(sum(one is not None for one in unit) > 1 for unit in zip(*readers, strict=True)))


def figures(ratings, order=None, **more):
    return agreement(ratings, order, **more).figures


def plain_alpha(readers, apart):
    """Krippendorff's alpha by definition: all ordered pairs within units against all pairs of readings."""
    units = [[one for one in unit if one is not None] for unit in zip(*readers, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    every = [one for unit in units for one in unit]
    counts = Counter(every)
    observed = math.fsum(
        apart(counts, a, b) / (len(unit) - 1) for unit in units for a, b in permutations(unit, 2)
    )
    expected = math.fsum(apart(counts, a, b) for a, b in permutations(every, 2)) / (len(every) - 1)
    return 1 - observed / expected if expected else None


def nominal(_counts, a, b):
    return float(a != b)


def ordinal(counts, a, b):
    low, high = sorted((a, b))
    between = sum(many for grade, many in counts.items() if low <= grade <= high)
    return 0.0 if a == b else (between - (counts[a] + counts[b]) / 2) ** 2


@given(gappy)
def test_alpha_is_that_of_its_definition_with_gaps_and_with_an_order(readers):
    found = figures(from_readers(readers), ["0", "1", "2"])
    for name, apart in (("alpha_nominal", nominal), ("alpha_ordinal", ordinal)):
        expected = plain_alpha(readers, apart)
        if expected is None:
            assert found[name].value is None
            assert "one answer only" in found[name].reason
        else:
            assert found[name].value == pytest.approx(expected, abs=1e-9)


@given(gappy)
def test_percent_agreement_is_the_mean_share_of_agreeing_pairs(readers):
    found = agreement(from_readers(readers))
    units = [[one for one in unit if one is not None] for unit in zip(*readers, strict=True)]
    kept = [unit for unit in units if len(unit) > 1]
    shares = [[a == b for a, b in combinations(unit, 2)] for unit in kept]
    mean = math.fsum(sum(pairs) / len(pairs) for pairs in shares) / len(kept)
    assert found.figures["percent_agreement"].value == pytest.approx(mean)
    assert found.agreed == sum(all(pairs) for pairs in shares)
    assert (found.units, found.readings) == (len(kept), sum(map(len, kept)))
    assert found.left_out == sum(len(unit) == 1 for unit in units)


@given(tables)
def test_which_reader_comes_first_changes_no_coefficient(table):
    order = ["0", "1", "2"]
    found = figures(from_table(table), order)
    turned = figures(from_table([list(line) for line in zip(*table, strict=True)]), order)
    for name, one in found.items():
        assert turned[name].reason == one.reason
        for part in ("value", "error", "lower", "upper"):
            assert getattr(turned[name], part) == pytest.approx(getattr(one, part), abs=1e-9), name


@example([[0, 0, 0], [0, 1, 0], [3, 0, 0]])
@given(tables)
def test_an_interval_holds_its_figure_and_what_is_missing_has_a_reason(table):
    for name, one in figures(from_table(table), ["0", "1", "2"]).items():
        if one.value is None or one.lower is None:
            assert one.reason, name
            assert one.lower is one.upper is None
        else:
            assert not one.reason
            assert one.lower <= one.value + 1e-9
            assert one.lower >= -1 or one.value < -1
            assert one.value - 1e-9 <= one.upper <= 1
        assert all(math.isfinite(part) for part in (one.value, one.error, one.lower) if part is not None)


@given(tables)
def test_for_two_readings_scott_and_fleiss_are_one_and_linear_weights_of_two_grades_plain(table):
    found = figures(from_table(table))
    assert found["scott_pi"] == found["fleiss_kappa"]
    two = [line[:2] for line in table[:2]]
    if any(map(any, two)):
        found = figures(from_table(two), ["0", "1"])
        assert found["weighted_kappa_linear"] == found["weighted_kappa_quadratic"] == found["cohen_kappa"]
        assert found["gwet_ac2_linear"] == found["gwet_ac1"]


def test_the_percent_of_two_readings_has_wilsons_interval():
    found, expected = figures(from_table([[80, 10], [5, 5]]))["percent_agreement"], proportion(85, 100)
    assert (found.value, found.lower, found.upper) == (expected.share, expected.low, expected.high)


def test_kappas_interval_is_its_published_standard_error_on_both_sides():
    found = figures(from_table([[106, 10, 4], [22, 28, 10], [2, 12, 6]]), confidence="0.9")["cohen_kappa"]
    assert found.upper - found.value == pytest.approx(1.6448536 * 0.0537110048691673)
    assert found.value - found.lower == pytest.approx(1.6448536 * 0.0537110048691673)


def test_the_jackknife_of_a_mean_is_its_usual_standard_error():
    counts = [[3, 0], [2, 1], [0, 3], [1, 2], [3, 0], [1, 2]]
    shares = [1, 1 / 3, 1, 1 / 3, 1, 1 / 3]
    found = figures(from_counts(counts))["percent_agreement"]
    mean = sum(shares) / 6
    error = math.sqrt(sum((one - mean) ** 2 for one in shares) / 5 / 6)
    assert (found.value, found.error) == (pytest.approx(mean), pytest.approx(error))
    assert found.upper == 1.0
    assert mean - found.lower == pytest.approx(2.5705818 * error)


def test_a_jackknife_leaves_out_each_case_in_turn():
    readers = [
        ["a", "a", "b", "b", "c", "a"],
        ["a", "b", "b", "b", "c", "a"],
        ["a", "a", None, "b", "a", "a"],
    ]
    found = figures(from_readers(readers))["alpha_nominal"]
    left = [plain_alpha([line[:unit] + line[unit + 1 :] for line in readers], nominal) for unit in range(6)]
    mean = sum(left) / 6
    assert found.error == pytest.approx(math.sqrt(5 / 6 * sum((one - mean) ** 2 for one in left)))


def test_full_agreement_on_one_answer_leaves_kappa_undefined():
    found = figures(from_table([[20]]))
    assert found["percent_agreement"].value == 1.0
    assert found["percent_agreement"].lower == proportion(20, 20).low
    for name in ("cohen_kappa", "scott_pi", "fleiss_kappa", "alpha_nominal"):
        assert (found[name].value, found[name].reason) == (None, "not defined (both used one answer only)")
    for name in ("gwet_ac1", "brennan_prediger"):
        assert found[name].value is None
        assert "one grade only is known" in found[name].reason


def test_an_order_tells_the_grades_that_nobody_gave():
    found = figures(from_table([[0, 0], [0, 20]]), ["0", "1"])
    assert (found["gwet_ac1"].value, found["brennan_prediger"].value) == (1.0, 1.0)
    assert (
        found["gwet_ac1"].reason == "no interval (the standard error comes out as 0, which is not certainty)"
    )
    assert found["weighted_kappa_linear"].reason == "not defined (both used one answer only)"


def test_one_case_read_twice_has_a_percent_and_no_errors():
    found = figures([Rating("C-1", "Ann", "met"), Rating("C-1", "Bob", "partly")], GRADES)
    assert found["percent_agreement"].value == 0.0
    assert found["gwet_ac1"].reason == "no interval (too few files differ)"
    assert found["alpha_nominal"].value == 0.0


def test_of_many_readers_kappa_is_not_defined_and_fleiss_only_where_all_read_equally_often():
    found = agreement(from_counts([[3, 0], [1, 2], [0, 3]]))
    assert found.table is None
    assert found.figures["cohen_kappa"].reason == "not defined (files were read more than twice)"
    assert found.figures["fleiss_kappa"].value is not None
    uneven = figures(from_counts([[3, 0], [1, 2], [0, 2]]))
    assert uneven["fleiss_kappa"].reason == "not defined (not every file was read equally often)"
    assert uneven["alpha_nominal"].value is not None


def test_the_columns_are_the_two_readers_else_the_first_and_second_readings():
    pair = [Rating("1", "Ann", "met"), Rating("1", "Bob", "partly")]
    turned = [Rating("2", "Bob", "partly"), Rating("2", "Ann", "met")]
    assert agreement([*pair, *turned], GRADES).table == ((0, 0, 0), (0, 0, 0), (0, 2, 0))
    third = [Rating("3", "Cem", "partly"), Rating("3", "Ann", "met")]
    assert agreement([*pair, *turned, *third], GRADES).table == ((0, 0, 0), (0, 0, 2), (0, 1, 0))


def test_cases_read_once_are_left_out_and_told():
    ratings = [*from_table([[8, 1], [0, 1]]), Rating("C-90", "Ann", "0"), Rating("C-91", "Bob", "1")]
    found = agreement(ratings)
    assert found.left_out == 2
    assert found.figures == agreement(ratings[:-2]).figures
    assert sentence(found) == (
        "The two readers agreed on 9 of the 10 files read twice (90 %); 2 files read only once are left out."
    )


def test_agreement_is_told_in_a_sentence():
    assert sentence(agreement(from_table([[80, 10], [5, 5]]))) == (
        "The two readers agreed on 85 of the 100 files read twice (85 %)."
    )
    three = [Rating("3", "Cem", "0"), Rating("3", "Ann", "0")]
    assert sentence(agreement([*from_table([[1, 0], [0, 1]]), *three])) == (
        "Two readers each time agreed on 3 of the 3 files read twice (100 %)."
    )
    assert sentence(agreement(from_counts([[3, 0], [1, 2], [0, 3]]))) == (
        "All readers agreed on 2 of the 3 files read more than once; any two readings of a file "
        "agreed 78 % of the time."
    )


def test_every_figure_has_a_word_on_how_to_read_it():
    found = agreement(from_table([[5, 1], [1, 5]]), ["0", "1"])
    words = {name: how_to_read(name) for name in found.figures}
    assert words["percent_agreement"].startswith("Read this first")
    assert "85 of 100 can have a kappa of .70 or .32" in words["cohen_kappa"]
    assert words["weighted_kappa_linear"] != words["cohen_kappa"] != words["gwet_ac1"]
    assert all(words.values())
    assert of_agreement(found).figures["how_to_read"] == words


@pytest.mark.parametrize(
    ("ratings", "order", "said"),
    [
        ([], None, "No file was read twice"),
        ([Rating("1", "Ann", "met"), Rating("2", "Bob", "met")], None, "No file was read twice"),
        ([Rating("1", "Ann", "met")] * 2, None, "Ann read 1 twice; a second reading needs another reader."),
        (from_table([[1]]), GRADES, "'0' is not in the order of grades; there are met, not-met, partly."),
        (from_table([[1]]), ["0"], "An order needs 2 grades or more"),
        (from_table([[1]]), ["0", ""], "An order needs 2 grades or more"),
        (from_table([[1]]), ["a", "0", "A"], "'A' stands twice in the order of grades"),
        (from_counts([[1] * 21]), None, "21 different grades are no scale"),
    ],
)
def test_readings_that_cannot_be_compared_are_refused(ratings, order, said):
    with pytest.raises(AuditError, match=said):
        agreement(ratings, order)


def test_more_cases_than_can_be_are_refused(monkeypatch):
    monkeypatch.setattr(agreeing, "MOST_CASES", 11)
    assert agreement(from_table([[11]])).units == 11
    with pytest.raises(
        AuditError, match="12 files read twice are more than the 11 that can be compared here"
    ):
        agreement(from_table([[12]]))


# --- the table --------------------------------------------------------------------------------------


def test_readings_come_from_a_table_under_headings_anywhere(tmp_path):
    path = tmp_path / "readings.csv"
    path.write_text(
        "Readings of May\n\nRater,Unit,Note,Grade\nAnn,C-01,,Met\n,,,\n bob ,c-01,x,MET\nBob,C-02,, partly\n",
        encoding="utf-8",
    )
    assert read_ratings(path) == (
        Rating("C-01", "Ann", "Met"),
        Rating("C-01", "bob", "Met"),
        Rating("C-02", "bob", "partly"),
    )
    assert read_ratings(path, GRADES)[0] == Rating("C-01", "Ann", "met")


def test_readings_come_from_a_workbook(tmp_path):
    book = openpyxl.Workbook()
    for row in [("unit", "rater", "grade"), (1, "Ann", 4), (1, "Bob", 3)]:
        book.active.append(row)
    book.save(tmp_path / "readings.xlsx")
    assert read_ratings(tmp_path / "readings.xlsx") == (Rating("1", "Ann", "4"), Rating("1", "Bob", "3"))


def test_every_problem_of_a_table_is_told_with_its_cell(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text(
        "unit,rater,grade\nC-1,Ann,met\nC-1,ann,met\nC-2,,met\n,Bob,met\nC-3,Bob,\nC-4,Bob,partial\nC-5,Bob,met\n",
        encoding="utf-8",
    )
    with pytest.raises(FileError) as caught:
        read_ratings(path, GRADES)
    assert [str(problem) for problem in caught.value.problems] == [
        "cell A3: Ann read C-1 already (in row 2); keep one of the two rows.",
        "cell B4: there is no rater here; write who read it.",
        "cell A5: there is no unit here; write which file was read.",
        "cell C6: there is no grade here; write it, or leave the row out where there is none.",
        "cell C7: 'partial' is not in the order of grades; did you mean 'partly'?",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("unit,rater\n1,Ann\n", "no row of it has the headings unit, rater and grade; one sheet must."),
        ("unit,rater,grade\n", "row 1: no reading stands below these headings"),
    ],
)
def test_a_table_without_readings_is_refused(tmp_path, text, said):
    path = tmp_path / "r.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileError, match=said):
        read_ratings(path)
