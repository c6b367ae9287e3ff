"""What the bytes of a text file tell: digest, encoding, and whether an engine may read it as it lies."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import FileError
from audit.tables import survey as surveys
from audit.tables.survey import sha256_of, survey


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(surveys, "BLOCK", 3)


def surveyed(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    found = survey(path)
    assert found.sha256 == sha256_of(path) == hashlib.sha256(content).hexdigest()
    return found


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"a,b\n", "utf-8-sig"),
        (b"\xef\xbb\xbfa,b\n", "utf-8-sig"),
        ("a,Zoë €\n".encode(), "utf-8-sig"),
        ("a,Zoë €\n".encode("cp1252"), "cp1252"),
        ("a,Zoë".encode()[:-1], "cp1252"),  # cut within a letter at the very end
        ("a,b\n".encode("utf-16"), "utf-16"),
    ],
)
@pytest.mark.usefixtures("small_blocks")
def test_encodings_are_told_from_the_whole_file(tmp_path, content, encoding):
    assert surveyed(tmp_path, content).encoding == encoding


@given(
    content=st.lists(st.sampled_from([b"a", b"\r", b"\n", b"\r\n", b",", b'"']), max_size=20).map(b"".join)
)
def test_lines_are_even_where_none_within_is_blank_and_no_return_stands_alone(tmp_path_factory, content):
    content = b"x" + content
    path = tmp_path_factory.mktemp("even")
    plain = content.replace(b"\r\n", b"\n")
    expected = b"\r" not in plain and b"\n\n" not in plain.rstrip(b"\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(surveys, "BLOCK", 4)
        # A file that ends in more line ends than a block holds counts as uneven.
        if len(content) - len(content.rstrip(b"\r\n")) <= 4:
            assert surveyed(path, content).even == expected
    assert surveyed(path, content).even == expected


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty; send the file that holds the table."),
        (b" \r\n\n", "it is empty; send the file that holds the table."),
        ("a,b\n".encode("utf-16-le"), "it is not text that can be read; save it as CSV in UTF-8."),
        (b"a,b\n" + bytes(3), "it is not text that can be read; save it as CSV in UTF-8."),
        (
            b"PK\x03\x04",
            "it is named as text but holds a workbook; name it .xlsx, .xls or .ods as it is.",
        ),
    ],
)
def test_what_is_no_text_is_refused(tmp_path, content, said):
    with pytest.raises(FileError) as caught:
        surveyed(tmp_path, content)
    assert str(caught.value) == f"{tmp_path / 'a.csv'}, {said}"


def test_what_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileError, match="there is no such file; check its name and folder"):
        survey(tmp_path / "a.csv")
    with pytest.raises(FileError, match="this is not a file; name a file in it"):
        survey(tmp_path)
