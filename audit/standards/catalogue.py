"""An edition of standards, its sources, and the questions that ask about them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from audit.definitions import (
    Block,
    Items,
    Library,
    Reading,
    nearest,
    read,
    unique,
)
from audit.errors import DefinitionError, UnknownError
from audit.standards.extending import check_not_extending, extended, omitted, overlay
from audit.standards.question import Question, check_when, identifier, parse_question
from audit.standards.scale import Scale, load_scale
from audit.standards.words import Vocabulary, vocabulary

CATALOGUE_KEYS = ("title", "edition", "about", "sources", "scale", "standards", "extends", "add", "omit")
OTHERS = ("kinds", "bank-holidays")  # under standards/, and no catalogues
SOURCE_KEYS = ("ref", "title", "paragraphs", "checked", "note", "address")
STANDARD_KEYS = ("id", "title", "text", "questions", "scored")


@dataclass(frozen=True, slots=True)
class Standard:
    """What practice is held against, with the questions that ask about it.

    Without an id it is no standard: a section of questions of which none is graded, and nothing is scored.
    """

    id: str
    title: str
    text: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a standard comes from; `checked` says whether its wording was read for this edition."""

    ref: str
    title: str
    paragraphs: str = ""
    checked: bool = False
    note: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """An edition of standards, graded on one scale."""

    ref: str
    title: str
    edition: str
    about: str
    sources: tuple[Source, ...]
    scale: Scale
    standards: tuple[Standard, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order of its standard."""
        return tuple(question for standard in self.standards for question in standard.questions)


def load_catalogue(library: Library, ref: str) -> Catalogue:
    """A catalogue by its name; UnknownError or DefinitionError where it cannot be had."""
    path = library.find("standards", ref)
    if path is None:
        known = [name for name in library.refs("standards") if is_catalogue(name)]
        raise UnknownError(f"There is no catalogue of standards {ref!r}{nearest(ref, known)}")
    return parse_catalogue(read(path), ref, str(path), library)


def is_catalogue(ref: str) -> bool:
    """Whether a name under standards/ is a catalogue's."""
    return ref not in OTHERS and not ref.startswith(("scales/", "themes/"))


def parse_catalogue(block: Block, ref: str, where: str, library: Library) -> Catalogue:
    """A catalogue from its mapping; DefinitionError with every problem of it."""
    return whole_catalogue(block, ref, where, library)[1]


def whole_catalogue(block: Block, ref: str, where: str, library: Library) -> tuple[Block, Catalogue]:
    """A catalogue and the mapping that it can be built from again: its own, with `extends` applied."""
    reading = Reading(where)
    block = _resolve(reading, block, library)
    scale = _scale_of(reading, block, library)
    catalogue = build_catalogue(reading, block, ref, scale, vocabulary(library))
    check_same_as(reading, catalogue.questions, library)
    reading.finish()
    return block, catalogue


def _resolve(reading: Reading, block: Block, library: Library) -> Block:
    if "extends" not in block:
        check_not_extending(reading, block)
        return block
    base = extended(reading, library, "standards", block, "catalogue of standards", "standards")
    load_catalogue(library, reading.text(block, "extends"))  # so that its own problems are said of it
    omit = omitted(reading, block, _ids(base))
    standards = Items(
        _without(standard, omit) for standard in base["standards"] if standard.get("id") not in omit
    )
    standards.line = block.line
    for added in reading.blocks(block, "add", "a standard"):
        _add(reading, standards, added)
    merged = overlay(base, block)
    merged["standards"] = standards
    return merged


def _ids(base: Block) -> list[str]:
    standards = base["standards"]
    return [s["id"] for s in standards if "id" in s] + [q["id"] for s in standards for q in s["questions"]]


def _without(standard: Block, omit: set[str]) -> Block:
    kept = Block(standard)
    kept.line, kept.lines = standard.line, standard.lines
    kept["questions"] = Items(q for q in standard["questions"] if q["id"] not in omit)
    return kept


def _add(reading: Reading, standards: Items, added: Block) -> None:
    for standard in standards:
        if "id" in added and standard.get("id") == added["id"]:
            reading.block(added, STANDARD_KEYS, "a standard")
            standard["questions"] = Items([*standard["questions"], *reading.items(added, "questions")])
            return
    standards.append(added)


def _scale_of(reading: Reading, block: Block, library: Library) -> Scale:
    name = reading.text(block, "scale", "a catalogue")
    try:
        return load_scale(library, name)
    except UnknownError as error:
        if name:
            reading.wrong(block.lines.get("scale", block.line), str(error))
    except DefinitionError as error:
        reading.wrong(block.lines.get("scale", block.line), f"its scale is wrong: {error}")
    return Scale("", "", ())


def build_catalogue(reading: Reading, block: Block, ref: str, scale: Scale, words: Vocabulary) -> Catalogue:
    """A catalogue from its mapping and what it refers to; problems are noted in the reading."""
    reading.block(block, CATALOGUE_KEYS, "a catalogue")
    sources = tuple(_source(reading, item) for item in reading.blocks(block, "sources", "a source"))
    unique(reading, sources, "source", lambda source: (source.ref,))
    refs = [source.ref for source in sources]
    standards = tuple(
        _standard(reading, item, scale, words, refs)
        for item in reading.blocks(block, "standards", "a standard")
    )
    if not standards:
        reading.wrong(
            block.lines.get("standards", block.line), "a catalogue needs 'standards' with questions."
        )
    named: list[Any] = [one for one in standards if one.id]
    named += [question for standard in standards for question in standard.questions]
    unique(reading, named, "id", lambda thing: (thing.id,))
    check_when(reading, [q for s in standards for q in s.questions], scale)
    title = reading.text(block, "title", "a catalogue")
    edition, about = reading.text(block, "edition"), reading.text(block, "about")
    return Catalogue(ref, title, edition, about, sources, scale, standards)


def _source(reading: Reading, item: Block) -> Source:
    block = reading.block(item, SOURCE_KEYS, "a source")
    return Source(
        ref=reading.text(block, "ref", "a source"),
        title=reading.text(block, "title", "a source"),
        paragraphs=reading.text(block, "paragraphs"),
        checked=reading.yes(block, "checked"),
        note=reading.text(block, "note"),
        address=reading.text(block, "address"),
    )


def _standard(
    reading: Reading, item: Block, scale: Scale, words: Vocabulary, refs: Collection[str]
) -> Standard:
    block = reading.block(item, STANDARD_KEYS, "a standard")
    name = identifier(reading, block, "a standard") if reading.yes(block, "scored", default=True) else ""
    questions = tuple(
        parse_question(reading, question, name, scale, words, refs)
        for question in reading.blocks(block, "questions", "a question")
    )
    if not questions:
        reading.wrong(block, f"the standard {name!r} needs 'questions'.")
    if not name and "id" in block:
        reading.wrong(block.line_of("id"), "with 'scored: no' it is no standard, so it has no 'id'.")
    for graded in (one for one in questions if one.graded and not name and "scored" in block):
        reading.wrong(graded.id, f"{graded.id} is graded, so it cannot stand where nothing is scored.")
    title = reading.text(block, "title", "a standard")
    return Standard(name, title, reading.text(block, "text"), questions)


def check_same_as(reading: Reading, questions: Sequence[Question], library: Library) -> None:
    """Note what `same_as` names and nothing is called."""
    known: dict[str, set[str]] = {}
    for question in questions:
        for word in question.same_as:
            ref, _, name = word.partition("#")
            if ref not in known:
                known[ref] = _question_ids(library, ref)
            if not known[ref]:
                refs = [name for name in library.refs("standards") if is_catalogue(name)]
                text = f"there is no catalogue {ref!r}{nearest(ref, refs)}"
                reading.wrong(word, f"'same_as' of {question.id}: {text}")
            elif name not in known[ref]:
                text = f"{ref} has no question {name!r}{nearest(name, known[ref])}"
                reading.wrong(word, f"'same_as' of {question.id}: {text}")


def _question_ids(library: Library, ref: str) -> set[str]:
    """The ids in another catalogue, as far as it can be read: its own mistakes are not this one's."""
    path = library.find("standards", ref)
    if path is None:
        return set()
    try:
        reading = Reading(str(path))
        block = read(path)
        bases = [extended(reading, library, "standards", block, "", "")] if "extends" in block else []
    except DefinitionError:
        return set()
    omit = set(reading.words(block, "omit"))
    standards = [s for base in (block, *bases) for s in reading.blocks(base, "standards", "")]
    standards = [s for s in standards if str(s.get("id")) not in omit] + reading.blocks(block, "add", "")
    questions = [q for s in standards for q in reading.blocks(s, "questions", "")]
    return {str(q.get("id", "")) for q in questions} - omit
