"""Themes by source as values: what each source counts, what the words are, which themes come back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import rows_of
from test_case_pooling import ASK, CATALOGUE, month

from audit.actions.action import Action, Assurance, Entry, Link, Plan, Status, Update
from audit.actions.followed import Followed
from audit.definitions import library
from audit.errors import StateError, UnknownError
from audit.recurring.columns import Column, of_cases, of_plan, of_review
from audit.recurring.finding import Finding, check
from audit.recurring.gathering import Known, gather
from audit.recurring.grid import NONE_COUNT, WORDS, Cell, Ended, Kind, Source, Standing, word
from audit.recurring.listed import Listed
from audit.recurring.returning import ends, returns
from audit.sampling.design import Design
from audit.standards.themes import Theme, all_themes

LISTED = Listed(
    {
        one.id: one
        for one in (
            Theme(
                "supervision", "Supervision", words=("safeguarding supervision",), sub_group="Practice group"
            ),
            Theme("domestic-abuse", "Domestic abuse and routine enquiry", words=("DV",)),
            Theme("fathers", "Fathers"),
        )
    }
)
STAMP, LATER = "2026-02-01T10:00:00+00:00", "2026-06-01T10:00:00+00:00"


def followed(name, *said, added=STAMP, at=LATER, **parts):
    entries = tuple(Entry(one, at, "QA") for one in said)
    return Followed(Action(name, **{"action": f"Do {name}", **parts}), added, entries)


def assured(name, on, **parts):
    return followed(name, Assurance(on, "Chair", "data"), **parts)


def self_assessment(name, on, **cells):
    named = {theme.replace("_", "-"): Cell(*counts) for theme, counts in cells.items()}
    return Column(Source(name, name, Kind.SELF, on), named)


def worry(text, *themes, **more):
    return Finding("Child R review", themes, text, **more)


def row(grid, name):
    return next(one for one in grid.rows if one.id == name)


# --- words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("k", "n", "said"),
    [
        (0, 9, "none"),
        (1, 400, "some"),
        (1, 3, "many"),
        (13, 40, "some"),
        (2, 3, "most"),
        (5, 8, "many"),
        (0, 0, NONE_COUNT),
    ],
)
def test_the_word_follows_the_printed_rule(k, n, said):
    assert word(k, n) == said


@given(st.integers(0, 60), st.integers(0, 60))
def test_every_cell_has_a_word_of_the_rule_and_more_of_the_same_never_sounds_less(k, n):
    k = min(k, n)
    loud = [said for said, _ in WORDS]
    assert word(k, n) in loud
    if k < n:
        assert loud.index(word(k + 1, n)) <= loud.index(word(k, n))


def test_a_cell_tells_its_counts_and_the_strengths_beside_them():
    assert Cell(4, 1200).count == "4 of 1,200"
    assert Cell(0, 3, 2).count == "0 of 3, 2 strengths"
    assert (Cell(0, 0, 1).count, Cell(0, 0, 1).word) == ("1 strength", "none")
    assert (Cell(0, 0).count, Cell(0, 0).word) == ("-", NONE_COUNT)


# --- the list of themes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("DV", ("domestic-abuse",)),
        ("domestic abuse & ROUTINE enquiry", ("domestic-abuse",)),
        ("Domestic-abuse", ("domestic-abuse",)),
        ("Fathers; safeguarding supervision", ("fathers", "supervision")),
        ("Supervision & DV", ("supervision", "domestic-abuse")),
        ("DV and Fathers", ("domestic-abuse", "fathers")),
        ("Priority 2: DV", ("domestic-abuse",)),
        ("Fathers; weather", ()),
        ("", ()),
    ],
)
def test_a_theme_is_known_by_id_title_or_another_word_alone_or_in_a_list(said, ids):
    assert LISTED.split(said) == ids


def test_an_unknown_theme_is_refused_with_the_nearest():
    with pytest.raises(UnknownError, match="did you mean 'Supervision'"):
        LISTED.ask("supervison")


def test_every_shipped_theme_is_known_by_all_its_own_words():
    found = Listed(all_themes(library()))
    for theme in found.themes.values():
        assert {found.theme(each) for each in (theme.id, theme.title, *theme.words)} == {theme.id}
    words = ("DV & routine enquiry", "Fathers/males/carers", "Missed appointments", "Domestic violence")
    assert all(found.split(each) for each in words)


def test_a_workspace_names_the_owner_of_a_shipped_theme_and_adds_its_own(tmp_path):
    ours = tmp_path / "standards/themes/ours.yaml"
    ours.parent.mkdir(parents=True)
    ours.write_text(
        "title: Ours\nthemes:\n  - {id: supervision, sub-group: Practice group, words: [one to ones]}\n"
        "  - {id: neglect, title: Neglect}\n"
    )
    shipped, found = all_themes(library()), all_themes(library(tmp_path))
    assert [*found] == [*shipped, "neglect"]
    one = found["supervision"]
    assert (one.title, one.sub_group) == ("Supervision", "Practice group")
    assert one.words == ("one to ones", *shipped["supervision"].words)
    assert {**found, "supervision": shipped["supervision"]} == {
        **shipped,
        "neglect": Theme("neglect", "Neglect"),
    }


# --- columns ------------------------------------------------------------------------------------------


def test_cases_count_answers_below_the_standard(make):
    found = month(make(CATALOGUE.format("Recorded."), ASK), "sep", Design("simple", 8), rows_of(40), 5, na=1)
    column = of_cases(found)
    assert column.cells == {"voice-of-the-child": Cell(2, 7), "record-keeping": Cell(2, 7)}
    assert column.cell("supervision") is None
    assert (column.source.name, column.source.kind) == ("sep", Kind.CASES)


def test_a_review_counts_its_worries_and_tells_its_strengths_beside_them():
    found = of_review(
        "Child R review",
        [
            worry("a", "fathers", on="2026-03-01"),
            worry("b", "fathers", "supervision"),
            worry("c", "supervision", strength=True, on="2025-01-01"),
        ],
    )
    assert found.cells["fathers"] == Cell(2, 2, 0, ("2026-03-01",))
    assert found.cells["supervision"] == Cell(1, 2, 1)
    assert found.cell("domestic-abuse") == Cell(0, 2)
    assert found.source.on == "2025-01-01"
    only = of_review("Inspection", [worry("c", "supervision", strength=True)])
    assert (only.cell("supervision"), only.cell("fathers")) == (Cell(0, 0, 1), None)


def test_a_plan_counts_recommendations_once_and_leaves_out_those_without_a_theme():
    actions = [
        followed("A-001", recommendation="Ask fathers", theme="Fathers", row=3),
        followed("A-002", recommendation="Ask  FATHERS", theme="DV", sub_theme="Maternity", row=4),
        followed("A-003", theme="Weather", sub_theme="Supervision", row=5),
        followed("A-004", row=6),
    ]
    found = of_plan(Plan("p", "The plan"), actions, LISTED)
    assert {name: (cell.k, cell.n) for name, cell in found.cells.items()} == {
        "fathers": (1, 2),
        "domestic-abuse": (1, 2),
        "weather": (1, 2),
        "supervision": (1, 2),
    }
    assert found.titles["weather"] == "Weather"
    assert (found.source.title, found.source.untagged, found.source.of) == ("The plan", 1, 3)
    assert of_plan(Plan("p"), actions[3:], LISTED) is None


def test_a_plan_read_from_a_file_has_the_day_of_its_earliest_start_or_none():
    read = [followed("A-001", theme="DV", row=3), followed("A-002", theme="DV", row=4, start="2011-07-04")]
    typed = [followed("A-003", theme="DV")]
    days = [of_plan(Plan("p"), actions, LISTED).source.on for actions in (read, read[:1], typed)]
    assert days == ["2011-07-04", "", "2026-02-01"]


# --- what comes back ----------------------------------------------------------------------------------


def test_an_action_ended_each_time_it_was_assured_or_closed():
    assert ends(assured("A-001", "2026-01-05")) == (Ended("A-001", "assured", "2026-01-05"),)
    again = followed(
        "A-002",
        Update("2025-12", "x", "closed without assurance", "gone"),
        Status("not on track"),
        Assurance("2026-01-09", "Chair", "told"),
        Assurance("2026-01-20", "Chair", "data"),
    )
    assert ends(again) == (
        Ended("A-002", "closed without assurance", "2025-12-31", reopened=True),
        Ended("A-002", "assured", "2026-01-09"),
    )
    assert ends(followed("A-003", Status("superseded"))) == ()
    assert ends(followed("A-004", Status("reported complete", "Achieved"))) == ()


def test_a_theme_comes_back_only_where_it_is_found_after_the_day():
    one = assured("A-001", "2026-03-03", plan="p", theme="Supervision")
    columns = [
        self_assessment("before", "2026-03-02", supervision=(4, 9)),
        self_assessment("that day", "2026-03-03", supervision=(4, 9)),
        self_assessment("later", "2026-03-04", supervision=(4, 9), fathers=(9, 9)),
        self_assessment("good", "2026-03-05", supervision=(0, 9)),
        self_assessment("no day", "", supervision=(4, 9)),
        Column(Source("p", "p", Kind.PLAN, "2026-04-01"), {"supervision": Cell(1, 1)}, 1),
        Column(Source("q", "q", Kind.PLAN, "2026-04-01"), {"supervision": Cell(1, 3)}, 3),
    ]
    back = list(returns("supervision", columns, [one]))
    assert [(each.source.name, each.k, each.n) for each in back] == [("later", 4, 9), ("q", 1, 3)]
    assert back[0].after == (Ended("A-001", "assured", "2026-03-03"),)


def test_of_a_review_only_findings_of_later_days_come_back():
    column = of_review(
        "Child R review",
        [
            worry("a", "fathers", on="2026-01-01"),
            worry("b", "fathers", on="2026-03-04"),
            worry("c", "fathers"),
        ],
    )
    (back,) = returns("fathers", [column], [assured("A-001", "2026-03-03")])
    assert (back.k, back.n) == (1, 3)
    assert not list(returns("fathers", [column], [assured("A-001", "2026-03-04")]))


@given(st.dates(date(2025, 1, 1), date(2026, 1, 31)), st.dates(date(2025, 1, 1), date(2026, 1, 31)))
def test_nothing_comes_back_from_before(ended, opened):
    column = self_assessment("r", opened.isoformat(), fathers=(1, 2))
    back = list(returns("fathers", [column], [assured("A-001", ended.isoformat())]))
    assert bool(back) == (opened > ended)


# --- the grid -----------------------------------------------------------------------------------------


def known(**parts):
    return Known(LISTED, **parts)


def test_the_grid_holds_rounds_in_their_order_then_reviews_then_plans():
    rounds = (
        self_assessment("new", "2026-05-01", supervision=(4, 9)),
        self_assessment("old", "2024-05-01", supervision=(0, 0), fathers=(9, 9)),
        self_assessment("bare", "2024-05-01"),
    )
    actions = (
        assured("A-001", "2026-01-03", plan="p", theme="Safeguarding supervision", start="2025-01-01"),
        followed("A-002", Status("superseded"), plan="p", theme="Supervision"),
        followed("A-003", plan="p", theme="Weather"),
        followed("A-004", plan="bare plan", row=3),
    )
    findings = (worry("a", "fathers"), worry("b", "supervision", withdrawn="wrong"))
    grid = gather(known(rounds=rounds, plans=(Plan("p", "The plan"),), actions=actions, findings=findings))
    assert [one.name for one in grid.sources] == ["old", "new", "Child R review", "p"]
    assert [one.id for one in grid.rows] == ["supervision", "fathers", "weather"]
    assert grid.silent == ("Domestic abuse and routine enquiry",)
    assert grid.left_out == (
        "bare: no graded question bears a theme.",
        "bare plan: nothing in it bears a theme.",
    )
    one = row(grid, "supervision")
    assert one.cells == (Cell(0, 0), Cell(4, 9), Cell(0, 1), Cell(2, 3))
    assert (one.sub_group, one.actions) == ("Practice group", Standing(0, 1, 1))
    assert one.came_back == (
        (
            "new (opened on 1 May 2026): 4 of 9 answers not graded good, "
            "after A-001 was assured on 3 January 2026."
        ),
    )
    assert [(each.title, each.listed) for each in grid.rows[1:]] == [("Fathers", True), ("Weather", False)]
    assert row(grid, "weather").cells == (None, None, Cell(0, 1), Cell(1, 3))


def test_of_some_rounds_alone_reviews_and_plans_stay_out_and_actions_still_count():
    rounds = (self_assessment("new", "2026-05-01", supervision=(4, 9)),)
    actions = (assured("A-001", "2026-01-03", theme="Supervision"), followed("A-002", theme="Fathers"))
    grid = gather(known(rounds=rounds, actions=actions, findings=(worry("a", "fathers"),)), only_rounds=True)
    assert [one.name for one in grid.sources] == ["new"]
    assert [(one.id, len(one.came_back)) for one in grid.rows] == [("supervision", 1)]


def test_actions_in_no_plan_stand_under_what_they_came_from():
    actions = (
        assured("A-001", "2026-01-03", theme="Fathers", source="Child M review"),
        followed("A-002", theme="Fathers"),
    )
    grid = gather(known(actions=actions))
    assert [one.name for one in grid.sources] == ["Actions in no plan", "Child M review"]
    (back,) = row(grid, "fathers").returns
    assert back.source.name == "Actions in no plan"


def test_since_a_day_only_what_is_of_that_day_or_later_and_what_has_none_is_told():
    rounds = (
        self_assessment("old", "2024-05-01", supervision=(4, 9)),
        self_assessment("new", "2026-05-01", supervision=(4, 9)),
    )
    findings = (worry("a", "fathers"),)
    grid = gather(known(rounds=rounds, findings=findings), since="2026-05-01")
    assert [one.name for one in grid.sources] == ["new"]
    assert grid.left_out == (
        "Child R review: no day is known of it, so it cannot be said to be since 2026-05-01.",
    )


def test_of_a_review_that_lasted_the_findings_since_a_day_stand_and_those_without_one_are_told():
    findings = tuple(worry(day, "fathers", on=day) for day in ("2025-01-10", "2026-06-01", ""))
    grid = gather(known(findings=findings), since="2026-05-01")
    assert [(one.name, one.on) for one in grid.sources] == [("Child R review", "2026-06-01")]
    assert row(grid, "fathers").cells[0].count == "1 of 1"
    assert [one for one in grid.left_out if "1 of its findings says no day" in one]
    assert not gather(known(findings=findings[:1]), since="2026-05-01").sources


def test_an_action_from_an_answer_bears_the_themes_of_its_question_and_makes_no_column():
    linked = assured("A-001", "2026-01-03", link=Link("old", "A1"))
    rounds = (self_assessment("new", "2026-05-01", fathers=(4, 9)),)
    found = gather(known(rounds=rounds, actions=(linked,), asked={("old", "A1"): ("fathers",)}))
    assert [one.name for one in found.sources] == ["new"]
    assert (row(found, "fathers").actions.assured, len(row(found, "fathers").came_back)) == (1, 1)


def test_many_actions_that_ended_are_told_in_one_sentence():
    actions = [assured(f"A-00{place}", f"2026-01-0{place}", theme="Fathers") for place in range(1, 6)]
    rounds = (self_assessment("new", "2026-05-01", fathers=(1, 2)),)
    (sentence,) = row(gather(known(rounds=rounds, actions=tuple(actions))), "fathers").came_back
    assert sentence.endswith(
        "after A-005 was assured on 5 January 2026, A-004 was assured on 4 January 2026, "
        "A-003 was assured on 3 January 2026 and 2 more before."
    )


# --- findings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("finding", "why"),
    [
        (Finding("", ("fathers",), "x"), "--source says"),
        (Finding("R", ("fathers",), ""), "--text says"),
        (Finding("R", ("fathers",), "x", on="2027-01-01"), "still to come"),
    ],
)
def test_a_finding_that_cannot_be_is_refused(finding, why):
    with pytest.raises(StateError, match=why):
        check(finding, date(2026, 12, 31))
