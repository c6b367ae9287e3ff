"""audit sample: show, replace, discard; and what is told of a sample."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import WORDS, Desk, everywhere, json_option, who_option
from audit.cli.screen import as_json as print_json
from audit.cli.screen import item, line, table, tell
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.sampling.standing import Entry, Standing
    from audit.store.ledger import Ledger

LISTED = 60  # cases or strata that a screen shows; the case list holds them all
DRAWN = "drawn"
ALIKE = (
    "Cases of one cluster are often alike, so the sample shows less than the following, which would hold for "
    "cases drawn one by one."
)
UNEVEN = (
    "The strata do not give cases in proportion to their size, so the following, which would hold if they "
    "did, is a rough guide; work out findings by stratum."
)
PUBLIC = {
    "sample": "Sample",
    "register_sha256": "Digest (sha256) of the register's file",
    "fingerprint": "Fingerprint of those who could be drawn",
    "population": "Could be drawn",
    "cases": "Cases",
    "design": "Design",
    "seed": "Seed",
    "seed_was": "The seed was",
    "sealed": "Sealed",
    "discarded": "Thrown away",
}
SEALED = {
    "before": "before the command that drew",
    "in the same command": "in the same command as the draw",
}
ACTS = {
    "seal": "Sealed",
    "seed": "Seed set",
    "draw": "Drawn",
    "replace": "A case replaced",
    "discard": "Thrown away",
}
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
    from audit.sampling.sentences import figures_sentence, in_proportion, missed_strata
    from audit.statistics.sentences import can_show as sentences

    method = certificate["design"]["method"]
    size, population = len(certificate["drawn"]), certificate["frame"]["population"]
    if method in {"judgement", "weighted"}:
        return (figures_sentence(certificate),)
    found = [missed] if method == "stratified" and (missed := missed_strata(certificate)) else []
    found += [ALIKE] if method == "cluster" else [] if in_proportion(certificate) else [UNEVEN]
    found += sentences(size, population, float(confidence))
    for name, text in certificate["design"].get("sub_samples", {}).items():
        of = len(certificate["sub_samples"][name])
        what = f"{text.replace('%', ' %')} of {size:,} is {of:,}" if "%" in text else f"{of:,} of {size:,}"
        found.append(f"{name}: {what} {'case' if of == 1 else 'cases'}.")
        found += [f"{name}: {sentence}" for sentence in sentences(of, population, float(confidence))]
    return tuple(found)


def say(found: "Standing") -> None:
    """Print a sample as it stands: what it is, its strata, its cases."""
    from audit.dates import said as in_words
    from audit.sampling.purged import purged_on
    from audit.sampling.sentences import design_sentence, excluded_sentence, sealed_sentence, seed_sentence

    certificate = found.certificate
    line(f"{found.id}: {design_sentence(certificate)}")
    if found.discarded:
        line(f"Thrown away: {found.discarded}.")
    if day := purged_on(certificate):
        line(f"Its ids, tickets and reserves were purged on {in_words(day)}; references and figures stay.")
    if certificate["frame"]["excluded"]:
        line(excluded_sentence(certificate))
    line(seed_sentence(certificate))
    line(sealed_sentence(certificate))
    group = heading(certificate)
    if group:
        rows = [
            [name, f"{n['population']:,}", f"{n['drawn']:,}"] for name, n in by_stratum(certificate).items()
        ]
        table([group, "Could be drawn", "Drawn"], rows[:LISTED])
        if len(rows) > LISTED:
            item(f"{len(rows) - LISTED:,} more strata stand in the certificate.")
    _say_cases(found, group)


def heading(certificate: Mapping[str, Any]) -> str:
    """The columns that make the strata or clusters; '' where there are none."""
    frame = certificate["frame"]
    if certificate.get("design", {}).get("method") == "cluster":
        return str(frame["cluster"])
    return " | ".join(frame["by"])


def _say_cases(found: "Standing", group: str) -> None:
    subs = list(found.certificate["sub_samples"])
    headings = ["Ref", " | ".join(found.certificate["frame"]["unit"]), group, *subs, "Standing"]
    rows = [_cells(entry, subs) for entry in found.entries[:LISTED]]
    told = [place for place, name in enumerate(headings) if name]
    if all(state(entry) == DRAWN for entry in found.entries):
        told.remove(len(headings) - 1)
    table([headings[place] for place in told], [[row[place] for place in told] for row in rows])
    if len(found.entries) > LISTED:
        item(f"{len(found.entries) - LISTED:,} more cases stand in the case list.")


def _cells(entry: "Entry", subs: Sequence[str]) -> list[str]:
    within = ["yes" if name in entry.subs else "" for name in subs]
    return [entry.reference, entry.unit, entry.stratum, *within, state(entry)]


def state(entry: "Entry") -> str:
    """What became of a case, in words."""
    if entry.struck:
        return f"struck out: {entry.struck}"
    return f"in the place of {entry.follows}" if entry.follows else DRAWN


def ledger_of(desk: Desk) -> "Ledger":
    """The ledger of the workspace."""
    from audit.store.ledger import Ledger

    return Ledger(desk.store)


def check_place(path: Path) -> None:
    """FileError where no case list can be written, or one stands in which somebody has written."""
    from audit.workbook.cases_kept import check_free

    check_free(path)


def write_list(desk: Desk, found: "Standing", path: Path, **carried: Any) -> None:
    """Write the case list of a sample; FileError where it cannot be, or would take another's place."""
    from audit.workbook.cases import write_cases

    check_place(path)
    marking = desk.setting("marking")
    write_cases(path, found, on=desk.today, partnership=desk.partnership, marking=marking, **carried)


@click.command(short_help="Show a sample as it stands, or what may be published of it.")
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
    from audit.sampling.sentences import when

    for key, name in PUBLIC.items():
        line(f"{name}: {SEALED.get(figures[key], _published(figures[key]))}")
    for act in figures["acts"]:
        line(f"{ACTS[act['act']]} on {when(act['at'])}; digest of the act:\n{act['digest']}")
    if list(figures["strata"]) != [""]:
        table(["Stratum", "Could be drawn"], [[k, _published(v)] for k, v in figures["strata"].items()])


def _published(value: str | int | bool) -> str:
    words = {True: "yes", False: "no"}
    return words[value] if isinstance(value, bool) else f"{value:,}" if isinstance(value, int) else value


@click.command(short_help="Put the next reserve in the place of a case.")
@click.argument("name", metavar="ID")
@click.argument("unit", metavar="UNIT-OR-REF")
@click.option("--reason", required=True, type=WORDS, help="Why the case is not eligible.")
@OUTPUT
@json_option
@who_option
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
        raise StateError('Say why: --reason "Closed before the period".')
    if output:
        check_place(output)
    ledger = ledger_of(desk)
    certificate = ledger.sample(name)
    with ledger.writing(desk.stamp()) as writing:
        said = standing(certificate, writing.acts).replacement(unit, reason)
        writing.add("replace", said, said["sample"])
        found = standing(certificate, writing.acts)
    out, back = found.entry(f"ref={said['reference']}"), found.entry(f"ref={said['by_reference']}")
    if output:
        write_list(desk, found, output)
    if as_json:
        print_json({**said, "unit": out.unit, "by_unit": back.unit})
        return
    line(
        f"{out.reference} ({out.unit}) is struck out: {reason}. "
        f"{back.reference} ({back.unit}) takes its place."
    )
    tell("A case whose file is missing is a finding, recorded as such; it is not replaced.")
    if names := rounds_over(desk, found.id):
        tell(
            f"{said['by_reference']} is read in its place in {', '.join(map(repr, names))}; forms written "
            "before do not hold it."
        )
    if not output:
        again = f"audit sample show {found.id} -o FILE.xlsx"
        tell(f"Case lists written before do not show it; one that does: {again}")


@click.command(short_help="Throw a draw away; it stays in the list.")
@click.argument("name", metavar="ID")
@click.option("--reason", required=True, type=WORDS, help="Why the draw is thrown away.")
@who_option
@everywhere
def discard(desk: Desk, name: str, reason: str) -> None:
    """Throw a draw away; it stays in the ledger, and in the list.

    \b
    Example:
      audit sample discard S-001 --reason "Drawn from last month's register"
    """
    from audit.sampling.standing import standing

    if not reason:
        raise StateError('Say why: --reason "Drawn from the wrong register".')
    ledger = ledger_of(desk)
    certificate = ledger.sample(name)
    with ledger.writing(desk.stamp()) as writing:
        found = standing(certificate, writing.acts)
        if found.discarded:
            raise StateError(f"{found.id} is thrown away already ({found.discarded}).")
        writing.add("discard", {"sample": found.id, "reason": reason}, found.id)
    line(f"{found.id} is thrown away: {reason}. It stays in the ledger and in 'audit sample list'.")
    if names := rounds_over(desk, found.id):
        rounds = "The rounds" if len(names) > 1 else "The round"
        tell(f"{rounds} {', '.join(map(repr, names))} read its cases: from now on without an interval.")


def rounds_over(desk: Desk, sample: str) -> list[str]:
    """The names of the rounds about a sample's cases, in the order of opening."""
    from audit.store.cases import CaseBook

    return CaseBook(desk.store).rounds_over(sample)
