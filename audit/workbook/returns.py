"""The sheet Returns: the register, and the response rate by kind of agency."""

from collections.abc import Callable, Iterator
from datetime import date

from audit.dates import days, in_words, read_day, said
from audit.rounds import Progress
from audit.scoring.membership import by_responses
from audit.scoring.messages import OUTSTANDING, agencies
from audit.scoring.partnership import Row
from audit.wording import plural
from audit.workbook.edition import Edition
from audit.workbook.over_time import over_time
from audit.workbook.page import NOTHING, Block, Cell, Chart, NewPage, Number, Page, Table, Text
from audit.workbook.palette import NAVY, ORANGE

REGISTER = "Returns register"
RATES = "Response rate by kind of agency"
APART = "Others"  # those that have not come, where a template has a word of its own for those that have
NO_RATE = "There is no rate yet."
HEADINGS = (
    *(
        "Agency",
        "Kinds",
        "Duties",
        "Progress",
        "Complete",
        "Signed by",
        "Role",
        "Signed on",
        "Due",
        "In time",
    ),
    "Reason",
)
SPARED = frozenset({"Kinds", "Duties", "Reason"})  # columns that are left out where nothing stands in them
# What people typed, or who they are.
PERSONAL = frozenset({"Signed by", "Role", "Reason", "Signed too by", "Put before its own board on"})


def returns(edition: Edition) -> Page:
    """The sheet Returns."""
    results = edition.results
    rates = tuple(_rates(edition))
    table = Table(
        _rates_title(edition), ("Kind", "Per cent", "Expected", *_two(edition)), rates, empty=NO_RATE
    )
    blocks: list[Block] = [*map(Text, _intro(edition)), table, _chart(edition)]
    if time := [*over_time(results)]:
        blocks += [NewPage(), *time]
    blocks += [NewPage(), _register(edition)]
    frozen = None if edition.board else 1
    name = edition.template.running.register
    return Page(name, f"{results.round.name}: {name.lower()}", tuple(blocks), frozen=frozen)


def _rates_title(edition: Edition) -> str:
    running = edition.template.running
    return f"{running.done.capitalize()}, by kind of agency" if "signed" in running.states else RATES


def _two(edition: Edition) -> tuple[str, str]:
    """What those are called that have come, and those that have not."""
    running = edition.template.running
    come = running.done.capitalize()
    return come, APART if "signed" in running.states else f"Not {running.done}"


def _register(edition: Edition) -> Table:
    """Every agency with how far it is; for the public without what people typed, and who signed."""
    own = edition.results.every
    more = [(heading, tell) for heading, tell in MORE if any(map(tell, own))]
    rows = tuple((*_line(edition, row), *(tell(row) or NOTHING for _, tell in more)) for row in own)
    heads = (*HEADINGS, *(heading for heading, _ in more))
    left_out = {heading for place, heading in enumerate(heads) if heading in SPARED and _bare(rows, place)}
    left_out |= PERSONAL if edition.public else set()
    kept = [place for place, heading in enumerate(heads) if heading not in left_out]
    heads = tuple(heads[place] for place in kept)
    rows = tuple(tuple(row[place] for place in kept) for row in rows)
    title = "Register" if "signed" in edition.template.running.states else REGISTER
    return Table(title, heads, rows, filtered=not edition.board, empty="No agency is in this round yet.")


def _bare(rows: tuple[tuple[Cell, ...], ...], place: int) -> bool:
    """Whether nothing stands in a column."""
    return bool(rows) and all(row[place] == NOTHING for row in rows)


def _chart(edition: Edition) -> Chart:
    results = edition.results
    return Chart(
        f"{results.returned} of {agencies(results.expected)} {results.template.running.done}",
        _rates_title(edition),
        "Kind",
        tuple(zip(_two(edition), (NAVY, ORANGE), strict=True)),
        _told(edition),
        by_table=True,
    )


def _told(edition: Edition) -> str:
    """What the bars of the kinds show, for those who cannot see them."""
    lacking = [rate for rate in edition.results.rates if rate.returned < rate.expected]
    come = edition.template.running.came(2, "have returned")
    text = f"A bar for each of {plural(len(edition.results.rates), 'kind')} of agency, by whether they {come}"
    if not lacking:
        return f"{text}: all {come.split()[0]}."
    most = max(lacking, key=lambda rate: rate.expected - rate.returned)
    missing = most.expected - most.returned
    return f"{text}. In {len(lacking)} some {come.split()[0]} not; most in {most.label}, {missing}."


def _second(row: Row) -> str:
    """Who signed beside the first."""
    signature = row.line.signature
    return f"{signature.second.name}, {signature.second.role}" if signature and signature.second else ""


def _presented(row: Row) -> str:
    """When the return was put before the agency's own board."""
    signature = row.line.signature
    return said(signature.presented) if signature else ""


def _to_confirm(row: Row) -> int:
    """How many answers of an earlier round wait to be confirmed."""
    outstanding = row.line.progress in OUTSTANDING and row.line.through is None
    return len(row.interview.waiting()) if outstanding else 0


def _answered_by(row: Row) -> str:
    """Which body answers for it, or names it although it answers itself."""
    return row.line.answered_by


# What has a column only where there is something to say in it.
MORE: tuple[tuple[str, Callable[[Row], str | int]], ...] = (
    ("Signed too by", _second),
    ("Put before its own board on", _presented),
    ("Answers to confirm", _to_confirm),
    ("Who answers", _answered_by),
)


def _intro(edition: Edition) -> Iterator[str]:
    results = edition.results
    yield (
        f"{results.returned} of {agencies(results.expected)} {_came(edition)} by {in_words(results.today)}"
        f"{by_responses(results)}. "
        "Complete is the share of the questions owed that are settled, rounded down. Agencies that left are "
        "listed, but not expected."
    )
    waiting = [_to_confirm(row) for row in results.rows if not row.second]
    if count := sum(waiting):
        noun = "answer of an earlier round is" if count == 1 else "answers of earlier rounds are"
        who = agencies(sum(many > 0 for many in waiting))
        yield f"{count} {noun} still to be confirmed, in {who}; until then they are no answers."


def _came(edition: Edition) -> str:
    running = edition.template.running
    return running.came(edition.results.returned, "returned (signed)")


def _line(edition: Edition, row: Row) -> tuple[Cell, ...]:
    line, kinds = row.line, edition.template.words.kinds
    signature = line.signature
    signed = (signature.name, signature.role, _signed_on(edition, signature.on)) if signature else ()
    by = f" (by {row.by})" if row.stood_in and not edition.public else ""
    return (
        edition.name(row) + by,
        ", ".join(map(kinds.label, row.agency.kinds)) or NOTHING,
        ", ".join(map(kinds.label, row.agency.duties)) or NOTHING,
        edition.template.running.state(line.progress),
        Number(line.percent, '0" %"'),
        *(part if str(part).strip() else NOTHING for part in signed or ("not signed", NOTHING, NOTHING)),
        in_words(line.expected.due),
        _in_time(edition, row),
        line.expected.reason or NOTHING,
    )


def _signed_on(edition: Edition, on: str) -> str:
    """The day of signing in words; what else was typed there is not for the public."""
    return said(on) if read_day(on) or not edition.public else NOTHING


def _in_time(edition: Edition, row: Row) -> str:
    line = row.line
    if line.late:
        return f"late by {_days(line.expected.due, edition.results.today)}"
    if line.progress in {Progress.DECLINED, Progress.LEFT}:
        return NOTHING
    signature = line.signature
    if signature is None:
        return "not due yet"
    on = _day(signature.on)
    return f"signed {_days(line.expected.due, on)} late" if on and on > line.expected.due else "in time"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _days(first: date, last: date) -> str:
    return days((last - first).days)


def _rates(edition: Edition) -> Iterator[tuple[Cell, ...]]:
    for rate in edition.results.rates:
        percent = Number(100 * rate.returned // rate.expected, '0" %"')
        yield rate.label, percent, rate.expected, rate.returned, rate.expected - rate.returned
