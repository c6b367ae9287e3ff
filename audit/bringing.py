"""What an earlier round says to the questions of a new one, put beside them to be confirmed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from audit.agencies import Agency
from audit.dates import said
from audit.moderation import Moderation
from audit.responses.brought import Brought
from audit.responses.interview import Interview
from audit.responses.response import Answer, Response
from audit.responses.words import value_words
from audit.rounds import Round, interview, main_responses
from audit.standards.catalogue import Standard
from audit.standards.question import Question
from audit.standards.scale import Grade
from audit.templates import Template, question_digest

EVIDENCE = "evidence for the whole standard"  # stands for a value where evidence was given once for all


def bring_all(
    earlier: Round,
    responses: Sequence[Response],
    agencies: Iterable[Agency],
    template: Template,
    today: date,
) -> dict[str, dict[str, Brought]]:
    """What an earlier round says of agencies, by code and id; nothing of those that answered nothing then.

    Of several responses about an agency it is the one that counted.
    """
    counted = main_responses(responses)
    known = [agency for agency in agencies if agency.code in counted]
    found = {one.code: bring(earlier, one, counted[one.code], template, today) for one in known}
    return {code: own for code, own in found.items() if own}


def bring(
    earlier: Round, agency: Agency, response: Response, template: Template, today: date
) -> dict[str, Brought]:
    """What a response to an earlier round says to what a template asks under the same ids.

    An answer to a question that did not arise then counted for nothing, so it is left out.
    """
    then = interview(earlier, agency, response, today)
    since = interview(earlier, agency, response, today, assured=True)
    signed = response.signed.on if response.signed else ""
    moderation = earlier.moderation.get(agency.code, Moderation())
    found: dict[str, Brought] = {}
    for question in template.questions:
        old = earlier.template.by_id.get(question.id)
        if old is None or not then.arises(old) or then.answer(old).value is None:
            continue
        said_ = (earlier.name, then.answer(old), value_words(then, old), old.text)
        same = same_question(earlier.template, template, old.id)
        panel, revised = _panel(then, old), _revised(then, since, old, moderation)
        found[old.id] = Brought(*said_, same, signed, panel, revised)
    return found | _of_standards(then, earlier.name, template, signed)


def _panel(then: Interview, question: Question) -> str:
    """The panel's grade in words, where one stood."""
    code = then.moderated.get(question.id)
    return then.template.scale[code].label if code else ""


def _revised(then: Interview, since: Interview, question: Question, moderation: Moderation) -> str:
    """The grade revised since its action was assured, in words with the day, where one stands."""
    code, given = since.moderated.get(question.id), moderation.assured.get(question.id)
    if given is None or code != given.grade or code == then.moderated.get(question.id):
        return ""
    return f"{then.template.scale[code].label}, {said(given.assured)}"


def _of_standards(then: Interview, name: str, template: Template, signed: str) -> dict[str, Brought]:
    earlier = {standard.id: standard for standard in then.template.standards}
    answers = {key: then.answers.get(key, Answer()) for key in earlier}
    return {
        new.id: Brought(
            name, answers[new.id], EVIDENCE, old.title, _same(then.template, template, new), signed
        )
        for new in template.standards
        if (old := earlier.get(new.id)) and answers[new.id].evidence
    }


def _same(earlier: Template, template: Template, standard: Standard) -> bool:
    """Whether a standard has the title and the questions that it had, each with the same meaning."""
    old = next(one for one in earlier.standards if one.id == standard.id)
    names = [question.id for question in standard.questions]
    return (
        " ".join(old.title.split()) == " ".join(standard.title.split())
        and {question.id for question in old.questions} == set(names)
        and all(same_question(earlier, template, name) for name in names)
    )


def same_question(earlier: Template, template: Template, name: str) -> bool:
    """Whether an answer to a question of both templates means the same, a share of the same whole besides.

    The edges of a share and a limit of days may differ: what was said is a count, or two days, and it comes
    out as the grade that it has now.
    """
    old, new = earlier.by_id[name], template.by_id[name]
    meaning = question_digest(old, earlier.scale), question_digest(new, template.scale)
    return meaning[0] == meaning[1] and old.of == new.of


def told_and_found(asked: Interview) -> Iterator[tuple[Question, Grade, Grade]]:
    """The questions that have a grade brought forward and one that counts now, with both, in order.

    Only questions that arise and mean the same in both rounds have them.
    """
    told = {name: one.answer for name, one in asked.brought.items() if one.same}
    then = replace(asked, answers=told, moderated={})
    for question in asked.template.questions:
        if question.graded and question.id in told and asked.arises(question):
            own, found = then.grade(question), asked.counts(question)
            if own is not None and found is not None:
                yield question, own, found


def reworded(earlier: Template, template: Template) -> tuple[str, ...]:
    """The questions of a template that an earlier one has too, but with another meaning."""
    both = (question.id for question in template.questions if question.id in earlier.by_id)
    return tuple(name for name in both if not same_question(earlier, template, name))
