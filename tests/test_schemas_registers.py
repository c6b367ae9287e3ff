"""Values of a register against its profile: what cannot be used is wrong, what is only odd is untidy."""

from datetime import date, timedelta
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit import definitions
from audit.dates import in_words, read_day
from audit.registers.folding import is_blank
from audit.registers.profile import KINDS, Column, all_profiles
from audit.schemas.registers import check_values

PROFILES = {profile.ref: profile for profile in all_profiles(definitions.library())}


def column(kind="text", name="X", **more):
    return Column(name, (name.casefold(),), kind=kind, **more)


def of(ref, name):
    return PROFILES[ref].by_name[name]


def said(column, *values):
    return [(finding.value, finding.text, finding.severity) for finding in check_values(column, values)]


def passes(column, *values):
    return not check_values(column, values)


def test_dates_are_iso_or_day_first():
    assert passes(
        column("date"), "2026-03-31", "31/03/2026", "31.3.2026", "1 April 2026", "2026-03-31 00:00:00"
    )
    text = "is not a date; write it as 31/03/2026."
    assert said(column("date"), "05/05/2020", "May be 8 Jan 2000", "3/31/2026", "2026-02-30", "46000") == [
        (value, text, "wrong") for value in ("May be 8 Jan 2000", "3/31/2026", "2026-02-30", "46000")
    ]
    assert said(column("date"), "05/01/0206") == [
        ("05/01/0206", "is not of our time; check the year.", "untidy")
    ]


def test_ages_are_whole_years_from_unborn():
    age = of("annex-a/list-5", "Age")
    assert passes(age, "-1", "0", "17", "12.0", "30")
    assert said(age, "6.138261464750171", "-2", "seven", "31", "1e2", "12%") == [
        ("6.138261464750171", "is not in whole years.", "untidy"),
        ("-2", "is below -1.", "wrong"),
        ("seven", "is not a whole number.", "wrong"),
        ("31", "is above 30.", "wrong"),
        ("1e2", "is not a whole number.", "wrong"),
        ("12%", "is not a whole number.", "wrong"),
    ]


def test_counts_are_whole_and_numbers_may_be_broken():
    count = of("annex-a/list-5", "Number of ICPCs in the last 12 months")
    assert said(count, "1.5", "-1", "2") == [
        ("1.5", "is not a whole number.", "untidy"),
        ("-1", "is below 0.", "wrong"),
    ]
    assert said(column("number"), "1.5", "-2", "x") == [("x", "is not a number.", "wrong")]


@pytest.mark.parametrize(
    ("ref", "name", "values"),
    [
        (
            "annex-a/list-1",
            "Ethnicity",
            ["a) WBRI", "WBRI", "a)WBRI", "wbri", "A) wbri", "s) NOBT", "t) NOBT"],
        ),
        (
            "annex-a/list-1",
            "Gender",
            ["b) Female", "Female", "FEMALE", "c) Not stated/recorded", "d) Neither"],
        ),
        ("annex-a/list-1", "Contact Source", ["q) 6: Police", "6: Police", "6", "p1) 5D: LA services", "1a"]),
        ("annex-a/list-6", "Primary Need Code", ["N1 - Abuse or Neglect", "N1", "N2 - Child's disability"]),
        (
            "annex-a/list-6",
            "Case status",
            ["c) Child in need plan", "Child In Need Plan", "e)closed episode"],
        ),
        ("annex-a/list-8", "Placement Provider", ["e) PR4: Private provision", "e) PR4 - Private", "PR4"]),
        (
            "annex-a/list-8",
            "Placement Type",
            ["zz) T4: Temporary placement - seven days or less", "U6", "f) U6"],
        ),
        ("annex-a/list-8", "Child's Legal Status", ["C2: FCO", "c2", "V2: Single period under S20"]),
        ("annex-a/list-8", "Placement postcode", ["T28 2WB", "t282wb"]),
        ("ssda903/header", "SEX", ["1", "2", "M", "f", "U"]),
        (
            "annex-a/list-3",
            "Referral NFA?",
            ["a) Yes", "No", "b) no", "Y", "true", "0", "c) Unknown", "b. No"],
        ),
    ],
)
def test_codes_may_have_their_letter_or_not_in_any_case(ref, name, values):
    assert passes(of(ref, name), *values)


@pytest.mark.parametrize(
    ("ref", "name", "values", "text"),
    [
        (
            "annex-a/list-1",
            "Ethnicity",
            ["White British", "a)", "a"],
            "is none of the 21 codes, such as 'WBRI'.",
        ),
        (
            *("annex-a/list-7", "Latest Category of Abuse", ["NEG", "YNNN", "Neglect Only"]),
            f"is none of the codes: {'; '.join(of('annex-a/list-7', 'Latest Category of Abuse').codes)}.",
        ),
        ("annex-a/list-8", "Placement postcode", ["nope", "N1"], "is not a whole postcode."),
        ("annex-a/list-3", "Referral NFA?", ["NFA", "0 - No", "perhaps"], "is neither yes nor no."),
    ],
)
def test_other_spellings_are_untidy_never_wrong(ref, name, values, text):
    assert said(of(ref, name), *values) == [(value, text, "untidy") for value in values]


def test_ids_hold_nothing_that_cannot_be_seen():
    unit = column("id", required=True)
    assert passes(unit, "C-0042", "00123", "1001.0", "Ŵ 7", "a\u00a0b")
    unseen = "holds characters that cannot be seen; type it again."
    assert said(unit, "C\u200b1", "C\t1", "C\u20281", "e\u0301", "ok") == [
        ("C\u200b1", unseen, "wrong"),
        ("C\t1", unseen, "wrong"),
        ("C\u20281", unseen, "wrong"),
        ("e\u0301", "holds accents apart from their letters; type it again.", "wrong"),
    ]
    assert said(column("text"), "C\u200b1") == [("C\u200b1", unseen, "untidy")]


@pytest.mark.parametrize("kind", KINDS)
def test_blanks_pass_unless_the_column_must_be_filled(kind):
    blanks = ["", "#N/A", "''"]
    assert passes(column(kind), *blanks)
    assert passes(column(kind, required=True, blank=True), *blanks)
    severity = "wrong" if kind == "id" else "untidy"
    wanted = [(blank, "is blank; fill it in.", severity) for blank in blanks]
    assert said(column(kind, required=True), *blanks) == wanted


_values = st.lists(
    st.one_of(st.text(max_size=12), st.from_regex(r"-?[0-9]{1,3}(\.[0-9]{1,2})?", fullmatch=True))
)
_columns = st.builds(
    column,
    kind=st.sampled_from(KINDS),
    required=st.booleans(),
    least=st.none() | st.integers(-2, 2),
    most=st.none() | st.integers(3, 20),
    codes=st.sampled_from([(), ("Yes", "N1 - Abuse")]),
)


@settings(max_examples=60)
@given(_columns, _values, st.randoms())
def test_any_values_are_checked_each_by_itself(of_any, values, random):
    found = check_values(of_any, values)
    assert [finding.value for finding in found] == [
        value for value in dict.fromkeys(values) if check_values(of_any, [value])
    ]
    assert set(check_values(of_any, random.sample(values, len(values)))) == set(found)
    assert all(finding.text.endswith(".") and finding.severity in {"wrong", "untidy"} for finding in found)


@settings(max_examples=60)
@given(st.lists(st.text("0123456789/-. JanMy", max_size=11)))
def test_a_date_is_wrong_exactly_where_it_cannot_be_read(values):
    wrong = {finding.value for finding in check_values(column("date"), values) if finding.severity == "wrong"}
    assert wrong == {value for value in values if not is_blank(value) and read_day(value) is None}


@settings(max_examples=60)
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_of_our_time_passes_however_it_is_written(day):
    assert passes(column("date"), day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", in_words(day))


def test_a_hundred_thousand_values_are_checked_in_one_go():
    check_values(column("id"), ["C-1"])  # the libraries are loaded once, whatever comes
    first = date(1827, 1, 1)
    began = perf_counter()
    assert passes(column("id"), *(f"C-{number:06}" for number in range(100_000)))
    assert passes(column("whole", least=0), *map(str, range(100_000)))
    days = [(first + timedelta(number)).isoformat() for number in range(100_000)]
    assert len(check_values(column("date"), days)) == sum(not "1900" <= day[:4] <= "2100" for day in days)
    assert perf_counter() - began < 5  # about 0.7 s on two cores
