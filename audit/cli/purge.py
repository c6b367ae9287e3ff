"""audit purge: ids of cases go when they need no longer be known; figures and references stay."""

import re
import shutil
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.desk import SETTINGS, Day, Desk, by_option, everywhere, json_option
from audit.cli.keeping import CERTIFICATE_FILE, HOME, UNFINISHED, as_file, home_of
from audit.cli.progress import paused, working
from audit.cli.screen import as_json as print_json
from audit.cli.screen import line, tell
from audit.cli.searching import search
from audit.cli.store_copy import older_copies
from audit.cli.whole import write_whole
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.cli.purge_words import Preview

SETTING = "retention"
STOPPED = 130  # what a command ends with after Ctrl-C
_SPAN = re.compile(r"0*([1-9]\d{0,2}) (year|month)s?", re.IGNORECASE)


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
    reserves and files go, and every mention of these ids in what people typed, however they wrote them; of
    rounds closed before it the keys of their cases. References (C-01), answers, figures, the seed and the
    public part of each certificate stay, and the ledger's chain with them. First it is shown what would go.

    Of ids of several columns the parts that tell cases apart go from texts too: the pupil's number, not the
    school's. Ids of fewer than five characters stay in texts, since 2025 may be a year. An id in the name or
    period of a round, in who wrote something or in a register's name stays too, and is told, and so is every
    file of this folder that holds one, or that cannot be looked into. What was written elsewhere, such as
    case lists, look-ups, exports and backups, is not known here and has to be deleted by hand.

    How long ids are kept stands in audit.toml: retention = "3 years".

    \b
    Examples:
      audit purge
      audit purge --before 2023-01-01 --yes
    """
    from audit.cli.purge_words import as_block, say
    from audit.dates import in_words
    from audit.store.purging import Purged, forget, was_purged
    from audit.store.purging import purge as take_out

    day = before or _limit(desk)
    if day > desk.today:
        raise StateError(f"{in_words(day)} lies ahead; name a day that has been.")
    with working("Looking for ids"):
        shown = _looked(desk, day, copies=copies)
    found = shown.found
    if shown.nothing and yes and was_purged(desk.store):
        forget(desk.store.engine)  # a purge that the disk had no room for may have come no further
    if shown.nothing or not yes:
        # Whoever only asks what would go is answered on stdout; else that is talk beside what was done.
        if as_json:
            print_json(as_block(shown, shown.would, found, (), done=False))
        else:
            shown.say(tell if yes else line)
        if shown.nothing or as_json or not _agreed():
            return
    elif not as_json:
        shown.say(tell)
    with working("Purging"):
        done = Purged() if found.nothing else take_out(desk.store, found, day, desk.stamp())
        gone = _delete(desk, shown.files)
        forget(desk.store.engine)
    if as_json:
        print_json(as_block(shown, done, found, gone, done=True))
        return
    say(shown, done, gone)


def _looked(desk: Desk, day: date, *, copies: bool) -> "Preview":
    """What was last used before a day and would go, from the store and beside it, and what would stay."""
    from audit.cli.purge_words import Preview
    from audit.store.purgeable import purgeable
    from audit.store.purging import mentioned

    found = purgeable(desk.store, day)
    files = _files(desk, [one.id for one in found.samples])
    files += older_copies(desk.folder) if copies else []
    known = mentioned(desk.store, found)
    return Preview(desk, found, day, known, files, search(desk, known.ids, files), copies=copies)


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


def _agreed() -> bool:
    """Whether somebody who was asked says that it may be done."""
    if not sys.stdin.isatty():
        tell("To do it, add --yes.")
        agreed = False
    else:
        try:
            with paused():
                agreed = click.confirm("This cannot be undone. Purge?", default=False, err=True)
        except click.Abort:
            tell("\nNothing was purged.")
            raise SystemExit(STOPPED) from None
    if not agreed:
        tell("Nothing was purged.")
    return agreed


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
