"""audit purge: ids of cases go when they need no longer be known; figures and references stay."""

import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.desk import SETTINGS, Day, Desk, by_option, everywhere, json_option
from audit.cli.keeping import CERTIFICATE_FILE, HOME, UNFINISHED, as_file, home_of
from audit.cli.progress import paused, working
from audit.cli.screen import as_json as print_json
from audit.cli.screen import item, line, tell
from audit.cli.store_copy import older_copies
from audit.cli.whole import write_whole
from audit.errors import StateError
from audit.wording import listed, plural

if TYPE_CHECKING:
    from audit.store.purgeable import Found
    from audit.store.purging import Purged

SETTING = "retention"
_SPAN = re.compile(r"(\d{1,3}) (year|month)s?", re.IGNORECASE)


@click.command()
@click.option("--before", type=Day(), help="What was last used before this day.  [default: from audit.toml]")
@click.option("--yes", is_flag=True, help="Do not ask whether to go on.")
@click.option("--copies", is_flag=True, help="Also delete copies of the store that older versions left here.")
@json_option
@by_option
@everywhere
def purge(desk: Desk, before: date | None, yes: bool, copies: bool, as_json: bool) -> None:
    """Take the ids of cases out of this workspace when they need no longer be known.

    Of every sample that was last used before a day, and that no open round reads, the ids, tickets,
    reserves and files go, and every mention of these ids in what people typed; of rounds closed before
    it the keys of their cases. References (C-01), answers, figures, the seed and the public part of each
    certificate stay, and the ledger's chain with them. First it is shown what would go.

    How long ids are kept stands in audit.toml: retention = "3 years". What was written elsewhere, such as
    case lists, look-ups, exports and backups, is not known here and has to be deleted by hand.

    \b
    Examples:
      audit purge
      audit purge --before 2023-01-01 --yes
    """
    from audit.dates import in_words
    from audit.store.purgeable import purgeable
    from audit.store.purging import Purged, forget
    from audit.store.purging import purge as take_out

    day = before or _limit(desk)
    if day > desk.today:
        raise StateError(f"{in_words(day)} lies ahead; name a day that has been.")
    found = purgeable(desk.store, day)
    names = [one.id for one in found.samples]
    files = _files(desk, names) + (older_copies(desk.folder) if copies else [])
    _preview(desk, found, files, day, copies=copies)
    if found.nothing and not files:
        if as_json:
            print_json(_block(day, Purged(), found, ()))
        return
    if not _agreed(yes):
        tell("Nothing was purged.")
        return
    with working("Purging"):
        done = Purged() if found.nothing else take_out(desk.store, found, day, desk.stamp())
        gone = _delete(desk, files)
        forget(desk.store.engine)
    if as_json:
        print_json(_block(day, done, found, gone))
        return
    _say(desk, done, gone)


def _limit(desk: Desk) -> date:
    """The day before which ids are not kept, from audit.toml; StateError where it says none."""
    from audit.dates import months_before

    span = desk.setting(SETTING)
    found = _SPAN.fullmatch(" ".join(span.split()))
    if not found:
        what = f"has {SETTING} = {span!r}, which is no time" if span else f"says nothing of {SETTING}"
        raise StateError(
            f'{desk.folder / SETTINGS} {what}; write {SETTING} = "3 years" (or months) there, or name a day: '
            "--before 2023-01-01."
        )
    return months_before(desk.today, int(found[1]) * (12 if found[2].casefold() == "year" else 1))


def _agreed(yes: bool) -> bool:
    """Whether it may be done: by --yes, or by somebody who was asked."""
    if yes:
        return True
    if not sys.stdin.isatty():
        tell("To do it, add --yes.")
        return False
    with paused():
        return click.confirm("This cannot be undone. Purge?", default=False, err=True)


# --- files ------------------------------------------------------------------------------------------------


def _files(desk: Desk, names: Sequence[str]) -> list[Path]:
    """The files with ids beside the store: of these samples, of those purged before, of unfinished draws."""
    purged = _purged(desk)
    found = []
    for folder in sorted((desk.folder / HOME).glob("*")):
        if folder.name in names or folder.name in purged or UNFINISHED in folder.name:
            inner = (one for one in sorted(folder.rglob("*")) if one.is_file() or one.is_symlink())
            found += [one for one in inner if not _is(one, purged.get(folder.name))]
    return found


def _purged(desk: Desk) -> dict[str, bytes]:
    """The certificates of the samples without ids as they stand in files, by id."""
    from audit.sampling.purged import is_purged
    from audit.store.ledger import Ledger

    return {name: as_file(one) for name, one in Ledger(desk.store).samples().items() if is_purged(one)}


def _is(place: Path, content: bytes | None) -> bool:
    """Whether a file is the certificate that a purged sample keeps."""
    return content is not None and place.name == CERTIFICATE_FILE and place.read_bytes() == content


def _delete(desk: Desk, files: Sequence[Path]) -> tuple[Path, ...]:
    """Delete files with ids; a purged sample's folder keeps its certificate as the store has it now."""
    for name, content in _purged(desk).items():
        if home_of(desk, name).is_dir():
            write_whole(home_of(desk, name) / CERTIFICATE_FILE, content)
    for place in files:
        if place.name != CERTIFICATE_FILE or UNFINISHED in str(place.parent):
            place.unlink(missing_ok=True)
    for folder in (desk.folder / HOME).glob(f"*{UNFINISHED}*"):
        shutil.rmtree(folder, ignore_errors=True)
    return tuple(files)


# --- what is said -----------------------------------------------------------------------------------------


def _preview(desk: Desk, found: "Found", files: Sequence[Path], day: date, *, copies: bool) -> None:
    from audit.dates import in_words

    if found.nothing and not files:
        tell(f"Nothing was last used before {in_words(day)} that holds ids of cases.")
    elif not found.nothing:
        tell(f"Last used before {in_words(day)}, and would be purged:")
    for one in found.samples:
        cases = plural(len(one.entries), "case")
        tell(f"  {one.id}: the ids of {cases} and of {plural(len(one.reserves), 'reserve')}, all tickets")
    for name, count in found.keys.values():
        tell(f"  {name}: the keys of {plural(count, 'case or reply', 'cases or replies')}")
    if files:
        tell(f"  {plural(len(files), 'file')}:")
        for place in files:
            tell(f"    {_short(desk, place)}")
    for sentence in found.kept:
        tell(f"Kept: {sentence}.")
    if not copies and (left := older_copies(desk.folder)):
        tell(
            f"Copies of older versions of the store hold ids too, and are left: "
            f"{listed([_short(desk, one) for one in left])}; --copies deletes them."
        )


def _short(desk: Desk, place: Path) -> str:
    return place.relative_to(desk.folder).as_posix()


def _say(desk: Desk, done: "Purged", gone: Sequence[Path]) -> None:
    if done.samples or done.keys:
        cases, reserves = plural(done.cases, "case"), plural(done.reserves, "reserve")
        own = f"{listed(done.samples)}, with the ids of {cases} and {reserves}" if done.samples else ""
        keys = plural(done.keys, "key of a case or reply", "keys of cases or replies") if done.keys else ""
        line(f"Purged: {'; '.join(filter(None, (own, keys)))}.")
        if done.texts:
            item(f"Ids were typed in {plural(done.texts, 'place')}; [id] stands there now.")
        if done.signatures:
            signed = plural(done.signatures, "signed response")
            item(f"{signed} had an id in it; the ledger says that nothing else was changed in it.")
    if gone:
        item(f"{plural(len(gone), 'file')} deleted.")
    where = "server" if desk.store.shared else "disk"
    tell(
        f"The database was written anew. What a {where} keeps of deleted data, and backups, case lists, "
        "look-ups and exports written elsewhere, are not reached from here: delete those too."
    )


def _block(day: date, done: "Purged", found: "Found", gone: Sequence[Path]) -> dict[str, object]:
    return {
        "before": day.isoformat(),
        **asdict(done),
        "kept": list(found.kept),
        "files": [str(place) for place in gone],
    }
