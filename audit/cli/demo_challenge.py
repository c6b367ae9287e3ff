"""What follows the returns of the demo: a challenge panel, and letters to those who still owe."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.definitions import Block

if TYPE_CHECKING:
    from audit.rounds import Round

LETTERS = "letters"


def play(desk: Desk, name: str, script: Block) -> Iterator[str]:
    """The panel and the letters; gives what was done."""
    opened = desk.store.round(name)
    challenge(desk, opened, script["panel"])
    yield "panel"
    chase(desk, opened)
    yield LETTERS


def challenge(desk: Desk, opened: "Round", panel: Block) -> None:
    """The panel's grades: of some agencies' top grades without evidence, the first few are graded down."""
    from audit.cli.sitting import Sitting
    from audit.scoring.challenge import in_turn
    from audit.scoring.panel import Said

    sitting = Sitting(desk, opened)
    day = date.fromisoformat(panel["on"])
    down = Said(grade=panel["grade"], reason=panel["reason"], day=day)
    asked = Said(evidence="asked", wanted=panel["wanted"], day=day)
    grades = []
    for name in panel["agencies"]:
        agency = sitting.agency(name)
        turn = in_turn(sitting.matters(agency), every=True)
        for matter, said in zip(turn, (down, down, asked), strict=False):
            grades.append(sitting.moderated(agency, matter.question.id, said))
    desk.store.moderate(opened.name, grades, desk.stamp())


def chase(desk: Desk, opened: "Round") -> None:
    """A letter to each agency that owes its return, logged as one."""
    from audit.chasing.owing import LETTER
    from audit.cli.chased import Chasing, letters_of
    from audit.cli.letters import write_letters

    chasing = Chasing(desk, opened)
    owing = chasing.owing
    made = [chasing.chase_of(one, LETTER) for one in owing]
    write_letters(desk.folder / LETTERS, letters_of(chasing, owing), desk.today, lambda: chasing.log(made))
