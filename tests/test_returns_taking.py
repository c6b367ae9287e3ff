"""What a return gives to a round: just what was answered there, and never an older answer for a newer."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.errors import FileError
from audit.responses.merging import merge, version
from audit.responses.reply import accept, accept_for_standard
from audit.responses.response import Answer, Signatory, Signature
from audit.responses.returns import Party, Run, Step, read_return, return_block
from audit.responses.returns_sealed import load
from audit.responses.returns_taking import fitting, shared
from audit.scoring.score import score

SET = """
title: Ours
scale: met-partly-not
standards:
  - id: A
    title: Leadership
    questions:
      - {id: A1, text: Who leads., critical: yes, weight: 2}
      - {id: A2, text: Told., applies_to: [school]}
  - id: B
    title: Practice
    questions:
      - {id: B1, text: Trained., kind: share, grades: {met: 0.9, partly: 0.7}}
      - {id: B2, text: Within ten days., kind: elapsed, limit: 10, days: calendar}
      - {id: B3, text: Which., kind: choices, choices: [one, two, n/a of these]}
      - {id: B4, text: How many., kind: number}
      - {id: B5, text: Since when., kind: date}
      - {id: B6, text: Tell us., kind: text}
      - {id: B7, text: Is it so., kind: yes-no}
"""
WORDS = ("school",)
HEAD = ("Kings", Run("r1", "", "2026-03-31"), Party("oak", "Oak", WORDS))
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
WHAT = st.text("aé =(;\n", max_size=8).map(lambda text: f"Minutes {text}")
DAY = st.sampled_from(["", "31/3/2026", "2026-05-01", "each spring"])
VALUE = {
    "A1": st.sampled_from(["met", "Partly met", "not-met", "n/a"]),
    "A2": st.sampled_from(["met", "n/a"]),
    "B1": st.tuples(st.integers(0, 9), st.integers(9, 12)).map(lambda pair: f"{pair[0]} of {pair[1]}"),
    "B2": st.sampled_from([{"from": "2026-01-05", "to": "2026-01-19"}, {"from": "5/1/2026"}, "n/a"]),
    "B3": st.lists(st.sampled_from(["one", "two", "n/a of these"]), max_size=3),
    "B4": st.sampled_from(["1,200", "3.50", -7, "n/a"]),
    "B5": st.sampled_from(["31/3/2026", "2026-03-31"]),
    "B6": TEXT,
    "B7": st.sampled_from([True, "no"]),
}
MORE = st.fixed_dictionaries(
    {},
    optional={
        "comment": TEXT,
        "reason": TEXT,
        "evidence": st.lists(
            st.fixed_dictionaries({"what": WHAT}, optional={"where": TEXT, "date": DAY}),
            max_size=2,
        ),
        "action": st.fixed_dictionaries({"what": TEXT}, optional={"who": TEXT, "when": DAY}),
    },
)
SIGNATURE = Signature("Ada", "Chief", "2026-03-01", Signatory("Bo", "Chair"), "2026-02-20")


@pytest.fixture(scope="module")
def ours(make):
    return make(SET)


@st.composite
def histories(draw, template):
    """Answers as the engine takes them, one to three to some of the questions, and to a standard."""
    found = {}
    for name in sorted(draw(st.sets(st.sampled_from([*VALUE, "A"])))):
        steps = []
        for number in range(draw(st.integers(1, 3))):
            more = draw(MORE)
            if name == "A":
                given = {"evidence": more.get("evidence", [])}
                answer = accept_for_standard(template.standards[0], given)
            else:
                answer = accept(template, template.by_id[name], {"value": draw(VALUE[name]), **more})
            steps.append(Step(answer, f"2026-02-0{number + 1}T09:00:00+00:00", "ada"))
        found[name] = steps
    return found


def returned(template, history, signed=None):
    """A return with a history, as it is read from its file."""
    more = {"edition": 1, "owed": [], "signed": signed, "made": {"at": "", "by": "", "program": ""}}
    block = return_block(HEAD, template, history, **more)
    return read_return(load(json.dumps(block).encode(), "r.json"), "r.json")


@given(data=st.data())
@settings(max_examples=60)
def test_a_return_gives_the_same_answers_scores_and_signature_in_a_fresh_round(ours, put, data):
    history = data.draw(histories(ours))
    sent = returned(ours, history, (SIGNATURE, "0" * 64))
    empty = put(ours, words=WORDS)
    fit = fitting(empty, sent, [])
    found = merge({}, {}, fit.incoming)
    there = {name: steps[-1].answer for name, steps in history.items()}
    empties = {name for name, answer in there.items() if not version(answer)}
    assert found.taken == {name: answer for name, answer in there.items() if name not in empties}
    assert set(found.same) == empties
    assert (found.older, found.conflicts, fit.notes) == ((), {}, ())
    assert sent.signature == SIGNATURE
    here, away = (type(empty)(ours, empty.words, answers, empty.today) for answers in (found.taken, there))
    assert score(here) == score(away)


class Host:
    """A partnership that takes in the returns of one question, as the store keeps them."""

    def __init__(self, put, template):
        self.put, self.template = put, template
        self.answers, self.past, self.known = {}, {"B4": []}, []

    def take(self, sent):
        begun = self.put(self.template, words=WORDS)
        begun = type(begun)(self.template, begun.words, self.answers, begun.today)
        found = merge(self.answers, self.past, fitting(begun, sent, self.known).incoming)
        self.known.append({name: said.steps for name, said in sent.answers.items()})
        self.write(found.taken)
        return found

    def write(self, answers):
        self.answers = {**self.answers, **answers}
        self.past["B4"] += [version(one) for one in answers.values()]


@given(data=st.data())
@settings(max_examples=80)
def test_returns_of_one_laptop_in_any_order_and_any_number_leave_what_the_last_says(ours, put, data):
    edits = data.draw(st.lists(st.sampled_from(["1", "2", "3", None]), min_size=1, max_size=5))
    steps = [Step(Answer(value), f"{number}", "ada") for number, value in enumerate(edits)]
    order = [*data.draw(st.lists(st.integers(1, len(steps)), max_size=6)), len(steps)]
    host = Host(put, ours)
    for count in data.draw(st.permutations(order)):
        found = host.take(returned(ours, {"B4": steps[:count]}))
        assert not found.conflicts
    assert version(host.answers.get("B4")) == version(Answer(edits[-1]))


@given(
    own=st.sampled_from(["1", "2"]), late=st.lists(st.sampled_from(["1", "2", "3"]), min_size=1, max_size=3)
)
def test_a_return_never_overwrites_a_change_that_it_did_not_know(ours, put, own, late):
    host = Host(put, ours)
    host.write({"B4": Answer("4")})
    host.write({"B4": Answer(own)})
    steps = [Step(Answer(value), f"{number}", "ada") for number, value in enumerate(late)]
    found = host.take(returned(ours, {"B4": steps}))
    knew = own in late
    assert knew or not found.taken
    assert knew or found.conflicts or late[-1] == "4"


def test_what_is_worded_otherwise_or_not_asked_here_is_left_out_and_told(make, put, ours):
    history = {
        name: [Step(accept(ours, ours.by_id[name], value), "1", "ada")]
        for name, value in {"A1": "met", "A2": "met", "B4": "5", "B6": "x"}.items()
    }
    sent = returned(ours, history)
    here = make(SET.replace("Who leads.", "Who leads here.").replace("B6", "B9"))
    fit = fitting(put(here), sent, [])
    assert set(fit.incoming) == {"B4"}
    assert fit.notes == (
        "Asked there only, so left out: B6.",
        "Worded differently here, so not taken: A1.",
        "Not asked of this agency here, so left out: A2.",
    )
    assert shared(here, sent) == 2


def test_every_answer_that_does_not_fit_is_told_at_once(ours, put):
    bad = {"A1": Answer("splendid"), "B1": Answer("9/3"), "B5": Answer("someday"), "B7": Answer("yes")}
    sent = returned(ours, {name: [Step(answer, "1", "ada")] for name, answer in bad.items()})
    with pytest.raises(FileError) as caught:
        fitting(put(ours, words=WORDS), sent, [])
    assert [problem.text.split(":")[0] for problem in caught.value.problems] == ["A1", "B1", "B5"]
