"""audit export: every answer one row, unanswered ones too; what it writes can be collected again."""

import csv
from contextlib import closing
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_cli_setup import as_json, call, open_round, refused, write

from audit import tables
from audit.agencies import Agency
from audit.moderation import Moderated
from audit.responses.brought import Brought
from audit.responses.files import take
from audit.responses.given import take_given
from audit.responses.interview import Interview
from audit.responses.long_table import gather, long_table
from audit.responses.merging import version
from audit.responses.response import WHOLE, Answer, Evidence, Response
from audit.store.rows import Stamp
from audit.store.store import Store
from audit.workbook.answer_list import HEADINGS, Listed, headings, rows_of
from audit.workbook.listing import write_list

TODAY = date(2026, 12, 1)


def read(path):
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def rows_by(path, *keys):
    return {tuple(row[key] for key in keys): row for row in read(path)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Oak has signed and was moderated, Elm has begun, Ash is silent with answers to confirm, Fir left."""
    folder = tmp_path_factory.mktemp("export")
    open_round(folder, *((name, "school") for name in ("Oak", "Elm", "Ash", "Fir")))
    here = ("-w", folder)
    action = "{what: =Find, who: '@Ada', when: 2027-01-31}"
    evidence = "[Minutes, {what: Rota, where: HR}]"
    oak = (
        f"A1: {{value: partly, action: {action}, comment: '-1+2', evidence: {evidence}}}\nA2: met\n"
        f"B1: {{value: 1/2, action: {action}}}\nB2: {{value: n/a, reason: No pupils}}\n"
        "B: {evidence: Register}\n"
    )
    call(
        "ask", "r1", "--agency", "oak", "--answers", write(folder / "a.yaml", oak), "--by", "Ada Moss", *here
    )
    both = ("--second-name", "Ben", "--second-role", "Chair")
    call("sign", "r1", "--agency", "oak", "--name", "Ada", "--role", "Head", *both, "--today", TODAY, *here)
    elm = write(folder / "b.yaml", "A1: not-met\nB2: met\n")
    call("ask", "r1", "--agency", "elm", "--answers", elm, *here)
    call("round", "change", "r1", "--drop", "fir", "--as", "left", "--reason", "merged", *here)
    with closing(Store(f"sqlite:///{folder / 'audit.db'}")) as store:
        stamp = Stamp("2026-12-01T09:00:00", "Panel")
        store.moderate("r1", [Moderated("oak", "oak", "A2", "partly", "No minutes", "met")], stamp)
        store.moderate(
            "r1", [Moderated("oak", "oak", "A1", "met", "Seen", "partly", assured="2026-12-01")], stamp
        )
        earlier = Brought("r0", Answer("met"), "Met", "Someone senior leads.", same=True)
        other = Brought("r0", Answer("met"), "Met", "Another wording.", same=False)
        store.bring("r1", {"ash": {"A1": earlier, "A2": other}}, stamp)
    call("export", "r1", "-o", folder / "r1.csv", "--today", TODAY, *here)
    return folder


def test_every_question_of_every_response_given_or_expected_has_a_row(folder):
    rows = read(folder / "r1.csv")
    first = [(row["agency"], row["question"], row["state"]) for row in rows]
    assert first == [
        ("oak", "A1", "answered"),
        ("oak", "A1", "more evidence"),
        ("oak", "A2", "answered"),
        ("oak", "B1", "answered"),
        ("oak", "B2", "not applicable"),
        ("oak", "B", "evidence for the standard"),
        ("elm", "A1", "incomplete"),
        ("elm", "A2", "not answered"),
        ("elm", "B1", "not answered"),
        ("elm", "B2", "answered"),
        ("ash", "A1", "to confirm"),
        ("ash", "A2", "not answered"),
        ("ash", "B1", "not answered"),
        ("ash", "B2", "not answered"),
    ]
    assert list(rows[0]) == list(HEADINGS)


def test_a_row_says_who_answered_what_and_what_became_of_it(folder):
    rows = rows_by(folder / "r1.csv", "agency", "question", "state")
    one = rows["oak", "A1", "answered"]
    told = {heading: one[heading] for heading in HEADINGS if one[heading]}
    assert told.pop("written at")
    assert told == {
        "round": "r1",
        "agency": "oak",
        "name": "Oak",
        "kinds": "School",
        "subject": "oak",
        "reading": "1",
        "edition": "1",
        "standing": "expected",
        "signed by": "Ada; Ben",
        "signed on": "2026-12-01",
        "standard": "A Leadership",
        "question": "A1",
        "question text": "Someone senior leads.",
        "kind": "grade",
        "state": "answered",
        "value": "partly",
        "label": "Partly met",
        "comment": "'-1+2",
        "evidence": "Minutes",
        "action": "'=Find",
        "action who": "'@Ada",
        "action when": "2027-01-31",
        "grade revised since": "Met",
        "written by": "Ada Moss",
        "version key": one["version key"],
    }
    assert (rows["oak", "A1", "more evidence"]["evidence"], rows["oak", "A1", "more evidence"]["value"]) == (
        "Rota",
        "",
    )
    panel = rows["oak", "A2", "answered"]
    assert (panel["panel's grade"], panel["panel's reason"]) == ("Partly met", "No minutes")
    share = rows["oak", "B1", "answered"]
    assert (share["value"], share["label"]) == ("1 of 2", "1 of 2 (Not met)")
    assert rows["elm", "A1", "incomplete"]["still owed"] == "action"
    assert rows["ash", "A1", "to confirm"]["earlier answer"] == "Met (r0)"
    assert rows["ash", "A2", "not answered"]["earlier answer"] == "Met (r0)"


def test_what_is_collected_again_unchanged_changes_nothing(folder):
    call("export", "r1", "-o", folder / "r1.xlsx", "-w", folder)
    before = [
        as_json("show", "r1", "--agency", code, "-w", folder)["answers"] for code in ("oak", "elm", "ash")
    ]
    for name in ("r1.csv", "r1.xlsx"):
        said = call("collect", folder / name, "-w", folder)
        assert "0 answers taken into 'r1'" in said.stderr
        assert "conflict" not in said.stderr
    after = [
        as_json("show", "r1", "--agency", code, "-w", folder)["answers"] for code in ("oak", "elm", "ash")
    ]
    assert after == before


def test_in_a_workbook_typed_text_is_no_formula_and_headings_stay_in_sight(folder):
    call("export", "r1", "-o", folder / "look.xlsx", "-w", folder)
    sheet = openpyxl.load_workbook(folder / "look.xlsx").active
    cells = [
        cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith(("=", "@", "-1+2"))
    ]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells[:3]] == [
        ("-1+2", "s", True),
        ("=Find", "s", True),
        ("@Ada", "s", True),
    ]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:AH15")


def test_the_same_answers_give_the_same_bytes(folder):
    for name in ("one.xlsx", "two.xlsx"):
        call("export", "r1", "-o", folder / name, "-w", folder, "--today", TODAY)
    assert (folder / "one.xlsx").read_bytes() == (folder / "two.xlsx").read_bytes()


@pytest.mark.parametrize("name", ["r1.txt", "nowhere/r1.csv", "."])
def test_a_file_that_cannot_be_is_refused_before_anything_is_read(folder, monkeypatch, name):
    monkeypatch.chdir(folder)
    assert refused("export", "r1", "-o", name).startswith(f"{name}, ")


# --- cases ------------------------------------------------------------------------------------------

CASES = """\
title: Case standards
edition: "2026"
sources:
  - {ref: OURS, title: Our handbook, checked: no}
scale: met-partly-not
standards:
  - {id: S, title: What was seen, questions: [{id: S1, text: Seen alone.}, {id: S2, text: A plan.}]}
"""


@pytest.fixture(scope="module")
def cases(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cases")
    here = ("-w", folder)
    call("init", folder, "--name", "Kingsbridge SCP")
    write(folder / "standards/local/cases.yaml", CASES)
    write(
        folder / "templates/local/cases.yaml",
        "against: local/cases\nsubject: case\nneeds: {action: [], evidence: []}\n",
    )
    call("agency", "add", "Oak", "--kind", "school", *here)
    register = write(folder / "register.csv", "id\n" + "\n".join(f"SYS-{n}" for n in range(20)) + "\n")
    draw = ("--unit", "id", "--size", "3", "--seed", "048151623", "--who", "Lee")
    call("sample", "draw", register, *draw, *here)
    call(
        "round", "open", "local/cases", "--sample", "S-001", "--name", "neglect", "--due", "2026-12-31", *here
    )
    answers = write(folder / "a.yaml", "S1: met\n")
    call("ask", "neglect", "--about", "C-01", "--agency", "oak", "--answers", answers, "--by", "Ada", *here)
    call("sample", "replace", "S-001", "C-02", "--reason", "closed before", "--who", "Lee", *here)
    with closing(Store(f"sqlite:///{folder / 'audit.db'}")) as store:
        stamp = Stamp("2026-12-01T09:00:00", "Ada")
        store.save(Response("neglect", "oak", "C-01"), {WHOLE: Answer(comment="A careful file")}, stamp)
    return folder


def test_cases_stand_in_the_list_by_their_references_and_can_come_back(cases):
    call("export", "neglect", "-o", cases / "n.csv", "-w", cases)
    rows = read(cases / "n.csv")
    assert tuple(rows[0]) == headings(cases=True)
    assert [(row["subject"], row["question"], row["state"], row["by"]) for row in rows] == [
        ("C-01", "S1", "answered", "Ada"),
        ("C-01", "S2", "not answered", ""),
        ("C-01", WHOLE, "comment on the whole", "Ada"),
        *((ref, name, "not answered", "") for ref in ("C-03", "C-04") for name in ("S1", "S2")),
    ]
    assert rows[2]["comment on the whole case"] == "A careful file"
    assert "SYS-" not in (cases / "n.csv").read_text(encoding="utf-8")
    assert "0 answers taken into 'neglect'" in call("collect", cases / "n.csv", "-w", cases).stderr


def test_the_log_of_a_round_about_cases_tells_its_draw_without_the_ids_of_children(cases):
    found = as_json("log", "neglect", "-w", cases)
    acts = list(dict.fromkeys(one["act"] for one in found))
    assert acts[:4] == ["register sealed", "seed set", "sample drawn", "round opened"]
    assert {"plan of reading", "answer", "case replaced"} <= set(acts)
    assert ("C-02", "reason", "closed before") in [
        (one["subject"], one["part"], one["after"]) for one in found
    ]
    assert "SYS-" not in call("log", "--json", "-w", cases).stdout
    assert as_json("log", "neglect", "--about", "c1", "-w", cases) == [
        one for one in found if one["subject"] == "C-01"
    ]


# --- any answers ------------------------------------------------------------------------------------

SET = """
title: Ours
edition: "2026"
sources: [{ref: OURS, title: Handbook, checked: no}]
scale: met-partly-not
standards:
  - id: A
    title: One
    questions:
      - {id: A1, text: A grade.}
      - {id: A2, text: A share., kind: share, grades: {met: 0.9, partly: 0.5}}
      - {id: A3, text: Words., kind: text}
      - {id: A4, text: Choices., kind: choices, choices: [one, two, three]}
      - {id: A5, text: A day., kind: date}
      - {id: A6, text: Days., kind: elapsed, limit: 10, days: calendar}
      - {id: A7, text: Yes or no., kind: yes-no}
      - {id: A8, text: How many., kind: number}
"""
WORDS = st.text(
    st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" \n'=+-@;,\""), max_size=9
).map(str.strip)
SAID = st.fixed_dictionaries(
    {},
    optional={
        "comment": WORDS,
        "reason": WORDS,
        "evidence": st.lists(
            st.fixed_dictionaries({"what": WORDS.filter(bool)}, optional={"where": WORDS, "date": WORDS}),
            max_size=3,
        ),
        "action": st.fixed_dictionaries({"what": WORDS.filter(bool)}, optional={"who": WORDS, "when": WORDS}),
    },
)
VALUES = {
    "A1": st.sampled_from(["met", "partly", "not-met", "n/a"]),
    "A2": st.sampled_from(["1/2", "0/0", "24/26", "n/a"]),
    "A3": WORDS.filter(bool),
    "A4": st.lists(st.sampled_from(["one", "two", "three"]), min_size=1, max_size=3),
    "A5": st.dates(date(2020, 1, 1), date(2027, 1, 1)).map(date.isoformat),
    "A6": st.sampled_from(["2026-01-05/2026-01-19", "2026-01-05/"]),
    "A7": st.sampled_from(["yes", "no"]),
    "A8": st.sampled_from(["0", "-3", "2.50", "1000000"]),
}
GIVEN = st.fixed_dictionaries(
    {},
    optional={
        name: st.builds(lambda value, said: {"value": value, **said}, values, SAID)
        for name, values in VALUES.items()
    },
)


@pytest.fixture(scope="module")
def template(make):
    return make(SET)


@settings(max_examples=40)
@given(given_=GIVEN)
@example(given_={"A2": {"value": "24/26"}, "A3": {"value": "2024/25"}})
def test_whatever_was_answered_comes_back_from_the_list_as_it_was(template, tmp_path_factory, given_):
    empty = Interview(template, frozenset(), {}, TODAY)
    answers = dict(take(empty, given_, "test").answers)
    one = Listed(
        Response("r1", "oak", "oak", answers=answers),
        Interview(template, frozenset(), answers, TODAY),
        Agency("oak", "Oak"),
    )
    path = tmp_path_factory.getbasetemp() / "list.csv"
    write_list(path, "Answers", HEADINGS, list(rows_of(one, cases=False)), TODAY)
    table = long_table(tables.read(path)[0])
    found, problems = gather(table, str(path), [*template.by_id, "A"])
    assert not problems
    came = {}
    for each in found:
        taken = take_given(empty, each)
        assert not taken.problems
        came |= taken.answers
        assert all(each.versions[name] == version(answers[name]) for name in taken.answers)
    assert came == {name: _distinct(answer) for name, answer in answers.items()}


def _distinct(answer):
    """The answer with each piece of evidence once: said twice, it is read as said once."""
    return Answer(
        **{**{name: getattr(answer, name) for name in answer.__slots__}, "evidence": _once(answer.evidence)}
    )


def _once(pieces: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(pieces))
