"""audit store copy: a store moves between a workspace's file and a server, and is proved to be the same."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.desk import DATABASE, SETTINGS, Desk, everywhere, json_option, sqlite_file
from audit.cli.progress import counted, working
from audit.cli.screen import as_json as print_json
from audit.cli.screen import line, table, tell
from audit.errors import StateError
from audit.wording import plural

if TYPE_CHECKING:
    from audit.store.transfer import Copied

SUFFIXES = {".db", ".sqlite", ".sqlite3"}
SHORT = 16  # digits of a digest that a person compares; --json has them all


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@json_option
@everywhere
def copy(desk: Desk, source: str, target: str, as_json: bool) -> None:
    """Copy a whole store FROM one place TO another, and prove that nothing differs.

    FROM and TO are workspaces (their folders), files of databases (audit.db), or URLs; TO must be new or
    empty. Either all is copied or nothing, as it stands at one moment: others may go on working in FROM,
    and what they write after that is not in the copy. Then every table is read again on both sides, its
    rows are counted and their sha256 is compared. FROM is not changed.

    \b
    Examples:
      audit store copy kingsbridge postgresql://owner@db.kingsbridge.gov.uk/audit
      audit store copy postgresql://owner@db.kingsbridge.gov.uk/audit kept/audit-2026-11-30.db
    """
    from audit.store.copying import copy_store

    here, there = address(source), address(target)
    folder = None if _is_url(target) or _is_file(Path(target)) else Path(target)
    with _made(folder), working("Copying the store"):
        copied = copy_store(here, there, counted)
    beside = files_beside(_workspace(desk, source), folder)
    if as_json:
        _print_json(copied, here, there, beside)
        return
    _print(copied, here, there)
    _tell_beside(_workspace(desk, source), beside)
    if folder is not None and not (folder / SETTINGS).exists() and SETTINGS not in beside:
        tell(f"{folder} has no {SETTINGS} yet, with the partnership's name and the marking of its workbooks.")


def address(name: str) -> str:
    """The URL of what is named by a URL, a file of a database or the folder of a workspace."""
    if _is_url(name):
        return name
    place = Path(name)
    if _is_file(place):
        return f"sqlite:///{place}"
    return Desk(folder=place, url="").address or f"sqlite:///{place / DATABASE}"


def _is_url(name: str) -> bool:
    return "://" in name


def _is_file(place: Path) -> bool:
    """Whether a path is of a file, or would be one."""
    return place.is_file() or (not place.is_dir() and place.suffix.casefold() in SUFFIXES)


@contextmanager
def _made(folder: Path | None) -> Iterator[None]:
    """A folder that is there, and that goes again where it was made for nothing; StateError."""
    new = folder is not None and not folder.exists()
    try:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StateError(f"No workspace can be made in {folder} ({error.strerror}).") from None
    try:
        yield
    except BaseException:
        if new and folder is not None:
            with suppress(OSError):  # something else lies in it by now
                folder.rmdir()
        raise


# --- what lies beside a store -----------------------------------------------------------------------------


def _workspace(desk: Desk, source: str) -> Path | None:
    """The folder of the workspace whose store was copied; None where none is known."""
    if not _is_url(source) and not _is_file(Path(source)):
        return Path(source)
    place = Path(source) if not _is_url(source) else sqlite_file(source)
    folder = place.parent if place is not None else desk.folder
    return folder if (folder / SETTINGS).exists() else None


def files_beside(workspace: Path | None, folder: Path | None) -> list[str]:
    """The files of a workspace that are no part of its store, without those that lie in another folder too.

    Hidden files are left out, and copies that were made before the store was brought forward.
    """
    if workspace is None:
        return []
    names = (place.relative_to(workspace) for place in sorted(workspace.rglob("*")) if place.is_file())
    return [
        name.as_posix()
        for name in names
        if not str(name).startswith(DATABASE)
        and not any(part.startswith((".", "~$")) for part in name.parts)
        and (folder is None or not (folder / name).exists())
    ]


def older_copies(folder: Path) -> list[Path]:
    """The copies in a folder that were made before a store was brought forward."""
    patterns = (f"{DATABASE}.version-*", "store-version-*.db")
    return [place for one in patterns for place in sorted(folder.glob(one)) if place.is_file()]


def _tell_beside(workspace: Path | None, files: Sequence[str]) -> None:
    """Say what must be copied by hand."""
    if not files or workspace is None:
        return
    found: dict[str, int] = {}
    for file in files:
        top, within, _ = file.partition("/")
        found[f"{top}{within}"] = found.get(f"{top}{within}", 0) + 1
    tell(
        f"A store has no files. These of {workspace} were not copied; copy them yourself where you need them:"
    )
    for name, count in found.items():
        tell(f"  {name}" + (f" ({plural(count, 'file')})" if name.endswith("/") else ""))
    if SETTINGS in found and Desk(folder=workspace, url="").address:
        tell(f"Leave the line 'store = …' out of {SETTINGS} there, or it leads back to the old store.")


# --- what is printed --------------------------------------------------------------------------------------


def _digest(copied: "Sequence[Copied]") -> str:
    """One sha256 for the whole store: of the names, rows and digests of its tables."""
    from audit.definitions import digest

    return digest([asdict(one) for one in copied])


def _print_json(copied: "Sequence[Copied]", here: str, there: str, beside: Sequence[str]) -> None:
    from audit.store.engine import shown

    names = {"from": shown(here).strip("'"), "to": shown(there).strip("'")}
    tables = [asdict(one) for one in copied]
    print_json({**names, "alike": True, "digest": _digest(copied), "tables": tables, "beside": list(beside)})


def _of_all(url: str) -> str:
    """A URL as everybody may use it: the owner who copies is not who works there."""
    from audit.store.engine import read_url, without_password

    return read_url(without_password(url)[0])._replace(username=None).render_as_string()


def _print(copied: "Sequence[Copied]", here: str, there: str) -> None:
    from audit.store.engine import shown

    table(
        ["Table", "Rows", "On both sides (sha256)"],
        [[one.table, f"{one.rows:,}", one.sha256[:SHORT]] for one in copied],
    )
    rows = sum(one.rows for one in copied)
    said = f"{plural(rows, 'row')} in {plural(len(copied), 'table')}"
    line(f"{said} are the same in {shown(here)} and {shown(there)}.")
    line(f"sha256 of the whole store: {_digest(copied)}")
    tell("Work in one of the two only from now on: what is written in the one does not come to the other.")
    if sqlite_file(there) is None:
        tell(f'To work there, put this line into {SETTINGS}, without a password: store = "{_of_all(there)}"')
        tell("Each connects by the name that PGUSER says, else their own on this machine; let them in first:")
        tell("  audit store init URL --roles")
