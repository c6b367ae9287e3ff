"""The interview at a prompt: a loop over the engine, in which every reply is saved as it is given."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from functools import partial

from audit.errors import AnswerError
from audit.responses.asking import Asking
from audit.responses.asking_again import settle, take_in
from audit.responses.asking_members import ask_members, to_name, unasked
from audit.responses.brought import Brought, confirm_for_standard
from audit.responses.concerns import typed, words
from audit.responses.files import section_not_applicable
from audit.responses.gathering import LATER, gather
from audit.responses.interview import Interview, State
from audit.responses.overtaken import AnsweredError, Stood
from audit.responses.prompts import CONFIRM, Act, EndOfInput, Prompts, say, write_or_leave
from audit.responses.reply import accept, accept_for_standard
from audit.responses.response import Answer, Evidence
from audit.responses.reviewing import DONE, asked_sections, review, section_line
from audit.responses.words import (
    answer_lines,
    brought_lines,
    confirmed_words,
    evidence_words,
)
from audit.standards.catalogue import Standard
from audit.standards.question import Question

Step = Question | Standard


class End(Enum):
    """How an interview ended."""

    QUIT = auto()
    DONE = auto()


@dataclass(frozen=True, slots=True)
class Alarm:
    """What becomes of an immediate concern.

    `keep` keeps one at once, by the id of the question at which it was raised (or '') and its words (or
    ''), and gives its number; `add` adds the words said afterwards; `advice` is what is told to do.
    """

    advice: str
    keep: Callable[[str, str], int]
    add: Callable[[int, str], None]


@dataclass
class Conversation:
    """An interview under way. `save` keeps one answer, by the id of its question or standard, at once.

    It is given the answers that the person saw, and raises AnsweredError where another stands there by now;
    `look` gives what others have answered since. `about` names its subject at each question, where it is
    not the respondent itself.
    """

    interview: Interview
    save: Callable[[str, Answer, Mapping[str, Answer]], None]
    look: Callable[[Mapping[str, Answer]], Sequence[Stood]]
    alarm: Alarm
    at: str = ""
    about: str = ""
    skipped: set[str] = field(default_factory=set)
    back_to: Step | None = None
    asking: Step | None = None
    overtaken: AnsweredError | None = None

    def __post_init__(self) -> None:
        """Raise concerns at every prompt."""
        self.prompts = Prompts(self.raise_concern)

    def run(self) -> End:
        """Ask until all is said or the person quits; Ctrl-C goes through to the caller, nothing lost."""
        try:
            return self._run()
        except EndOfInput:
            return End.QUIT

    def _run(self) -> End:
        while True:
            try:
                ended = self.turn()
            except AnsweredError as error:
                self.overtaken = error
                continue
            if ended is not None:
                return ended

    def turn(self) -> End | None:
        """Settle what somebody else answered in the meantime, then put what comes next."""
        if self.overtaken:
            error, self.overtaken = self.overtaken, None
            settle(self, error)
            return None
        take_in(self)
        if unasked(self.interview):
            ask_members(self)
        step = self.back_to or self.interview.next_step(self.at, frozenset(self.skipped))
        self.back_to = None
        return self.reviewed() if step is None else self.visit(step)

    # --- one step ---------------------------------------------------------------------------------

    def visit(self, step: Step) -> End | None:
        """Put one question, or ask for a standard's evidence."""
        self.asking = step
        self.head(step)
        if isinstance(step, Standard):
            self.ask_standard_evidence(step)
            self.at = step.id
            return None
        reply = Asking(self.prompts, self.interview, step).reply()
        if isinstance(reply, Act):
            return self.do(reply, step)
        if isinstance(reply, Answer):
            self.keep(step, reply)
            self.follow(step)
        else:
            self.take(step, reply)
        self.at = step.id
        return None

    def reviewed(self) -> End | None:
        """Everything, section by section; the end, or None where the person goes on."""
        self.asking = None
        found = review(self)
        return None if found is None else End.DONE if found == DONE else End.QUIT

    def head(self, step: Step) -> None:
        """Where one is: the standard, the question of how many, how much is done."""
        template, asked = self.interview.template, self.interview
        section = step if isinstance(step, Standard) else template.section_of[step.id]
        place = list(template.sections).index(section) + 1
        title = f"Standard {section.id}: {section.title}" if section.id else section.title
        owed = [question.id for question in asked.owed()]
        number = f"question {owed.index(step.id) + 1} of {len(owed)}, " if step.id in owed else ""
        done = f"{int(asked.completeness() * 100)} % done"
        about = f"{self.about}  " if self.about else ""
        say(f"\n{about}{title} ({place} of {len(template.sections)})  {number}{done}")
        if isinstance(step, Question):
            critical = " [critical]" if step.critical else ""
            say(f"{step.id}{critical}  {step.text}")
            self.show(step)

    def show(self, question: Question) -> None:
        """What was answered so far, and what an earlier round says to it, if anything."""
        answer = self.interview.answer(question)
        for line in answer_lines(self.interview, question, answer):
            say(line, "   ")
        if brought := self.interview.to_confirm(question):
            for line in brought_lines(self.interview, question, brought):
                say(line, "   ")
            self.show_now(question, brought)
        if self.interview.state(question) is State.INCOMPLETE:
            say(f"Still owed: {', '.join(self.interview.missing(question))}.", "   ")

    def show_now(self, question: Question, brought: Brought) -> None:
        """What an earlier answer would come to now, where that is something else, or why it does not fit."""
        try:
            words_ = confirmed_words(self.interview, question, brought)
        except AnswerError as error:
            say(str(error) if brought.same else "", "   ")
            return
        if words_ != brought.label:
            say(f"As it would count now: {words_}", "   ")

    # --- taking a reply ---------------------------------------------------------------------------

    def take(self, question: Question, reply: object) -> None:
        """Save a reply, then ask for what it demands: reason, action, evidence; each saved as given."""
        self.keep(question, accept(self.interview.template, question, reply, self.interview.answer(question)))
        self.follow(question)

    def follow(self, question: Question) -> None:
        """Ask for what an answer demands and has not got."""
        for missing in self.interview.missing(question):
            follow = {"reason": self.ask_reason, "action": self.ask_action, "evidence": self.ask_evidence}
            follow[missing](question)

    def flag(self, step: Step) -> None:
        """Say which evidence is older than the template's limit."""
        for piece in self.interview.stale(step):
            say(f"Note the age of this evidence: {evidence_words(self.interview, piece)}", "   ")

    def keep(self, step: Step, answer: Answer) -> None:
        """Save an answer and go on from it."""
        self.put(step.id, answer)

    def put(self, name: str, answer: Answer) -> None:
        """Save an answer by the id that it stands under, unless the same stands there already."""
        if self.interview.answers.get(name) != answer:
            self.save(name, answer, self.interview.answers)
        self.know({name: answer})

    def put_all(self, answers: Mapping[str, Answer]) -> None:
        """Save several answers; those that another stands in the place of are settled afterwards."""
        left: list[Stood] = []
        for name, answer in answers.items():
            try:
                self.put(name, answer)
            except AnsweredError as error:
                left += error.stood
        if left:
            raise AnsweredError("this response", left, answers)

    def know(self, answers: Mapping[str, Answer]) -> None:
        """Go on from answers that stand in the store."""
        self.interview = replace(self.interview, answers={**self.interview.answers, **answers})

    def ask_reason(self, question: Question) -> None:
        """Why the question does not apply."""
        reason = self.prompts.write(f"Why does {question.id} not apply? ({LATER})")
        if reason:
            self.add(question, reason=reason)

    def ask_action(self, question: Question) -> None:
        """What will be done, by whom, by when."""
        what = self.prompts.write(f"What will be done about it? ({LATER})")
        if not what:
            return
        self.add(question, action={"what": what})
        who = self.prompts.write("Who will see to it (name or role)?")
        self.add(question, action={"what": what, "who": who})
        when = self.prompts.write("By when (a day, such as 31/3/2026, or words)?")
        self.add(question, action={"what": what, "who": who, "when": when})

    def ask_evidence(self, question: Question) -> None:
        """What shows the answer to one question."""
        given = self.interview.answer(question).evidence
        message = f"What shows it for {question.id}?"
        gather(
            self.prompts,
            message,
            given,
            partial(self.known_evidence, step=question),
            lambda pieces: self.add(question, evidence=pieces),
        )
        self.flag(question)

    def ask_standard_evidence(self, standard: Standard) -> None:
        """What shows all the top grades of a standard."""
        bare = [question.id for question in self.interview.without_evidence(standard)]
        say(f"What shows the top grades of this standard ({', '.join(bare)})? Once is enough for all.")

        def _keep(pieces: list[dict[str, str]]) -> None:
            self.keep(standard, accept_for_standard(standard, {"evidence": pieces}))

        if not self.confirms(standard):
            given = self.interview.answers.get(standard.id, Answer()).evidence
            known = partial(self.known_evidence, step=standard)
            gather(self.prompts, "Evidence:", given, known, _keep)
        self.flag(standard)
        if self.interview.evidence_wanted(standard):
            self.skipped.add(standard.id)

    def confirms(self, standard: Standard) -> bool:
        """Whether the evidence that an earlier round has for a whole standard is confirmed."""
        brought = self.interview.to_confirm(standard)
        if brought is None:
            return False
        for line in brought_lines(self.interview, standard, brought):
            say(line, "   ")
        if not brought.same:
            return False
        words_, anew = f"Still true, as said in {brought.round[:40]}", ("", "Say it anew, or later", "")
        if self.prompts.pick("Is it still so?", [anew], default="", confirm=words_) != CONFIRM:
            return False
        before = self.interview.answers.get(standard.id)
        self.keep(standard, confirm_for_standard(standard, brought, before))
        return True

    def known_evidence(self, given: tuple[Evidence, ...], step: Step) -> list[Evidence]:
        """Evidence entered anywhere in this response, or here in an earlier round, that is not given here."""
        brought = self.interview.brought.get(step.id)
        answers = [*([brought.answer] if brought else []), *self.interview.answers.values()]
        seen = (piece for answer in answers for piece in answer.evidence)
        return [piece for piece in dict.fromkeys(seen) if piece not in given][-7:]

    def add(self, question: Question, **parts: object) -> None:
        """Save a part of an answer on top of what was said."""
        before = self.interview.answer(question)
        self.keep(question, accept(self.interview.template, question, parts, before))

    # --- concerns ---------------------------------------------------------------------------------

    def raise_concern(self, said: str) -> None:
        """Keep an immediate concern at once, say what to do, and only then ask for words on it."""
        number = self.alarm.keep(self.asking.id if self.asking else "", said)
        say(f"\nImmediate concern{f' about {self.about}' if self.about else ''}: raised, and saved.")
        say(self.alarm.advice)
        if not said:
            message = "What is the concern? (Enter alone: no words)"
            write_or_leave(message, lambda text: self.add_words(number, text))
        if self.asking:
            text = self.asking.text if isinstance(self.asking, Question) else self.asking.title
            say(f"\nBack to {self.asking.id}  {text}")

    def add_words(self, number: int, text: str) -> None:
        """Keep what was said about a concern after it was raised, if anything."""
        if told := typed(text) or words(text):
            self.alarm.add(number, told)
            say("Saved.")

    # --- acts -------------------------------------------------------------------------------------

    def do(self, act: Act, question: Question) -> End | None:
        """Do what was asked for instead of answering."""
        match act:
            case Act.QUIT:
                return End.QUIT
            case Act.REVIEW:
                return self.reviewed()
            case Act.SKIP:
                self.skipped.add(question.id)
                self.at = question.id
            case Act.BACK:
                self.back(question)
            case Act.GUIDANCE:
                self.guide(question)
            case Act.COMMENT:
                comment = self.prompts.write("Comment:", default=self.interview.answer(question).comment)
                self.add(question, comment=comment)
                self.back_to = question
            case Act.JUMP:
                self.jump()
            case Act.WHOLE:
                self.whole(question)
        return None

    def back(self, question: Question) -> None:
        """Go to the step before, answered or not."""
        steps = list(self.interview.steps())
        place = next(place for place, step in enumerate(steps) if step.id == question.id)
        if place == 0 and to_name(self.interview):
            ask_members(self)
        elif place == 0:
            say("This is the first question.")
        self.back_to = steps[max(place - 1, 0)]

    def guide(self, question: Question) -> None:
        """Guidance, examples of evidence, and where the question comes from."""
        say(question.guidance or "There is no guidance on this question.", "   ")
        if question.evidence:
            say(f"Examples of evidence: {', '.join(question.evidence)}.", "   ")
        if question.basis:
            say(f"Basis: {', '.join(question.basis)}.", "   ")
        self.back_to = question

    def jump(self) -> None:
        """Go to a standard: its first open question, or its first."""
        sections = asked_sections(self.interview)
        options = [(str(place), section_line(self.interview, one), "") for place, one in enumerate(sections)]
        section = sections[int(self.prompts.pick("Jump to:", options))]
        steps = [question for question in section.questions if self.interview.arises(question)]
        self.skipped -= {step.id for step in steps}
        self.back_to = next((step for step in steps if self.interview.open(step)), steps[0])

    def whole(self, question: Question) -> None:
        """Mark a whole standard as not applicable, with one reason."""
        section = self.interview.template.section_of[question.id]
        self.back_to = question
        told = [q.id for q in section.questions if self.interview.state(q) is State.ANSWERED]
        if told:
            say(f"Answered already, and to be replaced: {', '.join(told)}. Enter alone keeps them.")
        reason = self.prompts.write(
            f"Why does none of {section.id or section.title} apply? (Enter alone goes back)"
        )
        if not reason:
            return
        try:
            answers = section_not_applicable(self.interview, section, reason)
        except AnswerError as error:
            say(str(error))
            return
        self.back_to = None
        self.at = section.questions[-1].id
        self.put_all(answers)
