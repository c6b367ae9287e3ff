"""What an earlier round says is put beside the questions of a new one, and counts only once confirmed."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.bringing import EVIDENCE, bring, bring_all, reworded
from audit.definitions import shipped
from audit.errors import AnswerError, FileError
from audit.moderation import Moderated, moderation_of
from audit.responses.asking import Asking
from audit.responses.brought import brought_from, confirm
from audit.responses.files import take
from audit.responses.prompts import Prompts
from audit.responses.response import Answer, Response
from audit.rounds import interview

TODAY = date(2026, 3, 2)
SET = """
title: Set
scale: met-partly-not
standards:
  - id: A
    title: First
    questions:
      - {id: A1, text: One.}
      - {id: A2, text: Two., when: {A1: [partly]}}
      - {id: A3, text: Three., kind: share, of: staff, grades: {met: 0.9, partly: 0.7}}
  - id: B
    title: Second
    questions:
      - {id: B1, text: Four., kind: choices, choices: [a, b, c]}
      - {id: B2, text: Five., kind: elapsed, limit: 10, days: calendar}
      - {id: B3, text: Six., kind: text}
      - {id: B4, text: Seven., kind: yes-no, applies_to: [school]}
"""
TEMPLATE = "against: local/set\nneeds: {action: [not-met], evidence: [met]}"
SAID = {
    "A1": {"value": "partly", "comment": "Nearly.", "action": {"what": "Write it", "who": "Ada"}},
    "A2": "not-met",
    "A3": "18/20",
    "A": {"evidence": [{"what": "Minutes", "where": "drive", "date": "March 2024"}]},
    "B1": ["a", "c"],
    "B2": "2026-01-05/2026-01-12",
    "B3": "Quite well.",
}


@pytest.fixture(scope="session")
def template(make):
    return make(SET, TEMPLATE)


@pytest.fixture(scope="session")
def earlier(template, open_round):
    return open_round(template, {"Oak": SAID})


def brought(earlier, template, **changes):
    """What the agency Oak is brought, after some changes of its round."""
    round_, responses = earlier
    agency = round_.expected[0].agency
    return bring(replace(round_, **changes), agency, responses[0], template, TODAY)


def waiting(earlier, template, now=None):
    """The agency Oak's interview in a new round, with what the earlier one says."""
    round_, _ = earlier
    own = brought(earlier, template)
    new = replace(round_, name="R2", template=template, brought={"oak": own})
    agency = round_.expected[0].agency
    return interview(new, agency, Response("R2", "oak", "oak", answers=now or {}), TODAY)


def test_every_answer_is_brought_in_the_words_of_then(earlier, template):
    found = brought(earlier, template)
    assert {name: one.label for name, one in found.items()} == {
        "A1": "Partly met",
        "A2": "Not met",
        "A3": "18 of 20 (Met)",
        "A": EVIDENCE,
        "B1": "a; c",
        "B2": "5 January 2026 to 12 January 2026 (Met)",
        "B3": "Quite well.",
    }
    assert {(one.same, one.signed, one.round, one.moderated) for one in found.values()} == {
        (True, "2026-03-01", "R", "")
    }
    assert found["A1"].answer.action.who == "Ada"
    assert {name: brought_from(one.block()) for name, one in found.items()} == found


def test_what_did_not_arise_then_or_was_not_answered_is_not_brought(make, open_round):
    template = make(SET, TEMPLATE)
    # A2 was answered before A1 rose to met, so it counted for nothing.
    made = open_round(template, {"Oak": {"A2": "not-met", "A1": "met", "B3": {"comment": "Later."}}})
    assert set(brought(made, template)) == {"A1"}
    silent = open_round(template, {"Oak": None})
    assert bring_all(silent[0], silent[1], [e.agency for e in silent[0].expected], template, TODAY) == {}


def test_the_panels_grade_and_the_one_since_assurance_stand_beside_the_own_one(earlier, template):
    def panel(*given):
        lines = [Moderated("oak", "oak", name, grade, "seen", on, **more) for name, grade, on, more in given]
        return brought(earlier, template, moderation=moderation_of(lines))

    later = {"day": "2026-04-01", "assured": "2026-06-30"}
    found = panel(("A1", "not-met", "partly", {}), ("A1", "met", "not-met", later), ("A2", "met", "met", {}))
    assert (found["A1"].label, found["A1"].moderated) == ("Partly met", "Not met")
    assert found["A1"].revised == "Met, 30 June 2026"
    # A grade given on another one than stands there does not count.
    assert (found["A2"].moderated, found["A2"].revised) == ("", "")


CHANGES = {
    "its wording": ("text: One.", "text: One and more.", {"A1", "A"}),
    "a choice": ("choices: [a, b, c]", "choices: [a, b, c, d]", {"B1"}),
    "whose share it is": ("of: staff", "of: managers", {"A3", "A"}),
    "its kind": ("text: Four., kind: choices, choices: [a, b, c]", "text: Four., kind: text", {"B1"}),
    "the standard's title": ("title: First", "title: Foremost", {"A"}),
    "a question more": ("text: Two.,", "text: Two.}\n      - {id: A9, text: New.,", {"A"}),
    "guidance, weight, edges and a limit": (
        "text: Three., kind: share, of: staff, grades: {met: 0.9, partly: 0.7}",
        "text: Three., kind: share, of: staff, grades: {met: 0.95}, guidance: See., weight: 3",
        set(),
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_changed_since_can_be_confirmed_by_no_road(earlier, make, what):
    old, new, changed = CHANGES[what]
    asked = waiting(earlier, make(SET.replace(old, new), TEMPLATE))
    check_roads(earlier[0].template, asked, changed)


def test_a_grade_that_means_something_else_now_can_be_confirmed_by_no_road(earlier, make):
    scale = (shipped() / "standards/scales/met-partly-not.yaml").read_text(encoding="utf-8")
    asked = waiting(
        earlier, make(SET, TEMPLATE, **{"met-partly-not": scale.replace("Partly met", "Half met")})
    )
    check_roads(earlier[0].template, asked, {"A1", "A2", "A3", "B2", "A"})


def check_roads(then, asked, changed):
    """What changed can be confirmed neither by a file, nor at the prompt, nor by a form; the rest can."""
    template = asked.template
    assert {name for name, one in asked.brought.items() if not one.same} == changed
    assert set(reworded(then, template)) == changed - {"A", "B"}
    for name, one in asked.brought.items():
        question = template.by_id.get(name)
        if one.same:
            assert take(asked, {name: {"confirm": "yes"}}, "f").answers[name].confirmed == "R"
            continue
        with pytest.raises(FileError, match="changed since 'R', so what was said then cannot be confirmed"):
            take(asked, {name: {"confirm": "yes"}}, "f")
        if question:
            assert Asking(Prompts(), asked, question).confirmed() is None
            with pytest.raises(AnswerError, match="the question has changed"):
                confirm(template, question, one)


def test_a_share_confirmed_comes_out_as_the_grade_that_it_has_now(earlier, make):
    template = make(SET.replace("met: 0.9", "met: 0.95"), TEMPLATE)
    asked = waiting(earlier, template)
    after = replace(asked, answers=take(asked, {"A3": {"confirm": "yes"}}, "f").answers)
    assert asked.brought["A3"].label == "18 of 20 (Met)"
    assert after.grade(template.by_id["A3"]).code == "partly"


VALUES = {
    "A1": st.sampled_from(["met", "partly", "not-met", "n/a"]),
    "A2": st.sampled_from(["met", "partly", "not-met"]),
    "A3": st.tuples(st.integers(0, 40), st.integers(40, 90)).map(lambda pair: f"{pair[0]}/{pair[1]}"),
    "B1": st.sets(st.sampled_from("abc"), min_size=1).map(sorted),
    "B2": st.dates(date(2025, 1, 1), date(2026, 2, 1)).map(lambda day: f"{day}/"),
    "B3": st.text("xyz é\n", min_size=1).filter(str.strip),
}
PARTS = st.fixed_dictionaries(
    {},
    optional={
        "comment": st.text("xyz é", max_size=9),
        "reason": st.text("xyz", max_size=9),
        "evidence": st.lists(st.fixed_dictionaries({"what": st.just("Log"), "date": st.just("2024")})),
        "action": st.fixed_dictionaries({"what": st.just("Do"), "when": st.just("31/3/2026")}),
    },
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        name: st.tuples(value, PARTS).map(lambda both: both[1] | {"value": both[0]})
        for name, value in VALUES.items()
    },
)


@given(said=ANSWERS)
def test_confirming_all_gives_the_answers_that_were_brought_and_before_that_there_are_none(
    template, put, open_round, said
):
    made = open_round(template, {"Oak": said})
    asked = waiting(made, template)
    empty = replace(asked, brought={})
    assert asked.completeness() == empty.completeness()
    assert asked.still_owed() == empty.still_owed()
    assert [asked.counts(one) for one in template.questions] == [None] * len(template.questions)
    given_ = {name: {"confirm": "yes"} for name in asked.brought}
    after = take(asked, given_, "f").answers
    assert after == {
        name: replace(put(template, said).answers[name], confirmed="R") for name in asked.brought
    }
    # Taken again it changes nothing, and nothing waits any more.
    done = replace(asked, answers=after)
    assert take(done, given_, "f").answers == after
    assert done.waiting() == ()


# --- confirming in a file --------------------------------------------------------------------------------


def test_other_parts_stand_on_top_of_what_is_confirmed(earlier, template):
    asked = waiting(earlier, template)
    reply = {"confirm": True, "comment": "Still.", "value": "Partly met"}
    found = take(asked, {"a1": reply, "A": {"confirm": "YES"}}, "f").answers
    assert (found["A1"].value, found["A1"].comment, found["A1"].confirmed) == ("partly", "Still.", "R")
    assert found["A1"].action.what == "Write it"
    assert found["A"] == replace(asked.brought["A"].answer, confirmed="R")


def test_what_was_said_beside_a_value_before_stays_when_it_is_confirmed(earlier, template):
    asked = waiting(earlier, template, {"A1": Answer(comment="Mine.")})
    found = take(asked, {"A1": {"confirm": "yes"}}, "f").answers["A1"]
    assert (found.value, found.comment, found.action.who) == ("partly", "Mine.", "Ada")
    # A comment taken away from a confirmed answer stays away when the same file comes again.
    cleared = {"A1": replace(found, comment="")}
    again = take(waiting(earlier, template, cleared), {"A1": {"confirm": "yes"}}, "f")
    assert again.answers == cleared


def test_confirm_no_or_blank_is_no_answer_and_what_stands_beside_it_is_one(earlier, template):
    asked = waiting(earlier, template)
    replies = {
        "A1": {"confirm": "no"},
        "A2": {"confirm": ""},
        "A": {"confirm": None},
        "B3": {"confirm": False},
    }
    found = take(asked, replies, "f")
    assert (dict(found.answers), found.left_out) == ({}, ())
    found = take(asked, {"A1": {"confirm": "no", "value": "met"}}, "f").answers["A1"]
    assert (found.value, found.comment, found.confirmed) == ("met", "", "")


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ({"A1": {"confirm": "yes", "value": "met"}}, "A1: another answer stands beside 'confirm: yes'"),
        ({"B2": {"confirm": "yes", "from": "2026-01-05"}}, "B2: another answer stands beside"),
        ({"A1": {"confirm": "perhaps"}}, "A1: confirm is yes or no, not 'perhaps'."),
        ({"B": {"confirm": "yes"}}, "B: nothing was brought forward to confirm"),
        ({"B4": {"confirm": "yes"}}, None),
    ],
)
def test_what_cannot_be_confirmed_is_refused_in_a_sentence(earlier, template, reply, said):
    asked = waiting(earlier, template)
    if said is None:  # not asked of this kind of agency
        assert take(asked, reply, "f").left_out == ("B4",)
        return
    with pytest.raises(FileError) as caught:
        take(asked, reply, "f")
    assert str(caught.value.problems[0]).startswith(said)


def test_another_answer_to_what_was_confirmed_is_no_longer_confirmed(earlier, template):
    asked = waiting(earlier, template)
    confirmed = take(asked, {"A1": {"confirm": "yes"}, "A": {"confirm": "yes"}}, "f").answers
    after = waiting(earlier, template, confirmed)
    changed = take(after, {"A1": "met", "A": {"evidence": ["Log"]}}, "f").answers
    assert {one.confirmed for one in changed.values()} == {""}
