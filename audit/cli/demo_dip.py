"""The dip audit of the demo: twenty drawn plans, read by four auditors; and the same again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from audit.cli.case_opening import CaseOptions, open_cases
from audit.cli.desk import Desk
from audit.cli.readings import book_of
from audit.definitions import Block

if TYPE_CHECKING:
    from audit.cases.case_round import CaseRound
    from audit.responses.interview import Interview

TEMPLATE = "dip/supervision"
FIRST, AGAIN = "supervision-2026-05", "supervision-2026-11"
DRAWN, READ = date(2026, 5, 5), date(2026, 5, 19)
AUDITORS = "auditors.csv"
PANEL = "QA subgroup"
SUBGROUP, BOARD = "supervision-subgroup.xlsx", "supervision-board.xlsx"
PUBLIC = "supervision-public.xlsx"
MET = {FIRST: (52, 28), AGAIN: (78, 14)}  # of a hundred answers: how many yes, how many partly


@contextmanager
def on(desk: Desk, day: date) -> Iterator[None]:
    """The desk on another day, for what was done earlier in the year."""
    today, desk.day = desk.day, day
    yield
    desk.day = today


def play(desk: Desk, script: Block, sample: str, chance: Random) -> Iterator[str]:
    """The dip, its second readings, what a panel agreed; then the same cases half a year later."""
    resolved, waiting = script["concerns"]
    with on(desk, READ):
        write_auditors(desk, script)
        opened = open_round(desk, FIRST, sample, date(2026, 5, 29), "November 2025 to April 2026")
        read(desk, opened, script, chance)
        concern(desk, opened, resolved)
        agree(desk, FIRST)
        desk.store.close_round(FIRST, "close", desk.stamp())
    yield FIRST
    again = open_round(desk, AGAIN, sample, date(2026, 11, 30), "May to October 2026")
    read(desk, again, script, chance)
    concern(desk, again, waiting)
    agree(desk, AGAIN)
    yield AGAIN
    report(desk)
    yield "workbooks"


def report(desk: Desk) -> None:
    """The workbooks of the re-audit, which compare it with the first."""
    from audit.cli.case_report import write
    from audit.cli.case_results import results_of

    rounds = [results_of(desk, name) for name in (FIRST, AGAIN)]
    write(desk, rounds, "subgroup", desk.folder / SUBGROUP)
    write(desk, rounds, "board", desk.folder / BOARD, ("agree when supervision is audited next",))
    write(desk, rounds, "public", desk.folder / PUBLIC)


def write_auditors(desk: Desk, script: Block) -> None:
    """The list of those who read, as a QA lead keeps it: nobody reads cases of their own team."""
    lines = [
        "name,agency,team",
        *(f"{one['name']},{one['agency']},{one['team']}" for one in script["auditors"]),
    ]
    (desk.folder / AUDITORS).write_text("\n".join(lines) + "\n", encoding="utf-8")


def open_round(desk: Desk, name: str, sample: str, due: date, period: str) -> "CaseRound":
    """Open a round on a sample, its cases allotted to the auditors and a quarter of them read twice."""
    from audit.rounds import Round
    from audit.templates import load

    round_ = Round(name, load(desk.library, TEMPLATE), due, (), period)
    options = CaseOptions(sample=sample, double="25%", auditors=desk.folder / AUDITORS)
    return open_cases(desk, round_, ((), ()), options, quiet=True)


def read(desk: Desk, opened: "CaseRound", script: Block, chance: Random) -> None:
    """Every expected reading, as from an answers file; a second reader mostly sees what the first saw."""
    from audit.cases.case_round import blank
    from audit.responses.files import take

    seen: dict[str, dict[str, Any]] = {}
    for one in sorted(opened.assignments, key=lambda each: each.reading):
        response = blank(opened, one.ref, one.agency, one.reading)
        begun = opened.interview(response, desk.today)
        given = replies(begun, MET[opened.round.name], script, chance)
        if one.reading == 2:
            first = seen[one.ref]
            given |= {name: first[name] for name in given if name in first and chance.random() < 0.8}
        seen.setdefault(one.ref, given)
        desk.store.save(response, take(begun, given, "demo").answers, replace(desk.stamp(), by=one.auditor))


def replies(begun: "Interview", met: tuple[int, int], script: Block, chance: Random) -> dict[str, Any]:
    """Made-up replies about one case: yes, partly or no, now and then not applicable, some good practice."""
    found: dict[str, Any] = {}
    yes, partly = met
    for question in begun.template.questions:
        if question.good_practice:
            if chance.random() < 0.3:
                found[question.id] = chance.choice(script["good_practice"])
            continue
        number = chance.randrange(100)
        rare = question.id == begun.template.questions[-2].id and chance.random() < 0.35
        steps = begun.template.scale.steps
        grade = steps[0] if number < yes else steps[1] if number < yes + partly else steps[-1]
        found[question.id] = "n/a" if rare else grade.code
    return found


def concern(desk: Desk, opened: "CaseRound", said: Block) -> None:
    """An immediate concern about a case, and what came of it where that is known."""
    from audit.cases.concern import find

    book, name = book_of(desk), opened.round.name
    ref = opened.usable[int(said["case"])].ref
    book.raise_concern(name, ref, opened.round.template.questions[2].id, said["text"], desk.stamp())
    if "told" in said:
        book.update_concern(find(book.concerns(), ref, name), said["told"], said["outcome"], desk.stamp())


def agree(desk: Desk, name: str) -> None:
    """A panel agrees the lower of two grades where first and second reader differ."""
    from audit.cases.moderating import all_matters
    from audit.cases.panel import PanelGrade

    book, stamp = book_of(desk), desk.stamp()
    found = book.round(name)
    scale = found.round.template.scale
    worse = partial(max, key=[grade.code for grade in scale.grades].index)
    why = "Read again by the panel."
    grades = [
        PanelGrade(one.ref, one.question.id, worse(one.now.values()), why, PANEL, stamp.at, dict(one.now))
        for one in all_matters(found, desk.today)
        if one.differ
    ]
    book.moderate(name, grades, replace(stamp, by=PANEL))
