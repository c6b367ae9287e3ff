"""Where a command works: the workspace, its store, today, and who is at the keyboard."""

import getpass
import os
import tomllib
import unicodedata
from collections.abc import Callable
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from audit.cli.tidying import tidied
from audit.dates import read_day
from audit.definitions import Library, library
from audit.errors import StoreError

if TYPE_CHECKING:
    from audit.store.rows import Stamp
    from audit.store.store import Store

SETTINGS = "audit.toml"
DATABASE = "audit.db"
TYPED = ("folder", "url", "person")
F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day typed as 2026-03-31 or 31/3/2026."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or wrong usage."""
        if isinstance(value, date):
            return value
        day = read_day(str(value))
        if day is None:
            self.fail(f"{value!r} is not a date; write 2026-03-31 or 31/3/2026.", param, ctx)
        return day


class Words(click.ParamType[str]):
    """A line of text: white space collapsed, and without what can be neither shown nor stored."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        """The line."""
        kept = (" " if c.isspace() else c for c in str(value) if c.isspace() or _shown(c))
        return " ".join("".join(kept).split())


def _shown(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cs"}


WORDS = Words()


@dataclass
class Desk:
    """What the options that every command has say, and what follows from them."""

    folder: Path = field(default_factory=lambda: Path(os.environ.get("AUDIT_WORKSPACE") or "."))
    url: str = field(default_factory=lambda: os.environ.get("AUDIT_STORE", ""))
    day: date | None = None
    person: str = ""
    kept: str = ""  # what is kept by now, said where Ctrl-C comes before it was told
    held: bool = False  # whether all that is read is of one moment
    typed: dict[str, str] = field(default_factory=dict)  # options that say where and who, as they were typed

    @property
    def today(self) -> date:
        """The day of --today, else the clock's."""
        return self.day or datetime.now().astimezone().date()

    def stamp(self) -> "Stamp":
        """Who writes now, and when."""
        from audit.store.rows import Stamp

        now = datetime.now().astimezone()
        moment = datetime.combine(self.day, now.timetz()) if self.day else now
        return Stamp(moment.isoformat(timespec="seconds"), self.by)

    @property
    def options(self) -> str:
        """The options that lead back to this workspace and person, as they were typed."""
        from audit.cli.task import quoted

        return "".join(f" {name} {quoted(value)}" for name, value in self.typed.items())

    @property
    def by(self) -> str:
        """The person of --by, else the system's user."""
        if self.person:
            return self.person
        with suppress(OSError, KeyError, ImportError):
            return getpass.getuser()
        return "unknown"

    @cached_property
    def library(self) -> Library:
        """The workspace's definitions before the shipped ones."""
        return library(self.folder)

    @cached_property
    def settings(self) -> dict[str, Any]:
        """What audit.toml says; StoreError where it cannot be read, an empty one where it is not there."""
        path = self.folder / SETTINGS
        try:
            return tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else {}
        except OSError as error:
            raise StoreError(f"{path} cannot be read ({error.strerror}).") from None
        except UnicodeDecodeError:
            raise StoreError(f"{path} is not text in UTF-8; save it so.") from None
        except (ValueError, RecursionError) as error:
            raise StoreError(f"{path} cannot be read: {error}; mend it, or go back to a copy.") from None

    def setting(self, key: str, default: str = "") -> str:
        """A text in audit.toml; StoreError where it is something else."""
        value = self.settings.get(key, default)
        if not isinstance(value, str):
            raise StoreError(f'{self.folder / SETTINGS}: {key!r} must be text in quotes: {key} = "…".')
        return value

    @property
    def partnership(self) -> str:
        """The partnership's name, as audit.toml has it."""
        return self.setting("name")

    def marking(self, audience: str = "") -> str:
        """What a workbook is marked as; `marking-public` in audit.toml says it of what is to be published."""
        own = self.setting("marking-public") if audience == "public" else ""
        return own or self.setting("marking", "OFFICIAL-SENSITIVE")

    @property
    def address(self) -> str:
        """The URL of a store elsewhere, by --store, AUDIT_STORE or audit.toml; empty for the own file."""
        return self.url or self.setting("store")

    @property
    def is_workspace(self) -> bool:
        """Whether the folder is a workspace; with a store elsewhere it may be anybody's."""
        return any((self.folder / name).exists() for name in (DATABASE, SETTINGS))

    @property
    def begun(self) -> bool:
        """Whether there is a workspace here, or a store elsewhere that commands work in."""
        return bool(self.url) or (self.folder / DATABASE).exists() or bool(self.setting("store"))

    @cached_property
    def store(self) -> "Store":
        """The store; StoreError where there is no workspace yet."""
        store = self._opened()
        if self.held:
            store.hold()
        return store

    def _opened(self) -> "Store":
        from audit.store.store import Store

        if self.address:
            if (path := sqlite_file(self.address)) and not path.exists():
                raise StoreError(
                    f"There is no store {path}; make one with 'audit init --store', or mend its name."
                )
            return Store(self.address, lay=False)
        path = self.folder / DATABASE
        self._check_there(path)
        return Store(f"sqlite:///{path}")

    def _check_there(self, path: Path) -> None:
        """StoreError where a workspace has no database, or an empty file where one was."""
        if path.exists():
            if not path.stat().st_size:
                raise StoreError(f"{path} is an empty file: what stood in it is lost, so go back to a copy.")
            return
        where = self.folder.absolute()
        if (self.folder / SETTINGS).exists():
            raise StoreError(
                f"The workspace in {where} has its {SETTINGS} but no {DATABASE}; put a copy of that "
                "back, name the database with --store, or begin anew with 'audit init'."
            )
        raise StoreError(f"There is no workspace in {where}; make one with 'audit init', or name it with -w.")

    @property
    def java_memory(self) -> str:
        """What a Spark that is started here may take, by Spark's own variable; empty for what is usual."""
        return os.environ.get("SPARK_DRIVER_MEMORY", "")

    def close(self) -> None:
        """Let go of the store, if it was opened."""
        if "store" in self.__dict__:
            self.store.close()


def sqlite_file(url: str) -> Path | None:
    """The file behind the URL of an SQLite database; None for other databases."""
    kind, _, path = url.partition(":///")
    return Path(path.partition("?")[0]) if kind.startswith("sqlite") and path else None


def _set(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def _callback(ctx: click.Context, param: click.Parameter, value: Any) -> None:
        if value is None:
            return
        desk = ctx.ensure_object(Desk)
        setattr(desk, name, value)
        if name in TYPED:
            from audit.sampling.engines.addresses import without_password

            desk.typed[param.opts[0]] = without_password(str(value))

    return _callback


def _quiet(*names: str, name: str, **more: Any) -> Callable[[F], F]:
    """An option that sets an attribute of the desk, and is not passed to the command."""
    return click.option(*names, callback=_set(name), expose_value=False, **more)


def everywhere(command: F) -> F:
    """Give a command the options that every command has, and the desk as its first argument."""

    @wraps(command)
    def _and_close(desk: Desk, *args: Any, **kwargs: Any) -> Any:
        with (
            closing(desk),
            tidied(desk.folder, click.get_current_context().params) if desk.is_workspace else nullcontext(),
        ):
            try:
                return command(desk, *args, **kwargs)
            except KeyboardInterrupt:
                if desk.kept:
                    click.echo(f"\n{desk.kept}", err=True)
                raise

    given: Callable[..., Any] = click.make_pass_decorator(Desk, ensure=True)(_and_close)
    options = (
        _quiet("-w", "--workspace", name="folder", type=click.Path(path_type=Path, file_okay=False),
               help="The workspace's folder.  [default: AUDIT_WORKSPACE, else this folder]"),
        _quiet("--store", name="url",
               help="A database instead, by its URL.  [default: AUDIT_STORE, else audit.toml]"),
        _quiet("--today", name="day", type=Day(), help="A day instead of the clock's."),
    )  # fmt: skip
    for option in reversed(options):
        given = option(given)
    return cast("F", given)


def of_one_moment(command: F) -> F:
    """A command that shows figures reads them as they stand at one moment, whoever writes meanwhile."""

    @wraps(command)
    def _held(desk: Desk, *args: Any, **kwargs: Any) -> Any:
        desk.held = True
        return command(desk, *args, **kwargs)

    return cast("F", _held)


def by_option(command: F) -> F:
    """Give a command --by, for who is writing."""
    who = _quiet("--by", name="person", type=WORDS, help="Who is writing.  [default: the system's user]")
    return who(command)


def who_option(command: F) -> F:
    """Give a command --who, for who is writing, where --by names strata."""
    who = _quiet("--who", name="person", type=WORDS, help="Who is writing.  [default: the system's user]")
    return who(command)


output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="The workbook, or a folder for --all.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Figures as JSON on stdout.")
