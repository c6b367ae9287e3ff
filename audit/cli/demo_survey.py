"""The staff survey of the demo: what staff say of themes that agencies and cases speak of too."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from random import Random

from audit.cli.case_opening import CaseOptions, open_cases
from audit.cli.demo_dip import on
from audit.cli.desk import Desk

TEMPLATE, ROUND = "survey/staff-knowledge", "staff-survey-2026-09"
OPENED, CAME, DUE = date(2026, 9, 7), date(2026, 9, 28), date(2026, 9, 25)
FILE, REPLIES, SEED = "staff-survey.csv", 118, 118
# Of a hundred replies to each question: how many say yes. Supervision and escalation are worse than
# agencies say of themselves.
YES = {
    "SK1": 52, "SK2": 91, "SK3": 74, "SK4": 66, "SK5": 71, "SK6": 34, "SK7": 83, "SK8": 58, "SK9": 69,
    "SK10": 86, "SK11": 38, "SK12": 77,
}  # fmt: skip
NOT_APPLICABLE = {"SK7": 20, "SK8": 15, "SK9": 18, "SK11": 10}  # of a hundred
WISHES = (
    "Supervision that happens when it is in the diary.",
    "To hear what became of a referral.",
    "A one-page guide to escalation.",
    "Time to talk a case through with another agency.",
)


def play(desk: Desk) -> Iterator[str]:
    """The survey: opened, its replies collected from the file of a form tool, closed."""
    from audit.rounds import Round
    from audit.templates import load

    round_ = Round(ROUND, load(desk.library, TEMPLATE), DUE, (), "September 2026")
    with on(desk, OPENED):
        open_cases(desk, round_, ((), ()), CaseOptions(anyone=True), quiet=True)
    with on(desk, CAME):
        collect(desk)
        desk.store.close_round(ROUND, "close", desk.stamp())
    yield ROUND


def collect(desk: Desk) -> None:
    """The replies, written as a form tool exports them and taken in as `audit collect` does."""
    from audit import tables
    from audit.cases.replies import read_replies
    from audit.cli.readings import book_of
    from audit.cli.surveying import take_replies

    path = desk.folder / FILE
    path.write_text(export(Random(SEED)), encoding="utf-8", newline="")  # noqa: S311 - the same every time
    found = book_of(desk).round(ROUND)
    take_replies(desk, path, found, read_replies(tables.read(path)[0], found.round.template, whole=True))


def export(chance: Random) -> str:
    """The replies as CSV: a row each, known again by its number."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(["respondent", *YES, "SK13"])
    for number in range(1, REPLIES + 1):
        wish = chance.choice(WISHES) if chance.random() < 0.3 else ""
        writer.writerow([number, *(_said(name, chance) for name in YES), wish])
    return made.getvalue()


def _said(name: str, chance: Random) -> str:
    if chance.randrange(100) < NOT_APPLICABLE.get(name, 0):
        return "Not applicable"
    return "Yes" if chance.randrange(100) < YES[name] else "No"
