"""Files that travel: what is changed on the way is named, and nothing that comes ends in a traceback."""

import json
from copy import deepcopy
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.definitions import digest
from audit.errors import FileError
from audit.responses.interview import Interview
from audit.responses.response import Answer, Signature
from audit.responses.returns import Party, Run, Step, read_return, return_block, version_of
from audit.responses.returns_invitation import (
    Invitation,
    Partnership,
    invitation_block,
    read_invitation,
)
from audit.responses.returns_sealed import DEEPEST, broken_seals, load, sealed
from audit.responses.returns_taking import check_meanings, fitting, template_of

SET = """
title: Ours
scale: met-partly-not
standards:
  - {id: A, title: Leadership, questions: [{id: A1, text: Who leads.}, {id: A2, text: Told.}]}
"""
MADE = {"at": "2026-03-01T09:00:00+00:00", "by": "ada", "program": "x"}


@pytest.fixture(scope="module")
def sent(make):
    """A signed return with two answers, one of them changed once."""
    steps = {
        "A1": [Step(Answer("met"), MADE["at"], "ada")],
        "A2": [Step(Answer("partly"), "1", "ada"), Step(Answer("met", comment="Yes"), "2", "bo", 2)],
    }
    head = ("Kings", Run("r1", "2026", "2026-03-31"), Party("oak", "Oak", ("police",)))
    signature = Signature("Ada", "Chief", "2026-03-01", presented="2026-03-01")
    more = {"edition": 2, "owed": [], "signed": (signature, "f" * 64), "made": MADE}
    return return_block(head, make(SET), steps, **more)


@pytest.fixture(scope="module")
def invited(make):
    head = (Partnership("Kings", "K", "us"), Run("r1", "", "2026-03-31"), Party("oak", "Oak"))
    return invitation_block(Invitation(*head, make(SET), {"A1": Answer("met")}, {}), MADE)


def through(block):
    """A block as it comes out of the file that it was written to."""
    return load(json.dumps(block).encode(), "r.json")


def taken(content):
    """What becomes of a content as a return for a round that asks the same, and as an invitation."""
    found = load(content, "r.json")
    for read in (read_return, read_invitation):
        try:
            one = read(found, "r.json")
            if read is read_return:
                template = template_of(one.definition, "r.json")
                check_meanings(one, template)
                fitting(Interview(template, frozenset(one.agency.kinds), {}, date(2026, 3, 2)), one, [])
        except FileError as error:
            said = str(error)
        else:
            said = "r.json, taken"
        assert said.startswith("r.json, ")


def resealed(block):
    """A block with digests and versions made anew, as far as it still has them."""
    answers = block.get("answers")
    for entry in answers.values() if isinstance(answers, dict) else ():
        steps = entry.get("history") if isinstance(entry, dict) else None
        for one in (entry, *(steps if isinstance(steps, list) else ())):
            if isinstance(one, dict) and "answer" in one:
                one["version"] = version_of(one["answer"])
    if isinstance(block.get("template"), dict):
        block["template"]["digest"] = digest(block.get("definition"))
    return sealed({key: part for key, part in block.items() if key not in {"digests", "digest"}})


def test_a_return_is_read_as_it_was_written(sent):
    found = read_return(through(sent), "r.json")
    assert (found.partnership, found.round.due, found.agency.kinds) == ("Kings", "2026-03-31", ("police",))
    assert found.answers["A2"].block == {"value": "met", "comment": "Yes"}
    assert len(found.answers["A2"].versions) == 2
    assert found.signature == Signature("Ada", "Chief", "2026-03-01", presented="2026-03-01")
    check_meanings(found, template_of(found.definition, "r.json"))


def test_a_whole_file_has_no_broken_seal(sent, invited):
    assert broken_seals(through(sent)) == []
    assert broken_seals(through(invited)) == []


def places(value, path=()):
    """The path to every value in a mapping, the seals left out."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in pairs:
        if path or key not in {"digests", "digest"}:
            yield (*path, key)
            yield from places(part, (*path, key))


def spots_of(block):
    """The same, in a fixed order and without the most of a template, which is much alike all through."""
    return sorted((path for path in places(block) if path[:2] != ("definition", "kinds")), key=repr)


def named(path):
    """The name under which a change at a place is told."""
    if path[0] != "answers" or len(path) < 2:
        return {path[0]}
    if len(path) > 3 and path[2] == "history":
        return {f"{path[1]}, history {path[3] + 1}"}
    # An answer taken out or made something else shows in all its names, and in what was signed.
    return {path[1], "signature", *(f"{path[1]}, history {n}" for n in (1, 2))}


@given(data=st.data())
@settings(max_examples=40)
def test_whatever_is_changed_is_named(sent, data):
    block = deepcopy(sent)
    path = data.draw(st.sampled_from(spots_of(sent)))
    inside = block
    for key in path[:-1]:
        inside = inside[key]
    if data.draw(st.booleans()) and isinstance(inside, dict):
        del inside[path[-1]]
    else:
        before = inside[path[-1]]
        inside[path[-1]] = data.draw(
            st.sampled_from(["changed", [], {}, None, 7]).filter(lambda x: x != before)
        )
    found = {problem.where for problem in broken_seals(block)}
    assert found
    if path != ("answers",):
        assert found & named(path)
        assert found <= named(path)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is not JSON"),
        (b"\xff\xfe{\x00}\x00", "it is not text in UTF-8"),
        (b"[1, 2]", "it is no return or invitation"),
        (b'{"a": 1, "a": 2}', "'a' is given twice"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": 1e999}', "1e999 is no number"),
        (b'{"a": ' + b"[" * 100_000, "nested too deep"),
        (b'{"a": ' + b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1) + b"}", "nested too deep"),
        (b'{"a": "\\u001b[31m"}', "control characters"),
        (b'{"a": "\\ud800"}', "control characters"),
        (b'{"\\u0000": 1}', "control characters"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "it is not JSON"),
        (b" " * 20_000_001, "too large"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_no_file_of_ours_is_refused_in_a_sentence(content, why):
    with pytest.raises(FileError, match=why):
        load(content, "r.json")


def test_many_keys_and_one_twice_take_no_time():
    keys = ",".join(f'"k{n}": 1' for n in range(200_000))
    with pytest.raises(FileError, match="given twice"):
        load(f'{{{keys}, "k199999": 2}}'.encode(), "r.json")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["", "x", "A1", "2026-03-01", "n/a", "met"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["what", "id", "A1", "value", "name", "history", "x"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


def put(block, path, value):
    """Put a value at a place, where that is still there."""
    inside = block
    for key in path[:-1]:
        inside = inside.get(key) if isinstance(inside, dict) else inside[key] if inside else None
        if not isinstance(inside, (dict, list)):
            return
    if isinstance(inside, dict) or path[-1] in range(len(inside)):
        inside[path[-1]] = value


@given(data=st.data())
@settings(max_examples=40)
def test_wrong_types_anywhere_end_in_a_sentence_also_with_every_digest_made_anew(sent, invited, data):
    whole = data.draw(st.sampled_from([sent, invited]))
    block, spots = deepcopy(whole), st.sampled_from(spots_of(whole))
    for path, value in data.draw(st.lists(st.tuples(spots, VALUES), min_size=1, max_size=3)):
        put(block, path, value)
    taken(json.dumps(resealed(block)).encode())


@given(st.binary(max_size=100) | st.text(max_size=50).map(str.encode))
@settings(max_examples=40)
def test_any_bytes_end_in_a_sentence(content):
    with pytest.raises(FileError):
        taken(content)


def test_a_newer_format_is_said_to_be_newer(sent, invited):
    for block, read in ((sent, read_return), (invited, read_invitation)):
        kind = next(iter(block))
        with pytest.raises(FileError, match="upgrade"):
            read(block | {kind: 2}, "r.json")


def test_one_is_not_taken_for_the_other(sent, invited):
    with pytest.raises(FileError, match="audit join"):
        read_return(invited, "i.json")
    with pytest.raises(FileError, match="audit collect"):
        read_invitation(sent, "r.json")
