"""Counts of children by what they have in common, as a board and the public may see them.

Each table is protected as a whole, against who subtracts and against who keeps the last public edition.
How many were drawn, from how many, is told elsewhere: a table that is safe only without those is left out.
"""

from collections.abc import Iterator, Mapping, Sequence

from audit.disclosure import Counts, Printed, protect
from audit.sampling.public import HIDDEN
from audit.sampling.sentences import cases_by_stratum
from audit.standards.question import Question
from audit.workbook.case_edition import CaseEdition
from audit.workbook.page import Cell

CHOSEN, REST, TIMES = "Chosen", "Not chosen", "How often"
STRATA = "By stratum"
COUNTED = ("choice", "yes-no")  # one answer each, so that the counts add up to the answers


def printed(edition: CaseEdition) -> Mapping[str, Printed]:
    """Each table of children as it may be printed, by a name that stays; the subgroup's needs none."""
    if not edition.board:
        return {}
    found = (
        protect(counts, _before(edition, counts.title)) for counts in (*_strata(edition), *_choices(edition))
    )
    return {one.title: one for one in found}


def _before(edition: CaseEdition, title: str) -> Printed | None:
    block = edition.before.get(title)
    return Printed.from_json(block) if block else None


def strata_of(edition: CaseEdition) -> Mapping[str, tuple[int, int]]:
    """How many the register holds of each stratum, and how many were chosen; nothing without strata."""
    standing = edition.results.case_round.standing
    if standing is None or not standing.certificate["frame"]["by"]:
        return {}
    chosen = cases_by_stratum(standing.certificate)
    units = standing.certificate["frame"]["strata"]
    return {name: (int(units[name]), chosen.get(name, 0)) for name in units}


def _strata(edition: CaseEdition) -> Iterator[Counts]:
    if found := strata_of(edition):
        # In one table, since who knows how many were chosen knows of how many at least.
        values = tuple((chosen, units - chosen) for units, chosen in found.values())
        yield Counts(STRATA, tuple(found), (CHOSEN, REST), values)


def _choices(edition: CaseEdition) -> Iterator[Counts]:
    by_id = edition.template.by_id
    for name, counts in edition.results.counts.items():
        if by_id[name].kind in COUNTED:
            values = tuple((count,) for count in counts.values())
            yield Counts(name, tuple(counts), (TIMES,), values)
            continue
        answers = answered(edition, by_id[name])
        for word, count in counts.items():
            # Several may be chosen, so each choice stands against those who did not take it.
            yield Counts(_one(name, word), (word, f"not {word}"), (TIMES,), ((count,), (answers - count,)))


def _one(name: str, word: str) -> str:
    return f"{name}: {word}"


def answered(edition: CaseEdition, question: Question) -> int:
    """How many first readings of usable subjects answer a question for choices."""
    usable = {one.ref for one in edition.results.usable}
    found = (
        begun.answer(question).value is not None and not begun.says_not_applicable(question)
        for (ref, _, reading), begun in edition.results.values.interviews.items()
        if reading == 1 and ref in usable and begun.arises(question)
    )
    return sum(found)


def choice_cells(edition: CaseEdition) -> Mapping[tuple[str, str], Cell]:
    """How often each choice was taken, by the question's id and the choice."""
    tables, by_id = printed(edition), edition.template.by_id
    found: dict[tuple[str, str], Cell] = {}
    for name, counts in edition.results.counts.items():
        for place, (word, count) in enumerate(counts.items()):
            if not edition.board:
                found[name, word] = count
                continue
            one = by_id[name].kind in COUNTED
            table = tables[name if one else _one(name, word)]
            found[name, word] = shown(table.cells[place if one else 0][0]) if is_whole(table) else HIDDEN
    return found


def is_whole(table: Printed) -> bool:
    """Whether a table tells its totals, which other sheets tell anyhow; if not, none of it is told."""
    return table.total is not None and None not in table.column_totals


def shown(count: int | None) -> Cell:
    """A count, or the shorthand for one that is not told."""
    return HIDDEN if count is None else count


def rows_of(edition: CaseEdition) -> Sequence[tuple[Cell, ...]]:
    """The strata with how many the register holds and how many were chosen, and all together last."""
    found = strata_of(edition)
    units, chosen = (sum(pair[place] for pair in found.values()) for place in (0, 1))
    last = ("All", units, chosen)
    if not edition.board:
        return (*((name, *pair) for name, pair in found.items()), last)
    table = printed(edition)[STRATA]
    if not is_whole(table):
        return ()
    lines = zip(table.rows, table.row_totals, table.cells, strict=True)
    # Where the register's number is not told, how many were chosen is not either.
    rows = ((name, shown(whole), shown(None if whole is None else cells[0])) for name, whole, cells in lines)
    return (*rows, last)
