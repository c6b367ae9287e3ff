"""The results of a round as plain values: what `--json` prints, and the words of a heat map's cell."""

from typing import Any

from audit.responses.interview import State
from audit.rounds import Return
from audit.scoring.messages import messages
from audit.scoring.moderated import round_block, row_block
from audit.scoring.partnership import Results, Row
from audit.scoring.score import Score, counting_state, percent, printed
from audit.standards.catalogue import Standard

FIGURES = (
    *("score", "band", "completeness", "limited_by", "worst"),
    *("not_applicable", "unanswered", "incomplete", "not_asked", "without_evidence"),
)
SILENT = dict.fromkeys(FIGURES) | {"limited_by": []}  # the shape of figures where nobody answered


def as_json(results: Results) -> dict[str, Any]:
    """The results as the command line's contract has them; scores unrounded from 0 to 1, or null."""
    return {
        "round": results.round.name,
        "template": results.template.ref,
        "digest": results.template.digest,
        "score": results.template.score,
        "drafts": results.drafts,
        "respondents": [_respondent(row) | row_block(results, row) for row in results.rows],
        "standards": {
            figures.standard.id: {
                "title": figures.standard.title,
                "score": None if figures.score is None else float(figures.score),
                "band": figures.band.name if figures.band else None,
                "agencies": figures.agencies,
                "bands": dict(figures.bands),
                "met": {str(word): count for word, count in sorted(figures.met.items())},
            }
            for figures in results.standards
        },
        "returned": results.returned,
        "expected": results.expected,
        "responses": results.responses,
        "members": [_member(line) for line in results.named],
        **round_block(results),
        "messages": [message.text for message in messages(results)],
    }


def _respondent(row: Row) -> dict[str, Any]:
    head = {"agency": row.agency.name, "code": row.agency.code, "signed": row.signed}
    head |= {"progress": str(row.line.progress)} | ({"answered_by": row.by} if row.by else {})
    if row.interview.template.running.states:
        head["state"] = row.interview.template.running.state(row.line.progress)
    head |= {"members": list(row.members)} if row.members else {}
    if row.scored is None:
        figures, provisional = dict(SILENT), None
        standards = {standard.id: SILENT for standard in row.interview.template.standards}
    else:
        figures, provisional = _score(row.scored.overall), row.provisional
        standards = {name: _score(one) for name, one in row.scored.standards.items()}
    return {
        **head,
        "overall": figures.pop("score"),
        "provisional": provisional,
        **figures,
        "standards": standards,
    }


def _member(line: Return) -> dict[str, Any]:
    """An agency for which a parent body answers: it has no row of its own."""
    by = {"answered_by": line.body.name if line.body else None, "signed": line.signature is not None}
    return {"agency": line.agency.name, "code": line.agency.code, "progress": str(line.progress), **by}


def _score(one: Score) -> dict[str, Any]:
    return {
        "score": None if one.value is None else float(one.value),
        "band": one.band.name if one.band else None,
        "completeness": float(one.completeness),
        "limited_by": list(one.limited_by),
        "worst": {"grade": one.worst.grade, "questions": list(one.worst.questions)} if one.worst else None,
        "not_applicable": one.not_applicable,
        "unanswered": one.unanswered,
        "incomplete": one.incomplete,
        "not_asked": one.not_asked,
        "without_evidence": one.without_evidence,
    }


def cell(row: Row, standard: Standard | None) -> str:
    """What a heat map says of an agency and a standard (or overall): word, number, and what is owed.

    Such as `green 0.92`, `amber 0.64, provisional, 80 % answered`, `not applicable`, `no return`.
    """
    if row.scored is None:
        gone = row.line.progress in {"declined", "left"}
        return str(row.line.progress) if gone else row.interview.template.running.silent
    one = row.scored.standards[standard.id] if standard else row.scored.overall
    if one.band is None:
        return _unscored(row, one, standard)
    word = f"{one.band.name} {printed(one.value, row.interview.template.bands)}"
    if row.signed and one.completeness == 1:
        return word
    owed = f", {percent(one.completeness)} answered" if one.completeness < 1 else ""
    return f"{word}, provisional{owed}"


def _unscored(row: Row, one: Score, standard: Standard | None) -> str:
    asked = row.interview
    questions = standard.questions if standard else asked.template.questions
    questions = tuple(question for question in questions if question.graded) or questions
    states = {counting_state(asked, question) for question in questions}
    owed = one.owed or State.NOT_APPLICABLE in states  # an optional question can be said not to apply
    if not owed or not any(map(asked.arises, questions)):
        return "not asked" if states <= {State.NOT_ASKED} else "does not arise"
    if one.unanswered:
        return f"no score yet, {percent(one.completeness)} answered"
    return "not applicable"
