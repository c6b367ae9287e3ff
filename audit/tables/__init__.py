"""A CSV, Excel or ODS file as rows of cells with their addresses.

What is read keeps its place: leading blank rows and columns stay, so that a message can name the
cell as Excel shows it.
"""

from audit.tables.cells import Table, Value, address, letters, place, text, where
from audit.tables.reading import KINDS, read

__all__ = ["KINDS", "Table", "Value", "address", "letters", "place", "read", "text", "where"]
