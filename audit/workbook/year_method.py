"""The sheets Cover, Sources by theme, Method and Notes of a year: how to read it, and by what rules."""

from collections.abc import Iterator, Mapping, Sequence

from audit.dates import in_words
from audit.recurring.apart import MOST, STEP
from audit.recurring.grid import COUNTED, WORDS
from audit.statistics.exact import Number, fraction
from audit.summaries.audience import AUDIENCES
from audit.workbook.action_themes import FILLS
from audit.workbook.page import QUIET, Block, Cell, Filled, Link, Page, Table, Text
from audit.workbook.year_edition import Theme, YearEdition
from audit.workbook.year_summary import loud

ALL_SHEETS: Mapping[str, str] = {
    "Cover": "What this is, for whom, and how to read it.",
    "Contents": "This list.",
    "Summary": "What is asked of the reader, and the key messages of every report of the year.",
    "Looked at": "Every round of the year: how many, how chosen, what is weakest, how it stands.",
    "Sources by theme": "Whether the sources of each theme agree, and where they stand side by side.",
    "Themes": "What keeps recurring, theme by theme and source by source.",
    "Returns": "Who returned of each round about agencies.",
    "Over time": "What changed from round to round of the same template.",
    "Actions counted": "How many actions have each colour and state.",
    "Actions": "The actions themselves, as far as this edition lists them.",
    "Not assured": "The actions reported complete, not on track, or of which nothing more is heard.",
    "Newly closed": "The actions that were assured or closed in this time.",
    "Actions over time": "How many actions had each colour and state at the end of each month.",
    "Programme": "What is late, due, under way, coming and done.",
    "Method": "Where figures come from, and the rule by which sources disagree.",
    "Notes": "Texts too long for their cell.",
}
TITLE = "The year of the partnership"
INDEX = "Where the sources of a theme agree"


def cover(edition: YearEdition) -> Page:
    """The sheet Cover."""
    blocks: list[Block] = [
        *loud(edition),
        Table("", ("About this workbook", "What it is"), tuple(_facts(edition))),
        Text("How to read it", "heading"),
        *map(Text, _how()),
        Table("What the words on themes mean", ("Word", "Meaning"), tuple(_words())),
    ]
    return Page("Cover", TITLE, tuple(blocks), widths=(36, 100))


def _facts(edition: YearEdition) -> Iterator[tuple[Cell, ...]]:
    left = "What people typed, and everything about single cases" if edition.public else (
        "References of cases; the reports of the single rounds for the subgroup have them"
    )  # fmt: skip
    facts = [
        ("Partnership", edition.partnership),
        (
            "What it covers",
            f"Rounds opened, and findings of reviews, since {in_words(edition.since)}; every action",
        ),
        ("Date of this report", in_words(edition.today)),
        ("Rounds", ", ".join(one.round.name for one in edition.rounds) or "none in this time"),
        ("Earlier rounds left out", ", ".join(edition.earlier)),
        ("Edition", f"{edition.audience.capitalize()} edition, for {AUDIENCES[edition.audience]}"),
        ("Left out", left if edition.board else ""),
        ("Marking", edition.marking),
    ]
    yield from (fact for fact in facts if fact[1])


def _how() -> Iterator[str]:
    yield (
        "Every figure is that of the report of its own round, or of the report on actions; nothing is worked "
        "out anew. The sheet of each round has its key messages and its main table."
    )
    yield (
        "Each theme of which two sources or more say something has a sheet that sets them side by side: what "
        "agencies say of themselves, what cases show, what staff and families say, what reviews found, and "
        "what is done about it. Sources count different things, so nothing is added up across them."
    )


def _words() -> Iterator[tuple[Cell, ...]]:
    for word, meaning in WORDS:
        if word:
            yield Filled(word.capitalize(), FILLS.get(word, QUIET)), f"Not good: {meaning}."


def by_theme(edition: YearEdition) -> Page:
    """The sheet Sources by theme: whether sources agree, and where they stand side by side."""
    sheets = edition.theme_sheets
    rows = tuple(_line(edition, one, sheets.get(one.row.id, "")) for one in edition.themes)
    heads = ("Theme", "Sources that say something", "Do they agree", "Side by side on")
    empty = "Nothing in this year asks or tells of any theme."
    table = Table(INDEX, heads, rows, filtered=not edition.board, empty=empty)
    frozen = None if edition.board else 1
    return Page("Sources by theme", INDEX, (table,), frozen=frozen, widths=(46.0, 60.0, 50.0, 32.0))


def _line(edition: YearEdition, one: Theme, sheet: str) -> tuple[Cell, ...]:
    names = [edition.actions.typed(source.name) for source, _ in edition.saying(one)]
    title = edition.actions.typed(one.row.title) + ("" if one.row.listed else " (not in the list of themes)")
    where: Cell = Link(sheet, sheet) if sheet else "one source only, so no sheet"
    return title, ", ".join(names) or "none", _agree(one), where


def _agree(one: Theme) -> Cell:
    if one.disagreeing:
        first = one.disagreeing[0]
        names = f"{first.higher.source.name} and {first.lower.source.name}"
        more = f", and {len(one.disagreeing) - 1} more" if len(one.disagreeing) > 1 else ""
        return Filled(f"Disagree: {names}{more}", FILLS["many"])
    return Filled("No disagreement by the rule" if one.pairs else "Nothing to compare", QUIET)


def method(edition: YearEdition) -> Page:
    """The sheet Method."""
    kinds = dict.fromkeys(one.kind for one in edition.grid.sources)
    counted = tuple((str(kind).capitalize(), f"{COUNTED[kind].capitalize()}.") for kind in kinds)
    blocks: list[Block] = [
        Text("What a year is", "heading"),
        Text(
            f"Rounds opened since {in_words(edition.since)}, findings of reviews since then or of no known "
            "day, and every action and plan, since an action stays owed however old it is. Over time looks "
            "at earlier rounds of the same template too."
        ),
        Text("When two sources disagree", "heading"),
        *map(Text, _rule_of(edition)),
        Text("Where figures come from", "heading"),
        *map(Text, _sources(edition)),
        Table(
            "What each source counts of a theme as not good",
            ("Source", "What is counted, of what"),
            counted,
            empty="There is no source yet.",
        ),
    ]
    return Page("Method", "Method", tuple(blocks), widths=(32, 110))


def _rule_of(edition: YearEdition) -> Iterator[str]:
    tested = sum(pair.chance is not None for one in edition.side_by_side for pair in one.pairs)
    compared = sum(len(one.pairs) for one in edition.side_by_side)
    yield from rule(edition.confidence, compared, tested)


def rule(confidence: Number, compared: int, tested: int) -> Iterator[str]:
    """When two sources disagree, and how many pairs of them were compared and tested, in sentences."""
    risk = float((1 - fraction(confidence)) * 100)
    yield (
        "Two sources disagree on a theme where two things hold. First, the shares of their answers that are "
        f"good lie a third apart or more ({STEP} of all answers, about 33 points). Second, chance alone "
        f"would part them so far in no more than {risk:g} of 100 cases, by Boschloo's exact two-sided test."
    )
    yield (
        "Answers about one case, or of one agency, are often alike. So for the test each source counts as if "
        "all answers of one were the same: its answers divided by the most that one gave, the count of good "
        f"ones rounded towards the other source, and no source as more than {MOST}. That is the least it can "
        "tell, so the rule flags too little rather than too much."
    )
    yield (
        "A third apart that may be chance is said to be that; less than a third is no disagreement. Of "
        "rounds of one template only the latest is compared, since what differs between them is change "
        "over time. Where a source was not drawn at random and not everybody was asked, what it shows may "
        "not bear on others, and the sentence says so. Reviews and plans tell what they found; they are "
        "not compared."
    )
    yield (
        f"In this report {compared} pairs of sources were compared and {tested} tested, each by itself: "
        "among many, now and then one would look like a disagreement by chance."
    )


def _sources(edition: YearEdition) -> Iterator[str]:
    for one in edition.rounds:
        yield f"{one.round.name}: {one.how}; {one.many}. Its own report says how its figures are made."
    yield "Actions: the report on actions, by the same rule of colours; its own Method says it."


def notes(edition: YearEdition, cut: Sequence[tuple[str, str]]) -> Page:
    """The sheet Notes; `cut` holds each text cut elsewhere with its sheet, in the order of the notes."""
    rows = tuple((f"Note {number}", sheet, whole) for number, (sheet, whole) in enumerate(cut, 1))
    table = Table(
        "Texts too long for their cell",
        ("Note", "Sheet", "Whole text"),
        rows,
        split=True,
        empty="No text was too long for its cell.",
    )
    return Page("Notes", "Notes", (table, *map(Text, _left(edition))), widths=(14, 30, 110))


def _left(edition: YearEdition) -> Iterator[str]:
    for sentence in edition.grid.left_out if not edition.public else ():
        yield f"Left out: {edition.actions.typed(sentence)}"
    if edition.grid.silent:
        yield f"Nothing asks or tells of {', '.join(edition.grid.silent)}."
