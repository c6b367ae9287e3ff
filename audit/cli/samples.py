"""audit sample: list, show, replace, discard; and what is told of a sample."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import WORDS, Desk, by_option, everywhere, json_option
from audit.cli.screen import as_json as print_json
from audit.cli.screen import item, table, tell
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.sampling.ledger import Act
    from audit.sampling.standing import Entry, Standing
    from audit.store.ledger import Ledger

LISTED = 60  # cases that a screen shows; the case list holds them all
OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the case list as it stands.",
)


def by_stratum(certificate: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Population and drawn cases of each stratum; of a cluster draw those of each drawn cluster."""
    drawn: dict[str, int] = {}
    for case in certificate["drawn"]:
        drawn[case["stratum"]] = drawn.get(case["stratum"], 0) + 1
    populations = certificate["frame"]["strata"]
    if certificate["design"]["method"] == "cluster":
        populations = {
            name: units for name, units in certificate["frame"]["clusters"].items() if name in drawn
        }
    return {name: {"population": n, "drawn": drawn.get(name, 0)} for name, n in populations.items()}


def can_show(certificate: Mapping[str, Any], confidence: str = "0.95") -> tuple[str, ...]:
    """What a sample of its size can show of its register, and what it cannot."""
    from audit.sampling.sentences import figures_sentence
    from audit.statistics.sentences import can_show as sentences

    method, said = certificate["design"]["method"], figures_sentence(certificate)
    size, population = len(certificate["drawn"]), certificate["frame"]["population"]
    if method in {"judgement", "weighted"}:
        return (said,)
    found = [said] if method in {"cluster", "stratified"} and said else []
    found += sentences(size, population, float(confidence))
    for name, text in certificate["design"].get("sub_samples", {}).items():
        of = len(certificate["sub_samples"][name])
        what = f"{text.replace('%', ' %')} of {size:,} is {of:,}" if "%" in text else f"{of:,} of {size:,}"
        found.append(f"{name}: {what} {'case' if of == 1 else 'cases'}.")
        found += [f"{name}: {sentence}" for sentence in sentences(of, population, float(confidence))]
    return tuple(found)


def say(found: "Standing") -> None:
    """Print a sample as it stands: what it is, its strata, its cases."""
    from audit.sampling.sentences import design_sentence, excluded_sentence, sealed_sentence, seed_sentence

    certificate = found.certificate
    click.echo(f"{found.id}: {design_sentence(certificate)}")
    if found.discarded:
        click.echo(f"Thrown away: {found.discarded}.")
    if certificate["frame"]["excluded"]:
        click.echo(excluded_sentence(certificate))
    click.echo(seed_sentence(certificate))
    click.echo(sealed_sentence(certificate))
    strata = by_stratum(certificate)
    if list(strata) != [""]:
        rows = [[name, f"{n['population']:,}", f"{n['drawn']:,}"] for name, n in strata.items()]
        table(["Stratum", "Units", "Drawn"], rows)
    subs = list(certificate["sub_samples"])
    headings = ["Ref", " | ".join(certificate["frame"]["unit"]), "Stratum", *subs, "Standing"]
    lines = [_line(entry, subs) for entry in found.entries[:LISTED]]
    if list(certificate["frame"]["strata"]) == [""] and certificate["design"]["method"] != "cluster":
        headings, lines = _without(headings, 2), [_without(line, 2) for line in lines]
    table(headings, lines)
    if len(found.entries) > LISTED:
        item(f"{len(found.entries) - LISTED:,} more cases stand in the case list.")


def _line(entry: "Entry", subs: Sequence[str]) -> list[str]:
    within = ["yes" if name in entry.subs else "" for name in subs]
    return [entry.reference, entry.unit, entry.stratum, *within, state(entry)]


def _without(cells: Sequence[str], place: int) -> list[str]:
    return [cell for index, cell in enumerate(cells) if index != place]


def state(entry: "Entry") -> str:
    """What became of a case, in words."""
    if entry.struck:
        return f"struck out: {entry.struck}"
    return f"in the place of {entry.follows}" if entry.follows else "drawn"


def ledger_of(desk: Desk) -> "Ledger":
    """The ledger of the workspace."""
    from audit.store.ledger import Ledger

    return Ledger(desk.store)


def write_list(desk: Desk, found: "Standing", path: Path, **carried: Any) -> None:
    """Write the case list of a sample."""
    from audit.workbook.cases import write_cases

    marking = desk.setting("marking")
    write_cases(path, found, on=desk.today, partnership=desk.partnership, marking=marking, **carried)


@click.command("list")
@json_option
@everywhere
def list_samples(desk: Desk, as_json: bool) -> None:
    """List every draw of this workspace, also those thrown away, and check the ledger's chain.

    \b
    Example:
      audit sample list
    """
    from audit.sampling.ledger import broken
    from audit.sampling.standing import standing

    ledger = ledger_of(desk)
    acts = ledger.acts()
    found = [standing(certificate, acts) for certificate in ledger.samples().values()]
    lines = [_figures(each) for each in found]
    wrong = [*broken(acts), *_unmatched(found, acts)]
    if as_json:
        print_json({"samples": lines, "acts": len(acts), "wrong": wrong})
    else:
        _print_list(lines, len(acts))
        for sentence in wrong:
            item(sentence)
    if wrong:
        raise SystemExit(1)


def _figures(found: "Standing") -> dict[str, Any]:
    from audit.sampling.certificate import sealed_before, seed_origin

    certificate = found.certificate
    return {
        "id": found.id,
        "at": next((act["at"] for act in certificate["acts"] if act["act"] == "draw"), ""),
        "register": certificate["source"]["register"],
        "sheet": certificate["source"]["sheet"],
        "design": certificate["design"]["method"],
        "drawn": len(certificate["drawn"]),
        "population": certificate["frame"]["population"],
        "seed": certificate["seed"],
        "seed_was": seed_origin(certificate),
        "sealed": "before" if sealed_before(certificate) else "in the same command",
        "replaced": sum(bool(entry.struck) for entry in found.entries),
        "discarded": found.discarded,
    }


def _unmatched(found: "Sequence[Standing]", acts: "Sequence[Act]") -> list[str]:
    """Draws of the ledger without their certificate, and certificates that the ledger does not know."""
    from audit.sampling.certificate import edited

    drawn = {act.content["sample"] for act in acts if act.act == "draw"}
    kept = {each.id: each for each in found}
    gone = "was drawn, and its certificate was taken out of the store."
    wrong = [f"{name} {gone}" for name in sorted(drawn - kept.keys())]
    for name, each in kept.items():
        if name not in drawn:
            wrong.append(f"{name} has a certificate, and its draw was taken out of the ledger.")
        wrong += [f"{name} in the store: {sentence}" for sentence in edited(each.certificate)]
    return wrong


def _print_list(lines: Sequence[Mapping[str, Any]], acts: int) -> None:
    rows = [
        [
            line["id"],
            line["at"][:10],
            line["register"] + (f"#{line['sheet']}" if line["sheet"] else ""),
            f"{line['drawn']:,} of {line['population']:,}, {line['design']}",
            f"{line['seed']} ({line['seed_was']})" if line["seed"] else "none",
            line["sealed"],
            f"thrown away: {line['discarded']}" if line["discarded"] else "stands",
        ]
        for line in lines
    ]
    if not rows:
        tell("No sample was drawn yet; draw one with 'audit sample draw'.")
        return
    table(["Sample", "Drawn", "Register", "Cases", "Seed", "Sealed", "Standing"], rows, least=5)
    click.echo(f"{acts:,} acts in the ledger.")


@click.command()
@click.argument("name", metavar="ID")
@click.option("--public", is_flag=True, help="Only what may be published.")
@OUTPUT
@json_option
@everywhere
def show(desk: Desk, name: str, public: bool, output: Path | None, as_json: bool) -> None:
    """Show a sample as it stands.

    \b
    Example:
      audit sample show S-001 --public
    """
    from audit.sampling.public import public_figures
    from audit.sampling.standing import standing

    ledger = ledger_of(desk)
    found = standing(ledger.sample(name), ledger.acts())
    if public:
        _print_public(public_figures(found), as_json=as_json)
        return
    if output:
        write_list(desk, found, output)
        tell(f"Case list: {output}")
    if as_json:
        cases = [
            {"reference": each.reference, "unit": each.unit, "stratum": each.stratum, "standing": state(each)}
            for each in found.entries
        ]
        certificate = found.certificate
        print_json({"id": found.id, "discarded": found.discarded, "cases": cases, "certificate": certificate})
        return
    say(found)


def _print_public(figures: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(figures)
        return
    for key, value in figures.items():
        if key not in {"strata", "acts"}:
            click.echo(f"{key.replace('_', ' ').capitalize()}: {'no' if value is False else value}")
    for act in figures["acts"]:
        click.echo(f"{act['act'].capitalize()}: {act['at']}, digest {act['digest']}")
    if list(figures["strata"]) != [""]:
        table(["Stratum", "Units"], [[name, str(units)] for name, units in figures["strata"].items()])


@click.command()
@click.argument("name", metavar="ID")
@click.argument("unit", metavar="UNIT-OR-REF")
@click.option("--reason", required=True, type=WORDS, help="Why the case is not eligible.")
@OUTPUT
@json_option
@by_option
@everywhere
def replace(desk: Desk, name: str, unit: str, reason: str, output: Path | None, as_json: bool) -> None:
    """Put the next reserve in the place of a case that turns out not to be eligible.

    A missing file is no reason: it is a finding, recorded as such.

    \b
    Example:
      audit sample replace S-001 C-03 --reason "Closed before the period"
    """
    from audit.sampling.standing import standing

    if not reason:
        raise StateError("Say why: --reason 'Closed before the period'.")
    ledger = ledger_of(desk)
    certificate = ledger.sample(name)
    with ledger.writing(desk.stamp()) as writing:
        said = standing(certificate, writing.acts).replacement(unit, reason)
        writing.add("replace", said, said["sample"])
        found = standing(certificate, writing.acts)
    if output:
        write_list(desk, found, output)
    if as_json:
        print_json(said)
        return
    click.echo(
        f"{said['reference']} ({said['unit']}) is struck out: {reason}. "
        f"{said['by_reference']} ({said['by_unit']}) takes its place."
    )
    tell("A case whose file is missing is a finding, recorded as such; it is not replaced.")
    if not output:
        again = f"audit sample show {found.id} -o FILE.xlsx"
        tell(f"Case lists written before do not show it; one that does, without carried columns: {again}")


@click.command()
@click.argument("name", metavar="ID")
@click.option("--reason", required=True, type=WORDS, help="Why the draw is thrown away.")
@by_option
@everywhere
def discard(desk: Desk, name: str, reason: str) -> None:
    """Throw a draw away; it stays in the ledger, and in the list.

    \b
    Example:
      audit sample discard S-001 --reason "Drawn from last month's register"
    """
    from audit.sampling.standing import standing

    if not reason:
        raise StateError("Say why: --reason 'Drawn from the wrong register'.")
    ledger = ledger_of(desk)
    certificate = ledger.sample(name)
    with ledger.writing(desk.stamp()) as writing:
        found = standing(certificate, writing.acts)
        if found.discarded:
            raise StateError(f"{found.id} is thrown away already ({found.discarded}).")
        writing.add("discard", {"sample": found.id, "reason": reason}, found.id)
    click.echo(f"{found.id} is thrown away: {reason}. It stays in the ledger and in 'audit sample list'.")
