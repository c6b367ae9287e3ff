"""The public made-up registers, where somebody put them beside the checkout; else their tests skip."""

from pathlib import Path

import pytest

REGISTERS = Path(__file__).parents[2] / "shared" / "data"
needs_registers = pytest.mark.skipif(
    not REGISTERS.exists(), reason="the public made-up registers are not beside the checkout"
)
