"""audit collect."""

import sys
from collections.abc import Collection
from pathlib import Path

import click

from audit.cli.desk import Desk, by_option, everywhere
from audit.cli.refusals import take_each
from audit.cli.screen import tell
from audit.errors import AuditError


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--round", "name", metavar="R", help="The round that a table is for, where it fits several.")
@click.option("--prefer", default="")
@click.option("--agency")
@by_option
@everywhere
def collect(desk: Desk, files: tuple[Path, ...], name: str | None, prefer: str, agency: str | None) -> None:
    """Take in filled forms (xlsx, xls, ods); what is wrong in one is listed by sheet and cell.

    Tables are taken too (csv, tsv, xlsx …): answers, one a row under agency, case, question and value, or
    replies as form tools export them, one a row with a column for each question.

    A file that is wrong anywhere is not taken at all; the others are.

    \b
    Examples:
      audit collect inbox/*.xlsx
      audit collect replies.csv --round staff-2026
    """
    from audit.cli.arriving import Arriving
    from audit.cli.collecting import tables_among, take_tables
    from audit.cli.return_collecting import is_return, take_returns

    files = tuple(dict.fromkeys(files))
    sent = [file for file in files if is_return(file)]
    if sent:
        errors = take_returns(desk, Arriving(desk, prefer), sent, name, agency)
        for error in errors:
            tell(str(error))
        if errors:
            raise AuditError(f"{len(errors)} refused")
        return
    listed = tables_among(desk, files, name)
    refused = take_in(desk, [file for file in files if file not in listed])
    refused += take_tables(desk, listed, name)
    what = "files" if listed else "forms"
    if refused:
        for error in refused:
            tell(str(error))
        raise AuditError(
            f"{len(files) - len(refused)} of {len(files)} {what} taken, {len(refused)} refused as said above."
        )
    tell(f"{len(files)} of {len(files)} {what} taken.")


def take_in(desk: Desk, files: Collection[Path]) -> list[AuditError]:
    """Take in forms, each wholly or not at all; gives why some were refused."""
    from audit.cli.arriving import Arriving
    from audit.cli.case_collecting import grids_among, take_grids
    from audit.cli.form_collecting import FormCollecting
    from audit.workbook.form_read import read_forms

    grids = grids_among(desk, files)
    desk_of_forms = FormCollecting(Arriving(desk))
    others = [path for path in files if path not in grids]
    forms, errors = read_forms(others, desk_of_forms.known, desk_of_forms.edition)
    refused: list[AuditError] = [*take_grids(desk, grids), *errors]
    with click.progressbar(forms, label="Collecting", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        return refused + take_each(bar, desk_of_forms.take)
