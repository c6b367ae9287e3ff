"""The dip sample of the demo: a made-up register of plans, sealed, and twenty cases drawn from it."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from audit.cli.desk import Desk

CHILDREN, CASES = 164, "20"
SEED = "48151623"
BY, OPEN_ON = "Allocated Team", date(2026, 4, 30)
TEAMS = {"North": 58, "South": 49, "Disabled Children": 14, "East and Coast": 43}
ABUSE = ("Neglect", "Emotional abuse", "Physical abuse", "Sexual abuse", "Multiple/not recommended")
PROFILE = "annex-a/list-7"
REGISTER = "child-protection-plans.csv"


def draw_cases(desk: Desk, chance: Random) -> Path:
    """Write the register, seal it, draw with a seed from dice; gives the case list."""
    from audit.cli.drawing import DesignOptions, draw_sample, seal_frame
    from audit.cli.frames import FrameOptions
    from audit.cli.samples import write_list

    path = write_register(desk, chance)
    frame = FrameOptions(str(path), by=(BY,), open_on=OPEN_ON)
    seal_frame(desk, frame, {})
    made = draw_sample(desk, frame, DesignOptions(size=CASES, seed=SEED, minimum=2), None)
    cases = made.folder / "cases.xlsx"
    write_list(desk, made.standing, cases)
    return cases


def write_register(desk: Desk, chance: Random) -> Path:
    """A list of child protection plans as an authority exports it, with the headings of Annex A."""
    from audit.registers.profile import load

    headings = [column.name for column in load(desk.library, PROFILE).columns]
    path = desk.folder / REGISTER
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, headings, restval="")
        writer.writeheader()
        writer.writerows(_children(chance))
    return path


def _children(chance: Random) -> Iterator[dict[str, str]]:
    teams = [team for team, size in TEAMS.items() for _ in range(size)]
    for number, team in zip(chance.sample(range(200_000, 900_000), CHILDREN), teams, strict=True):
        start = OPEN_ON - timedelta(days=chance.randrange(20, 700))
        end = start + timedelta(days=chance.randrange(150, 1_500))
        born = OPEN_ON - timedelta(days=chance.randrange(60, 6_300))
        yield {
            "Child Unique ID": str(number),
            "Gender": chance.choice(("a) Male", "b) Female")),
            "Date of Birth": _day(born),
            "Age": str((OPEN_ON - born).days // 365),
            "Child Protection Plan Start Date": _day(start),
            "Latest Category of Abuse": chance.choices(ABUSE, (9, 7, 2, 1, 1))[0],
            "Date of the Last Statutory Visit": _day(OPEN_ON - timedelta(days=chance.randrange(1, 40))),
            "Child Protection Plan End Date": _day(end) if end <= OPEN_ON else "",
            "Allocated Team": team,
            "Allocated Worker": f"Worker {chance.randrange(1, 25):02}",
        }


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
