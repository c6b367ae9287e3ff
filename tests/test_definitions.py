"""YAML read as text with its lines, and problems said all at once."""

import hashlib
import os
from contextlib import suppress
from fractions import Fraction
from threading import Thread

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from audit import definitions
from audit.definitions import Reading, decimal, digest, nearest, parse, plain, read
from audit.errors import DefinitionError, UnknownError


def refused(text):
    with pytest.raises(DefinitionError) as caught:
        parse(text, "local.yaml")
    return str(caught.value)


def noted(reading):
    with pytest.raises(DefinitionError) as caught:
        reading.finish()
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    "word", ["1.10", "No", "yes", "0123", "null", "~", "2026-03-31", "1e3", "0x1F", "12:30:00", "1_000"]
)
def test_every_scalar_stays_the_text_that_was_written(word):
    assert parse(f"a: {word}", "f") == {"a": word}


def test_keys_stay_text_too():
    assert parse("No: 1\n1.10: 2", "f") == {"No": "1", "1.10": "2"}


def test_values_and_keys_know_their_lines():
    found = parse("a: 1\nb:\n  - c: 2\n    d: >-\n      long\n      text\n  - e\n", "f")
    assert (found.lines, found["b"].line, found["b"][0].lines) == ({"a": 1, "b": 2}, 3, {"c": 3, "d": 4})
    assert found["b"][1].line == 7
    assert found["b"][0]["d"] == "long text"


def test_only_a_word_without_quotes_is_bare():
    found = parse("a: ~\nb: '~'", "f")
    assert (found["a"].bare, found["b"].bare) == (True, False)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: &x 1\nb: *x", "line 1: anchors and aliases (& and *) are not read here"),
        ("a: &x 1", "line 1: anchors"),
        ("a: 1\nb:\n\tc: 2", "line 3: this is not YAML"),
        ("a: {b: 1", "this is not YAML"),
        ("a: 1\n---\nb: 2", "line 2: a second document begins here"),
        ("just words", "line 1: keys with values are expected"),
        ("a: \x00", "not YAML that can be read"),
        ("a: \ud800", "not YAML that can be read"),
        ("[" * 200_000, "nested more than 20 deep"),
        ("- " * 200_000, "nested more than 20 deep"),
        ("a: {" * 5_000, "nested more than 20 deep"),
        ("\n".join(" " * depth + "a:" for depth in range(30)), "line 21: this is nested more than 20 deep"),
    ],
)
def test_what_is_no_definition_is_refused_in_a_sentence_with_its_line(text, sentence):
    assert sentence in refused(text)


def test_a_tag_never_makes_an_object():
    assert parse("a: !!python/object/apply:os.system ['true']", "f") == {"a": ["true"]}


def test_an_empty_file_is_an_empty_mapping_and_a_bare_list_stands_for_grades():
    assert parse("", "f") == {}
    assert parse("# only a comment\n", "f") == {}
    assert parse("- code: met", "f") == {"grades": [{"code": "met"}]}


def test_a_file_of_six_megabytes_in_another_encoding_or_no_file_at_all_is_refused(tmp_path):
    (tmp_path / "large.yaml").write_text("a: " + "x" * 6_000_000)
    (tmp_path / "latin.yaml").write_text("a: é", encoding="latin-1")
    (tmp_path / "half.yaml").write_bytes("a: é".encode("utf-16")[:-1])
    (tmp_path / "folder.yaml").mkdir()
    for name, words in [
        *(("large", "too large"), ("latin", "UTF-8"), ("half", "UTF-8"), ("folder", "cannot be read")),
    ]:
        with pytest.raises(DefinitionError, match=words):
            read(tmp_path / f"{name}.yaml")


def test_a_byte_order_mark_and_line_ends_of_windows_change_nothing(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert read(tmp_path / "a.yaml") == {"a": "1", "b": "2"}
    (tmp_path / "b.yaml").write_bytes("a: é\r\nb: 2\r\n".encode("utf-16"))  # as PowerShell 5 keeps output
    assert read(tmp_path / "b.yaml") == {"a": "é", "b": "2"}


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_as_a_definition(text):
    with suppress(DefinitionError):
        assert isinstance(parse(text, "f"), dict)


@given(st.text(alphabet="ab:- \n\t#&*!|>'\"{}[],?%@`~\\0", max_size=60))
def test_any_text_of_signs_that_mean_something_is_read_or_refused_as_a_definition(text):
    with suppress(DefinitionError):
        assert isinstance(parse(text, "f"), dict)


_plain = st.recursive(
    st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(min_size=1, max_size=8), _plain, min_size=1, max_size=4))
def test_what_yaml_writes_as_text_is_read_back_the_same(value):
    assert plain(parse(yaml.safe_dump(value), "f")) == value


def test_all_problems_are_said_in_the_order_of_their_lines():
    block = parse("titel: x\nweight: heavy\ntitle: y\ntitle: z\ncritical: maybe\nnames: {a: b}", "f")
    reading = Reading("f")
    reading.words(block, "names")
    reading.block(block, ("title", "weight", "critical", "names"), "a thing")
    reading.number(block, "weight")
    reading.yes(block, "critical")
    assert noted(reading) == [
        "line 1: 'titel' is not a key of a thing; did you mean 'title'?",
        "line 2: 'weight' must be a number, not 'heavy'.",
        "line 4: 'title' is given twice in a thing; keep one.",
        "line 5: 'critical' must be yes or no, not 'maybe'.",
        "line 6: 'names' must be a list.",
    ]


def test_white_space_is_collapsed_and_the_line_kept():
    block = parse("a: 1\nb: '  two\n\n    words '\nc: [' x  y ']", "f")
    reading = Reading("f")
    assert (reading.text(block, "b"), reading.text(block, "b").line) == ("two words", 2)
    assert reading.words(block, "c") == ("x y",)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.85", "17/20"), ("90%", "9/10"), ("2", "2"), ("-1.5", "-3/2"), (" 12.5 % ", "1/8"), ("+1", "1")],
)
def test_a_decimal_is_read_exactly(text, value):
    assert decimal(text) == Fraction(value)


@pytest.mark.parametrize("text", ["", "1e5", "1/3", "nan", "inf", "1,5", "٣", "²", "9" * 40, "0x1", "1."])
def test_what_is_no_plain_decimal_is_none(text):
    assert decimal(text) is None


def test_the_nearest_word_is_offered_else_a_few_known_ones():
    assert nearest("Gudance", ["guidance", "text"]) == "; did you mean 'guidance'?"
    assert nearest("zzz", ["b", "a"]) == "; there are a, b."
    assert nearest("zzz", [str(n) for n in range(13)]) == "."


def test_a_digest_is_the_sha256_of_canonical_json():
    said = '{"a":["é","2"],"b":{"c":""}}'
    assert digest({"b": {"c": ""}, "a": ["é", "2"]}) == hashlib.sha256(said.encode()).hexdigest()
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_a_local_file_hides_the_shipped_one_of_its_name(write):
    local = write({"standards/scales/yes-no": "title: Ours", "standards/local/set": "title: Set"})
    assert local.load("standards", "scales/yes-no", "scale")["title"] == "Ours"
    assert definitions.library().load("standards", "scales/yes-no", "scale")["title"] != "Ours"
    assert "local/set" in local.refs("standards")
    assert local.refs("standards").count("scales/yes-no") == 1


@pytest.mark.parametrize("ref", ["../x", "/etc/passwd", "a/../../x", "..\\x", "C:x", "x" * 300, "a\0b", ""])
def test_a_name_never_leads_out_of_the_folder(ref):
    assert definitions.library().find("standards", ref) is None


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(UnknownError, match="did you mean 'section-11/london'"):
        definitions.library().load("standards", "section-11/londn", "catalogue")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_read_once(tmp_path):
    pipe = tmp_path / "answers"
    os.mkfifo(pipe)
    writing = Thread(target=pipe.write_text, args=("A1: met\n",))
    writing.start()
    assert read(pipe) == {"A1": "met"}
    writing.join()
