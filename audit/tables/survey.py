"""What the bytes of a file tell before anything is read from them: digest, encoding, line ends.

A register may be larger than the memory, so a file is gone through once, block by block.
"""

import codecs
import hashlib
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from audit.tables.delimited import UTF16, not_text, refuse_workbook
from audit.tables.refusals import unreadable, wrong

BLOCK = 1 << 22  # bytes read at a time
_BLANK_LINE = re.compile(rb"\n\r?\n")
_LONE_RETURN = re.compile(rb"\r[^\n]")


@dataclass(frozen=True, slots=True)
class Survey:
    """What a text file is: `even` where every line ends as the others may, and none within is blank."""

    sha256: str
    encoding: str
    even: bool


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """A block in which what the operating system refuses is a FileError with one sentence."""
    try:
        if not path.exists():
            raise wrong(path, "there is no such file; check its name and folder.")
        if not path.is_file():
            raise wrong(path, "this is not a file; name a file in it.")
        yield
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes, lower-case hex."""
    with readable(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def survey(path: Path) -> Survey:
    """The digest, encoding and line ends of a text file; FileError where it is empty or not text."""
    digest, watch = hashlib.sha256(), _Watch()
    with readable(path), path.open("rb", buffering=0) as file, ThreadPoolExecutor(1) as hashing:
        start = file.read(BLOCK)
        refuse_workbook(path, start)
        marked = start.startswith(UTF16)
        block = start
        while block:
            # The digest takes as long as everything else, and lets Python go on meanwhile.
            hashed = hashing.submit(digest.update, block)
            if not marked:
                watch.take(block)
            hashed.result()
            block = file.read(BLOCK)
    if not start.strip():
        raise wrong(path, "it is empty; send the file that holds the table.")
    watch.finish()
    if watch.nul:
        raise not_text(path)
    return Survey(digest.hexdigest(), "utf-16" if marked else watch.encoding, watch.even)


class _Watch:
    """What the blocks of a file have shown so far."""

    def __init__(self) -> None:
        self.nul = False
        self.even = True
        self._utf8 = True
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._ends = b""  # the line ends that the last block ended with

    def take(self, block: bytes) -> None:
        """Look at the next block."""
        self.nul = self.nul or b"\0" in block
        # Most blocks are ASCII, which is seen at once; a letter may be cut in two between blocks.
        if self._utf8 and not (block.isascii() and not self._decoder.getstate()[0]):
            try:
                self._decoder.decode(block)
            except UnicodeDecodeError:
                self._utf8 = False
        if self.even:
            self.even = self._is_even(block)

    def _is_even(self, block: bytes) -> bool:
        """Whether no line within is blank, and no carriage return stands alone.

        Blank lines at the end of the file harm nobody: they are held back until more follows.
        """
        whole = self._ends + block
        lines = whole.rstrip(b"\r\n")
        if not lines:
            self._ends = whole
            return len(whole) <= BLOCK
        self._ends = whole[len(lines) :]
        if b"\n\n" in lines:
            return False
        return b"\r" not in lines or not (_BLANK_LINE.search(lines) or _LONE_RETURN.search(lines))

    def finish(self) -> None:
        """Look at what the file ended with."""
        if self._utf8:
            try:
                self._decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                self._utf8 = False
        self.even = self.even and not self._ends.replace(b"\r\n", b"").strip(b"\n")

    @property
    def encoding(self) -> str:
        """UTF-8 where everything seen is that."""
        return "utf-8-sig" if self._utf8 else "cp1252"
