"""What to ask an agency, made from facts alone, the most pressing first, each with why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from audit.actions.challenge import Answered, answer_points, low_answers, points
from audit.actions.followed import Followed
from audit.actions.rag import overdue
from audit.dates import said
from audit.packs.gaps import ASKED, NONE, OLD, gaps
from audit.packs.pack import Pack
from audit.packs.spread import far_above
from audit.responses.interview import OPEN
from audit.scoring.movement_pairs import Pair, Way
from audit.scoring.score import limiting
from audit.standards.question import Question
from audit.wording import plural, some

MOST = 25  # questions that a panel has time for
NAMED = 12  # answers that a question names


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to ask: of which question or action, what that is about, the words, and why it is asked."""

    of: str
    about: str
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Asks:
    """The questions to ask, at most `MOST`, and how many more the facts would bear."""

    chosen: tuple[Ask, ...]
    more: int = 0


def asks(pack: Pack) -> Asks:
    """The questions to ask; what several facts say of one question is asked once, with each why."""
    parts = (
        *(_silent, _critical, _lowered, _overdue, _unplanned, _wanted, _fell, _far_above, _bare, _planned),
        *(_actions, _old, _unanswered, _low_again, _confirmed),
    )
    merged: dict[str, Ask] = {}
    for one in (ask for part in parts for ask in part(pack)):
        first = merged.setdefault(one.of, one)
        if one.why not in first.why.split("; "):
            merged[one.of] = replace(first, why=f"{first.why}; {one.why}")
    found = tuple(merged.values())
    return Asks(found[:MOST], max(0, len(found) - MOST))


def _silent(pack: Pack) -> Iterator[Ask]:
    if pack.silent and pack.line:
        words = "What stands in the way of your return, and by which day will it be signed?"
        yield Ask("return", pack.occasion.template.title, words, f"return {pack.line.progress}")


def _critical(pack: Pack) -> Iterator[Ask]:
    """Each critical question at its lowest grade, and in one those that are not answered in full."""
    if pack.row is None:
        return
    asked, blank = pack.row.interview, []
    for name in limiting(asked, asked.template.questions):
        question = asked.template.question(name)
        grade = asked.counts(question)
        if grade and asked.template.scale.lowest(grade):
            words = (
                f"It is critical, and stands at {grade.label!r}. What keeps children safe until it is met?"
            )
            yield _of(question, words, "critical, at its lowest grade")
        else:
            blank.append(name)
    if blank:
        words = f"Not answered in full: {some(blank, NAMED)}. How does each stand today?"
        yield Ask("critical", "Critical questions", words, "critical, and not answered in full")


def _low(pack: Pack) -> tuple[Answered, ...]:
    """The answers that are low or that a panel graded lower."""
    if pack.row is None:
        return ()
    return low_answers(pack.round, pack.row.agency, pack.row.response, pack.today)


def _lowered(pack: Pack) -> Iterator[Ask]:
    yield from _answers(pack, [one for one in _low(pack) if one.down], "graded lower by the panel")


def _unplanned(pack: Pack) -> Iterator[Ask]:
    found = [one for one in _low(pack) if not one.down and not _acted_on(pack, one)]
    yield from _answers(pack, found, "low answer, no action")


def _planned(pack: Pack) -> Iterator[Ask]:
    found = [one for one in _low(pack) if not one.down and one.planned and one.planned.what]
    yield from _answers(pack, found, "low answer, action planned")


def _acted_on(pack: Pack, one: Answered) -> bool:
    """Whether an action was planned with the answer, or stands in a plan that names it."""
    if one.planned and one.planned.what:
        return True
    links = (each.action.link for each in pack.followed if each.action.link)
    return any((link.round, link.question) == (pack.round.name, one.question) for link in links)


def _answers(pack: Pack, found: Sequence[Answered], why: str) -> Iterator[Ask]:
    for one, point in zip(found, answer_points(found, pack.today), strict=True):
        yield Ask(one.question, one.text, point.words, why)


def _overdue(pack: Pack) -> Iterator[Ask]:
    yield from _of_actions(pack, [one for one in pack.open if overdue(one, pack.today)], "action overdue")


def _actions(pack: Pack) -> Iterator[Ask]:
    rest = [one for one in pack.followed if not overdue(one, pack.today)]
    yield from _of_actions(pack, rest, "action not assured")


def _of_actions(pack: Pack, found: Sequence[Followed], why: str) -> Iterator[Ask]:
    for one in found:
        if words := [point.words for point in points(one, pack.agency.name, pack.today, pack.wait)]:
            yield Ask(one.id, one.action.text, " ".join(words), why)


def _wanted(pack: Pack) -> Iterator[Ask]:
    for one in gaps(pack):
        if one.kind == ASKED:
            day = f" on {said(one.day)}" if one.day else ""
            words = f"The panel asked for evidence{day}. Where is it held, and who has seen it?"
            yield Ask(one.of, one.about, words, "evidence that the panel asked for is not accepted")


def _far_above(pack: Pack) -> Iterator[Ask]:
    if pack.row is None:
        return
    whose = "others of your kind" if pack.alike else "others"
    for question in pack.results.template.questions:
        if question.graded and (found := far_above(pack, question)):
            lower, of = found
            grade = pack.row.interview.counts(question)
            label = grade.label if grade else ""
            why = f"{lower} of {of} {whose} grade lower"
            yield _of(question, f"You graded it {label!r}, where {why}. What shows that it is so?", why)


def _fell(pack: Pack) -> Iterator[Ask]:
    for one in pack.went(Way.DOWN):
        words = (
            f"It was {_label(one, then=True)!r} in {_since(pack)}, and is {_label(one)!r} now. What happened?"
        )
        yield _of(one.question, words, f"lower than in {_since(pack)}")


def _since(pack: Pack) -> str:
    return pack.since.round.name if pack.since else "the round before"


def _label(one: Pair, *, then: bool = False) -> str:
    grade = one.then if then else one.now
    return grade.label if grade else ""


def _bare(pack: Pack) -> Iterator[Ask]:
    yield from _lacking(
        pack, NONE, "Top grades, and no evidence is named: {}. What shows them, and where is it?"
    )


def _old(pack: Pack) -> Iterator[Ask]:
    yield from _lacking(
        pack, OLD, "Its evidence is older than the limit: {}. What shows that it still holds?"
    )


def _lacking(pack: Pack, kind: str, words: str) -> Iterator[Ask]:
    """One question for each standard in which evidence of a kind is lacking, since there may be many."""
    template = pack.results.template
    lacking = [one.of for one in gaps(pack) if one.kind == kind]
    for section in template.sections:
        names = {section.id, *(question.id for question in section.questions)}
        if found := [name for name in lacking if name in names]:
            about = f"{section.title}: evidence"
            yield Ask(section.id or section.title, about, words.format(some(found, NAMED)), kind)


def _unanswered(pack: Pack) -> Iterator[Ask]:
    if pack.row is None:
        return
    asked = pack.row.interview
    open_ = [q.id for q in asked.owed() if asked.state(q) in OPEN]
    if open_:
        verb = "is" if len(open_) == 1 else "are"
        what = f"{plural(len(open_), 'question')} {verb} not answered in full"
        words = f"{what}: {some(open_, NAMED)}. When will the answers come?"
        yield Ask("unanswered", "What is owed of the return", words, "questions owed")


def _low_again(pack: Pack) -> Iterator[Ask]:
    """Low grades that were confirmed as still true: nothing has moved since."""
    if pack.row is None:
        return
    asked = pack.row.interview
    for name in pack.confirmed:
        question = asked.template.question(name)
        grade = asked.counts(question)
        if grade and grade.points is not None and not grade.good:
            words = f"You confirmed {grade.label!r} as still true. What was done about it since?"
            yield _of(question, words, "low, and confirmed unchanged")


def _confirmed(pack: Pack) -> Iterator[Ask]:
    if pack.row is None or not pack.confirmed:
        return
    asked = pack.row.interview
    good = [n for n in pack.confirmed if (g := asked.counts(asked.template.question(n))) and g.good]
    if good:
        was = "answer was" if len(good) == 1 else "answers were"
        what = f"{len(good):,} {was} confirmed from last time, not given anew"
        words = f"{what}: {some(good, NAMED)}. Who looked again?"
        yield Ask("confirmed", "Answers that did not change", words, "confirmed unchanged since last time")


def _of(question: Question, words: str, why: str) -> Ask:
    return Ask(question.id, question.text, words, why)
