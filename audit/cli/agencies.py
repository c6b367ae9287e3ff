"""audit agency add, list, import."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import Desk, by_option, everywhere, json_option
from audit.cli.screen import as_json as print_json
from audit.cli.screen import table, tell

if TYPE_CHECKING:
    from audit.agencies import Agency


@click.group()
def agency() -> None:
    """The agencies of the partnership: add, list, import."""


@agency.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", "kinds", multiple=True, metavar="WORD=CODE", help="What a word of the list means.")
@by_option
@everywhere
def import_(desk: Desk, file: Path, kinds: tuple[str, ...]) -> None:
    """Take in a list of agencies (CSV, Excel or ODS) as the board keeps it.

    \b
    Example:
      audit agency import agencies.xlsx --kind 'Primary care=health'
    """
    from audit.agencies import read_list
    from audit.registers import load
    from audit.standards.words import vocabulary

    words = dict(_meaning(kind) for kind in kinds)
    profile = load(desk.library, "agencies")
    found = read_list(file, vocabulary(desk.library).kinds, profile, words)
    for note in found.notes:
        tell(note)
    agencies = [_known_as(one, desk.store.agencies()) for one in found.agencies]
    changed = desk.store.save_agencies(agencies, desk.stamp())
    tell(f"{len(agencies)} agencies read, {changed} of them new or changed.")


def _known_as(one: "Agency", there: "tuple[Agency, ...]") -> "Agency":
    """An agency under the code that it has here already, where its own was only made from its name."""
    from dataclasses import replace

    from audit.agencies import codes
    from audit.errors import StateError

    same = next((other for other in there if other.name.casefold() == one.name.casefold()), None)
    if same is None or same.code == one.code:
        return one
    if one.code != codes([one.name])[0]:
        raise StateError(
            f"{one.name} is here already under the code {same.code}, not {one.code}; nothing was taken."
        )
    return replace(one, code=same.code)


def _meaning(kind: str) -> tuple[str, str]:
    word, separator, code = kind.rpartition("=")
    if not separator or not word.strip() or not code.strip():
        raise click.UsageError(f"--kind takes WORD=CODE, such as 'Primary care=health', not {kind!r}.")
    return word.strip(), code.strip()


@agency.command()
@click.argument("name")
@click.option("--code", default="", help="A short code.  [default: made from the name]")
@click.option("--kind", "kinds", multiple=True, help="A kind of agency; may be repeated.")
@click.option(
    "--duty", "duties", multiple=True, help="Why it is asked: section 11, contract …; may be repeated."
)
@click.option("--parent", default="", help="The body it belongs to.")
@click.option("--contact", default="", help="Who answers for it.")
@click.option("--substitute", default="", help="Who answers when the contact is away.")
@click.option("--chief-officer", default="", help="To whom it escalates.")
@by_option
@everywhere
def add(
    desk: Desk, name: str, code: str, kinds: tuple[str, ...], duties: tuple[str, ...], **rest: str
) -> None:
    """Add an agency, or change the one of the same code.

    \b
    Example:
      audit agency add "Kingsbridge Police" --kind police --duty "section 11"
    """
    from audit.agencies import Agency, codes
    from audit.definitions import nearest
    from audit.errors import StateError, UnknownError
    from audit.standards.words import vocabulary

    words = vocabulary(desk.library).kinds
    found = {"kind": [words.kind(word) for word in kinds], "duty": [words.duty(word) for word in duties]}
    for what, given, known in (("kind", kinds, words.kinds), ("duty", duties, words.duties)):
        for word, meaning in zip(given, found[what], strict=True):
            if meaning is None:
                raise UnknownError(f"There is no {what} {word!r}{nearest(word, [one.code for one in known])}")
    there = desk.store.agencies()
    if any(one.name.casefold() == name.casefold() and one.code != code for one in there):
        raise StateError(f"There is an agency {name!r} already; give its --code to change it.")
    code = code or codes([name], {one.code for one in there})[0]
    kept = {key: tuple(dict.fromkeys(word for word in part if word)) for key, part in found.items()}
    desk.store.save_agencies([Agency(code, name.strip(), kept["kind"], kept["duty"], **rest)], desk.stamp())
    tell(f"{name} is kept under the code {code}.")


@agency.command("list")
@json_option
@everywhere
def list_(desk: Desk, as_json: bool) -> None:
    """List the agencies.

    \b
    Example:
      audit agency list
    """
    from audit.standards.words import vocabulary

    agencies = desk.store.agencies()
    if as_json:
        print_json([_block(one) for one in agencies])
        return
    kinds = vocabulary(desk.library).kinds
    rows = [
        [
            one.code,
            one.name,
            *("; ".join(map(kinds.label, codes)) for codes in (one.kinds, one.duties)),
            one.contact,
        ]
        for one in agencies
    ]
    table(["Code", "Name", "Kinds", "Duties", "Contact"], rows)
    tell(f"{len(agencies)} agencies.")


def _block(one: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(one)
