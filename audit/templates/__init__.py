"""How we ask: a catalogue's questions and a template's own, what grades demand, and the bands of scores."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from audit.definitions import (
    Block,
    Items,
    Library,
    Reading,
    digest,
    nearest,
    plain,
    read,
    unique,
)
from audit.errors import DefinitionError, Problem, UnknownError
from audit.standards.catalogue import (
    Catalogue,
    Standard,
    build_catalogue,
    check_same_as,
    is_catalogue,
    whole_catalogue,
)
from audit.standards.extending import check_not_extending, extended, omitted, overlay
from audit.standards.question import QUESTION_KEYS, Question, check_when, parse_question
from audit.standards.scale import Scale, decimal_text, parse_scale, scale_block
from audit.standards.words import Kinds, Vocabulary, kinds_block, parse_kinds, vocabulary
from audit.templates.bands import BANDS, Band, bands_of
from audit.templates.holidays import Holidays, holidays_from, kept_holidays
from audit.templates.running import RUNNING_KEYS, Listing, Running, running_of

__all__ = [
    "BANDS",
    "Band",
    "Holidays",
    "Listing",
    "Running",
    "Template",
    "from_definition",
    "holidays_from",
    "is_template",
    "load",
    "parse",
    "question_digest",
]

TEMPLATE_KEYS = (
    *("title", "about", "against", "subject", "needs", "not-applicable", "score", "bands", "sign"),
    *("questions", "extends", "add", "omit", "evidence-within", *RUNNING_KEYS),
)
KEPT = ("template", "catalogue", "scale", "themes", "kinds")
SUBJECTS = ("agency", "case", "action", "reply", "observation", "interview")
SCORES = ("standards", "questions", "worst")
OTHER = Standard("", "Other questions")
WITHIN = re.compile(r"([1-9]\d{0,2}) (month|year)s?", re.ASCII)
NO_TEMPLATES = ("registers/", "letters/", "plans/", "past/")  # what else stands in the folder of templates


@dataclass(frozen=True)
class Template:
    """One way of asking, whole: nothing outside it is needed to ask, check or score.

    `definition` is the mapping it can be built from again; it is what a round keeps.
    """

    ref: str
    title: str
    subject: str
    catalogue: Catalogue
    action_grades: frozenset[str]
    evidence_grades: frozenset[str]
    not_applicable: str
    score: str
    bands: tuple[Band, ...]
    sign: Mapping[str, tuple[str, ...]]
    sections: tuple[Standard, ...]
    words: Vocabulary
    holidays: Holidays | None
    evidence_months: int | None  # evidence that is older is flagged
    running: Running
    definition: Mapping[str, Any]

    @property
    def scale(self) -> Scale:
        """The scale of its catalogue."""
        return self.catalogue.scale

    @cached_property
    def standards(self) -> tuple[Standard, ...]:
        """The sections that are standards: those that are scored."""
        return tuple(section for section in self.sections if section.id)

    @property
    def averaged(self) -> bool:
        """Whether a standard asks the same of everybody, so that it may be averaged and ranked over agencies.

        Not where the lowest standard is the score: there each stands for itself.
        """
        return self.score != "worst"

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question in the order of asking."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """The questions by id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def section_of(self) -> Mapping[str, Standard]:
        """The section that each question stands in, by the question's id."""
        return {question.id: section for section in self.sections for question in section.questions}

    @cached_property
    def digest(self) -> str:
        """The sha256 of the definition as canonical JSON; every response carries it."""
        return digest(self.definition)

    @cached_property
    def meanings(self) -> Mapping[str, str]:
        """The digest of what each question means, by its id."""
        return {question.id: question_digest(question, self.scale) for question in self.questions}

    def question(self, name: str) -> Question:
        """A question by its id in any case; UnknownError with the nearest id."""
        folded = {key.casefold(): question for key, question in self.by_id.items()}
        if name.casefold() not in folded:
            raise UnknownError(
                f"There is no question {name!r} in {self.title}{nearest(name, list(self.by_id))}"
            )
        return folded[name.casefold()]


def question_digest(question: Question, scale: Scale) -> str:
    """The sha256 of what an answer to a question means: two answers compare only where it is the same.

    It covers text, kind, choices and the scale's codes, labels, definitions and points, white space
    collapsed; not guidance, examples, basis, weight, critical, themes or whom it is meant for.
    """
    grades = [
        [g.code, g.label, g.definition, "" if g.points is None else decimal_text(g.points)]
        for g in scale.grades
    ]
    meaning = {"text": question.text, "kind": question.kind, "choices": list(question.choices)}
    return digest({**meaning, "scale": grades if question.graded else []})


def is_template(ref: str) -> bool:
    """Whether a file in the folder of templates is one, and not a register's columns or a letter."""
    return not ref.startswith(NO_TEMPLATES)


def load(library: Library, ref: str) -> Template:
    """A template by its name, or a catalogue's name with the defaults; UnknownError or DefinitionError."""
    path = library.find("templates", ref)
    if path is not None and is_template(ref):
        return parse(read(path), ref, str(path), library)
    if library.find("standards", ref) is not None and is_catalogue(ref):
        return parse(Block({"title": "", "against": ref}), ref, ref, library)
    known = set(filter(is_template, library.refs("templates")))
    known |= {name for name in library.refs("standards") if is_catalogue(name)}
    raise UnknownError(f"There is no template or catalogue {ref!r}{nearest(ref, known)}")


def parse(block: Block, ref: str, where: str, library: Library) -> Template:
    """A template from its mapping; DefinitionError with every problem of its file."""
    reading = Reading(where)
    block = _resolve(reading, block, library)
    reading.block(block, TEMPLATE_KEYS, "a template")
    catalogue_block, catalogue = _against(reading, block, library)
    holidays = library.find("standards", "bank-holidays")
    words = vocabulary(library)
    definition = {
        "ref": ref,
        "template": plain(block),
        "catalogue": plain(catalogue_block) | {"ref": catalogue.ref},
        "scale": scale_block(catalogue.scale),
        "themes": dict(words.themes),
        "kinds": kinds_block(words.kinds),
        "holidays": plain(read(holidays)) if holidays and _needs_holidays(catalogue, block) else {},
    }
    template = _build(reading, block, ref, catalogue, words, definition)
    own = [question for question in template.questions if question not in catalogue.questions]
    check_same_as(reading, own, library)
    reading.finish()
    return template


def from_definition(definition: Mapping[str, Any]) -> Template:
    """The template that a round has kept; DefinitionError where what was kept is damaged."""
    ref = str(definition.get("ref", ""))
    kept = f"the template kept with the round ({ref})"
    for key in KEPT:
        if not isinstance(definition.get(key), Mapping):
            raise DefinitionError(kept, [Problem("", f"its {key!r} is damaged; restore a backup.")])
    scale_ref = str(definition["catalogue"].get("scale", "")).removeprefix("scales/")
    scale = parse_scale(Block(definition["scale"]), scale_ref, kept)
    words = Vocabulary(parse_kinds(Block(definition["kinds"]), kept), definition["themes"])
    reading = Reading(kept)
    catalogue_block = Block(definition["catalogue"])
    catalogue_ref = str(catalogue_block.pop("ref", ""))
    catalogue = build_catalogue(reading, catalogue_block, catalogue_ref, scale, words)
    template = _build(reading, Block(definition["template"]), ref, catalogue, words, definition)
    reading.finish()
    return template


def _resolve(reading: Reading, block: Block, library: Library) -> Block:
    if "extends" not in block:
        check_not_extending(reading, block)
        return block
    base = extended(reading, library, "templates", block, "template", "questions")
    load(library, reading.text(block, "extends"))  # so that its own problems are said of it
    questions = reading.blocks(base, "questions", "a question")
    omit = omitted(reading, block, [q["id"] for q in questions])
    merged = overlay(base, block)
    merged["questions"] = Items(
        [*(q for q in questions if q["id"] not in omit), *reading.blocks(block, "add", "a question")]
    )
    return merged


def _against(reading: Reading, block: Block, library: Library) -> tuple[Block, Catalogue]:
    ref = reading.text(block, "against", "a template")
    path = library.find("standards", ref) if ref else None
    if path is None:
        known = [name for name in library.refs("standards") if is_catalogue(name)]
        if ref:
            reading.wrong(
                block.lines.get("against", 1),
                f"there is no catalogue of standards {ref!r}{nearest(ref, known)}",
            )
        reading.finish()
        raise UnknownError(f"There is no catalogue of standards {ref!r}{nearest(ref, known)}")
    return whole_catalogue(read(path), ref, str(path), library)


def _needs_holidays(catalogue: Catalogue, block: Block) -> bool:
    asked = [question.kind for question in catalogue.questions]
    own = Reading("")
    asked += [own.text(item, "kind").casefold() for item in own.blocks(block, "questions", "a question")]
    return "elapsed" in asked


def _build(
    reading: Reading,
    block: Block,
    ref: str,
    catalogue: Catalogue,
    words: Vocabulary,
    definition: Mapping[str, Any],
) -> Template:
    scale = catalogue.scale
    needs = reading.block(block.get("needs", Block()), ("action", "evidence"), "needs")
    low = [grade.code for grade in scale.steps if not grade.good]
    top = [scale.best.code] if scale.steps else []
    sections = _sections(reading, block, catalogue, words)
    check_when(reading, [question for section in sections for question in section.questions], scale)
    subject = reading.one_of(block, "subject", SUBJECTS, "agency")
    return Template(
        ref=ref,
        title=reading.text(block, "title") or catalogue.title,
        subject=subject,
        catalogue=catalogue,
        action_grades=_grades(reading, needs, "action", scale, low),
        evidence_grades=_grades(reading, needs, "evidence", scale, top),
        not_applicable=reading.one_of(block, "not-applicable", ("reason", "free", "refused"), "reason"),
        score=reading.one_of(block, "score", SCORES, "standards"),
        bands=bands_of(reading, block),
        sign=_sign(reading, block, words.kinds),
        sections=sections,
        words=words,
        holidays=kept_holidays(definition),
        evidence_months=_months(reading, block),
        running=running_of(
            reading, block, subject, [q.id for section in sections for q in section.questions]
        ),
        definition=definition,
    )


def _grades(reading: Reading, needs: Block, key: str, scale: Scale, default: Sequence[str]) -> frozenset[str]:
    if key not in needs:
        return frozenset(default)
    found = set()
    for word in reading.words(needs, key):
        grade = scale.find(word)
        if grade is None:
            codes = [step.code for step in scale.grades]
            reading.wrong(word, f"{word!r} is no grade of the scale {scale.ref}{nearest(word, codes)}")
        else:
            found.add(grade.code)
    return frozenset(found)


def _sections(
    reading: Reading, block: Block, catalogue: Catalogue, words: Vocabulary
) -> tuple[Standard, ...]:
    # A section of the catalogue that is no standard has no id; it keeps its place under a word no id can be.
    sections = {one.id or f"#{place}": one for place, one in enumerate(catalogue.standards)} | {"": OTHER}
    for item in reading.blocks(block, "questions", "a question"):
        home = _home(reading, item, sections)
        keys = (*QUESTION_KEYS, "standard")
        question = parse_question(reading, item, home, catalogue.scale, words, None, keys)
        if not home and question.graded:
            reading.wrong(
                question.id, f"{question.id} is graded, so say which standard it belongs to: 'standard'."
            )
        sections[home] = replace(sections[home], questions=(*sections[home].questions, question))
    named: list[Any] = [one for one in sections.values() if one.id]
    named += [question for section in sections.values() for question in section.questions]
    unique(reading, named, "id", lambda thing: (thing.id,))
    return tuple(section for section in sections.values() if section.questions)


def _home(reading: Reading, item: Block, sections: Mapping[str, Standard]) -> str:
    home = reading.text(item, "standard")
    if home not in sections or home.startswith("#"):
        known = [one.id for one in sections.values() if one.id]
        reading.wrong(
            item.lines.get("standard", item.line), f"there is no standard {home!r}{nearest(home, known)}"
        )
        return ""
    return home


def _months(reading: Reading, block: Block) -> int | None:
    word = reading.text(block, "evidence-within")
    found = WITHIN.fullmatch(word.casefold())
    if found is None:
        if "evidence-within" in block:
            text = f"'evidence-within' is so many months or years, such as 24 months, not {word[:60]!r}."
            reading.wrong(block.line_of("evidence-within"), text)
        return None
    return int(found[1]) * (12 if found[2] == "year" else 1)


def _sign(reading: Reading, block: Block, kinds: Kinds) -> dict[str, tuple[str, ...]]:
    sign = block.get("sign", {})
    if not isinstance(sign, dict):
        reading.wrong(
            block.lines.get("sign", 1), "'sign' must be kinds of agency with roles: {school: [head]}."
        )
        return {}
    given = reading.mapping(sign, "'sign'")
    found = {}
    for word in given:
        code = kinds.kind(word) or kinds.duty(word)
        if code is None:
            line = given.lines.get(word, given.line)
            reading.wrong(line, f"there is no kind of agency or duty {word!r}{nearest(word, kinds.codes)}")
        else:
            found[code] = reading.words(given, word)
    return found
