"""audit action assure: that somebody has seen an action to be done, on what basis, and where that is held."""

from datetime import date
from typing import TYPE_CHECKING

import click

from audit.actions.words import Basis
from audit.cli.desk import WORDS, Day, Desk, by_option, everywhere
from audit.cli.screen import tell
from audit.cli.task import quoted

if TYPE_CHECKING:
    from audit.actions.action import Assurance
    from audit.actions.followed import Followed


@click.command("assure")
@click.argument("name", metavar="ID")
@click.option(
    "--basis", type=click.Choice([one.value for one in Basis]), required=True, help="What it rests on."
)
@click.option("--evidence", type=WORDS, default="", metavar="T", help="What was seen.")
@click.option("--where", type=WORDS, default="", metavar="T", help="Where that is held.")
@click.option("--on", type=Day(), metavar="DATE", help="When it was accepted.  [default: today]")
@click.option("--note", type=WORDS, default="", metavar="T", help="What else is to be known; who said what.")
@click.option("--grade", type=WORDS, default="", metavar="G", help="The grade of its answer since then.")
@click.option("--reopen", is_flag=True, help="Also where the action was closed.")
@by_option
@everywhere
def action_assure(
    desk: Desk,
    name: str,
    basis: str,
    evidence: str,
    where: str,
    on: date | None,
    note: str,
    grade: str,
    reopen: bool,
) -> None:
    """Assure an action: somebody has seen that it is done. A later one shows that the change was sustained.

    Every basis but being told needs the evidence and where it is held; being told needs a note who said
    what, and sustains nothing. Where the action came from an agency's answer, --grade keeps the answer's
    grade since then, which counts under today until the action is opened again; the figures at return stay.

    \b
    Examples:
      audit action assure A-007 --basis "document held" --evidence "Policy v3" --where "SharePoint, QA/2027"
      audit action assure A-007 --basis told --note "Head of service told the subgroup"
      audit action assure A-012 --basis data --evidence "Dip of 20 files" --where "Round dip-2" --grade met
    """
    from audit.actions.action import Assurance
    from audit.actions.saying import assurance
    from audit.cli.action_grades import regraded
    from audit.cli.action_writing import meant, write
    from audit.store.actions import Writing

    seen = meant(desk, [name])
    (one,) = seen.values()
    said = Assurance((on or desk.today).isoformat(), desk.by, basis, evidence, where, note)
    kept = assurance(one, said, desk.today, reopen=reopen)
    graded = (regraded(desk, one, kept, grade),) if grade else ()
    write(desk, seen, Writing(said=((one.id, kept),), graded=graded))
    if one.standing:
        tell(_sustained(kept, one))
    if not grade:
        _say_how(one, kept)


def _sustained(said: "Assurance", before: "Followed") -> str:
    if said.basis == Basis.TOLD:
        return "It was assured before; being told again does not show that the change was sustained."
    if said.on == before.standing[0].on:
        return "It was assured on that day already; only a check on a later day shows that it was sustained."
    return "It was assured before, and found still done: the change is sustained."


def _say_how(one: "Followed", said: "Assurance") -> None:
    """Say how the answer that an action came from gets its grade of today, where it came from one."""
    link = one.action.link
    if link and link.agency and not link.subject:
        command = f"audit moderate {quoted(link.round)} --agency {quoted(link.agency)}"
        tell(
            f"Its answer {link.question} in {link.round!r} keeps its grade. Where it has another since: "
            f"{command} --question {link.question} --grade … --assured {said.on} --reason …"
        )
