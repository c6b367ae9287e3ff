"""Drafts of e-mails as plain values: what is written is what a mail program reads, whatever is in it."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mails_read import read_back

from audit.chasing.mail import UNSENT, Draft, eml, sendable

HEADERS = ["X-Unsent", "To", "Subject", "MIME-Version", "Content-Type"]
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = Draft(
    (("Jo Smith", "jo@police.uk"),), "Your return", "Dear Jo,\n\nSend it.", "r1.xlsx", b"PK\x03\x04"
)
GOLDEN = b"""\
X-Unsent: 1
To: "Jo Smith" <jo@police.uk>
Subject: Your return
MIME-Version: 1.0
Content-Type: multipart/mixed;
 boundary="=_81e0de183e1c71439bd5ff6590e8113b"

--=_81e0de183e1c71439bd5ff6590e8113b
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

Dear Jo,

Send it.

--=_81e0de183e1c71439bd5ff6590e8113b
Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
Content-Transfer-Encoding: base64
Content-Disposition: attachment;
 filename="r1.xlsx"

UEsDBA==

--=_81e0de183e1c71439bd5ff6590e8113b--
"""
ANYTHING = st.text(max_size=120)
NASTY = st.one_of(
    ANYTHING,
    st.text('"\\,;:<>()@=?_ \r\n\tAé😀ע', max_size=90),
    st.sampled_from(
        ["x\r\nBcc: a@evil.uk", "=?utf-8?b?QmNj?=", "محمد \u202eعلي", "a\u2028X-Y: z", "é" * 300]
    ),
)

SHOWN = st.one_of(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029"), st.just("\n")
)


def one_line(text):
    """A text as it must come back from a header: without controls, its lines and blanks made one."""
    kept = (
        "".join(c for c in line if c == "\t" or unicodedata.category(c) not in {"Cc", "Cs"})
        for line in text.splitlines()
    )
    return " ".join(" ".join(kept).split())


def test_a_draft_is_these_bytes():
    assert eml(PLAIN) == GOLDEN.replace(b"\n", b"\r\n")


def test_it_opens_as_a_mail_to_be_sent_that_names_nobody_as_its_sender_and_no_day():
    found = read_back(eml(PLAIN))
    assert found.headers == HEADERS
    assert (found.to, found.subject) == ([("Jo Smith", "jo@police.uk")], "Your return")
    assert found.body == "Dear Jo,\n\nSend it.\n"
    assert (found.file.name, found.file.type, found.file.content) == ("r1.xlsx", SHEET, b"PK\x03\x04")
    assert eml(PLAIN).startswith(UNSENT)


def test_without_a_file_it_is_one_text_and_without_an_address_it_has_no_to():
    found = read_back(eml(Draft((("Jo", ""), ("Al", "al at police")), "S", "B")))
    assert (found.headers, found.file) == (["X-Unsent", *HEADERS[2:], "Content-Transfer-Encoding"], None)
    assert (found.to, found.body) == ([], "B\n")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("r.json", "application/json"), ("r.json.age", "application/octet-stream"), ("R.XLSX", SHEET)],
)
def test_a_files_type_goes_by_its_name(name, kind):
    assert read_back(eml(Draft((), "S", "B", name, b"{}"))).file.type == kind


def test_several_people_are_each_named_once_and_an_address_without_a_name_stands_alone():
    to = (("Smith, Jo", "jo@a.uk"), ("", "office@a.uk"), ("Zoë Müller", "z@a.uk"), ("Jo again", "jo@a.uk"))
    assert read_back(eml(Draft(to, "S", "B"))).to == [
        ("Smith, Jo", "jo@a.uk"),
        ("", "office@a.uk"),
        ("Zoë Müller", "z@a.uk"),
    ]


@pytest.mark.parametrize("address", ["jo@a.uk", "o'brien+x@a-b.sch.uk"])
def test_addresses_that_a_header_can_hold(address):
    assert sendable(address)


@pytest.mark.parametrize(
    "address",
    ["", "jo", "jörg@a.uk", "jo@ä.uk", "o’brien@a.uk", "a b@a.uk", "jo@a.uk\r\nBcc: x@y.uk", "a>@b.c"],
)
def test_addresses_that_it_cannot_are_left_out(address):
    assert not sendable(address)
    assert read_back(eml(Draft((("Jo", address), ("Al", "al@a.uk")), "S", "B"))).to == [("Al", "al@a.uk")]


@settings(max_examples=40)
@given(NASTY, NASTY, NASTY, st.binary(max_size=300))
@example("", "", "", b"")
@example("x" * 200, "word " * 60, "y" * 150 + ".xlsx", b"\r\n.\r\n--=_")
@example('"' * 60, '"' * 60, '"' * 60, b"")
@example("a" * 61, "b" * 60, "%41'*.xlsx", b"")
def test_whatever_is_typed_comes_back_as_typed_and_adds_no_header(name, subject, file, content):
    draft = Draft(((name, "jo@a.uk"),), subject, "B", one_line(file) and file, content)
    made = eml(draft)
    found = read_back(made)
    assert found.to == [(one_line(name), "jo@a.uk")]
    assert " ".join(found.subject.split()) == one_line(subject)
    named = one_line(file)
    assert found.file is None if not named else (found.file.name, found.file.content) == (named, content)
    assert found.headers[:4] == HEADERS[:4]
    assert max(len(line) for line in made.split(b"\r\n") if not line.startswith(b"Content-Type: ")) <= 78
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert b"\r" not in made.replace(b"\r\n", b"")
    assert made.isascii()
    assert eml(draft) == made


@given(st.text(SHOWN, max_size=300))
@example(".\n..\nFrom here\n  both ends  \n" + "long " * 90)
@example("é" * 200 + " ")
def test_the_body_comes_back_as_it_was_line_by_line(body):
    assert read_back(eml(Draft((), "S", body))).body == "\n".join(body.splitlines()) + "\n"


def test_other_contents_have_another_boundary():
    other = Draft(PLAIN.to, PLAIN.subject, PLAIN.body, PLAIN.file, b"PK\x03\x05")
    assert eml(other).split(b'boundary="')[1][:34] != eml(PLAIN).split(b'boundary="')[1][:34]
