"""Lists of agencies as boards keep them, read whole or not at all."""

from dataclasses import replace

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from audit import definitions
from audit.agencies import Agency, codes, read_list
from audit.errors import FileError, UnknownError
from audit.registers import profile as registers
from audit.registers.contacts import people, with_addresses
from audit.schemas.tables import Row, check_agencies
from audit.standards.words import Kind, Kinds

PROFILE = registers.load(definitions.library(), "agencies")
KINDS = Kinds(
    (
        Kind("police", "Police", ("police force", "constabulary")),
        Kind("health", "Health", ("NHS trust", "acute trust", "GP practice")),
        Kind("probation", "Probation", ("probation service",)),
        Kind("council", "Council", ("local authority", "children's services")),
        Kind("voluntary", "Voluntary", ("voluntary, community and faith", "charity")),
        Kind("school", "School", ("schools",)),
    ),
    (
        Kind("section-11", "Section 11", ("s11", "s.11", "statutory", "11")),
        Kind("section-175", "Section 175", ("s175",)),
        Kind("contract", "Contract", ("commissioned",)),
    ),
)


def workbook(path, **sheets):
    """A workbook of sheets, each a list of rows."""
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
    book.close()
    return path


def csv(path, *lines):
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def taken(path, **words):
    return read_list(path, KINDS, PROFILE, {word.replace("_", " "): code for word, code in words.items()})


def problems(path, **words):
    with pytest.raises(FileError) as caught:
        taken(path, **words)
    assert caught.value.file == str(path)
    return [str(problem) for problem in caught.value.problems]


def test_a_plain_csv_is_taken_as_it_stands(tmp_path):
    path = csv(
        tmp_path / "a.csv",
        "code,name,kinds,duties,parent,contact,substitute,chief_officer",
        "met,Metropolitan Police,police,section-11,MOPAC,Amy Khan,Joe Smith,The Commissioner",
    )
    found = taken(path)
    assert found.agencies == (
        Agency(
            code="met",
            name="Metropolitan Police",
            kinds=("police",),
            duties=("section-11",),
            parent="MOPAC",
            contact="Amy Khan",
            substitute="Joe Smith",
            chief_officer="The Commissioner",
        ),
    )
    assert found.notes == ()


def test_the_list_of_a_real_board_is_taken_with_a_note_on_all_that_was_not_plain(tmp_path):
    practices = [[number, f"Practice {number}", "Primary care", "S11", "", ""] for number in range(4, 30)]
    path = workbook(
        tmp_path / "board.xlsx",
        Agencies=[
            ["Anytown Safeguarding Children Partnership: who we ask"],
            ["Kept by the business manager."],
            [],
            ["No.", "Organisation", "Type of agency", "Basis", "S11 contact(s)", "Chief officer"],
            [
                1,
                "Metropolitan Police",
                "Police force",
                "Statutory",
                "DS Amy Khan and PC Joe Smith",
                "A. Chief",
            ],
            [2, "Probation", "PROBATION SERVICE", "s11", "Jane Doe\njane@example.org\nTom Roe", ""],
            [
                3,
                "Barts Health NHS Trust",
                "NHS trust; commissioned",
                "",
                "Head of Safeguarding and Quality",
                "",
            ],
            *practices,
            [],
            ["Total", 29],
        ],
        Notes=[["Ask Sam"]],
    )
    found = taken(path, primary_care="health")
    assert len(found.agencies) == 29
    assert found.agencies[:4] == (
        Agency(
            "metropolitan-police", "Metropolitan Police", ("police",), ("section-11",),
            contact="DS Amy Khan", substitute="PC Joe Smith", chief_officer="A. Chief",
        ),
        Agency(
            "probation", "Probation", ("probation",), ("section-11",),
            contact="Jane Doe, jane@example.org", substitute="Tom Roe",
        ),
        Agency(
            "barts-health", "Barts Health NHS Trust", ("health",), ("contract",),
            contact="Head of Safeguarding and Quality",
        ),
        Agency("practice-4", "Practice 4", ("health",), ("section-11",)),
    )  # fmt: skip
    assert found.notes == (
        "The list is sheet 'Agencies'; not read: 'Notes'.",
        "Not read, since these headings are not known: 'No.' (cell A4).",
        "Left out, since it reads as a total: sheet Agencies, row 35, 'Total 29'.",
        "Two contacts in one cell (sheet Agencies, cell E5): 'PC Joe Smith' became the substitute.",
        "Two contacts in one cell (sheet Agencies, cell E6): 'Tom Roe' became the substitute.",
        "Codes were made from names for 29 of 29 agencies: metropolitan-police, probation, barts-health, ….",
    )


def test_all_problems_are_told_at_once_and_nothing_is_taken(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx",
        List=[
            ["Agency", "Code", "Type", "Basis"],
            ["Police", "met", "Polcie", "S11"],
            ["police ", "MET", "Police, Xyzzy", "Because"],
            ["", "x", "Polcie", ""],
        ],
    )
    codes_known = ", ".join(KINDS.codes)
    assert problems(path) == [
        f"sheet List, {said}"
        for said in (
            "cell B3: 'MET' is the code of the agency in sheet List, cell A2 too; give each its own.",
            "cell A3: 'police' stands in sheet List, cell A2 already; keep one, or tell the two apart.",
            "cell A4: the agency has no name; give it or clear the row.",
            (
                "cell C2: 'Polcie' is not a kind of agency known here (also in C4); "
                "the nearest word is 'Police', and --kind 'Polcie=police' would settle it."
            ),
            (
                "cell C3: 'Xyzzy' is not a kind of agency known here; "
                f"--kind 'Xyzzy=CODE' would settle it, with one of these: {codes_known}."
            ),
            (
                "cell D3: 'Because' is not a duty known here; "
                f"--kind 'Because=CODE' would settle it, with one of these: {codes_known}."
            ),
        )
    ]


@pytest.mark.parametrize(
    ("cell", "kinds", "duties"),
    [
        ("Voluntary, community and faith", ("voluntary",), ()),
        ("Charity / School", ("voluntary", "school"), ()),
        ("police; POLICE\nhealth", ("police", "health"), ()),
        ("statutory", (), ("section-11",)),
        ("Children’s services", ("council",), ()),
        ("n/a", (), ()),
        ("–", (), ()),
    ],
)
def test_what_a_cell_of_kinds_means(tmp_path, cell, kinds, duties):
    [agency] = taken(workbook(tmp_path / "a.xlsx", List=[["Agency", "Type"], ["One", cell]])).agencies
    assert (agency.kinds, agency.duties) == (kinds, duties)


def test_a_kind_in_the_column_of_duties_counts_as_the_kind(tmp_path):
    path = workbook(tmp_path / "a.xlsx", List=[["Agency", "Basis"], ["One", "NHS trust, 11"], ["Two", 11]])
    assert [(agency.kinds, agency.duties) for agency in taken(path).agencies] == [
        (("health",), ("section-11",)),
        ((), ("section-11",)),
    ]


def test_a_kind_whose_name_holds_a_comma_is_named_whole(tmp_path):
    path = workbook(tmp_path / "a.xlsx", List=[["Agency", "Type"], ["One", "Dance,\nmusic and art"]])
    assert "'Dance, music and art' is not a kind of agency known here;" in problems(path)[0]
    found = read_list(path, KINDS, PROFILE, {"dance, Music  and art": "VOLUNTARY"})
    assert found.agencies[0].kinds == ("voluntary",)


def test_the_boards_own_word_goes_before_a_known_one(tmp_path):
    path = csv(tmp_path / "a.csv", "Agency,Type", "One,Charity")
    assert taken(path, charity="school").agencies[0].kinds == ("school",)
    assert taken(path, charity="contract").agencies[0].duties == ("contract",)


def test_a_word_settled_with_an_unknown_code_is_an_error(tmp_path):
    path = csv(tmp_path / "a.csv", "Agency,Type", "One,Charity")
    with pytest.raises(UnknownError) as caught:
        taken(path, charity="helth")
    assert (
        str(caught.value)
        == "--kind 'charity=helth': there is no kind or duty 'helth'; did you mean 'health'?"
    )


def test_a_blank_kind_is_a_note(tmp_path):
    path = csv(tmp_path / "a.csv", "Code,Agency,Type,Lead", "a,One,,A", "b,Two,police,B", "c,Three,tbc,C")
    assert taken(path).notes == (
        "No kind is given, so nothing meant for a kind will be asked: 'One' (cell C2), 'Three' (cell C4).",
    )


def test_a_kind_merged_over_several_rows_is_the_kind_of_each(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("List")
    sheet.write_row("A1", ["Type", "Agency"])
    sheet.write_column("B2", ["One", "Two", "Three"])
    sheet.merge_range("A2:A3", "Health")
    sheet.write("A4", "Police")
    book.close()
    assert [agency.kinds for agency in taken(tmp_path / "a.xlsx").agencies] == [
        ("health",), ("health",), ("police",),
    ]  # fmt: skip


# --- contacts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", []),
        ("Amy Khan", ["Amy Khan"]),
        ("Amy Khan; Joe Smith", ["Amy Khan", "Joe Smith"]),
        ("Amy Khan\r\n\r\nJoe Smith", ["Amy Khan", "Joe Smith"]),
        ("Amy Khan / Joe Smith", ["Amy Khan", "Joe Smith"]),
        ("Amy Khan and Joe Smith", ["Amy Khan", "Joe Smith"]),
        ("Dr Amy Khan & Joe O’Neill", ["Dr Amy Khan", "Joe O’Neill"]),
        ("Élodie van Dijk and Joe Smith (deputy)", ["Élodie van Dijk", "Joe Smith (deputy)"]),
        (
            "Amy Khan, Head of Quality and Joe Smith, Officer",
            ["Amy Khan, Head of Quality", "Joe Smith, Officer"],
        ),
        ("a@example.org and b@example.org", ["a@example.org", "b@example.org"]),
        ("a@example.org; b@example.org", ["a@example.org", "b@example.org"]),
        ("Amy Khan\na@example.org\n020 7946 0000", ["Amy Khan, a@example.org, 020 7946 0000"]),
        ("Amy Khan\nHead of Safeguarding", ["Amy Khan, Head of Safeguarding"]),
        ("DSL: Amy Khan; Deputy: Joe Smith", ["DSL: Amy Khan", "Deputy: Joe Smith"]),
        ("Head of Safeguarding and Quality", ["Head of Safeguarding and Quality"]),
        ("Children and Families", ["Children and Families"]),
        ("Mr and Mrs Smith", ["Mr and Mrs Smith"]),
        ("Anderson Andy", ["Anderson Andy"]),
    ],
)
def test_the_people_that_a_cell_names(cell, expected):
    assert people(cell) == expected


@given(st.text("Aabeh@.,;:/\\\n &17-()", max_size=40))
def test_no_letter_of_a_contact_is_lost(cell):
    def letters(text):
        return [letter for letter in text if letter.isalnum()]

    assert letters(" ".join(people(cell))) == letters(cell)


@pytest.mark.parametrize(
    ("cell", "addresses", "expected"),
    [
        ("Amy Khan", "", "Amy Khan"),
        ("Amy Khan", "n/a", "Amy Khan"),
        ("Amy Khan", "ask the desk", "Amy Khan, ask the desk"),
        ("Amy Khan", "Amy <amy@x.org>", "Amy Khan, Amy <amy@x.org>"),
        ("Amy Khan", "amy@example.org", "Amy Khan, amy@example.org"),
        ("", "desk@example.org", "desk@example.org"),
        ("Amy Khan and Joe Smith", "a@x.org; j@x.org", "Amy Khan, a@x.org; Joe Smith, j@x.org"),
        ("Amy Khan; Joe Smith", "a@x.org", "Amy Khan, a@x.org; Joe Smith"),
        ("Amy Khan", "a@x.org; desk@x.org", "Amy Khan, a@x.org desk@x.org"),
    ],
)
def test_addresses_of_a_column_of_their_own_go_to_the_people(cell, addresses, expected):
    assert with_addresses(cell, addresses) == expected


def test_a_list_with_columns_of_addresses_keeps_them_with_the_people(tmp_path):
    path = csv(
        tmp_path / "a.csv",
        "Agency,Lead,Email,Deputy,Deputy email,Chief officer,Chief officer email",
        "Oak,Amy Khan,amy@example.org,Joe Smith,joe@example.org,Bo Lund,bo@example.org",
        "Elm,Eve Hill;Ian Moss,e@example.org;i@example.org,,,,",
    )
    oak, elm = taken(path).agencies
    assert (oak.contact, oak.substitute) == ("Amy Khan, amy@example.org", "Joe Smith, joe@example.org")
    assert oak.chief_officer == "Bo Lund, bo@example.org"
    assert (elm.contact, elm.substitute) == ("Eve Hill, e@example.org", "Ian Moss, i@example.org")


def test_a_second_contact_does_not_push_out_a_substitute(tmp_path):
    path = csv(tmp_path / "a.csv", "Agency,Contact,Deputy", "One,Amy Khan; Joe Smith,Li Wei")
    found = taken(path)
    assert found.agencies[0].contact == "Amy Khan; Joe Smith"
    assert found.agencies[0].substitute == "Li Wei"
    assert not any("substitute" in note for note in found.notes)


def test_of_three_contacts_two_become_substitutes(tmp_path):
    path = csv(tmp_path / "a.csv", "Agency,Contact", "One,Amy Khan; Joe Smith; Li Wei")
    assert taken(path).agencies[0].substitute == "Joe Smith; Li Wei"


# --- rows and sheets --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "left_out"),
    [
        (["Total"], True),
        (["TOTAL:", "2"], True),
        (["Grand total 2"], True),
        (["Total agencies: 2"], True),
        (["2 agencies"], True),
        (["2"], True),
        (["Note: Three has left."], True),
        (["Updated 3 March 2026"], True),
        (["* by invitation"], True),
        (["Schools"], False),
        (["Total Health", "health"], False),
        (["Total", "health"], False),
        (["Key Changes"], False),
        (["Source Youth Project"], False),
        (["2nd Anytown Scouts"], False),
    ],
)
def test_rows_that_are_no_agencies_are_left_out_with_a_note(tmp_path, row, left_out):
    path = workbook(tmp_path / "a.xlsx", List=[["Agency", "Type"], ["One", "police"], [], row])
    found = taken(path)
    assert len(found.agencies) == (1 if left_out else 2)
    assert any(note.startswith("Left out") and "row 4" in note for note in found.notes) == left_out


def test_headings_repeated_on_a_later_page_are_no_agency(tmp_path):
    path = csv(tmp_path / "a.csv", "Agency,Type", "One,police", "Agency,Type", "Two,health")
    assert [agency.name for agency in taken(path).agencies] == ["One", "Two"]


def test_of_several_sheets_the_one_with_more_than_names_is_the_list(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx",
        Returns=[["Agency", "2025"], ["One", "yes"]],
        List=[["Agency", "Type"], ["Two", "police"]],
    )
    assert [agency.name for agency in taken(path).agencies] == ["Two"]


def test_of_several_lists_the_one_called_agencies_is_taken(tmp_path):
    rows = [["Agency", "Type"], ["One", "police"]]
    path = workbook(tmp_path / "a.xlsx", Old=rows, Agencies=[*rows, ["Two", "police"]])
    assert len(taken(path).agencies) == 2


def test_several_lists_that_could_each_be_meant_are_an_error_naming_them(tmp_path):
    rows = [["Agency", "Type"], ["One", "police"]]
    path = workbook(tmp_path / "a.xlsx", North=rows, South=rows, Notes=[["x"]])
    assert problems(path) == [
        "the sheets 'North', 'South' all look like lists; leave one in the file or call it 'Agencies'."
    ]


def test_a_file_without_headings_is_told_what_would_do(tmp_path):
    assert problems(csv(tmp_path / "a.csv", "One,police", "Two,health")) == [
        "no row of headings was found in it; head the column of the name 'Name' or 'Agency' or 'Agency name'."
    ]


def test_headings_without_agencies_are_a_problem(tmp_path):
    assert problems(csv(tmp_path / "a.csv", "A title", "Agency,Type")) == [
        "row 2: there is no agency below these headings; give each a row of its own."
    ]


def test_unknown_and_repeated_columns_are_noted(tmp_path):
    path = csv(tmp_path / "a.csv", "Code,Agency,Type,Postcode,Organisation", "1,One,police,AB1 2CD,Uno")
    assert taken(path).notes == (
        "Not read, since these headings are not known: 'Postcode' (cell D1).",
        "The column 'Organisation' (cell E1) was not read, since one before it says the same.",
    )


# --- codes ------------------------------------------------------------------------------------------


def test_codes_made_from_these_names_stay_what_they_are():
    names = [
        "Metropolitan Police",
        "Guy’s and St Thomas' NHS Foundation Trust",
        "London Borough of Sutton",
        "Barts Health NHS Trust",
        "Barts Health",
        "Ysgol Ŵyr & Co. Ltd",
        "The Trust",
        "St Mary's Church of England Voluntary Aided Primary School",
        "東京",
    ]
    assert codes(names) == [
        "metropolitan-police",
        "guys-st-thomas",
        "london-borough-sutton",
        "barts-health-nhs-trust",
        "barts-health",
        "ysgol-wyr-co",
        "the-trust",
        "st-marys-church-england",
        "agency",
    ]


def test_a_code_that_the_list_has_is_not_made_again(tmp_path):
    path = csv(tmp_path / "a.csv", "Code,Agency,Type", "BARTS,Royal London,health", ",Barts Trust,health")
    assert [agency.code for agency in taken(path).agencies] == ["BARTS", "barts-trust"]


_names = st.lists(st.text(max_size=60), max_size=8, unique_by=lambda name: " ".join(name.split()).casefold())


@given(_names, st.lists(st.sampled_from(["agency", "AGENCY-2", "a", "the"]), unique=True))
def test_codes_are_unique_and_pass_the_checks_of_a_list(names, already):
    made = codes(names, already)
    assert len({code.casefold() for code in [*made, *already]}) == len(made) + len(already)
    rows = [
        Row("a.csv", "", index, {}, {"name": f"({index})", "code": code}) for index, code in enumerate(made)
    ]
    assert check_agencies(rows) == []


@given(st.permutations(["Barts Health", "Barts Health NHS Trust", "Met", "The Met", "Probation Service"]))
def test_codes_do_not_depend_on_the_order_of_the_list(names):
    assert dict(zip(names, codes(names), strict=True)) == {
        "Barts Health": "barts-health",
        "Barts Health NHS Trust": "barts-health-nhs-trust",
        "Met": "met",
        "The Met": "the-met",
        "Probation Service": "probation-service",
    }


def test_reading_the_list_again_gives_the_same(tmp_path):
    path = csv(tmp_path / "a.csv", "Agency,Type", "One,police", "Two,health")
    assert taken(path) == taken(path)
    assert replace(taken(path).agencies[0], code="") == Agency("", "One", ("police",))
