"""Acts of a draw, each holding the digest of the one before, so that none can go missing unseen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audit.definitions import digest

FIRST = "0" * 64
PURGED = "purged"  # marks what ids were taken out of: an act, a certificate
PURGE = "purge"  # the act that says what was purged
# What is done: a frame is sealed, a seed is set, cases are drawn, one is replaced, a draw is thrown away.
# Ids that were drawn are purged when they need no longer be known.
ACTS = ("seal", "seed", "draw", "replace", "discard", PURGE)


@dataclass(frozen=True, slots=True)
class Act:
    """One act: what, when (ISO 8601), by whom, about which sample, and what it says."""

    act: str
    at: str
    by: str
    content: Mapping[str, Any]
    previous: str
    digest: str
    sample: str = ""

    def state(self) -> dict[str, Any]:
        """The act as a certificate holds it."""
        return {**_body(self.act, self.at, self.by, self.content, self.previous), "digest": self.digest}

    @property
    def sound(self) -> bool:
        """Whether its digest fits what it says."""
        return self.digest == digest(_body(self.act, self.at, self.by, self.content, self.previous))


def _body(act: str, at: str, by: str, content: Mapping[str, Any], previous: str) -> dict[str, Any]:
    return {"act": act, "at": at, "by": by, "content": dict(content), "previous": previous}


def new_act(
    act: str, at: str, by: str, content: Mapping[str, Any], previous: str, *, sample: str = ""
) -> Act:
    """The act that follows one of a digest; `FIRST` before the first."""
    body = _body(act, at, by, content, previous)
    return Act(act, at, by, content, previous, digest(body), sample)


def broken(acts: Iterable[Act]) -> list[str]:
    """What is wrong with a whole ledger, in sentences; nothing where its chain holds."""
    acts = tuple(acts)
    found, previous, purged = [], FIRST, redacted(acts)
    for number, act in enumerate(acts, 1):
        what = f"Act {number} of the ledger ({act.act}{f' {act.sample}' if act.sample else ''}, {act.at})"
        if not act.sound and not (act.content.get(PURGED) is True and act.digest in purged):
            found.append(f"{what} was changed after it was written: its digest does not fit.")
        if act.sample != act.content.get("sample", ""):
            found.append(f"{what} was changed after it was written: it is said to be about another sample.")
        if act.previous != previous:
            found.append(f"{what} does not follow the one before it: an act was taken out, added or changed.")
        previous = act.digest
    return found


def redacted(acts: Iterable[Act]) -> frozenset[str]:
    """The digests of acts from which ids were purged: they stay in the chain, but say less than they did."""
    purges = (act for act in acts if act.act == PURGE and act.sound)
    return frozenset(str(one) for act in purges for one in act.content.get("acts", ()))


def seal_content(source: Mapping[str, Any], frame: Mapping[str, Any]) -> dict[str, Any]:
    """What a seal says: the register and the frame, before there is a seed."""
    return {"source": dict(source), "frame": dict(frame)}


def is_seal_of(act: Act, content: Mapping[str, Any]) -> bool:
    """Whether an act seals exactly this register and frame; a file may have been renamed since."""
    return act.act == "seal" and digest(_nameless(act.content)) == digest(_nameless(content))


def _nameless(content: Mapping[str, Any]) -> dict[str, Any]:
    source = content.get("source")
    if not isinstance(source, dict):
        return dict(content)  # damaged, and the seal of nothing
    return {**content, "source": {key: value for key, value in source.items() if key != "register"}}


def find_seal(acts: Sequence[Act], content: Mapping[str, Any]) -> Act | None:
    """The last act that seals exactly this register and frame; None where none does."""
    return next((act for act in reversed(acts) if is_seal_of(act, content)), None)
