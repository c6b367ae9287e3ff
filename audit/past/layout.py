"""Where a matrix stands in a sheet: its headings, its agencies; upright, turned, or one grade a row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from audit.past.naming import LEAVE, Agencies, Headings
from audit.past.spelling import Spelling
from audit.past.view import View
from audit.plans.grid import Grid

DEEPEST = 100  # rows that are looked at for headings
ABOVE, BELOW = 2, 2  # rows next to the headings that may be headings too


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of headings and names."""

    headings: Headings
    agencies: Agencies
    spelling: Spelling
    kinds: Mapping[str, str] = field(default_factory=dict)  # what somebody said of headings, folded

    def kind(self, heading: str, label: str = "") -> str:
        """What kind of heading a text, or a column by its label, is; empty where it is none."""
        for one in filter(None, (label, heading)):
            if self.headings.own.get(_folded(one)) == LEAVE:
                return "left out"
            if _folded(one) in self.kinds:
                return self.kinds[_folded(one)]
        return self.spelling.kind(heading)

    def heads(self, text: str, kind: str) -> bool:
        """Whether a text is a heading of a kind, as somebody said or as it is spelled."""
        return self.kinds.get(_folded(text)) == kind or self.spelling.heads(text, kind)


@dataclass(frozen=True, slots=True)
class Matrix:
    """A sheet with agencies down and standards across (`view` is turned where they stand otherwise).

    `heads` are the rows of headings, `agency` is the column of names, `first` the first row below.
    """

    view: View
    heads: tuple[int, ...]
    agency: int
    first: int
    found: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """A sheet with a grade a row: the columns of agencies, of standards or questions, of grades."""

    view: View
    head: int
    agency: int
    items: tuple[int, ...]
    grade: int
    others: tuple[int, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Unclear:
    """A sheet with a grade a row of which a column is not known: where, and what settles it."""

    where: str
    text: str


def layout(grid: Grid, known: Known) -> Matrix | Listing | Unclear | None:
    """How a sheet is laid out; None where it holds nothing of the kind."""
    upright = View(grid)
    listing = _listing(upright, known)  # one that is asked about is no matrix either
    if listing is not None:
        return listing
    found = [one for one in (_matrix(View(grid, turned), known) for turned in (False, True)) if one]
    return max(found, key=lambda one: one.found, default=None)


def _listing(view: View, known: Known) -> Listing | Unclear | None:
    for row in range(min(view.deep, DEEPEST)):
        kinds = [known.kind(said, view.label(column)) for column, said in enumerate(view.row(row))]
        items = tuple(place for place, kind in enumerate(kinds) if kind == "standard")
        if not items or not {"agency", "grade"} & {*kinds}:
            continue
        if any(_is_item(view.text(row, column), known) for column in range(view.wide)):
            continue  # a matrix with a column that is called so
        if kinds.count("agency") != 1 or kinds.count("grade") != 1:
            if unclear := _unclear(view, row, kinds, known):
                return unclear
            continue
        below = [view.text(at, column) for at in range(row + 1, view.deep) for column in items]
        if any(_is_item(said, known) for said in below):
            agency, grade = kinds.index("agency"), kinds.index("grade")
            others = {*range(view.wide)} - {agency, grade, *items}
            return Listing(view, row, agency, items, grade, tuple(sorted(others)))
    return None


def _unclear(view: View, row: int, kinds: Sequence[str], known: Known) -> Unclear | None:
    """What is to be asked of a sheet with a grade a row; None where its rows are not so."""
    items = [place for place, kind in enumerate(kinds) if kind == "standard"]
    about = [
        at
        for at in range(row + 1, view.deep)
        if any(_is_item(view.text(at, column), known) for column in items)
    ]
    named = [
        column
        for column in range(view.wide)
        if sum(known.agencies.find(view.text(at, column)) is not None for at in about) > 1
    ]
    if not named:
        return None
    kind = "agency" if kinds.count("agency") != 1 else "grade"
    found = [column for column, one in enumerate(kinds) if one == kind]
    others = named if kind == "agency" else [at for at in range(view.wide) if at not in {*items, *named}]
    heads = [view.text(row, column) or view.label(column) for column in found or others]
    if not heads:
        return None
    called, what = ", ".join(map(repr, heads)), "agencies" if kind == "agency" else "grades"
    text = (
        f"several columns hold {what}: {called}; --column '{heads[0]}={LEAVE}' leaves one out."
        if found
        else f"no heading that is known says which column holds {what}; --column '{heads[0]}={kind}' would "
        f"settle it (there are {called})."
    )
    return Unclear(view.line(row), f"it holds a grade a row, and {text}")


def _folded(text: str) -> str:
    from audit.past.spelling import folded

    return folded(text)


def _is_item(text: str, known: Known) -> bool:
    named = known.headings.item(text) if text else None
    return bool(named and (named.item or named.why))


def _matrix(view: View, known: Known) -> Matrix | None:
    counts = [_heads(view, row, known) for row in range(min(view.deep, DEEPEST))]
    best = max(counts, default=0)
    if best < 1:
        return None
    head = counts.index(best)
    agency = _agency_column(view, head, known)
    if agency is None:
        return None
    heads = _head_rows(view, head, agency, known)
    first = max(heads) + 1
    named = sum(known.agencies.find(view.text(row, agency)) is not None for row in range(first, view.deep))
    if best < 2 and not named:
        return None
    return Matrix(view, heads, agency, first, 100 * best + named)


def _heads(view: View, row: int, known: Known) -> int:
    """How many different standards or questions a row names, less the texts that it repeats, as grades do."""
    found: dict[str, str] = {}
    many = 0
    for column in range(view.wide):
        said = view.own(row, column)
        named = known.headings.item(said) if said else None
        if named and (named.item or named.why):
            found[said], many = named.item or said, many + 1
        elif said and known.headings.numbered(said) and not said.strip().isdigit():
            found[said], many = said, many + 1
    return len({*found.values()}) - (many - len(found))


def _agency_column(view: View, head: int, known: Known) -> int | None:
    """The column of agencies' names: by its heading, by names that are known, else before the others."""
    near = range(max(0, head - ABOVE), min(view.deep, head + BELOW + 1))
    counts = [_names_in(view, column, head, known) for column in range(view.wide)]
    headed = [
        column
        for column in range(view.wide)
        if any(known.heads(view.text(row, column), "agency") for row in near)
        and any(
            said and not _is_heading(said, known)
            for row in range(head + 1, view.deep)
            if (said := view.text(row, column))
        )
    ]
    if headed:
        return max(headed, key=lambda column: (counts[column], -column))
    if max(counts, default=0):
        return counts.index(max(counts))
    places = [column for column in range(view.wide) if _is_item(view.own(head, column), known)]
    before = range(min(places, default=0))
    texts = [column for column in before if any(view.text(row, column) for row in range(head + 1, view.deep))]
    return texts[0] if texts else None


def _names_in(view: View, column: int, head: int, known: Known) -> int:
    texts = (view.text(row, column) for row in range(head + 1, view.deep))
    return sum(known.agencies.find(said) is not None for said in texts if said)


def _head_rows(view: View, head: int, agency: int, known: Known) -> tuple[int, ...]:
    """The rows of headings: that with the most standards, and those next to it that head columns too."""
    rows = [head]
    for row in range(head - 1, max(-1, head - ABOVE - 1), -1):
        if not _goes_with(view, row, agency, known):
            break
        rows.insert(0, row)
    for row in range(head + 1, min(view.deep, head + BELOW + 1)):
        if not _goes_with(view, row, agency, known):
            break
        rows.append(row)
    return tuple(rows)


def _goes_with(view: View, row: int, agency: int, known: Known) -> bool:
    """Whether a row next to the headings heads columns too: it names no agency, and some standard."""
    name = view.text(row, agency)
    if known.agencies.find(name):
        return False
    others = [said for column, said in enumerate(view.row(row)) if said and column != agency]
    if not others or (name and not _is_heading(name, known)):
        return False
    items = sum(_is_item(said, known) or known.headings.numbered(said) for said in {*others})
    return items * 2 > len({*others}) and items > 1


def _is_heading(name: str, known: Known) -> bool:
    return bool(known.kinds.get(_folded(name)) or known.spelling.headings.get(_folded(name)))


def lines(view: View, first: int) -> Iterator[int]:
    """The rows from one on in which something stands."""
    return (row for row in range(first, view.deep) if any(view.row(row)))
