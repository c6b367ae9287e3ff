"""The summaries of rounds about cases and of actions: random ones, worked out here again."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from actions_made import TODAY as DAY
from actions_made import assured, followed
from case_rounds import TODAY, case_round
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import DESIGNS, rows_of, sample
from scipy.stats import fisher_exact

from audit.actions.figures import Figures
from audit.cases.comparing import compare
from audit.cases.concern import Concern
from audit.cases.results import Results
from audit.recurring.grid import Kind
from audit.summaries.message import Matter
from audit.workbook.action_edition import ActionEdition
from audit.workbook.action_report import action_report_of
from audit.workbook.case_edition import CaseEdition
from audit.workbook.case_ready import comparison
from audit.workbook.case_report import case_report_of
from audit.workbook.case_summary import summary
from audit.workbook.page import Table
from audit.workbook.year_rounds import cases_looked

IDS = ("V1", "V2", "W1", "W2", "W3")
CATALOGUE = """
    title: Cases
    scale: yes-partly-no
    standards:
      - id: V
        title: Voice
        questions:
          - {id: V1, text: Seen alone., critical: yes, themes: [voice-of-the-child]}
          - {id: V2, text: Asked why.}
      - id: W
        title: Work
        questions:
          - {id: W1, text: Consent was asked., themes: [information-sharing]}
          - {id: W2, text: Police told., critical: yes}
          - {id: W3, text: Plan was kept.}
"""
DRAWN = 12
GRADES = st.lists(
    st.lists(st.sampled_from(("yes", "yes", "partly", "no")), min_size=DRAWN, max_size=DRAWN),
    min_size=len(IDS),
    max_size=len(IDS),
)


@pytest.fixture(scope="module")
def asked(make):
    return make(CATALOGUE, "against: local/set\nsubject: case\nneeds: {action: [], evidence: []}")


@pytest.fixture(scope="module")
def standing():
    return sample(DESIGNS["simple"][0], rows_of(80))


def read(asked, standing, columns, name="R", concerns=()):
    refs = [entry.reference for entry in standing.current]
    answers = {
        (ref, "police", 1): {one: column[place] for one, column in zip(IDS, columns, strict=True)}
        for place, ref in enumerate(refs)
    }
    made = case_round(asked, standing, answers, concerns=concerns)
    return Results(replace(made, round=replace(made.round, name=name)), TODAY)


def met_of(text):
    """How many of how many files a sentence says met it."""
    if "No failures found" in text:
        return DRAWN
    if "None of the" in text:
        return 0
    return int(re.search(rf"(\d+) of the {DRAWN} files", text)[1])


@settings(max_examples=25)
@given(columns=GRADES)
def test_a_random_dip_is_told_by_its_own_counts_the_weakest_first(asked, standing, columns):
    report = case_report_of(CaseEdition(read(asked, standing, columns), "board"))
    met = {name: column.count("yes") for name, column in zip(IDS, columns, strict=True)}
    low = {name: column.count("no") for name, column in zip(IDS, columns, strict=True)}
    assert {name: report.kept.figures[f"question.{name}.met"] for name in IDS} == met
    weakest = [one for one in report.messages if one.key.startswith("question.")]
    told = [(one.key.split(".")[1], met_of(one.text)) for one in weakest]
    assert all(met[name] == count < DRAWN for name, count in told)
    alike = len({*met.values()}) == 1 and max(met.values()) < DRAWN
    short = sorted(count for count in met.values() if count < DRAWN)
    assert [count for _, count in told] == ([] if alike else short[:3])
    assert alike == any(one.key == "questions.alike" for one in report.messages)
    for one, (_, count) in zip(weakest[1:], told[1:], strict=True):
        assert one.text.startswith("Just as weak: " if count == told[0][1] else "Next: ")
    if len(told) == 3:
        more = [name for name in IDS if met[name] == told[-1][1] and name not in dict(told)]
        assert re.findall(r"\w\d", weakest[-1].text.partition(" No better: ")[2]) == more
    critical = " ".join(one.text for one in report.messages if one.matter is Matter.CRITICAL)
    wanted = {name: low[name] for name in ("V1", "W2") if low[name]}
    assert {name: int(count) for name, count in re.findall(r"(\w\d) \((\d+) of 12\)", critical)} == wanted
    assert any("critical" in ask for ask in report.asks) == bool(wanted)
    assert ("No critical question is at its lowest grade" in critical) == (not wanted)
    themes = {"V1": met["V1"], "W1": met["W1"]}
    theme = [one.text for one in report.messages if one.key == "theme"]
    assert len(theme) == (len({*themes.values()}) > 1)
    assert all(f": {min(themes.values())} of 12 answers met the standard." in one for one in theme)
    assert 5 <= len(report.messages) <= 10 or len(told) < 2


@pytest.mark.parametrize(
    ("grade", "alike", "headline"),
    [
        ("yes", 0, "Met wherever it counts: V1, V2, W1, W2 and W3"),
        ("no", 1, "No question is weaker than another. On each, None of the 12 files"),
    ],
)
def test_nothing_is_called_weakest_where_all_is_alike(asked, standing, grade, alike, headline):
    edition = CaseEdition(read(asked, standing, [[grade] * DRAWN] * 5), "board")
    found = case_report_of(edition).messages
    assert not [one for one in found if "eakest" in one.text]
    assert len([one for one in found if one.key == "questions.alike"]) == alike
    assert any(one.text.startswith(headline) for one in found)
    assert cases_looked(edition, Kind.CASES, "").headline.startswith(headline)


@settings(max_examples=15)
@given(before=GRADES, after=GRADES)
def test_only_what_a_test_finds_more_than_chance_is_said_to_have_changed(asked, standing, before, after):
    other = sample(DESIGNS["simple"][0], rows_of(80, name="X-{}"))
    rounds = [read(asked, other, before, "S"), read(asked, standing, after)]
    found = comparison(compare(rounds), board=True)
    p = {
        name: fisher_exact([[a := then.count("yes"), DRAWN - a], [b := now.count("yes"), DRAWN - b]])[1]
        for name, then, now in zip(IDS, before, after, strict=True)
    }
    assert [text.split(",")[0] for text in found.moved] == [name for name in IDS if p[name] <= 0.05]
    messages = case_report_of(CaseEdition(rounds[1], "board", comparison=found)).messages
    headline = next(one.text for one in messages if one.key == "moved.tested")
    assert headline.startswith(f"Of 5 questions tested against S, {len(found.moved) or 'none'} changed by")


def test_a_concern_is_told_and_asked_about_but_not_published_nor_said_twice(asked, standing):
    concerns = [Concern(1, "R", "C-05", "V1", "Hurt", "Ada", "2026-11-19T10:00:00+00:00")]
    columns = [["yes"] * DRAWN] * len(IDS)
    edition = CaseEdition(read(asked, standing, columns, concerns=concerns), "board", asks=("agree",))
    report = case_report_of(edition)
    concern = "1 immediate concern was raised; its outcome is not recorded yet."
    assert [one.text for one in report.messages if one.matter is Matter.CONCERN] == [concern]
    assert report.asks == ("agree", "note that the outcome of 1 immediate concern is not recorded yet.")
    table = next(one for one in summary(edition).blocks if isinstance(one, Table))
    assert concern not in [row[0] for row in table.rows]
    public = case_report_of(replace(edition, audience="public"))
    assert not public.asks
    assert not [name for name in public.kept.figures if "concern" in name]
    assert "concern" not in " ".join(one.text for one in public.messages)


ACTIONS = st.lists(
    st.tuples(
        st.booleans(),
        st.one_of(st.just(-9), st.integers(-200, 200)),
        st.sampled_from(("", "Police", "Health")),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=40)
@given(drawn=ACTIONS)
def test_random_actions_are_told_by_their_own_counts(drawn):
    found = [
        followed(
            place,
            *([("2026-11-02", assured("2026-11-01", "data"))] if done else []),
            due=(DAY + timedelta(ahead)).isoformat(),
            owners=(owner,) if owner else (),
        )
        for place, (done, ahead, owner) in enumerate(drawn, 1)
    ]
    edition = ActionEdition(Figures(tuple(found), DAY), "board", date(2026, 8, 22))
    report = action_report_of(edition)
    late = {
        f"A-{place:03}": -ahead for place, (done, ahead, _) in enumerate(drawn, 1) if not done and ahead < 0
    }
    done = sum(one for one, _, _ in drawn)
    kept = report.kept.figures
    assert [kept[f"actions.{name}"] for name in ("overdue", "assured", "open")] == [
        *(len(late), done, len(drawn) - done)
    ]
    by_key = {one.key: one.text for one in report.messages}
    assert f" {len(late) or 'none'} {'are' if len(late) > 1 else 'is'} overdue" in by_key["actions"]
    assert ("overdue" in by_key) == bool(late)
    if late:
        names, ahead = re.search(r"((?:\S+ )*A-\d+), due .*, (\d+) days? ago", by_key["overdue"]).groups()
        longest = [name for name in late if late[name] == max(late.values())]
        assert re.findall(r"A-\d+", names) == longest[: 6 if len(longest) <= 6 else 5]
        assert int(ahead) == max(late.values())
    assert any("overdue" in ask for ask in report.asks) == bool(late)
    assert all(before.matter <= after.matter for before, after in pairwise(report.messages))
    assert max(Counter(one.text for one in report.messages).values()) == 1
