"""For whom a body answers beside itself, as it is said at the command line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from audit.cli.screen import tell
from audit.errors import AnswerError, StateError

if TYPE_CHECKING:
    from audit.cli.answering import Pen
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


def said(name: str, interview: "Interview", answer: object) -> str:
    """Sentences on whom a body answers for, and which of its members that leaves."""
    from audit.responses.membership import naming_words
    from audit.responses.response import Answer

    given = answer if isinstance(answer, Answer) else Answer()
    codes = given.value or ()
    left = [one.name for one in interview.members if not one.gone and one.code not in codes]
    rest = f" Still to answer themselves, or to be named: {'; '.join(left)}." if left and codes else ""
    return f"{name} answers for {naming_words(interview.members, given)}.{rest}"
