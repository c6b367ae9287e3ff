"""A look at a register in words and tables, as a person reads it on a screen."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from audit.cli.screen import item, line, table
from audit.cli.task import quoted
from audit.wording import harmless, plural

if TYPE_CHECKING:
    from audit.registers.register import Register
    from audit.registers.workbooks import Refused
    from audit.sampling.checking import ColumnFinding, Held, Report
    from audit.sampling.natural import Grouping
    from audit.schemas.registers import Severity

LINES = 50  # findings of a list that a screen shows
TITLES: "Mapping[Severity, str]" = {"wrong": "Wrong", "untidy": "Untidy"}
ALIKE: "Mapping[Severity, int]" = {
    "wrong": 10,
    "untidy": 4,
}  # findings of one kind in a column that are shown
NAMED = 5  # strata, rows and groups that a line names
LONGEST = 60  # characters of a value that a line shows
SIZE = 20  # cases of the draw that is shown as an example
KINDS = {
    "id": "ids",
    "text": "text",
    "date": "dates",
    "whole": "whole numbers",
    "number": "numbers",
    "code": "codes",
    "yes-no": "yes or no",
    "postcode": "postcodes",
    "": "nothing",
}


def say(lists: "Sequence[tuple[Register | Refused, Report | None]]", *, needs_workspace: bool) -> None:
    """Print what each list of a file is; the lists in one table first where they are several."""
    reports = [report for _, report in lists if report]
    if len(reports) > 1:
        _say_all(reports)
    for found, report in lists:
        if report:
            _say_list(report, alone=len(lists) == 1)
        elif problem := getattr(found, "problem", ""):
            line(f"{found.sheet}: no register; {problem}")
    drawn = [report for report in reports if not report.blocked]
    if drawn and needs_workspace:
        line("A draw is kept in a workspace; make one with 'audit init'.")


def _say_list(report: "Report", *, alone: bool) -> None:
    register = report.register
    kind = register.profile.title if register.profile else "a plain list"
    line(f"{register.name}: {kind}")
    for fact in facts(report):
        item(fact)
    _say_columns(report)
    _say_findings(report)
    _say_strata(report)
    if not report.blocked:
        line("It can be drawn from; type next:")
        click.echo(harmless(f"  {command(report)}"))
    elif not alone:  # of the only list the command says so as it ends
        line(f"It cannot be drawn from: {why_not(report)}")
    line("")


def why_not(report: "Report") -> str:
    """Why a list cannot be drawn from, as the end of a sentence."""
    why = report.blocked.rstrip(".") + "."
    return f"s{why[1:]}" if why.startswith("Say ") else why


# --- counts and notes -------------------------------------------------------------------------------


def facts(report: "Report") -> list[str]:
    """What is counted in a list, and what is untidy about it as a whole, each a sentence."""
    register = report.register
    rows = plural(report.rows, "row")
    lies = f"Headings in row {register.header_row + 1}; {rows} below"
    if register.table:
        lies = f"Read where it lies, in {register.given}: {rows}"
    found = [f"{lies} with anything in them."]
    found += _ids(report)
    if report.total:
        found.append(f"The last row ({report.total!r}) is a row of totals and is left out of every draw.")
    if report.doubles:
        verb = "repeats" if report.doubles == 1 else "repeat"
        which = f": {_groups(report)}" if report.same else ""
        found.append(f"{plural(report.doubles, 'row')} {verb} another in every cell{which}.")
    found += report.warnings
    return found + [f"{note[:1].upper()}{note[1:]}." for note in register.notes]


def _ids(report: "Report") -> Iterator[str]:
    ids, register = report.ids, report.register
    if ids is None:
        return
    named = " and ".join(repr(register.headings[column].text) for column in report.unit)
    guess = " (a guess: name another with --unit)" if report.guessed else ""
    yield f"{plural(ids.different, 'different id')} in {named}{guess}."
    if ids.blank:
        yield f"{plural(ids.blank, 'row')} without an id."
    if ids.repeated:
        verb = "stands" if ids.repeated == 1 else "stand"
        yield (
            f"{plural(ids.repeated, 'id')} {verb} on several rows (at most {ids.most:,})"
            f"{_why(register)}: --distinct draws each once."
        )


def _why(register: "Register") -> str:
    """What the profile says of ids on several rows; nothing where there is none."""
    if register.profile is None:
        return ""
    return ", as rows are events here" if register.profile.repeats else ", where one row each is expected"


def _groups(report: "Report") -> str:
    shown = [_joined([str(row + 1) for row in group[:NAMED]]) for group in report.same[:NAMED]]
    return "; ".join(f"rows {rows}" for rows in shown) + (" …" if len(report.same) > NAMED else "")


def _joined(parts: Sequence[str]) -> str:
    return " and ".join([part for part in (", ".join(parts[:-1]), *parts[-1:]) if part])


def _shown(text: str) -> str:
    """A text as a line can show it: cut where it is long, and without what would move a terminal."""
    cut = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return "".join(sign if sign.isprintable() else " " for sign in cut)


# --- columns ----------------------------------------------------------------------------------------


def _say_columns(report: "Report") -> None:
    from audit.tables import letters

    known = report.register.profile is not None
    rows = []
    for held in report.columns:
        row = [
            letters(held.number),
            _shown(held.heading) or "(no heading)",
            *([_matched(held)] if known else []),
        ]
        rows.append([*row, _holds(held), f"{held.filled:,}"])
    table(["", "Heading", *(["Read as"] if known else []), "Holds", "Filled"], rows)
    kept = [f"{held.heading!r} ({held.personal})" for held in report.columns if held.personal]
    if kept:
        line(f"* Tells who a child is, so kept out of everything but --carry: {_joined(kept)}.")


def _matched(held: "Held") -> str:
    return "the same" if held.column == held.heading else held.column


def _holds(held: "Held") -> str:
    return f"{KINDS[held.kind]} *" if held.personal else KINDS[held.kind]


# --- what is wrong ----------------------------------------------------------------------------------


def _say_findings(report: "Report") -> None:
    left = LINES
    for severity, title in TITLES.items():
        lines = list(_lines(report, severity))
        if lines:
            line(f"{title}, {report.cells(severity):,} in all:")
        for text, _ in lines[:left]:
            item(text)
        if more := sum(cells for _, cells in lines[left:]):
            item(f"{more:,} more; --json lists them.")
        left = max(0, left - len(lines))
    if report.more:
        line(f"{report.more:,} more are counted only.")
    if not report.findings and report.register.profile:
        line("Nothing is wrong in its cells.")


def _lines(report: "Report", severity: "Severity") -> "Iterator[tuple[str, int]]":
    """A line for each finding, with its cells; of those alike in a column the first few, the rest counted."""
    alike: dict[tuple[int, str], list[ColumnFinding]] = {}
    for each in report.findings:
        if each.severity == severity:
            alike.setdefault((each.column, "" if each.whole else each.text), []).append(each)
    for found in alike.values():
        if severity == "untidy":
            found.sort(key=lambda each: -each.count)
        shown = ALIKE[severity] if len(found) > ALIKE[severity] + 1 else len(found)
        yield from ((_sentence(each), each.count) for each in found[:shown])
        if rest := sum(each.count for each in found[shown:]):
            heading = report.register.headings[found[0].column].text
            yield f"{rest:,} more of the same in {heading!r}; --json lists them.", rest


def _sentence(found: "ColumnFinding") -> str:
    from audit.tables import address, letters

    column = letters(found.column)
    value = repr(found.value if len(found.value) <= LONGEST else found.value[:LONGEST] + "…")
    said = found.text if found.whole else f"{value} {found.text}"
    if not found.value and not found.whole:
        said = f"the cell {found.text}"
    if not found.rows:  # of a table, whose rows have no numbers
        return f"{plural(found.count, 'row')}, column {column}: {said}"
    if found.count == 1:
        place = f"row {found.rows[0] + 1}, cell {address(found.rows[0], found.column)}"
        return f"{place}: {said}"
    if found.whole or found.severity == "wrong":
        numbers = [str(row + 1) for row in found.rows[:NAMED]]
        more = found.count - len(numbers)
        return f"rows {_joined([*numbers, *([f'{more:,} more'] if more else [])])}, column {column}: {said}"
    first = f"first in {address(found.rows[0], found.column)}"
    if not found.value:
        return f"{found.count:,} cells in column {column} are blank, {first}; fill them in."
    return f"{found.count:,} cells hold {value}, {first}: it {found.text}"


# --- what it can be drawn by ------------------------------------------------------------------------


def _say_strata(report: "Report") -> None:
    if not report.groupings:
        return
    rows = []
    for each in report.groupings:
        shown = [f"{_shown(name)} {count:,}" for name, count in list(each.rows.items())[:NAMED]]
        more = " …" if len(each.rows) > NAMED else ""
        rows.append([_shown(each.by), f"{len(each.rows):,}", f"{each.blank:,}", ", ".join(shown) + more])
    table(["It could be drawn by", "Strata", "Blank", "Rows in each"], rows)
    for each in report.groupings:
        for names in each.alike:
            item(f"{each.by}: {_joined(list(map(repr, names)))} differ only in spelling and stay apart.")
        if each.unread:
            item(f"{each.by}: {plural(each.unread, 'row')} cannot be read there and would be left out.")


def command(report: "Report") -> str:
    """What to type to draw from a list, quoted for any shell as far as one way serves all."""
    register, ids = report.register, report.ids
    name = register.table.typed if register.table else str(register.path)
    parts = [f"{name}#{register.sheet}" if register.sheet else name]
    own = register.profile.unit if register.profile else ()
    named = tuple(register.headings[column].column for column in report.unit)
    if report.unit and named != own and len(register.headings) > 1:
        for column in report.unit:
            parts += ["--unit", register.headings[column].text]
    if ids and ids.repeated:
        parts.append("--distinct")
    if by := _first(report.groupings):
        parts += ["--by", by]
    parts += ["--size", str(min(SIZE, ids.different if ids else SIZE))]
    return "audit sample draw " + " ".join(map(quoted, parts))


def _first(found: "Sequence[Grouping]") -> str:
    """The first strata that hold two rows each or more, on the average."""
    return next((each.by for each in found if 2 * len(each.rows) <= sum(each.rows.values())), "")


# --- all lists --------------------------------------------------------------------------------------


def _say_all(reports: "Sequence[Report]") -> None:
    rows = [
        [
            report.register.sheet,
            report.register.profile.title if report.register.profile else "a plain list",
            f"{report.rows:,}",
            f"{report.ids.different:,}" if report.ids else "-",
            f"{report.cells('wrong'):,}",
            f"{report.cells('untidy'):,}",
            "no" if report.blocked else "yes, --distinct" if report.ids and report.ids.repeated else "yes",
        ]
        for report in reports
    ]
    table(["Sheet", "List", "Rows", "Ids", "Wrong", "Untidy", "Drawn from"], rows)
