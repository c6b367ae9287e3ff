"""Drafts of e-mails as files (.eml) that a mail program opens ready to be looked at and sent.

They are written here and not by Python's own email, whose folding of long headers differs from one release
of Python to the next: the same draft always gives the same bytes.
"""

import base64
import binascii
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import quote

UNSENT = b"X-Unsent: 1\r\n"  # mail programs open such a file for sending, not as a mail that came
HEAVY = 25_000_000  # bytes of a whole mail; many mail systems take none that is larger
TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json",
}
_UNKNOWN = "application/octet-stream"  # such as .age, which says nothing about what it holds
_LINE = 60  # characters of a value that needs no folding
_WORD = 42  # bytes of an encoded word
_PART = 50  # characters of a part of a file's name
_FOLD = "\r\n"
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9.-]+")
_ESCAPED = re.compile(r"%[0-9A-F]{2}|.")


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail before it is sent: (name, address) of whom it goes to, its words, and one file or none."""

    to: tuple[tuple[str, str], ...]
    subject: str
    body: str
    file: str = ""
    content: bytes = b""


def eml(draft: Draft) -> bytes:
    """A draft as the bytes of an .eml file: no sender, no date, no number; those come when it is sent.

    An address that no mail header can hold is left out; without any there is no line To.
    """
    head = [*_to(draft.to), _header("Subject", _coded(_one_line(draft.subject))), b"MIME-Version: 1.0\r\n"]
    words = _text_part(draft.body)
    if not draft.file:
        return b"".join((UNSENT, *head, words))
    file = _file_part(draft.file, draft.content)
    # Neither base64 nor quoted-printable can hold "=_", so that no part can hold the boundary.
    boundary = b"=_" + hashlib.sha256(b"".join((*head, words, file))).hexdigest()[:32].encode()
    kind = b'Content-Type: multipart/mixed;\r\n boundary="' + boundary + b'"\r\n'
    line = b"--" + boundary
    parts = (line, b"\r\n", words, b"\r\n", line, b"\r\n", file, b"\r\n", line, b"--\r\n")
    return b"".join((UNSENT, *head, kind, b"\r\n", *parts))


def sendable(address: str) -> bool:
    """Whether a mail header can hold an address as it stands."""
    return len(address) <= _PART + _LINE and bool(_ADDRESS.fullmatch(address))


def _plain(text: str) -> str:
    """A text of several lines without what no mail can show; a tab and the ends of lines stay."""
    lines = (
        "".join(c for c in line if c == "\t" or unicodedata.category(c) not in {"Cc", "Cs"})
        for line in text.splitlines()
    )
    return "\n".join(lines)


# --- headers ----------------------------------------------------------------------------------------


def _one_line(text: str) -> str:
    """A text as one line, so that nothing in it can begin another header."""
    return " ".join(_plain(text).split())


def _header(name: str, value: str) -> bytes:
    return f"{name}: {value}\r\n".encode("ascii")


def _to(people: Sequence[tuple[str, str]]) -> Iterator[bytes]:
    """The line To:, an address a line."""
    known = {address: name for name, address in reversed(people) if sendable(address)}
    named = [_addressed(_one_line(known[a]), a) for _, a in people if a in known]
    if named:
        yield _header("To", ",\r\n ".join(dict.fromkeys(named)))


def _addressed(name: str, address: str) -> str:
    if not name:
        return address
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    if _short(escaped):
        fits = len(escaped) + len(address) <= _LINE
        return f'"{escaped}"{"" if fits else _FOLD} <{address}>'
    return f"{_words(name)}{_FOLD} <{address}>"


def _short(text: str) -> bool:
    """Whether a text may stand in a header as it is: ASCII, on one line, not taken for an encoded word."""
    return text.isascii() and text.isprintable() and len(text) <= _LINE and "=?" not in text


def _coded(text: str) -> str:
    """A text as it stands in a header: as it is, else as encoded words."""
    return text if _short(text) else _words(text)


def _words(text: str) -> str:
    """A text as encoded words (RFC 2047), one a line."""
    words = (base64.b64encode(piece).decode() for piece in _pieces(text))
    return "\r\n ".join(f"=?utf-8?b?{word}?=" for word in words)


def _pieces(text: str) -> Iterator[bytes]:
    """A text in UTF-8 in pieces that break between characters."""
    held = b""
    for character in text:
        more = character.encode()
        if len(held) + len(more) > _WORD:
            yield held
            held = b""
        held += more
    yield held


# --- parts ------------------------------------------------------------------------------------------


def _text_part(body: str) -> bytes:
    lines = (_plain(body) + "\n").replace("\n", "\r\n")
    coded = binascii.b2a_qp(lines.encode(), istext=True)
    head = (
        'Content-Type: text/plain; charset="utf-8"\r\n',
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
    )
    return "".join(head).encode() + coded


def _file_part(file: str, content: bytes) -> bytes:
    name = _one_line(file)
    head = (
        f"Content-Type: {TYPES.get(PurePath(name).suffix.casefold(), _UNKNOWN)}\r\n",
        "Content-Transfer-Encoding: base64\r\n",
        f"Content-Disposition: attachment{_named(name)}\r\n\r\n",
    )
    return "".join(head).encode() + base64.encodebytes(content).replace(b"\n", b"\r\n")


def _named(name: str) -> str:
    """The file's name as parameters of a header: as it is where it is plain, else as RFC 2231 has it."""
    if _short(name) and not set('"\\%') & set(name):
        return f';\r\n filename="{name}"'
    parts = [""]
    for escaped in _ESCAPED.findall(quote(name, safe="")):
        if len(parts[-1]) + len(escaped) > _PART:
            parts.append("")
        parts[-1] += escaped
    if len(parts) == 1:
        return f";\r\n filename*=utf-8''{parts[0]}"
    first, *rest = parts
    more = "".join(f";\r\n filename*{number}*={part}" for number, part in enumerate(rest, 1))
    return f";\r\n filename*0*=utf-8''{first}{more}"
