"""Catalogues, templates and responses on a screen."""

from dataclasses import asdict
from typing import Any

from audit.cli.screen import line, table
from audit.dates import said
from audit.responses.brought import Brought
from audit.responses.interview import Interview, State
from audit.responses.membership import KEY, LABEL, naming_words
from audit.responses.response import MEMBERS, Answer, Response
from audit.responses.words import answer_lines, brought_lines, brought_words, evidence_words
from audit.standards.catalogue import Catalogue, Standard
from audit.standards.question import Question
from audit.standards.scale import decimal_text
from audit.templates import Template


def print_catalogue(catalogue: Catalogue) -> None:
    """A catalogue in full: its sources with what was checked, its scale, its questions."""
    line(f"{catalogue.title}, edition {catalogue.edition or 'not given'} ({catalogue.ref})")
    if catalogue.about:
        line(catalogue.about)
    line("\nSources:")
    for source in catalogue.sources:
        checked = f"checked: {'yes' if source.checked else 'no'}"
        parts = (
            source.paragraphs and f"paragraphs {source.paragraphs}",
            checked,
            source.note,
            source.address,
        )
        line(f"  {source.ref}: {source.title} [{'; '.join(part for part in parts if part)}]", "    ")
    line(f"\nScale {catalogue.scale.ref}:")
    for grade in catalogue.scale.grades:
        points = "no points" if grade.points is None else f"{decimal_text(grade.points)} points"
        good = ", counts as compliant" if grade.good else ""
        line(f"  {grade.label} ({grade.code}; {points}{good}): {grade.definition}", "    ")
    for standard in catalogue.standards:
        line(f"\n{standard.id}  {standard.title}")
        for question in standard.questions:
            line(f"  {question.id}  {question.text}{marks(question, catalogue)}", "      ")


def marks(question: Question, catalogue: Catalogue) -> str:
    """What is special about a question, in brackets."""
    parts = [
        *(["critical"] if question.critical else []),
        *([f"weight {decimal_text(question.weight)}"] if question.weight != 1 else []),
        *([question.kind] if question.kind != "grade" else []),
        *([f"for {', '.join(question.applies_to)}"] if question.applies_to else []),
        *(["own evidence"] if "evidence" in question.needs else []),
    ]
    return f" [{'; '.join(parts)}]" if parts and catalogue else ""


def catalogue_block(catalogue: Catalogue) -> dict[str, Any]:
    """A catalogue as plain values."""
    return {
        "name": catalogue.ref,
        "title": catalogue.title,
        "edition": catalogue.edition,
        "scale": [grade.code for grade in catalogue.scale.grades],
        "sources": [{"ref": s.ref, "title": s.title, "checked": s.checked} for s in catalogue.sources],
        "standards": [
            {"id": s.id, "title": s.title, "questions": [{"id": q.id, "text": q.text} for q in s.questions]}
            for s in catalogue.standards
        ],
    }


def print_template(template: Template) -> None:
    """How a template asks: what grades demand, its bands, its own questions."""
    line(f"{template.title} ({template.ref}), against {template.catalogue.ref}, about: {template.subject}")
    score = "the lowest standard" if template.score == "worst" else f"mean of {template.score}"
    line(f"Not applicable: {template.not_applicable}. Score: {score}.")
    bands = (f"{band.name} from {decimal_text(band.edge)}" for band in template.bands)
    line(f"Bands: {', '.join(bands)}.")
    for word, grades in (("an action", template.action_grades), ("evidence", template.evidence_grades)):
        ordered = [grade.label for grade in template.scale.grades if grade.code in grades]
        line(f"Grades that ask for {word}: {', '.join(ordered) or 'none'}.")
    for kind, roles in template.sign.items():
        line(f"Signed for {template.words.kinds.label(kind)} by: {', '.join(roles)}.")
    if template.evidence_months:
        line(f"Evidence older than {template.evidence_months} months is flagged.")
    rows = [[s.id or "-", s.title, str(len(s.questions))] for s in template.sections]
    table(["Standard", "Title", "Questions"], rows)


def print_response(response: Response, interview: Interview, names: tuple[str, str]) -> None:
    """A response as it stands, question by question, and what is still owed."""
    agency, subject = names
    about = f" about {subject}" if subject != agency else ""
    reading = ", second reading" if response.reading == 2 else ""
    line(f"{response.round}: {agency}{about}{reading}, version {response.version}")
    if response.signed:
        line(f"Signed by {response.signed.name}, {response.signed.role}, on {said(response.signed.on)}.")
    if interview.members or response.members:
        line(f"{LABEL}: {naming_words(interview.members, response.answers.get(MEMBERS))}.", "  ")
    for section in interview.template.sections:
        _print_section(interview, section)
    owed, waiting = interview.still_owed(), interview.waiting()
    to_confirm = f" Answers of an earlier round to confirm: {len(waiting)}." if waiting else ""
    line(f"\n{int(interview.completeness() * 100)} % complete; still owed: {len(owed)}.{to_confirm}")


def _print_section(interview: Interview, section: Standard) -> None:
    """A section as far as it is asked; nothing where it is not."""
    evidence = interview.answers.get(section.id, Answer()).evidence if section.id else ()
    asked = [one for one in section.questions if interview.state(one) is not State.NOT_ASKED]
    if not asked and not evidence:
        return
    line(f"\n{section.id}  {section.title}" if section.id else f"\n{section.title}")
    for piece in evidence:
        line(f"  Evidence for the standard: {evidence_words(interview, piece)}", "      ")
    if brought := interview.to_confirm(section):
        _print_brought(interview, section, brought)
    for question in asked:
        _print_question(interview, question)


def _print_question(interview: Interview, question: Question) -> None:
    state = interview.state(question)
    line(f"  {question.id}  {question.text}", "      ")
    if state is State.DOES_NOT_ARISE:
        line("      (does not arise)")
    told = answer_lines(interview, question, interview.answer(question))
    for each in told:
        line(f"      {each}", "      ")
    if code := interview.moderated.get(question.id):
        line(f"      The panel's grade, which counts: {interview.template.scale[code].label}")
    if state is State.UNANSWERED and not told and interview.arises(question):
        line("      (not answered)")
    if interview.arises(question) and (brought := interview.to_confirm(question)):
        _print_brought(interview, question, brought)
    for missing in interview.missing(question) if state is State.INCOMPLETE else ():
        line(f"      Still owed: {missing}.", "      ")


def _print_brought(interview: Interview, step: Question | Standard, brought: Brought) -> None:
    """What an earlier round says, which is no answer yet."""
    line(f"      ({brought_words(brought)})", "      ")
    for each in brought_lines(interview, step, brought)[1:]:
        line(f"        {each}", "        ")


def response_block(response: Response, interview: Interview) -> dict[str, Any]:
    """A response as plain values, in the format of an answers file, with what is still owed."""
    return {
        "round": response.round,
        "agency": response.agency,
        "subject": response.subject,
        "version": response.version,
        "digest": interview.template.digest,
        "signed": None
        if response.signed is None
        else {"name": response.signed.name, "role": response.signed.role, "on": response.signed.on},
        "completeness": float(interview.completeness()),
        "owed": [question.id for question in interview.still_owed()],
        "answers": {KEY if one == MEMBERS else one: said.block() for one, said in response.answers.items()},
        "members": list(response.members),
        **_beside(interview),
    }


def _beside(interview: Interview) -> dict[str, Any]:
    """What stands beside the answers: those of an earlier round, a panel's grades, evidence that is old."""
    template = interview.template
    asked = [one for one in template.questions if interview.arises(one)]
    steps: list[Question | Standard] = [*asked, *template.standards]
    brought = {step.id: interview.to_confirm(step) for step in steps}
    stale = {step.id: [asdict(piece) for piece in interview.stale(step)] for step in steps}
    return {
        "to_confirm": {name: one.block() for name, one in brought.items() if one},
        "moderated": dict(interview.moderated),
        "stale": {name: pieces for name, pieces in stale.items() if pieces},
    }
