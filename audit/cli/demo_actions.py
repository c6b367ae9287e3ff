"""The demo's action plan: kept by hand and untidy, imported, followed, asked about, reported."""

from pathlib import Path

from audit.cli.desk import Desk
from audit.definitions import Block, read


def script() -> Block:
    """The plan and what is done with it."""
    return read(Path(__file__).with_name("demo_plan.yaml"))


def write_plan(desk: Desk, kept: Block) -> Path:
    """The plan as somebody keeps it, as a workbook in the demo's folder."""
    from audit.workbook.hand_kept import HandKept, write_hand_kept

    rows = [one if isinstance(one, str) else (one["cells"], one.get("colour", "")) for one in kept["rows"]]
    widths = [int(width) for width in kept["widths"]]
    path: Path = desk.folder / kept["file"]
    plan = HandKept(kept["sheet"], kept["above"], kept["headings"], widths, rows, kept["below"])
    write_hand_kept(plan, path, desk.today)
    return path
