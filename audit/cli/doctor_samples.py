"""The files beside each sample: whether they are what the store says, and whose nobody knows."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audit.cli.desk import Desk
from audit.cli.keeping import CERTIFICATE_FILE, FRAME_FILE, HOME, LARGEST_FRAME, UNFINISHED, home_of
from audit.errors import AuditError
from audit.wording import some

if TYPE_CHECKING:
    from audit.store.checking import Fault
    from audit.store.store import Store

DRAW = "draw again from the register and compare, or bring a backup back ('audit restore FILE FOLDER')"
NOBODY = "delete it, or bring back the store that knows it: no purge reaches what it holds"
TABLE = "delete it and make it anew ('audit sample show SAMPLE -o FILE.xlsx')"
Kept = Mapping[str, Mapping[str, Any]]


def kept_samples(store: "Store") -> dict[str, dict[str, Any]]:
    """The certificates of all samples by their ids."""
    from audit.store.ledger import Ledger

    return Ledger(store).samples()


def sample_faults(desk: Desk, kept: Kept) -> "Iterator[Fault]":
    """What is wrong with the files beside samples; a sample drawn elsewhere has none here."""
    from audit.store.checking import Fault

    for name, one in kept.items():
        folder = home_of(desk, name)
        if folder.is_dir():
            yield from _certificate(one, folder / CERTIFICATE_FILE)
            yield from _frame(desk, one, folder / FRAME_FILE)
            yield from _tables(folder)
    home = desk.folder / HOME
    for place in sorted(home.iterdir()) if home.is_dir() else ():
        if place.name not in kept and UNFINISHED not in place.name and not place.name.startswith("."):
            yield Fault(str(place), "it is of no sample that the store has", NOBODY)


def _certificate(one: Mapping[str, Any], path: Path) -> "Iterator[Fault]":
    from audit.store.checking import Fault, file_differs

    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        said = file_differs(one, found if isinstance(found, dict) else {})
    except (OSError, ValueError, RecursionError):
        said = ["it cannot be read"]
    yield from (Fault(str(path), f"it is not what the store has: {each}", DRAW) for each in said)


def _frame(desk: Desk, one: Mapping[str, Any], path: Path) -> "Iterator[Fault]":
    from audit.cli.frames import scratch
    from audit.cli.verify import from_frame
    from audit.sampling.purged import is_purged
    from audit.store.checking import Fault

    if path.exists() and not is_purged(one):
        with scratch(desk) as private:
            wrong = from_frame(one, path, private)
        yield from (Fault(str(path), each.rstrip("."), DRAW) for each in wrong)


def _tables(folder: Path) -> "Iterator[Fault]":
    """Case lists that cannot be opened."""
    from audit.store.checking import Fault
    from audit.tables.reading import read

    for path in sorted(folder.glob("*.xlsx")):
        try:
            read(path)
        except AuditError as error:
            yield Fault(str(path), str(error).removeprefix(f"{path}: ").rstrip("."), TABLE)


def sample_notes(desk: Desk, kept: Kept) -> Iterator[str]:
    """Files beside samples that are not there, or are not this version's, which need not be wrong."""
    from audit.sampling.purged import is_purged
    from audit.sampling.verifiers import verifiers

    homes = {name: home_of(desk, name) for name in kept}
    if away := [name for name, home in homes.items() if not home.is_dir()]:
        yield f"The files of {some(away)} are not in {HOME} here: they were drawn elsewhere, or taken away."
    whole = {name: home for name, home in homes.items() if home.is_dir() and not is_purged(kept[name])}
    own = {one.name: one.read_bytes() for one in verifiers()}
    for name, home in whole.items():
        written = kept[name]["frame"]["population"] <= LARGEST_FRAME
        # Of a table in a database the frame is written only where somebody wants it.
        if written and "://" not in kept[name]["source"]["register"] and not (home / FRAME_FILE).exists():
            yield f"{home / FRAME_FILE} is not there, so only its register can show that {name} holds."
        for verifier, content in own.items():
            if not (path := home / verifier).exists():
                yield f"{path} is not there."
            elif path.read_bytes() != content:
                yield f"{path} is not what this version writes: an older one's, or changed; do not trust it."
