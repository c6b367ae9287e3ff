"""Certificates: what they hold, what shows an edit, and that none that was tampered with is a traceback."""

import json
import re
from copy import deepcopy
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import DESIGNS, made

from audit.definitions import digest
from audit.errors import AuditError, FileError
from audit.sampling.certificate import (
    acts_of,
    certificate,
    differences,
    edited,
    number_of,
    reference,
    references_of,
    sealed_before,
    seed_origin,
)
from audit.sampling.design import from_state
from audit.sampling.draw import Case
from audit.sampling.frame import Asked
from audit.sampling.ledger import FIRST, Act
from audit.sampling.public import public_figures
from audit.sampling.standing import drawn_since, standing
from audit.sampling.verify import asked_of, read_certificate

WHOLE = made("proportional", where=["Age < 2"], open_on="2026-03-31").certificate


def signed(whole):
    """A certificate with the digest over all of it made again, as a forger would."""
    body = {key: value for key, value in whole.items() if key != "digest"}
    return {**body, "digest": digest(body)}


@pytest.fixture
def read(tmp_path):
    """What is read from a certificate of this content."""

    def read(content):
        path = tmp_path / "certificate.json"
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8")
        return read_certificate(path)

    return read


@pytest.mark.parametrize("name", DESIGNS)
@pytest.mark.parametrize("before", [True, False])
def test_a_certificate_of_any_design_is_read_and_shows_no_edit(read, name, before):
    whole = made(name, before=before).certificate
    assert read(whole) == whole
    assert read("\ufeff" + json.dumps(whole, ensure_ascii=False, indent=1)) == whole
    assert edited(whole) == []
    assert from_state(whole["design"]).state() == whole["design"]
    assert sealed_before(whole) == before
    assert seed_origin(whole) == ("" if name == "judgement" else "given")
    assert asked_of(whole).unit == ("Child Unique ID",)
    assert [act.act for act in acts_of(whole, "S-001")][-1] == "draw"


def test_the_digest_of_a_certificate_is_of_its_canonical_json():
    found = {"source": {"register": "Register „Ä“.csv"}, "frame": {"strata": {"b": 2, "A": 1, "é": 3}}}
    act = Act("draw", "2026-11-16T14:05:09+00:00", "Ada Moss", {"cases": 2}, FIRST, "ab" * 32)
    whole = certificate("S-001", found, [act])
    # Its JSON without the digest, keys sorted and no spaces: jq -jcS 'del(.digest)' | sha256sum
    assert whole["digest"] == "08b864db953d87d5502b61770d2ba2cdf2597176fa7dc7f8ea6b986d3a29ba16"
    assert {**whole, "digest": 0} == {
        "certificate": 1,
        "id": "S-001",
        **found,
        "acts": [act.state()],
        "digest": 0,
    }


def test_options_of_a_frame_come_back_as_they_were_asked():
    whole = deepcopy(WHOLE)
    whole["frame"] |= {"one_per": "Family", "order": ["a", "b"], "weight": "Risk", "distinct": True}
    found = asked_of(whole)
    assert found == Asked(
        unit=("Child Unique ID",),
        distinct=True,
        one_per="Family",
        by=("Team",),
        where=("Age < 2",),
        open_on=found.open_on,
        weight="Risk",
        order=("a", "b"),
    )
    assert found.open_on.isoformat() == "2026-03-31"


def test_references_are_numbered_once_and_kept():
    cases = [Case(unit, "", "", 1) for unit in "xyz"]
    assert references_of(cases) == {"x": "C-01", "y": "C-02", "z": "C-03"}
    kept = {"y": "C-01", "gone": "C-02"}
    assert references_of(cases, kept, 2) == {"y": "C-01", "gone": "C-02", "x": "C-03", "z": "C-04"}
    assert [reference(n) for n in (1, 99, 100, 1234)] == ["C-01", "C-99", "C-100", "C-1234"]
    assert number_of("C-1234") == 1234


SEED, DRAW = 1, 2
EDITS = {
    "its own digest": (lambda c: c.update(digest="0" * 64), "its digest does not fit"),
    "its id": (lambda c: c.update(id="S-002"), "is about another sample than S-002"),
    "the seed": (lambda c: c.update(seed="1"), "The seed was edited"),
    "a case": (lambda c: c["drawn"][0].update(unit="x"), "What was drawn was edited"),
    "a place": (lambda c: c["drawn"][0].update(place=7), "What was drawn was edited"),
    "a reference": (lambda c: c["drawn"][0].update(reference="C-02"), "What was drawn was edited"),
    "a reserve": (lambda c: c["reserves"].pop(), "What was drawn was edited"),
    "the design": (lambda c: c["design"].update(minimum=1), "What was drawn was edited"),
    "the frame": (lambda c: c["frame"].update(population=1), "The register or frame was edited"),
    "the register": (lambda c: c["source"].update(rows=1), "The register or frame was edited"),
    "a sub-sample": (lambda c: c["sub_samples"].update(a=[]), "What was drawn was edited"),
    "when it was sealed": (lambda c: c["acts"][0].update(at="1999"), "The act 'seal' of 1999 was edited"),
    "who drew": (lambda c: c["acts"][DRAW].update(by="Eve"), "The act 'draw' of .* was edited"),
    "an act gone": (lambda c: c["acts"].pop(SEED), "acts are not those of a draw: seal, seed, draw"),
    "no act": (lambda c: c["acts"].clear(), "holds no act of drawing"),
    "acts swapped": (lambda c: c["acts"].reverse(), "acts are not those of a draw"),
    "an act twice": (lambda c: c["acts"].append(c["acts"][SEED]), "acts are not those of a draw"),
}


@pytest.mark.parametrize(("edit", "said"), EDITS.values(), ids=EDITS)
def test_every_edit_shows_though_the_whole_is_signed_again(edit, said):
    whole = deepcopy(WHOLE)
    edit(whole)
    assert any("its digest does not fit what it says" in line for line in edited(whole))
    if "digest" not in said:
        assert any(re.search(said, line) for line in edited(signed(whole)))


def test_an_act_that_is_signed_again_shows_in_the_next():
    whole = deepcopy(WHOLE)
    act = whole["acts"][SEED]
    act["content"]["origin"] = "made"
    act["digest"] = digest({key: value for key, value in act.items() if key != "digest"})
    assert edited(signed(whole)) == ["The act 'draw' does not follow the act 'seed': one was edited."]


REFUSED = {
    "nothing": "",
    "no JSON": "{",
    "a list": "[]",
    "null": "null",
    "a number with a point": json.dumps(WHOLE).replace('"place": 1', '"place": 1.0'),
    "a number beyond all": json.dumps(WHOLE).replace('"minimum": 0', '"minimum": Infinity'),
    "not a number": json.dumps(WHOLE).replace('"minimum": 0', '"minimum": NaN'),
    "a name twice": json.dumps(WHOLE).replace('{"certificate": 1', '{"seed": "1", "certificate": 1'),
    "half a sign": json.dumps(WHOLE).replace("S-001", "\\ud800"),
    "nested without end": '{"acts": ' + "[" * 100_000,
    "nested deep in an act": json.dumps(WHOLE).replace('"given"', "[" * 400 + "]" * 400),
    "a seed that cannot be": json.dumps(WHOLE).replace("0048151623", "004815|623"),
    "another version": json.dumps(WHOLE).replace('"certificate": 1', '"certificate": 2'),
    "a day that is none": json.dumps(WHOLE).replace("2026-03-31", "2026-02-31"),
    "a reference that is none": json.dumps(WHOLE).replace("C-01", "C-one"),
    "a case without an id": json.dumps(WHOLE).replace(f'"{WHOLE["drawn"][0]["unit"]}"', '""'),
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_is_no_certificate_is_refused_in_one_sentence(read, text):
    with pytest.raises(FileError, match=r"certificate.json, it is no certificate") as caught:
        read(text)
    assert len(caught.value.problems) == 1


def test_a_file_that_is_not_there_or_no_text_is_a_sentence(tmp_path):
    with pytest.raises(FileError, match="cannot be read"):
        read_certificate(tmp_path / "none.json")
    (tmp_path / "a.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileError, match="no certificate"):
        read_certificate(tmp_path / "a.json")


# --- tampered with anywhere ---------------------------------------------------------------------------

LEAVES = st.none() | st.booleans() | st.integers(-3, 10**20) | st.sampled_from(["", "x", "10%", "C-01", "5"])
VALUES = (
    LEAVES
    | st.lists(LEAVES, max_size=2)
    | st.dictionaries(st.sampled_from(["unit", "a"]), LEAVES, max_size=2)
)
SAMPLES = {name: made(name, 30 if name != "census" else 9, replaced=[]) for name in DESIGNS}


def nodes(value, path=()):
    """The paths to everything in a value."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from nodes(item, (*path, key))


NODES = {name: list(nodes(found.certificate)) for name, found in SAMPLES.items()}


def put(whole, path, value, *, gone):
    """A copy of a certificate in which one thing is another, or gone."""
    found = deepcopy(whole)
    if not path:
        return value
    inner = found
    for key in path[:-1]:
        inner = inner[key]
    if gone:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return found


@settings(max_examples=400)
@given(st.data(), st.sampled_from(list(DESIGNS)), st.booleans(), st.booleans())
def test_a_certificate_with_anything_in_any_place_is_refused_or_read(
    tmp_path_factory, data, name, gone, again
):
    path = data.draw(st.sampled_from(NODES[name]))
    found = put(SAMPLES[name].certificate, path, data.draw(VALUES), gone=gone)
    if again and isinstance(found, dict):
        found = signed(found)
    file = tmp_path_factory.getbasetemp() / "tampered.json"
    file.write_text(json.dumps(found), encoding="utf-8")
    try:
        whole, problems = read_certificate(file), ()
    except FileError as error:
        whole, problems = None, error.problems
    assert len(problems) == (whole is None)
    if whole is None:
        return
    changed = whole != SAMPLES[name].certificate
    assert bool(edited(whole)) >= (changed and path[-1:] != ("digest",))
    assert bool(differences(whole, SAMPLES[name].certificate)) >= changed
    asked_of(whole)
    now = standing(whole, acts_of(whole, whole["id"]))
    assert public_figures(now)["sample"] == whole["id"]
    drawn_since([now], ("Child Unique ID",), date(2026, 1, 1))


CONTENT = st.dictionaries(
    st.sampled_from(["sample", "unit", "by_unit", "by_reference", "reference", "reason", "reserve"]),
    LEAVES | st.sampled_from(["S-001", "00003", "00017", "C-13", "C-01", 1, 5, 99]),
)


@given(st.sampled_from(["replace", "discard", "draw", "odd"]), CONTENT)
def test_any_act_in_the_ledger_is_taken_or_refused_in_a_sentence(kind, content):
    act = Act(kind, "2026-11-18", "Ada", {**content, "sample": "S-001"}, FIRST, FIRST, "S-001")
    whole = SAMPLES["simple"].certificate
    try:
        found, said = standing(whole, [act]), ""
    except AuditError as error:
        found, said = None, str(error)
    assert ("does not fit the sample" in said) == (found is None)
    assert found is not None or kind == "replace"
    assert found is None or bool(found.discarded) == (kind == "discard")


def test_differences_are_named_by_their_place():
    one = {"a": [1, {"unit": "x"}], "b": "same", "c": 1, "e": 1, "f": [], "g": None}
    other = {"a": [1, {"unit": "y"}, 3], "b": "same", "d": "z" * 200, "e": True, "f": [None]}
    assert differences(one, one) == []
    assert differences(one, other) == [
        "a, 2, unit: 'x' here, 'y' in the workspace",
        "a, 3: nothing here, 3 in the workspace",
        "c: 1 here, nothing in the workspace",
        "e: 1 here, True in the workspace",
        "f, 1: nothing here, None in the workspace",
        "g: None here, nothing in the workspace",
        f"d: nothing here, '{'z' * 78}… in the workspace",
    ]
