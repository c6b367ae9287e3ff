"""Find YAML and read it: every scalar as text, with the line it stands on.

YAML's own types are a trap here (`1.10` becomes 1.1, `No` becomes false), so text stays text and
the reader of a field says what it should be. Whoever reads collects every problem of a file with
its line, and only then gives up.
"""

import hashlib
import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml

from audit.errors import DefinitionError, Problem, UnknownError

LARGEST = 5_000_000  # bytes; the largest shipped file has 60 thousand
DEEPEST = 20  # a hostile file may nest without end
_DECIMAL = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?", re.ASCII)  # no exponent, which could fill the memory
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Text(str):
    """A scalar that knows its line, and whether it stood there without quotes."""

    __slots__ = ("bare", "line")
    line: int
    bare: bool


def _text_of(value: str, line: int, *, bare: bool = False) -> Text:
    text = Text(value)
    text.line, text.bare = line, bare
    return text


class Block(dict[str, Any]):
    """A mapping that knows its line and the line of each key."""

    line: int = 0

    def __init__(self, *args: Any) -> None:
        """Take what a dict takes."""
        super().__init__(*args)
        self.lines: dict[str, int] = {}
        self.twice: list[tuple[str, int]] = []

    def line_of(self, key: str) -> int:
        """The line of a key; the mapping's own where the key is not there."""
        return self.lines.get(key, self.line)


class Items(list[Any]):
    """A list that knows its line."""

    line: int = 0


@dataclass(frozen=True, slots=True)
class Library:
    """Where definitions lie: the workspace first, then what is shipped.

    Each root holds `standards/` and `templates/`; the path below them is the name.
    """

    roots: tuple[Path, ...]

    def find(self, folder: str, ref: str) -> Path | None:
        """The file that a name stands for, or None."""
        if ref.startswith("/") or set(ref) & set("\\:\0") or ".." in ref.split("/"):
            return None
        paths = (root / folder / f"{ref}.yaml" for root in self.roots)
        try:
            return next((path for path in paths if path.is_file()), None)
        except OSError:  # a name that is too long for the file system
            return None

    def load(self, folder: str, ref: str, what: str) -> Block:
        """The file that a name stands for, read; UnknownError with the nearest name if there is none."""
        path = self.find(folder, ref)
        if path is None:
            raise UnknownError(f"There is no {what} {ref!r}{nearest(ref, self.refs(folder))}")
        return read(path)

    def refs(self, folder: str) -> list[str]:
        """The names of all files in a folder, the workspace's and the shipped, sorted."""
        return sorted({ref for ref, _ in self.files(folder)})

    def files(self, folder: str) -> Iterator[tuple[str, Path]]:
        """Name and path of every YAML file, a local one hiding the shipped one of its name."""
        seen: set[str] = set()
        for root in self.roots:
            home = root / folder
            for path in sorted(home.rglob("*.yaml")):
                ref = path.relative_to(home).with_suffix("").as_posix()
                if ref not in seen:
                    seen.add(ref)
                    yield ref, path


def shipped() -> Path:
    """The folder that holds the shipped `standards/` and `templates/`: in a wheel or in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "shipped"
    return inside if inside.is_dir() else package.parent


def library(*local: Path) -> Library:
    """The shipped definitions behind those of the given folders."""
    return Library((*local, shipped()))


def _encoding(content: bytes) -> str:
    """UTF-8, or UTF-16 where a file begins so: older PowerShells write that for `audit … > FILE`."""
    return "utf-16" if content[:2] in {BOM_UTF16_LE, BOM_UTF16_BE} else "utf-8-sig"


def read(path: Path) -> Block:
    """The mapping in a YAML file; DefinitionError where it is not YAML or not a mapping."""
    try:
        if path.stat().st_size > LARGEST:
            raise DefinitionError(str(path), [Problem("", "it is too large to be a definition.")])
        found = path.read_bytes()  # once: a pipe is empty the second time
        content = found.decode(_encoding(found))
    except UnicodeDecodeError:
        raise DefinitionError(str(path), [Problem("", "it is not text in UTF-8; save it so.")]) from None
    except OSError as error:
        raise DefinitionError(str(path), [Problem("", f"it cannot be read ({error.strerror}).")]) from None
    return parse(content, str(path))


def parse(content: str, where: str) -> Block:
    """The mapping in a text of YAML; a bare list is taken as `grades:` is in a scale file."""
    try:
        found = _document(_events(content), where)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        text = f"this is not YAML: {error.problem or error.context}."
        raise DefinitionError(where, [Problem(f"line {line}", text)]) from None
    except (yaml.YAMLError, ValueError):
        raise DefinitionError(where, [Problem("", "this is not YAML that can be read.")]) from None
    if isinstance(found, Items):
        found = _block_of("grades", found)
    if not isinstance(found, Block):
        raise DefinitionError(
            where, [Problem("line 1", "keys with values are expected, such as 'title: ...'.")]
        )
    return found


def _block_of(key: str, items: Items) -> Block:
    block = Block({key: items})
    block.line = block.lines[key] = items.line
    return block


def _events(content: str) -> Iterator[Any]:
    # Events come one by one, so that a hostile depth is met by us and not by the reader's own stack.
    events = yaml.parse(content, Loader=_Loader)
    return (event for event in events if not isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent)))


def _document(events: Iterator[Any], where: str) -> Any:
    if next(events, None) is None:
        return Block()
    found = _build(next(events), events, where, 0)
    next(events)
    if (second := next(events, None)) is not None:
        text = "a second document begins here (---); keep one to a file."
        raise DefinitionError(where, [Problem(f"line {second.start_mark.line + 1}", text)])
    return found


def _build(event: Any, events: Iterator[Any], where: str, depth: int) -> Any:
    line = event.start_mark.line + 1
    if event.anchor is not None:
        text = "anchors and aliases (& and *) are not read here; write it out."
        raise DefinitionError(where, [Problem(f"line {line}", text)])
    if depth > DEEPEST:
        raise DefinitionError(where, [Problem(f"line {line}", f"this is nested more than {DEEPEST} deep.")])
    if isinstance(event, yaml.MappingStartEvent):
        return _build_block(events, where, depth, line)
    if isinstance(event, yaml.SequenceStartEvent):
        rest = iter(lambda: next(events), None)
        inner = takewhile(lambda child: not isinstance(child, yaml.SequenceEndEvent), rest)
        items = Items(_build(child, events, where, depth + 1) for child in inner)
        items.line = line
        return items
    # A word such as `!concern` is YAML's sign for a type; here it is what somebody wrote, so it stays.
    sign = f"{event.tag} " if (event.tag or "")[:1] == "!" and len(event.tag) > 1 else ""
    return _text_of(sign + event.value, line, bare=not event.style and not sign)


def _build_block(events: Iterator[Any], where: str, depth: int, line: int) -> Block:
    block = Block()
    block.line = line
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key_line = event.start_mark.line + 1
        name = _build(event, events, where, depth + 1)
        key = str(name) if isinstance(name, str) else "?"
        value = _build(next(events), events, where, depth + 1)
        if key in block:
            block.twice.append((key, key_line))
            continue
        block[key] = value
        block.lines[key] = key_line
    return block


def nearest(word: str, known: Collection[str]) -> str:
    """The end of a sentence on an unknown word: the nearest known one, else those there are if few."""
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    if close:
        return f"; did you mean {folded[close[0]]!r}?"
    verb = "is" if len(known) == 1 else "are"
    return f"; there {verb} {', '.join(sorted(known))}." if 0 < len(known) <= 12 else "."


def digest(value: Any) -> str:
    """The sha256 of a value of texts, lists and mappings as canonical JSON."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def decimal(text: str) -> Fraction | None:
    """The exact value of a decimal such as `0.85`, `90%` or `2`; None where it is none."""
    word = text.strip()
    number = word.removesuffix("%").strip()
    if not _DECIMAL.fullmatch(number):
        return None
    return Fraction(number) / (100 if word.endswith("%") else 1)


class Reading:
    """One file being read: hands out its fields in the type asked for, and notes what is wrong."""

    def __init__(self, where: str) -> None:
        """Name the file that the problems will be said of."""
        self.where = where
        self.problems: list[tuple[int, str]] = []

    def wrong(self, at: object, text: str) -> None:
        """Note a problem at the line of a value (or at a line)."""
        line = at if isinstance(at, int) else getattr(at, "line", 0)
        self.problems.append((line, text))

    def finish(self) -> None:
        """Raise DefinitionError with all problems in the order of their lines, if there are any."""
        if self.problems:
            ordered = sorted(dict.fromkeys(self.problems), key=lambda problem: problem[0])
            raise DefinitionError(
                self.where, [Problem(f"line {line}" if line else "", text) for line, text in ordered]
            )

    def block(self, value: object, known: Collection[str], what: str) -> Block:
        """A mapping with known keys only; unknown and repeated keys are noted with the nearest right one."""
        if not isinstance(value, dict):
            self.wrong(value, f"{what} must be keys with values.")
            return Block()
        block = value if isinstance(value, Block) else Block(value)
        for key in block:
            if key not in known:
                self.wrong(block.line_of(key), f"{key!r} is not a key of {what}{nearest(key, known)}")
        for key, line in block.twice:
            self.wrong(line, f"{key!r} is given twice in {what}; keep one.")
        return block

    def mapping(self, value: object, what: str) -> Block:
        """A mapping with any keys; repeated ones are noted."""
        return self.block(value, value if isinstance(value, dict) else (), what)

    def blocks(self, block: Block, key: str, what: str) -> list[Block]:
        """A list of mappings; anything else in it is noted and left out."""
        found = []
        for item in self.items(block, key):
            if isinstance(item, dict):
                found.append(item if isinstance(item, Block) else Block(item))
            else:
                self.wrong(item, f"each of {key!r} must be {what}, with keys and values.")
        return found

    def items(self, block: Block, key: str) -> Sequence[Any]:
        """A list, empty where the key is absent; a single text stands for a list of one."""
        value = block.get(key, [])
        if isinstance(value, str):
            return [value] if value.strip() else []
        if isinstance(value, list):
            return value
        self.wrong(block.line_of(key), f"{key!r} must be a list.")
        return []

    def words(self, block: Block, key: str) -> tuple[str, ...]:
        """A list of texts, white space collapsed."""
        found = []
        for item in self.items(block, key):
            if isinstance(item, str):
                found.append(_collapsed(item))
            else:
                self.wrong(item, f"{key!r} must be a list of words.")
        return tuple(found)

    def text(self, block: Block, key: str, what: str = "", default: str = "") -> str:
        """A text, white space collapsed; noted as missing where `what` is given and it is not there."""
        value = block.get(key, default)
        if not isinstance(value, str):
            self.wrong(block.line_of(key), f"{key!r} must be text.")
            return default
        if what and not value.strip():
            self.wrong(block.line_of(key), f"{what} needs {key!r}.")
        return _collapsed(value)

    def yes(self, block: Block, key: str, default: bool = False) -> bool:
        """Whether a field says yes."""
        word = self.text(block, key).casefold()
        if word not in {"", "yes", "no", "true", "false"}:
            self.wrong(block.line_of(key), f"{key!r} must be yes or no, not {word!r}.")
        return word in {"yes", "true"} if word else default

    def number(
        self, block: Block, key: str, least: Fraction | None = None, most: Fraction | None = None
    ) -> Fraction | None:
        """A decimal read exactly, None where it is absent; noted where it is not from `least` to `most`."""
        word = self.text(block, key)
        if not word:
            return None
        value = decimal(word)
        if value is None:
            self.wrong(block.line_of(key), f"{key!r} must be a number, not {word!r}.")
        elif least is not None and value < least:
            self.wrong(block.line_of(key), f"{key!r} must be at least {least}, not {word}.")
        elif most is not None and value > most:
            self.wrong(block.line_of(key), f"{key!r} must be at most {most}, not {word}.")
        return value

    def one_of(self, block: Block, key: str, known: Collection[str], default: str) -> str:
        """One of some words, noted with the nearest where it is another."""
        word = self.text(block, key, default=default).casefold()
        if word not in known:
            line = block.line_of(key)
            self.wrong(line, f"{key!r} cannot be {word!r}{nearest(word, known)}")
            return default
        return word


def _collapsed(text: str) -> str:
    """A text with its white space collapsed; it keeps its line."""
    return _text_of(" ".join(text.split()), text.line) if isinstance(text, Text) else " ".join(text.split())


def plain(value: Any) -> Any:
    """The same value in plain dicts, lists and text, as it goes into the store."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return str(value)


def unique(reading: Reading, things: Sequence[Any], what: str, names: Callable[[Any], Sequence[str]]) -> None:
    """Note things whose names (in any case) stand for an earlier one too."""
    seen: dict[str, int] = {}
    for place, thing in enumerate(things):
        for name in names(thing):
            if name and seen.setdefault(name.casefold(), place) != place:
                reading.wrong(name, f"the {what} {str(name)!r} stands there twice; names must differ.")
