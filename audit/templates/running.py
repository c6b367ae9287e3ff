"""How a round of a template is run and told of: who answers, what its states are called, what is listed."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from audit.definitions import Block, Reading, nearest, unique

RUNNING_KEYS = ("respondent", "states", "every", "report", "feedback", "sheets")
STATES = ("not started", "started", "complete", "signed")  # what a template may call otherwise
EVERY = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}  # how many months it repeats after
MARK = "{n}"
COLUMN_KEYS = ("heading", "question", "board")
NO_NAME = re.compile(r"[\[\]:*?/\\]|^'|'$")
# What reports, and Excel itself, call sheets already.
TAKEN = frozenset(
    (
        *("cover", "contents", "summary", "heat map", "movement", "movement detail", "verified"),
        *("past cycle", "scorecard", "progress"),
        *("verified detail", "standards", "questions", "moderation", "moderation detail", "returns"),
        *("evidence", "actions", "detail", "method", "notes", "limits", "history"),
    )
)
LONGEST_TITLE = 28  # characters of the name of a sheet, with room for a number behind it


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that a round's answers make: its title, its headings, and the questions of each of its rows.

    Each respondent has a row for each of `rows` in which it has said anything; a row holds the id of a
    question for each heading. What was typed stands in the board's edition too under the headings `board`.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    board: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Running:
    """How a round of a template is run and told of.

    `respondent` is the word for whoever answers about each subject in its place (an adviser, a panel), empty
    where the subject answers about itself; `states` the words for how far a response has come, where they
    are other than the usual ones; `every` how many months it repeats after, 0 where that is not said;
    `report` the title of its report; `feedback` the letters that tell respondents what came of it.
    """

    respondent: str = ""
    states: Mapping[str, str] = field(default_factory=dict)
    every: int = 0
    report: str = ""
    feedback: str = ""
    listings: tuple[Listing, ...] = ()

    def state(self, progress: str) -> str:
        """How far a response has come, in the template's own words: `complete, not signed` as `complete`."""
        return self.states.get(progress.partition(",")[0], progress)

    def came(self, count: int, usual: str) -> str:
        """That so many have come, in the template's own words (`are visited`), or in the usual ones."""
        word = self.states.get("signed")
        return f"{'is' if count == 1 else 'are'} {word}" if word else usual

    @property
    def done(self) -> str:
        """A word for those that have come, as it stands in a table or beside a count."""
        return self.states.get("signed", "returned")

    @property
    def register(self) -> str:
        """The name of the sheet on which stands how far each response has come."""
        return "Progress" if "signed" in self.states else "Returns"

    @property
    def silent(self) -> str:
        """A word for those of which nothing has come."""
        return self.states.get("not started", "no return")


def running_of(reading: Reading, block: Block, subject: str, questions: Collection[str]) -> Running:
    """How a template says that its rounds are run; problems are noted."""
    respondent = reading.text(block, "respondent")
    if respondent and subject != "agency":
        text = "'respondent' is for templates about agencies; about cases 'round open' says who reads."
        reading.wrong(block.line_of("respondent"), text)
    every = reading.one_of(block, "every", EVERY, "") if "every" in block else ""
    listings = tuple(
        _listing(reading, item, questions) for item in reading.blocks(block, "sheets", "a sheet")
    )
    unique(reading, listings, "sheet", lambda one: (one.title,))
    return Running(
        respondent=respondent,
        states=_states(reading, block),
        every=EVERY.get(every, 0),
        report=reading.text(block, "report"),
        feedback=_feedback(reading, block),
        listings=listings,
    )


def _states(reading: Reading, block: Block) -> dict[str, str]:
    if "states" not in block:
        return {}
    given = reading.block(block["states"], STATES, "'states'")
    return {key: reading.text(given, key, "'states'") for key in given if key in STATES}


def _feedback(reading: Reading, block: Block) -> str:
    ref = reading.text(block, "feedback")
    if ref and not ref.startswith("letters/"):
        reading.wrong(block.line_of("feedback"), f"'feedback' names a file under letters/, not {ref[:60]!r}.")
    return ref


def _listing(reading: Reading, item: Block, questions: Collection[str]) -> Listing:
    """A list; its columns name questions, with {n} in their ids where there is a row for each of `each`."""
    block = reading.block(item, ("title", "columns", "each"), "a sheet")
    title = reading.text(block, "title", "a sheet")
    if NO_NAME.search(title):
        reading.wrong(block.line_of("title"), f"{title[:40]!r} cannot be the name of a sheet in a workbook.")
    if title.casefold() in TAKEN:
        reading.wrong(
            block.line_of("title"), f"reports have a sheet {title!r} already; call this one otherwise."
        )
    if len(title) > LONGEST_TITLE:
        reading.wrong(block.line_of("title"), f"the title of a sheet has at most {LONGEST_TITLE} characters.")
    # A list, since a round keeps its template with the keys of mappings in another order.
    items = [
        reading.block(one, COLUMN_KEYS, "a column") for one in reading.blocks(block, "columns", "a column")
    ]
    if not items:
        reading.wrong(block, "a sheet needs 'columns', each with a 'heading' and the id of a 'question'.")
    headings = [reading.text(one, "heading", "a column") for one in items]
    unique(reading, headings, "heading", lambda heading: (heading,))
    ids = [reading.text(one, "question", "a column") for one in items]
    marks = reading.words(block, "each")
    if bool(marks) != any(MARK in name for name in ids):
        reading.wrong(block, f"'each' goes with {MARK} in the ids of columns, and {MARK} with 'each'.")
    rows = tuple(tuple(name.replace(MARK, mark) for name in ids) for mark in marks or ("",))
    for name in dict.fromkeys(name for row in rows for name in row):
        if name and name not in questions:
            text = f"there is no question {name!r} for a column of {title!r}{nearest(name, questions)}"
            reading.wrong(block.line_of("columns"), text)
    pairs = zip(items, headings, strict=True)
    board = frozenset(heading for one, heading in pairs if reading.yes(one, "board"))
    return Listing(title, tuple(headings), rows, board)
