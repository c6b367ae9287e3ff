"""One ask: a statement to grade, or something else to say."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from audit.definitions import Block, Reading, nearest
from audit.standards.scale import Scale
from audit.standards.words import Kinds, Vocabulary

KINDS_OF_QUESTION = ("grade", "choice", "choices", "text", "number", "share", "elapsed", "date", "yes-no")
QUESTION_KEYS = (
    *("id", "text", "kind", "guidance", "evidence", "basis", "applies_to", "critical", "weight", "themes"),
    *("same_as", "needs", "choices", "grades", "target", "of", "limit", "days", "optional", "when"),
    *("asked_of", "good_practice"),
)
LONGEST_LIMIT = Fraction(3660)  # days; what takes longer than ten years is no limit
ONLY_FOR = {
    "choices": ("choice", "choices"),
    **dict.fromkeys(("grades", "target", "of"), ("share",)),
    **dict.fromkeys(("limit", "days"), ("elapsed",)),
    "good_practice": ("text",),
}
SUB_SAMPLE = re.compile(r"[a-z0-9-]{1,40}")  # what a drawn sub-sample may be called


@dataclass(frozen=True, slots=True)
class Question:
    """One ask: a statement to grade, or something else to say.

    `asked_of` names the drawn sub-sample whose cases alone owe it; `good_practice` marks where it is told.
    """

    id: str
    text: str
    kind: str = "grade"
    standard: str = ""
    guidance: str = ""
    evidence: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    applies_to: tuple[str, ...] = ()
    critical: bool = False
    weight: Fraction = Fraction(1)
    themes: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    edges: tuple[tuple[str, Fraction], ...] = ()
    target: Fraction | None = None
    of: str = ""
    limit: int = 0
    days: str = "working"
    optional: bool = False
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    asked_of: str = ""
    good_practice: bool = False

    @property
    def graded(self) -> bool:
        """Whether an answer comes out as a grade of the scale."""
        return self.kind in {"grade", "elapsed"} or (self.kind == "share" and bool(self.edges))


def identifier(reading: Reading, block: Block, what: str) -> str:
    """An id as written (it keeps its line): short, without spaces, `#`, `:` or `/`."""
    name = block.get("id", "")
    if not isinstance(name, str) or not name:
        reading.wrong(block, f"{what} needs 'id'.")
        return ""
    if len(name) > 40 or any(c.isspace() or not c.isprintable() or c in "#:/\\" for c in name):
        reading.wrong(name, f"the id {name[:60]!r} must be at most 40 characters without spaces or # : /.")
    return name


def parse_question(
    reading: Reading,
    item: Block,
    standard: str,
    scale: Scale,
    words: Vocabulary,
    refs: Collection[str] | None,
    keys: Collection[str] = QUESTION_KEYS,
) -> Question:
    """A question from its mapping; problems are noted. Where `refs` is None any basis will do."""
    block = reading.block(item, keys, "a question")
    kind = reading.one_of(block, "kind", KINDS_OF_QUESTION, "grade")
    _needed_for(reading, block, kind)
    return Question(
        id=identifier(reading, block, "a question"),
        text=reading.text(block, "text", "a question"),
        kind=kind,
        standard=standard,
        guidance=reading.text(block, "guidance"),
        evidence=reading.words(block, "evidence"),
        basis=_known(reading, block, "basis", refs, "source"),
        applies_to=_applies_to(reading, block, words.kinds),
        critical=reading.yes(block, "critical"),
        weight=_weight(reading, block),
        themes=_known(reading, block, "themes", words.themes, "theme"),
        same_as=reading.words(block, "same_as"),
        needs=_known(reading, block, "needs", ("evidence", "action"), "need"),
        choices=reading.words(block, "choices"),
        edges=_edges(reading, block, scale),
        target=reading.number(block, "target", Fraction(0), Fraction(1)),
        of=reading.text(block, "of"),
        limit=_limit(reading, block),
        days=reading.one_of(block, "days", ("working", "calendar"), "working"),
        optional=reading.yes(block, "optional"),
        when=_when(reading, block),
        asked_of=_asked_of(reading, block),
        good_practice=reading.yes(block, "good_practice"),
    )


def _needed_for(reading: Reading, block: Block, kind: str) -> None:
    if kind in {"choice", "choices"} and not reading.words(block, "choices"):
        reading.wrong(block, f"a question of the kind {kind!r} needs 'choices'.")
    if kind == "elapsed" and not reading.text(block, "limit"):
        reading.wrong(block, "a question of the kind 'elapsed' needs 'limit', in days.")
    for key, kinds in ONLY_FOR.items():
        if key in block and kind not in kinds:
            reading.wrong(
                block.line_of(key), f"{key!r} is only for questions of the kind {' or '.join(kinds)}."
            )
    folded = [choice.casefold() for choice in reading.words(block, "choices")]
    for twice in sorted({choice for choice in folded if folded.count(choice) > 1}):
        text = f"the choice {twice!r} stands there twice; choices must differ."
        reading.wrong(block.line_of("choices"), text)


def _asked_of(reading: Reading, block: Block) -> str:
    name = reading.text(block, "asked_of")
    if name and not SUB_SAMPLE.fullmatch(name):
        text = f"'asked_of' names a sub-sample in a-z, 0-9 and hyphens, not {name[:60]!r}."
        reading.wrong(block.line_of("asked_of"), text)
    return name


def _limit(reading: Reading, block: Block) -> int:
    limit = reading.number(block, "limit", Fraction(1), LONGEST_LIMIT)
    if limit is not None and limit.denominator != 1:
        reading.wrong(block.line_of("limit"), "'limit' must be a whole number of days.")
    return int(limit or 0)


def _weight(reading: Reading, block: Block) -> Fraction:
    weight = reading.number(block, "weight")
    if weight is not None and weight <= 0:
        reading.wrong(block.line_of("weight"), "'weight' must be above 0; leave it out for 1.")
        weight = None
    return weight if weight is not None else Fraction(1)


def _known(
    reading: Reading, block: Block, key: str, known: Collection[str] | None, what: str
) -> tuple[str, ...]:
    for word in reading.items(block, key):
        if known is not None and isinstance(word, str) and word not in known:
            reading.wrong(word, f"there is no {what} {str(word)!r}{nearest(word, known)}")
    return reading.words(block, key)


def _applies_to(reading: Reading, block: Block, kinds: Kinds) -> tuple[str, ...]:
    codes = []
    for word in reading.words(block, "applies_to"):
        code = kinds.kind(word) or kinds.duty(word)
        if code is None:
            reading.wrong(
                word, f"there is no kind of agency or duty {str(word)!r}{nearest(word, kinds.codes)}"
            )
        else:
            codes.append(code)
    return tuple(codes)


def _edges(reading: Reading, block: Block, scale: Scale) -> tuple[tuple[str, Fraction], ...]:
    if "grades" not in block:
        return ()
    edges = []
    given = reading.mapping(block["grades"], "grades")
    for word in given:
        grade, edge = scale.find(word), reading.number(given, word, Fraction(0), Fraction(1))
        if scale.grades and (grade is None or grade.points is None):
            text = f"{word!r} is no grade with points{nearest(word, [step.code for step in scale.steps])}"
            reading.wrong(given.line_of(word), text)
        elif grade is not None and edge is not None:
            edges.append((grade.code, edge))
    return tuple(sorted(edges, key=lambda edge: -edge[1]))


def _when(reading: Reading, block: Block) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if "when" not in block:
        return ()
    given = block["when"]
    if not isinstance(given, dict):
        reading.wrong(
            block.line_of("when"), "'when' must be question ids with the values that matter: {A1: [met]}."
        )
        return ()
    given = reading.mapping(given, "'when'")
    found = tuple((key, reading.words(given, key)) for key in given)
    for key, values in found:
        if not values:
            reading.wrong(given.line_of(key), f"'when' must say which values of {key} matter.")
    return found


def check_when(reading: Reading, questions: Sequence[Question], scale: Scale) -> None:
    """Note conditions on questions that come later or never, and values that no answer can have."""
    earlier: dict[str, Question] = {}
    for question in questions:
        for name, values in question.when:
            if name not in earlier:
                ids = [q.id for q in questions]
                what = "comes later than" if name in ids else "is no question before"
                end = "; move it." if name in ids else nearest(name, list(earlier))
                reading.wrong(question.id, f"'when' of {question.id}: {name!r} {what} it{end}")
                continue
            for value in values:
                if not can_be(earlier[name], value, scale):
                    reading.wrong(value, f"'when' of {question.id}: {name} can never be {str(value)!r}.")
        earlier[question.id] = question


def can_be(question: Question, value: str, scale: Scale) -> bool:
    """Whether a condition can hold on a value, as far as that is settled; on not applicable none does."""
    if question.graded and scale.grades:
        grade = scale.find(value)
        return grade is not None and grade.points is not None
    if question.kind in {"choice", "choices"}:
        return value.casefold() in {choice.casefold() for choice in question.choices}
    if question.kind == "yes-no":
        return value.casefold() in {"yes", "no"}
    return True
