"""Grid forms of rounds about cases, taken in; what they raise is told before all else."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.readings import book_of
from audit.cli.screen import tell
from audit.cli.task import lacking
from audit.errors import AuditError

if TYPE_CHECKING:
    from audit.cases.case_round import CaseRound
    from audit.responses.interview import Interview
    from audit.workbook.case_form_read import Filled
    from audit.workbook.case_form_take import TakenCase

SHOWN = 8  # questions that are named as owed


def is_about_cases(desk: Desk, name: str) -> bool:
    """Whether there is a round of this name, and cases are read in it."""
    try:
        return desk.store.round(name).template.subject != "agency"
    except AuditError:
        return False


def take_grid(desk: Desk, path: Path) -> str:
    """Take a grid form in; sentences on what came of it.

    Concerns are kept before anything else, also those of a form that is then refused.
    """
    from audit import tables
    from audit.workbook.case_form_read import read_case_form, round_of
    from audit.workbook.case_form_take import take_case_form

    sheets = tables.read(path)
    book = book_of(desk)
    found = book.round(round_of(sheets))
    template = found.round.template
    ids = [*template.by_id, *(standard.id for standard in template.standards)]
    filled = read_case_form(path, ids, list(found.by_ref), sheets)
    _raise_concerns(desk, found, filled)
    taken = take_case_form(found, filled, desk.today, desk.by, book.carried(found.standing))
    stamp = desk.stamp()
    changes = [(one.response, one.changed, replace(stamp, by=one.by)) for one in taken if one.changed]
    desk.store.save_all(changes)
    return _said(found, filled, taken)


def _raise_concerns(desk: Desk, found: "CaseRound", filled: "Filled") -> None:
    """Keep the concerns of a form and tell them loudly; one about no case of the round is told as lost."""
    from audit.cases.concern import ADVICE
    from audit.workbook.case_form_read import concerns
    from audit.workbook.case_form_words import CONCERN, READ_BY

    told = False
    for ref, said in concerns(filled, CONCERN):
        if ref not in found.by_ref:
            tell(f"NOT RECORDED: {said.where} holds an immediate concern about {ref}, which is no case here.")
            told = True
            continue
        named = filled.cells[ref].get(READ_BY)
        by = " ".join(named.words.split())[:200] if named else desk.by
        stamp = replace(desk.stamp(), by=by)
        if book_of(desk).raise_concern(found.round.name, ref, "", said.words, stamp, agency=filled.agency):
            tell(f"IMMEDIATE CONCERN about {ref}, raised by {by} ({filled.file}, {said.where}).")
            told = True
    if told:
        tell(f"{ADVICE} 'audit concern list' shows it; 'audit concern update' records whom you told.")


def _said(found: "CaseRound", filled: "Filled", taken: "Sequence[TakenCase]") -> str:
    from audit.scoring.messages import plural
    from audit.workbook.case_form_take import gone

    agency = found.agencies.get(filled.agency)
    whose = filled.auditor or (agency.name if agency else found.round.name)
    second = ", second reading" if filled.reading == 2 else ""
    new, same = sum(len(one.changed) for one in taken), sum(one.same for one in taken)
    news = f"{plural(new, 'answer')} taken about {_cases(taken)}"
    lines = [f"{filled.file}: {whose}{second}, {news}, {same} as before."]
    lines += [f"  {sentence}" for one in taken if (sentence := _owed(one.response.subject, one.after))]
    whole = [one.response.subject for one in taken if not one.after.still_owed()]
    lines += [f"  Nothing is owed any more: {', '.join(whole)}."] if whole else []
    for one in taken:
        left = ", ".join(one.left_out)
        lines += [f"  Not asked about {one.response.subject}, so left out: {left}."] if left else []
    reasons = {one.ref: one.struck or one.unusable for one in found.subjects}
    if out := ", ".join(f"{ref} ({reasons[ref]})" for ref in gone(found, filled)):
        lines.append(f"  Out of the round since the form was written, so left out: {out}.")
    lines += [f"  No part of the form, so left out: {'; '.join(filled.left_out)}."] if filled.left_out else []
    return "\n".join(lines)


def _cases(taken: "Sequence[TakenCase]") -> str:
    changed = sum(bool(one.changed) for one in taken)
    return f"{changed} case{'' if changed == 1 else 's'}"


def _owed(ref: str, interview: "Interview") -> str:
    """A sentence on what is still owed about a case; empty where nothing is."""
    left = lacking(interview, SHOWN)
    return f"{ref}, still owed: {left}." if left else ""
