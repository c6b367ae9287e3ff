"""Grid forms of rounds about cases, taken in; what they raise is told before all else."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from audit.agencies import Agency
from audit.cli.arrival import Arrival
from audit.cli.arrived import totals
from audit.cli.arriving import Arriving
from audit.cli.conflicts import label, shown
from audit.cli.desk import Desk
from audit.cli.files_in import digest_of
from audit.cli.readings import book_of
from audit.cli.screen import tell
from audit.cli.task import idle, lacking
from audit.errors import AuditError

if TYPE_CHECKING:
    from audit.cases.case_round import CaseRound
    from audit.cli.arrival import Outcome
    from audit.workbook.case_form_read import Filled
    from audit.workbook.case_form_take import TakenCase

SHOWN = 8  # questions that are named as owed


def is_about_cases(desk: Desk, name: str) -> bool:
    """Whether there is a round of this name, and cases are read in it."""
    try:
        return desk.store.round(name).template.subject != "agency"
    except AuditError:
        return False


def take_grid(arriving: Arriving, path: Path) -> str:
    """Take a grid form in; sentences on what came of it.

    Concerns are kept before anything else, also those of a form that is then refused. All its cases are
    taken or none; an answer that changed here since the form was written stays, and is told.
    """
    from audit import tables
    from audit.store.inbox import UNRECORDED
    from audit.workbook.case_form_read import read_case_form, round_of
    from audit.workbook.case_form_take import take_case_form

    desk, sheets = arriving.desk, tables.read(path)
    book = book_of(desk)
    found = book.round(round_of(sheets))
    template = found.round.template
    ids = [*template.by_id, *(standard.id for standard in template.standards)]
    filled = read_case_form(path, ids, list(found.by_ref), sheets)
    lost = _raise_concerns(desk, found, filled)
    taken = take_case_form(found, filled, desk.today, desk.by, book.carried(found.standing))
    source = {UNRECORDED: lost} if lost else {}
    arrivals = [replace(_arrival(found, path, one), source=source) for one in taken]
    return _said(found, filled, taken, arriving.take_all(arrivals) if arrivals else [])


def _arrival(found: "CaseRound", path: Path, one: "TakenCase") -> Arrival:
    """What a form brings about one case."""
    response = one.response
    agency = found.agencies.get(response.agency) or Agency(response.agency, "")
    return Arrival(
        path,
        digest_of(path),
        "grid",
        found.round,
        agency,
        one.incoming,
        about=Agency(response.subject, response.subject),
        by=one.named,
        case=found,
        reading=response.reading,
        version=one.version,
    )


def _raise_concerns(desk: Desk, found: "CaseRound", filled: "Filled") -> list[str]:
    """Keep the concerns of a form and tell them loudly; gives the cells of those about no case here."""
    from audit.cases.concern import ADVICE
    from audit.workbook.case_form_read import concerns
    from audit.workbook.case_form_words import CONCERN, READ_BY

    told = False
    lost = []
    for ref, said in concerns(filled, CONCERN):
        if ref not in found.by_ref:
            tell(f"NOT RECORDED: {said.where} holds an immediate concern about {ref}, which is no case here.")
            told = True
            lost.append(said.where)
            continue
        named = filled.cells[ref].get(READ_BY)
        by = " ".join(named.words.split())[:200] if named else desk.by
        stamp = replace(desk.stamp(), by=by)
        if book_of(desk).raise_concern(found.round.name, ref, "", said.words, stamp, agency=filled.agency):
            tell(f"IMMEDIATE CONCERN about {ref}, raised by {by} ({filled.file}, {said.where}).")
            told = True
    if told:
        tell(f"{ADVICE} 'audit concern list' shows it; 'audit concern update' records whom you told.")
    return lost


def _said(
    found: "CaseRound", filled: "Filled", taken: "Sequence[TakenCase]", outcomes: "Sequence[Outcome]"
) -> str:
    agency = found.agencies.get(filled.agency)
    whose = filled.auditor or (agency.name if agency else found.round.name)
    second = ", second reading" if filled.reading == 2 else ""
    lines = [f"{filled.file}: {whose}{second}, {totals(outcomes, _about(outcomes))}"]
    lines += [line for one in outcomes for line in shown(one, one.arrival.subject.code)]
    lines += [sentence for one in outcomes if (sentence := _older(one))]
    lines += [f"  {sentence}" for one in outcomes if (sentence := _owed(one))]
    lines += [f"  {sentence}" for one in outcomes if (sentence := _idle(one))]
    whole = [one.arrival.subject.code for one in outcomes if not one.after.still_owed()]
    lines += [f"  Nothing is owed any more: {', '.join(whole)}."] if whole else []
    lines += _left_out(found, filled, taken)
    return "\n".join(lines)


def _about(outcomes: "Sequence[Outcome]") -> str:
    """About how many cases there is news."""
    from audit.wording import plural

    return f"about {plural(sum(bool(one.decision.merge.taken) for one in outcomes), 'case')}"


def _older(one: "Outcome") -> str:
    """A sentence on the answers of a case that have changed here since, and not in the form."""
    moved = ", ".join(label(name) for name in one.decision.merge.older)
    return f"  {one.arrival.subject.code}, moved on here since the form was made: {moved}." if moved else ""


def _owed(one: "Outcome") -> str:
    """A sentence on what is still owed about a case; empty where nothing is."""
    left = lacking(one.after, SHOWN)
    return f"{one.arrival.subject.code}, still owed: {left}." if left else ""


def _idle(one: "Outcome") -> str:
    """A sentence on the answers taken of a case that count for nothing as things stand; empty without any."""
    said = idle(one.after, one.decision.merge.taken)
    return f"{one.arrival.subject.code}: {said}" if said else ""


def _left_out(found: "CaseRound", filled: "Filled", taken: "Sequence[TakenCase]") -> Iterator[str]:
    """Sentences on what stands in a form and could not be meant."""
    from audit.workbook.case_form_take import gone

    for one in taken:
        if left := ", ".join(one.left_out):
            yield f"  Not asked about {one.response.subject}, so left out: {left}."
    reasons = {one.ref: one.struck or one.unusable for one in found.subjects}
    if out := ", ".join(f"{ref} ({reasons[ref]})" for ref in gone(found, filled)):
        yield f"  Out of the round since the form was written, so left out: {out}."
    if filled.left_out:
        yield f"  No part of the form, so left out: {'; '.join(filled.left_out)}."
