"""What a filled form says beside its questions: whose it is, of which edition, what its grades mean."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from audit.errors import FileError, Problem
from audit.registers.folding import fold
from audit.registers.headings import recognise
from audit.tables import Table, text, where
from audit.workbook.form_words import CODE, EDITION, MEANINGS, PRESENTED, ROUND, START

Known = Callable[[str, str], Collection[str] | None]
Digests = Callable[[str], str]
NAMING = (ROUND, CODE, EDITION)


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in a cell, and where."""

    words: str
    where: str


Facts = dict[str, list[Said]]


def cover(file: str, others: Sequence[Table], asking: Sequence[Table]) -> dict[str, str]:
    """The values behind the labels of a form, by the label; FileError where they are not there, or disagree.

    `others` are the sheets beside those that ask questions. What people type among the questions never
    says whose form it is, unless nothing else does.
    """
    facts = [_facts(table) for table in others]
    covers = [found for found in facts if all(found.get(label) for label in NAMING)]
    found = _first(covers or [*facts, *map(_facts, asking)])
    if missing := [label for label in NAMING if label not in found]:
        raise FileError(file, [Problem("", _missing(missing, bool(asking)))])
    if problems := _contrary(covers):
        raise FileError(file, problems)
    presented = _first(facts).get(PRESENTED)
    return {label: found[label].words for label in NAMING} | {PRESENTED: presented.words if presented else ""}


def _missing(labels: Sequence[str], asks: bool) -> str:
    what = " or ".join(labels)
    if asks:
        return (
            f"nothing says {what} any more, which stood on the sheet {START}; put that sheet back, or copy "
            "the answers into a fresh form."
        )
    return f"it is not a form of this program: nothing says {what}; fill in a fresh form."


def _facts(table: Table) -> Facts:
    """What stands behind the labels of a sheet: the first cell of a row is one, the next filled its value."""
    names = {fold(label): label for label in (*NAMING, PRESENTED)}
    facts: Facts = {}
    for number, row in enumerate(table.rows):
        cells = [(column, cell) for column, value in enumerate(row) if (cell := text(value))]
        if len(cells) > 1 and (name := names.get(fold(cells[0][1]))):
            said = Said(cells[1][1], where(table.sheet, number, cells[1][0]))
            facts.setdefault(name, []).append(said)
    return facts


def _first(facts: Sequence[Facts]) -> dict[str, Said]:
    found: dict[str, Said] = {}
    for one in facts:
        for label, said in one.items():
            found.setdefault(label, said[0])
    return found


def _contrary(covers: Sequence[Facts]) -> list[Problem]:
    """Where sheets of several forms were put into one workbook: what does not agree, with its cells."""
    problems = []
    for label in NAMING:
        said = [one for found in covers for one in found[label]]
        other = next((one for one in said if one.words != said[0].words), None)
        if other:
            text_ = (
                f"{label} is {other.words[:60]!r} here but {said[0].words[:60]!r} in {said[0].where}; only "
                "sheets of one form can be taken together."
            )
            problems.append(Problem(other.where, text_))
    return problems


def asked_of(file: str, round_: str, agency: str, known: Known, editions: Digests | None) -> Collection[str]:
    """The ids that a form may answer; FileError where its round or its agency is not ours."""
    found = known(round_, agency)
    if found is not None:
        return found
    if editions is None:
        text_ = f"it is a form of the round {round_!r} for {agency!r}, which are not to be found here."
    elif editions(round_):
        text_ = f"it is a form of the round {round_!r} for {agency!r}, which is no agency of that round."
    else:
        text_ = f"it is a form of the round {round_!r} for {agency!r}, and there is no such round here."
    raise FileError(file, [Problem("", text_)])


def check_digest(file: str, said: str, digest: str, rounds: Digests | None = None) -> None:
    """Nothing where a form asks what the round asks; FileError where its questions are of another edition.

    `rounds` names the round here whose questions have a digest; empty where none has.
    """
    if said == digest:
        return
    other = rounds(said) if rounds else ""
    whose = f", that of the round {other!r} here" if other else ""
    whose = whose if other or rounds is None else ", which is of no round here"
    text_ = f"it was made from another edition of the questions{whose}"
    text_ += "; ask for a fresh form and copy the answers."
    raise FileError(file, [Problem("", text_)])


def meanings(tables: Sequence[Table]) -> Mapping[str, tuple[Said, ...]]:
    """What the sheet of grades says of each, by its label as it stands there."""
    found: dict[str, tuple[Said, ...]] = {}
    for table in tables:
        seen = recognise(table, MEANINGS)
        if seen is None:
            continue
        grade, meaning = seen.columns["grade"], seen.columns["meaning"]
        for number in range(seen.header_row + 1, len(table.rows)):
            label = text(table.rows[number][grade])
            if not label:  # other lists stand further down
                break
            said = Said(text(table.rows[number][meaning]), where(table.sheet, number, meaning))
            found[label] = (*found.get(label, ()), said)
    return found
