"""audit case-key: what the register says of an agency's cases, encrypted for that agency alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import Desk, by_option, everywhere, json_option
from audit.cli.encrypting import check_output, check_passphrase, encrypted, keys_of, place
from audit.cli.screen import as_json as print_json
from audit.cli.screen import line, tell
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.cases.case_round import CaseRound
    from audit.cases.look_up import LookUp
    from audit.sampling.standing import Standing

ACT = "case-key"
PASSPHRASE = "passphrase"  # noqa: S105 - what the log calls it, no secret


@dataclass(frozen=True, slots=True)
class Found:
    """What was read of the register: the look-up, and its columns that tell who a child is."""

    look_up: "LookUp"
    personal: Mapping[str, str]


@click.command("case-key", short_help="What a register says of an agency's cases, encrypted for it.")
@click.argument("name", metavar="R")
@click.argument("register")
@click.option("--agency", required=True, help="Whose cases: an agency's name or code.")
@click.option("--columns", multiple=True, required=True, metavar="COL,…", help="The columns to find them by.")
@click.option(
    "--to", multiple=True, metavar="KEY|FILE", help="The agency's public key (age1…), or a file with it."
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE.age",
    help="The encrypted file, which must be new.",
)
@json_option
@by_option
@everywhere
def case_key(
    desk: Desk,
    name: str,
    register: str,
    agency: str,
    columns: tuple[str, ...],
    to: tuple[str, ...],
    output: Path,
    as_json: bool,
) -> None:
    """Write what REGISTER says of the cases that an agency reads in the round R, encrypted for it.

    REGISTER is the very file that was drawn from. Without --to a passphrase is asked for, or taken from
    AUDIT_PASSPHRASE. What is written is kept nowhere else; that it was written is logged. A column whose
    heading holds a comma is named by a --columns of its own.

    \b
    Examples:
      audit case-key neglect register.csv --agency Police --columns Name,DoB -o police.age
      audit case-key neglect register.csv --agency nhs --columns "NHS No" --to nhs.pub -o nhs.age
    """
    from audit.cases.look_up import as_csv, cases_for, sample_of
    from audit.cli.readings import book_of
    from audit.rounds import find_agency

    book = book_of(desk)
    found = book.round(name)
    sample, whose = sample_of(found), find_agency(desk.store.agencies(), agency)
    cases_for(found, whose)  # said before anything is asked or read
    check_output(output)
    keys = tuple(dict.fromkeys(key for text in to for key in keys_of(text)))
    if not keys:
        check_passphrase()
    read = _read(desk, register, (found, sample), whose, columns)
    # The register's copies are gone by now, so none lies about while somebody thinks of a passphrase.
    content = encrypted(as_csv(read.look_up), keys)
    act = {
        "agency": whose.code,
        "file": output.name,
        "columns": list(read.look_up.headings[1:]),
        "cases": len(read.look_up.refs),
        "sha256": sample.certificate["source"]["sha256"],
        "to": ", ".join(keys) or PASSPHRASE,
    }
    place(output, content, lambda: book.log(found.round.name, ACT, act, desk.stamp()))
    _say(found, whose, output, read, act, as_json=as_json)


# --- the register ---------------------------------------------------------------------------------------


def _read(
    desk: Desk,
    spec: str,
    about: tuple["CaseRound", "Standing"],
    agency: "Agency",
    columns: Sequence[str],
) -> Found:
    """What the register that was drawn from says of an agency's cases in some columns."""
    from audit.cases.look_up import cases_for, columns_named, look_up
    from audit.cli.frames import laid, open_one, personal_of, scratch
    from audit.sampling.verify import asked_of

    case_round, sample = about
    named = _same_file(spec, sample)
    with scratch(desk) as folder:
        register = open_one(desk, named, folder)
        _check_same(spec, sample, register.sha256, register.sheet)
        wanted = columns_named(register, columns)
        headings = [register.headings[column].text for column in wanted]
        personal = {register.headings[at].text: what for at, what in personal_of(register).items()}
        asked = asked_of(sample.certificate)
        # The rows of a case are those it was drawn by; how they were sorted and shared out is no matter.
        asked = replace(asked, by=(), cluster="", weight="", order=(), one_per="", carry=tuple(headings))
        subjects = cases_for(case_round, agency)
        with laid(register, folder, asked, {}) as frame:
            rows = frame.engine.carried([subject.unit for subject in subjects])
    found = look_up(subjects, headings, rows)
    return Found(found, {name: what for name, what in personal.items() if name in headings})


def _same_file(spec: str, sample: "Standing") -> str:
    """The register's name with the sheet that was drawn from; StateError where it is another file."""
    from audit.registers.opening import split
    from audit.tables.survey import sha256_of

    path, sheet = split(spec)
    then = sample.certificate["source"]["sheet"]
    _check_same(spec, sample, sha256_of(path), sheet or then)
    return f"{path}#{sheet or then}" if sheet or then else spec


def _check_same(spec: str, sample: "Standing", sha256: str, sheet: str) -> None:
    """StateError where this is not the file, or not the sheet, that a sample was drawn from."""
    from audit.registers.opening import split
    from audit.sampling.sentences import when

    source = sample.certificate["source"]
    if sha256 != source["sha256"]:
        sealed = next((str(act["at"]) for act in sample.certificate["acts"] if act["act"] == "seal"), "")
        changed = datetime.fromtimestamp(split(spec)[0].stat().st_mtime, UTC).astimezone()
        raise StateError(
            f"{spec} is not the register that {sample.id} was drawn from: that was {source['register']}, "
            f"sealed on {when(sealed)}, and this file was last changed on "
            f"{when(changed.isoformat(timespec='seconds'))} and says something else; name the file as it "
            "was sealed."
        )
    if sheet != source["sheet"]:
        raise StateError(f"{sample.id} was drawn from the sheet {source['sheet']!r}, not from {sheet!r}.")


# --- what is said -------------------------------------------------------------------------------------------


def _say(
    found: "CaseRound",
    agency: "Agency",
    output: Path,
    read: Found,
    act: Mapping[str, Any],
    *,
    as_json: bool,
) -> None:
    lines, refs, name = len(read.look_up.lines), read.look_up.refs, found.round.name
    for heading, what in read.personal.items():
        tell(f"{heading!r} tells who a child is: it holds {what}.")
    if as_json:
        whole = {**act, "round": name, "file": str(output), "cases": refs, "lines": lines}
        print_json({**whole, "personal": dict(read.personal)})
    else:
        line(f"In it: {', '.join(refs)}.")
    how = "by the passphrase" if act["to"] == PASSPHRASE else f"to {act['to']}"
    cases = "1 case" if len(refs) == 1 else f"{len(refs):,} cases"
    tell(
        f"{output} is written for {agency.name}: {cases} of {name!r} in "
        f"{'1 line' if lines == 1 else f'{lines:,} lines'}, encrypted {how}."
    )
    if fragile := read.look_up.fragile:
        named = ", ".join(map(repr, fragile))
        tell(f"Excel changes numbers such as those of {named}: have them brought in as text there.")
    if act["to"] == PASSPHRASE:
        tell("Tell them the passphrase another way than the file goes, such as by telephone.")
    tell(
        f"Any program for age files opens it, such as: age --decrypt -o cases.csv {output.name}. Delete it "
        f"here once it is sent; 'audit round close {name}' will ask {agency.name} to destroy its copy."
    )
