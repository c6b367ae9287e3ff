"""The demo's action plan: kept by hand and untidy, imported twice, followed, asked about, reported."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audit.cli.demo_dip import on
from audit.cli.desk import Desk
from audit.definitions import Block, read

if TYPE_CHECKING:
    from audit.actions.action import Said
    from audit.actions.followed import Followed

PUBLIC = "actions-public.xlsx"
BOARD, SUBGROUP, LETTERS, PROGRAMME = (
    "actions-board.xlsx",
    "actions-subgroup.xlsx",
    "action-letters",
    "programme.yaml",
)
_LATER = re.compile(r"(July|Aug|Sept|Oct|Nov)\w* 2026")
_EARLIER = re.compile(r"(January|February|March|May|June|22) ?(2026|April)")


def play(desk: Desk) -> Iterator[str]:
    """The plan as it was in June and as it is now, what was accepted of it, letters, workbooks."""
    kept = script()
    with on(desk, date.fromisoformat(kept["first"])):
        take(desk, write_plan(desk, kept, earlier=True), kept)
    for day in sorted({one["on"] for one in (*kept["assure"], *kept["close"])}):
        with on(desk, date.fromisoformat(day)):
            settle(desk, kept, day)
    take(desk, write_plan(desk, kept), kept)
    yield "actions"
    findings(desk, kept["findings"])
    (desk.folder / PROGRAMME).write_text(kept["programme"], encoding="utf-8")
    yield "findings"
    report(desk)
    yield "action workbooks"


def script() -> Block:
    """The plan and what is done with it."""
    return read(Path(__file__).with_name("demo_plan.yaml"))


def write_plan(desk: Desk, kept: Block, *, earlier: bool = False) -> Path:
    """The plan as somebody keeps it, as a workbook in the demo's folder; `earlier` is as it was in June."""
    from audit.workbook.hand_kept import HandKept, write_hand_kept

    rows = [one if isinstance(one, str) else _row(one, earlier=earlier) for one in kept["rows"]]
    widths = [int(width) for width in kept["widths"]]
    path: Path = desk.folder / kept["file"]
    plan = HandKept(kept["sheet"], kept["above"], kept["headings"], widths, rows, kept["below"])
    write_hand_kept(plan, path, desk.today)
    return path


def _row(one: Block, *, earlier: bool) -> tuple[list[str], str]:
    """The cells of a row and its colour; in June nothing stood there of what was said since."""
    *cells, progress = one["cells"]
    if not earlier:
        return [*cells, progress], one.get("colour", "")
    then = [line for line in progress.split("\n") if _EARLIER.search(line) and not _LATER.search(line)]
    return [*cells, "\n".join(then)], one.get("colour", "") if then else ""


def take(desk: Desk, path: Path, kept: Block) -> None:
    """Take the plan in as `audit action import` does."""
    from audit.cli.action_import import keep, take_plan

    given: dict[str, Any] = dict.fromkeys(("title", "interval", "sub_heading", "profile"))
    given |= {name: kept[name] for name in ("plan", "source", "overseer")} | {"sheets": ()}
    keep(desk, take_plan(desk, path, given, {}, ask=False), dry=False)


def settle(desk: Desk, kept: Block, day: str) -> None:
    """What the subgroup assured and closed on a day."""
    from audit.actions.action import Assurance, Update
    from audit.store.actions import ActionBook, Writing

    book = ActionBook(desk.store)
    actions = {one.action.action: one for one in book.actions()}
    said: list[tuple[str, Said]] = []
    for one in kept["assure"]:
        if one["on"] == day:
            parts = {key: str(value) for key, value in one.items() if key != "action"}
            said.append((_meant(actions, one).id, Assurance(**parts)))
    for one in kept["close"]:
        if one["on"] == day:
            update = Update(day, one["by"], one["as"], one["reason"])
            said.append((_meant(actions, one).id, update))
    book.write(Writing(said=tuple(said)), desk.stamp())


def _meant(actions: "dict[str, Followed]", one: Block) -> "Followed":
    return next(found for text, found in actions.items() if text.startswith(one["action"]))


def findings(desk: Desk, found: list[Block]) -> None:
    """Themes and strengths of other reviews."""
    from audit.recurring.finding import Finding
    from audit.store.findings import add_finding

    for one in found:
        strong = one.get("strength") == "yes"
        finding = Finding(one["source"], tuple(one["themes"]), one["text"], strong, one["on"])
        add_finding(desk.store, finding, desk.stamp())


def report(desk: Desk) -> None:
    """Letters to owners who owe something, and the workbooks of actions."""
    from audit.cli.action_report import RECENT, write
    from audit.cli.asking_owners import Asking
    from audit.cli.reporting import Wanted

    asking = Asking(desk)
    asking.keep_letters(desk.folder / LETTERS, asking.debtors)
    since = desk.today - timedelta(days=RECENT)
    asks = ("decide with the police on the notification scheme",)
    for audience, name in (("subgroup", SUBGROUP), ("board", BOARD), ("public", PUBLIC)):
        wanted = Wanted(audience, desk.folder / name, asks if audience == "board" else ())
        write(desk, wanted, (), since)
