"""A register in a table by its address: opened where it lies, and read there."""

import re
from pathlib import Path

from audit.definitions import Library
from audit.errors import StateError
from audit.registers.register import Register

_ADDRESS = re.compile(r"spark:local(#|$)|[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def is_table(spec: str) -> bool:
    """Whether a register is named by the address of a table: URL#schema.table, spark:local#TABLE-or-PATH."""
    return _ADDRESS.match(spec) is not None


def open_table(spec: str, library: Library, scratch: Path) -> Register:
    """The register that an address names; StateError where it cannot be reached or has no such table."""
    raise StateError(f"{spec} cannot be read yet ({library}, {scratch}).")
