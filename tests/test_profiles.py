"""Shipped profiles: every list, table and module is known by its headings, whatever people vary in them."""

from time import perf_counter

import pytest
from fake_registers import REGISTERS, needs_registers
from hypothesis import given, settings
from hypothesis import strategies as st
from register_headings import LIST_9_2024, LISTS_2019, WHOLE

from audit import definitions, tables
from audit.errors import DefinitionError
from audit.registers.headings import best, fitting
from audit.registers.profile import all_profiles, parse
from audit.tables import Table

PROFILES = all_profiles(definitions.library())
BY_REF = {profile.ref: profile for profile in PROFILES}


def table(*rows):
    width = max(map(len, rows))
    return Table("a.xlsx", "List 1", tuple((*row, *[None] * (width - len(row))) for row in rows))


def named(*rows):
    found = best(table(*rows), PROFILES)
    return found and found[0].ref


def test_every_profile_is_tried_here():
    assert set(WHOLE) | {"annex-a-send"} == set(BY_REF)


@pytest.mark.parametrize("ref", WHOLE)
def test_each_is_known_by_its_headings_and_all_of_them_are_columns(ref):
    profile, seen = best(table(WHOLE[ref], ["1"] * len(WHOLE[ref])), PROFILES)
    assert profile.ref == ref
    assert len(seen.columns) == len(WHOLE[ref])
    assert (seen.header_row, seen.unknown, seen.repeated) == (0, (), ())


def _straight(heading):
    return heading.translate(str.maketrans("‘’", "''"))


@pytest.mark.parametrize("number", LISTS_2019)
@pytest.mark.parametrize(
    "vary",
    [
        str.upper,
        str.lower,
        _straight,
        lambda heading: f" {heading}  ",
        lambda heading: heading.replace(" ", "\u00a0"),
        lambda heading: heading.replace("(Y/N)", "(Y/N))"),
        lambda heading: heading.replace("Age of Child (Years)", "Age"),
        lambda heading: heading.rstrip(" ?"),
    ],
    ids=["upper", "lower", "straight quotes", "blanks", "no-break blanks", "stray bracket", "2024", "bare"],
)
def test_a_list_is_known_whatever_people_vary_below_a_title(number, vary):
    headings = [vary(heading) for heading in LISTS_2019[number]]
    profile, seen = best(table([f"List {number}: the title"], [], headings, ["x"] * len(headings)), PROFILES)
    assert profile.ref == f"annex-a/list-{number}"
    assert seen.header_row == 2
    assert len(seen.columns) == len(headings)


def test_care_leavers_are_known_in_the_layout_of_2024():
    profile, seen = best(table(LIST_9_2024), PROFILES)
    assert (profile.ref, len(seen.columns), seen.unknown) == ("annex-a/list-9", 17, ())
    assert seen.columns["Allocated Personal Advisor"] == 9


def test_headings_of_the_standard_dataset_are_known():
    assert named(
        ["ChildUniqueID", "Gender", "DateOfBirth", "Age", "StratDiscussionDate", "NumberS47s12m"]
    ) == ("annex-a/list-5")
    assert named(["AdopterID", "Gender", "DateEnquiryReceived"]) == "annex-a/list-11"


@settings(max_examples=200)
@given(st.data())
def test_any_headings_of_a_profile_in_any_order_are_known_while_the_required_are_there(data):
    profile = data.draw(st.sampled_from(PROFILES))
    optional = [column for column in profile.columns if not column.required]
    kept = data.draw(st.lists(st.sampled_from(optional), unique_by=lambda c: c.name)) if optional else []
    columns = data.draw(st.permutations([c for c in profile.columns if c.required] + kept))
    headings = [data.draw(st.sampled_from(column.headings)) for column in columns]
    found, seen = best(table(headings), PROFILES)
    assert found.ref == profile.ref
    assert seen.columns == {column.name: place for place, column in enumerate(columns)}


@pytest.mark.parametrize("ref", [profile.ref for profile in PROFILES if not profile.exact])
def test_headings_that_mean_nothing_are_told_and_let_pass(ref):
    required = BY_REF[ref].required
    profile, seen = best(table([*required, "Shoe size"]), PROFILES)
    assert profile.ref == ref
    assert [heading for _, heading in seen.unknown] == ["Shoe size"]


@pytest.mark.parametrize("ref", [profile.ref for profile in PROFILES if profile.exact])
def test_an_exact_table_has_no_headings_beside_its_own(ref):
    assert named([*WHOLE[ref], "Shoe size"]) is None
    assert named([*WHOLE[ref], WHOLE[ref][-1]]) is None
    assert named(["", *WHOLE[ref]]) == ref  # the nameless column of row numbers that some programs write


@pytest.mark.parametrize("ref", BY_REF)
def test_without_one_of_its_required_headings_a_table_is_not_known_as_it(ref):
    for missing in BY_REF[ref].required:
        rest = [column.name for column in BY_REF[ref].columns if column.name != missing]
        assert named(rest) != ref


def test_sheets_that_speak_of_lists_are_none():
    guidance = [
        ["Guidance on each list"],
        ["List", "Field Heading", "Detailed Guidance", "Comments by the local authority"],
        *[
            [f"List {number}", heading, "What to write there.", ""]
            for number, headings in LISTS_2019.items()
            for heading in headings
        ],
    ]
    assert named(*guidance) is None
    assert (
        named(["Gender", "", "", "Ethnicity", "", "", "Eligibility Category"], ["Preferred code"] * 7) is None
    )
    assert best(Table("a.xlsx", "Front_Sheet", ()), PROFILES) is None


def test_the_annex_a_of_a_send_inspection_is_known_and_refused():
    found, _ = best(
        table(["Unique ID", "UPN", "ULN", "Date of birth", "Gender", "Ethnicity", "SEN primary need"]),
        PROFILES,
    )
    assert found.ref == "annex-a-send"
    assert "SEND" in found.refuse
    assert [profile.ref for profile in PROFILES if profile.refuse] == ["annex-a-send"]


def profile_of(ref, *names, extra=""):
    columns = "".join(f"  - {{name: {name}, required: yes}}\n" for name in names)
    return parse(definitions.parse(f"title: T\n{extra}columns:\n{columns}", ref), ref, ref)


def test_of_two_that_fit_the_one_with_more_columns_wins_and_a_tie_is_none():
    wide, narrow, other = profile_of("w", "A", "B", "C"), profile_of("n", "A", "B"), profile_of("o", "C", "A")
    headings = table(["A", "B", "C"])
    assert best(headings, [narrow, wide, other])[0] is wide
    assert best(headings, [narrow, other]) is None
    assert [profile for profile, _ in fitting(headings, [narrow, other])] == [narrow, other]
    assert fitting(table(["A"]), [narrow, other]) == ()


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.ref)
def test_a_shipped_profile_can_be_drawn_from_and_told_from_others(profile):
    columns = profile.by_name
    assert len(profile.required) >= 2, "one heading alone may stand anywhere"
    assert profile.family
    assert profile.about
    if profile.refuse:
        return
    assert [columns[name].kind for name in profile.unit] == ["id"]
    assert all(columns[name].kind == "date" for name in (profile.begins, profile.ends) if name)
    assert bool(profile.begins) == bool(profile.ends)
    assert not [name for name in profile.strata if columns[name].personal or columns[name].kind == "date"]


def test_columns_that_tell_who_a_child_is_are_marked():
    personal = {column.name for profile in PROFILES for column in profile.columns if column.personal}
    assert personal >= {"Date of Birth", "Placement postcode", "DOB", "MC_DOB", "UPN", "HOME_POST", "PL_POST"}
    assert personal >= {"FormerUPN", "PersonBirthDate", "ExpectedPersonBirthDate", "ULN"}
    assert not personal & {"Child Unique ID", "Allocated Worker", "CHILD", "LAchildID"}


def test_a_profile_of_the_workspace_is_found_first(tmp_path):
    home = tmp_path / "templates" / "registers"
    home.mkdir(parents=True)
    mine = "title: Mine\ncolumns:\n  - {name: Case, required: yes}\n  - {name: Opened, required: yes}\n"
    (home / "case-system.yaml").write_text(mine, encoding="utf-8")
    profiles = all_profiles(definitions.library(tmp_path))
    assert profiles[0].ref == "case-system"
    assert {profile.ref for profile in profiles[1:]} == set(BY_REF)
    assert best(table(["Case", "Opened", "Team"]), profiles)[0].title == "Mine"


def test_a_profile_of_the_workspace_that_is_wrong_is_told(tmp_path):
    home = tmp_path / "templates" / "registers"
    home.mkdir(parents=True)
    (home / "mine.yaml").write_text("title: Mine\ncolumns: [{name: a, kin: id}]\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match="did you mean 'kind'"):
        all_profiles(definitions.library(tmp_path))


def test_profiles_are_read_and_a_table_is_recognised_at_once(tmp_path):
    began = perf_counter()
    profiles = all_profiles(definitions.library(tmp_path))
    assert perf_counter() - began < 1  # 30 ms where nothing else runs
    rows = [
        [f"Team {row}", f"C-{row:05}", "31/03/2026", *["words of no heading"] * 12] for row in range(1_000)
    ]
    began = perf_counter()
    assert best(table(*rows), profiles) is None
    assert perf_counter() - began < 0.5  # 10 ms; of a table that is known 5 ms


@needs_registers
@pytest.mark.parametrize("name", ["cscdp_annexa_example.xlsx", "liia_Annex_A_2024_Jan.xlsx"])
def test_all_lists_of_public_workbooks_are_known(name):
    sheets = tables.read(REGISTERS / "annex_a" / name)
    found = [best(sheet, PROFILES) for sheet in sheets]
    assert [profile.ref for profile, _ in found] == [f"annex-a/list-{number}" for number in range(1, 12)]
    for sheet, (_, seen) in zip(sheets, found, strict=True):
        assert (seen.header_row, seen.unknown, seen.repeated) == (0, (), ())
        assert len(seen.columns) == len(sheet.rows[0])


@needs_registers
@pytest.mark.parametrize("name", ["header", "episodes", "reviews"])
def test_public_903_tables_are_known(name):
    [sheet] = tables.read(REGISTERS / "ssda903" / f"{name}.csv")
    assert best(sheet, PROFILES)[0].ref == f"ssda903/{name}"
