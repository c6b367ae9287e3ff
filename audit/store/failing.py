"""What a database says went wrong, in the user's words."""

from sqlalchemy.exc import OperationalError

from audit.store.engine import STILL, WAIT

# By what the text of an error holds: SQLite has no codes in it, nor has a connection that never was.
OF_A_FILE = {
    "is full": "make room on the disk that holds it, and try again",
    "readonly": "copy the folder to where you may write",
    "locked": "somebody else is writing, so try again",
    "malformed": "the file is damaged, so go back to a copy of it",
    "not a database": "the file is damaged or something else, so go back to a copy of it",
}
OF_A_SERVER = {
    "password authentication failed": "mend the password, in PGPASSFILE or in the URL",
    "no password supplied": "give one in PGPASSFILE, or in the URL",
    "Connection refused": "mend the host or the port, or start the server",
    "could not translate host name": "mend the name of the host",
    "failed to resolve host": "mend the name of the host",
    "No such file or directory": "start the server, or mend its place in the URL",
    "timeout expired": "mend the host or the port, or ask whether a firewall stands between",
    "too many clients": "try again in a minute",
    "too many connections": "try again in a minute",
    "connection slots are reserved": "try again in a minute",
    "server closed the connection": "try again in a minute",
    "starting up": "try again in a minute",
    "shutting down": "try again in a minute",
    "pg_hba.conf": "ask the server's owner to let you in from this computer",
    '" does not exist': "mend that name in the URL, or ask the server's owner to make it",
    "not currently accepting": "ask the server's owner why",
    "cannot contain NUL": "take that sign out of the text",
}
NO_DRIVER = "PostgreSQL needs more: pip install 'safeguarding-audit[postgres]'"
# By the codes of PostgreSQL: the whole sentence, since what the server says is for those who run it.
SAID = {
    "3D000": "there is no such database; mend its name, or ask the server's owner to make it",
    "3F000": "its schema is not there; mend search_path in the URL, or ask the owner to make the schema",
    "25006": "this server is a copy to read from; name the one that is written to",
    "25P03": f"this took over {STILL} seconds, in which others could not write; try again",
    "53100": "the disk of the database server is full; tell those who run it, then try again",
    "53200": "the database server is out of memory; tell those who run it, then try again",
    "54000": "a name is too long to be found again; make it shorter",
    "55P03": f"somebody else has been writing for over {WAIT} seconds; try again",
    "57014": "the database stopped it, since it took too long",
    "22021": "a text holds a sign that cannot be kept",
}
# What a role may not do, which depends on what it was about to.
TO_READ = "your role may not read this store; its owner can give you the role audit_reader or audit_writer"
TO_WRITE = "your role may read this store, not write in it; its owner can give you the role audit_writer"
TO_MAKE = "your role may not make tables here; connect as the role that owns the database or the schema"
KEPT = "what was acknowledged before is kept, so go on when it is back"


def reason(error: Exception, denied: str = TO_READ, *, opened: bool = False) -> str:
    """What a database said, in its first line, and what would do where that is known.

    `denied` is what is said where the role in the database may not do it; `opened` is whether the store was
    open already, so that its URL is not to blame.
    """
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlstate", None)
    if code == "42501":
        return denied
    if code in SAID:
        return SAID[code]
    if getattr(error, "connection_invalidated", False):
        return f"the connection to the database broke; {KEPT}"
    if isinstance(error, ImportError):
        return NO_DRIVER
    said = getattr(cause, "strerror", None) or _first_line(str(cause))
    of_a_server = type(cause).__module__.startswith("psycopg")
    if opened and of_a_server and code is None and isinstance(error, OperationalError):
        return f"the database cannot be reached any more ({said}); {KEPT}"
    known = OF_A_SERVER if of_a_server else OF_A_FILE
    end = next((remedy for word, remedy in known.items() if word in said), "")
    return f"{said}{end and '; '}{end}"


def _first_line(said: str) -> str:
    """The first line, without where the server is, which the URL has told."""
    line = said.strip().split("\n")[0].rpartition(" failed: ")[2]
    return line.removeprefix("FATAL:").strip().removeprefix("fe_sendauth: ").rstrip(".")
