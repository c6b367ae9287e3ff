"""One question at the prompt, as its kind asks for: gives a reply, or an act instead of one."""

from collections.abc import Mapping
from dataclasses import dataclass

from audit.errors import AnswerError
from audit.responses.brought import confirm
from audit.responses.interview import Interview
from audit.responses.prompts import ALARM, AT_ONCE, CONFIRM, CONFIRM_KEY, MORE, SHORT_LIST, Act, Prompts, say
from audit.responses.reply import accept
from audit.responses.response import Answer
from audit.standards.question import Question
from audit.standards.scale import NOT_APPLICABLE

Option = tuple[str, str, str]  # value, title, description
KEYS = f"Keys: ? guidance, s skip, b back, c comment, j jump, r review, q quit, {ALARM} immediate concern."
HINTS: Mapping[str, str] = {
    "share": "a count out of a count, such as 24/26",
    "number": "a number",
    "date": "a day, such as 31/3/2026",
    "elapsed": "the first and the last day, such as 5/1/2026 to 19/1/2026",
    "text": "in your own words",
}


@dataclass(frozen=True, slots=True)
class Asking:
    """A question of an interview as it stands, put through prompts."""

    prompts: Prompts
    interview: Interview
    question: Question

    def confirmed(self) -> Answer | None:
        """The answer that confirming what an earlier round says would give; None where it cannot be."""
        brought = self.interview.to_confirm(self.question)
        if brought is None or not brought.same:
            return None
        try:
            return confirm(
                self.interview.template, self.question, brought, self.interview.answer(self.question)
            )
        except AnswerError:
            return None

    def still_true(self) -> str:
        """What confirming is called; empty where there is nothing to confirm."""
        earlier = self.confirmed()
        return f"Still true, as said in {earlier.confirmed[:40]}" if earlier else ""

    def reply(self) -> object:
        """A reply, or an act; an Answer is one of an earlier round that was confirmed."""
        grades = self.interview.template.scale.grades
        kind = self.question.kind
        if kind == "grade" and len(grades) <= SHORT_LIST:
            return self.choose("Your grade:", [(one.code, one.label, one.definition) for one in grades])
        if kind in {"choice", "yes-no"}:
            names = self.question.choices if kind == "choice" else ("yes", "no")
            options = [(name, name.capitalize() if kind == "yes-no" else name, "") for name in names]
            return self.choose("Your answer:", [*options, *self.refusal()])
        return self.tick() if kind == "choices" else self.type()

    def refusal(self) -> list[Option]:
        """The option that the question does not apply, where the template takes it."""
        taken = self.interview.template.not_applicable != "refused"
        return [(NOT_APPLICABLE, "Not applicable", "")] if taken else []

    def choose(self, message: str, options: list[Option]) -> object:
        """One of some options or an act."""
        if self.interview.template.not_applicable == "refused":
            scale = self.interview.template.scale
            options = [option for option in options if option[0] != scale.not_applicable.code]
        value = self.interview.answer(self.question).value
        # Where nothing was answered yet, a stray Enter must not become the best grade.
        default = value if isinstance(value, str) else Act.SKIP.value
        picked = MORE
        while picked == MORE:
            picked = self.prompts.pick(
                message, options, default=default, acts=AT_ONCE, more=True, confirm=self.still_true()
            )
            if picked == MORE:
                acts = tuple(act for act in Act if act not in AT_ONCE)
                back = [(MORE, "Nothing: back to the question", "")]
                picked = self.prompts.pick("What would you like to do?", back, acts=acts)
        if picked == CONFIRM:
            return self.confirmed()
        return picked if picked in {option[0] for option in options} else Act(picked)

    def tick(self) -> object:
        """Any of some choices; none ticked leads to the acts."""
        value = self.interview.answer(self.question).value
        before = value if isinstance(value, tuple) else ()
        chosen = self.prompts.tick("Your answer:", self.question.choices, before, self.still_true())
        if chosen == [CONFIRM]:
            return self.confirmed()
        if chosen:
            return chosen
        picked = self.prompts.pick("Nothing is ticked.", self.refusal(), acts=tuple(Act))
        return picked if picked == NOT_APPLICABLE else Act(picked)

    def type(self) -> object:
        """A typed reply, checked by the engine before it is taken; a single key stands for an act."""
        words = self.still_true()
        keys = {*(act.value for act in Act), *([CONFIRM_KEY] if words else [])}

        def _check(text: str) -> str | None:
            return None if text.strip() in keys or not text.strip() else self.problem(text)

        say(f"{self.hint()} {KEYS}", "   ")
        if words:
            say(f"{CONFIRM_KEY} and Enter: {words[:1].lower()}{words[1:]}.", "   ")
        value = self.interview.answer(self.question).value
        before = value if isinstance(value, str) else ""
        typed = self.prompts.write("Your answer:", default=before, check=_check)
        if words and typed == CONFIRM_KEY:
            return self.confirmed()
        return Act(typed or Act.SKIP) if typed in keys or not typed else typed

    def hint(self) -> str:
        """What a typed reply looks like."""
        if self.question.kind == "grade":
            codes = [grade.code for grade in self.interview.template.scale.grades]
            return f"Type a grade: {', '.join(codes)}."
        refused = self.interview.template.not_applicable == "refused"
        of = f" of {self.question.of}" if self.question.of else ""
        target = f"; the target is {float(self.question.target):.0%}" if self.question.target else ""
        return f"Type {HINTS[self.question.kind]}{of}{target}{'' if refused else ', or n/a'}."

    def problem(self, text: str) -> str | None:
        """What is wrong with a typed reply, or None."""
        try:
            accept(self.interview.template, self.question, text)
        except AnswerError as error:
            return str(error)
        return None
