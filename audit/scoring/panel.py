"""What a panel says of a grade: the one place where that becomes a grade to keep, or a sentence why not."""

from dataclasses import dataclass, replace
from datetime import date

from audit.cases.moderating import grade_of
from audit.dates import in_words
from audit.errors import AnswerError, StateError
from audit.moderation import ACCEPTED, ASKED_FOR, Moderated
from audit.responses.reply import LONGEST
from audit.scoring.challenge import Matter
from audit.templates import Template

TAKEN_BACK = frozenset({"take back", "taken back", "withdraw", "withdrawn"})
EVIDENCE = {
    "accepted": ACCEPTED,
    "asked": ASKED_FOR,
    "asked for": ASKED_FOR,
    "requested": ASKED_FOR,
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a panel said of one question, in the words that it was given in.

    `grade` is empty where only the evidence is spoken of. `day` is when the panel sat, `assured` when an
    action was assured, for a grade revised then; `by` is the moderator, empty for whoever writes. `own` is
    the agency's grade that the panel had before it, empty where that is not said.
    """

    grade: str = ""
    take_back: bool = False
    reason: str = ""
    evidence: str = ""
    wanted: str = ""
    day: date | None = None
    assured: date | None = None
    by: str = ""
    own: str = ""


def moderated(
    template: Template, matter: Matter, said: Said, today: date, *, reason_later: bool = False
) -> Moderated:
    """What is to be kept of what a panel said, not stamped yet; AnswerError or StateError where it cannot be.

    `today` bounds the days, and stands for the day of the panel where none is given. A grade other than the
    agency's own needs its reason, unless that is asked for later.
    """
    _check_days(matter, said, today)
    _check_length(matter, said)
    if said.take_back:
        return _taken_back(matter, said, today)
    _check_own(template, matter, said)
    if said.assured:
        return _assured(template, matter, said)
    if not said.grade and not said.evidence and not said.wanted:
        raise AnswerError(f"{matter.question.id}: give the panel's grade, or what it says of the evidence.")
    day = (said.day or today).isoformat()
    if said.grade:
        found = replace(_graded(template, matter, said, reason_later=reason_later), day=day)
    else:
        found = _as_it_was(matter, day)
    return replace(found, **_evidence(matter, said), by=said.by, at="")


def _check_days(matter: Matter, said: Said, today: date) -> None:
    for day, what in ((said.day, "the panel sat"), (said.assured, "its action was assured")):
        if day and day > today:
            raise AnswerError(f"{matter.question.id}: {in_words(day)}, when {what}, is still ahead.")


def _check_length(matter: Matter, said: Said) -> None:
    longest = max(len(said.reason), len(said.wanted))
    if longest > LONGEST:
        raise AnswerError(
            f"{matter.question.id}: a text has {longest:,} characters; {LONGEST:,} fit, so shorten it."
        )


def _check_own(template: Template, matter: Matter, said: Said) -> None:
    """AnswerError where the panel had another grade of the agency before it than stands there now."""
    seen = template.scale.find(said.own)
    if seen and matter.own and seen.code != matter.own:
        now = template.scale[matter.own].label
        raise AnswerError(
            f"{matter.question.id}: the panel had the agency's own grade before it as {seen.label}, and now "
            f"it is {now}; put it before the panel again."
        )


def _new(matter: Matter, said: Said, grade: str, on: str) -> Moderated:
    head = (matter.agency, matter.respondent, matter.question.id)
    return Moderated(*head, grade, said.reason, on, by=said.by)


def _taken_back(matter: Matter, said: Said, today: date) -> Moderated:
    last = matter.assured if said.assured else matter.panel
    if last is None or not (last.grade or last.evidence):
        what = "No grade was revised on assurance of" if said.assured else "The panel has said nothing of"
        raise StateError(f"{what} {matter.question.id}, so there is nothing to take back.")
    days = {"assured": said.assured.isoformat()} if said.assured else {"day": (said.day or today).isoformat()}
    return replace(_new(matter, said, "", matter.own), **days)


def _assured(template: Template, matter: Matter, said: Said) -> Moderated:
    """A grade revised when an action was assured; it stands as long as the grade at return does."""
    name = matter.question.id
    if not said.grade:
        raise AnswerError(f"{name}: give the grade that it has since its action was assured.")
    if not matter.at_return:
        raise StateError(f"{name}: the agency's own grade is gone, so there is none to revise.")
    if not said.reason:
        raise AnswerError(f"{name}: give the reason for the revised grade: how the action was assured.")
    grade = grade_of(template, matter.question, said.grade)
    day = said.assured.isoformat() if said.assured else ""
    return replace(_new(matter, said, grade.code, matter.at_return), assured=day)


def _graded(template: Template, matter: Matter, said: Said, *, reason_later: bool) -> Moderated:
    name = matter.question.id
    grade = grade_of(template, matter.question, said.grade)
    if not matter.own:
        raise StateError(f"{name}: the agency's own grade is gone; the panel's can be taken back.")
    if grade.code != matter.own and not said.reason and not reason_later:
        own = template.scale[matter.own].label
        raise AnswerError(
            f"{name}: the panel's grade is another than the agency's own ({own}), so give the reason for it."
        )
    return _new(matter, said, grade.code, matter.own)


def _as_it_was(matter: Matter, day: str) -> Moderated:
    """The panel's last grade as it was given, which stands or does not as before; none where it gave none."""
    if matter.panel and matter.panel.grade:
        return replace(matter.panel, giver=matter.panel.moderator)
    return replace(_new(matter, Said(), "", matter.own), day=day)


def _evidence(matter: Matter, said: Said) -> dict[str, str]:
    """What stands of the evidence: what is said now, else what was said before."""
    name, last = matter.question.id, matter.panel
    if not said.evidence and not said.wanted:
        # What was accepted for another grade is not accepted for this one; what was asked for stays so.
        if last is None or (last.evidence != ASKED_FOR and last.on != matter.own):
            return {}
        return {"evidence": last.evidence, "wanted": last.wanted}
    found = EVIDENCE.get(" ".join(said.evidence.split()).casefold(), "") if said.evidence else ASKED_FOR
    if not found:
        raise AnswerError(
            f"{name}: of the evidence it can be said 'accepted' or 'asked', not {said.evidence!r}."
        )
    if found == ACCEPTED and said.wanted:
        raise AnswerError(f"{name}: where the evidence is accepted, nothing is wanted; keep one of the two.")
    return {"evidence": found, "wanted": said.wanted}
