"""A table of a Spark lake, opened: asked in Spark's own SQL, and only answers travel."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from audit.errors import AuditError, FileError, Problem, StateError, StoreError
from audit.sampling.engines.spark_reading import read, reading
from audit.sampling.engines.spark_session import LOCAL, Session, open_session
from audit.sampling.engines.spark_tongue import LISTED, Spark
from audit.sampling.engines.statements import Lying, fingerprint, sums
from audit.sampling.engines.tables import BATCH, Values, print_halves
from audit.sampling.engines.tongue import DAY, FRACTION, MOMENT, TEXT, TRUTH, WHOLE

VIEW = "register"
_KINDS = {
    "boolean": TRUTH,
    "byte": WHOLE,
    "short": WHOLE,
    "integer": WHOLE,
    "long": WHOLE,
    "float": FRACTION,
    "double": FRACTION,
    "decimal": FRACTION,
    "date": DAY,
    "timestamp": MOMENT,
    "timestamp_ntz": MOMENT,
}


def open_spark(address: str, name: str, scratch: Path) -> "SparkTable":
    """Open the table or path of a name in the Spark of an address; else StateError or FileError."""
    master = LOCAL if address.casefold() == "spark:local" else address
    shown = f"{address}#{re.sub('//[^/@]*@', '//', name)}"
    session = open_session(master, scratch)
    try:
        return SparkTable(session, shown, name, here=master == LOCAL)
    except BaseException:
        session.close()
        raise


class SparkTable:
    """An open table of a lake: a view of its rows, whose columns are `v0`, `v1` and so on."""

    tongue = Spark()

    def __init__(self, session: Session, shown: str, name: str, *, here: bool) -> None:
        """Open what a name stands for in a session; `here` says that paths are those of this machine."""
        self.session, self.shown = session, shown
        self._views: dict[str, str] = {}
        spark = session.spark
        self._data, self._plain = read(spark, shown, name, here=here)
        self.names: tuple[str, ...] = tuple(self._data.columns)
        kinds = [_KINDS.get(field.dataType.typeName(), TEXT) for field in self._data.schema.fields]
        cells = [f"v{number}" for number, _ in enumerate(self.names)]
        self._data.toDF(*cells).selectExpr(*map(_readable, cells, kinds)).createOrReplaceTempView(VIEW)
        self.lying = Lying(VIEW, tuple(zip(cells, kinds, strict=True)))
        self._stamp: tuple[str, ...] = ()
        self._known = (0, "")

    def ask(self, query: str, values: Values) -> Iterator[Sequence[Sequence[Any]]]:
        """The lines of an answer, some at a time; FileError where the table cannot be read to its end."""
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            given = {name: text for name, text in values.items() if f"{LISTED}{name} " not in query}
            for name in values.keys() - given.keys():
                self._lay(name, values[name])
            lines = self.session.spark.sql(query, args=given).toLocalIterator()
            while batch := list(islice(lines, BATCH)):
                yield batch
        except (PySparkException, Py4JError) as error:
            raise self._refused(error) from None

    def _refused(self, error: Exception) -> AuditError:
        said = str(error)
        if "No space left" in said:
            return StoreError("The disk that Spark spills to is full; make room, and try again.")
        if "OutOfMemoryError" in said or "heap space" in said:
            return StateError(
                "Java ran out of memory; give Spark more: spark.driver.memory in spark-defaults.conf."
            )
        return FileError(self.shown, [Problem("", reading(error))])

    def _lay(self, name: str, text: str) -> None:
        """Lay the view of a list or of pairs, which come as JSON; once for as long as they stay the same."""
        if self._views.get(name) == text:
            return
        import pyarrow as pa

        found = json.loads(text)
        paired = bool(found) and isinstance(found[0], list)
        columns = {"raw": [one for one, _ in found], "meant": [two for _, two in found]} if paired else {}
        if not paired:
            columns = {"item": found, "raw": found, "meant": found}
        table = pa.table({key: pa.array(cells, pa.string()) for key, cells in columns.items()})
        self.session.spark.createDataFrame(table).createOrReplaceTempView(f"{LISTED}{name}")
        self._views[name] = text

    def fingerprint(self) -> tuple[int, str]:
        """All rows of the table, and the digest of a fingerprint over all its cells.

        Where the files of Parquet are those that it was taken of, it is not taken again.
        """
        stamp = self._stamped()
        if not stamp or stamp != self._stamp:
            count, *halves = next(iter(next(self.ask(fingerprint(self.tongue, self.lying), {}))))
            said = "\n".join(
                ["\x1f".join(self.names), str(count), print_halves([int(half or 0) for half in halves])]
            )
            self._known = (int(count), sha256(said.encode()).hexdigest())
            self._stamp = stamp
        return self._known

    def _stamped(self) -> tuple[str, ...]:
        """Each file of plain Parquet with its size and when it was written; nothing for other tables."""
        return ()

    def head(self, rows: int) -> tuple[tuple[str, ...], ...]:
        """So many of its rows, whichever come first."""
        cells = ", ".join(self.tongue.text(*column) for column in self.lying.columns)
        found = self.ask(f"SELECT {cells} FROM {VIEW} LIMIT {rows}", {})
        return tuple(tuple(line) for batch in found for line in batch)

    def close(self) -> None:
        """Let go of the session."""
        with suppress(Exception):
            for view in (VIEW, *(f"{LISTED}{name}" for name in self._views)):
                self.session.spark.catalog.dropTempView(view)
        self.session.close()


def _readable(cell: str, kind: str) -> str:
    """A column of the view: what is neither text, number nor day is read as text, by code point."""
    return f"CAST({cell} AS string) AS {cell}" if kind == TEXT else cell
