"""Review at the prompt: everything, section by section, and what is asked again."""

from typing import TYPE_CHECKING

from audit.responses.asking_members import ask_members, summary, to_name
from audit.responses.interview import OPEN
from audit.responses.prompts import say
from audit.responses.words import brought_words, value_words

if TYPE_CHECKING:
    from audit.responses.interview import Interview
    from audit.responses.terminal import Conversation
    from audit.standards.catalogue import Standard
    from audit.standards.question import Question

DONE, QUIT = "done", "quit"


def asked_sections(interview: "Interview") -> "list[Standard]":
    """The sections that have a question for this agency."""
    sections = interview.template.sections
    return [section for section in sections if any(map(interview.arises, section.questions))]


def section_line(interview: "Interview", section: "Standard") -> str:
    """A section with how much of it is done."""
    owed, left = len(interview.owed(section)), len(interview.still_owed(section))
    title = f"{section.id}  {section.title}" if section.id else section.title
    waiting = len(interview.waiting(section))
    return f"{title}: {owed - left} of {owed} done" + (f", {waiting} to confirm" if waiting else "")


def review(talk: "Conversation") -> str | None:
    """Everything, section by section: DONE or QUIT, or None where a question picked is asked again."""
    while True:
        left = len(talk.interview.still_owed())
        say(f"\nReview. {'Nothing is owed any more.' if not left else f'Still owed: {left}.'}")
        sections = asked_sections(talk.interview)
        ways = [("on", "Go on with what is owed", ""), (QUIT, "Save and quit; the rest stays owed", "")]
        options = ways if left else [(DONE, "Finish", "")]
        options += [("for", summary(talk.interview), "")] if to_name(talk.interview) else []
        lines = ((str(n), section_line(talk.interview, one), "") for n, one in enumerate(sections))
        picked = talk.prompts.pick("Look at:", [*options, *lines])
        if picked in {DONE, QUIT}:
            return picked
        if picked == "for":
            ask_members(talk)
        elif picked == "on":
            talk.skipped.clear()
            return None
        elif _picks(talk, sections[int(picked)]):
            return None


def _picks(talk: "Conversation", section: "Standard") -> bool:
    """Show the questions of a section with their answers; whether one was picked to be asked again."""
    interview = talk.interview
    questions = [question for question in section.questions if interview.arises(question)]
    options = [(question.id, _summary(interview, question), question.text) for question in questions]
    picked = talk.prompts.pick(f"{section.title}:", [*options, ("", "Back", "")], default="")
    if picked:
        talk.skipped.discard(picked)
        talk.back_to = interview.template.by_id[picked]
    return bool(picked)


def _summary(interview: "Interview", question: "Question") -> str:
    """A question's id and what was said, in one line."""
    state = interview.state(question)
    word = str(state) if state in OPEN else value_words(interview, question)
    brought = interview.to_confirm(question)
    return f"{question.id}  {word}{f'; {brought_words(brought)}' if brought else ''}"
