"""Which agency is meant: one of which nothing is expected in a round, and a parent body that is none here."""

import pytest
from parents import BOARD, LIST, answer, made
from test_cli_setup import call, refused, write


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "300")
    made()
    call("round", "change", "r", "--drop", "gp-4", "--as", "left", "--reason", "Closed")
    call("agency", "add", "Oak School", "--code", "oak", "--kind", "school")


@pytest.mark.parametrize(
    "command", ["form r -o x.xlsx", "pack r -o x.xlsx", "send r -o x", "invite r -o x", "chase r"]
)
def test_one_of_which_nothing_is_expected_in_the_round_is_told_from_one_that_is_not_known(command):
    said = refused(*command.split(), "--agency", "oak")
    assert (
        f"Nothing is expected of Oak School in this round, but of {BOARD} (icb), Kingsbridge Police" in said
    )
    assert "There is no agency 'oka'" in refused(*command.split(), "--agency", "oka")


def test_a_parent_that_is_no_agency_here_is_told_with_the_nearest_name_and_kept():
    text = LIST.replace(f"Abbey Surgery,Health,{BOARD}", "Abbey Surgery,Health,Kingsbrigde ICB")
    said = call("agency", "import", write("again.csv", text)).stderr
    assert (
        "Abbey Surgery belongs to 'Kingsbrigde ICB', which is no other agency here and so answers for "
        f"nobody; did you mean {BOARD!r}? It is kept as it stands." in said
    )
    assert said.count("belong") == 1
    assert "Kingsbrigde ICB" in call("agency", "list").stdout
    said = call("agency", "add", "Elm Surgery", "--kind", "health", "--parent", "Nobody at all").stderr
    assert "answers for nobody. It is kept as it stands." in said
    assert "belong" not in call("agency", "add", "Fir Surgery", "--parent", "ICB").stderr


def test_a_member_in_its_parents_draft_is_told_and_so_is_the_parent_that_goes_on():
    answer("icb", "A1: met\n", "--for", "gp-1")
    path = write("own.yaml", "A1: met\n")
    said = call("ask", "r", "--agency", "gp-1", "--answers", path).stderr
    assert f"{BOARD} is answering for Abbey Surgery too; what Abbey Surgery signs itself counts." in said
