"""What a panel has before it: an agency's own grades, what stands behind them, and what the panel said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from audit.agencies import Agency
from audit.dates import said
from audit.errors import AnswerError, StateError
from audit.moderation import ACCEPTED, ASKED_FOR, Moderated, Moderation
from audit.responses.interview import Interview
from audit.responses.response import Response
from audit.rounds import Round, interview
from audit.standards.question import Question
from audit.standards.scale import Scale


@dataclass(frozen=True, slots=True)
class Matter:
    """One graded question of an agency's return, and what a panel said of it last.

    `own` is the code of the agency's own grade, empty where none is left; `bare` says that it is a top
    grade without evidence behind it. `assured` is the grade revised when an action was assured. `overruled`
    says that it was confirmed from an earlier round, in which a panel gave another grade.
    """

    agency: str
    respondent: str
    question: Question
    own: str
    bare: bool = False
    panel: Moderated | None = None
    assured: Moderated | None = None
    overruled: bool = False

    @property
    def counts(self) -> bool:
        """Whether the panel's grade counts."""
        return self.panel is not None and self.panel.stands(self.respondent, self.own)

    @property
    def at_return(self) -> str:
        """The code of the grade that counts at return; empty where there is none."""
        return self.panel.grade if self.panel and self.counts else self.own

    @property
    def revised(self) -> bool:
        """Whether the grade revised when an action was assured counts today."""
        return self.assured is not None and self.assured.stands(self.respondent, self.at_return)

    @property
    def changed(self) -> bool:
        """Whether the panel's grade counts and is another than the agency's own."""
        return self.at_return != self.own

    @property
    def again(self) -> bool:
        """Whether the panel's grade is to be given again, since the agency's own has changed."""
        return self.panel is not None and bool(self.panel.grade) and not self.counts

    @property
    def reason_owed(self) -> bool:
        """Whether the panel changed the grade and has given no reason yet."""
        return self.changed and self.panel is not None and not self.panel.reason

    @property
    def evidence_asked(self) -> bool:
        """Whether the panel has asked for evidence and not accepted it yet."""
        return self.panel is not None and self.panel.evidence == ASKED_FOR

    @property
    def lapsed(self) -> bool:
        """Whether a grade revised when an action was assured no longer counts, since that at return moved."""
        return self.assured is not None and bool(self.assured.grade) and not self.revised

    @property
    def contested(self) -> bool:
        """Whether the agency stands by a grade that a panel overruled last time, unsettled by this one."""
        return self.overruled and not self.settled

    @property
    def open(self) -> bool:
        """Whether something is still to be said or done about it."""
        return self.again or self.reason_owed or self.evidence_asked or self.lapsed or self.contested

    @property
    def settled(self) -> bool:
        """Whether the panel has given its grade, or accepted the evidence of the grade that stands there."""
        panel = self.panel
        accepted = panel is not None and panel.evidence == ACCEPTED and panel.on == self.own
        return self.counts or accepted

    @property
    def state(self) -> str:
        """Where it stands, in a few words; empty where the panel has said nothing."""
        parts = (
            (self.again, "to be moderated again"),
            (self.reason_owed, "reason owed"),
            (self.evidence_asked, "evidence asked for"),
            (self.lapsed, "revised grade to be given again"),
            (self.contested, "graded otherwise last time"),
        )
        return "; ".join(words for holds, words in parts if holds) or ("moderated" if self.settled else "")


def matters(asked: Interview, moderation: Moderation, agency: str, respondent: str) -> tuple[Matter, ...]:
    """The graded questions of a return that arise, and that the agency or the panel has graded.

    `agency` and `respondent` are codes: whom the return is about, and who answered.
    """
    template, found = asked.template, []
    bare = {one.id for section in template.sections for one in asked.without_evidence(section)}
    for question in template.questions:
        if not question.graded or not asked.arises(question):
            continue
        grade = asked.grade(question)
        said_ = moderation.panel.get(question.id), moderation.assured.get(question.id)
        if grade or any(said_):
            own = grade.code if grade else ""
            head = (agency, respondent, question, own, question.id in bare)
            found.append(Matter(*head, *said_, _overruled(asked, question)))
    return tuple(found)


def _overruled(asked: Interview, question: Question) -> bool:
    """Whether an answer was confirmed of which a panel had given another grade, not put right since."""
    then, grade = asked.brought.get(question.id), asked.grade(question)
    if then is None or grade is None or not asked.answer(question).confirmed or not then.moderated:
        return False
    assured = then.revised.startswith(f"{grade.label}, ")
    return then.moderated != grade.label and not assured


def matters_of(round_: Round, agency: Agency, response: Response | None, today: date) -> tuple[Matter, ...]:
    """The matters of an agency's response in a round; none where there is no response."""
    if response is None:
        return ()
    asked = interview(round_, agency, response, today)
    moderation = round_.moderation.get(agency.code, Moderation())
    return matters(asked, moderation, agency.code, response.agency)


def in_turn(found: Sequence[Matter], *, every: bool) -> list[Matter]:
    """What a panel goes through: what is open, then top grades without evidence that it has not settled.

    Where `every` says so all other grades follow, in the order of asking.
    """
    first = [one for one in found if one.open]
    bare = [one for one in found if one.bare and not one.open and not one.settled]
    rest = [one for one in found if one not in first and one not in bare] if every else []
    return [*first, *bare, *rest]


def find_matter(round_: Round, found: Sequence[Matter], name: str) -> Matter:
    """The matter of a question by its id; UnknownError, AnswerError or StateError where it has no grade."""
    question = round_.template.question(name.strip())
    if not question.graded:
        raise AnswerError(f"{question.id} is not graded, so there is no grade of it to moderate.")
    matter = next((one for one in found if one.question.id == question.id), None)
    if matter is None:
        raise StateError(f"{question.id} has no grade that counts there, so there is nothing to moderate.")
    return matter


def panel_lines(scale: Scale, matter: Matter) -> list[str]:
    """What the panel said of a question, as lines to read; none where it has said nothing."""
    lines, panel = [], matter.panel
    if panel and panel.grade:
        notes = [
            word for word in matter.state.split("; ") if word in {"to be moderated again", "reason owed"}
        ]
        lines.append("; ".join((f"Panel: {_given(scale, panel, panel.day)}", *notes)))
    if panel and panel.evidence:
        wanted = f": {panel.wanted}" if panel.wanted else ""
        lines.append(f"Evidence {panel.evidence}{wanted}")
    if matter.assured and matter.assured.grade:
        note = "; it no longer counts" if matter.lapsed else ""
        given = _given(scale, matter.assured, matter.assured.assured)
        lines.append(f"Revised when its action was assured: {given}{note}")
    return lines


def _given(scale: Scale, one: Moderated, day: str) -> str:
    reason = f", {one.reason}" if one.reason else ""
    return f"{scale[one.grade].label}{reason} ({one.moderator}, {said(day or one.at[:10])})"
