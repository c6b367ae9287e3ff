"""At the prompt: what somebody else answered in the meantime is shown before anything is put over it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from audit.responses.membership import label, naming_words
from audit.responses.prompts import EndOfInput, say
from audit.responses.response import MEMBERS, Answer
from audit.responses.words import answer_lines

if TYPE_CHECKING:
    from audit.responses.interview import Interview
    from audit.responses.overtaken import AnsweredError, Stood
    from audit.responses.terminal import Conversation

THEIRS, MINE, ANEW = "theirs", "mine", "anew"


def take_in(talk: "Conversation") -> None:
    """Take in what others have answered since the person looked last, and say which questions it was."""
    for one in talk.look(talk.interview.answers):
        talk.know({one.question: one.answer})
        say(f"\n{label(one.question)} was answered in the meantime {one.whose}.")


def settle(talk: "Conversation", error: "AnsweredError") -> None:
    """Show the answer that stands there beside the one that was not kept, and ask which is to stand."""
    talk.back_to = None
    for one in error.stood:
        mine = error.given[one.question]
        talk.know({one.question: one.answer})
        _show(talk.interview, one, mine)
        try:
            picked = talk.prompts.pick("Which is to stand?", _options(one), default=THEIRS)
        except (KeyboardInterrupt, EndOfInput):
            say(f"\nYour answer to {label(one.question)} is not kept; the other stands.")
            raise
        _do(talk, one.question, mine, picked)


def _options(one: "Stood") -> list[tuple[str, str, str]]:
    mine = "Yours; the other can be read in 'audit log'"
    anew = [] if one.question == MEMBERS else [(ANEW, "Answer anew", "")]
    return [(THEIRS, "The one that stands there", ""), (MINE, mine, ""), *anew]


def _do(talk: "Conversation", name: str, mine: Answer, picked: str) -> None:
    question = talk.interview.template.by_id.get(name)
    talk.at = name
    if picked == MINE:
        talk.put(name, mine)
    if question and picked != ANEW:
        talk.follow(question)
    elif picked == ANEW:
        talk.back_to = question or next(one for one in talk.interview.template.standards if one.id == name)


def _show(interview: "Interview", one: "Stood", mine: Answer) -> None:
    say(f"\n{label(one.question)} was answered in the meantime {one.whose}:")
    for line in _lines(interview, one.question, one.answer):
        say(line, "   ")
    say("What you gave is not kept yet:")
    for line in _lines(interview, one.question, mine):
        say(line, "   ")


def _lines(interview: "Interview", name: str, answer: Answer) -> list[str]:
    """An answer as lines to read, whatever it stands under."""
    if name == MEMBERS:
        return [f"{label(name)}: {naming_words(interview.members, answer)}"]
    if question := interview.template.by_id.get(name):
        after = replace(interview, answers={**interview.answers, name: answer})
        return answer_lines(after, question, answer) or ["No answer"]
    return [f"Evidence: {piece}" for piece in answer.evidence] or ["No evidence"]
