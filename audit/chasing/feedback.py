"""A letter that tells an agency what came of its response, from its template's texts and the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from audit.bringing import told_and_found
from audit.chasing.letters import Letter, Sender, round_words, shared_words
from audit.chasing.owing import Next, reach
from audit.chasing.rule import COMPARED, FEEDBACK, HIGHER, LOWER, NONE, OTHERWISE, SAME, Piece, Rule, load
from audit.dates import in_words
from audit.definitions import Library, Reading, nearest
from audit.responses.interview import Interview
from audit.responses.words import value_words
from audit.rounds import Return, Round, interview
from audit.standards.question import Question, can_be
from audit.standards.scale import Grade
from audit.templates import Template
from audit.wording import listed

NOT_SAID = "not said"  # stands where a question has no answer


@dataclass(frozen=True, slots=True)
class Feedback:
    """That a letter on what came of a response was written: to which agency (code), when, to which roles."""

    agency: str
    on: date
    to: tuple[str, ...] = ()
    by: str = ""


def load_feedback(library: Library, template: Template) -> Rule:
    """The letters that a template names, DefinitionError where they do not fit it.

    UnknownError where there is no such file.
    """
    ref = template.running.feedback
    rule = load(library, FEEDBACK, ref)
    check_against(rule, template, str(library.find("templates", ref)))
    return rule


def check_against(rule: Rule, template: Template, where: str) -> None:
    """DefinitionError for each text that names a question the template lacks, or a value none can have."""
    reading = Reading(where)
    for piece in (*rule.subjects, *rule.paragraphs):
        for name in dict.fromkeys(_named(piece)):
            if name not in template.by_id:
                end = nearest(name, list(template.by_id))
                reading.wrong(piece.line, f"there is no question {name!r} in {template.title}{end}")
        for name, values in piece.answers:
            question = template.by_id.get(name)
            for value in values if question else ():
                if question and not can_be(question, value, template.scale):
                    reading.wrong(piece.line, f"'when': {name} can never be {str(value)!r}.")
    reading.finish()


def _named(piece: Piece) -> tuple[str, ...]:
    """The ids of the questions that a text names."""
    places = (name.partition(":")[2].strip() for name in piece.places)
    return (*(name for name, _ in piece.answers), *piece.given, *piece.lacking, *filter(None, places))


def next_letter(rule: Rule, line: Return, made: Sequence[Feedback]) -> Next:
    """Whom the next letter to an agency goes to, after those that were written."""
    written = len({one.on for one in made if one.agency == line.agency.code})
    level = rule.level(written)
    meant = rule.levels[level - 1].to
    return Next(level, meant, *reach(line.agency, meant))


def feedback_letter(
    rule: Rule, round_: Round, line: Return, found: Next, today: date, sender: Sender
) -> Letter:
    """The letter on what came of a response."""
    asked = interview(round_, line.agency, line.response, today)
    lists = compared(asked)
    pieces = [
        next(one for one in rule.subjects if _fits(one, asked, lists, found)),
        *(one for one in rule.paragraphs if _fits(one, asked, lists, found)),
    ]
    words = {
        **shared_words(line.agency.name, found.to, today, sender),
        **round_words(round_, line.expected.due),
    }
    words["answer_by"] = in_words(today + timedelta(days=rule.wait))
    words |= {name: "\n".join(map(_line, lists[name])) or NONE for name in (LOWER, HIGHER, OTHERWISE)}
    words |= {SAME: listed([one.question.id for one in lists[SAME]]) or NONE}
    places = {name for piece in pieces for name in piece.places if ":" in name}
    words |= {name: _said(asked, name) for name in places}
    subject, *texts = (piece.filled(words) for piece in pieces)
    return Letter(line.agency.code, line.agency.name, found.to, " ".join(subject.split()), tuple(texts))


def _fits(piece: Piece, asked: Interview, lists: "Mapping[str, Sequence[Compared]]", found: Next) -> bool:
    question = asked.template.by_id
    there = {name for name in COMPARED if lists[name]} or {NONE}
    return (
        (not piece.when or bool({*piece.when} & there))
        and (not piece.level or found.level in piece.level)
        and (not piece.to or bool({*piece.to} & {*found.roles}))
        and asked.holds(piece.answers)
        and all(asked.given(question[name]) for name in piece.given)
        and not any(asked.given(question[name]) for name in piece.lacking)
    )


def _said(asked: Interview, place: str) -> str:
    """What an answer holds, for `answer:ID`, `grade:ID`, `comment:ID`; for `question:ID` what was asked."""
    part, _, name = place.partition(":")
    question = asked.template.by_id[name.strip()]
    if part == "question":
        return question.text
    if not asked.given(question):
        return NOT_SAID
    if part == "comment":
        return asked.answer(question).comment or NOT_SAID
    grade = asked.counts(question)
    return grade.label if part == "grade" and grade else value_words(asked, question)


# --- what was said before, beside what was found ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Compared:
    """A question of which an earlier round had the agency's own grade: that grade, and the one found."""

    question: Question
    own: Grade
    found: Grade
    comment: str = ""


def compared(asked: Interview) -> Mapping[str, Sequence[Compared]]:
    """The questions found lower, higher or the same as the agency's own grade brought forward, in order.

    Those that became not applicable, or no longer are, are found otherwise. Only questions that mean the
    same in both rounds are compared.
    """
    share = asked.template.scale.share
    lists: dict[str, list[Compared]] = {name: [] for name in COMPARED}
    for question, own, found in told_and_found(asked):
        way = _way(share(own.code), share(found.code))
        lists[way].append(Compared(question, own, found, asked.answer(question).comment))
    return lists


def _way(was: Fraction | None, found: Fraction | None) -> str:
    """How the share of the points that was found lies to the one before; None is not applicable."""
    if was is None or found is None:
        return SAME if was is found else OTHERWISE
    return LOWER if found < was else HIGHER if found > was else SAME


def _line(one: Compared) -> str:
    """A line on a question: what it is, the agency's own grade, the one found, and what was said of it."""
    text = " ".join(one.question.text.split()).rstrip(".")
    head = f"- {one.question.id} {text}: your own grade {one.own.label}, found {one.found.label}"
    comment = " ".join(one.comment.split())
    return f"{head}. {comment}" if comment else f"{head}."
