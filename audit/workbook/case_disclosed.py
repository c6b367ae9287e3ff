"""Counts of children by what they have in common, as a board and the public may see them.

Each table is protected as a whole, against who subtracts and against who keeps earlier public editions.
"""

from collections.abc import Iterator, Mapping, Sequence

from audit.disclosure.counts import Counts, Printed, shown, small
from audit.disclosure.protect import protect
from audit.sampling.sentences import cases_by_stratum
from audit.standards.question import Question
from audit.workbook.case_edition import CaseEdition
from audit.workbook.page import Cell

STRATA, REGISTER, TIMES = "By stratum", "In the register", "How often"
COUNTED = ("choice", "yes-no")  # one answer each, so that the counts add up to the answers


def printed(edition: CaseEdition) -> Mapping[str, Printed]:
    """Each table of children as it may be printed, by a name that stays; the subgroup's needs none."""
    if not edition.board:
        return {}
    strata = (protect(counts, _before(edition, counts.title)) for counts in _strata(edition))
    return {one.title: one for one in (*strata, *_chosen(edition))}


def _chosen(edition: CaseEdition) -> Iterator[Printed]:
    """Each list of choices as it may be printed: none where one is small and other questions rest on them.

    For how many those others arose is told with their figures, and is the sum of some choices.
    """
    decisive = {name for question in edition.template.questions for name, _ in question.when}
    lists = list(_choices(edition))
    few = {_question(one) for one in lists if any(small(value) for (value,) in one.values)}
    for one in lists:
        yield protect(one, _before(edition, one.title), untold=_question(one) in decisive & few)


def _question(counts: Counts) -> str:
    """The id of the question that a list of choices belongs to."""
    return counts.title.partition(": ")[0]


def _before(edition: CaseEdition, title: str) -> tuple[Printed, ...]:
    return tuple(Printed.from_json(tables[title]) for tables in edition.before if title in tables)


# --- strata -----------------------------------------------------------------------------------------


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
        yield Counts(STRATA, tuple(found), (REGISTER,), tuple((units,) for units, _ in found.values()))


def tells_chosen(edition: CaseEdition) -> bool:
    """Whether it is told how many were chosen of each stratum.

    All of it or nothing: not where any such number, or that of those not chosen, is one from 1 to 5.
    """
    found = strata_of(edition).values()
    return not edition.board or not any(
        small(units) or small(chosen) or small(units - chosen) for units, chosen in found
    )


def strata_rows(edition: CaseEdition) -> Sequence[tuple[Cell, ...]]:
    """The strata with what the register holds and, where told, how many were chosen; then all together."""
    found = strata_of(edition)
    tells = tells_chosen(edition)
    cells: dict[str, Cell] = {name: units for name, (units, _) in found.items()}
    total: Cell = sum(units for units, _ in found.values())
    if edition.board and found:
        table = printed(edition)[STRATA]
        told = dict(zip(table.rows, table.cells, strict=True))
        cells, total = {name: shown(*told.get(name, (None,))) for name in found}, shown(table.total)
    rows = [(name, cells[name], *([chosen] if tells else [])) for name, (_, chosen) in found.items()]
    together = [sum(chosen for _, chosen in found.values())] if tells else []
    return [*rows, ("All", total, *together)]


# --- choices ----------------------------------------------------------------------------------------


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
        one = by_id[name].kind in COUNTED
        for place, (word, count) in enumerate(counts.items()):
            if not edition.board:
                found[name, word] = count
            elif one:
                found[name, word] = shown(tables[name].cells[place][0])
            else:
                found[name, word] = shown(tables[_one(name, word)].cells[0][0])
    return found


def stands_again(edition: CaseEdition) -> Sequence[str]:
    """The questions, or choices such as `K2 (plan)`, whose counts are those of an earlier public edition."""
    old = [title for title, table in printed(edition).items() if table.unchanged and title != STRATA]
    return [f"{name} ({word})" if word else name for name, _, word in (one.partition(": ") for one in old)]
