"""For whom a body answers beside itself, as it is said at the command line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from audit.cli.screen import tell
from audit.errors import AnswerError, StateError

if TYPE_CHECKING:
    from audit.cli.answering import Pen
    from audit.cli.desk import Desk
    from audit.cli.task import Task
    from audit.responses.interview import Interview

for_option = click.option(
    "--for",
    "members",
    multiple=True,
    help="A member that it answers for beside itself (a trust's school, a board's practice): name or code, "
    "or all, or none; may be repeated. It is kept at once.",
)


def keep_naming(pen: "Pen", words: Sequence[str]) -> None:
    """Keep for whom a body answers; StateError where one is no member of it in the round."""
    from audit.responses.membership import naming
    from audit.responses.response import MEMBERS

    task = pen.task
    if not all(word.strip() for word in words):
        raise click.UsageError("--for names nobody; give a member's name or code, or all, or none.")
    try:
        answer = naming(task.interview.members, list(words))
    except AnswerError as error:
        raise StateError(f"{task.respondent} {error}") from None
    pen.save({MEMBERS: answer})
    after = {**task.interview.answers, MEMBERS: answer}
    tell(f"Saved. {said(task.respondent, task.interview, after.get(MEMBERS))}")


def say_answered(desk: "Desk", task: "Task") -> None:
    """Say where a body answers for an agency, and what that makes of the agency's own answers."""
    from audit.members import answered_for

    if task.agency is None or not task.agency.parent or task.case_round:
        return
    through = answered_for(desk.store.responses(task.round.name)).get(task.agency.code)
    if through and through.agency != task.agency.code:
        names = {one.agency.code: one.agency.name for one in task.round.expected}
        body = names.get(through.agency, through.agency)
        if through.signed:
            tell(f"{body} has answered for {task.respondent}; what it says itself counts once it is signed.")
        else:
            tell(
                f"{body} is answering for {task.respondent} too; what {task.respondent} signs itself counts."
            )


def say_naming(task: "Task") -> None:
    """Say for whom a body answers beside itself, where it has said so before; the prompt asks it but once."""
    from audit.responses.response import MEMBERS

    if given := task.interview.answers.get(MEMBERS):
        tell(f"{said(task.respondent, task.interview, given)} 'r' at any question changes that.")


def said(name: str, interview: "Interview", answer: object) -> str:
    """Sentences on whom a body answers for, and which of its members that leaves."""
    from audit.responses.membership import naming_words
    from audit.responses.response import Answer

    given = answer if isinstance(answer, Answer) else Answer()
    codes = given.value or ()
    left = [one.name for one in interview.members if not one.gone and one.code not in codes]
    rest = f" Still to answer themselves, or to be named: {'; '.join(left)}." if left and codes else ""
    return f"{name} answers for {naming_words(interview.members, given)}.{rest}"
