"""audit programme: what is due, late and done in a year."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import SETTINGS, Desk, everywhere, json_option, of_one_moment
from audit.cli.screen import as_json as print_json
from audit.cli.screen import item, line, table, tell
from audit.cli.task import quoted
from audit.errors import StateError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.actions.followed import Followed
    from audit.programme.entry import Programme
    from audit.programme.item import Item
    from audit.programme.spans import Span

FILE = "programme.yaml"
COLOURS = {"late": "D4351C", "due": "B58105", "done": "00703C"}  # on a terminal, beside the words


class Year(click.ParamType[Any]):
    """A year typed as 2026-27 (April to March) or 2026 (January to December)."""

    name = "year"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The span of the year, or wrong usage."""
        from audit.programme.spans import read_year

        span = read_year(str(value))
        if span is None:
            self.fail(
                f"{value!r} is not a year; write 2026-27 (April to March) or 2026 (January to December).",
                param,
                ctx,
            )
        return span


@click.command()
@click.option(
    "--year",
    type=Year(),
    help="2026-27 or 2026.  [default: this year from April, what is late, what is due soon]",
)
@click.option("--due", is_flag=True, help="Only what is due within 28 days.")
@click.option("--late", is_flag=True, help="Only what is late.")
@click.option("--example", is_flag=True, help="Print a programme to begin with, and do nothing else.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the list: .xlsx or .csv.")
@json_option
@everywhere
@of_one_moment
def programme(
    desk: Desk, year: "Span | None", due: bool, late: bool, example: bool, output: Path | None, as_json: bool
) -> None:
    """What is late, due, under way, coming and done of a year's audits, reports and follow-ups.

    The programme is written in programme.yaml in the workspace; audit.toml may name another file
    (programme = "plans/2026-27.yaml"). Something is marked as done there, with the day: done: 2026-09-30;
    an audit with a round is done when its round is closed. Later audits that actions set stand in the list.

    \b
    Examples:
      audit programme --example > programme.yaml
      audit programme --late --due
      audit programme --year 2026-27 -o programme.xlsx
    """
    if example:
        click.echo(example_text(), nl=False)
        return
    written = programme_of(desk)
    found, span, reviews = _items(desk, written, year)
    narrowed = _narrowed(found, desk.today, due=due, late=late)
    if output:
        _write(output, narrowed, span, desk.today)
    if as_json:
        from audit.programme.listing import as_json as block

        print_json([block(one) for one in narrowed])
    elif not output:
        _print(narrowed, desk.today)
        if not (due or late):
            _print_months(written, narrowed, span)
            _print_reviews(reviews, span)


def example_text() -> str:
    """A programme to begin with, with comments."""
    import audit.programme as room

    return Path(room.__path__[0]).joinpath("example.yaml").read_text(encoding="utf-8")


def programme_path(desk: Desk) -> Path:
    """Where the programme of a workspace lies: programme.yaml, or what audit.toml names."""
    return desk.folder / desk.setting("programme", FILE)


def programme_of(desk: Desk) -> "Programme":
    """The programme of a workspace, an empty one where none is written; StateError where it is not there."""
    from audit.definitions import read
    from audit.programme.entry import Programme
    from audit.programme.reading import parse

    path = programme_path(desk)
    if path.exists():
        return parse(read(path), str(path))
    if "programme" in desk.settings:
        raise StateError(f"There is no file {path}, which {desk.folder / SETTINGS} names as the programme.")
    return Programme()


def _items(
    desk: Desk, written: "Programme", year: "Span | None"
) -> "tuple[list[Item], Span, tuple[int, int]]":
    from audit.programme.acting import reviews
    from audit.programme.listing import chosen
    from audit.programme.spans import financial
    from audit.store.actions import ActionBook

    span = year or financial(desk.today)
    actions = ActionBook(desk.store).actions()
    every = items_of(desk, written, span, actions)
    if not (written.audits or written.reports or written.follow_ups):
        _say_how(desk, bool(every))
    found = chosen(every, span, desk.today, whole=year is None)
    left = [one for one in every if one.standing == "late" and one not in found]
    if left:
        tell(f"{len(left)} more late outside that year; 'audit programme --late' lists what is late by now.")
    return found, span, reviews(actions, span, desk.today)


def items_of(desk: Desk, written: "Programme", span: "Span", actions: "Sequence[Followed]") -> "list[Item]":
    """Everything that a programme and actions set, up to the end of a span or what is due soon."""
    from audit.cli.programme_facts import facts_of
    from audit.programme.acting import from_actions, with_evidence
    from audit.programme.item import SOON
    from audit.programme.items import items

    facts = facts_of(desk, written, actions)
    known = [name for one in written.audits for name in one.rounds]
    last = max(span.last, desk.today + SOON)
    return [
        *(with_evidence(one, actions) for one in items(written, facts, desk.today, last)),
        *from_actions(actions, facts, desk.today, known),
    ]


def _say_how(desk: Desk, some: bool) -> None:
    """Say how a programme is written where there is none; StateError where nothing else can be listed."""
    path = programme_path(desk)
    make = f"audit programme --example > {quoted(str(path))}"
    text = f"There is no programme in {path} yet; '{make}' makes one to change."
    if path.exists():
        text = f"{path} holds no audit, report or follow-up yet; 'audit programme --example' shows how."
    if not some:
        raise StateError(text)
    tell(f"{text} Only what actions set is listed.")


def _narrowed(found: "list[Item]", today: date, *, due: bool, late: bool) -> "list[Item]":
    if not (due or late):
        return found
    return [one for one in found if (late and one.standing == "late") or (due and one.soon(today))]


def _print(found: "Sequence[Item]", today: date) -> None:
    from audit.programme.listing import counted, screen_row

    if found:
        table(
            ["Standing", "What", "Goes to, notes"], [screen_row(one, today) for one in found], colours=COLOURS
        )
    tell(f"{len(found)} listed: {counted(found)}." if found else "Nothing is listed.")


def _print_months(written: "Programme", found: "Sequence[Item]", span: "Span") -> None:
    from audit.programme.listing import by_month

    for sentence in by_month(found, written.meetings, span):
        item(sentence)


def _print_reviews(reviews: tuple[int, int], span: "Span") -> None:
    from audit.programme.spans import year_name

    count, past = reviews
    if count:
        are = "1 action is" if count == 1 else f"{count} actions are"
        end = f"; {past} of them past its day and not heard of since" if past else ""
        line(f"{are} to be reviewed in {year_name(span)}{end}: 'audit action list' shows them.")


def _write(path: Path, found: "Sequence[Item]", span: "Span", today: date) -> None:
    from audit.programme.listing import HEADINGS, row
    from audit.programme.spans import year_name
    from audit.workbook.listing import write_list

    title = f"Programme {year_name(span)}"
    write_list(path, title, HEADINGS, [row(one) for one in found], today)
    tell(f"{path} lists {len(found)} of the programme of {year_name(span)}.")
