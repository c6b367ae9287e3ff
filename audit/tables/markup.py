"""XML read as a stream: which elements begin and end, what they say, and nothing declared by the file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

BLOCK = 1 << 20  # bytes parsed at a time


class MarkupError(Exception):
    """The file is not well formed, or in an encoding that is not known: the reason, and its line."""

    def __init__(self, reason: str, line: int) -> None:
        """Keep both, for whoever words the sentence."""
        self.reason = reason
        self.line = line
        super().__init__(f"line {line}: {reason}")


class DeclaredError(Exception):
    """The file declares a document type, with which a few lines can grow without end."""


@dataclass(frozen=True, slots=True)
class Handlers:
    """What is called when an element begins (name, attributes), ends (name), or has text."""

    begin: Callable[[str, Mapping[str, str]], None]
    end: Callable[[str], None]
    text: Callable[[str], None]


def parse(file: BinaryIO, handlers: Handlers) -> Iterator[None]:
    """A pause after every block of an XML file, for whoever calls to take what has come.

    Names come without their namespaces. Raises MarkupError where it cannot be parsed, DeclaredError
    where it declares a document type.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: handlers.begin(_local(name), attributes)
    parser.EndElementHandler = lambda name: handlers.end(_local(name))
    parser.CharacterDataHandler = handlers.text
    parser.StartDoctypeDeclHandler = _refuse
    while block := file.read(BLOCK):
        _feed(parser, block)
        yield
    _feed(parser, b"")
    yield


def _feed(parser: expat.XMLParserType, block: bytes) -> None:
    """Parse a block; an empty one is the end."""
    try:
        parser.Parse(block, not block)
    except expat.ExpatError as error:
        raise MarkupError(expat.ErrorString(error.code), error.lineno) from None
    except (LookupError, ValueError) as error:  # an encoding that Python does not know, or not here
        raise MarkupError(str(error), 1) from None


def beginnings(file: BinaryIO) -> list[tuple[str, dict[str, str]]]:
    """Every element of a small XML file with its attributes, in the order in which they begin."""
    found: list[tuple[str, dict[str, str]]] = []

    def begin(name: str, attributes: Mapping[str, str]) -> None:
        found.append((name, {_local(key): value for key, value in attributes.items()}))

    for _ in parse(file, Handlers(begin, lambda _: None, lambda _: None)):
        pass
    return found


def _refuse(*_: object) -> None:
    raise DeclaredError


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
