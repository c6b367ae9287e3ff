"""Answers as a long table: what is written comes back, and whatever is wrong has its cell."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_case_csv import written

from audit.responses.files import take
from audit.responses.given import take_given
from audit.responses.interview import Interview
from audit.responses.long_table import gather, long_table, shown
from audit.tables import Table, read

EVERY_KIND = """
title: Set
scale: met-partly-not
standards:
  - id: A
    title: First
    questions:
      - {id: A1, text: One.}
      - {id: A2, text: Two., kind: choice, choices: [a; b, "c, d", e]}
      - {id: A3, text: Three., kind: choices, choices: [a, "b, c", d]}
      - {id: A4, text: Four., kind: text}
      - {id: A5, text: Five., kind: number}
      - {id: A6, text: Six., kind: share}
      - {id: A7, text: Seven., kind: elapsed, limit: 10, days: calendar}
      - {id: A8, text: Eight., kind: date}
      - {id: A9, text: Nine., kind: yes-no}
"""
WORDS = st.text(max_size=40)
DAYS = st.dates(date(2000, 1, 1), date(2030, 1, 1)).map(str)
VALUES = {
    "A1": st.sampled_from(["met", "partly", "not-met", "n/a"]),
    "A2": st.sampled_from(["a; b", "c, d", "e"]),
    "A3": st.lists(st.sampled_from(["a", "b, c", "d"]), min_size=1, unique=True),
    "A4": WORDS,
    "A5": st.integers(-10_000, 10_000).map(str),
    "A6": st.integers(0, 20).map(lambda count: f"{count}/20"),
    "A7": st.one_of(DAYS.map(lambda day: {"from": day}), DAYS.map(lambda day: {"from": day, "to": day})),
    "A8": DAYS,
    "A9": st.sampled_from(["yes", "no"]),
}
PIECES = st.fixed_dictionaries({"what": WORDS.filter(shown), "where": WORDS, "date": WORDS})
PARTS = {
    "comment": WORDS,
    "reason": WORDS,
    "evidence": st.lists(PIECES, max_size=3),
    "action": st.fixed_dictionaries({"what": WORDS, "who": WORDS, "when": WORDS}),
}
GIVEN = st.fixed_dictionaries(
    {},
    optional={key: st.fixed_dictionaries({"value": value}, optional=PARTS) for key, value in VALUES.items()},
)


def as_rows(blocks):
    """Answers in the format of `audit show --json`, as the rows of a long table."""
    for name, block in blocks.items():
        value = block.get("value", "")
        first = {
            "question": name,
            "value": "; ".join(value) if isinstance(value, list) else value,
            **{key: block[key] for key in ("comment", "reason") if key in block},
            **{f"action {key}": text for key, text in block.get("action", {}).items()},
        }
        pieces = [
            {f"evidence {key}": text for key, text in piece.items()} for piece in block.get("evidence", [])
        ]
        yield {**first, **(pieces[0] if pieces else {})}
        yield from ({"question": name, **piece} for piece in pieces[1:])


@pytest.fixture(scope="module")
def whole(make):
    """Gives the interview of a template with every kind of question (which hypothesis would print whole)."""
    made = Interview(make(EVERY_KIND), frozenset(), {}, date(2026, 3, 2))
    return lambda: made


@settings(max_examples=150)
@given(said=GIVEN, separator=st.sampled_from([",", ";", "\t"]))
def test_answers_written_as_a_long_table_come_back_the_same(whole, tmp_path_factory, said, separator):
    stored = take(whole(), said, "said").answers
    blocks = json.loads(json.dumps({name: answer.block() for name, answer in stored.items()}))
    for block in (block for block in blocks.values() if "evidence" in block):
        # The same piece of evidence twice is one, as in a form.
        block["evidence"] = [
            one for at, one in enumerate(block["evidence"]) if one not in block["evidence"][:at]
        ]
    rows = list(as_rows(blocks))
    columns = ["question", *dict.fromkeys(key for row in rows for key in row if key != "question"), "value"]
    columns = list(dict.fromkeys(columns))
    path = tmp_path_factory.mktemp("long") / "a.csv"
    written(path, columns, *([row.get(name, "") for name in columns] for row in rows), separator=separator)
    found = long_table(read(path)[0])
    assert found is not None
    groups, problems = gather(found, str(path), [*whole().template.by_id, "A"])
    assert not problems
    answers_ = {}
    for group in groups:
        taken = take_given(whole(), group)
        assert not taken.problems
        answers_ |= taken.answers
    assert {name: answer.block() for name, answer in answers_.items()} == {
        k: b for k, b in blocks.items() if b
    }


@given(
    st.lists(
        st.lists(
            st.sampled_from(["question", "value", "A1", "met", "", "x", "concern", "agency", "2"]),
            min_size=3,
            max_size=3,
        ),
        max_size=6,
    )
)
def test_any_table_is_read_or_has_problems_but_nothing_is_lost_unseen(whole, rows):
    table = Table("t.csv", "", tuple(tuple(cell or None for cell in row) for row in rows))
    found = long_table(table)
    if found is None:
        return
    groups, problems = gather(found, "t.csv", ["A1", "A"])
    for row in found.rows:
        kept = any(row["value"] == group.replies.get(row["question"], {}).get("value") for group in groups)
        assert not row["value"] or problems or kept
    for group in groups:
        take_given(whole(), group)


def test_the_problems_of_an_answer_name_the_cell_that_is_wrong(whole):
    rows = (("question", "value", "evidence", "evidence where"), ("A1", "mostly", None, "Drive"))
    found = long_table(Table("t.csv", "", rows))
    groups, problems = gather(found, "t.csv", ["A1"])
    assert not problems
    wrong = [str(problem) for problem in take_given(whole(), groups[0]).problems]
    assert wrong[0].startswith("cell B2: A1: 'mostly' is not a grade")
    assert wrong[1] == "cell D2: A1: evidence needs 'what', a description of it."


def test_a_cell_that_no_workbook_can_hold_is_a_problem():
    rows = (("question", "comment"), ("A1", "x" * 32_768), ("A1", "a\x07b"))
    _, problems = gather(long_table(Table("t.csv", "", rows)), "t.csv", ["A1"])
    said = " ".join(map(str, problems))
    assert "cell B2: " in said
    assert "has 32,768 characters" in said
    assert "cell B3: 'a b' holds characters that cannot be shown" in said
