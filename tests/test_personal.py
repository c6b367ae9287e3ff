"""Columns that look as if they told who a child is: by their headings, and by what stands in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.registers.personal import is_nhs_number, is_postcode, is_slip, is_upn, personal

NHS = "943 476 5919"  # the example of the NHS Data Dictionary
UPN = "H801200001001"


@pytest.mark.parametrize(
    ("heading", "what"),
    [
        ("Forename", "a name"),
        ("Child’s surname", "a name"),
        ("FirstName", "a name"),
        ("Name", "a name"),
        ("Name of child", "a name"),
        ("Mother's name", "a name"),
        ("childs_name", "a name"),
        ("Known as", "a name"),
        ("Initials", "a name"),
        ("Family name", "a name"),
        ("School forename", "a name"),
        ("DOB", "a date of birth"),
        ("DoB", "a date of birth"),
        ("D.O.B.", "a date of birth"),
        ("MC_DOB", "a date of birth"),
        ("PersonBirthDate", "a date of birth"),
        ("Expected date of birth", "a date of birth"),
        ("NHS No.", "an NHS number"),
        ("NHSNumber", "an NHS number"),
        ("UPN", "a UPN"),
        ("FormerUPN", "a UPN"),
        ("ULN", "a unique learner number"),
        ("HOME_POST", "a postcode"),
        ("Placement postcode", "a postcode"),
        ("Home address", "an address"),
        ("E-mail address", "an e-mail address"),
        ("Telephone (home)", "a phone number"),
    ],
)
def test_headings_that_tell_who_a_child_is(heading, what):
    assert personal(heading, []) == what


@pytest.mark.parametrize(
    "heading",
    [
        *("Allocated Worker", "Social worker name", "Name of social worker", "Team name", "Worker e-mail"),
        *("IRO", "Personal adviser's name", "Name of chair", "Auditor", "Lead officer surname"),
        *(
            "School name",
            "Name of placement",
            "Provider name",
            "GP name",
            "Organisation completing assessment",
        ),
        *(
            "Child Unique ID",
            "CHILD",
            "LAchildID",
            "Family identifier",
            "UPNunknown",
            "NHS trust",
            "Username",
        ),
        *("Date of referral", "Case status", "Initial Category of Abuse", "LA of Placement", "Gender", ""),
    ],
)
def test_headings_of_staff_things_and_ids_are_let_pass(heading):
    assert personal(heading, []) == ""


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ([NHS, "9434765919", "", "#N/A", "none"], "an NHS number"),
        ([UPN, UPN, "unknown"], "a UPN"),
        (["N1 9GU", "sw1a 2aa", "nope"], "a postcode"),
        (["a.khan@example.org", "-", "b@example.org"], "an e-mail address"),
        (["9434765918", "9434765917", NHS], ""),
        (["C-0042", "C-0043"], ""),
        (["", "''", "#N/A"], ""),
    ],
)
def test_values_tell_where_the_heading_does_not(values, what):
    assert personal("Reference", values) == what


def test_the_heading_of_staff_does_not_hide_an_nhs_number():
    assert personal("Team reference", [NHS]) == "an NHS number"


@given(st.integers(0, 10**9 - 1))
def test_of_ten_last_digits_at_most_one_makes_an_nhs_number(first):
    assert sum(is_nhs_number(f"{first:09}{last}") for last in range(10)) <= 1


@given(st.integers(0, 10**9 - 1), st.integers(0, 8), st.integers(1, 9))
def test_a_changed_digit_is_no_nhs_number_any_more(first, place, change):
    for number in (f"{first:09}{last}" for last in range(10)):
        other = str((int(number[place]) + change) % 10)
        changed = number[:place] + other + number[place + 1 :]
        assert not (is_nhs_number(number) and is_nhs_number(changed))


@given(st.integers(0, 10**11 - 1), st.sampled_from("0123456789ABXZ"))
def test_of_all_letters_one_makes_a_upn(digits, last):
    assert sum(is_upn(f"{letter}{digits:011}{last}") for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 1


@pytest.mark.parametrize(
    ("value", "known"),
    [
        ("N1 9GU", True),
        ("SW1A2AA", True),
        ("m1 1ae", True),
        ("N1", False),
        ("N11 99G", False),
        ("C-0042", False),
    ],
)
def test_postcodes_are_known_by_their_shape(value, known):
    assert is_postcode(value) is known


@given(st.text(max_size=30), st.lists(st.text(max_size=20), max_size=5))
def test_anything_is_judged(heading, values):
    assert isinstance(personal(heading, values), str)


@pytest.mark.parametrize(
    "text", ["31/2/2026", "4 years", "May 20", "2026-13-01", "soon", "not known", "N/K", "tbc", "x", "3.5?"]
)
def test_a_slip_in_a_date_or_number_may_be_repeated(text):
    assert is_slip(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Smith",
            "Ann Lee",
            "12 Elm Road",
            "07700 900123",
            "+44 7700 900123",
            "943 476 5919",
            "N1 9GU",
            UPN,
        ),
        *("a.khan@example.org", "Mother rang on 3 May about the father", "Flat 2, Elm House", "", "Ash, J"),
    ],
)
def test_what_may_tell_about_somebody_is_no_slip(text):
    assert not is_slip(text)
