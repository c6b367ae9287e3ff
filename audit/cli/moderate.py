"""audit moderate."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import WORDS, Day, Desk, by_option, everywhere, json_option
from audit.cli.screen import as_json as print_json
from audit.cli.screen import tell
from audit.cli.task import quoted
from audit.dates import moment, said
from audit.errors import AuditError, FileError, Problem, StateError

if TYPE_CHECKING:
    from audit.cases.case_round import CaseRound
    from audit.cases.panel import PanelGrade


@dataclass(frozen=True, slots=True)
class Unattended:
    """What the panel agreed, as options or a file give it."""

    question: str | None
    grade: str | None
    take_back: bool
    answers: Path | None
    reason: str

    @property
    def given(self) -> bool:
        """Whether anything is to be kept without asking."""
        return bool(self.question or self.answers)

    def check(self) -> None:
        """Wrong usage where the options do not go together."""
        if self.question and self.answers:
            raise click.UsageError("--question and --answers both say what was agreed; give one of them.")
        if self.question and (self.grade is None) != self.take_back:
            raise click.UsageError("--question goes with --grade or with --take-back.")
        if not self.question and (self.grade is not None or self.take_back):
            raise click.UsageError("--grade and --take-back are about one question; name it with --question.")
        if self.reason and not self.given:
            raise click.UsageError("--reason goes with --question or --answers.")


@click.command()
@click.argument("name", metavar="R")
@click.option("--about", metavar="C-03", help="The case before the panel.")
@click.option("--agency", help="The agency whose return is before the panel.")
@click.option("--all", "every", is_flag=True, help="Go through every question, not only what is open.")
@click.option("--question", help="A question of which the panel's grade is given here.")
@click.option("--grade", type=WORDS, help="The panel's grade of it: a grade's code or label, or n/a.")
@click.option("--take-back", is_flag=True, help="Take the panel's grade of it back.")
@click.option(
    "--answers", type=click.Path(path_type=Path), help="The panel's grades as YAML, JSON, CSV or a workbook."
)
@click.option("--reason", type=WORDS, default="", help="Why the panel's grade is another than was given.")
@click.option("--evidence", type=click.Choice(["accepted", "asked"]), help="What the panel says of evidence.")
@click.option("--wanted", type=WORDS, default="", help="The evidence that the panel asks for.")
@click.option("--on", type=Day(), metavar="DAY", help="When the panel sat.  [default: today]")
@click.option(
    "--assured", type=Day(), metavar="DAY", help="The grade since its action was assured on that day."
)
@json_option
@by_option
@everywhere
def moderate(
    desk: Desk, name: str, about: str | None, agency: str | None, every: bool, as_json: bool, **given: Any
) -> None:
    """A panel's grades: of agencies' returns, or of a case; alone, what is still open, and drift.

    The panel's grade counts in scores as long as the grade that it was given on stands there; both are
    kept. A grade revised when its action was assured (--assured) counts only under today.

    A table of --answers has the columns question and moderated grade, and may have agency, self grade
    (refused where the agency has changed it since), reason, evidence (accepted, asked), wanted, moderator,
    date and assured.

    \b
    Examples:
      audit moderate s11-2026 --agency "Kingsbridge Police"
      audit moderate s11-2026 --agency police --question A1 --grade partly --reason "No minutes seen"
      audit moderate s11-2026 --agency police --question A2 --evidence asked --wanted "minutes of the board"
      audit moderate s11-2026 --answers panel.csv
      audit moderate s11-2026 --agency police --question A1 --grade met --assured 4/3/2027 --reason "Seen"
      audit moderate neglect --about C-03 --question V1 --grade good --reason "Seen alone on both visits"
      audit moderate neglect --about C-03 --answers panel.yaml
    """
    found = desk.store.round(name)
    if found.template.subject == "agency":
        from audit.cli.moderate_agency import moderate_agencies

        if about is not None:
            raise click.UsageError("This round is about agencies; --about names a case.")
        check_agencies(given)
        moderate_agencies(desk, found, agency, given, every=every, as_json=as_json)
        return
    of_agencies = {"agency": agency} | {
        key: given.pop(key) for key in ("evidence", "wanted", "on", "assured")
    }
    if used := next((key for key, value in of_agencies.items() if value), ""):
        raise click.UsageError(f"--{used} goes with a round about agencies, which {name!r} is not.")
    moderate_case(desk, name, about, Unattended(**given), every=every, as_json=as_json)


def check_agencies(given: Mapping[str, Any]) -> None:
    """Wrong usage where the options on an agency's return do not go together."""
    question, answers, graded = given["question"], given["answers"], given["grade"] is not None
    evidence = given["evidence"] or given["wanted"]
    if question is not None and not question.strip():
        raise click.UsageError("--question must not be blank; name one, such as A1.")
    if question and answers:
        raise click.UsageError("--question and --answers both say what the panel said; give one of them.")
    if question and (graded + given["take_back"] > 1 or not (graded or given["take_back"] or evidence)):
        raise click.UsageError("--question goes with --grade, --take-back or --evidence.")
    if question is None and (graded or given["take_back"] or evidence or given["assured"]):
        raise click.UsageError("Say which question it is about: --question A1.")
    if not question and not answers and (given["reason"] or given["on"]):
        raise click.UsageError("--reason and --on go with --question or --answers.")
    if given["assured"] and (evidence or given["on"]):
        raise click.UsageError("--assured gives the day of a revised grade; leave out --on and --evidence.")
    if given["take_back"] and evidence:
        raise click.UsageError(
            "--take-back takes back what was said of the evidence too; leave out --evidence."
        )


def moderate_case(
    desk: Desk, name: str, about: str | None, said: Unattended, *, every: bool, as_json: bool
) -> None:
    """Keep what a panel agreed about a case, then show it; without a case what is open in the round."""
    from audit.cli import moderating
    from audit.cli.readings import book_of

    said.check()
    found = book_of(desk).round(name)
    if about is None:
        if said.given or every:
            raise click.UsageError(f"Say which {found.word} it is about: --about {found.prefix}-01.")
        moderating.print_overview(desk, found, as_json=as_json)
        return
    ref = found.subject(about).ref
    if said.given:
        keep(desk, found, ref, said)
        found = book_of(desk).round(name)
    if as_json:
        print_json(moderating.case_block(desk, found, ref))
    elif not said.given:
        moderating.print_case(desk, found, ref)
        at_the_prompt(desk, found, ref, every=every)


def keep(desk: Desk, found: "CaseRound", ref: str, said: Unattended) -> None:
    """Keep what was agreed on one question or in a file, all or none, and say so."""
    from audit.cases.moderating import find_matter
    from audit.cli.panel import keep_seen

    may_moderate(found)
    agreed = _from_file(desk, found, ref, said) if said.answers else [_one(desk, found, ref, said)]
    before = [find_matter(found, ref, one.question, desk.today) for one in agreed]
    keep_seen(desk, found, [*zip(before, agreed, strict=True)], desk.stamp())
    for matter, one in zip(before, agreed, strict=True):
        grade = found.round.template.scale[one.grade].label if one.grade else "taken back"
        tell(f"{ref}, {one.question}: {grade}{' - ' + one.reason if one.reason else ''}.")
        last = matter.panel
        if last and last.grade != one.grade and last.by != desk.by:
            was = found.round.template.scale[last.grade].label
            tell(f"It stood as {was}, by {last.by}, {moment(last.at)}; 'audit log' has it.")


def may_moderate(found: "CaseRound") -> None:
    """StateError where the round is closed."""
    closed = found.round.closed
    if closed:
        raise StateError(
            f"The round {found.round.name!r} was closed on {said(closed[:10])}; no grade can be agreed."
        )


def _one(desk: Desk, found: "CaseRound", ref: str, said: Unattended) -> "PanelGrade":
    grade = None if said.take_back else said.grade
    return _agreed(desk, found, ref, str(said.question), (grade, said.reason))


def _agreed(
    desk: Desk, found: "CaseRound", ref: str, name: str, what: tuple[str | None, str]
) -> "PanelGrade":
    """The panel's grade of a question by its word (None takes it back), with its reason."""
    from audit.cases.moderating import agree, find_matter, grade_of, need_reason, take_back

    word, reason = what
    matter = find_matter(found, ref, name, desk.today)
    if word is None:
        return take_back(matter, reason)
    grade = grade_of(found.round.template, matter.question, word)
    need_reason(matter, grade, reason)
    return agree(matter, grade, reason)


def _from_file(desk: Desk, found: "CaseRound", ref: str, said: Unattended) -> "list[PanelGrade]":
    """What a file says, `{V1: good}` or `{V1: {grade: good, reason: …}}`; FileError with every problem."""
    from audit.responses.files import read_answers

    path = said.answers or Path()
    agreed: dict[str, PanelGrade] = {}
    problems = []
    block = read_answers(path)
    lines = getattr(block, "lines", {})
    for name, reply in block.items():
        where = f"line {lines[name]}" if name in lines else ""
        try:
            one = _agreed(desk, found, ref, str(name), _reply(str(name), reply, said.reason))
        except AuditError as error:
            problems.append(Problem(where, str(error)))
            continue
        if one.question in agreed:
            problems.append(Problem(where, f"{one.question} is given twice; keep one."))
        agreed[one.question] = one
    if not agreed and not problems:
        problems.append(Problem("", "it names no question."))
    if problems:
        raise FileError(str(path), problems)
    return list(agreed.values())


def _reply(name: str, reply: Any, reason: str) -> tuple[str | None, str]:
    """A grade's word (None takes it back) and the reason; AuditError where it is something else."""
    if isinstance(reply, dict):
        if unknown := [key for key in reply if key not in {"grade", "reason"}]:
            raise AuditError(f"{name}: a panel's grade has 'grade' and 'reason', not {str(unknown[0])!r}.")
        if "grade" not in reply:
            raise AuditError(f"{name}: 'grade' is missing; an empty one takes the panel's grade back.")
        own = reply.get("reason")
        if own is not None and not isinstance(own, str):
            raise AuditError(f"{name}: 'reason' must be text.")
        reason = WORDS.convert(own or reason, None, None)
        reply = reply["grade"]
    if reply is None or reply == "":
        return None, reason
    if not isinstance(reply, (str, int, float)) or isinstance(reply, bool):
        raise AuditError(f"{name}: a grade was expected, or 'grade' with a 'reason'.")
    return WORDS.convert(reply, None, None), reason


def at_the_prompt(desk: Desk, found: "CaseRound", ref: str, *, every: bool) -> None:
    """Ask for the panel's grades in a terminal; without one, or in a closed round, nothing is asked."""
    from audit.cli.panel import Panel

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return
    name = found.round.name
    if found.round.closed:
        tell(f"The round {name!r} is closed, so nothing is asked.")
        return
    again = f"audit moderate {quoted(name)} --about {ref}{desk.options}"
    try:
        Panel(desk, found, ref, every=every).run()
    except KeyboardInterrupt:
        tell(f"\nStopped. What was agreed is saved; go on with: {again}")
        raise click.exceptions.Exit(130) from None
