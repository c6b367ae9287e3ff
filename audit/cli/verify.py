"""audit sample verify: whether a certificate holds, and else exactly what differs."""

import csv
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import DATABASE, Desk, everywhere, json_option, sqlite_file
from audit.cli.frames import laid, open_one, scratch
from audit.cli.keeping import CERTIFICATE_FILE, FRAME_FILE, HOME, LISTS_FILE, home_of
from audit.cli.screen import as_json as print_json
from audit.cli.screen import item, line, tell
from audit.errors import AuditError, FileError

if TYPE_CHECKING:
    from audit.sampling.engines.engine import Engine

ALL_THE_SAME = "It gives the same frame and the same cases all the same."
MOST = 20  # differences between two certificates that are told


@click.command(short_help="Draw again, and say what differs.")
@click.argument("certificate", type=click.Path(path_type=Path))
@click.argument("register", required=False)
@json_option
@everywhere
def verify(desk: Desk, certificate: Path, register: str | None, as_json: bool) -> None:
    """Draw again from CERTIFICATE, and from REGISTER where it is given: the same, or what differs.

    The certificate is a file, the folder that it lies in, or the id of a sample of this workspace.

    \b
    Examples:
      audit sample verify S-001 episodes.csv
      audit sample verify sent/certificate.json
    """
    from audit.dates import said as in_words
    from audit.sampling.certificate import edited
    from audit.sampling.engines.addresses import without_password
    from audit.sampling.purged import is_purged, purged_on
    from audit.sampling.verify import read_certificate

    certificate = _named(desk, certificate)
    found = _kept(desk, certificate) or read_certificate(certificate)
    wrong = [*edited(found), *_in_workspace(desk, found, certificate)]
    checked = ["the certificate"]
    frame_file = certificate.parent / FRAME_FILE
    with scratch(desk) as folder:
        if register:
            checked.append(f"the register {without_password(register)}")
            wrong += _from_register(desk, found, register, certificate.parent, folder)
        if frame_file.exists():
            checked.append(str(frame_file))
            wrong += from_frame(found, frame_file, folder)
    wrong = list(dict.fromkeys(wrong))
    if is_purged(found):
        tell(
            f"Its ids were purged on {in_words(purged_on(found))}: a register can be held against its "
            "fingerprint, and no longer against its cases."
        )
    elif len(checked) == 1:
        tell(
            f"Only the certificate was looked at: there is no {frame_file}; name the register to draw again."
        )
    if as_json:
        print_json({"id": found["id"], "same": not wrong, "checked": checked, "differs": wrong})
    else:
        _say(found, checked, wrong)
    if wrong:
        raise SystemExit(1)


def _named(desk: Desk, given: Path) -> Path:
    """The file of a certificate that is named by itself, its folder, or its sample's id."""
    if given.is_dir():
        return given / CERTIFICATE_FILE
    own = home_of(desk, str(given).upper()) / CERTIFICATE_FILE
    return own if not given.exists() and own.exists() else given


def _kept(desk: Desk, given: Path) -> dict[str, Any] | None:
    """The certificate that the store has of a sample, where only its files lie in another workspace."""
    if given.exists() or not desk.begun or not (found := _samples(desk).get(str(given).upper())):
        return None
    tell(
        f"The files of {found['id']} lie in another workspace; its certificate is the one that the store has."
    )
    return found


def _samples(desk: Desk) -> dict[str, dict[str, Any]]:
    from audit.store.ledger import Ledger

    return Ledger(desk.store).samples()


def _say(found: Mapping[str, Any], checked: list[str], wrong: list[str]) -> None:
    from audit.sampling.purged import is_purged

    looked = f"Looked at: {', '.join(checked)}."
    if wrong:
        line(f"{found['id']} differs. {looked}")
        for sentence in wrong:
            item(sentence)
        return
    cases = f"{len(found['drawn']):,} cases"
    again = f"drawing again gives the same {cases}" if len(checked) > 1 else f"its digests fit, with {cases}"
    if is_purged(found) and len(checked) > 1:
        again = "its digests fit, and so does the register that it names"
    line(f"{found['id']} is the same: {again}. {looked}")


def _in_workspace(desk: Desk, found: Mapping[str, Any], path: Path) -> list[str]:
    """Where the workspace's own record says otherwise; nothing where there is no workspace.

    A certificate that lies among the workspace's samples is taken to be its own, whatever it says.
    """
    from audit.dates import said as in_words
    from audit.sampling.certificate import acts_of, differences
    from audit.sampling.ledger import broken
    from audit.sampling.purged import digest_before, is_purged, purged_on, unaccounted
    from audit.sampling.standing import standing
    from audit.store.ledger import Ledger

    store = sqlite_file(desk.address) if desk.address else desk.folder / DATABASE
    if store and not store.exists():
        return []
    acts, kept = Ledger(desk.store).whole()
    wrong = broken(acts)
    own = kept.get(found["id"])
    known = {act.digest for act in acts}
    kept_here = path.resolve().is_relative_to((desk.folder / HOME).resolve())
    if own is None and kept_here:
        return [*wrong, f"It lies among the samples of this workspace, whose ledger has no {found['id']}."]
    if own is None or not (kept_here or any(act["digest"] in known for act in found["acts"])):
        tell(
            "None of its acts is in the ledger of this workspace: it was drawn elsewhere, or made anew. Hold "
            f"the digest of its seal against the minutes: {_sealed(found)}"
        )
        return wrong
    if why := standing(own, acts).discarded:
        tell(f"{found['id']} was thrown away: {why}.")
    if is_purged(own) and digest_before(own) == found["digest"]:
        tell(
            f"Its ids were purged from this workspace on {in_words(purged_on(own))}; this is what was drawn."
        )
        own = dict(found)
    wrong += unaccounted([own], acts)
    changed = differences(found, own)
    wrong += [f"The certificate is not the one of this workspace: {each}." for each in changed[:MOST]]
    missing = [act for act in acts_of(found, found["id"]) if act.digest not in known]
    return wrong + [f"The act '{act.act}' of {act.at} is not in the ledger." for act in missing]


def _sealed(found: Mapping[str, Any]) -> str:
    return next((str(act["digest"]) for act in found["acts"] if act["act"] == "seal"), "it has none")


def _from_register(desk: Desk, found: Mapping[str, Any], spec: str, beside: Path, folder: Path) -> list[str]:
    """Where the register does not give the frame, or the draw not the cases."""
    from audit.sampling.design import from_state
    from audit.sampling.draw import most_kept
    from audit.sampling.purged import is_purged
    from audit.sampling.verify import asked_of, changed_rows, lists_in, same_frame, same_lists, same_register

    keep = most_kept(from_state(found["design"]))
    register = open_one(desk, spec, folder)
    lists = lists_in(found, beside / LISTS_FILE)
    try:
        with laid(register, folder, asked_of(found), lists, seed=found["seed"], keep=keep) as frame:
            another = same_register(found, frame)
            wrong = [*another, *same_frame(found, frame.state()), *same_lists(found, lists)]
            if wrong and (beside / FRAME_FILE).exists():
                frame.engine.write_frame(folder / FRAME_FILE)
                with suppress(ValueError, csv.Error):  # a file that cannot be read is told of below
                    wrong += changed_rows(_rows(beside / FRAME_FILE), _rows(folder / FRAME_FILE))
            totals = frame.totals
            if not is_purged(found):  # else there are no ids to hold those against that it would give
                wrong += _drawn_again(found, frame.engine, totals.units, totals.smallest)
            return [*wrong[:-1], f"{wrong[-1]} {ALL_THE_SAME}"] if wrong and wrong == another else wrong
    except AuditError as error:
        return [f"The frame cannot be made from this register: {error}"]


def from_frame(found: Mapping[str, Any], path: Path, folder: Path) -> list[str]:
    """Where frame.csv is not the frame that was sealed, or the draw from it gives other cases."""
    from audit.sampling.design import from_state
    from audit.sampling.draw import most_kept
    from audit.sampling.engines.duck import Duck
    from audit.sampling.verify import same_columns, same_frame

    try:
        with closing(Duck.of_frame(path, folder)) as engine:
            if wrong := same_columns(found, engine.columns.extra):
                return wrong
            totals = engine.totals(found["seed"], most_kept(from_state(found["design"])))
            population = sum(totals.units.values())
            state = {"population": population, "strata": totals.units, "fingerprint": totals.fingerprint}
            wrong = [f"frame.csv: {sentence}" for sentence in same_frame(found, state)]
            return wrong + _drawn_again(found, engine, totals.units, totals.smallest)
    except FileError as error:
        return [f"It cannot be drawn again from frame.csv: {error}"]


def _rows(path: Path) -> dict[str, list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row[0]: row[1:] for row in csv.reader(file) if row}


def _drawn_again(
    found: Mapping[str, Any], engine: "Engine", units: Mapping[str, int], kept: Mapping[str, Any]
) -> list[str]:
    from audit.sampling.design import from_state
    from audit.sampling.draw import draw, judged
    from audit.sampling.verify import is_by_hand, same_draw

    try:
        if is_by_hand(found):
            return same_draw(found, judged(engine, [case["unit"] for case in found["drawn"]]))
        return same_draw(found, draw(engine, from_state(found["design"]), found["seed"], units, kept))
    except (AuditError, KeyError) as error:
        return [f"It cannot be drawn again: {error}"]
