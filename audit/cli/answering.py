"""Taking answers and concerns at the prompt or from a file, and keeping each as it comes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cases.concern import ADVICE
from audit.cli.concerns import say_open
from audit.cli.desk import Desk
from audit.cli.named import agency_in
from audit.cli.naming import say_answered, say_naming
from audit.cli.readings import book_of, find, find_new, meant_agencies
from audit.cli.screen import tell
from audit.cli.task import Task, idle, may_answer, owed, quoted
from audit.errors import AuditError, FileError, Problem, StoreError
from audit.responses.concerns import Raised, mentioned, split

if TYPE_CHECKING:
    from audit.responses.interview import Interview
    from audit.responses.overtaken import Stood
    from audit.responses.response import Answer, Response
    from audit.rounds import Round
    from audit.standards.catalogue import Standard
    from audit.standards.question import Question

Meant = tuple[str, str | None, str | None, int]  # round, agency, about, reading; as they were typed


class Pen:
    """Keeps what is said in a response; a new subject gets its reference with the first thing said."""

    def __init__(self, desk: Desk, task: Task) -> None:
        """Write for a task, which knows its subject from then on."""
        self.desk, self.task = desk, task

    def save(self, answers: Mapping[str, "Answer"], seen: "Mapping[str, Answer] | None" = None) -> None:
        """Keep some answers, all or none, on those that their writer saw (None: those of the task).

        AnsweredError where others stand there by now.
        """
        if answers:
            response = self._response()
            known = response if seen is None else replace(response, answers=seen)
            self.desk.store.save(known, answers, self.desk.stamp())

    def look(self, seen: Mapping[str, "Answer"]) -> "tuple[Stood, ...]":
        """What others have answered since somebody saw these answers."""
        response = self.task.response
        return self.desk.store.answered_since(replace(response, answers=seen)) if response.subject else ()

    def keep_concern(self, question: str, text: str) -> int:
        """Keep an immediate concern; gives its number. StoreError says loudly where it could not be."""
        with _loud("it"):
            response = self._response()
            head = (response.round, response.subject, question, text, self.desk.stamp())
            return book_of(self.desk).begin_concern(*head, agency=response.agency)

    def add_words(self, number: int, text: str) -> None:
        """Keep what was said about a concern after it was raised."""
        with _loud("what you said about it"):
            book_of(self.desk).add_words(number, text, self.desk.stamp())

    def _response(self) -> "Response":
        task = self.task
        if not task.response.subject:
            ref = new_reference(self.desk, task.round)
            self.task = replace(task, subject=ref, response=replace(task.response, subject=ref))
        return self.task.response


@contextmanager
def _loud(what: str) -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        raise StoreError(f"A concern was raised, but {what} is NOT recorded: {error} {ADVICE}") from None


def new_reference(desk: Desk, round_: "Round") -> str:
    """The reference of a new observation or interview, kept and told."""
    ref = book_of(desk).add_subjects(round_.name, [("", "")], desk.stamp())[""]
    tell(f"New {round_.template.subject}: {ref}.")
    return ref


# --- from a file ------------------------------------------------------------------------------------


def from_file(desk: Desk, meant: Meant, *, new: bool, path: Path, members: Sequence[str] = ()) -> None:
    """Take a file of answers, all or none; its concerns are kept first, whatever is wrong with the rest.

    `members` are those that it answers for beside itself, where that was said at the command line.
    """
    from audit.responses.files import read_answers, take
    from audit.responses.overtaken import unseen
    from audit.wording import plural

    begun = None if new else _begun(desk, meant)
    with _not_lost(path):
        given = _with_members(read_answers(path), members, path)
        if new:
            find_new(desk, *meant[:3])
        round_, subject, code = _concerned(desk, meant, new=new)
        given, raised = split(round_.template, given)
        if raised:
            subject = subject or new_reference(desk, round_)
            _keep(desk, round_, (subject, code), raised)
    if new and raised:
        meant, new = (meant[0], meant[1], subject, 1), False
    task = find_new(desk, *meant[:3]) if new else begun or find(desk, *meant, answering=True)
    may_answer(task)
    taken = take(task.interview, given, str(path))
    pen = Pen(desk, task)
    others = [one for one in unseen(pen.look({}), taken.answers) if one.by != desk.by]
    pen.save(taken.answers)
    say_open(desk, pen.task)
    if others:
        tell(f"Put over what others had answered: {', '.join(map(str, others))}; 'audit log' has theirs.")
    if taken.left_out:
        tell(f"Not asked of this kind of agency, so left out: {', '.join(taken.left_out)}.")
    after = replace(task.interview, answers={**task.interview.answers, **taken.answers})
    tell(f"{plural(len(taken.answers), 'answer')} saved. {owed(after)}{_waiting(after)}{_stale(after)}")
    _say_idle(after, taken.answers)
    say_answered(desk, task)


def _begun(desk: Desk, meant: Meant) -> Task | None:
    """What a file is to be given to, as it stood before the file was read: that much is seen, and no more.

    None where it cannot be found; why is said once the concerns of the file are kept.
    """
    try:
        return find(desk, *meant, answering=True)
    except (AuditError, click.ClickException):
        return None


def _with_members(given: Mapping[str, Any], members: Sequence[str], path: Path) -> Mapping[str, Any]:
    """What a file gives, with those whom it answers for as typed; FileError where it says so too."""
    from audit.responses.membership import KEY, is_naming

    if not members:
        return given
    if any(is_naming(str(name)) for name in given):
        raise FileError(str(path), [Problem("", f"it says {KEY!r} itself; leave out --for.")])
    found: dict[str, Any] = copy(dict(given) if not isinstance(given, dict) else given)
    found[KEY] = list(members)
    return found


@contextmanager
def _not_lost(path: Path) -> Iterator[None]:
    """Where a file cannot be taken so far that its concern is kept, say so loudly."""
    try:
        yield
    except (AuditError, click.ClickException):
        try:
            # Without the zeros and the mark of UTF-16, its words can be found too.
            text = path.read_bytes().decode("utf-8", errors="ignore").replace("\0", "")
        except OSError:
            text = ""
        if mentioned(text):
            tell(f"The immediate concern in {path} is NOT recorded: mend what follows, and give it again.")
            tell(ADVICE)
        raise


def _concerned(desk: Desk, meant: Meant, *, new: bool) -> tuple["Round", str, str]:
    """The round, subject and agency of a concern; less strict than for answers: a struck out case will do."""
    name, agency, about, _ = meant
    found = desk.store.round(name)
    if found.template.subject == "agency":
        respondent, subject = meant_agencies(desk, found, agency, about)
        return found, subject.code, respondent.code
    cases = book_of(desk).round(name)
    code = agency_in(desk, cases.agencies.values(), agency).code if agency else ""
    if new:
        return found, "", code
    if not about:
        raise click.UsageError(f"Say what it is about: --about {cases.prefix}-01.")
    return found, cases.ref_of(about) or cases.subject(about).ref, code


def _keep(desk: Desk, round_: "Round", whose: tuple[str, str], raised: tuple[Raised, ...]) -> None:
    """Keep the concerns of a file and say what to do."""
    subject, code = whose
    for one in raised:
        new = book_of(desk).raise_concern(
            round_.name, subject, one.question, one.text, desk.stamp(), agency=code
        )
        at = f" at {one.question}" if one.question else ""
        tell(f"Immediate concern about {subject}{at}: {'raised, and saved' if new else 'as before'}.")
    tell(ADVICE)


# --- at the prompt ----------------------------------------------------------------------------------


def at_the_prompt(desk: Desk, task: Task) -> None:
    """Hold an interview at the terminal, and say how it ended and how to go on."""
    from audit.responses.terminal import Alarm, Conversation, End

    begun, response = task.interview, task.response
    about = "" if task.subject == task.respondent else f" about {task.subject or task.what}"
    second = ", second reading" if response.reading == 2 else ""
    who = f": {task.respondent}{about}{second}" if task.agency or not about else f"{about}{second}"
    say_open(desk, task)
    tell(f"{begun.template.title}{who}. Every answer is saved as you give it; Ctrl-C stops.")
    tell("Ctrl-G, or !concern on a line, raises an immediate concern about a child, at any question.")
    say_answered(desk, task)
    if response.answers:
        tell("Going on where you stopped.")
        say_naming(task)
    if waiting := _waiting(begun):
        tell(f"{waiting.strip()} At such a question the key y confirms it.")
    pen = Pen(desk, task)
    alarm = Alarm(ADVICE, pen.keep_concern, pen.add_words)
    conversation = Conversation(
        begun,
        lambda name, answer, seen: pen.save({name: answer}, seen),
        pen.look,
        alarm,
        at=response.last,
        about=task.subject if about else "",
    )
    try:
        ended = conversation.run()
    except KeyboardInterrupt:
        tell("")
        say_open(desk, pen.task)
        tell(f"Stopped. Every answer you gave is saved{_going_on(pen)}")
        raise click.exceptions.Exit(130) from None
    say_open(desk, pen.task)
    _say_idle(conversation.interview, conversation.interview.answers)
    if not pen.task.response.subject:
        tell("Nothing was answered, so nothing was made.")
    elif ended is End.DONE:
        signing = _again(pen).replace("audit ask", "audit sign")
        tell(f"All questions are answered. Sign with: {signing} --name … --role …")
    else:
        left = f"{owed(conversation.interview)}{_waiting(conversation.interview)}"
        tell(f"Saved. {left} Go on with: {_again(pen)}")


def _waiting(interview: "Interview") -> str:
    """A sentence on the answers of an earlier round that wait to be confirmed; empty where none does."""
    from audit.wording import plural

    count = len(interview.waiting())
    return f" {plural(count, 'answer')} of an earlier round can be confirmed." if count else ""


def _say_idle(interview: "Interview", names: Iterable[str]) -> None:
    """Say which of some answers count for nothing as things stand, so that none is lost unseen."""
    if said := idle(interview, names):
        tell(said)


def _stale(interview: "Interview") -> str:
    """A sentence on the evidence that is older than the template's limit; empty where none is."""
    steps: list[Question | Standard] = [*interview.template.questions, *interview.template.standards]
    names = ", ".join(step.id for step in steps if interview.stale(step))
    months = interview.template.evidence_months
    return f" Evidence older than {months} months stands at: {names}." if names else ""


def _going_on(pen: Pen) -> str:
    return f"; go on with: {_again(pen)}" if pen.task.response.subject else "; there was none."


def _again(pen: Pen) -> str:
    task = pen.task
    return f"audit ask {quoted(task.round.name)}{task.options}{pen.desk.options}"
