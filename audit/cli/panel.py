"""A panel at the prompt: question by question, every grade and reason kept as it is given."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from audit.cli.desk import Desk
from audit.cli.moderating import label, panel_words, who
from audit.cli.screen import tell
from audit.errors import OvertakenError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from audit.cases.case_round import CaseRound
    from audit.cases.moderating import Matter
    from audit.cases.panel import PanelGrade
    from audit.standards.scale import Grade
    from audit.store.rows import Stamp

M = TypeVar("M")
LEAVE, BACK, STOP = "leave", "take back", "stop"


def ask_until_kept(matter: M, put: "Callable[[M], bool]", again: "Callable[[M], M | None]") -> bool:
    """Put a matter to a panel; once more as it stands by then, where somebody was there before it.

    `again` gives the matter as it stands, None where it is none any more. Whether the panel goes on.
    """
    from audit.responses.prompts import say

    while True:
        try:
            return put(matter)
        except OvertakenError as error:
            say(f"\n{error}")
            found = again(matter)
            if found is None:
                say("It is not before the panel any more.")
                return True
            matter = found


def ask_all(turn: "Sequence[M]", ask: "Callable[[M, int, int], bool]") -> bool:
    """Put each matter to a panel, with its place and how many there are; whether it went through them all.

    Ctrl-C goes through to the caller; what was said until then is saved.
    """
    from audit.responses.prompts import EndOfInput

    tell("Each grade is saved as you give it; Ctrl-C stops.")
    try:
        return all(ask(one, place, len(turn)) for place, one in enumerate(turn, 1))
    except EndOfInput:
        return False


@dataclass
class Panel:
    """What a panel goes through about one subject: what is open, or every question that was graded."""

    desk: Desk
    found: "CaseRound"
    ref: str
    every: bool = False

    def run(self) -> None:
        """Ask until all is said or the person stops; Ctrl-C goes through to the caller, nothing lost."""
        from audit.cases.moderating import in_turn, matters

        turn = in_turn(matters(self.found, self.ref, self.desk.today), every=self.every)
        if not turn:
            tell(f"Nothing is open about {self.ref}; --all goes through every question.")
            return
        done = ask_all(turn, self.ask)
        tell(f"{'That was all' if done else 'Stopped. What was agreed is saved'} about {self.ref}.")

    def ask(self, matter: "Matter", place: int, of: int) -> bool:
        """Put one question to the panel, until what it says stands on what it saw; whether it goes on."""
        return ask_until_kept(matter, lambda one: self.put(one, place, of), self.again)

    def again(self, matter: "Matter") -> "Matter | None":
        """A question as it stands now; None where nobody has graded it any more."""
        from audit.cases.moderating import matters
        from audit.cli.readings import book_of

        self.found = book_of(self.desk).round(self.found.round.name)
        now = matters(self.found, self.ref, self.desk.today)
        return next((one for one in now if one.question.id == matter.question.id), None)

    def put(self, matter: "Matter", place: int, of: int) -> bool:
        """Put one question to the panel; whether it goes on."""
        from audit.cases.moderating import choices, take_back
        from audit.responses.prompts import pick

        self.head(matter, place, of)
        grades = choices(self.found.round.template) if matter.given else []
        options = [(str(number), one.label, one.definition) for number, one in enumerate(grades)]
        options.append((LEAVE, "Leave it as it is", ""))
        options += [(BACK, "Take the panel's grade back", "")] if matter.panel else []
        options.append((STOP, "Stop here", ""))
        before = matter.panel.grade if matter.panel else ""
        default = next((str(number) for number, one in enumerate(grades) if one.code == before), LEAVE)
        picked = pick("The panel's grade:", options, default=default)
        if picked.isdigit():
            self.take(matter, grades[int(picked)])
        elif picked == BACK:
            self.keep(matter, take_back(matter, ""))
        return picked != STOP

    def head(self, matter: "Matter", place: int, of: int) -> None:
        """Where one is, the question, and what everybody said."""
        from audit.responses.prompts import say

        say(f"\n{self.ref}, question {place} of {of}")
        say(f"{matter.question.id}  {matter.question.text}")
        for given in matter.given:
            say(f"{label(self.found, given.grade)}: {who(self.found, given)}", "   ")
        if matter.panel:
            say(f"Panel: {panel_words(self.found, matter)}", "   ")

    def take(self, matter: "Matter", grade: "Grade") -> None:
        """Save a grade at once, then ask for the reason where it is another than a reader's."""
        from audit.cases.moderating import agree
        from audit.responses.prompts import write

        same = matter.panel is not None and matter.panel.grade == grade.code
        before = matter.panel.reason if matter.panel and same else ""
        agreed = agree(matter, grade, before)
        matter = self.keep(matter, agreed)
        if not matter.wants_reason(grade.code):
            return
        reason = write("The reason (Enter alone leaves it for later):", default=before)
        if reason != before:
            self.keep(matter, replace(agreed, reason=reason))

    def keep(self, matter: "Matter", one: "PanelGrade") -> "Matter":
        """Save one of the panel's grades; gives how the question stands then."""
        stamp = self.desk.stamp()
        keep_seen(self.desk, self.found, [(matter, one)], stamp)
        return replace(matter, panel=replace(one, by=stamp.by, at=stamp.at))


def keep_seen(
    desk: Desk, found: "CaseRound", agreed: "Sequence[tuple[Matter, PanelGrade]]", stamp: "Stamp"
) -> None:
    """Keep what a panel agreed on matters, all or none; OvertakenError where others stand there by now."""
    from audit.cli.readings import book_of
    from audit.responses.response import Answer
    from audit.store.overtaken import Looked
    from audit.store.rows import key_of

    seen = {}
    for matter, one in agreed:
        given = {key_of(each): each.answers.get(one.question, Answer()) for each in found.of(one.subject)}
        seen[one.subject, one.question] = Looked(matter.panel, given)
    book_of(desk).moderate(found.round.name, [one for _, one in agreed], stamp, seen)
