"""Opening a round about cases: which sample, who reads, how many are read twice."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import WORDS, Desk
from audit.cli.screen import line, table, tell
from audit.cli.task import quoted
from audit.dates import in_words
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.cases.case_round import CaseRound
    from audit.cases.plan import Plan
    from audit.rounds import Round

MOST_TOGETHER = 12  # roles that read a case together; more are no panel

LONGEST_ROLE = 60


@dataclass(frozen=True, slots=True)
class CaseOptions:
    """What the options about cases say, as click gives them."""

    sample: str | None = None
    double: str | None = None
    involved: Path | None = None
    auditors: Path | None = None
    anyone: bool = False
    together: tuple[str, ...] = ()


def case_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options about cases."""
    options = (
        click.option("--sample", metavar="ID", help="The drawn sample whose cases it is about."),
        click.option("--double", metavar="N|P%", help="How many cases are read twice."),
        click.option(
            "--involved", type=click.Path(path_type=Path), metavar="FILE", help="A table: case, agency."
        ),
        click.option(
            "--auditors",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Allot the cases: name, agency, team, worker.",
        ),
        click.option(
            "--together",
            multiple=True,
            type=WORDS,
            metavar="ROLE",
            help="One of those who read each case together, as one reading; give two or more.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def check_none(given: Mapping[str, Any]) -> None:
    """Wrong usage where options about cases are given for a template about agencies."""
    if name := next((name for name, value in given.items() if value not in {None, ()}), ""):
        raise click.UsageError(f"--{name} goes with a template about cases, and this one is about agencies.")


def open_cases(
    desk: Desk,
    round_: "Round",
    who: tuple[Sequence[str], Sequence[str]],
    options: CaseOptions,
    *,
    quiet: bool = False,
) -> "CaseRound":
    """Open a round about cases, observations, interviews or replies, and say what is expected."""
    from audit.cli.readings import book_of
    from audit.rounds import Expected, choose

    agencies = desk.store.agencies()
    check_together(options, who)
    plan = plan_of(desk, options)
    names = [*who[0], *(one.agency for one in plan.auditors if one.agency)]
    # Where cases are allotted, only the auditors' own agencies answer.
    nobody = options.anyone or bool(plan.together) or (bool(plan.auditors) and not names and not who[1])
    chosen = [] if nobody else choose(agencies, names, who[1], round_.template.words.kinds)
    if plan.sample and plan.readers == "each" and not chosen:
        raise StateError(
            "There is no agency to answer about the cases; 'audit agency add' comes first, or name who reads "
            "with --auditors FILE."
        )
    _check_involved(plan, agencies, {one.code for one in chosen})
    expected = tuple(Expected(one, round_.due) for one in chosen)
    found = book_of(desk).open_round(replace(round_, expected=expected), plan, desk.stamp())
    for name in unasked(found):
        tell(
            f"The questions asked of {name!r} are asked of no case, since no such sub-sample was drawn: "
            f"'audit sample draw … --sub {name}=10%' draws one."
        )
    if not quiet:
        say(found)
    return found


def check_together(options: CaseOptions, who: tuple[Sequence[str], Sequence[str]]) -> None:
    """Wrong usage where roles that read together go with nothing to read, or with others who read.

    A second reading by the same panel would be no second view, and one by another panel is another round.
    """
    roles = options.together
    if not roles:
        return
    others = {
        "--double": options.double,
        "--involved": options.involved,
        "--auditors": options.auditors,
        "--agency": who[0],
        "--kind": who[1],
    }
    if not all(map(str.strip, roles)):
        raise click.UsageError("--together must not be blank; name the role.")
    if other := next((name for name, value in others.items() if value), ""):
        raise click.UsageError(f"--together says who reads, all of them as one; leave out {other}.")
    if not 2 <= len(roles) <= MOST_TOGETHER:
        raise click.UsageError(f"--together is given for each role, 2 to {MOST_TOGETHER} of them.")
    if longest := next((role for role in roles if len(role) > LONGEST_ROLE), ""):
        raise click.UsageError(f"A role has at most {LONGEST_ROLE} characters, not {longest[:20]!r}….")
    folded = [" ".join(role.split()).casefold() for role in roles]
    if twice := next((role for role in roles if folded.count(" ".join(role.split()).casefold()) > 1), ""):
        raise click.UsageError(f"--together names {twice!r} twice; name each role once.")


def _check_involved(plan: "Plan", agencies: "Sequence[Agency]", expected: Container[str]) -> None:
    """StateError where an agency is involved in a case that is not expected to answer in the round."""
    names = {one.code: one.name for one in agencies}
    for ref, codes in plan.involved.items():
        if other := next((code for code in codes if code not in expected), ""):
            raise StateError(
                f"{names[other]} is involved in {ref} and not expected in the round; leave out --agency and "
                "--kind, or let them name it too."
            )


def unasked(found: "CaseRound") -> list[str]:
    """The sub-samples that questions are asked of, and that no case is in."""
    asked = dict.fromkeys(q.asked_of for q in found.round.template.questions if q.asked_of)
    drawn = {name for one in found.usable for name in one.subs}
    return [name for name in asked if name not in drawn]


def plan_of(desk: Desk, options: CaseOptions) -> "Plan":
    """The plan that options ask for; StateError or FileError where they do not fit."""
    from audit.cases.plan import ALLOTTED, ANYONE, EACH, Plan
    from audit.cases.reading_lists import read_auditors, read_involved
    from audit.cases.subject import check_double
    from audit.cli.readings import book_of

    if options.sample is None:
        given = {
            "--double": options.double,
            "--involved": options.involved,
            "--auditors": options.auditors,
            "--together": options.together,
        }
        if name := next((name for name, value in given.items() if value), ""):
            raise click.UsageError(f"{name} goes with --sample ID.")
        return Plan(readers=ANYONE)
    if options.involved and options.auditors:
        raise click.UsageError("--involved and --auditors both say who reads; give one of them.")
    sample = book_of(desk).sample(options.sample)
    agencies = desk.store.agencies()
    auditors = read_auditors(options.auditors, agencies) if options.auditors else ()
    return Plan(
        sample=sample.id,
        readers=ANYONE if options.anyone or options.together else ALLOTTED if auditors else EACH,
        double=check_double(options.double) if options.double else "",
        involved=read_involved(options.involved, agencies, sample) if options.involved else {},
        auditors=auditors,
        together=tuple(" ".join(role.split()) for role in options.together),
    )


def say(found: "CaseRound") -> None:
    """What is expected in a new round: how many cases, and who reads which."""
    round_ = found.round
    if found.plan.auditors:
        rows = [
            [one.ref, one.auditor, "second" if one.reading == 2 else ""]
            for one in sorted(found.assignments, key=lambda one: one.reading)
        ]
        table(["Case", "Auditor", "Reading"], rows)
    elif found.plan.together:
        line(f"Each {found.word} is read once, together, by: {found.plan.panel}.")
    elif found.assignments:
        names = {code: agency.name for code, agency in found.agencies.items()}
        counts = {
            code: sum(one.agency == code and one.reading == 1 for one in found.assignments) for code in names
        }
        table(["Agency", "Cases"], [[names[code], str(count)] for code, count in counts.items()])
    twice = [one.ref for one in found.usable if one.twice]
    if twice:
        line(f"Read twice: {', '.join(twice)}.")
    none = "no replies yet" if found.word == "reply" else f"no {found.word}s yet"
    cases = f"{len(found.usable)} cases of {found.plan.sample}" if found.plan.sample else none
    tell(f"The round {round_.name!r} is open: {round_.template.title}, {cases}, due {in_words(round_.due)}.")
    tell(f"Next: {_next(found)}")


def _next(found: "CaseRound") -> str:
    """The command that a round of this kind goes on with."""
    name = quoted(found.round.name)
    if found.word == "reply":
        return f"audit collect REPLIES.csv --round {name}"
    agency = " --agency NAME" if found.agencies else ""
    if not found.plan.sample:
        return f"audit ask {name} --new{agency}"
    return f"audit form {name} --all -o FOLDER, or: audit ask {name}{agency} --about {found.prefix}-01"
