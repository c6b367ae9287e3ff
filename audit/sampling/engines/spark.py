"""A table of a Spark lake."""

from pathlib import Path
from typing import TYPE_CHECKING

from audit.errors import StateError

if TYPE_CHECKING:
    from audit.sampling.engines.elsewhere import OpenTable


def open_spark(address: str, name: str, scratch: Path) -> "OpenTable":
    """Open the table or path of a name in the Spark of an address; else StateError."""
    raise StateError(f"{address}#{name} cannot be read yet ({scratch}).")
