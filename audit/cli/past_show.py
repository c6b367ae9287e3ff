"""Past cycles on the screen: in lists, by themselves, and what moved since."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import Desk
from audit.cli.screen import as_json as print_json
from audit.cli.screen import columns, item, line, table, tell
from audit.dates import said
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.past.compare import Moved, Step
    from audit.past.cycle import Past
    from audit.past.snapshot import Snapshot

COLOURS = {"up": "28A197", "down": "F46A25"}
CLOSED = "closed, figures only"


def past_of(desk: Desk, name: str) -> "Past | None":
    """The past cycle of a name; None where it is none."""
    from audit.store.past import find_past

    return find_past(desk.store, name)


def subject_of(desk: Desk, name: str) -> str:
    """What a round is about; a past cycle is about agencies."""
    found = past_of(desk, name)
    return (found.template if found else desk.store.round(name).template).subject


def rounds_of(desk: Desk, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The rounds, and the past cycles, of some names; StateError where the last is no round."""
    pasts = [name for name in names if past_of(desk, name)]
    rounds = [name for name in names if name not in pasts]
    if names[-1] in pasts:
        raise StateError(
            f"{names[-1]!r} is a past cycle: figures only; a report is of a round, so name that last."
        )
    folded = [name.strip().casefold() for name in names]
    if twice := next((name for name in names if folded.count(name.strip().casefold()) > 1), ""):
        raise StateError(f"The round {twice!r} is named twice; name each once, the earliest first.")
    return rounds, pasts


def list_rows(desk: Desk) -> list[list[str]]:
    """The past cycles as rows of the list of rounds."""
    from audit.scoring.messages import agencies
    from audit.store.past import pasts

    return [
        [one.name, one.template.title, one.period, _day(one), agencies(len(one.bodies)), CLOSED]
        for one in pasts(desk.store)
    ]


def _day(one: "Past") -> str:
    return f"of {said(one.on)}" if one.on else "-"


def list_blocks(desk: Desk) -> list[dict[str, Any]]:
    """The past cycles as values of the list of rounds."""
    from audit.store.past import pasts

    return [
        {
            "name": one.name,
            "title": one.template.title,
            "due": None,
            "expected": len(one.bodies),
            "closed": one.at,
            "past": True,
            "on": one.on or None,
        }
        for one in pasts(desk.store)
    ]


def print_past(found: "Past", *, as_json: bool) -> None:
    """A past cycle by itself: where it is from, its matrix, its counts."""
    if as_json:
        from audit.past.compare_table import past_block

        print_json(past_block(found))
        return
    print_source(found)
    print_matrix(found)
    for note in found.notes:
        tell(note)


def print_source(found: "Past") -> None:
    """What a past cycle is and where it came from."""
    from audit.past.cycle import UNCHECKED
    from audit.scoring.messages import agencies

    about = ", ".join(filter(None, (found.period, f"of {said(found.on)}" if found.on else "")))
    sheet = f", sheet {found.source.sheet!r}" if found.source.sheet else ""
    line(f"{found.name}: a past cycle{about and f' ({about})'}, figures only, {UNCHECKED}.")
    many = agencies(len(found.bodies))
    line(
        f"{many}, held against {found.template.title}; taken in {said(found.at[:10])} by {found.by} from "
        f"{found.source.file}{sheet}."
    )


def print_matrix(found: "Past") -> None:
    """Agencies by standards or questions, then how many there are of each word."""
    colours = {band.name: band.colour for band in found.template.bands}
    wide = max(1, (columns() - 32) // 13)
    for start in range(0, len(found.items), wide):
        part = found.items[start : start + wide]
        rows = [[_called(one), *(found.said(one.code, id_).word for id_ in part)] for one in found.bodies]
        table(["Agency", *part], rows, colours=colours, least=22)
    rows = [[id_, found.titles[id_], _counts(found.counts(id_))] for id_ in found.items]
    table(["", "Title", "Agencies"], rows)
    if not all(one.known for one in found.bodies):
        tell("*: not an agency of this workspace; it is in the past alone.")


def _called(one: Any) -> str:
    return one.name if one.known else f"{one.name} *"


def _counts(counts: Any) -> str:
    return ", ".join(f"{count} {word}" for word, count in counts.items())


def snapshot(desk: Desk, name: str, *, drafts: bool) -> "Snapshot":
    """A past cycle, or a round about agencies, as it is compared."""
    from audit.cli.scored import score_round
    from audit.past.snapshot import of_past, of_round

    found = past_of(desk, name)
    return of_past(found) if found else of_round(score_round(desk, name, drafts))


def compare_pasts(desk: Desk, names: Sequence[str], *, drafts: bool, detail: bool, as_json: bool) -> None:
    """Print what moved from each cycle to the next, where one of them at least is a past cycle."""
    from audit.past.compare import steps

    found = steps([snapshot(desk, name, drafts=drafts) for name in names])
    if as_json:
        print_json(_block(desk, found, drafts=drafts))
        return
    for place, one in enumerate(found):
        if place:
            click.echo()
        if one.then.past or one.now.past:
            _print(one, detail=detail)
            _say_order(desk, one)
        else:
            from audit.cli.compare_agencies import movements_of, print_movement

            print_movement(movements_of(desk, one.names, drafts=drafts)[0], detail=detail)
    if not detail:
        tell("--detail shows each agency and each question.")


def _say_order(desk: Desk, step: "Step") -> None:
    """Say where a past cycle stands as the later of the two, and no date bears that out."""
    before, after = step.names
    found = None if past_of(desk, before) else past_of(desk, after)
    if found and found.on <= desk.store.round(before).due.isoformat():
        tell(f"{after!r} is a past cycle, and stands here as the later of the two: the earliest comes first.")


def _block(desk: Desk, found: "Sequence[Step]", *, drafts: bool) -> dict[str, Any]:
    from audit.cli.compare_agencies import movements_of
    from audit.past.compare_table import step_block
    from audit.scoring.movement_table import as_json as movement

    names = [found[0].names[0], *(one.names[1] for one in found)]
    made = [
        step_block(one)
        if one.then.past or one.now.past
        else movement(movements_of(desk, one.names, drafts=drafts))
        for one in found
    ]
    return {"rounds": names, "kind": "past cycles", "steps": made}


def _print(step: "Step", *, detail: bool) -> None:
    from audit.past.compare_table import sentences

    line("From {} to {}.".format(*step.names))
    if step.items and step.bodies:
        table(["", "Up", "Down", "Same", "Of", "Then", "Now"], [_row(step, id_) for id_ in step.items])
        for id_ in step.items if len(step.items) <= 20 else ():
            tell(f"{id_}  {step.now.titles[id_]}")
        if detail:
            _agencies(step)
    for sentence in sentences(step):
        item(sentence)
    _listed(step)
    for sentence in step.notes:
        line(sentence)


def _row(step: "Step", id_: str) -> list[str]:
    tally = step.tally(id_)
    counts = [str(count) for count in (tally.up, tally.down, tally.same, tally.of)]
    return [id_, *counts, _counts(tally.then) or "-", _counts(tally.now) or "-"]


def _agencies(step: "Step") -> None:
    """Agencies by standards: from what to what, as many side by side as the screen holds."""
    wide = max(1, (columns() - 32) // 16)
    for start in range(0, len(step.items), wide):
        part = step.items[start : start + wide]
        rows = [[one.name, *(_cell(step.moved(one.code, id_)) for id_ in part)] for one in step.bodies]
        table(["Agency", *part], rows, colours=COLOURS, least=22)


def _cell(one: "Moved") -> str:
    if one.way is None:
        return f"-\n{one.why}"
    return f"{one.way}\n{one.then.word} to {one.now.word}" if one.way != "same" else f"same\n{one.now.word}"


def _listed(step: "Step") -> None:
    from audit.scoring.messages import agencies

    if step.absent:
        line("Agencies not compared:")
        for one in step.absent:
            only = "" if one.body.known else " (not an agency here)"
            item(f"{one.body.name}{only}: {one.why}.")
    if step.left_out:
        line("Standards and questions not compared:")
        for id_, why in step.left_out:
            item(f"{id_}: {why}.")
    whys = {id_: step.whys(id_) for id_ in step.items}
    for id_, found in whys.items():
        if found:
            many = sum(found.values())
            item(f"{id_}: {agencies(many)} {'is' if many == 1 else 'are'} not compared ({_counts(found)}).")
