"""audit dip: seal, draw, open a round and write its form, in one step."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.case_opening import CaseOptions, open_cases
from audit.cli.desk import WORDS, Day, Desk, everywhere, json_option, who_option
from audit.cli.drawing import DesignOptions, draw_sample
from audit.cli.file_names import safe
from audit.cli.frames import FrameOptions, frame_options
from audit.cli.keeping import Made
from audit.cli.sample import DrawCommand, dip_options, split
from audit.cli.samples import can_show, write_list
from audit.cli.screen import as_json as print_json
from audit.cli.screen import item, line, tell
from audit.cli.task import quoted
from audit.dates import in_words
from audit.errors import FileError, Problem, StateError

if TYPE_CHECKING:
    from audit.cases.case_round import CaseRound
    from audit.templates import Template

TIME = timedelta(days=28)  # to read the cases, where nobody says by when


@click.command(cls=DrawCommand)
@click.argument("template")
@frame_options
@dip_options
@click.option("--name", default="", help="The round's name.  [default: the template's, and the month]")
@click.option("--due", type=Day(), help="By when it is read.  [default: in four weeks]")
@click.option("--period", type=WORDS, default="", help="The period that it is about, in words.")
@click.option("--agency", help="Whose staff read.  [default: nobody's in particular]")
@click.option("--double", metavar="N|P%", help="How many cases are read twice.")
@click.option("-o", "--output", "form", type=click.Path(path_type=Path), metavar="FILE",
              help="The form.  [default: NAME.xlsx in the workspace]")  # fmt: skip
@json_option
@who_option
@everywhere
def dip(
    desk: Desk,
    template: str,
    name: str,
    due: date | None,
    period: str,
    agency: str | None,
    double: str | None,
    form: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Draw cases from REGISTER and open a round on them, with a form of one page to fill in.

    The register is sealed, the cases drawn, the round opened and the form written: cases across, questions
    down. Fill it in and take it in with 'audit collect'; or answer at the prompt with 'audit ask'.

    \b
    Examples:
      audit dip dip/supervision staff.csv --size 8
      audit dip dip/strategy-meetings "annex-a.xlsx#List 4" --size 12 --double 25% --name strategy-nov
    """
    from audit.templates import load

    asked = load(desk.library, template)
    named = name or default_name(desk, asked)
    place = form or desk.folder / f"{safe(named)}.xlsx"
    check(desk, asked, named, place, (agency, double))
    check_size(double, given)
    made = draw_sample(desk, split(FrameOptions, given), split(DesignOptions, given), None)
    write_list(desk, made.standing, made.folder / "cases.xlsx", carried=made.carried, headings=made.headings)
    found = opened(desk, asked, named, (due or desk.today + TIME, period), (agency, double), made)
    write_form(desk, found, agency, place)
    if as_json:
        print_json(block(found, made, place))
        return
    say(found, made, place)


def default_name(desk: Desk, template: "Template") -> str:
    """A name for a routine dip that no round has yet: `supervision-2026-11`, then `supervision-2026-11-2`."""
    stem = f"{template.ref.rpartition('/')[2]}-{desk.today:%Y-%m}"
    taken = {one.name.casefold() for one in desk.store.rounds()}
    number, found = 1, stem
    while found.casefold() in taken:
        number += 1
        found = f"{stem}-{number}"
    return found


def check(
    desk: Desk, template: "Template", name: str, place: Path, who: tuple[str | None, str | None]
) -> None:
    """Refuse what is wrong before a case is drawn, so that no draw stands without its round."""
    from audit.cases.subject import check_double
    from audit.rounds import check_name, find_agency

    agency, double = who
    if agency:
        find_agency(desk.store.agencies(), agency)
    if double:
        check_double(double)

    if template.subject != "case":
        raise StateError(
            f"{template.ref} asks about another subject ({template.subject}), not about drawn cases."
        )
    if wrong := check_name(name):
        raise click.UsageError(wrong)
    if name.casefold() in {one.name.casefold() for one in desk.store.rounds()}:
        raise StateError(f"There is a round {name!r} already; give this one another --name.")
    if place.suffix.casefold() != ".xlsx":
        raise FileError(str(place), [Problem("", "its name must end in .xlsx.")])
    if place.exists():
        raise FileError(str(place), [Problem("", "it is there already; name another file with -o.")])
    if not place.parent.is_dir():
        raise FileError(str(place), [Problem("", f"there is no folder {place.parent}; make it first.")])


def check_size(double: str | None, given: Mapping[str, Any]) -> None:
    """Refuse more second readings than cases before any is drawn, as far as the options tell."""
    if double and given["judgement"]:
        raise StateError(
            "Cases chosen by hand have no seed, so no share of them can be drawn to be read twice."
        )
    size = given["size"] or ""
    if double and double.isdecimal() and size.isdecimal() and int(double) > int(size):
        raise StateError(f"--double asks for {double} of {size} cases; ask for fewer.")


def opened(
    desk: Desk,
    template: "Template",
    name: str,
    when: tuple[date, str],
    who: tuple[str | None, str | None],
    made: Made,
) -> "CaseRound":
    """The round on the cases drawn; nobody's in particular, or one agency's to read."""
    from audit.rounds import Round

    agency, double = who
    due, period = when
    options = CaseOptions(sample=made.standing.id, double=double, anyone=agency is None)
    named = [agency] if agency else []
    return open_cases(desk, Round(name, template, due, (), period), (named, ()), options, quiet=True)


def write_form(desk: Desk, found: "CaseRound", agency: str | None, place: Path) -> None:
    """The grid form of the dip."""
    from audit.rounds import find_agency
    from audit.workbook.case_form import write_case_form
    from audit.workbook.case_form_plan import agencys_form

    code = find_agency(tuple(found.agencies.values()), agency).code if agency else ""
    write_case_form(agencys_form(found, code, 1, desk.today), place, partnership=desk.partnership)


def say(found: "CaseRound", made: Made, place: Path) -> None:
    """What was done, what it can show, and what comes next."""
    from audit.sampling.sentences import design_sentence

    for warning in made.warnings:
        tell(f"- {warning}", "  ")
    round_ = found.round
    line(f"{made.standing.id}: {design_sentence(made.standing.certificate)}")
    for sentence in can_show(made.standing.certificate):
        item(sentence)
    twice = [one.ref for one in found.usable if one.twice]
    if twice:
        line(f"Read twice: {', '.join(twice)}.")
    tell(f"The round {round_.name!r} is open: {round_.template.title}, due {in_words(round_.due)}.")
    tell(f"Which case is which: {made.folder / 'cases.xlsx'}")
    tell(f"Form: {place}. When it is filled in: audit collect {quoted(str(place))}")
    if twice:
        tell(f"Form of the second readings: audit form {round_.name} --reading 2 -o FILE.xlsx")


def block(found: "CaseRound", made: Made, place: Path) -> dict[str, Any]:
    """What `--json` prints."""
    return {
        "round": found.round.name,
        "sample": made.standing.id,
        "cases": [one.ref for one in found.usable],
        "twice": [one.ref for one in found.usable if one.twice],
        "due": found.round.due.isoformat(),
        "form": str(place),
        "case_list": str(made.folder / "cases.xlsx"),
        "warnings": list(made.warnings),
    }
