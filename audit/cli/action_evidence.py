"""audit action evidence: the register of what is held, where, and who accepted it."""

from collections import Counter
from pathlib import Path

import click

from audit.cli.desk import WORDS, Desk, everywhere, json_option
from audit.cli.screen import as_json as print_json
from audit.cli.screen import line, table, tell
from audit.dates import said


@click.command("evidence")
@click.option("--plan", metavar="P", default="", help="Only the actions of a plan.")
@click.option("--owner", type=WORDS, default="", help="Only those of an owner.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write it as a .csv or .xlsx.")
@json_option
@everywhere
def action_evidence(desk: Desk, plan: str, owner: str, output: Path | None, as_json: bool) -> None:
    """List the evidence of actions: what it is, where it is held, its date, who accepted it, the basis.

    Evidence that an owner sent and somebody accepted stands there too, marked as not assured on; so do
    assurances that rest on no evidence.

    \b
    Examples:
      audit action evidence
      audit action evidence --plan child-r -o evidence.xlsx
    """
    from audit.actions.evidence import HEADINGS, register
    from audit.actions.filters import Wanted, chosen
    from audit.cli.action_owners import every_action
    from audit.workbook.listing import check_name, write_list

    if output:
        check_name(output)
    wanted = Wanted(owner=owner, agencies=tuple(desk.store.agencies()))
    found = register(chosen(every_action(desk, plan), wanted, desk.today))
    if output:
        write_list(output, "Evidence", HEADINGS, [one.cells() for one in found], desk.today)
        tell(f"{output} is written: {_pieces(len(found))}.")
    if as_json:
        print_json([one.block() for one in found])
    elif not output and not found:
        tell("No evidence is held yet: 'audit action assure' and 'audit action accept' keep it.")
    elif not output:
        heads = ["Action", "Evidence", "Where it is held", "Date", "Accepted by", "Basis"]
        rows = [[one[0], one[3], one[4], said(one[5]), one[6], one[7]] for one in (e.cells() for e in found)]
        table(heads, rows)
        counts = Counter(one.basis or "not assured on" for one in found)
        line(f"{_pieces(len(found))}: {', '.join(f'{count} {basis}' for basis, count in counts.items())}.")


def _pieces(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"
