"""Where each standard stands for itself: what has the lowest grade, and of whom nothing was graded at all."""

from collections.abc import Mapping

from audit.responses.interview import Interview
from audit.responses.words import value_words
from audit.scoring.partnership import Results, Row
from audit.standards.question import Question


def lowest(results: Results) -> Mapping[str, tuple[str, ...]]:
    """The standards in which an agency has the lowest grade, by its code; nothing where they are averaged."""
    if results.template.averaged:
        return {}
    found = {row.agency.code: _lowest(row) for row in results.counted}
    return {code: ids for code, ids in found.items() if ids}


def _lowest(row: Row) -> tuple[str, ...]:
    asked = row.interview
    scale, section_of = asked.template.scale, asked.template.section_of
    arising = (q for q in asked.template.questions if asked.arises(q))
    ids = (section_of[q.id].id for q in arising if scale.lowest(asked.counts(q)))
    return tuple(dict.fromkeys(ids))


def why_ungraded(row: Row) -> str:
    """Why no question with a grade arises in a response, by the answer that it hangs on.

    Such as `Attendance: no response`; empty where one does arise, or where no answer decides it.
    """
    asked = row.interview
    graded = [q for q in asked.template.questions if q.graded]
    if any(map(asked.arises, graded)):
        return ""
    met = (q for q in graded if asked.meant(q))
    found = next((found for q in met if (found := _decides(asked, q))), None)
    return f"{_heading(asked, found)}: {value_words(asked, found)}" if found else ""


def _decides(asked: Interview, question: Question) -> Question | None:
    """The question that arises and was answered so that another does not arise."""
    for condition in question.when:
        named = asked.template.by_id[condition[0]]
        if not asked.holds([condition]):
            return (named if asked.given(named) else None) if asked.arises(named) else _decides(asked, named)
    return None


def _heading(asked: Interview, question: Question) -> str:
    """What a question is called in the template's lists, else the question itself."""
    for one in asked.template.running.listings:
        for row in one.rows:
            if question.id in row:
                return one.headings[row.index(question.id)]
    return question.text.rstrip("?. ")
