"""Whether an answer that comes in a file is news, was here before, or stands against what is here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from audit.definitions import digest
from audit.responses.response import Answer

LENGTH = 12  # letters of a version: enough that two answers to one question never share it


@lru_cache(maxsize=1000)  # of a file each answer is asked for several times
def version(answer: Answer | None) -> str:
    """What an answer is known by, so that a file can say which it started from; empty where there is none.

    It is of what was said alone: an answer confirmed and the same one typed have one version.
    """
    block = {key: part for key, part in (answer or Answer()).block().items() if key != "confirmed"}
    return digest(block)[:LENGTH] if block else ""


def whole_version(answers: Mapping[str, Answer]) -> str:
    """What all the answers of a response are known by together; empty where there are none."""
    return _together({name: version(answer) for name, answer in answers.items()})


def versions_when(steps: Sequence[tuple[str, str]], whole: str) -> dict[str, str] | None:
    """The version of each answer, by id, when all together had the version `whole`; None if they never had.

    `steps` are the ids and versions of all that was ever answered, oldest first.
    """
    found: dict[str, str] = {}
    if not whole:
        return found
    for name, known in steps:
        found[name] = known
        if _together(found) == whole:
            return found
    return None


def _together(versions: Mapping[str, str]) -> str:
    known = {name: one for name, one in versions.items() if one}
    return digest(known)[:LENGTH] if known else ""


class Side(StrEnum):
    """Whose answer is preferred where two stand against one another."""

    FILE = "file"
    STORE = "store"


class Fate(StrEnum):
    """What becomes of an answer that came in a file."""

    SAME = "as before"
    TAKEN = "taken"
    OLDER = "has moved on here"  # what the file says was said here already, and changed since
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Incoming:
    """An answer in a file.

    `shown` is the answer as the file alone has it; `onto` the same on top of what is here (what is blank in
    the file stays). `started` are the versions that it goes back to, with an empty one where there was no
    answer; None where the file does not say.
    """

    shown: Answer
    onto: Answer
    started: frozenset[str] | None = None


def fate(now: Answer | None, past: Sequence[str], incoming: Incoming) -> Fate:
    """What becomes of an answer: `now` is the one here, `past` every version that was here, oldest first."""
    here, there = version(now), version(incoming.shown)
    started = incoming.started
    if version(incoming.onto) == here:
        return Fate.SAME
    if (started is None and not here) or (started is not None and here in started):
        return Fate.TAKEN
    if there in _since(past, started) or (started is not None and there in started):
        return Fate.OLDER
    return Fate.CONFLICT


def _since(past: Sequence[str], started: Collection[str] | None) -> Sequence[str]:
    """The versions that were here after those that a file started from; all where it names none of them.

    What was said before it began does not make it older: it may say the same again.
    """
    known = [place for place, one in enumerate(past) if one in (started or ())]
    return past[known[-1] + 1 :] if known else past


@dataclass(frozen=True, slots=True)
class Merge:
    """What comes of a file's answers, by the id of question or standard.

    `conflicts` are those left open; `settled` names for each that was not whose answer was preferred.
    """

    taken: Mapping[str, Answer] = field(default_factory=dict)
    same: tuple[str, ...] = ()
    older: tuple[str, ...] = ()
    conflicts: Mapping[str, Incoming] = field(default_factory=dict)
    settled: Mapping[str, Side] = field(default_factory=dict)

    @property
    def kept(self) -> tuple[str, ...]:
        """The conflicts in which the answer here was preferred."""
        return tuple(name for name, side in self.settled.items() if side is Side.STORE)


def merge(
    now: Mapping[str, Answer], past: Mapping[str, Sequence[str]], incoming: Mapping[str, Incoming]
) -> Merge:
    """What comes of a file's answers against those here; `past` has every version by id, oldest first."""
    fates = {name: fate(now.get(name), past.get(name, ()), one) for name, one in incoming.items()}

    def of(which: Fate) -> tuple[str, ...]:
        return tuple(name for name, found in fates.items() if found is which)

    return Merge(
        taken={name: incoming[name].onto for name in of(Fate.TAKEN)},
        same=of(Fate.SAME),
        older=of(Fate.OLDER),
        conflicts={name: incoming[name] for name in of(Fate.CONFLICT)},
    )


def come_again(found: Merge, open_: Collection[str]) -> Merge:
    """The merge of a file that came before and left only some answers `open_`: the rest had their say."""
    done = [name for name in (*found.taken, *found.conflicts) if name not in open_]
    return replace(
        found,
        taken={name: answer for name, answer in found.taken.items() if name in open_},
        older=(*found.older, *done),
        conflicts={name: one for name, one in found.conflicts.items() if name in open_},
    )


def settle(
    now: Mapping[str, Answer], seen: Mapping[str, Answer], found: Merge, preferred: Mapping[str, Side]
) -> Merge:
    """A merge with its conflicts settled as somebody preferred who had `seen` these answers here.

    What has changed here since it was seen is a conflict that stays open, whatever was preferred.
    """
    moved = {
        name for name in (*found.taken, *found.conflicts) if version(now.get(name)) != version(seen.get(name))
    }
    late = {name: Incoming(answer, answer) for name, answer in found.taken.items() if name in moved}
    sides = {name: preferred[name] for name in found.conflicts if name in preferred and name not in moved}
    chosen = {name: found.conflicts[name].onto for name, side in sides.items() if side is Side.FILE}
    return replace(
        found,
        taken={name: answer for name, answer in found.taken.items() if name not in moved} | chosen,
        conflicts={name: one for name, one in found.conflicts.items() if name not in sides} | late,
        settled=sides,
    )
