"""audit pack: what is taken into a visit or a challenge event."""

from pathlib import Path

import click

from audit.cli.desk import WORDS, Desk, everywhere, of_one_moment, output_option
from audit.cli.file_names import file_names, make_folder
from audit.cli.named import agency_in
from audit.cli.packing import Packing
from audit.cli.screen import tell
from audit.wording import plural


@click.command()
@click.argument("name", metavar="R")
@click.option("--agency", type=WORDS, help="The agency: its name or code.")
@click.option("--all", "everybody", is_flag=True, help="A pack for every agency of the round.")
@click.option("--since", metavar="R0", type=WORDS, default="", help="The earlier round to compare with.")
@output_option
@everywhere
@of_one_moment
def pack(desk: Desk, name: str, agency: str | None, everybody: bool, since: str, output: Path) -> None:
    """Write what is taken into a visit or a challenge event: how an agency stands, and what to ask it.

    Its grades stand beside the counts of all (of others none is named), with what changed since the round
    before, where evidence is lacking, its open actions, and questions made from all that. In a round in
    which an adviser or a panel answers, the answers are the agency's own of the round before it.

    \b
    Examples:
      audit pack s11-2026 --agency police -o police-pack.xlsx
      audit pack visits-2026 --all -o packs
    """
    from audit.workbook.pack import write_pack

    if bool(agency) == everybody:
        raise click.UsageError("Give --agency NAME, or --all.")
    packing = Packing(desk, name, since)
    if agency:
        one = agency_in(desk, packing.agencies, agency)
        made = packing.pack(one)
        write_pack(made, output)
        tell(f"{output} is written, on {one.name}.")
        packing.tell_of([made])
        return
    make_folder(output)
    names = file_names("pack", [one.code for one in packing.agencies])
    found = [packing.pack(one) for one in packing.agencies]
    for made in found:
        write_pack(made, output / names[made.agency.code])
    tell(f"{plural(len(found), 'pack')} written to {output}.")
    packing.tell_of(found)
