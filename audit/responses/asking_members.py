"""At the prompt: for whom a body answers beside itself, asked once, and to be changed whenever it likes."""

from collections import Counter
from typing import TYPE_CHECKING

from audit.responses.membership import LABEL, Member, named, naming_words
from audit.responses.prompts import say
from audit.responses.response import MEMBERS, Answer

if TYPE_CHECKING:
    from audit.responses.interview import Interview
    from audit.responses.terminal import Conversation

TOLD = (
    "Some agencies of this round belong to you. Tick those for which you answer here beside yourself: they "
    "then count as returned when you sign. Those left unticked are still to answer themselves, or to be "
    "ticked later: r, review everything. The key a ticks all."
)


def to_name(interview: "Interview") -> tuple[Member, ...]:
    """The members that a body may answer for; none where it has none, and those that left are out."""
    return tuple(one for one in interview.members if not one.gone)


def unasked(interview: "Interview") -> bool:
    """Whether a body has members and was never asked for whom it answers."""
    return MEMBERS not in interview.answers and bool(to_name(interview))


def summary(interview: "Interview") -> str:
    """For whom a body answers, in a line."""
    return f"{LABEL}: {naming_words(interview.members, interview.answers.get(MEMBERS))}"


def ask_members(talk: "Conversation") -> None:
    """Ask for whom a body answers, and keep it at once; Ctrl-C goes through, and changes nothing."""
    members = to_name(talk.interview)
    many = Counter(one.name for one in members)
    titles = {f"{one.name} ({one.code})" if many[one.name] > 1 else one.name: one.code for one in members}
    before = talk.interview.answers.get(MEMBERS, Answer()).value or ()
    say(f"\n{TOLD}")
    ticked = talk.prompts.tick(
        "You answer for:", list(titles), [title for title, code in titles.items() if code in before]
    )
    gone = [one.code for one in talk.interview.members if one.gone and one.code in before]
    answer = named(talk.interview.members, [*(titles[title] for title in ticked), *gone])
    talk.put(MEMBERS, answer)
    say(f"{summary(talk.interview)}.", "   ")
