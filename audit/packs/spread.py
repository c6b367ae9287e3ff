"""An agency's own grade beside those of others: counts of each grade, and never whose they are."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from audit.packs.heard import NO_RISE, NOT_ANSWERED, NOT_APPLICABLE, NOT_ASKED, Heard
from audit.packs.pack import FEWEST, Pack
from audit.responses.interview import Interview
from audit.responses.words import value_words
from audit.scoring.partnership import Met, Row, met
from audit.standards.catalogue import Standard
from audit.standards.question import Question
from audit.templates import Template

COUNTED = ("choice", "choices", "yes-no")  # what is counted beside grades
UNANSWERED = "not answered yet"
FAR = Fraction(3, 4)  # of others that graded lower: so many make a top grade worth a question


@dataclass(frozen=True, slots=True)
class Beside:
    """A question: what the agency said, what counts instead, and how often all and its kind said what.

    `own` is what it said in words, `panel` the panel's grade where that counts, else empty. `kind` is empty
    where too few are of its kind.
    """

    question: Question
    standard: Standard
    own: str
    panel: str
    everybody: tuple[tuple[str, int], ...]
    kind: tuple[tuple[str, int], ...]


def questions(pack: Pack) -> Iterator[Beside]:
    """Each question that is graded or has choices, and that was meant for the agency."""
    row = pack.row
    if row is None:
        return
    for section in pack.results.template.sections:
        for question in section.questions:
            if (question.graded or question.kind in COUNTED) and row.interview.meant(question):
                own, panel = _own(row.interview, question)
                spreads = (spread(pack.heard, rows, question) for rows in (pack.counted, pack.of_kind))
                yield Beside(question, section, own, panel, *spreads)


def _own(asked: Interview, question: Question) -> tuple[str, str]:
    """What an agency said in words, and the panel's grade in its place where one counts."""
    if not asked.arises(question):
        return NO_RISE, ""
    code = asked.moderated.get(question.id)
    return value_words(asked, question), asked.template.scale[code].label if code else ""


def spread(heard: Heard, rows: Sequence[Row], question: Question) -> tuple[tuple[str, int], ...]:
    """How many of some responses said what, the best grade first; what is no grade last.

    Where a panel's grade counts it is that.
    """
    found: Counter[str] = Counter()
    for row in rows:
        found.update(heard.words(row, question))
    order = _order(rows[0].interview.template, question) if rows else ()
    return tuple((word, found[word]) for word in order if found[word])


def _order(template: Template, question: Question) -> tuple[str, ...]:
    yes_no = ("yes", "no") if question.kind == "yes-no" else ()
    labels = tuple(grade.label for grade in template.scale.steps) if question.graded else ()
    return (*labels, *question.choices, *yes_no, NOT_APPLICABLE, NOT_ANSWERED, NO_RISE, NOT_ASKED)


def how_met(row: Row, standard: Standard) -> str:
    """How far an agency meets a standard, in words; a standard of which nothing is answered yet says so."""
    one = row.scored.standards[standard.id] if row.scored else None
    blank = one is not None and one.owed > 0 and one.completeness == 0 and one.value is None
    return UNANSWERED if blank else str(met(row, standard))


def standards(heard: Heard, rows: Sequence[Row], standard: Standard) -> tuple[tuple[str, int], ...]:
    """How many of some responses meet a standard fully, in part, or not."""
    found = Counter(heard.met(row, standard) for row in rows)
    return tuple((str(word), found[word]) for word in Met if found[word])


def counts_words(found: Sequence[tuple[str, int]]) -> str:
    """Counts in words: `Met 12, Partly met 5; not applicable 2`."""
    return ", ".join(f"{word} {count}" for word, count in found)


def far_above(pack: Pack, question: Question) -> tuple[int, int] | None:
    """How many of others graded lower than its top grade, and of how many; None where that is no question.

    The others are those of its kind, or all where too few of those gave a grade.
    """
    row = pack.row
    if row is None or pack.heard.share(row, question) != 1:
        return None
    for rows in (pack.alike, pack.others):
        shares = [pack.heard.share(one, question) for one in rows]
        given = [share for share in shares if share is not None]
        if len(given) >= FEWEST:
            lower = sum(share < 1 for share in given)
            return (lower, len(given)) if Fraction(lower, len(given)) >= FAR else None
    return None
