"""audit report --all: the year in three editions, from everything that a workspace holds."""

import csv
import io
from contextlib import chdir
from itertools import chain
from pathlib import Path
from random import Random

import openpyxl
import pytest
import test_themes
from accessible import wrong
from hypothesis import given
from hypothesis import strategies as st
from test_cli_setup import as_json, call, refused, write
from test_workbook import table, texts
from workspaces import begin

from audit.actions.action import Action, Plan
from audit.cli import demo_survey
from audit.definitions import library
from audit.store.actions import ActionBook, Writing
from audit.store.rows import Stamp
from audit.store.store import Store
from audit.templates import load
from audit.workbook.year_edition import sheet_names

TODAY = ("--today", "2026-07-01")
MARK = "Zebedee"  # stands in all that people typed
STAFF = """\
title: Staff knowledge
edition: "2026"
scale: yes-no
standards:
  - id: K
    title: Knowledge
    questions:
      - {id: K1, text: Are you supervised?, themes: [supervision]}
      - {id: K2, text: Do you ask about fathers?, themes: [fathers]}
"""
SURVEY = """\
title: Staff survey
against: local/staff
subject: reply
not-applicable: free
needs: {action: [], evidence: []}
questions:
  - {id: K3, text: Anything else?, kind: text, optional: yes}
"""
PROGRAMME = f"""\
title: Programme
audits:
  - {{id: late, what: Audit of {MARK}, when: 2026-05-31, who: {MARK}}}
"""


def _year():
    """The workspace of the themes, with a survey that says otherwise than agencies, and typed words."""
    test_themes._made()
    write("standards/local/staff.yaml", STAFF)
    write("templates/local/staff.yaml", SURVEY)
    call("round", "open", "local/staff", "--name", "s1", "--due", "30/6/2026", "--today", "2026-06-01")
    rows = [f"{n},{'yes' if n % 10 == 0 else 'no'},yes,{MARK}" for n in range(60)]
    write("replies.csv", "\n".join(["respondent,K1,K2,K3", *rows]))
    call("collect", "replies.csv", "--round", "s1", "--today", "2026-06-20")
    write("a.yaml", f"A1: {{value: met, comment: {MARK}}}\nA2: met\nA3: met\nB1: 10/10\n")
    call("ask", "q2", "--agency", "trust", "--answers", "a.yaml", "--today", "2026-05-02")
    call("sign", "q2", "--agency", "trust", "--name", MARK, "--role", "Lead", "--today", "2026-05-02")
    call("finding", "add", "--source", f"{MARK} review", "--theme", "supervision", "--text", f"{MARK}.")
    write("programme.yaml", PROGRAMME)
    plan = Plan("p2", f"{MARK} plan")
    late = Action(
        "", plan="p2", action=f"Tell {MARK}", owners=(MARK,), theme=f"{MARK} theme", due="2026-01-01"
    )
    store = Store("sqlite:///audit.db")
    ActionBook(store).write(Writing((plan,), ((late, ()),)), Stamp("2026-02-01T10:00:00+00:00", "QA"))
    store.close()


@pytest.fixture
def here(tmp_path, monkeypatch):
    begin(tmp_path, _year)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """The three editions, each with its path."""
    folder = tmp_path_factory.mktemp("year")
    begin(folder, _year)
    with chdir(folder):
        asked = {"board": ("--ask", "agree the programme")}
        found = {one: report(one, *asked.get(one, ())) for one in ("subgroup", "board", "public")}
    for audience, book in found.items():
        book.path = folder / f"{audience}.xlsx"
    return found


def report(audience, *more):
    path = Path(f"{audience}.xlsx")
    call("report", "--all", "--for", audience, "-o", path, *TODAY, *more)
    return openpyxl.load_workbook(path)


def everything(book):
    return " ".join(chain.from_iterable(map(texts, book)))


@pytest.mark.parametrize("audience", ["subgroup", "board", "public"])
def test_each_edition_can_be_read_by_everybody(books, audience):
    book = books[audience]
    assert wrong(book.path, audience) == []
    assert book.sheetnames[:2] == ["Cover", "Contents"]
    assert {"Summary", "Looked at", "Sources by theme", "Theme Supervision", "Method"} <= {*book.sheetnames}


def test_the_public_reads_nothing_that_people_typed(books):
    assert MARK in everything(books["subgroup"])
    assert MARK in everything(books["board"])
    assert MARK not in everything(books["public"])
    assert MARK.encode() not in b"".join(_parts(books["public"].path))


def _parts(path):
    import zipfile

    with zipfile.ZipFile(path) as book:
        return [book.read(name) for name in book.namelist()]


@pytest.mark.usefixtures("here")
def test_a_theme_sets_its_sources_side_by_side_and_flags_where_they_disagree(books):
    book = books["board"]
    sides = table(book["Theme Supervision"], "Source", "What it is")
    # The very figures that the rounds' own results have.
    survey = as_json("results", "s1", "--by", "theme")["themes"]["supervision"]
    assert (sides["s1"]["Good or met"], sides["s1"]["Of"]) == (survey["compliant"], survey["n"]) == (6, 60)
    assert (sides["q2"]["Good or met"], sides["q2"]["Of"]) == (3, 4)
    # Two agencies with two answers each are two at the least, which may be chance.
    assert compared(book["Theme Supervision"]) == {"q2": "A third apart or more, which may be chance"}
    fathers = book["Theme Fathers and significant"]
    assert compared(fathers) == {"s1": "Disagree"}
    said = " ".join(texts(fathers))
    assert "s1 (survey replies) has 60 of 60 answers good (100 %), but q2 (self-assessment)" in said
    assert "though s1 (whoever came) tells of none but those who were looked at." in said


@pytest.mark.usefixtures("here")
def test_what_a_panel_or_an_adviser_says_is_no_self_assessment():
    call("round", "open", "challenge/event", "--name", "heard", "--due", "30/6/2026", *TODAY)
    write("a.yaml", "attended: attended\nnumber: '1'\nput-1: Why?\nanswer-1: So.\noutcome-1: accepted\n")
    call("ask", "heard", "--about", "trust", "--answers", "a.yaml", *TODAY)
    call("sign", "heard", "--about", "trust", "--name", "Ada", "--role", "Chair", *TODAY)
    line = table(report("board")["Looked at"], "Round", "What it is")["heard"]
    assert line["What it is"] == "Challenge event, view from outside"
    assert line["How many"].endswith(" recorded")
    assert line["What is weakest"] == "Outcome: 1 accepted, of 1."


def compared(sheet):
    lines = table(sheet, "More is good in", "What that says")
    return {name: line["What that says"] for name, line in lines.items()}


def test_themes_on_which_one_source_alone_says_something_have_no_sheet(books):
    book = books["board"]
    lines = table(book["Sources by theme"], "Theme", "Sources that say something")
    assert lines["Domestic abuse and routine enquiry"]["Side by side on"] == "one source only, so no sheet"
    assert "Theme Domestic abuse and" not in book.sheetnames


def test_the_board_is_asked_and_told_across_all_reports(books):
    sheet = books["board"]["Summary"]
    found = texts(sheet)
    assert "The board is asked to" in found
    assert "1. agree the programme." in found
    assert any("decide what to do about 1 overdue action: " in text for text in found)
    messages = table(sheet, "What the figures say", "Figures on")
    assert 5 <= len(messages) <= 10
    assert all(line["Figures on"] in books["board"].sheetnames for line in messages.values())
    assert any("part of the programme is late" in text for text in messages)
    assert any("sources disagree" in text for text in messages)


@pytest.mark.usefixtures("here")
def test_rounds_of_before_are_named_and_left_out_unless_since_takes_them_in(books):
    book = report("subgroup", "--since", "2026-01-01")
    looked = table(book["Looked at"], "Round", "What it is")
    assert {"q2", "s1"} <= set(looked)
    assert "q1" not in looked
    assert "Opened before 1 January 2026, so left out: q1." in texts(book["Looked at"])
    assert list(table(books["subgroup"]["Looked at"], "Round", "What it is"))[:3] == ["q1", "q2", "s1"]


def test_the_same_day_gives_the_same_bytes_and_the_next_report_says_what_moved(here, books):
    report("board", "--ask", "agree the programme")
    assert (here / "board.xlsx").read_bytes() == books["board"].path.read_bytes()
    call("action", "close", "A-004", "--as", "superseded", "--reason", "Done elsewhere", *TODAY)
    told = call("report", "--all", "--for", "board", "--text", "--today", "2026-07-05").stdout
    assert "Since the last report (1 July 2026)" in told
    assert (
        "Overdue actions: none of 4, down from 1." in told or "Overdue actions: 0 of 4, down from 1." in told
    )


def test_what_is_missing_is_a_sentence_and_an_empty_workspace_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call("init", ".", "--name", "Kingsbridge SCP")
    assert "There is nothing to report yet" in refused(
        "report", "--all", "--for", "board", "-o", "x.xlsx", *TODAY
    )
    assert not Path("x.xlsx").exists()
    call("finding", "add", "--source", "Child R review", "--theme", "fathers", "--text", "Nobody asked him.")
    for audience in ("subgroup", "public"):
        book = report(audience)
        assert wrong(tmp_path / f"{audience}.xlsx", audience) == []
        assert any("No round was opened since 1 July 2025." in text for text in texts(book["Summary"]))
        assert "Actions" not in book.sheetnames


FILES = """\
title: Files
scale: yes-no
standards:
  - {id: F, title: Files, questions: [{id: F1, text: Was the child seen?}]}
"""


@pytest.mark.usefixtures("here")
def test_what_moved_over_three_rounds_is_told_as_its_sheet_says_it_and_each_kind_is_heard():
    write("standards/local/files.yaml", FILES)
    write(
        "templates/local/files.yaml",
        SURVEY.split("questions", maxsplit=1)[0].replace("staff", "files").replace("reply", "case"),
    )
    write("register.csv", "Ref\n" + "\n".join(f"Z{number}" for number in range(60)))
    for month, met in ((3, 4), (4, 7), (5, 10)):
        day = ("--today", f"2026-0{month}-02")
        call(
            "dip",
            "local/files",
            "register.csv",
            "--unit",
            "Ref",
            "--size",
            "10",
            "--seed",
            f"7{month}",
            "--name",
            f"d{month}",
            "--agency",
            "trust",
            *day,
        )
        rows = [f"trust,C-{n:02},F1,{'yes' if n <= met else 'no'}" for n in range(1, 11)]
        write("in.csv", "\n".join(["agency,case,question,value", *rows]))
        call("collect", "in.csv", "--round", f"d{month}", *day)
    book = report("board")
    said = texts(book["Summary"])
    assert any(
        "tested against d3 and d4, 1 changed by more than could be chance (F1)" in text for text in said
    )
    assert not any("tested against d4," in text for text in said)
    assert any("a rise like this would seldom be chance" in text for text in texts(book["Over time"]))
    weak = [text for text in said if "Weakest: " in text or "weakest" in text.lower()]
    assert {text.split(":")[0] for text in weak} >= {"q2", "s1"}


@pytest.mark.usefixtures("here")
def test_three_rounds_of_a_template_are_drawn_as_lines_with_the_shares_that_each_had():
    call("round", "open", "local/ours", "--name", "q3", "--due", "30/11/2027", "--today", "2026-06-02")
    for code, answers in test_themes.GIVEN["q1"].items():
        write("a.yaml", answers if "A3" in answers else f"{answers}A3: met\n")
        call("ask", "q3", "--agency", code, "--answers", "a.yaml", "--today", "2026-06-02")
        call("sign", "q3", "--agency", code, "--name", "Ada", "--role", "Lead", "--today", "2026-06-02")
    sheet = report("board")["Over time"]
    lines = table(sheet, "Round", "A Leadership")
    for name in ("q1", "q2", "q3"):
        (standard,) = as_json("results", name, *TODAY)["standards"].values()
        met = [standard["met"].get(key, 0) for key in ("fully", "in part", "not")]
        assert lines[name]["A Leadership"] == pytest.approx(met[0] / sum(met), abs=1e-4)
    assert len(sheet._charts) == 1


@given(st.lists(st.text(max_size=60), max_size=12))
def test_every_sheet_has_a_name_of_its_own_that_excel_takes(titles):
    names = sheet_names(f"Theme {title}" for title in titles)
    assert len({name.casefold() for name in names}) == len(titles)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


@pytest.mark.usefixtures("here")
def test_wrong_usage_says_what_would_do():
    both = refused("report", "--all", "q1", "--for", "board", "-o", "x.xlsx", code=2)
    assert "--all is of every round" in both
    assert "--since goes with --all" in refused(
        "report", "q1", "--since", "2026-01-01", "--for", "board", "-o", "x.xlsx", code=2
    )
    mixed = refused("report", "q1", "s1", "--for", "board", "-o", "x.xlsx")
    assert "'audit report --all' sets them side by side" in mixed


def test_the_survey_of_the_demo_asks_what_its_template_asks():
    rows = list(csv.DictReader(io.StringIO(demo_survey.export(Random(demo_survey.SEED)))))
    template = load(library(), demo_survey.TEMPLATE)
    assert set(rows[0]) == {"respondent", *template.by_id}
    assert len(rows) == demo_survey.REPLIES
    assert {row["SK11"] for row in rows} == {"Yes", "No", "Not applicable"}


def test_no_two_sheets_of_the_published_year_have_one_title(books):
    titles = [sheet["A1"].value for sheet in books["public"]]
    assert len(set(titles)) == len(titles)
    assert len(titles) > 20
    assert any(title.startswith("Theme: ") for title in titles)
