"""Which engine answers for a register."""

from pathlib import Path

from audit.registers.register import Register
from audit.sampling.engines.engine import Engine


def engine_for(register: Register, scratch: Path) -> Engine:
    """The engine that answers for a register: DuckDB for files, else that in which its table lies.

    What DuckDB cannot hold in memory goes to `scratch`.
    """
    if register.table is not None:
        found: Engine = register.table.engine(register)
        return found
    from audit.sampling.engines.duck import Duck

    return Duck(register, scratch)
