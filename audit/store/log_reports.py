"""The log of reports: which were written, for whom, as of which day."""

from collections.abc import Iterator

from audit.store.entry import Entry, Scope
from audit.store.tables import REPORT

RANK = 10  # among changes of one second: what was changed before stands in it


def written(scope: Scope) -> Iterator[Entry]:
    """Every report that was written; of one round, those of that round."""
    names = {row.name.casefold(): row.name for row in scope.rounds.values()}
    for line in scope.every(REPORT):
        name = names.get(line.about.casefold(), "")
        if name or scope.whole:
            act = "report written" if name else f"report on {line.about} written"
            yield Entry(
                line.at, line.by, act, name, part="edition", after=f"{line.audience}, {line.day}", rank=RANK
            )


READERS = (written,)
