"""Profiles of registers, and headings found below titles and prose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import definitions
from audit.errors import DefinitionError, UnknownError
from audit.registers import profile as registers
from audit.registers.folding import fold, is_blank
from audit.registers.headings import plain, recognise
from audit.tables import Table

PROFILE = registers.load(definitions.library(), "agencies")


def table(*rows):
    width = max(map(len, rows))
    return Table("a.csv", "", tuple((*row, *[None] * (width - len(row))) for row in rows))


def test_headings_are_found_below_titles_prose_and_blank_rows():
    found = recognise(
        table(
            ["Anytown Safeguarding Children Partnership"],
            [],
            [
                "This list holds every agency and its lead. Ask the business manager for changes.",
                None,
                "Police",
            ],
            ["Updated", 46000.0],
            [None, "Agency", "Sector", "S11 contact"],
            [None, "Barts Health", "Health", "Amy Khan"],
        ),
        PROFILE,
    )
    assert found.header_row == 4
    assert found.columns == {"name": 1, "kinds": 2, "contact": 3}
    assert (found.unknown, found.repeated) == ((), ())


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("AGENCY", "name"),
        ("  Agency\u00a0name: ", "name"),
        ("Organisation *", "name"),
        ("Name of\nsetting", "name"),
        ("Agency/Setting", "name"),
        ("Type of agency", "kinds"),
        ("Sector", "kinds"),
        ("Category", "kinds"),
        ("Basis", "duties"),
        ("Statutory / non‑statutory", "duties"),
        ("Parent body", "parent"),
        ("Trust", "parent"),
        ("Area", "parent"),
        ("Lead", "contact"),
        ("Safeguarding lead", "contact"),
        ("Named contact(s)", "contact"),
        ("S11 contact (name and e-mail)", "contact"),
        ("S.11 Lead / Contact(s)", "contact"),
        ("Deputy", "substitute"),
        ("Second contact", "substitute"),
        ("Back-up", "substitute"),
        ("Chief Officer", "chief_officer"),
        ("Chief executive", "chief_officer"),
        ("Head", "chief_officer"),
        ("chief_officer", "chief_officer"),
        ("ref", "code"),
    ],
)
def test_headings_that_boards_use(heading, column):
    # A list needs its names, so that column stands beside the one that is tried.
    names = [] if column == "name" else ["Agency"]
    assert recognise(table([*names, heading], ["x", "y"]), PROFILE).columns[column] == len(names)


def test_quotation_marks_case_and_punctuation_do_not_matter():
    assert fold("The  Agency’s “S.11” lead_name") == fold("the agency's 's 11' LEAD-NAME")
    assert fold("Type & sector") == "type and sector"


def test_headings_that_mean_nothing_are_told_with_their_cells():
    found = recognise(table([], ["No.", "Agency", None, "Shoe\nsize"], [1, "Barts", None, 9]), PROFILE)
    assert found.unknown == (("A2", "No."), ("D2", "Shoe size"))


def test_of_two_headings_for_a_column_the_first_is_read_and_the_other_told():
    found = recognise(table(["Agency", "Type", "Organisation", "Sector"], ["a", "b", "c", "d"]), PROFILE)
    assert found.columns == {"name": 0, "kinds": 1}
    assert found.repeated == (("C1", "Organisation"), ("D1", "Sector"))


def test_two_words_in_one_heading_must_mean_the_same_column():
    assert recognise(table(["Agency", "Contact / deputy"]), PROFILE).unknown == (("B1", "Contact / deputy"),)


def test_without_a_required_heading_nothing_is_recognised():
    assert recognise(table(["Type", "Lead"], ["Health", "Amy Khan"]), PROFILE) is None
    assert recognise(Table("a.xlsx", "Empty", ()), PROFILE) is None


def test_of_two_rows_of_headings_the_one_that_names_more_is_taken():
    found = recognise(
        table(["Agency", "2026"], ["Agency", "Type", "Lead"], ["Barts", "Health", "A"]), PROFILE
    )
    assert found.header_row == 1


def test_a_number_or_a_date_is_no_heading():
    block = definitions.parse("title: T\ncolumns:\n  - {name: '11', required: yes}\n", "t.yaml")
    profile = registers.parse(block, "t", "t.yaml")
    assert recognise(table([11.0]), profile) is None
    assert recognise(table(["11"]), profile).columns == {"11": 0}


_HEADINGS = {column.name: column.headings for column in PROFILE.columns}


@given(st.permutations(list(_HEADINGS)), st.data(), st.integers(0, 6))
def test_the_order_of_columns_and_the_rows_above_do_not_matter(order, data, above):
    headings = [data.draw(st.sampled_from(_HEADINGS[name])).upper() for name in order]
    prose = [["A remark on the list, and who keeps it."]] * above
    found = recognise(table(*prose, headings, ["x"] * len(order)), PROFILE)
    assert found.header_row == above
    assert found.columns == {name: place for place, name in enumerate(order)}


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(heading):
    assert fold(fold(heading)) == fold(heading)


def test_every_shipped_profile_loads():
    library = definitions.library()
    refs = [
        ref.removeprefix("registers/") for ref in library.refs("templates") if ref.startswith("registers/")
    ]
    assert "agencies" in refs
    assert all(registers.load(library, ref).required for ref in refs)


def test_an_unknown_profile_is_named_with_the_nearest():
    with pytest.raises(UnknownError, match="There is no register 'registers/agencis'; did you mean"):
        registers.load(definitions.library(), "agencis")


def test_all_mistakes_in_a_profile_are_told_with_their_lines(tmp_path):
    path = tmp_path / "templates" / "registers" / "mine.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(
        "title: Mine\ncolumns:\n  - name: one\n    heading: [a]\n  - name: two\n    headings: [One]\n"
        "  - headings: [c]\n",
        encoding="utf-8",
    )
    with pytest.raises(DefinitionError) as caught:
        registers.load(definitions.library(tmp_path), "mine")
    assert [problem.where for problem in caught.value.problems] == ["line 4", "line 6", "line 7"]
    assert "did you mean 'headings'?" in caught.value.problems[0].text
    assert caught.value.problems[1].text == "'One' heads 'one' and 'two'; keep it for one of them."


def test_the_headings_of_the_shipped_profile_are_written_once():
    block = definitions.library().load("templates", "registers/agencies", "register")
    for column in block["columns"]:
        written = [fold(heading) for heading in (column["name"], *column["headings"])]
        assert len(written) == len(set(written)), column["name"]


FULL = """
title: Mine
about: What it is.
family: Ours
unit: [Case, Episode]
repeats: yes
begins: Opened
ends: Closed
strata: [Team]
one-per: Family
match: exact
columns:
  - {name: Case, required: yes, kind: id}
  - {name: Episode, headings: [No.]}
  - {name: Opened, kind: date, required: yes, blank: yes}
  - {name: Closed, kind: date}
  - {name: Team, codes: [North, South]}
  - {name: Family}
  - {name: Age, kind: whole, from: -1, to: 25}
  - {name: Child, personal: yes}
"""


def parsed(text):
    return registers.parse(definitions.parse(text, "t.yaml"), "t", "t.yaml")


def test_a_profile_says_what_a_draw_needs():
    profile = parsed(FULL)
    assert (profile.unit, profile.repeats, profile.exact) == (("Case", "Episode"), True, True)
    assert (profile.begins, profile.ends, profile.one_per) == ("Opened", "Closed", "Family")
    assert (profile.strata, profile.family, profile.refuse) == (("Team",), "Ours", "")
    columns = profile.by_name
    assert [columns[name].kind for name in ("Case", "Episode", "Opened", "Team")] == [
        "id",
        "text",
        "date",
        "code",
    ]
    assert (columns["Age"].least, columns["Age"].most) == (-1, 25)
    assert (columns["Opened"].blank, columns["Child"].personal) == (True, True)


@pytest.mark.parametrize(
    ("was", "now", "line", "said"),
    [
        (
            "unit: [Case, Episode]",
            "unit: Cas",
            4,
            "'unit' names 'Cas', which is no column here; did you mean",
        ),
        ("ends: Closed", "ends: [Opened, Closed]", 7, "'ends' names one column, not 2."),
        ("one-per: Family", "one-pre: Family", 9, "did you mean 'one-per'?"),
        ("match: exact", "match: exactly", 10, "'match' cannot be 'exactly'; did you mean 'exact'?"),
        ("kind: id", "kind: ids", 12, "'kind' cannot be 'ids'"),
        (
            "{name: Team,",
            "{name: Team, kind: text,",
            16,
            "'codes' are for a column of kind 'code', not 'text'.",
        ),
        (
            "{name: Family}",
            "{name: Family, from: 1}",
            17,
            "'from' is a whole number, for a column of kind 'whole'",
        ),
        ("from: -1", "from: 0.5", 18, "'from' is a whole number"),
        ("personal: yes", "personal: perhaps", 19, "'personal' must be yes or no"),
    ],
)
def test_a_mistake_in_a_profile_is_told_with_its_line(was, now, line, said):
    with pytest.raises(DefinitionError) as caught:
        parsed(FULL.lstrip().replace(was, now))
    [problem] = caught.value.problems
    assert problem.where == f"line {line}"
    assert said in problem.text


@pytest.mark.parametrize("cell", ["", " ", "\u00a0", "''", "#N/A", "#n/a"])
def test_what_systems_write_for_nothing_is_blank(cell):
    assert is_blank(cell)
    assert not is_blank(f"{cell}0")


# --- lists of no known profile ------------------------------------------------------------------------

CASES = [["C-0042", "North", "Amy Khan"], ["C-0043", "South", None], ["C-0044", "North", "Li Wei"]]


@pytest.mark.parametrize(
    ("above", "row"),
    [
        ([], 0),
        ([["Open cases"]], 1),
        ([["Open cases"], [], ["As at", "31/03/2026"], []], 4),
        ([[], [None, "Prepared by Amy Khan"], []], 3),
        ([["Prepared by", "Amy Khan"], []], 2),
        ([["Count", 41.0]], 1),
    ],
)
def test_the_headings_of_a_plain_list_stand_below_its_title(above, row):
    found = plain(table(*above, ["Case", "Team", "Worker"], *CASES))
    assert (found.header_row, found.columns) == (row, {})


def test_a_list_of_ids_alone_has_a_heading():
    assert plain(table(["Case"], [1001.0], [1002.0])).header_row == 0
    assert plain(table(["Cases to audit"], [], ["Case"], ["C-1"], ["C-2"])).header_row == 2
    assert plain(table(["Case", None], ["C-1", None])).header_row == 0


def test_headings_may_be_apart_from_the_cases_blank_or_twice():
    assert plain(table(["Case", "Team", "Worker"], [], *CASES)).header_row == 0
    assert plain(table([None, "Case", "Team"], ["0", "C-1", "North"], ["1", "C-2", "South"])).header_row == 0
    assert (
        plain(table(["Case", "Date", "Date"], ["C-1", "5/1/2026", ""], ["C-2", "6/1/2026", ""])).header_row
        == 0
    )


@pytest.mark.parametrize(
    "rows",
    [
        CASES,
        [["1001", "North"], ["1002", "South"]],
        [[1001.0, "North"], [1002.0, "South"]],
        [["Amy", "5/1/2026"], ["Ben", "6/1/2026"]],
        [["C-1"], ["C-2"]],
        [["Case", "Team"]],
        [["Case"], []],
        [["x", "x"], ["x", "x"]],
        [[]],
    ],
)
def test_where_no_row_can_be_headings_none_is_guessed(rows):
    assert plain(table(*rows)) is None
    assert plain(Table("a.csv", "", ())) is None


_WORD = st.text("abcdefghij", min_size=1, max_size=8)


@given(
    st.lists(_WORD, min_size=2, max_size=6, unique=True),
    st.integers(1, 9),
    st.integers(0, 5),
    st.booleans(),
)
def test_headings_are_found_over_any_cases_and_below_any_title(words, count, above, gap):
    cases = [[f"{row}", *["x"] * (len(words) - 1)] for row in range(count)]
    title = [["A title"]] * above + [[]] * gap
    assert plain(table(*title, words, *cases)).header_row == len(title)
