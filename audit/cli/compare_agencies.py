"""audit compare of rounds about agencies: how far each moved, by standard and by question."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from audit.cli.desk import Desk
from audit.cli.scored import score_round
from audit.cli.screen import as_json as print_json
from audit.cli.screen import columns, item, line, table, tell
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.scoring.movement import AgencyMovement, Movement
    from audit.standards.catalogue import Standard
    from audit.standards.question import Question

AGENCY = "agency"
COLOURS = {"up": "28A197", "down": "F46A25"}


def about_agencies(desk: Desk, names: Sequence[str]) -> bool:
    """Whether rounds are about agencies; StateError where some are and some are not."""
    from audit.cli.past_show import subject_of

    subjects = {name: subject_of(desk, name) for name in names}
    own = [name for name, subject in subjects.items() if subject == AGENCY]
    if own and len(own) < len(subjects):
        other = next(name for name in subjects if name not in own)
        raise StateError(
            f"{own[0]!r} is about agencies and {other!r} is not, so they do not compare; name rounds of one "
            "kind."
        )
    return bool(own)


def movements_of(desk: Desk, names: Sequence[str], *, drafts: bool) -> "tuple[Movement, ...]":
    """What moved from each round about agencies to the next."""
    from audit.scoring.movement import movements

    return movements([score_round(desk, name, drafts) for name in names])


def compare_agencies(desk: Desk, names: Sequence[str], *, drafts: bool, detail: bool, as_json: bool) -> None:
    """Print what moved from each round to the next, or as JSON."""
    from audit.cli.past_show import compare_pasts, past_of

    if any(past_of(desk, name) for name in names):
        compare_pasts(desk, names, drafts=drafts, detail=detail, as_json=as_json)
        return
    found = movements_of(desk, names, drafts=drafts)
    if as_json:
        from audit.scoring.movement_table import as_json as block

        print_json(block(found))
        return
    for place, movement in enumerate(found):
        if place:
            click.echo()
        print_movement(movement, detail=detail)
    if not detail:
        tell("--detail shows each agency and each question.")


def print_movement(movement: "Movement", *, detail: bool) -> None:
    """What moved between two rounds about agencies."""
    from audit.scoring.movement_words import notes, sentences

    line("From {} to {}.".format(*movement.names))
    if movement.standard(None).of:
        _standards(movement)
        if detail:
            _agencies(movement)
            _questions(movement)
    for sentence in sentences(movement):
        item(sentence)
    _listed(movement)
    for sentence in notes(movement):
        line(sentence)


def _standards(movement: "Movement") -> None:
    """The counts by standard, then the scores on what compares, then those of each round's own results."""
    rows = [_row(movement, standard) for standard in (None, *movement.now.template.standards)]
    heads = ["", "Up", "Down", "Same", "Of", "Change", "Then", "Now", "Own\nthen", "Own\nnow"]
    table(heads, rows)
    _legend(movement.now.template.standards)
    tell("Then, now: mean scores on what compares. Own: as in each round's own results, on all of it.")


def _row(movement: "Movement", standard: "Standard | None") -> list[str]:
    from audit.scoring.movement_table import full_mean
    from audit.scoring.movement_words import signed_change
    from audit.scoring.score import printed

    tally = movement.standard(standard)
    bands = movement.now.template.bands
    ends = [printed(value, bands) if value is not None else "-" for value in (tally.then, tally.now)]
    own = ["", ""]
    if standard:
        rounds = (movement.then, movement.now)
        values = [(full_mean(one, standard)[0], one.template.bands) for one in rounds]
        own = [printed(value, bands) if value is not None else "-" for value, bands in values]
    counts = [str(count) for count in (tally.up, tally.down, tally.same, tally.of)]
    name = standard.id if standard else "Overall"
    return [name, *counts, signed_change(tally.change), *ends, *own]


def _legend(standards: "Sequence[Standard]") -> None:
    for standard in standards:
        tell(f"{standard.id}  {standard.title}")


def _agencies(movement: "Movement") -> None:
    """Agencies by standards: up, down or same over the change, as many side by side as the screen holds."""
    standards = movement.now.template.standards
    wide = max(1, (columns() - 38) // 8)
    for start in range(0, len(standards), wide):
        part = standards[start : start + wide]
        headings = ["Agency", "Overall", *(standard.id for standard in part)]
        rows = [[one.agency.name, *_cells(one, (None, *part))] for one in movement.agencies]
        table(headings, rows, colours=COLOURS, least=22)
    tell("-: nothing that compares. The change is that of the score on what compares.")


def _cells(one: "AgencyMovement", standards: "Sequence[Standard | None]") -> list[str]:
    from audit.scoring.movement_words import signed_change

    changes = [one.change(standard) for standard in standards]
    return [f"{c.way}\n{signed_change(c.now - c.then)}" if c else "-" for c in changes]


def _questions(movement: "Movement") -> None:
    rows = [_question(movement, question) for question in movement.questions]
    table(["", "Question", "Up", "Down", "Same", "Of", "Why not the others"], rows)


def _question(movement: "Movement", question: "Question") -> list[str]:
    from audit.scoring.movement_table import whys

    tally = movement.question(question)
    counts = [str(count) for count in (tally.up, tally.down, tally.same, tally.of)]
    why = "; ".join(f"{count} {word}" for word, count in whys(movement, question.id).items())
    return [question.id, question.text, *counts, why or "-"]


def _listed(movement: "Movement") -> None:
    """The agencies that are not in both rounds, and the questions that do not compare."""
    if movement.absent:
        line("Agencies not compared:")
        for one in movement.absent:
            item(f"{one.agency.name}: {one.why}.")
    if movement.left_out:
        line("Questions not compared:")
        for left in movement.left_out:
            item(f"{left.question.id}: {left.why}.")
