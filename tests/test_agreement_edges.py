"""Trends, charts and agreement at their edges: whole answers against sums done anew, and what is refused."""

import math
from collections import Counter
from fractions import Fraction
from itertools import permutations

import openpyxl
import pytest
from ratings_made import from_counts, from_readers, from_table
from scipy.stats import norm, t

from audit.errors import AuditError, FileError
from audit.statistics import agreement as agreeing
from audit.statistics import readings
from audit.statistics.agreement import Figure, agreement
from audit.statistics.compare import Count
from audit.statistics.kappa import graded, kappa, plain
from audit.statistics.ratings import Rating, check_order, read_ratings
from audit.statistics.trend import Chart, Trend, chart, trend

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)

# --- several rounds ---------------------------------------------------------------------------------


def rounds(*pairs):
    return [Count(*pair) for pair in pairs]


def test_a_trend_is_cochrans_and_armitages():
    # 2, 3 and 6 of 8 at 1, 2 and 4: of 24 cases 11 comply, the mean place is 7/3.
    each, share = rounds((2, 8), (3, 8), (6, 8)), Fraction(11, 24)
    slope = sum(place * (met - 8 * share) for place, met in ((1, 2), (2, 3), (4, 6)))
    spread = 8 * sum((place - Fraction(7, 3)) ** 2 for place in (1, 2, 4))
    squared = float(slope**2 / (share * (1 - share) * spread))
    chance = pytest.approx(2 * norm.sf(math.sqrt(squared)))
    assert trend(each, [1, 2, 4]) == Trend(math.sqrt(squared), squared, chance)
    assert trend(each, ["-1", "-2.0", -4]) == Trend(-math.sqrt(squared), squared, chance)
    assert trend(rounds((0, 3), (1, 3), (0, 3))) == Trend(0.0, 0.0, 1.0)
    assert trend(each) == trend(each, [1, 2, 3]) != trend(each, [1, 2, 4])


def test_a_chart_has_limits_for_each_round_within_0_and_1():
    found = chart(rounds((1, 4), (9, 16), (0, 25)), 2)
    centre = 10 / 45
    reaches = [2 * math.sqrt(centre * (1 - centre) / size) for size in (4, 16, 25)]
    assert found == Chart(
        pytest.approx(centre),
        (0.0, pytest.approx(centre - reaches[1]), pytest.approx(centre - reaches[2])),
        tuple(pytest.approx(centre + reach) for reach in reaches),
        (2, 3),
    )
    assert chart(rounds((4, 4), (15, 16))).upper == (1.0, 1.0)
    assert chart(rounds((3, 9), (6, 20))) == chart(rounds((3, 9), (6, 20)), 3)
    assert chart(rounds((1, 2)), "0.5").outside == ()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda: trend(rounds((1, 2))), "A trend needs 2 rounds or more."),
        (lambda: trend(rounds((1, 2), (1, 2)), [1, 2, 3]), "2 rounds need as many scores, not 3."),
        (
            lambda: trend(rounds((1, 2), (1, 2)), [2, 2]),
            "The scores are all the same, so that no round is later than another.",
        ),
        (lambda: chart([]), "There is no round to chart; give at least one."),
        *(
            (
                lambda sigma=sigma: chart(rounds((1, 2)), sigma),
                "The limits of a chart stand more than 0 standard deviations from its centre.",
            )
            for sigma in (0, "-0.5")
        ),
    ],
)
def test_rounds_that_make_no_trend_or_chart_are_refused_in_a_sentence(asked, said):
    with pytest.raises(AuditError) as caught:
        asked()
    assert str(caught.value) == said


# --- two readings -----------------------------------------------------------------------------------


def test_grades_near_each_other_agree_in_part():
    assert plain(2) == [[1, 0], [0, 1]]
    assert graded(3, 1) == [[1, HALF, 0], [HALF, 1, HALF], [0, HALF, 1]]
    assert graded(4, 2)[0] == [1, Fraction(8, 9), Fraction(5, 9), 0]
    assert graded(2, 1) == graded(2, 2) == plain(2)
    assert graded(1, 1) == [[1]]


def published(table, weights):
    """Kappa and its error as Fleiss, Cohen and Everitt print them, in shares of the table."""
    size, total = range(len(table)), sum(map(sum, table))
    p = [[Fraction(one, total) for one in line] for line in table]
    rows, columns = [sum(line) for line in p], [sum(line[j] for line in p) for j in size]
    seen = sum(weights[i][j] * p[i][j] for i in size for j in size)
    due = sum(weights[i][j] * rows[i] * columns[j] for i in size for j in size)
    found = (seen - due) / (1 - due)
    across = [sum(weights[i][j] * columns[j] for j in size) for i in size]
    down = [sum(weights[i][j] * rows[i] for i in size) for j in size]
    parts = sum(
        p[i][j] * (weights[i][j] * (1 - due) - (across[i] + down[j]) * (1 - seen)) ** 2
        for i in size
        for j in size
    )
    variance = (parts - (seen * due - 2 * due + seen) ** 2) / (total * (1 - due) ** 4)
    return float(found), math.sqrt(variance)


@pytest.mark.parametrize(
    "table", [[[5, 1, 0], [2, 7, 3], [1, 0, 4]], [[0, 4, 1], [3, 0, 2], [1, 1, 0]], [[3, 1], [0, 2]]]
)
def test_kappa_and_its_error_are_those_of_the_published_formulas(table):
    for weights in (plain(len(table)), graded(len(table), 1), graded(len(table), 2)):
        assert kappa(table, weights) == pytest.approx(published(table, weights), abs=1e-12)
    assert kappa([[0, 0], [0, 3]], plain(2)) is None


# --- any number of readings -------------------------------------------------------------------------

UNEVEN = [[3, 0, 0], [1, 1, 1], [0, 2, 0], [0, 1, 3], [2, 1, 0], [0, 0, 2]]


def cases(counts):
    return [[grade for grade, many in enumerate(case) for _ in range(many)] for case in counts]


def by_pairs(counts, agree):
    """The mean over cases of the weighted share of ordered pairs of readings."""
    found = []
    for case in cases(counts):
        pairs = list(permutations(case, 2))
        found.append(sum(agree[a][b] for a, b in pairs) / Fraction(len(pairs)))
    return sum(found) / len(found), found


def gwets(counts, weights):
    """Gwet's coefficient and its error, in fractions as far as roots allow."""
    size, many = len(weights), len(counts)
    seen, own = by_pairs(counts, weights)
    shares = [[Fraction(one, sum(case)) for one in case] for case in counts]
    mean = [sum(one[k] for one in shares) / many for k in range(size)]
    spread = Fraction(sum(map(sum, weights)), size * (size - 1))
    due = spread * sum(p * (1 - p) for p in mean)
    found = (seen - due) / (1 - due)
    squares = 0
    for case, agreed in zip(shares, own, strict=True):
        theirs = spread * sum(p * (1 - q) for p, q in zip(case, mean, strict=True))
        value = (agreed - due) / (1 - due) - 2 * (1 - found) * (theirs - due) / (1 - due)
        squares += (value - found) ** 2
    by = many if all(sum(case) == 2 for case in counts) else many - 1
    return float(found), math.sqrt(squares / (many * by))


@pytest.mark.parametrize("counts", [UNEVEN, [[2, 0, 0], [1, 1, 0], [0, 1, 1], [0, 0, 2], [1, 0, 1]]])
def test_gwets_coefficients_and_errors_are_those_of_the_published_formulas(counts):
    for weights in (plain(3), graded(3, 1), graded(3, 2)):
        found = readings.gwet(readings.kinds_of([tuple(case) for case in counts]), weights)
        assert found == pytest.approx(gwets(counts, weights), abs=1e-12)
    assert readings.gwet({(2, 0): 1}, plain(2)) == (1.0, None)
    assert readings.gwet({(1, 1): 1}, plain(2)) == (-1.0, None)
    assert readings.gwet({(1, 1): 2}, plain(2)) == (-1.0, 0.0)
    assert readings.gwet({(2,): 5}, plain(1)) is None


def test_the_sums_of_cases_hold_the_pairs_of_their_readings():
    assert readings.sums({(2, 1): 2, (0, 2): 1}) == readings.Sums(
        3,
        pytest.approx(1 / 3 * 2 + 1),
        (pytest.approx(4 / 3), pytest.approx(5 / 3)),
        ((2.0, 2.0), (2.0, 2.0)),
    )
    both, one = readings.sums({(2, 1): 2, (0, 2): 1}), readings.sums({(0, 2): 1})
    assert both.without(one) == readings.Sums(
        2, pytest.approx(2 / 3), (pytest.approx(4 / 3), pytest.approx(2 / 3)), ((2.0, 2.0), (2.0, 0.0))
    )


def test_coefficients_that_nothing_can_be_divided_by_are_none():
    nothing = readings.Sums(0, 0.0, (0.0, 0.0), ((0.0, 0.0), (0.0, 0.0)))
    for one in (
        readings.agreement,
        readings.fleiss,
        readings.brennan_prediger,
        readings.nominal,
        readings.ordinal,
    ):
        assert one(nothing) is None
    alike = readings.sums({(2, 0): 3})
    assert readings.fleiss(alike) is readings.nominal(alike) is readings.ordinal(alike) is None
    assert readings.agreement(alike) == readings.brennan_prediger(alike) == 1.0
    assert readings.brennan_prediger(readings.sums({(2,): 3})) is None
    assert readings.brennan_prediger(readings.sums({(2, 0): 1, (1, 1): 2})) == pytest.approx(-1 / 3)
    assert readings.fleiss(readings.sums({(1, 1): 2})) == -1.0


def test_what_roundings_leave_of_a_grade_is_no_grade():
    def of(rest):
        return readings.Sums(1, 0.5, (0.5, rest), ((0.5, 0.0), (0.0, rest)))

    for coefficient in (readings.fleiss, readings.nominal, readings.ordinal):
        assert coefficient(of(1e-9)) is None
        assert coefficient(of(1.05e-9)) is not None


def test_a_jackknife_needs_two_cases_and_a_coefficient_without_each_of_them():
    assert readings.jackknife({(1, 1): 1}, readings.agreement) is None
    # Without the only case of the second grade one grade is left.
    assert readings.jackknife({(2, 0): 4, (0, 2): 1}, readings.nominal) is None
    assert readings.jackknife({(2, 0): 1, (1, 1): 1}, readings.agreement) == pytest.approx(0.5)
    assert readings.jackknife({(2, 0): 2, (1, 1): 1}, readings.agreement) == pytest.approx(1 / 3)


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_every_figure_of_two_readers_is_that_of_its_definition_with_its_interval(level):
    table = [[6, 2, 1], [1, 5, 2], [0, 1, 7]]
    found = agreement(from_table(table), ["0", "1", "2"], confidence=level)
    assert (found.units, found.left_out, found.raters, found.readings) == (25, 0, ("Ann", "Bob"), 50)
    assert (found.grades, found.ordered, found.agreed) == (("0", "1", "2"), True, 18)
    assert (found.table, found.twice, found.confidence) == (tuple(map(tuple, table)), True, level)
    z, counts = norm.ppf((1 + level) / 2), []
    for row, line in enumerate(table):
        for column, many in enumerate(line):
            counts += [[(row == k) + (column == k) for k in range(3)]] * many
    for name, weights in (("linear", graded(3, 1)), ("quadratic", graded(3, 2)), ("", plain(3))):
        of_kappa, of_gwet = f"weighted_kappa_{name}", f"gwet_ac2_{name}"
        for key, (value, error) in (
            (of_kappa if name else "cohen_kappa", published(table, weights)),
            (of_gwet if name else "gwet_ac1", gwets(counts, weights)),
        ):
            near = [
                pytest.approx(one) for one in (value, error, value - z * error, min(1, value + z * error))
            ]
            assert found.figures[key] == Figure(*near), key
    step = t.ppf((1 + level) / 2, 24)
    for key, coefficient in (
        *(("scott_pi", readings.fleiss), ("fleiss_kappa", readings.fleiss)),
        *(("brennan_prediger", readings.brennan_prediger), ("alpha_nominal", readings.nominal)),
        ("alpha_ordinal", readings.ordinal),
    ):
        every = [tuple(case) for case in counts]
        value = coefficient(readings.sums(Counter(every)))
        left = [coefficient(readings.sums(Counter(every[:n] + every[n + 1 :]))) for n in range(25)]
        error = math.sqrt(24 / 25 * sum((one - sum(left) / 25) ** 2 for one in left))
        near = [
            pytest.approx(one) for one in (value, error, value - step * error, min(1, value + step * error))
        ]
        assert found.figures[key] == Figure(*near), key
    assert found.figures["percent_agreement"] == found.figures["all_agree"]
    assert list(found.figures) == [
        *("percent_agreement", "all_agree", "cohen_kappa", "gwet_ac1", "scott_pi", "brennan_prediger"),
        *("fleiss_kappa", "alpha_nominal", "weighted_kappa_linear", "gwet_ac2_linear"),
        *("weighted_kappa_quadratic", "gwet_ac2_quadratic", "alpha_ordinal"),
    ]


def test_readers_who_always_differ_have_no_share_below_0_and_no_coefficient_below_minus_1():
    figures = agreement(from_counts([[1, 1, 1], [1, 1, 1], [2, 1, 0]])).figures
    assert figures["percent_agreement"].lower == 0.0
    assert figures["percent_agreement"].value == pytest.approx(1 / 9)
    assert agreement(from_table([[0, 2], [1, 0]]), confidence="0.999").figures["cohen_kappa"].lower == -1.0
    # Weights that leave little to chance let quadratic ones go below -1, and their limits with them.
    far = agreement(from_table([[0, 0, 9], [0, 1, 0], [9, 0, 0]]), ["0", "1", "2"]).figures
    assert far["gwet_ac2_quadratic"].value < -1
    assert far["gwet_ac2_quadratic"].lower == pytest.approx(
        far["gwet_ac2_quadratic"].value - norm.ppf(0.975) * far["gwet_ac2_quadratic"].error
    )


def test_a_figure_without_error_or_with_none_to_speak_of_has_no_interval():
    assert agreeing._within(0.5, None, 0.1) == agreeing._within(0.5, 0.1, None)
    assert agreeing._within(0.5, None, None) == Figure(0.5, reason=agreeing.TOO_FEW)
    assert agreeing._within(0.5, 1e-13, 0.1) == Figure(0.5, 0.0, reason=agreeing.NO_SPREAD)
    assert agreeing._within(0.5, 1e-12, 0.25) == Figure(0.5, 1e-12, 0.25, 0.75)
    assert agreeing._within(0.5, 0.2, 0.4) == Figure(0.5, 0.2, 0.5 - 0.4, 0.9)
    assert agreeing._within(-1.0, 0.2, 0.4) == Figure(-1.0, 0.2, -1.0, -0.6)
    assert agreeing._within(0.9, 0.2, 0.4) == Figure(0.9, 0.2, 0.5, 1.0)


def test_what_is_not_defined_says_why_for_two_readers_and_for_more():
    two = agreement(from_table([[4]]), ["0", "1"]).figures
    both = Figure(None, reason="not defined (both used one answer only)")
    for name in (
        *("cohen_kappa", "scott_pi", "fleiss_kappa", "alpha_nominal", "alpha_ordinal"),
        *("weighted_kappa_linear", "weighted_kappa_quadratic"),
    ):
        assert two[name] == both
    more = agreement(from_counts([[3], [3]])).figures
    every = Figure(None, reason="not defined (all used one answer only)")
    assert more["fleiss_kappa"] == more["alpha_nominal"] == every
    assert (
        more["cohen_kappa"]
        == more["scott_pi"]
        == Figure(None, reason="not defined (files were read more than twice)")
    )
    one = Figure(None, reason=agreeing.NO_SECOND)
    assert more["gwet_ac1"] == more["brennan_prediger"] == one
    assert more["percent_agreement"] == Figure(1.0, 0.0, reason=agreeing.NO_SPREAD)


def test_readings_are_counted_by_file_and_those_read_once_are_left_out():
    found = agreement(from_readers([["a", "b", "a", None], ["a", "c", None, "b"], ["b", None, None, None]]))
    assert (found.units, found.left_out, found.readings, found.agreed) == (2, 2, 5, 0)
    assert found.raters == ("reader 1", "reader 2", "reader 3")
    assert (found.grades, found.table, found.twice, found.ordered) == (("a", "b", "c"), None, False, False)


def test_grades_without_an_order_stand_by_the_alphabet():
    grades = "hjbdfacgei"  # ten, which no set gives in order by chance
    found = agreement([Rating("1", f"reader {grade}", grade) for grade in grades])
    assert found.grades == tuple("abcdefghij")


def test_twenty_grades_are_a_scale_and_twenty_one_are_none():
    assert agreeing.MOST_GRADES == 20
    assert agreeing.MOST_CASES == 100_000
    grades = [str(number) for number in range(21)]
    pair = [Rating("1", "Ann", "0"), Rating("1", "Bob", "1")]
    assert agreement(pair, grades[:20]).grades == tuple(grades[:20])
    with pytest.raises(AuditError) as said:
        agreement(pair, grades)
    assert str(said.value) == "21 different grades are no scale; at most 20 can be compared."
    with pytest.raises(AuditError) as said:
        agreement([*pair, Rating("1", "Cem", "mat")], ["met", "not"])
    assert str(said.value) == "'0' is not in the order of grades; there are met, not."


# --- readings as they are typed ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (["met"], "An order needs 2 grades or more, from the worst to the best: not-met,partly,met."),
        (["met", ""], "An order needs 2 grades or more, from the worst to the best: not-met,partly,met."),
        (["Straße", "met", "STRASSE"], "'STRASSE' stands twice in the order of grades; name each once."),
        (["a", "b", "B", "A"], "'B' stands twice in the order of grades; name each once."),
    ],
)
def test_words_that_are_no_order_are_refused(order, said):
    with pytest.raises(AuditError) as caught:
        check_order(order)
    assert str(caught.value) == said
    check_order(["a", "b"])


@pytest.fixture
def file(tmp_path):
    """Writes a table of readings and gives its path."""

    def file(*rows):
        path = tmp_path / "readings.csv"
        path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
        return path

    return file


def test_upper_and_lower_case_and_white_space_are_one(file):
    path = file(
        "Grade,Unit,Rater",
        "MET,C-1,Ann  Poe",
        "met, c-1,Bob",
        "Met,C-2,ANN POE",
        "Straße,c-3,BOB",
        "STRASSE,C-2,bob",
    )
    assert read_ratings(path) == (
        *(Rating("C-1", "Ann Poe", "MET"), Rating("C-1", "Bob", "MET"), Rating("C-2", "Ann Poe", "MET")),
        *(Rating("c-3", "Bob", "Straße"), Rating("C-2", "Bob", "Straße")),
    )
    assert [one.grade for one in read_ratings(path, ["strasse", "Met"])] == [*["Met"] * 3, *["strasse"] * 2]


def test_every_cell_that_is_wrong_is_told_and_a_row_of_blanks_is_not(file):
    path = file(
        "unit,rater,grade",
        ",,met",
        ",,met",
        "C-1,Ann,",
        "C-1,Ann,great",
        "C-1,,met",
        "C-1,,met",
        ",Ann,met",
        ",Ann,met",
        ",,",
    )
    with pytest.raises(FileError) as caught:
        read_ratings(path, ["not", "met"])
    unit, rater = (
        "there is no unit here; write which file was read.",
        "there is no rater here; write who read it.",
    )
    assert [str(problem) for problem in caught.value.problems] == [
        *(f"cell A2: {unit}", f"cell B2: {rater}", f"cell A3: {unit}", f"cell B3: {rater}"),
        "cell C4: there is no grade here; write it, or leave the row out where there is none.",
        "cell C5: 'great' is not in the order of grades; there are met, not.",
        "cell A5: Ann read C-1 already (in row 4); keep one of the two rows.",
        *(f"cell B6: {rater}", f"cell B7: {rater}", f"cell A8: {unit}", f"cell A9: {unit}"),
    ]


def test_a_table_of_headings_alone_says_where_they_are_and_other_problems_stand_alone(tmp_path, file):
    book = openpyxl.Workbook()
    book.active.title = "May"
    for row in (["Readings"], ["unit", "rater", "grade"]):
        book.active.append(row)
    book.save(tmp_path / "readings.xlsx")
    with pytest.raises(FileError) as caught:
        read_ratings(tmp_path / "readings.xlsx")
    assert [str(one) for one in caught.value.problems] == [
        "sheet May, row 2: no reading stands below these headings; give each a row of its own."
    ]
    with pytest.raises(FileError) as caught:
        read_ratings(file("unit,rater,grade", "C-1,Ann,"))
    assert len(caught.value.problems) == 1
