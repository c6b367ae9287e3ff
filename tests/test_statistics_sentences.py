"""Sentences for a board: counts first, percents rounded outward, never 100 % once a failure is seen."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import AuditError
from audit.statistics import detection, findings, plans, sentences, words
from audit.statistics.estimate import Caution, Stratum, stratified
from audit.statistics.interval import proportion
from audit.statistics.size import chance

FOUND = """\
9 of 10 from 120:
9 of the 10 files we checked met the standard. If we had read all 120, we are 95 % confident that
between 69 and 119 of them (57 % to 99 %) would have met it. Ten files cannot tell us more than
that.

9 of 10 from 41:
9 of the 10 files we checked met the standard. If we had read all 41, we are 95 % confident that
between 25 and 40 of them (60 % to 98 %) would have met it. Ten files cannot tell us more than that.

10 of 10 from 120:
No failures found. With 10 files, up to 35 of the 120 could still fail: we are 95 % confident that
between 85 and all 120 of them (70 % to 100 %) meet the standard. Ten files cannot tell us more than
that.

0 of 10 from 120:
None of the 10 files we checked met the standard. With 10 files, up to 35 of the 120 could still
meet it: we are 95 % confident that no more than 35 of them (0 % to 30 %) do. Ten files cannot tell
us more than that.

18 of 20 from 120:
18 of the 20 files we checked (90 %) met the standard. If we had read all 120, we are 95 % confident
that between 85 and 118 of them (70 % to 99 %) would have met it.

33 of 40 from 40:
All 40 files were checked: 33 of them met the standard. This is the actual figure, no margin
applies.

40 of 40 from 40:
All 40 files were checked: all of them met the standard. This is the actual figure, no margin
applies.

0 of 1 from 1:
The only file was checked, and did not meet the standard: the actual figure, no margin applies.

1 of 99 from 100:
1 of the 99 files we checked (1 %) met the standard. If we had read all 100, we are 95 % confident
that exactly 1 of them (1 %) would have met it.

99 of 99 from 100:
No failures found. If we had read all 100, we are 95 % confident that all 100 of them (100 %) would
have met it.

9 of 10:
9 of the 10 files we checked met the standard. If a great many files were handled in the same way,
we are 95 % confident that 59 % to 99 % of them would meet it. Ten files cannot tell us more than
that.

10 of 10:
No failures found. With 10 files, up to 28 % of all such files could still fail: we are 95 %
confident that 72 % to 100 % of them would meet it. Ten files cannot tell us more than that.

0 of 1:
The one file we checked did not meet the standard. With 1 file, up to 80 % of all such files could
still meet it: we are 95 % confident that 0 % to 80 % of them would meet it. One file cannot tell us
more than that.
"""
ANSWERS = """\
Read 26 of the 120 files. If none of them fails, we can be 95 % sure that fewer than 12 of the 120
(10 %) fail.

Read 84 of the 250 files. If no more than 1 of them fails, we can be 95 % sure that fewer than 12 of
the 250 (4.8 %) fail.

Read all 10 files. If none of them fails, we can be 95 % sure that none of the 10 fails.

Read 45 files. If none of them fails, we can be 90 % sure that fewer than 5 % of all such files
fail.

If 12 of the 120 (10 %) fail, the chance that 20 files drawn at random show at least one failure is
90 %.

If 2.5 % of all such files fail, the chance that 1 file drawn at random shows at least one failure
is 3 %.

Read 36 files in each of the two audits. If the share that meets the standard goes from 60 % to 90
%, the chance that they show a change is 80 %; if nothing changes, it is at most 5 %.

Read 41 of the 120 files to know the share that meets the standard to within some 10 percentage
points either way, if it is about 80 % (95 % confidence).
"""
ASKED = [
    detection.of_discovery("0.1", population=120),
    detection.of_discovery("0.05", allowed=1, population=250),
    detection.of_discovery("0.05", population=10),
    detection.of_discovery("0.05", confidence="0.9"),
    detection.of_chance("0.1", 20, population=120),
    detection.of_chance("0.025", 1),
    plans.of_change("0.6", "0.9"),
    plans.of_margin("0.1", expected="0.8", population=120),
]


def said(compliant, sample, population=None, **options):
    found = proportion(compliant, sample, population=population, **options)
    return sentences.interval(compliant, sample, found, population)


@pytest.mark.parametrize("entry", FOUND.split("\n\n"), ids=lambda entry: entry.partition(":")[0])
def test_what_an_audit_found(entry):
    counts, _, text = entry.partition(":")
    assert said(*map(int, re.findall(r"\d+", counts))) == " ".join(text.split())


def test_many_files_bear_a_decimal_and_still_no_100_percent():
    assert "249 of the 250 files we checked (99.6 %)" in said(249, 250, 1000)
    assert "between 981 and 999 of them (98.1 % to 99.9 %)" in said(249, 250, 1000)
    assert "(under 0.1 % to 0.6 %)" in said(1, 1000, 10_000_000)


def test_the_confidence_is_told_as_it_was_asked():
    assert "we are 99.5 % confident" in said(9, 10, 120, confidence="0.995")


@given(st.integers(1, 300), st.data())
def test_a_failure_seen_is_never_told_as_100_percent_nor_a_success_as_0(population, data):
    sample = data.draw(st.integers(1, population))
    compliant = data.draw(st.integers(0, sample))
    text = said(compliant, sample, population)
    figures = re.findall(r"(?<![\d.])[\d.]+(?= %)", text.replace("95 % confident", ""))
    if compliant < sample:
        assert "100" not in figures
    if compliant > 0:
        assert "0" not in figures


@given(st.fractions(0, 1), st.sampled_from([10, 500]))
def test_percents_are_rounded_outward_but_for_what_is_held_back(share, sample):
    unit = Fraction(1, 1000 if sample >= words.MANY else 100)
    low, high = words.lower(share, sample), words.upper(share, sample)

    def value(text):
        return Fraction(text.split()[-2]) / 100

    if share >= unit:
        assert share - unit < value(low) <= share
    elif share > 0:
        assert low == (f"{float(unit * 100):g} %" if share >= unit / 2 else f"under {float(unit * 100):g} %")
    if share <= 1 - unit:
        assert share <= value(high) < share + unit
    elif share < 1:
        assert value(high) == 1 - unit
        assert high.startswith("over") is (1 - share < unit / 2)
    assert abs(value(words.nearest(share, sample)) - share) <= unit


def test_a_limit_that_is_a_whole_percent_is_not_widened_by_its_float():
    assert words.lower(0.29) == words.upper(0.29) == "29 %"
    assert words.lower(Fraction(69, 100)) == "69 %"


# --- strata -----------------------------------------------------------------------------------------


def test_an_estimate_by_strata():
    found = stratified([Stratum("A", 60, 10, 9), Stratum("B", 40, 12, 12)])
    low, high = found.counts
    assert sentences.estimate(found) == (
        "21 of the 22 files we checked in 2 strata met the standard. Counting each stratum by its size, that "
        f"stands for 94 % of all 100. If we had read them all, we are 95 % confident that between {low} "
        f"and {high} of them ({low} % to {high} %) would have met it."
    )
    assert (low, high) == (67, 99)


def test_strata_without_a_failure():
    found = stratified([Stratum("A", 60, 10, 10), Stratum("B", 40, 10, 10)])
    assert sentences.estimate(found) == (
        "No failures found. With 20 files in 2 strata, up to 31 of the 100 could still fail: we are 95 % "
        "confident that between 69 and all 100 of them (69 % to 100 %) meet the standard."
    )
    assert "not certainty" in sentences.caution(found.cautions[0])


def test_strata_read_in_full():
    found = stratified([Stratum("A", 6, 6, 6), Stratum("B", 4, 4, 3)])
    assert sentences.estimate(found).startswith("All 10 files were checked: 9 of them met the standard.")


def test_every_caution_has_a_sentence_that_names_its_strata():
    for kind in ("single", "alike"):
        assert "In A, B and C " in sentences.caution(Caution(kind, ("A", "B", "C")))
    assert sentences.caution(Caution("clusters")) == "Few clusters were drawn, so the interval is rough."


# --- before the audit -------------------------------------------------------------------------------


def test_what_twenty_of_120_can_show():
    third = "If 10 of the 20 files meet it, 29 % to 71 % of the 120 do: a share is known to within 21 points"
    assert sentences.can_show(20, 120) == (
        "If all 20 files meet the standard, up to 18 of the 120 could still fail (95 % confidence).",
        "If 12 of the 120 (10 %) fail, the chance that the sample shows a failure at all is 90 %.",
        f"{third} or so.",
    )


@pytest.mark.parametrize(
    ("args", "text"),
    [
        ((40, 40), "All 40 files are read: what is found is the actual figure, no margin applies."),
        ((1, 1), "The only file is read: what is found is the actual figure, no margin applies."),
        ((0, 120), "No files are read, so nothing can be said of the 120 files."),
        ((0, 0), "No files are read, so nothing can be said of the 0 files."),
        ((0,), "No files are read, so nothing can be said of this work."),
    ],
)
def test_a_census_or_no_sample_is_one_sentence(args, text):
    assert sentences.can_show(*args) == (text,)


def test_small_samples_and_registers_read_well():
    one = sentences.can_show(1, 5)
    assert (
        one[0] == "If the one file meets the standard, up to 4 of the 5 could still fail (95 % confidence)."
    )
    assert one[1] == "If 1 of the 5 (20 %) fails, the chance that the sample shows a failure at all is 20 %."
    assert sentences.can_show(2, 3)[0].startswith("If both files meet the standard, up to 1 of the 3 could")
    assert (
        sentences.can_show(99, 100)[0]
        == "If all 99 files meet the standard, so do all 100 (95 % confidence)."
    )
    endless = sentences.can_show(20)
    assert endless[0] == (
        "If all 20 files meet the standard, up to 17 % of all such files could still fail (95 % confidence)."
    )
    assert endless[1].startswith("If 1 file in 10 fails, ")


@given(st.integers(1, 200), st.data())
def test_what_can_be_shown_is_what_will_be_found(population, data):
    sample = data.draw(st.integers(1, population))
    text = sentences.can_show(sample, population)
    assert len(text) == (1 if sample == population else 3)
    clean = proportion(sample, sample, population=population)
    if sample < population and clean.low_count < population:
        assert f"up to {population - clean.low_count} of the {population} could still fail" in text[0]


def test_more_than_there_is_cannot_be_shown():
    with pytest.raises(AuditError, match="cannot come from"):
        sentences.can_show(21, 20)


# --- the calculator's answers -----------------------------------------------------------------------


@pytest.mark.parametrize(("answer", "text"), [*zip(ASKED, ANSWERS.split("\n\n"), strict=True)])
def test_answers_begin_with_a_sentence_for_a_board(answer, text):
    assert answer.sentences[0] == " ".join(text.split())
    assert answer.figures.get("sentences") == list(answer.sentences)


def test_a_margin_says_what_the_interval_itself_needs():
    found = plans.of_margin("0.1", expected="0.8", population=120)
    assert found.sentences[1] == (
        "If 33 of the 41 meet it, the interval will be 68 % to 90 %; to keep that within 10 percentage "
        "points either way too, read 52."
    )
    assert found.figures["size_by_interval"] == 52
    assert "to keep that" not in plans.of_margin("0.05").sentences[1]


def test_tables_hold_what_the_functions_give():
    found = findings.of_counts(18, 20, population=120)
    assert [one["sample"] for one in found.figures["alternatives"]] == [10, 15, 20, 30, 40]
    assert found.grids[0].rows[2] == ("20", "18", "85 to 118", "70 % to 99 %")
    chances = detection.of_chance("0.1", 20, population=120)
    assert chances.grids[0].rows[2] == ("20", "67 %", "90 %", "99 %")
    assert chances.figures["chance"] == float(chance("0.1", 20, population=120))
    sizes = detection.of_discovery("0.1", population=20)
    assert sizes.grids[0].rows[1] == ("1", "-", "20", "15")
    allowing = detection.of_discovery("0.15", allowed=4, population=120).grids[0]
    assert [row[0] for row in allowing.rows] == ["0", "1", "2", "4"]
    assert allowing.headings[1:] == tuple(f"fewer than {rate} %" for rate in (5, 10, 15, 20))
    told = plans.of_sample(20, population=120)
    assert told.grids[0].rows[0] == ("20 of 20", "102 to 120", "85 % to 100 %")
    assert told.grids[1].rows[2] == ("20", "±21 points", "±22 points", "±20 points")
    assert plans.of_sample(20, population=20).grids[1].rows[-1] == ("20", *["±0 points"] * 3)
