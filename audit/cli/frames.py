"""The options that say which register and which frame, and the frame they give."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from audit.cli.desk import DATABASE, SETTINGS, Day, Desk
from audit.cli.progress import working
from audit.dates import in_words
from audit.errors import FileError, Problem, StateError
from audit.passing import SCRATCH, passing
from audit.wording import listed

if TYPE_CHECKING:
    from audit.registers.register import Register
    from audit.sampling.engines.engine import Engine
    from audit.sampling.frame import Asked, Frame, Listed

F = TypeVar("F", bound=Callable[..., Any])
LOOKED_AT = 200  # rows by which a column is judged
FORGOTTEN = 24 * 60 * 60  # seconds after which a folder goes that no lock tells of

CONDITIONS = (
    '"Age < 2", "DEC is blank", "DEC is not blank", "TEAM in A,B", "DATE between 2026-07-11 and 2026-07-17"'
)
BY = 'Share the cases over what a column says, such as teams; also "DATE by quarter", "AGE by 0-4,5-17".'
FILE = click.Path(path_type=Path)
_FRAME = (
    click.option("--unit", multiple=True, metavar="COLUMN",
                 help="The column of ids.  [default: the register's own]"),
    click.option("--by", multiple=True, metavar="COLUMN", help=BY),
    click.option("--where", multiple=True, metavar="CONDITION", help=f"Keep only rows such as {CONDITIONS}."),
    click.option("--open-on", type=Day(), metavar="DATE", help="Keep what is open on that day."),
    click.option("--distinct", is_flag=True, help="Draw each id once, where it is on several rows."),
    click.option("--one-per", default="", metavar="COLUMN", help="Keep one of each family, by its column."),
    click.option("--only", type=FILE, metavar="FILE", help="Keep only the ids in a list."),
    click.option("--exclude", type=FILE, metavar="FILE", help="Leave out the ids in a list."),
    click.option("--not-since", type=Day(), metavar="DATE", help="Leave out those drawn here since then."),
)  # fmt: skip


def frame_options(command: F) -> F:
    """Give a command the register and the options of a frame."""
    found: Callable[..., Any] = command
    for option in reversed(_FRAME):
        found = option(found)
    return cast("F", click.argument("register")(found))


@dataclass(frozen=True, slots=True)
class FrameOptions:
    """What the options of a frame say, as click gives them."""

    register: str
    unit: Sequence[str] = ()
    by: Sequence[str] = ()
    where: Sequence[str] = ()
    open_on: date | None = None
    distinct: bool = False
    one_per: str = ""
    only: Path | None = None
    exclude: Path | None = None
    not_since: date | None = None

    def asked(self, **more: Any) -> "Asked":
        """The same for a frame, with the columns that a design needs."""
        from audit.sampling.frame import Asked

        return Asked(
            unit=tuple(self.unit),
            distinct=self.distinct,
            one_per=self.one_per,
            by=tuple(self.by),
            where=tuple(self.where),
            open_on=self.open_on,
            **more,
        )


@contextmanager
def scratch(desk: Desk) -> Iterator[Path]:
    """A private folder for what is spilled and copied, in the workspace if there is one; gone afterwards."""
    known = any((desk.folder / name).exists() for name in (DATABASE, SETTINGS)) and os.access(
        desk.folder, os.W_OK
    )
    home = desk.folder if known else Path(tempfile.gettempdir())
    for left in home.glob(f"{SCRATCH}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > FORGOTTEN:
                shutil.rmtree(left, ignore_errors=True)
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(passing(home, SCRATCH))
        except OSError as error:
            why = f"no folder can be made here ({error.strerror})."
            raise FileError(str(home), [Problem("", why)]) from None
        with working("Working through the register"):
            yield folder


def open_one(desk: Desk, spec: str, folder: Path) -> "Register":
    """The register that a person named: a file, or a table that is read where it lies."""
    from audit.registers.opening import open_register
    from audit.sampling.engines.elsewhere import is_table, open_table
    from audit.sampling.engines.parquet import write_out

    if is_table(spec):
        return open_table(spec, desk.library, folder, desk.java_memory)
    return open_register(spec, desk.library, folder, write_out)


@contextmanager
def laid(
    register: "Register",
    folder: Path,
    asked: "Asked",
    lists: Mapping[str, "Listed"],
    **more: Any,
) -> Iterator["Frame"]:
    """The frame of a register, in an engine that is closed afterwards.

    A large file that the engine cannot read where it lies is written out by the careful reader first,
    which reads it, or says in which row it cannot.
    """
    from audit.registers.opening import steady
    from audit.sampling.building import build
    from audit.sampling.engines.choosing import engine_for

    def _in(engine: "Engine") -> "Frame":
        with steady(register.path):
            found = build(engine, asked, lists, **more)
            engine.unchanged()
            return found

    with closing(engine_for(register, folder)) as engine:
        try:
            frame = _in(engine)
        except FileError:
            if register.written or not engine.unreadable:
                raise
            frame = None
        if frame:
            yield frame
            return
    from audit.registers.copies import write_out

    with closing(engine_for(write_out(register, folder), folder)) as engine:
        yield _in(engine)


def said_of_checks(frame: "Frame") -> tuple[str, ...]:
    """How many cells of a register are wrong or untidy, in a sentence; nothing where none are."""
    from audit.sampling.checking import findings

    found = findings(frame.register, frame.values)
    if not found:
        return ()
    columns = dict.fromkeys(frame.register.headings[each.column].text for each in found)
    cells = {how: sum(each.count for each in found if each.severity == how) for how in ("wrong", "untidy")}
    said = " and ".join(f"{count:,} {how}" for how, count in cells.items() if count)
    return (
        f"The register has cells to look at, {said} ({', '.join(columns)}): 'audit register' shows them.",
    )


def personal_of(register: "Register") -> dict[int, str]:
    """The columns that tell who a child is, by the profile or by how they look, and what each holds."""
    from audit.registers.personal import personal
    from audit.registers.register import rows

    profile = register.profile
    known = {column.name for column in profile.columns if column.personal} if profile else set()
    head = [cells for _, cells in islice(rows(register), LOOKED_AT)]
    found = {}
    for number, heading in enumerate(register.headings):
        looks = personal(heading.text, [cells[number] for cells in head])
        if heading.column in known:
            found[number] = looks or "what tells who a child is"
        elif looks and not heading.column:
            found[number] = looks
    return found


def lists_of(
    desk: Desk, register: "Register", asked: "Asked", options: FrameOptions, seal: str = ""
) -> dict[str, "Listed"]:
    """The ids to keep and to leave out, from files and from what this workspace drew before.

    With the digest of a seal it is what was drawn before that, as when the seal was made.
    """
    from audit.registers.naming import Naming
    from audit.sampling.building import unit_of
    from audit.sampling.frame import Listed
    from audit.sampling.listing import listed_units

    naming = Naming(register)
    headings = [register.headings[column].text for column in unit_of(register, asked.unit, naming)]
    found = {
        name: Listed(path.name, listed_units(path, headings))
        for name, path in (("only", options.only), ("exclude", options.exclude))
        if path
    }
    if options.not_since:
        found["not-since"] = Listed(
            options.not_since.isoformat(), _drawn_since(desk, headings, options.not_since, seal)
        )
    return found


def _drawn_since(desk: Desk, headings: Sequence[str], day: date, seal: str) -> tuple[str, ...]:
    from audit.sampling.purged import is_purged
    from audit.sampling.standing import drawn_since, standing
    from audit.store.ledger import Ledger

    acts, kept = Ledger(desk.store).whole()
    acts = list(takewhile(lambda act: act.digest != seal, acts))
    drawn = {act.sample for act in acts if act.act == "draw"}
    samples = [standing(certificate, acts) for name, certificate in kept.items() if name in drawn]
    gone = [one.id for one in samples if is_purged(one.certificate) and drawn_since([one], headings, day)]
    if gone:
        raise StateError(
            f"{listed(gone)}: drawn or changed since {in_words(day)}, but the ids were purged, so they "
            "cannot be left out; name a later day, or a list of your own with --exclude."
        )
    return drawn_since(samples, headings, day)
