"""For whom a body answers beside itself: an answer like any other, given and told by names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from audit.definitions import nearest
from audit.errors import AnswerError
from audit.responses.response import MEMBERS, Answer

KEY, LABEL = "answers for", "Answers for"  # what files call it, and people read
ALL, NONE = "all", "none"
SHOWN = 30  # members that a sentence on an unknown one names


class _Called(Protocol):
    """What has a code and a name."""

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...


Called = TypeVar("Called", bound=_Called)


@dataclass(frozen=True, slots=True)
class Member:
    """An agency that belongs to a body, and of which something is expected in its round, or was (`gone`)."""

    code: str
    name: str
    gone: bool = False


def is_naming(name: str) -> bool:
    """Whether an id in a file is that under which a body says for whom it answers."""
    return " ".join(name.split()).casefold() in {KEY, MEMBERS}


def naming(members: Sequence[Member], reply: Any) -> Answer:
    """The answer that names the members of a reply, by code or name; AnswerError where one is no member.

    A reply is a list of them, `all`, `none`, or a text in which a semicolon parts them.
    """
    words = _words(reply)
    if words == [NONE]:
        return Answer()
    if not members:
        raise AnswerError(
            f"{KEY}: nobody in this round is known as its member, so it answers for itself alone; 'audit "
            "agency add' has --parent."
        )
    alone = next((word for word in words if word.casefold() in {ALL, NONE}), "")
    if alone and len(words) > 1:
        raise AnswerError(f"{KEY}: {alone!r} stands alone; leave it out, or leave out the names.")
    if words == [ALL]:
        return named(members, [one.code for one in members if not one.gone])
    return named(members, [_find(members, word).code for word in words])


def named(members: Sequence[Member], codes: Sequence[str]) -> Answer:
    """The answer that names the members of these codes, in the order of the list; empty without any."""
    return Answer(tuple(one.code for one in members if one.code in codes) or None)


def _words(reply: Any) -> list[str]:
    """The words of a reply; `all` and `none` in small letters where they stand alone."""
    if isinstance(reply, Mapping):
        if other := next((key for key in reply if key != "value"), ""):
            raise AnswerError(f"{KEY}: it takes names of members alone, no {str(other)[:40]!r}.")
        reply = reply.get("value")
    given = (reply.split(";") if isinstance(reply, str) else [NONE]) if not isinstance(reply, list) else reply
    if not all(isinstance(word, str) for word in given) or not (
        reply is None or isinstance(reply, (str, list))
    ):
        raise AnswerError(f"{KEY}: give codes or names of members, {ALL!r} or {NONE!r}.")
    words = [bare for word in given if (bare := " ".join(word.split()))]
    if len(words) == 1 and words[0].casefold() in {ALL, NONE}:
        return [words[0].casefold()]
    return words or [NONE]


def _find(members: Sequence[Member], word: str) -> Member:
    """The member of a code or name, in any case."""
    found = called(members, word)
    if found is None:
        raise AnswerError(f"{KEY}: {word[:60]!r} is no member of it in this round{_instead(members, word)}")
    return found


def _instead(members: Sequence[Member], word: str) -> str:
    """The end of a sentence on one that is no member: the nearest name, else the members."""
    end = nearest(word, [name for one in members for name in (one.code, one.name)])
    if "did you mean" in end:
        return end
    more = f" and {len(members) - SHOWN} more" if len(members) > SHOWN else ""
    return f"; its members there: {'; '.join(one.name for one in members[:SHOWN])}{more}."


def called(those: Sequence[Called], word: str) -> Called | None:
    """The one of this code, else of this name, in any case; None where none is called so."""
    wanted = folded(word)
    by_code = (one for one in those if folded(one.code) == wanted)
    by_name = (one for one in those if folded(one.name) == wanted)
    return next(by_code, None) or next(by_name, None)


def folded(word: str) -> str:
    """A name or code as two of them are held against one another."""
    return " ".join(word.replace("’", "'").split()).casefold()


def names_in(members: Sequence[Member], codes: Sequence[str]) -> list[str]:
    """The names of the members of some codes, in the order of the codes; a code where none is known."""
    names = {one.code: one.name for one in members}
    return [names.get(code, code) for code in codes]


def naming_words(members: Sequence[Member], answer: Answer | None) -> str:
    """For whom a body answers beside itself, in words."""
    codes = answer.value if answer and isinstance(answer.value, tuple) else ()
    if not codes:
        return "itself alone"
    every = len(codes) > 1 and {one.code for one in members if not one.gone} <= set(codes)
    head = f"all its {len(codes)} members: " if every else ""
    return head + "; ".join(names_in(members, codes))


def label(name: str) -> str:
    """What an id is called where people read it."""
    return LABEL if name == MEMBERS else name
