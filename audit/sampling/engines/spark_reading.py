"""What a name means in Spark: a Parquet file or folder, a Delta folder, or a table of the catalogue."""

import re
from pathlib import Path
from typing import Any

from audit.definitions import nearest
from audit.errors import FileError, Problem, StateError
from audit.sampling.engines.spark_session import first_line

NAMED = 20  # tables that a message lists
# What lies in a folder whose Parquet files are not the table: some are of rows that are gone.
OTHERS = {"_delta_log": "Delta", ".hoodie": "Hudi", "metadata": "Iceberg"}


def read(spark: Any, shown: str, name: str, *, here: bool) -> tuple[Any, bool]:
    """The rows that a name stands for, and whether they lie in files of Parquet and in nothing else.

    StateError where there is no such table or path, FileError where it cannot be read.
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        if _is_path(name, here=here):
            return _of_path(spark, shown, _whole(name) if here else name)
        return _of_table(spark, shown, name), False
    except (PySparkException, Py4JError) as error:
        raise FileError(shown, [Problem("", reading(error))]) from None


def reading(error: BaseException) -> str:
    """What a table that cannot be read is like, in a sentence."""
    said = str(error)
    if "FAILED_READ_FILE" in said or "is not a Parquet file" in said:
        return "it is damaged, or no Parquet; write it again, or name a file or folder of Parquet."
    if "UNABLE_TO_INFER_SCHEMA" in said:
        return "there are no Parquet files in it; name a file or folder of Parquet."
    plain = re.sub(r"^(\S+: )?\[[A-Z_.]+\] ", "", first_line(error))
    return f"it cannot be read ({plain})."


def _is_path(name: str, *, here: bool) -> bool:
    """Whether a name is that of a file or folder, and not of a table."""
    looks = "/" in name or "\\" in name or name.casefold().endswith(".parquet")
    return looks or (here and _exists(name))


def _exists(name: str) -> bool:
    try:
        return bool(name) and Path(name).exists()
    except (OSError, ValueError):
        return False


def _whole(name: str) -> str:
    """A path on this machine as one that every file system of Spark knows; others as they are."""
    if re.match(r"[a-z][a-z0-9+.-]+:", name, re.IGNORECASE):
        return name
    path = Path(name).absolute().as_posix()
    return f"file:{path}" if path.startswith("/") else f"file:/{path}"


def _of_path(spark: Any, shown: str, place: str) -> tuple[Any, bool]:
    path = spark._jvm.org.apache.hadoop.fs.Path(place)  # noqa: SLF001
    files = _file_system(spark, path)
    if not files.exists(path):
        raise StateError(f"There is nothing at {shown}; name a file or folder of Parquet, or a table.")
    for inside, kind in OTHERS.items():
        if files.exists(path.suffix(f"/{inside}")):
            return _of_kind(spark, shown, place, kind), False
    # Signs such as * and [ in a name stand for themselves, and parts with more columns are read whole.
    options = {"__globPaths__": "false", "mergeSchema": "true"}
    spark.conf.set("spark.sql.caseSensitive", "true")  # ID and id may stand side by side in one file
    return spark.read.options(**options).parquet(place), True


def _file_system(spark: Any, path: Any) -> Any:
    return path.getFileSystem(spark._jsparkSession.sessionState().newHadoopConf())  # noqa: SLF001


def stamps(spark: Any, data: Any) -> tuple[str, ...]:
    """Each file that rows are read from, with its size and when it was written."""
    found = []
    for name in sorted(data.inputFiles()):
        path = spark._jvm.org.apache.hadoop.fs.Path(spark._jvm.java.net.URI(name))  # noqa: SLF001
        status = _file_system(spark, path).getFileStatus(path)
        found.append(f"{name} {status.getLen()} {status.getModificationTime()}")
    return tuple(found)


def _of_kind(spark: Any, shown: str, place: str, kind: str) -> Any:
    """The rows of a folder that is kept by Delta and the like, whose own reader knows which still stand."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        return spark.read.format(kind.casefold()).load(place)
    except (PySparkException, Py4JError):
        raise StateError(
            f"{shown} is a table of {kind}, and this Spark has not {kind}'s own reader; add it to "
            "spark.jars.packages in spark-defaults.conf, or write the table out as Parquet."
        ) from None


def _of_table(spark: Any, shown: str, name: str) -> Any:
    if name and spark.catalog.tableExists(name):
        return spark.table(name)
    known = _tables(spark)
    listed = f"{', '.join(known[:NAMED])}{' …' if len(known) > NAMED else ''}" or "none"
    if not name:
        start = shown.removesuffix("#")
        raise StateError(f"Say which table or path of {start} it is, behind a #; tables there are: {listed}.")
    end = nearest(name, known)
    close = end if "did you mean" in end else f"; tables there are: {listed}. A path has a / in it."
    raise StateError(f"There is no table {name!r} in Spark{close}")


def _tables(spark: Any) -> list[str]:
    """The tables of the catalogue, those of the current schema without its name."""
    current = spark.catalog.currentDatabase()
    schemas = [str(line[0]) for line in spark.sql("SHOW SCHEMAS").collect()]
    found = [(schema, line) for schema in schemas for line in spark.sql(_show(schema)).collect()]
    return sorted(
        line["tableName"] if schema == current else f"{schema}.{line['tableName']}"
        for schema, line in found
        if not line["isTemporary"]
    )


def _show(schema: str) -> str:
    return f"SHOW TABLES IN `{schema.replace('`', '``')}`"
