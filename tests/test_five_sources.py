"""A mock joint inspection from registers to report: five rounds, one grid, one report, one plan.

Every figure is held against those worked out here from the answers that were typed, by counting.
"""

from collections import defaultdict
from contextlib import chdir
from pathlib import Path

import openpyxl
import pytest
from accessible import wrong
from five_sources import DAY, NAME, ROLES, ROUNDS, TEMPLATES, play
from test_cli_setup import as_json, call, refused, write
from test_workbook import texts

from audit import definitions, templates
from audit.disclosure.leavings import leaves_few

AUDIENCES = ("subgroup", "board", "public")
GOOD = {"yes", "good", "outstanding"}
SIDE = ("--side-by-side", *DAY)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The workspace after the exercise, the answers that were typed, and what was said of the plan."""
    folder = tmp_path_factory.mktemp("five")
    with chdir(folder):
        typed = play()
        said = call("action", "from", *ROUNDS, "--plan", "jtai-2026", *DAY).stderr
        for audience in AUDIENCES:
            call("report", *ROUNDS, *SIDE, "--for", audience, "-o", f"{audience}.xlsx")
    return folder, typed, said


@pytest.fixture
def here(made, monkeypatch):
    monkeypatch.chdir(made[0])
    return made[0]


@pytest.fixture
def typed(made):
    return made[1]


def counted(typed):
    """Of each theme in each round how many answers were good, of how many: counted from what was typed."""
    library = definitions.library()
    found = defaultdict(lambda: (0, 0))
    for name, ref in TEMPLATES.items():
        by_id = templates.load(library, ref).by_id
        for (_, _, question), code in typed[name].items():
            for theme in by_id[question].themes if code != "n/a" else ():
                good, n = found[theme, name]
                found[theme, name] = good + (code in GOOD), n + 1
    return found


def titles():
    return templates.load(definitions.library(), TEMPLATES["cin"]).words.themes


def lines(sheet, heading):
    """The rows of the table whose first heading is this, its headings first, to the next blank cell."""
    rows = list(sheet.iter_rows(values_only=True))
    start = next(at for at, row in enumerate(rows) if row[0] == heading)
    end = next((at for at in range(start, len(rows)) if rows[at][0] is None), len(rows))
    return rows[start:end]


# --- the grid -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("here")
def test_the_grid_counts_every_answer_that_was_typed(typed):
    found = as_json("results", *ROUNDS, *SIDE)
    expected = counted(typed)
    assert {(theme, name) for theme, name in expected} == {
        (theme, one["round"]) for theme, row in found["themes"].items() for one in row if one["n"]
    }
    for theme, row in found["themes"].items():
        assert [(one["compliant"], one["n"]) for one in row] == [expected[theme, name] for name in ROUNDS]


@pytest.mark.usefixtures("here")
def test_each_source_says_how_it_was_come_by_and_read():
    found = {one["round"]: one for one in as_json("results", *ROUNDS, *SIDE)["rounds"]}
    assert {
        name: (one["how"], one["register"], one["read"], one["usable"]) for name, one in found.items()
    } == {
        "contacts": ("drawn by strata", 900, 12, 12),
        "cin": ("drawn at random", 140, 6, 6),
        "observations": ("whoever came", None, 6, 6),
        "interviews": ("whoever came", None, 8, 8),
        "survey": ("whoever came", None, 60, 60),
    }
    assert [name for name, one in found.items() if one["together"]] == ["contacts"]
    assert found["contacts"]["together"] == [*ROLES]
    printed = call("results", *ROUNDS, *SIDE)
    assert "12 of 12 read, together" in printed.stdout
    assert "nothing is added up" in printed.stderr


def test_the_five_sources_speak_of_the_same_themes(typed):
    by_theme = defaultdict(set)
    for theme, name in counted(typed):
        by_theme[theme].add(name)
    assert {"information-sharing", "fathers", "parental-risk-factors"} <= {
        theme for theme, names in by_theme.items() if names == {*ROUNDS}
    }
    assert sum(len(names) >= 4 for names in by_theme.values()) >= 6


# --- the report ---------------------------------------------------------------------------------------


def book(folder, audience):
    return openpyxl.load_workbook(folder / f"{audience}.xlsx")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_edition_can_be_read_by_everybody(here, audience):
    assert wrong(here / f"{audience}.xlsx", audience) == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_edition_has_the_grid_that_was_counted(here, typed, audience):
    rows = lines(book(here, audience)["Grid"], "Theme")
    expected, theme = counted(typed), {title: name for name, title in titles().items()}
    headings = [cell for cell in rows[0] if cell][1:6]
    assert [heading.partition(":")[0] for heading in headings] == [*ROUNDS]
    assert headings[0] == "contacts: drawn by strata, 12 read"
    assert len(rows) - 1 == len({one for one, _ in expected})
    for row in rows[1:]:
        for name, cell in zip(ROUNDS, row[1:6], strict=True):
            good, n = expected.get((theme[row[0]], name), (0, 0))
            assert cell.startswith(f"{good} of {n} (") if n else cell in {"Not asked", "No answer counts"}


def test_each_source_has_its_figures_question_by_question(here, typed):
    sheet = book(here, "board")["Source contacts"]
    rows = {row[0]: row for row in lines(sheet, "Question")[1:]}
    own = [code for (_, _, question), code in typed["contacts"].items() if question == "FC7"]
    assert rows["FC7"][2:4] == (sum(code == "yes" for code in own), len(own))
    assert "%" in rows["FC7"][6]
    rows = {row[0]: row for row in lines(book(here, "board")["Source cin"], "Question")[1:]}
    own = [code for (_, _, question), code in typed["cin"].items() if question == "CN7"]
    assert rows["CN7"][2:4] == (sum(code in GOOD for code in own), 24)
    assert "Interval" not in lines(book(here, "board")["Source survey"], "Question")[0]


def test_summary_begins_with_what_is_urgent_and_says_where_sources_part(here):
    found = texts(book(here, "subgroup")["Summary"])
    assert found[1].startswith("Immediate concern about C-03 in contacts (raised 20 November 2026)")
    text = " ".join(found)
    assert "5 sources side by side: contacts (12 cases, drawn by strata, read together by 5 roles)" in text
    assert "Fathers and significant males: sources disagree" in text
    pairs = lines(book(here, "subgroup")["Compared"], "Theme")[1:]
    assert [row[2] for row in pairs] == sorted((row[2] for row in pairs), key=lambda word: word != "Disagree")
    assert "1 immediate concern was raised; the outcome of it is not recorded yet." in texts(
        book(here, "board")["Summary"]
    )


def test_who_reads_what_in_which_edition(here):
    whole = {one: " ".join(text for sheet in book(here, one) for text in texts(sheet)) for one in AUDIENCES}
    assert NAME in whole["subgroup"]
    assert NAME in whole["board"]  # actions in their words, as every report to a board has them
    assert NAME not in whole["public"]
    assert "C-03" in whole["subgroup"]
    assert "C-0" not in whole["board"] + whole["public"]
    assert "oncerns without" not in whole["public"]
    assert "Concerns" not in book(here, "public").sheetnames
    for audience in ("subgroup", "board"):
        assert "Read together by: Hub manager, Detective sergeant," in whole[audience]
    assert "Read together by: 5 roles." in whole["public"]
    assert ROLES[1] not in whole["public"]
    names = ("M Moss", "D Dale")  # who was in the room for a case
    assert not [name for text in (whole["board"], whole["public"]) for name in names if name in text]


def test_boards_read_no_count_of_an_agencys_cases_in_the_list_of_actions(here):
    rows = lines(book(here, "board")["Actions planned"], "Source")
    lists = [row for row in rows if row[0] in ROUNDS]
    assert len(lists) == len(set(lists))


@pytest.mark.usefixtures("here")
def test_the_same_report_again_is_kept_under_its_rounds_and_says_what_moved():
    call("concern", "update", "C-03", "--round", "contacts", "--outcome", "Seen", "--today", "2026-11-21")
    rest = ("--for", "board", "--text", "--side-by-side", "--today", "2026-11-21")
    said = call("report", *reversed(ROUNDS), *rest).stdout
    assert "Since the last report (20 November 2026)" in said
    assert "Immediate concerns without a recorded outcome: 0, down from 1." in said


# --- the plan -----------------------------------------------------------------------------------------


def owed(typed):
    """How many actions were typed, by round."""
    low = {"FC9", "FC14"}
    contacts = sum(q in low and code in {"partly", "no"} for (_, _, q), code in typed["contacts"].items())
    cin = [(q, code) for (_, _, q), code in typed["cin"].items()]
    return contacts, sum(
        code == "inadequate" or (q, code) == ("CN10", "requires-improvement") for q, code in cin
    )


def test_one_plan_holds_the_actions_of_all_sources_each_with_its_round_and_question(here, made, typed):
    contacts, cin = owed(typed)
    found = as_json("action", "list", "--plan", "jtai-2026", *DAY)
    assert [one["link"]["round"] for one in found].count("contacts") == contacts
    assert [one["link"]["round"] for one in found].count("cin") == cin
    assert len(found) == contacts + cin > 10
    assert {one["link"]["question"] for one in found} == {"FC9", "FC14", "CN7", "CN10"}
    assert f"{contacts} actions are made of 'contacts': A-001 to A-{contacts:03}." in made[2]
    rows = {row[0]: row[1:3] for row in lines(book(here, "public")["Actions planned"], "Source")[1:]}
    assert rows["contacts"] == (contacts, contacts)
    assert rows["cin"] == (cin, cin)
    call("action", "report", "--plan", "jtai-2026", "--for", "subgroup", "-o", "plan.xlsx", *DAY)
    listed = lines(openpyxl.load_workbook("plan.xlsx")["Actions"], "Action")
    assert len(listed) - 1 == contacts + cin


@pytest.mark.usefixtures("here")
def test_actions_of_several_rounds_are_made_of_what_is_named_in_any_of_them_and_all_or_none():
    assert "is named twice" in refused("action", "from", "cin", "cin", *DAY, code=2)
    assert "'ZZ9'" in refused("action", "from", *ROUNDS, "--question", "ZZ9", *DAY)
    before = len(as_json("action", "list", *DAY))
    assert refused("action", "from", "interviews", "nowhere", "--question", "FI8", *DAY)
    assert len(as_json("action", "list", *DAY)) == before
    said = call("action", "from", *ROUNDS, "--question", "FI8", "--question", "SK6", *DAY).stderr
    assert "1 action is made of 'interviews'" in said
    assert "1 action is made of 'survey'" in said
    assert "'contacts'" not in said


# --- what is refused ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("names", "options", "code", "why"),
    [
        (("cin",), (), 2, "two rounds or more"),
        (("cin", "cin"), (), 1, "named twice"),
        (("cin", "survey"), ("--drafts",), 2, "--drafts goes with rounds about agencies"),
        (("cin", "survey"), ("--all",), 2, "leave out --all"),
    ],
)
def test_what_cannot_be_set_side_by_side_is_said(names, options, code, why):
    rest = ("--side-by-side", "--for", "board", "-o", "no.xlsx", *options, *DAY)
    assert why in refused("report", *names, *rest, code=code)
    assert not Path("no.xlsx").exists()


@pytest.mark.usefixtures("here")
def test_rounds_that_ask_different_things_are_pointed_to_the_report_that_takes_them():
    said = refused("report", "cin", "survey", "--for", "board", "-o", "no.xlsx", *DAY)
    assert "--side-by-side makes one report of them" in said
    assert not Path("no.xlsx").exists()


def test_sizes_of_frames_that_would_tell_of_few_children_are_not_published_together(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call("init", ".", "--name", "Kingsbridge SCP")
    call("agency", "add", "Police", "--kind", "police")
    rows = [f"K{number:03},{'Rare' if number < 3 else 'Usual'}" for number in range(60)]
    write("r.csv", "\n".join(["id,need", *rows]))
    for name, where in (("all", ()), ("usual", ("--where", "need=Usual"))):
        call("sample", "draw", "r.csv", "--unit", "id", *where, "--size", "4", "--seed", "1234", *DAY)
        sample = {"all": "S-001", "usual": "S-002"}[name]
        head = ("--name", name, "--sample", sample, "--due", "30/11/2026")
        call("round", "open", TEMPLATES["contacts"], *head, *DAY)
    rest = ("--side-by-side", "-o", "no.xlsx", *DAY)
    for audience in ("board", "public"):
        said = refused("report", "all", "usual", "--for", audience, *rest)
        assert said.startswith("all and usual are of one register, with 60 and 57 in them")
    call("report", "all", "usual", "--for", "subgroup", *rest)


@pytest.mark.parametrize(
    ("totals", "left"),
    [
        ((900, 897), (900, 897)),
        ((900, 400, 497), (900, 400, 497)),
        ((900, 894), ()),
        ((900, 900), ()),
        ((900, 400, 500), ()),
        ((900,), ()),
    ],
)
def test_numbers_taken_from_one_another_are_tried_in_every_way(totals, left):
    assert leaves_few(totals) == left
