"""Every change that a store knows: who made it, when, what stood there before, and what since."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from audit.registers.folding import fold
from audit.store import log_actions, log_answers, log_findings, log_others, log_reports, log_rounds
from audit.store.entry import Entry, Scope
from audit.store.rows import undamaged
from audit.store.store import Store
from audit.store.tables import PAST, ROUND

Reader = Callable[[Scope], Iterable[Entry]]
READERS = (
    *log_others.READERS,
    *log_rounds.READERS,
    *log_answers.READERS,
    *log_actions.READERS,
    *log_findings.READERS,
    *log_reports.READERS,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes are looked for: of an agency (code), about a subject, by a person, since a day (ISO)."""

    agency: str = ""
    subject: str = ""
    by: str = ""
    since: str = ""

    def holds(self, one: Entry) -> bool:
        """Whether a change is one of those."""
        return (
            (not self.agency or self.agency in {one.agency, one.subject})
            and (not self.subject or one.subject == self.subject)
            and (not self.by or fold(one.by) == fold(self.by))
            and (not self.since or one.at[:10] >= self.since)
        )


def log(store: Store, name: str = "") -> tuple[Entry, ...]:
    """Every change of a round and of what it stands on, or (without a name) of everything, oldest first.

    A round stands on its agencies as they were changed since it opened, and on the sample that it reads.
    Of a past cycle it tells who took it in, and who withdrew it. UnknownError where there is no such round.
    """
    with store.reading() as connection, undamaged():
        rounds = _rounds(store, connection, name) if name else connection.execute(select(ROUND)).all()
        past = name.strip().casefold()
        scope = Scope(connection, {row.seq: row for row in rounds}, whole=not name, past=past)
        return tuple(_ordered({read: read(scope) for read in READERS}))


def _rounds(store: Store, connection: Connection, name: str) -> Sequence[Row[Any]]:
    """The round of a name; none where a past cycle has it, or had it before it was withdrawn."""
    folded = name.strip().casefold()
    found = connection.execute(select(ROUND).where(ROUND.c.folded == folded)).all()
    if found or connection.execute(select(PAST.c.seq).where(PAST.c.folded == folded)).first():
        return found
    return [store.round_row(connection, name)]


def _ordered(told: Mapping[Reader, Iterable[Entry]]) -> Sequence[Entry]:
    """Changes in the order of their times; of one second, in the order in which one follows the other.

    Where a clock was set back, a change still stands behind the one of the same thing that it was made after,
    and an act of the ledger behind all that are before it in their chain.
    """
    found: list[tuple[tuple[datetime, int, int, int], Entry]] = []
    for reader, changes in told.items():
        last: dict[tuple[Any, ...], datetime] = {}
        for one in changes:
            thing = (one.round, one.agency, one.subject, one.reading, one.question)
            same = () if reader is log_others.draws else thing
            last[same] = max(moment(one.at), last.get(same, datetime.min.replace(tzinfo=UTC)))
            found.append(((last[same], one.rank, one.version, one.step), one))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def moment(at: str) -> datetime:
    """The moment that a time in ISO 8601 stands for; the beginning of all time where it is none."""
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
