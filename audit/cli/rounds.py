"""audit round open, list, status, change, close."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.case_opening import CaseOptions, case_options, check_none, open_cases
from audit.cli.desk import WORDS, Day, Desk, by_option, everywhere, json_option, of_one_moment
from audit.cli.due_dates import dates_option
from audit.cli.groups import InOrder
from audit.cli.past import past
from audit.cli.past_show import list_blocks, list_rows, past_of, print_past
from audit.cli.repeat import repeat_
from audit.cli.screen import as_json as print_json
from audit.cli.screen import table, tell
from audit.cli.stats_options import SHARE
from audit.dates import in_words, said
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.rounds import Round
    from audit.store.round_lines import RoundLine


@click.group("round", cls=InOrder)
def round() -> None:  # noqa: A001 - the command's own name
    """Open, repeat, list, follow, change and close rounds.

    \b
    Example:
      audit round open section-11/london --name s11-2026 --due 2026-11-30
    """


@round.command("open")
@click.argument("template")
@click.option("--name", required=True, help="What the round is called from now on.")
@click.option("--due", type=Day(), required=True, help="By when returns are due.")
@click.option("--period", type=WORDS, default="", help="The period that it is about, in words.")
@click.option("--agency", "agencies", multiple=True, help="Expect only this agency; may be repeated.")
@click.option(
    "--kind", "kinds", multiple=True, help="Expect only agencies of this kind or duty; may be repeated."
)
@click.option("--bring-forward", "earlier", metavar="R0", help="The round whose answers are to be confirmed.")
@dates_option
@case_options
@by_option
@everywhere
def open_(
    desk: Desk,
    template: str,
    name: str,
    due: date,
    period: str,
    agencies: tuple[str, ...],
    kinds: tuple[str, ...],
    earlier: str | None,
    dates: Path | None,
    **given: Any,
) -> None:
    """Open a round of TEMPLATE (or of a catalogue of standards, with the usual template).

    A template about cases takes a drawn sample. Each agency then answers about each case, or those that a
    file says are involved; with --auditors each case is allotted to one reader; with --together, given for
    each role, a panel reads every case as one. With --bring-forward an
    agency finds what it answered in an earlier round beside each question, to be confirmed or answered anew.
    With --dates agencies have days of their own; those that the file does not name have the round's.

    \b
    Examples:
      audit round open section-11/london --name s11-2026 --due 2026-11-30
      audit round open section-11/london --name s11-2026 --due 2026-11-30 --bring-forward s11-2024
      audit round open case-audit/multi-agency --sample S-001 --name neglect --due 2026-11-30 --double 20%
      audit round open dip/supervision --sample S-002 --auditors auditors.csv --name dip --due 2026-11-30
      audit round open visit/school --kind school --name visits-2026 --due 2027-07-16 --dates visits.csv
      audit round open case-audit/front-door-contact --sample S-003 --name contacts --due 2026-11-30
        --together "Hub manager" --together "Detective sergeant" --together "Safeguarding nurse"
    """
    from audit.rounds import Round, check_name
    from audit.templates import load

    if wrong := check_name(name):
        raise click.UsageError(wrong)
    empty = Round(name, load(desk.library, template), due, (), period)
    if empty.template.subject != "agency":
        if earlier is not None:
            raise click.UsageError("--bring-forward goes with a template about agencies.")
        if dates is not None:
            raise click.UsageError("--dates goes with a template about agencies.")
        open_cases(desk, empty, (agencies, kinds), CaseOptions(**given))
        return
    check_none(given)
    if earlier is not None and not earlier.strip():
        raise click.UsageError("--bring-forward must not be blank; leave it out, or name the earlier round.")
    _open_agencies(desk, empty, (agencies, kinds), earlier or "", dates)


def _open_agencies(
    desk: Desk,
    empty: "Round",
    whom: tuple[tuple[str, ...], tuple[str, ...]],
    earlier: str,
    dates: Path | None,
) -> None:
    """Open a round for the agencies of some names and kinds, and say who is asked what and by when."""
    from audit.cli.due_dates import due_of, tell_days
    from audit.cli.forwarding import bring_forward, tell_forward
    from audit.rounds import Expected, choose
    from audit.scoring.messages import agencies

    found, due = empty.template, empty.due
    chosen = choose(desk.store.agencies(), *whom, found.words.kinds)
    if not chosen:
        raise StateError(
            "There is no agency to expect; 'audit agency import' or 'audit agency add' comes first."
        )
    forward = bring_forward(desk, earlier, found, chosen)
    days = due_of(desk, dates, chosen)
    expected = tuple(Expected(one, days.get(one.code, due)) for one in chosen)
    opened = replace(empty, expected=expected, brought=forward.brought)
    desk.store.open_round(opened, desk.stamp(), forward.name)
    print_asked(opened, desk.today)
    tell(f"The round {empty.name!r} is open: {found.title}, {agencies(len(chosen))}, due {in_words(due)}.")
    if due < desk.today:
        late = "" if days else ", so every return is late already"
        tell(f"That day is past{late}; 'audit round change' has --due.")
    tell_days(days, chosen, due, desk.today)
    tell_forward(forward, opened, chosen, desk.today)


round.add_command(repeat_)


def print_asked(opened: "Round", today: date) -> None:
    """How many questions each agency will be asked, and how many answers it has to confirm, if any."""
    from audit.cli.forwarding import waiting
    from audit.rounds import asked

    rows = [[e.agency.name, str(asked(opened.template, e.agency))] for e in opened.expected]
    if opened.brought:
        counts = [str(waiting(opened, e.agency, today)) for e in opened.expected]
        rows = [[*row, count] for row, count in zip(rows, counts, strict=True)]
    table(["Agency", "Questions", *(["To confirm"] if opened.brought else [])], rows)


@round.command("list")
@json_option
@everywhere
def list_(desk: Desk, as_json: bool) -> None:
    """List the rounds.

    \b
    Example:
      audit round list
    """
    lines = [(one, about_cases(desk, one)) for one in desk.store.rounds()]
    if as_json:
        print_json([*(_block(one) | cases for one, cases in lines), *list_blocks(desk)])
        return
    rows = [
        [
            r.name,
            r.title,
            r.period,
            in_words(r.due),
            _expected(r, cases),
            f"closed {said(r.closed[:10])}" if r.closed else "open",
        ]
        for r, cases in lines
    ]
    rows += list_rows(desk)
    table(["Name", "Title", "Period", "Due", "Expected", "State"], rows)


def about_cases(desk: Desk, found: "RoundLine") -> dict[str, Any]:
    """What a round is about and how many of them there are to be read; empty where it is about agencies."""
    from audit.cli.readings import book_of

    if found.subject == "agency":
        return {}
    usable = sum(one.usable for one in book_of(desk).subjects(found.name))
    return {"about": found.subject, "usable": usable}


def _block(found: "RoundLine") -> dict[str, Any]:
    return {
        "name": found.name,
        "title": found.title,
        "due": found.due.isoformat(),
        "expected": found.expected,
        "closed": found.closed,
    }


def _expected(found: "RoundLine", cases: dict[str, Any]) -> str:
    from audit.cases.plan import number
    from audit.scoring.messages import agencies

    return number(cases["usable"], cases["about"]) if cases else agencies(found.expected)


@round.command()
@click.argument("name", metavar="R")
@json_option
@everywhere
@of_one_moment
def status(desk: Desk, name: str, as_json: bool) -> None:
    """Print who has returned, how far the others are, who is late; of a case round who has read which.

    \b
    Examples:
      audit round status s11-2026
      audit round status neglect
    """
    if before := past_of(desk, name):
        print_past(before, as_json=as_json)
        return
    found = desk.store.round(name)
    if found.template.subject == "agency":
        from audit.cli.round_status import print_status

        print_status(desk, found, as_json)
    else:
        from audit.cli import case_status
        from audit.cli.readings import book_of

        case_status.print_status(desk, book_of(desk).round(name), as_json)


@round.command()
@click.argument("name", metavar="R")
@click.option("--due", type=Day(), help="A new due date: of everybody, or of the agencies named.")
@click.option("--agency", "agencies", multiple=True, help="Whose due date changes; may be repeated.")
@click.option("--add", "added", multiple=True, help="Expect this agency too; may be repeated.")
@click.option(
    "--drop", "dropped", multiple=True, help="Expect nothing more of this agency, or case; may be repeated."
)
@click.option(
    "--as", "standing", type=click.Choice(["declined", "left", "unusable"]), help="Why: unusable, of a case."
)
@click.option("--reason", type=WORDS, default="", help="The reason, in words.")
@click.option("--sample", metavar="ID", help="Go on with a bigger sample that extends the round's own.")
@dates_option
@by_option
@everywhere
def change(
    desk: Desk,
    name: str,
    due: date | None,
    agencies: tuple[str, ...],
    added: tuple[str, ...],
    dropped: tuple[str, ...],
    standing: str | None,
    reason: str,
    sample: str | None,
    dates: Path | None,
) -> None:
    """Change who is expected and by when, take a case out of a round, or go on with a bigger sample.

    \b
    Examples:
      audit round change s11-2026 --due 2026-12-15 --agency "Kingsbridge Police"
      audit round change s11-2026 --drop "Oak Trust" --as declined --reason "No staff to do it"
      audit round change neglect --drop C-03 --as unusable --reason "Closed before the period"
      audit round change dip-2026-11 --sample S-002
      audit round change visits-2026 --dates visits.csv
    """
    if dates is not None:
        if any((due, agencies, added, dropped, standing, reason, sample)):
            raise click.UsageError("--dates changes due dates alone; change the rest by itself.")
        from audit.cli.due_dates import change_days

        change_days(desk, name, dates)
        return
    if sample is not None:
        if due or added or dropped:
            raise click.UsageError("--sample changes the sample alone; change the rest by itself.")
        from audit.cli.case_changes import go_on

        go_on(desk, name, sample)
        return
    _check_change(due, (agencies, added, dropped), standing, reason)
    if standing == "unusable":
        if due or added:
            raise click.UsageError("--as unusable takes cases out; change dates and agencies by themselves.")
        from audit.cli.case_changes import take_out

        take_out(desk, name, dropped, reason)
        return
    _change_agencies(desk, name, due, (agencies, added, dropped), (standing or "", reason))


def _change_agencies(
    desk: Desk,
    name: str,
    due: date | None,
    names: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]],
    why: tuple[str, str],
) -> None:
    """Change what is expected of agencies, and say so: those whose day changes, the added, the dropped."""
    from audit.cli.forwarding import bring_to_added, tell_forward
    from audit.cli.round_changes import changes_of, check_agencies

    found = desk.store.round(name)
    check_agencies(desk, found, names[2])
    if due and not found.expected:
        raise StateError(f"No agency reads in {found.name!r}, and a round keeps the day it was opened with.")
    changes = changes_of(found, desk.store.agencies(), due, names, why)
    joining = [one.agency for one in changes if found.of(one.agency) is None]
    forward = bring_to_added(desk, found, joining)
    desk.store.expect(name, changes, desk.stamp(), forward.brought, found)
    for one in changes:
        tell(f"{one.agency.name}: {one.standing}, due {in_words(one.due)}{one.reason and ', ' + one.reason}.")
    if joining:
        tell_forward(forward, replace(found, brought=forward.brought), joining, desk.today)


def _check_change(
    due: date | None, names: tuple[tuple[str, ...], ...], standing: str | None, reason: str
) -> None:
    """Wrong usage where the options of a change do not go together."""
    agencies, added, dropped = names
    if dropped and not (standing and reason):
        raise click.UsageError("--drop needs --as declined, left or (for a case) unusable, and a --reason.")
    if (standing or reason) and not dropped:
        raise click.UsageError("--as and --reason say why an agency is dropped; name it with --drop.")
    if agencies and not due:
        raise click.UsageError("--agency says whose due date changes; give it with --due.")
    if not (due or added or dropped):
        raise click.UsageError("Say what changes: --due, --add, --drop or --sample.")


@round.command()
@click.argument("name", metavar="R")
@click.option("--reopen", is_flag=True, help="Open a closed round again.")
@click.option("--target", type=SHARE, metavar="P", help="It was stopped on a verdict against this target.")
@by_option
@everywhere
def close(desk: Desk, name: str, reopen: bool, target: Fraction | None) -> None:
    """Close a round: nothing in it can be answered or signed any more.

    Of a case round it says what was not read, and prints a text to each agency that was given a look-up. One
    that was stopped on a verdict ('audit results R --target 90%') is closed with its target: its figures then
    keep the limits that hold at any look.

    \b
    Examples:
      audit round close s11-2026
      audit round close dip-2026-11 --target 90%
    """
    if target is not None and reopen:
        raise click.UsageError("--target goes with closing a round, not with opening it again.")
    if target is not None:
        from audit.cli.case_verdicts import close_on

        close_on(desk, name, target)
    else:
        desk.store.close_round(name, "reopen" if reopen else "close", desk.stamp())
    tell(f"The round {name!r} is {'open again' if reopen else 'closed'}.")
    if not reopen and desk.store.round(name).template.subject != "agency":
        from audit.cli.case_changes import print_closing

        print_closing(desk, name)


round.add_command(past)
