"""audit agency add, list and import: nothing is taken unless all is in order, nothing is replaced unseen."""

import pytest
from test_cli_setup import as_json, call, refused, write


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call("init")
    return tmp_path


def kept():
    """Code and name of every agency."""
    return {one["code"]: one["name"] for one in as_json("agency", "list")}


def test_an_agency_is_added_with_everything_that_is_known_of_it():
    said = call(
        *(
            "agency",
            "add",
            "Kingsbridge Police",
            "--kind",
            "constabulary",
            "--duty",
            "s11",
            "--parent",
            "North",
        ),
        *("--contact", "Ada Moss", "--substitute", "Ben Carr", "--chief-officer", "Cy Dunn"),
    )
    assert said.stderr == (
        "Kingsbridge Police belongs to 'North', which is no other agency here and so answers for nobody. It "
        "is kept as it stands.\nKingsbridge Police is kept under the code kingsbridge-police.\n"
    )
    assert as_json("agency", "list") == [
        {
            "code": "kingsbridge-police",
            "name": "Kingsbridge Police",
            "kinds": ["police"],
            "duties": ["section-11"],
            "parent": "North",
            "contact": "Ada Moss",
            "substitute": "Ben Carr",
            "chief_officer": "Cy Dunn",
        }
    ]


@pytest.mark.parametrize(
    "name",
    [
        'St Mary\'s "Big" School — Ünï',
        "x" * 80,
        "[red]Trust[/red]",
        "Тест 学校 مدرسة",
        "O'Neill & Sons; Ltd",
        "n/a",
    ],
)
def test_names_are_kept_as_written(name):
    call("agency", "add", name)
    assert [*kept().values()] == [name]
    assert name in call("agency", "list").stdout


def test_a_name_is_one_line_without_what_a_terminal_would_act_on():
    call("agency", "add", "  Two\nlines\tand \x1b[31mred\udcff ")
    assert [*kept().values()] == ["Two lines and [31mred"]


@pytest.mark.parametrize("name", ["", "  \n"])
def test_an_agency_without_a_name_is_refused(name):
    assert refused("agency", "add", name, "--kind", "police") == "An agency needs a name."
    assert not kept()


def test_a_code_that_no_list_could_hold_is_refused():
    assert refused("agency", "add", "Oak", "--code", "a:b?").startswith("'a:b?' cannot be a code; up to 40")
    assert not kept()


@pytest.mark.parametrize(("option", "word"), [("--kind", "polise"), ("--duty", "sektion-11")])
def test_an_unknown_kind_or_duty_is_answered_with_the_nearest(option, word):
    assert "; did you mean '" in refused("agency", "add", "Oak", option, word)
    assert not kept()


def test_a_code_stands_for_one_agency_in_any_case():
    call("agency", "add", "Oak Trust", "--code", "OAK")
    said = call("agency", "add", "Oak Trust Ltd", "--code", "oak")
    assert "The code OAK stood for Oak Trust; from now on it is Oak Trust Ltd." in said.stderr
    assert kept() == {"OAK": "Oak Trust Ltd"}


def test_the_same_name_under_another_code_is_refused():
    call("agency", "add", "Oak Trust", "--code", "OAK")
    said = refused("agency", "add", "oak trust")
    assert said == "There is an agency 'oak trust' already; give its --code to change it."


def test_a_list_is_imported_and_what_was_not_plain_is_said(here):
    write(
        here / "l.csv", "Our agencies,,\nAgency,Type,Fax\nOak Trust,charity,1\nElm School,primary school,2\n"
    )
    said = call("agency", "import", "l.csv")
    assert "Not read, since these headings are not known: 'Fax' (cell C2)." in said.stderr
    assert "2 agencies read, 2 of them new or changed." in said.stderr
    assert [(one["name"], one["kinds"]) for one in as_json("agency", "list")] == [
        ("Oak Trust", ["voluntary"]),
        ("Elm School", ["school"]),
    ]


def test_the_same_list_twice_changes_nothing(here):
    write(here / "l.csv", "Agency,Type\nOak Trust,charity\nOak Ltd,charity\nElm School,school\n")
    call("agency", "import", "l.csv")
    before = kept()
    assert "3 agencies read, 0 of them new or changed." in call("agency", "import", "l.csv").stderr
    assert kept() == before


def test_a_code_made_from_a_name_never_replaces_an_agency_of_another_name(here):
    call("agency", "add", "Oak Trust")
    assert kept() == {"oak": "Oak Trust"}
    write(here / "l.csv", "Agency\nOak Ltd\n")
    said = call("agency", "import", "l.csv").stderr
    assert kept() == {"oak": "Oak Trust", "oak-ltd": "Oak Ltd"}
    assert "Kept under another code" in said
    assert "Oak Ltd (oak-ltd)" in said


def test_an_agency_known_already_keeps_its_code_when_the_list_holds_another_like_it(here):
    call("agency", "add", "Oak Trust")
    write(here / "l.csv", "Agency\nOak Ltd\nOak Trust\n")
    call("agency", "import", "l.csv")
    assert kept() == {"oak": "Oak Trust", "oak-ltd": "Oak Ltd"}


def test_a_code_of_the_list_that_contradicts_a_known_one_is_refused_and_nothing_taken(here):
    call("agency", "add", "Oak Trust", "--code", "P1")
    write(here / "l.csv", "Code,Agency\nP2,Elm School\nP3,Oak Trust\n")
    said = refused("agency", "import", "l.csv")
    assert said.endswith("Error: Oak Trust is here already under the code P1, not P3; nothing was taken.")
    assert kept() == {"P1": "Oak Trust"}


def test_a_code_of_the_list_that_stood_for_another_name_is_taken_and_said(here):
    call("agency", "add", "Oak Trust", "--code", "P1")
    write(here / "l.csv", "Code,Agency\nP1,Oak Academies\n")
    said = call("agency", "import", "l.csv").stderr
    assert "The code P1 stood for Oak Trust; from now on it is Oak Academies." in said


def test_an_unknown_kind_refuses_the_whole_list_and_says_which_option_settles_it(here):
    write(here / "l.csv", "Agency,Type\nOak,charity\nElm,Knitting circle\n")
    said = call("agency", "import", "l.csv", code=1).stderr
    assert "cell B3" in said
    assert "--kind 'Knitting circle=" in said
    assert not kept()
    call("agency", "import", "l.csv", "--kind", "Knitting circle=voluntary")
    assert len(kept()) == 2


@pytest.mark.parametrize("given", ["Knitting circle", "=voluntary", "Knitting="])
def test_kind_without_its_two_halves_is_wrong_usage(here, given):
    write(here / "l.csv", "Agency\nOak\n")
    assert "--kind takes WORD=CODE" in refused("agency", "import", "l.csv", "--kind", given, code=2)


@pytest.mark.parametrize("place", ["nowhere.xlsx", ".", "l.docx", "empty.csv"])
def test_a_list_that_cannot_be_read_is_refused_in_a_sentence(here, place):
    write(here / "empty.csv", "")
    write(here / "l.docx", "x")
    said = refused("agency", "import", place)
    assert said.startswith(f"{place}, ")
    assert "\n" not in said
