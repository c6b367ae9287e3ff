"""Templates: what is asked, what grades demand, bands, and what a round keeps."""

import hashlib
import json
from fractions import Fraction

import pytest

from audit import definitions, templates
from audit.definitions import Block, parse
from audit.errors import DefinitionError, UnknownError
from audit.templates import from_definition, question_digest

LIBRARY = definitions.library()
CATALOGUE = """
title: Set
scale: met-partly-not
standards:
  - {id: A, title: First, questions: [{id: A1, text: One.}, {id: A2, text: Two., critical: yes, weight: 2}]}
  - {id: B, title: Second, questions: [{id: B1, text: Three.}]}
"""


def problems_of(act):
    with pytest.raises(DefinitionError) as caught:
        act()
    return [str(problem) for problem in caught.value.problems]


def one(make, **keys):
    """A template of one question with these keys, and that question."""
    text = json.dumps({"id": "A1", "text": "One thing."} | keys)
    head = "title: Set\nscale: met-partly-not\nsources: [{ref: WT, title: Chapter 4}]\n"
    made = make(head + f"standards: [{{id: A, title: First, questions: [{text}]}}]")
    return made, made.by_id["A1"]


def test_a_catalogue_can_be_asked_by_its_name_alone_with_the_defaults(write):
    found = templates.load(write({"standards/local/set": CATALOGUE}), "local/set")
    assert (found.title, found.subject) == ("Set", "agency")
    assert (found.score, found.not_applicable) == ("standards", "reason")
    bands = [("green", Fraction(17, 20)), ("amber", Fraction(1, 2)), ("red", 0)]
    assert [(band.name, band.edge) for band in found.bands] == bands
    assert (found.action_grades, found.evidence_grades) == ({"partly", "not-met"}, {"met"})


def test_questions_of_its_own_join_a_standard_or_stand_at_the_end(make):
    own = "against: local/set\nquestions:\n- {id: X1, text: Why?, kind: text}\n"
    own += "- {id: A3, text: Three., standard: A}"
    found = make(CATALOGUE.replace("scale: ", "scale: scales/"), own)
    assert from_definition(found.definition) == found
    assert [question.id for question in found.questions] == ["A1", "A2", "A3", "B1", "X1"]
    assert [section.id for section in found.standards] == ["A", "B"]
    assert found.section_of["X1"].title == "Other questions"


def test_grades_are_named_by_code_or_label_in_any_case_in_needs_when_and_edges(make):
    own = """
    against: LOCAL
    needs: {action: [Not Met, PARTLY], evidence: [MET]}
    questions:
      - {id: A3, text: How many?, standard: A, kind: share, grades: {Met: 0.9, PARTLY MET: 70%}}
      - {id: X1, text: Why?, kind: text, when: {A1: [Partly Met]}}
    """.replace("LOCAL", "local/set")
    found = make(CATALOGUE, own)
    assert (found.action_grades, found.evidence_grades) == ({"partly", "not-met"}, {"met"})
    assert found.by_id["A3"].edges == (("met", Fraction(9, 10)), ("partly", Fraction(7, 10)))


MISTAKES = """\
against: local/set
subjct: agency
subject: child
needs: {action: [mett], evidense: [met]}
not-applicable: never
score: mean
bands:
  - {name: green, from: 85, colour: 00703C}
  - {name: amber, colour: amber}
  - {name: GREEN, from: 0.2}
sign: {skool: [head], police: [chief], police: [deputy]}
questions:
  - {id: X1, text: Why?, kind: choice}
  - {id: X2, text: How?}
  - {id: A1, text: Again., kind: text}
  - {id: X3, text: What?, kind: text, standard: Z}
  - {id: X4, text: Which?, kind: choices, choices: [a, b, A], when: {B9: [met]}}
  - {id: X5, text: Who?, kind: text, same_as: [local/set#Z9]}
"""


def test_every_mistake_in_a_template_is_named_at_once_with_its_line(make):
    assert problems_of(lambda: make(CATALOGUE, MISTAKES)) == [
        "line 2: 'subjct' is not a key of a template; did you mean 'subject'?",
        "line 3: 'subject' cannot be 'child'; there are action, agency, case, interview, observation, reply.",
        "line 4: 'evidense' is not a key of needs; did you mean 'evidence'?",
        "line 4: 'mett' is no grade of the scale met-partly-not; did you mean 'met'?",
        "line 5: 'not-applicable' cannot be 'never'; there are free, reason, refused.",
        "line 6: 'score' cannot be 'mean'; there are questions, standards, worst.",
        "line 8: 'from' must be at most 1, not 85.",
        "line 9: a band needs 'from'.",
        "line 9: 'colour' must be six hex digits such as 00703C, not 'AMBER'.",
        "line 10: the band 'GREEN' stands there twice; names must differ.",
        "line 11: 'police' is given twice in 'sign'; keep one.",
        "line 11: there is no kind of agency or duty 'skool'; did you mean 'school'?",
        "line 13: a question of the kind 'choice' needs 'choices'.",
        "line 14: X2 is graded, so say which standard it belongs to: 'standard'.",
        "line 15: the id 'A1' stands there twice; names must differ.",
        "line 16: there is no standard 'Z'; there are A, B.",
        "line 17: the choice 'a' stands there twice; choices must differ.",
        "line 17: 'when' of X4: 'B9' is no question before it; there are A1, A2, B1, X1, X2, X3.",
        "line 18: 'same_as' of X5: local/set has no question 'Z9'; there are A1, A2, B1.",
    ]


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("title: T", "a template needs 'against'."),
        ("against: section-11/lodnon", "did you mean 'section-11/london'?"),
        ("against: local/set\nneeds: met", "needs must be keys with values."),
        *(
            (f"against: local/set\nevidence-within: {word}", "'evidence-within' is so many months or years")
            for word in ("24", "0 months", "two years", "2 weeks", "1000 months", "")
        ),
        ("against: local/set\nsign: [head]", "'sign' must be kinds of agency with roles"),
        ("against: local/set\nbands: [{name: all, from: 0.5}]", "the lowest of 'bands' must be from 0"),
        ("against: local/set\nquestions: {id: X1}", "'questions' must be a list."),
        ("against: local/set\nomit: [X1]", "'omit' is only for what 'extends' another."),
        ("extends: local/none", "there is no template 'local/none'"),
        ("extends: section-11/london\nquestions: [{id: X9, text: t, kind: text}]", "give 'questions' under"),
        ("extends: section-11/london\nomit: [X9]", "there is no 'X9' to omit"),
    ],
)
def test_a_template_that_does_not_hang_together_is_refused_in_a_sentence(make, own, said):
    assert said in " ".join(problems_of(lambda: make(CATALOGUE, own)))


@pytest.mark.parametrize(("word", "months"), [("24 months", 24), ("2 Years", 24), ("1 month", 1)])
def test_the_age_from_which_evidence_is_flagged_is_kept_with_the_template(make, word, months):
    template = make(CATALOGUE, f"against: local/set\nevidence-within: {word}")
    assert (template.evidence_months, from_definition(template.definition).evidence_months) == (
        months,
        months,
    )
    assert make(CATALOGUE, "against: local/set").evidence_months is None


def test_a_template_extends_another_and_may_ask_of_another_catalogue(make):
    base = templates.load(LIBRARY, "section-11/london")
    ours = make(CATALOGUE, "extends: section-11/london\nomit: [X1]\nadd: [{id: X4, text: Why?, kind: text}]")
    assert len(ours.questions) == len(base.questions)
    assert ("X1" in ours.by_id, "X4" in ours.by_id, ours.bands) == (False, True, base.bands)


@pytest.mark.parametrize("base", ["questions: [x]", "questions: [{text: t}]", "against: 5\nquestions: x"])
def test_a_broken_template_that_is_extended_is_named_as_the_file_that_is_wrong(write, base):
    library = write({"templates/local/base": base, "templates/local/ask": "extends: local/base"})
    with pytest.raises(DefinitionError) as caught:
        templates.load(library, "local/ask")
    assert caught.value.file.endswith("base.yaml")


@pytest.mark.parametrize("name", ["nowhere/x", "registers/agencies", "scales/yes-no", "kinds", "x" * 300])
def test_what_is_neither_template_nor_catalogue_is_unknown(name):
    with pytest.raises(UnknownError, match="no template or catalogue"):
        templates.load(LIBRARY, name)


def test_a_question_is_found_in_any_case():
    template = templates.load(LIBRARY, "section-11/london")
    assert template.question("a1").id == "A1"
    with pytest.raises(UnknownError, match="did you mean"):
        template.question("A11")


@pytest.mark.parametrize("ref", [r for r in LIBRARY.refs("templates") if templates.is_template(r)])
def test_what_a_round_keeps_is_the_whole_template_again_even_through_json(ref):
    template = templates.load(LIBRARY, ref)
    again = from_definition(json.loads(json.dumps(template.definition)))
    assert again == template
    assert again.digest == template.digest


@pytest.mark.parametrize("key", ["template", "catalogue", "scale", "themes", "kinds"])
def test_a_kept_template_that_is_damaged_says_so(key):
    kept = dict(templates.load(LIBRARY, "section-11/short").definition)
    for damage in ({}, {key: "x"}):
        with pytest.raises(DefinitionError, match="kept with the round"):
            from_definition({name: part for name, part in kept.items() if name != key} | damage)


def test_working_days_keep_the_bank_holidays_with_the_round(make):
    own = "against: local/set\nquestions: [{id: X1, text: t, standard: A, kind: Elapsed, limit: 5}]"
    again = from_definition(make(CATALOGUE, own).definition)
    assert again.holidays.last.isoformat() == "2028-12-31"
    assert make(CATALOGUE).holidays is None


def test_a_file_of_bank_holidays_with_mistakes_is_refused():
    said = problems_of(
        lambda: templates.holidays_from(parse("from: [a]\nto: soon\ndays: [2026-02-30]", "f"), "f")
    )
    assert len(said) == 4
    assert "line 3: '2026-02-30' is not a day as YYYY-MM-DD." in said
    assert templates.holidays_from(Block({"from": "2026-01-01", "to": "2026-12-31"}), "f").days == frozenset()


def test_the_digest_of_a_question_covers_what_its_answer_means_and_nothing_else(make):
    def digest_of(**keys):
        made, question = one(make, **keys)
        return question_digest(question, made.scale)

    plain = digest_of()
    same = {"guidance": "Think.", "evidence": ["plan"], "basis": ["WT"], "weight": "3", "critical": "yes"}
    assert digest_of(**same, themes=["supervision"], applies_to=["police"], text="  One\n thing. ") == plain
    others = [
        *(digest_of(text="Another thing."), digest_of(kind="text")),
        *(digest_of(kind="choice", choices=["a", "b"]), digest_of(kind="choice", choices=["b", "a"])),
    ]
    assert len({plain, *others}) == 5
    assert digest_of(kind="choice", choices=["a", " b  "]) == digest_of(kind="choice", choices=["a", "b"])


def test_the_digest_of_a_question_of_2026_stays_what_it_was(make):
    made, question = one(make)
    assert (
        question_digest(question, made.scale)
        == "b335a54f4d54841019cafa64c88703e5b59f3186c40b33e5e97fc15408939ab1"
    )
    made, question = one(make, kind="choice", choices=["a", "b"])
    assert (
        question_digest(question, made.scale)
        == "1410813555db56152988583660946ec8bf8630216705abc9a0e54285e76353df"
    )
    by_hand = '{"choices":["a","b"],"kind":"choice","scale":[],"text":"One thing."}'
    assert question_digest(question, made.scale) == hashlib.sha256(by_hand.encode()).hexdigest()


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        *(("points: 1", "points: 2", False), ("label: Low", "label: Lower", False)),
        *(("definition: Bad.", "definition: Worse.", False), ("code: a", "code: c", False)),
        *(("colour: FF0000", "colour: 00FF00", True), ("definition: Bad.", "definition: '  Bad.'", True)),
        *(("points: 1", "points: 1.0", True), ("title: S", "title: Scale", True)),
    ],
)
def test_the_digest_of_a_question_changes_with_what_its_grades_mean(make, old, new, same):
    text = "title: S\ngrades:\n- {code: a, points: 1}\n- {code: b, label: Low, definition: Bad., points: 0,"
    text += " colour: FF0000}"
    assert old in text
    catalogue = CATALOGUE.replace("met-partly-not", "ours")
    before, after = (make(catalogue, ours=words) for words in (text, text.replace(old, new)))
    digests = {question_digest(one.by_id["A1"], one.scale) for one in (before, after)}
    assert (len(digests) == 1) is same


def test_only_graded_questions_hang_on_the_scale(make):
    made, bare = one(make, kind="share")
    _, edged = one(make, kind="share", grades={"met": "0.9"})
    assert (bare.graded, edged.graded) == (False, True)
    assert question_digest(bare, made.scale) != question_digest(edged, made.scale)
