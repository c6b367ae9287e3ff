"""The sheets Cover, Method and Notes of rounds side by side: what they are, how read, and by what rules."""

from collections.abc import Iterator, Mapping, Sequence

from audit.dates import in_words
from audit.summaries.audience import AUDIENCES
from audit.wording import listed
from audit.workbook.action_themes import FILLS
from audit.workbook.beside_actions import ACTIONS, CONCERNS
from audit.workbook.beside_edition import Beside, BesideEdition, Together, names_of
from audit.workbook.beside_grid import COLOURS, COMPARED, GRID, WORDS
from audit.workbook.beside_summary import loud
from audit.workbook.case_method import chosen, who_reads
from audit.workbook.page import NOTHING, QUIET, Block, Cell, Filled, NewPage, Page, Table, Text
from audit.workbook.year_method import rule

TITLE = "Several sources side by side"
SHEETS: Mapping[str, str] = {
    "Cover": "What this is, for whom, and how to read it.",
    "Contents": "This list.",
    "Summary": "What is urgent, what is asked of the reader, what sources agree on and where they part.",
    GRID: "Each theme as every source saw it.",
    COMPARED: "Where two sources lie a third apart or more, those that disagree first.",
    CONCERNS: "How many immediate concerns each source raised.",
    ACTIONS: "What is done about what the sources found.",
    "Method": "How each source was come by and read, and the rule by which sources disagree.",
    "Notes": "Texts too long for their cell.",
}
READING = "How each source was come by and read"
RULE = "When two sources disagree"
PAPERS = "The papers behind each source"
MEANING = {
    Together.DISAGREE: "Two of them lie a third apart or more, and by more than chance.",
    Together.WEAK: "In each of two or more, a third or more of the answers is not good.",
    Together.SOUND: "In each of two or more, less than a third of the answers is not good.",
    Together.MIXED: "Some have a third or more not good and some less, and no two disagree by the rule.",
    Together.ALONE: "Answers count in one source alone.",
}
SHARES = {
    "most": "two thirds or more of the answers that count are not good",
    "many": "a third or more, less than two thirds",
    "some": "at least one, less than a third",
    "none": "not one answer that counts is other than good",
}
PUBLIC = (
    ("What people wrote", "Comments, reasons, good practice, the words of actions: people write names."),
    ("Single cases and people", "No reference, no answer of one alone, nobody who read or was asked."),
    ("Teams, places and agencies", "Few stand behind one; a count of them could point at a child."),
    ("Immediate concerns", "Each is passed on at once and followed up; how many there were is not told."),
)


def cover(edition: BesideEdition) -> Page:
    """The sheet Cover."""
    words = [
        (Filled(WORDS[word].capitalize(), FILLS[word]), f"{SHARES[word].capitalize()}.") for word in SHARES
    ]
    together = [(Filled(str(one).capitalize(), COLOURS.get(one, QUIET)), MEANING[one]) for one in MEANING]
    blocks: list[Block] = [
        *loud(edition),
        Table("", ("About this workbook", "What it is"), tuple(_facts(edition))),
        Text("How to read it", "heading"),
        *map(Text, _how()),
        Table("What the words in the grid mean", ("Words", "Meaning"), (*words, *together)),
    ]
    return Page("Cover", TITLE, tuple(blocks), widths=(36, 100))


def _facts(edition: BesideEdition) -> Iterator[tuple[Cell, ...]]:
    left = "What people typed, and everything about single cases" if edition.public else "References of cases"
    facts = [
        ("Partnership", edition.partnership),
        ("Rounds", listed(names_of(edition.sources))),
        ("Periods", "; ".join(_periods(edition))),
        ("Date of this report", in_words(edition.today)),
        ("Edition", f"{edition.audience.capitalize()} edition, for {AUDIENCES[edition.audience]}"),
        ("Left out", left if edition.board else "Ids of the registers; cases stand under references."),
        ("Marking", edition.marking),
    ]
    yield from (fact for fact in facts if fact[1])


def _periods(edition: BesideEdition) -> list[str]:
    return [f"{one.name}: {one.looked.round.period}" for one in edition.sources if one.looked.round.period]


def _how() -> Iterator[str]:
    yield (
        "Each source asks in its own way: files are read, practice is watched, families are asked, staff "
        "reply. Grid sets them side by side theme by theme, and never adds them up."
    )
    yield (
        "The sheet of each source has its key messages and its figures question by question, with an "
        "interval where cases were drawn at random, as its own report has them."
    )


def method(edition: BesideEdition) -> Page:
    """The sheet Method."""
    heads = (
        "Source",
        "What it is",
        "How it was come by",
        "Who read or answered",
        "Read",
        "Meets the standard",
    )
    blocks: list[Block] = [
        Table(READING, heads, tuple(_read(one) for one in edition.sources)),
        *_rule_blocks(edition),
        NewPage(),
        Table(PAPERS, ("Source", "What", "Which"), tuple(_papers(edition))),
    ]
    widths = (22.0, 36.0, 44.0, 44.0, 16.0, 26.0)
    return Page("Method", "Method", tuple(blocks), widths=widths)


def _rule_blocks(edition: BesideEdition) -> Iterator[Block]:
    """The rules as paragraphs; as they are published in a table, since a sheet there holds just that."""
    if edition.public:
        points = tuple((f"Rule {at}", text) for at, text in enumerate(_rules(edition), 1))
        yield Table(RULE, ("Point", "What it says"), points)
        return
    yield Text(RULE, "heading")
    yield from map(Text, _rules(edition))


def _rules(edition: BesideEdition) -> Iterator[str]:
    """When sources disagree, and when they are said to agree."""
    compared = [pair for one in edition.themes for pair in one.pairs]
    tested = sum(pair.chance is not None for pair in compared)
    yield from rule(edition.confidence, len(compared), tested)
    yield (
        "Where no two disagree, a theme is weak in all that ask if each of two sources or more has a third "
        "or more of its answers not good, and mostly good in all that ask if each has less. That is a word "
        "for what was counted and not a test."
    )


def _read(one: Beside) -> tuple[Cell, ...]:
    edition, found = one.edition, one.results
    good = " or ".join(grade.label for grade in edition.template.scale.steps if grade.good)
    who = "People for themselves." if edition.by_people else who_reads(edition)
    read = f"{found.read:,} of {len(found.usable):,}"
    return one.name, f"{edition.template.title}, {one.looked.kind}", edition.design, who, read, good


def _papers(edition: BesideEdition) -> Iterator[tuple[Cell, ...]]:
    """What may be told of each draw, then of each template; the design stands in the table before."""
    for one in edition.sources:
        template = one.edition.template
        yield from (
            (one.name, what, which or NOTHING) for what, which in chosen(one.edition) if what != "Design"
        )
        yield one.name, "Template", f"{template.title} ({template.ref})"
        yield one.name, "Digest of the template", template.digest


def notes(edition: BesideEdition, cut: Sequence[tuple[str, str]]) -> Page:
    """The sheet Notes; `cut` holds each text cut elsewhere with its sheet, in the order of the notes."""
    if edition.public:
        table = Table("What is left out, and why", ("What", "Why"), PUBLIC)
        return Page("Left out", "What this edition leaves out", (table,), widths=(40.0, 100.0))
    rows = tuple((f"Note {number}", sheet, whole) for number, (sheet, whole) in enumerate(cut, 1))
    empty = "No text was too long for its cell."
    table = Table(
        "Texts too long for their cell", ("Note", "Sheet", "Whole text"), rows, split=True, empty=empty
    )
    return Page("Notes", "Notes", (table,), widths=(14, 30, 110))
