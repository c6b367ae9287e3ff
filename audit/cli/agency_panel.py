"""A panel on one agency at the prompt: question by question, everything kept as it is said."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audit.cli.panel import ask_all, ask_until_kept
from audit.cli.screen import tell
from audit.cli.sitting import looked

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.cli.sitting import Sitting
    from audit.scoring.challenge import Matter
    from audit.scoring.panel import Said
    from audit.standards.scale import Grade

LEAVE, ACCEPT, ASK, BACK, STOP = "leave", "accept", "ask", "take back", "stop"


@dataclass(frozen=True)
class AgencyPanel:
    """What a panel goes through about one agency."""

    sitting: "Sitting"
    agency: "Agency"
    every: bool = False

    def run(self) -> None:
        """Ask until all is said or the person stops; Ctrl-C goes through to the caller, nothing lost."""
        from audit.scoring.challenge import in_turn

        turn = in_turn(self.sitting.matters(self.agency), every=self.every)
        if not turn:
            tell(f"Nothing is open about {self.agency.name}; --all goes through every question.")
            return
        done = ask_all(turn, self.ask)
        tell(
            f"{'That was all' if done else 'Stopped. What the panel said is saved'} about {self.agency.name}."
        )

    def ask(self, matter: "Matter", place: int, of: int) -> bool:
        """Put one question to the panel, until what it says stands on what it saw; whether it goes on."""
        return ask_until_kept(matter, lambda one: self.put(one, place, of), self.again)

    def again(self, matter: "Matter") -> "Matter | None":
        """A question as it stands now; None where it is not before the panel any more."""
        self.sitting.look_again()
        now = self.sitting.matters(self.agency)
        return next((one for one in now if one.question.id == matter.question.id), None)

    def put(self, matter: "Matter", place: int, of: int) -> bool:
        """Put one question to the panel, again after it spoke of the evidence; whether it goes on."""
        from audit.responses.prompts import pick
        from audit.scoring.panel import Said

        self.head(matter, place, of)
        while True:
            grades = self.grades(matter)
            picked = pick("The panel's grade:", self.options(matter, grades), default=LEAVE)
            if picked.isdigit():
                self.take(matter, grades[int(picked)])
            elif picked == BACK:
                self.keep(matter, Said(take_back=True))
            if picked not in {ACCEPT, ASK}:
                return picked != STOP
            if picked == ACCEPT:
                matter = self.keep(matter, Said(evidence="accepted"))
            else:
                matter = self.ask_evidence(matter)
            self.say_panel(matter)

    def grades(self, matter: "Matter") -> "list[Grade]":
        """The grades that the panel may give; none where the agency's own is gone."""
        from audit.cases.moderating import choices

        return choices(self.sitting.round.template) if matter.own else []

    def options(self, matter: "Matter", grades: "list[Grade]") -> list[tuple[str, str, str]]:
        """What can be picked: the grades, and what else can be done."""
        own = " (the agency's own)"
        found = [
            (str(number), one.label + (own if one.code == matter.own else ""), one.definition)
            for number, one in enumerate(grades)
        ]
        found += [(LEAVE, "Leave it as it is", ""), (ASK, "Ask for evidence", "")]
        found += [(ACCEPT, "Accept the evidence", "")]
        said = matter.panel is not None and bool(matter.panel.grade or matter.panel.evidence)
        found += [(BACK, "Take back what the panel said", "")] if said else []
        return [*found, (STOP, "Stop here", "")]

    def head(self, matter: "Matter", place: int, of: int) -> None:
        """Where one is, the question, what the agency said, and what the panel did."""
        from audit.responses.prompts import say
        from audit.responses.response import Answer
        from audit.responses.words import answer_lines
        from audit.rounds import interview

        found, response = self.sitting.round, self.sitting.best[self.agency.code]
        asked = interview(found, self.agency, response, self.sitting.desk.today)
        section = found.template.section_of[matter.question.id]
        say(f"\n{self.agency.name}, question {place} of {of}")
        say(f"{matter.question.id}  {matter.question.text}")
        for each in answer_lines(asked, matter.question, asked.answer(matter.question)):
            say(each, "   ")
        for piece in response.answers.get(section.id, Answer()).evidence if section.id else ():
            say(f"Evidence for all of {section.id}: {piece}", "   ")
        if matter.bare:
            say("No evidence stands behind this top grade.", "   ")
        self.say_panel(matter)

    def say_panel(self, matter: "Matter") -> None:
        """What the panel said of a question so far."""
        from audit.responses.prompts import say
        from audit.scoring.challenge import panel_lines

        for each in panel_lines(self.sitting.round.template.scale, matter):
            say(each, "   ")

    def take(self, matter: "Matter", grade: "Grade") -> None:
        """Save a grade at once, then ask for the reason where it is another than the agency's own."""
        from audit.responses.prompts import write
        from audit.scoring.panel import Said

        same = matter.panel is not None and matter.panel.grade == grade.code
        before = matter.panel.reason if matter.panel and same else ""
        matter = self.keep(matter, Said(grade=grade.code, reason=before))
        if not matter.changed:
            return
        reason = write("The reason (Enter alone leaves it for later):", default=before)
        if reason != before:
            self.keep(matter, Said(grade=grade.code, reason=reason))

    def ask_evidence(self, matter: "Matter") -> "Matter":
        """Save that evidence is asked for, then which."""
        from audit.responses.prompts import write
        from audit.scoring.panel import Said

        before = matter.panel.wanted if matter.panel else ""
        matter = self.keep(matter, Said(evidence="asked", wanted=before))
        wanted = write("The evidence that is wanted:", default=before)
        return matter if wanted == before else self.keep(matter, Said(evidence="asked", wanted=wanted))

    def keep(self, matter: "Matter", said: "Said") -> "Matter":
        """Save what the panel said of a question; gives how the question stands then."""
        from audit.scoring.panel import moderated

        desk, found = self.sitting.desk, self.sitting.round
        stamp = desk.stamp()
        kept = moderated(found.template, matter, said, desk.today, reason_later=True)
        response = self.sitting.best[self.agency.code]
        seen = {(kept.subject, kept.question): looked(response, matter, assured=False)}
        desk.store.moderate(found.name, [kept], stamp, seen)
        return replace(matter, panel=replace(kept, by=stamp.by, at=stamp.at))
