"""A real Spark for tests, and what it says and listens on."""

import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

# Tests ask little of much, so that Java need not think long about how to be fast.
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
WORDS = {"spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN"}
SMALL = {"spark.sql.shuffle.partitions": "1", "spark.sql.adaptive.enabled": "false", **WORDS}


@contextmanager
def running(folder):
    """A session that is ended afterwards; `said` is what a terminal would have shown when it began."""
    from audit.sampling.engines import spark_session

    kept, before = os.dup(2), os.environ.get("JAVA_TOOL_OPTIONS")
    os.environ["JAVA_TOOL_OPTIONS"] = JAVA
    with tempfile.TemporaryFile() as shown:
        os.dup2(shown.fileno(), 2)
        try:
            spark_session.HERE |= SMALL
            session = spark_session.open_session("local", folder)
            session.spark.sql("SELECT 1").collect()
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.environ.pop("JAVA_TOOL_OPTIONS")
            os.environ |= {"JAVA_TOOL_OPTIONS": before} if before else {}
        shown.seek(0)
        session.spark.said = shown.read().decode()
    try:
        yield session.spark
    finally:
        session.close()


def listening(process):
    """The addresses, in hex digits, on which a process listens."""
    links = set()
    for link in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            links.add(str(link.readlink()))
    own = {link[8:-1] for link in links if link.startswith("socket:[")}
    lines = [
        line.split()
        for name in ("tcp", "tcp6")
        for line in Path(f"/proc/{process}/net/{name}").read_text().splitlines()[1:]
    ]
    return {line[1].partition(":")[0] for line in lines if line[3] == "0A" and line[9] in own}
