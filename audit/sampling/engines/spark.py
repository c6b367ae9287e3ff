"""A table of a Spark lake, opened: asked in Spark's own SQL, and only answers travel."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

from audit.errors import AuditError, FileError, Problem, StateError, StoreError
from audit.registers.register import Register
from audit.sampling.engines.addresses import without_key
from audit.sampling.engines.engine import Judge, Judged
from audit.sampling.engines.spark_engine import SparkEngine, judging
from audit.sampling.engines.spark_reading import read, reading, stamps
from audit.sampling.engines.spark_session import LOCAL, Session, open_session
from audit.sampling.engines.spark_tongue import LISTED, Spark
from audit.sampling.engines.statements import Lying, row_digest, sums
from audit.sampling.engines.tables import BATCH, SINGLE, Values, as_json, print_halves
from audit.sampling.engines.tongue import (
    DAY,
    FLOATING,
    FRACTION,
    LARGE,
    MOMENT,
    TEXT,
    TRUTH,
    WHOLE,
    Tongue,
    balanced,
)

VIEW = "register"
JUDGED = "value string, text string, severity string, cells bigint"
# A number of a size that its whole part can be asked for; it is too large for an id in any case.
NUMERIC = f"CASE WHEN {{0}} >= {LARGE} THEN {LARGE} WHEN {{0}} <= -{LARGE} THEN -{LARGE} ELSE {{0}} END"
_KINDS = {
    "boolean": TRUTH,
    "byte": WHOLE,
    "short": WHOLE,
    "integer": WHOLE,
    "long": WHOLE,
    "float": FLOATING,
    "double": FLOATING,
    "decimal": FRACTION,
    "date": DAY,
    "timestamp": MOMENT,
    "timestamp_ntz": MOMENT,
}


def open_spark(address: str, name: str, scratch: Path, memory: str = "") -> "SparkTable":
    """Open the table or path of a name in the Spark of an address; else StateError or FileError."""
    master = LOCAL if address.casefold() == "spark:local" else address
    shown = f"{address}#{without_key(name)}"
    session = open_session(master, scratch, memory)
    try:
        return SparkTable(session, shown, name, here=master == LOCAL)
    except BaseException:
        session.close()
        raise


class SparkTable:
    """An open table of a lake: a view of its rows, whose columns are `v0`, `v1` and so on."""

    tongue: Tongue = Spark()

    def __init__(self, session: Session, shown: str, name: str, *, here: bool) -> None:
        """Open what a name stands for in a session; `here` says that paths are those of this machine."""
        self.session, self.shown = session, shown
        self._views: dict[str, str] = {}
        self._kept: dict[str, Any] = {}
        spark = session.spark
        self._data, self._plain = read(spark, shown, name, here=here)
        self.names: tuple[str, ...] = tuple(self._data.columns)
        kinds = [_KINDS.get(field.dataType.typeName(), TEXT) for field in self._data.schema.fields]
        cells = [f"v{number}" for number, _ in enumerate(self.names)]
        self._data.toDF(*cells).selectExpr(*map(_readable, cells, kinds)).createOrReplaceTempView(VIEW)
        self.lying = Lying(VIEW, tuple(zip(cells, kinds, strict=True)), NUMERIC)
        self._known: tuple[tuple[str, ...], tuple[int, str]] = ((), (0, ""))

    def ask(self, query: str, values: Values) -> Iterator[Sequence[Sequence[Any]]]:
        """The lines of an answer, some at a time; FileError where the table cannot be read to its end."""
        with self._told():
            lines = self._asked(query, values).toLocalIterator()
            while batch := list(islice(lines, BATCH)):
                yield batch

    def standing_at(self, query: str, values: Values, positions: Sequence[int]) -> list[str]:
        """The texts of a query in order that stand at positions from 0, in their order.

        Each worker keeps a run of the line; counts say where the runs begin, so that none sees the whole.
        """
        from pyspark.sql.functions import monotonically_increasing_id, spark_partition_id

        with self._told():
            line = self._asked(query, values).toDF("text").localCheckpoint()
            runs = (
                line.select(spark_partition_id().alias("run")).groupBy("run").count().orderBy("run").collect()
            )
            starts = [0, *accumulate(count for _, count in runs)]
            found = [bisect_right(starts, position) - 1 for position in positions]
            # The number of a row holds its run above bit 33, and its place in the run below.
            wanted = [
                str((runs[run][0] << 33) + position - starts[run])
                for run, position in zip(found, positions, strict=True)
            ]
            self._lay("at", as_json(wanted))
            numbered = line.select("text", monotonically_increasing_id().cast("string").alias("item"))
            texts = dict(
                numbered.join(self.session.spark.table(f"{LISTED}at"), "item")
                .select("item", "text")
                .collect()
            )
            return [texts[number] for number in wanted]

    def judged(self, query: str, values: Values, judge: Judge) -> Iterator[Sequence[Judged]]:
        """What a judge finds in texts with their rows, some at a time; the workers judge where they can.

        Where they have not this package the texts travel, and are judged here.
        """
        from pyspark.errors import PythonException

        try:
            with self._told(PythonException):
                found = self._asked(query, values).mapInPandas(judging(judge), JUDGED).toLocalIterator()
                while batch := [tuple(line) for line in islice(found, BATCH)]:
                    yield batch
        except PythonException as error:
            if "No module named" not in str(error):
                raise
            for texts in self.ask(query, values):
                yield judge([(text, int(count)) for text, count in texts])

    def keep(self, name: str, query: str, values: Values) -> None:
        """Have the workers keep the lines of an answer as a view; what that held before is let go."""
        with self._told():
            self._let_go(name)
            self._kept[name] = self._asked(query, values).persist()
            self._kept[name].createOrReplaceTempView(name)

    def _let_go(self, name: str) -> None:
        if name in self._kept:
            self._kept.pop(name).unpersist()

    def _asked(self, query: str, values: Values) -> Any:
        given = {name: text for name, text in values.items() if name in SINGLE}
        for name in values.keys() - given.keys():
            self._lay(name, values[name])
        return self.session.spark.sql(query, args=given)

    @contextmanager
    def _told(self, *but: type[Exception]) -> Iterator[None]:
        """A block in which what Spark cannot do is one of our errors, `but` some of its own."""
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            yield
        except but:
            raise
        except (PySparkException, Py4JError) as error:
            raise self._refused(error) from None

    def _refused(self, error: Exception) -> AuditError:
        said = str(error)
        if "No space left" in said:
            return StoreError("The disk that Spark spills to is full; make room, and try again.")
        if "OutOfMemoryError" in said or "heap space" in said:
            return StateError(
                "Java ran out of memory; give it more, as in SPARK_DRIVER_MEMORY=4g, and try again."
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

        Where the files of Parquet are those that it was taken of, it is not taken again. The same look tells
        whether something stands in every row; FileError where a text is not in UTF-8.
        """
        stamp = self._stamp()
        if not stamp or stamp != self._known[0]:
            count, blank, odd, *halves = next(iter(next(self.ask(self._whole(), {}))))
            if odd:
                sentence = (
                    f"{int(odd):,} rows hold text that is not in UTF-8; write the table again in UTF-8."
                )
                raise FileError(self.shown, [Problem("", sentence)])
            self.lying = replace(self.lying, filled=not blank)
            sums_of = print_halves([int(half or 0) for half in halves])
            said = "\n".join(["\x1f".join(self.names), str(count), sums_of])
            self._known = (stamp, (int(count), sha256(said.encode()).hexdigest()))
        return self._known[1]

    def _whole(self) -> str:
        """What one look over all cells tells: rows, those with nothing in them, texts not in UTF-8, sums."""
        texts = [self.tongue.text(*column) for column in self.lying.columns]
        blank = balanced([f"{self.tongue.trim(text)} = ''" for text in texts], "AND")
        digest = row_digest(self.tongue, texts)
        joined = self.tongue.joined(*texts)
        inner = f"SELECT {blank} AS blank, NOT is_valid_utf8({joined}) AS odd, {digest} AS h FROM {VIEW}"
        return (
            f"SELECT count(*), count_if(blank), count_if(odd), {sums(self.tongue)} FROM ({inner}) AS hashed"
        )

    def _stamp(self) -> tuple[str, ...]:
        """The files of plain Parquet, which are read for as long as they stay the same; none of a table."""
        return stamps(self.session.spark, self._data) if self._plain else ()

    def head(self, rows: int) -> tuple[tuple[str, ...], ...]:
        """So many of its rows, whichever come first."""
        cells = ", ".join(self.tongue.text(*column) for column in self.lying.columns)
        found = self.ask(f"SELECT {cells} FROM {VIEW} LIMIT {rows}", {})
        return tuple(tuple(line) for batch in found for line in batch)

    def engine_of(self, register: Register) -> SparkEngine:
        """The engine that puts statements to it for a register."""
        return SparkEngine(register, self)

    def close(self) -> None:
        """Let go of the session."""
        with suppress(Exception):
            for name in [*self._kept]:
                self._let_go(name)
            for view in (VIEW, *(f"{LISTED}{name}" for name in self._views)):
                self.session.spark.catalog.dropTempView(view)
        self.session.close()


def _readable(cell: str, kind: str) -> str:
    """A column of the view: what is neither text, number nor day is read as text, by code point."""
    return f"CAST({cell} AS string) AS {cell}" if kind == TEXT else cell
