"""Names of files in a folder: every system takes them, and no two are alike."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.cli.file_names import LONGEST, file_names, make_folder, safe
from audit.errors import StateError


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Police (DCI)", "Police-DCI"),
        ("a/b\\c:d", "a-b-c-d"),
        ("../..", "form"),
        ("é ü", "é-ü"),
        ("", "form"),
    ],
)
def test_a_name_is_safe_on_every_system(name, expected):
    assert safe(name) == expected


@given(st.lists(st.text(max_size=200), unique=True, max_size=8))
def test_no_two_names_are_alike_and_none_is_too_long(codes):
    names = file_names("actions", codes, ".json")
    assert list(names) == codes
    assert len({name.casefold() for name in names.values()}) == len(codes)
    assert all(re.fullmatch(r"actions-[\w.-]+\.json", name) for name in names.values())
    assert all(len(name) <= LONGEST + len("actions-.json") + 2 for name in names.values())


def test_names_that_look_alike_are_numbered():
    assert list(file_names("f", ["A b", "a-B", "c"]).values()) == ["f-A-b.xlsx", "f-a-B-2.xlsx", "f-c.xlsx"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    with pytest.raises(StateError, match=r"The folder .*file.b cannot be made \("):
        make_folder(tmp_path / "file" / "b")
