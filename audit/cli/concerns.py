"""audit concern list, update: immediate concerns, and what came of them."""

from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import WORDS, Desk, by_option, everywhere, json_option
from audit.cli.groups import InOrder
from audit.cli.screen import as_json as print_json
from audit.cli.screen import line, tell
from audit.dates import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.cases.concern import Concern
    from audit.cli.task import Task

Names = dict[str, str]


def concerns_about(desk: Desk, task: "Task") -> tuple["Concern", ...]:
    """The concerns raised about the subject of a response, by whoever raised them."""
    from audit.cli.readings import book_of

    named = (task.round.name, task.response.subject)
    return tuple(one for one in book_of(desk).concerns() if (one.round, one.subject) == named)


def concerns_in(desk: Desk, names: "Sequence[str]") -> tuple["Concern", ...]:
    """The concerns raised in some rounds, open or not."""
    from audit.cli.readings import book_of

    return tuple(one for one in book_of(desk).concerns() if one.round in names)


def waiting_lines(desk: Desk, names: "Sequence[str]") -> list[str]:
    """A sentence on each subject about which a concern in some rounds is open, by agency or reference."""
    from audit.cases.concern import lines

    agencies = {one.code: one.name for one in desk.store.agencies()}
    return lines(concerns_in(desk, names), agencies)


def say_waiting(desk: Desk, names: "Sequence[str]") -> None:
    """Say which concerns in some rounds are open."""
    for sentence in waiting_lines(desk, names):
        tell(sentence)


def open_lines(desk: Desk, task: "Task") -> list[str]:
    """A sentence where a concern about the subject of a response is open."""
    from audit.cases.concern import lines

    return lines(concerns_about(desk, task), {task.response.subject: task.subject})


def say_open(desk: Desk, task: "Task") -> None:
    """Say first that a concern about the subject of a response is open, and how to record what came of it."""
    for sentence in open_lines(desk, task):
        tell(sentence)
    if open_ := [one for one in concerns_about(desk, task) if one.open]:
        tell(how(open_))


def how(concerns: "Sequence[Concern]") -> str:
    """How to record whom one told of open concerns, and what came of them."""
    subjects = {one.subject for one in concerns}
    subject = next(iter(subjects)) if len(subjects) == 1 else "REFERENCE"
    return f"To record what came of it: audit concern update {subject} --told ROLE --outcome TEXT"


@click.group(cls=InOrder)
def concern() -> None:
    """Immediate concerns about a child: those raised, whom one told, what came of them.

    \b
    Examples:
      audit concern list
      audit concern update C-03 --told "Head of service" --outcome "Plan changed"
    """


@concern.command("list")
@click.argument("name", metavar="[R]", required=False)
@click.option("--all", "everything", is_flag=True, help="Also those whose outcome is recorded.")
@json_option
@everywhere
def list_(desk: Desk, name: str | None, everything: bool, as_json: bool) -> None:
    """List the concerns that are open, by reference; with --all also the others.

    \b
    Examples:
      audit concern list
      audit concern list neglect-2026 --all
    """
    from audit.cli.readings import book_of

    found = book_of(desk).concerns()
    if name:
        named = desk.store.round(name).name
        found = tuple(one for one in found if one.round == named)
    shown = [one for one in found if one.open or everything]
    shown.sort(key=lambda one: not one.open)
    if as_json:
        print_json([_block(one) for one in shown])
        return
    names = {one.code: one.name for one in desk.store.agencies()}
    for one in shown:
        _print(one, names)
    if open_ := [one for one in shown if one.open]:
        tell(how(open_))
    left = len(found) - len(shown)
    if not shown:
        line("No immediate concern is open." if found else "No immediate concern was raised.")
    if left:
        tell(f"{left} with an outcome {'is' if left == 1 else 'are'} left out; --all shows them.")


def _block(one: "Concern") -> dict[str, Any]:
    return {
        "number": one.number,
        "round": one.round,
        "subject": one.subject,
        "question": one.question or None,
        "raised": one.at,
        "by": one.by,
        "agency": one.agency or None,
        "concern": one.text or None,
        "told": one.told or None,
        "outcome": one.outcome or None,
        "open": one.open,
    }


def _print(one: "Concern", names: Names) -> None:
    at = f", question {one.question}" if one.question else ""
    whose = f" ({names[one.agency]})" if one.agency in names and one.agency != one.subject else ""
    line(
        f"{one.number}  {names.get(one.subject, one.subject)} in {one.round}{at}: "
        f"raised {in_words(one.day)} by {one.by}{whose}"
    )
    said = {
        "Concern": one.text or "(no words given)",
        "Told": one.told or "nobody is recorded yet",
        "Outcome": one.outcome or "not recorded yet",
    }
    for word, text in said.items():
        _indented(f"{word}: {text}")


def _indented(text: str) -> None:
    line(f"   {text}", "      ")


@concern.command()
@click.argument("subject", metavar="REFERENCE")
@click.option("--told", type=WORDS, metavar="ROLE", help="Whom you told, by role.")
@click.option(
    "--outcome", type=WORDS, metavar="TEXT", help="What came of it; the concern is then no longer open."
)
@click.option("--round", "name", metavar="R", help="The round, where several have this reference.")
@click.option("--number", type=click.IntRange(1), help="Which one, where several are open: see the list.")
@by_option
@everywhere
def update(
    desk: Desk, subject: str, told: str | None, outcome: str | None, name: str | None, number: int | None
) -> None:
    """Record whom you told of a concern, and what came of it.

    \b
    Examples:
      audit concern update C-03 --told "Head of service"
      audit concern update C-03 --outcome "Strategy meeting held; plan changed"
    """
    from audit.cases.concern import find
    from audit.cli.readings import book_of

    if told is None and outcome is None:
        raise click.UsageError("Say whom you told or what came of it: --told ROLE, --outcome TEXT.")
    if told == "" or outcome == "":
        raise click.UsageError("--told and --outcome must not be blank.")
    book = book_of(desk)
    codes = {one.name.casefold(): one.code for one in desk.store.agencies()}
    named = desk.store.round(name).name if name else ""
    meant = codes.get(" ".join(subject.split()).casefold(), subject)
    found = find(book.concerns(), meant, named, number or 0)
    book.update_concern(found, told or "", outcome or "", desk.stamp())
    tell(_after(found, told or found.told, outcome or found.outcome))


def _after(one: "Concern", told: str, outcome: str) -> str:
    about = f"Immediate concern about {one.subject} in {one.round}"
    who = f"told: {told}" if told else "whom you told is not recorded yet"
    return (
        f"{about}: {who}; outcome: {outcome}." if outcome else f"{about}: {who}; its outcome is still open."
    )
