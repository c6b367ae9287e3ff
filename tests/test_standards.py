"""Scales, the words that questions may use, questions and catalogues."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import definitions
from audit.definitions import decimal, parse
from audit.errors import DefinitionError, UnknownError
from audit.standards.catalogue import is_catalogue, load_catalogue
from audit.standards.scale import decimal_text, load_scale, parse_scale, scale_block
from audit.standards.themes import parse_themes
from audit.standards.words import parse_kinds, vocabulary

LIBRARY = definitions.library()
HUNDRED = "".join(f"- {{code: {code}, points: {code}}}\n" for code in range(100, -1, -5))


def scale(text):
    return parse_scale(parse(text, "f"), "local", "f")


def problems_of(act):
    with pytest.raises(DefinitionError) as caught:
        act()
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("word", ["partly", "PARTLY", "Partly met", "partly  MET", " partly "])
def test_a_grade_is_found_by_code_or_label_in_any_case(word):
    assert load_scale(LIBRARY, "met-partly-not").find(word).code == "partly"
    assert load_scale(LIBRARY, "met-partly-not").find(word[:4]) is None


def test_a_share_of_the_points_runs_from_the_lowest_grade_to_the_highest_exactly():
    levels = load_scale(LIBRARY, "levels-1-4")
    assert [levels.share(code) for code in "4321"] == [1, Fraction(2, 3), Fraction(1, 3), 0]
    assert levels.share("n/a") is None


def test_a_scale_of_a_hundred_marks_needs_no_definitions_colours_or_not_applicable():
    marks = scale(HUNDRED)  # a bare list is a scale too
    assert len(marks.grades) == 22
    assert marks.share("85") == Fraction(17, 20)
    assert (marks.find("85").label, marks.find("85").colour) == ("85", "")
    assert [grade.code for grade in marks.grades if grade.good] == ["100"]
    assert marks.not_applicable.code == "n/a"


def test_points_may_be_negative_or_decimal_and_the_grades_in_any_order():
    odd = scale("- {code: low, points: -0.5}\n- {code: high, points: 1.25}\n- {code: mid, points: 0}")
    assert [grade.code for grade in odd.steps] == ["high", "mid", "low"]
    assert odd.share("mid") == Fraction(2, 7)


def test_two_grades_may_share_the_lowest_points_and_both_are_lowest():
    two = scale("- {code: a, points: 1}\n- {code: b, points: 0}\n- {code: c, points: 0}\n- code: none")
    assert [two.lowest(grade) for grade in two.grades] == [False, True, True, False]
    assert not two.lowest(None)


def test_mistakes_in_a_scale_are_all_named_with_their_lines():
    text = (
        "title: Ours\ngrades:\n  - {code: met, label: Met, points: 2, colour: green}\n"
        "  - {code: partly, points: one, good: perhaps}\n  - {code: MET, points: 0}\n"
        "  - {label: None, pionts: 0}\n  - {code: n/a, points: 0}\n"
    )
    assert problems_of(lambda: scale(text)) == [
        "line 3: 'colour' must be six hex digits such as 00703C, not 'GREEN'.",
        "line 4: 'points' must be a number, not 'one'.",
        "line 4: 'good' must be yes or no, not 'perhaps'.",
        "line 5: the grade 'MET' stands there twice; names must differ.",
        "line 6: 'pionts' is not a key of a grade; did you mean 'points'?",
        "line 6: a grade needs 'code'.",
        "line 7: 'n/a' is not a low grade: leave out its 'points'.",
    ]


def test_a_scale_needs_two_grades_that_differ_in_points():
    assert "two grades" in problems_of(lambda: scale("- {code: a, points: 1}\n- {code: b, points: 1}"))[0]
    assert "two grades" in problems_of(lambda: scale(""))[0]


@pytest.mark.parametrize("ref", ["met-partly-not", "0-3", "levels-1-4", "ofsted-4", "yes-no"])
def test_a_scale_written_out_is_read_back_the_same(ref):
    found = load_scale(LIBRARY, ref)
    assert parse_scale(definitions.Block(scale_block(found)), ref, "f") == found


@given(st.decimals(min_value=-1000, max_value=1000, places=6))
def test_a_decimal_is_written_as_it_was_read(number):
    value = decimal(f"{number:f}")
    assert decimal(decimal_text(value)) == value


@pytest.mark.parametrize("word", ["early-years", "Early years", "EARLY  YEARS"])
def test_a_kind_is_known_by_code_label_or_word_in_any_case(word):
    assert vocabulary(LIBRARY).kinds.kind(word) == "early-years"


def test_a_duty_is_no_kind_and_what_is_unknown_is_neither():
    kinds = vocabulary(LIBRARY).kinds
    assert (kinds.duty("S11"), kinds.kind("S11"), kinds.kind("circus")) == ("section-11", None, None)


def test_one_word_for_two_kinds_and_a_theme_given_twice_are_mistakes():
    kinds = "kinds:\n- {code: a, words: [Trust]}\n- {code: b,\n   words: [trust]}"
    assert problems_of(lambda: parse_kinds(parse(kinds, "f"), "f")) == [
        "line 4: the word 'trust' stands there twice; names must differ."
    ]
    themes = "themes:\n- {id: a, title: A}\n- {id: a, title: B}"
    assert problems_of(lambda: parse_themes(parse(themes, "f"), "f"))[0].startswith("line 3: the theme 'a'")


MISTAKES = """\
title: Ours
sources: [{ref: WT2023, title: Working Together}]
scale: met-partly-not
standards:
  - id: A
    title: First
    questions:
      - id: A1
        text: One.
        gudance: Think.
      - id: A2
        text: Two.
        text: Two again.
      - id: A3
        text: Three.
        themes: [supervison]
        basis: [WT2024]
      - id: A4
        text: Four.
        weight: 0
        kind: grad
      - id: a1
        text: Five.
        when: {A2: [mett], A2: [met]}
      - id: A6
        text: Six.
        applies_to: [helth]
        when: {A7: [met], A3: [n/a], A4: []}
      - id: A7
        text: Seven.
        kind: elapsed
        limit: 2.5
        target: 0.9
        same_as: [section-11/lodnon#A1, section-11/london#A99999]
      - id: A8
        kind: share
        text: Eight.
        grades: {met: 90, parly: 0.5, n/a: 0.1}
"""

FOUND = [
    "line 10: 'gudance' is not a key of a question; did you mean 'guidance'?",
    "line 13: 'text' is given twice in a question; keep one.",
    "line 16: there is no theme 'supervison'; did you mean 'supervision'?",
    "line 17: there is no source 'WT2024'; did you mean 'WT2023'?",
    "line 20: 'weight' must be above 0; leave it out for 1.",
    "line 21: 'kind' cannot be 'grad'; did you mean 'grade'?",
    "line 22: the id 'a1' stands there twice; names must differ.",
    "line 24: 'A2' is given twice in 'when'; keep one.",
    "line 24: 'when' of a1: A2 can never be 'mett'.",
    "line 25: 'when' of A6: 'A7' comes later than it; move it.",
    "line 27: there is no kind of agency or duty 'helth'; did you mean 'health'?",
    "line 28: 'when' must say which values of A4 matter.",
    "line 28: 'when' of A6: A3 can never be 'n/a'.",
    "line 32: 'limit' must be a whole number of days.",
    "line 33: 'target' is only for questions of the kind share.",
    "line 34: 'same_as' of A7: there is no catalogue 'section-11/lodnon'; did you mean 'section-11/london'?",
    "line 34: 'same_as' of A7: section-11/london has no question 'A99999'.",
    "line 38: 'met' must be at most 1, not 90.",
    "line 38: 'parly' is no grade with points; did you mean 'partly'?",
    "line 38: 'n/a' is no grade with points; there are met, not-met, partly.",
]


def test_every_mistake_in_a_catalogue_is_named_at_once_with_its_line_and_the_nearest_right_word(write):
    library = write({"standards/local/set": MISTAKES})
    assert problems_of(lambda: load_catalogue(library, "local/set")) == FOUND


@pytest.mark.parametrize("name", ["", "a b", "a#b", "a:b", "a/b", "x" * 41, "a\u200b"])
def test_an_id_is_short_and_has_no_sign_that_means_something_elsewhere(write, name):
    text = f"title: T\nscale: yes-no\nstandards: [{{id: A, title: T, questions: [{{id: {name!r}}}]}}]"
    said = problems_of(lambda: load_catalogue(write({"standards/local/set": text}), "local/set"))
    assert any("needs 'id'" in problem or "must be at most 40 characters" in problem for problem in said)


BASE = """
title: Base
scale: yes-no
standards:
  - {id: A, title: First, questions: [{id: A1, text: One.}, {id: A2, text: Two.}]}
  - {id: B, title: Second, questions: [{id: B1, text: Three.}]}
"""


def ids(catalogue):
    return {standard.id: [q.id for q in standard.questions] for standard in catalogue.standards}


def test_a_catalogue_adds_to_another_and_leaves_out_what_it_omits(write):
    ours = """
    title: Ours
    extends: local/base
    omit: [A2, B]
    add:
      - {id: A, questions: [{id: A3, text: Four.}]}
      - {id: C, title: Third, questions: [{id: C1, text: Five.}]}
    """
    found = load_catalogue(write({"standards/local/base": BASE, "standards/local/set": ours}), "local/set")
    assert ids(found) == {"A": ["A1", "A3"], "C": ["C1"]}
    assert (found.title, found.scale.ref) == ("Ours", "yes-no")


@pytest.mark.parametrize(
    ("ours", "said"),
    [
        ("extends: local/base\nomit: [A9]", "line 2: there is no 'A9' to omit; did you mean"),
        ("extends: local/bas", "line 1: there is no catalogue of standards 'local/bas'; did you mean"),
        ("extends: local/twice", "line 1: 'local/twice' extends another itself"),
        ("extends: local/set", "line 1: 'local/set' extends another itself"),
        ("extends: local/base\nstandards: []", "line 2: with 'extends', give 'standards' under 'add'."),
        ("extends: local/base\nadd: [{id: A, quetsions: []}]", "line 2: 'quetsions' is not a key"),
        ("extends: local/base\nadd: [{id: A, questions: [{id: A1, text: x}]}]", "line 2: the id 'A1' stands"),
        ("extends: local/base\nadd: [x]", "line 2: each of 'add' must be a standard"),
        ("title: Ours\nscale: yes-no\nomit: [A1]", "line 3: 'omit' is only for what 'extends' another."),
    ],
)
def test_mistakes_in_extending_are_named(write, ours, said):
    files = {"base": BASE, "set": ours, "twice": "extends: local/base"}
    library = write({f"standards/local/{name}": text for name, text in files.items()})
    found = problems_of(lambda: load_catalogue(library, "local/set"))
    assert any(problem.startswith(said) for problem in found), found


@pytest.mark.parametrize("base", ["standards: [x]", "standards: [{title: T}]", "standards: x", "title: [x]"])
def test_a_broken_base_is_named_as_the_file_that_is_wrong(write, base):
    library = write({"standards/local/base": base, "standards/local/set": "extends: local/base"})
    with pytest.raises(DefinitionError) as caught:
        load_catalogue(library, "local/set")
    assert caught.value.file.endswith("base.yaml")


def test_an_unknown_catalogue_or_scale_is_answered_with_the_nearest(write):
    with pytest.raises(UnknownError, match="did you mean 'section-11/short'"):
        load_catalogue(LIBRARY, "section-11/shrt")
    library = write({"standards/local/set": BASE.replace("yes-no", "yes-nope")})
    said = problems_of(lambda: load_catalogue(library, "local/set"))
    assert said == ["line 2: there is no scale 'yes-nope'; did you mean 'yes-no'?"]


def test_a_catalogue_may_lie_at_the_top_of_the_standards(write):
    text = (
        "title: Ours\nscale: yes-no\nstandards: [{id: L, title: Lead, questions: [{id: L1, text: One.}]}]\n"
    )
    library = write({"standards/board": text})
    assert load_catalogue(library, "board").title == "Ours"
    assert "board" in [name for name in library.refs("standards") if is_catalogue(name)]
    assert not any(map(is_catalogue, ("kinds", "bank-holidays", "scales/0-3", "themes/learning")))
