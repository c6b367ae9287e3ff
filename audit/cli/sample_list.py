"""audit sample list: every draw, and whether the ledger holds."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import Desk, everywhere, json_option
from audit.cli.samples import ledger_of
from audit.cli.screen import as_json as print_json
from audit.cli.screen import item, line, table, tell

if TYPE_CHECKING:
    from audit.sampling.ledger import Act
    from audit.sampling.standing import Standing


@click.command("list", short_help="List every draw, and check the ledger.")
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

    acts, kept = ledger_of(desk).whole()
    found = [standing(certificate, acts) for certificate in kept.values()]
    figures = [_figures(each) for each in found]
    wrong = [*broken(acts), *_unmatched(found, acts), *_misnamed(kept)]
    if as_json:
        print_json({"samples": figures, "acts": len(acts), "wrong": wrong})
    else:
        _print_list(figures, len(acts), sound=not wrong)
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


def _misnamed(kept: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Certificates that stand in the store under another name than their own."""
    return [
        f"{name} in the store holds the certificate of {certificate['id']}."
        for name, certificate in kept.items()
        if certificate["id"] != name
    ]


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


def _print_list(lines: Sequence[Mapping[str, Any]], acts: int, *, sound: bool) -> None:
    if not lines:
        tell("No sample was drawn yet; draw one with 'audit sample draw'.")
        return
    table(["Sample", "Cases", "Seed", "Sealed", "Standing"], [_row(each) for each in lines])
    if any(each["sealed"] != "before" for each in lines):
        line("Sealed in the same command as the draw: nothing shows that a given seed was chosen afterwards.")
    line(f"{acts:,} acts in the ledger{', and their chain holds' if sound else ''}.")


def _row(found: Mapping[str, Any]) -> list[str]:
    """A sample in the list, two lines to a cell so that a screen of 80 columns holds it."""
    sheet = f"#{found['sheet']}" if found["sheet"] else ""
    standing = f"thrown away: {found['discarded']}" if found["discarded"] else "stands"
    replaced = f", {found['replaced']:,} replaced" if found["replaced"] else ""
    return [
        f"{found['id']}\n{found['at'][:10]}",
        f"{found['drawn']:,} of {found['population']:,}, {found['design']}\n{found['register']}{sheet}",
        f"{found['seed']}\n{found['seed_was']}" if found["seed"] else "none",
        found["sealed"],
        f"{standing}{replaced}",
    ]
