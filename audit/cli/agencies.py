"""audit agency add, list, import."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from audit.cli.desk import WORDS, Desk, by_option, everywhere, json_option
from audit.cli.groups import InOrder
from audit.cli.screen import as_json as print_json
from audit.cli.screen import table, tell

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.store.store import Decide


@click.group(cls=InOrder)
def agency() -> None:
    """The agencies of the partnership: add, list, import.

    \b
    Example:
      audit agency import agencies.xlsx
    """


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
    from audit.registers.profile import load
    from audit.scoring.messages import agencies as count
    from audit.standards.words import vocabulary

    words = dict(_meaning(kind) for kind in kinds)
    profile = load(desk.library, "agencies")
    found = read_list(file, vocabulary(desk.library).kinds, profile, words)
    for note in found.notes:
        tell(note)
    agencies: list[Agency] = []

    def _decide(there: "tuple[Agency, ...]") -> "list[Agency]":
        agencies[:] = _known_as(found.agencies, there)
        return agencies

    changed = keep(desk, _decide)
    pairs = zip(agencies, found.agencies, strict=True)
    if other := [f"{one.name} ({one.code})" for one, read in pairs if one.code != read.code]:
        tell(f"Kept under another code, since known here already or the code was taken: {', '.join(other)}.")
    tell(f"{count(len(agencies))} read, {changed} of them new or changed.")


def _known_as(agencies: "Sequence[Agency]", there: "Sequence[Agency]") -> "list[Agency]":
    """Agencies under the codes that they have here already; a code made from a name gives way to others."""
    from dataclasses import replace

    from audit.agencies import codes
    from audit.errors import StateError

    names = {one.name.casefold(): one.code for one in there}
    taken = {one.code.casefold(): one for one in there}
    found: list[Agency] = []
    for one in agencies:
        same = names.get(one.name.casefold())
        if same and same != one.code and not _made(one):
            raise StateError(
                f"{one.name} is here already under the code {same}, not {one.code}; nothing was taken."
            )
        code = same or (taken[one.code.casefold()].code if one.code.casefold() in taken else one.code)
        if not same and code.casefold() in taken and _made(one):
            code = codes([one.name], taken)[0]
        known = next((other for other in there if other.code == code), None)
        taken[code.casefold()] = found_as = _filled(replace(one, code=code), known)
        found.append(found_as)
    return found


def _filled(one: "Agency", known: "Agency | None") -> "Agency":
    """An agency with what is known of it already, where the list says nothing."""
    from dataclasses import asdict, replace

    if known is None:
        return one
    return replace(one, **{key: value for key, value in asdict(known).items() if not getattr(one, key)})


def _made(one: "Agency") -> bool:
    """Whether a code looks as if it was made from the agency's name, not given in the list."""
    from audit.agencies import codes

    short, long = codes([one.name])[0], codes([one.name, one.name])[0]
    return one.code in {short, long} or one.code.rpartition("-")[0] == long


def _meaning(kind: str) -> tuple[str, str]:
    word, separator, code = kind.rpartition("=")
    if not separator or not word.strip() or not code.strip():
        raise click.UsageError(f"--kind takes WORD=CODE, such as 'Primary care=health', not {kind!r}.")
    return word.strip(), code.strip()


@agency.command()
@click.argument("name", type=WORDS)
@click.option("--code", type=WORDS, default="", help="A short code.  [default: made from the name]")
@click.option("--kind", "kinds", multiple=True, help="A kind of agency; may be repeated.")
@click.option(
    "--duty", "duties", multiple=True, help="Why it is asked: section 11, contract …; may be repeated."
)
@click.option("--parent", type=WORDS, default="", help="The body it belongs to.")
@click.option("--contact", type=WORDS, default="", help="Who answers for it.")
@click.option("--substitute", type=WORDS, default="", help="Who answers when the contact is away.")
@click.option("--chief-officer", type=WORDS, default="", help="To whom it escalates.")
@by_option
@everywhere
def add(
    desk: Desk, name: str, code: str, kinds: tuple[str, ...], duties: tuple[str, ...], **rest: str
) -> None:
    """Add an agency, or change the one of the same code: what is not told stays as it was.

    A body that others belong to (a trust, an integrated care board) is their --parent, by name or code.

    \b
    Examples:
      audit agency add "Kingsbridge Police" --kind police --duty "section 11"
      audit agency add "Abbey Surgery" --code abbey-surgery --parent "Kingsbridge ICB"
    """
    kinds, duties = _meant(desk, kinds, duties)
    _check({"name": name, "code": code, **rest})
    given = _told({"kinds": kinds, "duties": duties, **rest})
    kept: list[Agency] = []

    def _decide(there: "tuple[Agency, ...]") -> "list[Agency]":
        kept[:] = [_added(there, name, code, given)]
        return kept

    keep(desk, _decide)
    tell(f"{name} is kept under the code {kept[0].code}.")


def _added(there: "Sequence[Agency]", name: str, code: str, given: dict[str, Any]) -> "Agency":
    """The agency of a code, or a new one, with what is told of it; StateError where another has its name."""
    from dataclasses import replace

    from audit.agencies import Agency, codes
    from audit.errors import StateError

    code = next((one.code for one in there if one.code.casefold() == code.casefold()), code)
    if any(one.name.casefold() == name.casefold() and one.code != code for one in there):
        raise StateError(f"There is an agency {name!r} already; give its --code to change it.")
    code = code or codes([name], {one.code for one in there})[0]
    known = next((one for one in there if one.code == code), Agency(code, name))
    return replace(known, name=name, **given)


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Those that were told at the command line; one that was told as blank is to be blank."""
    context = click.get_current_context()
    return {key: value for key, value in values.items() if _is_given(context, key)}


def _is_given(context: click.Context, key: str) -> bool:
    return context.get_parameter_source(key) is ParameterSource.COMMANDLINE


def _meant(
    desk: Desk, kinds: tuple[str, ...], duties: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes that words for kinds and for duties stand for; UnknownError with the nearest."""
    from audit.definitions import nearest
    from audit.errors import UnknownError
    from audit.standards.words import vocabulary

    words = vocabulary(desk.library).kinds
    found = []
    for what, given, find, known in (
        ("kind", kinds, words.kind, words.kinds),
        ("duty", duties, words.duty, words.duties),
    ):
        meanings = {word: find(word) for word in given}
        for word, meaning in meanings.items():
            if meaning is None:
                raise UnknownError(f"There is no {what} {word!r}{nearest(word, [one.code for one in known])}")
        found.append(tuple(dict.fromkeys(meaning for meaning in meanings.values() if meaning)))
    return found[0], found[1]


def _check(values: dict[str, str]) -> None:
    """Put one agency through the checks of a list of them; AuditError with every problem."""
    from audit.errors import AuditError
    from audit.schemas.tables import Row, check_agencies

    problems = check_agencies([Row("", "", 0, {}, values)]) if any(values.values()) else []
    if problems or not values["name"]:
        raise AuditError("\n".join(problem.text for problem in problems) or "An agency needs a name.")


def keep(desk: Desk, decide: "Decide") -> int:
    """Save the agencies decided on, saying what they replace; how many were new or changed."""
    from audit.members import strange_parents

    decided: list[Agency] = []

    def _decide(there: "tuple[Agency, ...]") -> "Sequence[Agency]":
        decided[:] = decide(there)
        return decided

    changed = desk.store.change_agencies(_decide, desk.stamp())
    for before, now in changed:
        if before and before.name != now.name:
            tell(f"The code {now.code} stood for {before.name}; from now on it is {now.name}.")
        if before and (replaced := _replaced(before, now)):
            tell(f"{now.name}: {replaced}.")
    for sentence in strange_parents(decided, desk.store.agencies()):
        tell(sentence)
    return len(changed)


def _replaced(before: "Agency", now: "Agency") -> str:
    """What stood there before and no longer does, part by part; empty where only something was added."""
    from dataclasses import asdict

    from audit.responses.changes import differences

    found = differences(*({**asdict(one), "name": "", "code": ""} for one in (before, now)))
    moved = (f"{one.part} was {one.before}, now {one.after or 'blank'}" for one in found if one.before)
    return "; ".join(moved).replace("chief_officer", "chief officer")


@agency.command("list")
@json_option
@everywhere
def list_(desk: Desk, as_json: bool) -> None:
    """List the agencies.

    \b
    Example:
      audit agency list
    """
    from audit.scoring.messages import agencies as count
    from audit.standards.words import vocabulary

    agencies = desk.store.agencies()
    if as_json:
        print_json([_block(one) for one in agencies])
        return
    kinds = vocabulary(desk.library).kinds
    parents, names = any(one.parent for one in agencies), {one.code.casefold(): one.name for one in agencies}
    rows = [
        [
            one.code,
            one.name,
            *("; ".join(map(kinds.label, codes)) for codes in (one.kinds, one.duties)),
            *([names.get(one.parent.casefold(), one.parent)] if parents else []),
            one.contact,
        ]
        for one in agencies
    ]
    table(["Code", "Name", "Kinds", "Duties", *(["Parent"] if parents else []), "Contact"], rows)
    tell(f"{count(len(agencies))}.")


def _block(one: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(one)
