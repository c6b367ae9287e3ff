"""audit action import: a plan as somebody keeps it, or our own table, taken in; what moved is said."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import WORDS, Desk, by_option, everywhere, json_option
from audit.cli.screen import tell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audit.cli.action_imported import Imported

UNREAD = ("Sheet", "Row", "Column", "Text", "Why")
SUB_HEADINGS = {"theme": "theme", "sub-theme": "sub_theme", "owner": "owner"}


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--plan", type=WORDS, default="", metavar="NAME", help="The plan.  [default: the file's name]")
@click.option("--title", type=WORDS, default="", help="What the plan is called in full.")
@click.option("--source", type=WORDS, default="", help="The review, audit or event that it follows.")
@click.option("--overseer", type=WORDS, default="", help="The sub-group that oversees it.")
@click.option(
    "--interval",
    type=click.IntRange(1, 3660),
    metavar="DAYS",
    help="Within how many days an action is to be heard of.  [default: 92]",
)
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="'HEADING=FIELD'",
    help="What a heading (or a column's letter) means; nothing after = for nothing. May be repeated.",
)
@click.option("--sub-heading", type=click.Choice([*SUB_HEADINGS]), help="What rows of one heading are.")
@click.option("--profile", metavar="NAME", help="Headings and words of your own (templates/plans/).")
@click.option("--sheet", "sheets", multiple=True, metavar="NAME", help="A sheet to read; may be repeated.")
@click.option("--unread", type=click.Path(path_type=Path), metavar="F.csv", help="Write what was not read.")
@click.option("--dry-run", is_flag=True, help="Say what would come of it, and keep nothing.")
@json_option
@by_option
@everywhere
def action_import(desk: Desk, file: Path, as_json: bool, **given: Any) -> None:
    """Take in a plan from a FILE: CSV, Excel or ODS, with the headings that such plans use.

    What each heading was taken for is shown; --map corrects it. Everything that was not understood is
    listed by row. Importing the same plan again updates it, and says what moved: what became blank in the
    file stays, an update is never taken out, and what was changed here stays where the file did not change.
    A table that 'audit action export' wrote is known by its headings, and read back exactly.

    \b
    Examples:
      audit action import plan.xlsx --plan child-r --dry-run
      audit action import plan.xlsx --plan child-r --map "By whom=owner" --source "Child R review"
      audit action import actions.csv
    """
    from audit.cli.action_import_told import print_imported
    from audit.cli.action_own import take_table
    from audit.plans.own import own_table
    from audit.tables.reading import read
    from audit.workbook.listing import check_name

    if given["unread"]:
        check_name(given["unread"], UNREAD)
    mapping = mapped(given["maps"])
    table = own_table(read(file))
    if table is None:
        found = take_plan(desk, file, given, mapping, ask=not (given["dry_run"] or as_json))
    else:
        _only_own(given)
        found = take_table(desk, table, given["plan"])
    found = keep(desk, found, dry=given["dry_run"])
    if given["unread"]:
        _write_unread(desk, given["unread"], found)
    print_imported(desk, file, found, dry=given["dry_run"], as_json=as_json)


def mapped(maps: "Sequence[str]") -> dict[str, str]:
    """What --map says, a field by heading; wrong usage where it names none."""
    from audit.definitions import nearest
    from audit.plans.line import FIELDS

    found: dict[str, str] = {}
    for one in maps:
        heading, sign, name = one.rpartition("=")
        word = re.sub(r"[\s-]+", "_", name.strip().casefold())
        if not sign or not heading.strip():
            raise click.UsageError(f"--map {one!r} must say 'Heading=field', such as 'By whom=owner'.")
        if word and word not in FIELDS:
            close = nearest(word, FIELDS)
            end = close if close != "." else f"; fields are {', '.join(FIELDS)}."
            raise click.UsageError(f"--map {one!r}: there is no field {name.strip()!r}{end}")
        if found.setdefault(heading.strip(), word) != word:
            raise click.UsageError(f"--map: {heading.strip()!r} is mapped to two fields; say which it is.")
    return found


def plan_name(stem: str) -> str:
    """A name for a plan that can be typed, from the name of its file."""
    return re.sub(r"[^\w]+|_", "-", stem.casefold()).strip("-") or "plan"


def _only_own(given: "Mapping[str, Any]") -> None:
    """Wrong usage where an option is for plans of other people's making."""
    named = {"maps": "--map", "sub_heading": "--sub-heading", "profile": "--profile", "sheets": "--sheet"}
    named |= {name: f"--{name}" for name in ("title", "source", "overseer", "interval")}
    if used := [option for name, option in named.items() if given[name]]:
        raise click.UsageError(
            f"The file is an export of actions, which says it itself; leave out {used[0]}."
        )


def take_plan(
    desk: Desk, file: Path, given: "Mapping[str, Any]", mapping: "Mapping[str, str]", *, ask: bool
) -> "Imported":
    """What a plan does to the actions that stand here."""
    from audit.actions.action import INTERVAL, Plan
    from audit.cli.action_pairing import paired
    from audit.plans.profile import PLAN, Options, load
    from audit.plans.reading import read_plan
    from audit.store.actions import ActionBook

    book = ActionBook(desk.store)
    name = given["plan"] or plan_name(file.stem)
    plans = {one.name.casefold(): one for one in book.plans()}
    old = plans.get(name.casefold(), Plan(name))
    plan = Plan(
        old.name,
        given["title"] or old.title,
        given["source"] or old.source or file.name,  # the first file's name, whatever later ones are called
        given["overseer"] or old.overseer,
        given["interval"] or old.interval or INTERVAL,
    )
    options = Options(
        source=plan.source,
        plan=plan.name,
        interval=plan.interval,
        mapping=mapping,
        sub_heading=SUB_HEADINGS.get(given["sub_heading"] or "", ""),
        agencies=tuple(word for one in desk.store.agencies() for word in (one.name, one.code)),
        sheets=given["sheets"],
    )
    drafted = read_plan(file, load(desk.library, given["profile"] or PLAN), options)
    found = paired(book, plan, plans.get(name.casefold()), drafted, ask=ask)
    return replace(found, known=tuple(plans.values()))


def keep(desk: Desk, found: "Imported", *, dry: bool) -> "Imported":
    """Keep what an import does, if it does anything; gives it with the ids of the new actions."""
    from audit.store.actions import ActionBook, Seen

    writing = found.writing
    if dry or not any(
        (writing.plans, writing.new, writing.changed, writing.said, writing.bases, writing.carried)
    ):
        return found
    seen = Seen(found.seen, found.stood, plans=found.known)
    ids = ActionBook(desk.store).write(writing, desk.stamp(), seen)
    return replace(found, ids=ids)


def _write_unread(desk: Desk, output: Path, found: "Imported") -> None:
    from audit.workbook.listing import write_list

    rows = [(one.sheet, one.row, one.column, one.text, one.why) for one in found.unread]
    write_list(output, "Not understood", UNREAD, rows, desk.today)
    tell(f"{output} is written: what was not understood, {len(rows)} rows.")
