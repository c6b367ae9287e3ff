"""audit round repeat: the next round of a series."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import click

from audit.cli.desk import WORDS, Day, Desk, by_option, everywhere
from audit.cli.screen import tell
from audit.dates import in_words
from audit.errors import DefinitionError, UnknownError

if TYPE_CHECKING:
    from audit.recurring.repeating import Repeat
    from audit.rounds import Round


@click.command("repeat")
@click.argument("name", metavar="R")
@click.option("--period", type=WORDS, required=True, help="The period that the new round is about.")
@click.option("--name", "called", help="What it is called.  [default: R's name with the period replaced]")
@click.option("--due", type=Day(), help="By when returns are due.  [default: as far on as the period is]")
@click.option("--bring-forward", "forward", is_flag=True, help="Answers in R are to be confirmed.")
@by_option
@everywhere
def repeat_(desk: Desk, name: str, period: str, called: str | None, due: date | None, forward: bool) -> None:
    """Open the next round of a series: the questions of R, to everybody still expected there.

    It asks just what R asked, from the template that R has kept, so that answers compare. Its due date is as
    long after R's as the one period is after the other (Q2 to Q3, H1 to H2, July to August 2026, Autumn to
    Spring, 2025-26 to 2026-27); of periods that cannot be read, as long as the template says that it repeats
    after. 'audit results --series' then shows the rounds of the series beside one another. A survey,
    observations and interviews are repeated in the same way; drawn cases need a sample of their own.

    \b
    Examples:
      audit round repeat training-q2 --period "Q3 2026-27"
      audit round repeat health-2026-h1 --period "H2 2026-27" --name health-2026-h2 --bring-forward
      audit round repeat training-q2 --period "Q3 2026-27" --due 2027-01-29
      audit round repeat staff-survey --period "Spring term 2027" --due 2027-03-19
    """
    from audit.cli.forwarding import bring_forward, tell_forward
    from audit.cli.rounds import print_asked
    from audit.recurring.periods import read_period
    from audit.recurring.repeating import repeat
    from audit.scoring.messages import agencies
    from audit.store.series import open_repeat

    if not period:
        raise click.UsageError("--period must not be blank.")
    earlier = desk.store.round(name)
    if earlier.template.subject != "agency":
        if forward:
            raise click.UsageError("--bring-forward goes with rounds about agencies.")
        _repeat_cases(desk, earlier, period, called or "", due)
        return
    found = repeat(earlier, period, called or "", due)
    chosen = [one.agency for one in found.round.expected]
    brought = bring_forward(desk, earlier.name if forward else "", earlier.template, chosen)
    opened = replace(found.round, brought=brought.brought)
    open_repeat(desk.store, opened, earlier.name, desk.stamp(), brought.name)
    print_asked(opened, desk.today)
    tell(
        f"The round {opened.name!r} is open: it repeats {earlier.name!r} over {period}, "
        f"{agencies(len(chosen))}, {_due(earlier, found)}."
    )
    if found.months and read_period(period) is None:
        tell(f"{period!r} is no period that can be read, so the day is as far on as the template repeats.")
    _warn_past(desk, opened)
    tell_forward(brought, opened, chosen, desk.today)
    for sentence in (*_changes(desk, earlier, opened), *_who(desk, earlier, opened)):
        tell(sentence)


def _repeat_cases(desk: Desk, earlier: "Round", period: str, called: str, due: date | None) -> None:
    """Open the next round of a survey, of observations or interviews, whose subjects come by themselves."""
    from audit.cli.case_opening import say
    from audit.cli.readings import book_of
    from audit.recurring.repeating import repeat
    from audit.store.series import open_repeat

    plan = book_of(desk).round(earlier.name).plan
    found = repeat(earlier, period, called, due, drawn=bool(plan.sample))
    opened = found.round
    open_repeat(desk.store, opened, earlier.name, desk.stamp(), plan=plan)
    say(book_of(desk).round(opened.name))
    tell(f"It repeats {earlier.name!r} over {period}, {_due(earlier, found)}.")
    _warn_past(desk, opened)
    for sentence in (*_changes(desk, earlier, opened), *_who(desk, earlier, opened)):
        tell(sentence)


def _warn_past(desk: Desk, opened: "Round") -> None:
    if opened.due < desk.today:
        tell("That day is past, so every return is late already; 'audit round change' has --due.")


def _due(earlier: "Round", found: "Repeat") -> str:
    """By when it is due, and why then."""
    day = f"due {in_words(found.round.due)}"
    if not found.months:
        return day
    months = f"{found.months} months" if found.months > 1 else "a month"
    return f"{day}, {months} after {in_words(earlier.due)}"


def _changes(desk: Desk, earlier: "Round", opened: "Round") -> Iterator[str]:
    """That the template of the library is another by now, and how a round of that is opened."""
    from audit.recurring.repeating import differing
    from audit.templates import load

    kept = earlier.template
    try:
        now = load(desk.library, kept.ref)
    except (DefinitionError, UnknownError):
        yield f"No whole {kept.ref} is among the templates any more; it asks what {earlier.name!r} asked."
        return
    if now.digest == kept.digest:
        return
    found = differing(kept, now)
    words = (("asked otherwise", found.reworded), ("new", found.new), ("gone", found.gone))
    said = "; ".join(f"{word}: {', '.join(ids)}" for word, ids in words if ids)
    forward = f" --bring-forward {earlier.name}" if kept.subject == "agency" else ""
    how = f"'audit round open {kept.ref} --name N --due DATE{forward}'"
    yield (
        f"{kept.ref} has changed since {earlier.name!r} was opened "
        f"({said or 'not in what its questions mean'}); {opened.name!r} asks what {earlier.name!r} asked, so "
        f"that answers compare. To ask what it says now: {how}."
    )


def _who(desk: Desk, earlier: "Round", opened: "Round") -> Iterator[str]:
    """Who is not in the new round though in the earlier one, or in the list since; whose day was another."""
    from audit.rounds import Standing
    from audit.store.series import new_since
    from audit.wording import some

    gone = [one for one in earlier.expected if one.standing is not Standing.EXPECTED]
    if gone:
        yield f"Not asked again: {some([f'{one.agency.name} ({one.standing})' for one in gone])}."
    own = [one for one in earlier.expected if one.due != earlier.due and opened.of(one.agency)]
    if own:
        names = some([one.agency.name for one in own])
        yield f"Due on a day of their own in {earlier.name!r}, and now with all others: {names}."
    known = {one.agency.code for one in earlier.expected}
    since = [code for code in new_since(desk.store, earlier.name) if code not in known]
    if since:
        names_of = {one.code: one.name for one in desk.store.agencies()}
        yield (
            f"New since {earlier.name!r} and not in {opened.name!r}: "
            f"{some([names_of[code] for code in since])}; 'audit round change {opened.name} --add' adds them."
        )
