"""Every planted value in a folder, whatever it is written in: bytes, archives, mails, databases."""

import base64
import binascii
import email
import email.policy
import io
import re
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from contextlib import closing
from pathlib import Path

# Each kind of value by a text that is always in it and seldom elsewhere, and by how the whole looks.
LOOKS = {
    "id": (b"zqxid", rb"zqxid[a-g][a-j]{2}"),
    "name": (b"zqx", rb"zqx(?:fam|giv)[a-z]*"),
    "address": (b"zqxadr", rb"zqxadr[a-z]*"),
    "e-mail": (b"zqxeml", rb"zqxeml[a-z]*"),
    "free text": (b"zqxnot", rb"zqxnot[a-z]*"),
    "family": (b"zqxsib", rb"zqxsib[a-z]*"),
    "worker": (b"zqxwrk", rb"zqxwrk[ab]"),
    "NHS number": (b"947", rb"(?<![\d.])947[ -]?[05]0[0-6][ -]?\d{4}(?!\d)"),
    "UPN": (b"947000", rb"[a-z]947000\d{6}(?!\d)"),
    "date of birth": (
        b"191",
        rb"191[1-7]-[01]\d-[0-3]\d|[0-3]?\d[/.-][01]?\d[/.-]191[1-7]|\d+ [a-z]+ 191[1-7]",
    ),
    "postcode": (b"zq", rb"(?<![a-z])zq\d ?\d[a-f]a"),
    "phone": (b"7700", rb"(?:0|44 ?)7700[ -]?90\d{4}"),
}
LOOK = {kind: (re.compile(sign), re.compile(whole)) for kind, (sign, whole) in LOOKS.items()}
AROUND = 20  # bytes on either side of a sign in which the whole lies
CODED = re.compile(rb"[A-Za-z0-9+/]{40,}={0,2}")
DEEP = 4  # archives within archives


def kinds_in(content):
    """The kinds of planted values in some bytes, each with one of its values."""
    found = {}
    for one in _spelled(content):
        for kind, (sign, whole) in LOOK.items():
            if kind in found or LOOKS[kind][0] not in one:
                continue
            near = (
                whole.search(one, max(at.start() - AROUND, 0), at.end() + AROUND) for at in sign.finditer(one)
            )
            if hit := next(filter(None, near), None):
                found[kind] = hit[0].decode(errors="replace")
    return found


def _spelled(content):
    """Bytes in small letters as they stand, as UTF-16 would have them, and with JSON's own escapes undone."""
    small = content.lower()
    yield small
    if b"\0" in small:
        yield small.replace(b"\0", b"")
    if b"\\u00" in small:
        yield re.sub(rb"\\u00([0-9a-f]{2})", lambda one: bytes([int(one[1], 16)]), small)
    yield from (small.replace(b"=\r\n", b""), small.replace(b"=\n", b"")) if b"=" in small else ()


def contents(path):
    """(where, bytes) of everything that a file holds: itself, and what is folded up in it."""
    raw = Path(path).read_bytes()
    yield from unfolded("", raw)
    if raw[:15] == b"SQLite format 3":
        yield "rows", _rows(path)


def unfolded(where, raw, deep=0):
    """Some bytes and, where they are an archive, a mail or a code, what is in these."""
    yield where, raw
    if deep >= DEEP:
        return
    if raw[:2] == b"PK":
        yield from _archive(where, raw, deep)
    elif raw[:2] == b"\x1f\x8b":
        yield from unfolded(f"{where}|gzip", zlib.decompress(raw, 47), deep + 1)
    elif b"MIME-Version:" in raw[:4000]:
        yield from _mail(where, raw, deep)
    else:
        yield from _codes(where, raw)


def _archive(where, raw, deep):
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        yield f"{where}|comment", archive.comment
        for one in archive.infolist():
            yield f"{where}|names", one.filename.encode() + one.comment + one.extra
            yield from unfolded(f"{where}|{one.filename}", archive.read(one), deep + 1)


def _mail(where, raw, deep):
    for part in email.message_from_bytes(raw, policy=email.policy.default).walk():
        yield f"{where}|headers", "\n".join(f"{name}: {value}" for name, value in part.items()).encode()
        if not part.is_multipart():
            content = part.get_payload(decode=True) or b""
            yield from unfolded(f"{where}|{part.get_content_type()}", content, deep + 1)


def _codes(where, raw):
    for code in CODED.finditer(raw):
        try:
            yield f"{where}|base64", base64.b64decode(code[0][: len(code[0]) // 4 * 4])
        except binascii.Error:
            continue


def _rows(path):
    """Every cell of every table, since a long one lies in parts on several pages of the file."""
    with tempfile.TemporaryDirectory() as folder:  # a copy, so that looking changes nothing
        for one in Path(path).parent.glob(f"{Path(path).name}*"):
            shutil.copy(one, folder)
        with closing(sqlite3.connect(Path(folder) / Path(path).name)) as connection:
            names = [
                one for (one,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
            ]
            rows = (row for name in names for row in connection.execute(f'SELECT * FROM "{name}"'))
            return b"\n".join(
                cell if isinstance(cell, bytes) else str(cell).encode() for row in rows for cell in row
            )


def kinds_by_file(folder):
    """The kinds of planted values in every file below a folder: {path: {kind: a place and a value}}."""
    found = {}
    for path in sorted(Path(folder).rglob("*")):
        told = kinds_in(str(path.relative_to(folder)).encode())
        name = path.relative_to(folder).as_posix()
        found[name] = {kind: f"the name {value}" for kind, value in told.items()}
        if path.is_file():
            for where, content in contents(path):
                for kind, value in kinds_in(content).items():
                    found[name].setdefault(kind, f"{where or 'bytes'}: {value}")
    return {name: kinds for name, kinds in found.items() if kinds}
