"""Rounds about cases as values, with answers through the engine that files go through."""

from datetime import date

from audit.agencies import Agency
from audit.cases.allotment import assignments
from audit.cases.case_round import CaseRound, blank
from audit.cases.panel import PanelGrade
from audit.cases.plan import ANYONE, EACH, Plan
from audit.cases.subject import Subject, drawn_subjects
from audit.responses.files import take
from audit.responses.response import Response
from audit.rounds import Expected, Round

TODAY = date(2026, 11, 22)
DUE = date(2026, 12, 31)
NAMES = {"police": "police", "health": "health", "council": "council"}  # code, kind


def case_round(
    template,
    standing=None,
    given=None,
    *,
    agencies=("police",),
    plan=None,
    panel=(),
    unusable=None,
    refs=(),
    carried=None,
    concerns=(),
):
    """A round over a sample (or over `refs` that came), with answers by (reference, agency, reading)."""
    known = tuple(Agency(code, code.capitalize(), kinds=(NAMES.get(code, "council"),)) for code in agencies)
    round_ = Round("R", template, DUE, tuple(Expected(one, DUE) for one in known))
    plan = plan or Plan("S-001" if standing else "", EACH if agencies and standing else ANYONE)
    subjects = drawn_subjects(standing, plan.double) if standing else tuple(Subject(ref) for ref in refs)
    out = unusable or {}
    subjects = tuple(
        Subject(**{**_parts(one), "unusable": out[one.ref]}) if one.ref in out else one for one in subjects
    )
    seed = str(standing.certificate["seed"]) if standing else ""
    readings = assignments(plan, subjects, tuple(agencies), seed=seed, carried=carried) if standing else ()
    found = CaseRound(round_, plan, standing, subjects, readings)
    responses = tuple(_response(found, key, answers) for key, answers in (given or {}).items())
    agreed = {(one.subject, one.question): one for one in panel}
    return CaseRound(round_, plan, standing, subjects, readings, responses, agreed, tuple(concerns))


def _parts(subject):
    return {name: getattr(subject, name) for name in subject.__slots__}


def _response(found, key, answers):
    ref, agency, reading = key
    empty = blank(found, ref, agency, reading)
    taken = take(found.interview(empty, TODAY), answers, "test").answers
    readers = (f"{agency or 'somebody'} {reading}",)
    return Response("R", agency, ref, answers=dict(taken), reading=reading, readers=readers)


def agreed(ref, question, grade, **on):
    """A panel's grade on what readers said: `police="good"` for the first reading of police."""
    said = {f"{name}/1": value for name, value in on.items()}
    return PanelGrade(ref, question, grade, "so agreed", "Chair", "2026-11-20T10:00:00+00:00", said)
