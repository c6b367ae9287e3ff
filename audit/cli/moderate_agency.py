"""audit moderate, of a round about agencies: what a panel said, from options, a file or the prompt."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli import moderating_agencies as screen
from audit.cli.desk import WORDS, Desk
from audit.cli.screen import as_json as print_json
from audit.cli.screen import tell
from audit.cli.sitting import Sitting
from audit.cli.task import quoted
from audit.errors import AuditError, FileError, Problem, StateError

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.moderation import Moderated
    from audit.rounds import Round
    from audit.scoring.panel import Said
    from audit.scoring.panel_list import Line


def moderate_agencies(
    desk: Desk, found: "Round", agency: str | None, given: dict[str, Any], *, every: bool, as_json: bool
) -> None:
    """Keep what the options or a file say, then show an agency's grades, or the whole round."""
    sitting = Sitting(desk, found)
    one = sitting.agency(agency) if agency else None
    if one is None and (given["question"] or every):
        raise click.UsageError("Say whose return it is about: --agency NAME.")
    if given["answers"]:
        keep_file(sitting, one, given["answers"], given)
    elif one and given["question"]:
        keep_one(sitting, one, given)
    kept = bool(given["answers"] or given["question"])
    sitting = Sitting(desk, desk.store.round(found.name)) if kept else sitting
    if one is None and (as_json or not kept):
        screen.print_overview(desk, sitting.round, as_json=as_json)
    elif one and as_json:
        print_json(screen.agency_block(sitting.round, one, sitting.best[one.code], sitting.matters(one)))
    elif one and not kept:
        screen.print_agency(sitting.round, one, sitting.best.get(one.code), sitting.matters(one))
        at_the_prompt(sitting, one, every=every)


# --- options and files ----------------------------------------------------------------------------------


def keep_one(sitting: Sitting, agency: "Agency", given: dict[str, Any]) -> None:
    """Keep what the options say of one question, and say so."""
    from audit.scoring.panel import Said

    said = Said(
        grade=given["grade"] or "",
        take_back=given["take_back"],
        reason=given["reason"],
        evidence=given["evidence"] or "",
        wanted=given["wanted"],
        day=given["on"],
        assured=given["assured"],
    )
    kept = sitting.moderated(agency, given["question"], said)
    before = sitting.before([kept])
    sitting.keep([kept], sitting.desk.stamp())
    tell(f"{agency.name}, {kept.question}: {_words(sitting.round, kept)}.")
    screen.say_replaced(sitting.round, before)


def _words(found: "Round", kept: "Moderated") -> str:
    """What was kept, in a few words."""
    reason = f" - {kept.reason}" if kept.reason else ""
    day = screen.in_words(kept.assured)
    wanted = f": {kept.wanted}" if kept.wanted else ""
    if not kept.grade and not kept.evidence:
        return f"taken back{reason}"
    parts = [f"{found.template.scale[kept.grade].label}{reason}"] if kept.grade else []
    parts += [f"since its action was assured on {day}"] if day else []
    parts += [f"evidence {kept.evidence}{wanted}"] if kept.evidence else []
    return "; ".join(parts)


def keep_file(sitting: Sitting, agency: "Agency | None", path: Path, given: dict[str, Any]) -> None:
    """Keep what a file says, all or none; FileError with every problem."""
    from audit.scoring.panel_list import read_panel

    listed = read_panel(path)
    kept: dict[tuple[str, str], Moderated] = {}
    problems: list[Problem] = []
    for line in listed.lines:
        one = _of_line(sitting, agency, line, given, problems.append)
        if one and (one.subject, one.question) in kept:
            problems.append(line.wrong("question", f"{one.question} is given twice of one agency; keep one."))
        elif one:
            kept[one.subject, one.question] = one
    if problems:
        raise FileError(str(path), problems)
    before = sitting.before([*kept.values()])
    sitting.keep([*kept.values()], sitting.desk.stamp())
    tell(f"{path}: {screen.kept_words([*kept.values()])}{_left(listed.passed_over, listed.dropped)}")
    screen.say_replaced(sitting.round, before)


def _left(passed_over: int, dropped: tuple[str, ...]) -> str:
    rows = "1 row" if passed_over == 1 else f"{passed_over} rows"
    said = f" {rows} without a panel's grade passed over." if passed_over else ""
    return said + (f" Columns left out: {', '.join(repr(one[:60]) for one in dropped)}." if dropped else "")


def _of_line(
    sitting: Sitting,
    agency: "Agency | None",
    line: "Line",
    given: dict[str, Any],
    wrong: Callable[[Problem], None],
) -> "Moderated | None":
    """What is to be kept of a line; None, and the problem told, where it cannot be."""
    from audit.scoring.challenge import find_matter

    part = "agency"
    try:
        one = _whose(sitting, agency, line)
        matters = sitting.matters(one)
        part = "question"
        find_matter(sitting.round, matters, line.question)
        part = "moderated grade"
        return sitting.moderated(one, line.question, _completed(line.said, given))
    except AuditError as error:
        wrong(line.wrong(part, str(error)))
    return None


def _whose(sitting: Sitting, agency: "Agency | None", line: "Line") -> "Agency":
    """The agency of a line: the one it names, else the one of --agency; StateError where they differ."""
    named = sitting.agency(line.agency) if line.agency else None
    if agency and named and named.code != agency.code:
        raise StateError(
            f"this row is of {named.name}, and --agency says {agency.name}; leave out one of the two."
        )
    found = named or agency
    if found is None:
        raise StateError("it names no agency; give a column 'agency', or --agency NAME.")
    return found


def _completed(said: "Said", given: dict[str, Any]) -> "Said":
    """What a line says, with the reason and the day of the options where it has none of its own."""
    cleaned = {key: WORDS.convert(getattr(said, key), None, None) for key in ("reason", "wanted", "by")}
    day: date | None = said.day or given["on"]
    return replace(said, **cleaned | {"reason": cleaned["reason"] or given["reason"]}, day=day)


# --- the prompt -----------------------------------------------------------------------------------------


def at_the_prompt(sitting: Sitting, agency: "Agency", *, every: bool) -> None:
    """Ask for the panel's grades in a terminal; without one, or in a closed round, nothing is asked."""
    from audit.cli.agency_panel import AgencyPanel

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return
    found = sitting.round
    if found.closed:
        tell(f"The round {found.name!r} is closed, so nothing is asked.")
        return
    try:
        AgencyPanel(sitting, agency, every=every).run()
    except KeyboardInterrupt:
        again = f"audit moderate {quoted(found.name)} --agency {quoted(agency.code)}{sitting.desk.options}"
        tell(f"\nStopped. What the panel said is saved; go on with: {again}")
        raise click.exceptions.Exit(130) from None
