"""What is said of a purge: what would go, what went, and where ids are that no purge reaches."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.screen import item, line, tell
from audit.cli.searching import Searched
from audit.cli.store_copy import older_copies
from audit.dates import in_words
from audit.mentions import SHORTEST
from audit.wording import listed, plural

if TYPE_CHECKING:
    from audit.store.purgeable import Found
    from audit.store.purging import Mentioned, Purged
    from audit.store.typed import Place


@dataclass(frozen=True)
class Preview:
    """What a purge would take out of a workspace, which files it would delete, and what it would leave."""

    desk: Desk
    found: "Found"
    before: date
    known: "Mentioned"
    files: Sequence[Path]
    others: Searched
    copies: bool

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to purge."""
        return self.found.nothing and not self.files

    @property
    def would(self) -> "Purged":
        """What the store would lose."""
        from audit.store.purging import Purged

        found, known = self.found, self.known
        return Purged(
            tuple(one.id for one in found.samples),
            sum(len(one.entries) for one in found.samples),
            sum(len(one.reserves) for one in found.samples),
            known.texts,
            sum(count for _, count in found.keys.values()),
            known.signatures,
            known.short,
            known.left,
        )

    def short(self, place: Path) -> str:
        """A file's path in the workspace."""
        return place.relative_to(self.desk.folder).as_posix()

    def say(self, out: Callable[[str], None]) -> None:
        """Say what would go, and what would stay."""
        day = in_words(self.before)
        if self.nothing:
            out(f"Nothing was last used before {day} that holds ids of cases.")
        elif not self.found.nothing:
            out(f"Last used before {day}, and would be purged:")
        for sentence in self._going():
            out(f"  {sentence}")
        if self.files:
            out(f"  {plural(len(self.files), 'file')}:")
            for place in self.files:
                out(f"    {self.short(place)}")
        for sentence in (*(f"Kept: {one}." for one in self.found.kept), *staying(self, self.known)):
            out(sentence)

    def _going(self) -> list[str]:
        found = []
        for one in self.found.samples:
            cases, reserves = plural(len(one.entries), "case"), plural(len(one.reserves), "reserve")
            found.append(f"{one.id}: the ids of {cases} and of {reserves}, all tickets")
        for name, count in self.found.keys.values():
            found.append(f"{name}: the keys of {plural(count, 'case or reply', 'cases or replies')}")
        if self.known.texts:
            signed = self.known.signatures
            under = f", under {plural(signed, 'signature')}" if signed else ""
            found.append(f"these ids in {plural(self.known.texts, 'place')} where people typed them{under}")
        return found


def staying(shown: Preview, known: "Mentioned | Purged") -> list[str]:
    """Where ids stay, in sentences."""
    found = []
    if known.short:
        ids, are = ("id", "is") if known.short == 1 else ("ids", "are")
        found.append(
            f"{known.short:,} {ids} of fewer than {SHORTEST} characters {are} not looked for in texts; "
            "look through what was typed yourself."
        )
    found += [f"An id stays, since no command changes it: {_where(one)}." for one in known.left]
    if shown.others.holding:
        named = listed([shown.short(one) for one in shown.others.holding])
        found.append(
            f"Files of the workspace that hold ids too, and are left: {named}; delete them yourself."
        )
    copies = older_copies(shown.desk.folder)
    if copies and not shown.copies:
        named = listed([shown.short(one) for one in copies])
        found.append(
            f"Copies of older versions of the store hold ids too, and are left: {named}; --copies deletes "
            "them."
        )
    if unread := [shown.short(one) for one in shown.others.unread if one not in copies]:
        found.append(f"Not looked into, and left: {listed(unread)}.")
    return found


def _where(one: "Place") -> str:
    named = " ".join(filter(None, (one.where, one.reference)))
    rows = f", {one.count:,} rows" if one.count > 1 else ""
    return f"{one.what.removeprefix('typed ')}{f' ({named})' if named else ''}{rows}: {one.text}"


def say(shown: Preview, done: "Purged", gone: Sequence[Path]) -> None:
    """Say what went, and what is not reached."""
    if done.samples or done.keys:
        cases, reserves = plural(done.cases, "case"), plural(done.reserves, "reserve")
        own = f"{listed(done.samples)}, with the ids of {cases} and {reserves}" if done.samples else ""
        keys = plural(done.keys, "key of a case or reply", "keys of cases or replies") if done.keys else ""
        line(f"Purged: {'; '.join(filter(None, (own, keys)))}.")
        if done.texts:
            item(f"Ids were typed in {plural(done.texts, 'place')}; [id] stands there now.")
        if done.signatures:
            signed = plural(done.signatures, "signed response")
            item(f"{signed} had an id in it; the ledger says that nothing else was changed in it.")
    if gone:
        item(f"{plural(len(gone), 'file')} deleted.")
    for sentence in staying(shown, done):
        item(sentence)
    where = "server" if shown.desk.store.shared else "disk"
    tell(
        f"The database was written anew. What a {where} keeps of deleted data, and backups, case lists, "
        "look-ups and exports written elsewhere, are not reached from here: delete those too."
    )


def as_block(
    shown: Preview, told: "Purged", found: "Found", gone: Sequence[Path], *, done: bool
) -> dict[str, object]:
    """The same as a block of JSON; `done` says whether it was done, or would be."""
    return {
        "before": shown.before.isoformat(),
        "done": done,
        **asdict(told),
        "kept": list(found.kept),
        "files": [str(place) for place in (gone if done else shown.files)],
        "holding": [str(place) for place in shown.others.holding],
        "not_looked_into": [str(place) for place in shown.others.unread],
    }
