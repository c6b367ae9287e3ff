"""The only place with a transaction: one writer at a time, and readers who see one moment."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, RootTransaction, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from audit.errors import StoreError
from audit.store.engine import PAUSES, is_synchronised, lost, open_engine, shown
from audit.store.failing import TO_MAKE, TO_READ, TO_WRITE, reason
from audit.store.laying import settle

# A transaction's number, and the history of the server that it belongs to: another server, which took over
# from one that broke, may give the same number to something else.
MARK = text("SELECT txid_current() AS number, substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) AS history")
CAME_OF = text(
    "SELECT txid_status(:number) WHERE substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) = :history"
)
UNSURE = (
    "The connection to the database broke while this was being kept, and it is not known whether it was: "
    "look with 'audit log' when the database is back, and do it again only if it is not there."
)
WRITTEN = " Something had been written before: look with 'audit log' what is kept, before you do it again."


@contextmanager
def sentences(url: str, denied: str = TO_READ) -> Iterator[None]:
    """What goes wrong in opening a store is said in a sentence: StoreError."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, ImportError, OSError, ValueError) as error:
        raise StoreError(f"The store {shown(url)} cannot be opened: {reason(error, denied)}.") from None


@contextmanager
def opening(url: str) -> Iterator[Engine]:
    """The engine behind a URL, whatever lies there, let go of afterwards; StoreError where it fails."""
    with sentences(url, TO_MAKE):
        engine = open_engine(url)
        try:
            yield engine
        finally:
            engine.dispose()


class Database:
    """Where a store lies, and its transactions."""

    def __init__(self, url: str, *, lay: bool = True) -> None:
        """Open the store behind a URL, laying down its tables where there are none; else StoreError.

        Without `lay` a database without tables is refused too.
        """
        self._held: Connection | None = None
        self._holding = False
        self._wrote = False  # something is kept, whatever fails after it
        with sentences(url):
            self.engine = open_engine(url)
            try:
                settle(self.engine, lay=lay)
            except BaseException:
                self.engine.dispose()
                raise

    @property
    def shared(self) -> bool:
        """Whether the store lies in a server that many write to, rather than in a file."""
        return self.engine.dialect.name != "sqlite"

    def close(self) -> None:
        """Let go of the database."""
        self._let_go()
        self.engine.dispose()

    def hold(self) -> None:
        """From now on all is read as it stands at one moment, whoever writes, until we write ourselves.

        Not where a file is read with its writers kept out, since they would wait for us.
        """
        self._holding = self.shared or not is_synchronised(Path(self.engine.url.database or "").absolute())

    def _let_go(self) -> None:
        held, self._held, self._holding = self._held, None, False
        if held is not None:
            with suppress(DBAPIError):  # it broke since, which is no news where all was read
                held.close()

    @contextmanager
    def _reader(self) -> Iterator[Connection]:
        """A connection of its own; else the one that sees what was held."""
        if not self._holding:
            with self.engine.connect() as connection:
                yield connection
            return
        if self._held is None:
            self._held = self.engine.connect()
        try:
            yield self._held
        except DBAPIError:
            self._let_go()  # what broke shows nothing more
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the store at one moment; StoreError where the database fails."""
        try:
            with self._reader() as connection:
                yield connection
        except (DBAPIError, UnicodeEncodeError) as error:
            why = reason(error, opened=True)
            raise StoreError(f"The store cannot be read: {why}.{WRITTEN * self._wrote}") from None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that writes, on the disk when it ends; StoreError where nothing was written.

        Nobody else writes meanwhile, so that what is found in it still holds when it ends.
        """
        self._let_go()
        try:
            with self.engine.connect() as plain:
                connection = plain.execution_options(write=True)
                with connection.begin() as transaction:
                    yield connection
                    self._commit(connection, transaction)
            self._wrote = True
        except (DBAPIError, UnicodeEncodeError) as error:
            raise StoreError(f"Nothing was written: {reason(error, TO_WRITE, opened=True)}.") from None

    def _commit(self, connection: Connection, transaction: RootTransaction) -> None:
        """Commit; where the connection breaks in the middle, find out what came of it."""
        mark = connection.execute(MARK).one()._asdict() if self.shared else {}
        try:
            transaction.commit()
        except DBAPIError as error:
            if not lost(error):
                raise
            kept = self._came_of(mark)
            if kept == "aborted":
                raise
            if kept != "committed":
                raise StoreError(UNSURE) from None

    def _came_of(self, mark: dict[str, Any]) -> str:
        """What the server says came of a transaction: committed, aborted, or nothing that is certain."""
        for pause in PAUSES:
            try:
                with self.engine.connect() as connection:
                    found = connection.execute(CAME_OF, mark).scalar()
            except DBAPIError:
                return ""
            if found != "in progress":  # the server may not have noticed yet that we are gone
                return str(found or "")
            time.sleep(pause)
        return ""
