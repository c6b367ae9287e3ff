"""The case list: the drawn cases for the people who read them, reserves apart, and the certificate."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from audit.dates import in_words, said
from audit.sampling import sentences
from audit.sampling.certificate import HAND
from audit.sampling.purged import purged_on
from audit.sampling.standing import Entry, Standing
from audit.workbook.book import Book, writing
from audit.workbook.cases_certificate import certificate_page
from audit.workbook.cells import LINE
from audit.workbook.fit import fitted, widths
from audit.workbook.notes import CUT
from audit.workbook.page import NOTHING, Block, Cell, Page, Table, Text
from audit.workbook.sheet import write_page

# What is written in while reading, and the room that a hand or a keyboard needs for it.
TO_WRITE = {"Auditor": "N" * 12, "Date read": "N" * 8, "Met the standard?": "N" * 8, "Note": "N" * 26}
STRUCK = "struck out"
REASON = "N" * 12  # a reason is read in a column at least so wide
ACROSS = 110  # characters that a page of few columns has for its sentences
LAST_ROW = 1_048_575  # of a sheet, counted from 0


@dataclass(frozen=True, slots=True)
class Listing:
    """A sample as it stands on a day, the register's rows carried for each id, who stands in several."""

    standing: Standing
    on: date
    carried: Mapping[str, Sequence[tuple[str, ...]]]
    headings: tuple[str, ...]
    several: tuple[Entry, ...] = ()

    @property
    def unit(self) -> str:
        """The heading of the ids: the columns that make one."""
        return " | ".join(self.standing.certificate["frame"]["unit"])

    @property
    def stratum(self) -> str:
        """The heading of the strata: a cluster's own column, else Stratum; '' where there are none."""
        frame = self.standing.certificate["frame"]
        if self.standing.certificate["design"]["method"] == "cluster":
            return str(frame.get("cluster") or "Cluster")
        return "Stratum" if frame["by"] else ""

    def rows(self, entry: Entry) -> Sequence[tuple[str, ...]]:
        """The carried rows of a case."""
        return self.carried.get(entry.unit, ()) if self.headings else ()


def write_cases(
    path: Path,
    standing: Standing,
    *,
    on: date,
    partnership: str = "",
    marking: str = "",
    carried: Mapping[str, Sequence[tuple[str, ...]]] | None = None,
    headings: Sequence[str] = (),
) -> None:
    """The case list of a sample as an Excel workbook, byte for byte the same for the same sample and day.

    `carried` holds by id the register's rows under `headings`, in their order. FileError where the
    file cannot be written.
    """
    listing = Listing(standing, on, carried or {}, tuple(headings))
    several = tuple(entry for entry in standing.entries if len(listing.rows(entry)) > 1)
    listing = replace(listing, several=several)
    title = f"{standing.id}: case list, {in_words(on)}"
    footer = f"{partnership}: {title}" if partnership else title
    with writing(path, title, on, subject=partnership, marking=marking, over=True, own=True) as book:
        for page in pages(listing, partnership):
            write_page(book, page, marking, footer)
        _rule_rows(book, listing)


def pages(listing: Listing, partnership: str = "") -> list[Page]:
    """The sheets of a case list in their order, fitted to their content."""
    cut: list[tuple[str, str]] = []
    found = [_cases(listing)]
    found += [_rows(listing)] if listing.several else []
    found += [_reserves(listing)] if listing.standing.certificate["reserves"] else []
    done = [fitted(page, cut) for page in [*found, certificate_page(listing.standing, partnership)]]
    return [*done, _notes(cut)] if cut else done


def _cases(listing: Listing) -> Page:
    standing, certificate = listing.standing, listing.standing.certificate
    rows = tuple(tuple(_case(listing, entry)) for entry in standing.entries)
    table = Table("", (*_headings(listing), *TO_WRITE), rows, filtered=True)
    source = certificate["source"]
    sheet = f", sheet {source['sheet']}" if source["sheet"] else ""
    counts = f"{len(certificate['drawn']):,} of {certificate['frame']['population']:,}"
    title = f"{standing.id}: {counts} from {source['register']}{sheet}"
    page = Page("Cases", title, (*_told(listing), table), frozen=2)
    # Columns that are still empty get the room that will be written in, but no cells: what counts as
    # filled in should be what somebody wrote.
    model = [*("" for _ in _headings(listing)), *TO_WRITE.values()]
    model[_status_column(listing)] = REASON if len(standing.current) < len(rows) else ""
    padded = ((*row, *("" for _ in TO_WRITE)) for row in rows)
    measured = replace(table, rows=(*padded, tuple(model)))
    return replace(page, widths=widths(replace(page, blocks=(measured,))))


def _told(listing: Listing) -> Iterator[Block]:
    standing, certificate = listing.standing, listing.standing.certificate
    if standing.discarded:
        yield Text(f"This sample was thrown away: {standing.discarded}. Do not read its cases.", "warning")
    hand = certificate["design"]["method"] == HAND
    drawn = next((act["at"] for act in certificate["acts"] if act["act"] == "draw"), "")
    day = sentences.when(drawn).split(" at ")[0]
    yield Text(
        f"{'Chosen' if hand else 'Drawn'} on {day}; listed as it stood on {in_words(listing.on)}. "
        f"{sentences.design_sentence(certificate)} {sentences.sealed_sentence(certificate)}"
    )
    if says := sentences.figures_sentence(certificate):
        yield Text(says, "warning")
    if len(standing.current) < len(standing.entries):
        yield Text(_struck_sentence(standing))
    if listing.several:
        yield Text(
            "A case that stands in several rows of the register shows the first of them here; "
            "all its rows are on the sheet Rows."
        )
    if day := purged_on(certificate):
        yield Text(
            f"The ids were purged on {said(day)}: the sample and the reference stand where they stood.",
            "warning",
        )
    else:
        yield Text(
            f"Ids stay inside the partnership: anywhere else a case is its reference. {_missing(certificate)}"
        )


def _struck_sentence(standing: Standing) -> str:
    left = len(standing.current)
    out = len(standing.entries) - left
    struck = "1 case is struck out" if out == 1 else f"{out:,} cases are struck out"
    read = "1 case is" if left == 1 else f"{left:,} cases are"
    return f"{struck} and not read; {read} to be read."


def _missing(certificate: Mapping[str, object]) -> str:
    end = "; see Reserves for cases that turn out ineligible." if certificate["reserves"] else "."
    return f"A file that is missing is a failure: it is recorded as such and not replaced{end}"


def _headings(listing: Listing) -> tuple[str, ...]:
    subs = tuple(listing.standing.certificate["sub_samples"])
    strata = (listing.stratum,) if listing.stratum else ()
    several = ("Rows",) if listing.several else ()
    return ("Reference", listing.unit, *strata, *subs, "Place", "Status", *several, *listing.headings)


def _status_column(listing: Listing) -> int:
    """Where the status stands, counted from 0; by place, since a register may have a column of that name."""
    return len(_headings(listing)) - len(listing.headings) - bool(listing.several) - 1


def _case(listing: Listing, entry: Entry) -> Iterator[Cell]:
    yield from (entry.reference, entry.unit)
    if listing.stratum:
        yield entry.stratum
    for name in listing.standing.certificate["sub_samples"]:
        yield "yes" if name in entry.subs else "no"
    yield from (entry.place, _status(entry, hand=listing.standing.certificate["design"]["method"] == HAND))
    rows = listing.rows(entry)
    if listing.several:
        yield f"first of {len(rows)}" if len(rows) > 1 else f"{len(rows)}"
    # Nothing carried is not the same as a blank in the register.
    yield from rows[0] if rows else (NOTHING for _ in listing.headings)


def _status(entry: Entry, *, hand: bool) -> str:
    takes = f"takes the place of {entry.follows}" if entry.follows else ""
    if entry.struck:
        took = f" (it took the place of {entry.follows})" if takes else ""
        return f"{STRUCK}: {entry.struck}{took}"
    return takes or ("chosen by hand" if hand else "drawn")


def _rule_rows(book: Book, listing: Listing) -> None:
    """Lines around what is to be written in, and struck-out rows struck through, by rules on their words.

    So sorting does not part the two. The status, which says why, stays easy to read.
    """
    from xlsxwriter.utility import xl_col_to_name

    sheet = book.workbook.get_worksheet_by_name("Cases")
    first, status = len(_headings(listing)), _status_column(listing)
    lines = book.workbook.add_format({"border": 1, "border_color": f"#{LINE}"})
    struck = book.workbook.add_format({"font_strikeout": True, "font_color": "#595959"})
    out = f'=LEFT(${xl_col_to_name(status)}1,{len(STRUCK)})="{STRUCK}"'
    rules = (
        (0, status - 1, out, struck),
        (status + 1, first - 1, out, struck),
        (first, first + len(TO_WRITE) - 1, '=LEFT($A1,2)="C-"', lines),
    )
    for left, right, words, look in rules:
        if left <= right:
            rule = {"type": "formula", "criteria": words, "format": look}
            sheet.conditional_format(0, left, LAST_ROW, right, rule)


def _rows(listing: Listing) -> Page:
    rows = tuple(
        (entry.reference, f"{number} of {len(listing.rows(entry))}", *row)
        for entry in listing.several
        for number, row in enumerate(listing.rows(entry), 1)
    )
    table = Table("", ("Reference", "Row", *listing.headings), rows, filtered=True)
    told = Text("The cases that stand in more than one row of the register, with all their rows.")
    return Page(
        "Rows", f"{listing.standing.id}: all rows of cases that have several", (told, table), frozen=2
    )


def _reserves(listing: Listing) -> Page:
    standing, counts = listing.standing, dict[str, int]()
    rows: list[tuple[Cell, ...]] = []
    for case in standing.reserves:
        number = counts[case["stratum"]] = counts.get(case["stratum"], 0) + 1
        strata = (case["stratum"],) if listing.stratum else ()
        rows.append((*strata, number, case["unit"], case["place"]))
    heads = (*((listing.stratum,) if listing.stratum else ()), "Next in line", listing.unit, "Place")
    empty = f"No reserve is left; extend the sample: audit sample draw … --extends {standing.id}."
    table = Table("", heads, tuple(rows), filtered=True, empty=empty)
    one = next((entry.reference for entry in standing.current), "C-01")
    within = f" of its {'stratum' if listing.stratum == 'Stratum' else 'cluster'}" if listing.stratum else ""
    told = (
        Text(
            "Reserves are only for cases that turn out ineligible: of the wrong cohort, or closed before the "
            "period. A missing file is a failure: it is recorded as such and not replaced."
        ),
        Text(f"The next in line{within} takes the place, and the reason is logged. For instance:"),
        Text(f'audit sample replace {standing.id} {one} --reason "closed before the period"', "ask"),
    )
    title = f"{standing.id}: reserves, apart from the cases"
    return _roomy(Page("Reserves", title, (*told, table), frozen=0))


def _roomy(page: Page) -> Page:
    """A page whose sentences may run on beside a narrow table."""
    found = widths(page)
    rest = ACROSS - sum(found)
    return replace(page, widths=(*found, rest) if rest > 0 else found)


def _notes(cut: Sequence[tuple[str, str]]) -> Page:
    rows = tuple((f"Note {number}", sheet, whole) for number, (sheet, whole) in enumerate(cut, 1))
    table = Table(CUT, ("Note", "Sheet", "Whole text"), rows, split=True)
    return fitted(Page("Notes", "Notes", (table,), widths=(24, 20, 110)), [])
