"""audit find: what is kept here about one child, as somebody asks who may know."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from audit.cli.desk import WORDS, Desk, everywhere, json_option, of_one_moment
from audit.cli.screen import as_json as print_json
from audit.cli.screen import item, line, table, tell
from audit.errors import StateError
from audit.wording import plural, some

if TYPE_CHECKING:
    from audit.cli.searching import Searched
    from audit.store.typed import Place


@click.command()
@click.option("--case", required=True, type=WORDS, metavar="ID", help="The id of the case in its register.")
@json_option
@everywhere
@of_one_moment
def find(desk: Desk, case: str, as_json: bool) -> None:
    """Say where a case stands: what is kept here about one child, by its ID.

    In which samples it was drawn or is a reserve, under which reference, who wrote about it in which round,
    in which texts and names somebody typed the id, and which files of the workspace hold it; files that
    cannot be looked into, such as backups and PDFs, are named. It counts as the same id however it is
    written: 943 476 5919 is 943-476-5919 and 9434765919. What was written about the case is shown by
    'audit show R --about C-01'. Ids that were purged are found no more.

    \b
    Example:
      audit find --case 4711
    """
    from audit.cli.searching import search
    from audit.store.finding import find as places_of
    from audit.store.finding import only

    if not case:
        raise StateError("Name the case: --case ID.")
    places = places_of(desk.store, case)
    files = search(desk, only(case))
    if as_json:
        print_json({
            "case": case,
            "places": [asdict(one) for one in places],
            "files": list(map(str, files.holding)),
            "not_looked_into": list(map(str, files.unread)),
        })  # fmt: skip
        return
    if not places and not files.holding:
        line(f"Nothing is kept here about {case!r}.")
    else:
        _say(case, places, files)
    if files.unread:
        tell(f"Not looked into: {some([str(one) for one in files.unread], MANY_FILES)}.")
    tell("Files that were written outside this folder, such as case lists and backups, were not searched.")


MANY_FILES = 20  # files that are named before the rest are counted


def _say(case: str, places: "tuple[Place, ...]", files: "Searched") -> None:
    from audit.dates import moment

    found = plural(len(places) + len(files.holding), "place")
    line(f"{case} stands in {found}:")
    if places:
        table(
            ["What", "Where", "Ref", "Rows", "By", "Last"],
            [[one.what, one.where, one.reference, str(one.count), one.by, moment(one.at)] for one in places],
        )
    for one in places:
        if one.text:
            item(f"{' '.join(filter(None, (one.where, one.reference)))}: {one.text}".removeprefix(": "))
    for place in files.holding:
        item(f"{place} holds it.")
