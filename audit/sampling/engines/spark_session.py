"""A Spark session: started on this machine, or on the master of a cluster, and ended again.

On this machine nothing listens but on 127.0.0.1, nothing is written but into the scratch folder, and what
Java says of itself reaches nobody's terminal.
"""

import logging
import socket
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import IO, Any

from audit.errors import StateError

LOCAL = "local"
CLOCK = "Europe/London"  # a moment's day is the day here, as for a Parquet file
MEMORY = "512m"  # of Java, unless it is given more; what does not fit is spilled
PATIENCE = 5  # seconds for a master to answer at all
GATHERING = 60  # seconds in which a cluster gives us somebody to work
ENDING = 10  # seconds for Java to end
CHATTER = "java.txt"
NEEDS = "registers in Spark need Java 17 or later"
INSTALL = "install it (Debian and Ubuntu: apt install default-jre-headless) and try again"

# What statements need to mean the same whatever a cluster's own settings are.
STATEMENTS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.legacy.consecutiveStringLiterals.enabled": "false",
    "spark.sql.session.timeZone": CLOCK,
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
    # A part of a path such as code=007 stays text.
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.sql.parquet.binaryAsString": "true",
}
HERE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    # One machine needs few parts, each of which costs a little.
    "spark.sql.shuffle.partitions": "4",
    "spark.default.parallelism": "4",
}


@dataclass(frozen=True, slots=True)
class Session:
    """A Spark session, and whether it was started here, so that it is to be ended here."""

    spark: Any
    own: bool = True

    def close(self) -> None:
        """End the session and its Java, unless somebody else had begun it."""
        if not self.own:
            return
        gateway = self.spark.sparkContext._gateway  # noqa: SLF001
        with suppress(Exception):  # Java may be gone already
            self.spark.stop()
        _end(gateway)


def open_session(master: str, scratch: Path, memory: str = "") -> Session:
    """The session that runs in this process, else a new one on a master: `local`, or spark://host:port.

    On this machine Java takes `memory` for rows (as in `4g`), and little where nothing is said.
    StateError where PySpark or Java is missing, or where the master does not answer.
    """
    with _quiet():
        try:
            from pyspark.core.context import SparkContext
            from pyspark.sql import SparkSession
        except ImportError:
            raise StateError(
                "Registers in Spark need PySpark, and Java 17 or later: pip install "
                "'safeguarding-audit[spark]'."
            ) from None
        _hush()
        if running := SparkSession.getActiveSession():
            return Session(_shared(running, master), own=False)
        if master != LOCAL:
            _check_answers(master)
        conf = _configured(master, scratch, memory)
        with (scratch / CHATTER).open("wb") as chatter:
            gateway = _started(conf, chatter, scratch)
        try:
            context = SparkContext(conf=conf, gateway=gateway)
            context.setLogLevel("OFF")
            if master == LOCAL:
                context.pythonExec = sys.executable  # the workers' Python is ours
            else:
                _gather(context, master)
            return Session(SparkSession(context))
        except BaseException as error:
            _end(gateway)
            if isinstance(error, Exception) and not isinstance(error, StateError):
                raise StateError(f"Spark does not start on {master} ({first_line(error)}).") from None
            raise


def first_line(error: BaseException) -> str:
    """The first line of what an error of Spark says, without its full stop."""
    said = str(getattr(error, "java_exception", "") or error).strip() or type(error).__name__
    return said.split("\n", 1)[0].strip().rstrip(".")[:300]


def _hush() -> None:
    """Have PySpark's own loggers say nothing: what is wrong is said in our words."""
    from pyspark.logger import PySparkLogger

    for name in ("SQLQueryContextLogger", "DataFrameQueryContextLogger"):
        PySparkLogger.getLogger(name).disabled = True
    logging.getLogger("py4j").setLevel(logging.CRITICAL + 1)


def _shared(running: Any, master: str) -> Any:
    """A session beside one that runs here already; StateError where that runs somewhere else."""
    there = running.sparkContext.master
    if there != master and not (master == LOCAL and there.startswith(LOCAL)):
        raise StateError(
            f"A Spark runs here already, on {there}; end it before one is asked for on {master}."
        )
    found = running.newSession()
    for name, value in STATEMENTS.items():
        found.conf.set(name, value)
    return found


@contextmanager
def _quiet() -> Iterator[None]:
    """A block in which PySpark does not say how new pandas is to it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        yield


def _configured(master: str, scratch: Path, memory: str) -> Any:
    from pyspark.conf import SparkConf

    scratch = scratch.absolute()
    java = f'-Dderby.system.home="{scratch}" -Djava.io.tmpdir="{scratch}"'
    here = {}
    if master == LOCAL:
        java += " -XX:+UseSerialGC"  # one that needs little beside the heap
        here = {**HERE, "spark.driver.memory": memory or MEMORY}
    settings = {
        "spark.master": "local[*]" if master == LOCAL else master,
        "spark.app.name": "safeguarding-audit",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": str(scratch),
        "spark.sql.warehouse.dir": (scratch / "warehouse").as_uri(),
        "spark.driver.extraJavaOptions": java,
        **STATEMENTS,
        **here,
    }
    conf = SparkConf(loadDefaults=False)
    for name, value in settings.items():
        conf.set(name, value)
    return conf


def _started(conf: Any, chatter: IO[bytes], scratch: Path) -> Any:
    """The way to a Java that has been started; StateError where there is none, or one too old."""
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway

    try:
        launch: Any = launch_gateway
        return launch(conf, {"stdout": chatter, "stderr": chatter})
    except (PySparkException, OSError):
        said = (scratch / CHATTER).read_text(encoding="utf-8", errors="replace")
    if "UnsupportedClassVersionError" in said:
        raise StateError(f"The Java here is too old: {NEEDS}; {INSTALL}.")
    if "JAVA_HOME" in said or "java: not found" in said or "No such file" in said:
        raise StateError(f"There is no Java here: {NEEDS}; {INSTALL}.")
    own = [line for line in said.strip().splitlines() if "/spark-class: line" not in line]  # not the script's
    last = (own or ["it said nothing"])[-1][:300]
    raise StateError(f"Java does not start ({last}): {NEEDS}; {INSTALL}.")


def _check_answers(master: str) -> None:
    """StateError where nobody answers at a master's address; Spark itself would try for minutes."""
    for each in master.removeprefix("spark://").split(","):
        host, _, port = each.rpartition(":")
        try:
            with socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE):
                return
        except (OSError, ValueError, OverflowError):
            continue
    raise StateError(f"No Spark master answers at {master}; check the address, as in spark://host:7077.")


def _gather(context: Any, master: str) -> None:
    """Wait until somebody works for us; StateError where nobody does."""
    for _ in range(GATHERING * 5):
        if context._jsc.sc().getExecutorMemoryStatus().size() > 1:  # noqa: SLF001
            return
        sleep(0.2)
    raise StateError(f"{master} gave nobody to work within {GATHERING} seconds; try again later.")


def _end(gateway: Any) -> None:
    """End a Java that was started here, so that none is left when the program ends."""
    from pyspark.core.context import SparkContext

    with suppress(Exception):
        gateway.shutdown()
    if gateway.proc is not None:
        gateway.proc.stdin.close()
        with suppress(Exception):
            gateway.proc.wait(ENDING)
        if gateway.proc.poll() is None:
            gateway.proc.kill()
            gateway.proc.wait()
    SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001
